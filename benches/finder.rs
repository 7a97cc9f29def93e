//! The cost of a sweep and of its suggestion, without the training.

#![expect(missing_docs, reason = "the macros of criterion make functions without")]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use lr_schedule::LrRangeFinder;

/// A loss that falls and then diverges.
fn loss(lr: f64) -> f64 {
    0.1 + 0.9 / (1.0 + lr * 300.0) + if lr > 1.0 { lr } else { 0.0 }
}

fn finder(c: &mut Criterion) {
    let mut group = c.benchmark_group("finder");
    group.sample_size(10);
    for steps in [100, 10_000, 1_000_000] {
        let finder = LrRangeFinder::new(1e-7, 10.0, steps).unwrap().without_early_stop();
        group.bench_with_input(BenchmarkId::new("sweep", steps), &finder, |bencher, finder| {
            bencher.iter(|| finder.run(|lr| black_box(loss(lr))));
        });
        let report = finder.run(loss);
        group.bench_with_input(BenchmarkId::new("suggest", steps), &report, |bencher, report| {
            bencher.iter(|| black_box(report).suggest());
        });
    }
    group.finish();
}

criterion_group!(benches, finder);
criterion_main!(benches);
