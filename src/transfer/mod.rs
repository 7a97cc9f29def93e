//! Converts a peak rate to another schedule, and replaces a cooldown by an average of checkpoints.
//!
//! | question | function |
//! |---|---|
//! | 1e-3 is the best peak for cosine; which peak does WSD need? | [`peak_ratio`] |
//! | which of two schedules has the lower bound on the loss? | [`quality`] |
//! | which weights make an average of checkpoints replace a cooldown? | [`merge_weights`] |
//!
//! The first two evaluate a worst-case bound for convex problems that real training runs follow closely.
//! [`guide::changing_the_schedule`](crate::guide::changing_the_schedule) has a table of ratios, the evidence and its
//! limits.

mod bound;
mod weights;

pub use bound::{peak_ratio, quality};
pub use weights::merge_weights;
