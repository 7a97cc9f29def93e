//! Half a cosine wave from one rate to another.

use core::fmt;

use crate::curve::Segment;
use crate::{Error, Phase, Scheduler, Shape, display, param};

/// Travels from one rate to another along half a cosine wave.
///
/// ```text
/// lr(step) = end + (start - end) * (1 + cos(pi * step / steps)) / 2    for step < steps
///          = end                                                       from `steps` on
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/cosine_decay.svg"))]
///
/// Flat at the top, steepest half-way, flat again at the bottom, then a flat line.
///
/// At step 0 the rate is exactly `start`, at `steps` and after exactly `end`: it never climbs again.
/// With `steps == 0` the rate is `end` from the start.
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
        Segment::new(Shape::Cosine, self.start, self.end, self.steps)
    }
}

impl Scheduler for CosineDecay {
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

impl fmt::Display for CosineDecay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        display::interpolate(f, Shape::Cosine, self.start, self.end, self.steps)
    }
}

#[cfg(feature = "serde")]
crate::data::data! {
    CosineDecay { start: f64, end: f64, steps: usize }
    => Self::new(start, end, steps)
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;

    use super::*;

    #[test]
    fn follows_the_wave() {
        // (1 + cos(pi k/4)) / 2 for k = 0..=4: 1, (2 + sqrt 2)/4, 1/2, (2 - sqrt 2)/4, 0
        let wave = [1.0, 0.853_553_390_593_273_8, 0.5, 0.146_446_609_406_726_24, 0.0];
        let schedule = CosineDecay::new(1.0, 0.0, 4).unwrap();
        for (step, expected) in wave.into_iter().enumerate() {
            assert_relative_eq!(schedule.lr(step), expected, max_relative = 1e-15);
        }
    }

    #[test]
    fn does_not_climb_past_the_end() {
        let schedule = CosineDecay::new(1.0, 0.25, 4).unwrap();
        assert_eq!([4, 5, 8, 12, usize::MAX].map(|step| schedule.lr(step)), [0.25; 5]);
    }

    #[test]
    fn keeps_its_digits_near_the_end() {
        // sin^2(pi/2 / 1e6) = 2.467401100270307e-12 (series: x^2 - x^4/3, x = pi/2e6)
        let schedule = CosineDecay::new(1.0, 0.0, 1_000_000).unwrap();
        assert_relative_eq!(schedule.lr(999_999), 2.467_401_100_270_307e-12, max_relative = 1e-14);
    }
}
