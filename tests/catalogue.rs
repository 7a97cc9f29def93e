//! The catalogue is complete, and every entry is what it says: its JSON, and facts that follow from its parameters.

#[path = "../examples/catalogue/mod.rs"]
mod catalogue;

use std::collections::BTreeSet;

use catalogue::{Entry, STEPS, catalogue};
use lr_schedule::{Schedule, Scheduler, Shape};

fn names(group: &str) -> Vec<&'static str> {
    catalogue().unwrap().iter().filter(|entry| entry.group == group).map(|entry| entry.name).collect()
}

#[test]
fn every_schedule_and_adaptor_has_one_entry_of_its_name() {
    let entries = catalogue().unwrap();
    let of_kinds = entries.iter().filter(|entry| matches!(entry.group, "schedules" | "adaptors"));
    let mut kinds: Vec<_> = of_kinds
        .map(|entry| {
            assert_eq!(entry.schedule.kind(), entry.name);
            entry.name
        })
        .collect();
    kinds.sort_unstable();
    let mut all = Schedule::KINDS.to_vec();
    all.sort_unstable();
    assert_eq!(kinds, all);
}

/// A new shape is an error of this match until it has an arm, and a failure until it has an entry.
#[test]
fn every_shape_has_an_entry() {
    let of_entry = |entry: &Entry| {
        let Schedule::Anneal(anneal) = &entry.schedule else { return None };
        Some(match anneal.shape() {
            Shape::Linear => "linear",
            Shape::Cosine => "cosine",
            Shape::CosinePower { .. } => "cosine_power",
            Shape::SinePower { .. } => "sine_power",
            Shape::Polynomial { .. } => "polynomial",
            Shape::OneMinusPower { .. } => "one_minus_power",
            Shape::CosineK { .. } => "cosine_k",
            Shape::PolynomialK { .. } => "polynomial_k",
            Shape::Geometric => "geometric",
            Shape::Exponential { .. } => "exponential",
            Shape::Logarithmic { .. } => "logarithmic",
            Shape::Harmonic => "harmonic",
            Shape::Rex { .. } => "rex",
            Shape::Tanh { .. } => "tanh",
            _ => panic!("{} has no name here yet", entry.name),
        })
    };
    let entries = catalogue().unwrap();
    let shapes: Vec<_> =
        entries.iter().filter(|entry| entry.group == "shapes").filter_map(of_entry).collect();
    assert_eq!(shapes, names("shapes"));
}

#[test]
fn names_are_unique() {
    for group in ["schedules", "shapes", "adaptors", "presets"] {
        let names = names(group);
        assert!(!names.is_empty() && names.iter().collect::<BTreeSet<_>>().len() == names.len(), "{names:?}");
    }
}

/// Against values rounded to doubles: the kernels are within 1e-15 of a value, and a difference of two rates is
/// within that of the larger one, 0.1 at most but for momenta.
#[test]
fn rates_are_those_of_the_formulas() {
    for entry in catalogue().unwrap() {
        for &(step, rate) in &entry.rates {
            let actual = entry.schedule.lr(step);
            let allowed = 2e-15 * rate + 1e-17;
            assert!((actual - rate).abs() <= allowed, "{} at {step}: {actual:?}, not {rate:?}", entry.name);
        }
    }
}

#[test]
fn bounds_hold_and_the_last_rate_holds() {
    for Entry { name, schedule, bounds, settles_at, .. } in catalogue().unwrap() {
        for (step, rate) in schedule.rates(0..STEPS + 1).chain([(usize::MAX, schedule.lr(usize::MAX))]) {
            assert!(bounds.contains(&rate), "{name} at {step}: {rate:?}");
        }
        assert_eq!(schedule.settles_at(), settles_at, "{name}");
        if let Some(settled) = settles_at {
            assert_eq!(schedule.lr(settled), schedule.lr(usize::MAX), "{name}");
        }
    }
}

#[test]
fn every_entry_has_its_line_of_text() {
    for Entry { schedule, line, .. } in catalogue().unwrap() {
        assert_eq!(schedule.to_string(), line);
    }
}

/// Both ways: what it reads, and what it writes with every field.
#[cfg(feature = "serde")]
#[test]
fn json_is_as_published() {
    use serde_json::Value;

    for Entry { name, schedule, json, .. } in catalogue().unwrap() {
        assert_eq!(serde_json::from_str::<Schedule>(json).unwrap(), schedule, "{name}");
        let written: Value = serde_json::to_value(&schedule).unwrap();
        assert_eq!(written, serde_json::from_str::<Value>(json).unwrap(), "{name}");
    }
}
