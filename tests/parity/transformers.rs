//! Transformers: `optimization.py`. `base_lr` is the optimizer's rate, `num_training_steps` the whole run.

use lr_schedule::{
    Anneal, Constant, InverseSqrtDecay, LinearDecay, PolynomialDecay, Schedule, Scheduler, Shape,
    WarmRestarts,
};

use crate::params::{Params, Result};
use crate::parts::{Mapping, cosine_waves, warmed_up};

pub(crate) fn rate(scheduler: &str, p: &Params<'_>) -> Mapping {
    match scheduler {
        "constant" => constant(p),
        "constant_with_warmup" => constant_with_warmup(p),
        "linear" => linear(p),
        "cosine" => cosine(p),
        "cosine_with_restarts" => cosine_with_restarts(p),
        "cosine_with_min_lr" => cosine_with_min_lr(p),
        "cosine_warmup_with_min_lr" => cosine_warmup_with_min_lr(p),
        "polynomial" => polynomial(p),
        "inverse_sqrt" => inverse_sqrt(p),
        "warmup_stable_decay" => warmup_stable_decay(p),
        _ => Err(format!("unknown scheduler `{scheduler}`").into()),
    }
}

/// The arguments that are common to all.
pub(crate) struct Run {
    pub base_lr: f64,
    pub warmup: usize,
    /// The steps after the warmup.
    pub rest: usize,
}

impl Run {
    pub(crate) fn read(p: &Params<'_>) -> Result<Self> {
        let warmup = p.get("num_warmup_steps")?.unwrap_or(0);
        let steps: usize = p.get("num_training_steps")?.unwrap_or(0);
        Ok(Self { base_lr: p.need("base_lr")?, warmup, rest: steps.saturating_sub(warmup) })
    }

    fn warmed_up(&self, main: impl Into<Schedule>) -> Mapping {
        warmed_up(self.warmup, 0.0, self.base_lr, main)
    }

    /// The final rate, which may be stated as a rate or as a fraction of the base rate.
    pub(crate) fn floor(&self, p: &Params<'_>) -> Result<f64> {
        match (p.get("min_lr")?, p.get::<f64>("min_lr_rate")?) {
            (Some(min_lr), None) => Ok(min_lr),
            (None, Some(rate)) => Ok(self.base_lr * rate),
            _ => Err("one of `min_lr` and `min_lr_rate` is needed".into()),
        }
    }
}

fn constant(p: &Params<'_>) -> Mapping {
    p.ignore(&["num_warmup_steps", "num_training_steps"]);
    Ok(Constant::new(p.need("base_lr")?)?.into())
}

fn constant_with_warmup(p: &Params<'_>) -> Mapping {
    let run = Run::read(p)?;
    run.warmed_up(Constant::new(run.base_lr)?)
}

fn linear(p: &Params<'_>) -> Mapping {
    let run = Run::read(p)?;
    run.warmed_up(LinearDecay::new(run.base_lr, 0.0, run.rest)?)
}

fn cosine(p: &Params<'_>) -> Mapping {
    let run = Run::read(p)?;
    let num_cycles = p.get("num_cycles")?.unwrap_or(0.5);
    run.warmed_up(cosine_waves(run.base_lr, 0.0, run.rest.max(1), num_cycles)?)
}

fn cosine_with_restarts(p: &Params<'_>) -> Mapping {
    let run = Run::read(p)?;
    let num_cycles = p.get("num_cycles")?.unwrap_or(1);
    // The number of steps need not be a multiple of the cycles: each update counts as `num_cycles` steps of cycles that are
    // as long as all of them together.
    let restarts = WarmRestarts::new(run.base_lr, 0.0, run.rest.max(1))?.with_cycles(num_cycles);
    run.warmed_up(restarts.stretched(num_cycles, 1)?)
}

fn cosine_with_min_lr(p: &Params<'_>) -> Mapping {
    let run = Run::read(p)?;
    let num_cycles = p.get("num_cycles")?.unwrap_or(0.5);
    run.warmed_up(cosine_waves(run.base_lr, run.floor(p)?, run.rest.max(1), num_cycles)?)
}

fn cosine_warmup_with_min_lr(p: &Params<'_>) -> Mapping {
    let run = Run::read(p)?;
    let (base_lr, warmup) = (run.base_lr, run.warmup);
    let ramp = |start, steps| Anneal::new(start, base_lr, steps, Shape::Linear);
    let warmup_phase = match p.get::<f64>("warmup_lr_rate")? {
        None => ramp(base_lr / warmup.max(1) as f64, warmup.saturating_sub(1))?,
        Some(rate) => ramp(base_lr * rate, warmup.saturating_sub(1).max(1))?,
    };
    // The ramp reaches its peak at its last update, and the first update after it is already below.
    let num_cycles = p.get("num_cycles")?.unwrap_or(0.5);
    let decay = cosine_waves(base_lr, run.floor(p)?, run.rest.max(1), num_cycles)?;
    Ok(Schedule::new(warmup_phase.then(warmup, decay.skip(1)))?)
}

fn polynomial(p: &Params<'_>) -> Mapping {
    let run = Run::read(p)?;
    let (lr_end, power) = (p.get("lr_end")?.unwrap_or(1e-7), p.get("power")?.unwrap_or(1.0));
    run.warmed_up(PolynomialDecay::new(run.base_lr, lr_end, run.rest, power)?)
}

fn inverse_sqrt(p: &Params<'_>) -> Mapping {
    let run = Run::read(p)?;
    let default = if run.warmup == 0 { 10_000 } else { run.warmup };
    run.warmed_up(InverseSqrtDecay::new(run.base_lr, p.get("timescale")?.unwrap_or(default))?)
}

fn warmup_stable_decay(p: &Params<'_>) -> Mapping {
    let Run { base_lr, warmup, rest } = Run::read(p)?;
    let floor = base_lr * p.get::<f64>("min_lr_ratio")?.unwrap_or(0.0);
    let decay_steps: usize = p.need("num_decay_steps")?;
    let stable_steps = match p.get("num_stable_steps")? {
        Some(steps) => steps,
        None => rest.checked_sub(decay_steps).ok_or("warmup and decay are longer than the run")?,
    };
    let warmup_type: Option<String> = p.get("warmup_type")?;
    let warmup_shape = match warmup_type.as_deref().unwrap_or("linear") {
        "linear" => Shape::Linear,
        "cosine" => Shape::Cosine,
        "1-sqrt" => Shape::Polynomial { power: 0.5 },
        kind => return Err(format!("unknown warmup_type `{kind}`").into()),
    };
    let decay_type: Option<String> = p.get("decay_type")?;
    let num_cycles: f64 = p.get("num_cycles")?.unwrap_or(0.5);
    let decay_shape = match decay_type.as_deref().unwrap_or("cosine") {
        "linear" => Shape::Linear,
        "1-sqrt" => Shape::OneMinusPower { power: 0.5 },
        "cosine" if num_cycles == 0.5 => Shape::Cosine,
        "cosine" => {
            let waves = cosine_waves(base_lr, floor, decay_steps.max(1), num_cycles)?;
            let decay = waves.then(decay_steps, Constant::new(floor)?);
            let stable = Constant::new(base_lr)?.then(stable_steps, decay);
            return Ok(Schedule::new(stable.warmup_with(warmup, floor, warmup_shape)?)?);
        }
        kind => return Err(format!("unknown decay_type `{kind}`").into()),
    };
    let stable = Constant::new(base_lr)?.cooldown(stable_steps, decay_steps, floor, decay_shape)?;
    Ok(stable.warmup_with(warmup, floor, warmup_shape)?.into())
}
