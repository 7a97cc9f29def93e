//! One segment of a curve: interpolation between two rates over a number of steps.

use super::piecewise::{each, is_exact, step_by_step};
use super::shape::{Constants, Interpolation, Progress, Shape, part_of_power};
use crate::math;

/// The first step at the end rate is computed with a rounding error of at most this number of steps.
const EDGE: usize = 2;

/// Values per pass: so few that they stay in the nearest cache.
const BLOCK: usize = 512;

/// Interpolates from `start` to `end` along `shape`; steps are local to the segment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Segment<'a> {
    shape: Shape,
    start: f64,
    end: f64,
    /// Offset of step 0 into the segment, in `0..1` steps.
    offset: f64,
    length: f64,
    /// Those of the shape, if they were computed before.
    constants: Option<&'a Constants>,
}

impl<'a> Segment<'a> {
    /// A segment of `steps` steps. A zero-length segment is at `end` everywhere.
    #[inline]
    pub(crate) fn new(shape: Shape, start: f64, end: f64, steps: usize) -> Self {
        Self::with_offset(shape, start, end, (0.0, math::float(steps)))
    }

    /// A segment of fractional `length` that begins `offset` steps before step 0.
    #[inline]
    pub(crate) fn with_offset(shape: Shape, start: f64, end: f64, (offset, length): (f64, f64)) -> Self {
        Self { shape, start, end, offset, length, constants: None }
    }

    /// The same with the constants of its shape, if they are known, so that rates need not compute them.
    #[inline]
    pub(crate) const fn with_constants(self, constants: Option<&'a Constants>) -> Self {
        Self { constants, ..self }
    }

    /// The rate at a step.
    #[inline]
    pub(crate) fn lr(&self, step: usize) -> f64 {
        self.at(math::float(step))
    }

    /// The commonest shapes are inlined into the schedules, the others are not: they would slow the common ones down.
    #[inline(always)]
    pub(crate) fn at(&self, step: f64) -> f64 {
        let progress = self.progress(step);
        match self.shape {
            Shape::Linear => self.curve(Shape::Linear, &Constants::NONE).at(progress),
            Shape::Cosine => self.curve(Shape::Cosine, &Constants::NONE).at(progress),
            shape @ (Shape::CosinePower { .. }
            | Shape::SinePower { .. }
            | Shape::Polynomial { .. }
            | Shape::OneMinusPower { .. }) => shape.interpolate_power(self.start, self.end, progress),
            shape => shape.interpolate_between(self.start, self.end, progress, self.constants),
        }
    }

