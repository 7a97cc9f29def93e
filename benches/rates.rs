//! The cost of a rate and of a whole curve, compared with the usual hand-written expression with std.
//! `benches/README.md` says how to run and read it.

#![expect(clippy::disallowed_methods, reason = "std is what is compared with")]
#![expect(clippy::cast_precision_loss, reason = "that is how it is written by hand")]
#![expect(missing_docs, reason = "the macros of criterion make functions without")]

mod subjects;

use std::hint::black_box;

use criterion::{
    BenchmarkGroup, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main,
    measurement::WallTime,
};
use lr_schedule::{Constant, Scheduler, transfer};
use subjects::{
    STEPS, WARMUP, by_hand, cosine, every_schedule, exponential, exponential_by_hand, flat, three_deep,
};

/// Steps per iteration, too many for a branch predictor to learn their order.
const AT_ONCE: usize = 65_536;

/// Product `rate` at steps in order, all over the range, and at the same shuffled.
fn both_ways(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, rate: impl Fn(usize) -> f64) {
    let mut random = fastrand::Rng::with_seed(1);
    let consecutive: Vec<usize> = (0..STEPS).step_by(STEPS / AT_ONCE).take(AT_ONCE).collect();
    let mut shuffled = consecutive.clone();
    random.shuffle(&mut shuffled);
    group.throughput(Throughput::Elements(AT_ONCE as u64));
    for (order, steps) in [("consecutive", &consecutive), ("random", &shuffled)] {
        group.bench_function(BenchmarkId::new(name, order), |bencher| {
            bencher.iter(|| steps.iter().map(|&step| rate(black_box(step))).sum::<f64>());
        });
    }
}

fn lr(c: &mut Criterion) {
    let mut group = c.benchmark_group("lr of warmup into cosine");
    let (flat, deep) = black_box((flat(), three_deep()));
    let (boxed, dynamic) = (flat.boxed(), lr_schedule::Schedule::from(flat));
    both_ways(&mut group, "the loop alone", |step| step as f64);
    both_ways(&mut group, "by hand", by_hand);
    both_ways(&mut group, "static", |step| flat.lr(step));
    both_ways(&mut group, "three deep", |step| deep.lr(step));
    both_ways(&mut group, "boxed", |step| boxed.lr(step));
    both_ways(&mut group, "Schedule", |step| dynamic.lr(step));
    group.finish();
}

fn lr_of_every_schedule(c: &mut Criterion) {
    let mut group = c.benchmark_group("lr of every schedule");
    group.sample_size(20);
    both_ways(&mut group, "exponential by hand", exponential_by_hand);
    for (name, schedule) in &every_schedule() {
        both_ways(&mut group, name, |step| schedule.lr(step));
    }
    group.finish();
}

fn fill(c: &mut Criterion) {
    for length in [4_096, STEPS] {
        let mut group = c.benchmark_group(format!("fill {length}"));
        group.throughput(Throughput::Elements(length as u64)).sample_size(20);
        // A short curve begins where the warmup has ended.
        let start = if length < STEPS { WARMUP } else { 0 };
        let mut buffer = vec![0.0; length];
        let mut fill = |name: &str, fill: &dyn Fn(&mut [f64])| {
            group.bench_function(name, |bencher| bencher.iter(|| fill(black_box(&mut buffer[..]))));
        };
        fill("storing alone", &|rates| rates.fill(0.1));
        fill("warmup and cosine by hand", &|rates| {
            for (step, rate) in rates.iter_mut().enumerate() {
                *rate = by_hand(start + step);
            }
        });
        fill("exponential by hand", &|rates| {
            for (step, rate) in rates.iter_mut().enumerate() {
                *rate = exponential_by_hand(start + step);
            }
        });
        let (cosine, flat, deep) = black_box((cosine(), flat(), three_deep()));
        let exponential = black_box(exponential());
        let dynamic = lr_schedule::Schedule::from(flat);
        fill("cosine", &|rates| cosine.fill(start, rates));
        fill("warmup and cosine", &|rates| flat.fill(start, rates));
        fill("three deep", &|rates| deep.fill(start, rates));
        fill("Schedule", &|rates| dynamic.fill(start, rates));
        fill("exponential", &|rates| exponential.fill(start, rates));
        for (name, schedule) in &every_schedule() {
            fill(&format!("every: {name}"), &|rates| schedule.fill(start, rates));
        }
        group.finish();
    }
}

/// From a constant rate to cosine, both after a warmup; per step of the run.
fn peak_ratio(c: &mut Criterion) {
    let mut group = c.benchmark_group("peak ratio");
    group.throughput(Throughput::Elements(STEPS as u64)).sample_size(20);
    let (from, to) = (Constant::new(0.1).unwrap().warmup(WARMUP, 0.0).unwrap(), flat());
    group.bench_function("constant to cosine, 1,000,000 steps", |bencher| {
        bencher.iter(|| transfer::peak_ratio(black_box(&from), black_box(&to), STEPS).unwrap());
    });
    group.finish();
}

criterion_group!(benches, lr, fill, lr_of_every_schedule, peak_ratio);
criterion_main!(benches);
