//! The Rust side of the page: schedules, curves, comparisons and range tests, asked for and answered in JSON.
//!
//! [`Page`] keeps what the page has open and answers a [`Request`] at a time. `wasm.rs` hands it to JavaScript;
//! tests use it directly.

#[path = "../../examples/catalogue/mod.rs"]
mod catalogue;
mod comparison;
mod curve;
mod locate;
mod log;
mod page;
mod request;
mod rust_expression;
mod source;
mod sweep;
mod table;
mod transfer;
mod unsmooth;
mod wasm;

pub use page::{Answer, Page};
pub use request::{Format, Request, Smoothing};
pub use rust_expression::{rust_expression, rust_snippet};

/// One catalogue entry: its group, name and description, and the schedule.
#[must_use]
pub fn catalogue() -> Vec<(&'static str, &'static str, &'static str, lr_schedule::Schedule)> {
    let entries = catalogue::catalogue().unwrap_or_default();
    entries.into_iter().map(|entry| (entry.group, entry.name, entry.about, entry.schedule)).collect()
}
