//! PyTorch: `torch.optim.lr_scheduler`. `base_lr` is the optimizer's rate.

use lr_schedule::{
    Anneal, Constant, CyclicMode, ExponentialDecay, OneCycle, PiecewiseConstant, PolynomialDecay, Schedule,
    Scheduler, Shape, StepDecay, WarmRestarts,
};

use crate::params::{Params, Result};
use crate::parts::{Mapping, cyclic, exponential, milestones};

const THIRD: f64 = 1.0 / 3.0;

pub(crate) fn rate(scheduler: &str, p: &Params<'_>) -> Mapping {
    match scheduler {
        "StepLR" => step_lr(p),
        "MultiStepLR" => multi_step_lr(p),
        "ConstantLR" => constant_lr(p),
        "LinearLR" => linear_lr(p),
        "ExponentialLR" => exponential_lr(p),
        "PolynomialLR" => polynomial_lr(p),
        "CosineAnnealingLR" => cosine_annealing_lr(p),
        "CosineAnnealingWarmRestarts" => cosine_annealing_warm_restarts(p),
        "CyclicLR" => Ok(cyclic_lr(p)?.into()),
        "OneCycleLR" => Ok(one_cycle_lr(p)?.into()),
        "SequentialLR(LinearLR,CosineAnnealingLR)" => linear_then_cosine(p),
        "SequentialLR(ConstantLR,ExponentialLR,ConstantLR)" => constant_exponential_constant(p),
        "ChainedScheduler(ConstantLR,ExponentialLR)" => constant_times_exponential(p),
        _ => Err(format!("unknown scheduler `{scheduler}`").into()),
    }
}

/// The momentum beside the rate, for the two schedulers that have one.
pub(crate) fn momentum(scheduler: &str, p: &Params<'_>) -> Mapping {
    let range = |base, max| {
        Ok::<_, Box<dyn core::error::Error>>((
            p.get("base_momentum")?.unwrap_or(base),
            p.get("max_momentum")?.unwrap_or(max),
        ))
    };
    match scheduler {
        "CyclicLR" => {
            let (base, max) = range(0.8, 0.9)?;
            // It begins at its maximum even where the rate begins at its own.
            Ok(cyclic_lr(p)?.momentum(base, max)?.with_inverted(true).into())
        }
        "OneCycleLR" => {
            let (base, max) = range(0.85, 0.95)?;
            Ok(one_cycle_lr(p)?.momentum(base, max)?.into())
        }
        _ => Err(format!("`{scheduler}` has no momentum").into()),
    }
}

fn step_lr(p: &Params<'_>) -> Mapping {
    let (base_lr, gamma) = (p.need("base_lr")?, p.get("gamma")?.unwrap_or(0.1));
    let step_size = p.need("step_size")?;
    if gamma > 1.0 {
        return exponential(base_lr, gamma, step_size, true, p.last_step);
    }
    Ok(StepDecay::new(base_lr, gamma, step_size)?.into())
}

fn multi_step_lr(p: &Params<'_>) -> Mapping {
    milestones(p.need("base_lr")?, p.get("gamma")?.unwrap_or(0.1), p.need("milestones")?)
}

fn constant_lr(p: &Params<'_>) -> Mapping {
    let (base_lr, factor): (f64, f64) = (p.need("base_lr")?, p.get("factor")?.unwrap_or(THIRD));
    let total_iters: usize = p.get("total_iters")?.unwrap_or(5);
    Ok(PiecewiseConstant::new([base_lr * factor, base_lr], [total_iters])?.into())
}

fn linear_lr(p: &Params<'_>) -> Mapping {
    let base_lr: f64 = p.need("base_lr")?;
    let start: f64 = p.get("start_factor")?.unwrap_or(THIRD);
    let end: f64 = p.get("end_factor")?.unwrap_or(1.0);
    Ok(Anneal::new(base_lr * start, base_lr * end, p.get("total_iters")?.unwrap_or(5), Shape::Linear)?.into())
}

fn exponential_lr(p: &Params<'_>) -> Mapping {
    exponential(p.need("base_lr")?, p.need("gamma")?, 1, false, p.last_step)
}

fn polynomial_lr(p: &Params<'_>) -> Mapping {
    let (total_iters, power) = (p.get("total_iters")?.unwrap_or(5), p.get("power")?.unwrap_or(1.0));
    Ok(PolynomialDecay::new(p.need("base_lr")?, 0.0, total_iters, power)?.into())
}

