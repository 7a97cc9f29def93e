//! Powers of one base: its logarithm, computed once, times the exponent, to the power of two.

use super::DoubleDouble;
use super::exp2::{branch_free_exp2, exp2, half_exp2_m1, parts};
use super::log2::{long_log2, truncate};
use super::saturate;

/// A base `>= 0`, stored as its logarithm to base 2, so that powers need no logarithm.
///
/// The logarithm is the sum of the first 32 significant bits and a remainder; together they have an absolute error of 1e-20
/// or, where the base is near 1, a relative one of 3e-19. The first 21 bits of an exponent times the 32 bits are exact,
/// so powers of 2 are exact and every other power is within 3e-16 of its value down to 1e-300.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct FixedBase {
    high: f64,
    low: f64,
}

impl FixedBase {
    /// `1^exponent`, which is 1.
    pub(crate) const ONE: Self = Self { high: 0.0, low: 0.0 };

    /// A base from 0 on.
    #[inline(always)]
    pub(crate) fn of(base: f64) -> Self {
        const SUBNORMAL: f64 = 18_014_398_509_481_984.0; // 2^54
        let (normal, shift) = if base < f64::MIN_POSITIVE { (base * SUBNORMAL, -54.0) } else { (base, 0.0) };
        let log = Self::normal(normal, shift);
        // Negative enough that any exponent above 1e-15 underflows to 0.
        if base == 0.0 { Self { high: -1e300, low: 0.0 } } else { log }
    }

    /// A base with 30 digits, above 0.
    pub(crate) fn of_long(base: DoubleDouble) -> Self {
        let log = Self::of(base.high);
        Self { low: log.low + base.low / base.high * core::f64::consts::LOG2_E, ..log }
    }

    /// A normal float, times 2 to a whole power.
    #[inline(always)]
    fn normal(base: f64, whole: f64) -> Self {
        let (high, low) = long_log2(base, whole);
        Self { high, low }
    }

    /// One over the base.
    #[inline(always)]
    pub(crate) fn inverse(self) -> Self {
        Self { high: -self.high, low: -self.low }
    }

    /// The base `a / b` of two numbers above 0, also where the quotient is not a normal float.
    #[inline(always)]
    pub(crate) fn of_quotient(a: f64, b: f64) -> Self {
        let quotient = a / b;
        if quotient.is_normal() { Self::normal(quotient, 0.0) } else { Self::of_extreme_quotient(a, b) }
    }

    #[cold]
    fn of_extreme_quotient(a: f64, b: f64) -> Self {
        let (a, b) = (Self::of(a), Self::of(b));
        let high = a.high - b.high;
        let short = truncate(high, 21);
        Self { high: short, low: (high - short) + (a.low - b.low) }
    }

    /// The logarithm of the base to base 2, rounded.
    #[inline(always)]
    pub(crate) fn log2(self) -> f64 {
        self.high + self.low
    }

    /// `base^exponent`; 1 if `exponent` is 0.
    #[inline(always)]
    pub(crate) fn raise(self, exponent: f64) -> f64 {
        let (high, low) = self.log2_of_power(exponent);
        exp2(high, low)
    }

    /// `start * base^exponent`, saturating. A power out of the range of normal floats does not affect a product in range, and a
    /// start of 0 gives 0 for any base.
    #[inline]
    pub(crate) fn times_power(self, start: f64, exponent: f64) -> f64 {
        let power = self.raise(exponent);
        if keeps_digits(start, power) { start * power } else { self.times_power_in_parts(start, exponent) }
    }

    /// In four factors, each of which is a normal float unless the product is out of range.
    #[cold]
    pub(crate) fn times_power_in_parts(self, start: f64, exponent: f64) -> f64 {
        let root = self.raise(0.25 * exponent);
        if start == 0.0 { 0.0 } else { saturate(start * root * root * root * root) }
    }

    /// The same bits without a branch, so that loops can be vectorized.
    #[inline(always)]
    pub(crate) fn branch_free_raise(self, exponent: f64) -> f64 {
        let (high, low) = self.log2_of_power(exponent);
        branch_free_exp2(high, low)
    }

