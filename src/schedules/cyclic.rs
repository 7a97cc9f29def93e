//! Cyclical learning rates.

use core::fmt;
use core::num::NonZero;

use crate::curve::Segment;
use crate::display::Compact;
use crate::math::FixedBase;
use crate::{Error, Phase, PhaseKind, Scheduler, Shape, curve::piecewise, math, param};

/// Cycles between `base` and `max`: up over `up` steps, down over `down` steps.
///
/// ```text
/// cycle = floor(step / (up + down)),    k = step mod (up + down)
/// wave  = from base to max along `shape` at k / up               for k < up
///       = from max to base along `shape` at (k - up) / down      otherwise
///
/// lr(step) = base + (wave - base) * g    with g = 1                Triangular
///                                             g = 2^-cycle         Triangular2
///                                             g = gamma^step       ExpRange
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/cyclic.svg"))]
///
/// A cycle begins at exactly `base` and reaches `max` exactly at `k == up`. With `up == 0` it begins at `max`; with
/// `down == 0` the rate drops to `base` at the end of the rise. The cycles never end. They are counted in integers, so
/// the millionth is as exact as the first.
///
/// Smith's cyclical learning rates (2017), also known as `CLR`. Equals PyTorch
/// `CyclicLR(base_lr = base, max_lr = max, step_size_up = up, step_size_down = down, mode, gamma)`, where
/// [`momentum`](Self::momentum) is its `cycle_momentum`. With [`with_inverted`](Self::with_inverted) a cycle begins at
/// `max`, as in Ignite's `LinearCyclicalScheduler` and `CosineAnnealingScheduler`.
///
/// # Example
///
/// ```
/// use lr_schedule::{Cyclic, CyclicMode, Scheduler};
///
/// let schedule = Cyclic::new(0.0, 0.5, 2, 4)?;
/// assert_eq!(schedule.lr(0), 0.0);
/// assert_eq!(schedule.lr(2), 0.5);
/// assert_eq!(schedule.lr(4), 0.25);
/// assert_eq!(schedule.lr(6), 0.0);
///
/// let halving = schedule.with_mode(CyclicMode::Triangular2)?;
/// assert_eq!(halving.lr(6 + 2), 0.25);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct Cyclic {
    base: f64,
    max: f64,
    up: usize,
    down: usize,
    mode: CyclicMode,
    shape: Shape,
    inverted: bool,
    power: FixedBase,
    /// `up + down`; `None` if that is beyond `usize::MAX`.
    period: Option<NonZero<usize>>,
}

