//! `doc/schedule.schema.json` is the current JSON Schema of schedules, and `guide/config.md` lists its fields and an
//! example of each type. `UPDATE=1 cargo test --features schemars --test schema` rewrites both.

#![cfg(feature = "schemars")]

#[path = "../examples/catalogue/mod.rs"]
mod catalogue;

use std::collections::BTreeMap;

use lr_schedule::Schedule;
use lr_schedule::serial::{Data as _, Value as Data};
use serde_json::Value;

fn schema() -> Value {
    schemars::schema_for!(Schedule).to_value()
}

/// Compares a file with `text`, or writes it.
fn assert_current(file: &str, text: &str) {
    let path = format!("{}/{file}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    assert!(std::fs::read_to_string(&path).unwrap() == text, "{file} is out of date");
}

#[test]
fn the_schema_is_current() {
    assert_current("doc/schedule.schema.json", &format!("{:#}\n", schema()));
}

#[test]
fn the_types_of_the_guide_are_current() {
    let schema = schema();
    let rows = schema["oneOf"].as_array().unwrap().iter().map(row);
    let required = schema["oneOf"].as_array().unwrap().iter().map(required).collect();
    let entries = catalogue::catalogue().unwrap().into_iter();
    let kinds = entries.filter(|entry| matches!(entry.group, "schedules" | "adaptors"));
    let lines = kinds.map(|entry| {
        let text = serde_json::to_string(&shortened(entry.schedule.to_value(), &required)).unwrap();
        text.replace(':', ": ").replace(',', ", ")
    });
    let guide = include_str!("../guide/config.md").to_owned();
    let guide = with_lines(&guide, "| `type` | fields |\n|---|---|\n", rows, "\n\n");
    let guide = with_lines(&guide, "# let lines = r#\"\n", lines, "\n# \"#;");
    assert_current("guide/config.md", &guide);
}

/// The text with `lines` between `before` and the next `after`.
fn with_lines(text: &str, before: &str, lines: impl Iterator<Item = String>, after: &str) -> String {
    let (start, rest) = text.split_once(before).unwrap();
    let (_, end) = rest.split_once(after).unwrap();
    format!("{start}{before}{}{after}{end}", lines.collect::<Vec<_>>().join("\n"))
}

fn kind(variant: &Value) -> &str {
    variant["properties"]["type"]["const"].as_str().unwrap()
}

/// A kind, and the fields that must be given.
fn required(variant: &Value) -> (&str, Vec<&str>) {
    let fields = variant["required"].as_array().unwrap();
    (kind(variant), fields.iter().map(|field| field.as_str().unwrap()).collect())
}

/// A schedule without the fields that may be left out.
fn shortened(value: Data, required: &BTreeMap<&str, Vec<&str>>) -> Data {
    match value {
        Data::List(values) => {
            Data::List(values.into_iter().map(|value| shortened(value, required)).collect())
        }
        Data::Map(fields) => {
            let kind = fields.iter().find(|(name, _)| name == "type").map(|(_, kind)| kind.clone());
            let Some(Data::Text(kind)) = kind else { return Data::Map(fields) };
            let kept =
                fields.into_iter().filter(|(name, _)| required[kind.as_ref()].contains(&name.as_ref()));
            Data::Map(kept.map(|(name, value)| (name, shortened(value, required))).collect())
        }
        other => other,
    }
}

/// A row of the table: the kind, and its fields, with optional ones in brackets.
fn row(variant: &Value) -> String {
    let properties = variant["properties"].as_object().unwrap();
    let kind = kind(variant);
    let is_adaptor = ["schedule", "schedules", "first"].iter().any(|field| properties.contains_key(*field));
    let module = if is_adaptor { "crate::adaptors" } else { "crate" };
    let name: String = kind.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect();
    let (_, required) = required(variant);
    let mut fields: Vec<_> = required.iter().skip(1).map(|field| format!("`{field}`")).collect();
    let optional: Vec<_> = properties
        .iter()
        .filter(|(field, _)| !required.contains(&field.as_str()))
        .map(|(field, schema)| match &schema["default"] {
            Value::Null => format!("`{field}` none"),
            Value::String(name) => format!("`{field}` {name}"),
            default => format!("`{field}` {default}"),
        })
        .collect();
    if !optional.is_empty() {
        fields.push(format!("\\[{}\\]", optional.join(", ")));
    }
    format!("| [`{kind}`]({module}::{name}) | {} |", fields.join(", "))
}

#[test]
fn it_names_every_schedule_and_its_fields() {
    let schema = schema();
    let variants = schema["oneOf"].as_array().unwrap();
    let kinds: Vec<_> =
        variants.iter().map(|variant| variant["properties"]["type"]["const"].as_str().unwrap()).collect();
    assert_eq!(kinds, Schedule::KINDS);
    for variant in variants {
        assert!(variant["required"].as_array().unwrap().contains(&"type".into()), "{variant:#}");
    }
}
