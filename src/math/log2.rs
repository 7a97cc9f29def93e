//! Logarithms to base 2: a table of 128 of them, and a polynomial around its entries.

use super::DoubleDouble;

/// Intervals per octave; a power of 2 itself.
const ENTRIES: usize = 128;
const EXPONENT_SHIFT: u32 = 52;
const INDEX_SHIFT: u32 = EXPONENT_SHIFT - ENTRIES.trailing_zeros();
/// Mantissas are taken from here, about 0.7056, to its double, so that 1 is in the middle of an interval.
const BEGIN: u64 = 0x3FE6_8AAA_0000_0000;

/// `(log2(1 + r) - r / ln(2)) / r^2` for `r` up to 0.0047 either way; made by `doc/kernels.py`.
const COEFFICIENTS: [f64; 5] = [
    -0.721_347_520_444_481_7,
    0.480_898_346_931_559_03,
    -0.360_673_760_194_740_7,
    0.288_544_699_192_258_67,
    -0.240_454_153_121_596_13,
];
/// The same with more digits.
const LONG_COEFFICIENTS: [f64; 6] = [
    -0.721_347_520_444_481_8,
    0.480_898_346_962_987_83,
    -0.360_673_760_172_740_33,
    0.288_539_008_133_792_2,
    -0.240_455_149_062_816_8,
    0.206_104_603_185_808_8,
];

/// `1 / ln(2)` as the sum of 25 bits and a remainder.
const SCALE: f64 = core::f64::consts::LOG2_E;
const SCALE_HIGH: f64 = 1.442_695_021_629_333_5;
const SCALE_LOW: f64 = 1.925_962_991_126_617_5e-8;

/// An interval: a multiple of 1/512 near its middle, one over that, and its logarithm as the sum of a multiple of 2^-21 and a
/// remainder.
#[derive(Clone, Copy)]
struct Entry {
    center: f64,
    reciprocal: f64,
    high: f64,
    low: f64,
}

/// Computed with 30 digits by the compiler.
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler")]
const TABLE: [Entry; ENTRIES] = {
    let mut table = [Entry { center: 1.0, reciprocal: 1.0, high: 0.0, low: 0.0 }; ENTRIES];
    let mut begin = BEGIN;
    let mut i = 0;
    while i < ENTRIES {
        let end = begin + (1 << INDEX_SHIFT);
        table[i] = Entry::around(f64::midpoint(f64::from_bits(begin), f64::from_bits(end)));
        begin = end;
        i += 1;
    }
    table
};

impl Entry {
    const fn around(middle: f64) -> Self {
        // Adding these rounds to multiples of 1/512 and 2^-21.
        const PLACES: f64 = 6_755_399_441_055_744.0 / 512.0;
        const LONG_PLACES: f64 = 6_755_399_441_055_744.0 / 2_097_152.0;
        let center = (middle + PLACES) - PLACES;
        let log = exact_log2(center);
        let high = (log.high + LONG_PLACES) - LONG_PLACES;
        Self { center, reciprocal: 1.0 / center, high, low: (log.high - high) + log.low }
    }
}

/// `log2(value)` for a value of at most ten bits between 0.7 and 1.5: `ln(x) = 2 (s + s^3/3 + s^5/5 + ..)` with
/// `s = (x - 1) / (x + 1)`.
const fn exact_log2(value: f64) -> DoubleDouble {
    const LN_2: DoubleDouble =
        DoubleDouble { high: core::f64::consts::LN_2, low: 2.319_046_813_846_299_6e-17 };
    let s = DoubleDouble::of(value - 1.0).over(DoubleDouble::of(1.0 + value));
    let square = s.times(s);
    let mut sum = DoubleDouble::of(0.0);
    let mut odd = 49.0;
    while odd > 0.0 {
        sum = sum.times(square).plus(DoubleDouble::ONE.over(DoubleDouble::of(odd)));
        odd -= 2.0;
    }
    sum.times(s).times(DoubleDouble::of(2.0)).over(LN_2)
}

/// The logarithm of a normal float to base 2, plus a whole number, as a sum whose first part has 32 significant bits.
///
/// The absolute error is 1e-20 or, where the value is near 1, the relative one 3e-19.
///
/// With `c` from the table and `r = (value - c) / c` in two parts it is `log2(c) + r / ln(2) + r^2 P(r)`, as in the `pow` of
/// Arm's optimized routines.
#[inline(always)]
pub(super) fn long_log2(value: f64, whole: f64) -> (f64, f64) {
    let (exponent, distance, entry) = reduced(value);
    let exponent = exponent + whole;
    let r = distance * entry.reciprocal;
    let r_high = truncate(r, 28);
    let r_low = (distance - r_high * entry.center) * entry.reciprocal;

    let [c0, c1, c2, c3, c4, c5] = LONG_COEFFICIENTS;
    let square = r * r;
    // In this order the additions do not wait for one another.
    let curve = square * ((c0 + c1 * r) + square * ((c2 + c3 * r) + square * (c4 + c5 * r)));

    let base = exponent + entry.high;
    let linear = r_high * SCALE_HIGH;
    let sum = base + linear;
    let low = ((base - sum) + linear) + (entry.low + (r_high * SCALE_LOW + r_low * SCALE)) + curve;
    let high = truncate(sum + low, 21);
    (high, low - (high - sum))
}

/// The logarithm of a normal float to base 2 as the sum of a number with 32 significant bits and a remainder below 1/128.
///
/// The absolute error is 2e-18 or, where the value is near 1, the relative one 3e-16.
#[inline(always)]
pub(super) fn log2(value: f64) -> (f64, f64) {
    let (whole, low, r) = parts(value);
    (whole, rest(low, r))
}

