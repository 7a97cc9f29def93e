//! The error of construction and loading.

use core::fmt;

/// Why a schedule could not be constructed or loaded.
///
/// All constructors and adaptors return this type, so `?` works along a chain of them. Every message names the
/// parameter, its value and the allowed values. The text may change in any release; match on the variant and its
/// `name`.
///
/// ```
/// use lr_schedule::{Error, StepDecay};
///
/// let error = StepDecay::new(0.1, 1.5, 30).unwrap_err();
/// assert_eq!(error.to_string(), "`gamma` is 1.5, but must be in 0..=1");
/// assert!(matches!(error, Error::OutOfRange { name: "gamma", .. }));
/// ```
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A real-valued parameter is out of range.
    #[error("{} is {value:?}, but must be {allowed}", Subject(name))]
    #[non_exhaustive]
    OutOfRange {
        /// The parameter; or a value that follows from parameters, such as "the first rate of `schedule`".
        name: &'static str,
        /// Its value.
        value: f64,
        /// The allowed values, as words that follow "must be".
        allowed: &'static str,
    },
    /// A number in a list is out of range.
    #[error("`{name}[{index}]` is {value:?}, but must be {allowed}")]
    #[non_exhaustive]
    InvalidEntry {
        /// The list.
        name: &'static str,
        /// The index of the entry.
        index: usize,
        /// The number.
        value: f64,
        /// The allowed values, as words that follow "must be".
        allowed: &'static str,
    },
    /// A number of steps, or another count, is out of range.
    #[error("`{name}` is {value}, but must be {allowed}")]
    #[non_exhaustive]
    InvalidCount {
        /// The parameter.
        name: &'static str,
        /// Its value.
        value: usize,
        /// The allowed values, as words that follow "must be".
        allowed: &'static str,
    },
    /// A phase is longer than what remains of the run.
    #[error("`{name}` is {value}, but must be at most {available} to fit into `steps`")]
    #[non_exhaustive]
    DoesNotFit {
        /// The length of the phase.
        name: &'static str,
        /// Its value.
        value: usize,
        /// The steps of the run that no other phase takes.
        available: usize,
    },
    /// A parameter is above the parameter that limits it.
    #[error("`{name}` is {value:?}, but must be at most `{limit_name}`, which is {limit:?}")]
    #[non_exhaustive]
    NotOrdered {
        /// The parameter that is too large.
        name: &'static str,
        /// Its value.
        value: f64,
        /// The parameter that limits it.
        limit_name: &'static str,
        /// The value of the limit.
        limit: f64,
    },
    /// A decay would rise.
    #[error(
        "`end` is {end:?}, but must be at most `start`, which is {start:?}: a decay falls; use `Anneal` (type `anneal`) or `warmup` for a rising transition"
    )]
    #[non_exhaustive]
    RisingDecay {
        /// The first rate.
        start: f64,
        /// The final rate, above `start`.
        end: f64,
    },
    /// A list of steps is not in ascending order.
    #[error("`{name}` must be in ascending order, but has {value} after {previous} (at index {index})")]
    #[non_exhaustive]
    NotSorted {
        /// The list.
        name: &'static str,
        /// The index of the first entry that is below the one before it.
        index: usize,
        /// The entry at `index`.
        value: usize,
        /// The entry before it.
        previous: usize,
    },
    /// A list has the wrong number of entries.
    #[error("`{name}` has {value} entries, but must have {allowed}")]
    #[non_exhaustive]
    InvalidLength {
        /// The list.
        name: &'static str,
        /// Its number of entries.
        value: usize,
        /// The allowed numbers, as words that follow "must have".
        allowed: &'static str,
    },
    /// A schedule is nested more deeply than [`Schedule::MAX_DEPTH`](crate::Schedule::MAX_DEPTH).
    #[error(
        "`schedule` is nested more than {limit} levels deep; use `piecewise_constant` or `interpolated` for schedules with many phases"
    )]
    #[non_exhaustive]
    TooDeep {
        /// The number of levels that are allowed.
        limit: usize,
    },
}

impl Error {
    /// The same error about an entry of the list `name`, if it is about `name`.
    pub(crate) fn in_list(self, list: &'static str, index: usize) -> Self {
        match self {
            Self::OutOfRange { name, value, allowed } if name == list => {
                Self::InvalidEntry { name, index, value, allowed }
            }
            other => other,
        }
    }

    /// The field that was refused; `None` if the value follows from several.
    #[cfg(feature = "serde")]
    pub(crate) fn field(&self) -> Option<&'static str> {
        let name = match self {
            Self::OutOfRange { name, .. }
            | Self::InvalidCount { name, .. }
            | Self::NotOrdered { name, .. }
            | Self::NotSorted { name, .. }
            | Self::InvalidLength { name, .. }
            | Self::InvalidEntry { name, .. }
            | Self::DoesNotFit { name, .. } => name,
            Self::RisingDecay { .. } => "end",
            Self::TooDeep { .. } => "schedule",
        };
        is_field(name).then_some(name)
    }
}

/// The subject of a message: a field in backticks, or words as they are.
struct Subject<'a>(&'a str);

impl fmt::Display for Subject<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if is_field(self.0) { write!(f, "`{}`", self.0) } else { f.write_str(self.0) }
    }
}

/// Words have backticks around the fields in them.
fn is_field(name: &str) -> bool {
    !name.contains('`')
}

#[cfg(all(test, feature = "serde"))]
mod tests {
    use alloc::string::ToString;

    use crate::Schedule;

    #[test]
    fn values_that_follow_from_fields_are_named_in_words_at_the_path_of_their_object() {
        let message = |text| serde_json::from_str::<Schedule>(text).unwrap_err().to_string();
        let cycle = r#"{"type": "one_cycle", "max": 0.0, "steps": 9, "shape": "geometric"}"#;
        let expected =
            "the initial rate (`max / div_factor`) is 0.0, but must be > 0 for a geometric or harmonic shape";
        assert_eq!(message(cycle), expected);
        let inside = format!(r#"{{"type": "delayed", "steps": 1, "schedule": {cycle}}}"#);
        assert_eq!(message(&inside), format!("schedule: {expected}"));
    }
}
