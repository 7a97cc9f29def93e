//! Serialization of the settings and the state, both checked when read.

use super::{Growth, Mode, NonFinitePolicy, ReduceOnPlateau};
use crate::{Error, param};

crate::serial::data! {
    ReduceOnPlateau {
        mode: Mode,
        gamma: f64,
        patience: usize,
        cooldown: usize = 0,
        floor: f64 = 0.0,
        rel: f64 = 1e-4,
        abs: f64 = 0.0,
        window: usize = 1,
        min_change: f64 = 0.0,
        non_finite: NonFinitePolicy = NonFinitePolicy::Count,
        growth: Option<Growth> = None,
        factor: f64 = 1.0,
        best: Option<f64> = None,
        bad: usize = 0,
        good: usize = 0,
        cooling: usize = 0,
        sum: f64 = 0.0,
        collected: usize = 0,
    }
    => {
        let mut plateau = Self::new(mode, gamma, patience)?
            .with_cooldown(cooldown)
            .with_floor(floor)?
            .with_margin(rel, abs)?
            .with_window(window)?
            .with_min_change(min_change)?
            .with_non_finite(non_finite);
        let (mut ceiling, mut growth_patience) = (1.0, 0);
        if let Some(growth) = growth {
            (ceiling, growth_patience) = (growth.ceiling, growth.patience);
            plateau = plateau.with_growth(growth_patience, ceiling)?;
        }
        param::ordered(("floor", floor), ("factor", factor))?;
        param::ordered(("factor", factor), ("ceiling", ceiling))?;
        for (name, value, limit, allowed) in [
            ("bad", bad, patience, "at most `patience`"),
            ("good", good, growth_patience, "at most the `patience` of `growth`"),
            ("cooling", cooling, cooldown, "at most `cooldown`"),
            ("collected", collected, window.saturating_sub(1), "less than `window`"),
        ] {
            if value > limit {
                return Err(Error::InvalidCount { name, value, allowed }.into());
            }
        }
        Ok(Self {
            factor: param::rate("factor", factor)?,
            best: best.map(|best| param::finite("best", best)).transpose()?,
            bad,
            good,
            cooling,
            sum: param::finite("sum", sum)?,
            collected,
            ..plateau
        })
    }
}

crate::serial::data! { Growth { patience: usize, ceiling: f64 } => Ok(Self { patience, ceiling }) }
