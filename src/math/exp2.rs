//! Powers of two, from additions and multiplications alone.

use super::clamp;

/// `ln(2)^j / j!` for `j` from 1 (`doc/kernels.py`): with `2^f = 1 + f Q(f)`, the coefficients of `Q`. The terms that
/// follow are below 4e-18 for `f` up to a half.
const COEFFICIENTS: [f64; 13] = [
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

/// A float loses its fraction when this is added; its last bits are then the whole number.
const ROUND: f64 = 6_755_399_441_055_744.0;

/// `2^(high + low)`, for a `low` that is small beside `high`: within 2.3e-16 of the value. Overflows to infinity and
/// underflows to 0.
#[inline(always)]
pub(crate) fn exp2(high: f64, low: f64) -> f64 {
    let (whole, excess) = parts(high, low);
    // In two factors, as one alone could not reach the smallest floats.
    let half = (whole * 0.5 + ROUND) - ROUND;
    (1.0 + excess) * scale(half) * scale(whole - half)
}

/// `(2^(high + low) - 1) / 2` with the digits of a small result, for exponents below 1,024: half, as there the whole
/// would overflow.
#[inline(always)]
pub(crate) fn half_exp2_m1(high: f64, low: f64) -> f64 {
    let (whole, excess) = parts(if high > -1_000.0 { high } else { -1_000.0 }, low);
    let half_scale = scale(whole - 1.0);
    half_scale * excess + (half_scale - 0.5)
}

/// The nearest whole number `n` to an exponent, and `2^(exponent - n) - 1`.
#[inline(always)]
fn parts(high: f64, low: f64) -> (f64, f64) {
    let clamped = clamp(-1_200.0, 1_200.0, high);
    let whole = (clamped + ROUND) - ROUND;
    // Once clamped, the result over- or underflows anyway, so the fraction does not matter.
    let f = (clamped - whole) + clamp(-0.5, 0.5, low);
    let [c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13] = COEFFICIENTS;
    let f2 = f * f;
    let f4 = f2 * f2;
    // In this order the additions do not wait for one another.
    let first = (c2 + c3 * f) + (c4 + c5 * f) * f2;
    let second = (c6 + c7 * f) + (c8 + c9 * f) * f2;
    let third = (c10 + c11 * f) + (c12 + c13 * f) * f2;
    (whole, c1 * f + f2 * (first + (second + third * f4) * f4))
}

/// 2 to a whole power in the range of normal floats.
#[inline(always)]
fn scale(exponent: f64) -> f64 {
    const BIAS: f64 = 1_023.0;
    f64::from_bits((exponent + (ROUND + BIAS)).to_bits() << 52)
}
