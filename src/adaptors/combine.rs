//! Shared by `times` and `plus`: two schedules combined step by step.

use crate::Scheduler;
use crate::curve::piecewise;

/// The step from which both schedules are constant.
pub(super) fn settles_at((first, second): &(impl Scheduler, impl Scheduler)) -> Option<usize> {
    Some(first.settles_at()?.max(second.settles_at()?))
}

/// Fills with the combined rates of the same steps.
pub(super) fn fill(
    (first, second): &(impl Scheduler, impl Scheduler),
    start: usize,
    rates: &mut [f64],
    combined: impl Fn(f64, f64) -> f64,
) {
    first.fill(start, rates);
    piecewise::combine(start, rates, |step, others| second.fill(step, others), combined);
}
