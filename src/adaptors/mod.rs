//! The return types of the methods of [`Scheduler`](crate::Scheduler), rarely named in code.
//!
//! If the inner schedule ends with a constant rate, so does the adaptor, except [`Repeated`], which always starts
//! again.

mod clamped;
mod clock;
mod combine;
mod cooldown;
mod delayed;
mod per_epoch;
mod product;
mod repeated;
mod scaled;
mod skip;
mod stretched;
mod sum;
mod then;
mod warmup;

pub use clamped::Clamped;
pub use cooldown::Cooldown;
pub use delayed::Delayed;
pub use per_epoch::PerEpoch;
pub use product::Product;
pub use repeated::Repeated;
pub use scaled::Scaled;
pub use skip::Skip;
pub use stretched::Stretched;
pub use sum::Sum;
pub use then::Then;
pub use warmup::Warmup;

pub use crate::dynamic::{Composition, Nested, Static};
pub use crate::scheduler::{FromFn, Rates};
