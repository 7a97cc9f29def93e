//! A rate times a power of a factor, shared by the decays by a factor.

use crate::math::FixedBase;

/// `start * base^exponent` for a base of at most 1, also where the power by itself is too small for a normal float.
#[inline]
pub(super) fn times_power(start: f64, base: FixedBase, exponent: f64) -> f64 {
    let power = base.raise(exponent);
    if is_precise(start, power) { start * power } else { in_four(start, base, exponent) }
}

/// Whether `start` times a power has the digits of both. A start of at most 1 does not lift a power out of the subnormal floats.
#[inline]
pub(super) fn is_precise(start: f64, power: f64) -> bool {
    power >= f64::MIN_POSITIVE || start <= 1.0
}

/// In four factors, each of which is a normal float unless the product is 0.
#[cold]
fn in_four(start: f64, base: FixedBase, exponent: f64) -> f64 {
    let root = base.raise(exponent * 0.25);
    start * root * root * root * root
}
