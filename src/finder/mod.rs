//! The learning-rate range test, which suggests a constant rate.

mod analysis;
mod ema;
mod other_rules;
mod report;
mod restore;
mod robust;
mod run;
mod stop_factor;
mod suggest;
mod sweep;

pub use other_rules::Method;
pub use report::{Point, Report, StopReason, SweepError};
pub use restore::Restore;
pub use suggest::{Confidence, SuggestError, Suggestion};
pub use sweep::Sweep;

use stop_factor::StopFactor;

use crate::curve::Segment;
use crate::{Error, Shape, math, param};

/// A learning-rate range test: sweeps the rate from low to high, records the loss, and suggests a rate one to two
/// decades below the one at which training diverges.
///
/// The closure trains one update at the given rate and returns its loss, measured before the update. **It changes the
/// model and the optimizer.** Use [`run_on`](Self::run_on), which works on a clone, or [`Restore`], which restores the
/// model, or discard the model after the sweep. One call is one rate and one update: average over micro-batches,
/// batches or processes inside the closure. In distributed training, record the all-reduced loss, so that all processes
/// stop together.
///
/// ```text
/// rate of update i = min^(1-u) * max^u,       u = i / (steps - 1)    Exponential
///                  = min + (max - min) * u                           Linear
/// ```
///
/// The finder writes no files, has no global state, and does not apply the suggestion.
///
/// The sweep ends after `steps` updates, or earlier: at a loss that is not finite, when the loss has risen far above
/// its best and stayed there (see [`with_stop_factor`](Self::with_stop_factor)), or when the closure fails. The
/// [`Report`] has every point and the reason.
///
/// # Example
///
/// ```
/// use lr_schedule::LrRangeFinder;
///
/// // Gradient descent on f(x) = x^2 diverges above a rate of 1.
/// let mut x = 5.0_f64;
/// let finder = LrRangeFinder::new(1e-5, 100.0, 100)?;
/// let report = finder.run(|lr| {
///     let loss = x * x;
///     x -= lr * 2.0 * x;
///     loss
/// });
/// let suggestion = report.suggest()?;
/// assert!(suggestion.lr() > 0.01 && suggestion.lr() < 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// The idea is from Leslie Smith (2017, 2018), who raised the rate linearly over some epochs and recorded the accuracy;
/// the short exponential sweep that records the loss is fastai's `lr_find`.
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use = "a finder does nothing until it runs"]
pub struct LrRangeFinder {
    min: f64,
    max: f64,
    steps: usize,
    spacing: Spacing,
    smoothing: f64,
    stop_factor: StopFactor,
}

/// How the rates of a sweep are spaced.
///
/// ```
/// use lr_schedule::{LrRangeFinder, finder::Spacing};
///
/// let finder = LrRangeFinder::new(0.25, 1.0, 4)?.with_spacing(Spacing::Linear);
/// assert_eq!([0, 1, 2, 3].map(|step| finder.lr(step)), [0.25, 0.5, 0.75, 1.0]);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Spacing {
    /// Each rate is the previous one times a factor: every decade has the same number of points.
    #[default]
    Exponential,
    /// Each rate is the previous one plus a number: nearly all points are in the highest decade.
    Linear,
}

crate::serial::variants! { Spacing, "`exponential` or `linear`" { "exponential" => Exponential, "linear" => Linear } }

/// The smoothing of the exponential moving average.
const SMOOTHING: f64 = 0.9;

/// The smallest relative distance of neighbouring rates: some units in the last place, as rates are rounded.
const CLOSEST: f64 = 64.0 * f64::EPSILON;

impl LrRangeFinder {
    /// A sweep from the rate `min` to the rate `max` in `steps` updates, exponentially spaced.
    ///
    /// [`default`](Self::default) suits most problems.
    ///
    /// # Errors
    ///
    /// If `min` is not finite and `> 0`, `max` is not finite and above `min`, `steps` is less than 2, or neighbouring
    /// rates would be equal after rounding, which takes more than 1e12 steps, bounds that differ only in their last
    /// digits, or a `min` below 2.3e-308.
    pub fn new(min: f64, max: f64, steps: usize) -> Result<Self, Error> {
        let min = param::positive("min", min)?;
        let max = param::positive("max", max)?;
        param::ordered(("min", min), ("max", max))?;
        if min == max {
            return Err(Error::OutOfRange { name: "max", value: max, allowed: "above `min`" });
        }
        if steps < 2 {
            return Err(Error::InvalidCount { name: "steps", value: steps, allowed: "at least 2" });
        }
        if min < f64::MIN_POSITIVE {
            return Err(Error::OutOfRange { name: "min", value: min, allowed: "at least 2.3e-308" });
        }
        let intervals = math::float(steps.saturating_sub(1));
        let apart = (math::ln(max / min) / intervals).min((max - min) / max / intervals);
        if apart < CLOSEST {
            let allowed = "far enough above `min` that no two rates of the sweep are equal";
            return Err(Error::OutOfRange { name: "max", value: max, allowed });
        }
        Ok(Self { min, max, steps, ..Self::default() })
    }

    /// Sets the spacing of the rates; defaults to exponential.
    pub const fn with_spacing(self, spacing: Spacing) -> Self {
        Self { spacing, ..self }
    }

