//! JSON Schema of an object.

use alloc::borrow::ToOwned;
use alloc::vec::Vec;

use schemars::{Schema, json_schema};

use super::Value;

/// An object with exactly these fields: name, schema, and the default if the field is optional.
pub(crate) fn object<const N: usize>(fields: [(&'static str, Schema, Option<Value>); N]) -> Schema {
    let required: Vec<&str> = fields.iter().filter(|field| field.2.is_none()).map(|field| field.0).collect();
    let mut properties = json_schema!({});
    for (name, mut schema, default) in fields {
        if let Some(default) =
            json_schema!({ "default": default }).remove("default").filter(|value| !value.is_null())
        {
            schema.insert("default".to_owned(), default);
        }
        properties.insert(name.to_owned(), schema.to_value());
    }
    let mut object = json_schema!({ "type": "object", "additionalProperties": false });
    object.insert("properties".to_owned(), properties.to_value());
    if !required.is_empty() {
        object.insert("required".to_owned(), required.into());
    }
    object
}
