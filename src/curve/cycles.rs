//! Boundaries of cycles with geometrically growing or shrinking lengths.
//!
//! Cycle `i` is `period * mult^i` long and begins at `S(i) = period * (mult^i - 1) / (mult - 1)`. The cycle of a step
//! is the last one with `S(i) <= step`, found by comparing boundaries; a logarithm only gives the first guess. `mult` means
//! the decimal that was written: 10 * 1.3 is 13, though the `f64` nearest to 1.3 is a little above it. The first boundaries
//! are in a table. Of a later one 60 bits are computed, which say between which steps it lies unless it is very near one of
//! them, and only there twice the precision of `f64`.

use core::fmt;
use core::num::NonZero;

use crate::math::{self, DoubleDouble, FixedBase};

/// Cycles whose boundaries are kept.
const TABLE: usize = 64;

/// The lengths of a sequence of cycles.
#[derive(Clone, Copy)]
pub(crate) struct Cycles {
    period: NonZero<usize>,
    mult: f64,
    /// `mult` as the decimal that it was written as.
    decimal: DoubleDouble,
    /// `period / (mult - 1)`.
    scale: DoubleDouble,
    /// `decimal`, ready to be raised.
    base: FixedBase,
    /// How many cycles it takes until lengths have doubled.
    doubling: f64,
    /// `(mult - 1) / period`.
    growth: f64,
    /// How many cycles have whole lengths, counted from the first: all of them, or the boundaries after them are fractional.
    whole_lengths: f64,
    /// How many cycles are at least one step long, if they shrink; otherwise `usize::MAX`.
    limit: usize,
    /// The last step of those.
    last: usize,
    /// The first boundaries, unless all cycles are equally long, then infinity. Rounded to floats from which the same steps are
    /// the first ones.
    table: [f64; TABLE],
    /// The last of them that is finite, or 0.
    tabulated: f64,
}

/// Position of a step: cycle index and offset within it.
#[derive(Debug)]
pub(crate) struct CyclePosition {
    pub(crate) cycle: usize,
    /// Steps since the first step of the cycle.
    pub(crate) step_in_cycle: usize,
    /// The same as a float.
    pub(crate) into: f64,
    /// Distance from the (fractional) boundary to the first whole step, in `0..1`.
    pub(crate) offset: f64,
    /// The steps from its boundary to the next.
    pub(crate) length: f64,
}

impl CyclePosition {
    #[inline(always)]
    fn new(cycle: usize, step_in_cycle: usize, offset: f64, length: f64) -> Self {
        Self { cycle, step_in_cycle, into: math::float(step_in_cycle), offset, length }
    }
}

impl fmt::Debug for Cycles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { period, mult, .. } = self;
        f.debug_struct("Cycles").field("period", period).field("mult", mult).finish_non_exhaustive()
    }
}

/// The other fields follow from these two, and need not be numbers where they are not used.
impl PartialEq for Cycles {
    fn eq(&self, other: &Self) -> bool {
        (self.period, self.mult) == (other.period, other.mult)
    }
}

impl Cycles {
    /// Cycles of `period` steps, then `period * mult`, and so on.
    pub(crate) fn new(period: NonZero<usize>, mult: f64) -> Self {
        let decimal = decimal(mult);
        let scale = DoubleDouble::from(period.get()).over(decimal.minus(DoubleDouble::ONE));
        let base = FixedBase::of_long(decimal);
        let cycles = Self {
            period,
            mult,
            decimal,
            scale,
            base,
            doubling: 1.0 / base.log2(),
            growth: (mult - 1.0) / math::float(period.get()),
            whole_lengths: f64::INFINITY,
            limit: usize::MAX,
            last: usize::MAX,
            table: [f64::INFINITY; TABLE],
            tabulated: 0.0,
        };
        Self { whole_lengths: cycles.count_whole_lengths(), ..cycles }.limited().tabulated()
    }

    #[inline(always)]
    fn first_length(&self) -> f64 {
        math::float(self.period.get())
    }

    /// How many cycles are at least one step long, if they shrink.
    pub(crate) fn limit(&self) -> Option<usize> {
        (self.limit < usize::MAX).then_some(self.limit)
    }

