//! Shared by `stretched` and `per_epoch`: a schedule on another clock.

use core::num::NonZero;

use crate::curve::piecewise;
use crate::{Phase, Scheduler};

/// A schedule of which `from` steps take `to` steps.
pub(super) struct Clock<'a, S> {
    pub(super) from: NonZero<usize>,
    pub(super) to: NonZero<usize>,
    pub(super) schedule: &'a S,
}

impl<S> Clock<'_, S> {
    /// The inner step at `step`, rounded down; at most `usize::MAX`.
    #[inline]
    fn inner(&self, step: usize) -> usize {
        match step.checked_mul(self.from.get()) {
            Some(product) => product / self.to,
            None => divided(step, self.from, 0, self.to).unwrap_or(usize::MAX),
        }
    }

    /// The first step whose inner step is at least `inner`; `None` if it is beyond `usize::MAX`.
    fn outer(&self, inner: usize) -> Option<usize> {
        divided(inner, self.to, self.from.get().saturating_sub(1), self.from)
    }
}

impl<S: Scheduler> Scheduler for Clock<'_, S> {
    #[inline]
    fn lr(&self, step: usize) -> f64 {
        self.schedule.lr(self.inner(step))
    }

    fn settles_at(&self) -> Option<usize> {
        self.outer(self.schedule.settles_at()?)
    }

    fn phase(&self, step: usize) -> Option<Phase> {
        let inner = self.schedule.phase(self.inner(step))?;
        Some(inner.map(|start| self.outer(start).unwrap_or(usize::MAX), |end| self.outer(end)))
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        let end = |step| self.outer(self.inner(step).checked_add(1)?);
        piecewise::constant_pieces(start, rates, end, |step| self.lr(step));
    }
}

/// `(a * b + plus) / divisor` without intermediate overflow.
fn divided(a: usize, b: NonZero<usize>, plus: usize, divisor: NonZero<usize>) -> Option<usize> {
    let product = (a as u128).saturating_mul(b.get() as u128).saturating_add(plus as u128);
    usize::try_from(product.checked_div(divisor.get() as u128)?).ok()
}
