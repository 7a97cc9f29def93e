//! A schedule over another number of steps.

use core::fmt;
use core::num::NonZero;

use super::clock::Clock;
use crate::display::Steps;
use crate::scheduler::forward;
use crate::{Error, Scheduler, param};

/// Stretches the time of a schedule so that its first `from` steps take `to` steps.
///
/// ```text
/// lr(step) = schedule.lr(floor(step * from / to))
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/stretched.svg"))]
///
/// At `to`, and at every multiple of it, the rate is exactly the schedule's at the same multiple of `from`. Each rate
/// is taken at a whole inner step: from 1,000 steps to 3,000, each is used for three steps; with `to < from` some are
/// skipped. The arithmetic is in integers and never overflows. With `from == to` it changes nothing.
///
/// To run a [`Schedule`](crate::Schedule) over another length, use
/// [`rescaled`](crate::Schedule::rescaled), which converts its lengths and changes the rate at every step. This adaptor
/// is for schedulers without lengths to convert, such as [`from_fn`](crate::from_fn), and for clocks that do not count
/// updates.
///
/// In a run in progress, stretching would change past rates too: use [`then`](Scheduler::then) or
/// [`cooldown`](Scheduler::cooldown). Composer's `scale_schedule_ratio` is `to / from`: it agrees wherever
/// `step * from / to` is a whole number; elsewhere its continuous schedules are evaluated between two steps, and the
/// lengths of its step-wise schedules are truncated one by one.
///
/// # Example
///
/// ```
/// use lr_schedule::{Scheduler, presets};
///
/// let planned = presets::warmup_linear(0.1, 0.0, 100, 1_000)?;
/// let longer = planned.stretched(1_000, 3_000)?;
/// assert_eq!(longer.lr(300), planned.lr(100));
/// assert_eq!(longer.lr(1_500), planned.lr(500));
/// assert_eq!(longer.lr(3_000), 0.0);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct Stretched<S> {
    from: NonZero<usize>,
    to: NonZero<usize>,
    schedule: S,
}

impl<S> Stretched<S> {
    pub(crate) fn new(from: usize, to: usize, schedule: S) -> Result<Self, Error> {
        let from = param::at_least_one("from", from)?;
        Ok(Self { from, to: param::at_least_one("to", to)?, schedule })
    }

    param::getters! {
        /// The number of steps of the inner schedule.
        from.get(): usize,
        /// The number of steps they take.
        to.get(): usize,
    }

    /// The inner schedule.
    pub const fn schedule(&self) -> &S {
        &self.schedule
    }

    pub(crate) fn map_inner<T>(self, into: impl Fn(S) -> T) -> Stretched<T> {
        Stretched { from: self.from, to: self.to, schedule: into(self.schedule) }
    }

    const fn clock(&self) -> Clock<'_, S> {
        Clock { from: self.from, to: self.to, schedule: &self.schedule }
    }
}

forward!([S: Scheduler] Stretched<S>, self => self.clock());

impl<S: fmt::Display> fmt::Display for Stretched<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({:#}), its {} stretched to {}", self.schedule, Steps(self.from.get()), self.to)
    }
}

crate::serial::data! {
    Stretched<S: Scheduler> { from: usize, to: usize, schedule: S }
    => Self::new(from, to, schedule)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LinearDecay, StepDecay};

    #[test]
    fn stretches_and_compresses() {
        let decay = LinearDecay::new(1.0, 0.0, 4).unwrap();
        let slow = decay.stretched(4, 8).unwrap();
        assert_eq!([0, 1, 2, 3, 4, 8].map(|step| slow.lr(step)), [1.0, 1.0, 0.75, 0.75, 0.5, 0.0]);
        let fast = decay.stretched(4, 2).unwrap();
        assert_eq!([0, 1, 2, 3].map(|step| fast.lr(step)), [1.0, 0.5, 0.0, 0.0]);
        // Thirds: inner steps 0, 0, 1, 2, 2, 3.
        let third = decay.stretched(2, 3).unwrap();
        assert_eq!([0, 1, 2, 3, 4, 5].map(|step| third.lr(step)), [1.0, 1.0, 0.75, 0.5, 0.5, 0.25]);
        assert_eq!([slow, fast, third].map(|s| s.settles_at()), [Some(8), Some(2), Some(6)]);
    }

    #[test]
    fn is_exact_at_the_last_step_of_all() {
        let decay = StepDecay::new(1.0, 0.5, usize::MAX).unwrap();
        assert_eq!(decay.stretched(usize::MAX, usize::MAX).unwrap().lr(usize::MAX), 0.5);
        assert_eq!(decay.stretched(usize::MAX, 1).unwrap().lr(usize::MAX), 0.5);
        assert_eq!(decay.stretched(1, 2).unwrap().settles_at(), None);
    }
}