    /// Whether a step is after all cycles of at least one step.
    #[inline(always)]
    pub(crate) const fn ended(&self, step: usize) -> bool {
        step > self.last
    }

    /// Locates `step`.
    #[inline(always)]
    pub(crate) fn locate(&self, step: usize) -> CyclePosition {
        if self.mult == 1.0 {
            CyclePosition::new(step / self.period, step % self.period, 0.0, self.first_length())
        } else if let Some((cycle, begin, end)) = self.look_up(math::float(step)) {
            let first = ceil(begin);
            let step_in_cycle = step.saturating_sub(math::to_usize(first));
            CyclePosition::new(cycle, step_in_cycle, first - begin, end - begin)
        } else {
            self.locate_quickly(step).unwrap_or_else(|| self.locate_exactly(step))
        }
    }

    /// The cycle of a step and the boundaries around it, if they are in the table.
    #[inline(always)]
    pub(crate) fn look_up(&self, step: f64) -> Option<(usize, f64, f64)> {
        if step >= self.tabulated {
            return None;
        }
        let containing = |cycle: usize| {
            let (&begin, &end) = (self.table.get(cycle)?, self.table.get(cycle.saturating_add(1))?);
            (begin <= step && step < end).then_some((cycle, begin, end))
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "saturates beyond the table"
        )]
        let guess = usize::from(self.cycles_before(step) as u8);
        let search = || self.table.partition_point(|&begin| begin <= step).saturating_sub(1);
        containing(guess).or_else(|| containing(search()))
    }

    /// How many cycles have passed before a step, from a logarithm with 7 digits.
    #[inline(always)]
    fn cycles_before(&self, step: f64) -> f64 {
        math::rough_log2(step * self.growth + 1.0) * self.doubling
    }

    /// Locates a step from a logarithm, if it is clear which cycle contains it.
    #[inline(always)]
    fn locate_quickly(&self, step: usize) -> Option<CyclePosition> {
        let at = math::float(step);
        // Rounded down, but for a boundary itself.
        let cycle = round(self.cycles_before(at) - (0.5 - 1e-6));
        let (first, offset, length) = self.quick_boundary(cycle)?;
        let into = at - first;
        let remaining = length - (into + offset);
        let (cycle, step_in_cycle) = (math::to_usize(cycle), math::to_usize(into));
        (at < WHOLE && into >= 0.0 && remaining > length * 1e-12).then_some(CyclePosition {
            cycle,
            step_in_cycle,
            into,
            offset,
            length,
        })
    }

    /// The first step of a cycle, its distance from the boundary, and the length of the cycle, from the logarithm of the
    /// multiplier, if it is clear between which steps the boundary lies.
    #[inline(always)]
    fn quick_boundary(&self, cycle: f64) -> Option<(f64, f64, f64)> {
        // More than the relative error of a power of a thousand cycles with 60 bits.
        const ERROR: f64 = 5.6e-17;
        // With a multiplier near 1 the digits of a difference of its powers are too few.
        if (self.mult - 1.0).abs() < 1e-3 {
            return None;
        }
        let (power, excess) = self.base.raise_in_parts(cycle)?;
        let rest = power * excess;
        // In two parts of which the first have at most 26 bits, so that their product is exact.
        let (power_high, scale_high) = (math::half(power), math::half(self.scale.high));
        let (power_low, scale_low) =
            ((power - power_high) + rest, (self.scale.high - scale_high) + self.scale.low);
        let far = DoubleDouble::sum(power_high * scale_high, -scale_high);
        let near = far.low + (power_low * self.scale.high + (power_high - 1.0) * scale_low);
        let begin = far.high + near;
        let nearest = round(begin);
        let before = (nearest - far.high) - near;
        let error = (power * self.scale.high).abs() * ERROR;
        let is_whole = cycle <= self.whole_lengths;
        if begin < WHOLE && (if is_whole { error < 0.25 } else { before.abs() > error }) {
            let period = self.first_length();
            let length = power * period + rest * period;
            let length = if cycle < self.whole_lengths { round(length) } else { length };
            let up = if before < 0.0 { 1.0 } else { 0.0 };
            let (first, offset) = if is_whole { (nearest, 0.0) } else { (nearest + up, before + up) };
            Some((first, offset, length))
        } else {
            None
        }
    }

    /// Locates a step by comparing boundaries with 30 digits.
    #[cold]
    fn locate_exactly(&self, step: usize) -> CyclePosition {
        let growth = math::saturate(math::float(step) / self.first_length() * (self.mult - 1.0));
        // Past the limit of shrinking boundaries the logarithm is NaN, which counts as none.
        let guess = math::to_usize(math::ln_1p(growth) / math::ln_1p(self.mult - 1.0));
        let cycle = search(guess, |cycle| self.cycle(cycle).0.at_most(step as u64));
        let (first, offset, length) = self
            .boundary(cycle)
            .unwrap_or_else(|| (step as u64, 0.0, math::saturate(self.cycle(cycle).1.high)));
        let step_in_cycle = step.saturating_sub(usize::try_from(first).unwrap_or(step));
        CyclePosition::new(cycle, step_in_cycle, offset, length)
    }

    /// The first step of a cycle, its distance from the boundary, and the length of the cycle, unless it begins after 2^64
    /// steps. The same from all steps of a cycle and for any width of `usize`.
    fn boundary(&self, cycle: usize) -> Option<(u64, f64, f64)> {
        if let Some((first, offset, length)) = self.quick_boundary(math::float(cycle)) {
            return Some((to_u64(first), offset, length));
        }
        let (begin, length) = self.cycle(cycle);
        let first = begin.ceil()?;
        let offset = if begin.at_least(first) { 0.0 } else { DoubleDouble::from(first).minus(begin).high };
        Some((first, offset, math::saturate(length.high)))
    }

    /// The first step of a cycle: its boundary, or the next step if it falls between two.
    #[inline(never)]
    pub(crate) fn first_step(&self, cycle: usize) -> Option<usize> {
        if self.mult == 1.0 {
            self.period.get().checked_mul(cycle)
        } else {
            usize::try_from(self.boundary(cycle)?.0).ok()
        }
    }

    /// With the number of cycles that are at least one step long, if they shrink.
    fn limited(self) -> Self {
        if self.mult >= 1.0 {
            return self;
        }
        let guess = math::ln(self.first_length()) / -math::ln(self.mult);
        let last = search(math::to_usize(guess), |cycle| {
            let length = self.power(cycle).times(DoubleDouble::from(self.period.get()));
            length.at_least(1)
        });
        let limit = last.saturating_add(1);
        let last = self.first_step(limit).map_or(usize::MAX, |end| end.saturating_sub(1));
        Self { limit, last, ..self }
    }

    /// With the table of boundaries, up to the first whose rounding would be more than 1e-13 of its cycle.
    fn tabulated(self) -> Self {
        let Self { mut table, mut tabulated, .. } = self;
        if self.mult == 1.0 {
            return self;
        }
        for (cycle, kept) in table.iter_mut().enumerate() {
            let Some((first, offset, length)) = self.boundary(cycle) else { break };
            let first = DoubleDouble::from(first).high;
            if cycle > self.limit || first >= WHOLE || first * f64::EPSILON > length * 1e-13 {
                break;
            }
            let begin = first - offset;
            // Rounded up if it was rounded down to the step before.
            let up = f64::from_bits(begin.to_bits().wrapping_add(1));
            *kept = if begin > first - 1.0 { begin } else { up };
            tabulated = *kept;
        }
        Self { table, tabulated, ..self }
    }

    /// How many cycles have whole lengths. Each has one factor of the denominator of a fractional multiplier less, and once
    /// there is none, no sum of lengths is whole again.
    fn count_whole_lengths(&self) -> f64 {
        if self.mult >= 2.0 && math::float(math::to_usize(self.mult)) == self.mult {
            return f64::INFINITY;
        }
        let (mut count, mut length) = (0.0, DoubleDouble::from(self.period.get()));
        while self.mult != 1.0 && length.is_whole() && count < 64.0 {
            length = length.times(self.decimal);
            count += 1.0;
        }
        count
    }

    /// Where a cycle begins, and its length.
    fn cycle(&self, cycle: usize) -> (DoubleDouble, DoubleDouble) {
        let (period, power) = (DoubleDouble::from(self.period.get()), self.power(cycle));
        let begin = match cycle {
            0 => DoubleDouble::from(0.0),
            // Exact whatever the multiplier; what follows a multiplier so large that `scale` underflows is out of reach.
            1 => period,
            _ => power.minus(DoubleDouble::ONE).times(self.scale),
        };
        // A length that overflows has no low part.
        let length = power.times(period);
        (begin, if length.high.is_finite() { length } else { DoubleDouble::from(f64::INFINITY) })
    }

    /// `mult^cycle` by squaring.
    fn power(&self, mut cycle: usize) -> DoubleDouble {
        let (mut power, mut square) = (DoubleDouble::ONE, self.decimal);
        loop {
            if cycle % 2 == 1 {
                power = power.times(square);
            }
            cycle /= 2;
            if cycle == 0 {
                break;
            }
            square = square.times(square);
        }
        power
    }
}

