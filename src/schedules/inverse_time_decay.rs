//! One over a line in time.

use core::fmt;

use crate::display::{self, Compact};
use crate::{Error, Scheduler, curve::piecewise, math, param};

/// Divides the rate by a number that grows linearly with time.
///
/// ```text
/// lr(step) = start / (1 + gamma * step / every)           (default: every = 1)
///          = start / (1 + gamma * floor(step / every))    with `staircase`
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/inverse_time_decay.svg"))]
///
/// Steep at first, then ever flatter, with a tail that never reaches 0.
///
/// At step 0 the rate is exactly `start`. It never ends, and only underflows to 0 for a huge `gamma`.
///
/// The classical step size of Robbins and Monro (1951). Equals Keras
/// `InverseTimeDecay(decay_steps = every, decay_rate = gamma, staircase)` and Paddle `InverseTimeDecay`.
///
/// # Example
///
/// ```
/// use lr_schedule::{InverseTimeDecay, Scheduler};
///
/// let schedule = InverseTimeDecay::new(0.1, 0.5)?.with_every(10)?;
/// assert_eq!(schedule.lr(0), 0.1);
/// assert_eq!(schedule.lr(20), 0.05);
/// assert_eq!(schedule.with_staircase(true).lr(9), 0.1);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct InverseTimeDecay {
    start: f64,
    gamma: f64,
    every: usize,
    staircase: bool,
}

impl InverseTimeDecay {
    /// A schedule from the rate `start` whose divisor grows by `gamma` per update.
    ///
    /// # Errors
    ///
    /// If `start` or `gamma` is not finite and `>= 0`.
    pub fn new(start: f64, gamma: f64) -> Result<Self, Error> {
        let start = param::rate("start", start)?;
        let gamma = param::rate("gamma", gamma)?;
        Ok(Self { start, gamma, every: 1, staircase: false })
    }

    /// Lets the divisor grow by `gamma` in `every` so many updates, instead of 1.
    ///
    /// # Errors
    ///
    /// If `every` is 0.
    pub fn with_every(self, every: usize) -> Result<Self, Error> {
        Ok(Self { every: param::at_least_one("every", every)?, ..self })
    }

    /// Whether to change the rate only at multiples of `every`; false unless said.
    pub const fn with_staircase(self, staircase: bool) -> Self {
        Self { staircase, ..self }
    }

    /// The first rate.
    #[must_use]
    pub const fn start(&self) -> f64 {
        self.start
    }

    /// What the divisor grows by per period.
    #[must_use]
    pub const fn gamma(&self) -> f64 {
        self.gamma
    }

    /// How many updates a period is long.
    #[must_use]
    pub const fn every(&self) -> usize {
        self.every
    }

    /// Whether the rate changes only at multiples of `every`.
    #[must_use]
    pub const fn staircase(&self) -> bool {
        self.staircase
    }

    #[inline]
    fn at(&self, periods: f64) -> f64 {
        self.start / (1.0 + self.gamma * periods)
    }
}

impl Scheduler for InverseTimeDecay {
    #[inline]
    fn lr(&self, step: usize) -> f64 {
        self.at(math::periods(step, self.every, self.staircase))
    }

    fn settles_at(&self) -> Option<usize> {
        if self.gamma == 0.0 || self.start == 0.0 { Some(0) } else { None }
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        piecewise::periods(start, rates, (self.every, self.staircase), |periods| self.at(periods));
    }
}

impl fmt::Display for InverseTimeDecay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "inverse time from {}, divisor + {}", Compact(self.start), Compact(self.gamma))?;
        display::period(f, self.every, self.staircase)
    }
}

#[cfg(feature = "serde")]
crate::data::data! {
    InverseTimeDecay { start: f64, gamma: f64, every: usize = 1, staircase: bool = false }
    => Self::new(start, gamma)?.with_every(every).map(|schedule| schedule.with_staircase(staircase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn divides_by_a_growing_number() {
        let schedule = InverseTimeDecay::new(1.0, 1.0).unwrap();
        assert_eq!([0, 1, 3, 7].map(|step| schedule.lr(step)), [1.0, 0.5, 0.25, 0.125]);
    }

    #[test]
    fn stairs_hold_between_multiples() {
        let schedule = InverseTimeDecay::new(1.0, 1.0).unwrap().with_every(2).unwrap();
        assert_eq!([0, 2, 6].map(|step| schedule.lr(step)), [1.0, 0.5, 0.25]);
        assert_eq!(schedule.lr(1), 1.0 / 1.5);
        let stairs = schedule.with_staircase(true);
        assert_eq!([0, 1, 2, 3, 6].map(|step| stairs.lr(step)), [1.0, 1.0, 0.5, 0.5, 0.25]);
    }
}
