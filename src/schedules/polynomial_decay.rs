//! A power of the part of the way still to go.

use core::fmt;

use crate::curve::Segment;
use crate::{Error, Phase, Scheduler, Shape, display, param};

/// Travels from one rate to another along a power of what is left of the way.
///
/// ```text
/// lr(step) = end + (start - end) * (1 - step / steps)^power    for step < steps
///          = end                                               from `steps` on
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/polynomial_decay.svg"))]
///
/// With a power above 1 it falls early and lands softly, below 1 it stays high and drops late; 1 is
/// [`LinearDecay`](crate::LinearDecay).
///
/// At step 0 the rate is exactly `start`, at `steps` and after exactly `end`. With `steps == 0` the
/// rate is `end` from the start.
///
/// The "poly" policy of segmentation models (power 0.9, Chen et al., 2017). Equals PyTorch
/// `PolynomialLR(total_iters = steps, power)` with `end` 0, optax `polynomial_schedule`, Keras
/// `PolynomialDecay`, timm `PolyLRScheduler`; after a warmup Transformers `polynomial`. fastai's
/// `SchedPoly` raises the part gone instead: that is [`Shape::OneMinusPower`].
///
/// # Example
///
/// ```
/// use lr_schedule::{PolynomialDecay, Scheduler};
///
/// let schedule = PolynomialDecay::new(1.0, 0.0, 4, 2.0)?;
/// assert_eq!(schedule.lr(0), 1.0);
/// assert_eq!(schedule.lr(2), 0.25);
/// assert_eq!(schedule.lr(4), 0.0);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct PolynomialDecay {
    start: f64,
    end: f64,
    steps: usize,
    power: f64,
}

impl PolynomialDecay {
    /// A schedule from the rate `start` to the rate `end` in `steps` updates.
    ///
    /// # Errors
    ///
    /// If `start` or `end` is not finite and `>= 0`, or `power` not finite and `> 0`.
    pub fn new(start: f64, end: f64, steps: usize, power: f64) -> Result<Self, Error> {
        Ok(Self {
            start: param::rate("start", start)?,
            end: param::rate("end", end)?,
            steps,
            power: param::positive("power", power)?,
        })
    }

    /// The first rate.
    #[must_use]
    pub const fn start(&self) -> f64 {
        self.start
    }

    /// The rate arrived at.
    #[must_use]
    pub const fn end(&self) -> f64 {
        self.end
    }

    /// How many updates the way takes.
    #[must_use]
    pub const fn steps(&self) -> usize {
        self.steps
    }

    /// The power of what is left of the way.
    #[must_use]
    pub const fn power(&self) -> f64 {
        self.power
    }

    const fn shape(&self) -> Shape {
        Shape::Polynomial { power: self.power }
    }

    #[inline]
    fn segment(&self) -> Segment {
        Segment::new(self.shape(), self.start, self.end, self.steps)
    }
}

impl Scheduler for PolynomialDecay {
    #[inline]
    fn lr(&self, step: usize) -> f64 {
        self.segment().lr(step)
    }

    fn settles_at(&self) -> Option<usize> {
        Some(self.steps)
    }

    fn phase(&self, step: usize) -> Option<Phase> {
        Some(Phase::of_transition(self.start, self.end, step, self.steps))
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        self.segment().fill(start, rates);
    }
}

impl fmt::Display for PolynomialDecay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        display::interpolate(f, self.shape(), self.start, self.end, self.steps)
    }
}

#[cfg(feature = "serde")]
crate::data::data! {
    PolynomialDecay { start: f64, end: f64, steps: usize, power: f64 }
    => Self::new(start, end, steps, power)
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;

    use super::*;

    #[test]
    fn squares_what_is_left() {
        let schedule = PolynomialDecay::new(1.0, 0.0, 4, 2.0).unwrap();
        let rates = [0, 1, 2, 3, 4, 9].map(|step| schedule.lr(step));
        assert_eq!(rates, [1.0, 0.5625, 0.25, 0.0625, 0.0, 0.0]);
    }

    #[test]
    fn takes_roots_too() {
        // 0.1 + 0.9 * sqrt(3/4) and 0.1 + 0.9 * sqrt(1/4)
        let schedule = PolynomialDecay::new(1.0, 0.1, 4, 0.5).unwrap();
        assert_relative_eq!(schedule.lr(1), 0.879_422_863_405_994_8, max_relative = 1e-15);
        assert_relative_eq!(schedule.lr(3), 0.55, max_relative = 1e-15);
    }

    #[test]
    fn power_must_be_above_zero() {
        assert_eq!(
            PolynomialDecay::new(1.0, 0.0, 4, 0.0).unwrap_err().to_string(),
            "`power` is 0.0, but must be finite and > 0"
        );
    }
}
