//! The result of a sweep.

use alloc::vec::Vec;
use core::fmt;

use super::ema::Ema;
use super::{Method, SMOOTHING, SuggestError, Suggestion, analysis, other_rules, suggest};
use crate::{Error, param};

/// One update of a sweep.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Point {
    /// The rate.
    pub lr: f64,
    /// The loss as recorded, measured before the update at that rate.
    pub loss: f64,
    /// The bias-corrected exponential moving average of the losses so far.
    pub smoothed: f64,
}

/// Why a sweep ended.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(
    feature = "schemars",
    derive(schemars::JsonSchema),
    schemars(rename_all = "snake_case", deny_unknown_fields)
)]
#[non_exhaustive]
pub enum StopReason {
    /// All steps were made.
    Completed,
    /// The loss rose far above its best and stayed there.
    Diverged,
    /// A loss was not finite.
    #[non_exhaustive]
    NonFinite {
        /// The rate of that update.
        lr: f64,
    },
    /// The caller ended it, or the closure failed.
    Stopped,
}

#[cfg(feature = "serde")]
impl StopReason {
    fn check(self) -> Result<(), Error> {
        match self {
            Self::NonFinite { lr } => param::positive("lr", lr).map(drop),
            Self::Completed | Self::Diverged | Self::Stopped => Ok(()),
        }
    }
}

impl fmt::Display for StopReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Completed => f.write_str("all steps were made"),
            Self::Diverged => f.write_str("the loss rose far above its best and stayed there"),
            Self::NonFinite { lr } => write!(f, "the loss was not finite at {lr:.3e}"),
            Self::Stopped => f.write_str("it was stopped early"),
        }
    }
}

/// The points of a sweep, the reason why it ended, and the suggestions that follow from them.
///
/// All points have finite losses. A report can be saved (feature `serde`) and evaluated later;
/// [`from_curve`](Self::from_curve) makes one from a curve recorded elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    points: Vec<Point>,
    steps: usize,
    stop: StopReason,
}

impl Report {
    pub(super) const fn new(points: Vec<Point>, steps: usize, stop: StopReason) -> Self {
        Self { points, steps, stop }
    }

    /// A report of a curve recorded elsewhere: pairs of rate and loss, from a sweep planned for `steps` updates. A loss
    /// that is not finite ends the curve.
    ///
    /// The losses must be the raw ones, one per update. Smoothed losses, which other tools store, have hardly any
    /// noise, so the suggested rate and its confidence would be too high.
    ///
    /// # Errors
    ///
    /// If a rate is not finite and at least 2.3e-308, or not above the previous one; or, after at least 6 points, if
    /// the rate at which the loss was not finite is above the previous rate times the ratio of that to the first.
    ///
    /// # Example
    ///
    /// ```
    /// use lr_schedule::finder::{Report, StopReason};
    ///
    /// let report = Report::from_curve([(0.1, 1.0), (0.2, 0.9), (0.4, f64::NAN)], 100)?;
    /// assert_eq!(report.points().len(), 2);
    /// assert!(matches!(report.stop_reason(), StopReason::NonFinite { lr: 0.4, .. }));
    /// # Ok::<(), lr_schedule::Error>(())
    /// ```
    pub fn from_curve(curve: impl IntoIterator<Item = (f64, f64)>, steps: usize) -> Result<Self, Error> {
        let mut report = Self::new(Vec::new(), steps, StopReason::Stopped);
        let mut ema = Ema::new(SMOOTHING);
        for (lr, loss) in curve {
            if !loss.is_finite() {
                report.check_non_finite(lr)?;
                report.stop = StopReason::NonFinite { lr };
                return Ok(report);
            }
            report.check_next(lr)?;
            report.points.push(Point { lr, loss, smoothed: ema.add(loss) });
        }
        if report.points.len() >= steps {
            report.stop = StopReason::Completed;
        }
        Ok(report)
    }

    fn check_next(&self, lr: f64) -> Result<(), Error> {
        // A tenth of it must be a rate as well.
        let lr = param::real("lr", lr, lr >= f64::MIN_POSITIVE, "finite and at least 2.3e-308")?;
        match self.points.last() {
            Some(last) if lr <= last.lr => {
                Err(Error::OutOfRange { name: "lr", value: lr, allowed: "above the previous rate" })
            }
            _ => Ok(()),
        }
    }

