//! Learning-rate schedules as pure functions of the step, adaptors that compose them, and a range finder that
//! suggests a rate. No tensor, optimizer or framework is needed.
//!
//! A schedule gives the rate of each optimizer update, as an `f64`:
//!
//! ```
//! use lr_schedule::{CosineDecay, Scheduler, presets};
//!
//! let schedule = presets::warmup_cosine(1e-3, 1e-5, 500, 10_000)?; // peak, end, warmup, length of the run
//! for step in 0..10_000 {
//!     let lr = schedule.lr(step); // optimizer.set_learning_rate(lr), then the update
//! #   assert!(lr <= 1e-3);
//! }
//! let same = CosineDecay::new(1e-3, 1e-5, 9_500)?.warmup(500, 0.0)?; // an adaptor adds its steps: 500 + 9,500
//! assert_eq!(same.lr(5_000), schedule.lr(5_000));
//! # Ok::<(), lr_schedule::Error>(())
//! ```
//!
//! With the feature `serde`, schedules can be saved and loaded:
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
//! A range test suggests a constant rate, and `peak_for` converts it to the peak of a schedule. Here the training is
//! gradient descent on `5 x^2`, which diverges above 0.2:
//!
//! ```
//! use lr_schedule::{LrRangeFinder, presets};
//!
//! let train = |x: &mut f64, lr: f64| { let loss = 5.0 * *x * *x; *x -= lr * 10.0 * *x; loss };
//! let suggestion = LrRangeFinder::default().run_on(&4.0, train).suggest()?;
//! let template = presets::warmup_cosine(1.0, 0.0, 500, 10_000)?; // only its form matters, not its peak
//! let peak = suggestion.peak_for(&template, 10_000)?;
//! assert!(suggestion.lr() < peak && peak < 0.2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The test ruins the state of the model: [`run_on`](LrRangeFinder::run_on) trains a clone, and
//! [`Restore`](finder::Restore) restores the original.
//!
//! A **step** is the 0-based index of an optimizer update; the rate is read before the update, and the last update of a
//! run of `n` has step `n - 1`. A schedule has no state: to resume, call `lr` with the saved step. Micro-batches,
//! processes and epochs are not steps: [`guide::steps`] has recipes.
//!
//! Compared with PyTorch, [`Schedule`] is any schedule as one type, [`Scheduler`] is the trait, and [`Cursor`] is the
//! stateful object with a counter. [`guide::coming_from`] translates the schedules of PyTorch and other libraries.
//!
//! # Overview
//!
//! | | |
//! |---|---|
//! | [`Scheduler`] | the trait that all schedules implement, with `lr(step)`; no state (for a counter see [`Cursor`]) |
//! | [`LinearDecay`], [`CosineDecay`], [`PolynomialDecay`] | decay from one rate to a lower one over a fixed number of steps |
//! | [`Anneal`], [`Shape`] | a transition between two rates over a fixed number of steps, up or down, along any of the shapes: linear, cosine, geometric, .. |
//! | [`StepDecay`], [`MultiStepDecay`] | multiply the rate by a factor at equal intervals, or at given steps |
//! | [`PiecewiseConstant`] | a list of rates, with the steps at which the rate changes |
//! | [`Interpolated`] | a curve through given (step, rate) points |
//! | [`ExponentialDecay`], [`InverseTimeDecay`], [`InverseSqrtDecay`] | without a fixed end: by a constant factor per step, as `1 / (1 + gamma t)^power`, or as `1 / sqrt(t)` |
//! | [`Noam`] | linear warmup and inverse square root decay, as in the original Transformer |
//! | [`Cyclic`], [`CyclicMode`] | rises and falls between two bounds (CLR); the mode sets how the amplitude changes |
//! | [`WarmRestarts`] | decays and jumps back to its start rate in every cycle (SGDR) |
//! | [`OneCycle`] | rises and falls once in a run (super-convergence) |
//! | [`OneCycleMomentum`] | the matching momentum, made by [`OneCycle::momentum`] |
//! | [`Constant`] | one rate for all steps |
//! | [`from_fn`] | turns a function of the step into a scheduler; its rates are not checked, and it cannot become a `Schedule` |
//! | [`presets`] | functions for common compositions: warmup with linear or cosine decay, warmup-stable-decay, .. |
//! | [`Schedule`] | an enum that can hold any built-in schedule or composition: for struct fields, collections, configuration files, checkpoints |
//! | [`Schedule::rescaled`] | converts all lengths, so one file serves runs of any length |
//! | [`Cursor`] | a schedule with a step counter, for the training loop |
//! | [`ParamGroups`] | a schedule for each parameter group |
//! | [`StepCount`] | converts samples, batches and epochs to numbers of updates |
//! | [`Phase`], [`PhaseKind`] | the part of a schedule that a step is in, such as warmup or decay, for logs and charts |
//! | [`ReduceOnPlateau`] | a factor for the rate that is reduced when a metric stops improving; [`plateau`] has its modes and results |
//! | [`LrRangeFinder`] | runs a range test and suggests a constant rate; [`Suggestion::peak_for`](finder::Suggestion::peak_for) converts it to the peak of your schedule |
//! | [`finder`] | its report and suggestion, a guard that restores the model after the test ([`Restore`](finder::Restore)), and the suggestion rules of other tools |
//! | [`transfer::peak_ratio`] | the factor from the best peak rate of one schedule to that of another |
//! | [`transfer::merge_weights`] | weights for averaging checkpoints of a constant-rate run, which replaces a cooldown |
//! | [`training`] | [batch-size rules](training::batch_size), and the [first step](training::first_difference) at which two schedules differ |
//! | `plot` | draws schedules and range tests as SVG (feature `plot`) |
//! | `serial` | the trait `Data`: implement it for your own scheduler to save and load it with serde (feature `serde`) |
//! | [`Error`] | the error of every constructor, adaptor and conversion; the range finder has [`SuggestError`](finder::SuggestError) and [`SweepError`](finder::SweepError), and reading data `PathError` |
//! | [`guide`] | the manual: choosing a schedule and a rate, warmup, configuration files, resuming, and tables that translate PyTorch, optax, Keras, Transformers and others |
//!
//! The adaptors are methods of [`Scheduler`]; [`adaptors`] has their return types, rarely named in code.
//!
//! | | |
//! |---|---|
//! | [`warmup`](Scheduler::warmup), [`warmup_with`](Scheduler::warmup_with) | ramp up to the first rate, then follow the schedule |
//! | [`then`](Scheduler::then) | switches to another schedule at a step |
//! | [`cooldown`](Scheduler::cooldown) | goes from the rate at a step to an end rate |
//! | [`scaled`](Scheduler::scaled), [`clamped`](Scheduler::clamped), [`times`](Scheduler::times), [`plus`](Scheduler::plus) | arithmetic on the rates |
//! | [`delayed`](Scheduler::delayed), [`skip`](Scheduler::skip), [`repeated`](Scheduler::repeated), [`per_epoch`](Scheduler::per_epoch), [`stretched`](Scheduler::stretched) | the same rates, shifted, repeated or stretched in time |
//!
//! # Guarantees
//!
//! For every schedule and composition that a constructor or a file accepts; `from_fn` and your own `Scheduler` are not
//! checked.
//!
//! - The rate is finite and `>= 0` at every step from 0 to `usize::MAX`.
//! - Start and end rates are exact, bit for bit. A schedule that ends keeps its last rate; unbounded decays and cycles
//!   never end.
//! - After `warmup`, `delayed` and `then`, the wrapped schedule starts at its own step 0; in `times` and `plus` both
//!   use the outer step. A phase of length 0 is skipped.
//! - [`Scheduler::fill`] gives the same bits as [`Scheduler::lr`].
//! - The same configuration gives the same bits on every platform; functions such as `cos` and `pow` come from this
//!   crate or the `libm` crate, never from the platform. (The one known exception is 32-bit x86 without SSE2.)
//! - A schedule read back from TOML, or from JSON with `serde_json`'s feature `float_roundtrip`, equals the one
//!   written.
//! - No value passed to the crate makes it panic.
//!
//! Each is tested over every schedule and adaptor, and the bits on x86-64, i686 and WebAssembly. Formulas use steps as
//! `f64`: exact up to 2^53, and rounded to the nearest float above.
//!
//! # Performance
//!
//! Warmup and cosine take 8 ns per rate, or 2 ns with [`Scheduler::fill`] for a whole curve; `benches/README.md` in the
//! repository has every schedule, and other libraries.
//!
//! # Features
//!
//! | feature | adds |
//! |---|---|
//! | `serde` | saves and loads every type, checked when it is read |
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
#[cfg(not(feature = "serde"))]
#[path = "serial/without.rs"]
mod serial;
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
