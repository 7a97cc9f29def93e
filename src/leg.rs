//! A rate on its way from one value to another.

use crate::shape::{Shape, Way};
use crate::{fill, math};

/// The way of a rate along a shape, which counts its own steps from 0.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Leg {
    shape: Shape,
    start: f64,
    end: f64,
    /// How far apart they are: what can be added to the lower one without passing the higher one.
    span: f64,
    /// How far the beginning is before step 0: nothing, or a part of a step.
    lead: f64,
    length: f64,
    /// The logarithms of the ends, for the shape that wants them.
    logs: (f64, f64),
}

impl Leg {
    /// From `start` to `end` in so many steps. A way of no steps is at its end from the first on.
    #[inline]
    pub(crate) fn new(shape: Shape, start: f64, end: f64, steps: usize) -> Self {
        Self::between(shape, start, end, (0.0, math::float(steps)))
    }

    /// From `start`, `lead` before step 0, to `end`, `length` after that.
    #[inline]
    pub(crate) fn between(shape: Shape, start: f64, end: f64, (lead, length): (f64, f64)) -> Self {
        let logs = match shape {
            Shape::Geometric => (math::log2(start), math::log2(end)),
            _ => (0.0, 0.0),
        };
        Self { shape, start, end, span: span(start, end), lead, length, logs }
    }

    /// The rate at a step.
    #[inline]
    pub(crate) fn lr(&self, step: usize) -> f64 {
        self.at(math::float(step))
    }

    /// The rates from a step on.
    pub(crate) fn fill(&self, start: usize, rates: &mut [f64]) {
        if !fill::is_exact(start, rates.len()) {
            return fill::each(start, rates, |step| self.at(step));
        }
        let arrival = math::count_up(self.length - self.lead);
        let under_way = arrival.saturating_sub(start).min(rates.len());
        let (way, rest) = rates.split_at_mut(under_way);
        rest.fill(self.end);
        // Each shape by itself, so that nothing is left to decide at every step.
        let along = |shape| Self { shape, ..*self };
        match self.shape {
            Shape::Linear => fill::each(start, way, |step| along(Shape::Linear).between_ends(step)),
            Shape::Cosine => fill::each(start, way, |step| along(Shape::Cosine).between_ends(step)),
            Shape::Geometric => fill::each(start, way, |step| along(Shape::Geometric).between_ends(step)),
            Shape::Harmonic => fill::each(start, way, |step| along(Shape::Harmonic).between_ends(step)),
            Shape::Rex => fill::each(start, way, |step| along(Shape::Rex).between_ends(step)),
            _ => fill::each(start, way, |step| self.between_ends(step)),
        }
        if let Some(first) = way.first_mut() {
            *first = self.lr(start);
        }
    }

    #[inline(always)]
    fn at(&self, step: f64) -> f64 {
        let gone = step + self.lead;
        // A NaN counts as arrived, and both ends are exact.
        let left = self.length - gone;
        if left <= 0.0 || left.is_nan() {
            self.end
        } else if gone <= 0.0 {
            self.start
        } else {
            self.between_ends(step)
        }
    }

    #[inline(always)]
    fn between_ends(&self, step: f64) -> f64 {
        let gone = step + self.lead;
        let way = Way { gone, left: self.length - gone, length: self.length };
        let (start, end) = (self.start, self.end);
        match self.shape {
            Shape::Geometric => {
                let log = way.v() * self.logs.0 + way.u() * self.logs.1;
                math::between(start, end, math::exp2(log, 0.0))
            }
            Shape::Harmonic => math::between(start, end, 1.0 / (way.v() / start + way.u() / end)),
            // Measured from the lower rate, whose digits are the ones to lose.
            _ if start > end => end + self.span * self.shape.remaining(way),
            _ => start + self.span * self.shape.gone(way),
        }
    }
}

/// The difference of two rates, or where it was rounded up so far that the sum would pass the higher one, the float
/// below it. So no part of it needs to be held back at every step.
#[inline(always)]
fn span(a: f64, b: f64) -> f64 {
    let (low, high) = if a < b { (a, b) } else { (b, a) };
    let span = high - low;
    if low + span > high { f64::from_bits(span.to_bits().saturating_sub(1)) } else { span }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_with_the_rates_of_lr_where_steps_are_no_longer_exact() {
        let shapes = [Shape::Linear, Shape::Cosine, Shape::Geometric, Shape::Tanh { lower: 0.0, upper: 0.0 }];
        for (shape, (start, end)) in
            shapes.into_iter().flat_map(|shape| [(shape, (1.0, 0.5)), (shape, (0.5, 1.0))])
        {
            for steps in [usize::MAX, usize::MAX - 2_000, usize::MAX / 2_048, usize::MAX / 2_048 + 5] {
                let leg = Leg::new(shape, start, end, steps);
                for first in [steps - 20, steps - 1, steps / 2, usize::MAX - 3] {
                    let mut rates = [0.0; 40];
                    leg.fill(first, &mut rates);
                    let expected: Vec<f64> = (0..40).map(|i| leg.lr(first.saturating_add(i))).collect();
                    assert_eq!(rates.as_slice(), expected, "{shape:?} over {steps} from {first}");
                }
            }
        }
    }

    #[test]
    fn never_passes_its_ends_though_nothing_holds_it_back() {
        let mut random = 1_u64;
        for _ in 0..20_000 {
            let mut next = || {
                random =
                    random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                math::float(usize::try_from(random >> 33).unwrap()) / 2_147_483_648.0
            };
            let (a, b) = (next(), next());
            let sum = a.min(b) + span(a, b);
            assert!(sum <= a.max(b), "{a} {b}");
            assert!(a.max(b) - sum <= a.max(b) * f64::EPSILON, "{a} {b}");
        }
    }
}
