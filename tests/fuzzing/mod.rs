//! Random data and random compositions made from bytes, and what must hold of them. Shared by `tests/fuzz.rs` and by the
//! targets in `fuzz/`.

#[path = "../../examples/catalogue/mod.rs"]
mod catalogue;
mod documents;
mod schedules;

use std::fmt::{Debug, Display};

use arbitrary::Unstructured;
use lr_schedule::finder::{Method, Report, Sweep};
use lr_schedule::serial::{Data, Value};
use lr_schedule::{
    Cursor, CyclicMode, LrRangeFinder, ParamGroups, ReduceOnPlateau, Schedule, Scheduler, Shape, StepCount,
};
use serde::{Serialize, de::DeserializeOwned};

/// The types that are read by [`serial`].
pub(crate) const TYPES: [&str; 10] = [
    "Schedule",
    "Cursor",
    "ParamGroups",
    "Shape",
    "CyclicMode",
    "ReduceOnPlateau",
    "StepCount",
    "LrRangeFinder",
    "Sweep",
    "Report",
];

/// Reads a document, made up or spoilt, as one of [`TYPES`], and says as which and whether it was accepted.
pub(crate) fn data(bytes: &[u8]) -> Option<(&'static str, bool)> {
    let mut u = Unstructured::new(bytes);
    // Half of all documents are schedules.
    let index = if u.ratio(1, 2).ok()? { 0 } else { u.choose_index(TYPES.len()).ok()? };
    let name = *TYPES.get(index)?;
    let document = documents::document(&mut u, name).ok()??;
    let accepted = match name {
        "Schedule" => read(&mut u, document, |schedule: Schedule| laws(&schedule, &[])),
        "Cursor" => read(&mut u, document, |mut cursor: Cursor<Schedule>| {
            let step = cursor.step();
            assert_eq!(cursor.advance(), (step, cursor.schedule().lr(step)));
            round_trips(&cursor);
        }),
        "ParamGroups" => read(&mut u, document, |groups: ParamGroups<Schedule>| {
            assert_eq!(groups.rates(7).count(), groups.len());
        }),
        "Shape" => read(&mut u, document, |shape: Shape| assert!(!shape.to_string().is_empty())),
        "CyclicMode" => read(&mut u, document, |_: CyclicMode| ()),
        "ReduceOnPlateau" => read(&mut u, document, plateau),
        "StepCount" => read(&mut u, document, |steps: StepCount| {
            assert!(steps.updates_per_epoch() >= 1);
            let run = steps.updates(3);
            assert!(run.is_err() || run == Ok(steps.updates_per_epoch() * 3));
        }),
        "LrRangeFinder" => read(&mut u, document, |finder: LrRangeFinder| {
            let steps = [0, 1, finder.steps() / 2, finder.steps() - 1];
            let rates = steps.map(|step| finder.lr(step));
            assert!(rates.is_sorted() && rates[0] == finder.min() && rates[3] == finder.max(), "{rates:?}");
        }),
        "Sweep" => read(&mut u, document, |mut sweep: Sweep| {
            for loss in [1.0, f64::MAX, -f64::MAX, 0.0, f64::INFINITY] {
                sweep.record(loss);
                round_trips(&sweep);
            }
            suggestions(&sweep.into_report());
        }),
        _ => read(&mut u, document, |report: Report| suggestions(&report)),
    };
    Some((name, accepted))
}

/// Builds a random composition through constructors.
pub(crate) fn trees(bytes: &[u8]) -> Option<Schedule> {
    let mut u = Unstructured::new(bytes);
    let schedule = schedules::tree(&mut u, 5).ok()??;
    let steps: Vec<usize> = (0..4).filter_map(|_| schedules::count(&mut u).ok()).collect();
    laws(&schedule, &steps);
    round_trips(&schedule);
    Some(schedule)
}

/// Reads a document as it is, or as JSON that may be spoilt; what is accepted must hold, and be written and read back.
fn read<T>(u: &mut Unstructured, document: Value, holds: impl Fn(T)) -> bool
where
    T: Data + Serialize + DeserializeOwned + PartialEq + Debug,
{
    let text = serde_json::to_string(&document).unwrap_or_default();
    let read = if u.ratio(1, 2).unwrap_or(true) {
        T::from_value(document).map_err(|error| error.to_string())
    } else {
        let text = documents::spoilt(u, text).unwrap_or_default();
        serde_json::from_str::<T>(&text).map_err(|error| error.to_string())
    };
    match read {
        Ok(value) => {
            round_trips(&value);
            holds(value);
            true
        }
        Err(error) => {
            assert!(!error.is_empty());
            false
        }
    }
}

