//! The arguments of a library's scheduler, from a table.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::error::Error;

use serde_json::{Map, Value};

pub(crate) type Result<T> = core::result::Result<T, Box<dyn Error>>;

/// The arguments of one case. An argument that no mapping reads is an error, so that none is lost.
pub(crate) struct Params<'a> {
    values: &'a Map<String, Value>,
    asked: RefCell<BTreeSet<&'static str>>,
    /// The last step of the case, for schedules that have to be unrolled.
    pub last_step: usize,
}

impl<'a> Params<'a> {
    pub(crate) fn new(values: &'a Map<String, Value>, last_step: usize) -> Self {
        Self { values, asked: RefCell::default(), last_step }
    }

    /// A required argument.
    pub(crate) fn need<T: FromJson>(&self, name: &'static str) -> Result<T> {
        self.get(name)?.ok_or_else(|| format!("the argument `{name}` is missing").into())
    }

    /// An optional argument, `null` or absent.
    pub(crate) fn get<T: FromJson>(&self, name: &'static str) -> Result<Option<T>> {
        self.asked.borrow_mut().insert(name);
        match self.values.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => {
                read(value).map(Some).map_err(|error| format!("the argument `{name}`: {error}").into())
            }
        }
    }

    /// Arguments that do not change the rates.
    pub(crate) fn ignore(&self, names: &[&'static str]) {
        self.asked.borrow_mut().extend(names);
    }

    /// Fails if the mapping has not read every argument.
    pub(crate) fn check_all_asked(&self) -> Result<()> {
        let asked = self.asked.borrow();
        let unknown: Vec<_> = self.values.keys().filter(|name| !asked.contains(name.as_str())).collect();
        if unknown.is_empty() { Ok(()) } else { Err(format!("unknown arguments {unknown:?}").into()) }
    }
}

/// Reads a value of a table.
pub(crate) fn read<T: FromJson>(value: &Value) -> Result<T> {
    T::from_json(value).ok_or_else(|| format!("{value} is not {}", T::EXPECTED).into())
}

pub(crate) trait FromJson: Sized {
    const EXPECTED: &'static str;
    fn from_json(value: &Value) -> Option<Self>;
}

impl FromJson for f64 {
    const EXPECTED: &'static str = "a number";
    fn from_json(value: &Value) -> Option<Self> {
        value.as_f64()
    }
}

impl FromJson for usize {
    const EXPECTED: &'static str = "a count";
    fn from_json(value: &Value) -> Option<Self> {
        match value.as_u64() {
            Some(count) => Self::try_from(count).ok(),
            // Python writes 20.0 where it divided.
            None => value.to_string().strip_suffix(".0")?.parse().ok(),
        }
    }
}

impl FromJson for bool {
    const EXPECTED: &'static str = "a bool";
    fn from_json(value: &Value) -> Option<Self> {
        value.as_bool()
    }
}

impl FromJson for String {
    const EXPECTED: &'static str = "a string";
    fn from_json(value: &Value) -> Option<Self> {
        value.as_str().map(ToOwned::to_owned)
    }
}

impl FromJson for Map<String, Value> {
    const EXPECTED: &'static str = "an object";
    fn from_json(value: &Value) -> Option<Self> {
        value.as_object().cloned()
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    const EXPECTED: &'static str = "a list";
    fn from_json(value: &Value) -> Option<Self> {
        value.as_array()?.iter().map(T::from_json).collect()
    }
}

impl<A: FromJson, B: FromJson> FromJson for (A, B) {
    const EXPECTED: &'static str = "a pair";
    fn from_json(value: &Value) -> Option<Self> {
        let [a, b] = value.as_array()?.as_slice() else { return None };
        Some((A::from_json(a)?, B::from_json(b)?))
    }
}

impl<A: FromJson, B: FromJson, C: FromJson> FromJson for (A, B, C) {
    const EXPECTED: &'static str = "three values";
    fn from_json(value: &Value) -> Option<Self> {
        let [a, b, c] = value.as_array()?.as_slice() else { return None };
        Some((A::from_json(a)?, B::from_json(b)?, C::from_json(c)?))
    }
}
