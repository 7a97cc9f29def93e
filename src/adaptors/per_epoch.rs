//! A schedule that counts epochs.

use core::fmt;

use crate::{Error, Phase, Scheduler, curve::piecewise, param};

/// Lets a schedule count epochs instead of steps.
///
/// ```text
/// lr(step) = schedule.lr(floor(step / steps_per_epoch))
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/per_epoch.svg"))]
///
/// The same curve stretched into stairs, each an epoch wide.
///
/// The rate changes only between epochs; `steps_per_epoch` is the number of optimizer updates in one,
/// not of samples or micro-batches.
///
/// For recipes stated in epochs, such as "divide by ten after 30 and 60". To change the rate at every
/// step, multiply the numbers of the recipe by `steps_per_epoch` instead.
///
/// # Example
///
/// ```
/// use lr_schedule::{MultiStepDecay, Scheduler};
///
/// let schedule = MultiStepDecay::new(0.4, 0.5, [30, 60])?.per_epoch(391)?;
/// assert_eq!(schedule.lr(30 * 391 - 1), 0.4);
/// assert_eq!(schedule.lr(30 * 391), 0.2);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct PerEpoch<S> {
    steps_per_epoch: usize,
    schedule: S,
}

impl<S> PerEpoch<S> {
    pub(crate) fn new(steps_per_epoch: usize, schedule: S) -> Result<Self, Error> {
        Ok(Self { steps_per_epoch: param::at_least_one("steps_per_epoch", steps_per_epoch)?, schedule })
    }

    /// How many updates an epoch has.
    #[must_use]
    pub const fn steps_per_epoch(&self) -> usize {
        self.steps_per_epoch
    }

    /// The schedule inside.
    pub const fn schedule(&self) -> &S {
        &self.schedule
    }

    pub(crate) fn map_inner<T>(self, into: impl Fn(S) -> T) -> PerEpoch<T> {
        PerEpoch { steps_per_epoch: self.steps_per_epoch, schedule: into(self.schedule) }
    }
}

impl<S: Scheduler> Scheduler for PerEpoch<S> {
    #[inline]
    fn lr(&self, step: usize) -> f64 {
        self.schedule.lr(step.checked_div(self.steps_per_epoch).unwrap_or(0))
    }

    fn settles_at(&self) -> Option<usize> {
        self.schedule.settles_at()?.checked_mul(self.steps_per_epoch)
    }

    fn phase(&self, step: usize) -> Option<Phase> {
        let inner = self.schedule.phase(step.checked_div(self.steps_per_epoch)?)?;
        let first = |epoch: usize| epoch.checked_mul(self.steps_per_epoch);
        Some(inner.map(|epoch| first(epoch).unwrap_or(usize::MAX), first))
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        let end = |step| piecewise::end_of_period(step, self.steps_per_epoch);
        piecewise::stairs(start, rates, end, |step| self.lr(step));
    }
}

impl<S: fmt::Display> fmt::Display for PerEpoch<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({:#}), in epochs of {} steps", self.schedule, self.steps_per_epoch)
    }
}

#[cfg(feature = "serde")]
crate::data::data! {
    PerEpoch<S: Scheduler> { steps_per_epoch: usize, schedule: S }
    => Self::new(steps_per_epoch, schedule)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LinearDecay;

    #[test]
    fn holds_the_rate_for_an_epoch() {
        let schedule = LinearDecay::new(1.0, 0.0, 2).unwrap().per_epoch(3).unwrap();
        assert_eq!([0, 2, 3, 5, 6].map(|step| schedule.lr(step)), [1.0, 1.0, 0.5, 0.5, 0.0]);
        assert_eq!(schedule.settles_at(), Some(6));
        assert!(schedule.per_epoch(0).is_err());
    }
}
