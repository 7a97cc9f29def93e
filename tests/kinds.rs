//! What holds for every kind of schedule by its data alone: each number is kept, checked and named, in the catalogue and
//! in a table of values with no option at its default.

#![cfg(feature = "serde")]

#[path = "../examples/catalogue/mod.rs"]
mod catalogue;

use lr_schedule::serial::{Data, Value};
use lr_schedule::{Schedule, Scheduler};

/// The data, the line of text, and the step from which the rate is constant, all worked out by hand.
const OPTIONS: &[(&str, &str, Option<usize>)] = &[
    (
        r#"{"type":"linear_decay","start":0.1,"end":0.001,"steps":1}"#,
        "linear 0.1 -> 1e-3 over 1 step, then held",
        Some(1),
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
        r#"{"type":"sum","schedules":[{"type":"linear_decay","start":0.5,"end":0.0,"steps":6},{"type":"linear_decay","start":0.5,"end":0.0,"steps":4}]}"#,
        "(linear 0.5 -> 0 over 6 steps) plus (linear 0.5 -> 0 over 4 steps), then held",
        Some(6),
    ),
];

fn loaded(text: &str) -> Schedule {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The catalogue without its presets, which are compositions, and the table.
fn schedules() -> Vec<Schedule> {
    let entries = catalogue::catalogue().unwrap().into_iter().filter(|entry| entry.group != "presets");
    entries.map(|entry| entry.schedule).chain(OPTIONS.iter().map(|&(text, ..)| loaded(text))).collect()
}

/// A number or truth value of a schedule as data, without those of the schedules inside it.
struct Place<'a> {
    /// As messages name it: `gamma`, or `rates[2]`.
    name: String,
    value: &'a mut Value,
}

fn places<'a>(value: &'a mut Value, name: &str, visit: &mut impl FnMut(Place<'a>)) {
    match value {
        Value::Map(fields) => {
            let outer = fields.iter_mut().filter(|(field, _)| {
                !matches!(field.as_ref(), "type" | "schedule" | "schedules" | "first" | "next")
            });
            outer.for_each(|(field, value)| places(value, field, visit));
        }
        Value::List(values) => {
            // The entries of a pair are named by the pair.
            let in_list = |i| if name.ends_with(']') { name.to_owned() } else { format!("{name}[{i}]") };
            values.iter_mut().enumerate().for_each(|(i, value)| places(value, &in_list(i), visit));
        }
        Value::Null | Value::Text(_) => {}
        number => visit(Place { name: name.to_owned(), value: number }),
    }
}

/// Each number of each schedule in turn, replaced by each of `values`: the schedule, the name, the new data, and what reads
/// them.
fn each_replaced(
    values: impl Fn(&Value) -> Vec<Value>,
    mut check: impl FnMut(&Schedule, &str, &Value, &Value, Result<Schedule, String>),
) {
    for schedule in schedules() {
        let mut originals = vec![];
        places(&mut schedule.to_value(), "", &mut |place| originals.push(place.value.clone()));
        for (i, original) in originals.iter().enumerate() {
            for value in values(original) {
                let (mut data, mut name, mut index) = (schedule.to_value(), String::new(), 0);
                places(&mut data, "", &mut |place| {
                    if index == i {
                        *place.value = value.clone();
                        name = place.name;
                    }
                    index += 1;
                });
                let read = Schedule::from_value(data.clone()).map_err(|error| error.to_string());
                check(&schedule, &name, &value, &data, read);
            }
        }
    }
}

#[test]
fn options_have_their_lines_and_ends() {
    for &(text, line, settles) in OPTIONS {
        let schedule = loaded(text);
        assert_eq!((schedule.to_string().as_str(), schedule.settles_at()), (line, settles));
        assert_eq!(
            serde_json::to_value(&schedule).unwrap(),
            serde_json::from_str::<serde_json::Value>(text).unwrap()
        );
    }
}

/// What sets a field sets that field and no other: a changed value is written as it was read, and is another schedule.
#[test]
fn every_field_is_kept() {
    let changed = |value: &Value| match *value {
        Value::Bool(value) => vec![Value::Bool(!value)],
        Value::Unsigned(value) => vec![Value::Unsigned(value + 1), Value::Unsigned(value.saturating_sub(1))],
        Value::Float(value) => vec![Value::Float(value * 0.96875), Value::Float(value * 1.03125)],
        _ => vec![],
    };
    let mut kept = std::collections::BTreeSet::new();
    let mut all = kept.clone();
    each_replaced(changed, |schedule, name, value, data, read| {
        let place = format!("{} {name}", schedule.kind());
        all.insert(place.clone());
        if let Ok(read) = read {
            assert_eq!(&read.to_value(), data, "{place} = {value}");
            assert_eq!(read == *schedule, data == &schedule.to_value(), "{place} = {value}");
            kept.insert(place);
        }
    });
    assert_eq!(kept, all);
}

/// Whether a number may be `value` by itself. A field of an unusual name or range has a line here.
fn accepts(kind: &str, name: &str, value: f64) -> bool {
    value.is_finite()
        && match (kind, name) {
            ("inverse_time_decay", "gamma") => value >= 0.0,
            (_, "gamma" | "pct_start") => (0.0..=1.0).contains(&value),
            (_, "power" | "k" | "ratio" | "period_mult" | "div_factor" | "final_div_factor") => value > 0.0,
            (_, "lower" | "upper") => true,
            _ => value >= 0.0,
        }
}

/// Words of the rules that span several fields.
const SEVERAL: [&str; 4] = ["must be at most `", "geometric or harmonic", "are finite", "three phases"];

#[test]
fn every_real_number_is_checked_and_named() {
    const VALUES: [f64; 9] =
        [f64::NAN, f64::NEG_INFINITY, f64::INFINITY, -1.0, -0.0, 0.0, 0.5, 1.5, f64::MAX];
    let reals = |value: &Value| match value {
        Value::Float(_) => VALUES.map(Value::Float).to_vec(),
        _ => vec![],
    };
    each_replaced(reals, |schedule, name, value, _, read| {
        let Value::Float(number) = *value else { unreachable!("only reals are replaced") };
        let accepted = accepts(schedule.kind(), name, number);
        match read {
            Ok(_) => assert!(accepted, "`{name}` of {schedule} took {number}"),
            Err(message) if accepted => {
                assert!(SEVERAL.iter().any(|words| message.contains(words)), "{schedule}: {message}");
            }
            Err(message) => {
                let expected = format!("`{name}` is {number:?}, but must be ");
                assert!(message.contains(&expected), "{schedule}: {message}, not {expected}");
            }
        }
    });
}

#[test]
fn every_count_is_checked_and_named() {
    const AT_LEAST_ONE: [&str; 7] =
        ["every", "timescale", "model_size", "period", "steps_per_epoch", "from", "to"];
    let counts = |value: &Value| match value {
        Value::Unsigned(_) => [0, 1, usize::MAX as u64].map(Value::Unsigned).to_vec(),
        _ => vec![],
    };
    each_replaced(counts, |schedule, name, value, _, read| {
        let zero = *value == Value::Unsigned(0) && AT_LEAST_ONE.contains(&name);
        match read {
            Ok(_) => assert!(!zero, "`{name}` of {schedule} took 0"),
            Err(message) if zero => {
                let expected = format!("`{name}` is 0, but must be at least 1");
                assert!(message.contains(&expected), "{schedule}: {message}");
            }
            Err(message) => assert!(message.contains("must be in ascending order"), "{schedule}: {message}"),
        }
    });
}
