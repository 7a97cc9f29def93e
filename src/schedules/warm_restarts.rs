//! Decays with restarts.

use core::fmt;
use core::num::NonZero;

use crate::curve::Segment;
use crate::curve::cycles::{CyclePosition, Cycles};
use crate::display::{Compact, Steps};
use crate::math::{self, Progression};
use crate::{Error, Phase, PhaseKind, Scheduler, Shape, curve::piecewise, param};

/// Decays from `start` to `end` over `period` steps, then restarts; the cycles may grow or shrink.
///
/// ```text
/// cycle i is   T_i = period * period_mult^i          steps long
/// and begins   S_i = T_0 + T_1 + .. + T_(i-1)
///
/// lr(step) = from start * start_mult^i to end along `shape`
///            at progress (step - S_i) / T_i                   for the last i with S_i <= step
///          = end                                              after `cycles` cycles, if limited
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/warm_restarts.svg"))]
///
/// The first step of a cycle has exactly its start rate if `S_i` is a whole number. **Rounding:** if a fractional
/// `period_mult` puts `S_i` between two steps, the cycle begins at the later of them, with the corresponding fraction
/// of a step already elapsed (as in Keras and timm). Boundaries are computed to as many digits, up to 30, as show
/// between which steps they lie, and 1.3 means 13/10, not the float nearest to it. Progress through a cycle is exact for a
/// whole `period_mult`, and otherwise within 1e-13. A lookup takes constant time; the first 64 boundaries are stored.
///
/// The last step of a cycle is one step short of `end`, as the next cycle begins at `S_(i+1)`. The rate stays at `end`
/// after the last cycle if `cycles` is set, or once shrinking cycles are shorter than one step.
///
/// SGDR (Loshchilov and Hutter, 2017); the shape defaults to `Cosine`. Equals PyTorch
/// `CosineAnnealingWarmRestarts(T_0 = period, T_mult = period_mult, eta_min = end)`; timm
/// `CosineLRScheduler(t_initial = period, cycle_mul = period_mult, cycle_decay = start_mult,
/// cycle_limit = cycles, lr_min = end)`; Transformers `cosine_with_restarts` with `num_cycles` cycles that
/// share the steps ([`stretched`](Scheduler::stretched) from `cycles` to 1 where they do not divide); Keras
/// `CosineDecayRestarts(first_decay_steps = period, t_mul, m_mul)` with `alpha` 0 (otherwise decay to 0
/// and add the floor with [`plus`](Scheduler::plus), as Keras does not scale it).
///
/// # Example
///
/// ```
/// use lr_schedule::{Scheduler, WarmRestarts};
///
/// let schedule = WarmRestarts::new(1.0, 0.0, 2)?.with_period_mult(2.0)?;
/// assert_eq!(schedule.lr(0), 1.0);
/// assert!((schedule.lr(1) - 0.5).abs() < 1e-15);
/// assert_eq!(schedule.lr(2), 1.0); // the second cycle takes 4 steps
/// assert_eq!(schedule.lr(6), 1.0); // and the third 8
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct WarmRestarts {
    start: f64,
    end: f64,
    period: NonZero<usize>,
    period_mult: f64,
    start_mult: f64,
    cycles: Option<usize>,
    shape: Shape,
    /// The start rates of the cycles.
    starts: Progression,
    /// The boundaries for `period` and `period_mult`.
    lengths: Cycles,
}

impl WarmRestarts {
    /// Decays from `start` to `end` every `period` steps.
    ///
    /// # Errors
    ///
    /// If `start` or `end` is not finite and `>= 0`, or `period` is 0.
    pub fn new(start: f64, end: f64, period: usize) -> Result<Self, Error> {
        let (start, end) = (param::rate("start", start)?, param::rate("end", end)?);
        let period = param::at_least_one("period", period)?;
        Ok(Self {
            start,
            end,
            period,
            period_mult: 1.0,
            start_mult: 1.0,
            cycles: None,
            shape: Shape::Cosine,
            starts: Progression::constant(start),
            lengths: Cycles::new(period, 1.0),
        })
    }

