//! A schedule without its first steps.

use core::fmt;

use crate::display::Steps;
use crate::{Phase, Scheduler};

/// Skips the first `steps` steps of a schedule.
///
/// ```text
/// lr(step) = schedule.lr(step + steps)
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/skip.svg"))]
///
/// The same curve, shifted to the left: the opposite of [`delayed`](Scheduler::delayed).
///
/// With `steps == 0` it changes nothing. If `step + steps` exceeds `usize::MAX`, the rate of that last step is used.
///
/// With `ramp.then(w, schedule.skip(w))`, a warmup *replaces* the first steps of a schedule instead of preceding it, as
/// in timm's cosine, tanh and poly (without `warmup_prefix`), Composer's `MultiStepWithWarmup`, and MXNet's `Factor`
/// and `MultiFactor`. `skip(1)` reproduces systems whose first update uses the second rate of the curve.
///
/// # Example
///
/// ```
/// use lr_schedule::{Anneal, LinearDecay, Scheduler, Shape};
///
/// let decay = LinearDecay::new(1.0, 0.0, 10)?;
/// assert_eq!(decay.skip(5).lr(0), 0.5);
///
/// let overlaid = Anneal::new(0.0, 1.0, 5, Shape::Linear)?.then(5, decay.skip(5));
/// assert_eq!(overlaid.lr(4), 0.8);
/// assert_eq!(overlaid.lr(5), 0.5);
/// assert_eq!(overlaid.lr(10), 0.0);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct Skip<S> {
    steps: usize,
    schedule: S,
}

impl<S> Skip<S> {
    pub(crate) const fn new(steps: usize, schedule: S) -> Self {
        Self { steps, schedule }
    }

    crate::param::getters! {
        /// The number of steps of the inner schedule that are skipped.
        steps: usize,
    }

    /// The inner schedule.
    pub const fn schedule(&self) -> &S {
        &self.schedule
    }

    pub(crate) fn map_inner<T>(self, into: impl Fn(S) -> T) -> Skip<T> {
        Skip { steps: self.steps, schedule: into(self.schedule) }
    }
}

impl<S: Scheduler> Scheduler for Skip<S> {
    #[inline]
    fn lr(&self, step: usize) -> f64 {
        self.schedule.lr(step.saturating_add(self.steps))
    }

    fn settles_at(&self) -> Option<usize> {
        Some(self.schedule.settles_at()?.saturating_sub(self.steps))
    }

    fn phase(&self, step: usize) -> Option<Phase> {
        let inner = self.schedule.phase(step.saturating_add(self.steps))?;
        let earlier = |step: usize| step.saturating_sub(self.steps);
        Some(inner.map(earlier, |end| Some(earlier(end))))
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        self.schedule.fill(start.saturating_add(self.steps), rates);
    }
}

impl<S: fmt::Display> fmt::Display for Skip<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({:#}) without its first {}", self.schedule, Steps(self.steps))
    }
}

crate::serial::data! {
    Skip<S: Scheduler> { steps: usize, schedule: S }
    => Ok(Self::new(steps, schedule))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LinearDecay;

    #[test]
    fn shifts_the_schedule_to_the_left() {
        let schedule = LinearDecay::new(1.0, 0.0, 4).unwrap();
        assert_eq!([0, 1, 2, usize::MAX].map(|step| schedule.skip(2).lr(step)), [0.5, 0.25, 0.0, 0.0]);
        assert_eq!([0, 2, 9].map(|steps| schedule.skip(steps).settles_at()), [Some(4), Some(2), Some(0)]);
        assert_eq!(schedule.delayed(3).skip(3).lr(1), schedule.lr(1));
    }
}
