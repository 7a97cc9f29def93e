//! Charts of schedules and range tests as SVG (feature `plot`).
//!
//! [`Chart`] draws one or several schedules, [`RangeTestChart`] the report of an
//! [`LrRangeFinder`](crate::LrRangeFinder). Both return the SVG as a `String` or write it to a file. The background
//! is transparent and the colours are readable on light and dark pages; text has the colour of the page if that
//! defines the CSS variable `--main-color`, as rustdoc does, and is grey elsewhere.
//!
//! ```
//! use lr_schedule::plot::Chart;
//! use lr_schedule::{CosineDecay, Scheduler};
//!
//! let schedule = CosineDecay::new(1e-3, 1e-5, 9_500)?.warmup(500, 0.0)?;
//! let svg = Chart::of(&schedule).svg()?;
//! assert!(svg.starts_with("<svg") && svg.contains("warmup"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! On `wasm32-unknown-unknown` plotters always depends on `wasm-bindgen`, so a module built with this feature must be
//! processed by `wasm-bindgen`. The rest of the crate does not need that.

mod axis;
mod canvas;
mod chart;
mod range_test;
mod simplify;

pub use chart::Chart;
pub use range_test::RangeTestChart;
