//! Polynomial decay.

use super::transition::{Transition, schedule_is_transition};
use crate::{Error, Shape, param};

/// Decays from `start` to `end` along a power of the remaining progress over `steps` steps, then stays at `end`.
///
/// ```text
/// lr(step) = end + (start - end) * (1 - step / steps)^power    for step < steps
///          = end                                               from `steps` on
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/polynomial_decay.svg"))]
///
/// With a power above 1 it falls early and flattens towards the end, below 1 it stays high and drops late; 1 is
/// [`LinearDecay`](crate::LinearDecay).
///
/// The rate is exactly `start` at step 0 and exactly `end` from step `steps` on. With `steps == 0` it is `end`
/// everywhere.
///
/// The "poly" policy of segmentation models (power 0.9, Chen et al., 2017). Equals PyTorch
/// `PolynomialLR(total_iters = steps, power)` with `end` 0, optax `polynomial_schedule`, Keras
/// `PolynomialDecay`, timm `PolyLRScheduler`; after a warmup Transformers `polynomial`. fastai's
/// `SchedPoly` takes a power of the elapsed progress instead: that is [`Shape::OneMinusPower`].
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
    /// A polynomial decay from `start` to `end` over `steps` steps.
    ///
    /// # Errors
    ///
    /// If `start` or `end` is not finite and `>= 0`, `power` is not finite and `> 0`, or `end` is above `start`: a
    /// rising transition is an [`Anneal`](crate::Anneal) or a [`warmup`](crate::Scheduler::warmup_with).
    pub fn new(start: f64, end: f64, steps: usize, power: f64) -> Result<Self, Error> {
        let (start, end) = param::falling(start, end)?;
        Ok(Self { start, end, steps, power: param::positive("power", power)? })
    }

    param::getters! {
        /// The initial rate.
        start: f64,
        /// The final rate.
        end: f64,
        /// The length of the decay in steps.
        steps: usize,
        /// The exponent.
        power: f64,
    }

    #[inline]
    const fn transition(&self) -> Transition<'_> {
        let Self { start, end, steps, power } = *self;
        Transition { shape: Shape::Polynomial { power }, start, end, steps, constants: None }
    }
}

schedule_is_transition!(PolynomialDecay);

crate::serial::data! {
    PolynomialDecay { start: f64, end: f64, steps: usize, power: f64 }
    => Self::new(start, end, steps, power)
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;

    use super::*;
    use crate::Scheduler;

    #[test]
    fn matches_the_formula() {
        let squared = PolynomialDecay::new(1.0, 0.0, 4, 2.0).unwrap();
        let rates = [0, 1, 2, 3, 4, 9].map(|step| squared.lr(step));
        assert_eq!(rates, [1.0, 0.5625, 0.25, 0.0625, 0.0, 0.0]);
        // 0.1 + 0.9 * sqrt(3/4) and 0.1 + 0.9 * sqrt(1/4)
        let root = PolynomialDecay::new(1.0, 0.1, 4, 0.5).unwrap();
        assert_relative_eq!(root.lr(1), 0.879_422_863_405_994_8, max_relative = 1e-15);
        assert_relative_eq!(root.lr(3), 0.55, max_relative = 1e-15);
    }
}
