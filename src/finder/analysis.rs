//! The features of a curve: its level, its noise, its fall, and the divergence.
//!
//! # Rules and reasons
//!
//! No single loss decides anything: level and noise are medians, and in sums of evidence each loss counts for a bounded
//! amount. Recorded curves have doubled losses, bursts of bad batches and cold starts, and a rule that mistakes one of
//! them for the divergence is wrong by decades. [`Suggestion`](super::Suggestion) says how the rule was chosen.
//!
//! 1. **Level and noise.** The first half of the sweep is mostly flat, and medians tolerate the rest. The noise is the
//!    robust standard deviation of that half; the level is the median of its first half. If the second eighth of the
//!    sweep is clearly below the first (a cold start: a bad first batch, statistics that warm up), the level is the
//!    median of the second eighth, and the losses before it are ignored.
//! 2. **Climb.** Losses more than 4 standard deviations above the level are evidence of divergence, in units of the
//!    noise, at most `ln(steps)` each: the height that the highest of `steps` losses has by chance. Lower losses are
//!    evidence against it, at most 1 each, as diverging training has low losses in between, while healthy training has
//!    hardly any high ones. The climb begins where the evidence from there to the end of the sweep is largest. So a
//!    burst followed by normal losses is no climb, and the climb is not detected late, as it is by a threshold on
//!    smoothed losses. The evidence must exceed that of one loss. If it does not, low losses count a quarter, as
//!    memorized small batches alternate between 0 and huge losses.
//! 3. **Fall.** The distance from the level to the lowest mean of `sqrt(steps)` neighbours before the climb. It counts
//!    if it is larger than chance explains, `noise * sqrt(2 ln(steps) / window)`.
//! 4. **Learning.** Where the loss has made half of its fall: the start of the interval whose sum relative to that half
//!    is the lowest, with each loss clipped to the fall.
//! 5. **Divergence.** The climb; or, for a loss that fell and climbed only part of the distance, the lasting return
//!    above half of the fall; or else a loss that is not finite.
//! 6. **Cause.** A loss is measured before its update, so it shows the effect of the previous rate: the suggestion uses
//!    the rates one update before learning and divergence are seen.

use alloc::vec::Vec;
use core::ops::Range;

use super::robust::{self, Change, change, valley};
use super::{Point, Report, StopReason, SuggestError};
use crate::math;

/// The minimum number of points.
pub(super) const FEWEST: usize = 6;
/// The number of standard deviations above the level from which a loss is evidence of divergence.
const FAR: f64 = 4.0;
/// The largest evidence of a loss against a climb, in standard deviations: first, and if that finds no climb.
const AGAINST: [f64; 2] = [1.0, 0.25];
/// Losses are clamped to this many scales, so that sums stay in range.
const HUGE: f64 = 1e100;
/// Noise below this fraction of the level can be rounding.
const ROUNDING: f64 = 1e-9;

/// The features of a curve.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Analysis {
    /// The rate of the first update whose loss shows the divergence.
    pub(super) divergence: f64,
    /// The rate of the previous update, which caused it.
    pub(super) cause: Rate,
    /// Where the loss has made half of its fall, if it fell.
    pub(super) learning: Option<Rate>,
    /// The standard deviation of the losses in the flat part.
    pub(super) noise: f64,
    /// The height of the fall below the initial level.
    pub(super) fall: f64,
    /// The fall in units of the noise.
    pub(super) clearness: f64,
}

/// A rate, and the range in which it stays if any single loss changes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rate {
    pub(super) lr: f64,
    pub(super) lowest: f64,
    pub(super) highest: f64,
}

/// The flat part of a curve.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Quiet {
    level: f64,
    noise: f64,
    /// The first point after a cold start.
    start: usize,
    /// `ln(steps)`: the height, in standard deviations, of the highest of `steps` losses.
    chance: f64,
}

pub(super) fn analyze(report: &Report) -> Result<Analysis, SuggestError> {
    let (points, stop) = (report.points(), report.stop_reason());
    check(report)?;
    let steps = report.steps().max(points.len());
    let scale = scale(points);
    let losses: Vec<f64> = points.iter().map(|point| math::clamp(-HUGE, HUGE, point.loss / scale)).collect();
    let quiet = Quiet::of(&losses, steps);

    // A loss that is not finite counts as the highest possible one.
    let end = report.non_finite().map(|_| HUGE);
    let all: Vec<f64> = losses.iter().copied().chain(end).collect();
    let climb = climb(&all, quiet, stop);
    let before = climb.as_ref().map_or(losses.len(), |climb| climb.at).max(FEWEST).min(losses.len());
    let tamed = losses.iter().take(before).map(|loss| loss.min(quiet.level + quiet.chance * quiet.noise));
    let tamed: Vec<f64> = tamed.collect();
    let window = math::round_to_usize(math::sqrt(math::float(steps))).max(3).min(before);
    let fall = (quiet.level - lowest_mean(&tamed, window)).max(0.0);
    let by_chance = quiet.noise * math::sqrt(2.0 * quiet.chance / math::float(window.max(1)));

    let half = quiet.level - fall / 2.0;
    let learning = (fall > by_chance).then(|| valley(tamed.iter().map(|loss| (loss - half) / (fall / 2.0))));
    let divergence = match (climb, &learning) {
        (Some(climb), _) => climb,
        // Where the losses climb out of the interval in which the model learned.
        (None, Some(learning)) => {
            let ([_, lenient], unit) = (AGAINST, quiet.noise.max(fall / 2.0 / quiet.chance));
            let climb = climbs_above(&all, learning.start, half, unit, lenient, quiet.chance);
            Some(climb).filter(|climb| climb.evidence > 0.0).ok_or(SuggestError::NoDivergence)?
        }
        (None, None) => return Err(SuggestError::NoDivergence),
    };
    let rate = |at: usize, nearby: &Range<usize>| Rate {
        lr: rate_before(report, at),
        lowest: rate_before(report, nearby.start),
        highest: rate_before(report, nearby.end.saturating_sub(1)),
    };
    Ok(Analysis {
        divergence: rate_at(report, divergence.at),
        cause: rate(divergence.at, &divergence.nearby),
        learning: learning.map(|learning| rate(learning.start, &learning.nearby)),
        noise: math::saturate(quiet.noise * scale),
        fall: math::saturate(fall * scale),
        clearness: fall / quiet.noise,
    })
}

