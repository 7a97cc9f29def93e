//! Shapes: formulas, parameter checks, names and interpolation.

use core::fmt;

use crate::display::Compact;
use crate::math::{self, FixedBase};
use crate::{Error, param};

/// The curve between two rates.
///
/// Decays, warmups, cooldowns, cycles and interpolation all take a shape. With the progress `u` from 0 to 1 and
/// the remaining fraction `g(u)` from 1 to 0,
///
/// ```text
/// rate = end + (start - end) * g(u)
///
/// Linear                     g = 1 - u
/// Cosine                     g = (1 + cos(pi u)) / 2
/// CosinePower { power }      g = ((1 + cos(pi u)) / 2)^power
/// SinePower { power }    1 - g = ((1 - cos(pi u)) / 2)^power        = sin(pi u / 2) for a power of 0.5
/// Polynomial { power }       g = (1 - u)^power
/// OneMinusPower { power }    g = 1 - u^power
/// CosineK { k }              g = (1 + cos(pi u^k)) / 2
/// PolynomialK { k, power }   g = (1 - u^k)^power
/// Exponential { ratio }      g = (ratio^u - ratio) / (1 - ratio)
/// Logarithmic { ratio }  1 - g = ln(1 + u (ratio - 1)) / ln(ratio)
/// Rex { constant }           g = (1 - u) / (constant + (1 - constant) (1 - u))
/// Tanh { lower, upper }      g = (1 - tanh(lower (1 - u) + upper u)) / 2
/// Geometric                  rate = start^(1 - u) * end^u
/// Harmonic                   1/rate = (1 - u)/start + u/end
/// ```
///
/// Both ends are exact: [`interpolate`](Self::interpolate) returns `start` at 0 and `end` at 1 bit for bit, and
/// every rate is between the two.
///
/// A rate costs a few nanoseconds with most shapes, and 10 to 30 with `Logarithmic` and powers other than 0.5, 1, 1.5, 2 and 3;
/// [`fill`](crate::Scheduler::fill) needs a fraction of it.
///
/// The constructor that takes a shape checks its parameters: powers, ratios and constants must be finite and above 0,
/// and `lower` at most `upper`; `Geometric` and `Harmonic` need two rates above 0.
///
/// # Example
///
/// ```
/// use lr_schedule::Shape;
///
/// assert_eq!(Shape::Linear.interpolate(1.0, 0.5, 0.5), 0.75);
/// assert_eq!(Shape::Cosine.interpolate(0.1, 0.001, 0.0), 0.1);
/// assert_eq!(Shape::Cosine.interpolate(0.1, 0.001, 1.0), 0.001);
/// assert_eq!(Shape::REX.interpolate(1.0, 0.0, 0.5), 2.0 / 3.0);
/// ```
///
/// A shape without parameters is serialized as its name, `"cosine"`; one with parameters as
/// `{"polynomial": {"power": 2.0}}`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(
    feature = "schemars",
    derive(schemars::JsonSchema),
    schemars(rename_all = "snake_case", deny_unknown_fields, transform = plain_rex)
)]
#[non_exhaustive]
pub enum Shape {
    /// A straight line.
    ///
    #[cfg_attr(doc, doc = include_str!("../../doc/curves/shape_linear.svg"))]
    #[default]
    Linear,
    /// Half a cosine wave: flat at both ends, steepest in the middle.
    ///
    #[cfg_attr(doc, doc = include_str!("../../doc/curves/shape_cosine.svg"))]
    Cosine,
    /// A power of half a cosine wave: optax's `exponent`. With a power above 1 most of the decay happens early; below
    /// 1, late. 0.5 is a quarter of a cosine wave.
    ///
    #[cfg_attr(doc, doc = include_str!("../../doc/curves/shape_cosine_power.svg"))]
    CosinePower {
        /// Above 0; 1 is [`Cosine`](Self::Cosine).
        power: f64,
    },
    /// [`CosinePower`](Self::CosinePower) mirrored: the power applies to the elapsed part of the curve. A power of 0.5
    /// is the quarter of a sine wave that nerfstudio and `JaxNeRF` use for their warmup: steep at first, flat at the
    /// end.
    ///
    #[cfg_attr(doc, doc = include_str!("../../doc/curves/shape_sine_power.svg"))]
    SinePower {
        /// Above 0; 1 is [`Cosine`](Self::Cosine).
        power: f64,
    },
    /// A power of the remaining fraction of the steps. A power above 1 decays early and flattens out at the end.
    ///
    #[cfg_attr(doc, doc = include_str!("../../doc/curves/shape_polynomial.svg"))]
    Polynomial {
        /// Above 0; 1 is [`Linear`](Self::Linear).
        power: f64,
    },
    /// `1 - u^power`. With 0.5 this is the "1-sqrt" cooldown of Hägele et al. (2024); with a power above 1 the rate
    /// stays high for longer.
    ///
    #[cfg_attr(doc, doc = include_str!("../../doc/curves/shape_one_minus_power.svg"))]
    OneMinusPower {
        /// Above 0; 1 is [`Linear`](Self::Linear).
        power: f64,
    },
    /// k-decay of a cosine: half a cosine wave over `u^k` (Zhang and Li, 2020), timm's `k_decay`. With `k` above 1
    /// the rate stays high for longer.
    ///
    #[cfg_attr(doc, doc = include_str!("../../doc/curves/shape_cosine_k.svg"))]
    CosineK {
        /// Above 0; 1 is [`Cosine`](Self::Cosine).
        k: f64,
    },
    /// k-decay of a polynomial: `(1 - u^k)^power`.
    ///
    #[cfg_attr(doc, doc = include_str!("../../doc/curves/shape_polynomial_k.svg"))]
    PolynomialK {
        /// Above 0; 1 is [`Polynomial`](Self::Polynomial).
        k: f64,
        /// Above 0; 1 is [`OneMinusPower`](Self::OneMinusPower) with `k`.
        power: f64,
    },
    /// A straight line on a logarithmic axis: equal factors in equal times. Both rates must be above 0.
    ///
    #[cfg_attr(doc, doc = include_str!("../../doc/curves/shape_geometric.svg"))]
    Geometric,
    /// An exponential, shifted and scaled so that it reaches `end` exactly. A ratio of 0.5 is Megatron's
    /// exponential cooldown, 0.1 timm's.
    ///
    #[cfg_attr(doc, doc = include_str!("../../doc/curves/shape_exponential.svg"))]
    Exponential {
        /// Above 0; 1 is [`Linear`](Self::Linear).
        ratio: f64,
    },
    /// A logarithm, the inverse function of [`Exponential`](Self::Exponential): with a ratio above 1 it is steep at
    /// first and then ever flatter. DeepSpeed's default warmup over `n` steps, `ln(1 + step) / ln(n)`, has a ratio of
    /// `n`, over `n - 1` steps.
    ///
    #[cfg_attr(doc, doc = include_str!("../../doc/curves/shape_logarithmic.svg"))]
    Logarithmic {
        /// Above 0; 1 is [`Linear`](Self::Linear).
        ratio: f64,
    },
    /// A straight line in `1/rate`, as in the cooldown of WSD-S (Wen et al., 2024). Both rates must be above 0.
    ///
    #[cfg_attr(doc, doc = include_str!("../../doc/curves/shape_harmonic.svg"))]
    Harmonic,
    /// The reflected exponential of Chen et al. (2021): slower than a line at first, faster later. The constant of
    /// the paper is 0.5, [`Shape::REX`]; axolotl, `OneTrainer` and `musubi-tuner` use 0.1.
    ///
    #[cfg_attr(doc, doc = include_str!("../../doc/curves/shape_rex.svg"))]
    Rex {
        /// Above 0; 1 is [`Linear`](Self::Linear), and with a smaller constant the rate stays high for longer.
        constant: f64,
    },
    /// A hyperbolic tangent (Hsueh et al., 2018). `-6` to `3` is the paper's choice, `-7` to `3` timm's. The tangent
    /// only approaches its limits, so the first and last steps are small jumps.
    ///
    #[cfg_attr(doc, doc = include_str!("../../doc/curves/shape_tanh.svg"))]
    Tanh {
        /// The argument of the tangent at the start.
        lower: f64,
        /// The argument at the end.
        upper: f64,
    },
}

