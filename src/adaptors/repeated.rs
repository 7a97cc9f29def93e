//! The same steps again and again.

use core::fmt;

use crate::display::Steps;
use crate::{Error, Phase, Scheduler, curve::piecewise, param};

/// Plays the first steps of a schedule again and again.
///
/// ```text
/// lr(step) = schedule.lr(step mod period)
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/repeated.svg"))]
///
/// The beginning of the curve, over and over.
///
/// Steps of the schedule from `period` on are never played. It never ends. Periods are counted in
/// integers.
///
/// Any schedule becomes a cycle this way; [`WarmRestarts`](crate::WarmRestarts) and
/// [`Cyclic`](crate::Cyclic) are the ones with names. A warmup inside is repeated with it, one outside is
/// played once.
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
    period: usize,
    schedule: S,
}

impl<S> Repeated<S> {
    pub(crate) fn new(period: usize, schedule: S) -> Result<Self, Error> {
        Ok(Self { period: param::at_least_one("period", period)?, schedule })
    }

    /// How many updates are repeated.
    #[must_use]
    pub const fn period(&self) -> usize {
        self.period
    }

    /// The schedule inside.
    pub const fn schedule(&self) -> &S {
        &self.schedule
    }

    pub(crate) fn map_inner<T>(self, into: impl Fn(S) -> T) -> Repeated<T> {
        Repeated { period: self.period, schedule: into(self.schedule) }
    }
}

impl<S: Scheduler> Scheduler for Repeated<S> {
    #[inline]
    fn lr(&self, step: usize) -> f64 {
        self.schedule.lr(step.checked_rem(self.period).unwrap_or(0))
    }

    fn settles_at(&self) -> Option<usize> {
        if self.period == 1 { Some(0) } else { self.schedule.settles_at().filter(|&step| step == 0) }
    }

    fn phase(&self, step: usize) -> Option<Phase> {
        let inner = step.checked_rem(self.period)?;
        Some(self.schedule.phase(inner)?.until(self.period).later(step.saturating_sub(inner)))
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        piecewise::pieces(
            start,
            rates,
            |step| piecewise::end_of_period(step, self.period),
            |step, rates| {
                self.schedule.fill(step.checked_rem(self.period).unwrap_or(0), rates);
            },
        );
    }
}

impl<S: fmt::Display> fmt::Display for Repeated<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({:#}), repeated every {}", self.schedule, Steps(self.period))
    }
}

#[cfg(feature = "serde")]
crate::data::data! {
    Repeated<S: Scheduler> { period: usize, schedule: S }
    => Self::new(period, schedule)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::StepDecay;

    #[test]
    fn begins_again_after_each_period() {
        let schedule = StepDecay::new(1.0, 0.5, 1).unwrap().repeated(3).unwrap();
        let rates = [0, 1, 2, 3, 4, 3_000_002].map(|step| schedule.lr(step));
        assert_eq!(rates, [1.0, 0.5, 0.25, 1.0, 0.5, 0.25]);
        assert!(schedule.repeated(0).is_err());
    }
}
