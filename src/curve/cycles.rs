//! Boundaries of cycles with geometrically growing or shrinking lengths.
//!
//! Cycle `i` is `period * mult^i` long and begins at `S(i) = period * (mult^i - 1) / (mult - 1)`. The cycle of a step
//! is the last one with `S(i) <= step`, found by comparing boundaries; a logarithm only gives the first guess. For a
//! whole `mult` all arithmetic is in integers. Otherwise boundaries have twice the precision of `f64`, and `mult` means
//! the decimal that was written: 10 * 1.3 is 13, though the `f64` nearest to 1.3 is a little above it.

use crate::math::{self, DoubleDouble};

/// The lengths of a sequence of cycles.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cycles {
    period: usize,
    mult: f64,
    /// `mult` as the decimal that it was written as.
    decimal: DoubleDouble,
    /// `period / (mult - 1)`.
    scale: DoubleDouble,
    /// `1 / ln(mult)`.
    per_log: f64,
    /// `mult`, if it is a whole number of at least 2.
    whole: Option<usize>,
    /// How many cycles are at least one step long, if they shrink.
    limit: Option<usize>,
}

/// Position of a step: cycle index and offset within it.
#[derive(Debug)]
pub(crate) struct CyclePosition {
    pub(crate) cycle: usize,
    /// Steps since the first step of the cycle.
    pub(crate) step_in_cycle: usize,
    /// Distance from the (fractional) boundary to the first whole step, in `0..1`.
    pub(crate) offset: f64,
    /// The steps from its boundary to the next.
    pub(crate) length: f64,
}

/// The other fields follow from these two, and need not be numbers where they are not used.
impl PartialEq for Cycles {
    fn eq(&self, other: &Self) -> bool {
        (self.period, self.mult) == (other.period, other.mult)
    }
}

impl Cycles {
    /// Cycles of `period` steps, then `period * mult`, and so on.
    pub(crate) fn new(period: usize, mult: f64) -> Self {
        let decimal = decimal(mult);
        let scale = DoubleDouble::from(period).over(decimal.minus(DoubleDouble::ONE));
        let per_log = 1.0 / math::ln_1p(mult - 1.0);
        let whole = Some(math::to_usize(mult)).filter(|&whole| whole >= 2 && math::float(whole) == mult);
        let cycles = Self { period, mult, decimal, scale, per_log, whole, limit: None };
        Self { limit: cycles.at_least_a_step(), ..cycles }
    }

    /// How many cycles are at least one step long, if they shrink.
    pub(crate) const fn limit(&self) -> Option<usize> {
        self.limit
    }

    /// Locates `step`.
    #[inline]
    pub(crate) fn locate(&self, step: usize) -> CyclePosition {
        if self.mult == 1.0 {
            let cycle = step.checked_div(self.period).unwrap_or(0);
            let step_in_cycle = step.checked_rem(self.period).unwrap_or(0);
            CyclePosition { cycle, step_in_cycle, offset: 0.0, length: math::float(self.period) }
        } else {
            self.locate_growing(step)
        }
    }

    #[inline(never)]
    fn locate_growing(&self, step: usize) -> CyclePosition {
        if let Some(mult) = self.whole {
            self.locate_whole(step, mult)
        } else {
            let guess = self.guess(step);
            let (begin, length) = self.cycle(guess);
            let (cycle, (begin, length)) = if begin.at_most(step) && !begin.plus(length).at_most(step) {
                (guess, (begin, length))
            } else {
                let cycle = search(guess, |cycle| self.cycle(cycle).0.at_most(step));
                (cycle, self.cycle(cycle))
            };
            let first = begin.ceil().unwrap_or(step);
            let offset =
                if begin.at_least(first) { 0.0 } else { DoubleDouble::from(first).minus(begin).high };
            let length = math::saturate(length.high);
            CyclePosition { cycle, step_in_cycle: step.saturating_sub(first), offset, length }
        }
    }

    /// The first step of a cycle: its boundary, or the next step if it falls between two.
    #[inline(never)]
    pub(crate) fn first_step(&self, cycle: usize) -> Option<usize> {
        if self.mult == 1.0 {
            self.period.checked_mul(cycle)
        } else if let Some(mult) = self.whole {
            let (mut begin, mut length) = (0_usize, Some(self.period));
            // Doubling leaves the range of `usize` in 64 cycles.
            for _ in 0..cycle {
                begin = begin.checked_add(length?)?;
                length = length.and_then(|length| length.checked_mul(mult));
            }
            Some(begin)
        } else {
            self.cycle(cycle).0.ceil()
        }
    }

    fn at_least_a_step(&self) -> Option<usize> {
        if self.mult >= 1.0 {
            return None;
        }
        let guess = math::ln(math::float(self.period)) / -math::ln(self.mult);
        let last = search(math::to_usize(guess), |cycle| {
            let length = self.power(cycle).times(DoubleDouble::from(self.period));
            length.at_least(1)
        });
        Some(last.saturating_add(1))
    }

