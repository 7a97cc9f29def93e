//! The settings and the state as data, both checked on the way in.

use super::{Growth, Mode, NonFinitePolicy, ReduceOnPlateau};
use crate::dynamic::tree::Located;
use crate::{Error, param};

#[derive(serde::Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct ReduceOnPlateauFields {
    mode: Mode,
    gamma: f64,
    patience: usize,
    #[serde(default)]
    cooldown: usize,
    #[serde(default)]
    floor: f64,
    #[serde(default = "default_rel")]
    rel: f64,
    #[serde(default)]
    abs: f64,
    #[serde(default = "crate::dynamic::tree::one")]
    window: usize,
    #[serde(default)]
    min_change: f64,
    #[serde(default)]
    non_finite: NonFinitePolicy,
    #[serde(default)]
    growth: Option<Growth>,
    #[serde(default = "crate::dynamic::tree::unit")]
    factor: f64,
    #[serde(default)]
    best: Option<f64>,
    #[serde(default)]
    bad: usize,
    #[serde(default)]
    good: usize,
    #[serde(default)]
    quiet: usize,
    #[serde(default)]
    sum: f64,
    #[serde(default)]
    collected: usize,
}

const fn default_rel() -> f64 {
    1e-4
}

impl TryFrom<Located<ReduceOnPlateauFields>> for ReduceOnPlateau {
    type Error = Error;

    fn try_from(Located(fields): Located<ReduceOnPlateauFields>) -> Result<Self, Error> {
        let mut plateau = Self::new(fields.mode, fields.gamma, fields.patience)?
            .with_cooldown(fields.cooldown)
            .with_floor(fields.floor)?
            .with_margin(fields.rel, fields.abs)?
            .with_window(fields.window)?
            .with_min_change(fields.min_change)?
            .with_non_finite(fields.non_finite);
        let (mut ceiling, mut growth_patience) = (1.0, 0);
        if let Some(growth) = fields.growth {
            (ceiling, growth_patience) = (growth.ceiling, growth.patience);
            plateau = plateau.with_growth(growth_patience, ceiling)?;
        }
        param::ordered(("floor", fields.floor), ("factor", fields.factor))?;
        param::ordered(("factor", fields.factor), ("ceiling", ceiling))?;
        for (name, value, limit, allowed) in [
            ("bad", fields.bad, fields.patience, "at most `patience`"),
            ("good", fields.good, growth_patience, "at most the `patience` of `growth`"),
            ("quiet", fields.quiet, fields.cooldown, "at most `cooldown`"),
            ("collected", fields.collected, fields.window.saturating_sub(1), "less than `window`"),
        ] {
            if value > limit {
                return Err(Error::InvalidCount { name, value, allowed });
            }
        }
        Ok(Self {
            factor: param::rate("factor", fields.factor)?,
            best: fields.best.map(|best| param::finite("best", best)).transpose()?,
            bad: fields.bad,
            good: fields.good,
            quiet: fields.quiet,
            sum: param::finite("sum", fields.sum)?,
            collected: fields.collected,
            ..plateau
        })
    }
}
