//! optax: `optax.schedules`. Scales and boundaries are a dictionary there, so each boundary counts once.

use std::collections::BTreeMap;

use lr_schedule::{Anneal, Constant, Interpolated, Schedule, Scheduler, Shape};
use serde_json::{Map, Value};

use crate::params::{Params, Result};
use crate::parts::{Mapping, exponential, products, scaled_steps, sequence, truncated, warmed_up};

pub(crate) fn rate(scheduler: &str, p: &Params<'_>) -> Mapping {
    match scheduler {
        "constant_schedule" => Ok(Constant::new(p.need("value")?)?.into()),
        "linear_schedule" => linear_schedule(p),
        "polynomial_schedule" => polynomial_schedule(p),
        "cosine_decay_schedule" => cosine_decay_schedule(p),
        "warmup_constant_schedule" => warmup_constant_schedule(p),
        "warmup_cosine_decay_schedule" => warmup_cosine_decay_schedule(p),
        "exponential_decay" => exponential_decay(p, p.need("init_value")?),
        "warmup_exponential_decay_schedule" => warmup_exponential_decay_schedule(p),
        "cosine_onecycle_schedule" => cosine_onecycle_schedule(p),
        "linear_onecycle_schedule" => linear_onecycle_schedule(p),
        "piecewise_constant_schedule" => piecewise_constant_schedule(p),
        "piecewise_interpolate_schedule" => piecewise_interpolate_schedule(p),
        "sgdr_schedule" => sgdr_schedule(p),
        "join_schedules(linear,exponential,constant)" => join_schedules(p),
        _ => Err(format!("unknown scheduler `{scheduler}`").into()),
    }
}

fn linear_schedule(p: &Params<'_>) -> Mapping {
    polynomial(p, 1.0)
}

fn polynomial_schedule(p: &Params<'_>) -> Mapping {
    polynomial(p, p.need("power")?)
}

fn polynomial(p: &Params<'_>, power: f64) -> Mapping {
    let (init, end) = (p.need("init_value")?, p.need("end_value")?);
    let begin = p.get("transition_begin")?.unwrap_or(0);
    let steps = p.need("transition_steps")?;
    if steps == 0 {
        return Ok(Constant::new(init)?.into());
    }
    if power == 1.0 {
        return Ok(Anneal::new(init, end, steps, Shape::Linear)?.delayed(begin).into());
    }
    Ok(Anneal::new(init, end, steps, Shape::Polynomial { power })?.delayed(begin).into())
}

fn cosine_decay_schedule(p: &Params<'_>) -> Mapping {
    let init: f64 = p.need("init_value")?;
    let alpha: f64 = p.get("alpha")?.unwrap_or(0.0);
    let shape = Shape::CosinePower { power: p.get("exponent")?.unwrap_or(1.0) };
    Ok(Anneal::new(init, init * alpha, p.need("decay_steps")?, shape)?.into())
}

fn warmup_constant_schedule(p: &Params<'_>) -> Mapping {
    let warmup_steps: usize = p.need("warmup_steps")?;
    let (init, peak) = (p.need("init_value")?, p.need("peak_value")?);
    if warmup_steps == 0 {
        return Ok(Constant::new(init)?.into());
    }
    Ok(Constant::new(peak)?.warmup(warmup_steps, init)?.into())
}

fn warmup_cosine_decay_schedule(p: &Params<'_>) -> Mapping {
    let peak: f64 = p.need("peak_value")?;
    let (warmup_steps, decay_steps): (usize, usize) = (p.need("warmup_steps")?, p.need("decay_steps")?);
    let rest = decay_steps.checked_sub(warmup_steps).ok_or("`decay_steps` include `warmup_steps`")?;
    let shape = Shape::CosinePower { power: p.get("exponent")?.unwrap_or(1.0) };
    let decay = Anneal::new(peak, p.get("end_value")?.unwrap_or(0.0), rest, shape)?;
    Ok(decay.warmup(warmup_steps, p.need("init_value")?)?.into())
}

fn exponential_decay(p: &Params<'_>, init: f64) -> Mapping {
    let (steps, decay_rate): (usize, f64) = (p.need("transition_steps")?, p.need("decay_rate")?);
    let staircase = p.get("staircase")?.unwrap_or(false);
    let begin: usize = p.get("transition_begin")?.unwrap_or(0);
    let end_value: Option<f64> = p.get("end_value")?;
    if steps == 0 || decay_rate == 0.0 {
        return Ok(Constant::new(init)?.into());
    }
    let decay = exponential(init, decay_rate, steps, staircase, p.last_step)?.delayed(begin);
    Ok(match end_value {
        None => Schedule::new(decay)?,
        Some(floor) if decay_rate < 1.0 => Schedule::new(decay.clamped(floor, f64::MAX)?)?,
        Some(ceiling) => Schedule::new(decay.clamped(0.0, ceiling)?)?,
    })
}

