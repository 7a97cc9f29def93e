//! Numbers, Booleans, text, lists and pairs.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::num::NonZero;

use super::{Data, PathError, Value};
use crate::math;

impl Data for f64 {
    fn to_value(&self) -> Value {
        Value::Float(*self)
    }

    #[expect(clippy::cast_precision_loss, reason = "the nearest float is meant")]
    fn from_value(value: Value) -> Result<Self, PathError> {
        match value {
            Value::Float(value) => Ok(value),
            Value::Unsigned(value) => Ok(value as Self),
            Value::Signed(value) => Ok(value as Self),
            Value::Text(_) => Err(PathError::unexpected(&value, "a number, without quotes")),
            Value::Null => Err(PathError::unexpected(&value, "a number (JSON has no NaN and no infinity)")),
            other => Err(PathError::unexpected(&other, "a number")),
        }
    }
}

impl Data for usize {
    fn to_value(&self) -> Value {
        Value::Unsigned(*self as u64)
    }

    /// A whole number, however it is written: `1000`, `1000.0` and `1e3` are the same.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "whole and below 2^53"
    )]
    fn from_value(value: Value) -> Result<Self, PathError> {
        let count = match value {
            Value::Unsigned(count) => count,
            Value::Float(number) if number > 0.0 && number < 1.0 => {
                let expected = "a whole number of updates; for a part of a run, write the schedule over 1000 steps and use `Schedule::rescaled`";
                return Err(PathError::unexpected(&value, expected));
            }
            Value::Float(number) if number >= math::EXACT => {
                return Err(PathError::unexpected(
                    &value,
                    "a whole number below 2^53, or one written with all its digits",
                ));
            }
            Value::Float(number) if number >= 0.0 && (number as u64) as f64 == number => number as u64,
            Value::Signed(_) => return Err(PathError::unexpected(&value, "a whole number, at least 0")),
            Value::Text(_) => return Err(PathError::unexpected(&value, "a whole number, without quotes")),
            other => return Err(PathError::unexpected(&other, "a whole number")),
        };
        Self::try_from(count)
            .map_err(|_| PathError::unexpected(&Value::Unsigned(count), "below 2^32 on this platform"))
    }
}

impl Data for NonZero<usize> {
    fn to_value(&self) -> Value {
        self.get().to_value()
    }

    fn from_value(value: Value) -> Result<Self, PathError> {
        Self::new(usize::from_value(value)?)
            .ok_or_else(|| PathError::unexpected(&Value::Unsigned(0), "at least 1"))
    }
}

impl Data for bool {
    fn to_value(&self) -> Value {
        Value::Bool(*self)
    }

    fn from_value(value: Value) -> Result<Self, PathError> {
        match value {
            Value::Bool(value) => Ok(value),
            other => Err(PathError::unexpected(&other, "true or false")),
        }
    }
}

impl Data for String {
    fn to_value(&self) -> Value {
        Value::Text(Cow::Owned(self.clone()))
    }

    fn from_value(value: Value) -> Result<Self, PathError> {
        match value {
            Value::Text(text) => Ok(text.into_owned()),
            other => Err(PathError::unexpected(&other, "text")),
        }
    }
}

impl<T: Data> Data for Option<T> {
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, Data::to_value)
    }

    fn from_value(value: Value) -> Result<Self, PathError> {
        if value == Value::Null { Ok(None) } else { T::from_value(value).map(Some) }
    }
}

impl<T: Data> Data for Vec<T> {
    fn to_value(&self) -> Value {
        Value::List(self.iter().map(Data::to_value).collect())
    }

    fn from_value(value: Value) -> Result<Self, PathError> {
        let Value::List(values) = value else { return Err(PathError::unexpected(&value, "a list")) };
        let read = |(index, value)| T::from_value(value).map_err(|error| error.at_index(index));
        values.into_iter().enumerate().map(read).collect()
    }
}

impl<A: Data, B: Data> Data for (A, B) {
    fn to_value(&self) -> Value {
        Value::List(Vec::from([self.0.to_value(), self.1.to_value()]))
    }

    fn from_value(value: Value) -> Result<Self, PathError> {
        let Value::List(values) = value else { return Err(PathError::unexpected(&value, "a list of two")) };
        let length = values.len();
        match <[Value; 2]>::try_from(values) {
            Ok([first, second]) => Ok((
                A::from_value(first).map_err(|error| error.at_index(0))?,
                B::from_value(second).map_err(|error| error.at_index(1))?,
            )),
            Err(_) => Err(PathError::words(alloc::format!("invalid length {length}, expected 2"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_whole_however_they_are_written() {
        let read = |value| usize::from_value(value).map_err(|error| error.path().count());
        // The largest count below 2^53, from which on floats have gaps.
        let largest = usize::try_from((1_u64 << 53) - 1).unwrap_or(usize::MAX);
        for (number, count) in [(0.0, 0), (1.0, 1), (1e3, 1_000), (math::float(largest), largest)] {
            assert_eq!(read(Value::Float(number)), Ok(count));
            assert_eq!(read(Value::Unsigned(count as u64)), Ok(count));
        }
        for number in [-1.0, -0.5, 0.5, 1.5, 9_007_199_254_740_992.0, 1e300, f64::INFINITY, f64::NAN] {
            assert_eq!(read(Value::Float(number)), Err(0), "{number}");
        }
        for value in [Value::Signed(-1), Value::Text("1".into()), Value::Bool(true), Value::Null] {
            assert!(read(value).is_err());
        }
    }

    #[test]
    fn counts_of_at_least_one_are_no_zero() {
        assert_eq!(
            NonZero::<usize>::from_value(Value::Float(2.0)),
            Ok(NonZero::<usize>::MIN.saturating_add(1))
        );
        assert!(NonZero::<usize>::from_value(Value::Unsigned(0)).is_err());
        assert_eq!(NonZero::<usize>::MIN.to_value(), Value::Unsigned(1));
    }
}
