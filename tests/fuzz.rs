//! A seeded, bounded run of the fuzz targets. `LR_FUZZ_CASES` sets the number of inputs.

#![cfg(feature = "serde")]

mod fuzzing;

use std::collections::{BTreeMap, BTreeSet};

use lr_schedule::Schedule;
use lr_schedule::serial::{Data, Value};

/// Of data; that of compositions is the next.
const SEED: u64 = 2026;

/// Runs a target on random inputs and gives what it returns of each.
fn run<T>(seed: u64, target: fn(&[u8]) -> Option<T>) -> impl Iterator<Item = T> {
    let cases = std::env::var("LR_FUZZ_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(3_000);
    let mut random = fastrand::Rng::with_seed(seed);
    (0..cases).filter_map(move |_| {
        let mut bytes = [0; 1_024];
        random.fill(&mut bytes);
        target(&bytes)
    })
}

/// Documents of every type, of which neither nearly all nor hardly any are accepted, so that the run tests both.
#[test]
fn data() {
    let mut counts = BTreeMap::<&str, [usize; 2]>::new();
    for (name, accepted) in run(SEED, fuzzing::data) {
        counts.entry(name).or_default()[usize::from(accepted)] += 1;
    }
    println!("refused and accepted: {counts:?}");
    for name in fuzzing::TYPES {
        let [refused, accepted] = counts.get(name).copied().unwrap_or_default();
        let all = refused + accepted;
        assert!(all >= 50 && accepted * 4 >= all && refused * 10 >= all, "{name}: {accepted} of {all}");
    }
}

/// Every kind of schedule and every shape is among them.
#[test]
fn trees() {
    let (mut built, mut names) = (0, BTreeSet::new());
    for schedule in run(SEED + 1, fuzzing::trees) {
        built += 1;
        if built <= 3_000 {
            collect(&schedule.to_value(), &mut names);
        }
    }
    println!("{built} compositions");
    let shapes = [
        "linear",
        "cosine",
        "cosine_power",
        "sine_power",
        "polynomial",
        "one_minus_power",
        "cosine_k",
        "polynomial_k",
        "geometric",
        "exponential",
        "harmonic",
        "logarithmic",
        "rex",
        "tanh",
    ];
    let options = ["triangular", "triangular2", "exp_range", "cycles"];
    let expected = Schedule::KINDS.iter().chain(&shapes).chain(&options);
    let missing: Vec<_> = expected.filter(|name| !names.contains(**name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// All names in data: of types, shapes, modes and fields.
fn collect(value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Text(text) => drop(names.insert(text.to_string())),
        Value::List(values) => values.iter().for_each(|value| collect(value, names)),
        Value::Map(entries) => {
            for (name, value) in entries {
                names.insert(name.to_string());
                collect(value, names);
            }
        }
        _ => {}
    }
}
