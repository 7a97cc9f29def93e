//! A straight line from one rate to another.

use core::fmt;

use crate::curve::Segment;
use crate::{Error, Phase, Scheduler, Shape, display, param};

/// Travels from one rate to another in a straight line.
///
/// ```text
/// lr(step) = start + (end - start) * step / steps    for step < steps
///          = end                                     from `steps` on
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/linear_decay.svg"))]
///
/// A ramp down (or up, if `end` is above `start`), then a flat line.
///
/// At step 0 the rate is exactly `start`, at `steps` and after exactly `end`. A run of exactly
/// `steps` updates uses the steps `0..steps` and so never uses `end` itself; with `steps - 1` here its
/// last update would. With `steps == 0` the rate is `end` from the start.
///
/// Linear decay to zero over the whole run is a strong default for a known budget (Li et al., 2019;
/// Defazio et al., 2023; Bergsma et al., 2025). Equals optax `linear_schedule`, PyTorch
/// `LinearLR(start_factor = start/lr, end_factor = end/lr, total_iters = steps)` (which refuses to start
/// at 0) and, after a warmup, Transformers `linear`.
///
/// # Example
///
/// ```
/// use lr_schedule::{LinearDecay, Scheduler};
///
/// let schedule = LinearDecay::new(0.1, 0.0, 4)?;
/// assert_eq!(schedule.lr(0), 0.1);
/// assert_eq!(schedule.lr(2), 0.05);
/// assert_eq!(schedule.lr(4), 0.0);
/// assert_eq!(schedule.lr(5), 0.0);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct LinearDecay {
    start: f64,
    end: f64,
    steps: usize,
}

impl LinearDecay {
    /// A schedule from the rate `start` to the rate `end` in `steps` updates.
    ///
    /// # Errors
    ///
    /// If `start` or `end` is not finite and `>= 0`.
    pub fn new(start: f64, end: f64, steps: usize) -> Result<Self, Error> {
        Ok(Self { start: param::rate("start", start)?, end: param::rate("end", end)?, steps })
    }

    /// The first rate.
    #[must_use]
    pub const fn start(&self) -> f64 {
        self.start
    }

    /// The rate arrived at.
    #[must_use]
    pub const fn end(&self) -> f64 {
        self.end
    }

    /// How many updates the way takes.
    #[must_use]
    pub const fn steps(&self) -> usize {
        self.steps
    }

    #[inline]
    fn segment(&self) -> Segment {
        Segment::new(Shape::Linear, self.start, self.end, self.steps)
    }
}

impl Scheduler for LinearDecay {
    #[inline]
    fn lr(&self, step: usize) -> f64 {
        self.segment().lr(step)
    }

    fn settles_at(&self) -> Option<usize> {
        Some(self.steps)
    }

    fn phase(&self, step: usize) -> Option<Phase> {
        Some(Phase::of_transition(self.start, self.end, step, self.steps))
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        self.segment().fill(start, rates);
    }
}

impl fmt::Display for LinearDecay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        display::interpolate(f, Shape::Linear, self.start, self.end, self.steps)
    }
}

#[cfg(feature = "serde")]
crate::data::data! {
    LinearDecay { start: f64, end: f64, steps: usize }
    => Self::new(start, end, steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_down_in_equal_parts_and_holds() {
        let schedule = LinearDecay::new(1.0, 0.5, 4).unwrap();
        let rates = [0, 1, 2, 3, 4, 5, usize::MAX].map(|step| schedule.lr(step));
        assert_eq!(rates, [1.0, 0.875, 0.75, 0.625, 0.5, 0.5, 0.5]);
    }

    #[test]
    fn goes_up_as_well() {
        let schedule = LinearDecay::new(0.0, 1.0, 4).unwrap();
        assert_eq!([0, 1, 4].map(|step| schedule.lr(step)), [0.0, 0.25, 1.0]);
    }

    #[test]
    fn no_steps_mean_the_end_at_once() {
        assert_eq!(LinearDecay::new(1.0, 0.5, 0).unwrap().lr(0), 0.5);
    }
}
