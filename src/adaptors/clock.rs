//! Shared by `stretched` and `per_epoch`: a schedule on another clock.

use core::num::NonZero;

use crate::curve::piecewise;
use crate::{Phase, Scheduler};

/// A clock on which `from` steps of the inner schedule take `to` steps.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    pub(super) from: NonZero<usize>,
    pub(super) to: NonZero<usize>,
}

impl Clock {
    /// The inner step at `step`, rounded down; at most `usize::MAX`.
    #[inline]
    pub(super) fn inner(self, step: usize) -> usize {
        match step.checked_mul(self.from.get()) {
            Some(product) => product / self.to,
            None => divided(step, self.from, 0, self.to).unwrap_or(usize::MAX),
        }
    }

    /// The first step whose inner step is at least `inner`; `None` if it is beyond `usize::MAX`.
    pub(super) fn outer(self, inner: usize) -> Option<usize> {
        divided(inner, self.to, self.from.get().saturating_sub(1), self.from)
    }

    pub(super) fn settles_at(self, schedule: &impl Scheduler) -> Option<usize> {
        self.outer(schedule.settles_at()?)
    }

    pub(super) fn phase(self, schedule: &impl Scheduler, step: usize) -> Option<Phase> {
        let inner = schedule.phase(self.inner(step))?;
        Some(inner.map(|start| self.outer(start).unwrap_or(usize::MAX), |end| self.outer(end)))
    }

    pub(super) fn fill(self, schedule: &impl Scheduler, start: usize, rates: &mut [f64]) {
        let end = |step| self.outer(self.inner(step).checked_add(1)?);
        piecewise::constant_pieces(start, rates, end, |step| schedule.lr(self.inner(step)));
    }
}

/// `(a * b + plus) / divisor` without intermediate overflow.
fn divided(a: usize, b: NonZero<usize>, plus: usize, divisor: NonZero<usize>) -> Option<usize> {
    let product = (a as u128).saturating_mul(b.get() as u128).saturating_add(plus as u128);
    usize::try_from(product.checked_div(divisor.get() as u128)?).ok()
}
