//! Inverse square root decay.

use core::fmt;
use core::num::NonZero;

use crate::display::Compact;
use crate::{Error, Scheduler, curve::piecewise, math, param};

/// Decays with the inverse square root of time, measured in units of `timescale` steps.
///
/// ```text
/// lr(step) = start * sqrt(timescale / (step + timescale))
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/inverse_sqrt_decay.svg"))]
///
/// The rate is `start / 2` after `3 * timescale` steps and `start / 4` after `15 * timescale`.
///
/// At step 0 the rate is exactly `start`. The decay never ends and needs no known length, which makes it
/// the usual choice for open-ended runs; finish them with a [`cooldown`](Scheduler::cooldown).
///
/// With a warmup of `timescale` steps in front (the preset
/// [`warmup_inverse_sqrt`](crate::presets::warmup_inverse_sqrt)) it equals fairseq `inverse_sqrt` and
/// Transformers `inverse_sqrt(num_warmup_steps, timescale)`. See also [`Noam`](crate::Noam); for other powers of time see
/// [`InverseTimeDecay::with_power`](crate::InverseTimeDecay::with_power).
///
/// # Example
///
/// ```
/// use lr_schedule::{InverseSqrtDecay, Scheduler};
///
/// let schedule = InverseSqrtDecay::new(0.1, 1_000)?;
/// assert_eq!(schedule.lr(0), 0.1);
/// assert_eq!(schedule.lr(3_000), 0.05);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct InverseSqrtDecay {
    start: f64,
    timescale: NonZero<usize>,
}

impl InverseSqrtDecay {
    /// A decay from `start` that reaches `start / 2` after `3 * timescale` steps.
    ///
    /// # Errors
    ///
    /// If `start` is not finite and `>= 0`, or `timescale` is 0.
    pub fn new(start: f64, timescale: usize) -> Result<Self, Error> {
        Ok(Self {
            start: param::rate("start", start)?,
            timescale: param::at_least_one("timescale", timescale)?,
        })
    }

    param::getters! {
        /// The initial rate.
        start: f64,
        /// The time scale in steps.
        timescale.get(): usize,
    }

    #[inline]
    fn at(&self, step: f64) -> f64 {
        let timescale = math::float(self.timescale());
        self.start * math::sqrt(timescale / (step + timescale))
    }
}

impl Scheduler for InverseSqrtDecay {
    #[inline]
    fn lr(&self, step: usize) -> f64 {
        self.at(math::float(step))
    }

    fn settles_at(&self) -> Option<usize> {
        if self.start == 0.0 { Some(0) } else { None }
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        piecewise::each(start, rates, |step| self.at(step));
    }
}

impl fmt::Display for InverseSqrtDecay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "inverse square root from {}, time scale {} steps", Compact(self.start), self.timescale)
    }
}

crate::serial::data! {
    InverseSqrtDecay { start: f64, timescale: usize }
    => Self::new(start, timescale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_when_the_time_has_quadrupled() {
        let schedule = InverseSqrtDecay::new(1.0, 4).unwrap();
        assert_eq!([0, 12, 60, 252].map(|step| schedule.lr(step)), [1.0, 0.5, 0.25, 0.125]);
    }
}
