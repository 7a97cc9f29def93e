//! Helpers for the training loop: a step counter, step accounting, parameter groups, batch-size rules and a comparison
//! of two schedules.

pub mod batch_size;
mod compare;
mod cursor;
mod groups;
mod steps;

pub use compare::{Difference, first_difference};
pub use cursor::Cursor;
pub use groups::{Iter, ParamGroups};
pub use steps::StepCount;
