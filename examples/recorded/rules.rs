//! The rules of Lightning and torch-lr-finder, exactly as those tools compute them.

use lr_schedule::finder::{Point, Report};

/// A point as the rules see it: the rate and a smoothed loss.
type Pair = (f64, f64);

/// Lightning's rule, against the rate (since 2.5.3) or its logarithm (before): the steepest fall of the average with
/// smoothing 0.98, cut where it exceeds 4 times its best, without the first 10 points and the last.
pub(crate) fn lightning(report: &Report, axis: impl Fn(f64) -> f64) -> Option<f64> {
    steepest_gradient(inner(&debiased(report.points()), 10, 1), axis)
}

/// torch-lr-finder: the steepest fall from point to point of the average with smoothing 0.95 that starts at the first
/// loss, cut where it exceeds 5 times its best, without the first 10 points and the last 5.
pub(crate) fn torch_lr_finder(report: &Report) -> Option<f64> {
    let pairs = biased(report.points());
    let pairs = inner(&pairs, 10, 5);
    if pairs.len() < 2 {
        return None;
    }
    let last = pairs.len() - 1;
    // As `numpy.gradient`: central differences, one-sided at the ends.
    let slope = |i: usize| {
        let (before, after) = (i.saturating_sub(1), (i + 1).min(last));
        (pairs[after].1 - pairs[before].1) / (after - before) as f64
    };
    lowest((0..=last).map(|i| (pairs[i].0, slope(i))))
}

fn inner(pairs: &[Pair], first: usize, last: usize) -> &[Pair] {
    pairs.get(first..pairs.len().saturating_sub(last)).unwrap_or_default()
}

/// Lightning takes its first best from the second point, and compares from the third on.
fn debiased(points: &[Point]) -> Vec<Pair> {
    let (mut mean, mut weight, mut best) = (0.0, 0.0, f64::INFINITY);
    let mut pairs = Vec::new();
    for (k, point) in points.iter().enumerate() {
        weight = 0.98 * weight + 1.0;
        let share = 1.0 / weight;
        mean = if k == 0 { point.loss } else { mean * (1.0 - share) + point.loss * share };
        pairs.push((point.lr, mean));
        if k > 1 && mean > 4.0 * best {
            break;
        }
        if k == 1 || (k > 1 && mean < best) {
            best = mean;
        }
    }
    pairs
}

/// The average with smoothing 0.95 that starts at the first loss, up to where it exceeds 5 times its best.
fn biased(points: &[Point]) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::with_capacity(points.len());
    let mut best = f64::INFINITY;
    for point in points {
        let loss = pairs.last().map_or(point.loss, |&(_, last)| 0.05 * point.loss + 0.95 * last);
        pairs.push((point.lr, loss));
        best = best.min(loss);
        if loss > 5.0 * best {
            break;
        }
    }
    pairs
}

/// The rate of the first lowest value.
fn lowest(pairs: impl Iterator<Item = Pair>) -> Option<f64> {
    pairs
        .fold(None, |best: Option<Pair>, pair| match best {
            Some(best) if best.1 <= pair.1 => Some(best),
            _ => Some(pair),
        })
        .map(|(lr, _)| lr)
}

/// The rate of the lowest slope against `x(rate)`, by `numpy.gradient`'s formula for uneven distances.
fn steepest_gradient(pairs: &[Pair], x: impl Fn(f64) -> f64) -> Option<f64> {
    let slope = |a: Pair, b: Pair| (b.1 - a.1) / (x(b.0) - x(a.0));
    let (&first, &last) = (pairs.first()?, pairs.last()?);
    let inner = pairs.windows(3).filter_map(|window| {
        let [a, b, c] = *window else { return None };
        let (left, right) = (x(b.0) - x(a.0), x(c.0) - x(b.0));
        let sum = left * left * c.1 + (right * right - left * left) * b.1 - right * right * a.1;
        Some((b.0, sum / (left * right * (left + right))))
    });
    let (&second, &before_last) = (pairs.get(1)?, pairs.iter().rev().nth(1)?);
    let ends = (core::iter::once((first.0, slope(first, second))), (last.0, slope(before_last, last)));
    lowest(ends.0.chain(inner).chain([ends.1]))
}
