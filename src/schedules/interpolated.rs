//! Rates at given steps, and a shape between them.

use alloc::vec::Vec;
use core::fmt;

use crate::curve::Segment;
use crate::display::Compact;
use crate::{Error, Scheduler, Shape, curve::piecewise, param};

/// Travels through a list of knots, each a step and its rate.
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
/// A line through points, straight or curved by the shape.
///
/// The rate at a knot's step is exactly the knot's. Two knots at one step make a jump: the later one
/// holds from there on. Finding the place in the list takes logarithmic time.
///
/// Equals Ignite `PiecewiseLinear(milestones_values)` and optax `piecewise_interpolate_schedule`
/// (`linear` or `cosine`), whose factors are multiplied up to rates here.
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
}

impl Interpolated {
    /// A schedule through `knots`, each a step and the rate there, along straight lines.
    ///
    /// # Errors
    ///
    /// If there is no knot, the steps go down, or a rate is not finite and `>= 0`.
    pub fn new(knots: impl Into<Vec<(usize, f64)>>) -> Result<Self, Error> {
        let mut knots = knots.into();
        if knots.is_empty() {
            return Err(Error::InvalidLength { name: "knots", value: 0, allowed: "at least 1" });
        }
        param::sorted("knots", knots.iter().map(|&(step, _)| step))?;
        for (_, rate) in &mut knots {
            *rate = param::rate("knots", *rate)?;
        }
        Ok(Self { knots, shape: Shape::Linear })
    }

    /// Travels from knot to knot along `shape`, instead of straight lines.
    ///
    /// # Errors
    ///
    /// If a parameter of `shape` is outside what it may be, or the shape is geometric or harmonic and a
    /// rate is 0.
    pub fn with_shape(self, shape: Shape) -> Result<Self, Error> {
        for &(_, rate) in &self.knots {
            shape.check(("knots", rate), ("knots", rate))?;
        }
        Ok(Self { shape, ..self })
    }

    /// The knots, each a step and the rate there.
    #[must_use]
    pub fn knots(&self) -> &[(usize, f64)] {
        &self.knots
    }

    /// How the rate travels from knot to knot.
    #[must_use]
    pub const fn shape(&self) -> Shape {
        self.shape
    }

    /// The way `step` is on: its first step, itself, and its end if it has one.
    fn segment(&self, step: usize) -> (usize, Segment, Option<usize>) {
        let passed = self.knots.partition_point(|&(at, _)| at <= step);
        let last = passed.checked_sub(1).and_then(|i| self.knots.get(i));
        match (last, self.knots.get(passed)) {
            (Some(&(from, start)), Some(&(to, end))) => {
                (from, Segment::new(self.shape, start, end, to.saturating_sub(from)), Some(to))
            }
            // Before the first knot or after the last; there is always at least one.
            (None, Some(&(to, rate))) => (0, Segment::new(Shape::Linear, rate, rate, 0), Some(to)),
            (Some(&(from, rate)), None) => (from, Segment::new(Shape::Linear, rate, rate, 0), None),
            (None, None) => (0, Segment::new(Shape::Linear, 0.0, 0.0, 0), None),
        }
    }
}

impl Scheduler for Interpolated {
    fn lr(&self, step: usize) -> f64 {
        let (first, segment, _) = self.segment(step);
        segment.lr(step.saturating_sub(first))
    }

    fn settles_at(&self) -> Option<usize> {
        self.knots.last().map(|&(step, _)| step)
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        let play = |step, rates: &mut [f64]| {
            let (first, segment, _) = self.segment(step);
            segment.fill(step.saturating_sub(first), rates);
        };
        piecewise::pieces(start, rates, |step| self.segment(step).2, play);
    }
}

impl fmt::Display for Interpolated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} interpolation through", self.shape)?;
        for (i, &(step, rate)) in self.knots.iter().enumerate() {
            write!(f, "{} {} at step {step}", if i == 0 { "" } else { "," }, Compact(rate))?;
        }
        Ok(())
    }
}

#[cfg(feature = "serde")]
crate::data::data! {
    Interpolated { knots: Vec<(usize, f64)>, shape: Shape = Shape::Linear }
    => Self::new(knots)?.with_shape(shape)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_through_its_knots_in_straight_lines() {
        let schedule = Interpolated::new([(2, 1.0), (4, 0.5), (8, 0.25)]).unwrap();
        let rates = [0, 2, 3, 4, 6, 8, usize::MAX].map(|step| schedule.lr(step));
        assert_eq!(rates, [1.0, 1.0, 0.75, 0.5, 0.375, 0.25, 0.25]);
    }

    #[test]
    fn two_knots_at_one_step_are_a_jump() {
        let schedule = Interpolated::new([(0, 1.0), (2, 1.0), (2, 0.5), (4, 0.0)]).unwrap();
        assert_eq!([1, 2, 3, 4].map(|step| schedule.lr(step)), [1.0, 0.5, 0.25, 0.0]);
    }

    #[test]
    fn a_shape_bends_every_part() {
        let geometric =
            Interpolated::new([(0, 1.0), (2, 0.25)]).unwrap().with_shape(Shape::Geometric).unwrap();
        assert!((geometric.lr(1) - 0.5).abs() < 1e-15);
        assert!(Interpolated::new([(0, 1.0), (2, 0.0)]).unwrap().with_shape(Shape::Geometric).is_err());
    }
}
