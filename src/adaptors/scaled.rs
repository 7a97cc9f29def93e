//! Every rate multiplied by a factor.

use core::fmt;

use crate::display::Compact;
use crate::{Error, Phase, Scheduler, math, param};

/// Multiplies every rate of a schedule by `factor`.
///
/// ```text
/// lr(step) = factor * schedule.lr(step)
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/scaled.svg"))]
///
/// A product outside the range of `f64` becomes `f64::MAX`. Scaling by 1 changes nothing.
///
/// For the multiplier of a parameter group (PyTorch's `lr` per group, fairseq's `lr_scale`, MXNet's `lr_mult`), and for
/// the linear and square-root [batch-size rules](crate::training::batch_size).
///
/// # Example
///
/// ```
/// use lr_schedule::{LinearDecay, Scheduler};
///
/// let backbone = LinearDecay::new(0.1, 0.0, 100)?.scaled(0.5)?;
/// assert_eq!(backbone.lr(0), 0.05);
/// assert_eq!(backbone.lr(50), 0.025);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct Scaled<S> {
    factor: f64,
    schedule: S,
}

impl<S> Scaled<S> {
    pub(crate) fn new(factor: f64, schedule: S) -> Result<Self, Error> {
        Ok(Self { factor: param::rate("factor", factor)?, schedule })
    }

    param::getters! {
        /// The multiplier of every rate.
        factor: f64,
    }

    /// The inner schedule.
    pub const fn schedule(&self) -> &S {
        &self.schedule
    }

    pub(crate) fn map_inner<T>(self, into: impl Fn(S) -> T) -> Scaled<T> {
        Scaled { factor: self.factor, schedule: into(self.schedule) }
    }
}

impl<S: Scheduler> Scheduler for Scaled<S> {
    #[inline]
    fn lr(&self, step: usize) -> f64 {
        math::saturate(self.factor * self.schedule.lr(step))
    }

    fn settles_at(&self) -> Option<usize> {
        if self.factor == 0.0 { Some(0) } else { self.schedule.settles_at() }
    }

    fn phase(&self, step: usize) -> Option<Phase> {
        self.schedule.phase(step)
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        self.schedule.fill(start, rates);
        for rate in rates {
            *rate = math::saturate(self.factor * *rate);
        }
    }
}

impl<S: fmt::Display> fmt::Display for Scaled<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} times ({:#})", Compact(self.factor), self.schedule)
    }
}

crate::serial::data! {
    Scaled<S: Scheduler> { factor: f64, schedule: S }
    => Self::new(factor, schedule)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Constant, LinearDecay};

    #[test]
    fn multiplies_and_saturates() {
        let schedule = LinearDecay::new(1.0, 0.0, 4).unwrap().scaled(0.5).unwrap();
        assert_eq!([0, 1, 4].map(|step| schedule.lr(step)), [0.5, 0.375, 0.0]);
        assert_eq!(Constant::new(f64::MAX).unwrap().scaled(2.0).unwrap().lr(0), f64::MAX);
    }
}
