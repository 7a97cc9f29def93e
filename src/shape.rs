//! How a rate travels from one value to another.

use crate::leg::Leg;
use crate::math;

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
/// Both ends are exact: [`travel`](Self::travel) returns `start` at 0 and `end` at 1 bit for bit,
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
/// assert_eq!(Shape::Linear.travel(1.0, 0.5, 0.5), 0.75);
/// assert_eq!(Shape::Cosine.travel(0.1, 0.001, 0.0), 0.1);
/// assert_eq!(Shape::Cosine.travel(0.1, 0.001, 1.0), 0.001);
/// assert_eq!(Shape::Rex.travel(1.0, 0.0, 0.5), 2.0 / 3.0);
/// ```
///
/// As data a shape without parameters is its name, `"cosine"`; one with parameters is
/// `{"polynomial": {"power": 2.0}}`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum Shape {
    /// A straight line.
    ///
    #[cfg_attr(doc, doc = include_str!("../doc/curves/shape_linear.svg"))]
    #[default]
    Linear,
    /// Half a cosine wave: flat at both ends, steepest in the middle.
    ///
    #[cfg_attr(doc, doc = include_str!("../doc/curves/shape_cosine.svg"))]
    Cosine,
    /// Half a cosine wave to a power: above 1 it falls early, below 1 late. optax's `exponent`.
    ///
    #[cfg_attr(doc, doc = include_str!("../doc/curves/shape_cosine_power.svg"))]
    CosinePower {
        /// Above 0; 1 is [`Cosine`](Self::Cosine).
        power: f64,
    },
    /// A power of the part still to go. Above 1 it falls early and lands softly.
    ///
    #[cfg_attr(doc, doc = include_str!("../doc/curves/shape_polynomial.svg"))]
    Polynomial {
        /// Above 0; 1 is [`Linear`](Self::Linear).
        power: f64,
    },
    /// One minus a power of the part gone. With 0.5 this is the "1-sqrt" cooldown of Hägele et al.
    /// (2024), with a power above 1 the rate stays high for long.
    ///
    #[cfg_attr(doc, doc = include_str!("../doc/curves/shape_one_minus_power.svg"))]
    OneMinusPower {
        /// Above 0; 1 is [`Linear`](Self::Linear).
        power: f64,
    },
    /// Half a cosine wave over a power of the part gone: k-decay (Zhang and Li, 2020), timm's `k_decay`.
    /// Above 1 the rate stays high for longer.
    ///
    #[cfg_attr(doc, doc = include_str!("../doc/curves/shape_cosine_k.svg"))]
    CosineK {
        /// Above 0; 1 is [`Cosine`](Self::Cosine).
        k: f64,
    },
    /// k-decay of a polynomial: a power of what a power of the part gone leaves.
    ///
    #[cfg_attr(doc, doc = include_str!("../doc/curves/shape_polynomial_k.svg"))]
    PolynomialK {
        /// Above 0; 1 is [`Polynomial`](Self::Polynomial).
        k: f64,
        /// Above 0; 1 is [`OneMinusPower`](Self::OneMinusPower) with `k`.
        power: f64,
    },
    /// A straight line on a logarithmic axis: equal factors in equal times. Both ends above 0.
    ///
    #[cfg_attr(doc, doc = include_str!("../doc/curves/shape_geometric.svg"))]
    Geometric,
    /// An exponential that is shifted and stretched so that it arrives. A ratio of 0.5 is Megatron's
    /// exponential cooldown, 0.1 timm's.
    ///
    #[cfg_attr(doc, doc = include_str!("../doc/curves/shape_exponential.svg"))]
    Exponential {
        /// Above 0; 1 is [`Linear`](Self::Linear).
        ratio: f64,
    },
    /// A straight line in `1/rate`, as the cooldown of WSD-S (Wen et al., 2024). Both ends above 0.
    ///
    #[cfg_attr(doc, doc = include_str!("../doc/curves/shape_harmonic.svg"))]
    Harmonic,
    /// The reflected exponential of Chen et al. (2021): slower than a line at first, faster later.
    ///
    #[cfg_attr(doc, doc = include_str!("../doc/curves/shape_rex.svg"))]
    Rex,
    /// A hyperbolic tangent (Hsueh et al., 2018). `-6` to `3` is the paper's choice, `-7` to `3`
    /// timm's. The curve itself only comes near its ends, so the last step of the way is a small jump.
    ///
    #[cfg_attr(doc, doc = include_str!("../doc/curves/shape_tanh.svg"))]
    Tanh {
        /// The argument of the tangent at the start.
        lower: f64,
        /// The argument at the end.
        upper: f64,
    },
}

impl Shape {
    /// The rate after `progress`, from 0 (`start`) to 1 (`end`); outside of it the nearer end.
    ///
    /// This is the form for any clock: pass the fraction of tokens, samples or seconds used up.
    #[must_use]
    pub fn travel(self, start: f64, end: f64, progress: f64) -> f64 {
        Leg::between(self, start, end, (progress, 1.0)).lr(0)
    }

    /// `g`, for the shapes that have one whatever the two rates are: never outside of 0 and 1.
    #[inline(always)]
    pub(crate) fn remaining(self, way: Way) -> f64 {
        let g = match self {
            Self::Linear | Self::Geometric | Self::Harmonic => return way.v(),
            Self::Cosine => return way.half_cosine(),
            Self::CosinePower { power } => math::power(way.half_cosine(), power),
            Self::Polynomial { power } => math::power(way.v(), power),
            Self::OneMinusPower { power } => 1.0 - math::power(way.u(), power),
            Self::CosineK { k } => Way::of(math::power(way.u(), k)).half_cosine(),
            Self::PolynomialK { k, power } => math::power(1.0 - math::power(way.u(), k), power),
            Self::Exponential { ratio } => exponential(ratio, way.u(), way.v()),
            Self::Rex => way.v() / (1.0 - way.u() / 2.0),
            Self::Tanh { lower, upper } => (1.0 - math::tanh(lower * way.v() + upper * way.u())) / 2.0,
        };
        math::between(0.0, 1.0, g)
    }

    /// `1 - g`.
    #[inline(always)]
    pub(crate) fn gone(self, way: Way) -> f64 {
        match self {
            Self::Linear => way.u(),
            Self::Cosine => way.back().half_cosine(),
            _ => 1.0 - self.remaining(way),
        }
    }
}

/// A place on a way: what is gone and what is left of its length. Both are kept, as `1 - u` loses the digits of
/// the last steps, and the length beside them, so that a shape divides no more than it needs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Way {
    pub(crate) gone: f64,
    pub(crate) left: f64,
    pub(crate) length: f64,
}

impl Way {
    fn of(u: f64) -> Self {
        Self { gone: u, left: 1.0 - u, length: 1.0 }
    }

    #[inline(always)]
    pub(crate) fn u(self) -> f64 {
        self.gone / self.length
    }

    #[inline(always)]
    pub(crate) fn v(self) -> f64 {
        self.left / self.length
    }

    #[inline(always)]
    fn back(self) -> Self {
        Self { gone: self.left, left: self.gone, ..self }
    }

    #[inline(always)]
    fn half_cosine(self) -> f64 {
        math::half_cosine(self.gone, self.left, self.length)
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