fn cosine_annealing_lr(p: &Params<'_>) -> Mapping {
    let eta_min = p.get("eta_min")?.unwrap_or(0.0);
    Ok(Anneal::new(p.need("base_lr")?, eta_min, p.need("T_max")?, Shape::Cosine)?.into())
}

fn cosine_annealing_warm_restarts(p: &Params<'_>) -> Mapping {
    let eta_min = p.get("eta_min")?.unwrap_or(0.0);
    let restarts = WarmRestarts::new(p.need("base_lr")?, eta_min, p.need("T_0")?)?;
    Ok(restarts.with_period_mult(p.get("T_mult")?.unwrap_or(1.0))?.into())
}

fn cyclic_lr(p: &Params<'_>) -> Result<lr_schedule::Cyclic> {
    p.ignore(&["base_momentum", "max_momentum", "cycle_momentum"]);
    let gamma = p.get("gamma")?.unwrap_or(1.0);
    let mode: Option<String> = p.get("mode")?;
    let mode = match mode.as_deref().unwrap_or("triangular") {
        "triangular" => CyclicMode::Triangular,
        "triangular2" => CyclicMode::Triangular2,
        "exp_range" => CyclicMode::ExpRange { gamma },
        mode => return Err(format!("unknown mode `{mode}`").into()),
    };
    let up = p.get("step_size_up")?.unwrap_or(2_000);
    let down = p.get("step_size_down")?.unwrap_or(up);
    Ok(cyclic(p.need("base_lr")?, p.need("max_lr")?, up, down)?.with_mode(mode)?)
}

fn one_cycle_lr(p: &Params<'_>) -> Result<OneCycle> {
    p.ignore(&["base_lr", "base_momentum", "max_momentum", "cycle_momentum"]);
    let strategy: Option<String> = p.get("anneal_strategy")?;
    let shape = match strategy.as_deref().unwrap_or("cos") {
        "cos" => Shape::Cosine,
        "linear" => Shape::Linear,
        strategy => return Err(format!("unknown anneal_strategy `{strategy}`").into()),
    };
    let cycle = OneCycle::new(p.need("max_lr")?, total_steps(p)?)?
        .with_pct_start(p.get("pct_start")?.unwrap_or(0.3))?
        .with_div_factor(p.get("div_factor")?.unwrap_or(25.0))?
        .with_final_div_factor(p.get("final_div_factor")?.unwrap_or(1e4))?
        .with_three_phase(p.get("three_phase")?.unwrap_or(false))?;
    Ok(cycle.with_shape(shape)?)
}

/// The length of a one-cycle in steps.
pub(crate) fn total_steps(p: &Params<'_>) -> Result<usize> {
    match p.get("total_steps")? {
        Some(steps) => Ok(steps),
        None => Ok(p.need::<usize>("epochs")? * p.need::<usize>("steps_per_epoch")?),
    }
}

fn linear_then_cosine(p: &Params<'_>) -> Mapping {
    let (base_lr, warmup): (f64, _) = (p.need("base_lr")?, p.need("warmup")?);
    let cosine = Anneal::new(base_lr, p.need("eta_min")?, p.need("T_max")?, Shape::Cosine)?;
    Ok(cosine.warmup(warmup, base_lr * p.need::<f64>("start_factor")?)?.into())
}

fn constant_exponential_constant(p: &Params<'_>) -> Mapping {
    let (base_lr, factor): (f64, f64) = (p.need("base_lr")?, p.need("factor")?);
    let (first, second): (usize, usize) = (p.need("first")?, p.need("second")?);
    let reduced = Constant::new(base_lr * factor)?;
    let decay = exponential(base_lr, p.need("gamma")?, 1, false, p.last_step)?;
    let schedule: Schedule = Schedule::new(reduced.then(first, decay).then(second, reduced))?;
    Ok(schedule)
}

fn constant_times_exponential(p: &Params<'_>) -> Mapping {
    let reduced = PiecewiseConstant::new([p.need("factor")?, 1.0], [p.need("total_iters")?])?;
    Ok(ExponentialDecay::new(p.need("base_lr")?, p.need("gamma")?)?.times(reduced).into())
}
