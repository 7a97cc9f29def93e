//! Saves and restores the values of variables.
//!
//! A clone of a `VarMap` is a second handle on the same variables, and a clone of a layer is too: training the clone
//! trains the original. So a range test trains the variables themselves and restores them afterwards.

use candle_core::{Error, Tensor, Var};
use candle_nn::VarMap;
use lr_schedule::LrRangeFinder;
use lr_schedule::finder::{Report, Restore, SweepError};

/// Copies of the values of variables.
#[derive(Debug)]
pub struct Snapshot(Vec<(Var, Tensor)>);

impl Snapshot {
    /// Copies the values of all variables.
    ///
    /// # Errors
    ///
    /// If a value cannot be copied.
    pub fn of(vars: &VarMap) -> Result<Self, Error> {
        let copy = |var: Var| {
            let value = var.as_detached_tensor().copy()?;
            Ok((var, value))
        };
        vars.all_vars().into_iter().map(copy).collect::<Result<_, Error>>().map(Self)
    }

    /// Restores the values of the variables.
    ///
    /// # Errors
    ///
    /// If a value cannot be set.
    pub fn restore(&self) -> Result<(), Error> {
        self.0.iter().try_for_each(|(var, value)| var.set(value))
    }
}

/// Runs a range test on the variables themselves: `update` trains one update at a rate and returns the loss. The
/// variables are restored however the test ends: by its last rate, divergence, an error or a panic. `update` must use
/// an optimizer created for the test, as the moments of an optimizer cannot be restored.
///
/// # Errors
///
/// The error of `update`, or that of copying or restoring a variable.
pub fn range_test<E: From<Error>>(
    finder: &LrRangeFinder,
    vars: &VarMap,
    update: impl FnMut(f64) -> Result<f64, E>,
) -> Result<Report, E> {
    let snapshot = Snapshot::of(vars)?;
    let mut vars = vars.clone(); // a second handle on the same values
    let restore = Restore::new(&mut vars, |_| snapshot, |_, snapshot| snapshot.restore());
    let report = finder.try_run(update);
    restore.restore().transpose()?;
    report.map_err(SweepError::into_source)
}
