//! Intended differences from other libraries: the complete list, with reasons.

use core::f64::consts::PI;

use crate::params::{Params, Result};
use crate::torch::total_steps;
use crate::transformers::Run;

/// An intended difference. At the steps that it covers, our rate must be the one that `holds` computes from the arguments
/// alone; at all others it must agree with the library.
pub(crate) struct Difference {
    pub source: &'static str,
    pub schedulers: &'static [&'static str],
    /// The reason, as words that follow "theirs": the behaviour of the library, and the one here.
    pub reason: &'static str,
    pub covers: fn(&Params<'_>, usize) -> Result<bool>,
    pub holds: fn(&Params<'_>, usize) -> Result<f64>,
    /// Our momentum there, for a scheduler that has one.
    pub momentum: Option<fn(&Params<'_>, usize) -> Result<f64>>,
}

pub(crate) const DIFFERENCES: &[Difference] = &[
    Difference {
        source: "torch",
        schedulers: &["CosineAnnealingLR"],
        reason: "rises again after T_max; eta_min holds here",
        covers: |p, step| Ok(step > p.need("T_max")?),
        holds: |p, _| Ok(p.get("eta_min")?.unwrap_or(0.0)),
        momentum: None,
    },
    Difference {
        source: "torch",
        schedulers: &["SequentialLR(LinearLR,CosineAnnealingLR)"],
        reason: "rises again T_max steps after the warmup; eta_min holds here",
        covers: |p, step| Ok(step > p.need::<usize>("warmup")? + p.need::<usize>("T_max")?),
        holds: |p, _| p.need("eta_min"),
        momentum: None,
    },
    Difference {
        source: "torch",
        schedulers: &["OneCycleLR"],
        reason: "continues past the last rate at total_steps, below zero if linear; the last rate holds here",
        covers: |p, step| Ok(step >= total_steps(p)?),
        holds: |p, _| Ok(one_cycle(p)?.1),
        momentum: Some(|p, _| Ok(p.get("max_momentum")?.unwrap_or(0.95))),
    },
    Difference {
        source: "torch",
        schedulers: &["OneCycleLR"],
        reason: "ends at the peak if pct_start is 1; here the last rate is reached in any case",
        covers: |p, step| Ok(p.get("pct_start")? == Some(1.0) && step + 1 == total_steps(p)?),
        holds: |p, _| Ok(one_cycle(p)?.1),
        momentum: Some(|p, _| Ok(p.get("max_momentum")?.unwrap_or(0.95))),
    },
    Difference {
        source: "torch",
        schedulers: &["OneCycleLR"],
        reason: "counts from a peak before step 0 if pct_start * total_steps < 1; there is no rise here",
        covers: |p, step| {
            let total_steps = total_steps(p)?;
            let rise = p.get("pct_start")?.unwrap_or(0.3) * total_steps as f64 - 1.0;
            Ok(rise < 0.0 && total_steps > 1 && step < total_steps)
        },
        holds: |p, step| {
            let (begin, last) = one_cycle(p)?;
            fall(p, step, begin, last)
        },
        momentum: Some(|p, step| {
            let max = p.get("max_momentum")?.unwrap_or(0.95);
            let base = p.get("base_momentum")?.unwrap_or(0.85);
            fall(p, step, if three_phase(p)? { max } else { base }, max)
        }),
    },
    Difference {
        source: "torch",
        schedulers: &["ConstantLR"],
        reason: "never ends the factor if total_iters is 0; here no steps are reduced",
        covers: |p, _| Ok(p.get("total_iters")? == Some(0)),
        holds: |p, _| p.need("base_lr"),
        momentum: None,
    },
    Difference {
        source: "torch",
        schedulers: &["LinearLR"],
        reason: "stays at the start if total_iters is 0; a zero-length transition is at its end here",
        covers: |p, _| Ok(p.get("total_iters")? == Some(0)),
        holds: |p, _| Ok(p.need::<f64>("base_lr")? * p.get("end_factor")?.unwrap_or(1.0)),
        momentum: None,
    },
    Difference {
        source: "transformers",
        schedulers: &["cosine"],
        reason: "rises again after num_training_steps; 0 holds here",
        covers: |p, step| rebounds(p, step, 0),
        holds: |_, _| Ok(0.0),
        momentum: None,
    },
    Difference {
        source: "transformers",
        schedulers: &["cosine_with_min_lr"],
        reason: "rises again after num_training_steps; the lowest rate holds here",
        covers: |p, step| rebounds(p, step, 0),
        holds: |p, _| Run::read(p)?.floor(p),
        momentum: None,
    },
    Difference {
        source: "transformers",
        schedulers: &["cosine_warmup_with_min_lr"],
        reason: "is at its end one step early and rises again after it; the lowest rate holds here",
        covers: |p, step| rebounds(p, step, 1),
        holds: |p, _| Run::read(p)?.floor(p),
        momentum: None,
    },
    Difference {
        source: "timm",
        schedulers: &["TanhLRScheduler"],
        reason: "begins a cycle a little below its start; the start is exact here",
        covers: |p, step| Ok(timm_cycle(p, step)?.is_some()),
        holds: timm_start,
        momentum: None,
    },
    Difference {
        source: "timm",
        schedulers: &["CosineLRScheduler", "PolyLRScheduler"],
        reason: "counts cycles with a logarithm, which rounding can put into the cycle before; exact here",
        covers: |p, step| Ok(p.get("cycle_mul")?.unwrap_or(1.0) != 1.0 && timm_cycle(p, step)?.is_some()),
        holds: timm_start,
        momentum: None,
    },
    Difference {
        source: "keras",
        schedulers: &["CosineDecayRestarts"],
        reason: "counts cycles with a logarithm, which rounding can put into the cycle before; exact here",
        covers: |p, step| Ok(p.get("t_mul")?.unwrap_or(2.0) != 1.0 && keras_cycle(p, step)?.is_some()),
        holds: |p, step| {
            let cycle = keras_cycle(p, step)?.ok_or("no cycle begins here")?;
            let alpha = p.get("alpha")?.unwrap_or(0.0);
            let height = (1.0 - alpha) * p.get::<f64>("m_mul")?.unwrap_or(1.0).powi(cycle) + alpha;
            Ok(p.need::<f64>("initial_learning_rate")? * height)
        },
        momentum: None,
    },
];

/// The first and last rates of the last phase of a one-cycle.
fn one_cycle(p: &Params<'_>) -> Result<(f64, f64)> {
    let max: f64 = p.need("max_lr")?;
    let first = max / p.get("div_factor")?.unwrap_or(25.0);
    let last = first / p.get("final_div_factor")?.unwrap_or(1e4);
    Ok((if three_phase(p)? { first } else { max }, last))
}

fn three_phase(p: &Params<'_>) -> Result<bool> {
    Ok(p.get("three_phase")?.unwrap_or(false))
}

/// The interpolation between step 0 and the last one.
fn fall(p: &Params<'_>, step: usize, from: f64, to: f64) -> Result<f64> {
    let elapsed = step as f64 / (total_steps(p)? as f64 - 1.0);
    let strategy: Option<String> = p.get("anneal_strategy")?;
    let left = if strategy.as_deref() == Some("linear") {
        1.0 - elapsed
    } else {
        f64::midpoint(1.0, (PI * elapsed).cos())
    };
    Ok(to + (from - to) * left)
}

/// Whether half a wave that begins `early` is over.
fn rebounds(p: &Params<'_>, step: usize, early: usize) -> Result<bool> {
    let run = Run::read(p)?;
    let half = p.get("num_cycles")?.unwrap_or(0.5) == 0.5;
    Ok(half && step >= run.warmup && step + early > run.warmup + run.rest.max(1))
}

/// The index of the cycle that begins at this step, by summing lengths.
fn cycle_at(step: usize, mut length: f64, mult: f64) -> Option<i32> {
    let (step, mut begin, mut cycle) = (step as f64, 0.0, 0);
    while begin < step - 1e-9 && length >= 1.0 {
        begin += length;
        length *= mult;
        cycle += 1;
    }
    ((begin - step).abs() <= 1e-9).then_some(cycle)
}

fn keras_cycle(p: &Params<'_>, step: usize) -> Result<Option<i32>> {
    Ok(cycle_at(step, p.need("first_decay_steps")?, p.get("t_mul")?.unwrap_or(2.0)))
}

/// Counted from the end of the warmup, or from the beginning if the warmup lies over the cycles.
fn timm_cycle(p: &Params<'_>, step: usize) -> Result<Option<i32>> {
    let warmup_t: usize = p.get("warmup_t")?.unwrap_or(0);
    let prefix = p.get("warmup_prefix")?.unwrap_or(false);
    let Some(rest) = step.checked_sub(warmup_t) else { return Ok(None) };
    Ok(cycle_at(if prefix { rest } else { step }, p.need("t_initial")?, p.get("cycle_mul")?.unwrap_or(1.0)))
}

/// The first rate of this cycle, or the lowest rate after the last cycle.
fn timm_start(p: &Params<'_>, step: usize) -> Result<f64> {
    let cycle = timm_cycle(p, step)?.ok_or("no cycle begins here")?;
    if f64::from(cycle) >= p.get("cycle_limit")?.unwrap_or(1.0) {
        return Ok(p.get("lr_min")?.unwrap_or(0.0));
    }
    let cycle_decay: f64 = p.get("cycle_decay")?.unwrap_or(1.0);
    Ok(p.need::<f64>("base_lr")? * cycle_decay.powi(cycle))
}
