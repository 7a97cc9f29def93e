//! Powers: the logarithm of the base, times the exponent, to the power of two.

use super::exp2::{exp2, half_exp2_m1};

/// A base `>= 0`, stored as its logarithm to base 2, so that powers need no logarithm.
///
/// The logarithm is the sum of the first 32 significant bits and a remainder; together they have an absolute error of 1e-19
/// or, where the base is near 1, a relative one of 1e-19. The first 21 bits of an exponent times the 32 bits are exact,
/// so powers of 2 are exact and every other power is within 4.5e-16 of its value down to 1e-300.
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
        let log = log2(normal, shift);
        // Negative enough that any exponent above 1e-15 underflows to 0.
        if base == 0.0 { Self { high: -1e300, low: 0.0 } } else { log }
    }

    /// `base^exponent` for a base that changes from value to value: branch-free, so that loops can be vectorized. A subnormal
    /// base counts as the smallest normal float.
    #[inline(always)]
    pub(crate) fn power(base: f64, exponent: f64) -> f64 {
        let normal = if base > f64::MIN_POSITIVE { base } else { f64::MIN_POSITIVE };
        let power = log2(normal, 0.0).raise(exponent);
        if base == 0.0 { 0.0 } else { power }
    }

    /// The weighted mean `(1 - weight) + weight * value`, with the digits of a mean near 1. `rest` is `1 - weight`.
    #[inline(always)]
    pub(crate) fn mean_of_one_and(value: f64, weight: f64, rest: f64) -> Self {
        let excess = weight * (value - 1.0);
        let small = excess < -0.5;
        let mean = if small { rest + weight * value } else { 1.0 + excess };
        // What the sum lost, exactly.
        let rounded = mean - 1.0;
        let lost = (1.0 - (mean - rounded)) + (excess - rounded);
        let correction = if small { 0.0 } else { lost / mean * core::f64::consts::LOG2_E };
        let log = log2(mean, 0.0);
        Self { low: log.low + correction, ..log }
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
        if quotient.is_normal() { log2(quotient, 0.0) } else { Self::of_extreme_quotient(a, b) }
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

/// Without the last `bits` bits of the mantissa.
#[inline(always)]
fn truncate(value: f64, bits: u32) -> f64 {
    f64::from_bits(value.to_bits() & (u64::MAX << bits))
}

/// `(3 atanh(s)/s - 3 - w) / w^2` with `w = s^2` for `w` up to 0.0295; made by `doc/kernels.py`.
const COEFFICIENTS: [f64; 8] = [
    0.6,
    0.428_571_428_571_440_5,
    0.333_333_333_324_843_5,
    0.272_727_275_029_716_05,
    0.230_768_924_563_431_87,
    0.200_022_063_573_380_18,
    0.175_593_728_113_835_78,
    0.175_845_765_421_466_3,
];

/// `2 / (3 ln 2)`, and as the sum of 21 bits and a remainder.
const SCALE: f64 = 0.961_796_693_925_975_6;
const SCALE_HIGH: f64 = 0.961_796_283_721_923_8;
const SCALE_LOW: f64 = 4.102_040_517_767_816e-7;

/// The logarithm of a normal float to base 2, plus a whole number.
///
/// With `s = (m - 1) / (m + 1)` and a mantissa `m` between the roots of a half and of two, `log2(m)` is
/// `2/(3 ln 2) s (3 + s^2 + s^4 R(s^2))`, as in the `pow` of msun. All factors are kept as the sum of 21 bits, whose
/// products are exact, and a remainder.
#[inline(always)]
fn log2(value: f64, whole: f64) -> FixedBase {
    const EXPONENT: u64 = 0xFFF0_0000_0000_0000;
    const ONE: u64 = 1_f64.to_bits();
    const ABOVE_ROOT_HALF: u64 = ONE - core::f64::consts::FRAC_1_SQRT_2.to_bits();
    // A whole number in the last bits of this float, with the bias of exponents.
    const WHOLE: f64 = 4_503_599_627_370_496.0;
    let bits = value.to_bits();
    let shifted = bits.wrapping_add(ABOVE_ROOT_HALF);
    let exponent = (f64::from_bits((shifted >> 52) | WHOLE.to_bits()) - (WHOLE + 1_023.0)) + whole;
    let m = f64::from_bits(bits.wrapping_sub(shifted & EXPONENT).wrapping_add(ONE));

    let reciprocal = 1.0 / (m + 1.0);
    let s = (m - 1.0) * reciprocal;
    let s_high = truncate(s, 32);
    let sum = truncate(m + 1.0, 32);
    let s_low = reciprocal * (((m - 1.0) - s_high * sum) - s_high * (m - (sum - 1.0)));

    let [c0, c1, c2, c3, c4, c5, c6, c7] = COEFFICIENTS;
    let w = s * s;
    let w2 = w * w;
    let series = ((c0 + c1 * w) + (c2 + c3 * w) * w2) + ((c4 + c5 * w) + (c6 + c7 * w) * w2) * (w2 * w2);
    let square = s_high * s_high;
    let rest = w2 * series + s_low * (s_high + s);
    let factor = truncate(3.0 + square + rest, 32);
    let factor_low = rest - ((factor - 3.0) - square);

    let product = s_high * factor;
    let product_low = s_low * factor + factor_low * s;
    let high = truncate(product + product_low, 32);
    let low = product_low - (high - product);
    let log_high = SCALE_HIGH * high;
    let log_low = SCALE_LOW * high + low * SCALE;
    let rounded = truncate((log_high + log_low) + exponent, 21);
    FixedBase { high: rounded, low: log_low - ((rounded - exponent) - log_high) }
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
    fn powers_never_decrease_with_their_base() {
        for exponent in [0.01, 0.3, 0.9, 1.5, 3.0, 7.3, 40.0] {
            for n in [1_000, 999_983] {
                let powers = (0..=n)
                    .map(|k| FixedBase::of(crate::math::float(k) / crate::math::float(n)).raise(exponent));
                assert!(powers.is_sorted(), "{exponent} {n}");
            }
        }
    }
}
