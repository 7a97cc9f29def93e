//! The cost of a rate in burn, by hand and in this crate, as one Markdown table: see the README one folder up.
//!
//! Linear warmup from 0 to `PEAK`, then cosine to `END`, in `STEPS` updates; whole curves are a million rates.

#![expect(clippy::disallowed_methods, reason = "std is what is compared with")]

use std::f64::consts::PI;
use std::hint::black_box;
use std::time::Instant;

use burn_optim::lr_scheduler::LrScheduler as _;
use burn_optim::lr_scheduler::composed::ComposedLrSchedulerConfig;
use burn_optim::lr_scheduler::constant::ConstantLr;
use burn_optim::lr_scheduler::cosine::CosineAnnealingLrSchedulerConfig;
use burn_optim::lr_scheduler::linear::LinearLrSchedulerConfig;
use burn_optim::lr_scheduler::module_lr_scheduler::ModuleLrScheduler;
use burn_optim::lr_scheduler::noam::NoamLrSchedulerConfig;
use burn_optim::lr_scheduler::sequential::SequentialLrSchedulerConfig;
use lr_schedule::{CosineDecay, Cursor, Noam, Schedule, Scheduler};

const ROUNDS: usize = 15;
const STEPS: usize = 100_000;
const WARMUP: usize = 5_000;
const PEAK: f64 = 0.1;
const END: f64 = 1e-4;
const MILLION: usize = 1_000_000;

/// Makes one measurement: nanoseconds per call or per value.
type Measure<'a> = Box<dyn FnMut() -> f64 + 'a>;

/// Calls `call` with each of `steps`, five times.
fn each<'a, T>(steps: &'a [usize], call: impl Fn(usize) -> T + 'a) -> Measure<'a> {
    Box::new(move || {
        let begin = Instant::now();
        for _ in 0..5 {
            for &step in steps {
                black_box(call(black_box(step)));
            }
        }
        begin.elapsed().as_nanos() as f64 / (5 * steps.len()) as f64
    })
}

/// Runs through the curve of a scheduler that advances with every call, each time from the start.
fn playing<'a, S: Clone + 'a, T>(new: S, next: impl Fn(&mut S) -> T + 'a) -> Measure<'a> {
    Box::new(move || {
        let mut scheduler = new.clone();
        let begin = Instant::now();
        for _ in 0..STEPS {
            black_box(next(black_box(&mut scheduler)));
        }
        begin.elapsed().as_nanos() as f64 / STEPS as f64
    })
}

/// Runs through one of burn's schedulers.
fn burn<'a>(scheduler: impl Into<ModuleLrScheduler>) -> Measure<'a> {
    playing(scheduler.into(), ModuleLrScheduler::step)
}

/// Writes a million rates into one buffer.
fn curve<'a>(fill: impl Fn(&mut [f64]) + 'a) -> Measure<'a> {
    let mut rates = vec![0.0; MILLION];
    Box::new(move || {
        let begin = Instant::now();
        fill(black_box(&mut rates));
        black_box(&mut rates);
        begin.elapsed().as_nanos() as f64 / MILLION as f64
    })
}

/// Linear warmup into cosine, as usually written by hand.
fn by_hand(step: usize, warmup: usize, steps: usize) -> f64 {
    if step < warmup {
        PEAK * step as f64 / warmup as f64
    } else {
        let t = ((step - warmup) as f64 / (steps - warmup) as f64).min(1.0);
        END + (PEAK - END) * 0.5 * (1.0 + (PI * t).cos())
    }
}

/// `0..STEPS` in random order (Fisher-Yates, Knuth's generator).
fn shuffled() -> Vec<usize> {
    let mut steps: Vec<_> = (0..STEPS).collect();
    let mut state = 1_u64;
    for last in (1..STEPS).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        steps.swap(last, (state >> 33) as usize % (last + 1));
    }
    steps
}

