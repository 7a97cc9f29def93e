//! The box around an adaptor, or a large schedule, in a `Schedule`.

use alloc::boxed::Box;
use core::fmt;
use core::ops::Deref;

use crate::schedules::WarmRestarts;

/// An adaptor, or a large schedule, inside a [`Schedule`](crate::Schedule), to which this dereferences.
///
/// Only [`Schedule::new`](crate::Schedule::new), [`From`] and deserialization create it, so nesting stays within the
/// limit.
#[derive(Clone, PartialEq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(transparent))]
pub struct Nested<T>(Box<T>);

impl<T> Nested<T> {
    pub(super) fn new(schedule: T) -> Self {
        Self(Box::new(schedule))
    }
}

impl From<WarmRestarts> for Nested<WarmRestarts> {
    fn from(schedule: WarmRestarts) -> Self {
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
