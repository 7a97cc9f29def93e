//! The manual: how to choose a schedule and a rate, write a configuration file, and resume or change a run.
//!
//! | page | question |
//! |---|---|
//! | [`choosing_a_schedule`] | which schedule for which training; what else a schedule can drive, and what it cannot |
//! | [`choosing_a_rate`] | which peak rate, and how far a range test can be trusted |
//! | [`changing_the_schedule`] | the peak rate for another schedule, averages in place of a cooldown, another length |
//! | [`warmup`] | how long, from which rate, and in which convention |
//! | [`restarts_and_cycles`] | rates that rise again, and the momentum that goes with them |
//! | [`plans_that_change`] | unknown length, another length, a restart in the middle |
//! | [`checkpoint_and_resume`] | what to save, and what to compare after loading |
//! | [`config`] | schedules in JSON, TOML and other formats: types, fields, errors |
//! | [`batch_size`] | what changes with the batch size |
//! | [`parameter_groups`] | several rates in one model |
//! | [`steps`] | what a step is: accumulation, processes, skipped updates, other clocks |
//! | [`instead_of_your_own`] | the usual hand-written `get_lr`, and where it fails |
//! | [`coming_from`] | PyTorch, optax, Keras, Transformers, timm, fastai, burn and others, row by row |
//!
//! Every example is tested. Every number has its source: a paper, a thread, a library with its version, or a command
//! that prints it.

#[doc = include_str!("../guide/choosing_a_schedule.md")]
pub mod choosing_a_schedule {}

#[doc = include_str!("../guide/choosing_a_rate.md")]
pub mod choosing_a_rate {}

#[doc = include_str!("../guide/changing_the_schedule.md")]
pub mod changing_the_schedule {}

#[doc = include_str!("../guide/warmup.md")]
pub mod warmup {}

#[doc = include_str!("../guide/restarts_and_cycles.md")]
pub mod restarts_and_cycles {}

#[doc = include_str!("../guide/plans_that_change.md")]
pub mod plans_that_change {}

#[doc = include_str!("../guide/checkpoint_and_resume.md")]
pub mod checkpoint_and_resume {}

#[doc = include_str!("../guide/config.md")]
pub mod config {}

#[doc = include_str!("../guide/batch_size.md")]
pub mod batch_size {}

#[doc = include_str!("../guide/parameter_groups.md")]
pub mod parameter_groups {}

#[doc = include_str!("../guide/steps.md")]
pub mod steps {}

#[doc = include_str!("../guide/instead_of_your_own.md")]
pub mod instead_of_your_own {}

#[doc = include_str!("../guide/coming_from.md")]
pub mod coming_from {}
