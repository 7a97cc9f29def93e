//! What a rate costs.
//!
//! `lr` of every schedule at steps all over its range; the same schedule static, composed, boxed and as data;
//! and a million steps at once. Beside them the expression one would write by hand with std, and the one
//! function call in it. Compare rows of one run only.

#![expect(clippy::disallowed_methods, reason = "std is what is compared with")]
#![expect(clippy::cast_precision_loss, reason = "that is how it is written by hand")]
#![expect(missing_docs, reason = "the macros of criterion make functions without")]

use std::f64::consts::PI;
use std::hint::black_box;

use criterion::{
    BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime,
};
use lr_schedule::{
    Anneal, Constant, CosineDecay, Cyclic, CyclicMode, ExponentialDecay, Interpolated, InverseSqrtDecay,
    InverseTimeDecay, LinearDecay, MultiStepDecay, Noam, OneCycle, PiecewiseConstant, PolynomialDecay,
    Schedule, Scheduler, Shape, StepDecay, WarmRestarts,
};

const STEPS: usize = 100_000;

/// Calls `rate` at steps that jump all over the range, so that no call helps the next.
fn each(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, rate: impl Fn(usize) -> f64) {
    let mut step = 0;
    group.bench_function(name, |bencher| {
        bencher.iter(|| {
            step = (step + 61_803) % STEPS;
            rate(black_box(step))
        });
    });
}

fn every_schedule(c: &mut Criterion) {
    let mut group = c.benchmark_group("lr of every schedule");
    let schedules: [(&str, Schedule); 20] = [
        ("constant", Constant::new(0.1).unwrap().into()),
        ("step_decay", StepDecay::new(0.1, 0.5, 1_000).unwrap().into()),
        ("multi_step_decay", MultiStepDecay::new(0.1, 0.5, [30_000, 60_000]).unwrap().into()),
        ("linear_decay", LinearDecay::new(0.1, 0.0, STEPS).unwrap().into()),
        ("cosine_decay", CosineDecay::new(0.1, 0.0, STEPS).unwrap().into()),
        ("polynomial_decay", PolynomialDecay::new(0.1, 0.0, STEPS, 0.9).unwrap().into()),
        ("anneal geometric", Anneal::new(0.1, 1e-5, STEPS, Shape::Geometric).unwrap().into()),
        ("anneal 1-sqrt", Anneal::new(0.1, 0.0, STEPS, Shape::OneMinusPower { power: 0.5 }).unwrap().into()),
        (
            "anneal tanh",
            Anneal::new(0.1, 0.0, STEPS, Shape::Tanh { lower: -6.0, upper: 3.0 }).unwrap().into(),
        ),
        ("exponential_decay", ExponentialDecay::new(0.1, 0.9999).unwrap().into()),
        ("inverse_time_decay", InverseTimeDecay::new(0.1, 0.01).unwrap().into()),
        ("inverse_sqrt_decay", InverseSqrtDecay::new(0.1, 1_000).unwrap().into()),
        ("noam", Noam::new(1.0, 512, 4_000).unwrap().into()),
        ("piecewise_constant", PiecewiseConstant::new([0.1, 0.01, 0.001], [30_000, 60_000]).unwrap().into()),
        ("interpolated", Interpolated::new([(0, 0.0), (5_000, 0.1), (STEPS, 0.0)]).unwrap().into()),
        ("cyclic", Cyclic::new(0.0, 0.1, 2_000, 2_000).unwrap().into()),
        (
            "cyclic exp_range",
            Cyclic::new(0.0, 0.1, 2_000, 2_000)
                .unwrap()
                .with_mode(CyclicMode::ExpRange { gamma: 0.9999 })
                .unwrap()
                .into(),
        ),
        (
            "warm_restarts x2",
            WarmRestarts::new(0.1, 0.0, 1_000).unwrap().with_period_mult(2.0).unwrap().into(),
        ),
        (
            "warm_restarts x1.5",
            WarmRestarts::new(0.1, 0.0, 1_000).unwrap().with_period_mult(1.5).unwrap().into(),
        ),
        ("one_cycle", OneCycle::new(0.1, STEPS).unwrap().into()),
    ];
    for (name, schedule) in &schedules {
        each(&mut group, name, |step| schedule.lr(step));
    }
    group.finish();
}

/// Linear warmup into cosine, as one writes it by hand.
fn by_hand(step: usize) -> f64 {
    let (warmup, peak, end) = (5_000, 0.1, 1e-4);
    if step < warmup {
        peak * step as f64 / warmup as f64
    } else if step < STEPS {
        let progress = (step - warmup) as f64 / (STEPS - warmup) as f64;
        end + (peak - end) * 0.5 * (1.0 + (PI * progress).cos())
    } else {
        end
    }
}

fn forms(c: &mut Criterion) {
    let mut group = c.benchmark_group("lr of warmup into cosine");
    let flat = CosineDecay::new(0.1, 1e-4, STEPS - 5_000).unwrap().warmup(5_000, 0.0).unwrap();
    let deep = flat.scaled(0.5).unwrap().clamped(1e-6, 1.0).unwrap().delayed(10);
    let boxed = flat.boxed();
    let dynamic = Schedule::from(flat);
    each(&mut group, "by hand, std", by_hand);
    each(&mut group, "one cos, std", |step| (PI * step as f64 / STEPS as f64).cos());
    each(&mut group, "static", |step| flat.lr(step));
    each(&mut group, "static, three adaptors more", |step| deep.lr(step));
    each(&mut group, "boxed", |step| boxed.lr(step));
    each(&mut group, "Schedule", |step| dynamic.lr(step));
    each(&mut group, "exponential by hand, std", |step| 0.1 * 0.9999_f64.powf(step as f64));
    let exponential = ExponentialDecay::new(0.1, 0.9999).unwrap();
    each(&mut group, "exponential", |step| exponential.lr(step));
    group.finish();
}

fn fill(c: &mut Criterion) {
    let mut group = c.benchmark_group("fill a million");
    let mut rates = vec![0.0; 1_000_000];
    group.throughput(Throughput::Elements(1_000_000)).sample_size(20);
    let cosine = CosineDecay::new(0.1, 1e-4, 1_000_000).unwrap();
    let warm = CosineDecay::new(0.1, 1e-4, 950_000).unwrap().warmup(50_000, 0.0).unwrap();
    let dynamic = Schedule::from(warm);
    group.bench_function("store", |bencher| bencher.iter(|| black_box(&mut rates[..]).fill(0.1)));
    group.bench_function("by hand, std", |bencher| {
        bencher.iter(|| {
            for (step, rate) in black_box(&mut rates[..]).iter_mut().enumerate() {
                *rate = 1e-4 + (0.1 - 1e-4) * 0.5 * (1.0 + (PI * step as f64 / 1e6).cos());
            }
        });
    });
    group.bench_function("cosine", |bencher| bencher.iter(|| cosine.fill(0, black_box(&mut rates[..]))));
    group.bench_function("warmup into cosine", |bencher| {
        bencher.iter(|| warm.fill(0, black_box(&mut rates[..])));
    });
    group.bench_function("Schedule", |bencher| bencher.iter(|| dynamic.fill(0, black_box(&mut rates[..]))));
    group.finish();
}

criterion_group!(benches, every_schedule, forms, fill);
criterion_main!(benches);
