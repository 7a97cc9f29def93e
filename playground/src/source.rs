//! Schedules as text, and errors that say which part of the text they are about.

use std::ops::Range;

use lr_schedule::Schedule;
use lr_schedule::serial::{Data, PathError, PathSegment, Value};
use serde::Serialize;

use crate::Format;
use crate::locate;

/// Longer texts are refused: no schedule that a person writes is this long.
const MAX_BYTES: usize = 4 << 20;

/// An error in a text: the message, and the part it is about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Problem {
    pub(crate) message: String,
    /// The path to the field, where the crate names one.
    pub(crate) path: Option<String>,
    /// From 1.
    pub(crate) line: usize,
    /// The part of the text, in UTF-16 units, as JavaScript counts.
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Problem {
    fn new(text: &str, span: Range<usize>, message: String, path: Option<String>) -> Self {
        let units = |end: usize| text.get(..end).unwrap_or(text).encode_utf16().count();
        let line = text.get(..span.start).unwrap_or(text).matches('\n').count() + 1;
        Self { message, path, line, start: units(span.start), end: units(span.end) }
    }
}

/// Reads a schedule.
pub(crate) fn read(text: &str, format: Format) -> Result<Schedule, Problem> {
    if text.len() > MAX_BYTES {
        let message = format!("the text has {} bytes, more than the {MAX_BYTES} this page reads", text.len());
        return Err(Problem::new(text, 0..0, message, None));
    }
    let value: Value = match format {
        Format::Json => serde_json::from_str(text).map_err(|error| of_json(text, &error))?,
        Format::Toml => toml::from_str(text).map_err(|error| of_toml(text, &error))?,
    };
    Schedule::from_value(value).map_err(|error| of_field(text, format, &error))
}

/// Writes a schedule.
pub(crate) fn write(schedule: &Schedule, format: Format) -> Result<String, String> {
    match format {
        Format::Json => serde_json::to_string_pretty(schedule).map_err(|error| error.to_string()),
        Format::Toml => toml::to_string(schedule).map_err(|error| error.to_string()),
    }
}

fn of_json(text: &str, error: &serde_json::Error) -> Problem {
    let message = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    let message = message.strip_suffix(&position).unwrap_or(&message).to_owned();
    Problem::new(text, place(text, error.line(), error.column()), message, None)
}

fn of_toml(text: &str, error: &toml::de::Error) -> Problem {
    let message = error.message().replace('\n', ", ");
    let span = error.span().filter(|span| text.get(span.clone()).is_some());
    Problem::new(text, span.unwrap_or(0..0), message, None)
}

fn of_field(text: &str, format: Format, error: &PathError) -> Problem {
    let mut path = String::new();
    for segment in error.path() {
        match segment {
            PathSegment::Field(name) if path.is_empty() => path.push_str(name),
            PathSegment::Field(name) => path.extend([".", name]),
            PathSegment::Index(index) => path.extend(["[", &index.to_string(), "]"]),
        }
    }
    let found = locate::find(text, format, error.path()).unwrap_or(0..0);
    Problem::new(text, found, error.to_string(), Some(path).filter(|path| !path.is_empty()))
}

/// The character before a line and column, both from 1.
fn place(text: &str, line: usize, column: usize) -> Range<usize> {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut start = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let length = text[start..].chars().next().map_or(0, char::len_utf8);
    start..start + length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_marked(format: Format, text: &str, message: &str, marked: &str) {
        let problem = read(text, format).unwrap_err();
        assert!(problem.message.contains(message), "{problem:?}");
        assert_eq!(&text[problem.start..problem.end], marked, "{problem:?}");
    }

    #[test]
    fn an_error_marks_its_field() {
        assert_marked(
            Format::Json,
            r#"{"type":"delayed","steps":1,"schedule":{"type":"step_decay","start":1,"gamma":7,"every":1}}"#,
            "schedule.gamma: `gamma` is 7.0, but must be in 0..=1",
            r#""gamma":7"#,
        );
        assert_marked(
            Format::Toml,
            "type = 'delayed'\nsteps = 1\n[schedule]\ntype = 'step_decay'\nstart = 1\ngamma = 7\nevery = 1",
            "schedule.gamma: `gamma` is 7.0, but must be in 0..=1",
            "gamma = 7",
        );
    }

    #[test]
    fn a_missing_field_marks_the_type_that_needs_it() {
        assert_marked(Format::Json, r#"{"type":"constant"}"#, "rate: missing field", r#""type":"constant""#);
        assert_marked(Format::Toml, "type = 'constant'", "rate: missing field", "type = 'constant'");
    }

    #[test]
    fn an_element_of_a_list_is_marked_alone() {
        let text =
            r#"{"type":"product","schedules":[{"type":"constant","rate":1},{"type":"constant","rate":-1}]}"#;
        assert_marked(Format::Json, text, "schedules[1].rate", r#""rate":-1"#);
    }

    #[test]
    fn syntax_errors_mark_a_character() {
        assert_marked(Format::Json, "{\"type\": NaN}", "expected value", "N");
        assert_marked(Format::Toml, "type = 'constant'\nrate = = 1", "", "=");
    }

    #[test]
    fn places_are_counted_as_javascript_does() {
        let text = "# \u{1f600}\ntype = 'constant'\nrate = -1";
        let problem = read(text, Format::Toml).unwrap_err();
        assert_eq!((problem.line, problem.start, problem.end), (3, 23, 32));
    }

    #[test]
    fn hostile_texts_are_errors() {
        let deep = "[".repeat(1_000_000);
        let nested = r#"{"type":"delayed","steps":1,"schedule":"#.repeat(50_000);
        let tables = format!("a = {}1", "{ a = ".repeat(200_000));
        let huge = " ".repeat(5_000_000);
        for text in [&deep, &nested, &tables, &huge, "\0", "<script>", "{\"type\":\"\\ud800\"}"] {
            assert!(read(text, Format::Json).is_err());
            assert!(read(text, Format::Toml).is_err());
        }
    }
}
