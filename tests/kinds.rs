//! One value of every kind with no field at its default: its line of text, its getters, and the step it settles at.

#![cfg(feature = "serde")]

use std::collections::BTreeSet;

use lr_schedule::{Schedule, Scheduler};
use serde_json::{Map, Value, json, to_value};

/// The data, the line, and the step from which the rate is constant, all worked out by hand.
const TABLE: &[(&str, &str, Option<usize>)] = &[
    (r#"{"type":"constant","rate":0.5}"#, "constant 0.5", Some(0)),
    (r#"{"type":"step_decay","start":0.4,"gamma":0.5,"every":30}"#, "0.4 times 0.5 every 30 steps", None),
    (
        r#"{"type":"multi_step_decay","start":0.4,"gamma":0.5,"milestones":[30,80]}"#,
        "0.4 times 0.5 at steps [30, 80], then held",
        Some(80),
    ),
    (
        r#"{"type":"linear_decay","start":0.1,"end":0.001,"steps":1}"#,
        "linear 0.1 -> 1e-3 over 1 step, then held",
        Some(1),
    ),
    (
        r#"{"type":"cosine_decay","start":0.1,"end":0.001,"steps":9}"#,
        "cosine 0.1 -> 1e-3 over 9 steps, then held",
        Some(9),
    ),
    (
        r#"{"type":"polynomial_decay","start":0.1,"end":0.001,"steps":9,"power":2.0}"#,
        "polynomial (power 2) 0.1 -> 1e-3 over 9 steps, then held",
        Some(9),
    ),
    (
        r#"{"type":"anneal","start":0.001,"end":0.1,"steps":9,"shape":"geometric"}"#,
        "geometric 1e-3 -> 0.1 over 9 steps, then held",
        Some(9),
    ),
    (
        r#"{"type":"exponential_decay","start":0.1,"gamma":0.5,"every":10,"staircase":true}"#,
        "exponential from 0.1, times 0.5 every 10 steps, as a staircase",
        None,
    ),
    (
        r#"{"type":"inverse_time_decay","start":0.1,"gamma":0.5,"every":10,"staircase":true,"power":2.0}"#,
        "inverse time from 0.1, divisor + 0.5 every 10 steps, as a staircase, to the power of 2",
        None,
    ),
    (
        r#"{"type":"inverse_sqrt_decay","start":0.1,"timescale":1000}"#,
        "inverse square root from 0.1, time scale 1000 steps",
        None,
    ),
    (
        r#"{"type":"noam","factor":2.0,"model_size":512,"warmup_steps":4000}"#,
        "Noam, factor 2, model size 512, 4000 warmup steps",
        None,
    ),
    (
        r#"{"type":"piecewise_constant","rates":[0.1,0.5,0.5],"boundaries":[10,20]}"#,
        "piecewise constant 0.1 until step 10, 0.5 until step 20, 0.5, then held",
        Some(10),
    ),
    (
        r#"{"type":"interpolated","knots":[[2,0.1],[8,0.5],[9,0.5]],"shape":"cosine"}"#,
        "cosine interpolation through 0.1 at step 2, 0.5 at step 8, 0.5 at step 9, then held",
        Some(8),
    ),
    (
        r#"{"type":"cyclic","base":0.1,"max":0.5,"up":2,"down":3,"mode":"triangular2","shape":"cosine","inverted":true}"#,
        "cosine cycles 0.5 -> 0.1 in 2 steps and back in 3, each half as high",
        None,
    ),
    (
        r#"{"type":"warm_restarts","start":0.5,"end":0.1,"period":10,"period_mult":2.0,"start_mult":0.5,"cycles":3,"shape":"linear"}"#,
        "3 times linear 0.5 -> 0.1 with restarts every 10 steps, each 2 times as long, each 0.5 times as high, then held",
        Some(70),
    ),
    (
        r#"{"type":"one_cycle","max":0.5,"steps":9,"pct_start":0.25,"div_factor":5.0,"final_div_factor":2.0,"three_phase":true,"shape":"linear"}"#,
        "linear one-cycle 0.1 -> 0.5 and back -> 0.05 over 9 steps, 25 % of them rising, then held",
        Some(8),
    ),
    (
        r#"{"type":"one_cycle_momentum","base":0.5,"max":0.75,"steps":9,"pct_start":0.25,"three_phase":true,"shape":"linear"}"#,
        "linear one-cycle momentum 0.75 -> 0.5 -> 0.75 over 9 steps, 25 % of them falling, then held",
        Some(8),
    ),
    (
        r#"{"type":"warmup","steps":6,"start":0.1,"shape":"cosine","schedule":{"type":"linear_decay","start":0.5,"end":0.0,"steps":4}}"#,
        "cosine warmup 0.1 -> 0.5 over 6 steps, then linear 0.5 -> 0 over 4 steps, then held",
        Some(10),
    ),
    (
        r#"{"type":"cooldown","at":7,"steps":4,"end":0.1,"shape":"linear","schedule":{"type":"constant","rate":0.5}}"#,
        "constant 0.5 until step 7, then linear 0.5 -> 0.1 over 4 steps, then held",
        Some(11),
    ),
    (
        r#"{"type":"scaled","factor":0.5,"schedule":{"type":"linear_decay","start":0.5,"end":0.0,"steps":4}}"#,
        "0.5 times (linear 0.5 -> 0 over 4 steps), then held",
        Some(4),
    ),
    (
        r#"{"type":"clamped","min":0.1,"max":0.4,"schedule":{"type":"linear_decay","start":0.5,"end":0.0,"steps":4}}"#,
        "linear 0.5 -> 0 over 4 steps, kept within 0.1..=0.4, then held",
        Some(4),
    ),
    (
        r#"{"type":"delayed","steps":3,"schedule":{"type":"linear_decay","start":0.5,"end":0.0,"steps":4}}"#,
        "0.5 for 3 steps, then linear 0.5 -> 0 over 4 steps, then held",
        Some(7),
    ),
    (
        r#"{"type":"skip","steps":3,"schedule":{"type":"linear_decay","start":0.5,"end":0.0,"steps":4}}"#,
        "(linear 0.5 -> 0 over 4 steps) without its first 3 steps, then held",
        Some(1),
    ),
    (
        r#"{"type":"repeated","period":3,"schedule":{"type":"linear_decay","start":0.5,"end":0.0,"steps":4}}"#,
        "(linear 0.5 -> 0 over 4 steps), repeated every 3 steps",
        None,
    ),
    (
        r#"{"type":"per_epoch","steps_per_epoch":5,"schedule":{"type":"linear_decay","start":0.5,"end":0.0,"steps":4}}"#,
        "(linear 0.5 -> 0 over 4 steps), in epochs of 5 steps, then held",
        Some(20),
    ),
    (
        r#"{"type":"stretched","from":2,"to":3,"schedule":{"type":"linear_decay","start":0.5,"end":0.0,"steps":4}}"#,
        "(linear 0.5 -> 0 over 4 steps), its 2 steps stretched to 3, then held",
        Some(6),
    ),
    (
        r#"{"type":"then","first":{"type":"constant","rate":0.5},"at":6,"next":{"type":"linear_decay","start":0.5,"end":0.0,"steps":4}}"#,
        "constant 0.5 until step 6, then linear 0.5 -> 0 over 4 steps, then held",
        Some(10),
    ),
    (
        r#"{"type":"product","schedules":[{"type":"linear_decay","start":0.5,"end":0.0,"steps":4},{"type":"linear_decay","start":0.5,"end":0.0,"steps":6}]}"#,
        "(linear 0.5 -> 0 over 4 steps) times (linear 0.5 -> 0 over 6 steps), then held",
        Some(6),
    ),
    (
        r#"{"type":"sum","schedules":[{"type":"linear_decay","start":0.5,"end":0.0,"steps":6},{"type":"linear_decay","start":0.5,"end":0.0,"steps":4}]}"#,
        "(linear 0.5 -> 0 over 6 steps) plus (linear 0.5 -> 0 over 4 steps), then held",
        Some(6),
    ),
];

fn loaded(text: &str) -> Schedule {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// A field for each getter of the names, which are the names of the fields.
macro_rules! fields {
    ($schedule:ident: $($getter:ident),*) => {
        vec![$((stringify!($getter), to_value($schedule.$getter()).unwrap())),*]
    };
}

fn getters(schedule: &Schedule) -> Vec<(&'static str, Value)> {
    match schedule {
        Schedule::Constant(s) => fields!(s: rate),
        Schedule::StepDecay(s) => fields!(s: start, gamma, every),
        Schedule::MultiStepDecay(s) => fields!(s: start, gamma, milestones),
        Schedule::LinearDecay(s) => fields!(s: start, end, steps),
        Schedule::CosineDecay(s) => fields!(s: start, end, steps),
        Schedule::PolynomialDecay(s) => fields!(s: start, end, steps, power),
        Schedule::Anneal(s) => fields!(s: start, end, steps, shape),
        Schedule::ExponentialDecay(s) => fields!(s: start, gamma, every, staircase),
        Schedule::InverseTimeDecay(s) => fields!(s: start, gamma, every, staircase, power),
        Schedule::InverseSqrtDecay(s) => fields!(s: start, timescale),
        Schedule::Noam(s) => fields!(s: factor, model_size, warmup_steps),
        Schedule::PiecewiseConstant(s) => fields!(s: rates, boundaries),
        Schedule::Interpolated(s) => fields!(s: knots, shape),
        Schedule::Cyclic(s) => fields!(s: base, max, up, down, mode, shape, inverted),
        Schedule::WarmRestarts(s) => {
            fields!(s: start, end, period, period_mult, start_mult, cycles, shape)
        }
        Schedule::OneCycle(s) => {
            fields!(s: max, steps, pct_start, div_factor, final_div_factor, three_phase, shape)
        }
        Schedule::OneCycleMomentum(s) => fields!(s: base, max, steps, pct_start, three_phase, shape),
        Schedule::Warmup(s) => fields!(s: steps, start, shape, schedule),
        Schedule::Cooldown(s) => fields!(s: at, steps, end, shape, schedule),
        Schedule::Scaled(s) => fields!(s: factor, schedule),
        Schedule::Clamped(s) => fields!(s: min, max, schedule),
        Schedule::Delayed(s) => fields!(s: steps, schedule),
        Schedule::Skip(s) => fields!(s: steps, schedule),
        Schedule::Repeated(s) => fields!(s: period, schedule),
        Schedule::PerEpoch(s) => fields!(s: steps_per_epoch, schedule),
        Schedule::Stretched(s) => fields!(s: from, to, schedule),
        Schedule::Then(s) => fields!(s: first, at, next),
        Schedule::Product(s) => fields!(s: schedules),
        Schedule::Sum(s) => fields!(s: schedules),
        other => panic!("{} has no getters here yet", other.kind()),
    }
}

#[test]
fn the_table_has_every_kind() {
    let kinds: BTreeSet<_> = TABLE.iter().map(|&(text, ..)| loaded(text).kind()).collect();
    assert_eq!(kinds, Schedule::KINDS.iter().copied().collect());
}

#[test]
fn every_kind_has_its_line() {
    for &(text, line, _) in TABLE {
        assert_eq!(loaded(text).to_string(), line);
    }
}

#[test]
fn every_getter_returns_its_field() {
    for &(text, ..) in TABLE {
        let schedule = loaded(text);
        let found: Map<_, _> = getters(&schedule)
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .chain([("type".to_owned(), json!(schedule.kind()))])
            .collect();
        let expected: Value = serde_json::from_str(text).unwrap();
        assert_eq!(Value::Object(found), expected);
        assert_eq!(to_value(&schedule).unwrap(), expected);
    }
}

#[test]
fn every_kind_settles_where_it_ends() {
    for &(text, _, settles) in TABLE {
        assert_eq!(loaded(text).settles_at(), settles, "{text}");
    }
}
