//! Learning-rate schedules as pure functions of the step, adaptors that compose them, and a range finder
//! that suggests a rate. It knows no tensor, no optimizer and no framework.
//!
//! ```
//! use lr_schedule::{CosineDecay, Scheduler};
//!
//! let schedule = CosineDecay::new(1e-3, 1e-5, 9_500)?.warmup(500, 0.0)?;
//! for step in 0..10_000 {
//!     let lr = schedule.lr(step); // optimizer.set_learning_rate(lr), then the update
//! #   assert!(lr <= 1e-3);
//! }
//! # Ok::<(), lr_schedule::Error>(())
//! ```
//!
//! A **step** is the 0-based index of an optimizer update; the rate is read before the update. Micro-batches,
//! processes and epochs are not steps: [`guide::steps`] has the recipes, [`StepCount`] the arithmetic, and
//! [`guide::coming_from`] says where other systems count differently. A schedule keeps no state, so resuming is
//! `lr(step)`.
//!
//! # The map
//!
//! | what | where |
//! |---|---|
//! | the trait, and the adaptors as its methods | [`Scheduler`] |
//! | how a rate travels from one value to another | [`Shape`] |
//! | to an end | [`LinearDecay`], [`CosineDecay`], [`PolynomialDecay`], [`Anneal`] (any shape) |
//! | in stairs | [`StepDecay`], [`MultiStepDecay`], [`PiecewiseConstant`] |
//! | without end | [`Constant`], [`ExponentialDecay`], [`InverseTimeDecay`], [`InverseSqrtDecay`], [`Noam`] |
//! | through points | [`Interpolated`] |
//! | in cycles | [`Cyclic`], [`WarmRestarts`], [`OneCycle`] and its [`OneCycleMomentum`] |
//! | adaptors | [`Warmup`], [`Then`], [`Cooldown`], [`Scaled`], [`Clamped`], [`Product`], [`Sum`], [`Delayed`], [`Repeated`], [`Skip`], [`PerEpoch`], [`Stretched`] |
//! | compositions by name: warmup and cosine, WSD, .. | [`presets`] |
//! | any function | [`from_fn`] |
//! | any schedule as a value and as data | [`Schedule`] |
//! | what follows a metric | [`ReduceOnPlateau`] |
//! | which rate to use | [`LrRangeFinder`], [`finder`] |
//! | samples, batches, epochs into steps; rates for other batch sizes | [`StepCount`], [`batch_size`] |
//! | one counter for a loop | [`Cursor`] |
//! | parameter groups | [`ParamGroups`] |
//! | names of parts: warmup, decay, cooldown | [`Phase`] |
//! | charts as SVG (feature `plot`) | `plot` |
//! | longer, shorter, finished early, resumed differently | [`guide::plans_that_change`], [`first_difference`] |
//! | which schedule, which rate, how much warmup, .. | [`guide`] |
//! | coming from PyTorch, optax, Keras, Transformers, timm, Ignite, .. | [`guide::coming_from`] |
//!
//! # Promises
//!
//! Whatever a constructor or a file with a schedule accepts gives a finite rate `>= 0` at every step from 0 to
//! `usize::MAX`. Start and end rates come back bit for bit, and the last rate holds. Phases of no steps
//! are legal and never chosen. A schedule inside another counts its own steps from 0. Schedules written to
//! JSON or TOML come back equal. The same configuration gives the same bits on every platform with IEEE
//! 754 doubles: the half-cosine and powers of a factor come from kernels made of `+ - * /`, all other
//! transcendental functions from the `libm` crate, none from std. (The one known exception is 32-bit x86
//! without SSE2.) [`Scheduler::fill`] gives the bits of [`Scheduler::lr`]. Each of these is a test over every
//! schedule and adaptor; a table of bits is checked on x86-64, i686 and aarch64 and under other code generation.
//!
//! # What it costs
//!
//! A rate of warmup and cosine takes 5 to 10 ns, one of a million at once 2 ns: a fourth of what a loop over the
//! same by hand takes. `benches/README.md` in the repository has every schedule, and other libraries beside it.
//!
//! # Features
//!
//! | feature | what it adds |
//! |---|---|
//! | `serde` | every type as data, checked on the way in |
//! | `schemars` | a JSON Schema of [`Schedule`] and the other types, for editors; turns on `serde` |
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

pub use curve::Shape;
pub use dynamic::Schedule;
pub use error::Error;
pub use finder::LrRangeFinder;
pub use phase::{Phase, PhaseKind};
pub use plateau::ReduceOnPlateau;
pub use scheduler::{Scheduler, from_fn};
pub use schedules::*;
pub use training::{Cursor, ParamGroups, StepCount};

/// The first example of the README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
