//! A sweep as a state machine, which every driver runs.

use alloc::vec::Vec;

use super::ema::Ema;
use super::{LrRangeFinder, Point, Report, StopReason};
#[cfg(feature = "serde")]
use crate::Error;
#[cfg(feature = "serde")]
use crate::serial::{Data, Fields, PathError, Value};

/// The sweep ends early only if most of this many latest losses are far above the best.
const LATEST: usize = 9;

/// A sweep in progress: ask for the next rate, train one update at it, record the loss.
///
/// Made by [`LrRangeFinder::sweep`], which has an example. It can be stored between updates (feature `serde`), and continues where it
/// stopped.
#[derive(Debug, Clone, PartialEq)]
#[must_use = "a sweep does nothing until it is asked for rates"]
pub struct Sweep {
    finder: LrRangeFinder,
    points: Vec<Point>,
    stop: Option<StopReason>,
    ema: Ema,
    /// The lowest smoothed loss so far.
    best: f64,
}

impl Sweep {
    pub(super) const fn new(finder: LrRangeFinder) -> Self {
        let ema = Ema::new(finder.smoothing());
        Self { finder, points: Vec::new(), stop: None, ema, best: f64::INFINITY }
    }

    /// The rate for the next update, or `None` once the sweep has ended.
    ///
    /// Asking again before [`record`](Self::record) gives the same rate.
    #[must_use]
    pub fn next_lr(&self) -> Option<f64> {
        match self.stop {
            None => Some(self.finder.lr(self.points.len())),
            Some(_) => None,
        }
    }

    /// Records the loss of the update at [`next_lr`](Self::next_lr). Does nothing once the sweep has ended.
    ///
    /// A loss that is not finite ends the sweep and counts as the divergence; it is not a point.
    pub fn record(&mut self, loss: f64) {
        let Some(lr) = self.next_lr() else { return };
        if !loss.is_finite() {
            self.stop = Some(StopReason::NonFinite { lr });
            return;
        }
        let smoothed = self.ema.add(loss);
        self.best = self.best.min(smoothed);
        self.points.push(Point { lr, loss, smoothed });
        if self.points.len() >= self.finder.steps() {
            self.stop = Some(StopReason::Completed);
        } else if self.has_risen_too_far(smoothed) {
            self.stop = Some(StopReason::Diverged);
        }
    }

    /// Ends the sweep early, for instance because the data has run out.
    pub fn stop(&mut self) {
        self.stop.get_or_insert(StopReason::Stopped);
    }

    /// Why the sweep has ended, if it has.
    #[must_use]
    pub const fn stop_reason(&self) -> Option<StopReason> {
        self.stop
    }

    /// The points so far.
    #[must_use]
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// The settings of the sweep.
    pub const fn finder(&self) -> &LrRangeFinder {
        &self.finder
    }

    /// Ends the sweep and returns the report.
    #[must_use]
    pub fn into_report(self) -> Report {
        let stop = self.stop.unwrap_or(StopReason::Stopped);
        Report::new(self.points, self.finder.steps(), stop)
    }

    /// Whether the smoothed loss and most of the latest losses are far above the best; one loss or a short burst is not
    /// enough.
    fn has_risen_too_far(&self, smoothed: f64) -> bool {
        let Some(factor) = self.finder.stop_factor() else { return false };
        let enough = (self.finder.steps() / 10).max(LATEST);
        let fallen = self.points.first().map_or(0.0, |first| first.smoothed - self.best);
        let limit = self.best + factor * fallen.max(self.best.abs());
        let latest = self.points.iter().rev().take(LATEST);
        let above = latest.filter(|point| point.loss > limit).count();
        self.points.len() > enough && smoothed > limit && above > LATEST / 2
    }
}

/// Stores the settings and the losses, from which everything else follows.
#[cfg(feature = "serde")]
impl Data for Sweep {
    fn to_value(&self) -> Value {
        let losses = self.points.iter().map(|point| Value::Float(point.loss)).collect();
        Value::object([
            ("finder", self.finder.to_value()),
            ("losses", Value::List(losses)),
            ("stop", self.stop.to_value()),
        ])
    }

    fn from_value(value: Value) -> Result<Self, PathError> {
        let mut fields = Fields::of(value, &["finder", "losses", "stop"])?;
        let mut sweep = fields.take::<LrRangeFinder>("finder")?.sweep();
        let losses: Vec<f64> = fields.take("losses")?;
        let stop: Option<StopReason> = fields.take_or("stop", Some(None))?;
        for &loss in &losses {
            sweep.record(loss);
        }
        let refused = |allowed| Error::InvalidLength { name: "losses", value: losses.len(), allowed }.into();
        if sweep.points.len() != losses.len() {
            return Err(refused("only finite losses, and none after the end of the sweep"));
        }
        match stop {
            Some(StopReason::NonFinite { lr }) if sweep.next_lr() == Some(lr) => sweep.record(f64::NAN),
            Some(StopReason::Stopped) => sweep.stop(),
            _ => {}
        }
        if stop.is_some() && stop != sweep.stop {
            return Err(refused("an end that agrees with `stop`"));
        }
        Ok(sweep)
    }
}

crate::serial::serde_by_data!(Sweep);

#[cfg(test)]
mod tests {
    use super::*;

    fn sweep(steps: usize) -> Sweep {
        LrRangeFinder::new(1e-3, 1.0, steps).unwrap().sweep()
    }

