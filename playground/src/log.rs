//! Logged rates beside a schedule.

use lr_schedule::{Schedule, Scheduler};
use serde::Serialize;

use crate::table;

/// Rates that differ by less are the same up to single precision and printing.
const TOLERANCE: f64 = 1e-6;

/// Logged steps and rates, in the order of the file.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Log {
    pub(crate) rows: Vec<(usize, f64)>,
    pub(crate) skipped: usize,
}

/// The deviation of a schedule from a log.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Departure {
    /// How many logged rates were compared.
    pub(crate) rates: usize,
    /// The first logged step at which they differ by more than single precision and printing may do.
    pub(crate) step: Option<usize>,
    /// The logged rate there, and the schedule's.
    pub(crate) logged: f64,
    pub(crate) expected: f64,
    /// The largest difference, relative to the larger rate.
    pub(crate) worst: f64,
    /// Whether every bit agrees.
    pub(crate) exact: bool,
    /// A shift of the step, in updates, with which the whole log agrees.
    pub(crate) shift: Option<i64>,
}

/// Reads the columns `step` and `lr`.
pub(crate) fn read(text: &str) -> Result<Log, String> {
    let words: [&[&str]; 2] =
        [&["step", "global_step", "iteration", "update"], &["lr", "learning_rate", "rate"]];
    let columns = table::read(text, words)?;
    let mut log = Log { skipped: columns.skipped, ..Log::default() };
    for [step, rate] in columns.rows {
        if step < 0.0 || step.fract() != 0.0 || step > 9_007_199_254_740_991.0 {
            return Err(format!("step {step:?} is not a whole number of updates"));
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked, and saturates"
        )]
        log.rows.push((step as usize, rate));
    }
    Ok(log)
}

/// Compares every logged rate with the schedule's at its step.
pub(crate) fn departure(schedule: &Schedule, log: &Log) -> Departure {
    let mut found = Departure {
        rates: log.rows.len(),
        step: None,
        logged: 0.0,
        expected: 0.0,
        worst: 0.0,
        exact: true,
        shift: None,
    };
    for &(step, logged) in &log.rows {
        let expected = schedule.lr(step);
        let difference = relative(logged, expected);
        found.exact &= logged.to_bits() == expected.to_bits();
        found.worst = found.worst.max(difference);
        if difference > TOLERANCE && found.step.is_none() {
            (found.step, found.logged, found.expected) = (Some(step), logged, expected);
        }
    }
    if found.step.is_some() {
        found.shift = [-1, 1].into_iter().find(|&shift| agrees(schedule, log, shift));
    }
    found
}

/// Whether every logged rate is the schedule's at a step `shift` later.
fn agrees(schedule: &Schedule, log: &Log, shift: i64) -> bool {
    log.rows.iter().all(|&(step, logged)| {
        let step = i64::try_from(step).ok().and_then(|step| step.checked_add(shift));
        let step = step.and_then(|step| usize::try_from(step).ok());
        step.is_some_and(|step| relative(logged, schedule.lr(step)) <= TOLERANCE)
    })
}

/// The difference relative to the larger of two rates; a rate that is not finite differs altogether.
fn relative(left: f64, right: f64) -> f64 {
    let scale = left.abs().max(right.abs());
    match () {
        () if left == right => 0.0,
        () if !(left.is_finite() && right.is_finite()) => 1.0,
        () => (left - right).abs() / scale,
    }
}

#[cfg(test)]
mod tests {
    use lr_schedule::LinearDecay;

    use super::*;

    fn schedule() -> Schedule {
        LinearDecay::new(1.0, 0.0, 8).unwrap().into()
    }

    #[test]
    fn single_precision_is_no_departure() {
        let log = read("step,lr\n0,1\n1,0.87500001\n2,0.75").unwrap();
        let found = departure(&schedule(), &log);
        assert_eq!((found.step, found.exact, found.rates), (None, false, 3));
        assert!(departure(&schedule(), &read("step,lr\n0,1\n4,0.5").unwrap()).exact);
    }

    #[test]
    fn an_off_by_one_is_found_and_named() {
        let log = read("lr,step\n1,1\n0.875,2\n0.75,3").unwrap();
        let found = departure(&schedule(), &log);
        assert_eq!((found.step, found.logged, found.expected, found.shift), (Some(1), 1.0, 0.875, Some(-1)));
    }

    #[test]
    fn steps_are_whole_numbers() {
        assert_eq!(read("step,lr\n0.5,1").unwrap_err(), "step 0.5 is not a whole number of updates");
        assert!(
            read("step,lr\n-1,1").is_err()
                && read("step,lr\nnan,1").is_err()
                && read("step,lr\ninf,1").is_err()
        );
        let nan = departure(&schedule(), &read("step,lr\n0,nan").unwrap());
        assert_eq!((nan.step, nan.worst), (Some(0), 1.0));
    }
}
