//! A rate for each phase.

use alloc::vec::Vec;
use core::fmt;

use crate::display::Compact;
use crate::{Error, Scheduler, curve::piecewise, param};

/// Holds one rate per phase.
///
/// ```text
/// lr(step) = rates[number of boundaries <= step]
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/piecewise_constant.svg"))]
///
/// Plateaus at any heights, up or down.
///
/// A new rate holds from `step == boundary` on. Two equal boundaries make a phase of no steps, which
/// is never chosen. After the last boundary the last rate holds. Finding the place in the list takes
/// logarithmic time, so long programmes are cheap.
///
/// Equals Paddle `PiecewiseDecay` and optax `piecewise_constant_schedule`, whose factors are
/// multiplied up to rates here. Keras' `PiecewiseConstantDecay` changes one step later: pass
/// `boundary + 1`.
///
/// # Example
///
/// ```
/// use lr_schedule::{PiecewiseConstant, Scheduler};
///
/// let schedule = PiecewiseConstant::new([0.1, 0.05, 0.2], [1_000, 4_000])?;
/// assert_eq!(schedule.lr(999), 0.1);
/// assert_eq!(schedule.lr(1_000), 0.05);
/// assert_eq!(schedule.lr(4_000), 0.2);
/// assert_eq!(schedule.lr(usize::MAX), 0.2);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct PiecewiseConstant {
    rates: Vec<f64>,
    boundaries: Vec<usize>,
}

impl PiecewiseConstant {
    /// A schedule that holds each of `rates` in turn and moves on at each of `boundaries`.
    ///
    /// # Errors
    ///
    /// If a rate is not finite and `>= 0`, `boundaries` go down, or there is not exactly one rate more
    /// than boundaries.
    pub fn new(rates: impl Into<Vec<f64>>, boundaries: impl Into<Vec<usize>>) -> Result<Self, Error> {
        let (mut rates, boundaries) = (rates.into(), boundaries.into());
        if rates.len() != boundaries.len().saturating_add(1) {
            let allowed = "one more than `boundaries`";
            return Err(Error::InvalidLength { name: "rates", value: rates.len(), allowed });
        }
        param::sorted("boundaries", boundaries.iter().copied())?;
        for rate in &mut rates {
            *rate = param::rate("rates", *rate)?;
        }
        Ok(Self { rates, boundaries })
    }

    /// The rate of each phase.
    #[must_use]
    pub fn rates(&self) -> &[f64] {
        &self.rates
    }

    /// The steps from which on the next rate holds.
    #[must_use]
    pub fn boundaries(&self) -> &[usize] {
        &self.boundaries
    }
}

impl Scheduler for PiecewiseConstant {
    fn lr(&self, step: usize) -> f64 {
        let phase = self.boundaries.partition_point(|&boundary| boundary <= step);
        // There is one rate more than boundaries, so the phase exists.
        self.rates.get(phase).copied().unwrap_or(0.0)
    }

    fn settles_at(&self) -> Option<usize> {
        Some(self.boundaries.last().copied().unwrap_or(0))
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        let passed = |step| self.boundaries.partition_point(|&boundary| boundary <= step);
        let next = |step| self.boundaries.get(passed(step)).copied();
        piecewise::stairs(start, rates, next, |step| self.lr(step));
    }
}

impl fmt::Display for PiecewiseConstant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("piecewise constant")?;
        for (i, &rate) in self.rates.iter().enumerate() {
            write!(f, "{} {}", if i == 0 { "" } else { "," }, Compact(rate))?;
            if let Some(boundary) = self.boundaries.get(i) {
                write!(f, " until step {boundary}")?;
            }
        }
        Ok(())
    }
}

#[cfg(feature = "serde")]
crate::data::data! {
    PiecewiseConstant { rates: Vec<f64>, boundaries: Vec<usize> }
    => Self::new(rates, boundaries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_holds_up_to_its_boundary() {
        let schedule = PiecewiseConstant::new([1.0, 0.5, 0.25], [1, 3]).unwrap();
        let rates = [0, 1, 2, 3, 4, usize::MAX].map(|step| schedule.lr(step));
        assert_eq!(rates, [1.0, 0.5, 0.5, 0.25, 0.25, 0.25]);
    }

    #[test]
    fn a_phase_of_no_steps_is_never_chosen() {
        let schedule = PiecewiseConstant::new([1.0, 9.0, 0.5], [2, 2]).unwrap();
        assert_eq!([1, 2].map(|step| schedule.lr(step)), [1.0, 0.5]);
        assert_eq!(PiecewiseConstant::new([9.0, 0.5], [0]).unwrap().lr(0), 0.5);
    }

    #[test]
    fn one_rate_more_than_boundaries() {
        assert_eq!(
            PiecewiseConstant::new([1.0], [3]).unwrap_err().to_string(),
            "`rates` has 1 entries, but must have one more than `boundaries`"
        );
        assert_eq!(PiecewiseConstant::new([1.0], []).unwrap().lr(7), 1.0);
    }
}
