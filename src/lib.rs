//! Learning-rate schedules as pure functions of the step, adaptors that compose them, and a range finder that
//! suggests the peak rate. No tensor, optimizer or framework is needed.
//!
//! A schedule gives the rate of each optimizer update:
//!
//! ```
//! use lr_schedule::{Scheduler, presets};
//!
//! let schedule = presets::warmup_cosine(1e-3, 1e-5, 500, 10_000)?; // peak, end, warmup, length of the run
//! for step in 0..10_000 {
//!     let lr = schedule.lr(step); // optimizer.set_learning_rate(lr), then the update
//! #   assert!(lr <= 1e-3);
//! }
//! # Ok::<(), lr_schedule::Error>(())
//! ```
//!
//! With the feature `serde`, a schedule is also data:
//!
//! ```
//! # #[cfg(feature = "serde")] {
//! use lr_schedule::{Schedule, Scheduler};
//!
//! let text = r#"{"type": "cosine_decay", "start": 1e-3, "end": 0.0, "steps": 10000}"#;
//! let schedule: Schedule = serde_json::from_str(text)?;
//! assert_eq!(schedule.lr(0), 1e-3);
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A range test suggests the peak rate. Here the training is gradient descent on `5 x^2`, which diverges above 0.2:
//!
//! ```
//! use lr_schedule::LrRangeFinder;
//!
//! let mut x = 4.0;
//! let report = LrRangeFinder::default().run(|lr| { let loss = 5.0 * x * x; x -= lr * 10.0 * x; loss });
//! let suggestion = report.suggest()?;
//! assert!(suggestion.lr() < 0.2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A **step** is the 0-based index of an optimizer update; the rate is read before the update. Micro-batches, processes
//! and epochs are not steps: [`guide::steps`] has recipes. A schedule has no state, so resuming a run is `lr(step)`.
//!
//! # Overview
//!
//! | | |
//! |---|---|
//! | [`Scheduler`] | the trait of every schedule: `lr(step)` for one rate, `fill` and `rates` for many, and a method for each adaptor |
//! | [`LinearDecay`], [`CosineDecay`], [`PolynomialDecay`] | decay from one rate to a lower one over a fixed number of steps |
//! | [`Anneal`], [`Shape`] | a transition between two rates over a fixed number of steps, up or down, along any of the shapes: linear, cosine, geometric, .. |
//! | [`StepDecay`], [`MultiStepDecay`] | multiply the rate by a factor at equal intervals, or at given steps |
//! | [`PiecewiseConstant`], [`Interpolated`] | hold a list of rates in turn, or interpolate between them |
//! | [`ExponentialDecay`], [`InverseTimeDecay`], [`InverseSqrtDecay`] | decay without a fixed end, by a factor per step or with a power of time |
//! | [`Noam`] | linear warmup and inverse square root decay, as in the original Transformer |
//! | [`Cyclic`], [`CyclicMode`] | rises and falls between two bounds (CLR); the mode sets how the amplitude changes |
//! | [`WarmRestarts`] | decays and jumps back to its start rate in every cycle (SGDR) |
//! | [`OneCycle`], [`OneCycleMomentum`] | rises and falls once in a run (super-convergence), and the momentum that goes with it |
//! | [`Constant`], [`from_fn`] | one rate for all steps; any function of the step |
//! | [`presets`] | functions for common compositions: warmup with linear or cosine decay, warmup-stable-decay, .. |
//! | [`adaptors`] | the types that the adaptor methods return: warmup, cooldown, one schedule after another, scaling, .. |
//! | [`Schedule`] | one type for every schedule and composition, for configuration files and checkpoints |
//! | [`Cursor`] | a schedule with a step counter, for the training loop |
//! | [`ParamGroups`] | a schedule for each parameter group |
//! | [`StepCount`] | converts samples, batches and epochs to numbers of updates |
//! | [`Phase`], [`PhaseKind`] | the part of a schedule that a step is in, such as warmup or decay, for logs and charts |
//! | [`ReduceOnPlateau`] | a factor for the rate that is reduced when a metric stops improving; [`plateau`] has its modes and results |
//! | [`LrRangeFinder`] | runs a range test and suggests a peak rate; [`finder`] has its reports, and the rules of other tools |
//! | [`training`] | helpers for the training loop: cursor, groups and counts, [batch-size rules](training::batch_size), and the [first difference](training::first_difference) of two schedules |
//! | [`transfer`] | converts a tuned peak rate to another schedule, and weights an average of checkpoints in place of a cooldown |
//! | `plot` | draws schedules and range tests as SVG (feature `plot`) |
//! | `serial` | makes your own schedulers serializable (feature `serde`) |
//! | [`Error`] | why a constructor refused a parameter |
//! | [`guide`] | which schedule, which rate, how much warmup, configuration files, and the schedules of other libraries row by row |
//!
//! # Guarantees
//!
//! - A schedule that a constructor or a file accepts has a finite rate `>= 0` at every step from 0 to `usize::MAX`.
//! - Start and end rates are exact, bit for bit, and the last rate holds.
//! - A schedule inside another counts its own steps from 0. A phase of length 0 is skipped.
//! - [`Scheduler::fill`] gives the same bits as [`Scheduler::lr`].
//! - The same configuration gives the same bits on every platform with IEEE 754 doubles: half-cosines and powers of a
//!   factor come from kernels made of `+ - * /`, all other transcendental functions from the `libm` crate, none from std.
//!   (The one known exception is 32-bit x86 without SSE2.)
//! - Schedules written to JSON or TOML are equal when read back.
//! - No value passed to the crate makes it panic.
//!
//! Each is tested over every schedule and adaptor. A table of bits is checked on x86-64, i686 and aarch64, with and
//! without optimization and FMA.
//!
//! # Performance
//!
//! A rate of warmup and cosine takes 5 to 10 ns; with [`Scheduler::fill`] a curve of a million takes 2 ns per rate, a
//! quarter of what a hand-written loop takes. `benches/README.md` in the repository has every schedule, and other
//! libraries.
//!
//! # Features
//!
//! | feature | adds |
//! |---|---|
//! | `serde` | every type as data, checked when it is read |
//! | `schemars` | a JSON Schema of [`Schedule`] and the other types, for editors; enables `serde` |
//! | `plot` | charts of schedules and range tests as SVG; needs std, and `wasm-bindgen` on `wasm32-unknown-unknown` |
//!
//! Without `plot` the crate is `no_std` and needs `alloc`. No feature changes a rate.

#![cfg_attr(not(test), no_std)]
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    warn(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::print_stdout,
        clippy::print_stderr,
        clippy::std_instead_of_core,
        clippy::std_instead_of_alloc,
        clippy::alloc_instead_of_core,
    )
)]

extern crate alloc;
#[cfg(feature = "plot")]
extern crate std;

pub mod adaptors;
mod curve;
mod display;
mod dynamic;
mod error;
pub mod finder;
pub mod guide;
mod math;
mod param;
mod phase;
pub mod plateau;
#[cfg(feature = "plot")]
pub mod plot;
pub mod presets;
mod scheduler;
mod schedules;
#[cfg(feature = "serde")]
pub mod serial;
pub mod training;
pub mod transfer;

pub use curve::Shape;
pub use dynamic::Schedule;
pub use error::Error;
pub use finder::LrRangeFinder;
pub use phase::{Phase, PhaseKind};
pub use plateau::ReduceOnPlateau;
pub use scheduler::{Scheduler, from_fn};
pub use schedules::*;
pub use training::{Cursor, ParamGroups, StepCount};

/// The examples of the README, compiled.
#[cfg(all(doctest, feature = "serde"))]
#[doc = include_str!("../README.md")]
struct Readme;
