//! Time measured in periods, for schedules whose formula contains `step / period`.

use core::num::NonZero;

use super::piecewise;
use crate::math;

/// A period in steps, and whether only whole periods count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Periods {
    pub(crate) period: NonZero<usize>,
    pub(crate) staircase: bool,
}

impl Periods {
    /// The number of periods elapsed at `step`, rounded down with `staircase`.
    #[inline]
    pub(crate) fn at(self, step: usize) -> f64 {
        if self.staircase { math::float(step / self.period) } else { math::float(step) / self.length() }
    }

    /// Fills with a function of the periods elapsed; the same as `rate(at(step))` step by step.
    #[inline]
    pub(crate) fn fill(self, start: usize, rates: &mut [f64], rate: impl Fn(f64) -> f64) {
        if self.staircase && self.period > NonZero::<usize>::MIN {
            piecewise::constant_pieces(
                start,
                rates,
                |step| piecewise::end_of_period(step, self.period),
                |step| rate(self.at(step)),
            );
        } else {
            let length = self.length();
            piecewise::each(start, rates, |step| rate(step / length));
        }
    }

    fn length(self) -> f64 {
        math::float(self.period.get())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_whole_or_fractional_periods() {
        let smooth = Periods { period: NonZero::new(4).unwrap(), staircase: false };
        let staircase = Periods { staircase: true, ..smooth };
        assert_eq!([0, 1, 3, 4, 6].map(|step| smooth.at(step)), [0.0, 0.25, 0.75, 1.0, 1.5]);
        assert_eq!([0, 1, 3, 4, 6].map(|step| staircase.at(step)), [0.0, 0.0, 0.0, 1.0, 1.0]);
    }

    #[test]
    fn fills_with_the_values_of_single_steps() {
        for (period, staircase) in [(1, false), (1, true), (3, false), (3, true), (usize::MAX, true)] {
            let periods = Periods { period: NonZero::new(period).unwrap(), staircase };
            for start in [0, 1, 5, usize::MAX / 2_048, usize::MAX - 10] {
                let mut filled = [0.0; 20];
                periods.fill(start, &mut filled, |elapsed| elapsed);
                let expected = core::array::from_fn(|i| periods.at(start.saturating_add(i)));
                assert_eq!(filled, expected, "{periods:?} from {start}");
            }
        }
    }
}
