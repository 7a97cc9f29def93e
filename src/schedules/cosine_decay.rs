//! Cosine decay.

use super::transition::{Transition, schedule_is_transition};
use crate::{Error, Shape, param};

/// Decays from `start` to `end` along half a cosine wave over `steps` steps, then stays at `end`.
///
/// ```text
/// lr(step) = end + (start - end) * (1 + cos(pi * step / steps)) / 2    for step < steps
///          = end                                                       from `steps` on
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/cosine_decay.svg"))]
///
/// Flat at both ends, steepest in the middle.
///
/// The rate is exactly `start` at step 0 and exactly `end` from step `steps` on. It never rises again. With
/// `steps == 0` it is `end` everywhere.
///
/// One cycle of SGDR (Loshchilov and Hutter, 2017). Equals PyTorch
/// `CosineAnnealingLR(T_max = steps, eta_min = end)` up to `T_max`, after which PyTorch rises again;
/// optax `cosine_decay_schedule(decay_steps = steps, alpha = end/start)`; Keras `CosineDecay`; timm
/// `CosineLRScheduler(t_initial = steps, lr_min = end)`; after a warmup Transformers `cosine`, which
/// also rises again. For optax's `exponent` use [`Anneal`](crate::Anneal) with
/// [`Shape::CosinePower`].
///
/// # Example
///
/// ```
/// use lr_schedule::{CosineDecay, Scheduler};
///
/// let schedule = CosineDecay::new(0.1, 0.001, 100)?;
/// assert_eq!(schedule.lr(0), 0.1);
/// assert_eq!(schedule.lr(50), 0.0505);
/// assert_eq!(schedule.lr(100), 0.001);
/// assert_eq!(schedule.lr(150), 0.001);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct CosineDecay {
    start: f64,
    end: f64,
    steps: usize,
}

impl CosineDecay {
    /// A cosine decay from `start` to `end` over `steps` steps.
    ///
    /// # Errors
    ///
    /// If `start` or `end` is not finite and `>= 0`, or `end` is above `start`: a rising transition is an
    /// [`Anneal`](crate::Anneal) or a [`warmup`](crate::Scheduler::warmup_with).
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
        Transition { shape: Shape::Cosine, start, end, steps, constants: None }
    }
}

schedule_is_transition!(CosineDecay);

crate::serial::data! {
    CosineDecay { start: f64, end: f64, steps: usize }
    => Self::new(start, end, steps)
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;

    use super::*;
    use crate::Scheduler;

    #[test]
    fn matches_the_formula() {
        // (1 + cos(pi k/4)) / 2 for k = 0..=4: 1, (2 + sqrt 2)/4, 1/2, (2 - sqrt 2)/4, 0
        let wave = [1.0, 0.853_553_390_593_273_8, 0.5, 0.146_446_609_406_726_24, 0.0];
        let schedule = CosineDecay::new(1.0, 0.0, 4).unwrap();
        for (step, expected) in wave.into_iter().enumerate() {
            assert_relative_eq!(schedule.lr(step), expected, max_relative = 1e-15);
        }
    }

    #[test]
    fn keeps_its_digits_near_the_end() {
        // sin^2(pi/2 / 1e6) = 2.467401100270307e-12 (series: x^2 - x^4/3, x = pi/2e6)
        let schedule = CosineDecay::new(1.0, 0.0, 1_000_000).unwrap();
        assert_relative_eq!(schedule.lr(999_999), 2.467_401_100_270_307e-12, max_relative = 1e-14);
    }
}
