//! The common parts of the mappings.

use lr_schedule::{
    Anneal, Constant, Cyclic, ExponentialDecay, MultiStepDecay, PiecewiseConstant, Schedule, Scheduler, Shape,
};

use crate::params::Result;

/// A mapping gives a `Schedule`, which is data: no closure, `from_fn` included, can be in it.
pub(crate) type Mapping = Result<Schedule>;

/// A linear warmup from `start` to `peak` in front of `main`.
pub(crate) fn warmed_up(steps: usize, start: f64, peak: f64, main: impl Into<Schedule>) -> Mapping {
    let main = main.into();
    if main.lr(0) == peak {
        return Ok(Schedule::new(main.warmup(steps, start)?)?);
    }
    // `main` does not begin at the peak (a zero-length decay, an early milestone), so the ramp states it.
    Ok(Schedule::new(Anneal::new(start, peak, steps, Shape::Linear)?.then(steps, main))?)
}

/// A sequence of schedules, each with its length. `then` is associative, so they are joined by halves, which keeps the
/// nesting shallow.
pub(crate) fn sequence(pieces: &[(usize, Schedule)]) -> Mapping {
    match pieces {
        [] => Err("a sequence of no schedules".into()),
        [(_, only)] => Ok(only.clone()),
        _ => {
            let (first, next) = pieces.split_at(pieces.len() / 2);
            let length = first.iter().map(|(length, _)| length).sum();
            Ok(Schedule::new(sequence(first)?.then(length, sequence(next)?))?)
        }
    }
}

/// From `start` to `turn` and back, where either may be the higher one.
pub(crate) fn cyclic(start: f64, turn: f64, there: usize, back: usize) -> Result<Cyclic> {
    let down = start > turn;
    let (base, max) = if down { (turn, start) } else { (start, turn) };
    Ok(Cyclic::new(base, max, there, back)?.with_inverted(down))
}

/// `start * gamma^(number of milestones <= step)`.
pub(crate) fn milestones(start: f64, gamma: f64, mut milestones: Vec<usize>) -> Mapping {
    milestones.sort_unstable();
    if gamma <= 1.0 {
        return Ok(MultiStepDecay::new(start, gamma, milestones)?.into());
    }
    let scales: Vec<_> = milestones.into_iter().map(|milestone| (milestone, gamma)).collect();
    scaled_steps(start, &scales)
}

/// `start` times the scales of all boundaries passed.
pub(crate) fn scaled_steps(start: f64, scales: &[(usize, f64)]) -> Mapping {
    let boundaries: Vec<_> = scales.iter().map(|&(boundary, _)| boundary).collect();
    Ok(PiecewiseConstant::new(products(start, scales), boundaries)?.into())
}

/// `start`, and its products with the scales so far.
pub(crate) fn products(start: f64, scales: &[(usize, f64)]) -> Vec<f64> {
    let mut rates = vec![start];
    rates.extend(scales.iter().scan(start, |rate, &(_, scale)| {
        *rate *= scale;
        Some(*rate)
    }));
    rates
}

/// `start * gamma^(step / every)`. Growth is a geometric transition as long as the case.
pub(crate) fn exponential(
    start: f64,
    gamma: f64,
    every: usize,
    staircase: bool,
    last_step: usize,
) -> Mapping {
    if gamma <= 1.0 {
        return Ok(ExponentialDecay::new(start, gamma)?.with_every(every)?.with_staircase(staircase).into());
    }
    let periods = last_step / every + 1;
    if staircase {
        return milestones(start, gamma, (1..=periods).map(|period| period * every).collect());
    }
    let end = (0..periods).fold(start, |rate, _| rate * gamma);
    Ok(Anneal::new(start, end, periods * every, Shape::Geometric)?.into())
}

/// Half a cosine wave from `start` to `end`, or `waves` full ones from there on without end.
pub(crate) fn cosine_waves(start: f64, end: f64, steps: usize, waves: f64) -> Mapping {
    let (halves, of) = ratio(2.0 * waves)?;
    match (halves, of) {
        (0, _) => Ok(Constant::new(start)?.into()),
        (1, 1) => Ok(Anneal::new(start, end, steps, Shape::Cosine)?.into()),
        _ => {
            let wave = cyclic(start, end, steps * of, steps * of)?.with_shape(Shape::Cosine)?;
            Ok(wave.stretched(halves, 1)?.into())
        }
    }
}

/// A number as a fraction of small counts.
pub(crate) fn ratio(value: f64) -> Result<(usize, usize)> {
    let fraction = (1..=1_000_u32).find_map(|below| {
        let above = value * f64::from(below);
        let whole = truncated(above + 0.5);
        ((above - whole as f64).abs() < 1e-9).then_some((whole, below as usize))
    });
    fraction.ok_or_else(|| format!("{value} is no fraction of small numbers").into())
}

/// Python's `int(..)`.
#[expect(clippy::cast_sign_loss, reason = "lengths are positive")]
pub(crate) fn truncated(value: f64) -> usize {
    value as usize
}