    /// Checks the rate at which the loss was not finite: no step of a sweep is longer than all steps before it
    /// together. With too few points for a suggestion, any rate is accepted.
    fn check_non_finite(&self, lr: f64) -> Result<(), Error> {
        self.check_next(lr)?;
        let (first, last) = (self.points.first().map_or(lr, |first| first.lr), self.last_lr());
        if self.points.len() >= analysis::FEWEST && lr / last > last / first {
            let allowed = "at most the previous rate times the ratio of that to the first";
            return Err(Error::OutOfRange { name: "lr", value: lr, allowed });
        }
        Ok(())
    }

    /// Checks that the points agree with the reason why the sweep ended.
    #[cfg(feature = "serde")]
    fn check_stop(&self) -> Result<(), Error> {
        let allowed = match self.stop {
            StopReason::NonFinite { lr } => return self.check_non_finite(lr),
            StopReason::Completed if self.points.len() < self.steps => {
                "as many as `steps`, as the sweep was completed"
            }
            StopReason::Stopped if self.points.len() >= self.steps => {
                "fewer than `steps`, as the sweep was stopped"
            }
            StopReason::Diverged if self.points.is_empty() => "at least one, as the loss diverged",
            _ => return Ok(()),
        };
        Err(Error::InvalidLength { name: "points", value: self.points.len(), allowed })
    }

    /// Every update of the sweep whose loss was finite.
    #[must_use]
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    param::getters! {
        /// The planned number of updates.
        steps: usize,
    }

    /// Why the sweep ended.
    #[must_use]
    pub const fn stop_reason(&self) -> StopReason {
        self.stop
    }

    /// The rate at which the loss was not finite, if that ended the sweep.
    pub(super) const fn non_finite(&self) -> Option<f64> {
        match self.stop {
            StopReason::NonFinite { lr } => Some(lr),
            _ => None,
        }
    }

    pub(super) fn last_lr(&self) -> f64 {
        self.points.last().map_or(0.0, |point| point.lr)
    }

    /// The rate at which training diverges; [`Suggestion`] explains how it is found.
    ///
    /// # Errors
    ///
    /// If training does not diverge, or there are too few points: see [`SuggestError`].
    pub fn divergence(&self) -> Result<f64, SuggestError> {
        analysis::analyze(self).map(|analysis| analysis.divergence)
    }

    /// A rate to train with, one to two decades below the point of divergence.
    ///
    /// # Errors
    ///
    /// If there is none: see [`SuggestError`].
    pub fn suggest(&self) -> Result<Suggestion, SuggestError> {
        suggest::suggest(self)
    }

    /// The rate that a rule suggests, for comparison with other tools.
    ///
    /// # Errors
    ///
    /// If there is none: see [`SuggestError`].
    pub fn suggest_by(&self, method: Method) -> Result<f64, SuggestError> {
        match method {
            Method::Band => self.suggest().map(|suggestion| suggestion.lr()),
            _ => other_rules::rate(method, self).ok_or_else(|| {
                if self.points.iter().any(|point| point.loss < 0.0) {
                    SuggestError::NegativeLoss { method }
                } else {
                    SuggestError::TooFewPoints { points: self.points.len() }
                }
            }),
        }
    }
}

/// An error of the caller's closure, with the points of the sweep so far.
///
/// With `?` it converts into `anyhow::Error` and `Box<dyn Error>`, even if the closure's error is one of these. To
/// return the closure's own error, use `map_err(SweepError::into_source)?`.
#[derive(Debug, Clone, PartialEq)]
pub struct SweepError<E> {
    source: E,
    report: Report,
}

impl<E: fmt::Display> fmt::Display for SweepError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The alternate form of `anyhow::Error` is the whole chain of causes; most types have no other form.
        write!(f, "the sweep stopped after {} updates: {:#}", self.report.points.len(), self.source)
    }
}

// Without `E: Error`, which neither `anyhow::Error` nor `Box<dyn Error>` implements. The message has that of the
// source, so there is nothing to chain.
impl<E: fmt::Debug + fmt::Display> core::error::Error for SweepError<E> {}

impl<E> SweepError<E> {
    pub(super) const fn new(source: E, report: Report) -> Self {
        Self { source, report }
    }

    /// The points so far.
    #[must_use]
    pub const fn report(&self) -> &Report {
        &self.report
    }