    fn locate_whole(&self, step: usize, mult: usize) -> CyclePosition {
        let (mut cycle, mut step_in_cycle, mut steps) = (0_usize, step, self.period);
        let mut length = math::float(steps);
        while step_in_cycle >= steps {
            step_in_cycle = step_in_cycle.saturating_sub(steps);
            cycle = cycle.saturating_add(1);
            length *= self.mult;
            // A cycle longer than `usize::MAX` contains all further steps.
            let Some(longer) = steps.checked_mul(mult) else { break };
            steps = longer;
        }
        CyclePosition { cycle, step_in_cycle, offset: 0.0, length }
    }

    /// First guess for the cycle index; may be off by a few, `search` corrects it.
    fn guess(&self, step: usize) -> usize {
        let excess = self.mult - 1.0;
        let growth = math::float(step) / math::float(self.period) * excess;
        // Past the limit of shrinking boundaries the logarithm is NaN, which counts as none.
        math::to_usize(math::ln_1p(growth) * self.per_log)
    }

    /// Where a cycle begins, and its length.
    fn cycle(&self, cycle: usize) -> (DoubleDouble, DoubleDouble) {
        let (period, power) = (DoubleDouble::from(self.period), self.power(cycle));
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

/// The decimal of at most six places that `mult` is the nearest float to, or else `mult` itself.
fn decimal(mult: f64) -> DoubleDouble {
    const PLACES: f64 = 1e6;
    // The nearest whole number, as long as it is exact.
    let scaled = mult * PLACES;
    let decimal = DoubleDouble::from(math::to_usize(scaled + 0.5)).over(DoubleDouble::from(PLACES));
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

    /// Whether this is `<= step`. What overflowed is not.
    fn at_most(self, step: usize) -> bool {
        let rest = Self::from(step).minus(self).high;
        self.high.is_finite() && rest >= -self.high * Self::SLACK
    }

    fn at_least(self, step: usize) -> bool {
        let excess = self.minus(Self::from(step)).high;
        excess >= -self.high * Self::SLACK
    }

    /// The first whole number that is not below this, if it is a `usize`.
    fn ceil(self) -> Option<usize> {
        #[expect(clippy::cast_possible_truncation, reason = "the casts saturate")]
        let near = (self.high as i128).saturating_add(self.low as i128);
        (-1..=1).find_map(|nudge| {
            let step = usize::try_from(near.saturating_add(nudge)).ok()?;
            self.at_most(step).then_some(step)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
                let cycles = Cycles::new(period, mult);
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
            let cycles = Cycles::new(period, mult);
            assert_eq!(cycles.first_step(cycle), Some(first), "{period} {mult}");
            let (last, here) = (cycles.locate(first - 1), cycles.locate(first));
            assert_eq!([last.cycle, here.cycle], [cycle - 1, cycle], "{period} {mult}");
            assert_eq!((here.step_in_cycle, here.offset), (0, 0.0), "{period} {mult}");
        }
        // 10, 1 and 0.1 steps
        assert_eq!(Cycles::new(10, 0.1).limit(), Some(2));
    }

    #[test]
    fn pytorch_88791_restarts_at_powers_of_three() {
        // S(5) = 121 * period: where the logarithm base 3 falls step_in_cycle the cycle before.
        for period in 1..200 {
            let cycles = Cycles::new(period, 3.0);
            assert_eq!(cycles.locate(121 * period).cycle, 5);
            assert_eq!(cycles.locate(121 * period - 1).cycle, 4);
            assert_eq!(cycles.locate(121 * period).step_in_cycle, 0);
        }
    }

    #[test]
    fn far_away_is_as_exact_as_near() {
        let equal = Cycles::new(7, 1.0);
        assert_eq!(equal.first_step(1_000_000), Some(7_000_000));
        assert_eq!(equal.locate(7_000_000).cycle, 1_000_000);
        // A million cycles that grow by 2^-20 each: S(i) = 2^20 * 64 * ((1 + 2^-20)^i - 1).
        let growing = Cycles::new(64, 1.0 + 1.0 / 1_048_576.0);
        let first = growing.first_step(1_000_000).unwrap();
        assert_eq!(growing.locate(first).cycle, 1_000_000);
        assert_eq!(growing.locate(first - 1).cycle, 999_999);
        // 2^26 * ((1 + 2^-20)^1e6 - 1), to 30 digits 107053849.665086, computed with mpmath
        assert_eq!(first, 107_053_850);
        // S(i) = 2^i - 1 for doubling from 1, and `usize::MAX` is one of them.
        let doubling = Cycles::new(1, 2.0);
        assert_eq!(doubling.locate(usize::MAX / 2).cycle, usize::BITS as usize - 1);
        assert_eq!(doubling.locate(usize::MAX).cycle, usize::BITS as usize);
    }

    #[test]
    fn shrinking_cycles_end_when_they_are_shorter_than_a_step() {
        // 8, 4, 2, 1, then 1/2
        assert_eq!(Cycles::new(8, 0.5).limit(), Some(4));
        assert_eq!(Cycles::new(9, 0.5).limit(), Some(4));
        assert_eq!(Cycles::new(8, 1.0).limit(), None);
    }

    #[test]
    fn absurd_multipliers_are_harmless() {
        for mult in [f64::MIN_POSITIVE, 5e-324, 1.0 - f64::EPSILON, 1.0 + f64::EPSILON, 1e300, f64::MAX] {
            for period in [1, 3, usize::MAX] {
                let cycles = Cycles::new(period, mult);
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
