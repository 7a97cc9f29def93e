//! Numbers and phrases of the one-line descriptions (`Display`) of schedules.

use core::fmt;

/// A rate or factor in short notation: `0`, `0.1`, `1e-3`, `2.5e-5`.
pub(crate) struct Compact(pub(crate) f64);

impl fmt::Display for Compact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.0 == 0.0 || (0.01..10_000.0).contains(&self.0.abs());
        if plain { write!(f, "{}", self.0) } else { write!(f, "{:e}", self.0) }
    }
}

/// `1 step`, `2 steps`.
pub(crate) struct Steps(pub(crate) usize);

impl fmt::Display for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0, if self.0 == 1 { "step" } else { "steps" })
    }
}

/// The entries of a list; of a long one the first three, the number of omitted ones, and the last.
pub(crate) fn list(
    f: &mut fmt::Formatter<'_>,
    length: usize,
    entry: impl Fn(&mut fmt::Formatter<'_>, usize) -> fmt::Result,
) -> fmt::Result {
    const LONGEST: usize = 8;
    const FIRST: usize = 3;
    let last = length.saturating_sub(1);
    for index in 0..if length > LONGEST { FIRST } else { length } {
        f.write_str(if index == 0 { "" } else { ", " })?;
        entry(f, index)?;
    }
    if length > LONGEST {
        write!(f, ", ({} more), ", last.saturating_sub(FIRST))?;
        entry(f, last)?;
    }
    Ok(())
}

/// A transition: `cosine 1e-3 -> 1e-5 over 100 steps`.
pub(crate) fn transition(
    f: &mut fmt::Formatter<'_>,
    shape: impl fmt::Display,
    start: f64,
    end: f64,
    steps: usize,
) -> fmt::Result {
    write!(f, "{shape} {} -> {} over {}", Compact(start), Compact(end), Steps(steps))
}

/// The period of a factor or divisor: ` every 30 steps`.
pub(crate) fn period(f: &mut fmt::Formatter<'_>, every: usize, staircase: bool) -> fmt::Result {
    match (every, staircase) {
        (1, _) => f.write_str(" every step"),
        (every, true) => write!(f, " every {every} steps, as a staircase"),
        (every, false) => write!(f, " every {every} steps"),
    }
}
