//! How each schedule converts its lengths.

use alloc::vec::Vec;

use super::clock::Clock;
use super::{Rescale, Schedule};
use crate::schedules::{
    Anneal, Constant, CosineDecay, Cyclic, CyclicMode, ExponentialDecay, Interpolated, InverseSqrtDecay,
    InverseTimeDecay, LinearDecay, MultiStepDecay, Noam, OneCycle, OneCycleMomentum, PiecewiseConstant,
    PolynomialDecay, StepDecay, WarmRestarts,
};
use crate::{Error, math};

/// The ratio of `new` to the exact conversion of `old`: 1 unless it was rounded.
fn excess(new: usize, old: usize, clock: Clock) -> f64 {
    math::float(new) / math::float(old) * (math::float(clock.from) / math::float(clock.to))
}

impl Rescale for Constant {
    fn rescale(&self, _: Clock) -> Result<Schedule, Error> {
        Ok((*self).into())
    }
}

impl Rescale for LinearDecay {
    fn rescale(&self, clock: Clock) -> Result<Schedule, Error> {
        Ok(Self::new(self.start(), self.end(), clock.length(self.steps()))?.into())
    }
}

impl Rescale for CosineDecay {
    fn rescale(&self, clock: Clock) -> Result<Schedule, Error> {
        Ok(Self::new(self.start(), self.end(), clock.length(self.steps()))?.into())
    }
}

impl Rescale for PolynomialDecay {
    fn rescale(&self, clock: Clock) -> Result<Schedule, Error> {
        Ok(Self::new(self.start(), self.end(), clock.length(self.steps()), self.power())?.into())
    }
}

impl Rescale for Anneal {
    fn rescale(&self, clock: Clock) -> Result<Schedule, Error> {
        Ok(Self::new(self.start(), self.end(), clock.length(self.steps()), self.shape())?.into())
    }
}

impl Rescale for StepDecay {
    fn rescale(&self, clock: Clock) -> Result<Schedule, Error> {
        clock.recurring(&[self.every()], |clock| {
            Ok(Self::new(self.start(), self.gamma(), clock.period(self.every()))?.into())
        })
    }
}

impl Rescale for MultiStepDecay {
    fn rescale(&self, clock: Clock) -> Result<Schedule, Error> {
        let milestones: Vec<_> = self.milestones().iter().map(|&step| clock.length(step)).collect();
        Ok(Self::new(self.start(), self.gamma(), milestones)?.into())
    }
}

impl Rescale for PiecewiseConstant {
    fn rescale(&self, clock: Clock) -> Result<Schedule, Error> {
        let boundaries: Vec<_> = self.boundaries().iter().map(|&step| clock.length(step)).collect();
        Ok(Self::new(self.rates(), boundaries)?.into())
    }
}

impl Rescale for Interpolated {
    fn rescale(&self, clock: Clock) -> Result<Schedule, Error> {
        let knots: Vec<_> = self.knots().iter().map(|&(step, rate)| (clock.length(step), rate)).collect();
        Ok(Self::new(knots)?.with_shape(self.shape())?.into())
    }
}

impl Rescale for ExponentialDecay {
    fn rescale(&self, clock: Clock) -> Result<Schedule, Error> {
        let rescaled = |clock: Clock, gamma| {
            let schedule = Self::new(self.start(), gamma)?.with_every(clock.period(self.every()))?;
            Ok(schedule.with_staircase(self.staircase()).into())
        };
        if self.staircase() {
            return clock.recurring(&[self.every()], |clock| rescaled(clock, self.gamma()));
        }
        let power = excess(clock.period(self.every()), self.every(), clock);
        let gamma = if clock.is_exact(self.every()) { self.gamma() } else { math::pow(self.gamma(), power) };
        rescaled(clock, gamma)
    }
}

impl Rescale for InverseTimeDecay {
    fn rescale(&self, clock: Clock) -> Result<Schedule, Error> {
        let rescaled = |clock: Clock, gamma| {
            let schedule = Self::new(self.start(), gamma)?.with_every(clock.period(self.every()))?;
            Ok(schedule.with_staircase(self.staircase()).with_power(self.power())?.into())
        };
        if self.staircase() {
            return clock.recurring(&[self.every()], |clock| rescaled(clock, self.gamma()));
        }
        let factor = excess(clock.period(self.every()), self.every(), clock);
        let gamma = if clock.is_exact(self.every()) { self.gamma() } else { self.gamma() * factor };
        rescaled(clock, math::saturate(gamma))
    }
}

impl Rescale for InverseSqrtDecay {
    fn rescale(&self, clock: Clock) -> Result<Schedule, Error> {
        Ok(Self::new(self.start(), clock.period(self.timescale()))?.into())
    }
}

impl Rescale for Noam {
    fn rescale(&self, clock: Clock) -> Result<Schedule, Error> {
        let (old, size) = (self.warmup_steps(), self.model_size());
        if clock.from == clock.to {
            return Ok((*self).into());
        }
        if old == 0 {
            // factor / sqrt(size (step + 1)) is this decay with a time scale of 1.
            let start = self.factor() / math::sqrt(math::float(size));
            return InverseSqrtDecay::new(start, 1)?.rescale(clock);
        }
        // Keeps the peak, factor / sqrt(size warmup).
        let new = clock.length(old).max(1);
        let factor = self.factor() * math::sqrt(math::float(new) / math::float(old));
        Ok(Self::new(math::saturate(factor), size, new)?.into())
    }
}

impl Rescale for Cyclic {
    fn rescale(&self, clock: Clock) -> Result<Schedule, Error> {
        clock.recurring(&[self.up(), self.down()], |clock| {
            let mode = match self.mode() {
                // `gamma` applies per step, so it is converted exactly.
                CyclicMode::ExpRange { gamma } => {
                    let power = math::float(clock.from) / math::float(clock.to);
                    CyclicMode::ExpRange { gamma: math::pow(gamma, power) }
                }
                mode => mode,
            };
            let (up, down) = (clock.period(self.up()), clock.period(self.down()));
            let schedule = Self::new(self.base(), self.max(), up, down)?.with_mode(mode)?;
            Ok(schedule.with_shape(self.shape())?.with_inverted(self.inverted()).into())
        })
    }
}

impl Rescale for WarmRestarts {
    fn rescale(&self, clock: Clock) -> Result<Schedule, Error> {
        clock.recurring(&[self.period()], |clock| {
            let schedule = Self::new(self.start(), self.end(), clock.period(self.period()))?
                .with_period_mult(self.period_mult())?
                .with_start_mult(self.start_mult())?
                .with_shape(self.shape())?;
            Ok(self.cycles().map_or(schedule, |cycles| schedule.with_cycles(cycles)).into())
        })
    }
}

impl Rescale for OneCycle {
    fn rescale(&self, clock: Clock) -> Result<Schedule, Error> {
        let schedule = Self::new(self.max(), clock.length(self.steps()))?
            .with_pct_start(self.pct_start())?
            .with_three_phase(self.three_phase())?
            .with_div_factor(self.div_factor())?
            .with_final_div_factor(self.final_div_factor())?
            .with_shape(self.shape())?;
        Ok(schedule.into())
    }
}

impl Rescale for OneCycleMomentum {
    fn rescale(&self, clock: Clock) -> Result<Schedule, Error> {
        let (range, steps) = ((self.base(), self.max()), clock.length(self.steps()));
        let schedule = Self::new(range, steps, self.pct_start(), self.three_phase(), self.shape())?;
        Ok(schedule.into())
    }
}
