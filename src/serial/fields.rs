//! The fields of an object, taken out by name.

use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::error::Short;
use super::{Data, PathError, Value};

/// The remaining fields of an object.
pub(crate) struct Fields(Vec<(Cow<'static, str>, Value)>);

impl Fields {
    /// The fields of `value`, which must be an object with these names and no others.
    pub(crate) fn of(value: Value, expected: &[&str]) -> Result<Self, PathError> {
        let fields = Self::any(value)?;
        match fields.0.iter().find(|(name, _)| !expected.contains(&name.as_ref())) {
            Some((name, _)) => {
                let words = format!("unknown field, expected {}", one_of(expected));
                Err(PathError::words(words).in_field(name.clone()))
            }
            None => Ok(fields),
        }
    }

    /// The fields of `value`, which must be an object without repeated names.
    pub(crate) fn any(value: Value) -> Result<Self, PathError> {
        let Value::Map(entries) = value else {
            return Err(PathError::unexpected(&value, "an object with named fields"));
        };
        let mut seen = BTreeSet::new();
        if let Some((name, _)) = entries.iter().find(|(name, _)| !seen.insert(name)) {
            return Err(PathError::words("given twice").in_field(name.clone()));
        }
        Ok(Self(entries))
    }

    /// Takes a required field.
    pub(crate) fn take<T: Data>(&mut self, name: &'static str) -> Result<T, PathError> {
        self.take_or(name, None)
    }

    /// Takes a field, or its default if it has one.
    pub(crate) fn take_or<T: Data>(
        &mut self,
        name: &'static str,
        default: Option<T>,
    ) -> Result<T, PathError> {
        let value = match self.0.iter().position(|(field, _)| field == name) {
            Some(index) => T::from_value(self.0.remove(index).1),
            None => default.ok_or_else(|| PathError::words("missing field")),
        };
        value.map_err(|error| error.in_field(name))
    }

    /// Every field, by name.
    pub(crate) fn into_entries(self) -> Vec<(Cow<'static, str>, Value)> {
        self.0
    }
}

/// A name with parameters: `"cosine"`, or `{"polynomial": {"power": 2.0}}`.
pub(crate) struct Variant {
    pub(crate) name: String,
    parameters: Option<Value>,
}

impl Variant {
    /// Takes `value` apart; `expected` are words that follow "must be".
    pub(crate) fn of(value: Value, expected: &'static str) -> Result<Self, PathError> {
        match value {
            Value::Text(name) => Ok(Self { name: name.into_owned(), parameters: None }),
            Value::Map(entries) if entries.len() == 1 => {
                let (name, parameters) =
                    entries.into_iter().next().unwrap_or((Cow::Borrowed(""), Value::Null));
                Ok(Self { name: name.into_owned(), parameters: Some(parameters) })
            }
            other => Err(PathError::unexpected(&other, expected)),
        }
    }

    /// Whether there are no parameters.
    pub(crate) const fn is_unit(&self) -> bool {
        self.parameters.is_none()
    }

    /// The variant with these parameters, or without any.
    pub(crate) fn with<T>(
        self,
        names: &[&str],
        variant: impl FnOnce(&mut Fields) -> Result<T, PathError>,
    ) -> Result<T, PathError> {
        let result = match self.parameters {
            None if names.is_empty() => variant(&mut Fields(Vec::new())),
            Some(_) if names.is_empty() => {
                Err(PathError::words(format!("has no parameters: write \"{}\"", self.name)))
            }
            Some(value @ Value::Map(_)) => {
                Fields::of(value, names).and_then(|mut fields| variant(&mut fields))
            }
            _ => {
                let parameters: Vec<String> = names.iter().map(|name| format!("\"{name}\": ..")).collect();
                let parameters = parameters.join(", ");
                Err(PathError::words(format!("must be {{\"{}\": {{{parameters}}}}}", self.name)))
            }
        };
        result.map_err(|error| error.in_field(self.name))
    }

    /// The error for a name that is none of `names`.
    pub(crate) fn unknown<T>(&self, names: &[&str]) -> Result<T, PathError> {
        let name = Short(&self.name);
        Err(PathError::words(format!("unknown variant `{name}`, expected {}", one_of(names))))
    }
}

/// `` one of `a`, `b` ``.
pub(crate) fn one_of(names: &[&str]) -> String {
    format!("one of `{}`", names.join("`, `"))
}
