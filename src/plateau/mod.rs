//! A factor that is reduced when a metric stops improving.

mod observation;
#[cfg(feature = "serde")]
mod serial;

use core::fmt;
use core::num::NonZero;

pub use observation::{Mode, NonFinitePolicy, Observation};

use crate::{Error, math, param};

/// Reduces a factor when a metric has stopped improving.
///
/// It computes a factor, and the rate is `plateau.factor() * schedule.lr(step)`. A metric cannot be computed from the
/// step, so unlike a schedule, this type has state that must be saved (feature `serde`).
///
/// ```text
/// margin   = rel * |best| + abs
/// improved = metric < best - margin    (Mode::Min)
///          = metric > best + margin    (Mode::Max)
/// reduce   : factor = max(factor * gamma, floor)
/// ```
///
/// The margin also works for negative metrics. PyTorch's and optax's relative thresholds do not: there, a worse value
/// can count as an improvement. The first metric is the first best.
///
/// # Patience and cooldown
///
/// `patience` evaluations in a row without improvement are tolerated; the next one reduces the factor. The `cooldown`
/// evaluations after a reduction do not count against patience; they can still set a new best. With a patience of 2 and
/// a cooldown of 1, and a metric that improves twice and then no more:
///
/// | evaluation | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 |
/// |---|---|---|---|---|---|---|---|---|---|
/// | metric | 1.0 | 0.9 | 0.9 | 0.9 | 0.9 | 0.9 | 0.9 | 0.9 | 0.9 |
/// | result | improved | improved | waiting, 1 remaining | waiting, 0 remaining | **reduced** | cooling down | waiting, 1 remaining | waiting, 0 remaining | **reduced** |
///
/// Other systems count differently; constructors take their argument values:
///
/// | | tolerates | cooldown evaluations | default margin |
/// |---|---|---|---|
/// | this crate and PyTorch ([`like_pytorch`](Self::like_pytorch)) | `patience` | `cooldown` | `rel` 1e-4 |
/// | Keras ([`like_keras`](Self::like_keras)) | `patience - 1` | `cooldown - 1` | `abs` 1e-4 |
/// | optax ([`like_optax`](Self::like_optax)) | `patience - 1` | `cooldown` | `rel` 1e-4 |
///
/// # During a warmup
///
/// A metric that does not improve during a warmup exhausts the patience: with `gamma` 0.1, a patience of 2 and an
/// evaluation every 100 updates, the factor is reduced three times, to 1e-3, during a warmup of 1,000.
/// [`guide::warmup`](crate::guide::warmup) shows how to observe only afterwards.
///
/// # Growth
///
/// Off by default. With [`with_growth`](Self::with_growth), more than `patience` improvements in a row divide the
/// factor by `gamma`, up to a ceiling. This is the idea of Transformers' `GreedyLR`, but without its cooldown after a
/// growth, its reset and its smoothing, which is a moving mean; [`with_window`](Self::with_window) averages blocks that
/// do not overlap.
///
/// # Metrics that are not finite
///
/// NaN and infinities never become the best. By default such a metric counts as no improvement, as in the systems
/// above, and discards a partly filled window. With [`NonFinitePolicy::Ignore`] it changes nothing.
///
/// # Example
///
/// ```
/// use lr_schedule::{CosineDecay, ReduceOnPlateau, Scheduler, plateau::{Observation, Mode}};
///
/// let schedule = CosineDecay::new(0.1, 0.0, 1_000)?;
/// let mut plateau = ReduceOnPlateau::new(Mode::Min, 0.5, 1)?;
/// assert_eq!(plateau.observe(0.8), Observation::Improved);
/// assert_eq!(plateau.observe(0.8), Observation::Waiting { remaining: 0 });
/// assert_eq!(plateau.observe(0.9), Observation::Reduced { from: 1.0, to: 0.5 });
/// assert_eq!(plateau.factor() * schedule.lr(0), 0.05);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReduceOnPlateau {
    mode: Mode,
    gamma: f64,
    patience: usize,
    cooldown: usize,
    floor: f64,
    rel: f64,
    abs: f64,
    window: NonZero<usize>,
    min_change: f64,
    non_finite: NonFinitePolicy,
    growth: Option<Growth>,
    // The state.
    factor: f64,
    best: Option<f64>,
    bad: usize,
    good: usize,
    cooling: usize,
    sum: f64,
    collected: usize,
}

