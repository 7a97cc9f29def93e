//! The same rate at every step.

use core::fmt;

use crate::display::Compact;
use crate::{Error, Phase, PhaseKind, Scheduler, param};

/// Holds one rate forever.
///
/// ```text
/// lr(step) = rate
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/constant.svg"))]
///
/// A flat line.
///
/// It has arrived from step 0 on. Useful as the stable phase of a composition, and as a baseline.
///
/// Equals optax `constant_schedule`, Transformers `constant`; with a warmup `constant_with_warmup`.
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
    /// A schedule that holds `rate`.
    ///
    /// # Errors
    ///
    /// If `rate` is not finite and `>= 0`.
    pub fn new(rate: f64) -> Result<Self, Error> {
        Ok(Self { rate: param::rate("rate", rate)? })
    }

    /// The rate held.
    #[must_use]
    pub const fn rate(&self) -> f64 {
        self.rate
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

#[cfg(feature = "serde")]
crate::data::data! {
    Constant { rate: f64 }
    => Self::new(rate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_its_rate() {
        let schedule = Constant::new(3e-4).unwrap();
        assert_eq!([0, 1, usize::MAX].map(|step| schedule.lr(step)), [3e-4; 3]);
    }

    #[test]
    fn zero_is_a_rate_and_less_is_not() {
        assert_eq!(Constant::new(0.0).unwrap().lr(9), 0.0);
        assert_eq!(
            Constant::new(-1.0).unwrap_err().to_string(),
            "`rate` is -1.0, but must be finite and >= 0"
        );
    }
}
