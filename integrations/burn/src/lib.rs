//! The learning-rate schedules of [`lr_schedule`] as schedulers of [burn](https://burn.dev), for its `Learner` and for
//! loops of your own.
//!
//! ```
//! use burn::lr_scheduler::LrScheduler;
//! use lr_schedule::{CosineDecay, Scheduler};
//! use lr_schedule_burn::BurnScheduler;
//!
//! # fn main() -> Result<(), lr_schedule::Error> {
//! // 0 -> 1e-3 in 500 updates, then cosine to 1e-5 in 9,500.
//! let schedule = CosineDecay::new(1e-3, 1e-5, 9_500)?.warmup(500, 0.0)?;
//! let mut scheduler = BurnScheduler::new(schedule);
//! // Learner::new(model, optimizer, scheduler), or in a loop of your own:
//! for _step in 0..10_000 {
//!     let lr = scheduler.step();
//!     // model = optimizer.step(lr, model, gradients);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A rate for each parameter group, with burn's own groups:
//!
//! ```
//! use burn::lr_scheduler::module_lr_scheduler::ModuleLrScheduler;
//! use burn::module::ParamGroup;
//! use lr_schedule::{CosineDecay, Scheduler};
//! use lr_schedule_burn::BurnScheduler;
//!
//! # fn main() -> Result<(), lr_schedule::Error> {
//! let head = CosineDecay::new(1e-3, 0.0, 10_000)?;
//! let scheduler = ModuleLrScheduler::new(BurnScheduler::new(head.scaled(0.1)?))
//!     .with_group(ParamGroup::from_predicate("head"), BurnScheduler::new(head));
//! # let mut scheduler = scheduler;
//! # assert_eq!(scheduler.step().base(), 1e-4);
//! # Ok(())
//! # }
//! ```
//! The documentation of [`lr_schedule`] lists the schedules and explains how to choose one.

use burn_optim::LearningRate;
use burn_optim::lr_scheduler::{LrScheduler, LrSchedulerRecord};
use lr_schedule::{Cursor, Scheduler};

/// The only entry of the record: the number of completed updates.
const STEP: &str = "step";

/// A schedule with its step, as a learning-rate scheduler of burn.
///
/// The first call of [`step`](LrScheduler::step) returns the rate of step 0. burn calls it once per optimizer update,
/// so with gradient accumulation a step is still an update, and an epoch has `batches / accumulation` of them, rounded
/// up.
///
/// Its record is the number of completed updates, without the schedule, which is part of the program or its
/// configuration: a resumed training follows the schedule that it is given, from the step of the checkpoint on. With
/// the same schedule the rates are bit-identical to those of an uninterrupted training.
///
/// Rates above 1, which burn's own schedulers refuse, are accepted.
///
/// # Example
///
/// ```
/// use burn::lr_scheduler::LrScheduler;
/// use lr_schedule::LinearDecay;
/// use lr_schedule_burn::BurnScheduler;
///
/// let schedule = LinearDecay::new(1.0, 0.0, 4)?;
/// let mut scheduler = BurnScheduler::new(schedule);
/// assert_eq!([scheduler.step(), scheduler.step()], [1.0, 0.75]);
///
/// let mut resumed = BurnScheduler::new(schedule);
/// resumed.load_record(scheduler.to_record());
/// assert_eq!(resumed.step(), 0.5);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use = "a scheduler does nothing until it is stepped"]
pub struct BurnScheduler<S> {
    cursor: Cursor<S>,
}

impl<S: Scheduler> BurnScheduler<S> {
    /// A scheduler at step 0.
    pub const fn new(schedule: S) -> Self {
        Self { cursor: Cursor::new(schedule) }
    }

    /// The schedule and the step, for instance to log the rate of the next update.
    pub const fn cursor(&self) -> &Cursor<S> {
        &self.cursor
    }
}

impl<S: Scheduler> From<Cursor<S>> for BurnScheduler<S> {
    /// A scheduler that continues at the step of the cursor.
    fn from(cursor: Cursor<S>) -> Self {
        Self { cursor }
    }
}

impl<S: Scheduler + Clone + Send + Sync + 'static> LrScheduler for BurnScheduler<S> {
    /// Returns the rate of the next update, and counts it.
    fn step(&mut self) -> LearningRate {
        self.cursor.advance().1
    }

    /// The number of completed updates, as `step`.
    fn to_record(&self) -> LrSchedulerRecord {
        // No target has a `usize` of more than 64 bits.
        LrSchedulerRecord::new().with_scalar(STEP, self.cursor.step() as u64)
    }

    /// Continues at the step of the record. A record without one was written by another scheduler: the step does not
    /// change, and a warning is logged.
    fn load_record(&mut self, record: LrSchedulerRecord) {
        match record.scalar::<u64>(STEP) {
            Some(step) => self.cursor.seek(usize::try_from(step).unwrap_or(usize::MAX)),
            None => log::warn!(
                "no `{STEP}` in the learning-rate record, which another scheduler has written; continuing at step {}",
                self.cursor.step(),
            ),
        }
    }
}

/// The examples of the README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
