//! A ramp from the current rate to a final rate.

use core::fmt;

use crate::curve::Segment;
use crate::{Error, Phase, PhaseKind, Scheduler, Shape, curve::piecewise, display, param};

/// Follows a schedule until step `at`, then goes from the rate there to `end` over `steps` steps.
///
/// ```text
/// lr(step) = schedule.lr(step)                                               for step < at
///          = shape.interpolate(schedule.lr(at), end, (step - at) / steps)    for step < at + steps
///          = end                                                             from `at + steps` on
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/cooldown.svg"))]
///
/// The rate is exactly the schedule's at step `at`, and exactly `end` from `at + steps` on. With `steps == 0` the rate
/// drops to `end` at once.
///
/// This is how a run of unknown length is finished: branch a cooldown off at any step. After a warmup and a constant
/// rate it is warmup-stable-decay, "WSD" (Hu et al., 2024), for which `OneMinusPower { power: 0.5 }` over the last
/// tenth to fifth of the run works well (Hägele et al., 2024; Hu et al. found a tenth enough). From a constant rate it
/// equals the decay of timm `WSDLRScheduler` (since 1.0.31), Transformers `warmup_stable_decay` and Megatron `WSD`; see
/// [`warmup_stable_decay`](crate::presets::warmup_stable_decay).
///
/// On a schedule that decays, this adaptor interpolates from the rate at `at`. To let the schedule continue to decay
/// underneath, multiply it by a factor that cools down:
/// `schedule.times(Constant::new(1.0)?.cooldown(at, steps, 0.0, shape)?)`, as in timm's `WSDLRScheduler` with `rsqrt`
/// or `power`, Big Vision's cooldown and TensorFlow Models' `PowerAndLinearDecay`.
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
        let shape = shape.check(("the rate of `schedule` at step `at`", schedule.lr(at)), ("end", end))?;
        Ok(Self { at, steps, end, shape, schedule })
    }

    fn segment(&self) -> Segment<'_> {
        Segment::new(self.shape, self.schedule.lr(self.at), self.end, self.steps)
    }
}

impl<S> Cooldown<S> {
    param::getters! {
        /// The first step of the cooldown.
        at: usize,
        /// The length of the cooldown in steps.
        steps: usize,
        /// The final rate.
        end: f64,
        /// The shape of the ramp.
        shape: Shape,
    }

    /// The inner schedule.
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
            Some(step) => self.segment().lr(step),
            None => self.schedule.lr(step),
        }
    }

    fn settles_at(&self) -> Option<usize> {
        self.at.checked_add(self.steps)
    }

    fn phase(&self, step: usize) -> Option<Phase> {
        let end = self.at.checked_add(self.steps);
        Some(match end {
            _ if step < self.at => self.schedule.phase(step)?.until(self.at),
            Some(end) if step >= end => Phase::new(PhaseKind::Held, end, None),
            end => Phase::new(PhaseKind::Cooldown, self.at, end),
        })
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        let ramp = self.segment();
        let before = |step, rates: &mut [f64]| self.schedule.fill(step, rates);
        piecewise::in_two(start, rates, self.at, before, |step, rates| ramp.fill(step, rates));
    }
}

impl<S: Scheduler + fmt::Display> fmt::Display for Cooldown<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#} until step {}, then ", self.schedule, self.at)?;
        display::transition(f, self.shape, self.schedule.lr(self.at), self.end, self.steps)
    }
}

crate::serial::data! {
    Cooldown<S: Scheduler> { at: usize, steps: usize, end: f64, shape: Shape = Shape::Linear, schedule: S }
    => Self::new(at, steps, end, shape, schedule)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Constant, ExponentialDecay, InverseSqrtDecay};

    #[test]
    fn begins_at_the_current_rate() {
        let schedule = ExponentialDecay::new(1.0, 0.5).unwrap().cooldown(2, 2, 0.0, Shape::Linear).unwrap();
        let rates = [0, 1, 2, 3, 4, 5].map(|step| schedule.lr(step));
        assert_eq!(rates, [1.0, 0.5, 0.25, 0.125, 0.0, 0.0]);
        assert_eq!(schedule.settles_at(), Some(4));
    }

    #[test]
    fn zero_steps_drop_at_once() {
        let schedule = Constant::new(1.0).unwrap().cooldown(3, 0, 0.5, Shape::Cosine).unwrap();
        assert_eq!([2, 3].map(|step| schedule.lr(step)), [1.0, 0.5]);
    }

    /// 0.1 sqrt(2/82) / 2 = 0.0078087 and 0.1 sqrt(2/92) / 2 = 0.0073721
    #[test]
    fn a_cooldown_of_the_rate_is_not_one_of_a_factor() {
        let decay = InverseSqrtDecay::new(0.1, 2).unwrap();
        let of_the_rate = decay.cooldown(80, 20, 0.0, Shape::Linear).unwrap();
        let factor = Constant::new(1.0).unwrap().cooldown(80, 20, 0.0, Shape::Linear).unwrap();
        assert!((of_the_rate.lr(90) - 0.007_808_7).abs() < 5e-8);
        assert!((decay.times(factor).lr(90) - 0.007_372_1).abs() < 5e-8);
    }

    #[test]
    fn a_geometric_cooldown_needs_rates_above_zero() {
        let shape = Shape::Geometric;
        for (rate, end, subject) in [(0.0, 0.5, "the rate of `schedule` at step `at`"), (0.5, 0.0, "`end`")] {
            let error = Constant::new(rate).unwrap().cooldown(10, 10, end, shape).unwrap_err();
            let expected = format!("{subject} is 0.0, but must be > 0 for a geometric or harmonic shape");
            assert_eq!(error.to_string(), expected);
        }
    }
}
