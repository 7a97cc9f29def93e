//! A factor to a power, where the factor is known beforehand.

use super::DoubleDouble;
use crate::math;

/// A factor from 0 on, kept as its logarithm to base 2.
///
/// The logarithm is kept to 85 bits, of which the first 32 times a whole number below 2^21 are exact. So a power
/// of a half is exact, and others of so many steps are within two units in the last place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct FixedBase {
    high: f64,
    low: f64,
}

impl FixedBase {
    pub(crate) fn of(factor: f64) -> Self {
        if factor == 0.0 {
            // So far down that even the smallest part of it is nothing.
            return Self { high: -1e300, low: 0.0 };
        }
        let log = log2(factor);
        let high = f64::from_bits(log.high.to_bits() & !((1 << 21) - 1));
        Self { high, low: (log.high - high) + log.low }
    }

    /// `factor^times`; 1 for no times whatever the factor.
    #[inline]
    pub(crate) fn raise(self, times: f64) -> f64 {
        math::exp2(times * self.high, times * self.low)
    }
}

/// The logarithm to base 2 of what is above 0, from `ln m = 2 atanh((m - 1) / (m + 1))`.
fn log2(value: f64) -> DoubleDouble {
    const LN_2: DoubleDouble =
        DoubleDouble { high: core::f64::consts::LN_2, low: 2.319_046_813_846_299_6e-17 };
    let (mantissa, exponent) = parts(value);
    let m = DoubleDouble::from(mantissa);
    let s = m.minus(DoubleDouble::ONE).over(m.plus(DoubleDouble::ONE));
    let square = s.times(s);
    // s is at most 0.1716, so that s^44 is below 1e-33.
    let series = (0..22).rev().fold(DoubleDouble::from(0.0), |sum, k| {
        let term = DoubleDouble::ONE.over(DoubleDouble::from(2.0 * f64::from(k) + 1.0));
        sum.times(square).plus(term)
    });
    let ln = s.times(series);
    ln.plus(ln).over(LN_2).plus(DoubleDouble::from(exponent))
}

/// A mantissa between the roots of a half and of two, and the exponent of 2 beside it.
fn parts(value: f64) -> (f64, f64) {
    let (mantissa, exponent) = libm::frexp(value);
    let down = mantissa < core::f64::consts::FRAC_1_SQRT_2;
    if down { (2.0 * mantissa, f64::from(exponent) - 1.0) } else { (mantissa, f64::from(exponent)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Powers of these floats, computed with mpmath to 40 digits.
    #[test]
    fn is_within_its_error() {
        for (factor, times, exact) in [
            (0.1, 1.0, 0.1),
            (0.1, 6.0, 1.000_000_000_000_000_4e-6),
            (0.999, 1_000.0, 0.367_695_424_770_963_7),
            (0.99999, 1_000_000.0, 4.539_765_980_967_911e-5),
            (0.3, 17.0, 1.291_401_629_999_999e-9),
            (0.95, 0.5, 0.974_679_434_480_896_4),
            (1.5, 10.0, 57.665_039_062_5),
        ] {
            let value = FixedBase::of(factor).raise(times);
            assert!((value / exact - 1.0).abs() <= 5e-16, "{factor}^{times}: {value:e}, {exact:e}");
        }
    }

    #[test]
    fn powers_of_powers_of_two_are_exact() {
        for (factor, times, exact) in
            [(0.5, 1.0, 0.5), (0.5, 10.0, 1.0 / 1_024.0), (0.25, 3.0, 1.0 / 64.0), (2.0, 10.0, 1_024.0)]
        {
            assert_eq!(FixedBase::of(factor).raise(times), exact);
        }
        assert_eq!(FixedBase::of(0.5).raise(1_074.0), 5e-324);
        assert_eq!(FixedBase::of(0.5).raise(1_076.0), 0.0);
    }

    #[test]
    fn what_is_extreme_is_harmless() {
        for factor in [5e-324, 1e-300, 0.5, 1.0 - f64::EPSILON, 1.0] {
            assert_eq!(FixedBase::of(factor).raise(0.0), 1.0, "{factor:e}");
            let last = FixedBase::of(factor).raise(18_446_744_073_709_551_616.0);
            assert_eq!(last, if factor < 1.0 { 0.0 } else { 1.0 }, "{factor:e}");
        }
        assert_eq!(FixedBase::of(0.0).raise(0.0), 1.0);
        assert_eq!([1e-15, 0.5, 1.0, 1e18].map(|times| FixedBase::of(0.0).raise(times)), [0.0; 4]);
        assert_eq!(FixedBase::of(f64::MAX).raise(2.0), f64::INFINITY);
    }
}