fn round_trips<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let text = serde_json::to_string(value).unwrap();
    let again: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(&again, value, "{text}");
    // Another format for some of them; it refuses to write integers above `i64::MAX`.
    if text.len() % 8 == 0
        && let Ok(toml) = toml::to_string(value)
    {
        let again: T = toml::from_str(&toml).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(&again, value, "{toml}");
    }
}

fn plateau(mut plateau: ReduceOnPlateau) {
    for metric in [f64::MAX, 1.0, f64::NAN, 1.0, 1e308, 0.5, f64::INFINITY, -f64::MAX] {
        plateau.observe(metric);
        assert!(plateau.best().is_none_or(f64::is_finite), "{plateau:?}");
        let settings = plateau.to_value();
        let ceiling = field(&settings, "growth").map_or(1.0, |growth| float(field(growth, "ceiling")));
        let floor = float(field(&settings, "floor"));
        assert!((floor..=ceiling).contains(&plateau.factor()), "{plateau:?}");
        round_trips(&plateau);
    }
}

fn field<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let Value::Map(entries) = value else { return None };
    entries.iter().find(|(field, _)| field == name).map(|(_, value)| value)
}

fn float(value: Option<&Value>) -> f64 {
    match value {
        Some(&Value::Float(value)) => value,
        _ => f64::NAN,
    }
}

/// Every suggestion lies inside of the sweep.
fn suggestions(report: &Report) {
    let points = report.points();
    let sweep = points.first().map_or(0.0, |first| first.lr)..=points.last().map_or(0.0, |last| last.lr);
    if let Ok(found) = report.suggest() {
        let (low, high) = found.band();
        assert!(low <= found.lr() && found.lr() <= high, "{report:?}: {found:?}");
        assert!(sweep.contains(&low) && sweep.contains(&high), "{report:?}: {found:?}");
        assert!(found.noise().is_finite() && found.fall().is_finite(), "{report:?}: {found:?}");
        assert!(found.divergence().is_finite() && !found.to_string().is_empty());
    }
    for method in Method::EXTERNAL {
        if let Ok(rate) = report.suggest_by(method) {
            assert!(rate > 0.0 && rate <= *sweep.end(), "{report:?}, {method:?}: {rate}");
        }
    }
}

fn laws(schedule: &Schedule, random: &[usize]) {
    describes(schedule);
    let settled = schedule.settles_at();
    let mut steps = vec![0, 1, 2, 3, usize::MAX - 1, usize::MAX];
    let powers = [4, 10, 31, 32, 52, 53, 63].into_iter().filter_map(|k| 1_usize.checked_shl(k));
    for place in powers.chain(random.iter().copied()).chain(settled) {
        steps.extend([place.saturating_sub(1), place, place.saturating_add(1)]);
    }
    for step in steps {
        let rate = schedule.lr(step);
        assert!(rate.is_finite() && rate >= 0.0 && !rate.is_sign_negative(), "{schedule} at {step}: {rate}");
        if settled.is_some_and(|settled| step >= settled) {
            assert_eq!(rate, schedule.lr(usize::MAX), "{schedule} at {step} has settled");
        }
        phases(schedule, step);
        let mut window = [0.0; 6];
        let start = step.saturating_sub(3);
        schedule.fill(start, &mut window);
        for (offset, filled) in window.into_iter().enumerate() {
            let expected = schedule.lr(start.saturating_add(offset));
            assert_eq!(filled.to_bits(), expected.to_bits(), "{schedule}, fill at {start} + {offset}");
        }
    }
}

/// A phase contains its step, is the same at its first and last ones, and the next one begins behind it.
fn phases(schedule: &Schedule, step: usize) {
    let Some(phase) = schedule.phase(step) else { return };
    assert!(phase.steps.contains(&step), "{schedule} at {step}: {phase:?}");
    for inside in [*phase.steps.start(), *phase.steps.end()] {
        assert_eq!(schedule.phase(inside).as_ref(), Some(&phase), "{schedule} at {inside}");
    }
    if let Some(next) = phase.steps.end().checked_add(1) {
        let next_phase = schedule.phase(next);
        assert!(next_phase.is_none_or(|phase| *phase.steps.start() == next), "{schedule} at {next}");
    }
}

/// A line, however long the lists.
fn describes(schedule: &impl Display) {
    let text = schedule.to_string();
    assert!(!text.is_empty() && !text.contains('\n') && !text.contains("NaN"), "{text}");
}
