//! Geometric progressions.

use core::fmt;

use super::{FixedBase, float};

/// Terms that are kept.
const KEPT: usize = 64;

/// `start * ratio^i`, saturating.
#[derive(Clone, Copy)]
pub(crate) struct Progression {
    start: f64,
    ratio: FixedBase,
    first: [f64; KEPT],
}

impl Progression {
    /// All terms are `start`.
    pub(crate) const fn constant(start: f64) -> Self {
        Self { start, ratio: FixedBase::ONE, first: [start; KEPT] }
    }

    /// Each term is `ratio` times the one before, from 0 on.
    pub(crate) fn with_ratio(self, ratio: f64) -> Self {
        let progression = Self { ratio: FixedBase::of(ratio), ..self };
        Self { first: core::array::from_fn(|i| progression.compute(i)), ..progression }
    }

    #[inline(always)]
    pub(crate) fn term(&self, i: usize) -> f64 {
        if let Some(&term) = self.first.get(i) { term } else { self.compute(i) }
    }

    #[inline(never)]
    fn compute(&self, i: usize) -> f64 {
        if self.ratio == FixedBase::ONE {
            return self.start;
        }
        self.ratio.times_power(self.start, float(i))
    }
}

/// The terms follow from these two.
impl PartialEq for Progression {
    fn eq(&self, other: &Self) -> bool {
        (self.start, self.ratio) == (other.start, other.ratio)
    }
}

impl fmt::Debug for Progression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { start, ratio, .. } = self;
        f.debug_struct("Progression").field("start", start).field("ratio", ratio).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_products_with_powers() {
        let doubling = Progression::constant(0.5).with_ratio(2.0);
        assert_eq!([0, 1, 2, 63].map(|i| doubling.term(i)), [0.5, 1.0, 2.0, 4_611_686_018_427_387_904.0]);
        // Those that are not kept as well: 2^63, 2^64 and what does not fit.
        assert_eq!(
            [64, 65].map(|i| doubling.term(i)),
            [9.223_372_036_854_776e18, 1.844_674_407_370_955_2e19]
        );
        assert_eq!(doubling.term(usize::MAX), f64::MAX);
        assert_eq!([0, 1, 63, 64, 1_000].map(|i| Progression::constant(0.3).term(i)), [0.3; 5]);
        assert_eq!(Progression::constant(0.3).with_ratio(1.0), Progression::constant(0.3));
        assert_ne!(Progression::constant(0.3).with_ratio(0.5), Progression::constant(0.3));
    }

    #[test]
    fn extreme_starts_and_ratios_give_the_limits() {
        assert_eq!([0, 1, 2].map(|i| Progression::constant(1.0).with_ratio(0.0).term(i)), [1.0, 0.0, 0.0]);
        assert_eq!([1, 2, 90].map(|i| Progression::constant(0.0).with_ratio(1e200).term(i)), [0.0; 3]);
        // 1e-300 * 1e400, and 1e300 * 1e-400, though the powers are not floats.
        for (start, ratio, exact) in [(1e-300, 1e200, 1e100), (1e300, 1e-200, 1e-100)] {
            let term = Progression::constant(start).with_ratio(ratio).term(2);
            assert!((term / exact - 1.0).abs() < 1e-13, "{term:e} {exact:e}");
        }
    }
}
