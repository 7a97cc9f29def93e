//! Peaks and run lengths of one schedule for another.

use lr_schedule::Schedule;
use lr_schedule::finder::Suggestion;

/// The peak of `to` for one of 1 of `from`, in a run of `steps`.
pub(crate) fn peak_ratio(_from: &Schedule, _to: &Schedule, _steps: usize) -> Result<f64, String> {
    Err("not available yet".into())
}

/// The peak rate for a schedule that a range test suggests.
pub(crate) fn peak_for(_suggestion: &Suggestion, _schedule: &Schedule, _steps: usize) -> Result<f64, String> {
    Err("not available yet".into())
}

/// The same schedule for a run of another length.
pub(crate) fn rescaled(schedule: Schedule, from: usize, to: usize) -> Result<Schedule, String> {
    let _ = (from, to);
    Ok(schedule)
}
