//! All mathematical functions, with the same bits on every platform.
//!
//! The half-cosine, powers and logarithms of the schedules are kernels of `+ - * /` of its own, made by
//! `doc/kernels.py`; the rest is `libm`. The float methods of std differ between platforms and processors; plain
//! arithmetic gives the same bits wherever IEEE 754 doubles are.

mod double_double;
mod exp2;
mod fixed_base;
mod half_cosine;
mod log2;

pub(crate) use double_double::DoubleDouble;
pub(crate) use exp2::{branch_free_exp2, exp2};
pub(crate) use fixed_base::FixedBase;
pub(crate) use half_cosine::half_cosine;
#[cfg(feature = "plot")]
pub(crate) use libm::{ceil, floor, log10, round};
pub(crate) use libm::{log as ln, log1p as ln_1p, pow, sqrt};
pub(crate) use log2::rough_log2;

/// `base.powf(power)` for `base >= 0`, with fast paths for the commonest powers.
#[inline(always)]
pub(crate) fn power(base: f64, power: f64) -> f64 {
    // These have at most two significant bits, which is quicker to see than each of them.
    if power.to_bits() << 13 != 0 {
        return FixedBase::power(base, power);
    }
    match power {
        0.5 => sqrt(base),
        1.0 => base,
        1.5 => base * sqrt(base),
        2.0 => base * base,
        3.0 => base * base * base,
        _ => FixedBase::power(base, power),
    }
}

/// The same for many bases, in loops without a branch.
pub(crate) fn raise_all(bases: &mut [f64], power: f64) {
    #[inline(always)]
    fn each(bases: &mut [f64], raise: impl Fn(f64) -> f64) {
        for base in bases {
            *base = raise(*base);
        }
    }
    match power {
        0.5 => each(bases, sqrt),
        1.0 => {}
        1.5 => each(bases, |base| base * sqrt(base)),
        2.0 => each(bases, |base| base * base),
        3.0 => each(bases, |base| base * base * base),
        _ => FixedBase::raise_all(bases, power),
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
#[inline]
pub(crate) fn compound(start: f64, base: FixedBase, exponent: usize) -> f64 {
    let power = base.raise(float(exponent));
    if power.is_normal() { saturate(start * power) } else { compound_extreme(start, base, float(exponent)) }
}

/// In three factors: if the product is in range, so is the cube root of the power.
#[cold]
fn compound_extreme(start: f64, base: FixedBase, exponent: f64) -> f64 {
    let root = base.raise(exponent / 3.0);
    if start == 0.0 { 0.0 } else { saturate(start * root * root * root) }
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
