//! The box around an adaptor, or a large schedule, in a `Schedule`.

use alloc::boxed::Box;
use core::fmt;
use core::ops::Deref;

/// An adaptor, or a large schedule, inside a [`Schedule`](crate::Schedule), to which this dereferences.
///
/// Only [`Schedule::new`](crate::Schedule::new), [`From`] and deserialization create it, so nesting stays within the
/// limit.
#[derive(Clone, PartialEq)]
pub struct Nested<T>(Box<T>);

impl<T> Nested<T> {
    pub(super) fn new(schedule: T) -> Self {
        Self(Box::new(schedule))
    }
}

impl<T> From<T> for Nested<T> {
    fn from(schedule: T) -> Self {
        Self::new(schedule)
    }
}

impl<T> Deref for Nested<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: fmt::Debug> fmt::Debug for Nested<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(feature = "schemars")]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Nested<T> {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        T::json_schema(generator)
    }
}
