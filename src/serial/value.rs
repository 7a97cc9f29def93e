//! The tree of values, and its form in text and binary formats.

use alloc::borrow::{Cow, ToOwned};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};
use serde::ser::{self, Serialize, Serializer};

use super::binary;
use crate::Error;
use crate::param::MAX_DEPTH;

/// The maximum nesting of maps and lists: the adaptors of a schedule, the lists in its leaf, and the cursor, groups or
/// static adaptors around it. Writing and reading have the same limit, which is below those of JSON and TOML parsers.
const MAX_LEVELS: usize = MAX_DEPTH + 8;

/// The key under which `serde_json` passes a number when its feature `arbitrary_precision` is on.
const ARBITRARY_PRECISION: &str = "$serde_json::private::Number";

/// Data of any format.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing: a missing optional value.
    Null,
    /// A Boolean.
    Bool(bool),
    /// A whole number `>= 0`.
    Unsigned(u64),
    /// A whole number below 0.
    Signed(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    Text(Cow<'static, str>),
    /// A list.
    List(Vec<Self>),
    /// An object: names and values, in order.
    Map(Vec<(Cow<'static, str>, Self)>),
}

impl Value {
    /// An object with these fields, except those that are null: null must mean the same as a missing field.
    pub(crate) fn object<const N: usize>(fields: [(&'static str, Self); N]) -> Self {
        let fields = fields.into_iter().filter(|(_, value)| *value != Self::Null);
        Self::Map(fields.map(|(name, value)| (Cow::Borrowed(name), value)).collect())
    }

    /// The same object with a field `type` in front.
    pub(crate) fn with_type(self, kind: &'static str) -> Self {
        let mut entries = Vec::from([(Cow::Borrowed("type"), Self::Text(kind.into()))]);
        if let Self::Map(fields) = self {
            entries.extend(fields);
        }
        Self::Map(entries)
    }

    /// A name, alone if it has no parameters, else as an object: `{"polynomial": {"power": 2.0}}`.
    pub(crate) fn variant<const N: usize>(name: &'static str, parameters: [(&'static str, Self); N]) -> Self {
        if N == 0 { Self::Text(name.into()) } else { Self::object([(name, Self::object(parameters))]) }
    }

    /// Whether maps and lists are nested at most `levels` deep.
    fn fits(&self, levels: usize) -> bool {
        match (self, levels.checked_sub(1)) {
            (Self::List(_) | Self::Map(_), None) => false,
            (Self::List(values), Some(inner)) => values.iter().all(|value| value.fits(inner)),
            (Self::Map(entries), Some(inner)) => entries.iter().all(|(_, value)| value.fits(inner)),
            _ => true,
        }
    }
}

/// As it appears in a message: `2.5`, `"text"`, `a list`.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Unsigned(value) => write!(f, "{value}"),
            Self::Signed(value) => write!(f, "{value}"),
            Self::Float(value) => write!(f, "{value:?}"),
            Self::Text(text) if text.chars().count() <= 40 => write!(f, "{text:?}"),
            Self::Text(text) => write!(f, "{:?}..", text.chars().take(40).collect::<String>()),
            Self::List(_) => f.write_str("a list"),
            Self::Map(_) => f.write_str("an object"),
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if !self.fits(MAX_LEVELS) {
            return Err(ser::Error::custom(Error::TooDeep { limit: MAX_DEPTH }));
        }
        if serializer.is_human_readable() {
            Readable(self).serialize(serializer)
        } else {
            binary::write(self, serializer)
        }
    }
}

/// The natural form of a value: maps, lists, numbers and text of the format itself.
struct Readable<'a>(&'a Value);

impl Serialize for Readable<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => serializer.serialize_none(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Unsigned(value) => serializer.serialize_u64(*value),
            Value::Signed(value) => serializer.serialize_i64(*value),
            Value::Float(value) => serializer.serialize_f64(*value),
            Value::Text(text) => serializer.serialize_str(text),
            Value::List(values) => serializer.collect_seq(values.iter().map(Readable)),
            Value::Map(entries) => {
                serializer.collect_map(entries.iter().map(|(name, value)| (name.as_ref(), Readable(value))))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let levels = Levels(MAX_LEVELS);
        if deserializer.is_human_readable() {
            levels.deserialize(deserializer)
        } else {
            binary::read(deserializer, levels)
        }
    }
}

