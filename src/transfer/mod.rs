//! From one schedule to another: the peak rate that belongs to each.
//!
//! | question | function |
//! |---|---|
//! | 1e-3 is the best peak with cosine; which is it with WSD? | [`peak_ratio`] |
//! | which of two schedules makes better use of the same steps? | [`quality`] |
//!
//! Both evaluate a worst-case bound for convex problems that real training runs follow closely.
//! [`guide::changing_the_schedule`](crate::guide::changing_the_schedule) has a table of ratios, the evidence and its
//! limits.

mod bound;

pub use bound::{peak_ratio, quality};
