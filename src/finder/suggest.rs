//! The suggested rate, and the confidence in it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::analysis::{self, Analysis, Rate};
use super::{Method, Report, other_rules};
use crate::{Constant, Error, Scheduler, math, transfer};

/// A rate to train with, one to two decades below the divergence, and the confidence in it.
///
/// 1. The initial **level** of the loss and its **noise** are a median and a robust standard deviation in the first
///    half of the sweep. A cold start is recognized and ignored.
/// 2. The loss **climbs** where most losses from there to the end of the sweep are far above that level. Each loss
///    counts for a bounded amount, so a single one decides nothing, however large.
/// 3. The model starts to **learn** where the loss has fallen halfway, provided the fall exceeds the noise.
/// 4. The **divergence** is the climb, or the lasting return above half of the fall, or a loss that is not finite.
/// 5. Lower limit: the rate where the model starts to learn. Upper limit: a tenth of the divergence. The **suggestion**
///    is a third of the way up, on a log scale, because too high a rate costs more. It is clamped to the band from a
///    hundredth to a tenth of the divergence; if the loss never fell, it is the middle of that band.
///
/// Scaling or shifting the losses by a constant gives the same rate, up to rounding, as long as the level is below 1e8
/// times the noise. The constants of the rule are bounds on chance and were not fitted, but the rule was chosen among
/// others by its regret on recorded curves, so expect a somewhat higher regret on other curves. It takes time
/// proportional to the number of points.
///
/// The suggestion is for training at a constant rate; [`peak_for`](Self::peak_for) converts it to the peak of a
/// schedule.
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

/// The confidence in a suggestion: how clearly the loss fell, and how far any single loss could move the suggestion.
///
/// On four sets of range tests whose best rates are known (3,000 curves: with little noise, the same with corrupted
/// losses, noisy ones, and longer trainings) the regret rises as the confidence falls:
/// [`guide::choosing_a_rate`](crate::guide::choosing_a_rate) has the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Confidence {
    /// Less than [`Medium`](Self::Medium): look at the curve, and sweep with more steps or larger batches.
    Low,
    /// The loss fell by at least 3 times its noise, and no single loss could move the suggestion by a decade.
    Medium,
    /// It fell by at least 30 times its noise, and no single loss could move the suggestion by half a decade.
    High,
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        })
    }
}

/// Why there is no suggestion, with advice.
///
/// ```
/// use lr_schedule::finder::{Report, SuggestError};
///
/// let falling = (0..100).map(|i| (1e-5 * 1.05_f64.powi(i), 1.0 - f64::from(i) / 200.0));
/// let report = Report::from_curve(falling, 100)?;
/// assert_eq!(report.suggest(), Err(SuggestError::NoDivergence));
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SuggestError {
    /// There are not enough points to tell signal from noise.
    #[error("{points} points are too few for a suggestion; sweep with more steps")]
    #[non_exhaustive]
    TooFewPoints {
        /// The number of points.
        points: usize,
    },
    /// A loss was not finite before there was any sign of divergence.
    #[error("{}", not_finite(*lr, *points))]
    #[non_exhaustive]
    NonFinite {
        /// The rate at that update.
        lr: f64,
        /// The number of finite losses before it.
        points: usize,
    },
    /// All losses are equal.
    #[error("no update changed the loss: is the rate applied, and is the loss that of the trained model?")]
    ConstantLoss,
    /// The loss never climbed to stay.
    #[error("the loss does not diverge within the sweep; sweep to higher rates, or without early stop")]
    NoDivergence,
    /// The divergence is less than a decade above the lowest rate of the sweep.
    #[error(
        "the loss diverges at {divergence:.3e}, less than a decade above the lowest rate {min:.3e}; sweep from lower rates"
    )]
    #[non_exhaustive]
    DivergesTooEarly {
        /// The rate at which training diverges.
        divergence: f64,
        /// The lowest rate of the sweep.
        min: f64,
    },
    /// The rule of another tool needs losses above 0.
    #[error("the rule `{}` needs losses above 0; `Report::suggest` does not", method.name())]
    #[non_exhaustive]
    NegativeLoss {
        /// The rule.
        method: Method,
    },
}