/// Reads a value with at most this number of levels, so no input can exhaust the stack.
#[derive(Clone, Copy)]
pub(super) struct Levels(usize);

impl Levels {
    pub(super) fn inner<E: de::Error>(self) -> Result<Self, E> {
        match self.0.checked_sub(1) {
            Some(levels) => Ok(Self(levels)),
            None => Err(E::custom(Error::TooDeep { limit: MAX_DEPTH })),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Levels {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Levels {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, text, a list or an object")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Unsigned(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(u64::try_from(value).map_or(Value::Signed(value), Value::Unsigned))
    }

    #[expect(clippy::cast_precision_loss, reason = "beyond 64 bits only the size matters, for the message")]
    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(u64::try_from(value).map_or(Value::Float(value as f64), Value::Unsigned))
    }

    #[expect(clippy::cast_precision_loss, reason = "beyond 64 bits only the size matters, for the message")]
    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Value, E> {
        i64::try_from(value).map_or(Ok(Value::Float(value as f64)), |value| self.visit_i64(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned().into()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::Text(value.into()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(inner)? {
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut entries = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            let is_number = key == ARBITRARY_PRECISION && entries.is_empty();
            match map.next_value_seed(inner)? {
                Value::Text(digits) if is_number => return Ok(number(&digits)),
                value => entries.push((key.into(), value)),
            }
        }
        Ok(Value::Map(entries))
    }

    /// A tagged value, as YAML's `!polynomial {power: 2}`.
    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let (name, content) = access.variant::<String>()?;
        Ok(match content.newtype_variant_seed(inner)? {
            Value::Null => Value::Text(name.into()),
            parameters => Value::Map(Vec::from([(name.into(), parameters)])),
        })
    }
}

/// A number from its digits.
fn number(digits: &str) -> Value {
    let float = || digits.parse().map_or_else(|_| Value::Text(digits.to_owned().into()), Value::Float);
    let signed = |_| digits.parse().map_or_else(|_| float(), Value::Signed);
    digits.parse().map_or_else(signed, Value::Unsigned)
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;
    use alloc::vec;

    use super::*;

    #[test]
    fn texts_of_more_than_40_characters_are_cut() {
        let text = |count| Value::Text("a".repeat(count).into()).to_string();
        assert_eq!(text(40), format!("\"{}\"", "a".repeat(40)));
        assert_eq!(text(41), format!("\"{}\"..", "a".repeat(40)));
    }

    #[test]
    fn levels_are_counted_to_the_innermost() {
        let list = |value| Value::List(vec![Value::Null, value]);
        let map = |value| Value::Map(vec![("a".into(), Value::Null), ("b".into(), value)]);
        assert!(Value::Float(1.0).fits(0));
        for value in
            [list(map(Value::Null)), map(list(Value::Null)), list(list(Value::Null)), map(map(Value::Null))]
        {
            assert_eq!([1, 2, 3].map(|levels| value.fits(levels)), [false, true, true], "{value:?}");
        }
    }

    #[test]
    fn digits_are_the_narrowest_number() {
        assert_eq!(number("18446744073709551615"), Value::Unsigned(u64::MAX));
        assert_eq!(number("-3"), Value::Signed(-3));
        assert_eq!(number("1e3"), Value::Float(1_000.0));
        assert_eq!(number("one"), Value::Text("one".into()));
    }

    #[test]
    fn what_is_no_data_is_named_in_the_message() {
        let bytes = de::value::BytesDeserializer::<de::value::Error>::new(b"x");
        assert_eq!(
            Value::deserialize(bytes).unwrap_err().to_string(),
            "invalid type: byte array, expected a number, text, a list or an object"
        );
    }
}
