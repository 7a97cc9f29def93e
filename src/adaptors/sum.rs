//! The sum of two schedules.

use core::fmt;

use super::combine::Combined;
use crate::scheduler::forward;
use crate::{Scheduler, math};

/// Adds the rates of two schedules, step by step.
///
/// ```text
/// lr(step) = first.lr(step) + second.lr(step)
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/sum.svg"))]
///
/// Both schedules count the same steps. A sum outside the range of `f64` becomes `f64::MAX`.
///
/// Adding a [`Constant`](crate::Constant) to a decay to zero gives it a lower bound that it approaches smoothly;
/// [`clamped`](Scheduler::clamped) cuts the decay off instead.
///
/// # Example
///
/// ```
/// use lr_schedule::{Constant, ExponentialDecay, Scheduler};
///
/// let schedule = ExponentialDecay::new(0.5, 0.5)?.plus(Constant::new(0.25)?);
/// assert_eq!(schedule.lr(0), 0.75);
/// assert_eq!(schedule.lr(1), 0.5);
/// assert_eq!(schedule.lr(usize::MAX), 0.25);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct Sum<A, B> {
    schedules: (A, B),
}

impl<A, B> Sum<A, B> {
    pub(crate) const fn new(first: A, second: B) -> Self {
        Self { schedules: (first, second) }
    }

    /// The two schedules.
    pub const fn schedules(&self) -> &(A, B) {
        &self.schedules
    }

    pub(crate) fn map_inner<T>(self, first: impl Fn(A) -> T, second: impl Fn(B) -> T) -> Sum<T, T> {
        Sum { schedules: (first(self.schedules.0), second(self.schedules.1)) }
    }

    #[inline]
    fn combined(&self) -> Combined<'_, A, B, impl Fn(f64, f64) -> f64> {
        Combined { schedules: &self.schedules, combine: |first, second| math::saturate(first + second) }
    }
}

forward!([A: Scheduler, B: Scheduler] Sum<A, B>, self => self.combined());

impl<A: fmt::Display, B: fmt::Display> fmt::Display for Sum<A, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, second) = &self.schedules;
        write!(f, "({first:#}) plus ({second:#})")
    }
}

crate::serial::data! {
    Sum<A: Scheduler, B: Scheduler> { schedules: (A, B) }
    => Ok(Self { schedules })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Constant, LinearDecay, StepDecay};

    #[test]
    fn adds_step_by_step_and_saturates() {
        let schedule = LinearDecay::new(1.0, 0.0, 4).unwrap().plus(StepDecay::new(1.0, 0.5, 2).unwrap());
        assert_eq!([0, 1, 2, 3, 4].map(|step| schedule.lr(step)), [2.0, 1.75, 1.0, 0.75, 0.25]);
        let huge = Constant::new(f64::MAX).unwrap();
        assert_eq!(huge.plus(huge).lr(0), f64::MAX);
    }
}
