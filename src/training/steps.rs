//! From samples and epochs to optimizer updates.

use crate::{Error, param};

/// Counts optimizer updates: the steps of a schedule.
///
/// ```text
/// share   = samples / processes        rounded up (samplers pad), or down with `drop_last`
/// batches = share / batch_size         rounded up, or down with `drop_last`
/// updates = batches / accumulation     rounded up: what is left at the end of an epoch is an update too
/// ```
///
/// `batch_size` is that of one process and one micro-batch; an update sees
/// `batch_size * accumulation * processes` samples. Every process counts the same updates. If your loop
/// carries a rest of micro-batches over into the next epoch, count its updates and pass them yourself.
///
/// # Example
///
/// ```
/// use lr_schedule::StepCount;
///
/// let count = StepCount::new(50_000, 32)?.with_accumulation(4)?.with_processes(8)?;
/// // 6,250 samples a process, 196 batches, 49 updates
/// assert_eq!(count.updates_per_epoch(), 49);
/// assert_eq!(count.updates(90)?, 4_410);
/// assert_eq!(count.samples_per_update(), 1_024);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepCount {
    samples: usize,
    batch_size: usize,
    accumulation: usize,
    processes: usize,
    drop_last: bool,
}

impl StepCount {
    /// One process, no accumulation, and the last, smaller batch of an epoch kept.
    ///
    /// # Errors
    ///
    /// If `samples` or `batch_size` is 0.
    pub fn new(samples: usize, batch_size: usize) -> Result<Self, Error> {
        Ok(Self {
            samples: param::at_least_one("samples", samples)?.get(),
            batch_size: param::at_least_one("batch_size", batch_size)?.get(),
            accumulation: 1,
            processes: 1,
            drop_last: false,
        })
    }

    /// Adds up the gradients of so many micro-batches before each update.
    ///
    /// # Errors
    ///
    /// If `accumulation` is 0.
    pub fn with_accumulation(self, accumulation: usize) -> Result<Self, Error> {
        let accumulation = param::at_least_one("accumulation", accumulation)?.get();
        Self { accumulation, ..self }.checked()
    }

    /// Shares the samples among so many processes that update together.
    ///
    /// # Errors
    ///
    /// If `processes` is 0, or nothing would be left of an epoch with `drop_last`.
    pub fn with_processes(self, processes: usize) -> Result<Self, Error> {
        Self { processes: param::at_least_one("processes", processes)?.get(), ..self }.checked()
    }

    /// Whether to drop what does not fill a batch; false unless said.
    ///
    /// # Errors
    ///
    /// If nothing would be left of an epoch.
    pub fn with_drop_last(self, drop_last: bool) -> Result<Self, Error> {
        Self { drop_last, ..self }.checked()
    }

    fn checked(self) -> Result<Self, Error> {
        if self.updates_per_epoch() == 0 {
            let allowed = "at least `batch_size * processes`, as `drop_last` would leave nothing";
            return Err(Error::InvalidCount { name: "samples", value: self.samples, allowed });
        }
        if self
            .batch_size
            .checked_mul(self.accumulation)
            .and_then(|n| n.checked_mul(self.processes))
            .is_none()
        {
            let allowed = "smaller: an update would see more samples than can be counted";
            return Err(Error::InvalidCount { name: "batch_size", value: self.batch_size, allowed });
        }
        Ok(self)
    }

    /// How many updates one pass over the samples makes.
    #[must_use]
    pub fn updates_per_epoch(&self) -> usize {
        let divide = |a: usize, b: usize| {
            if self.drop_last { a.checked_div(b).unwrap_or(0) } else { a.div_ceil(b.max(1)) }
        };
        let batches = divide(divide(self.samples, self.processes), self.batch_size);
        batches.div_ceil(self.accumulation.max(1))
    }

    /// How many updates so many epochs make.
    ///
    /// # Errors
    ///
    /// If there are more than `usize` can count.
    pub fn updates(&self, epochs: usize) -> Result<usize, Error> {
        let allowed = "fewer: the updates cannot be counted";
        let total = self.updates_per_epoch().checked_mul(epochs);
        total.ok_or(Error::InvalidCount { name: "epochs", value: epochs, allowed })
    }

    /// How many samples an update sees: the batch size that rates are scaled by.
    #[must_use]
    pub const fn samples_per_update(&self) -> usize {
        self.batch_size.saturating_mul(self.accumulation).saturating_mul(self.processes)
    }
}

#[cfg(feature = "serde")]
crate::data::data! {
    StepCount { samples: usize, batch_size: usize, accumulation: usize = 1, processes: usize = 1, drop_last: bool = false }
    => Self::new(samples, batch_size)?.with_accumulation(accumulation)?.with_processes(processes)?.with_drop_last(drop_last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_division_rounds_as_said() {
        // 10 samples in batches of 3: 4 batches, or 3 full ones.
        let plain = StepCount::new(10, 3).unwrap();
        assert_eq!(plain.updates_per_epoch(), 4);
        assert_eq!(plain.with_drop_last(true).unwrap().updates_per_epoch(), 3);
        // 4 batches, 3 an update: one full window and a rest.
        assert_eq!(plain.with_accumulation(3).unwrap().updates_per_epoch(), 2);
        // 2 processes share 10 samples as 5 and 5: 2 batches each, or 1 full one.
        let two = plain.with_processes(2).unwrap();
        assert_eq!(two.updates_per_epoch(), 2);
        assert_eq!(two.with_drop_last(true).unwrap().updates_per_epoch(), 1);
        assert_eq!(two.with_accumulation(2).unwrap().samples_per_update(), 12);
    }

    #[test]
    fn numbers_that_cannot_be_right_are_errors() {
        let message = |result: Result<StepCount, Error>| result.unwrap_err().to_string();
        assert_eq!(message(StepCount::new(0, 3)), "`samples` is 0, but must be at least 1");
        assert_eq!(message(StepCount::new(3, 0)), "`batch_size` is 0, but must be at least 1");
        assert_eq!(
            message(StepCount::new(3, 4).unwrap().with_drop_last(true)),
            "`samples` is 3, but must be at least `batch_size * processes`, as `drop_last` would leave nothing"
        );
        assert!(StepCount::new(3, usize::MAX).unwrap().with_processes(2).is_err());
        assert!(StepCount::new(usize::MAX, 1).unwrap().updates(2).is_err());
    }
}
