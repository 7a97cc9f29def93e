//! Rules for the rate after a change of the batch size.
//!
//! Both rules give a factor for [`scaled`](crate::Scheduler::scaled). A batch size is the number of samples that one
//! update sees, over all processes and micro-batches
//! ([`StepCount::samples_per_update`](crate::StepCount::samples_per_update)).

use crate::{Error, math, param};

fn ratio(from: usize, to: usize) -> Result<f64, Error> {
    let (from, to) = (param::at_least_one("from", from)?, param::at_least_one("to", to)?);
    Ok(math::float(to.get()) / math::float(from.get()))
}

/// The linear rule: the rate is proportional to the batch size.
///
/// ```text
/// factor = to / from
/// ```
///
/// Goyal et al. (2017), for SGD, together with a warmup.
///
/// # Errors
///
/// If a batch size is 0.
///
/// # Example
///
/// ```
/// use lr_schedule::{CosineDecay, Scheduler, training::batch_size};
///
/// let tuned_at_256 = CosineDecay::new(0.1, 0.0, 90)?;
/// let at_1024 = tuned_at_256.scaled(batch_size::linear(256, 1_024)?)?;
/// assert_eq!(at_1024.lr(0), 0.4);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
pub fn linear(from: usize, to: usize) -> Result<f64, Error> {
    ratio(from, to)
}

/// The square-root rule: the rate is proportional to the square root of the batch size.
///
/// ```text
/// factor = sqrt(to / from)
/// ```
///
/// Suggested by Krizhevsky (2014), who used the linear rule; derived for Adam and `RMSprop` by Malladi et al. (2022).
///
/// # Errors
///
/// If a batch size is 0.
///
/// # Example
///
/// ```
/// assert_eq!(lr_schedule::training::batch_size::square_root(256, 1_024)?, 2.0);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
pub fn square_root(from: usize, to: usize) -> Result<f64, Error> {
    ratio(from, to).map(math::sqrt)
}
