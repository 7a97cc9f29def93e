//! Shapes: formulas, parameter checks, names and interpolation.

use core::fmt;

#[cfg(feature = "serde")]
use crate::data::{Data, PathError, Value, Variant};
use crate::display::Compact;
use crate::{Error, math, param};

/// How a rate travels from `start` to `end`.
///
/// Decays, warmups, cooldowns, the legs of cycles and interpolation all take a shape. With `u` the
/// progress from 0 to 1 and `g(u)` the part of the way still to go,
///
/// ```text
/// rate = end + (start - end) * g(u)
///
/// Linear                 g = 1 - u
/// Cosine                 g = (1 + cos(pi u)) / 2
/// CosinePower { power }  g = ((1 + cos(pi u)) / 2)^power
/// Polynomial { power }   g = (1 - u)^power
/// OneMinusPower { power} g = 1 - u^power
/// CosineK { k }          g = (1 + cos(pi u^k)) / 2
/// PolynomialK { k, power }
///                        g = (1 - u^k)^power
/// Exponential { ratio }  g = (ratio^u - ratio) / (1 - ratio)
/// Rex                    g = (1 - u) / (1 - u/2)
/// Tanh { lower, upper }  g = (1 - tanh(lower (1 - u) + upper u)) / 2
/// Geometric              rate = start^(1 - u) * end^u
/// Harmonic               1/rate = (1 - u)/start + u/end
/// ```
///
/// Both ends are exact: [`interpolate`](Self::interpolate) returns `start` at 0 and `end` at 1 bit for bit,
/// and never leaves the range between them.
///
/// Most shapes cost a few nanoseconds a rate. Powers other than 0.5, 1 and 2, `Exponential` and `Tanh` call `libm`
/// and cost 20 to 60.
///
/// A shape is plain data. What takes one checks it: powers and ratios must be finite and above 0,
/// `lower` at most `upper`, and a geometric or harmonic way needs two rates above 0.
///
/// # Example
///
/// ```
/// use lr_schedule::Shape;
///
/// assert_eq!(Shape::Linear.interpolate(1.0, 0.5, 0.5), 0.75);
/// assert_eq!(Shape::Cosine.interpolate(0.1, 0.001, 0.0), 0.1);
/// assert_eq!(Shape::Cosine.interpolate(0.1, 0.001, 1.0), 0.001);
/// assert_eq!(Shape::Rex.interpolate(1.0, 0.0, 0.5), 2.0 / 3.0);
/// ```
///
/// As data a shape without parameters is its name, `"cosine"`; one with parameters is
/// `{"polynomial": {"power": 2.0}}`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(
    feature = "schemars",
    derive(schemars::JsonSchema),
    schemars(rename_all = "snake_case", deny_unknown_fields)
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
    /// Half a cosine wave to a power: above 1 it falls early, below 1 late. optax's `exponent`.
    ///
    #[cfg_attr(doc, doc = include_str!("../../doc/curves/shape_cosine_power.svg"))]
    CosinePower {
        /// Above 0; 1 is [`Cosine`](Self::Cosine).
        power: f64,
    },
    /// A power of the part still to go. Above 1 it falls early and lands softly.
    ///
    #[cfg_attr(doc, doc = include_str!("../../doc/curves/shape_polynomial.svg"))]
    Polynomial {
        /// Above 0; 1 is [`Linear`](Self::Linear).
        power: f64,
    },
    /// One minus a power of the part gone. With 0.5 this is the "1-sqrt" cooldown of Hägele et al.
    /// (2024), with a power above 1 the rate stays high for long.
    ///
    #[cfg_attr(doc, doc = include_str!("../../doc/curves/shape_one_minus_power.svg"))]
    OneMinusPower {
        /// Above 0; 1 is [`Linear`](Self::Linear).
        power: f64,
    },
    /// Half a cosine wave over a power of the part gone: k-decay (Zhang and Li, 2020), timm's `k_decay`.
    /// Above 1 the rate stays high for longer.
    ///
    #[cfg_attr(doc, doc = include_str!("../../doc/curves/shape_cosine_k.svg"))]
    CosineK {
        /// Above 0; 1 is [`Cosine`](Self::Cosine).
        k: f64,
    },
    /// k-decay of a polynomial: a power of what a power of the part gone leaves.
    ///
    #[cfg_attr(doc, doc = include_str!("../../doc/curves/shape_polynomial_k.svg"))]
    PolynomialK {
        /// Above 0; 1 is [`Polynomial`](Self::Polynomial).
        k: f64,
        /// Above 0; 1 is [`OneMinusPower`](Self::OneMinusPower) with `k`.
        power: f64,
    },
    /// A straight line on a logarithmic axis: equal factors in equal times. Both ends above 0.
    ///
    #[cfg_attr(doc, doc = include_str!("../../doc/curves/shape_geometric.svg"))]
    Geometric,
    /// An exponential that is shifted and stretched so that it arrives. A ratio of 0.5 is Megatron's
    /// exponential cooldown, 0.1 timm's.
    ///
    #[cfg_attr(doc, doc = include_str!("../../doc/curves/shape_exponential.svg"))]
    Exponential {
        /// Above 0; 1 is [`Linear`](Self::Linear).
        ratio: f64,
    },
    /// A straight line in `1/rate`, as the cooldown of WSD-S (Wen et al., 2024). Both ends above 0.
    ///
    #[cfg_attr(doc, doc = include_str!("../../doc/curves/shape_harmonic.svg"))]
    Harmonic,
    /// The reflected exponential of Chen et al. (2021): slower than a line at first, faster later.
    ///
    #[cfg_attr(doc, doc = include_str!("../../doc/curves/shape_rex.svg"))]
    Rex,
    /// A hyperbolic tangent (Hsueh et al., 2018). `-6` to `3` is the paper's choice, `-7` to `3`
    /// timm's. The curve itself only comes near its ends, so the last step of the way is a small jump.
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
    /// Interpolates between `start` (at 0) and `end` (at 1); `progress` is clamped to `0..=1`.
    ///
    /// This is the form for any clock: pass the fraction of tokens, samples or seconds elapsed. A `progress` of NaN
    /// gives `end`.
    #[must_use]
    pub fn interpolate(self, start: f64, end: f64, progress: f64) -> f64 {
        Interpolation::new(self, start, end).at(Progress::of(progress))
    }

    /// `g(u)`, clamped to `0..=1`, for the shapes whose `g` does not depend on the rates.
    #[inline(always)]
    fn g(self, progress: Progress) -> f64 {
        let (u, v) = (progress.u(), progress.v());
        let g = match self {
            Self::Linear | Self::Geometric | Self::Harmonic => return v,
            Self::Cosine => return progress.half_cosine(),
            Self::CosinePower { power } => math::power(progress.half_cosine(), power),
            Self::Polynomial { power } => math::power(v, power),
            Self::OneMinusPower { power } => 1.0 - math::power(u, power),
            Self::CosineK { k } => Progress::of(math::power(u, k)).half_cosine(),
            Self::PolynomialK { k, power } => math::power(1.0 - math::power(u, k), power),
            Self::Exponential { ratio } => exponential(ratio, u, v),
            Self::Rex => v / (1.0 - u / 2.0),
            Self::Tanh { lower, upper } => (1.0 - math::tanh(lower * v + upper * u)) / 2.0,
        };
        math::clamp(0.0, 1.0, g)
    }

    /// `1 - g(u)`.
    #[inline(always)]
    fn one_minus_g(self, progress: Progress) -> f64 {
        match self {
            Self::Linear => progress.u(),
            Self::Cosine => progress.reversed().half_cosine(),
            _ => 1.0 - self.g(progress),
        }
    }
}