/// Whether there is anything to analyze.
fn check(report: &Report) -> Result<(), SuggestError> {
    let points = report.points();
    match report.stop_reason() {
        StopReason::NonFinite { lr } if points.len() < FEWEST => {
            Err(SuggestError::NonFinite { lr, points: points.len() })
        }
        _ if points.len() < FEWEST => Err(SuggestError::TooFewPoints { points: points.len() }),
        StopReason::NonFinite { .. } => Ok(()),
        _ if points.iter().zip(points.iter().skip(1)).all(|(a, b)| a.loss == b.loss) => {
            Err(SuggestError::ConstantLoss)
        }
        _ => Ok(()),
    }
}

impl Quiet {
    fn of(losses: &[f64], steps: usize) -> Self {
        let count = losses.len();
        let half =
            losses.get(..steps.div_ceil(2).min((count / 4).saturating_mul(3).max(FEWEST))).unwrap_or(losses);
        let eighth = (steps / 8).min(count / 4).max(3);
        let part = |range: Range<usize>| robust::median(losses.get(range).unwrap_or(losses).to_vec());
        let (first, second) = (part(0..eighth), part(eighth..eighth.saturating_mul(2)));
        let level = part(0..eighth.saturating_mul(2));
        let noise = robust::deviation(half).max(ROUNDING * level.abs()).max(f64::MIN_POSITIVE);
        let chance = math::ln(math::float(steps));
        // Twice the standard deviation of the difference of two medians, each 1.25 times that of a mean.
        let clearly = 2.0 * 1.25 * noise * math::sqrt(2.0 / math::float(eighth));
        let (level, start) = if first - second > clearly { (second, eighth) } else { (level, 0) };
        Self { level, noise, start, chance }
    }
}

/// Where the losses climb above their initial level to stay.
fn climb(losses: &[f64], quiet: Quiet, stop: StopReason) -> Option<Change> {
    let limit = quiet.level + FAR * quiet.noise;
    let climb = |against| climbs_above(losses, quiet.start, limit, quiet.noise, against, quiet.chance);
    let [strict, lenient] = AGAINST.map(climb);
    match stop {
        _ if strict.evidence > quiet.chance => Some(strict),
        _ if lenient.evidence > quiet.chance => Some(lenient),
        // The early stop had its own evidence.
        StopReason::Diverged => Some(lenient),
        // The last loss is the one that was not finite, which needs no evidence.
        StopReason::NonFinite { .. } => {
            let at = losses.len().saturating_sub(1);
            Some(Change { at, evidence: 0.0, nearby: at..losses.len() })
        }
        StopReason::Completed | StopReason::Stopped => None,
    }
}

fn climbs_above(losses: &[f64], start: usize, limit: f64, unit: f64, against: f64, chance: f64) -> Change {
    let losses = losses.get(start..).unwrap_or_default();
    change(losses.iter().map(|loss| (loss - limit) / unit), against, chance).after(start)
}

/// The rate of the update before a point, whose effect is the loss of that point.
fn rate_before(report: &Report, at: usize) -> f64 {
    rate_at(report, at.saturating_sub(1))
}

/// The rate of a point; after the last one, the rate at which the loss was not finite.
fn rate_at(report: &Report, at: usize) -> f64 {
    let last = report.non_finite().unwrap_or(report.last_lr());
    report.points().get(at).map_or(last, |point| point.lr)
}

/// The lowest mean of `window` neighbours.
fn lowest_mean(losses: &[f64], window: usize) -> f64 {
    let mut sum: f64 = losses.iter().take(window).sum();
    let mut lowest = sum;
    for (old, new) in losses.iter().zip(losses.iter().skip(window)) {
        sum += new - old;
        lowest = lowest.min(sum);
    }
    lowest / math::float(window.min(losses.len()).max(1))
}

/// The unit of losses in which sums stay in range: their typical size in the flat part.
fn scale(points: &[Point]) -> f64 {
    let sizes = || points.iter().take(points.len().div_ceil(2)).map(|point| point.loss.abs());
    let typical = robust::median(sizes().collect());
    if typical > 0.0 { typical } else { sizes().fold(0.0, f64::max).max(f64::MIN_POSITIVE) }
}
