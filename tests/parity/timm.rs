//! timm: `timm.scheduler`, stepped per update. `base_lr` is the optimizer's rate.

use lr_schedule::{Anneal, Schedule, Scheduler, Shape, StepDecay, WarmRestarts};

use crate::params::{Params, Result};
use crate::parts::{Mapping, exponential, milestones, ratio, warmed_up};

pub(crate) fn rate(scheduler: &str, p: &Params<'_>) -> Mapping {
    match scheduler {
        "CosineLRScheduler" => cosine(p),
        "TanhLRScheduler" => tanh(p),
        "PolyLRScheduler" => poly(p),
        "StepLRScheduler" => step(p),
        "MultiStepLRScheduler" => multi_step(p),
        _ => Err(format!("unknown scheduler `{scheduler}`").into()),
    }
}

fn cosine(p: &Params<'_>) -> Mapping {
    let k = p.get("k_decay")?.unwrap_or(1.0);
    with_warmup(p, cycles(p, Shape::CosineK { k })?, false)
}

fn tanh(p: &Params<'_>) -> Mapping {
    let (lower, upper) = (p.get("lb")?.unwrap_or(-7.0), p.get("ub")?.unwrap_or(3.0));
    let main = cycles(p, Shape::Tanh { lower, upper })?;
    let (warmup_t, init): (usize, f64) = (p.get("warmup_t")?.unwrap_or(0), warmup_init(p)?);
    if p.get("warmup_prefix")?.unwrap_or(false) {
        return with_warmup(p, main, false);
    }
    // Alone among them, it ramps to the rate that the schedule has where the warmup ends.
    Ok(main.skip(warmup_t).warmup(warmup_t, init)?.into())
}

fn poly(p: &Params<'_>) -> Mapping {
    let (k, power) = (p.get("k_decay")?.unwrap_or(1.0), p.get("power")?.unwrap_or(0.5));
    with_warmup(p, cycles(p, Shape::PolynomialK { k, power })?, false)
}

fn step(p: &Params<'_>) -> Mapping {
    let (base_lr, decay_rate) = (p.need("base_lr")?, p.get("decay_rate")?.unwrap_or(1.0));
    // A fractional number of steps is a whole number of them on a faster clock.
    let (decay_t, speed) = ratio(p.need("decay_t")?)?;
    let staircase = if decay_rate > 1.0 {
        exponential(base_lr, decay_rate, decay_t, true, p.last_step * speed)?
    } else {
        StepDecay::new(base_lr, decay_rate, decay_t)?.into()
    };
    with_warmup(p, Schedule::new(staircase.stretched(speed, 1)?)?, true)
}

fn multi_step(p: &Params<'_>) -> Mapping {
    let steps: Vec<usize> = p.need("decay_t")?;
    // A milestone applies one step early.
    let steps = steps.into_iter().map(|step| step.saturating_sub(1)).collect();
    with_warmup(p, milestones(p.need("base_lr")?, p.get("decay_rate")?.unwrap_or(1.0), steps)?, true)
}

/// Cycles that decay along `shape`; one by default.
fn cycles(p: &Params<'_>, shape: Shape) -> Result<WarmRestarts> {
    let lr_min = p.get("lr_min")?.unwrap_or(0.0);
    let cycles = WarmRestarts::new(p.need("base_lr")?, lr_min, p.need("t_initial")?)?
        .with_period_mult(p.get("cycle_mul")?.unwrap_or(1.0))?
        .with_start_mult(p.get("cycle_decay")?.unwrap_or(1.0))?
        .with_shape(shape)?;
    Ok(cycles.with_cycles(p.get("cycle_limit")?.unwrap_or(1)))
}

fn warmup_init(p: &Params<'_>) -> Result<f64> {
    Ok(p.get("warmup_lr_init")?.unwrap_or(0.0))
}

/// A warmup in front of the schedule, or over its beginning.
fn with_warmup(p: &Params<'_>, main: impl Into<Schedule>, prefix: bool) -> Mapping {
    let (main, base_lr, init) = (main.into(), p.need("base_lr")?, warmup_init(p)?);
    let warmup_t = p.get("warmup_t")?.unwrap_or(0);
    if p.get("warmup_prefix")?.unwrap_or(prefix) {
        return warmed_up(warmup_t, init, base_lr, main);
    }
    Ok(Schedule::new(
        Anneal::new(init, base_lr, warmup_t, Shape::Linear)?.then(warmup_t, main.skip(warmup_t)),
    )?)
}