/// A shape between two rates, with what can be computed once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Interpolation {
    pub(crate) shape: Shape,
    pub(crate) start: f64,
    pub(crate) end: f64,
    /// `|end - start|`, rounded down so that `min + delta` never exceeds `max`.
    delta: f64,
    /// The base-2 logarithms of the two rates, for `Geometric`.
    logs: (f64, f64),
}

impl Interpolation {
    #[inline]
    pub(crate) fn new(shape: Shape, start: f64, end: f64) -> Self {
        let logs = match shape {
            Shape::Geometric => (math::log2(start), math::log2(end)),
            _ => (0.0, 0.0),
        };
        Self { shape, start, end, delta: delta(start, end), logs }
    }

    /// The same numbers with `shape` as a constant, so that the compiler can remove the match.
    #[inline(always)]
    pub(crate) const fn with_shape(self, shape: Shape) -> Self {
        Self { shape, ..self }
    }

    /// The rate at any progress: both ends are exact, and NaN counts as the end.
    #[inline(always)]
    pub(crate) fn at(&self, progress: Progress) -> f64 {
        if progress.remaining <= 0.0 || progress.remaining.is_nan() {
            self.end
        } else if progress.elapsed <= 0.0 {
            self.start
        } else {
            self.between_ends(progress)
        }
    }

