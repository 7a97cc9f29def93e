//! Filling of slices of rates.

use core::num::NonZero;

use crate::math;

/// Lane offsets: groups of 8 vectorize.
const LANES: [f64; 8] = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0];

/// Whether `length` steps from `start` on are exact as floats.
pub(crate) fn is_exact(start: usize, length: usize) -> bool {
    start.checked_add(length).is_some_and(|end| math::float(end) <= math::EXACT)
}

/// Fills with a function of the step as a float; the same as calling it step by step.
#[inline]
pub(crate) fn each(start: usize, rates: &mut [f64], rate: impl Fn(f64) -> f64) {
    if !is_exact(start, rates.len()) {
        return one_by_one(start, rates, &rate);
    }
    let mut first = math::float(start);
    let mut chunks = rates.chunks_exact_mut(LANES.len());
    for chunk in &mut chunks {
        for (value, lane) in chunk.iter_mut().zip(LANES) {
            *value = rate(first + lane);
        }
        first += math::float(LANES.len());
    }
    for (value, lane) in chunks.into_remainder().iter_mut().zip(LANES) {
        *value = rate(first + lane);
    }
}

/// Cold path for steps above 2^53, kept out of line and dynamic.
#[cold]
fn one_by_one(start: usize, rates: &mut [f64], rate: &dyn Fn(f64) -> f64) {
    step_by_step(start, rates, |step| rate(math::float(step)));
}

/// Fills with a function of the step.
#[inline]
pub(crate) fn step_by_step(start: usize, rates: &mut [f64], rate: impl Fn(usize) -> f64) {
    for (i, value) in rates.iter_mut().enumerate() {
        *value = rate(start.saturating_add(i));
    }
}

/// Fills piece by piece: `end(step)` is the end of the piece that contains `step`, and `fill` evaluates one piece from
/// a step on.
///
/// Steps beyond `usize::MAX` repeat the rate of that last step.
pub(crate) fn pieces(
    start: usize,
    rates: &mut [f64],
    end: impl Fn(usize) -> Option<usize>,
    fill: impl Fn(usize, &mut [f64]),
) {
    let reachable = usize::MAX.saturating_sub(start).saturating_add(1).min(rates.len());
    let (mut rest, beyond) = rates.split_at_mut(reachable);
    let mut step = start;
    let mut last = None;
    while !rest.is_empty() {
        let length = end(step).map_or(rest.len(), |end| end.saturating_sub(step).clamp(1, rest.len()));
        let (piece, after) = rest.split_at_mut(length);
        fill(step, piece);
        last = piece.last().copied();
        step = step.saturating_add(length);
        rest = after;
    }
    if let Some(last) = last {
        beyond.fill(last);
    }
}

/// Fills with a rate that is constant in each piece.
pub(crate) fn constant_pieces(
    start: usize,
    rates: &mut [f64],
    end: impl Fn(usize) -> Option<usize>,
    rate: impl Fn(usize) -> f64,
) {
    pieces(start, rates, end, |step, piece| piece.fill(rate(step)));
}

/// The first step after the period that contains `step`.
pub(crate) fn end_of_period(step: usize, period: NonZero<usize>) -> Option<usize> {
    (step / period).checked_add(1)?.checked_mul(period.get())
}

/// Fills steps before `at` with `first`, and those from `at` on with `next`, which counts from there.
pub(crate) fn in_two(
    start: usize,
    rates: &mut [f64],
    at: usize,
    first: impl Fn(usize, &mut [f64]),
    next: impl Fn(usize, &mut [f64]),
) {
    let fill = |step: usize, rates: &mut [f64]| match step.checked_sub(at) {
        Some(step) => next(step, rates),
        None => first(step, rates),
    };
    pieces(start, rates, |step| (step < at).then_some(at), fill);
}

/// Combines `rates` in place with a second curve, 256 values at a time.
pub(crate) fn combine(
    start: usize,
    rates: &mut [f64],
    fill: impl Fn(usize, &mut [f64]),
    combined: impl Fn(f64, f64) -> f64,
) {
    let mut others = [0.0; 256];
    let mut step = start;
    for part in rates.chunks_mut(others.len()) {
        let (others, _) = others.split_at_mut(part.len());
        fill(step, others);
        for (rate, other) in part.iter_mut().zip(others) {
            *rate = combined(*rate, *other);
        }
        step = step.saturating_add(part.len());
    }
}
