//! Linear decay.

use super::transition::{Transition, schedule_is_transition};
use crate::{Error, Shape, param};

/// Decays linearly from `start` to `end` over `steps` steps, then stays at `end`.
///
/// ```text
/// lr(step) = start + (end - start) * step / steps    for step < steps
///          = end                                     from `steps` on
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/linear_decay.svg"))]
///
/// The rate is exactly `start` at step 0 and exactly `end` from step `steps` on. The updates of a run of `steps` have
/// the indices `0..steps`, so none of them uses `end` itself; pass `steps - 1` to use it in the last one. With
/// `steps == 0` the rate is `end` everywhere.
///
/// Linear decay to zero over the whole run is a strong default for a known budget (Li et al., 2020; Defazio et al.,
/// 2023; Bergsma et al., 2025). Equals optax `linear_schedule`, PyTorch
/// `LinearLR(start_factor = start/lr, end_factor = end/lr, total_iters = steps)` and, after a warmup, Transformers
/// `linear`, as long as they decay: this type does not rise.
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
    /// A linear decay from `start` to `end` over `steps` steps.
    ///
    /// # Errors
    ///
    /// If `start` or `end` is not finite and `>= 0`, or `end` is above `start`: a rising transition is an
    /// [`Anneal`](crate::Anneal) or a [`warmup`](crate::Scheduler::warmup).
    pub fn new(start: f64, end: f64, steps: usize) -> Result<Self, Error> {
        let (start, end) = param::falling(start, end)?;
        Ok(Self { start, end, steps })
    }

    param::getters! {
        /// The initial rate.
        start: f64,
        /// The final rate.
        end: f64,
        /// The length of the decay in steps.
        steps: usize,
    }

    #[inline]
    const fn transition(&self) -> Transition<'_> {
        let Self { start, end, steps } = *self;
        Transition { shape: Shape::Linear, start, end, steps, constants: None }
    }
}

schedule_is_transition!(LinearDecay);

crate::serial::data! {
    LinearDecay { start: f64, end: f64, steps: usize }
    => Self::new(start, end, steps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Scheduler;

    #[test]
    fn interpolates_and_holds() {
        for (steps, expected) in [(4, [1.0, 0.875, 0.75, 0.625, 0.5, 0.5, 0.5]), (0, [0.5; 7])] {
            let schedule = LinearDecay::new(1.0, 0.5, steps).unwrap();
            assert_eq!([0, 1, 2, 3, 4, 5, usize::MAX].map(|step| schedule.lr(step)), expected);
        }
    }
}
