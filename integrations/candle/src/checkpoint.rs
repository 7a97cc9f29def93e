//! A checkpoint: the weights in safetensors, and the schedules and the step in JSON beside them.
//!
//! The moments of candle's `AdamW` are private and not saved: after a resume they start from zero. The rates are those
//! of an uninterrupted run, bit for bit.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use candle_nn::VarMap;

use crate::optimizers::Rates;

const WEIGHTS: &str = "weights.safetensors";
const SCHEDULES: &str = "schedules.json";

/// Writes a checkpoint into a directory, which is created if it does not exist.
///
/// # Errors
///
/// If a file cannot be written.
pub fn save(directory: &Path, vars: &VarMap, rates: &Rates) -> Result<()> {
    fs::create_dir_all(directory)?;
    vars.save(directory.join(WEIGHTS))?;
    fs::write(directory.join(SCHEDULES), serde_json::to_string_pretty(rates)?)?;
    Ok(())
}

/// Reads the weights into existing variables, and returns the schedules and the step.
///
/// # Errors
///
/// If a file cannot be read, a variable is missing from it, or a schedule is not valid; the error then names
/// the field.
pub fn load(directory: &Path, vars: &mut VarMap) -> Result<Rates> {
    let schedules = directory.join(SCHEDULES);
    let text = fs::read_to_string(&schedules).with_context(|| schedules.display().to_string())?;
    let rates = serde_json::from_str(&text).with_context(|| schedules.display().to_string())?;
    vars.load(directory.join(WEIGHTS))?;
    Ok(rates)
}
