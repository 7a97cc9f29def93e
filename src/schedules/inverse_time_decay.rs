//! Inverse time decay.

use core::fmt;
use core::num::NonZero;

use crate::curve::{Periods, piecewise};
use crate::display::{self, Compact};
use crate::{Error, Scheduler, math, param};

/// The rate is `start` divided by `(1 + gamma t)^power`.
///
/// ```text
/// lr(step) = start / (1 + gamma * step / every)^power           (default: every = 1, power = 1)
///          = start / (1 + gamma * floor(step / every))^power    with `staircase`
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/inverse_time_decay.svg"))]
///
/// Steep at first, then ever flatter: for large steps the rate is proportional to `step^-power`.
///
/// At step 0 the rate is exactly `start`. The decay never ends, and underflows to 0 only for huge parameters.
///
/// With `power` in `(0.5, 1]` it meets the conditions of Robbins and Monro (1951), whose classical example is `1/n`.
/// Equals Keras `InverseTimeDecay(decay_steps = every, decay_rate = gamma, staircase)` and Paddle `InverseTimeDecay`;
/// with a power Caffe's `inv` (0.75 in its examples), ParameterSchedulers.jl `Inv(degree = power)` and, for `gamma` 1,
/// scikit-learn's `invscaling` (`power_t = power`). The power laws of OLMo-core (`PowerLR`), timm (`WSDLRScheduler`
/// with `stable_fn = "power"`), `NeMo` (`NoamHoldAnnealing`) and TensorFlow Models (`PowerAndLinearDecay`) compute the
/// same curve after a change of `gamma` or `every`; see [`coming_from`](crate::guide::coming_from).
///
/// # Example
///
/// ```
/// use lr_schedule::{InverseTimeDecay, Scheduler};
///
/// let schedule = InverseTimeDecay::new(0.1, 0.5)?.with_every(10)?;
/// assert_eq!(schedule.lr(0), 0.1);
/// assert_eq!(schedule.lr(20), 0.05);
/// assert_eq!(schedule.with_power(2.0)?.lr(20), 0.025);
/// assert_eq!(schedule.with_staircase(true).lr(9), 0.1);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct InverseTimeDecay {
    start: f64,
    gamma: f64,
    every: NonZero<usize>,
    staircase: bool,
    power: f64,
}

impl InverseTimeDecay {
    /// A decay from `start` whose divisor grows by `gamma` per step.
    ///
    /// # Errors
    ///
    /// If `start` or `gamma` is not finite and `>= 0`.
    pub fn new(start: f64, gamma: f64) -> Result<Self, Error> {
        let start = param::rate("start", start)?;
        let gamma = param::rate("gamma", gamma)?;
        Ok(Self { start, gamma, every: NonZero::<usize>::MIN, staircase: false, power: 1.0 })
    }

    /// Sets the number of steps over which the divisor grows by `gamma`; defaults to 1.
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

    /// Sets the exponent of the divisor; defaults to 1.
    ///
    /// # Errors
    ///
    /// If `power` is not finite and `> 0`.
    pub fn with_power(self, power: f64) -> Result<Self, Error> {
        Ok(Self { power: param::positive("power", power)?, ..self })
    }

    param::getters! {
        /// The initial rate.
        start: f64,
        /// The growth of the divisor per period.
        gamma: f64,
        /// The period in steps.
        every.get(): usize,
        /// Whether the rate changes only at multiples of `every`.
        staircase: bool,
        /// The exponent of the divisor.
        power: f64,
    }

    const fn periods(&self) -> Periods {
        Periods { period: self.every, staircase: self.staircase }
    }

    #[inline]
    fn at(&self, periods: f64, power: f64) -> f64 {
        self.start / math::power(1.0 + self.gamma * periods, power)
    }

    /// The divisor, if it is in range and its power leaves it the digits of a sum with 1.
    #[inline]
    fn divisor(&self, periods: f64) -> Option<f64> {
        let sum = 1.0 + self.gamma * periods;
        let divisor = math::power(sum, self.power);
        (self.power <= HIGHEST && sum <= f64::MAX && divisor <= f64::MAX).then_some(divisor)
    }

