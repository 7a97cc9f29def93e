//! The named parts of a schedule.

use core::ops::RangeInclusive;

/// A stretch of steps in which a schedule does one thing, as [`Scheduler::phase`](crate::Scheduler::phase)
/// says: for logs, and for the shading of charts. No rate depends on it.
///
/// # Example
///
/// ```
/// use lr_schedule::{Constant, Scheduler, Shape};
///
/// let schedule = Constant::new(1e-3)?.warmup(500, 0.0)?.cooldown(9_000, 1_000, 0.0, Shape::Linear)?;
/// let phase = schedule.phase(700).unwrap();
/// assert_eq!(phase.name, "constant");
/// assert_eq!(phase.steps, 500..=8_999);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Phase {
    /// What happens: `warmup`, `constant`, `decay`, `cooldown`, `cycle`, `held`, ..
    pub name: &'static str,
    /// The steps of it. One that ends with `usize::MAX` has no end.
    pub steps: RangeInclusive<usize>,
}

impl Phase {
    /// From `start` to before `end`, or without end.
    pub(crate) fn new(name: &'static str, start: usize, end: Option<usize>) -> Self {
        Self { name, steps: start..=end.map_or(usize::MAX, |end| end.saturating_sub(1)) }
    }

    /// The phase of `step` on a way of `steps` between two rates, and after it.
    pub(crate) fn of_way(start: f64, end: f64, step: usize, steps: usize) -> Self {
        if step >= steps {
            Self::new("held", steps, None)
        } else {
            Self::new(if start < end { "warmup" } else { "decay" }, 0, Some(steps))
        }
    }

    /// The step after the last one, if there is one.
    pub(crate) fn end(&self) -> Option<usize> {
        self.steps.end().checked_add(1)
    }

    /// The same with both ends moved.
    pub(crate) fn map(
        &self,
        start: impl FnOnce(usize) -> usize,
        end: impl FnOnce(usize) -> Option<usize>,
    ) -> Self {
        Self::new(self.name, start(*self.steps.start()), self.end().and_then(end))
    }

    /// The same, cut off before `end`.
    pub(crate) fn until(&self, end: usize) -> Self {
        Self::new(self.name, *self.steps.start(), Some(self.end().map_or(end, |own| own.min(end))))
    }

    /// The same, `steps` later.
    pub(crate) fn later(&self, steps: usize) -> Self {
        self.map(|start| start.saturating_add(steps), |end| end.checked_add(steps))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LinearDecay, OneCycle, Scheduler, WarmRestarts};

    #[track_caller]
    fn assert_phase(
        schedule: impl Scheduler,
        step: usize,
        name: &'static str,
        start: usize,
        end: Option<usize>,
    ) {
        assert_eq!(schedule.phase(step), Some(Phase::new(name, start, end)));
    }

    #[test]
    fn adaptors_move_and_cut_the_phases_inside() {
        let decay = LinearDecay::new(1.0, 0.0, 10).unwrap();
        assert_phase(decay.delayed(5), 7, "decay", 5, Some(15));
        assert_phase(decay.advanced(4), 3, "decay", 0, Some(6));
        assert_phase(decay.advanced(4), 6, "held", 6, None);
        assert_phase(decay.then(8, decay), 7, "decay", 0, Some(8));
        assert_phase(decay.then(8, decay), 9, "decay", 8, Some(18));
        assert_phase(decay.then(12, decay), 11, "held", 10, Some(12));
        assert_phase(decay.repeated(8).unwrap(), 20, "decay", 16, Some(24));
        assert_phase(decay.per_epoch(3).unwrap(), 29, "decay", 0, Some(30));
        assert_phase(decay.stretched(3, 2).unwrap(), 7, "held", 7, None);
    }

    #[test]
    fn cycles_are_those_of_the_rate() {
        let restarts = WarmRestarts::new(1.0, 0.0, 10).unwrap().with_period_mult(2.0).unwrap().with_cycles(2);
        assert_phase(restarts, 29, "cycle", 10, Some(30));
        assert_phase(restarts, 30, "held", 30, None);
        // Up for 0.3 * 11 - 1 = 2.3 steps, so step 3 is the first one of the way down.
        assert_phase(OneCycle::new(1.0, 11).unwrap(), 3, "decay", 3, Some(10));
        assert_phase(OneCycle::new(1.0, 11).unwrap(), 2, "rise", 0, Some(3));
    }
}
