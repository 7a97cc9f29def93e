//! Reduction on plateau against what PyTorch, Keras and optax recorded, and what went wrong there.
//!
//! `LR_PLATEAU` names another table of the same format.

use std::collections::{BTreeMap, BTreeSet};

use lr_schedule::{
    LinearDecay, ReduceOnPlateau, Scheduler,
    plateau::{Mode, Observation},
};
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    source: String,
    scheduler: String,
    params: BTreeMap<String, serde_json::Value>,
    metric_name: String,
    /// `None` stands for NaN.
    metrics: Vec<Option<f64>>,
    lr: Vec<f64>,
    tolerance: f64,
}

impl Case {
    fn number(&self, name: &str) -> f64 {
        self.params
            .get(name)
            .and_then(serde_json::Value::as_f64)
            .unwrap_or_else(|| panic!("no number {name}"))
    }

    fn count(&self, name: &str) -> usize {
        let count = self.params.get(name).and_then(serde_json::Value::as_u64);
        count.unwrap_or_else(|| panic!("no count {name}")).try_into().unwrap()
    }

    fn word(&self, name: &str) -> &str {
        self.params.get(name).and_then(serde_json::Value::as_str).unwrap_or_else(|| panic!("no word {name}"))
    }

    fn mode(&self) -> Mode {
        match self.word("mode") {
            "min" => Mode::Min,
            "max" => Mode::Max,
            other => panic!("no mode {other}"),
        }
    }

    /// Fails on an argument that the mapping does not know.
    fn has_only(&self, known: &[&str]) {
        let known: BTreeSet<&str> = known.iter().copied().collect();
        let unknown: Vec<_> = self.params.keys().filter(|name| !known.contains(name.as_str())).collect();
        assert!(unknown.is_empty(), "{} {}: unknown {unknown:?}", self.source, self.scheduler);
    }

    /// The same thing here, from their numbers.
    fn plateau(&self) -> Result<ReduceOnPlateau, lr_schedule::Error> {
        let (gamma, patience, cooldown) =
            (self.number("factor"), self.count("patience"), self.count("cooldown"));
        let base = self.number("base_lr");
        match self.source.as_str() {
            "torch" => {
                let known = "base_lr mode threshold_mode factor patience threshold cooldown min_lr eps";
                self.has_only(&known.split(' ').collect::<Vec<_>>());
                let (rel, abs) = match self.word("threshold_mode") {
                    "rel" => (self.number("threshold"), 0.0),
                    "abs" => (0.0, self.number("threshold")),
                    other => panic!("no threshold_mode {other}"),
                };
                ReduceOnPlateau::like_pytorch(self.mode(), gamma, patience, cooldown)?
                    .with_margin(rel, abs)?
                    .with_floor(self.number("min_lr") / base)?
                    .with_min_change(self.number("eps") / base)
            }
            "keras" => {
                self.has_only(&["base_lr", "factor", "patience", "min_delta", "cooldown", "min_lr", "mode"]);
                ReduceOnPlateau::like_keras(self.mode(), gamma, patience, cooldown)?
                    .with_margin(0.0, self.number("min_delta"))?
                    .with_floor(self.number("min_lr") / base)
            }
            "optax" => {
                let known = "base_lr factor patience rtol atol cooldown min_scale accumulation_size";
                self.has_only(&known.split(' ').collect::<Vec<_>>());
                let window = if self.params.contains_key("accumulation_size") {
                    self.count("accumulation_size")
                } else {
                    1
                };
                ReduceOnPlateau::like_optax(gamma, patience, cooldown)?
                    .with_margin(self.number("rtol"), self.number("atol"))?
                    .with_floor(self.number("min_scale"))?
                    .with_window(window)
            }
            other => panic!("no mapping for {other} {}", self.scheduler),
        }
    }

    /// A margin relative to a best below zero: there they take worse for better.
    fn is_relative_below_zero(&self) -> bool {
        let relative = match self.source.as_str() {
            "torch" => self.word("threshold_mode") == "rel",
            "optax" => self.number("rtol") > 0.0,
            _ => false,
        };
        relative && self.metrics.iter().flatten().any(|&metric| metric < 0.0)
    }

    /// optax compares the count with `patience` also when it has just been reset to 0.
    fn is_optax_without_patience(&self) -> bool {
        self.source == "optax" && self.count("patience") == 0
    }

    /// The first observation after which the rates differ.
    fn first_difference(&self) -> Option<(usize, f64, f64)> {
        let mut plateau = self.plateau().unwrap();
        let base = self.number("base_lr");
        self.metrics.iter().zip(&self.lr).enumerate().find_map(|(i, (metric, &theirs))| {
            plateau.observe(metric.unwrap_or(f64::NAN));
            let ours = plateau.factor() * base;
            ((ours - theirs).abs() > self.tolerance * base).then_some((i, ours, theirs))
        })
    }
}

