//! The box around an adaptor in a `Schedule`.

use alloc::boxed::Box;
use core::fmt;
use core::ops::Deref;

/// An adaptor inside a [`Schedule`](crate::Schedule), to which this dereferences.
///
/// Only [`Schedule::new`](crate::Schedule::new), [`From`] and deserialization create it, so nesting stays within the
/// limit.
#[derive(Clone, PartialEq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(transparent))]
pub struct Nested<T>(Box<T>);

impl<T> Nested<T> {
    pub(super) fn new(adaptor: T) -> Self {
        Self(Box::new(adaptor))
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
