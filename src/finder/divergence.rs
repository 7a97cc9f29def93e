//! Where training diverges, and where it begins to learn: what separates a signal from the noise.

use alloc::vec::Vec;
use core::ops::Range;

use super::{Point, Report, StopReason, SuggestError};
use crate::math;

/// One part in so many of the sweep, from its low end, stands for "nothing has happened yet".
const QUIET: usize = 4;
/// How many times the noise times `ln(steps)` the losses must climb in sum before that is no chance.
const CLIMB: f64 = 3.0;
/// How many times the noise the loss must fall before that counts as learning.
const FALL: f64 = 2.0;
/// Fewer points than this tell nothing.
const FEWEST: usize = 6;

/// What the curve says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Finding {
    /// The first rate at which training no longer holds what it had reached.
    pub(super) divergence: f64,
    /// The first rate at which the loss has made half of its fall, if it fell.
    pub(super) learning: Option<f64>,
    /// The standard deviation of the losses while nothing happens.
    pub(super) noise: f64,
    /// How far the loss fell below its first level.
    pub(super) fall: f64,
}

/// Finds the divergence as the documentation of `Suggestion` says in words.
pub(super) fn find(report: &Report) -> Result<Finding, SuggestError> {
    let points = report.points();
    if points.len() < FEWEST {
        return Err(SuggestError::TooFewPoints { points: points.len() });
    }
    let steps = report.steps().max(points.len());
    let quiet = steps.div_ceil(QUIET).max(FEWEST).min(points.len() / 2);
    let scale = scale_of(points.get(..quiet).unwrap_or_default());
    let losses: Vec<f64> = points.iter().map(|point| point.loss / scale).collect();

    let (level, noise) = mean_and_deviation(losses.get(..quiet).unwrap_or_default());
    let chance = noise * math::ln(math::float(steps));
    let climb = climbs_at(&losses, level + noise, CLIMB * chance);
    let blown_up = matches!(report.stop_reason(), StopReason::NonFinite { .. });

    // Up to where the losses climb; and a single wild loss counts no more than chance would have it.
    let bottom = climb.unwrap_or(losses.len()).max(FEWEST);
    let tamed: Vec<f64> = losses.iter().map(|loss| loss.min(level + chance)).collect();
    let before = tamed.get(..bottom).unwrap_or(&tamed);
    let fall = level - lowest_mean(before, window(steps)).min(level);

    let rate = |index: usize| match (points.get(index), report.stop_reason()) {
        (Some(point), _) => point.lr,
        (None, StopReason::NonFinite { lr }) => lr,
        (None, _) => report.last_lr(),
    };
    let finding = |end, learning: Option<usize>| Finding {
        divergence: rate(end),
        learning: learning.map(rate),
        noise: noise * scale,
        fall: fall * scale,
    };
    if fall < FALL * noise {
        let end = climb.or(blown_up.then_some(losses.len())).ok_or(SuggestError::NoDivergence)?;
        return Ok(finding(end, None));
    }
    let half = level - fall / 2.0;
    let valley = valley(before, half);
    let after = tamed.get(valley.end..).unwrap_or_default();
    // A loss that climbs out of its valley diverges even if it stays below the level it came from.
    if climb.is_some() || blown_up || climbs_at(after, half, CLIMB * chance).is_some() {
        Ok(finding(valley.end, Some(valley.start)))
    } else {
        Err(SuggestError::NoDivergence)
    }
}

/// The first point of a lasting climb above `limit`: where the sum of what is above it began to rise, once
/// it has risen by more than `proof`. This is Page's test (1954).
fn climbs_at(losses: &[f64], limit: f64, proof: f64) -> Option<usize> {
    let (mut sum, mut lowest, mut begin) = (0.0, 0.0, 0_usize);
    for (i, loss) in losses.iter().enumerate() {
        sum += loss - limit;
        if sum < lowest {
            (lowest, begin) = (sum, i.saturating_add(1));
        }
        if sum - lowest > proof {
            return Some(begin);
        }
    }
    None
}

/// The run of points whose losses lie furthest below `limit` in sum, single higher ones included.
fn valley(losses: &[f64], limit: f64) -> Range<usize> {
    let (mut sum, mut deepest, mut start) = (0.0, 0.0, 0_usize);
    let mut valley = 0..0;
    for (i, loss) in losses.iter().enumerate() {
        if sum > 0.0 {
            (sum, start) = (0.0, i);
        }
        sum += loss - limit;
        if sum < deepest {
            (deepest, valley) = (sum, start..i.saturating_add(1));
        }
    }
    valley
}

/// The lowest mean of so many neighbours.
fn lowest_mean(losses: &[f64], window: usize) -> f64 {
    let mut sum: f64 = losses.iter().take(window).sum();
    let mut lowest = sum;
    for (out, into) in losses.iter().zip(losses.iter().skip(window)) {
        sum += into - out;
        lowest = lowest.min(sum);
    }
    lowest / math::float(window.min(losses.len()).max(1))
}

/// Half the square root of the steps: wide enough to average noise, narrow enough for a valley.
fn window(steps: usize) -> usize {
    math::round_to_usize(math::sqrt(math::float(steps)) / 2.0).max(3)
}

/// What to divide losses by so that sums and squares stay in range.
fn scale_of(points: &[Point]) -> f64 {
    let largest = points.iter().map(|point| point.loss.abs()).fold(0.0, f64::max);
    if largest > 0.0 { largest } else { 1.0 }
}

/// The mean and the standard deviation, the latter at least what rounding could have made.
fn mean_and_deviation(losses: &[f64]) -> (f64, f64) {
    let count = math::float(losses.len().max(2));
    let mean = losses.iter().sum::<f64>() / count;
    let squares: f64 = losses.iter().map(|loss| (loss - mean) * (loss - mean)).sum();
    let deviation = math::sqrt(squares / (count - 1.0));
    (mean, deviation.max(1e-9 * mean.abs()).max(f64::MIN_POSITIVE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_climb_begins_where_its_sum_was_lowest() {
        // Above a limit of 1: -1, -1, +0.5, -1, +2, +2. The sum is lowest after four points.
        let losses = [0.0, 0.0, 1.5, 0.0, 3.0, 3.0];
        assert_eq!(climbs_at(&losses, 1.0, 3.0), Some(4));
        assert_eq!(climbs_at(&losses, 1.0, 4.0), None);
        assert_eq!(climbs_at(&[], 1.0, 0.0), None);
    }

    #[test]
    fn a_valley_bridges_a_single_peak() {
        let losses = [2.0, 0.0, 0.0, 2.0, 0.0, 0.0, 2.0, 2.0, 2.0, 0.0];
        assert_eq!(valley(&losses, 1.0), 1..6);
        assert_eq!(valley(&[2.0, 2.0], 1.0), 0..0);
    }

    #[test]
    fn the_lowest_mean_is_that_of_a_window() {
        assert_eq!(lowest_mean(&[3.0, 1.0, 2.0, 4.0], 2), 1.5);
        assert_eq!(lowest_mean(&[3.0, 1.0], 5), 2.0);
        assert_eq!([30, 100, 300, 1_000_000].map(window), [3, 5, 9, 500]);
    }
}
