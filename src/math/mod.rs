//! The only door to transcendental functions, the same on every platform.
//!
//! The half-cosine is a polynomial of its own, exact where the mathematics is; the rest is `libm`.
//! The float methods of std differ between platforms and processors; `libm` is plain arithmetic and
//! gives the same bits wherever IEEE 754 doubles are.

#[cfg(feature = "plot")]
pub(crate) use libm::{ceil, floor, log10, round};
mod double_double;
mod fixed_base;

pub(crate) use double_double::DoubleDouble;
pub(crate) use fixed_base::FixedBase;
pub(crate) use libm::{exp, expm1 as exp_m1, fma, log as ln, log1p as ln_1p, log2, pow, sqrt, tanh};

/// `P` with `sin^2(pi/2 v) = w P(w)`, `w = v^2`, for `w` up to 1/4; made by `doc/kernels.py`.
const HALF_COSINE: [f64; 9] = [
    2.467_401_100_272_339_5,
    -2.029_356_063_208_384_2,
    0.667_631_384_427_291_2,
    -0.117_665_315_179_301_16,
    0.012_903_445_692_013_642,
    -0.000_964_787_120_083_557_6,
    5.231_881_717_036_3e-5,
    -2.150_601_860_425_807e-6,
    6.740_727_418_179_059e-8,
];

/// `(1 + cos(pi u)) / 2` as `sin^2(pi/2 v)`, with `u = elapsed / total` and `v = remaining / total`; both are
/// parameters, so that neither loses digits to the subtraction.
///
/// Within 6e-16 of the exact value everywhere, relative to it, also where it comes near zero. Exactly 1, 1/2
/// and 0 at the ends and in the middle.
#[inline(always)]
pub(crate) fn half_cosine(elapsed: f64, remaining: f64, total: f64) -> f64 {
    const ONE: u64 = 1_f64.to_bits();
    let [c0, c1, c2, c3, c4, c5, c6, c7, c8] = HALF_COSINE;
    let near = if remaining < elapsed { remaining } else { elapsed } / total;
    let w = near * near;
    let w2 = w * w;
    let w4 = w2 * w2;
    // In this order the additions do not wait for one another.
    let low = (c0 + c1 * w) + (c2 + c3 * w) * w2;
    let high = (c4 + c5 * w) + (c6 + c7 * w) * w2;
    let half = w * (low + (high + c8 * w4) * w4);
    // 1 - half before the middle, branch-free: the branch would be unpredictable.
    let early = u64::from(remaining > elapsed);
    f64::from_bits(early.wrapping_neg() & ONE) + f64::from_bits(half.to_bits() ^ (early << 63))
}

/// `ln(2)^j / j!` for `j` from 1 (`doc/kernels.py`): with `2^f = 1 + f Q(f)`, the coefficients of `Q`. What comes after them is below
/// 4e-18 for `f` up to a half.
const EXP_2: [f64; 13] = [
    core::f64::consts::LN_2,
    0.240_226_506_959_100_72,
    0.055_504_108_664_821_58,
    0.009_618_129_107_628_477,
    0.001_333_355_814_642_844_3,
    0.000_154_035_303_933_816_1,
    1.525_273_380_405_984_1e-5,
    1.321_548_679_014_431e-6,
    1.017_808_600_923_97e-7,
    7.054_911_620_801_123e-9,
    4.445_538_271_870_811_6e-10,
    2.567_843_599_348_820_6e-11,
    1.369_148_885_390_412_8e-12,
];

