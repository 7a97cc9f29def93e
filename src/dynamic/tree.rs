//! Reading data so that every error names the path to the field.
//!
//! Internally tagged enums lose line, column and path, as serde buffers them. Everything here is
//! therefore read into a small tree first, [`Value`], and out of it by a deserializer that knows where
//! it is, [`Node`]. Each type's serde twin comes in through [`Located`].

use alloc::borrow::ToOwned;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::{self, Vec};
use core::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer, MapAccess,
    SeqAccess, VariantAccess, Visitor,
};

use crate::{Error, Schedule, Shape};

/// What a type is read through: its fields, with errors that name the path.
pub(crate) struct Located<T>(pub(crate) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Located<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        T::deserialize(Node(value)).map(Self).map_err(D::Error::custom)
    }
}

#[cfg(feature = "schemars")]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Located<T> {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        T::json_schema(generator)
    }
}

/// The default of `every`.
pub(crate) const fn one() -> usize {
    1
}

/// The default of multipliers.
pub(crate) const fn unit() -> f64 {
    1.0
}

/// The default of shapes that are not linear.
pub(crate) const fn cosine() -> Shape {
    Shape::Cosine
}

/// How many objects and lists may be inside one another: the adaptors, and the inside of a leaf.
const LEVELS: usize = Schedule::MAX_DEPTH + 3;

/// Data of any format.
#[derive(Debug)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    Text(String),
    List(Vec<Self>),
    Map(Vec<(String, Self)>),
}

impl Value {
    /// Takes the entry `type` out of a map.
    pub(crate) fn take_type(&mut self) -> Result<String, PathError> {
        let Self::Map(entries) = self else {
            return Err(PathError::invalid_type(self.unexpected(), &"a schedule: an object with a `type`"));
        };
        refuse_repeated(entries)?;
        let Some(index) = entries.iter().position(|(key, _)| key == "type") else {
            return Err(PathError::missing_field("type"));
        };
        match entries.remove(index).1 {
            Self::Text(kind) => Ok(kind),
            other => Err(PathError::invalid_type(other.unexpected(), &"a string").within("type")),
        }
    }

    fn unexpected(&self) -> de::Unexpected<'_> {
        match self {
            Self::Null => de::Unexpected::Unit,
            Self::Bool(value) => de::Unexpected::Bool(*value),
            Self::Unsigned(value) => de::Unexpected::Unsigned(*value),
            Self::Signed(value) => de::Unexpected::Signed(*value),
            Self::Float(value) => de::Unexpected::Float(*value),
            Self::Text(value) => de::Unexpected::Str(value),
            Self::List(_) => de::Unexpected::Seq,
            Self::Map(_) => de::Unexpected::Map,
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        ValueSeed { levels: LEVELS }.deserialize(deserializer)
    }
}

/// A key that is given twice is an error in every map, as one of the two would be lost.
fn refuse_repeated(entries: &[(String, Value)]) -> Result<(), PathError> {
    let mut seen = BTreeSet::new();
    match entries.iter().find(|(key, _)| !seen.insert(key)) {
        Some((key, _)) => Err(PathError::at(key, "given twice")),
        None => Ok(()),
    }
}

/// Reads a [`Value`] of so many levels at most, so that no input can exhaust the stack.
#[derive(Clone, Copy)]
struct ValueSeed {
    levels: usize,
}

impl ValueSeed {
    fn inner<E: de::Error>(self) -> Result<Self, E> {
        match self.levels.checked_sub(1) {
            Some(levels) => Ok(Self { levels }),
            None => Err(E::custom(Error::TooDeep { limit: Schedule::MAX_DEPTH })),
        }
    }
}

impl<'de> DeserializeSeed<'de> for ValueSeed {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("data")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Unsigned(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Signed(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
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
        while let Some(key) = map.next_key()? {
            entries.push((key, map.next_value_seed(inner)?));
        }
        Ok(Value::Map(entries))
    }
}

/// What is wrong, and where.
#[derive(Debug)]
pub(crate) struct PathError {
    path: String,
    message: String,
}

impl PathError {
    fn at(path: &str, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), message: message.into() }
    }

    /// The same fault, seen from outside of `segment`: a field name, or an index in brackets.
    fn within(mut self, segment: &str) -> Self {
        let dot = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{segment}{dot}{}", self.path);
        self
    }
}