/// Floats below this are rounded to whole numbers by [`round`].
const WHOLE: f64 = 2_251_799_813_685_248.0; // 2^51

#[inline(always)]
fn round(value: f64) -> f64 {
    const ROUND: f64 = 3.0 * WHOLE;
    (value + ROUND) - ROUND
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
fn to_u64(value: f64) -> u64 {
    value as u64
}

#[inline(always)]
fn ceil(value: f64) -> f64 {
    let nearest = round(value);
    if nearest < value { nearest + 1.0 } else { nearest }
}

/// The decimal of at most six places that `mult` is the nearest float to, or else `mult` itself.
fn decimal(mult: f64) -> DoubleDouble {
    const PLACES: f64 = 1e6;
    // The nearest whole number, as long as it is exact.
    let scaled = mult * PLACES;
    let decimal = DoubleDouble::from(to_u64(scaled + 0.5)).over(DoubleDouble::from(PLACES));
    if decimal.high == mult { decimal } else { DoubleDouble::from(mult) }
}

/// The largest number for which `holds`, searched from `guess`; it must hold up to some number and not after.
fn search(guess: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut stride) = (guess, 1_usize);
    while low > 0 && !holds(low) {
        low = low.saturating_sub(stride);
        stride = stride.saturating_mul(2);
    }
    stride = 1;
    while low.checked_add(stride).is_some_and(&holds) {
        low = low.saturating_add(stride);
        stride = stride.saturating_mul(2);
    }
    while stride > 1 {
        stride /= 2;
        if low.checked_add(stride).is_some_and(&holds) {
            low = low.saturating_add(stride);
        }
    }
    low
}