impl Shape {
    /// [`Rex`](Self::Rex) with the constant of the paper, 0.5.
    pub const REX: Self = Self::Rex { constant: 0.5 };

    /// Interpolates between `start` (at 0) and `end` (at 1); `progress` is clamped to `0..=1`.
    ///
    /// For clocks other than steps, pass the elapsed fraction of tokens, samples or seconds. A `progress` of NaN gives
    /// `end`.
    #[must_use]
    pub fn interpolate(self, start: f64, end: f64, progress: f64) -> f64 {
        self.interpolate_between(start, end, Progress::of(progress), None)
    }

    /// Whether a curve can be computed by [`math::raise_all`].
    pub(crate) fn has_moderate_exponents(self) -> bool {
        match self {
            Self::CosinePower { power }
            | Self::SinePower { power }
            | Self::Polynomial { power }
            | Self::OneMinusPower { power }
            | Self::CosineK { k: power } => math::is_moderate_exponent(power),
            Self::PolynomialK { k, power } => {
                math::is_moderate_exponent(k) && math::is_moderate_exponent(power)
            }
            _ => true,
        }
    }

    /// Whether the power in the formula is `g`, not `1 - g`.
    #[inline(always)]
    pub(crate) const fn falls(self) -> bool {
        !matches!(self, Self::SinePower { .. } | Self::OneMinusPower { .. })
    }