/// What differs on purpose, and why.
type Reason = (fn(&Case) -> bool, &'static str);
const DIFFERENCES: [Reason; 2] = [
    (Case::is_relative_below_zero, "a relative margin below zero takes worse for better there"),
    (Case::is_optax_without_patience, "optax reduces at every improvement if patience is 0"),
];

#[test]
fn every_recorded_case_agrees_or_differs_on_purpose() {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/plateau.json");
    let path = std::env::var("LR_PLATEAU").unwrap_or_else(|_| default.to_owned());
    let cases: Vec<Case> = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let (mut agreeing, mut differing, mut failing) = (0, 0, Vec::new());
    for (number, case) in cases.iter().enumerate() {
        assert_eq!(case.metrics.len(), case.lr.len());
        let name = format!("{number:3} {} {} on {}", case.source, case.scheduler, case.metric_name);
        let reason = DIFFERENCES.iter().find(|(covers, _)| covers(case));
        match (case.first_difference(), reason) {
            (None, _) => {
                agreeing += 1;
                println!("{name}: agrees");
            }
            (Some((i, ours, theirs)), Some((_, reason))) => {
                differing += 1;
                println!(
                    "{name}: differs on purpose from observation {i} on, {ours:e} and {theirs:e}: {reason}"
                );
            }
            (Some((i, ours, theirs)), None) => {
                failing.push(format!(
                    "{name}: {ours:e} instead of {theirs:e} after observation {i}, {:?}",
                    case.params
                ));
            }
        }
    }
    println!("{agreeing} agree, {differing} differ on purpose, {} fail", failing.len());
    assert!(failing.is_empty(), "{failing:#?}");
    assert_eq!(agreeing + differing, cases.len());
}

/// optax#1767 and pytorch#47513: a flat negative metric counted as improving, so nothing was ever reduced.
#[test]
fn plateau_negative_flat_reduces() {
    let mut plateau = ReduceOnPlateau::new(Mode::Min, 0.5, 0).unwrap();
    assert_eq!(plateau.observe(-1.0), Observation::Improved);
    for (metric, factor) in [(-0.999_95, 0.5), (-0.9999, 0.25), (-1.0, 0.125), (-1.000_05, 0.0625)] {
        plateau.observe(metric);
        assert_eq!(plateau.factor(), factor, "after {metric}");
    }
    assert_eq!(plateau.observe(-1.1), Observation::Improved);
}

/// pytorch#119763 and aprender#2135: is it the `patience`-th evaluation or the one after? The indices are of
/// a constant metric, from 0, as each system reduces for patience 2 and the cooldowns 0, 1 and 2.
#[test]
fn plateau_patience_table() {
    let reductions = |mut plateau: ReduceOnPlateau| -> Vec<usize> {
        let reduces = |_: &usize| matches!(plateau.observe(1.0), Observation::Reduced { .. });
        (0..14).filter(reduces).collect()
    };
    let pytorch = |cooldown| ReduceOnPlateau::like_pytorch(Mode::Min, 0.5, 2, cooldown).unwrap();
    let keras = |cooldown| ReduceOnPlateau::like_keras(Mode::Min, 0.5, 2, cooldown).unwrap();
    let optax = |cooldown| ReduceOnPlateau::like_optax(0.5, 2, cooldown).unwrap();
    assert_eq!(reductions(pytorch(0)), [3, 6, 9, 12]);
    assert_eq!(reductions(pytorch(1)), [3, 7, 11]);
    assert_eq!(reductions(pytorch(2)), [3, 8, 13]);
    assert_eq!(reductions(keras(0)), [2, 4, 6, 8, 10, 12]);
    assert_eq!(reductions(keras(1)), [2, 4, 6, 8, 10, 12]);
    assert_eq!(reductions(keras(2)), [2, 5, 8, 11]);
    assert_eq!(reductions(optax(0)), [2, 4, 6, 8, 10, 12]);
    assert_eq!(reductions(optax(1)), [2, 5, 8, 11]);
    assert_eq!(reductions(optax(2)), [2, 6, 10]);
}

/// pytorch#82859: the schedule overwrote the reduction at its next step.
#[test]
fn plateau_then_schedule_keeps_reduction() {
    let schedule = LinearDecay::new(1.0, 0.0, 10).unwrap();
    let mut plateau = ReduceOnPlateau::new(Mode::Min, 0.5, 0).unwrap();
    plateau.observe(1.0);
    plateau.observe(1.0);
    let rates: Vec<f64> = (0..3).map(|step| plateau.factor() * schedule.lr(step)).collect();
    assert_eq!(rates, [0.5, 0.45, 0.4]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// The factor only falls unless it may grow, and stays between floor and ceiling, whatever the metrics.
    #[test]
    fn the_factor_stays_between_floor_and_ceiling(
        metrics in proptest::collection::vec(any::<f64>(), 0..100),
        (gamma, floor) in (0.0..=1.0_f64, 0.0..=1.0_f64),
        (patience, cooldown, window) in (0_usize..4, 0_usize..4, 1_usize..4),
        max in any::<bool>(),
        ceiling in proptest::option::of(1.0..=100.0_f64),
    ) {
        let mode = if max { Mode::Max } else { Mode::Min };
        let plateau = ReduceOnPlateau::new(mode, gamma, patience).unwrap().with_cooldown(cooldown);
        let mut plateau = plateau.with_floor(floor).unwrap().with_window(window).unwrap();
        if let Some(ceiling) = ceiling {
            plateau = plateau.with_growth(patience, ceiling).unwrap();
        }
        for metric in metrics {
            let before = plateau.factor();
            let observation = plateau.observe(metric);
            let after = plateau.factor();
            prop_assert!(floor <= after && after <= ceiling.unwrap_or(1.0));
            prop_assert_eq!(matches!(observation, Observation::Grown { .. }), after > before);
            prop_assert!(ceiling.is_some() || after <= before);
            prop_assert_eq!(matches!(observation, Observation::Reduced { .. }), after < before);
            prop_assert!(plateau.best().is_none_or(f64::is_finite));
        }
    }
}

/// A checkpoint of plateau, schedule and cursor goes on bit for bit from every point of a run.
#[cfg(feature = "serde")]
#[test]
fn a_checkpoint_of_everything_continues_bit_for_bit() {
    use lr_schedule::{Cursor, Schedule, presets};

    #[derive(Debug, Clone, PartialEq, serde::Serialize, Deserialize)]
    struct Checkpoint {
        cursor: Cursor<Schedule>,
        plateau: ReduceOnPlateau,
    }

    impl Checkpoint {
        fn update(&mut self, metric: f64) -> u64 {
            let lr = self.plateau.factor() * self.cursor.advance().1;
            self.plateau.observe(metric);
            lr.to_bits()
        }
    }

    // Falls, stalls, spikes to NaN, and falls again.
    let metric = |step: u32| match step % 23 {
        17 => f64::NAN,
        phase => 1.0 / f64::from(step / 20 + 1) + f64::from(phase % 5) / 7.0,
    };
    let schedule = presets::warmup_cosine(0.1, 0.003, 7, 90).unwrap().into();
    let plateau = ReduceOnPlateau::new(Mode::Min, 0.7, 2).unwrap().with_cooldown(1);
    let plateau = plateau.with_window(3).unwrap().with_floor(0.01).unwrap().with_growth(2, 1.5).unwrap();
    let start = Checkpoint { cursor: Cursor::new(schedule), plateau };

    let mut uninterrupted = start.clone();
    let rates: Vec<u64> = (0..100).map(|step| uninterrupted.update(metric(step))).collect();
    assert!(uninterrupted.plateau.factor() < 1.0);
    let mut running = start;
    for step in 0..100_u32 {
        let text = serde_json::to_string(&running).unwrap();
        let mut resumed: Checkpoint = serde_json::from_str(&text).unwrap();
        assert_eq!(resumed, running);
        let toml: Checkpoint = toml::from_str(&toml::to_string(&running).unwrap()).unwrap();
        assert_eq!(toml, running);
        let rest: Vec<u64> = (step..100).map(|step| resumed.update(metric(step))).collect();
        assert_eq!(rest, rates[step as usize..]);
        running.update(metric(step));
    }
}

#[cfg(feature = "serde")]
#[test]
fn a_state_that_cannot_be_is_refused() {
    for (field, expected) in [
        (r#""bad":5"#, "`bad` is 5, but must be at most `patience`"),
        (r#""cooling":1"#, "`cooling` is 1, but must be at most `cooldown`"),
        (r#""collected":1"#, "`collected` is 1, but must be less than `window`"),
        (r#""factor":1.5"#, "`factor` is 1.5, but must be at most `ceiling`, which is 1.0"),
        (r#""good":1"#, "`good` is 1, but must be at most the `patience` of `growth`"),
        (
            r#""growth":{"patience":1,"ceiling":0.5}"#,
            "`factor` is 1.0, but must be at most `ceiling`, which is 0.5",
        ),
        (r#""floor":0.5,"factor":0.1"#, "`floor` is 0.5, but must be at most `factor`, which is 0.1"),
        (r#""gama":0.1"#, "gama: unknown field"),
    ] {
        let text = format!(r#"{{"mode":"min","gamma":0.5,"patience":2,{field}}}"#);
        let error = serde_json::from_str::<ReduceOnPlateau>(&text).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
    }
}
