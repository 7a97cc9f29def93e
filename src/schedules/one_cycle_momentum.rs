//! The momentum of the one-cycle policy.

use core::fmt;

use super::one_cycle::{OneCycleSegments, PCT_START};
use crate::display::{Compact, Steps};
use crate::{Error, Phase, PhaseKind, Scheduler, Shape, param};

/// Falls from `max` to `base` and returns: the opposite of [`OneCycle`](crate::OneCycle).
///
/// ```text
/// peak = pct_start * steps - 1
///
/// max  -> base     over [0, peak]
/// base -> max      over [peak, steps - 1], or over [peak, 2 peak] with `three_phase`
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/one_cycle_momentum.svg"))]
///
/// From `steps - 1` on, and with `three_phase` from `2 peak` on, the value is `max`. Short runs and
/// fractional peaks are as for [`OneCycle`](crate::OneCycle), whose
/// [`momentum`](crate::OneCycle::momentum) makes this with the same boundaries.
///
/// Equals the momentum of PyTorch's `OneCycleLR(base_momentum = base, max_momentum = max)`, whose
/// defaults are 0.85 and 0.95.
///
/// # Example
///
/// ```
/// use lr_schedule::{OneCycleMomentum, Scheduler};
///
/// let momentum = OneCycleMomentum::new(0.85, 0.95, 10)?;
/// assert_eq!(momentum.lr(0), 0.95);
/// assert_eq!(momentum.lr(2), 0.85);
/// assert_eq!(momentum.lr(9), 0.95);
/// assert_eq!(momentum.lr(10), 0.95);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct OneCycleMomentum {
    base: f64,
    max: f64,
    steps: usize,
    pct_start: f64,
    three_phase: bool,
    shape: Shape,
}

impl OneCycleMomentum {
    /// A momentum from `max` to `base` and back, for a run of `steps` updates.
    ///
    /// # Errors
    ///
    /// If `base` or `max` is not finite and `>= 0`, or `base` is above `max`.
    pub fn new(base: f64, max: f64, steps: usize) -> Result<Self, Error> {
        let base = param::rate("base", base)?;
        let max = param::rate("max", max)?;
        param::ordered(("base", base), ("max", max))?;
        Ok(Self { base, max, steps, pct_start: PCT_START, three_phase: false, shape: Shape::Cosine })
    }

    /// Sets the fraction of the run that the fall takes; defaults to 0.3.
    ///
    /// # Errors
    ///
    /// If `pct_start` is not in `0..=1`, or above 0.5 with three phases, which would not fit.
    pub fn with_pct_start(self, pct_start: f64) -> Result<Self, Error> {
        super::one_cycle::check_pct_start(pct_start, self.three_phase)?;
        Ok(Self { pct_start, ..self })
    }

    /// Sets whether the momentum returns as fast as it fell; defaults to false.
    ///
    /// # Errors
    ///
    /// If `pct_start` is above 0.5, so that the phases would not fit.
    pub fn with_three_phase(self, three_phase: bool) -> Result<Self, Error> {
        super::one_cycle::check_pct_start(self.pct_start, three_phase)?;
        Ok(Self { three_phase, ..self })
    }

    /// Sets the shape of every segment; defaults to [`Shape::Cosine`].
    ///
    /// # Errors
    ///
    /// If a parameter of `shape` is out of range, or the shape is geometric or harmonic and
    /// `base` is 0.
    pub fn with_shape(self, shape: Shape) -> Result<Self, Error> {
        let shape = shape.check(("base", self.base), ("max", self.max))?;
        Ok(Self { shape, ..self })
    }

    param::getters! {
        /// The lowest value.
        base: f64,
        /// The initial and final value.
        max: f64,
        /// The length of the run in steps.
        steps: usize,
        /// The fraction of the run that the fall takes.
        pct_start: f64,
        /// Whether the momentum returns as fast as it fell.
        three_phase: bool,
        /// The shape of every segment.
        shape: Shape,
    }

    const fn segments(&self) -> OneCycleSegments {
        let Self { base, max, steps, pct_start, three_phase, shape } = *self;
        OneCycleSegments { steps, pct_start, three_phase, shape, values: (max, base, max) }
    }
}

impl Scheduler for OneCycleMomentum {
    fn lr(&self, step: usize) -> f64 {
        self.segments().lr(step)
    }

    fn settles_at(&self) -> Option<usize> {
        Some(self.steps.saturating_sub(1))
    }

    fn phase(&self, step: usize) -> Option<Phase> {
        Some(self.segments().phase(step, [PhaseKind::Fall, PhaseKind::Return, PhaseKind::Rise]))
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        self.segments().fill(start, rates);
    }
}

impl fmt::Display for OneCycleMomentum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (base, max) = (Compact(self.base), Compact(self.max));
        let part = Compact(self.pct_start * 100.0);
        write!(f, "{} one-cycle momentum {max} -> {base} -> {max} over {}", self.shape, Steps(self.steps))?;
        write!(f, ", {part} % of them falling")
    }
}

#[cfg(feature = "serde")]
crate::data::data! {
    OneCycleMomentum { base: f64, max: f64, steps: usize, pct_start: f64 = PCT_START, three_phase: bool = false, shape: Shape = Shape::Cosine }
    => Self::new(base, max, steps)?.with_pct_start(pct_start)?.with_three_phase(three_phase)?.with_shape(shape)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_down_and_comes_back() {
        let momentum = OneCycleMomentum::new(0.5, 1.0, 11).unwrap().with_pct_start(3.0 / 11.0).unwrap();
        let momentum = momentum.with_shape(Shape::Linear).unwrap();
        assert_eq!([0, 1, 2, 6, 10, 11].map(|step| momentum.lr(step)), [1.0, 0.75, 0.5, 0.75, 1.0, 1.0]);
        let quick = momentum.with_three_phase(true).unwrap();
        assert_eq!([0, 1, 2, 3, 4, 5, 10].map(|step| quick.lr(step)), [1.0, 0.75, 0.5, 0.75, 1.0, 1.0, 1.0]);
    }
}