impl DoubleDouble {
    /// Relative tolerance: values within 1e-28 compare equal.
    const SLACK: f64 = 1e-28;

    /// Whether this is a whole number above 0 and below [`WHOLE`].
    fn is_whole(self) -> bool {
        let rest = (round(self.high) - self.high) - self.low;
        self.high > 0.5 && self.high < WHOLE && rest.abs() <= self.high * Self::SLACK
    }

    /// Whether this is `<= step`. What overflowed is not.
    fn at_most(self, step: u64) -> bool {
        let rest = Self::from(step).minus(self).high;
        self.high.is_finite() && rest >= -self.high * Self::SLACK
    }

    fn at_least(self, step: u64) -> bool {
        let excess = self.minus(Self::from(step)).high;
        excess >= -self.high * Self::SLACK
    }

    /// The first whole number that is not below this, if it is a `u64`.
    fn ceil(self) -> Option<u64> {
        #[expect(clippy::cast_possible_truncation, reason = "the casts saturate")]
        let near = (self.high as i128).saturating_add(self.low as i128);
        (-1..=1).find_map(|nudge| {
            let step = u64::try_from(near.saturating_add(nudge)).ok()?;
            self.at_most(step).then_some(step)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cycles(period: usize, mult: f64) -> Cycles {
        Cycles::new(NonZero::new(period).unwrap(), mult)
    }

    /// The first steps of the cycles, from exact fractions: `S(i)` as a multiple of 1/den, rounded up.
    fn first_steps(
        period: u128,
        numerator: u128,
        denominator: u128,
        count: u32,
    ) -> impl Iterator<Item = u128> {
        // S(i) = period * sum of (n/d)^j = period * sum of n^j d^(i-1-j) / d^(i-1)
        (0..count).map(move |i| {
            if i == 0 {
                return 0;
            }
            let sum: u128 = (0..i).map(|j| numerator.pow(j) * denominator.pow(i - 1 - j)).sum();
            (period * sum).div_ceil(denominator.pow(i - 1))
        })
    }

    #[test]
    fn boundaries_are_those_of_exact_fractions() {
        for (numerator, denominator) in
            [(3_u32, 2_u32), (5, 4), (5, 2), (9, 8), (7, 4), (1, 2), (3, 4), (2, 1), (3, 1)]
        {
            for period in [1, 2, 7, 8, 10, 100, 4096] {
                let mult = f64::from(numerator) / f64::from(denominator);
                let cycles = cycles(period, mult);
                let exact = first_steps(period as u128, numerator.into(), denominator.into(), 22);
                let exact: Vec<usize> = exact.map_while(|step| step.try_into().ok()).collect();
                for (cycle, window) in exact.windows(2).enumerate() {
                    let first = window[0];
                    assert_eq!(cycles.first_step(cycle), Some(first), "{period} {mult} {cycle}");
                    // A cycle that contains a step owns it and the last one before the next cycle.
                    if window[0] < window[1] {
                        assert_eq!(cycles.locate(first).cycle, cycle, "{period} {mult} {cycle}");
                        assert_eq!(cycles.locate(window[1] - 1).cycle, cycle);
                    }
                }
            }
        }
    }

    /// The boundary is a difference of numbers that are up to 33 times as large, so that their low parts count.
    #[cfg(target_pointer_width = "64")]
    #[test]
    fn the_second_cycle_begins_after_the_longest_periods() {
        for period in [(1 << 50) - 1, 1 << 50, (1 << 51) + 1, (1 << 52) - 1, (1 << 53) + 1, usize::MAX / 3] {
            for mult in [1.031, 1.039, 1.05, 1.3, 1.5, 2.5, 7.7, 0.96, 0.9, 0.5] {
                let cycles = cycles(period, mult);
                let found = [period - 1, period].map(|step| cycles.locate(step).cycle);
                assert_eq!((cycles.first_step(1), found), (Some(period), [0, 1]), "{period} {mult}");
            }
        }
    }

    #[test]
    fn a_multiplier_is_the_decimal_it_was_written_as() {
        // As floats 1.3 and 1.8 are above the decimals, 1.2 and 1.4 below; these boundaries are whole.
        let whole = [
            (10, 1.3, 2, 23),
            (20, 1.8, 2, 56),
            (25, 1.2, 3, 91),
            (100, 1.1, 3, 331),
            (1_000, 1.4, 4, 7_104),
            (8_000, 1.05, 3, 25_220),
        ];
        for (period, mult, cycle, first) in whole {
            let cycles = cycles(period, mult);
            assert_eq!(cycles.first_step(cycle), Some(first), "{period} {mult}");
            let (last, here) = (cycles.locate(first - 1), cycles.locate(first));
            assert_eq!([last.cycle, here.cycle], [cycle - 1, cycle], "{period} {mult}");
            assert_eq!((here.step_in_cycle, here.offset), (0, 0.0), "{period} {mult}");
        }
        // 10, 1 and 0.1 steps
        assert_eq!(cycles(10, 0.1).limit(), Some(2));
    }

    #[test]
    fn pytorch_88791_restarts_at_powers_of_three() {
        // S(5) = 121 * period: where the logarithm base 3 falls step_in_cycle the cycle before.
        for period in 1..200 {
            let cycles = cycles(period, 3.0);
            assert_eq!(cycles.locate(121 * period).cycle, 5);
            assert_eq!(cycles.locate(121 * period - 1).cycle, 4);
            assert_eq!(cycles.locate(121 * period).step_in_cycle, 0);
        }
    }

    /// What is found from a logarithm is what 30 digits say, in every cycle, and lengths and offsets are to the last bits.
    #[test]
    fn quick_boundaries_are_those_of_30_digits() {
        for mult in [0.2, 0.5, 0.7, 0.9, 0.96, 1.04, 1.1, 1.25, 1.3, 1.5, 1.618_033_988_749_895, 2.5, 17.3] {
            for period in [1, 3, 10, 150, 1_000, 4_096, 1_000_000] {
                let cycles = cycles(period, mult);
                let mut quick = 0;
                for cycle in 0..cycles.limit().unwrap_or(60) {
                    let (begin, length) = cycles.cycle(cycle);
                    let Some((first, offset, quick_length)) = cycles.quick_boundary(math::float(cycle))
                    else {
                        continue;
                    };
                    quick += 1;
                    let expected = begin.ceil().and_then(|step| step.try_into().ok());
                    assert_eq!(cycles.first_step(cycle), expected, "{period} {mult} {cycle}");
                    let exact = DoubleDouble::from(first).minus(begin).high;
                    let error = (offset - exact).abs().max((quick_length - length.high).abs());
                    assert!(error <= length.high * 5e-16, "{period} {mult} {cycle} {error:e}");
                }
                assert!(quick > 0, "{period} {mult}");
            }
        }
    }

    /// The results would be the same without, and take ten times as long.
    #[test]
    fn thirty_digits_are_rarely_needed() {
        for mult in [1.01, 1.03, 1.1, 1.3, 1.5, 2.0, 2.5] {
            for period in [7, 1_000, 4_096] {
                let cycles = cycles(period, mult);
                let quick = (60..160).filter(|&cycle| cycles.quick_boundary(math::float(cycle)).is_some());
                let reached = (60..160)
                    .filter(|&cycle| cycles.cycle(cycle).0.high < WHOLE / 64.0)
                    .filter_map(|cycle| Some((cycles.first_step(cycle)?, cycles.first_step(cycle + 1)?)));
                let found = reached
                    .clone()
                    .filter(|&(first, next)| cycles.locate_quickly(first.midpoint(next)).is_some());
                let count = reached.count();
                assert!(quick.count() * 10 >= count * 9, "{period} {mult}");
                assert!(found.count() * 10 >= count * 9, "{period} {mult}");
            }
        }
        // Whole boundaries: 1024 (1.5^i - 1) / 0.5 for i up to 10, of which the first steps are found as well.
        let cycles = cycles(1_024, 1.5);
        for cycle in 0..=10 {
            let (first, offset, _) = cycles.quick_boundary(math::float(cycle)).unwrap();
            assert_eq!(offset, 0.0, "{cycle}");
            assert!(cycles.locate_quickly(math::to_usize(first)).is_some(), "{cycle}");
        }
    }

    /// The table has the boundaries of 30 digits, rounded so that the first steps are the same.
    #[test]
    fn the_table_has_the_boundaries_of_30_digits() {
        for mult in [0.5, 0.9, 0.99, 1.002, 1.04, 1.1, 1.3, 1.5, 1.618_033_988_749_895, 2.0, 2.5, 3.0, 17.3] {
            for period in [1, 3, 10, 150, 1_000, 4_096, 1_000_000] {
                let cycles = cycles(period, mult);
                let kept = cycles.table.iter().take_while(|&&begin| begin < f64::INFINITY);
                let mut count = 0;
                for (cycle, &kept) in kept.enumerate() {
                    let (begin, length) = cycles.cycle(cycle);
                    assert_eq!(begin.ceil(), Some(to_u64(ceil(kept))), "{period} {mult} {cycle}");
                    let error = DoubleDouble::from(kept).minus(begin).high.abs();
                    assert!(error <= length.high * 1e-13, "{period} {mult} {cycle} {error:e}");
                    count += 1;
                }
                assert!(count >= 4.min(cycles.limit), "{period} {mult} {count}");
                assert!(count == TABLE || mult < 1.0 || cycles.tabulated > 1e6, "{period} {mult} {count}");
            }
        }
    }

    /// From the table, from a logarithm, and with 30 digits.
    #[test]
    fn steps_are_located_between_the_boundaries_of_30_digits() {
        for mult in [0.5, 0.9, 0.999, 1.000_3, 1.002, 1.01, 1.03, 1.05, 1.1, 1.3, 1.5, 2.0, 2.5, 3.0, 17.3] {
            for period in [1, 3, 10, 150, 1_000, 4_096, 1_000_000] {
                let cycles = cycles(period, mult);
                for cycle in (0..70).chain([100, 101, 150, 151]).take_while(|&cycle| cycle < cycles.limit) {
                    let ((begin, length), (end, _)) = (cycles.cycle(cycle), cycles.cycle(cycle + 1));
                    let step = |boundary: DoubleDouble| usize::try_from(boundary.ceil()?).ok();
                    let (Some(first), Some(next)) = (step(begin), step(end)) else { break };
                    assert_eq!(cycles.first_step(cycle), Some(first), "{period} {mult} {cycle}");
                    let offset = DoubleDouble::from(first).minus(begin).high;
                    for step in [first, first.midpoint(next - 1), next - 1] {
                        let position = cycles.locate(step);
                        assert_eq!(position.cycle, cycle, "{period} {mult} {cycle} {step}");
                        assert_eq!(position.step_in_cycle, step - first, "{period} {mult} {cycle} {step}");
                        assert_eq!(position.into, math::float(step - first));
                        let error =
                            (position.offset - offset).abs().max((position.length - length.high).abs());
                        assert!(error <= length.high * 1e-13, "{period} {mult} {cycle} {step} {error:e}");
                    }
                }
            }
        }
    }

    #[test]
    fn far_away_is_as_exact_as_near() {
        let equal = cycles(7, 1.0);
        assert_eq!(equal.first_step(1_000_000), Some(7_000_000));
        assert_eq!(equal.locate(7_000_000).cycle, 1_000_000);
        // A million cycles that grow by 2^-20 each: S(i) = 2^20 * 64 * ((1 + 2^-20)^i - 1).
        let growing = cycles(64, 1.0 + 1.0 / 1_048_576.0);
        let first = growing.first_step(1_000_000).unwrap();
        assert_eq!(growing.locate(first).cycle, 1_000_000);
        assert_eq!(growing.locate(first - 1).cycle, 999_999);
        // 2^26 * ((1 + 2^-20)^1e6 - 1), to 30 digits 107053849.665086, computed with mpmath
        assert_eq!(first, 107_053_850);
        // S(i) = 2^i - 1 for doubling from 1, and `usize::MAX` is one of them.
        let doubling = cycles(1, 2.0);
        assert_eq!(doubling.locate(usize::MAX / 2).cycle, usize::BITS as usize - 1);
        assert_eq!(doubling.locate(usize::MAX).cycle, usize::BITS as usize);
    }

    #[test]
    fn shrinking_cycles_end_when_they_are_shorter_than_a_step() {
        // 8, 4, 2, 1, then 1/2
        assert_eq!(cycles(8, 0.5).limit(), Some(4));
        assert_eq!(cycles(9, 0.5).limit(), Some(4));
        assert_eq!(cycles(8, 1.0).limit(), None);
    }

    #[test]
    fn absurd_multipliers_are_harmless() {
        for mult in [f64::MIN_POSITIVE, 5e-324, 1.0 - f64::EPSILON, 1.0 + f64::EPSILON, 1e300, f64::MAX] {
            for period in [1, 3, usize::MAX] {
                let cycles = cycles(period, mult);
                for step in [0, 1, period - 1, period, usize::MAX / 2_048, usize::MAX] {
                    let place = cycles.locate(step);
                    if cycles.limit().is_none_or(|count| place.cycle < count) {
                        let progress = (math::float(place.step_in_cycle) + place.offset) / place.length;
                        assert!((0.0..=1.0).contains(&progress), "{mult} {period} {step} {progress}");
                    }
                }
                assert_eq!(cycles.first_step(1), Some(period), "{mult}");
            }
        }
    }
}