    #[inline(never)]
    pub(crate) fn interpolate_between(
        self,
        start: f64,
        end: f64,
        progress: Progress,
        constants: Option<&Constants>,
    ) -> f64 {
        if let Some(constants) = constants {
            Interpolation::new(self, start, end, constants).at(progress)
        } else {
            Interpolation::new(self, start, end, &Constants::of(self, start, end)).at(progress)
        }
    }

    /// The same for the shapes that are one power, kept apart because it is quicker.
    #[inline(never)]
    pub(crate) fn interpolate_power(self, start: f64, end: f64, progress: Progress) -> f64 {
        match self {
            Self::CosinePower { .. }
            | Self::SinePower { .. }
            | Self::Polynomial { .. }
            | Self::OneMinusPower { .. } => {
                Interpolation::new(self, start, end, &Constants::NONE).at(progress)
            }
            _ => end,
        }
    }
}

/// The logarithms in a shape between two rates, which need to be computed only once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Constants {
    /// `end / start` for `Geometric`; `ratio`, or `1 / ratio` if falling, for `Exponential`.
    base: FixedBase,
    /// `ratio`, or `1 / ratio` if falling, for `Logarithmic`.
    ratio: f64,
    /// One over the denominator of `Exponential` and `Logarithmic`. For `Geometric` 1, or a quarter if `end / start` is out of
    /// the range of normal floats: four factors then reach from one to the other.
    scale: f64,
}

impl Constants {
    /// Those of the shapes without logarithms.
    pub(crate) const NONE: Self = Self { base: FixedBase::ONE, ratio: 1.0, scale: 1.0 };

    #[inline(always)]
    pub(crate) fn of(shape: Shape, start: f64, end: f64) -> Self {
        match shape {
            Shape::Geometric => {
                let in_range = (end / start).is_normal();
                let scale = if in_range { 1.0 } else { 0.25 };
                Self { base: FixedBase::of_quotient(end, start), scale, ..Self::NONE }
            }
            Shape::Exponential { ratio } => {
                let base = FixedBase::of(ratio);
                let base = if start > end { base.inverse() } else { base };
                Self { base, scale: 1.0 / base.half_raise_m1(1.0), ..Self::NONE }
            }
            Shape::Logarithmic { ratio } => {
                let log = |ratio| math::log2_of_mean(ratio, 1.0, 0.0);
                let inverse = 1.0 / ratio;
                if start > end {
                    let log = if inverse.is_normal() { log(inverse) } else { -log(ratio) };
                    Self { ratio: inverse, scale: 1.0 / log, ..Self::NONE }
                } else {
                    Self { ratio, scale: 1.0 / log(ratio), ..Self::NONE }
                }
            }
            _ => Self::NONE,
        }
    }
}