fn main() {
    let ordered: Vec<_> = (0..STEPS).collect();
    let random = shuffled();

    let linear = LinearLrSchedulerConfig::new(1e-8, PEAK, WARMUP);
    let cosine = CosineAnnealingLrSchedulerConfig::new(PEAK, STEPS - WARMUP).with_min_lr(END);
    let composed = ComposedLrSchedulerConfig::new().linear(linear.clone()).cosine(cosine.clone());
    let sequential =
        SequentialLrSchedulerConfig::new(vec![linear.into(), cosine.clone().into()], vec![WARMUP]);
    let noam = NoamLrSchedulerConfig::new(1.0).with_model_size(512).with_warmup_steps(4_000);
    let sequential = sequential.init().unwrap();

    let warm = CosineDecay::new(PEAK, END, STEPS - WARMUP).unwrap().warmup(WARMUP, 0.0).unwrap();
    let boxed = warm.boxed();
    let schedule = Schedule::from(warm);
    let alone = CosineDecay::new(PEAK, END, STEPS).unwrap();
    let own_noam = Noam::new(1.0, 512, 4_000).unwrap();
    let million =
        CosineDecay::new(PEAK, END, MILLION - MILLION / 20).unwrap().warmup(MILLION / 20, 0.0).unwrap();
    let million_schedule = Schedule::from(million);

    // All three follow the same curve.
    let mut scheduler = sequential.clone();
    for step in 0..STEPS {
        let (hand, burn) = (by_hand(step, WARMUP, STEPS), scheduler.step().base());
        assert!((warm.lr(step) - hand).abs() < 1e-15 && (burn - hand).abs() < 2e-8, "step {step}");
    }

    let mut rows: Vec<(&str, Measure<'_>)> = vec![
        ("the loop alone, consecutive steps", each(&ordered, |step| step)),
        ("burn: `ConstantLr.step()`", playing(ConstantLr::new(PEAK), |constant| constant.step())),
        ("burn: `ModuleLrScheduler.step()`, constant", burn(ConstantLr::new(PEAK))),
        ("burn: the same, cosine", burn(cosine.init().unwrap())),
        ("burn: the same, linear and cosine composed", burn(composed.init().unwrap())),
        ("burn: the same, linear, then cosine", burn(sequential)),
        ("burn: the same, Noam", burn(noam.init().unwrap())),
        ("by hand: warmup + cosine, consecutive steps", each(&ordered, |step| by_hand(step, WARMUP, STEPS))),
        ("by hand: warmup + cosine, random steps", each(&random, |step| by_hand(step, WARMUP, STEPS))),
        ("lr-schedule: warmup + cosine, consecutive steps", each(&ordered, |step| warm.lr(step))),
        ("lr-schedule: warmup + cosine, random steps", each(&random, |step| warm.lr(step))),
        ("lr-schedule: the same boxed, consecutive steps", each(&ordered, |step| boxed.lr(step))),
        ("lr-schedule: the same boxed, random steps", each(&random, |step| boxed.lr(step))),
        ("lr-schedule: the same as `Schedule`, consecutive steps", each(&ordered, |step| schedule.lr(step))),
        ("lr-schedule: the same as `Schedule`, random steps", each(&random, |step| schedule.lr(step))),
        (
            "lr-schedule: the same as `Cursor<Schedule>`, `next()`",
            playing(Cursor::new(schedule.clone()), Cursor::next),
        ),
        ("lr-schedule: cosine alone, consecutive steps", each(&ordered, |step| alone.lr(step))),
        ("lr-schedule: `Noam`, consecutive steps", each(&ordered, |step| own_noam.lr(step))),
        ("a million: storing alone, per value", curve(|rates| rates.fill(PEAK))),
        (
            "a million: by hand, warmup + cosine, per value",
            curve(|rates| {
                for (step, rate) in rates.iter_mut().enumerate() {
                    *rate = by_hand(step, MILLION / 20, MILLION);
                }
            }),
        ),
        ("a million: lr-schedule `fill`, warmup + cosine, per value", curve(|rates| million.fill(0, rates))),
        ("a million: the same as `Schedule`, per value", curve(|rates| million_schedule.fill(0, rates))),
    ];

    // Every round goes through all rows, so that a bad moment of the machine costs each of them one round.
    let mut times = vec![Vec::new(); rows.len()];
    for _ in 0..ROUNDS {
        for ((_, measure), times) in rows.iter_mut().zip(&mut times) {
            times.push(measure());
        }
    }

    println!("{ROUNDS} rounds\n\n| what | min ns | median ns |\n|---|---:|---:|");
    for ((what, _), times) in rows.iter().zip(&mut times) {
        times.sort_by(f64::total_cmp);
        println!("| {what} | {:.2} | {:.2} |", times[0], times[ROUNDS / 2]);
    }
}
