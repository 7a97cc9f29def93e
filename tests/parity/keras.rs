//! Keras: `keras.optimizers.schedules`, which computes in 32 bits.

use lr_schedule::{
    Constant, CosineDecay, InverseTimeDecay, PiecewiseConstant, PolynomialDecay, Schedule, Scheduler,
    WarmRestarts,
};

use crate::params::{Params, Result};
use crate::parts::{Mapping, exponential, sequence, warmed_up};

pub(crate) fn rate(scheduler: &str, p: &Params<'_>) -> Mapping {
    match scheduler {
        "CosineDecay" => cosine_decay(p),
        "CosineDecayRestarts" => cosine_decay_restarts(p),
        "ExponentialDecay" => exponential_decay(p),
        "InverseTimeDecay" => inverse_time_decay(p),
        "PiecewiseConstantDecay" => piecewise_constant_decay(p),
        "PolynomialDecay" => polynomial_decay(p),
        _ => Err(format!("unknown scheduler `{scheduler}`").into()),
    }
}

fn cosine_decay(p: &Params<'_>) -> Mapping {
    let init: f64 = p.need("initial_learning_rate")?;
    let alpha: f64 = p.get("alpha")?.unwrap_or(0.0);
    let (decay_steps, warmup_steps) = (p.need("decay_steps")?, p.get("warmup_steps")?.unwrap_or(0));
    // Without a target the warmup steps are ignored.
    match p.get::<f64>("warmup_target")? {
        None => Ok(CosineDecay::new(init, init * alpha, decay_steps)?.into()),
        Some(peak) => warmed_up(warmup_steps, init, peak, CosineDecay::new(peak, peak * alpha, decay_steps)?),
    }
}

fn cosine_decay_restarts(p: &Params<'_>) -> Mapping {
    let init: f64 = p.need("initial_learning_rate")?;
    let alpha: f64 = p.get("alpha")?.unwrap_or(0.0);
    let restarts = WarmRestarts::new(init * (1.0 - alpha), 0.0, p.need("first_decay_steps")?)?
        .with_period_mult(p.get("t_mul")?.unwrap_or(2.0))?
        .with_start_mult(p.get("m_mul")?.unwrap_or(1.0))?;
    Ok(restarts.plus(Constant::new(init * alpha)?).into())
}

fn exponential_decay(p: &Params<'_>) -> Mapping {
    let (steps, staircase) = (p.need("decay_steps")?, p.get("staircase")?.unwrap_or(false));
    exponential(p.need("initial_learning_rate")?, p.need("decay_rate")?, steps, staircase, p.last_step)
}

fn inverse_time_decay(p: &Params<'_>) -> Mapping {
    let decay = InverseTimeDecay::new(p.need("initial_learning_rate")?, p.need("decay_rate")?)?;
    let staircase = p.get("staircase")?.unwrap_or(false);
    Ok(decay.with_every(p.need("decay_steps")?)?.with_staircase(staircase).into())
}

fn piecewise_constant_decay(p: &Params<'_>) -> Mapping {
    // The old value still holds at the boundary.
    let boundaries: Vec<usize> = p.need("boundaries")?;
    let boundaries: Vec<_> = boundaries.into_iter().map(|boundary| boundary + 1).collect();
    Ok(PiecewiseConstant::new(p.need::<Vec<f64>>("values")?, boundaries)?.into())
}

fn polynomial_decay(p: &Params<'_>) -> Mapping {
    let (init, end) = (p.need("initial_learning_rate")?, p.get("end_learning_rate")?.unwrap_or(1e-4));
    let (steps, power): (usize, _) = (p.need("decay_steps")?, p.get("power")?.unwrap_or(1.0));
    if !p.get("cycle")?.unwrap_or(false) {
        return Ok(PolynomialDecay::new(init, end, steps, power)?.into());
    }
    // Its n-th cycle is a decay over n times the steps. Each cycle reaches `end` at the multiple of
    // `steps`, and the next one begins a step later.
    let cycle = |n: usize| -> Result<(usize, Schedule)> {
        let decay = PolynomialDecay::new(init, end, n * steps, power)?;
        Ok((steps, decay.skip((n - 1) * steps + 1).into()))
    };
    let cycles = (1..=p.last_step / steps + 1).map(cycle).collect::<Result<Vec<_>>>()?;
    let first = Constant::new(init)?;
    Ok(Schedule::new(first.then(1, sequence(&cycles)?))?)
}
