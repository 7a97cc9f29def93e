//! Multi-step decay.

use alloc::vec::Vec;
use core::fmt;

use crate::display::{self, Compact};
use crate::math::FixedBase;
use crate::{Error, Scheduler, curve::piecewise, math, param};

/// Multiplies the rate by `gamma` at each milestone.
///
/// ```text
/// lr(step) = start * gamma^(number of milestones <= step)
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/multi_step_decay.svg"))]
///
/// The new rate applies from `step == milestone` on. A milestone that is listed twice counts twice; one at 0 applies
/// from the start. After the last milestone the rate is constant. A lookup takes logarithmic time.
///
/// Equals PyTorch `MultiStepLR(milestones, gamma)`. timm's `MultiStepLRScheduler` changes one step earlier
/// (`milestone - 1`). MXNet's `MultiFactorScheduler` changes at the same update. For a `gamma` above 1 use
/// [`PiecewiseConstant`](crate::PiecewiseConstant).
///
/// # Example
///
/// ```
/// use lr_schedule::{MultiStepDecay, Scheduler};
///
/// let schedule = MultiStepDecay::new(0.4, 0.5, [30, 80])?;
/// assert_eq!(schedule.lr(29), 0.4);
/// assert_eq!(schedule.lr(30), 0.2);
/// assert_eq!(schedule.lr(80), 0.1);
/// assert_eq!(schedule.lr(1_000), 0.1);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct MultiStepDecay {
    start: f64,
    gamma: f64,
    milestones: Vec<usize>,
    power: FixedBase,
}

impl MultiStepDecay {
    /// A decay from `start` by the factor `gamma` at each of `milestones`.
    ///
    /// # Errors
    ///
    /// If `start` is not finite and `>= 0`, `gamma` not in `0..=1`, or `milestones` are not in ascending order.
    pub fn new(start: f64, gamma: f64, milestones: impl Into<Vec<usize>>) -> Result<Self, Error> {
        let milestones = milestones.into();
        param::sorted("milestones", milestones.iter().copied())?;
        let start = param::rate("start", start)?;
        let gamma = param::fraction("gamma", gamma)?;
        Ok(Self { start, gamma, milestones, power: FixedBase::of(gamma) })
    }

    param::getters! {
        /// The rate before the first milestone.
        start: f64,
        /// The decay factor per milestone.
        gamma: f64,
    }

    /// The steps at which the factor applies.
    #[must_use]
    pub fn milestones(&self) -> &[usize] {
        &self.milestones
    }

    /// The number of milestones up to and including `step`.
    fn passed(&self, step: usize) -> usize {
        self.milestones.partition_point(|&milestone| milestone <= step)
    }
}

impl Scheduler for MultiStepDecay {
    fn lr(&self, step: usize) -> f64 {
        self.power.times_power(self.start, math::float(self.passed(step)))
    }

    fn settles_at(&self) -> Option<usize> {
        match self.milestones.last() {
            Some(&last) if self.gamma != 1.0 && self.start != 0.0 => Some(last),
            _ => Some(0),
        }
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        let next = |step| self.milestones.get(self.passed(step)).copied();
        piecewise::constant_pieces(start, rates, next, |step| self.lr(step));
    }
}

impl fmt::Display for MultiStepDecay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} times {} at steps [", Compact(self.start), Compact(self.gamma))?;
        let milestones = &self.milestones;
        display::list(f, milestones.len(), |f, i| {
            milestones.get(i).map_or(Ok(()), |step| write!(f, "{step}"))
        })?;
        f.write_str("]")
    }
}

crate::serial::data! {
    MultiStepDecay { start: f64, gamma: f64, milestones: Vec<usize> }
    => Self::new(start, gamma, milestones)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_milestone_applies_from_its_own_step_on_and_twice_if_listed_twice() {
        let schedule = MultiStepDecay::new(1.0, 0.5, [2, 2, 4]).unwrap();
        let rates = [0, 1, 2, 3, 4, usize::MAX].map(|step| schedule.lr(step));
        assert_eq!(rates, [1.0, 1.0, 0.25, 0.25, 0.125, 0.125]);
        assert_eq!(MultiStepDecay::new(1.0, 0.5, [0, 8]).unwrap().lr(0), 0.5);
    }
}
