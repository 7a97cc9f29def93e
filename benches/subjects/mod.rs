//! The subjects of `rates`, which measures time, and of `instructions`, which counts instructions.

#![allow(dead_code, reason = "not every bench measures everything")]

use std::f64::consts::PI;
use std::hint::black_box;

use lr_schedule::{
    Anneal, CosineDecay, Cyclic, CyclicMode, ExponentialDecay, PolynomialDecay, Schedule, Scheduler, Shape,
    WarmRestarts,
    adaptors::{Clamped, Delayed, Scaled, Warmup},
};

#[path = "../../examples/catalogue/mod.rs"]
mod catalogue;

pub(crate) const STEPS: usize = 1_000_000;
pub(crate) const WARMUP: usize = 50_000;

pub(crate) type Flat = Warmup<CosineDecay>;
pub(crate) type ThreeDeep = Delayed<Clamped<Scaled<Flat>>>;

/// Linear warmup into cosine, as usually written by hand.
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

/// The schedules and shapes of the catalogue over `STEPS`, and variants that compute differently.
pub(crate) fn every_schedule() -> Vec<(String, Schedule)> {
    let entries = catalogue::catalogue().unwrap();
    let of_group = |group: &'static str| entries.iter().filter(move |entry| entry.group == group);
    let long = |entry: &catalogue::Entry| entry.schedule.rescaled(catalogue::STEPS, STEPS).unwrap();
    let schedules = of_group("schedules").map(|entry| (entry.name.to_owned(), long(entry)));
    let shapes = of_group("shapes").map(|entry| (format!("anneal, {}", entry.name), long(entry)));
    let cyclic = Cyclic::new(0.0, 0.1, 2_000, 2_000).unwrap();
    let restarts = WarmRestarts::new(0.1, 0.0, 1_000).unwrap();
    let falling = restarts.with_start_mult(0.7).unwrap();
    let anneal = |shape| Anneal::new(0.1, 1e-4, STEPS, shape).unwrap().into();
    let variants = [
        ("polynomial_decay, power 0.9", PolynomialDecay::new(0.1, 0.0, STEPS, 0.9).unwrap().into()),
        ("anneal, cosine_power 0.9", anneal(Shape::CosinePower { power: 0.9 })),
        ("anneal, polynomial_k 0.7, 0.9", anneal(Shape::PolynomialK { k: 0.7, power: 0.9 })),
        ("cyclic, exp_range", cyclic.with_mode(CyclicMode::ExpRange { gamma: 0.9999 }).unwrap().into()),
        ("warm_restarts, x1", restarts.into()),
        ("warm_restarts, x0.5, ended", restarts.with_period_mult(0.5).unwrap().into()),
        ("warm_restarts, x1.1", restarts.with_period_mult(1.1).unwrap().into()),
        ("warm_restarts, x2", restarts.with_period_mult(2.0).unwrap().into()),
        ("warm_restarts, x2, starts x0.7", falling.with_period_mult(2.0).unwrap().into()),
    ];
    let variants = variants.map(|(name, schedule): (&str, Schedule)| (name.to_owned(), schedule));
    schedules.chain(shapes).chain(variants).collect()
}
