//! The product of two schedules.

use core::fmt;

use super::combine::Combined;
use crate::scheduler::forward;
use crate::{Scheduler, math};

/// Multiplies the rates of two schedules, step by step.
///
/// ```text
/// lr(step) = first.lr(step) * second.lr(step)
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/product.svg"))]
///
/// Both schedules count the same steps. A product outside the range of `f64` becomes `f64::MAX`.
///
/// Equals PyTorch's `ChainedScheduler` of recursive schedulers, and the factor strings of `tensor2tensor`.
///
/// # Example
///
/// ```
/// use lr_schedule::{LinearDecay, Scheduler, StepDecay};
///
/// let schedule = LinearDecay::new(0.1, 0.0, 100)?.times(StepDecay::new(1.0, 0.5, 50)?);
/// assert_eq!(schedule.lr(0), 0.1);
/// assert_eq!(schedule.lr(50), 0.025);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct Product<A, B> {
    schedules: (A, B),
}

impl<A, B> Product<A, B> {
    pub(crate) const fn new(first: A, second: B) -> Self {
        Self { schedules: (first, second) }
    }

    /// The two schedules.
    pub const fn schedules(&self) -> &(A, B) {
        &self.schedules
    }

    pub(crate) fn map_inner<T>(self, first: impl Fn(A) -> T, second: impl Fn(B) -> T) -> Product<T, T> {
        Product { schedules: (first(self.schedules.0), second(self.schedules.1)) }
    }

    #[inline]
    fn combined(&self) -> Combined<'_, A, B, impl Fn(f64, f64) -> f64> {
        Combined { schedules: &self.schedules, combine: |first, second| math::saturate(first * second) }
    }
}

forward!([A: Scheduler, B: Scheduler] Product<A, B>, self => self.combined());

impl<A: fmt::Display, B: fmt::Display> fmt::Display for Product<A, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, second) = &self.schedules;
        write!(f, "({first:#}) times ({second:#})")
    }
}

crate::serial::data! {
    Product<A: Scheduler, B: Scheduler> { schedules: (A, B) }
    => Ok(Self { schedules })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Constant, LinearDecay, StepDecay};

    #[test]
    fn multiplies_step_by_step_and_saturates() {
        let schedule = LinearDecay::new(1.0, 0.0, 4).unwrap().times(StepDecay::new(1.0, 0.5, 2).unwrap());
        assert_eq!([0, 1, 2, 3, 4].map(|step| schedule.lr(step)), [1.0, 0.75, 0.25, 0.125, 0.0]);
        let huge = Constant::new(f64::MAX).unwrap();
        assert_eq!(huge.times(huge).lr(0), f64::MAX);
    }
}