/// The product of this and a subnormal float is a normal one: 2^54.
const LIFT: f64 = 18_014_398_509_481_984.0;

/// A shape between two rates, with the numbers that need to be computed only once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Interpolation<'a> {
    pub(crate) shape: Shape,
    start: f64,
    end: f64,
    /// `|end - start|`, rounded down so that `min + delta` never exceeds `max`.
    delta: f64,
    constants: &'a Constants,
}

impl<'a> Interpolation<'a> {
    #[inline(always)]
    pub(crate) fn new(shape: Shape, start: f64, end: f64, constants: &'a Constants) -> Self {
        let shape = match shape {
            // The limit of both formulas.
            Shape::Exponential { ratio: 1.0 } | Shape::Logarithmic { ratio: 1.0 } => Shape::Linear,
            shape => shape,
        };
        Self { shape, start, end, delta: delta(start, end), constants }
    }

    /// The same numbers with `shape` as a constant, so the compiler can remove the match.
    #[inline(always)]
    pub(crate) const fn with_shape(self, shape: Shape) -> Self {
        Self { shape, ..self }
    }

    /// The rate at any progress: both ends are exact, and NaN counts as the end.
    #[inline(always)]
    pub(crate) fn at(&self, progress: Progress) -> f64 {
        if progress.remaining > 0.0 {
            if progress.elapsed > 0.0 { self.between_ends(progress) } else { self.start }
        } else {
            self.end
        }
    }

    /// The rate at a progress that is known to be above 0 and below 1.
    #[inline(always)]
    pub(crate) fn between_ends(&self, progress: Progress) -> f64 {
        if self.is_falling() {
            self.between_ends_as::<true, false>(progress)
        } else {
            self.between_ends_as::<false, false>(progress)
        }
    }

    #[inline(always)]
    pub(crate) const fn is_falling(&self) -> bool {
        self.start > self.end
    }

    /// The same for a direction that is known when it is compiled. In a `LOOP` there are no branches.
    #[inline(always)]
    pub(crate) fn between_ends_as<const FALLING: bool, const LOOP: bool>(&self, progress: Progress) -> f64 {
        let (start, end) = (self.start, self.end);
        match self.shape {
            Shape::Geometric => {
                let Constants { base, scale, .. } = *self.constants;
                let exponent = progress.u() * scale;
                let power = if LOOP { base.branch_free_raise(exponent) } else { base.raise(exponent) };
                let again = if scale < 1.0 { power } else { 1.0 };
                // Otherwise a product on the way to a normal float would be subnormal.
                let (up, down) =
                    if start < f64::MIN_POSITIVE && scale < 1.0 { (LIFT, 1.0 / LIFT) } else { (1.0, 1.0) };
                math::clamp(start, end, start * up * power * again * again * (again * down))
            }
            // Multiplied by the smaller rate, as one over a subnormal float is out of range.
            Shape::Harmonic => {
                let smaller = if FALLING { end } else { start };
                let (at_start, at_end) = (smaller / start, smaller / end);
                math::clamp(start, end, smaller / (progress.v() * at_start + progress.u() * at_end))
            }
            _ => self.above_smaller::<FALLING>(self.part::<FALLING, LOOP>(progress)),
        }
    }

    /// The rate at a fraction of `delta` above the smaller rate: it is the one that cancellation would damage.
    #[inline(always)]
    pub(crate) fn above_smaller<const FALLING: bool>(&self, part: f64) -> f64 {
        (if FALLING { self.end } else { self.start }) + self.delta * part
    }

    /// `Logarithmic` at a fraction above the smaller rate; `rest` is one minus it.
    #[inline(always)]
    fn logarithm(&self, fraction: f64, rest: f64) -> f64 {
        let Constants { ratio, scale, .. } = *self.constants;
        math::log2_of_mean(ratio, fraction, rest) * scale
    }

    /// The same bits for many fractions, which are replaced.
    pub(crate) fn fill_logarithms(&self, fractions: &mut [f64], rests: &mut [f64]) {
        let Constants { ratio, scale, .. } = *self.constants;
        math::log2_of_means(ratio, fractions, rests);
        for value in fractions {
            *value *= scale;
        }
    }