/// The change of amplitude from cycle to cycle of [`Cyclic`].
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(
    feature = "schemars",
    derive(schemars::JsonSchema),
    schemars(rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum CyclicMode {
    /// All cycles have the same amplitude.
    #[default]
    Triangular,
    /// Each cycle has half the amplitude of the previous one.
    Triangular2,
    /// The amplitude is multiplied by `gamma` at every step.
    ExpRange {
        /// In `0..=1`.
        gamma: f64,
    },
}

impl CyclicMode {
    /// The factor of the amplitude per cycle or step.
    fn factor(self) -> Result<f64, Error> {
        match self {
            Self::Triangular => Ok(1.0),
            Self::Triangular2 => Ok(0.5),
            Self::ExpRange { gamma } => param::fraction("gamma", gamma),
        }
    }
}

impl Cyclic {
    /// Cycles from `base` to `max` over `up` steps and back over `down` steps.
    ///
    /// # Errors
    ///
    /// If `base` or `max` is not finite and `>= 0`, `base` is above `max`, or `up` and `down` are both 0.
    pub fn new(base: f64, max: f64, up: usize, down: usize) -> Result<Self, Error> {
        let base = param::rate("base", base)?;
        let max = param::rate("max", max)?;
        param::ordered(("base", base), ("max", max))?;
        let period = up.checked_add(down).map(NonZero::new);
        if period == Some(None) {
            return Err(Error::InvalidCount { name: "up", value: up, allowed: "at least 1 if `down` is 0" });
        }
        let (mode, shape, power) = (CyclicMode::Triangular, Shape::Linear, FixedBase::ONE);
        Ok(Self { base, max, up, down, mode, shape, inverted: false, power, period: period.flatten() })
    }

    /// Sets how the amplitude changes; defaults to [`CyclicMode::Triangular`].
    ///
    /// # Errors
    ///
    /// If the mode's `gamma` is not in `0..=1`.
    pub fn with_mode(self, mode: CyclicMode) -> Result<Self, Error> {
        Ok(Self { mode, power: FixedBase::of(mode.factor()?), ..self })
    }

    /// Sets the shape of both segments; defaults to linear.
    ///
    /// # Errors
    ///
    /// If a parameter of `shape` is out of range, or the shape is geometric or harmonic and
    /// `base` is 0.
    pub fn with_shape(self, shape: Shape) -> Result<Self, Error> {
        let shape = shape.check(("base", self.base), ("max", self.max))?;
        Ok(Self { shape, ..self })
    }

    /// Sets whether the cycles are inverted: they begin at `max`, and reach `base` after `up` steps; defaults to false.
    ///
    /// The modes then shrink the amplitude towards `max`.
    pub const fn with_inverted(self, inverted: bool) -> Self {
        Self { inverted, ..self }
    }

    /// The momentum for this schedule: highest where the rate is lowest, and vice versa.
    ///
    /// # Errors
    ///
    /// If `base` or `max` is not finite and `>= 0`, `base` is above `max`, or the shape cannot
    /// interpolate between them.
    ///
    /// # Example
    ///
    /// ```
    /// use lr_schedule::{Cyclic, Scheduler};
    ///
    /// let schedule = Cyclic::new(1e-3, 6e-3, 2_000, 2_000)?;
    /// let momentum = schedule.momentum(0.8, 0.9)?;
    /// assert_eq!(momentum.lr(0), 0.9);
    /// assert_eq!(momentum.lr(2_000), 0.8);
    /// # Ok::<(), lr_schedule::Error>(())
    /// ```
    pub fn momentum(&self, base: f64, max: f64) -> Result<Self, Error> {
        let opposite = Self::new(base, max, self.up, self.down)?.with_mode(self.mode)?;
        Ok(opposite.with_shape(self.shape)?.with_inverted(!self.inverted))
    }

    param::getters! {
        /// The lowest rate.
        base: f64,
        /// The highest rate.
        max: f64,
        /// The length of the first segment of a cycle in steps.
        up: usize,
        /// The length of the second segment of a cycle in steps.
        down: usize,
        /// The change of amplitude from cycle to cycle.
        mode: CyclicMode,
        /// The shape of both segments.
        shape: Shape,
        /// Whether the cycles begin at `max`.
        inverted: bool,
    }

    /// The index of the cycle and the step in it. A cycle longer than `usize::MAX` does not end.
    fn locate(&self, step: usize) -> (usize, usize) {
        self.period.map_or((0, step), |period| (step / period, step % period))
    }

    /// The segment that contains `step`: its first step, itself, and its end.
    #[inline]
    fn segment(&self, step: usize) -> (usize, Segment<'_>, Option<usize>) {
        let (low, high) = self.ends();
        let (_, k) = self.locate(step);
        let begin = step.saturating_sub(k);
        let top = begin.checked_add(self.up);
        if k < self.up {
            (begin, Segment::new(self.shape, low, high, self.up), top)
        } else {
            let end = top.and_then(|top| top.checked_add(self.down));
            (top.unwrap_or(step), Segment::new(self.shape, high, low, self.down), end)
        }
    }

    /// The rates at the beginning of a cycle and at its turn.
    const fn ends(&self) -> (f64, f64) {
        if self.inverted { (self.max, self.base) } else { (self.base, self.max) }
    }

    /// The exponent of the factor of `mode` at `step`.
    #[inline]
    fn exponent(&self, step: usize) -> f64 {
        match self.mode {
            CyclicMode::Triangular => 0.0,
            CyclicMode::Triangular2 => math::float(self.locate(step).0),
            CyclicMode::ExpRange { .. } => math::float(step),
        }
    }

    /// Scales the amplitude of a rate of the wave by a power of the factor. At full height it is the same bits.
    #[inline]
    fn scale(&self, wave: f64, exponent: f64) -> f64 {
        let (low, _) = self.ends();
        let height = self.power.raise(exponent);
        if math::keeps_digits(wave - low, height) {
            self.scale_to(wave, height)
        } else {
            math::clamp(low, wave, low + self.power.times_power_in_parts(wave - low, exponent))
        }
    }

    /// The same for a height that keeps the digits of the amplitude.
    #[inline]
    fn scale_to(&self, wave: f64, height: f64) -> f64 {
        let (low, _) = self.ends();
        let scaled = math::clamp(low, wave, low + (wave - low) * height);
        if height < 1.0 { scaled } else { wave }
    }
}

impl Scheduler for Cyclic {
    fn lr(&self, step: usize) -> f64 {
        let (first, segment, _) = self.segment(step);
        self.scale(segment.lr(step.saturating_sub(first)), self.exponent(step))
    }

    fn settles_at(&self) -> Option<usize> {
        if self.base == self.max { Some(0) } else { None }
    }

    fn phase(&self, step: usize) -> Option<Phase> {
        let (_, k) = self.locate(step);
        let cycle = Phase::new(PhaseKind::Cycle, 0, self.period.map(NonZero::get));
        Some(cycle.later(step.saturating_sub(k)))
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        let fill_segment = |step: usize, rates: &mut [f64]| {
            let (first, segment, _) = self.segment(step);
            segment.fill(step.saturating_sub(first), rates);
            let last = self.power.raise(self.exponent(step.saturating_add(rates.len())));
            if !math::keeps_digits(self.max - self.base, last) {
                for (i, rate) in rates.iter_mut().enumerate() {
                    *rate = self.scale(*rate, self.exponent(step.saturating_add(i)));
                }
            } else if let CyclicMode::ExpRange { .. } = self.mode {
                let heights = |step: usize, heights: &mut [f64]| {
                    piecewise::each(step, heights, |step| self.power.branch_free_raise(step));
                };
                piecewise::combine(step, rates, heights, |wave, height| self.scale_to(wave, height));
            } else {
                let height = self.power.raise(self.exponent(step));
                for rate in rates {
                    *rate = self.scale_to(*rate, height);
                }
            }
        };
        piecewise::pieces(start, rates, |step| self.segment(step).2, fill_segment);
    }
}

impl fmt::Display for Cyclic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (low, high) = if self.inverted { (self.max, self.base) } else { (self.base, self.max) };
        write!(f, "{} cycles {} -> {} in {} steps", self.shape, Compact(low), Compact(high), self.up)?;
        write!(f, " and back in {}", self.down)?;
        match self.mode {
            CyclicMode::Triangular => Ok(()),
            CyclicMode::Triangular2 => f.write_str(", each half as high"),
            CyclicMode::ExpRange { gamma } => write!(f, ", height times {} every step", Compact(gamma)),
        }
    }
}