    /// The rate at a progress that is known to be above 0 and below 1.
    #[inline(always)]
    pub(crate) fn between_ends(&self, progress: Progress) -> f64 {
        let (start, end) = (self.start, self.end);
        match self.shape {
            Shape::Geometric => {
                let log = progress.v() * self.logs.0 + progress.u() * self.logs.1;
                math::clamp(start, end, math::exp2(log, 0.0))
            }
            Shape::Harmonic => math::clamp(start, end, 1.0 / (progress.v() / start + progress.u() / end)),
            // Add to the smaller rate: it is the one that cancellation would damage.
            _ if start > end => end + self.delta * self.shape.g(progress),
            _ => start + self.delta * self.shape.one_minus_g(progress),
        }
    }
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
    fn of(u: f64) -> Self {
        Self { elapsed: u, remaining: 1.0 - u, total: 1.0 }
    }

    #[inline(always)]
    fn u(self) -> f64 {
        self.elapsed / self.total
    }

    #[inline(always)]
    fn v(self) -> f64 {
        self.remaining / self.total
    }

    #[inline(always)]
    fn reversed(self) -> Self {
        Self { elapsed: self.remaining, remaining: self.elapsed, ..self }
    }

    #[inline(always)]
    fn half_cosine(self) -> f64 {
        math::half_cosine(self.elapsed, self.remaining, self.total)
    }
}

/// `(ratio^u - ratio) / (1 - ratio)` without the cancellation where `ratio` or `u` is near 1.
fn exponential(ratio: f64, u: f64, v: f64) -> f64 {
    let log = math::ln(ratio);
    if log == 0.0 {
        return v;
    }
    // ratio^u - ratio = -ratio^u (ratio^v - 1)
    math::exp(u * log) * math::exp_m1(v * log) / math::exp_m1(log)
}

impl Shape {
    /// Checks the parameters, and that the shape can interpolate between the two named rates.
    pub(crate) fn check(self, start: (&'static str, f64), end: (&'static str, f64)) -> Result<Self, Error> {
        match self {
            Self::Linear | Self::Cosine | Self::Rex => {}
            Self::CosinePower { power } | Self::Polynomial { power } | Self::OneMinusPower { power } => {
                param::positive("power", power)?;
            }
            Self::CosineK { k } => {
                param::positive("k", k)?;
            }
            Self::PolynomialK { k, power } => {
                param::positive("k", k)?;
                param::positive("power", power)?;
            }
            Self::Exponential { ratio } => {
                param::positive("ratio", ratio)?;
            }
            Self::Tanh { lower, upper } => {
                param::finite("lower", lower)?;
                param::finite("upper", upper)?;
                param::ordered(("lower", lower), ("upper", upper))?;
            }
            Self::Geometric | Self::Harmonic => {
                for (name, value) in [start, end] {
                    // The rate may come from an inner schedule; a logarithm or reciprocal needs it above 0.
                    if value <= 0.0 {
                        let allowed = "> 0 for a geometric or harmonic shape";
                        return Err(Error::OutOfRange { name, value, allowed });
                    }
                }
            }
        }
        Ok(self)
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Linear => f.write_str("linear"),
            Self::Cosine => f.write_str("cosine"),
            Self::CosinePower { power } => write!(f, "cosine^{}", Compact(power)),
            Self::Polynomial { power } => write!(f, "polynomial (power {})", Compact(power)),
            Self::OneMinusPower { power } => write!(f, "1-u^{}", Compact(power)),
            Self::CosineK { k } => write!(f, "cosine (u^{})", Compact(k)),
            Self::PolynomialK { k, power } => write!(f, "(1-u^{})^{}", Compact(k), Compact(power)),
            Self::Geometric => f.write_str("geometric"),
            Self::Exponential { ratio } => write!(f, "exponential (ratio {})", Compact(ratio)),
            Self::Harmonic => f.write_str("harmonic"),
            Self::Rex => f.write_str("REX"),
            Self::Tanh { lower, upper } => write!(f, "tanh ({} to {})", Compact(lower), Compact(upper)),
        }
    }
}

