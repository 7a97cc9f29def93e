//! Training [candle](candle_nn) models with [`lr_schedule`]: one optimizer for each parameter group, a range
//! test that leaves the model as it was, and checkpoints that resume at the same rates.
//! | module | shows |
//! |---|---|
//! | [`optimizers`] | `AdamW` for each group of parameters, each at the rate of its own schedule |
//! | [`snapshot`] | a range test between saving and restoring the values of a `VarMap` |
//! | [`checkpoint`] | weights in safetensors, schedules and the step in JSON beside them |
//! | [`wines`], [`mlp`] | the data and the network of the example and the tests |
//!
//! Each is short enough to copy. `cargo run --example wines` trains, stops, resumes in a new process and
//! compares the rates.

pub mod checkpoint;
pub mod mlp;
pub mod optimizers;
pub mod snapshot;
pub mod wines;
