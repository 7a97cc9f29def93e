//! A transition along any shape.

use super::transition::{Transition, schedule_is_transition};
use crate::curve::Constants;
use crate::{Error, Shape, param};

/// Interpolates from `start` to `end` along any [`Shape`] over `steps` steps, then stays at `end`.
///
/// ```text
/// lr(step) = shape.interpolate(start, end, step / steps)    for step < steps
///          = end                                            from `steps` on
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/anneal.svg"))]
///
/// The rate is exactly `start` at step 0 and exactly `end` from step `steps` on. With `steps == 0` it is `end`
/// everywhere. Unlike in the decays, `end` may be above `start`.
///
/// [`LinearDecay`](crate::LinearDecay), [`CosineDecay`](crate::CosineDecay) and
/// [`PolynomialDecay`](crate::PolynomialDecay) give the same bits as this transition with their shape. `Linear` equals
/// optax `linear_schedule` and PyTorch `LinearLR` in both directions (PyTorch refuses to start at 0), `Geometric`
/// fastai `SchedExp`, `Rex` the REX schedule of `pytorch_optimizer`, `Tanh` timm's
/// `TanhLRScheduler(lb = lower, ub = upper)` except at step 0, where timm is a little below `start`.
///
/// # Example
///
/// ```
/// use lr_schedule::{Anneal, Scheduler, Shape};
///
/// let schedule = Anneal::new(1.0, 0.01, 2, Shape::Geometric)?;
/// assert_eq!(schedule.lr(0), 1.0);
/// assert!((schedule.lr(1) - 0.1).abs() < 1e-15);
/// assert_eq!(schedule.lr(2), 0.01);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct Anneal {
    start: f64,
    end: f64,
    steps: usize,
    shape: Shape,
    constants: Constants,
}

impl Anneal {
    /// A transition from `start` to `end` over `steps` steps along `shape`.
    ///
    /// # Errors
    ///
    /// If `start` or `end` is not finite and `>= 0`, a parameter of `shape` is out of range, or
    /// the shape is geometric or harmonic and one of the rates is 0.
    pub fn new(start: f64, end: f64, steps: usize, shape: Shape) -> Result<Self, Error> {
        let start = param::rate("start", start)?;
        let end = param::rate("end", end)?;
        let shape = shape.check(("start", start), ("end", end))?;
        Ok(Self { start, end, steps, shape, constants: Constants::of(shape, start, end) })
    }

    param::getters! {
        /// The initial rate.
        start: f64,
        /// The final rate.
        end: f64,
        /// The length of the transition in steps.
        steps: usize,
        /// The shape of the transition.
        shape: Shape,
    }

    #[inline]
    const fn transition(&self) -> Transition<'_> {
        let Self { start, end, steps, shape, ref constants } = *self;
        Transition { shape, start, end, steps, constants: Some(constants) }
    }
}

schedule_is_transition!(Anneal);

crate::serial::data! {
    Anneal { start: f64, end: f64, steps: usize, shape: Shape }
    => Self::new(start, end, steps, shape)
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;

    use super::*;
    use crate::Scheduler;

    /// `tests/bits.rs` compares the other shapes with mpmath.
    #[test]
    fn geometric_and_harmonic_match_their_formulas() {
        // 10^-u and 1 / (1 + 9 u)
        let geometric = [0.562_341_325_190_349_1, 0.316_227_766_016_837_94, 0.177_827_941_003_892_27];
        let harmonic = [4.0 / 13.0, 2.0 / 11.0, 4.0 / 31.0];
        for (shape, expected) in [(Shape::Geometric, geometric), (Shape::Harmonic, harmonic)] {
            let schedule = Anneal::new(1.0, 0.1, 4, shape).unwrap();
            for (step, expected) in (1..).zip(expected) {
                assert_relative_eq!(schedule.lr(step), expected, max_relative = 1e-15);
            }
        }
    }

    /// Of 600 decades each step is six, though the quotient of the ends is not a float.
    #[test]
    fn a_geometric_transition_may_be_longer_than_the_range_of_floats() {
        for (start, end, rates) in [
            (1e-300, 1e300, [1e-240, 1e-60, 1.0, 1e60, 1e294]),
            (1e300, 1e-300, [1e240, 1e60, 1.0, 1e-60, 1e-294]),
        ] {
            let schedule = Anneal::new(start, end, 100, Shape::Geometric).unwrap();
            for (step, expected) in [10, 40, 50, 60, 99].into_iter().zip(rates) {
                // The logarithm of 600 decades is 1,382, which multiplies the error of a rounded fraction.
                assert_relative_eq!(schedule.lr(step), expected, max_relative = 2e-13);
            }
        }
    }

    #[test]
    fn an_exponential_with_a_ratio_near_one_is_nearly_linear() {
        for ratio in [1.0, 1.0 + 1e-12, 1.0 - 1e-12] {
            let schedule = Anneal::new(1.0, 0.0, 4, Shape::Exponential { ratio }).unwrap();
            assert_relative_eq!(schedule.lr(1), 0.75, max_relative = 1e-9);
        }
    }

    #[test]
    fn geometric_and_harmonic_need_rates_above_zero() {
        for shape in [Shape::Geometric, Shape::Harmonic] {
            assert_eq!(
                Anneal::new(1.0, 0.0, 4, shape).unwrap_err().to_string(),
                "`end` is 0.0, but must be > 0 for a geometric or harmonic shape"
            );
        }
    }
}
