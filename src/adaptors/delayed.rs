//! A schedule that begins later.

use core::fmt;

use crate::display::{Compact, Steps};
use crate::{Phase, PhaseKind, Scheduler, curve::piecewise};

/// Stays at the first rate of a schedule for `steps` steps, then follows the schedule from its own step 0.
///
/// ```text
/// lr(step) = schedule.lr(0)               for step < steps
///          = schedule.lr(step - steps)    from `steps` on
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/delayed.svg"))]
///
/// The same curve, shifted to the right. With `steps == 0` it changes nothing.
///
/// Equals optax's `transition_begin`. For a group that is frozen until step `k`, use
/// `Constant::new(0.0)?.then(k, schedule)`.
///
/// # Example
///
/// ```
/// use lr_schedule::{LinearDecay, Scheduler};
///
/// let schedule = LinearDecay::new(1.0, 0.0, 4)?.delayed(10);
/// assert_eq!(schedule.lr(9), 1.0);
/// assert_eq!(schedule.lr(11), 0.75);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct Delayed<S> {
    steps: usize,
    schedule: S,
}

impl<S> Delayed<S> {
    pub(crate) const fn new(steps: usize, schedule: S) -> Self {
        Self { steps, schedule }
    }

    crate::param::getters! {
        /// The length of the delay in steps.
        steps: usize,
    }

    /// The inner schedule.
    pub const fn schedule(&self) -> &S {
        &self.schedule
    }

    pub(crate) fn map_inner<T>(self, into: impl Fn(S) -> T) -> Delayed<T> {
        Delayed { steps: self.steps, schedule: into(self.schedule) }
    }
}

impl<S: Scheduler> Scheduler for Delayed<S> {
    #[inline]
    fn lr(&self, step: usize) -> f64 {
        self.schedule.lr(step.saturating_sub(self.steps))
    }

    fn settles_at(&self) -> Option<usize> {
        match self.schedule.settles_at()? {
            0 => Some(0),
            step => step.checked_add(self.steps),
        }
    }

    fn phase(&self, step: usize) -> Option<Phase> {
        match step.checked_sub(self.steps) {
            Some(step) => Some(self.schedule.phase(step)?.later(self.steps)),
            None => Some(Phase::new(PhaseKind::Delay, 0, Some(self.steps))),
        }
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        let hold = |_, rates: &mut [f64]| rates.fill(self.schedule.lr(0));
        piecewise::in_two(start, rates, self.steps, hold, |step, rates| self.schedule.fill(step, rates));
    }
}

impl<S: Scheduler + fmt::Display> fmt::Display for Delayed<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} for {}, then {:#}", Compact(self.schedule.lr(0)), Steps(self.steps), self.schedule)
    }
}

crate::serial::data! {
    Delayed<S: Scheduler> { steps: usize, schedule: S }
    => Ok(Self::new(steps, schedule))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LinearDecay;

    #[test]
    fn holds_the_first_rate_and_shifts_the_schedule() {
        let schedule = LinearDecay::new(1.0, 0.0, 2).unwrap().delayed(2);
        assert_eq!([0, 1, 2, 3, 4].map(|step| schedule.lr(step)), [1.0, 1.0, 1.0, 0.5, 0.0]);
        assert_eq!(schedule.settles_at(), Some(4));
    }
}
