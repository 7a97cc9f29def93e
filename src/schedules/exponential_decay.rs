//! Exponential decay.

use core::fmt;
use core::num::NonZero;

use crate::curve::Periods;
use crate::display::{self, Compact};
use crate::math::{self, FixedBase};
use crate::{Error, Scheduler, param};

/// Decays by the factor `gamma` every `every` steps, in equal ratios from step to step.
///
/// ```text
/// lr(step) = start * gamma^(step / every)           (default: every = 1)
///          = start * gamma^floor(step / every)      with `staircase`
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/exponential_decay.svg"))]
///
/// A straight line on a logarithmic axis.
///
/// At step 0 the rate is exactly `start`. The decay never ends: it continues until it underflows to 0. For a lower
/// bound, add [`clamped`](Scheduler::clamped); to reach a given rate at a given step, use [`Anneal`] with
/// [`Shape::Geometric`].
///
/// Equals PyTorch `ExponentialLR(gamma)`, Keras `ExponentialDecay(decay_steps = every, decay_rate = gamma, staircase)`,
/// and optax `exponential_decay(transition_steps = every, decay_rate = gamma)`, whose `end_value` is `clamped` and
/// whose `transition_begin` is `delayed`. For a `gamma` above 1 use a geometric [`Anneal`]. In optax, `decay_rate = 0`
/// and `transition_steps <= 0` switch the decay off: use [`Constant`](crate::Constant). Here, `gamma` 0 gives rate 0
/// after the first step.
///
/// # Example
///
/// ```
/// use lr_schedule::{ExponentialDecay, Scheduler};
///
/// let schedule = ExponentialDecay::new(0.1, 0.25)?.with_every(10)?;
/// assert_eq!(schedule.lr(0), 0.1);
/// assert_eq!(schedule.lr(5), 0.05);
/// assert_eq!(schedule.lr(10), 0.025);
/// assert_eq!(schedule.with_staircase(true).lr(9), 0.1);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
///
/// [`Anneal`]: crate::Anneal
/// [`Shape::Geometric`]: crate::Shape::Geometric
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct ExponentialDecay {
    start: f64,
    gamma: f64,
    every: NonZero<usize>,
    staircase: bool,
    power: FixedBase,
}

impl ExponentialDecay {
    /// A decay from `start` by the factor `gamma` per step.
    ///
    /// # Errors
    ///
    /// If `start` is not finite and `>= 0`, or `gamma` not in `0..=1`.
    pub fn new(start: f64, gamma: f64) -> Result<Self, Error> {
        let start = param::rate("start", start)?;
        let gamma = param::fraction("gamma", gamma)?;
        Ok(Self { start, gamma, every: NonZero::<usize>::MIN, staircase: false, power: FixedBase::of(gamma) })
    }

    /// Applies the full factor `gamma` over `every` steps; defaults to 1.
    ///
    /// # Errors
    ///
    /// If `every` is 0.
    pub fn with_every(self, every: usize) -> Result<Self, Error> {
        Ok(Self { every: param::at_least_one("every", every)?, ..self })
    }

    /// Sets whether the rate changes only at multiples of `every`; defaults to false.
    pub const fn with_staircase(self, staircase: bool) -> Self {
        Self { staircase, ..self }
    }

    param::getters! {
        /// The initial rate.
        start: f64,
        /// The decay factor per period.
        gamma: f64,
        /// The period in steps.
        every.get(): usize,
        /// Whether the rate changes only at multiples of `every`.
        staircase: bool,
    }

    const fn periods(&self) -> Periods {
        Periods { period: self.every, staircase: self.staircase }
    }
}

impl Scheduler for ExponentialDecay {
    #[inline]
    fn lr(&self, step: usize) -> f64 {
        self.power.times_power(self.start, self.periods().at(step))
    }

    fn settles_at(&self) -> Option<usize> {
        if self.gamma == 1.0 || self.start == 0.0 { Some(0) } else { None }
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        let last = self.power.raise(self.periods().at(start.saturating_add(rates.len())));
        if math::keeps_digits(self.start, last) {
            self.periods().fill(start, rates, |periods| self.start * self.power.branch_free_raise(periods));
        } else {
            let rate = |periods| self.power.times_power(self.start, periods);
            self.periods().fill(start, rates, rate);
        }
    }
}

impl fmt::Display for ExponentialDecay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "exponential from {}, times {}", Compact(self.start), Compact(self.gamma))?;
        display::period(f, self.every(), self.staircase)
    }
}

crate::serial::data! {
    ExponentialDecay { start: f64, gamma: f64, every: usize = 1, staircase: bool = false }
    => Self::new(start, gamma)?.with_every(every).map(|schedule| schedule.with_staircase(staircase))
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;

    use super::*;

    #[test]
    fn decays_by_the_same_factor_at_every_step() {
        let schedule = ExponentialDecay::new(1.0, 0.9).unwrap();
        for (step, expected) in [1.0, 0.9, 0.81, 0.729, 0.6561].into_iter().enumerate() {
            assert_relative_eq!(schedule.lr(step), expected, max_relative = 1e-15);
        }
        assert_eq!(schedule.lr(usize::MAX), 0.0);
    }

    #[test]
    fn a_staircase_is_constant_between_multiples_of_the_period() {
        let smooth = ExponentialDecay::new(1.0, 0.25).unwrap().with_every(2).unwrap();
        let staircase = smooth.with_staircase(true);
        assert_eq!([0, 1, 2, 3].map(|step| smooth.lr(step)), [1.0, 0.5, 0.25, 0.125]);
        assert_eq!([0, 1, 2, 3, 4].map(|step| staircase.lr(step)), [1.0, 1.0, 0.25, 0.25, 0.0625]);
    }
}
