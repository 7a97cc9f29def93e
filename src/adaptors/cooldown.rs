//! A way down from wherever the schedule is.

use core::fmt;

use crate::curve::Segment;
use crate::{Error, Phase, PhaseKind, Scheduler, Shape, curve::piecewise, display, param};

/// Plays a schedule up to a step, then travels from the rate it has there to an end rate.
///
/// ```text
/// lr(step) = schedule.lr(step)                                             for step < at
///          = shape.interpolate(schedule.lr(at), end, (step - at) / steps)       for step < at + steps
///          = end                                                           from there on
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/cooldown.svg"))]
///
/// The schedule, cut off, with a slope to the end.
///
/// At `at` the rate is exactly the schedule's, at `at + steps` and after exactly `end`. With
/// `steps == 0` it falls to `end` at once.
///
/// This is how a run of unknown length is finished: branch a cooldown from any step of the running
/// schedule. Over a warmed-up constant it is warmup-stable-decay, "WSD" (Hu et al., 2024), for which
/// `OneMinusPower { power: 0.5 }` over the last 10 to 20 % is a proven shape (Hägele et al., 2024).
/// Equals the decay of timm `WSDLRScheduler`, Transformers `warmup_stable_decay` and Megatron `WSD`; see
/// [`warmup_stable_decay`](crate::presets::warmup_stable_decay).
///
/// # Example
///
/// ```
/// use lr_schedule::{Constant, Scheduler, Shape};
///
/// let schedule = Constant::new(0.1)?.cooldown(80, 20, 0.0, Shape::Linear)?;
/// assert_eq!(schedule.lr(80), 0.1);
/// assert_eq!(schedule.lr(90), 0.05);
/// assert_eq!(schedule.lr(100), 0.0);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct Cooldown<S> {
    at: usize,
    steps: usize,
    end: f64,
    shape: Shape,
    schedule: S,
}

impl<S: Scheduler> Cooldown<S> {
    pub(crate) fn new(at: usize, steps: usize, end: f64, shape: Shape, schedule: S) -> Result<Self, Error> {
        let end = param::rate("end", end)?;
        let shape = shape.check(("rate before cooldown", schedule.lr(at)), ("end", end))?;
        Ok(Self { at, steps, end, shape, schedule })
    }

    fn way(&self) -> Segment {
        Segment::new(self.shape, self.schedule.lr(self.at), self.end, self.steps)
    }
}

impl<S> Cooldown<S> {
    /// The step from which on the rate cools down.
    #[must_use]
    pub const fn at(&self) -> usize {
        self.at
    }

    /// How many updates the cooldown takes.
    #[must_use]
    pub const fn steps(&self) -> usize {
        self.steps
    }

    /// The rate arrived at.
    #[must_use]
    pub const fn end(&self) -> f64 {
        self.end
    }

    /// How the rate travels down.
    #[must_use]
    pub const fn shape(&self) -> Shape {
        self.shape
    }

    /// The schedule inside.
    pub const fn schedule(&self) -> &S {
        &self.schedule
    }

    pub(crate) fn map_inner<T>(self, into: impl Fn(S) -> T) -> Cooldown<T> {
        let Self { at, steps, end, shape, schedule } = self;
        Cooldown { at, steps, end, shape, schedule: into(schedule) }
    }
}

impl<S: Scheduler> Scheduler for Cooldown<S> {
    #[inline]
    fn lr(&self, step: usize) -> f64 {
        match step.checked_sub(self.at) {
            Some(step) => self.way().lr(step),
            None => self.schedule.lr(step),
        }
    }

    fn settles_at(&self) -> Option<usize> {
        self.at.checked_add(self.steps)
    }

    fn phase(&self, step: usize) -> Option<Phase> {
        let end = self.at.checked_add(self.steps);
        Some(match () {
            () if step < self.at => self.schedule.phase(step)?.until(self.at),
            () if end.is_none_or(|end| step < end) => Phase::new(PhaseKind::Cooldown, self.at, end),
            () => Phase::new(PhaseKind::Held, end.unwrap_or(step), None),
        })
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        let way = self.way();
        let play = |step, rates: &mut [f64]| self.schedule.fill(step, rates);
        piecewise::in_two(start, rates, self.at, play, |step, rates| way.fill(step, rates));
    }
}

impl<S: Scheduler + fmt::Display> fmt::Display for Cooldown<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#} until step {}, then ", self.schedule, self.at)?;
        display::transition(f, self.shape, self.schedule.lr(self.at), self.end, self.steps)
    }
}

#[cfg(feature = "serde")]
crate::data::data! {
    Cooldown<S: Scheduler> { at: usize, steps: usize, end: f64, shape: Shape = Shape::Linear, schedule: S }
    => Self::new(at, steps, end, shape, schedule)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Constant, ExponentialDecay};

    #[test]
    fn leaves_from_the_rate_there_is() {
        let schedule = ExponentialDecay::new(1.0, 0.5).unwrap().cooldown(2, 2, 0.0, Shape::Linear).unwrap();
        let rates = [0, 1, 2, 3, 4, 5].map(|step| schedule.lr(step));
        assert_eq!(rates, [1.0, 0.5, 0.25, 0.125, 0.0, 0.0]);
        assert_eq!(schedule.settles_at(), Some(4));
    }

    #[test]
    fn no_steps_fall_at_once() {
        let schedule = Constant::new(1.0).unwrap().cooldown(3, 0, 0.5, Shape::Cosine).unwrap();
        assert_eq!([2, 3].map(|step| schedule.lr(step)), [1.0, 0.5]);
    }
}
