//! Powers of a base that changes from value to value: its logarithm, times the exponent, to the power of two.

use super::exp2::{branch_free_exp2, exp2, half_exp2_m1, is_moderate, moderate_exp2};
use super::log2::{BLOCK, log2, log2_all, truncate};
use super::sqrt;

/// `base.powf(exponent)` for `base >= 0`, with fast paths for the commonest exponents.
#[inline(always)]
pub(crate) fn power(base: f64, exponent: f64) -> f64 {
    // These have at most two significant bits, which is quicker to see than each of them.
    if exponent.to_bits() << 13 != 0 {
        return raise(base, exponent);
    }
    match exponent {
        0.5 => sqrt(base),
        1.0 => base,
        1.5 => base * sqrt(base),
        2.0 => base * base,
        3.0 => base * base * base,
        _ => raise(base, exponent),
    }
}

/// The same for many bases, in loops without a branch.
pub(crate) fn raise_all(bases: &mut [f64], exponent: f64) {
    #[inline(always)]
    fn each(bases: &mut [f64], raise: impl Fn(f64) -> f64) {
        for base in bases {
            *base = raise(*base);
        }
    }
    match exponent {
        0.5 => each(bases, sqrt),
        1.0 => {}
        1.5 => each(bases, |base| base * sqrt(base)),
        2.0 => each(bases, |base| base * base),
        3.0 => each(bases, |base| base * base * base),
        _ => raise_each(bases, exponent),
    }
}

/// Any power, within 1.3e-16 of its value and 1.5e-18 for each unit of the exponent. A subnormal base counts as the smallest
/// normal float.
#[inline(always)]
fn raise(base: f64, exponent: f64) -> f64 {
    let normal = if base > f64::MIN_POSITIVE { base } else { f64::MIN_POSITIVE };
    let (high, low) = times(log2(normal), exponent);
    if base == 0.0 { 0.0 } else { exp2(high, low) }
}

/// The same bits, in loops that can be vectorized.
fn raise_each(bases: &mut [f64], exponent: f64) {
    let (mut lows, mut rs) = ([0.0; BLOCK], [0.0; BLOCK]);
    for block in bases.chunks_mut(BLOCK) {
        let below = block.iter().map(|&base| u64::from(base < f64::MIN_POSITIVE)).sum::<u64>();
        if below > 0 {
            for base in block {
                *base = raise(*base, exponent);
            }
            continue;
        }
        let mut is_extreme = false;
        log2_all(block, &mut lows, &mut rs, |logarithm| {
            let (high, low) = times(logarithm, exponent);
            is_extreme |= !is_moderate(high);
            (high, low)
        });
        let powers = block.iter_mut().zip(&lows);
        if is_extreme {
            powers.for_each(|(high, low)| *high = branch_free_exp2(*high, *low));
        } else {
            powers.for_each(|(high, low)| *high = moderate_exp2(*high, *low));
        }
    }
}

/// A logarithm times an exponent, as a sum: the first 21 bits of an exponent times the 32 of a first part are exact.
#[inline(always)]
fn times((whole, rest): (f64, f64), exponent: f64) -> (f64, f64) {
    let short = truncate(exponent, 32);
    let high = short * whole;
    let low = (exponent - short) * whole + exponent * rest;
    let sum = high + low;
    (sum, (high - sum) + low)
}

/// Whether the digits that a base near 1 has lost to rounding, and those that one minus a power near 1 loses, do not matter: less
/// than 1e-12 of a result.
#[inline(always)]
pub(crate) fn is_moderate_exponent(exponent: f64) -> bool {
    exponent > 1e-3 && exponent < 1e3
}

/// `base^exponent` for any exponent above 0, and one minus it, with the digits of both. `rest` is one minus the base.
#[cold]
pub(crate) fn power_and_rest(base: f64, rest: f64, exponent: f64) -> (f64, f64) {
    if base <= 0.0 {
        return (0.0, 1.0);
    }
    // What the base has lost to rounding, if it is the larger one.
    let lost = if rest < 0.5 { (1.0 - base) - rest } else { 0.0 };
    let (whole, low) = log2(if base > f64::MIN_POSITIVE { base } else { f64::MIN_POSITIVE });
    let (high, low) = times((whole, low + lost / base * core::f64::consts::LOG2_E), exponent);
    (exp2(high, low), -2.0 * half_exp2_m1(high, low))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::float;

    #[test]
    fn loops_have_the_same_bits() {
        for exponent in [1e-300, 0.01, 0.3, 0.5, 0.9, 1.0, 1.5, 2.0, 3.0, 7.3, 40.0, 1e3, 1e9, 1e300] {
            for n in [7, 1_000] {
                let bases = || (0..=n).map(|k| float(k) / float(n)).chain([5e-324, 1e-300, 3.0]);
                let mut raised: Vec<f64> = bases().collect();
                raise_all(&mut raised, exponent);
                assert!(bases().map(|base| power(base, exponent)).eq(raised), "{exponent}");
            }
        }
    }

    #[test]
    fn powers_never_decrease_with_their_base() {
        for exponent in [0.01, 0.3, 0.9, 1.5, 3.0, 7.3, 40.0] {
            for n in [1_000, 999_983] {
                let powers = (0..=n).map(|k| power(float(k) / float(n), exponent));
                assert!(powers.is_sorted(), "{exponent} {n}");
            }
        }
    }

    #[test]
    fn extreme_bases_and_exponents_give_the_limits() {
        for exponent in [1e-300, 0.7, 1e300] {
            assert_eq!([0.0, 1.0].map(|base| power(base, exponent)), [0.0, 1.0], "{exponent:e}");
        }
        assert_eq!(power(0.5, 1e300), 0.0);
        assert_eq!(power(0.999, 1e300), 0.0);
        assert_eq!(power(f64::MAX, 1e300), f64::INFINITY);
        assert_eq!(power(1e-300, 1e-300), 1.0);
    }
}