    /// Sets the smoothing of the exponential moving average of the loss, from 0 (raw losses) to below 1; defaults to
    /// 0.9.
    ///
    /// Used for the early stop and for charts; suggestions use raw losses.
    ///
    /// # Errors
    ///
    /// If `smoothing` is not in `0..1`.
    pub fn with_smoothing(self, smoothing: f64) -> Result<Self, Error> {
        Ok(Self { smoothing: param::below_one("smoothing", smoothing)?, ..self })
    }

    /// Stops when the loss has risen above its best by more than `factor` times its scale, which is the larger of
    /// `|best|` and the height of its fall; defaults to 4.
    ///
    /// Both the smoothed loss and more than half of the last nine losses must have risen that far, so neither one loss
    /// nor a burst of a few ends a sweep. It never stops within the first tenth of the steps. Negative losses are
    /// supported, as only differences are compared.
    ///
    /// # Errors
    ///
    /// If `factor` is not finite and `> 0`.
    pub fn with_stop_factor(self, factor: f64) -> Result<Self, Error> {
        Ok(Self { stop_factor: StopFactor(Some(param::positive("stop_factor", factor)?)), ..self })
    }

    /// Turns the early stop off: the sweep takes all steps, unless a loss is not finite.
    pub const fn without_early_stop(self) -> Self {
        Self { stop_factor: StopFactor(None), ..self }
    }

    /// The sweep as a value that is asked for rates and told losses, for loops that cannot be closures or that fail
    /// with `?`.
    ///
    /// ```
    /// use lr_schedule::LrRangeFinder;
    ///
    /// let mut sweep = LrRangeFinder::new(1e-3, 1.0, 10)?.sweep();
    /// while let Some(lr) = sweep.next_lr() {
    ///     let loss = 1.0 - lr; // train one update at `lr`
    ///     sweep.record(loss);
    /// }
    /// assert_eq!(sweep.into_report().points().len(), 10);
    /// # Ok::<(), lr_schedule::Error>(())
    /// ```
    pub const fn sweep(&self) -> Sweep {
        Sweep::new(*self)
    }

    /// The rate of update `step`; `max` from the last one on.
    #[must_use]
    pub fn lr(&self, step: usize) -> f64 {
        let shape = match self.spacing {
            Spacing::Exponential => Shape::Geometric,
            Spacing::Linear => Shape::Linear,
        };
        Segment::new(shape, self.min, self.max, self.steps.saturating_sub(1)).lr(step)
    }

    param::getters! {
        /// The first rate.
        min: f64,
        /// The last rate.
        max: f64,
        /// The number of updates of the sweep.
        steps: usize,
        /// How the rates are spaced.
        spacing: Spacing,
        /// The smoothing of the exponential moving average of the loss.
        smoothing: f64,
        /// The factor of the early stop; `None` if that is off.
        stop_factor.get(): Option<f64>,
    }
}

/// From 1e-7 to 100 in 300 steps.
///
/// The upper limit is 100 because one in seven recorded tests had not diverged at 10; the early stop ends the others
/// sooner. On deliberately noisy problems the mean regret of suggestions was 0.21 after sweeps of 30 steps, 0.15 after
/// 100 and 0.09 after 300; on problems with little noise 100 steps are as good as 300.
impl Default for LrRangeFinder {
    fn default() -> Self {
        let (spacing, stop_factor) = (Spacing::Exponential, StopFactor::DEFAULT);
        Self { min: 1e-7, max: 100.0, steps: 300, spacing, smoothing: SMOOTHING, stop_factor }
    }
}

crate::serial::data! {
    LrRangeFinder {
        min: f64,
        max: f64,
        steps: usize,
        spacing: Spacing = Spacing::Exponential,
        smoothing: f64 = SMOOTHING,
        stop_factor: StopFactor = StopFactor::DEFAULT,
    }
    => {
        let finder = Self::new(min, max, steps)?.with_spacing(spacing).with_smoothing(smoothing)?;
        match stop_factor.get() {
            Some(factor) => finder.with_stop_factor(factor),
            None => Ok(finder.without_early_stop()),
        }
    }
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;

    use super::*;

    #[test]
    fn rates_go_from_min_to_max_exactly() {
        let finder = LrRangeFinder::new(1e-4, 1.0, 5).unwrap();
        for (step, expected) in [1e-4, 1e-3, 1e-2, 1e-1, 1.0].into_iter().enumerate() {
            assert_relative_eq!(finder.lr(step), expected, max_relative = 1e-14);
        }
        assert_eq!((finder.lr(0), finder.lr(4), finder.lr(5)), (1e-4, 1.0, 1.0));
    }

    #[test]
    fn settings_are_checked() {
        let message = |result: Result<LrRangeFinder, Error>| result.unwrap_err().to_string();
        assert_eq!(
            message(LrRangeFinder::new(2.0, 1.0, 9)),
            "`min` is 2.0, but must be at most `max`, which is 1.0"
        );
        assert_eq!(message(LrRangeFinder::new(1.0, 1.0, 9)), "`max` is 1.0, but must be above `min`");
        assert_eq!(message(LrRangeFinder::new(0.1, 1.0, 1)), "`steps` is 1, but must be at least 2");
        let finder = LrRangeFinder::new(0.1, 1.0, 9).unwrap();
        assert_eq!(message(finder.with_smoothing(1.0)), "`smoothing` is 1.0, but must be in 0..1");
    }
}
