//! Lower and upper bounds.

use core::fmt;

use crate::display::Compact;
use crate::{Error, Phase, Scheduler, math, param};

/// Keeps every rate of a schedule within `min..=max`.
///
/// ```text
/// lr(step) = max(min, min(max, schedule.lr(step)))
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/clamped.svg"))]
///
/// Clamping to `0..=f64::MAX` changes nothing.
///
/// Gives an unbounded decay a lower bound: optax's `end_value`, MXNet's `stop_factor_lr`. A decay that should *reach*
/// its lower bound takes it as `end` instead. [`settles_at`](Scheduler::settles_at) is that of the inner schedule, even
/// if the rate stays at a bound earlier.
///
/// # Example
///
/// ```
/// use lr_schedule::{ExponentialDecay, Scheduler};
///
/// let schedule = ExponentialDecay::new(1.0, 0.5)?.clamped(0.1, 1.0)?;
/// assert_eq!(schedule.lr(3), 0.125);
/// assert_eq!(schedule.lr(4), 0.1);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct Clamped<S> {
    min: f64,
    max: f64,
    schedule: S,
}

impl<S> Clamped<S> {
    pub(crate) fn new(min: f64, max: f64, schedule: S) -> Result<Self, Error> {
        let min = param::rate("min", min)?;
        let max = param::rate("max", max)?;
        param::ordered(("min", min), ("max", max))?;
        Ok(Self { min, max, schedule })
    }

    param::getters! {
        /// The lower bound.
        min: f64,
        /// The upper bound.
        max: f64,
    }

    /// The inner schedule.
    pub const fn schedule(&self) -> &S {
        &self.schedule
    }

    pub(crate) fn map_inner<T>(self, into: impl Fn(S) -> T) -> Clamped<T> {
        Clamped { min: self.min, max: self.max, schedule: into(self.schedule) }
    }
}

impl<S: Scheduler> Scheduler for Clamped<S> {
    #[inline]
    fn lr(&self, step: usize) -> f64 {
        math::clamp(self.min, self.max, self.schedule.lr(step))
    }

    fn settles_at(&self) -> Option<usize> {
        if self.min == self.max { Some(0) } else { self.schedule.settles_at() }
    }

    fn phase(&self, step: usize) -> Option<Phase> {
        self.schedule.phase(step)
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        self.schedule.fill(start, rates);
        for rate in rates {
            *rate = math::clamp(self.min, self.max, *rate);
        }
    }
}

impl<S: fmt::Display> fmt::Display for Clamped<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#}, kept within {}..={}", self.schedule, Compact(self.min), Compact(self.max))
    }
}

crate::serial::data! {
    Clamped<S: Scheduler> { min: f64, max: f64, schedule: S }
    => Self::new(min, max, schedule)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LinearDecay, from_fn};

    #[test]
    fn bounds_the_rate_on_both_sides() {
        let schedule = LinearDecay::new(1.0, 0.0, 4).unwrap().clamped(0.25, 0.5).unwrap();
        assert_eq!([0, 1, 2, 3, 4].map(|step| schedule.lr(step)), [0.5, 0.5, 0.5, 0.25, 0.25]);
    }

    #[test]
    fn bounds_invalid_rates_too() {
        assert_eq!(from_fn(|_| f64::INFINITY).clamped(0.0, 1.0).unwrap().lr(0), 1.0);
        assert_eq!(from_fn(|_| f64::NAN).clamped(0.0, 1.0).unwrap().lr(0), 0.0);
    }
}
