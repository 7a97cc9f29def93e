//! One `AdamW` for each parameter group, each at the rate of its own schedule.
//!
//! candle's optimizers have one learning rate each, so a group is an optimizer over the variables that belong
//! to it.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use candle_core::{Var, backprop::GradStore};
use candle_nn::{AdamW, Optimizer, ParamsAdamW, VarMap};
use lr_schedule::{Cursor, Schedule};

/// The schedule of each group and its step, by the group's name. With [`Cursor`]s this is all of a schedule
/// that a checkpoint needs.
pub type Cursors = BTreeMap<String, Cursor<Schedule>>;

/// The optimizers of all groups.
#[derive(Debug)]
pub struct Optimizers {
    groups: BTreeMap<String, AdamW>,
    cursors: Cursors,
}

impl Optimizers {
    /// An optimizer for each cursor, over the variables whose names begin with the cursor's name and a dot. Of
    /// several such groups (`body`, `body.embed`) the one with the longest name counts.
    ///
    /// # Errors
    ///
    /// If a variable belongs to no group, which would leave it untrained, or a group has no variables.
    ///
    /// # Panics
    ///
    /// If a thread has panicked while it held the lock of `vars`.
    pub fn new(vars: &VarMap, cursors: Cursors, params: &ParamsAdamW) -> Result<Self> {
        let mut members: BTreeMap<&str, Vec<Var>> =
            cursors.keys().map(|name| (name.as_str(), vec![])).collect();
        for (variable, var) in vars.data().lock().unwrap().iter() {
            let belongs =
                |group: &&str| variable.strip_prefix(*group).is_some_and(|rest| rest.starts_with('.'));
            let group = cursors.keys().map(String::as_str).filter(belongs).max_by_key(|group| group.len());
            let group = group.with_context(|| format!("`{variable}` belongs to no parameter group"))?;
            members.entry(group).or_default().push(var.clone());
        }
        let mut groups = BTreeMap::new();
        for (name, vars) in members {
            if vars.is_empty() {
                bail!("no variable belongs to the parameter group `{name}`");
            }
            groups.insert(name.to_owned(), AdamW::new(vars, params.clone())?);
        }
        Ok(Self { groups, cursors })
    }

    /// One update of every group, each at the next rate of its schedule. Returns the rates, in the order of
    /// the groups' names.
    ///
    /// # Errors
    ///
    /// If the update fails.
    pub fn step(&mut self, gradients: &GradStore) -> Result<Vec<f64>> {
        let mut rates = Vec::with_capacity(self.groups.len());
        for (optimizer, cursor) in self.groups.values_mut().zip(self.cursors.values_mut()) {
            let (_, lr) = cursor.advance();
            optimizer.set_learning_rate(lr);
            optimizer.step(gradients)?;
            rates.push(lr);
        }
        Ok(rates)
    }

    /// The schedules and their steps.
    #[must_use]
    pub fn cursors(&self) -> &Cursors {
        &self.cursors
    }
}
