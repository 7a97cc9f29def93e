//! One adaptor per file, named like its JSON `type` and its method.

mod clamped;
mod cooldown;
mod delayed;
#[cfg(feature = "serde")]
mod pair;
mod per_epoch;
mod plus;
mod repeated;
mod scaled;
mod then;
mod times;
mod warmup;

pub use clamped::Clamped;
pub use cooldown::Cooldown;
pub use delayed::Delayed;
pub use per_epoch::PerEpoch;
pub use plus::Plus;
pub use repeated::Repeated;
pub use scaled::Scaled;
pub use then::Then;
pub use times::Times;
pub use warmup::Warmup;

use crate::Scheduler;

/// Fills up to step `at` with `first` and from there on with `next`, which begins at its own step 0.
fn fill_in_two(
    start: usize,
    rates: &mut [f64],
    at: usize,
    first: impl Fn(usize) -> f64,
    next: &(impl Scheduler + ?Sized),
) {
    let before = at.saturating_sub(start).min(rates.len());
    let (head, tail) = rates.split_at_mut(before);
    for (i, rate) in head.iter_mut().enumerate() {
        *rate = first(start.saturating_add(i));
    }
    next.fill(start.saturating_sub(at), tail);
}
