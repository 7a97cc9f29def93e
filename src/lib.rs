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
//! It is also data (feature `serde`):
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
//! A range test finds the peak rate. Here gradient descent on `5 x^2`, which diverges above a rate of 0.2:
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
//! | [`Scheduler`] | the trait: `lr(step)`, whole curves, and the adaptors as methods |
//! | [`LinearDecay`], [`CosineDecay`], [`PolynomialDecay`] | fixed-length decays from one rate to another |
//! | [`Anneal`] with a [`Shape`] | a fixed-length transition along any curve, up or down |
//! | [`StepDecay`], [`MultiStepDecay`], [`PiecewiseConstant`] | step-wise: a factor every so often, at milestones, or a list of rates |
//! | [`ExponentialDecay`], [`InverseTimeDecay`], [`InverseSqrtDecay`], [`Noam`] | unbounded decays |
//! | [`Constant`] | one rate |
//! | [`Interpolated`] | interpolation between given points |
//! | [`Cyclic`], [`WarmRestarts`], [`OneCycle`], [`OneCycleMomentum`] | cyclic: CLR, SGDR, and one-cycle with its momentum |
//! | [`from_fn`] | any function of the step as a schedule |
//! | [`presets`] | common compositions: warmup with linear or cosine decay, warmup-stable-decay, .. |
//! | [`adaptors`] | the types behind the methods: warmup, cooldown, one schedule after another, scaling, .. |
//! | [`Schedule`] | any schedule as one type, for configuration files and checkpoints |
//! | [`Cursor`] | a schedule with a step counter, for the training loop |
//! | [`ParamGroups`] | a schedule per parameter group |
//! | [`StepCount`] | samples, batches and epochs to numbers of updates |
//! | [`Phase`], [`PhaseKind`] | which part of a schedule a step is in: warmup, decay, cooldown, .. |
//! | [`ReduceOnPlateau`] | a factor that falls when a metric stops improving; [`plateau`] has its parts |
//! | [`LrRangeFinder`] | the range test; [`finder`] has its report, suggestions, and the rules of other tools |
//! | [`training`] | what belongs to the loop: the cursor, counts, groups, [batch-size rules](training::batch_size), the [first difference](training::first_difference) of two schedules |
//! | [`transfer`] | the peak rate after a change of schedule, and weights that replace a cooldown |
//! | `plot` | charts as SVG (feature `plot`) |
//! | [`Error`] | why a constructor refused a parameter |
//! | [`guide`] | which schedule, which rate, how much warmup, configuration files, and the schedules of PyTorch, optax, Keras, Transformers, timm, fastai and burn row by row |
//!
//! # Guarantees
//!
//! - Whatever a constructor or a file accepts gives a finite rate `>= 0` at every step from 0 to `usize::MAX`.
//! - Start and end rates are exact, bit for bit, and the last rate holds.
//! - A schedule inside another counts its own steps from 0. A phase of length 0 is skipped.
//! - [`Scheduler::fill`] gives the bits of [`Scheduler::lr`].
//! - The same configuration gives the same bits on every platform with IEEE 754 doubles: half-cosines and powers of a
//!   factor come from kernels made of `+ - * /`, all other transcendental functions from the `libm` crate, none from std.
//!   (The one known exception is 32-bit x86 without SSE2.)
//! - Schedules written to JSON or TOML are equal when read back.
//! - No code of the crate panics on a value that it is given.
//!
//! Each of these is a test over every schedule and adaptor. A table of bits is checked on x86-64, i686 and aarch64, and
//! under other code generation.
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
#[cfg(feature = "serde")]
pub mod data;
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
