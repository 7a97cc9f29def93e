//! The factor of the early stop, which is optional.

#[cfg(feature = "serde")]
use crate::serial::{Data, PathError, Value};

/// How many times its scale the smoothed loss may rise; `None` without early stop. Serialized as a number or `false`,
/// as a missing field means the default, and TOML has no null.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct StopFactor(pub(super) Option<f64>);

impl StopFactor {
    pub(super) const DEFAULT: Self = Self(Some(4.0));

    pub(super) const fn get(self) -> Option<f64> {
        self.0
    }
}

#[cfg(feature = "serde")]
impl Data for StopFactor {
    fn to_value(&self) -> Value {
        self.0.map_or(Value::Bool(false), Value::Float)
    }

    fn from_value(value: Value) -> Result<Self, PathError> {
        match value {
            Value::Bool(false) | Value::Null => Ok(Self(None)),
            Value::Bool(true) => Err(PathError::unexpected(&value, "a number, or false")),
            number => f64::from_value(number).map(|factor| Self(Some(factor))),
        }
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for StopFactor {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "StopFactor".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "anyOf": [{ "type": "number" }, { "const": false }] })
    }
}

#[cfg(all(test, feature = "schemars"))]
mod tests {
    use super::*;

    #[test]
    fn the_schema_is_a_number_or_false() {
        let schema = schemars::schema_for!(Vec<StopFactor>).to_value();
        assert_eq!(schema["items"]["anyOf"][0]["type"], "number");
        assert_eq!(schema["items"]["anyOf"][1]["const"], false);
    }
}
