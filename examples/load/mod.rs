//! Reads a schedule from a file; an error is one line that names the file.

use std::fs;
use std::path::Path;

use lr_schedule::Schedule;

pub(crate) fn schedule(file: &Path) -> Result<Schedule, String> {
    let name = file.display();
    let text = fs::read_to_string(file).map_err(|error| format!("{name}: {error}"))?;
    let extension = file.extension().and_then(|extension| extension.to_str());
    let result = match extension {
        Some("json") => serde_json::from_str(&text).map_err(|error| error.to_string()),
        Some("toml") => toml::from_str(&text).map_err(|error| of_toml(&error, &text)),
        _ => return Err(format!("{name}: the name must end in .json or .toml")),
    };
    result.map_err(|problem| format!("{name}: {problem}"))
}

/// The message and its line; toml's own message is a drawing of several lines.
fn of_toml(error: &toml::de::Error, text: &str) -> String {
    let message = error.message().replace('\n', ", ");
    match error.span().filter(|span| span.start > 0) {
        Some(span) => {
            let line = text.get(..span.start).map_or(1, |before| before.matches('\n').count() + 1);
            format!("{message} at line {line}")
        }
        None => message,
    }
}
