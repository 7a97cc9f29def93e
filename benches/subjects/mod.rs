//! What is measured, by the clock in `rates` and in instructions in `instructions`.

#![allow(dead_code, reason = "not every bench measures everything")]

use std::f64::consts::PI;
use std::hint::black_box;

use lr_schedule::{
    Anneal, Constant, CosineDecay, Cyclic, CyclicMode, ExponentialDecay, Interpolated, InverseSqrtDecay,
    InverseTimeDecay, LinearDecay, MultiStepDecay, Noam, OneCycle, PiecewiseConstant, PolynomialDecay,
    Schedule, Scheduler, Shape, StepDecay, WarmRestarts,
    adaptors::{Clamped, Delayed, Scaled, Warmup},
};

pub(crate) const STEPS: usize = 1_000_000;
pub(crate) const WARMUP: usize = 50_000;

pub(crate) type Flat = Warmup<CosineDecay>;
pub(crate) type ThreeDeep = Delayed<Clamped<Scaled<Flat>>>;

/// Linear warmup into cosine, as one writes it by hand.
pub(crate) fn by_hand(step: usize) -> f64 {
    let (warmup, steps, peak, end) = black_box((WARMUP, STEPS, 0.1, 1e-4));
    if step < warmup {
        peak * step as f64 / warmup as f64
    } else {
        let progress = ((step - warmup) as f64 / (steps - warmup) as f64).min(1.0);
        end + (peak - end) * 0.5 * (1.0 + (PI * progress).cos())
    }
}

pub(crate) fn exponential_by_hand(step: usize) -> f64 {
    let gamma: f64 = black_box(0.99999);
    0.1 * gamma.powf(step as f64)
}

pub(crate) fn cosine() -> CosineDecay {
    CosineDecay::new(0.1, 1e-4, STEPS).unwrap()
}

/// The same as `by_hand`.
pub(crate) fn flat() -> Flat {
    CosineDecay::new(0.1, 1e-4, STEPS - WARMUP).unwrap().warmup(WARMUP, 0.0).unwrap()
}

pub(crate) fn three_deep() -> ThreeDeep {
    flat().scaled(0.5).unwrap().clamped(1e-6, 1.0).unwrap().delayed(10)
}

pub(crate) fn exponential() -> ExponentialDecay {
    ExponentialDecay::new(0.1, 0.99999).unwrap()
}

/// Each schedule, and what is special about some.
pub(crate) fn every_schedule() -> [(&'static str, Schedule); 24] {
    let anneal = |shape| Schedule::from(Anneal::new(0.1, 1e-5, STEPS, shape).unwrap());
    let cyclic = Cyclic::new(0.0, 0.1, 2_000, 2_000).unwrap();
    let restarts = WarmRestarts::new(0.1, 0.0, 1_000).unwrap();
    [
        ("constant", Constant::new(0.1).unwrap().into()),
        ("step_decay", StepDecay::new(0.1, 0.5, 1_000).unwrap().into()),
        ("multi_step_decay", MultiStepDecay::new(0.1, 0.5, [300_000, 600_000]).unwrap().into()),
        ("piecewise_constant", PiecewiseConstant::new([0.1, 0.01], [300_000]).unwrap().into()),
        ("linear_decay", LinearDecay::new(0.1, 0.0, STEPS).unwrap().into()),
        ("cosine_decay", cosine().into()),
        ("polynomial_decay, power 2", PolynomialDecay::new(0.1, 0.0, STEPS, 2.0).unwrap().into()),
        ("polynomial_decay, power 0.9", PolynomialDecay::new(0.1, 0.0, STEPS, 0.9).unwrap().into()),
        ("anneal, geometric", anneal(Shape::Geometric)),
        ("anneal, 1-sqrt", anneal(Shape::OneMinusPower { power: 0.5 })),
        ("anneal, rex", anneal(Shape::REX)),
        ("anneal, exponential", anneal(Shape::Exponential { ratio: 0.1 })),
        ("anneal, tanh", anneal(Shape::Tanh { lower: -6.0, upper: 3.0 })),
        ("exponential_decay", exponential().into()),
        ("inverse_time_decay", InverseTimeDecay::new(0.1, 0.01).unwrap().into()),
        ("inverse_sqrt_decay", InverseSqrtDecay::new(0.1, 1_000).unwrap().into()),
        ("noam", Noam::new(1.0, 512, 4_000).unwrap().into()),
        ("interpolated", Interpolated::new([(0, 0.0), (50_000, 0.1), (STEPS, 0.0)]).unwrap().into()),
        ("cyclic", cyclic.into()),
        ("cyclic, exp_range", cyclic.with_mode(CyclicMode::ExpRange { gamma: 0.9999 }).unwrap().into()),
        ("warm_restarts", restarts.into()),
        ("warm_restarts, x2", restarts.with_period_mult(2.0).unwrap().into()),
        ("warm_restarts, x1.5", restarts.with_period_mult(1.5).unwrap().into()),
        ("one_cycle", OneCycle::new(0.1, STEPS).unwrap().into()),
    ]
}
