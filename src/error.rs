//! The one error of construction and loading.

/// Why a schedule could not be built or loaded.
///
/// Every message names the parameter, the value it got and what is allowed. There is one type for
/// the whole crate, so that `?` carries through a chain of constructors and adaptors.
///
/// ```
/// use lr_schedule::{Error, StepDecay};
///
/// let error = StepDecay::new(0.1, 1.5, 30).unwrap_err();
/// assert_eq!(error.to_string(), "`gamma` is 1.5, but must be in 0..=1");
/// assert!(matches!(error, Error::Rate { name: "gamma", .. }));
/// ```
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A rate, factor or other real parameter is outside what it may be.
    #[error("`{name}` is {value:?}, but must be {allowed}")]
    Rate {
        /// The parameter.
        name: &'static str,
        /// What it got.
        value: f64,
        /// What is allowed, as words that follow "must be".
        allowed: &'static str,
    },
    /// A number of steps, or another count, is outside what it may be.
    #[error("`{name}` is {value}, but must be {allowed}")]
    Count {
        /// The parameter.
        name: &'static str,
        /// What it got.
        value: usize,
        /// What is allowed, as words that follow "must be".
        allowed: &'static str,
    },
    /// The lower of two real parameters is above the higher one.
    #[error("`{name}` is {value:?}, but must be at most `{limit_name}`, which is {limit:?}")]
    Order {
        /// The lower parameter.
        name: &'static str,
        /// What it got.
        value: f64,
        /// The higher parameter.
        limit_name: &'static str,
        /// What that got.
        limit: f64,
    },
    /// A list of steps goes down.
    #[error("`{name}` has {value} after {previous} (at index {index}), but must not go down")]
    Unsorted {
        /// The list.
        name: &'static str,
        /// Where the list goes down.
        index: usize,
        /// The entry at `index`.
        value: usize,
        /// The entry before it.
        previous: usize,
    },
    /// A list has the wrong number of entries.
    #[error("`{name}` has {value} entries, but must have {allowed}")]
    Length {
        /// The list.
        name: &'static str,
        /// How many entries it has.
        value: usize,
        /// What is allowed, as words that follow "must have".
        allowed: &'static str,
    },
    /// A schedule is nested more deeply than data may be.
    #[error(
        "`schedule` is nested more than {limit} levels deep; use `piecewise_constant` or `interpolated` for long programmes"
    )]
    TooDeep {
        /// How many levels are allowed.
        limit: usize,
    },
}
