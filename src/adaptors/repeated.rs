//! The first steps of a schedule, repeated.

use core::fmt;
use core::num::NonZero;

use crate::display::Steps;
use crate::{Error, Phase, Scheduler, curve::piecewise, param};

/// Repeats the first `period` steps of a schedule without end.
///
/// ```text
/// lr(step) = schedule.lr(step mod period)
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/repeated.svg"))]
///
/// Steps of the schedule from `period` on are never used. Periods are counted in integers.
///
/// Turns any schedule into cycles; [`WarmRestarts`](crate::WarmRestarts) and [`Cyclic`](crate::Cyclic) are the
/// well-known ones. A warmup of the inner schedule is repeated in every period, one added afterwards is not.
///
/// # Example
///
/// ```
/// use lr_schedule::{LinearDecay, Scheduler};
///
/// let schedule = LinearDecay::new(1.0, 0.0, 4)?.repeated(4)?;
/// assert_eq!(schedule.lr(3), 0.25);
/// assert_eq!(schedule.lr(4), 1.0);
/// assert_eq!(schedule.lr(4_000_001), 0.75);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct Repeated<S> {
    period: NonZero<usize>,
    schedule: S,
}

impl<S> Repeated<S> {
    pub(crate) fn new(period: usize, schedule: S) -> Result<Self, Error> {
        Ok(Self { period: param::at_least_one("period", period)?, schedule })
    }

    param::getters! {
        /// The number of steps that are repeated.
        period.get(): usize,
    }

    /// The inner schedule.
    pub const fn schedule(&self) -> &S {
        &self.schedule
    }

    pub(crate) fn map_inner<T>(self, into: impl Fn(S) -> T) -> Repeated<T> {
        Repeated { period: self.period, schedule: into(self.schedule) }
    }
}

/// To prepare to fill fewer rates costs more than to compute one after another.
const SHORT: usize = 8;

impl<S: Scheduler> Scheduler for Repeated<S> {
    #[inline]
    fn lr(&self, step: usize) -> f64 {
        self.schedule.lr(step % self.period)
    }

    fn settles_at(&self) -> Option<usize> {
        if self.period() == 1 { Some(0) } else { self.schedule.settles_at().filter(|&step| step == 0) }
    }

    fn phase(&self, step: usize) -> Option<Phase> {
        let inner = step % self.period;
        Some(self.schedule.phase(inner)?.until(self.period()).later(step.saturating_sub(inner)))
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        let end = |step| piecewise::end_of_period(step, self.period);
        piecewise::pieces(start, rates, end, |step, rates| {
            let inner = step % self.period;
            if rates.len() >= SHORT {
                return self.schedule.fill(inner, rates);
            }
            piecewise::step_by_step(inner, rates, |step| self.schedule.lr(step));
        });
    }
}

impl<S: fmt::Display> fmt::Display for Repeated<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({:#}), repeated every {}", self.schedule, Steps(self.period()))
    }
}

crate::serial::data! {
    Repeated<S: Scheduler> { period: usize, schedule: S }
    => Self::new(period, schedule)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::StepDecay;

    #[test]
    fn restarts_after_each_period() {
        let schedule = StepDecay::new(1.0, 0.5, 1).unwrap().repeated(3).unwrap();
        let rates = [0, 1, 2, 3, 4, 3_000_002].map(|step| schedule.lr(step));
        assert_eq!(rates, [1.0, 0.5, 0.25, 1.0, 0.5, 0.25]);
    }
}