    #[test]
    fn asking_twice_gives_the_same_rate() {
        let mut sweep = sweep(4);
        assert_eq!(sweep.next_lr(), sweep.next_lr());
        sweep.record(1.0);
        assert_eq!(sweep.next_lr(), Some(LrRangeFinder::new(1e-3, 1.0, 4).unwrap().lr(1)));
    }

    #[test]
    fn it_ends_after_its_steps_and_ignores_what_comes_later() {
        let mut sweep = sweep(2);
        for _ in 0..5 {
            sweep.record(1.0);
        }
        assert_eq!((sweep.next_lr(), sweep.points().len()), (None, 2));
        assert_eq!(sweep.stop_reason(), Some(StopReason::Completed));
        sweep.stop();
        assert_eq!(sweep.stop_reason(), Some(StopReason::Completed));
    }

    #[test]
    fn a_loss_that_is_not_finite_ends_it_and_is_no_point() {
        for loss in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let mut sweep = sweep(9);
            sweep.record(1.0);
            let lr = sweep.next_lr().unwrap();
            sweep.record(loss);
            assert_eq!(sweep.stop_reason(), Some(StopReason::NonFinite { lr }));
            assert_eq!(sweep.points().len(), 1);
        }
    }

    #[test]
    fn a_loss_far_above_the_best_ends_it_unless_that_is_switched_off() {
        let losses = (0..100).map(|i| if i < 50 { 1.0 } else { 100.0 });
        let mut stopped = sweep(100);
        let mut full = LrRangeFinder::new(1e-3, 1.0, 100).unwrap().without_early_stop().sweep();
        for loss in losses {
            stopped.record(loss);
            full.record(loss);
        }
        assert_eq!(stopped.stop_reason(), Some(StopReason::Diverged));
        // One loss of 100 lifts the average of 0.9 by about 9.9, which is above 5, but 5 of 9 losses must be.
        assert_eq!(stopped.points().len(), 55);
        assert_eq!((full.stop_reason(), full.points().len()), (Some(StopReason::Completed), 100));
    }

    #[test]
    fn a_burst_does_not_end_it() {
        for burst in 1..=4 {
            let mut sweep = sweep(100);
            for i in 0..100 {
                sweep.record(if (50..50 + burst).contains(&i) { 1e9 } else { 1.0 });
            }
            assert_eq!(sweep.stop_reason(), Some(StopReason::Completed), "{burst}");
        }
    }

    #[test]
    fn a_tenth_of_the_steps_is_made_before_an_early_stop() {
        // Steps, and the updates until more than a tenth of them, and more than nine, are made.
        for (steps, made) in [(50, 10), (100, 11), (300, 31)] {
            let mut sweep = sweep(steps);
            for i in 0..steps {
                sweep.record(if i < 3 { 1.0 } else { 1e6 });
            }
            assert_eq!((sweep.stop_reason(), sweep.points().len()), (Some(StopReason::Diverged), made));
        }
    }

    #[test]
    fn the_limit_is_the_best_and_four_times_the_fall_or_the_best() {
        // Raw losses from `first` to `best`: the limit, which must be passed, and not only reached.
        for (first, best, limit) in
            [(10.0, -10.0, 70.0), (2.0, 1.0, 5.0), (1.0, -3.0, 13.0), (9.0, 1.0, 33.0)]
        {
            for (loss, reason) in [(limit, StopReason::Completed), (limit + 0.5, StopReason::Diverged)] {
                let finder = LrRangeFinder::new(1e-3, 1.0, 30).unwrap().with_smoothing(0.0).unwrap();
                let mut sweep = finder.sweep();
                for i in 0..30 {
                    sweep.record(if i == 0 {
                        first
                    } else if i < 15 {
                        best
                    } else {
                        loss
                    });
                }
                assert_eq!(sweep.stop_reason(), Some(reason), "{first} {best} {loss}");
            }
        }
    }

    #[test]
    fn an_average_at_the_limit_does_not_end_it() {
        // After ten updates seven of the latest nine losses are above the limit of 5, and the raw average is at it.
        let mut sweep = LrRangeFinder::new(1e-3, 1.0, 30).unwrap().with_smoothing(0.0).unwrap().sweep();
        let early = [1.0, 1.0, 9.0, 9.0, 9.0, 9.0, 9.0, 9.0, 9.0, 5.0];
        for loss in early.into_iter().chain([1.0; 20]) {
            sweep.record(loss);
        }
        assert_eq!(sweep.stop_reason(), Some(StopReason::Completed));
    }

    #[test]
    fn losses_at_the_limit_are_not_above_it() {
        // One huge loss keeps the average high, but of the latest nine it alone is above the limit of 5.
        let mut sweep = sweep(30);
        for loss in [1.0; 10].into_iter().chain([1e6]).chain([5.0; 8]).chain([1.0; 11]) {
            sweep.record(loss);
        }
        assert_eq!(sweep.stop_reason(), Some(StopReason::Completed));
    }

    #[test]
    fn the_caller_can_end_it() {
        let mut sweep = sweep(9);
        sweep.record(1.0);
        sweep.stop();
        assert_eq!((sweep.next_lr(), sweep.stop_reason()), (None, Some(StopReason::Stopped)));
        sweep.record(1.0);
        assert_eq!(sweep.points().len(), 1);
        assert_eq!(sweep.into_report().stop_reason(), StopReason::Stopped);
    }
}
