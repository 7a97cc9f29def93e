//! Piecewise constant rates.

use alloc::vec::Vec;
use core::fmt;

use crate::display::{self, Compact};
use crate::{Error, Scheduler, curve::piecewise, param};

/// A list of rates, with the steps at which the rate changes.
///
/// ```text
/// lr(step) = rates[number of boundaries <= step]
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/piecewise_constant.svg"))]
///
/// A new rate applies from `step == boundary` on, the last one without end. Two equal boundaries make a zero-length
/// phase, which is skipped. A lookup takes logarithmic time, so schedules with many phases are cheap.
///
/// Equals Paddle `PiecewiseDecay` and optax `piecewise_constant_schedule`; optax takes factors, here give the resulting
/// rates. Keras' `PiecewiseConstantDecay` changes one step later: pass `boundary + 1`.
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
    /// The last of `rates`.
    last: f64,
    /// The boundary from which the rate is the last one; found once, as a long list may end with many equal rates.
    settled: Option<usize>,
}

impl PiecewiseConstant {
    /// A schedule that uses each of `rates` in turn and changes at each of `boundaries`.
    ///
    /// # Errors
    ///
    /// If a rate is not finite and `>= 0`, `boundaries` are not in ascending order, or there is not exactly one rate more
    /// than boundaries.
    pub fn new(rates: impl Into<Vec<f64>>, boundaries: impl Into<Vec<usize>>) -> Result<Self, Error> {
        let (mut rates, boundaries) = (rates.into(), boundaries.into());
        let wrong_length =
            Error::InvalidLength { name: "rates", value: rates.len(), allowed: "one more than `boundaries`" };
        let Some(&last) = rates.last().filter(|_| rates.len().checked_sub(1) == Some(boundaries.len()))
        else {
            return Err(wrong_length);
        };
        param::sorted("boundaries", boundaries.iter().copied())?;
        for (index, rate) in rates.iter_mut().enumerate() {
            *rate = param::rate_in_list("rates", index, *rate)?;
        }
        let settled = match rates.iter().rposition(|&rate| rate != last) {
            Some(phase) => boundaries.get(phase).copied(),
            None => Some(0),
        };
        Ok(Self { rates, boundaries, last: last + 0.0, settled })
    }

    /// The rate of each phase.
    #[must_use]
    pub fn rates(&self) -> &[f64] {
        &self.rates
    }

    /// The first steps of all phases but the first.
    #[must_use]
    pub fn boundaries(&self) -> &[usize] {
        &self.boundaries
    }

    /// The number of boundaries up to and including `step`.
    fn passed(&self, step: usize) -> usize {
        self.boundaries.partition_point(|&boundary| boundary <= step)
    }
}

impl Scheduler for PiecewiseConstant {
    fn lr(&self, step: usize) -> f64 {
        self.rates.get(self.passed(step)).copied().unwrap_or(self.last)
    }

    fn settles_at(&self) -> Option<usize> {
        self.settled
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        let next = |step| self.boundaries.get(self.passed(step)).copied();
        piecewise::constant_pieces(start, rates, next, |step| self.lr(step));
    }
}

impl fmt::Display for PiecewiseConstant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("piecewise constant ")?;
        display::list(f, self.rates.len(), |f, i| match (self.rates.get(i), self.boundaries.get(i)) {
            (Some(&rate), Some(boundary)) => write!(f, "{} until step {boundary}", Compact(rate)),
            _ => write!(f, "{}", Compact(self.last)),
        })
    }
}

crate::serial::data! {
    PiecewiseConstant { rates: Vec<f64>, boundaries: Vec<usize> }
    => Self::new(rates, boundaries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_holds_until_its_boundary() {
        let schedule = PiecewiseConstant::new([1.0, 0.5, 0.25], [1, 3]).unwrap();
        let rates = [0, 1, 2, 3, 4, usize::MAX].map(|step| schedule.lr(step));
        assert_eq!(rates, [1.0, 0.5, 0.5, 0.25, 0.25, 0.25]);
        assert_eq!(PiecewiseConstant::new([1.0], []).unwrap().lr(7), 1.0);
    }

    #[test]
    fn a_zero_length_phase_is_never_chosen() {
        let schedule = PiecewiseConstant::new([1.0, 9.0, 0.5], [2, 2]).unwrap();
        assert_eq!([1, 2].map(|step| schedule.lr(step)), [1.0, 0.5]);
        assert_eq!(PiecewiseConstant::new([9.0, 0.5], [0]).unwrap().lr(0), 0.5);
    }

    #[test]
    fn needs_one_rate_more_than_boundaries() {
        for (rates, boundaries) in [(vec![1.0], vec![3]), (vec![], vec![])] {
            let error = PiecewiseConstant::new(rates.clone(), boundaries).unwrap_err();
            let expected =
                format!("`rates` has {} entries, but must have one more than `boundaries`", rates.len());
            assert_eq!(error.to_string(), expected);
        }
    }
}