    /// The rate from the fourth root of the divisor, which is in range unless the rate is 0, with the digits that the sum with
    /// 1 loses.
    #[cold]
    fn precise(&self, periods: f64) -> f64 {
        let (power, product) = (0.25 * self.power, self.gamma * periods);
        let (base, log2) = if product.is_finite() {
            let sum = 1.0 + product;
            let lost = if product < 1.0 { product - (sum - 1.0) } else { 1.0 - (sum - product) };
            (sum, lost / sum * core::f64::consts::LOG2_E)
        } else {
            (self.gamma * SMALL * periods, 64.0)
        };
        let root = math::power(base, power);
        if root.is_infinite() {
            return 0.0;
        }
        let root = root * math::exp2(power * log2, 0.0);
        self.start / root / root / root / root
    }
}

/// The highest power at which the rounding of its base is negligible.
const HIGHEST: f64 = 1_000.0;

/// 2^-64, which brings every product of a rate and a step into range.
const SMALL: f64 = 5.421_010_862_427_522e-20;

impl Scheduler for InverseTimeDecay {
    #[inline]
    fn lr(&self, step: usize) -> f64 {
        let periods = self.periods().at(step);
        self.divisor(periods).map_or_else(|| self.precise(periods), |divisor| self.start / divisor)
    }

    fn settles_at(&self) -> Option<usize> {
        if self.gamma == 0.0 || self.start == 0.0 { Some(0) } else { None }
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        if self.divisor(self.periods().at(start.saturating_add(rates.len()))).is_none() {
            return piecewise::step_by_step(start, rates, |step| self.lr(step));
        }
        // Loops without a branch can be vectorized.
        match self.power {
            0.5 => self.periods().fill(start, rates, |periods| self.at(periods, 0.5)),
            1.0 => self.periods().fill(start, rates, |periods| self.at(periods, 1.0)),
            2.0 => self.periods().fill(start, rates, |periods| self.at(periods, 2.0)),
            power if self.staircase => self.periods().fill(start, rates, |periods| self.at(periods, power)),
            power => {
                self.periods().fill(start, rates, |periods| 1.0 + self.gamma * periods);
                math::raise_all(rates, power);
                for rate in rates {
                    *rate = self.start / *rate;
                }
            }
        }
    }
}

impl fmt::Display for InverseTimeDecay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "inverse time from {}, divisor + {}", Compact(self.start), Compact(self.gamma))?;
        display::period(f, self.every(), self.staircase)?;
        if self.power == 1.0 { Ok(()) } else { write!(f, ", to the power of {}", Compact(self.power)) }
    }
}

crate::serial::data! {
    InverseTimeDecay { start: f64, gamma: f64, every: usize = 1, staircase: bool = false, power: f64 = 1.0 }
    => Self::new(start, gamma)?.with_every(every)?.with_staircase(staircase).with_power(power)
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;

    use super::*;

    #[test]
    fn divides_by_a_number_that_grows_linearly() {
        let schedule = InverseTimeDecay::new(1.0, 1.0).unwrap();
        assert_eq!([0, 1, 3, 7].map(|step| schedule.lr(step)), [1.0, 0.5, 0.25, 0.125]);
    }

    #[test]
    fn a_staircase_is_constant_between_multiples_of_the_period() {
        let smooth = InverseTimeDecay::new(1.0, 1.0).unwrap().with_every(2).unwrap();
        assert_eq!([0, 1, 2, 6].map(|step| smooth.lr(step)), [1.0, 1.0 / 1.5, 0.5, 0.25]);
        let staircase = smooth.with_staircase(true);
        assert_eq!([0, 1, 2, 3, 6].map(|step| staircase.lr(step)), [1.0, 1.0, 0.5, 0.5, 0.25]);
    }

    /// Caffe's `LeNet`: `base_lr` 0.01, gamma 1e-4, power 0.75; to 20 digits with mpmath. `pow` is within an ulp.
    #[test]
    fn takes_any_power() {
        let caffe = InverseTimeDecay::new(0.01, 1e-4).unwrap().with_power(0.75).unwrap();
        let expected =
            [0.01, 0.009_925_650_290_240_804, 0.005_946_035_575_013_605, 0.000_313_876_621_754_722_8];
        for (step, expected) in [0, 100, 10_000, 1_000_000].into_iter().zip(expected) {
            assert_relative_eq!(caffe.lr(step), expected, max_relative = 1e-15);
        }
        let halves = InverseTimeDecay::new(1.0, 1.0).unwrap().with_every(2).unwrap();
        for (power, at_6) in [(0.25, 0.707_106_781_186_547_5), (0.5, 0.5), (2.0, 0.0625), (3.0, 0.015_625)] {
            assert_relative_eq!(halves.with_power(power).unwrap().lr(6), at_6, max_relative = 1e-15);
        }
    }
}