/// `2^(high + low)`, for a `low` that is small beside `high`. Overflows to infinity and underflows to 0.
#[inline(always)]
pub(crate) fn exp2(high: f64, low: f64) -> f64 {
    // Added to this, a float loses its fraction, and its last bits are the whole number.
    const ROUND: f64 = 6_755_399_441_055_744.0;
    const BIAS: f64 = 1_023.0;
    let clamped = clamp(-1_200.0, 1_200.0, high);
    let whole = (clamped + ROUND) - ROUND;
    // Once clamped, the result over- or underflows anyway, so the fraction does not matter.
    let f = (clamped - whole) + clamp(-0.5, 0.5, low);
    let [c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13] = EXP_2;
    let f2 = f * f;
    let f4 = f2 * f2;
    let first = (c2 + c3 * f) + (c4 + c5 * f) * f2;
    let second = (c6 + c7 * f) + (c8 + c9 * f) * f2;
    let third = (c10 + c11 * f) + (c12 + c13 * f) * f2;
    let p = 1.0 + (c1 * f + f2 * (first + (second + third * f4) * f4));
    // In two parts, as one alone could not reach the smallest floats.
    let part = (whole * 0.5 + ROUND) - ROUND;
    let scale = |exponent: f64| f64::from_bits((exponent + (ROUND + BIAS)).to_bits() << 52);
    p * scale(part) * scale(whole - part)
}

/// `base.powf(power)` for `base >= 0`, with fast paths for 0.5, 1 and 2.
#[inline]
pub(crate) fn power(base: f64, power: f64) -> f64 {
    match power {
        0.5 => sqrt(base),
        1.0 => base,
        2.0 => base * base,
        _ => pow(base, power),
    }
}

/// Whole numbers up to here are exact as floats, and so are sums of them: 2^53.
pub(crate) const EXACT: f64 = 9_007_199_254_740_992.0;

/// A count as a float: exact below 2^53, rounded to nearest above.
#[inline]
#[expect(clippy::cast_precision_loss, reason = "above 2^53 steps the nearest float is meant")]
pub(crate) fn float(count: usize) -> f64 {
    count as f64
}

/// Keeps what overflowed inside the range of finite floats.
#[inline]
pub(crate) fn saturate(value: f64) -> f64 {
    if value > f64::MAX { f64::MAX } else { value }
}

/// Moves `value` between the two bounds, given in either order; NaN becomes the lower one. Never panics, unlike
/// `f64::clamp`.
#[inline(always)]
pub(crate) fn clamp(a: f64, b: f64, value: f64) -> f64 {
    let (low, high) = if a < b { (a, b) } else { (b, a) };
    let value = if value > low { value } else { low };
    if value < high { value } else { high }
}

/// `start * base^exponent`, saturating. A start of 0 stays 0 whatever the base, and a power outside of the range of
/// floats does no harm to a product inside of it.
pub(crate) fn compound(start: f64, base: FixedBase, exponent: usize) -> f64 {
    let power = base.raise(float(exponent));
    if start == 0.0 {
        0.0
    } else if power.is_normal() {
        saturate(start * power)
    } else {
        // In three factors: if the product is in range, so is the cube root of the power.
        let root = base.raise(float(exponent) / 3.0);
        saturate(start * root * root * root)
    }
}

/// A float cut off to a count; below 0, and for NaN, it is 0.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
pub(crate) fn to_usize(value: f64) -> usize {
    value as usize
}

/// A float rounded to the nearest count; below 0 it is 0.
pub(crate) fn round_to_usize(value: f64) -> usize {
    to_usize(value + 0.5)
}

/// The first count that is not below a float.
pub(crate) fn ceil_to_usize(value: f64) -> usize {
    let below = to_usize(value);
    if float(below) < value { below.saturating_add(1) } else { below }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_cosine_is_exact_at_the_ends_and_in_the_middle_and_never_rises() {
        assert_eq!([0.0, 0.5, 1.0].map(|u| half_cosine(u, 1.0 - u, 1.0)), [1.0, 0.5, 0.0]);
        for n in [3, 7, 1_000, 999_983] {
            let wave = (0..=n).map(|k| half_cosine(float(k), float(n - k), float(n)));
            let mut last = 1.0;
            for value in wave {
                assert!(value <= last && value >= 0.0, "{value:e} after {last:e} of {n}");
                last = value;
            }
        }
    }
}
