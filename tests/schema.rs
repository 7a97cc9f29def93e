//! The JSON Schema of schedules in `doc/schedule.schema.json` is the one the types have, and `guide/config.md` has a table of
//! its fields. `UPDATE=1 cargo test --features schemars --test schema` rewrites both.

#![cfg(feature = "schemars")]

use lr_schedule::Schedule;
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
fn the_table_of_the_guide_is_current() {
    const HEAD: &str = "| `type` | fields |\n|---|---|\n";
    let guide = include_str!("../guide/config.md");
    let (before, rest) = guide.split_once(HEAD).unwrap();
    let (_, after) = rest.split_once("\n\n").unwrap();
    let rows: Vec<_> = schema()["oneOf"].as_array().unwrap().iter().map(row).collect();
    assert_current("guide/config.md", &format!("{before}{HEAD}{}\n\n{after}", rows.join("\n")));
}

/// A row of the table: the kind, and its fields, with those that may be left out in brackets.
fn row(variant: &Value) -> String {
    let properties = variant["properties"].as_object().unwrap();
    let kind = properties["type"]["const"].as_str().unwrap();
    let is_adaptor = ["schedule", "schedules", "first"].iter().any(|field| properties.contains_key(*field));
    let module = if is_adaptor { "crate::adaptors" } else { "crate" };
    let name: String = kind.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect();
    let required: Vec<_> = variant["required"].as_array().unwrap().iter().skip(1).collect();
    let mut fields: Vec<_> = required.iter().map(|field| format!("`{}`", field.as_str().unwrap())).collect();
    let optional: Vec<_> = properties
        .iter()
        .filter(|(field, _)| *field != "type" && !required.contains(&&Value::from(field.as_str())))
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