    /// `base^exponent` as a float and the excess of the power over it, relative to it, with 60 bits less those of the exponent; if
    /// it is in the range of normal floats.
    #[inline(always)]
    pub(crate) fn raise_in_parts(self, exponent: f64) -> Option<(f64, f64)> {
        let (high, low) = self.log2_of_power(exponent);
        if high > -500.0 && high < 500.0 { Some(parts(high, low)) } else { None }
    }

    /// `(base^exponent - 1) / 2` with the digits of a small result; in range for every power that is.
    #[inline(always)]
    pub(crate) fn half_raise_m1(self, exponent: f64) -> f64 {
        let (high, low) = self.log2_of_power(exponent);
        half_exp2_m1(high, low)
    }

    #[inline(always)]
    fn log2_of_power(self, exponent: f64) -> (f64, f64) {
        let short = truncate(exponent, 32);
        (short * self.high, (exponent - short) * self.high + exponent * self.low)
    }
}

/// Whether the product of a rate and a power is in range and has the digits of both. A rate of at most 1 does not lift a power out
/// of the subnormal floats.
#[inline]
pub(crate) fn keeps_digits(rate: f64, power: f64) -> bool {
    (power >= f64::MIN_POSITIVE || rate.abs() <= 1.0) && rate * power <= f64::MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Powers of these floats, computed with mpmath to 40 digits.
    #[test]
    fn is_within_its_error() {
        for (base, exponent, exact) in [
            (0.1, 1.0, 0.1),
            (0.1, 6.0, 1.000_000_000_000_000_4e-6),
            (0.999, 1_000.0, 0.367_695_424_770_963_7),
            (0.99999, 1_000_000.0, 4.539_765_980_967_911e-5),
            (0.3, 17.0, 1.291_401_629_999_999e-9),
            (0.95, 0.5, 0.974_679_434_480_896_4),
            (1.5, 10.0, 57.665_039_062_5),
        ] {
            let value = FixedBase::of(base).raise(exponent);
            assert!((value / exact - 1.0).abs() <= 5e-16, "{base}^{exponent}: {value:e}, {exact:e}");
        }
    }

    #[test]
    fn powers_of_powers_of_two_are_exact() {
        for (base, exponent, exact) in
            [(0.5, 1.0, 0.5), (0.5, 10.0, 1.0 / 1_024.0), (0.25, 3.0, 1.0 / 64.0), (2.0, 10.0, 1_024.0)]
        {
            assert_eq!(FixedBase::of(base).raise(exponent), exact);
        }
        assert_eq!(FixedBase::of(0.5).raise(1_074.0), 5e-324);
        assert_eq!(FixedBase::of(0.5).raise(1_076.0), 0.0);
    }

    #[test]
    fn extreme_bases_and_exponents_give_the_limits() {
        for base in [5e-324, 1e-300, 0.5, 1.0 - f64::EPSILON, 1.0] {
            assert_eq!(FixedBase::of(base).raise(0.0), 1.0, "{base:e}");
            assert_eq!(FixedBase::of(base).raise(1.0), base);
            let last = FixedBase::of(base).raise(18_446_744_073_709_551_616.0);
            assert_eq!(last, if base < 1.0 { 0.0 } else { 1.0 }, "{base:e}");
        }
        assert_eq!(FixedBase::of(0.0).raise(0.0), 1.0);
        assert_eq!([1e-15, 0.5, 1.0, 1e18].map(|exponent| FixedBase::of(0.0).raise(exponent)), [0.0; 4]);
        assert_eq!(FixedBase::of(f64::MAX).raise(2.0), f64::INFINITY);
        assert_eq!(FixedBase::of(1.0), FixedBase::ONE);
    }

    #[test]
    fn loops_have_the_same_bits() {
        for base in [0.0, 5e-324, 1e-300, 0.1, 1.0 - f64::EPSILON, 1.0, 3.0].map(FixedBase::of) {
            for exponent in [1e-300, 0.01, 0.3, 0.9, 1.5, 7.3, 40.0, 1e3, 1e9, 1e300] {
                assert_eq!(base.raise(exponent), base.branch_free_raise(exponent), "{base:?} {exponent}");
            }
        }
    }
}