/// Values per pass: so few that they stay in the nearest cache.
pub(super) const BLOCK: usize = 128;

/// The same bits for many values, which are replaced by the first parts of what `finish` makes of them. In two loops, as reading
/// the table would keep the arithmetic from being vectorized.
#[inline(always)]
pub(super) fn log2_all(
    values: &mut [f64],
    lows: &mut [f64; BLOCK],
    rs: &mut [f64; BLOCK],
    mut finish: impl FnMut((f64, f64)) -> (f64, f64),
) {
    // By fours, which are unrolled.
    for ((values, lows), rs) in values.chunks_mut(4).zip(lows.chunks_mut(4)).zip(rs.chunks_mut(4)) {
        if let Ok(values) = <&mut [f64; 4]>::try_from(&mut *values) {
            read_parts(values, lows, rs);
        } else {
            read_parts(values, lows, rs);
        }
    }
    for ((value, low), r) in values.iter_mut().zip(lows).zip(rs) {
        (*value, *low) = finish((*value, rest(*low, *r)));
    }
}

#[inline(always)]
fn read_parts(values: &mut [f64], lows: &mut [f64], rs: &mut [f64]) {
    for ((value, low), r) in values.iter_mut().zip(lows).zip(rs) {
        (*value, *low, *r) = parts(*value);
    }
}

/// The whole part, what it lost, and the relative distance from the center of the interval.
#[inline(always)]
fn parts(value: f64) -> (f64, f64, f64) {
    let (exponent, distance, entry) = reduced(value);
    (exponent + entry.high, entry.low, distance * entry.reciprocal)
}

#[inline(always)]
fn rest(low: f64, r: f64) -> f64 {
    let [c0, c1, c2, c3, c4] = COEFFICIENTS;
    let square = r * r;
    (low + r * SCALE) + square * ((c0 + c1 * r) + square * ((c2 + c3 * r) + square * c4))
}

/// The logarithm of a normal float to base 2, within 1e-7.
#[inline(always)]
pub(crate) fn rough_log2(value: f64) -> f64 {
    let (exponent, distance, entry) = reduced(value);
    let r = distance * entry.reciprocal;
    let [c0, ..] = COEFFICIENTS;
    (exponent + entry.high) + (entry.low + r * (SCALE + c0 * r))
}

/// `log2((1 - weight) + weight * value)`, with the digits of a mean near 1. `rest` is `1 - weight`.
#[inline(always)]
pub(crate) fn log2_of_mean(value: f64, weight: f64, rest: f64) -> f64 {
    let (mean, correction) = mean(value, weight, rest);
    let (high, low) = log2(mean);
    high + (low + correction)
}

/// The same bits for many weights, which are replaced by the logarithms.
pub(crate) fn log2_of_means(value: f64, weights: &mut [f64], rests: &mut [f64]) {
    let (mut lows, mut rs) = ([0.0; BLOCK], [0.0; BLOCK]);
    for (weights, rests) in weights.chunks_mut(BLOCK).zip(rests.chunks_mut(BLOCK)) {
        for (weight, rest) in weights.iter_mut().zip(&mut *rests) {
            (*weight, *rest) = mean(value, *weight, *rest);
        }
        log2_all(weights, &mut lows, &mut rs, |parts| parts);
        for ((high, low), correction) in weights.iter_mut().zip(&lows).zip(rests) {
            *high += low + *correction;
        }
    }
}

/// The mean, and what its logarithm lacks.
#[inline(always)]
fn mean(value: f64, weight: f64, rest: f64) -> (f64, f64) {
    let excess = weight * (value - 1.0);
    let small = excess < -0.5;
    let mean = if small { rest + weight * value } else { 1.0 + excess };
    // What the sum lost, exactly.
    let rounded = mean - 1.0;
    let lost = (1.0 - (mean - rounded)) + (excess - rounded);
    (mean, if small { 0.0 } else { lost / mean * SCALE })
}

/// An exponent, the entry of the interval of a mantissa between [`BEGIN`] and its double, and the distance of that from its center.
#[inline(always)]
fn reduced(value: f64) -> (f64, f64, Entry) {
    const ONE: u64 = 1_f64.to_bits();
    // A whole number in the last bits of this float, with the bias of exponents.
    const WHOLE: f64 = 4_503_599_627_370_496.0;
    let bits = value.to_bits();
    let shifted = bits.wrapping_add(ONE - BEGIN);
    let exponent = f64::from_bits((shifted >> EXPONENT_SHIFT) | WHOLE.to_bits()) - (WHOLE + 1_023.0);
    let m = f64::from_bits(bits.wrapping_sub(shifted & (u64::MAX << EXPONENT_SHIFT)).wrapping_add(ONE));
    let entry = entry(shifted >> INDEX_SHIFT);
    (exponent, m - entry.center, entry)
}

/// Without the last `bits` bits of the mantissa.
#[inline(always)]
pub(super) fn truncate(value: f64, bits: u32) -> f64 {
    f64::from_bits(value.to_bits() & (u64::MAX << bits))
}

/// The entry of the last bits of an index.
#[inline(always)]
#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "the index is below the length"
)]
fn entry(index: u64) -> Entry {
    TABLE[index as usize % ENTRIES]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rough_logarithms_have_seven_digits() {
        for value in [1e-18, 0.3, 0.999, 1.0, 1.000_001, 1.5, 2.0, 10.0, 1e18] {
            assert!((rough_log2(value) - libm::log2(value)).abs() <= 1e-7, "{value}");
        }
    }
}
