//! A transition along any shape.

use super::transition::{Transition, schedule_is_transition};
use crate::{Error, Shape, param};

/// Interpolates from `start` to `end` along any [`Shape`] over `steps` steps, then holds `end`.
///
/// ```text
/// lr(step) = shape.interpolate(start, end, step / steps)    for step < steps
///          = end                                            from `steps` on
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/anneal.svg"))]
///
/// At step 0 the rate is exactly `start`, at `steps` and after exactly `end`. With `steps == 0` the rate is `end`
/// everywhere. `end` may be above `start`: the decays, which refuse that, point here.
///
/// [`LinearDecay`](crate::LinearDecay), [`CosineDecay`](crate::CosineDecay) and
/// [`PolynomialDecay`](crate::PolynomialDecay) give the same bits as this with their shape. `Linear` equals
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
        Ok(Self { start, end, steps, shape })
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
    const fn transition(&self) -> Transition {
        Transition { shape: self.shape, start: self.start, end: self.end, steps: self.steps }
    }
}

schedule_is_transition!(Anneal);

#[cfg(feature = "serde")]
crate::data::data! {
    Anneal { start: f64, end: f64, steps: usize, shape: Shape }
    => Self::new(start, end, steps, shape)
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;

    use super::*;
    use crate::Scheduler;

    /// Rates at progress 1/4, 1/2 and 3/4 from 1 to 0.1, worked out by hand from the formulas of `Shape`.
    #[test]
    fn every_shape_matches_its_formula() {
        let table: [(Shape, [f64; 3]); 12] = [
            (Shape::Linear, [0.775, 0.55, 0.325]),
            // 0.1 + 0.9 (1 + cos(pi u))/2
            (Shape::Cosine, [0.868_198_051_533_946_4, 0.55, 0.231_801_948_466_053_6]),
            // 0.1 + 0.9 ((1 + cos(pi u))/2)^2; the squares are (3 + 2 sqrt 2)/8, 1/4, (3 - 2 sqrt 2)/8
            (Shape::CosinePower { power: 2.0 }, [0.755_698_051_533_946_4, 0.325, 0.119_301_948_466_053_58]),
            (Shape::Polynomial { power: 3.0 }, [0.479_687_5, 0.2125, 0.114_062_5]),
            // 0.1 + 0.9 (1 - sqrt u)
            (Shape::OneMinusPower { power: 0.5 }, [0.55, 0.363_603_896_932_107_24, 0.220_577_136_594_005_2]),
            // 0.1 + 0.9 (1 + cos(pi x))/2 with x = 1/16, 1/4, 9/16; cos(pi/16) = 0.98078528040323044913,
            // cos(9 pi/16) = -0.19509032201612826785
            (
                Shape::CosineK { k: 2.0 },
                [0.991_353_376_181_453_7, 0.868_198_051_533_946_4, 0.462_209_355_092_742_3],
            ),
            // 0.1 + 0.9 x^3 with x = 15/16, 3/4, 7/16
            (
                Shape::PolynomialK { k: 2.0, power: 3.0 },
                [0.841_577_148_437_5, 0.479_687_5, 0.175_366_210_937_5],
            ),
            // 10^-u
            (Shape::Geometric, [0.562_341_325_190_349_1, 0.316_227_766_016_837_94, 0.177_827_941_003_892_27]),
            // Megatron's 2 * 0.5^u - 1
            (
                Shape::Exponential { ratio: 0.5 },
                [0.713_613_547_456_686_2, 0.472_792_206_135_785_5, 0.270_286_403_502_449],
            ),
            // 1 / (1 + 9 u)
            (Shape::Harmonic, [0.307_692_307_692_307_7, 0.181_818_181_818_181_82, 0.129_032_258_064_516_13]),
            // 0.1 + 0.9 * {6/7, 2/3, 2/5}
            (Shape::REX, [0.871_428_571_428_571_4, 0.7, 0.46]),
            // 0.1 + 0.9 (1 - tanh(x))/2 with x = -1, 0, 1; tanh 1 = 0.76159415595576488812
            (
                Shape::Tanh { lower: -2.0, upper: 2.0 },
                [0.892_717_370_180_094_2, 0.55, 0.207_282_629_819_905_8],
            ),
        ];
        for (shape, expected) in table {
            let schedule = Anneal::new(1.0, 0.1, 4, shape).unwrap();
            for (step, expected) in (1..).zip(expected) {
                assert_relative_eq!(schedule.lr(step), expected, max_relative = 4e-15);
            }
            assert_eq!([0, 4, 5].map(|step| schedule.lr(step)), [1.0, 0.1, 0.1], "{shape:?}");
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