crate::serial::data! {
    Cyclic { base: f64, max: f64, up: usize, down: usize, mode: CyclicMode = CyclicMode::Triangular, shape: Shape = Shape::Linear, inverted: bool = false }
    => Ok(Self::new(base, max, up, down)?.with_mode(mode)?.with_shape(shape)?.with_inverted(inverted))
}

crate::serial::variants! {
    CyclicMode, "the name of a mode, or an object with one name" {
        "triangular" => Triangular,
        "triangular2" => Triangular2,
        "exp_range" => ExpRange { gamma },
    } checked by CyclicMode::factor
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;

    use super::*;

    #[track_caller]
    fn assert_rates(schedule: Cyclic, expected: &[f64]) {
        for (step, &expected) in expected.iter().enumerate() {
            assert_relative_eq!(schedule.lr(step), expected, max_relative = 1e-15);
        }
    }

    #[test]
    fn triangles_are_equally_high() {
        let schedule = Cyclic::new(0.0, 1.0, 2, 4).unwrap();
        assert_rates(schedule, &[0.0, 0.5, 1.0, 0.75, 0.5, 0.25, 0.0, 0.5, 1.0, 0.75]);
    }

    #[test]
    fn triangular2_halves_them() {
        let schedule = Cyclic::new(0.0, 1.0, 2, 2).unwrap().with_mode(CyclicMode::Triangular2).unwrap();
        assert_rates(schedule, &[0.0, 0.5, 1.0, 0.5, 0.0, 0.25, 0.5, 0.25, 0.0, 0.125, 0.25]);
        assert_eq!(schedule.lr(usize::MAX - 1), 0.0);
    }

    #[test]
    fn exp_range_shrinks_at_every_step() {
        let mode = CyclicMode::ExpRange { gamma: 0.9 };
        let schedule = Cyclic::new(0.0, 1.0, 2, 4).unwrap().with_mode(mode).unwrap();
        assert_rates(schedule, &[0.0, 0.45, 0.81, 0.546_75, 0.328_05, 0.147_622_5, 0.0, 0.239_148_45]);
    }

    #[test]
    fn a_leg_of_no_steps_is_skipped() {
        assert_rates(Cyclic::new(0.0, 1.0, 0, 2).unwrap(), &[1.0, 0.5, 1.0, 0.5]);
        assert_rates(Cyclic::new(0.0, 1.0, 2, 0).unwrap(), &[0.0, 0.5, 0.0, 0.5]);
        assert!(Cyclic::new(0.0, 1.0, 0, 0).is_err());
    }

    #[test]
    fn a_cycle_longer_than_usize_is_never_left() {
        let schedule = Cyclic::new(0.25, 1.0, usize::MAX, usize::MAX).unwrap();
        assert_eq!(schedule.lr(0), 0.25);
        assert_eq!(schedule.lr(usize::MAX), 1.0);
    }

    #[test]
    fn the_millionth_cycle_begins_as_exactly_as_the_first() {
        let schedule = Cyclic::new(0.1, 1.0, 3, 4).unwrap();
        for cycle in [1, 1_000_000, usize::MAX / 7] {
            assert_eq!(schedule.lr(cycle * 7), 0.1);
            assert_eq!(schedule.lr(cycle * 7 - 4), 1.0);
        }
    }

    #[test]
    fn the_momentum_is_the_cycle_upside_down() {
        let cycle = Cyclic::new(0.1, 1.0, 2, 2).unwrap();
        let rates = |momentum: Cyclic| [0, 1, 2, 3].map(|step| momentum.lr(step));
        assert_eq!(rates(cycle.momentum(0.5, 1.0).unwrap()), [1.0, 0.75, 0.5, 0.75]);
        assert_eq!(rates(cycle.with_inverted(true).momentum(0.5, 1.0).unwrap()), [0.5, 0.75, 1.0, 0.75]);
    }
}
