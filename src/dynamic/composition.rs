//! Types that convert to a `Schedule`.

use super::Schedule;

/// A schedule of the crate, an adaptor around one, or a [`Schedule`]: the argument of [`Schedule::new`].
pub trait Composition {
    /// The composition as one type.
    fn compose(self) -> Schedule;
}

impl Composition for Schedule {
    fn compose(self) -> Schedule {
        self
    }
}

/// A composition without a [`Schedule`] inside, whose depth is that of its type.
pub trait Static: Composition {}