/// When the factor of [`ReduceOnPlateau`] grows, and how far.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Growth {
    patience: usize,
    ceiling: f64,
}

impl ReduceOnPlateau {
    /// Multiplies the factor by `gamma` after more than `patience` evaluations in a row without improvement.
    ///
    /// # Errors
    ///
    /// If `gamma` is not in `0..=1`.
    pub fn new(mode: Mode, gamma: f64, patience: usize) -> Result<Self, Error> {
        Ok(Self {
            mode,
            gamma: param::fraction("gamma", gamma)?,
            patience,
            cooldown: 0,
            floor: 0.0,
            rel: 1e-4,
            abs: 0.0,
            window: NonZero::<usize>::MIN,
            min_change: 0.0,
            non_finite: NonFinitePolicy::Count,
            growth: None,
            factor: 1.0,
            best: None,
            bad: 0,
            good: 0,
            cooling: 0,
            sum: 0.0,
            collected: 0,
        })
    }

    /// Takes the argument values of PyTorch's `ReduceLROnPlateau(mode, factor = gamma, patience, cooldown)` unchanged.
    ///
    /// Its `threshold` is `rel` or `abs` of [`with_margin`](Self::with_margin), `min_lr / lr` the
    /// [`with_floor`](Self::with_floor), and `eps / lr` the [`with_min_change`](Self::with_min_change). Differs for
    /// relative thresholds on negative metrics.
    ///
    /// # Errors
    ///
    /// If `gamma` is not in `0..=1`.
    pub fn like_pytorch(mode: Mode, gamma: f64, patience: usize, cooldown: usize) -> Result<Self, Error> {
        Ok(Self::new(mode, gamma, patience)?.with_cooldown(cooldown))
    }

    /// Takes the argument values of Keras' `ReduceLROnPlateau(factor = gamma, patience, cooldown)` unchanged.
    ///
    /// Keras reduces at the `patience`-th evaluation without improvement, and at the first for 0. It decrements its
    /// cooldown before it checks it, so its cooldown is one evaluation shorter. Its `min_delta` is `abs` of
    /// [`with_margin`](Self::with_margin) and defaults to 1e-4.
    ///
    /// # Errors
    ///
    /// If `gamma` is not in `0..=1`.
    pub fn like_keras(mode: Mode, gamma: f64, patience: usize, cooldown: usize) -> Result<Self, Error> {
        let plateau = Self::new(mode, gamma, patience.saturating_sub(1))?.with_margin(0.0, 1e-4)?;
        Ok(plateau.with_cooldown(cooldown.saturating_sub(1)))
    }

    /// Takes the argument values of optax's `contrib.reduce_on_plateau(factor = gamma, patience, cooldown)` unchanged.
    ///
    /// optax reduces at the `patience`-th evaluation without improvement. Its `rtol` and `atol` are
    /// [`with_margin`](Self::with_margin), `min_scale` is [`with_floor`](Self::with_floor) and
    /// `accumulation_size` is [`with_window`](Self::with_window). Differs for `rtol` on negative metrics.
    ///
    /// # Errors
    ///
    /// If `gamma` is not in `0..=1`.
    pub fn like_optax(gamma: f64, patience: usize, cooldown: usize) -> Result<Self, Error> {
        let plateau = Self::new(Mode::Min, gamma, patience.saturating_sub(1))?;
        Ok(plateau.with_cooldown(cooldown))
    }

    /// Sets the number of evaluations after a reduction that do not count against patience; defaults to 0.
    #[must_use]
    pub const fn with_cooldown(self, cooldown: usize) -> Self {
        let cooling = if self.cooling < cooldown { self.cooling } else { cooldown };
        Self { cooldown, cooling, ..self }
    }

    /// Sets the lower limit of the factor; defaults to 0. To get a minimum rate, pass the minimum rate divided by the
    /// schedule's rate.
    ///
    /// # Errors
    ///
    /// If `floor` is not in `0..=1`.
    pub fn with_floor(self, floor: f64) -> Result<Self, Error> {
        let floor = param::fraction("floor", floor)?;
        Ok(Self { floor, factor: self.factor.max(floor), ..self })
    }

