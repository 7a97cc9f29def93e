//! A curve through given points.

use alloc::vec::Vec;
use core::fmt;

use crate::curve::Segment;
use crate::display::{self, Compact};
use crate::{Error, Scheduler, Shape, curve::piecewise, param};

/// A curve through knots, each a step and its rate.
///
/// ```text
/// lr(step) = first rate                                           before the first knot
///          = shape from rate_i to rate_(i+1),
///            progress (step - step_i) / (step_(i+1) - step_i)     between knots
///          = last rate                                            from the last knot on
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/interpolated.svg"))]
///
/// The rate at a knot's step is exactly the knot's. Two knots at one step make a jump: the later one applies from that
/// step on. A lookup takes logarithmic time.
///
/// Equals Ignite `PiecewiseLinear(milestones_values)` and optax `piecewise_interpolate_schedule` (`linear` or
/// `cosine`); optax takes factors, here give the resulting rates.
///
/// # Example
///
/// ```
/// use lr_schedule::{Interpolated, Scheduler};
///
/// let schedule = Interpolated::new([(10, 0.5), (20, 0.25), (30, 0.25), (30, 0.0)])?;
/// assert_eq!(schedule.lr(0), 0.5);
/// assert_eq!(schedule.lr(15), 0.375);
/// assert_eq!(schedule.lr(29), 0.25);
/// assert_eq!(schedule.lr(30), 0.0);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct Interpolated {
    knots: Vec<(usize, f64)>,
    shape: Shape,
    /// The rate of the last of `knots`.
    last: f64,
    /// The knot from which the rate is the last one; found once, as a long list may end with many equal rates.
    settled: Option<usize>,
}

impl Interpolated {
    /// A schedule through `knots`, each a step and the rate there, with linear segments.
    ///
    /// # Errors
    ///
    /// If there is no knot, the steps are not in ascending order, or a rate is not finite and `>= 0`.
    pub fn new(knots: impl Into<Vec<(usize, f64)>>) -> Result<Self, Error> {
        let mut knots = knots.into();
        let Some(&(_, last)) = knots.last() else {
            return Err(Error::InvalidLength { name: "knots", value: 0, allowed: "at least 1" });
        };
        param::sorted("knots", knots.iter().map(|&(step, _)| step))?;
        for (index, (_, rate)) in knots.iter_mut().enumerate() {
            *rate = param::rate_in_list("knots", index, *rate)?;
        }
        let settled = match knots.iter().rposition(|&(_, rate)| rate != last) {
            Some(i) => knots.get(i.saturating_add(1)).map(|&(step, _)| step),
            None => Some(0),
        };
        Ok(Self { knots, shape: Shape::Linear, last: last + 0.0, settled })
    }

    /// Sets the shape of every segment; defaults to linear.
    ///
    /// # Errors
    ///
    /// If a parameter of `shape` is out of range, or the shape is geometric or harmonic and a rate is 0.
    pub fn with_shape(self, shape: Shape) -> Result<Self, Error> {
        for (index, &(_, rate)) in self.knots.iter().enumerate() {
            shape.check(("knots", rate), ("knots", rate)).map_err(|error| error.in_list("knots", index))?;
        }
        Ok(Self { shape, ..self })
    }

    /// The knots, each a step and the rate there.
    #[must_use]
    pub fn knots(&self) -> &[(usize, f64)] {
        &self.knots
    }

    param::getters! {
        /// The shape of every segment.
        shape: Shape,
    }

    /// The segment that contains `step`: its first step, itself, and its end if it has one.
    fn segment(&self, step: usize) -> (usize, Segment<'_>, Option<usize>) {
        let constant = |rate| Segment::new(Shape::Linear, rate, rate, 0);
        let passed = self.knots.partition_point(|&(at, _)| at <= step);
        let from = passed.checked_sub(1).and_then(|i| self.knots.get(i));
        match (from, self.knots.get(passed)) {
            (Some(&(from, start)), Some(&(to, end))) => {
                (from, Segment::new(self.shape, start, end, to.saturating_sub(from)), Some(to))
            }
            (None, Some(&(to, rate))) => (0, constant(rate), Some(to)),
            (_, None) => (0, constant(self.last), None),
        }
    }
}

impl Scheduler for Interpolated {
    fn lr(&self, step: usize) -> f64 {
        let (first, segment, _) = self.segment(step);
        segment.lr(step.saturating_sub(first))
    }

    fn settles_at(&self) -> Option<usize> {
        self.settled
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        let fill_segment = |step, rates: &mut [f64]| {
            let (first, segment, _) = self.segment(step);
            segment.fill(step.saturating_sub(first), rates);
        };
        piecewise::pieces(start, rates, |step| self.segment(step).2, fill_segment);
    }
}

impl fmt::Display for Interpolated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} interpolation through ", self.shape)?;
        let knot = |i: usize| self.knots.get(i).copied().unwrap_or_default();
        display::list(f, self.knots.len(), |f, i| write!(f, "{} at step {}", Compact(knot(i).1), knot(i).0))
    }
}

crate::serial::data! {
    Interpolated { knots: Vec<(usize, f64)>, shape: Shape = Shape::Linear }
    => Self::new(knots)?.with_shape(shape)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interpolates_between_knots() {
        let schedule = Interpolated::new([(2, 1.0), (4, 0.5), (8, 0.25)]).unwrap();
        let rates = [0, 2, 3, 4, 6, 8, usize::MAX].map(|step| schedule.lr(step));
        assert_eq!(rates, [1.0, 1.0, 0.75, 0.5, 0.375, 0.25, 0.25]);
    }

    #[test]
    fn two_knots_at_one_step_make_a_jump() {
        let schedule = Interpolated::new([(0, 1.0), (2, 1.0), (2, 0.5), (4, 0.0)]).unwrap();
        assert_eq!([1, 2, 3, 4].map(|step| schedule.lr(step)), [1.0, 0.5, 0.25, 0.0]);
    }

    #[test]
    fn the_shape_applies_to_every_segment() {
        let geometric =
            Interpolated::new([(0, 1.0), (2, 0.25)]).unwrap().with_shape(Shape::Geometric).unwrap();
        assert!((geometric.lr(1) - 0.5).abs() < 1e-15);
        let error =
            Interpolated::new([(0, 1.0), (2, 0.0)]).unwrap().with_shape(Shape::Geometric).unwrap_err();
        assert_eq!(error.to_string(), "`knots[1]` is 0.0, but must be > 0 for a geometric or harmonic shape");
    }
}
