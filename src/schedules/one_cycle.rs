//! The one-cycle policy.

use core::fmt;

use crate::curve::Segment;
use crate::display::{Compact, Steps};
use crate::scheduler::forward;
use crate::{Error, OneCycleMomentum, Phase, PhaseKind, Scheduler, Shape, curve::piecewise, math, param};

/// Rises once to `max`, then decays to a final rate far below the initial one.
///
/// ```text
/// first = max / div_factor,    last = first / final_div_factor
/// peak  = pct_start * steps - 1
///
/// first -> max                   over [0, peak]
/// max   -> last                  over [peak, steps - 1]
///
/// first -> max -> first          over [0, peak], [peak, 2 peak]        with `three_phase`
/// first -> last                  over [2 peak, steps - 1]
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/one_cycle.svg"))]
///
/// Every segment follows `shape` (cosine by default). The final rate applies from `steps - 1` on, the last update of a
/// run of `steps`. `peak` need not be a whole number: `max` then lies between two steps. If it is not above 0, as in
/// very short runs, there is no rise, and the schedule begins at `max`, or at `first` with `three_phase`. With
/// `steps <= 1` the rate is `last` everywhere.
///
/// Super-convergence (Smith and Topin, 2017), with the momentum moving opposite to the rate (Smith, 2018), in the form
/// of PyTorch
/// `OneCycleLR(max_lr = max, total_steps = steps, pct_start, div_factor = div_factor, final_div_factor = final_div_factor, anneal_strategy = shape, three_phase)`,
/// with the same boundaries. If there is no rise, PyTorch computes wrong rates or fails. After the last step, it allows
/// one more call, with a wrong rate, and then raises an error. [`momentum`](Self::momentum) is its `cycle_momentum`.
///
/// optax's `cosine_onecycle_schedule` and fastai's `fit_one_cycle` put the peak at `pct_start * steps` (optax truncates
/// it to a whole step) and end at `steps`, one step later each; fastai divides `max` itself by its `div_final`, so
/// `final_div_factor` is theirs divided by `div_factor`. To reproduce them exactly, use
/// [`Interpolated`](crate::Interpolated) with three knots and the shape `Cosine`: see
/// [`coming_from`](crate::guide::coming_from).
///
/// # Example
///
/// ```
/// use lr_schedule::{OneCycle, Scheduler};
///
/// let schedule = OneCycle::new(1.0, 10)?;
/// assert_eq!(schedule.lr(0), 0.04);
/// assert_eq!(schedule.lr(2), 1.0); // 0.3 * 10 - 1
/// assert_eq!(schedule.lr(9), 4e-6);
/// assert_eq!(schedule.lr(10), 4e-6);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct OneCycle {
    max: f64,
    steps: usize,
    pct_start: f64,
    div_factor: f64,
    final_div_factor: f64,
    three_phase: bool,
    shape: Shape,
}

/// PyTorch's defaults.
pub(super) const PCT_START: f64 = 0.3;
const DIV_FACTOR: f64 = 25.0;
const FINAL_DIV_FACTOR: f64 = 1e4;

impl OneCycle {
    /// A cycle with its peak at `max`, for a run of `steps` updates.
    ///
    /// # Errors
    ///
    /// If `max` is not finite and `>= 0`.
    pub fn new(max: f64, steps: usize) -> Result<Self, Error> {
        Ok(Self {
            max: param::rate("max", max)?,
            steps,
            pct_start: PCT_START,
            div_factor: DIV_FACTOR,
            final_div_factor: FINAL_DIV_FACTOR,
            three_phase: false,
            shape: Shape::Cosine,
        })
    }

    /// Sets the fraction of the run that the rise takes; defaults to 0.3.
    ///
    /// # Errors
    ///
    /// If `pct_start` is not in `0..=1`, or above 0.5 with three phases, which would not fit.
    pub fn with_pct_start(self, pct_start: f64) -> Result<Self, Error> {
        check_pct_start(pct_start, self.three_phase)?;
        Ok(Self { pct_start, ..self })
    }

    /// Sets the ratio of the peak rate to the initial rate; defaults to 25.
    ///
    /// # Errors
    ///
    /// If `div_factor` is not finite and `> 0`, or so small that `max / div_factor` leaves the range of `f64`.
    pub fn with_div_factor(self, div_factor: f64) -> Result<Self, Error> {
        param::positive("div_factor", div_factor)?;
        Self { div_factor, ..self }.in_range()?.with_shape(self.shape)
    }

    /// Sets the ratio of the initial rate to the final rate; defaults to 1e4.
    ///
    /// # Errors
    ///
    /// If `final_div_factor` is not finite and `> 0`, or so small that the last rate leaves the range of `f64`.
    pub fn with_final_div_factor(self, final_div_factor: f64) -> Result<Self, Error> {
        param::positive("final_div_factor", final_div_factor)?;
        Self { final_div_factor, ..self }.in_range()?.with_shape(self.shape)
    }

