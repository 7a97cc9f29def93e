//! Named ranges of steps.

use core::fmt;
use core::ops::RangeInclusive;

/// A named range of steps, such as warmup or decay, as returned by [`Scheduler::phase`](crate::Scheduler::phase).
///
/// Informational only, for logs and charts; no rate depends on it.
///
/// # Example
///
/// ```
/// use lr_schedule::{Constant, PhaseKind, Scheduler, Shape};
///
/// let schedule = Constant::new(1e-3)?.warmup(500, 0.0)?.cooldown(9_000, 1_000, 0.0, Shape::Linear)?;
/// let phase = schedule.phase(700).unwrap();
/// assert_eq!(phase.kind, PhaseKind::Constant);
/// assert_eq!(phase.steps, 500..=8_999);
/// assert_eq!(phase.to_string(), "constant, steps 500 to 8999");
/// assert_eq!(schedule.phase(20_000).unwrap().to_string(), "held from step 10000");
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Phase {
    /// The kind of the phase.
    pub kind: PhaseKind,
    /// The range of steps; `usize::MAX` as its end means unbounded.
    pub steps: RangeInclusive<usize>,
}

/// The kind of a [`Phase`], displayed as its name in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PhaseKind {
    /// Rises to the first rate of the next phase.
    Warmup,
    /// Stays at the first rate before the schedule begins.
    Delay,
    /// Stays at one rate.
    Constant,
    /// The rise of [`OneCycle`](crate::OneCycle), or the return of its momentum from the minimum.
    Rise,
    /// Returns to the initial rate of a one-cycle rate, mirroring the rise.
    Return,
    /// Falls from the maximum of a one-cycle momentum to its minimum.
    Fall,
    /// Falls to the final rate.
    Decay,
    /// Ramps from the current rate of a schedule to a final rate.
    Cooldown,
    /// One of several cycles.
    Cycle,
    /// Stays at the final rate after the end.
    Held,
}

impl fmt::Display for PhaseKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Warmup => "warmup",
            Self::Delay => "delay",
            Self::Constant => "constant",
            Self::Rise => "rise",
            Self::Return => "return",
            Self::Fall => "fall",
            Self::Decay => "decay",
            Self::Cooldown => "cooldown",
            Self::Cycle => "cycle",
            Self::Held => "held",
        })
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, first, last) = (self.kind, self.steps.start(), self.steps.end());
        match *last {
            usize::MAX => write!(f, "{kind} from step {first}"),
            last => write!(f, "{kind}, steps {first} to {last}"),
        }
    }
}

impl Phase {
    /// The range from `start` to before `end`; unbounded if `end` is `None`.
    pub(crate) fn new(kind: PhaseKind, start: usize, end: Option<usize>) -> Self {
        Self { kind, steps: start..=end.map_or(usize::MAX, |end| end.saturating_sub(1)) }
    }

    /// The step after the last one; `None` if unbounded.
    pub(crate) fn end(&self) -> Option<usize> {
        self.steps.end().checked_add(1)
    }

    /// The same phase with both ends mapped.
    pub(crate) fn map(
        &self,
        start: impl FnOnce(usize) -> usize,
        end: impl FnOnce(usize) -> Option<usize>,
    ) -> Self {
        Self::new(self.kind, start(*self.steps.start()), self.end().and_then(end))
    }

    /// The same phase, truncated to end before `end`.
    pub(crate) fn until(&self, end: usize) -> Self {
        Self::new(self.kind, *self.steps.start(), Some(self.end().map_or(end, |own| own.min(end))))
    }

    /// The same phase, `steps` later.
    pub(crate) fn later(&self, steps: usize) -> Self {
        self.map(|start| start.saturating_add(steps), |end| end.checked_add(steps))
    }
}
