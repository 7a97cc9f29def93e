//! A ramp to a schedule's first rate.

use core::fmt;

use crate::curve::Segment;
use crate::display::{Compact, Steps};
use crate::{Error, Phase, PhaseKind, Scheduler, Shape, curve::piecewise, param};

/// Ramps from `start` to the first rate of a schedule over `steps` steps, then follows it from its own step 0.
///
/// ```text
/// lr(step) = shape.interpolate(start, schedule.lr(0), step / steps)    for step < steps
///          = schedule.lr(step - steps)                                 from `steps` on
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/warmup.svg"))]
///
/// At step 0 the rate is exactly `start` (a start of 0 makes the first update a no-op), at `steps` exactly the first
/// rate of the schedule. With `steps == 0` there is no warmup. The shape defaults to linear; see
/// [`warmup_with`](Scheduler::warmup_with).
///
/// The length of the run is the warmup plus the schedule's own steps, as in Keras; optax's `decay_steps` includes the
/// warmup. [`guide::warmup`](crate::guide::warmup) has the conventions of other systems, and how long a warmup should
/// be.
///
/// # Example
///
/// ```
/// use lr_schedule::{LinearDecay, Scheduler};
///
/// let schedule = LinearDecay::new(0.1, 0.0, 10)?.warmup(4, 0.0)?;
/// assert_eq!(schedule.lr(0), 0.0);
/// assert_eq!(schedule.lr(2), 0.05);
/// assert_eq!(schedule.lr(4), 0.1);
/// assert_eq!(schedule.lr(14), 0.0);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct Warmup<S> {
    steps: usize,
    start: f64,
    shape: Shape,
    schedule: S,
}

impl<S: Scheduler> Warmup<S> {
    pub(crate) fn new(steps: usize, start: f64, shape: Shape, schedule: S) -> Result<Self, Error> {
        let start = param::rate("start", start)?;
        let shape = shape.check(("start", start), ("the first rate of `schedule`", schedule.lr(0)))?;
        Ok(Self { steps, start, shape, schedule })
    }

    #[inline]
    fn segment(&self) -> Segment<'_> {
        Segment::new(self.shape, self.start, self.schedule.lr(0), self.steps)
    }
}

impl<S> Warmup<S> {
    param::getters! {
        /// The length of the warmup in steps.
        steps: usize,
        /// The initial rate.
        start: f64,
        /// The shape of the ramp.
        shape: Shape,
    }

    /// The inner schedule.
    pub const fn schedule(&self) -> &S {
        &self.schedule
    }

    pub(crate) fn map_inner<T>(self, into: impl Fn(S) -> T) -> Warmup<T> {
        Warmup { steps: self.steps, start: self.start, shape: self.shape, schedule: into(self.schedule) }
    }
}

impl<S: Scheduler> Scheduler for Warmup<S> {
    #[inline]
    fn lr(&self, step: usize) -> f64 {
        match step.checked_sub(self.steps) {
            Some(step) => self.schedule.lr(step),
            None => self.segment().lr(step),
        }
    }

    fn settles_at(&self) -> Option<usize> {
        self.schedule.settles_at()?.checked_add(self.steps)
    }

    fn phase(&self, step: usize) -> Option<Phase> {
        match step.checked_sub(self.steps) {
            Some(step) => Some(self.schedule.phase(step)?.later(self.steps)),
            None => Some(Phase::new(PhaseKind::Warmup, 0, Some(self.steps))),
        }
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        let ramp = self.segment();
        let ramp = |step, rates: &mut [f64]| ramp.fill(step, rates);
        piecewise::in_two(start, rates, self.steps, ramp, |step, rates| self.schedule.fill(step, rates));
    }
}

impl<S: Scheduler + fmt::Display> fmt::Display for Warmup<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (start, peak) = (Compact(self.start), Compact(self.schedule.lr(0)));
        write!(f, "{} warmup {start} -> {peak} over {}", self.shape, Steps(self.steps))?;
        write!(f, ", then {:#}", self.schedule)
    }
}

crate::serial::data! {
    Warmup<S: Scheduler> { steps: usize, start: f64, shape: Shape = Shape::Linear, schedule: S }
    => Self::new(steps, start, shape, schedule)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Constant, LinearDecay};

    #[test]
    fn ramps_to_the_first_rate_and_shifts_the_schedule() {
        let schedule = LinearDecay::new(1.0, 0.0, 2).unwrap().warmup(4, 0.0).unwrap();
        let rates = [0, 1, 2, 3, 4, 5, 6, usize::MAX].map(|step| schedule.lr(step));
        assert_eq!(rates, [0.0, 0.25, 0.5, 0.75, 1.0, 0.5, 0.0, 0.0]);
        assert_eq!(schedule.settles_at(), Some(6));
    }

    #[test]
    fn zero_steps_are_no_warmup() {
        assert_eq!(Constant::new(0.5).unwrap().warmup(0, 9.0).unwrap().lr(0), 0.5);
    }

    #[test]
    fn a_geometric_warmup_needs_rates_above_zero() {
        let shape = Shape::Geometric;
        for (start, rate, subject) in [(0.0, 0.5, "`start`"), (0.5, 0.0, "the first rate of `schedule`")] {
            let error = Constant::new(rate).unwrap().warmup_with(10, start, shape).unwrap_err();
            let expected = format!("{subject} is 0.0, but must be > 0 for a geometric or harmonic shape");
            assert_eq!(error.to_string(), expected);
        }
    }
}