fn warmup_exponential_decay_schedule(p: &Params<'_>) -> Mapping {
    let peak = p.need("peak_value")?;
    let decay = exponential_decay(p, peak)?;
    warmed_up(p.need("warmup_steps")?, p.need("init_value")?, peak, decay)
}

fn piecewise_constant_schedule(p: &Params<'_>) -> Mapping {
    let scales: Option<Vec<(usize, f64)>> = p.get("boundaries_and_scales")?;
    let mut scales = scales.unwrap_or_default();
    scales.sort_by_key(|&(boundary, _)| boundary);
    scaled_steps(p.need("init_value")?, &scales)
}

fn piecewise_interpolate_schedule(p: &Params<'_>) -> Mapping {
    let kind: String = p.need("interpolate_type")?;
    let shape = match kind.as_str() {
        "linear" => Shape::Linear,
        "cosine" => Shape::Cosine,
        _ => return Err(format!("unknown interpolate_type `{kind}`").into()),
    };
    let scales: Option<Vec<(usize, f64)>> = p.get("boundaries_and_scales")?;
    knots(p.need("init_value")?, scales.unwrap_or_default(), shape)
}

/// Knots at step 0 and at the boundaries, whose rates are the scales multiplied up.
fn knots(init: f64, scales: impl IntoIterator<Item = (usize, f64)>, shape: Shape) -> Mapping {
    let scales: Vec<_> = scales.into_iter().collect::<BTreeMap<_, _>>().into_iter().collect();
    let steps = core::iter::once(0).chain(scales.iter().map(|&(boundary, _)| boundary));
    let knots: Vec<_> = steps.zip(products(init, &scales)).collect();
    Ok(Interpolated::new(knots)?.with_shape(shape)?.into())
}

fn cosine_onecycle_schedule(p: &Params<'_>) -> Mapping {
    let cycle = OneCycle::read(p)?;
    let down = 1.0 / (cycle.div_factor * cycle.final_div_factor);
    knots(
        cycle.peak / cycle.div_factor,
        [(cycle.part(cycle.pct_start), cycle.div_factor), (cycle.steps, down)],
        Shape::Cosine,
    )
}

fn linear_onecycle_schedule(p: &Params<'_>) -> Mapping {
    let cycle = OneCycle::read(p)?;
    let pct_final = p.get("pct_final")?.unwrap_or(0.85);
    let up = (cycle.part(cycle.pct_start), cycle.div_factor);
    let down = (cycle.part(pct_final), 1.0 / cycle.div_factor);
    knots(
        cycle.peak / cycle.div_factor,
        [up, down, (cycle.steps, 1.0 / cycle.final_div_factor)],
        Shape::Linear,
    )
}

/// The arguments of both one-cycles.
struct OneCycle {
    steps: usize,
    peak: f64,
    pct_start: f64,
    div_factor: f64,
    final_div_factor: f64,
}

impl OneCycle {
    fn read(p: &Params<'_>) -> Result<Self> {
        Ok(Self {
            steps: p.need("transition_steps")?,
            peak: p.need("peak_value")?,
            pct_start: p.get("pct_start")?.unwrap_or(0.3),
            div_factor: p.get("div_factor")?.unwrap_or(25.0),
            final_div_factor: p.get("final_div_factor")?.unwrap_or(1e4),
        })
    }

    fn part(&self, pct: f64) -> usize {
        truncated(pct * self.steps as f64)
    }
}

fn sgdr_schedule(p: &Params<'_>) -> Mapping {
    let cycles: Vec<Map<String, Value>> = p.need("cosine_kwargs")?;
    let cycle = |values| -> Result<(usize, Schedule)> {
        let p = Params::new(values, p.last_step);
        let cycle = warmup_cosine_decay_schedule(&p)?;
        p.check_all_asked()?;
        Ok((p.need("decay_steps")?, cycle))
    };
    sequence(&cycles.iter().map(cycle).collect::<Result<Vec<_>>>()?)
}

fn join_schedules(p: &Params<'_>) -> Mapping {
    let (init, end, steps) = p.need("linear")?;
    let linear = Anneal::new(init, end, steps, Shape::Linear)?;
    let (init, every, gamma) = p.need("exponential")?;
    let decay = exponential(init, gamma, every, false, p.last_step)?;
    let (first, second): (usize, usize) = p.need("boundaries")?;
    Ok(Schedule::new(linear.then(first, decay).then(second, Constant::new(p.need("constant")?)?))?)
}
