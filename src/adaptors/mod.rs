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

/// Fills steps before `at` with `first`, and those from `at` on with `next`, which counts from there.
///
/// Steps beyond `usize::MAX` repeat the rate of that last step, as `fill` says.
fn fill_in_two(
    start: usize,
    rates: &mut [f64],
    at: usize,
    first: impl FnOnce(usize, &mut [f64]),
    next: impl FnOnce(usize, &mut [f64]),
) {
    let reachable = usize::MAX.saturating_sub(start).saturating_add(1).min(rates.len());
    let (rates, beyond) = rates.split_at_mut(reachable);
    let (head, tail) = rates.split_at_mut(at.saturating_sub(start).min(reachable));
    if !head.is_empty() {
        first(start, head);
    }
    if !tail.is_empty() {
        next(start.saturating_sub(at), tail);
    }
    if let Some(&last) = rates.last() {
        beyond.fill(last);
    }
}
