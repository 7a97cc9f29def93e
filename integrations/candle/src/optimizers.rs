//! One `AdamW` for each parameter group, each at the rate of its own schedule.
//!
//! candle's optimizers have one learning rate each, so a group is an optimizer over the variables that belong
//! to it.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use candle_core::{Var, backprop::GradStore};
use candle_nn::{AdamW, Optimizer, ParamsAdamW, VarMap};
use lr_schedule::{Cursor, ParamGroups, Schedule};

/// The schedules of the groups and the step of the next update, to be saved in a checkpoint.
pub type Rates = Cursor<ParamGroups<Schedule>>;

/// The optimizers of all groups.
#[derive(Debug)]
pub struct Optimizers {
    /// In the order of the groups in `rates`.
    groups: Vec<AdamW>,
    rates: Rates,
}

impl Optimizers {
    /// An optimizer for each group, over the variables whose names begin with the group's name and a dot. If several
    /// groups match (`body`, `body.embed`), the one with the longest name is used.
    ///
    /// # Errors
    ///
    /// If a variable belongs to no group, which would leave it untrained, or a group has no variables.
    ///
    /// # Panics
    ///
    /// If a thread has panicked while it held the lock of `vars`.
    pub fn new(vars: &VarMap, rates: Rates, params: &ParamsAdamW) -> Result<Self> {
        let mut members: BTreeMap<&str, Vec<Var>> =
            rates.schedule().names().map(|name| (name, vec![])).collect();
        for (variable, var) in vars.data().lock().unwrap().iter() {
            let belongs =
                |group: &&str| variable.strip_prefix(*group).is_some_and(|rest| rest.starts_with('.'));
            let group = rates.schedule().names().filter(belongs).max_by_key(|group| group.len());
            let group = group.with_context(|| format!("`{variable}` belongs to no parameter group"))?;
            members.entry(group).or_default().push(var.clone());
        }
        let mut groups = Vec::with_capacity(members.len());
        for (name, vars) in members {
            if vars.is_empty() {
                bail!("no variable belongs to the parameter group `{name}`");
            }
            groups.push(AdamW::new(vars, params.clone())?);
        }
        Ok(Self { groups, rates })
    }

    /// One update of every group, each at the next rate of its schedule. Returns the rates, in the order of
    /// the groups' names.
    ///
    /// # Errors
    ///
    /// If the update fails.
    pub fn step(&mut self, gradients: &GradStore) -> Result<Vec<f64>> {
        let rates: Vec<f64> = self.rates.rates().map(|(_, lr)| lr).collect();
        for (optimizer, &lr) in self.groups.iter_mut().zip(&rates) {
            optimizer.set_learning_rate(lr);
            optimizer.step(gradients)?;
        }
        self.rates.advance();
        Ok(rates)
    }

    /// The schedules and the step of the next update.
    pub fn rates(&self) -> &Rates {
        &self.rates
    }
}