    /// The fraction of `delta` above the smaller rate: `g(u)` if falling, `1 - g(u)` if rising.
    #[inline(always)]
    fn part<const FALLING: bool, const LOOP: bool>(&self, progress: Progress) -> f64 {
        // 1 at the larger rate, 0 at the smaller one.
        let near = progress.falling_or_rising::<FALLING>();
        let (u, v) = (progress.u(), progress.v());
        let Constants { base, scale, .. } = *self.constants;
        let value = match self.shape {
            Shape::Linear | Shape::Geometric | Shape::Harmonic => return near.v(),
            Shape::Cosine => return near.half_cosine(),
            Shape::CosinePower { power } => {
                Progress::of_power(progress.half_cosine(), || progress.reversed().half_cosine(), power)
            }
            Shape::SinePower { power } => {
                Progress::of_power(progress.reversed().half_cosine(), || progress.half_cosine(), power)
            }
            Shape::Polynomial { power } => Progress::of_power(v, || u, power),
            Shape::OneMinusPower { power } => Progress::of_power(u, || v, power),
            Shape::CosineK { k } => {
                return Progress::of_power(u, || v, k).falling_or_rising::<FALLING>().half_cosine();
            }
            Shape::PolynomialK { k, power } => {
                let inner = Progress::of_power(u, || v, k);
                Progress::of_power(inner.remaining, || inner.elapsed, power)
            }
            Shape::Exponential { .. } => return math::clamp(0.0, 1.0, base.half_raise_m1(near.v()) * scale),
            Shape::Logarithmic { .. } => return part_of_power(self.logarithm(near.v(), near.u()), true),
            Shape::Rex { constant } => {
                let part = (if FALLING { v } else { constant * u }) / (constant * u + v);
                return math::clamp(0.0, 1.0, part);
            }
            Shape::Tanh { lower, upper } => {
                // (1 - tanh x) / 2 = 1 / (1 + e^(2 x))
                let exponent = 2.0 * core::f64::consts::LOG2_E * (lower * v + upper * u);
                let exponent = if FALLING { exponent } else { -exponent };
                let power =
                    if LOOP { math::branch_free_exp2(exponent, 0.0) } else { math::exp2(exponent, 0.0) };
                return 1.0 / (1.0 + power);
            }
        };
        math::clamp(0.0, 1.0, if self.shape.falls() == FALLING { value.elapsed } else { value.remaining })
    }
}

/// One of two complements, whatever a power was rounded to.
#[inline(always)]
pub(crate) fn part_of_power(value: f64, itself: bool) -> f64 {
    math::clamp(0.0, 1.0, if itself { value } else { 1.0 - value })
}

/// The difference of two rates, or the float below it where `min + difference` would round to above `max`.
#[inline(always)]
fn delta(a: f64, b: f64) -> f64 {
    let (min, max) = if a < b { (a, b) } else { (b, a) };
    let delta = max - min;
    if min + delta > max { f64::from_bits(delta.to_bits().saturating_sub(1)) } else { delta }
}

/// Progress through a segment. Elapsed and remaining length are both kept, as `1 - u` loses the digits of the last
/// steps, and the total beside them, so that a shape divides no more than it needs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Progress {
    pub(crate) elapsed: f64,
    pub(crate) remaining: f64,
    pub(crate) total: f64,
}

impl Progress {
    pub(crate) fn of(u: f64) -> Self {
        Self { elapsed: u, remaining: 1.0 - u, total: 1.0 }
    }

    /// A progress of `u^exponent`, with the digits of both ends; `v` is `1 - u`.
    #[inline(always)]
    fn of_power(u: f64, v: impl FnOnce() -> f64, exponent: f64) -> Self {
        if math::is_moderate_exponent(exponent) {
            return Self::of(math::power(u, exponent));
        }
        let (elapsed, remaining) = math::power_and_rest(u, v(), exponent);
        Self { elapsed, remaining, total: 1.0 }
    }

    #[inline(always)]
    pub(crate) fn u(self) -> f64 {
        self.elapsed / self.total
    }

    #[inline(always)]
    pub(crate) fn v(self) -> f64 {
        self.remaining / self.total
    }