    /// Sets whether the rate returns to the initial rate, mirroring the rise, before the final decay; defaults to false.
    ///
    /// # Errors
    ///
    /// If `pct_start` is above 0.5, so that the phases would not fit.
    pub fn with_three_phase(self, three_phase: bool) -> Result<Self, Error> {
        check_pct_start(self.pct_start, three_phase)?;
        Ok(Self { three_phase, ..self })
    }

    /// Sets the shape of every segment; defaults to [`Shape::Cosine`].
    ///
    /// # Errors
    ///
    /// If a parameter of `shape` is out of range, or the shape is geometric or harmonic and
    /// one of the rates is 0.
    pub fn with_shape(self, shape: Shape) -> Result<Self, Error> {
        let shape = shape.check(
            ("the initial rate (`max / div_factor`)", self.first()),
            ("the final rate (`max / div_factor / final_div_factor`)", self.last()),
        )?;
        Ok(Self { shape, ..self })
    }

    /// The momentum for this schedule: it falls from `max` to `base` while the rate rises, then returns to `max` and
    /// stays there.
    ///
    /// # Errors
    ///
    /// If `base` or `max` is not finite and `>= 0`, `base` is above `max`, or the shape cannot
    /// interpolate between them.
    ///
    /// # Example
    ///
    /// ```
    /// use lr_schedule::{OneCycle, Scheduler};
    ///
    /// let momentum = OneCycle::new(1.0, 10)?.momentum(0.85, 0.95)?;
    /// assert_eq!(momentum.lr(0), 0.95);
    /// assert_eq!(momentum.lr(2), 0.85);
    /// assert_eq!(momentum.lr(9), 0.95);
    /// # Ok::<(), lr_schedule::Error>(())
    /// ```
    pub fn momentum(&self, base: f64, max: f64) -> Result<OneCycleMomentum, Error> {
        OneCycleMomentum::new((base, max), self.steps, self.pct_start, self.three_phase, self.shape)
    }

    param::getters! {
        /// The peak rate.
        max: f64,
        /// The length of the run in steps.
        steps: usize,
        /// The fraction of the run that the rise takes.
        pct_start: f64,
        /// The ratio of the peak rate to the initial rate.
        div_factor: f64,
        /// The ratio of the initial rate to the final rate.
        final_div_factor: f64,
        /// Whether the rate returns to the initial rate before the final decay.
        three_phase: bool,
        /// The shape of every segment.
        shape: Shape,
    }

    /// Refuses factors for which the initial or final rate overflows.
    fn in_range(self) -> Result<Self, Error> {
        let allowed = "large enough that the first and last rates are finite";
        param::real("div_factor", self.div_factor, self.first().is_finite(), allowed)?;
        param::real("final_div_factor", self.final_div_factor, self.last().is_finite(), allowed)?;
        Ok(self)
    }

    fn first(&self) -> f64 {
        self.max / self.div_factor
    }

    fn last(&self) -> f64 {
        self.first() / self.final_div_factor
    }

    fn segments(&self) -> OneCycleSegments {
        let values = (self.first(), self.max, self.last());
        let Self { steps, pct_start, three_phase, shape, .. } = *self;
        let kinds = [PhaseKind::Rise, PhaseKind::Return, PhaseKind::Decay];
        OneCycleSegments { steps, pct_start, three_phase, shape, values, kinds }
    }
}

/// The two or three segments of a cycle, as documented at [`OneCycle`].
#[derive(Debug, Clone, Copy)]
pub(super) struct OneCycleSegments {
    pub(super) steps: usize,
    pub(super) pct_start: f64,
    pub(super) three_phase: bool,
    pub(super) shape: Shape,
    /// The values at the beginning, at the peak and at the end.
    pub(super) values: (f64, f64, f64),
    /// The kinds of the segments.
    pub(super) kinds: [PhaseKind; 3],
}

impl OneCycleSegments {
    /// The segment that contains `step`: its index, its first step, itself, and its end if it has one.
    #[inline(always)]
    fn of(&self, step: usize) -> (usize, usize, Segment<'_>, Option<usize>) {
        let (first, peak, last) = self.values;
        let end = self.steps.saturating_sub(1);
        let up = (self.pct_start * math::float(self.steps) - 1.0).max(0.0);
        // The peak may lie between two steps; a segment starts at the first whole step after its boundary.
        let top = math::ceil_to_usize(up).min(end);
        let (back, low) =
            if self.three_phase { (2.0 * up, math::ceil_to_usize(2.0 * up).min(end)) } else { (up, top) };
        let segment = |from: f64, to: f64, begin: usize, start, end| {
            Segment::with_offset(self.shape, start, end, (math::float(begin) - from, to - from))
        };
        if step >= end {
            (3, end, Segment::new(self.shape, last, last, 0), None)
        } else if step < top {
            (0, 0, segment(0.0, up, 0, first, peak), Some(top))
        } else if step < low {
            (1, top, segment(up, back, top, peak, first), Some(low))
        } else {
            let from = if self.three_phase { first } else { peak };
            (2, low, segment(back, math::float(end), low, from, last), Some(end))
        }
    }
}

