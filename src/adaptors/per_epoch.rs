//! A schedule whose steps are epochs.

use core::fmt;
use core::num::NonZero;

use super::clock::Clock;
use crate::scheduler::forward;
use crate::{Error, Scheduler, param};

/// Evaluates a schedule once per epoch, with the epoch as its step.
///
/// ```text
/// lr(step) = schedule.lr(floor(step / steps_per_epoch))
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/per_epoch.svg"))]
///
/// The rate changes only between epochs; `steps_per_epoch` is the number of optimizer updates in one,
/// not of samples or micro-batches. Equals [`stretched(1, steps_per_epoch)`](Scheduler::stretched).
///
/// For recipes in epochs, such as "divide by ten after 30 and 60". To change the rate at every step, multiply the
/// recipe's lengths by `steps_per_epoch` instead.
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
    steps_per_epoch: NonZero<usize>,
    schedule: S,
}

impl<S> PerEpoch<S> {
    pub(crate) fn new(steps_per_epoch: usize, schedule: S) -> Result<Self, Error> {
        Ok(Self { steps_per_epoch: param::at_least_one("steps_per_epoch", steps_per_epoch)?, schedule })
    }

    param::getters! {
        /// The number of updates in an epoch.
        steps_per_epoch.get(): usize,
    }

    /// The inner schedule, in epochs.
    pub const fn schedule(&self) -> &S {
        &self.schedule
    }

    pub(crate) fn map_inner<T>(self, into: impl Fn(S) -> T) -> PerEpoch<T> {
        PerEpoch { steps_per_epoch: self.steps_per_epoch, schedule: into(self.schedule) }
    }

    const fn clock(&self) -> Clock<'_, S> {
        Clock { from: NonZero::<usize>::MIN, to: self.steps_per_epoch, schedule: &self.schedule }
    }
}

forward!([S: Scheduler] PerEpoch<S>, self => self.clock());

impl<S: fmt::Display> fmt::Display for PerEpoch<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({:#}), in epochs of {} steps", self.schedule, self.steps_per_epoch)
    }
}

crate::serial::data! {
    PerEpoch<S: Scheduler> { steps_per_epoch: usize, schedule: S }
    => Self::new(steps_per_epoch, schedule)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LinearDecay;

    #[test]
    fn the_rate_is_constant_during_an_epoch() {
        let schedule = LinearDecay::new(1.0, 0.0, 2).unwrap().per_epoch(3).unwrap();
        assert_eq!([0, 2, 3, 5, 6].map(|step| schedule.lr(step)), [1.0, 1.0, 0.5, 0.5, 0.0]);
        assert_eq!(schedule.settles_at(), Some(6));
    }
}
