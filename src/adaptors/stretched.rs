//! A schedule over a new length.

use core::fmt;

use crate::display::Steps;
use crate::{Error, Phase, Scheduler, param};

/// Plays a schedule faster or slower, so that what took `from` steps takes `to`.
///
/// ```text
/// lr(step) = schedule.lr(floor(step * from / to))
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/stretched.svg"))]
///
/// The same curve, pressed together or drawn out.
///
/// Step `to` has exactly the rate that the schedule has at `from`, and so has every multiple. The arithmetic is in integers,
/// whatever the numbers. With `from == to` it changes nothing.
///
/// **It samples and holds.** The schedule inside knows whole steps only: 1,000 steps over 3,000 are a staircase of treads three
/// steps wide, and 3,000 over 1,000 are every third rate. For a schedule as data that is written for one length and run over
/// another, use [`Schedule::rescaled`](crate::Schedule::rescaled), which converts the lengths and has a rate of its own at every
/// step. This adaptor is for schedulers without lengths to convert, such as [`from_fn`](crate::from_fn), and for clocks that tick at
/// another rate than updates.
///
/// For a run under way, keep the part that is done and change the rest: see [`then`](Scheduler::then) and
/// [`cooldown`](Scheduler::cooldown). Composer's `scale_schedule_ratio` is `to / from`.
///
/// # Example
///
/// ```
/// use lr_schedule::{Scheduler, presets};
///
/// let planned = presets::warmup_linear(0.1, 0.0, 100, 1_000)?;
/// let longer = planned.stretched(1_000, 3_000)?;
/// assert_eq!(longer.lr(300), planned.lr(100));
/// assert_eq!(longer.lr(1_500), planned.lr(500));
/// assert_eq!(longer.lr(3_000), 0.0);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct Stretched<S> {
    from: usize,
    to: usize,
    schedule: S,
}

impl<S> Stretched<S> {
    pub(crate) fn new(from: usize, to: usize, schedule: S) -> Result<Self, Error> {
        let from = param::at_least_one("from", from)?;
        Ok(Self { from, to: param::at_least_one("to", to)?, schedule })
    }

    /// How many updates of the schedule are stretched.
    #[must_use]
    pub const fn from(&self) -> usize {
        self.from
    }

    /// How many updates they take.
    #[must_use]
    pub const fn to(&self) -> usize {
        self.to
    }

    /// The schedule inside.
    pub const fn schedule(&self) -> &S {
        &self.schedule
    }

    pub(crate) fn map_inner<T>(self, into: impl Fn(S) -> T) -> Stretched<T> {
        Stretched { from: self.from, to: self.to, schedule: into(self.schedule) }
    }
}

impl<S: Scheduler> Scheduler for Stretched<S> {
    fn lr(&self, step: usize) -> f64 {
        // What leaves the range of `usize` is beyond the last step the schedule can have.
        let inner = muldiv(step, self.from, self.to, 0);
        self.schedule.lr(inner.unwrap_or(usize::MAX))
    }

    fn settles_at(&self) -> Option<usize> {
        // The first step whose inner step is not below: rounded up.
        muldiv(self.schedule.settles_at()?, self.to, self.from, self.from.saturating_sub(1))
    }

    fn phase(&self, step: usize) -> Option<Phase> {
        let inner = self.schedule.phase(muldiv(step, self.from, self.to, 0).unwrap_or(usize::MAX))?;
        let first = |inner| muldiv(inner, self.to, self.from, self.from.saturating_sub(1));
        Some(inner.map(|start| first(start).unwrap_or(usize::MAX), first))
    }
}

/// `(a * b + plus) / divisor` without overflow in between.
fn muldiv(a: usize, b: usize, divisor: usize, plus: usize) -> Option<usize> {
    let product = (a as u128).saturating_mul(b as u128).saturating_add(plus as u128);
    product.checked_div(divisor as u128).and_then(|quotient| usize::try_from(quotient).ok())
}

impl<S: fmt::Display> fmt::Display for Stretched<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({:#}), its {} stretched to {}", self.schedule, Steps(self.from), self.to)
    }
}

#[cfg(feature = "serde")]
crate::data::data! {
    Stretched<S: Scheduler> { from: usize, to: usize, schedule: S }
    => Self::new(from, to, schedule)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LinearDecay, StepDecay};

    #[test]
    fn draws_out_and_presses_together() {
        let line = LinearDecay::new(1.0, 0.0, 4).unwrap();
        let slow = line.stretched(4, 8).unwrap();
        assert_eq!([0, 1, 2, 3, 4, 8].map(|step| slow.lr(step)), [1.0, 1.0, 0.75, 0.75, 0.5, 0.0]);
        let fast = line.stretched(4, 2).unwrap();
        assert_eq!([0, 1, 2, 3].map(|step| fast.lr(step)), [1.0, 0.5, 0.0, 0.0]);
        // Thirds: inner steps 0, 0, 1, 2, 2, 3.
        let third = line.stretched(2, 3).unwrap();
        assert_eq!([0, 1, 2, 3, 4, 5].map(|step| third.lr(step)), [1.0, 1.0, 0.75, 0.5, 0.5, 0.25]);
        assert_eq!([slow, fast, third].map(|s| s.settles_at()), [Some(8), Some(2), Some(6)]);
        assert!(line.stretched(0, 1).is_err() && line.stretched(1, 0).is_err());
    }

    #[test]
    fn is_exact_at_the_last_step_of_all() {
        let stairs = StepDecay::new(1.0, 0.5, usize::MAX).unwrap();
        assert_eq!(stairs.stretched(usize::MAX, usize::MAX).unwrap().lr(usize::MAX), 0.5);
        assert_eq!(stairs.stretched(usize::MAX, 1).unwrap().lr(usize::MAX), 0.5);
        assert_eq!(stairs.stretched(1, 2).unwrap().settles_at(), None);
    }
}