impl Scheduler for OneCycleSegments {
    fn lr(&self, step: usize) -> f64 {
        let (_, first, segment, _) = self.of(step);
        segment.lr(step.saturating_sub(first))
    }

    fn settles_at(&self) -> Option<usize> {
        Some(self.steps.saturating_sub(1))
    }

    fn phase(&self, step: usize) -> Option<Phase> {
        let (i, first, _, end) = self.of(step);
        Some(Phase::new(self.kinds.get(i).copied().unwrap_or(PhaseKind::Held), first, end))
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        let fill_segment = |step: usize, rates: &mut [f64]| {
            let (_, first, segment, _) = self.of(step);
            segment.fill(step.saturating_sub(first), rates);
        };
        piecewise::pieces(start, rates, |step| self.of(step).3, fill_segment);
    }
}

forward!([] OneCycle, self => self.segments());

impl fmt::Display for OneCycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, max, last) = (Compact(self.first()), Compact(self.max), Compact(self.last()));
        let back = if self.three_phase { " and back" } else { "" };
        let part = Compact(self.pct_start * 100.0);
        write!(f, "{} one-cycle {first} -> {max}{back} -> {last} over {}", self.shape, Steps(self.steps))?;
        write!(f, ", {part} % of them rising")
    }
}

/// With `three_phase` the rise is mirrored, so `pct_start` must be at most 0.5.
pub(super) fn check_pct_start(value: f64, three_phase: bool) -> Result<f64, Error> {
    let (limit, allowed) =
        if three_phase { (0.5, "in 0..=0.5 with three phases") } else { (1.0, "in 0..=1") };
    param::real("pct_start", value, (0.0..=limit).contains(&value), allowed)
}

crate::serial::data! {
    OneCycle { max: f64, steps: usize, pct_start: f64 = PCT_START, div_factor: f64 = DIV_FACTOR, final_div_factor: f64 = FINAL_DIV_FACTOR, three_phase: bool = false, shape: Shape = Shape::Cosine }
    => Self::new(max, steps)?.with_pct_start(pct_start)?.with_div_factor(div_factor)?.with_final_div_factor(final_div_factor)?.with_three_phase(three_phase)?.with_shape(shape)
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;

    use super::*;

    #[test]
    fn rises_and_falls_along_cosines() {
        // The falling segment is (1 + cos(pi k/7))/2, k = 1..=6, between 1 and 4e-6; see tests/parity.rs for
        // the numbers of PyTorch.
        let schedule = OneCycle::new(1.0, 10).unwrap();
        let expected =
            [0.04, 0.52, 1.0, 0.950_485, 0.811_746, 0.611_262, 0.388_742, 0.188_258, 0.049_519, 4e-6];
        for (step, expected) in expected.into_iter().enumerate() {
            assert_relative_eq!(schedule.lr(step), expected, epsilon = 6e-7); // printed to six digits
        }
    }

    #[test]
    fn three_phases_come_back_first() {
        let schedule = OneCycle::new(1.0, 10).unwrap().with_three_phase(true).unwrap();
        let schedule = schedule.with_shape(Shape::Linear).unwrap();
        let expected =
            [0.04, 0.52, 1.0, 0.52, 0.04, 0.032_000_8, 0.024_001_6, 0.016_002_4, 0.008_003_2, 4e-6];
        for (step, expected) in expected.into_iter().enumerate() {
            assert_relative_eq!(schedule.lr(step), expected, max_relative = 1e-14);
        }
        assert!(schedule.with_pct_start(0.6).is_err());
    }

    #[test]
    fn short_runs_have_no_rise() {
        let schedule = OneCycle::new(1.0, 3).unwrap(); // 0.3 * 3 - 1 < 0
        assert_eq!(schedule.lr(0), 1.0);
        assert_eq!(schedule.lr(2), 4e-6);
        assert_eq!([0, 1].map(|steps| OneCycle::new(1.0, steps).unwrap().lr(0)), [4e-6; 2]);
        assert_eq!(schedule.with_pct_start(1.0).unwrap().lr(2), 4e-6);
    }

    #[test]
    fn factors_that_leave_the_range_of_floats_are_refused() {
        let cycle = OneCycle::new(1e300, 4).unwrap();
        let error = cycle.with_div_factor(1e-300).unwrap_err().to_string();
        assert_eq!(
            error,
            "`div_factor` is 1e-300, but must be large enough that the first and last rates are finite"
        );
        let error = cycle.with_final_div_factor(1e-300).unwrap_err().to_string();
        assert_eq!(
            error,
            "`final_div_factor` is 1e-300, but must be large enough that the first and last rates are finite"
        );
        // 1e300 / 1e-4 / 1e-3 is 1e307, in range whichever is set first.
        let narrow = cycle.with_div_factor(1e-4).unwrap().with_final_div_factor(1e-3).unwrap();
        assert_relative_eq!(narrow.lr(3), 1e307, max_relative = 1e-15);
        assert!(narrow.with_div_factor(1e-7).is_err());
    }
}