impl de::Error for PathError {
    /// Finds the path again that a nested fault was printed with, or the field that an [`Error`] names.
    fn custom<T: fmt::Display>(message: T) -> Self {
        let text = message.to_string();
        let is_path = |path: &str| {
            let mut letters = path.chars();
            letters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_.[]".contains(c))
        };
        if let Some((path, rest)) = text.split_once(": ") {
            if is_path(path) {
                return Self::at(path, rest);
            }
        }
        match text.strip_prefix('`').and_then(|rest| rest.split_once('`')) {
            Some((name, _)) if is_path(name) => Self::at(name, &*text),
            _ => Self::at("", text),
        }
    }

    fn missing_field(field: &'static str) -> Self {
        Self::at(field, "missing field")
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Self::at(field, format!("unknown field, expected {}", one_of(expected)))
    }
}

/// `one of a, b, c`, in backticks.
pub(crate) fn one_of(names: &[&str]) -> String {
    format!("one of `{}`", names.join("`, `"))
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let separator = if self.path.is_empty() { "" } else { ": " };
        write!(f, "{}{separator}{}", self.path, self.message)
    }
}

impl core::error::Error for PathError {}

/// A deserializer of a [`Value`] whose faults know the path.
pub(crate) struct Node(pub(crate) Value);

impl<'de> Deserializer<'de> for Node {
    type Error = PathError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathError> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Unsigned(value) => visitor.visit_u64(value),
            Value::Signed(value) => visitor.visit_i64(value),
            Value::Float(value) => visitor.visit_f64(value),
            Value::Text(value) => visitor.visit_string(value),
            Value::List(values) => {
                let length = values.len();
                let mut list = List { values: values.into_iter(), index: 0 };
                let result = visitor.visit_seq(&mut list)?;
                if list.values.len() == 0 {
                    Ok(result)
                } else {
                    Err(PathError::invalid_length(length, &list.index.to_string().as_str()))
                }
            }
            Value::Map(entries) => {
                refuse_repeated(&entries)?;
                visitor.visit_map(Map { entries: entries.into_iter(), value: None })
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, PathError> {
        if let Value::Null = self.0 { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, PathError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, PathError> {
        match self.0 {
            Value::Text(variant) => visitor.visit_enum(Choice { variant, content: Value::Null }),
            Value::Map(entries) if entries.len() == 1 => match entries.into_iter().next() {
                Some((variant, content)) => visitor.visit_enum(Choice { variant, content }),
                None => Err(PathError::custom("an empty object, expected a name")),
            },
            other => Err(PathError::invalid_type(other.unexpected(), &"a name, or an object with one name")),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

struct List {
    values: vec::IntoIter<Value>,
    index: usize,
}

impl<'de> SeqAccess<'de> for List {
    type Error = PathError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, PathError> {
        let Some(value) = self.values.next() else { return Ok(None) };
        let index = self.index;
        self.index = index.saturating_add(1);
        seed.deserialize(Node(value)).map(Some).map_err(|fault| fault.within(&format!("[{index}]")))
    }
}

struct Map {
    entries: vec::IntoIter<(String, Value)>,
    value: Option<(String, Value)>,
}

impl<'de> MapAccess<'de> for Map {
    type Error = PathError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, PathError> {
        let Some((key, value)) = self.entries.next() else { return Ok(None) };
        let result = seed.deserialize(StrDeserializer::new(&key)).map(Some);
        self.value = Some((key, value));
        result
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, PathError> {
        let Some((key, value)) = self.value.take() else {
            return Err(PathError::custom("a value was asked for before its key"));
        };
        seed.deserialize(Node(value)).map_err(|fault| fault.within(&key))
    }
}

struct Choice {
    variant: String,
    content: Value,
}

impl<'de> EnumAccess<'de> for Choice {
    type Error = PathError;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), PathError> {
        let name: StrDeserializer<'_, PathError> = self.variant.as_str().into_deserializer();
        let variant = seed.deserialize(name)?;
        Ok((variant, self))
    }
}

impl<'de> VariantAccess<'de> for Choice {
    type Error = PathError;

    fn unit_variant(self) -> Result<(), PathError> {
        match self.content {
            Value::Null => Ok(()),
            other => Err(PathError::invalid_type(other.unexpected(), &"nothing").within(&self.variant)),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, PathError> {
        seed.deserialize(Node(self.content)).map_err(|fault| fault.within(&self.variant))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, PathError> {
        Node(self.content).deserialize_any(visitor).map_err(|fault| fault.within(&self.variant))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, PathError> {
        Node(self.content).deserialize_any(visitor).map_err(|fault| fault.within(&self.variant))
    }
}