    #[inline(always)]
    fn curve<'b>(&self, shape: Shape, constants: &'b Constants) -> Interpolation<'b> {
        Interpolation::new(shape, self.start, self.end, constants)
    }

    /// The rates from a step on.
    pub(crate) fn fill(&self, start: usize, rates: &mut [f64]) {
        if !is_exact(start, rates.len()) {
            return each(start, rates, |step| self.at(step));
        }
        let settled = math::ceil_to_usize(self.length - self.offset);
        let until = |step: usize| step.saturating_sub(start).min(rates.len());
        let (before, after) = (until(settled.saturating_sub(EDGE)), until(settled.saturating_add(EDGE)));
        let (rates, constant) = rates.split_at_mut(after);
        constant.fill(self.end);
        let (moving, edge) = rates.split_at_mut(before);
        step_by_step(start.saturating_add(before), edge, |step| self.lr(step));
        let computed;
        let constants = if let Some(constants) = self.constants {
            constants
        } else {
            computed = Constants::of(self.shape, self.start, self.end);
            &computed
        };
        let curve = self.curve(self.shape, constants);
        if curve.is_falling() {
            self.fill_between_ends::<true>(curve, start, moving);
        } else {
            self.fill_between_ends::<false>(curve, start, moving);
        }
        if let Some(first) = moving.first_mut() {
            *first = self.lr(start);
        }
    }

    /// Monomorphized per direction and shape, so that the loops have no branch and can be vectorized.
    fn fill_between_ends<const FALLING: bool>(
        &self,
        curve: Interpolation<'_>,
        start: usize,
        rates: &mut [f64],
    ) {
        let along = |shape: Shape, step: f64| {
            curve.with_shape(shape).between_ends_as::<FALLING, true>(self.progress(step))
        };
        match curve.shape {
            Shape::Linear => each(start, rates, |step| along(Shape::Linear, step)),
            Shape::Cosine => each(start, rates, |step| along(Shape::Cosine, step)),
            Shape::Geometric => each(start, rates, |step| along(Shape::Geometric, step)),
            Shape::Exponential { ratio } => {
                each(start, rates, |step| along(Shape::Exponential { ratio }, step));
            }
            Shape::Harmonic => each(start, rates, |step| along(Shape::Harmonic, step)),
            Shape::Rex { constant } => each(start, rates, |step| along(Shape::Rex { constant }, step)),
            Shape::Tanh { lower, upper } => {
                each(start, rates, |step| along(Shape::Tanh { lower, upper }, step));
            }
            shape if !shape.has_moderate_exponents() => {
                each(start, rates, |step| curve.between_ends(self.progress(step)));
            }
            _ => {
                let mut step = start;
                for block in rates.chunks_mut(BLOCK) {
                    self.fill_in_passes::<FALLING>(curve, step, block);
                    step = step.saturating_add(BLOCK);
                }
            }
        }
    }

    /// The shapes with powers or logarithms of the progress in several passes, each of which is a loop without a branch.
    fn fill_in_passes<const FALLING: bool>(&self, curve: Interpolation<'_>, start: usize, rates: &mut [f64]) {
        let fill_u = |rates: &mut [f64]| each(start, rates, |step| self.progress(step).u());
        match curve.shape {
            Shape::CosinePower { power } => {
                each(start, rates, |step| self.progress(step).half_cosine());
                math::raise_all(rates, power);
            }
            Shape::SinePower { power } => {
                each(start, rates, |step| self.progress(step).reversed().half_cosine());
                math::raise_all(rates, power);
            }
            Shape::Polynomial { power } => {
                each(start, rates, |step| self.progress(step).v());
                math::raise_all(rates, power);
            }
            Shape::CosineK { k } => {
                fill_u(rates);
                math::raise_all(rates, k);
                for rate in &mut *rates {
                    *rate = Progress::of(*rate).falling_or_rising::<FALLING>().half_cosine();
                }
            }
            Shape::PolynomialK { k, power } => {
                fill_u(rates);
                math::raise_all(rates, k);
                for rate in &mut *rates {
                    *rate = 1.0 - *rate;
                }
                math::raise_all(rates, power);
            }
            Shape::OneMinusPower { power } => {
                fill_u(rates);
                math::raise_all(rates, power);
            }
            _ => {
                let near = |step: f64| self.progress(step).falling_or_rising::<FALLING>();
                let mut rests = [0.0; BLOCK];
                let (rests, _) = rests.split_at_mut(rates.len());
                each(start, rests, |step| near(step).u());
                each(start, rates, |step| near(step).v());
                curve.fill_logarithms(rates, rests);
            }
        }
        let is_part = match curve.shape {
            Shape::CosineK { .. } | Shape::Logarithmic { .. } => true,
            shape => shape.falls() == FALLING,
        };
        for rate in rates {
            let part = part_of_power(*rate, is_part);
            *rate = curve.above_smaller::<FALLING>(part);
        }
    }

    #[inline(always)]
    fn progress(&self, step: f64) -> Progress {
        let elapsed = step + self.offset;
        Progress { elapsed, remaining: self.length - elapsed, total: self.length }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_with_the_rates_of_lr() {
        let powers = [1e-300, 1e-3, 0.5, 0.9, 1.0, 1.5, 2.0, 3.0, 7.3, 999.0, 1e17];
        let with_power = powers.into_iter().flat_map(|power| {
            [
                Shape::CosinePower { power },
                Shape::SinePower { power },
                Shape::Polynomial { power },
                Shape::OneMinusPower { power },
                Shape::CosineK { k: power },
                Shape::PolynomialK { k: power, power },
                Shape::PolynomialK { k: 0.7, power },
                Shape::Exponential { ratio: power },
                Shape::Logarithmic { ratio: power },
                Shape::Rex { constant: power },
                Shape::Tanh { lower: -power, upper: power },
            ]
        });
        for shape in with_power.chain([Shape::Linear, Shape::Cosine, Shape::Geometric, Shape::Harmonic]) {
            for (start, end) in [(0.3, 1e-4), (1e-4, 0.3), (0.3, 0.3)] {
                for (offset, length) in [(0.0, 700.0), (0.25, 650.5)] {
                    let segment = Segment::with_offset(shape, start, end, (offset, length));
                    let mut rates = [0.0; 720];
                    segment.fill(0, &mut rates);
                    let expected: Vec<f64> = (0..720).map(|step| segment.lr(step)).collect();
                    assert_eq!(rates.as_slice(), expected, "{segment:?}");
                }
            }
        }
    }

    /// From 2^52 on the sum of a step and a fraction of a step is rounded to whole steps.
    #[test]
    #[cfg(target_pointer_width = "64")]
    fn fills_with_the_rates_of_lr_where_an_offset_is_rounded() {
        let shapes = [Shape::Linear, Shape::Cosine, Shape::Geometric, Shape::Harmonic, Shape::REX];
        let mut random = fastrand::Rng::with_seed(15);
        for bits in [44, 51, 52, 53, 54] {
            for _ in 0..200 {
                let steps = math::float(random.usize(1 << (bits - 1)..1 << bits)) + random.f64();
                let shape = shapes[random.usize(..shapes.len())];
                let segment = Segment::with_offset(shape, 1.0, 4e-6, (random.f64(), steps));
                let first = math::to_usize(steps) - 8;
                let mut rates = [0.0; 16];
                segment.fill(first, &mut rates);
                let expected: Vec<f64> = (0..16).map(|i| segment.lr(first + i)).collect();
                assert_eq!(rates.as_slice(), expected, "{segment:?} from {first}");
            }
        }
    }

    #[test]
    fn fills_with_the_rates_of_lr_where_steps_are_no_longer_exact() {
        let shapes = [Shape::Linear, Shape::Cosine, Shape::Geometric, Shape::Tanh { lower: 0.0, upper: 0.0 }];
        for (shape, (start, end)) in
            shapes.into_iter().flat_map(|shape| [(shape, (1.0, 0.5)), (shape, (0.5, 1.0))])
        {
            for steps in [usize::MAX, usize::MAX - 2_000, usize::MAX / 2_048, usize::MAX / 2_048 + 5] {
                let segment = Segment::new(shape, start, end, steps);
                for first in [steps - 20, steps - 1, steps / 2, usize::MAX - 3] {
                    let mut rates = [0.0; 40];
                    segment.fill(first, &mut rates);
                    let expected: Vec<f64> = (0..40).map(|i| segment.lr(first.saturating_add(i))).collect();
                    assert_eq!(rates.as_slice(), expected, "{shape:?} over {steps} from {first}");
                }
            }
        }
    }
}
