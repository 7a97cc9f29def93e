//! The cost of rates in instructions, which do not depend on other load. `benches/README.md` says how to run and read
//! it.

#![expect(missing_docs, reason = "the macros of gungraun make functions without")]
#![expect(unused_qualifications, reason = "the macros of gungraun qualify everything")]
#![expect(clippy::disallowed_methods, reason = "std is what is compared with")]
#![expect(clippy::cast_precision_loss, reason = "that is how it is written by hand")]

mod subjects;

use std::hint::black_box;

use gungraun::{library_benchmark, library_benchmark_group, main};
use lr_schedule::{ExponentialDecay, Schedule, Scheduler};
use subjects::{Flat, STEPS, ThreeDeep, by_hand, cosine, exponential, exponential_by_hand, flat, three_deep};

/// Rates per run.
const CALLS: usize = 10_000;

/// The sum of the rates at steps spread over the range.
fn rates(rate: impl Fn(usize) -> f64) -> f64 {
    (0..CALLS).map(|i| rate(black_box(i * (STEPS / CALLS)))).sum()
}

#[library_benchmark]
fn lr_loop_alone() -> f64 {
    rates(|step| step as f64)
}

#[library_benchmark]
fn lr_by_hand() -> f64 {
    rates(by_hand)
}

#[library_benchmark]
#[bench::warmup_and_cosine(flat())]
fn lr_static(schedule: Flat) -> f64 {
    rates(|step| schedule.lr(step))
}

#[library_benchmark]
#[bench::warmup_and_cosine(three_deep())]
fn lr_three_deep(schedule: ThreeDeep) -> f64 {
    rates(|step| schedule.lr(step))
}

#[library_benchmark]
#[bench::warmup_and_cosine(flat().boxed())]
fn lr_boxed(schedule: Box<dyn Scheduler + Send + Sync>) -> f64 {
    rates(|step| schedule.lr(step))
}

#[library_benchmark]
#[bench::warmup_and_cosine(Schedule::from(flat()))]
fn lr_dynamic(schedule: Schedule) -> f64 {
    rates(|step| schedule.lr(step))
}

#[library_benchmark]
fn lr_exponential_by_hand() -> f64 {
    rates(exponential_by_hand)
}

#[library_benchmark]
#[bench::exponential(exponential())]
fn lr_exponential(schedule: ExponentialDecay) -> f64 {
    rates(|step| schedule.lr(step))
}

/// A buffer that has been written to before.
fn buffer() -> Vec<f64> {
    vec![1.0; CALLS]
}

#[library_benchmark]
#[bench::constant(buffer())]
fn fill_storing_alone(mut rates: Vec<f64>) -> Vec<f64> {
    rates.fill(black_box(0.1));
    rates
}

#[library_benchmark]
#[bench::warmup_and_cosine(buffer())]
fn fill_by_hand(mut rates: Vec<f64>) -> Vec<f64> {
    for (step, rate) in rates.iter_mut().enumerate() {
        *rate = by_hand(step * (STEPS / CALLS));
    }
    rates
}

#[library_benchmark]
#[bench::cosine(Schedule::from(cosine()), buffer())]
#[bench::warmup_and_cosine(Schedule::from(flat()), buffer())]
#[bench::three_deep(Schedule::from(three_deep()), buffer())]
#[bench::exponential(Schedule::from(exponential()), buffer())]
fn fill(schedule: Schedule, mut rates: Vec<f64>) -> Vec<f64> {
    // From the end of the warmup on.
    schedule.fill(black_box(50_000), &mut rates);
    rates
}

library_benchmark_group!(
    name = lr,
    benchmarks = [
        lr_loop_alone,
        lr_by_hand,
        lr_static,
        lr_three_deep,
        lr_boxed,
        lr_dynamic,
        lr_exponential_by_hand,
        lr_exponential
    ]
);
library_benchmark_group!(name = fills, benchmarks = [fill_storing_alone, fill_by_hand, fill]);
main!(library_benchmark_groups = [lr, fills]);
