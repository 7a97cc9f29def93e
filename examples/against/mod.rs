//! Compares a schedule with the rates that a training run has logged.

use std::fmt;
use std::path::Path;

use lr_schedule::Scheduler;

/// The allowed distance of a logged rate from the schedule's: this fraction of the larger of the two, plus a tenth of
/// this fraction of the largest logged rate.
///
/// A rate rounded to `f32` has a relative error of 6e-8. A schedule computed in `f32` has an error of about 1e-7 of its
/// largest rate, which is more than 1e-6 of a rate near 0.
pub(crate) const TOLERANCE: f64 = 1e-6;

/// Steps and rates in the order of the file.
pub(crate) type Log = Vec<(usize, f64)>;

/// The result of a comparison.
#[derive(Debug, PartialEq)]
pub(crate) enum Verdict {
    /// All rates of this number of rows are within the tolerance.
    Same { rows: usize },
    /// The first row that is not, and the number of such rows.
    Differs {
        step: usize,
        logged: f64,
        expected: f64,
        rows: usize,
        differing: usize,
        /// The shift that makes all rows match, if there is one: step `n` of the log is `n + shift` here.
        shift: Option<isize>,
    },
}

/// Reads `step,rate` rows. A header is optional; with one, the columns may be in any order and among others, if they
/// are called `step`, and `lr`, `rate`, `learning_rate` or `value`.
pub(crate) fn read(file: &Path) -> Result<Log, String> {
    let of_file = |problem: String| format!("{}: {problem}", file.display());
    let text = std::fs::read_to_string(file).map_err(|error| of_file(error.to_string()))?;
    parse(&text).map_err(of_file)
}

fn parse(text: &str) -> Result<Log, String> {
    let mut rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .comment(Some(b'#'))
        .from_reader(text.as_bytes());
    let mut columns = (0, 1);
    let mut log = Log::new();
    for (i, row) in rows.records().enumerate() {
        let row = row.map_err(|error| error.to_string())?;
        let line = row.position().map_or(0, csv::Position::line);
        let field = |column| {
            row.get(column).ok_or(format!("line {line}: a row needs two columns, but has {}", row.len()))
        };
        let (step, rate) = (field(columns.0)?, field(columns.1)?);
        if i == 0 && row.iter().all(|field| field.parse::<f64>().is_err()) {
            let column = |names: &[&str]| {
                row.iter().position(|field| names.iter().any(|name| field.eq_ignore_ascii_case(name)))
            };
            if let (Some(step), Some(rate)) =
                (column(&["step"]), column(&["lr", "rate", "learning_rate", "value"]))
            {
                columns = (step, rate);
            }
            continue;
        }
        let step = step.parse().map_err(|_| format!("line {line}: `{step}` is not a step"))?;
        let rate = rate.parse().map_err(|_| format!("line {line}: `{rate}` is not a rate"))?;
        log.push((step, rate));
    }
    if log.is_empty() { Err("there are no rates".to_owned()) } else { Ok(log) }
}

/// Compares every row; if rows differ, checks whether the log matches when shifted by one step.
pub(crate) fn compare(schedule: &impl Scheduler, log: &Log, tolerance: f64) -> Verdict {
    let largest = log.iter().map(|&(_, rate)| rate).filter(|rate| rate.is_finite()).fold(0.0, f64::max);
    let same = |logged: f64, expected: f64| {
        let allowed = tolerance * logged.abs().max(expected) + tolerance / 10.0 * largest;
        (logged - expected).abs() <= allowed
    };
    let mut differing = log.iter().filter(|&&(step, logged)| !same(logged, schedule.lr(step))).peekable();
    let Some(&&(step, logged)) = differing.peek() else { return Verdict::Same { rows: log.len() } };
    let matches = |&shift: &isize| {
        let shifted = |step: usize| step.checked_add_signed(shift);
        // One row may have no counterpart: that of step 0 in a log that is one ahead.
        let pairs = log.iter().filter_map(|&(step, logged)| Some((logged, shifted(step)?)));
        let matching = pairs.clone().filter(|&(logged, step)| same(logged, schedule.lr(step))).count();
        matching > 0 && matching == pairs.count()
    };
    Verdict::Differs {
        step,
        logged,
        expected: schedule.lr(step),
        rows: log.len(),
        differing: differing.count(),
        shift: [-1, 1].into_iter().find(matches),
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Same { rows } => write!(f, "all {rows} logged rates match"),
            Self::Differs { step, logged, expected, rows, differing, shift } => {
                let difference = logged - expected;
                writeln!(f, "first difference at step {step}: logged {logged:?}, schedule {expected:?}")?;
                write!(f, "the log is off by {difference:.3e}")?;
                if expected != 0.0 {
                    write!(f, ", which is {:.3e} of the rate", (difference / expected).abs())?;
                }
                write!(f, "; {differing} of {rows} logged rates differ")?;
                match shift {
                    Some(1) => write!(
                        f,
                        "\nthe log matches when shifted by one step: its step n is n + 1 of the schedule; was the \
                         rate read after the scheduler's step?"
                    ),
                    Some(_) => write!(
                        f,
                        "\nthe log matches when shifted by one step: its step n is n - 1 of the schedule; does \
                         the log count from 1?"
                    ),
                    None => Ok(()),
                }
            }
        }
    }
}
