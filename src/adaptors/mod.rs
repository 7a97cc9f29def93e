//! One adaptor per file, named like its JSON `type` and its method.

mod advanced;
mod clamped;
mod cooldown;
mod delayed;
#[cfg(feature = "serde")]
mod pair;
mod per_epoch;
mod plus;
mod repeated;
mod scaled;
mod stretched;
mod then;
mod times;
mod warmup;

pub use advanced::Advanced;
pub use clamped::Clamped;
pub use cooldown::Cooldown;
pub use delayed::Delayed;
pub use per_epoch::PerEpoch;
pub use plus::Plus;
pub use repeated::Repeated;
pub use scaled::Scaled;
pub use stretched::Stretched;
pub use then::Then;
pub use times::Times;
pub use warmup::Warmup;
