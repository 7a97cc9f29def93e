//! Shared by `times` and `plus`: two schedules combined step by step.

use crate::Scheduler;
use crate::curve::piecewise;

/// The combined rates of the same steps.
pub(super) struct Combined<'a, A, B, F> {
    pub(super) schedules: &'a (A, B),
    pub(super) combine: F,
}

impl<A: Scheduler, B: Scheduler, F: Fn(f64, f64) -> f64> Scheduler for Combined<'_, A, B, F> {
    #[inline]
    fn lr(&self, step: usize) -> f64 {
        (self.combine)(self.schedules.0.lr(step), self.schedules.1.lr(step))
    }

    fn settles_at(&self) -> Option<usize> {
        Some(self.schedules.0.settles_at()?.max(self.schedules.1.settles_at()?))
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        let (first, second) = self.schedules;
        first.fill(start, rates);
        piecewise::combine(start, rates, |step, others| second.fill(step, others), &self.combine);
    }
}