    /// Sets the ratio of the length of each cycle to that of the one before; defaults to 1.
    ///
    /// # Errors
    ///
    /// If `period_mult` is not finite and `> 0`.
    pub fn with_period_mult(self, period_mult: f64) -> Result<Self, Error> {
        let period_mult = param::positive("period_mult", period_mult)?;
        Ok(Self { period_mult, lengths: Cycles::new(self.period, period_mult), ..self })
    }

    /// Sets the ratio of the start rate of each cycle to that of the one before; defaults to 1. Rates saturate at
    /// `f64::MAX`.
    ///
    /// # Errors
    ///
    /// If `start_mult` is not finite and `>= 0`.
    pub fn with_start_mult(self, start_mult: f64) -> Result<Self, Error> {
        let start_mult = param::rate("start_mult", start_mult)?;
        Ok(Self { start_mult, starts: self.starts.with_ratio(start_mult), ..self })
    }

    /// Sets the number of cycles, after which the rate stays at `end`; unlimited by default.
    pub const fn with_cycles(self, cycles: usize) -> Self {
        Self { cycles: Some(cycles), ..self }
    }

    /// Sets the shape of the decays; defaults to [`Shape::Cosine`].
    ///
    /// # Errors
    ///
    /// If a parameter of `shape` is out of range, or the shape is geometric or harmonic and
    /// `start` or `end` is 0.
    pub fn with_shape(self, shape: Shape) -> Result<Self, Error> {
        let shape = shape.check(("start", self.start), ("end", self.end))?;
        Ok(Self { shape, ..self })
    }

    param::getters! {
        /// The initial rate of the first cycle.
        start: f64,
        /// The final rate of every cycle.
        end: f64,
        /// The length of the first cycle in steps.
        period.get(): usize,
        /// The ratio of the lengths of successive cycles.
        period_mult: f64,
        /// The ratio of the start rates of successive cycles.
        start_mult: f64,
        /// The number of cycles, if limited.
        cycles: Option<usize>,
        /// The shape of the decays.
        shape: Shape,
    }

    /// The number of cycles before the rate is constant.
    fn cycle_limit(&self) -> Option<usize> {
        let long_enough = self.lengths.limit();
        self.cycles.min(long_enough).or(self.cycles).or(long_enough)
    }

    /// Where shrinking cycles have ended, if that is not after `step`. Their boundaries converge there, so that a search
    /// would take long.
    fn shrunk_at(&self, step: usize) -> Option<usize> {
        self.lengths.limit()?;
        self.settles_at().filter(|&end| step >= end)
    }

    /// The position of a step, unless it is after the last cycle.
    fn locate(&self, step: usize) -> Option<CyclePosition> {
        // Boundaries converge after the last of a limited number of shrinking cycles, where a search would take long.
        (!self.lengths.ended(step)).then(|| self.lengths.locate(step))
    }

    /// The segment of a cycle that begins at an offset from its first step.
    #[inline(always)]
    fn segment(&self, cycle: usize, offset: f64, length: f64) -> Segment<'_> {
        if self.cycles.is_some_and(|limit| cycle >= limit) {
            return Segment::new(self.shape, self.end, self.end, 0);
        }
        let start = self.starts.term(cycle);
        Segment::with_offset(self.shape, start, self.end, (offset, length))
    }

    #[inline(never)]
    fn lr_by_search(&self, step: usize) -> f64 {
        self.locate(step).map_or(self.end, |CyclePosition { cycle, into, offset, length, .. }| {
            self.segment(cycle, offset, length).at(into)
        })
    }
}

impl Scheduler for WarmRestarts {
    #[inline]
    fn lr(&self, step: usize) -> f64 {
        let at = math::float(step);
        match self.lengths.look_up(at) {
            Some((cycle, begin, end)) => self.segment(cycle, 0.0, end - begin).at(at - begin),
            None => self.lr_by_search(step),
        }
    }

    fn settles_at(&self) -> Option<usize> {
        self.lengths.first_step(self.cycle_limit()?)
    }

