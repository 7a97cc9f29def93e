//! Peaks and run lengths of one schedule for another: the crate's functions, with their errors as text.

use lr_schedule::finder::Suggestion;
use lr_schedule::{Schedule, transfer};

use crate::comparison::MAX_STEPS;

/// The peak of `to` for a peak of 1 of `from`, in a run of `steps`.
pub(crate) fn peak_ratio(from: &Schedule, to: &Schedule, steps: usize) -> Result<f64, String> {
    short_enough(steps)?;
    transfer::peak_ratio(from, to, steps).map_err(|error| error.to_string())
}

/// The peak rate for a schedule that a range test suggests.
pub(crate) fn peak_for(suggestion: &Suggestion, schedule: &Schedule, steps: usize) -> Result<f64, String> {
    short_enough(steps)?;
    suggestion.peak_for(schedule, steps).map_err(|error| error.to_string())
}

/// The same schedule for a run of another length.
pub(crate) fn rescaled(schedule: &Schedule, from: usize, to: usize) -> Result<Schedule, String> {
    schedule.rescaled(from, to).map_err(|error| error.to_string())
}

/// Peaks take time in proportion to the steps.
fn short_enough(steps: usize) -> Result<(), String> {
    if steps > MAX_STEPS {
        return Err(format!("this page computes peaks for runs of up to {MAX_STEPS} steps"));
    }
    Ok(())
}
