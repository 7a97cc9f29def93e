//! Errors of data, with the path to the field.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::{Value, one_of};
use crate::Error;

/// An error of data and the path to it.
///
/// # Example
///
/// ```
/// use lr_schedule::Schedule;
/// use lr_schedule::serial::{Data, PathSegment, Value};
///
/// let text = r#"{"type": "piecewise_constant", "rates": [0.1, -1.0], "boundaries": [500]}"#;
/// let error = Schedule::from_value(serde_json::from_str::<Value>(text)?).unwrap_err();
/// assert_eq!(error.to_string(), "`rates[1]` is -1.0, but must be finite and >= 0");
/// assert!(error.path().eq(&[PathSegment::Field("rates".into()), PathSegment::Index(1)]));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct PathError {
    /// From the innermost segment to the outermost.
    path: Vec<PathSegment>,
    problem: Problem,
}

/// One segment of the path to a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathSegment {
    /// The name of a field.
    Field(Cow<'static, str>),
    /// The index of an entry of a list.
    Index(usize),
}

#[derive(Debug, Clone, PartialEq)]
enum Problem {
    /// A constructor refused a parameter, which is the innermost segment of the path.
    Parameter(Error),
    /// A value of another type than the field has.
    Unexpected { value: String, expected: &'static str },
    /// Anything else, in words.
    Words(String),
}

impl PathError {
    /// The path to the value, outermost field first; for a missing field, the path it would have.
    pub fn path(&self) -> impl Iterator<Item = &PathSegment> {
        self.path.iter().rev()
    }

    /// A value of another type than expected; `expected` are words that follow "must be".
    pub(crate) fn unexpected(value: &Value, expected: &'static str) -> Self {
        Self { path: Vec::new(), problem: Problem::Unexpected { value: value.to_string(), expected } }
    }

    pub(crate) fn words(words: impl Into<String>) -> Self {
        Self { path: Vec::new(), problem: Problem::Words(words.into()) }
    }

    /// An unknown `type`.
    pub(crate) fn unknown_kind(kind: &str, kinds: &[&str]) -> Self {
        Self::words(format!("unknown schedule `{}`, expected {}", Short(kind), one_of(kinds)))
            .in_field("type")
    }

    /// The same error, seen from the object whose field has it.
    pub(crate) fn in_field(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.path.push(PathSegment::Field(name.into()));
        self
    }

    /// The same error, seen from the list whose entry has it.
    pub(crate) fn at_index(mut self, index: usize) -> Self {
        self.path.push(PathSegment::Index(index));
        self
    }
}

impl From<Error> for PathError {
    fn from(error: Error) -> Self {
        let Some(name) = error.field() else { return Self::words(error.to_string()) };
        let index = match error {
            Error::InvalidEntry { index, .. } => Some(PathSegment::Index(index)),
            _ => None,
        };
        let field = PathSegment::Field(name.into());
        Self { path: index.into_iter().chain([field]).collect(), problem: Problem::Parameter(error) }
    }
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The subject of the message: the innermost field, with indices into it.
        let is_field = |segment: &PathSegment| matches!(segment, PathSegment::Field(_));
        let own =
            self.path.iter().position(is_field).map_or(self.path.len(), |field| field.saturating_add(1));
        let (subject, around) = self.path.split_at(own);
        // A message that names its subject needs no path if nothing is around it.
        if !around.is_empty() || matches!(self.problem, Problem::Words(_)) && !subject.is_empty() {
            write!(f, "{}: ", Path(&self.path))?;
        }
        match &self.problem {
            Problem::Parameter(error) => write!(f, "{error}"),
            Problem::Unexpected { value, expected } if subject.is_empty() => {
                write!(f, "the data is {value}, but must be {expected}")
            }
            Problem::Unexpected { value, expected } => {
                write!(f, "`{}` is {value}, but must be {expected}", Path(subject))
            }
            Problem::Words(words) => f.write_str(words),
        }
    }
}

/// Segments from the innermost to the outermost, as `schedule.knots[2]`.
struct Path<'a>(&'a [PathSegment]);

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, segment) in self.0.iter().rev().enumerate() {
            match segment {
                PathSegment::Field(name) if i == 0 => write!(f, "{}", Short(name))?,
                PathSegment::Field(name) => write!(f, ".{}", Short(name))?,
                PathSegment::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// A name from the data, of which a message has at most 100 characters.
pub(super) struct Short<'a>(pub(super) &'a str);

impl fmt::Display for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(100).and_then(|(end, _)| self.0.get(..end)) {
            Some(start) => write!(f, "{start}.."),
            None => f.write_str(self.0),
        }
    }
}

impl core::error::Error for PathError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_entry_of_a_list_has_its_index_in_the_path() {
        let refused = crate::PiecewiseConstant::new([0.1, -1.0], [5]).unwrap_err();
        let error = PathError::from(refused).in_field("schedule").at_index(2).in_field("schedules");
        assert_eq!(Path(&error.path).to_string(), "schedules[2].schedule.rates[1]");
        assert_eq!(
            error.to_string(),
            "schedules[2].schedule.rates[1]: `rates[1]` is -1.0, but must be finite and >= 0"
        );
    }

    #[test]
    fn the_subject_of_a_message_is_the_innermost_field_or_the_data() {
        let unexpected = || PathError::unexpected(&Value::Bool(true), "a number");
        assert_eq!(unexpected().to_string(), "the data is true, but must be a number");
        assert_eq!(
            unexpected().at_index(1).in_field("rates").to_string(),
            "`rates[1]` is true, but must be a number"
        );
        let inside = unexpected().in_field("rate").in_field("schedule");
        assert_eq!(inside.to_string(), "schedule.rate: `rate` is true, but must be a number");
        assert_eq!(PathError::words("no").to_string(), "no");
        assert_eq!(PathError::words("no").in_field("rate").to_string(), "rate: no");
    }
}
