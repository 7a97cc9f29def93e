//! A constant rate.

use core::fmt;

use crate::display::Compact;
use crate::{Error, Phase, PhaseKind, Scheduler, param};

/// The rate is `rate` at every step.
///
/// ```text
/// lr(step) = rate
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/constant.svg"))]
///
/// Serves as the stable phase of a composition, and as a baseline.
///
/// Equals optax `constant_schedule`, Transformers `constant` and, after a warmup, `constant_with_warmup`.
///
/// # Example
///
/// ```
/// use lr_schedule::{Constant, Scheduler};
///
/// let schedule = Constant::new(0.1)?;
/// assert_eq!(schedule.lr(0), 0.1);
/// assert_eq!(schedule.lr(usize::MAX), 0.1);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct Constant {
    rate: f64,
}

impl Constant {
    /// A schedule with the same `rate` at every step.
    ///
    /// # Errors
    ///
    /// If `rate` is not finite and `>= 0`.
    pub fn new(rate: f64) -> Result<Self, Error> {
        Ok(Self { rate: param::rate("rate", rate)? })
    }

    param::getters! {
        /// The rate at every step.
        rate: f64,
    }
}

impl Scheduler for Constant {
    fn lr(&self, _step: usize) -> f64 {
        self.rate
    }

    fn settles_at(&self) -> Option<usize> {
        Some(0)
    }

    fn phase(&self, _step: usize) -> Option<Phase> {
        Some(Phase::new(PhaseKind::Constant, 0, None))
    }

    fn fill(&self, _start: usize, rates: &mut [f64]) {
        rates.fill(self.rate);
    }
}

impl fmt::Display for Constant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "constant {}", Compact(self.rate))
    }
}

crate::serial::data! {
    Constant { rate: f64 }
    => Self::new(rate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_its_rate() {
        for rate in [3e-4, 0.0] {
            let schedule = Constant::new(rate).unwrap();
            assert_eq!([0, 1, usize::MAX].map(|step| schedule.lr(step)), [rate; 3]);
        }
    }
}