    /// Sets the margin by which a metric must improve on the best: `rel * |best| + abs`; defaults to 1e-4 and 0.
    ///
    /// # Errors
    ///
    /// If `rel` or `abs` is not finite and `>= 0`.
    pub fn with_margin(self, rel: f64, abs: f64) -> Result<Self, Error> {
        Ok(Self { rel: param::rate("rel", rel)?, abs: param::rate("abs", abs)?, ..self })
    }

    /// Sets the number of metrics that are averaged for one evaluation; defaults to 1.
    ///
    /// # Errors
    ///
    /// If `window` is 0.
    pub fn with_window(self, window: usize) -> Result<Self, Error> {
        let window = param::at_least_one("window", window)?;
        // Another window starts with no metrics.
        let (sum, collected) = if self.window == window { (self.sum, self.collected) } else { (0.0, 0) };
        Ok(Self { window, sum, collected, ..self })
    }

    /// Skips reductions of the factor that are not larger than `min_change`; defaults to 0.
    ///
    /// # Errors
    ///
    /// If `min_change` is not in `0..=1`.
    pub fn with_min_change(self, min_change: f64) -> Result<Self, Error> {
        Ok(Self { min_change: param::fraction("min_change", min_change)?, ..self })
    }

    /// Sets what to do with metrics that are not finite; defaults to [`NonFinitePolicy::Count`].
    #[must_use]
    pub const fn with_non_finite(self, non_finite: NonFinitePolicy) -> Self {
        Self { non_finite, ..self }
    }

    /// Divides the factor by `gamma`, up to `ceiling`, after more than `patience` improvements in a row; off by
    /// default.
    ///
    /// # Errors
    ///
    /// If `ceiling` is not finite and `>= 1`.
    ///
    /// ```
    /// use lr_schedule::{ReduceOnPlateau, plateau::{Observation, Mode}};
    ///
    /// let mut greedy = ReduceOnPlateau::new(Mode::Min, 0.5, 3)?.with_growth(1, 4.0)?;
    /// assert_eq!(greedy.observe(0.9), Observation::Improved);
    /// assert_eq!(greedy.observe(0.8), Observation::Grown { from: 1.0, to: 2.0 });
    /// # Ok::<(), lr_schedule::Error>(())
    /// ```
    pub fn with_growth(self, patience: usize, ceiling: f64) -> Result<Self, Error> {
        param::finite("ceiling", ceiling)?;
        param::ordered(("factor", self.factor.max(1.0)), ("ceiling", ceiling))?;
        Ok(Self { growth: Some(Growth { patience, ceiling }), good: self.good.min(patience), ..self })
    }

    /// Evaluates a metric, updates the factor, and returns the result.
    pub fn observe(&mut self, metric: f64) -> Observation {
        if !metric.is_finite() {
            if self.non_finite == NonFinitePolicy::Ignore {
                return Observation::Ignored;
            }
            (self.sum, self.collected) = (0.0, 0);
            return self.count(false);
        }
        // Divided before they are added, as the sum of huge metrics could overflow; clamped, as rounded parts still
        // can.
        let sum = self.sum + metric / math::float(self.window.get());
        self.sum = math::clamp(f64::MIN, f64::MAX, sum);
        self.collected = self.collected.saturating_add(1);
        if self.collected < self.window.get() {
            return Observation::Collecting { remaining: self.window.get().saturating_sub(self.collected) };
        }
        let mean = if self.window == NonZero::<usize>::MIN { metric } else { self.sum };
        (self.sum, self.collected) = (0.0, 0);
        let improved = self.best.is_none_or(|best| self.is_better(mean, best));
        if improved {
            self.best = Some(mean);
        }
        self.count(improved)
    }

    fn is_better(&self, metric: f64, best: f64) -> bool {
        let margin = self.rel * best.abs() + self.abs;
        match self.mode {
            Mode::Min => metric < best - margin,
            Mode::Max => metric > best + margin,
        }
    }

    fn count(&mut self, improved: bool) -> Observation {
        let was_cooling = self.cooling > 0;
        self.cooling = self.cooling.saturating_sub(1);
        if improved {
            self.bad = 0;
            return self.grow();
        }
        self.good = 0;
        if was_cooling {
            self.bad = 0;
            return Observation::CoolingDown { remaining: self.cooling };
        }
        if self.bad < self.patience {
            self.bad = self.bad.saturating_add(1);
            return Observation::Waiting { remaining: self.patience.saturating_sub(self.bad) };
        }
        self.bad = 0;
        self.cooling = self.cooldown;
        let (from, to) = (self.factor, (self.factor * self.gamma).max(self.floor));
        if from - to > self.min_change {
            self.factor = to;
            Observation::Reduced { from, to }
        } else {
            Observation::AtFloor
        }
    }

