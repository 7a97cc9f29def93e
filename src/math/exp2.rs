//! Powers of two: a table of 64 of them, and a polynomial between its entries.

use super::{DoubleDouble, clamp};

/// Powers per octave; a power of 2 itself.
const ENTRIES: usize = 64;
const ENTRY_BITS: u32 = ENTRIES.trailing_zeros();

/// `(2^f - 1) / f` for `f` up to 1/128 either way, within 2e-18; made by `doc/kernels.py`.
const COEFFICIENTS: [f64; 5] = [
    core::f64::consts::LN_2,
    0.240_226_506_958_921_4,
    0.055_504_108_664_803_826,
    0.009_618_140_859_595_685,
    0.001_333_356_978_334_557,
];

/// `2^(i / 64)`: the bits of the nearest float less the bits of `i` where an exponent would be, and what rounding lost,
/// relative to it. Adding the bits of a whole number of 64ths then gives its power. Computed with 30 digits by the compiler.
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler")]
const TABLE: [(u64, f64); ENTRIES] = {
    const STEP: DoubleDouble =
        DoubleDouble { high: 1.010_889_286_051_700_5, low: -1.523_477_860_336_857_7e-17 };
    let mut table = [(0, 0.0); ENTRIES];
    let mut power = DoubleDouble::ONE;
    let mut i = 0;
    while i < ENTRIES {
        let offset = (i as u64) << (EXPONENT_SHIFT - ENTRY_BITS);
        table[i] = (power.high.to_bits().wrapping_sub(offset), power.low / power.high);
        power = power.times(STEP);
        i += 1;
    }
    table
};

/// The bits of a mantissa.
const EXPONENT_SHIFT: u32 = 52;
/// A float loses what is below one 64th when this is added; its last bits are then the number of 64ths.
const ROUND: f64 = 6_755_399_441_055_744.0 / 64.0;
/// The same for multiples of 1,024.
const ROUND_COARSELY: f64 = 6_755_399_441_055_744.0 * 1_024.0;

/// `2^(high + low)`, for a `low` that is small beside `high`: within 1.2e-16 of the value. Overflows to infinity and
/// underflows to 0.
#[inline(always)]
pub(crate) fn exp2(high: f64, low: f64) -> f64 {
    if is_moderate(high) { moderate_exp2(high, low) } else { branch_free_exp2(high, low) }
}

/// Whether [`moderate_exp2`] is sufficient.
#[inline(always)]
pub(super) fn is_moderate(high: f64) -> bool {
    high.abs() < 512.0
}

/// The same bits for a moderate `high`.
#[inline(always)]
pub(super) fn moderate_exp2(high: f64, low: f64) -> f64 {
    let (power, excess) = parts(high, low);
    power + power * excess
}

/// The same bits without a branch, so that loops can be vectorized.
#[inline(always)]
pub(crate) fn branch_free_exp2(high: f64, low: f64) -> f64 {
    let clamped = clamp(-1_200.0, 1_200.0, high);
    // From 512 on either way in three factors, as the last powers of the range have no two that are normal floats.
    let coarse = clamped + ROUND_COARSELY;
    // A low part that is not small comes with a result that over- or underflows.
    let (power, excess) = parts(clamped - (coarse - ROUND_COARSELY), clamp(-0.5, 0.5, low));
    let root = f64::from_bits((coarse.to_bits() << (EXPONENT_SHIFT + 9)).wrapping_add(1_f64.to_bits()));
    (power + power * excess) * root * root
}

/// `(2^(high + low) - 1) / 2` with the digits of a small result, for exponents below 1,024: half, as there the whole
/// would overflow.
#[inline(always)]
pub(crate) fn half_exp2_m1(high: f64, low: f64) -> f64 {
    let (power, excess) = parts(if high > -1_000.0 { high } else { -1_000.0 }, clamp(-0.5, 0.5, low));
    let half = f64::from_bits(power.to_bits().wrapping_sub(1 << EXPONENT_SHIFT));
    half * excess + (half - 0.5)
}

/// The power of two nearest to `2^high` whose exponent is a multiple of a 64th, and `2^(high + low)` over it minus 1. For
/// results in the range of normal floats.
#[inline(always)]
pub(super) fn parts(high: f64, low: f64) -> (f64, f64) {
    let rounded = high + ROUND;
    let (offset, lost) = entry(rounded.to_bits());
    let f = (high - (rounded - ROUND)) + low;
    let [c1, c2, c3, c4, c5] = COEFFICIENTS;
    let square = f * f;
    // In this order the additions do not wait for one another.
    let excess = (lost + c1 * f) + square * ((c2 + c3 * f) + square * (c4 + c5 * f));
    let power = offset.wrapping_add(rounded.to_bits() << (EXPONENT_SHIFT - ENTRY_BITS));
    (f64::from_bits(power), excess)
}

/// The entry of the last bits of an index.
#[inline(always)]
#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "the index is below the length"
)]
fn entry(index: u64) -> (u64, f64) {
    TABLE[index as usize % ENTRIES]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bits would be the same if none were moderate.
    #[test]
    fn common_exponents_are_moderate() {
        assert_eq!([-511.9, -1.0, 0.0, 511.9].map(is_moderate), [true; 4]);
        assert_eq!([-512.0, 512.0, f64::INFINITY, f64::NAN].map(is_moderate), [false; 4]);
    }
}
