//! Checks of parameters, which return the value or an error that names it, and getters.

use core::num::NonZero;

use crate::Error;

/// The maximum nesting of adaptors in a [`Schedule`](crate::Schedule).
pub(crate) const MAX_DEPTH: usize = 64;

/// A finite rate `>= 0`. Negative zero becomes zero.
pub(crate) fn rate(name: &'static str, value: f64) -> Result<f64, Error> {
    real(name, value, value >= 0.0, "finite and >= 0")
}

/// A finite number above zero.
pub(crate) fn positive(name: &'static str, value: f64) -> Result<f64, Error> {
    real(name, value, value > 0.0, "finite and > 0")
}

/// A finite number of either sign.
pub(crate) fn finite(name: &'static str, value: f64) -> Result<f64, Error> {
    real(name, value, true, "finite")
}

/// A number from 0 to 1, both included.
pub(crate) fn fraction(name: &'static str, value: f64) -> Result<f64, Error> {
    real(name, value, (0.0..=1.0).contains(&value), "in 0..=1")
}

/// A number from 0 to below 1.
pub(crate) fn below_one(name: &'static str, value: f64) -> Result<f64, Error> {
    real(name, value, (0.0..1.0).contains(&value), "in 0..1")
}

/// A rate that is an entry of the list `name`.
pub(crate) fn rate_in_list(name: &'static str, index: usize, value: f64) -> Result<f64, Error> {
    rate(name, value).map_err(|error| error.in_list(name, index))
}

/// A count of at least one.
pub(crate) fn at_least_one(name: &'static str, value: usize) -> Result<NonZero<usize>, Error> {
    NonZero::new(value).ok_or(Error::InvalidCount { name, value, allowed: "at least 1" })
}

/// Checks that one number is at most another.
pub(crate) fn ordered(
    (name, value): (&'static str, f64),
    (limit_name, limit): (&'static str, f64),
) -> Result<(), Error> {
    if value <= limit { Ok(()) } else { Err(Error::NotOrdered { name, value, limit_name, limit }) }
}

/// The initial and final rates of a decay, which must not rise.
pub(crate) fn falling(start: f64, end: f64) -> Result<(f64, f64), Error> {
    let (start, end) = (rate("start", start)?, rate("end", end)?);
    if end > start { Err(Error::RisingDecay { start, end }) } else { Ok((start, end)) }
}

/// Checks that steps are in ascending order; neighbours may be equal.
pub(crate) fn sorted(name: &'static str, steps: impl IntoIterator<Item = usize>) -> Result<(), Error> {
    let mut previous = 0;
    for (index, value) in steps.into_iter().enumerate() {
        if value < previous {
            return Err(Error::NotSorted { name, index, value, previous });
        }
        previous = value;
    }
    Ok(())
}

pub(crate) fn real(
    name: &'static str,
    value: f64,
    in_range: bool,
    allowed: &'static str,
) -> Result<f64, Error> {
    if value.is_finite() && in_range {
        Ok(value + 0.0) // -0.0 + 0.0 is 0.0
    } else {
        Err(Error::OutOfRange { name, value, allowed })
    }
}

/// Getters of private fields, each below its documentation; `every.get(): usize` reads a `NonZero`.
macro_rules! getters {
    ($($(#[$doc:meta])* $field:ident $(.$get:ident())?: $Type:ty,)*) => {
        $(
            $(#[$doc])*
            #[must_use]
            pub const fn $field(&self) -> $Type {
                self.$field$(.$get())?
            }
        )*
    };
}

pub(crate) use getters;
