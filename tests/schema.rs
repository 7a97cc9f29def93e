//! The JSON Schema of schedules in `doc/schedule.schema.json` is the one the types have, and it accepts and
//! refuses what the types do. `UPDATE=1 cargo test --features schemars --test schema` rewrites the file.

#![cfg(feature = "schemars")]

use lr_schedule::Schedule;
use serde_json::Value;

fn schema() -> Value {
    schemars::schema_for!(Schedule).to_value()
}

#[test]
fn the_file_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/doc/schedule.schema.json");
    let text = format!("{:#}\n", schema());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    assert!(std::fs::read_to_string(path).unwrap() == text, "{path} is out of date");
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
