//! Converts steps, and lengths so that their sums are converted as well.

use super::Schedule;
use crate::dynamic::Composition;
use crate::{Error, Scheduler};

/// Converts steps of a schedule that begins at any step of the run.
#[derive(Debug, Clone, Copy)]
pub(in crate::dynamic) struct Clock {
    /// The ratio `to / from` in lowest terms.
    pub(super) from: usize,
    pub(super) to: usize,
    /// The step of the original run at which the schedule is at its own step 0; negative inside `skip`.
    offset: i128,
}

impl Clock {
    pub(super) fn new(from: usize, to: usize) -> Self {
        let common = gcd(from, to);
        Self { from: divided(from, common), to: divided(to, common), offset: 0 }
    }

    /// The same clock for an inner schedule that begins `steps` later.
    pub(super) fn later(self, steps: usize) -> Self {
        Self { offset: self.offset.saturating_add(wide(steps)), ..self }
    }

    /// The same clock for an inner schedule that began `steps` earlier.
    pub(super) fn earlier(self, steps: usize) -> Self {
        Self { offset: self.offset.saturating_sub(wide(steps)), ..self }
    }

    /// The length of the first `steps` of the schedule.
    pub(super) fn length(self, steps: usize) -> usize {
        self.length_from(0, steps)
    }

    /// The length of the `steps` from step `first` on: the distance between the rounded boundaries.
    pub(super) fn length_from(self, first: usize, steps: usize) -> usize {
        let start = self.offset.saturating_add(wide(first));
        let end = start.saturating_add(wide(steps));
        let length = self.boundary(end).saturating_sub(self.boundary(start));
        usize::try_from(length).unwrap_or(usize::MAX)
    }

    /// The length of a period on its own, rounded to at least 1 unless it is 0.
    pub(super) fn period(self, steps: usize) -> usize {
        Self { offset: 0, ..self }.length(steps).max(steps.min(1))
    }

    /// Whether a length becomes a whole number of steps.
    pub(super) fn is_exact(self, steps: usize) -> bool {
        steps.checked_rem(self.from) == Some(0)
    }

    /// Rescales a schedule that recurs after `periods`: directly if they become whole numbers of steps, otherwise by sampling it
    /// from a finer clock on which they are whole.
    pub(super) fn recurring(
        self,
        periods: &[usize],
        rescale: impl Fn(Self) -> Result<Schedule, Error>,
    ) -> Result<Schedule, Error> {
        let fine = Self { from: 1, to: self.to, offset: 0 };
        let exact = periods.iter().all(|&period| self.is_exact(period));
        // In a period whose multiple overflows, rounding does not matter.
        let too_long = periods.iter().any(|&period| period.checked_mul(self.to).is_none());
        if exact || too_long {
            return rescale(Self { offset: 0, ..self });
        }
        Ok(rescale(fine)?.stretched(self.from, 1)?.compose())
    }

    /// `step * to / from`, rounded half up.
    fn boundary(self, step: i128) -> i128 {
        let (from, to) = (wide(self.from), wide(self.to));
        // In two parts, as the product may have more than 128 bits.
        let whole = step.checked_div_euclid(from).unwrap_or(0).saturating_mul(to);
        let rest =
            step.checked_rem_euclid(from).unwrap_or(0).unsigned_abs().saturating_mul(to.unsigned_abs());
        let half = from.unsigned_abs() / 2;
        let rounded = rest.saturating_add(half).checked_div(from.unsigned_abs()).unwrap_or(0);
        whole.saturating_add(i128::try_from(rounded).unwrap_or(i128::MAX))
    }
}

pub(super) fn gcd(mut a: usize, mut b: usize) -> usize {
    while let Some(rest) = a.checked_rem(b) {
        (a, b) = (b, rest);
    }
    a
}

/// The quotient; the divisor is a `gcd` of numbers above 0.
pub(super) fn divided(count: usize, divisor: usize) -> usize {
    count.checked_div(divisor).unwrap_or(count)
}

fn wide(count: usize) -> i128 {
    i128::try_from(count).unwrap_or(i128::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_boundaries_and_not_lengths() {
        let clock = Clock::new(10, 25);
        // 2.5, 5, 7.5, 10
        assert_eq!([1, 2, 3, 4].map(|step| clock.length(step)), [3, 5, 8, 10]);
        assert_eq!([0, 1, 2, 3].map(|first| clock.length_from(first, 1)), [3, 2, 3, 2]);
        assert_eq!(clock.later(1).length(3), 7);
        assert_eq!(clock.earlier(1).length(1), 2); // from round(-2.5) = -2 to 0
        assert_eq!([0, 1, 2].map(|length| Clock::new(10, 1).period(length)), [0, 1, 1]);
    }

    #[test]
    fn is_exact_for_the_longest_runs() {
        let max = usize::MAX;
        for (from, to) in [(max, max), (1, 1), (max - 1, max - 1)] {
            assert_eq!(
                [0, 1, max / 2, max].map(|step| Clock::new(from, to).length(step)),
                [0, 1, max / 2, max]
            );
        }
        assert_eq!(Clock::new(max, max - 1).length(max), max - 1);
        assert_eq!(Clock::new(max - 1, max).length(max - 1), max);
        assert_eq!(Clock::new(1, max).length(max), max);
        assert_eq!(Clock::new(max, 1).length(max), 1);
        assert_eq!(Clock::new(1, 2).later(max).length(max), max);
    }

    #[test]
    fn a_period_does_not_depend_on_where_it_begins() {
        // 4 steps are 2 2/3, rounded to 3; from step 1 on they end at 3 1/3, and begin at 2/3, rounded to 1.
        let clock = Clock::new(3, 2).later(1);
        assert_eq!((clock.period(4), clock.length(4)), (3, 2));
        assert_eq!([0, 1].map(|steps| Clock::new(9, 1).period(steps)), [0, 1]);
    }
}