#[cfg(feature = "serde")]
const NAMES: &[&str] = &[
    "linear",
    "cosine",
    "cosine_power",
    "polynomial",
    "one_minus_power",
    "cosine_k",
    "polynomial_k",
    "geometric",
    "exponential",
    "harmonic",
    "rex",
    "tanh",
];

#[cfg(feature = "serde")]
impl Data for Shape {
    fn to_value(&self) -> Value {
        let number = |value: f64| Value::Float(value);
        match *self {
            Self::Linear => Value::variant("linear", []),
            Self::Cosine => Value::variant("cosine", []),
            Self::CosinePower { power } => Value::variant("cosine_power", [("power", number(power))]),
            Self::Polynomial { power } => Value::variant("polynomial", [("power", number(power))]),
            Self::OneMinusPower { power } => Value::variant("one_minus_power", [("power", number(power))]),
            Self::CosineK { k } => Value::variant("cosine_k", [("k", number(k))]),
            Self::PolynomialK { k, power } => {
                Value::variant("polynomial_k", [("k", number(k)), ("power", number(power))])
            }
            Self::Geometric => Value::variant("geometric", []),
            Self::Exponential { ratio } => Value::variant("exponential", [("ratio", number(ratio))]),
            Self::Harmonic => Value::variant("harmonic", []),
            Self::Rex => Value::variant("rex", []),
            Self::Tanh { lower, upper } => {
                Value::variant("tanh", [("lower", number(lower)), ("upper", number(upper))])
            }
        }
    }

    fn from_value(value: Value) -> Result<Self, PathError> {
        let variant = Variant::of(value, "the name of a shape, or an object with one name")?;
        match variant.name.as_str() {
            "linear" => variant.unit(Self::Linear),
            "cosine" => variant.unit(Self::Cosine),
            "cosine_power" => variant.with(&["power"], |f| Ok(Self::CosinePower { power: f.take("power")? })),
            "polynomial" => variant.with(&["power"], |f| Ok(Self::Polynomial { power: f.take("power")? })),
            "one_minus_power" => {
                variant.with(&["power"], |f| Ok(Self::OneMinusPower { power: f.take("power")? }))
            }
            "cosine_k" => variant.with(&["k"], |f| Ok(Self::CosineK { k: f.take("k")? })),
            "polynomial_k" => variant.with(&["k", "power"], |f| {
                Ok(Self::PolynomialK { k: f.take("k")?, power: f.take("power")? })
            }),
            "geometric" => variant.unit(Self::Geometric),
            "exponential" => variant.with(&["ratio"], |f| Ok(Self::Exponential { ratio: f.take("ratio")? })),
            "harmonic" => variant.unit(Self::Harmonic),
            "rex" => variant.unit(Self::Rex),
            "tanh" => variant.with(&["lower", "upper"], |f| {
                Ok(Self::Tanh { lower: f.take("lower")?, upper: f.take("upper")? })
            }),
            _ => variant.unknown(NAMES),
        }
    }
}

#[cfg(feature = "serde")]
crate::data::serde_by_data!(Shape);

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
}
