//! Data is read back with the same bits in every format that the documentation names.

#![cfg(feature = "serde")]

#[path = "../examples/catalogue/mod.rs"]
mod catalogue;

use std::fmt::Debug;

use lr_schedule::adaptors::Warmup;
use lr_schedule::finder::{Report, Sweep};
use lr_schedule::plateau::Mode;
use lr_schedule::{
    Anneal, CosineDecay, Cursor, Interpolated, LrRangeFinder, ParamGroups, ReduceOnPlateau, Schedule,
    Scheduler, Shape, StepCount, WarmRestarts,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Writes and reads a value in one format.
type RoundTrip<T> = (&'static str, fn(&T) -> T);

fn formats<T: Serialize + DeserializeOwned>() -> [RoundTrip<T>; 9] {
    [
        ("JSON", |value| serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()),
        ("serde_json::Value", |value| serde_json::from_value(serde_json::to_value(value).unwrap()).unwrap()),
        ("YAML", |value| serde_yaml_ng::from_str(&serde_yaml_ng::to_string(value).unwrap()).unwrap()),
        ("RON", |value| {
            // Its reader has its own limit, which a schedule of depth 60 reaches.
            let options = ron::Options::default().with_recursion_limit(256);
            options.from_str(&ron::to_string(value).unwrap()).unwrap()
        }),
        ("MessagePack", |value| rmp_serde::from_slice(&rmp_serde::to_vec(value).unwrap()).unwrap()),
        ("MessagePack with names", |value| {
            rmp_serde::from_slice(&rmp_serde::to_vec_named(value).unwrap()).unwrap()
        }),
        ("CBOR", |value| {
            let mut bytes = Vec::new();
            ciborium::into_writer(value, &mut bytes).unwrap();
            ciborium::from_reader(bytes.as_slice()).unwrap()
        }),
        ("postcard", |value| postcard::from_bytes(&postcard::to_allocvec(value).unwrap()).unwrap()),
        ("bincode", |value| {
            let config = bincode::config::standard();
            let bytes = bincode::serde::encode_to_vec(value, config).unwrap();
            bincode::serde::decode_from_slice(&bytes, config).unwrap().0
        }),
    ]
}

#[track_caller]
fn round_trips<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    for (format, round_trip) in formats() {
        assert_eq!(&round_trip(value), value, "{format}");
    }
    // TOML has no null and no integers above i64::MAX; it refuses to write them.
    if let Ok(text) = toml::to_string(value) {
        assert_eq!(&toml::from_str::<T>(&text).unwrap(), value, "TOML: {text}");
    }
}

#[test]
fn every_entry_of_the_catalogue() {
    for entry in catalogue::catalogue().unwrap() {
        round_trips(&entry.schedule);
        let text = toml::to_string(&entry.schedule).unwrap();
        assert_eq!(toml::from_str::<Schedule>(&text).unwrap(), entry.schedule, "{}: {text}", entry.name);
    }
}

#[test]
fn structs_and_static_compositions() {
    let decay = CosineDecay::new(0.1 + 0.2, 1e-300, usize::MAX).unwrap();
    round_trips(&decay);
    round_trips::<Warmup<CosineDecay>>(&decay.warmup(3, 5e-324).unwrap());
    round_trips(&decay.then(7, Anneal::new(1.0, 0.0, 10, Shape::OneMinusPower { power: 0.5 }).unwrap()));
    round_trips(&WarmRestarts::new(1.0, 0.0, 10).unwrap());
    round_trips(&WarmRestarts::new(1.0, 0.0, 10).unwrap().with_cycles(3));
    for shape in [Shape::Linear, Shape::Polynomial { power: 2.0 }, Shape::Tanh { lower: -7.0, upper: 3.0 }] {
        // A shape alone is not a TOML document, which is a table.
        for (format, round_trip) in formats() {
            assert_eq!(round_trip(&shape), shape, "{format}");
        }
    }
}

#[test]
fn what_a_loop_keeps() {
    let schedule = Schedule::from(CosineDecay::new(0.1, 0.0, 100).unwrap().warmup(10, 0.0).unwrap());
    let mut cursor = Cursor::new(schedule.clone());
    cursor.seek(17);
    round_trips(&cursor);
    round_trips(&Cursor::new(CosineDecay::new(0.1, 0.0, 100).unwrap()));

    let groups: ParamGroups<Schedule> =
        [("head", schedule.clone()), ("body", schedule)].into_iter().collect();
    round_trips(&groups);

    let mut plateau = ReduceOnPlateau::new(Mode::Min, 0.5, 1).unwrap().with_cooldown(2);
    round_trips(&plateau);
    for metric in [1.0, 0.5, 0.75, f64::NAN] {
        plateau.observe(metric);
        round_trips(&plateau);
    }
    round_trips(&plateau.with_growth(2, 4.0).unwrap());
    round_trips(&StepCount::new(1_000, 32).unwrap().with_processes(4).unwrap());
}

#[test]
fn the_range_finder() {
    let finder = LrRangeFinder::new(1e-6, 10.0, 50).unwrap();
    round_trips(&finder);
    round_trips(&finder.without_early_stop());
    let mut sweep: Sweep = finder.sweep();
    for _ in 0..20 {
        round_trips(&sweep);
        sweep.record(1.0);
    }
    let report: Report = finder.run(|lr| if lr < 1.0 { 1.0 - lr } else { f64::NAN });
    round_trips(&report);
}

/// The deepest schedule that is allowed, inside everything that can contain one.
#[test]
fn the_deepest_schedule_inside_of_anything() {
    let mut deepest: Schedule = Interpolated::new([(0, 1.0)]).unwrap().into();
    for _ in 0..Schedule::MAX_DEPTH {
        deepest = Schedule::new(deepest.delayed(1)).unwrap();
    }
    assert!(Schedule::new(deepest.clone().delayed(1)).is_err());
    round_trips(&deepest);
    round_trips(&Cursor::new(deepest.clone()));
    round_trips(&[("group", deepest.clone())].into_iter().collect::<ParamGroups<_>>());
    round_trips(&deepest.clone().delayed(1));
    let toml = toml::to_string(&Cursor::new(deepest.clone())).unwrap();
    assert_eq!(toml::from_str::<Cursor<Schedule>>(&toml).unwrap().schedule(), &deepest);

    // A static composition around it that no reader would accept is refused on writing.
    let around = deepest.delayed(1).delayed(1).delayed(1).delayed(1).delayed(1).delayed(1).delayed(1);
    let error = serde_json::to_string(&around).unwrap_err().to_string();
    assert!(error.contains("nested more than 64 levels deep"), "{error}");
}

/// With `serde_json/arbitrary_precision`, which any crate may turn on, numbers are read as objects of one key.
#[test]
fn numbers_of_arbitrary_precision() {
    let number = |digits: &str| format!(r#"{{"$serde_json::private::Number":"{digits}"}}"#);
    let text = format!(
        r#"{{"type":"linear_decay","start":{},"end":{},"steps":{}}}"#,
        number("0.1"),
        number("0"),
        number("1e3")
    );
    let expected: Schedule = lr_schedule::LinearDecay::new(0.1, 0.0, 1_000).unwrap().into();
    assert_eq!(serde_json::from_str::<Schedule>(&text).unwrap(), expected);
}

/// People write YAML and RON by hand as their own documentation shows it.
#[test]
fn by_hand_in_yaml_and_ron() {
    let expected: Schedule = Anneal::new(1.0, 0.0, 10, Shape::Polynomial { power: 2.0 }).unwrap().into();
    for text in [
        "type: anneal\nstart: 1\nend: 0\nsteps: 1e1\nshape: {polynomial: {power: 2}}",
        "type: anneal\nstart: 1\nend: 0\nsteps: 10\nshape: !polynomial {power: 2}",
    ] {
        assert_eq!(serde_yaml_ng::from_str::<Schedule>(text).unwrap(), expected, "{text}");
    }
    let text = r#"(type: "anneal", start: 1, end: 0, steps: 10, shape: {"polynomial": (power: 2)})"#;
    assert_eq!(ron::from_str::<Schedule>(text).unwrap(), expected);
}

/// Whole numbers are counts in any notation; others are refused with an explanation.
#[test]
fn counts_as_people_write_them() {
    let decay = |steps: &str| {
        serde_json::from_str::<Schedule>(&format!(
            r#"{{"type":"linear_decay","start":0.1,"end":0,"steps":{steps}}}"#
        ))
    };
    let expected: Schedule = lr_schedule::LinearDecay::new(0.1, 0.0, 1_000).unwrap().into();
    for steps in ["1000", "1000.0", "1e3", "1.0E+3"] {
        assert_eq!(decay(steps).unwrap(), expected, "{steps}");
    }
    for (steps, words) in [
        ("0.05", "`steps` is 0.05, but must be a whole number of updates"),
        ("10.5", "`steps` is 10.5, but must be a whole number"),
        ("-1", "`steps` is -1, but must be a whole number, at least 0"),
        ("-1.0", "`steps` is -1.0, but must be a whole number"),
        ("\"10\"", "`steps` is \"10\", but must be a whole number, without quotes"),
        ("1e300", "`steps` is 1e300, but must be a whole number"),
        ("36893488147419103232", "but must be a whole number"),
        ("[10]", "`steps` is a list, but must be a whole number"),
    ] {
        let error = decay(steps).unwrap_err().to_string();
        assert!(error.contains(words), "{steps}: {error}");
    }
    let milestones = r#"{"type":"multi_step_decay","start":1,"gamma":0.1,"milestones":[30.0,60]}"#;
    assert!(serde_json::from_str::<Schedule>(milestones).is_ok());
    assert!(serde_json::from_str::<Schedule>(r#"{"type":"interpolated","knots":[[2e7,1e-12]]}"#).is_ok());
    assert!(serde_json::from_str::<StepCount>(r#"{"samples":1e6,"batch_size":32.0}"#).is_ok());
    assert!(serde_json::from_str::<ReduceOnPlateau>(r#"{"mode":"min","gamma":0.5,"patience":2.0}"#).is_ok());
}

/// A list has no names, so it is not accepted as an object.
#[test]
fn lists_are_no_objects() {
    assert!(serde_json::from_str::<StepCount>("[100,8]").is_err());
    assert!(serde_json::from_str::<CosineDecay>("[0.1,0,100]").is_err());
    assert!(serde_json::from_str::<Cursor<CosineDecay>>(r#"[3,{"start":0.1,"end":0,"steps":1}]"#).is_err());
    assert!(serde_json::from_str::<LrRangeFinder>("[0.1,1,30]").is_err());
    for (shape, words) in [
        (r#"{"polynomial":[2.0]}"#, r#"shape.polynomial: must be {"polynomial": {"power": ..}}"#),
        (r#"{"polynomial":2.0}"#, r#"shape.polynomial: must be {"polynomial": {"power": ..}}"#),
        (r#""polynomial""#, r#"shape.polynomial: must be {"polynomial": {"power": ..}}"#),
        (r#"{"cosine":{"power":2.0}}"#, r#"shape.cosine: has no parameters: write "cosine""#),
        (r#"{"linear":null}"#, r#"shape.linear: has no parameters: write "linear""#),
        (r#"{"polynomial":{"power":2},"cosine":null}"#, "must be the name of a shape"),
        ("{}", "must be the name of a shape"),
    ] {
        let text = format!(r#"{{"type":"anneal","start":1,"end":0,"steps":9,"shape":{shape}}}"#);
        let error = serde_json::from_str::<Schedule>(&text).unwrap_err().to_string();
        assert!(error.contains(words), "{shape}: {error}");
    }
}