    /// The closure's error.
    pub const fn source(&self) -> &E {
        &self.source
    }

    /// The closure's error, without the points.
    pub fn into_source(self) -> E {
        self.source
    }

    /// The closure's error and the points so far.
    pub fn into_parts(self) -> (E, Report) {
        (self.source, self.report)
    }
}

crate::serial::data! {
    Point { lr: f64, loss: f64, smoothed: f64 }
    => Ok(Self {
        lr: param::positive("lr", lr)?,
        loss: param::finite("loss", loss)?,
        smoothed: param::finite("smoothed", smoothed)?,
    })
}

crate::serial::variants! {
    StopReason, "the name of a reason, or an object with one name" {
        "completed" => Completed,
        "diverged" => Diverged,
        "non_finite" => NonFinite { lr },
        "stopped" => Stopped,
    } checked by StopReason::check
}

crate::serial::data! {
    Report { points: Vec<Point>, steps: usize, stop: StopReason }
    => {
        let mut report = Self::new(Vec::new(), steps, stop);
        for point in points {
            report.check_next(point.lr)?;
            report.points.push(point);
        }
        report.check_stop()?;
        Ok(report)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_of_all_steps_is_completed() {
        let curve = [(0.1, 3.0), (0.2, 2.0), (0.4, 1.0)];
        for (steps, stop) in
            [(4, StopReason::Stopped), (3, StopReason::Completed), (2, StopReason::Completed)]
        {
            assert_eq!(Report::from_curve(curve, steps).unwrap().stop_reason(), stop);
        }
        let report = Report::from_curve(curve, 3).unwrap();
        assert_eq!((report.steps(), report.last_lr(), report.non_finite()), (3, 0.4, None));
        let ended = Report::from_curve([(0.1, 1.0), (0.2, f64::NAN), (0.4, 1.0)], 3).unwrap();
        assert_eq!((ended.points().len(), ended.non_finite()), (1, Some(0.2)));
    }

    #[test]
    fn rates_of_a_curve_rise() {
        for lr in [0.1, 0.05] {
            assert_eq!(
                Report::from_curve([(0.1, 1.0), (lr, 1.0)], 9).unwrap_err().to_string(),
                format!("`lr` is {lr:?}, but must be above the previous rate")
            );
        }
    }

    #[test]
    fn reasons_say_what_happened() {
        for (reason, text) in [
            (StopReason::Completed, "all steps were made"),
            (StopReason::Diverged, "the loss rose far above its best and stayed there"),
            (StopReason::NonFinite { lr: 0.25 }, "the loss was not finite at 2.500e-1"),
            (StopReason::Stopped, "it was stopped early"),
        ] {
            assert_eq!(reason.to_string(), text);
        }
    }

    #[test]
    fn an_error_of_a_closure_has_all_its_parts() {
        let report = || Report::from_curve([(0.1, 1.0), (0.2, 2.0)], 9).unwrap();
        let error = SweepError::new("out of data", report());
        assert_eq!(error.to_string(), "the sweep stopped after 2 updates: out of data");
        assert_eq!((error.source(), error.report()), (&"out of data", &report()));
        assert_eq!(error.clone().into_source(), "out of data");
        assert_eq!(error.into_parts(), ("out of data", report()));
    }

    #[test]
    fn the_band_is_the_suggestion_and_other_rules_need_points_of_losses_above_zero() {
        let losses = [4.0, 4.25, 4.0, 4.25, 4.0, 4.25, 4.0, 4.25, 99.0, 99.0, 99.0, 99.0];
        let rates = [1e-6, 2e-6, 4e-6, 1e-5, 2e-5, 4e-5, 1e-4, 2e-4, 4e-4, 1e-3, 2e-3, 4e-3];
        let curve = rates.into_iter().zip(losses);
        let report = Report::from_curve(curve, 12).unwrap();
        assert_eq!(report.suggest_by(Method::Band).unwrap(), report.suggest().unwrap().lr());
        let of =
            |loss| Report::from_curve([(0.1, loss), (0.2, loss)], 2).unwrap().suggest_by(Method::Steepest);
        assert_eq!(of(0.0), Err(SuggestError::TooFewPoints { points: 2 }));
        assert_eq!(of(-1.0), Err(SuggestError::NegativeLoss { method: Method::Steepest }));
    }
}
