//! Conversion of samples, batches and epochs to optimizer updates.

use core::num::NonZero;

use crate::{Error, math, param};

/// Converts epochs and samples to optimizer updates, the steps of a schedule.
///
/// ```text
/// share   = samples / processes        rounded up (samplers pad), or down with `drop_last`
/// batches = share / batch_size         rounded up, or down with `drop_last`
/// updates = batches / accumulation     rounded up: an incomplete window at the end of an epoch is an update too
/// ```
///
/// `batch_size` is that of one micro-batch in one process; an update sees `batch_size * accumulation * processes`
/// samples. Every process counts the same updates. If leftover micro-batches are carried into the next epoch, count the
/// updates yourself.
///
/// # Example
///
/// ```
/// use lr_schedule::StepCount;
///
/// let count = StepCount::new(50_000, 32)?.with_accumulation(4)?.with_processes(8)?;
/// // 6,250 samples per process, 196 batches, 49 updates
/// assert_eq!(count.updates_per_epoch(), 49);
/// assert_eq!(count.updates(90)?, 4_410);
/// assert_eq!(count.samples_per_update(), 1_024);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepCount {
    samples: NonZero<usize>,
    batch_size: NonZero<usize>,
    accumulation: NonZero<usize>,
    processes: NonZero<usize>,
    drop_last: bool,
}

impl StepCount {
    /// One process without accumulation, where an incomplete batch at the end of an epoch is an update too.
    ///
    /// # Errors
    ///
    /// If `samples` or `batch_size` is 0.
    pub fn new(samples: usize, batch_size: usize) -> Result<Self, Error> {
        Ok(Self {
            samples: param::at_least_one("samples", samples)?,
            batch_size: param::at_least_one("batch_size", batch_size)?,
            accumulation: NonZero::<usize>::MIN,
            processes: NonZero::<usize>::MIN,
            drop_last: false,
        })
    }

    /// Sets the number of micro-batches whose gradients are accumulated for one update; defaults to 1.
    ///
    /// # Errors
    ///
    /// If `accumulation` is 0.
    pub fn with_accumulation(self, accumulation: usize) -> Result<Self, Error> {
        let accumulation = param::at_least_one("accumulation", accumulation)?;
        Self { accumulation, ..self }.checked()
    }

    /// Sets the number of processes that share the samples and update together; defaults to 1.
    ///
    /// # Errors
    ///
    /// If `processes` is 0, or an epoch would have no batch with `drop_last`.
    pub fn with_processes(self, processes: usize) -> Result<Self, Error> {
        Self { processes: param::at_least_one("processes", processes)?, ..self }.checked()
    }

    /// Sets whether an incomplete batch is dropped; defaults to false.
    ///
    /// # Errors
    ///
    /// If an epoch would have no batch.
    pub fn with_drop_last(self, drop_last: bool) -> Result<Self, Error> {
        Self { drop_last, ..self }.checked()
    }

    fn checked(self) -> Result<Self, Error> {
        if self.updates_per_epoch() == 0 {
            let allowed = "at least `batch_size * processes`, as `drop_last` leaves no batch otherwise";
            return Err(Error::InvalidCount { name: "samples", value: self.samples.get(), allowed });
        }
        let per_update = self.batch_size.checked_mul(self.accumulation);
        if per_update.and_then(|samples| samples.checked_mul(self.processes)).is_none() {
            let allowed = "smaller: the samples of an update overflow `usize`";
            return Err(Error::InvalidCount { name: "batch_size", value: self.batch_size.get(), allowed });
        }
        Ok(self)
    }

    /// The number of updates in one pass over the samples.
    #[must_use]
    pub fn updates_per_epoch(&self) -> usize {
        let divide = |a: usize, b: NonZero<usize>| if self.drop_last { a / b } else { a.div_ceil(b.get()) };
        let batches = divide(divide(self.samples.get(), self.processes), self.batch_size);
        batches.div_ceil(self.accumulation.get())
    }

    /// The number of updates in a number of epochs.
    ///
    /// # Errors
    ///
    /// If there are more than `usize` can count.
    pub fn updates(&self, epochs: usize) -> Result<usize, Error> {
        let allowed = "fewer: the updates overflow `usize`";
        let total = self.updates_per_epoch().checked_mul(epochs);
        total.ok_or(Error::InvalidCount { name: "epochs", value: epochs, allowed })
    }

