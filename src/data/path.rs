//! Errors of data, with the path to the field.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::{Value, one_of};
use crate::Error;

/// An error of data and the path to it.
#[derive(Debug, Clone, PartialEq)]
pub struct PathError {
    /// From the innermost segment to the outermost.
    path: Vec<Segment>,
    problem: Problem,
}

#[derive(Debug, Clone, PartialEq)]
enum Segment {
    Field(Cow<'static, str>),
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
    /// A value of another type than expected; `expected` are words that follow "must be".
    pub(crate) fn unexpected(value: &Value, expected: &'static str) -> Self {
        Self { path: Vec::new(), problem: Problem::Unexpected { value: value.to_string(), expected } }
    }

    pub(crate) fn words(words: impl Into<String>) -> Self {
        Self { path: Vec::new(), problem: Problem::Words(words.into()) }
    }

    /// A `type` that is no schedule.
    pub(crate) fn unknown_kind(kind: &str, kinds: &[&str]) -> Self {
        Self::words(format!("unknown schedule `{kind}`, expected {}", one_of(kinds))).in_field("type")
    }

    /// The same error, seen from the object whose field has it.
    pub(crate) fn in_field(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.path.push(Segment::Field(name.into()));
        self
    }

    /// The same error, seen from the list whose entry has it.
    pub(crate) fn at_index(mut self, index: usize) -> Self {
        self.path.push(Segment::Index(index));
        self
    }
}

impl From<Error> for PathError {
    fn from(error: Error) -> Self {
        let name = Segment::Field(error.name().into());
        Self { path: Vec::from([name]), problem: Problem::Parameter(error) }
    }
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A parameter of the outermost object is named by its message.
        let named = matches!(self.problem, Problem::Parameter(_)) && self.path.len() == 1;
        if !named {
            for (i, segment) in self.path.iter().rev().enumerate() {
                match segment {
                    Segment::Field(name) if i == 0 => f.write_str(name)?,
                    Segment::Field(name) => write!(f, ".{name}")?,
                    Segment::Index(index) => write!(f, "[{index}]")?,
                }
            }
            if !self.path.is_empty() {
                f.write_str(": ")?;
            }
        }
        match &self.problem {
            Problem::Parameter(error) => write!(f, "{error}"),
            Problem::Unexpected { value, expected } => match self.path.first() {
                Some(Segment::Field(name)) => write!(f, "`{name}` is {value}, but must be {expected}"),
                _ => write!(f, "{value}, but must be {expected}"),
            },
            Problem::Words(words) => f.write_str(words),
        }
    }
}

impl core::error::Error for PathError {}
