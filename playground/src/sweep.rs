//! Range tests that were recorded elsewhere.

use lr_schedule::Schedule;
use lr_schedule::finder::{Report, StopReason};
use serde::Serialize;

use crate::unsmooth::{guess, unsmooth};
use crate::{Smoothing, table, transfer};

/// The result of a range test.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Finding {
    pub(crate) points: usize,
    pub(crate) skipped: usize,
    /// Why the sweep ended.
    pub(crate) stop: String,
    /// Whether its last loss was not finite, and at which rate.
    pub(crate) not_finite: Option<f64>,
    /// The smoothing that the losses seem to have, if it is not known.
    pub(crate) looks: Smoothing,
    pub(crate) divergence: Option<f64>,
    pub(crate) suggestion: Option<Suggested>,
    /// Why there is no suggestion.
    pub(crate) reason: Option<String>,
    pub(crate) peaks: Vec<Peak>,
}

/// A suggestion, with the numbers of the crate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Suggested {
    pub(crate) lr: f64,
    pub(crate) band: (f64, f64),
    pub(crate) fall: f64,
    pub(crate) noise: f64,
    pub(crate) confidence: String,
    pub(crate) others: Vec<(&'static str, f64)>,
}

/// The peak for the schedule of a slot.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Peak {
    pub(crate) slot: usize,
    pub(crate) lr: Option<f64>,
    pub(crate) reason: Option<String>,
}

/// Reads the columns `lr` and `loss`.
pub(crate) fn read(
    text: &str,
    smoothing: Smoothing,
    slots: &[Option<Schedule>],
    steps: usize,
) -> Result<(Finding, Report), String> {
    let words: [&[&str]; 2] = [&["lr", "lrs", "learning_rate", "rate"], &["loss", "losses"]];
    let columns = table::read(text, words)?;
    let (rates, losses): (Vec<f64>, Vec<f64>) = columns.rows.iter().map(|&[lr, loss]| (lr, loss)).unzip();
    let looks = if smoothing == Smoothing::Unknown { guess(&losses) } else { Smoothing::Raw };
    let losses = unsmooth(&losses, smoothing);
    let report = Report::from_curve(rates.iter().copied().zip(losses), rates.len()).map_err(|error| {
        let row = rates.windows(2).position(|pair| pair[1] <= pair[0]).map_or(0, |row| row + 1);
        format!(
            "{error} (row {})",
            rates.iter().position(|&lr| !(lr > 0.0 && lr.is_finite())).unwrap_or(row) + 1
        )
    })?;
    let suggestion = report.suggest();
    let peak = |(slot, schedule): (usize, &Option<Schedule>)| {
        let lr = transfer::peak_for(suggestion.as_ref().ok()?, schedule.as_ref()?, steps);
        Some(Peak { slot, reason: lr.as_ref().err().cloned(), lr: lr.ok() })
    };
    let finding = Finding {
        points: report.points().len(),
        skipped: columns.skipped,
        stop: report.stop_reason().to_string(),
        not_finite: match report.stop_reason() {
            StopReason::NonFinite { lr, .. } => Some(lr),
            _ => None,
        },
        looks,
        divergence: report.divergence().ok(),
        peaks: slots.iter().enumerate().filter_map(peak).collect(),
        reason: suggestion.as_ref().err().map(ToString::to_string),
        suggestion: suggestion.ok().map(|suggestion| Suggested {
            lr: suggestion.lr(),
            band: suggestion.band(),
            fall: suggestion.fall(),
            noise: suggestion.noise(),
            confidence: suggestion.confidence().to_string(),
            others: suggestion.others().iter().map(|&(method, lr)| (method.name(), lr)).collect(),
        }),
    };
    Ok((finding, report))
}