    #[inline(always)]
    pub(crate) fn reversed(self) -> Self {
        Self { elapsed: self.remaining, remaining: self.elapsed, ..self }
    }

    /// As it is for a falling curve, and reversed for a rising one.
    #[inline(always)]
    pub(crate) fn falling_or_rising<const FALLING: bool>(self) -> Self {
        if FALLING { self } else { self.reversed() }
    }

    #[inline(always)]
    pub(crate) fn half_cosine(self) -> f64 {
        math::half_cosine(self.elapsed, self.remaining, self.total)
    }
}

impl Shape {
    /// Checks the parameters, and that the shape can interpolate between the two named rates.
    pub(crate) fn check(self, start: (&'static str, f64), end: (&'static str, f64)) -> Result<Self, Error> {
        self.check_parameters()?;
        if let Self::Geometric | Self::Harmonic = self {
            for (name, value) in [start, end] {
                // The rate may come from an inner schedule; a logarithm or reciprocal needs it above 0.
                if value <= 0.0 {
                    let allowed = "> 0 for a geometric or harmonic shape";
                    return Err(Error::OutOfRange { name, value, allowed });
                }
            }
        }
        Ok(self)
    }

    fn check_parameters(self) -> Result<(), Error> {
        match self {
            Self::Linear | Self::Cosine | Self::Geometric | Self::Harmonic => {}
            Self::CosinePower { power }
            | Self::SinePower { power }
            | Self::Polynomial { power }
            | Self::OneMinusPower { power } => {
                param::positive("power", power)?;
            }
            Self::CosineK { k } => {
                param::positive("k", k)?;
            }
            Self::PolynomialK { k, power } => {
                param::positive("k", k)?;
                param::positive("power", power)?;
            }
            Self::Rex { constant } => {
                param::positive("constant", constant)?;
            }
            Self::Exponential { ratio } | Self::Logarithmic { ratio } => {
                param::real("ratio", ratio, ratio >= f64::MIN_POSITIVE, "finite, > 0 and not subnormal")?;
            }
            Self::Tanh { lower, upper } => {
                param::finite("lower", lower)?;
                param::finite("upper", upper)?;
                param::ordered(("lower", lower), ("upper", upper))?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Linear => f.write_str("linear"),
            Self::Cosine => f.write_str("cosine"),
            Self::CosinePower { power } => write!(f, "cosine^{}", Compact(power)),
            Self::SinePower { power } => write!(f, "sine^{}", Compact(power)),
            Self::Polynomial { power } => write!(f, "polynomial (power {})", Compact(power)),
            Self::OneMinusPower { power } => write!(f, "1-u^{}", Compact(power)),
            Self::CosineK { k } => write!(f, "cosine (u^{})", Compact(k)),
            Self::PolynomialK { k, power } => write!(f, "(1-u^{})^{}", Compact(k), Compact(power)),
            Self::Geometric => f.write_str("geometric"),
            Self::Exponential { ratio } => write!(f, "exponential (ratio {})", Compact(ratio)),
            Self::Logarithmic { ratio } => write!(f, "logarithmic (ratio {})", Compact(ratio)),
            Self::Harmonic => f.write_str("harmonic"),
            Self::REX => f.write_str("REX"),
            Self::Rex { constant } => write!(f, "REX (constant {})", Compact(constant)),
            Self::Tanh { lower, upper } => write!(f, "tanh ({} to {})", Compact(lower), Compact(upper)),
        }
    }
}

crate::serial::variants! {
    Shape, "the name of a shape, or an object with one name" {
        "linear" => Linear,
        "cosine" => Cosine,
        "cosine_power" => CosinePower { power },
        "sine_power" => SinePower { power },
        "polynomial" => Polynomial { power },
        "one_minus_power" => OneMinusPower { power },
        "cosine_k" => CosineK { k },
        "polynomial_k" => PolynomialK { k, power },
        "geometric" => Geometric,
        "exponential" => Exponential { ratio },
        "logarithmic" => Logarithmic { ratio },
        "harmonic" => Harmonic,
        "rex" => Rex { constant } or REX,
        "tanh" => Tanh { lower, upper },
    } checked by Shape::check_parameters
}

/// Adds the plain name `"rex"`, which is the constant of the paper.
#[cfg(feature = "schemars")]
fn plain_rex(schema: &mut schemars::Schema) {
    if let Some(variants) = schema.get_mut("oneOf").and_then(|variants| variants.as_array_mut()) {
        variants.push(schemars::json_schema!({ "type": "string", "const": "rex" }).to_value());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adding_delta_to_the_smaller_rate_never_exceeds_the_larger() {
        let mut random = 1_u64;
        for _ in 0..20_000 {
            let mut next = || {
                random =
                    random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                math::float(usize::try_from(random >> 33).unwrap()) / 2_147_483_648.0
            };
            let (a, b) = (next(), next());
            let sum = a.min(b) + delta(a, b);
            assert!(sum <= a.max(b), "{a} {b}");
            assert!(a.max(b) - sum <= a.max(b) * f64::EPSILON, "{a} {b}");
        }
    }

    /// Computed with mpmath to 40 digits; the quotients of the rates are not floats.
    #[test]
    fn geometric_between_extreme_rates() {
        for (start, end, progress, exact) in [
            (3e300, 7e-300, 0.875, 6.296_525_142_246_384e-225),
            (5e-324, 3e300, 0.5, 3.849_931_087_076_417e-12),
            (1.7e308, 5e-324, 0.25, 2.219_641_597_912_067_8e150),
            // From 2 and 20 times the smallest float.
            (1e-323, 1.0, 0.1, 1.973_936_543_862_16e-291),
            (1e-322, 1e300, 0.03, 4.518_249_539_184_76e-304),
            (5e-324, 1e308, 0.05, 1.815_914_615_282_450_3e-292),
        ] {
            let value = Shape::Geometric.interpolate(start, end, progress);
            assert!((value / exact - 1.0).abs() < 1e-14, "{start:e} {end:e} {value:e}");
        }
    }

    /// `1 / ((1 - u) / start + u / end)`, computed with mpmath; subnormal floats have few digits.
    #[test]
    fn harmonic_between_extreme_rates() {
        for (start, end, progress, exact) in [
            (1e-310, 2e-310, 0.5, 1.333_333_333_333_3e-310),
            (1e-100, 5e-324, 0.5, 1e-323),
            (5e-324, 1.0, 0.5, 1e-323),
            (3e-310, 1e300, 0.25, 4e-310),
            (1e300, 1e308, 0.5, 1.999_999_98e300),
        ] {
            let value = Shape::Harmonic.interpolate(start, end, progress);
            assert!((value - exact).abs() <= exact * 4e-16 + 5e-324, "{start:e} {end:e} {value:e}");
        }
    }

    /// Curves with others are computed value by value, with the same bits.
    #[test]
    fn common_exponents_are_moderate() {
        let shapes = |power| {
            [
                Shape::CosinePower { power },
                Shape::SinePower { power },
                Shape::Polynomial { power },
                Shape::OneMinusPower { power },
                Shape::CosineK { k: power },
                Shape::PolynomialK { k: power, power: 2.0 },
                Shape::PolynomialK { k: 2.0, power },
            ]
        };
        assert_eq!(shapes(0.9).map(Shape::has_moderate_exponents), [true; 7]);
        assert_eq!(shapes(1e3).map(Shape::has_moderate_exponents), [false; 7]);
        assert_eq!(shapes(1e-3).map(Shape::has_moderate_exponents), [false; 7]);
        assert!(Shape::Logarithmic { ratio: 1e9 }.has_moderate_exponents());
    }

    /// DeepSpeed's `WarmupLR`: `ln(1 + step) / ln(warmup)`.
    #[test]
    fn a_logarithmic_warmup_is_that_of_deepspeed() {
        for step in [1_u32, 10, 500, 998] {
            let value = Shape::Logarithmic { ratio: 1_000.0 }.interpolate(0.0, 1.0, f64::from(step) / 999.0);
            let expected = libm::log(f64::from(step) + 1.0) / libm::log(1_000.0);
            assert!((value - expected).abs() < 5e-16, "{step}: {value}, {expected}");
        }
    }
}
