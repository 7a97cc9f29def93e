//! Shared by the decays and [`Anneal`](super::Anneal).

use core::fmt;

use crate::curve::{Constants, Segment};
use crate::{Phase, PhaseKind, Scheduler, Shape, display};

/// Interpolates from `start` to `end` along `shape` over `steps` steps, then stays at `end`.
#[derive(Clone, Copy)]
pub(super) struct Transition<'a> {
    pub(super) shape: Shape,
    pub(super) start: f64,
    pub(super) end: f64,
    pub(super) steps: usize,
    /// Those of the shape, if they were computed before.
    pub(super) constants: Option<&'a Constants>,
}

impl Transition<'_> {
    #[inline]
    fn segment(&self) -> Segment<'_> {
        Segment::new(self.shape, self.start, self.end, self.steps).with_constants(self.constants)
    }
}

impl Scheduler for Transition<'_> {
    #[inline]
    fn lr(&self, step: usize) -> f64 {
        self.segment().lr(step)
    }

    fn settles_at(&self) -> Option<usize> {
        Some(if self.start == self.end { 0 } else { self.steps })
    }

    fn phase(&self, step: usize) -> Option<Phase> {
        let kind = if self.start < self.end { PhaseKind::Warmup } else { PhaseKind::Decay };
        Some(if step < self.steps {
            Phase::new(kind, 0, Some(self.steps))
        } else {
            Phase::new(PhaseKind::Held, self.steps, None)
        })
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        self.segment().fill(start, rates);
    }
}

impl fmt::Display for Transition<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        display::transition(f, self.shape, self.start, self.end, self.steps)
    }
}

/// `Scheduler` and `Display` of a schedule that is its `transition()`.
macro_rules! schedule_is_transition {
    ($Type:ident) => {
        $crate::scheduler::forward!([] $Type, self => self.transition());

        impl core::fmt::Display for $Type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                self.transition().fmt(f)
            }
        }
    };
}

pub(super) use schedule_is_transition;