    fn phase(&self, step: usize) -> Option<Phase> {
        if let Some(end) = self.shrunk_at(step) {
            return Some(Phase::new(PhaseKind::Held, end, None));
        }
        let cycles = self.lengths;
        let cycle = cycles.locate(step).cycle;
        let start = |cycle| cycles.first_step(cycle);
        Some(match self.cycle_limit() {
            Some(limit) if cycle >= limit => Phase::new(PhaseKind::Held, start(limit)?, None),
            _ => Phase::new(PhaseKind::Cycle, start(cycle)?, cycle.checked_add(1).and_then(start)),
        })
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        let fill_cycle = |step, rates: &mut [f64]| match self.locate(step) {
            Some(CyclePosition { cycle, step_in_cycle, offset, length, .. }) => {
                self.segment(cycle, offset, length).fill(step_in_cycle, rates);
            }
            None => rates.fill(self.end),
        };
        piecewise::pieces(start, rates, |step| self.phase(step)?.end(), fill_cycle);
    }
}

impl fmt::Display for WarmRestarts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(cycles) = self.cycles {
            write!(f, "{cycles} times ")?;
        }
        let (start, end) = (Compact(self.start), Compact(self.end));
        write!(f, "{} {start} -> {end} with restarts every {}", self.shape, Steps(self.period()))?;
        if self.period_mult != 1.0 {
            write!(f, ", each {} times as long", Compact(self.period_mult))?;
        }
        if self.start_mult != 1.0 {
            write!(f, ", each {} times as high", Compact(self.start_mult))?;
        }
        Ok(())
    }
}