/// The message of [`SuggestError::NonFinite`].
fn not_finite(lr: f64, points: usize) -> String {
    if points == 0 {
        let advice = "check the model, the data and the loss before any update";
        return format!("the first loss, at a rate of {lr:.3e}, was not finite; {advice}");
    }
    let advice = "check the batch of that update, or sweep from lower rates";
    format!(
        "the loss was not finite at a rate of {lr:.3e}, after {points} updates without a sign of divergence; {advice}"
    )
}

/// Applies the rule.
pub(super) fn suggest(report: &Report) -> Result<Suggestion, SuggestError> {
    let analysis = analysis::analyze(report)?;
    let divergence = analysis.divergence;
    let min = report.points().first().map_or(divergence, |point| point.lr);
    if divergence / 10.0 < min {
        return Err(match report.non_finite() {
            Some(lr) if lr == divergence => SuggestError::NonFinite { lr, points: report.points().len() },
            _ => SuggestError::DivergesTooEarly { divergence, min },
        });
    }
    let sweep = (min, report.last_lr());
    // For another cause, the divergence keeps its ratio to it.
    let between = |cause: f64, learning| {
        between(band(divergence * (cause / analysis.cause.lr), sweep), cause, learning)
    };
    let lr = between(analysis.cause.lr, analysis.learning.map(|learning| learning.lr));
    let answer = |method| other_rules::rate(method, report).map(|rate| (method, rate));
    Ok(Suggestion {
        lr,
        divergence,
        band: band(divergence, sweep),
        noise: analysis.noise,
        fall: analysis.fall,
        confidence: confidence(&analysis, lr, between),
        others: Method::EXTERNAL.into_iter().filter_map(answer).collect(),
    })
}

/// From a hundredth to a tenth of the divergence, and inside the sweep.
fn band(divergence: f64, (min, max): (f64, f64)) -> (f64, f64) {
    (math::clamp(min, max, divergence / 100.0), (divergence / 10.0).min(max))
}

/// A third of the distance from the rate where the model learns to a tenth of the rate that caused the divergence, or a
/// thirtieth of the latter without learning; clamped to the band.
fn between((low, high): (f64, f64), cause: f64, learning: Option<f64>) -> f64 {
    let rate = match learning {
        Some(learning) => learning * math::pow(cause / 10.0 / learning, 1.0 / 3.0),
        None => cause / math::sqrt(1000.0),
    };
    math::clamp(low, high, rate)
}

fn confidence(analysis: &Analysis, lr: f64, between: impl Fn(f64, Option<f64>) -> f64) -> Confidence {
    let Analysis { cause, learning: Some(learning), clearness, .. } = *analysis else {
        return Confidence::Low;
    };
    let ends = |rate: Rate| [rate.lowest, rate.highest];
    let by_cause = ends(cause).map(|other| between(other, Some(learning.lr)));
    let by_learning = ends(learning).map(|other| between(cause.lr, Some(other)));
    let moved = by_cause.into_iter().chain(by_learning).map(|other| math::ln(other / lr).abs());
    let decades = moved.fold(0.0, f64::max) / core::f64::consts::LN_10;
    match clearness {
        30.0.. if decades < 0.5 => Confidence::High,
        3.0.. if decades < 1.0 => Confidence::Medium,
        _ => Confidence::Low,
    }
}

impl Suggestion {
    crate::param::getters! {
        /// The suggested rate.
        lr: f64,
        /// The rate at which training diverges: that of the first update whose loss shows it.
        divergence: f64,
        /// The lowest and the highest rate that can be suggested: from a hundredth to a tenth of the divergence, within
        /// the sweep.
        band: (f64, f64),
        /// The robust standard deviation of the loss while the rate is too low to change it.
        noise: f64,
        /// The height of the fall of the loss during the sweep.
        fall: f64,
        /// The confidence in the suggestion.
        confidence: Confidence,
    }

