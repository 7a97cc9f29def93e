//! PyTorch-Ignite: `ignite.handlers.param_scheduler`, called before each update.

use lr_schedule::{Anneal, Interpolated, Schedule, Scheduler, Shape, WarmRestarts};

use crate::params::{Params, Result};
use crate::parts::{Mapping, cyclic, sequence, truncated};

pub(crate) fn rate(scheduler: &str, p: &Params<'_>) -> Mapping {
    match scheduler {
        "LinearCyclicalScheduler" => linear_cyclical(p),
        "CosineAnnealingScheduler" => cosine_annealing(p),
        "PiecewiseLinear" => piecewise_linear(p),
        _ => Err(format!("unknown scheduler `{scheduler}`").into()),
    }
}

fn linear_cyclical(p: &Params<'_>) -> Mapping {
    let cycles = Cycles::read(p)?;
    if p.get("monotonic")?.unwrap_or(false) {
        return cycles.falling(p.last_step, Shape::Linear);
    }
    let half = cycles.size / 2;
    if cycles.are_equal() && cycles.size == 2 * half {
        return Ok(cyclic(cycles.start, cycles.end, half, half)?.into());
    }
    cycles.unrolled(p.last_step, |start, end, size| {
        // An odd cycle turns between two steps; the rates on both sides of that are equal.
        let (before, after) = (size / 2, size.div_ceil(2));
        let turn = Shape::Linear.interpolate(start, end, before as f64 / (size as f64 / 2.0));
        Ok(Interpolated::new([(0, start), (before, turn), (after, turn), (size, start)])?.into())
    })
}

fn cosine_annealing(p: &Params<'_>) -> Mapping {
    Cycles::read(p)?.falling(p.last_step, Shape::Cosine)
}

fn piecewise_linear(p: &Params<'_>) -> Mapping {
    Ok(Interpolated::new(p.need::<Vec<(usize, f64)>>("milestones_values")?)?.into())
}

/// The arguments of both cyclical schedulers.
struct Cycles {
    start: f64,
    end: f64,
    size: usize,
    warmup: usize,
    size_mult: f64,
    start_mult: f64,
    end_mult: f64,
}

impl Cycles {
    fn read(p: &Params<'_>) -> Result<Self> {
        Ok(Self {
            start: p.need("start_value")?,
            end: p.need("end_value")?,
            size: p.need("cycle_size")?,
            warmup: p.get("warmup_duration")?.unwrap_or(0),
            size_mult: p.get("cycle_mult")?.unwrap_or(1.0),
            start_mult: p.get("start_value_mult")?.unwrap_or(1.0),
            end_mult: p.get("end_value_mult")?.unwrap_or(1.0),
        })
    }

    fn are_equal(&self) -> bool {
        [self.size_mult, self.start_mult, self.end_mult] == [1.0; 3] && self.warmup == 0
    }

    /// Cycles that only rise or only fall, and jump back.
    fn falling(self, last_step: usize, shape: Shape) -> Mapping {
        if self.size_mult % 1.0 == 0.0 && self.end_mult == 1.0 && self.warmup == 0 {
            let cycles = WarmRestarts::new(self.start, self.end, self.size)?.with_shape(shape)?;
            return Ok(cycles.with_period_mult(self.size_mult)?.with_start_mult(self.start_mult)?.into());
        }
        self.unrolled(last_step, |start, end, size| Ok(Anneal::new(start, end, size, shape)?.into()))
    }

    /// Cycle after cycle up to `last_step`, for changes from cycle to cycle that have no expression here.
    fn unrolled(mut self, last_step: usize, cycle: impl Fn(f64, f64, usize) -> Mapping) -> Mapping {
        let (mut pieces, mut at) = (Vec::<(usize, Schedule)>::new(), 0);
        while at <= last_step {
            if self.size == 0 {
                return Err("the cycles shrink to nothing".into());
            }
            let this = cycle(self.start, self.end, self.size)?;
            self.start *= self.start_mult;
            let back = Anneal::new(self.end, self.start, self.warmup, Shape::Linear)?;
            let length = self.size + self.warmup;
            pieces.push((length, Schedule::new(this.then(self.size, back))?));
            at += length;
            self.size = truncated(self.size as f64 * self.size_mult);
            self.warmup = truncated(self.warmup as f64 * self.size_mult);
            self.end *= self.end_mult;
        }
        sequence(&pieces)
    }
}
