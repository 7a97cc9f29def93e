//! Step decay.

use core::fmt;
use core::num::NonZero;

use crate::curve::Periods;
use crate::display::Compact;
use crate::math::FixedBase;
use crate::{Error, Scheduler, param};

/// Multiplies the rate by `gamma` every `every` steps.
///
/// ```text
/// lr(step) = start * gamma^floor(step / every)
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/step_decay.svg"))]
///
/// The new rate applies from `step == every` on, so `start` is used for exactly `every` updates. The decay never ends:
/// it continues until it underflows to 0. For a lower bound, add [`clamped`](Scheduler::clamped).
///
/// The customary recipe for ResNet-50 on `ImageNet` is `gamma` 0.1 every 30 epochs (PyTorch's `imagenet` example); the
/// paper itself (He et al., 2016) divides the rate by 10 when the error plateaus. Equals PyTorch
/// `StepLR(step_size = every, gamma)`, timm `StepLRScheduler(decay_t = every, decay_rate = gamma)` and optax
/// `exponential_decay(transition_steps = every, staircase = True)`. MXNet's `FactorScheduler` changes at the same
/// update. For a `gamma` above 1 use [`PiecewiseConstant`](crate::PiecewiseConstant), or a geometric
/// [`Anneal`](crate::Anneal).
///
/// # Example
///
/// ```
/// use lr_schedule::{Scheduler, StepDecay};
///
/// let schedule = StepDecay::new(0.4, 0.5, 30)?;
/// assert_eq!(schedule.lr(0), 0.4);
/// assert_eq!(schedule.lr(29), 0.4);
/// assert_eq!(schedule.lr(30), 0.2);
/// assert_eq!(schedule.lr(60), 0.1);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct StepDecay {
    start: f64,
    gamma: f64,
    every: NonZero<usize>,
    power: FixedBase,
}

impl StepDecay {
    /// A decay from `start` by the factor `gamma` every `every` steps.
    ///
    /// # Errors
    ///
    /// If `start` is not finite and `>= 0`, `gamma` not in `0..=1`, or `every` is 0.
    pub fn new(start: f64, gamma: f64, every: usize) -> Result<Self, Error> {
        Ok(Self {
            start: param::rate("start", start)?,
            gamma: param::fraction("gamma", gamma)?,
            every: param::at_least_one("every", every)?,
            power: FixedBase::of(gamma),
        })
    }

    param::getters! {
        /// The initial rate.
        start: f64,
        /// The decay factor per period.
        gamma: f64,
        /// The period in steps.
        every.get(): usize,
    }

    const fn periods(&self) -> Periods {
        Periods { period: self.every, staircase: true }
    }

    #[inline]
    fn at(&self, periods: f64) -> f64 {
        self.power.times_power(self.start, periods)
    }
}

impl Scheduler for StepDecay {
    #[inline]
    fn lr(&self, step: usize) -> f64 {
        self.at(self.periods().at(step))
    }

    fn settles_at(&self) -> Option<usize> {
        if self.gamma == 1.0 || self.start == 0.0 { Some(0) } else { None }
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        self.periods().fill(start, rates, |periods| self.at(periods));
    }
}

impl fmt::Display for StepDecay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} times {} every {} steps", Compact(self.start), Compact(self.gamma), self.every)
    }
}

crate::serial::data! {
    StepDecay { start: f64, gamma: f64, every: usize }
    => Self::new(start, gamma, every)
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;

    use super::*;

    #[test]
    fn changes_at_each_multiple_of_the_period() {
        let schedule = StepDecay::new(1.0, 0.1, 3).unwrap();
        for (step, expected) in
            [1.0, 1.0, 1.0, 0.1, 0.1, 0.1, 0.01, 0.01, 0.01, 0.001].into_iter().enumerate()
        {
            assert_relative_eq!(schedule.lr(step), expected, max_relative = 1e-15);
        }
    }

    #[test]
    fn underflows_to_zero() {
        assert_eq!(StepDecay::new(1.0, 0.5, 1).unwrap().lr(usize::MAX), 0.0);
        assert_eq!(StepDecay::new(1.0, 0.0, 2).unwrap().lr(1), 1.0);
        assert_eq!(StepDecay::new(1.0, 0.0, 2).unwrap().lr(2), 0.0);
    }
}