    /// The peak rate for training `steps` updates with `schedule`.
    ///
    /// ```text
    /// peak = lr * peak_ratio(constant, schedule, steps)     at most half of the divergence
    /// ```
    ///
    /// A schedule that decays tolerates, and needs, a higher peak than a constant rate: about 2.9 times for linear
    /// decay to zero, 2.8 for cosine, 1.5 for a cooldown over the last fifth.
    /// [`peak_ratio`](crate::transfer::peak_ratio) has the formula and its limits. Build the final schedule with the
    /// returned peak.
    ///
    /// On 90 range tests of 15 problems (`tests/data/schedule-range-tests.json`), each trained for 1,000 updates with
    /// four schedules at many peaks, this peak was better on average than other tools' rates used as the peak, for each
    /// of the four schedules, and never diverged.
    ///
    /// # Errors
    ///
    /// If `steps` is 0, or no rate in them is above 0.
    ///
    /// ```
    /// use lr_schedule::{LrRangeFinder, presets};
    ///
    /// let report = LrRangeFinder::default().run_on(&4.0_f64, |x, lr| {
    ///     let loss = 5.0 * *x * *x;
    ///     *x -= lr * 10.0 * *x;
    ///     loss
    /// });
    /// let suggestion = report.suggest()?;
    ///
    /// let template = presets::warmup_cosine(1.0, 0.0, 50, 1_000)?; // only its form matters, not its peak
    /// let peak = suggestion.peak_for(&template, 1_000)?;
    /// assert!(peak > 2.5 * suggestion.lr() && peak < suggestion.divergence());
    /// let schedule = presets::warmup_cosine(peak, 0.0, 50, 1_000)?;
    /// # use lr_schedule::Scheduler;
    /// # assert_eq!(schedule.lr(50), peak);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn peak_for(&self, schedule: &(impl Scheduler + ?Sized), steps: usize) -> Result<f64, Error> {
        let ratio = transfer::peak_ratio(&Constant::new(1.0)?, schedule, steps)?;
        Ok((self.lr * ratio).min(self.divergence / 2.0))
    }

    /// The rates of fastai's rules, without those that have no answer.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PolynomialDecay;

    /// A flat loss that climbs at the seventh rate, which is the divergence.
    fn suggestion(rates: [f64; 10]) -> Result<Suggestion, SuggestError> {
        let losses = [4.0, 4.25, 4.0, 4.25, 4.0, 4.25, 99.0, 99.0, 99.0, 99.0];
        Report::from_curve(rates.into_iter().zip(losses), 10).unwrap().suggest()
    }

    #[test]
    fn a_decade_below_the_divergence_is_enough() {
        let exactly = suggestion([0.5, 0.6, 0.7, 0.8, 1.0, 2.0, 5.0, 6.0, 7.0, 8.0]).unwrap();
        assert_eq!((exactly.divergence(), exactly.band(), exactly.lr()), (5.0, (0.5, 0.5), 0.5));
        let closer = suggestion([0.5, 0.6, 0.7, 0.8, 1.0, 2.0, 4.875, 6.0, 7.0, 8.0]);
        assert_eq!(closer, Err(SuggestError::DivergesTooEarly { divergence: 4.875, min: 0.5 }));
    }

    #[test]
    fn a_peak_is_at_most_half_of_the_divergence() {
        let found = suggestion([1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 0.5, 1.0, 2.0, 4.0]).unwrap();
        // The loss does not fall: 0.1, the rate before the divergence, divided by the square root of 1000 is 0.0032, below
        // the band.
        assert!((found.lr() - 0.005).abs() < 1e-15, "{found}");
        assert_eq!(found.divergence(), 0.5);
        let constant = Constant::new(3.0).unwrap();
        assert!((found.peak_for(&constant, 100).unwrap() - found.lr()).abs() < 1e-15);
        // A tenth of the divergence, and a shape that is near its peak for few updates.
        let highest = suggestion([0.5, 0.6, 0.7, 0.8, 1.0, 2.0, 5.0, 6.0, 7.0, 8.0]).unwrap();
        let steep = PolynomialDecay::new(1.0, 0.0, 1_000, 8.0).unwrap();
        assert_eq!(highest.peak_for(&steep, 1_000).unwrap(), 2.5);
    }

    #[test]
    fn the_text_has_every_number() {
        let found = suggestion([1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 0.5, 1.0, 2.0, 4.0]).unwrap();
        let text = format!("{found}");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[..4],
            [
                "suggested rate  5.000e-3, confidence low",
                "divergence      5.000e-1",
                "band            5.000e-3 to 5.000e-2",
                // 4.125 - 12.25 / 3, and 0.25 times 1.0484.
                "loss            fell by 4.167e-2, noise 2.621e-1",
            ]
        );
        // One point is left after the cuts.
        assert_eq!(lines[4], "others          minimum_over_ten 1.0e-6");
        assert_eq!(found.others(), [(Method::MinimumOverTen, 1e-5 / 10.0)]);
    }
}
