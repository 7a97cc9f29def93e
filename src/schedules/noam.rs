//! The schedule of the original Transformer.

use core::fmt;
use core::num::NonZero;

use crate::display::Compact;
use crate::{Error, Phase, PhaseKind, Scheduler, math, param};

/// Rises linearly over `warmup_steps`, then decays with the inverse square root of time, scaled by the model's width.
///
/// ```text
/// lr(step) = factor * model_size^-0.5 * min(s^-0.5, s * warmup_steps^-1.5)    with s = step + 1
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/noam.svg"))]
///
/// The peak is `factor / sqrt(model_size * warmup_steps)`, at `step == warmup_steps - 1`.
///
/// The first rate is above 0, as `s` counts from 1. With `warmup_steps == 0` there is no rise. The decay never ends.
///
/// From "Attention Is All You Need" (Vaswani et al., 2017), where `factor` is 1, `model_size` 512 and `warmup_steps`
/// 4000. Equals burn `Noam` and the legacy `noam` of `tensor2tensor` up to its constant; Paddle's `NoamDecay` counts
/// from 0 and starts at rate 0. To choose the peak rate itself, use
/// [`warmup_inverse_sqrt`](crate::presets::warmup_inverse_sqrt).
///
/// # Example
///
/// ```
/// use lr_schedule::{Noam, Scheduler};
///
/// let schedule = Noam::new(1.0, 512, 4_000)?;
/// let peak = 1.0 / (512.0_f64 * 4_000.0).sqrt();
/// assert!((schedule.lr(3_999) - peak).abs() < 1e-17);
/// assert!((schedule.lr(0) - peak / 4_000.0).abs() < 1e-19);
/// assert!((schedule.lr(15_999) - peak / 2.0).abs() < 1e-17);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct Noam {
    factor: f64,
    model_size: NonZero<usize>,
    warmup_steps: usize,
}

impl Noam {
    /// A schedule for a model of width `model_size` that peaks after `warmup_steps` steps.
    ///
    /// # Errors
    ///
    /// If `factor` is not finite and `>= 0`, or `model_size` is 0.
    pub fn new(factor: f64, model_size: usize, warmup_steps: usize) -> Result<Self, Error> {
        Ok(Self {
            factor: param::rate("factor", factor)?,
            model_size: param::at_least_one("model_size", model_size)?,
            warmup_steps,
        })
    }

    param::getters! {
        /// The multiplier of every rate.
        factor: f64,
        /// The width of the model.
        model_size.get(): usize,
        /// The length of the rise in steps.
        warmup_steps: usize,
    }
}

impl Scheduler for Noam {
    fn lr(&self, step: usize) -> f64 {
        let s = math::float(step) + 1.0;
        let scale = self.factor / math::sqrt(math::float(self.model_size()));
        if step < self.warmup_steps {
            let w = math::float(self.warmup_steps);
            scale * (s / (w * math::sqrt(w)))
        } else {
            scale / math::sqrt(s)
        }
    }

    fn settles_at(&self) -> Option<usize> {
        if self.factor == 0.0 { Some(0) } else { None }
    }

    fn phase(&self, step: usize) -> Option<Phase> {
        Some(if step < self.warmup_steps {
            Phase::new(PhaseKind::Warmup, 0, Some(self.warmup_steps))
        } else {
            Phase::new(PhaseKind::Decay, self.warmup_steps, None)
        })
    }
}

impl fmt::Display for Noam {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { factor, model_size, warmup_steps } = *self;
        write!(f, "Noam, factor {}, model size {model_size}, {warmup_steps} warmup steps", Compact(factor))
    }
}

crate::serial::data! {
    Noam { factor: f64, model_size: usize, warmup_steps: usize }
    => Self::new(factor, model_size, warmup_steps)
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;

    use super::*;

    #[test]
    fn rises_then_decays() {
        // model_size 4 gives a factor of 1/2, warmup_steps 4 a peak of 1/2 * 1/2 at step 3.
        let schedule = Noam::new(1.0, 4, 4).unwrap();
        let expected = [0.0625, 0.125, 0.1875, 0.25, 0.223_606_797_749_978_97];
        for (step, expected) in expected.into_iter().enumerate() {
            assert_relative_eq!(schedule.lr(step), expected, max_relative = 1e-15);
        }
        assert_eq!(schedule.lr(15), 0.125);
    }

    #[test]
    fn without_warmup_it_decays_from_the_start() {
        let schedule = Noam::new(1.0, 1, 0).unwrap();
        assert_eq!([0, 3, 15].map(|step| schedule.lr(step)), [1.0, 0.5, 0.25]);
    }
}