    fn grow(&mut self) -> Observation {
        let Some(Growth { patience, ceiling }) = self.growth else { return Observation::Improved };
        if self.good < patience {
            self.good = self.good.saturating_add(1);
            return Observation::Improved;
        }
        self.good = 0;
        let (from, to) = (self.factor, (self.factor / self.gamma).min(ceiling));
        if to > from {
            self.factor = to;
            Observation::Grown { from, to }
        } else {
            Observation::Improved
        }
    }

    param::getters! {
        /// The factor for the rate of a schedule: 1 at first, lower after reductions, higher after growth.
        factor: f64,
        /// The best metric so far, or the best mean of a window.
        best: Option<f64>,
    }
}

impl fmt::Display for ReduceOnPlateau {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { factor, gamma, patience, .. } = self;
        write!(f, "factor {factor}, times {gamma} after more than {patience} evaluations without improvement")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Observation::{AtFloor, Collecting, CoolingDown, Grown, Ignored, Improved, Reduced, Waiting};

    fn plateau(patience: usize) -> ReduceOnPlateau {
        ReduceOnPlateau::new(Mode::Min, 0.5, patience).unwrap()
    }

    #[test]
    fn the_table_of_the_documentation_holds() {
        let mut plateau = plateau(2).with_cooldown(1);
        let metrics = [1.0, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9];
        assert_eq!(
            metrics.map(|metric| plateau.observe(metric)),
            [
                Improved,
                Improved,
                Waiting { remaining: 1 },
                Waiting { remaining: 0 },
                Reduced { from: 1.0, to: 0.5 },
                CoolingDown { remaining: 0 },
                Waiting { remaining: 1 },
                Waiting { remaining: 0 },
                Reduced { from: 0.5, to: 0.25 },
            ]
        );
    }

    #[test]
    fn improvements_in_a_row_grow_it_up_to_the_ceiling() {
        let mut greedy = plateau(0).with_growth(1, 3.0).unwrap();
        let metrics = [9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 9.0, 3.0];
        assert_eq!(
            metrics.map(|metric| greedy.observe(metric)),
            [
                Improved,
                Grown { from: 1.0, to: 2.0 },
                Improved,
                Grown { from: 2.0, to: 3.0 },
                Improved,
                Improved, // at the ceiling
                Reduced { from: 3.0, to: 1.5 },
                Improved,
            ]
        );
        assert!(plateau(0).with_growth(1, 0.5).is_err());
    }

    #[test]
    fn the_floor_holds() {
        let mut plateau = plateau(0).with_floor(0.4).unwrap();
        plateau.observe(1.0);
        assert_eq!(plateau.observe(1.0), Reduced { from: 1.0, to: 0.5 });
        assert_eq!(plateau.observe(1.0), Reduced { from: 0.5, to: 0.4 });
        assert_eq!(plateau.observe(1.0), AtFloor);
        assert_eq!(plateau.factor(), 0.4);
    }

    #[test]
    fn the_margin_is_right_on_both_sides_of_zero() {
        for best in [-10.0, 10.0] {
            let mut plateau = plateau(9).with_margin(0.1, 0.5).unwrap(); // a margin of 1.5
            plateau.observe(best);
            assert_eq!(plateau.observe(best - 1.25), Waiting { remaining: 8 });
            assert_eq!(plateau.observe(best - 1.75), Improved);
        }
        let mut highest = ReduceOnPlateau::new(Mode::Max, 0.5, 9).unwrap().with_margin(0.1, 0.5).unwrap();
        highest.observe(-10.0);
        assert_eq!(highest.observe(-8.75), Waiting { remaining: 8 });
        assert_eq!(highest.observe(-8.25), Improved);
    }

    #[test]
    fn a_window_averages() {
        let mut plateau = plateau(0).with_window(2).unwrap();
        assert_eq!(plateau.observe(3.0), Collecting { remaining: 1 });
        assert_eq!(plateau.observe(1.0), Improved);
        assert_eq!(plateau.best(), Some(2.0));
        assert_eq!(plateau.observe(0.5), Collecting { remaining: 1 });
        assert_eq!(plateau.observe(3.5), Reduced { from: 1.0, to: 0.5 });
    }

