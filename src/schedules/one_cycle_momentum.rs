//! The momentum of the one-cycle policy.

use core::fmt;

use super::one_cycle::{self, OneCycleSegments};
use crate::display::{Compact, Steps};
use crate::scheduler::forward;
use crate::{Error, PhaseKind, Shape, param};

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
/// From `steps - 1` on, and with `three_phase` from `2 peak` on, the value is `max`. Short runs and fractional peaks
/// are handled as in [`OneCycle`](crate::OneCycle), whose [`momentum`](crate::OneCycle::momentum) constructs this with
/// the same settings.
///
/// Equals the momentum of PyTorch's `OneCycleLR(base_momentum = base, max_momentum = max)`, whose
/// defaults are 0.85 and 0.95.
///
/// # Example
///
/// ```
/// use lr_schedule::{OneCycle, Scheduler};
///
/// let momentum = OneCycle::new(0.1, 10)?.momentum(0.85, 0.95)?;
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
    /// Checks all parameters; [`OneCycle::momentum`](crate::OneCycle::momentum) is the public constructor.
    pub(crate) fn new(
        (base, max): (f64, f64),
        steps: usize,
        pct_start: f64,
        three_phase: bool,
        shape: Shape,
    ) -> Result<Self, Error> {
        let (base, max) = (param::rate("base", base)?, param::rate("max", max)?);
        param::ordered(("base", base), ("max", max))?;
        let pct_start = one_cycle::check_pct_start(pct_start, three_phase)?;
        let shape = shape.check(("base", base), ("max", max))?;
        Ok(Self { base, max, steps, pct_start, three_phase, shape })
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
        let kinds = [PhaseKind::Fall, PhaseKind::Return, PhaseKind::Rise];
        OneCycleSegments { steps, pct_start, three_phase, shape, values: (max, base, max), kinds }
    }
}

forward!([] OneCycleMomentum, self => self.segments());

impl fmt::Display for OneCycleMomentum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (base, max) = (Compact(self.base), Compact(self.max));
        let part = Compact(self.pct_start * 100.0);
        write!(f, "{} one-cycle momentum {max} -> {base} -> {max} over {}", self.shape, Steps(self.steps))?;
        write!(f, ", {part} % of them falling")
    }
}

crate::serial::data! {
    OneCycleMomentum { base: f64, max: f64, steps: usize, pct_start: f64 = one_cycle::PCT_START, three_phase: bool = false, shape: Shape = Shape::Cosine }
    => Self::new((base, max), steps, pct_start, three_phase, shape)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Scheduler;

    #[test]
    fn falls_and_returns() {
        let momentum = |three_phase| {
            OneCycleMomentum::new((0.5, 1.0), 11, 3.0 / 11.0, three_phase, Shape::Linear).unwrap()
        };
        let (slow, quick) = (momentum(false), momentum(true));
        assert_eq!([0, 1, 2, 6, 10, 11].map(|step| slow.lr(step)), [1.0, 0.75, 0.5, 0.75, 1.0, 1.0]);
        assert_eq!([0, 1, 2, 3, 4, 5, 10].map(|step| quick.lr(step)), [1.0, 0.75, 0.5, 0.75, 1.0, 1.0, 1.0]);
    }
}