crate::serial::data! {
    WarmRestarts { start: f64, end: f64, period: usize, period_mult: f64 = 1.0, start_mult: f64 = 1.0, cycles: Option<usize> = None, shape: Shape = Shape::Cosine }
    => Ok(Self { cycles, ..Self::new(start, end, period)?.with_period_mult(period_mult)?.with_start_mult(start_mult)?.with_shape(shape)? })
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;

    use super::*;

    #[track_caller]
    fn assert_rates(schedule: &WarmRestarts, expected: &[f64]) {
        for (step, &expected) in expected.iter().enumerate() {
            assert_relative_eq!(schedule.lr(step), expected, max_relative = 1e-15, epsilon = 1e-16);
        }
    }

    // (1 + cos(pi/4))/2, (1 - cos(pi/4))/2, (1 + cos(pi/8))/2
    const QUARTER: f64 = 0.853_553_390_593_273_8;
    const THREE_QUARTERS: f64 = 0.146_446_609_406_726_24;
    const EIGHTH: f64 = 0.961_939_766_255_643_4;

    #[test]
    fn each_cycle_is_twice_as_long() {
        let schedule = WarmRestarts::new(1.0, 0.0, 2).unwrap().with_period_mult(2.0).unwrap();
        assert_rates(&schedule, &[1.0, 0.5, 1.0, QUARTER, 0.5, THREE_QUARTERS, 1.0, EIGHTH, QUARTER]);
    }

    #[test]
    fn limited_cycles_hold_the_end() {
        let schedule = WarmRestarts::new(1.0, 0.25, 2).unwrap().with_shape(Shape::Linear).unwrap();
        let schedule = schedule.with_start_mult(0.5).unwrap().with_cycles(2);
        assert_rates(&schedule, &[1.0, 0.625, 0.5, 0.375, 0.25, 0.25]);
        assert_eq!(schedule.settles_at(), Some(4));
        assert_eq!(schedule.with_cycles(0).lr(0), 0.25);
    }

    #[test]
    fn a_boundary_between_steps_begins_a_cycle_with_the_later_one() {
        // Cycles of 3, 4.5, 6.75 begin at 0, 3, 7.5: step 8 is half a step into the third.
        let schedule = WarmRestarts::new(1.0, 0.0, 3).unwrap().with_period_mult(1.5).unwrap();
        let schedule = schedule.with_shape(Shape::Linear).unwrap();
        assert_rates(
            &schedule,
            &[1.0, 2.0 / 3.0, 1.0 / 3.0, 1.0, 7.0 / 9.0, 5.0 / 9.0, 3.0 / 9.0, 1.0 / 9.0, 25.0 / 27.0],
        );
    }

    #[test]
    fn shrinking_cycles_come_to_an_end() {
        // Cycles of 4, 2 and 1 steps, then half a step.
        let schedule = WarmRestarts::new(1.0, 0.0, 4).unwrap().with_period_mult(0.5).unwrap();
        let schedule = schedule.with_shape(Shape::Linear).unwrap();
        assert_rates(&schedule, &[1.0, 0.75, 0.5, 0.25, 1.0, 0.5, 1.0, 0.0, 0.0]);
        assert_eq!(schedule.settles_at(), Some(7));
        assert_eq!(schedule.lr(usize::MAX), 0.0);
    }

    #[test]
    fn growth_saturates() {
        let schedule = WarmRestarts::new(1.0, 0.0, 1).unwrap().with_start_mult(10.0).unwrap();
        assert_eq!(schedule.lr(usize::MAX), f64::MAX);
    }

    /// 1e-300 * 1e400, and 1e300 * 1e-400, though the powers are not floats.
    #[test]
    fn a_start_in_range_survives_a_power_out_of_range() {
        for (start, start_mult, exact) in [(1e-300, 1e200, 1e100), (1e300, 1e-200, 1e-100)] {
            let schedule = WarmRestarts::new(start, 0.0, 1).unwrap().with_start_mult(start_mult).unwrap();
            assert_relative_eq!(schedule.lr(2), exact, max_relative = 1e-13);
            assert_eq!(schedule.lr(0), start);
        }
    }

    /// The second cycle is longer than any float, so its first steps are at its start rate.
    #[test]
    fn a_cycle_longer_than_any_float_is_at_its_start() {
        let shapes = [
            Shape::Linear,
            Shape::Cosine,
            Shape::CosinePower { power: 3.0 },
            Shape::SinePower { power: 2.0 },
            Shape::Polynomial { power: 0.7 },
            Shape::OneMinusPower { power: 2.0 },
            Shape::CosineK { k: 2.0 },
            Shape::PolynomialK { k: 2.0, power: 3.0 },
            Shape::Geometric,
            Shape::Exponential { ratio: 0.1 },
            Shape::Logarithmic { ratio: 0.1 },
            Shape::Harmonic,
            Shape::REX,
            Shape::Tanh { lower: -30.0, upper: 3.0 },
        ];
        for (shape, period_mult) in shapes
            .into_iter()
            .flat_map(|shape| [1e36, 8e306, 1e307, 1e308, f64::MAX].map(|mult| (shape, mult)))
        {
            let schedule = WarmRestarts::new(1.0, 0.25, 20).unwrap().with_period_mult(period_mult).unwrap();
            let schedule = schedule.with_shape(shape).unwrap();
            assert_eq!(
                [20, 199, usize::MAX].map(|step| schedule.lr(step)),
                [1.0; 3],
                "{shape} {period_mult:e}"
            );
        }
    }

    /// Boundaries that converge cost no search once the schedule has settled: a debug build makes a million rates in
    /// well under a second.
    #[test]
    fn ended_cycles_are_not_searched() {
        let schedule = WarmRestarts::new(1.0, 0.25, 100).unwrap().with_period_mult(0.5).unwrap();
        assert_eq!(schedule.settles_at(), Some(199)); // 100 + 50 + .. + 1.5625 = 198.4
        assert_eq!([199, 100_000, usize::MAX].map(|step| schedule.lr(step)), [0.25; 3]);
    }

    #[test]
    fn restarts_equal_themselves_whatever_the_multiplier() {
        let restarts = WarmRestarts::new(1.0, 0.0, 3).unwrap();
        for period_mult in [1.0, 2.0, 1.5, 0.5, 5e-324, f64::MAX] {
            let schedule = restarts.with_period_mult(period_mult).unwrap();
            assert_eq!(schedule, restarts.with_period_mult(period_mult).unwrap());
            assert_ne!(schedule, restarts.with_period_mult(7.0).unwrap());
        }
    }
}
