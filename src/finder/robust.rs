//! Robust statistics: no single loss decides the result.

use core::ops::Range;

use alloc::vec::Vec;

use crate::math;

/// The standard deviation of normal noise, in units of its median absolute deviation and of the median absolute
/// difference of neighbours: `1 / 0.6745` and `1 / (0.6745 sqrt(2))`.
const DEVIATION: f64 = 1.4826;
const DIFFERENCE: f64 = 1.0484;

/// The median: for an even number of values the mean of the two in the middle, for none NaN.
pub(super) fn median(mut values: Vec<f64>) -> f64 {
    let middle = values.len() / 2;
    if middle >= values.len() {
        return f64::NAN;
    }
    let odd = values.len() % 2 == 1;
    let (below, &mut upper, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    if odd {
        return upper;
    }
    let lower = below.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    lower / 2.0 + upper / 2.0
}

/// A robust standard deviation: the larger of the estimates from the values and from the differences of neighbours, so
/// that a slow wave counts as noise as well.
pub(super) fn deviation(values: &[f64]) -> f64 {
    let center = median(values.to_vec());
    let about = median(values.iter().map(|value| (value - center).abs()).collect());
    let pairs = values.iter().zip(values.iter().skip(1));
    let between = median(pairs.map(|(a, b)| (b - a).abs()).collect());
    (DEVIATION * about).max(DIFFERENCE * between)
}

/// The place from which the evidence adds up to the most: a change that lasts to the end.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Change {
    /// The first item of the change.
    pub(super) at: usize,
    /// The evidence from there to the end.
    pub(super) evidence: f64,
    /// The places that `at` could move to if one item were different.
    pub(super) nearby: Range<usize>,
}

impl Change {
    /// The same change, for items that begin at `start`.
    pub(super) fn after(self, start: usize) -> Self {
        let shift = |at: usize| at.saturating_add(start);
        Self { at: shift(self.at), nearby: shift(self.nearby.start)..shift(self.nearby.end), ..self }
    }
}

/// Finds a lasting change in evidence from `-against` to `for_it` an item: the last place where the sum so far is
/// lowest.
pub(super) fn change(evidence: impl Iterator<Item = f64> + Clone, against: f64, for_it: f64) -> Change {
    let sums = sums(evidence.map(|item| math::clamp(-against, for_it, item)));
    let (mut at, mut lowest, mut last) = (0, 0.0, 0.0);
    for (i, sum) in sums.clone().enumerate() {
        if sum <= lowest {
            (at, lowest) = (i, sum);
        }
        last = sum;
    }
    // One item can move all sums after it by as much as this.
    let limit = lowest + against + for_it;
    Change { at, evidence: last - lowest, nearby: span(sums.map(|sum| sum <= limit), at) }
}

/// The run of items with the lowest sum; single items in it may be high.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Valley {
    pub(super) start: usize,
    /// The places that `start` could move to if one item were different.
    pub(super) nearby: Range<usize>,
}

/// Finds the run with the lowest sum, where each item counts from -1 to 1.
pub(super) fn valley(items: impl Iterator<Item = f64> + Clone) -> Valley {
    let items = items.map(|item| math::clamp(-1.0, 1.0, item));
    let (mut sum, mut lowest, mut begin) = (0.0, 0.0, 0);
    let (mut start, mut end) = (0, 0);
    for (i, item) in items.clone().enumerate() {
        if sum > 0.0 {
            (sum, begin) = (0.0, i);
        }
        sum += item;
        if sum < lowest {
            (lowest, start, end) = (sum, begin, i.saturating_add(1));
        }
    }
    let before = sums(items).take(end.max(1));
    let highest = before.clone().nth(start).unwrap_or(0.0);
    // One item can move all sums after it by 2.
    Valley { start, nearby: span(before.map(|sum| sum >= highest - 2.0), start) }
}

/// The sums of the first 0, 1, 2, .. items.
fn sums(items: impl Iterator<Item = f64> + Clone) -> impl Iterator<Item = f64> + Clone {
    core::iter::once(0.0).chain(items.scan(0.0, |sum, item| {
        *sum += item;
        Some(*sum)
    }))
}

/// The range from the first to the last place where the condition holds, `at` included.
fn span(holds: impl Iterator<Item = bool>, at: usize) -> Range<usize> {
    let mut span = at..at.saturating_add(1);
    for (i, _) in holds.enumerate().filter(|&(_, holds)| holds) {
        span = span.start.min(i)..span.end.max(i.saturating_add(1));
    }
    span
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_by_hand() {
        assert_eq!(median(vec![3.0, 1.0]), 2.0);
        assert_eq!(median(vec![5.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4.0, 1.0, 3.0, 2.0]), 2.5);
        assert_eq!(median(vec![f64::MAX, f64::MAX]), f64::MAX);
        assert!(median(Vec::new()).is_nan());
    }

    #[test]
    fn deviations_do_not_see_single_values() {
        // Deviations from the median 0 are 1, 1, 0, 1, 1 (median 1), differences 2, 1, 1, 2 (median 1.5).
        let quiet = [1.0, -1.0, 0.0, 1.0, -1.0];
        assert_eq!(deviation(&quiet), DIFFERENCE * 1.5);
        // One value changes two of eight differences: their median stays.
        assert!(deviation(&[1.0, -1.0, 0.0, 1.0, 1e9, 0.0, 1.0, -1.0, 0.0]) < 3.0);
        assert_eq!(deviation(&[7.0; 9]), 0.0);
    }

    #[test]
    fn a_change_lasts_to_the_end() {
        // Sums: 0, -1, 2, 1, 0, -1, 2, 5. The peak at 1 does not last.
        let losses = [-9.0, 9.0, -9.0, -9.0, -9.0, 9.0, 9.0];
        let found = change(losses.into_iter(), 1.0, 3.0);
        assert_eq!((found.at, found.evidence), (5, 6.0));
        // Within 4 of the lowest sum are all but the last.
        assert_eq!(found.nearby, 0..7);
        assert_eq!(change([-1.0; 3].into_iter(), 1.0, 3.0).at, 3);
        assert_eq!(change(core::iter::empty(), 1.0, 3.0).evidence, 0.0);
    }

    #[test]
    fn a_valley_bridges_a_single_peak() {
        let losses = [9.0, -9.0, -9.0, 9.0, -9.0, -9.0, 9.0, 9.0, 9.0, -9.0];
        let found = valley(losses.into_iter());
        assert_eq!(found.start, 1);
        // It ends before item 6. Sums until there: 0, 1, 0, -1, 0, -1; within 2 of the highest are all.
        assert_eq!(found.nearby, 0..6);
        let none = valley([9.0, 9.0].into_iter());
        assert_eq!((none.start, none.nearby), (0, 0..1));
    }

    #[test]
    fn of_equal_valleys_the_first_and_longest_counts() {
        // Sums 0, -1, 0, -1: the first item alone is as low as all three.
        let first = valley([-1.0, 1.0, -1.0].into_iter());
        assert_eq!((first.start, first.nearby), (0, 0..1));
        // Sums 0, -1, 0, -1, -2: the sum of the run from item 0 is back at 0, but not above it.
        assert_eq!(valley([-1.0, 1.0, -1.0, -1.0].into_iter()).start, 0);
    }
}
