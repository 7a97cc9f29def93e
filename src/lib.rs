#![doc = "placeholder"]
#![cfg_attr(not(test), no_std)]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    warn(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::print_stdout,
        clippy::print_stderr,
    )
)]

extern crate alloc;

mod adaptors;
mod check;
mod cycles;
#[cfg(feature = "serde")]
mod data;
mod describe;
mod dynamic;
mod error;
mod math;
pub mod presets;
mod scheduler;
mod schedules;
mod shape;

pub use adaptors::{Clamped, Cooldown, Delayed, PerEpoch, Plus, Repeated, Scaled, Then, Times, Warmup};
pub use dynamic::Schedule;
pub use error::Error;
pub use scheduler::{FromFn, Rates, Scheduler, from_fn};
pub use schedules::*;
pub use shape::Shape;