    #[test]
    fn metrics_that_are_not_finite_never_become_the_best() {
        for metric in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let mut counted = plateau(1);
            assert_eq!(counted.observe(metric), Waiting { remaining: 0 });
            assert_eq!(counted.observe(metric), Reduced { from: 1.0, to: 0.5 });
            assert_eq!((counted.best(), counted.observe(2.0)), (None, Improved));
            let mut ignoring = plateau(0).with_non_finite(NonFinitePolicy::Ignore);
            assert_eq!((ignoring.observe(metric), ignoring.factor()), (Ignored, 1.0));
        }
    }

    #[test]
    fn the_mean_of_huge_metrics_stays_finite() {
        for (mode, metric) in [(Mode::Max, f64::MAX), (Mode::Min, f64::MIN)] {
            for window in [2, 3, 7, 10, 1_000] {
                let mut plateau = ReduceOnPlateau::new(mode, 0.5, 0).unwrap().with_window(window).unwrap();
                for _ in 0..window {
                    plateau.observe(metric);
                }
                assert!(plateau.best().is_some_and(f64::is_finite), "{window}");
            }
        }
    }

    #[test]
    fn a_window_of_three_is_the_mean_of_unequal_metrics() {
        let mut plateau = plateau(0).with_window(3).unwrap();
        for metric in [1.0, 3.0, 8.0] {
            plateau.observe(metric);
        }
        assert_eq!(plateau.best(), Some(4.0));
    }

    #[test]
    fn settings_that_change_during_training_limit_the_counters() {
        let mut reduced = plateau(0).with_cooldown(5);
        reduced.observe(1.0);
        reduced.observe(1.0);
        let mut shorter = reduced.with_cooldown(2);
        assert_eq!(shorter.observe(1.0), CoolingDown { remaining: 1 });

        let mut collecting = plateau(0).with_window(4).unwrap();
        for _ in 0..3 {
            collecting.observe(1.0);
        }
        assert_eq!(collecting.with_window(2).unwrap().observe(1.0), Collecting { remaining: 1 });
        assert_eq!(collecting.with_window(4).unwrap().observe(1.0), Improved);

        let mut improving = plateau(0).with_growth(9, 2.0).unwrap();
        for metric in [4.0, 3.0, 2.0, 1.0] {
            improving.observe(metric);
        }
        assert_eq!(improving.with_growth(2, 2.0).unwrap().observe(0.5), Grown { from: 1.0, to: 2.0 });

        let mut low = plateau(0);
        for _ in 0..3 {
            low.observe(1.0);
        }
        assert_eq!((low.factor(), low.with_floor(0.5).unwrap().factor()), (0.25, 0.5));
    }

    #[test]
    fn an_improvement_of_exactly_the_margin_is_none() {
        for (mode, metric) in [(Mode::Min, 9.5), (Mode::Max, 10.5)] {
            let mut plateau = ReduceOnPlateau::new(mode, 0.5, 9).unwrap().with_margin(0.0, 0.5).unwrap();
            plateau.observe(10.0);
            assert_eq!(plateau.observe(metric), Waiting { remaining: 8 });
            assert_eq!(plateau.best(), Some(10.0));
        }
    }

    #[test]
    fn a_longer_cooldown_does_not_lengthen_one_that_runs() {
        let mut cooling = plateau(0).with_cooldown(2);
        cooling.observe(1.0);
        cooling.observe(1.0);
        assert_eq!(cooling.with_cooldown(5).observe(1.0), CoolingDown { remaining: 1 });
    }

    #[test]
    fn another_window_starts_anew() {
        let mut collecting = plateau(0).with_window(4).unwrap();
        for _ in 0..3 {
            collecting.observe(8.0);
        }
        let mut shorter = collecting.with_window(2).unwrap();
        for metric in [1.0, 4.0] {
            shorter.observe(metric);
        }
        assert_eq!(shorter.best(), Some(2.5));
    }

    #[test]
    fn it_says_where_it_is() {
        let mut reduced = plateau(2);
        for _ in 0..4 {
            reduced.observe(1.0);
        }
        assert_eq!(
            reduced.to_string(),
            "factor 0.5, times 0.5 after more than 2 evaluations without improvement"
        );
    }
}