    /// The number of updates in a number of epochs that need not be whole, rounded to the nearest update.
    ///
    /// # Errors
    ///
    /// If `epochs` is not finite and `>= 0`, or there are more updates than a float counts exactly (2^53).
    ///
    /// ```
    /// use lr_schedule::StepCount;
    ///
    /// let count = StepCount::new(50_000, 128)?; // 391 updates an epoch
    /// assert_eq!(count.updates_for(0.5)?, 196); // 195.5
    /// assert_eq!(count.updates_for(3.0)?, count.updates(3)?);
    /// # Ok::<(), lr_schedule::Error>(())
    /// ```
    pub fn updates_for(&self, epochs: f64) -> Result<usize, Error> {
        let epochs = param::rate("epochs", epochs)?;
        let updates = epochs * math::float(self.updates_per_epoch());
        if updates > math::EXACT {
            let allowed = "fewer: the updates cannot be counted exactly";
            return Err(Error::OutOfRange { name: "epochs", value: epochs, allowed });
        }
        // Adding a half before the cut would round as well.
        let whole = math::to_usize(updates);
        let up = updates - math::float(whole) >= 0.5;
        Ok(whole.saturating_add(usize::from(up)))
    }

    /// The number of samples that an update sees: the batch size that rates are scaled by.
    #[must_use]
    pub const fn samples_per_update(&self) -> usize {
        self.batch_size.get().saturating_mul(self.accumulation.get()).saturating_mul(self.processes.get())
    }
}

crate::serial::data! {
    StepCount { samples: usize, batch_size: usize, accumulation: usize = 1, processes: usize = 1, drop_last: bool = false }
    => Self::new(samples, batch_size)?.with_accumulation(accumulation)?.with_processes(processes)?.with_drop_last(drop_last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_division_rounds_as_documented() {
        // 10 samples in batches of 3: 4 batches, or 3 full ones.
        let plain = StepCount::new(10, 3).unwrap();
        assert_eq!(plain.updates_per_epoch(), 4);
        assert_eq!(plain.with_drop_last(true).unwrap().updates_per_epoch(), 3);
        // 4 batches, 3 an update: one full window and one of a single batch.
        assert_eq!(plain.with_accumulation(3).unwrap().updates_per_epoch(), 2);
        // 2 processes share 10 samples as 5 and 5: 2 batches each, or 1 full one.
        let two = plain.with_processes(2).unwrap();
        assert_eq!(two.updates_per_epoch(), 2);
        assert_eq!(two.with_drop_last(true).unwrap().updates_per_epoch(), 1);
        assert_eq!(two.with_accumulation(2).unwrap().samples_per_update(), 12);
    }

    #[test]
    fn impossible_counts_are_errors() {
        let message = |result: Result<StepCount, Error>| result.unwrap_err().to_string();
        assert_eq!(
            message(StepCount::new(3, 4).unwrap().with_drop_last(true)),
            "`samples` is 3, but must be at least `batch_size * processes`, as `drop_last` leaves no batch otherwise"
        );
        assert!(StepCount::new(3, usize::MAX).unwrap().with_processes(2).is_err());
        assert!(StepCount::new(usize::MAX, 1).unwrap().updates(2).is_err());
    }

    #[test]
    #[cfg(target_pointer_width = "64")]
    fn parts_of_epochs_are_counted_up_to_2_to_the_53() {
        let count = StepCount::new(1, 1).unwrap();
        let limit = 9_007_199_254_740_992; // 2^53
        assert_eq!(count.updates_for(9_007_199_254_740_992.0), Ok(limit));
        for epochs in [9_007_199_254_740_994.0, 1e300] {
            assert_eq!(
                count.updates_for(epochs).unwrap_err().to_string(),
                format!("`epochs` is {epochs:?}, but must be fewer: the updates cannot be counted exactly")
            );
        }
        // 391 updates an epoch.
        assert_eq!(StepCount::new(50_000, 128).unwrap().updates_for(2.5), Ok(978));
    }
}
