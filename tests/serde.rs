//! Schedules as data: names, round trips, and errors that name the path to the field.

#![cfg(feature = "serde")]
#![expect(clippy::disallowed_methods, reason = "random numbers need no reproducible logarithm")]

mod strategies;

use lr_schedule::{
    CosineDecay, Cursor, LinearDecay, LrRangeFinder, ParamGroups, Schedule, Scheduler, Shape, StepCount,
    adaptors::Warmup,
};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use strategies::{any_schedule, shape};

/// Fields that may be omitted have their defaults: the rate at step 3, worked out by hand. `tests/catalogue.rs` has
/// a literal of every type with all fields.
#[test]
fn optional_fields_have_defaults() {
    for (text, rate) in [
        (r#"{"type":"exponential_decay","start":1.0,"gamma":0.5}"#, 0.125),
        (r#"{"type":"exponential_decay","start":1.0,"gamma":0.5,"every":2,"staircase":true}"#, 0.5),
        (r#"{"type":"inverse_time_decay","start":1.0,"gamma":1.0}"#, 0.25),
        (r#"{"type":"interpolated","knots":[[0,1.0],[4,0.0]]}"#, 0.25),
        (r#"{"type":"interpolated","knots":[[1,1.0],[5,0.0]],"shape":"cosine"}"#, 0.5),
        (r#"{"type":"cyclic","base":0.0,"max":1.0,"up":4,"down":4}"#, 0.75),
        (
            r#"{"type":"cyclic","base":0.0,"max":1.0,"up":1,"down":1,"mode":{"exp_range":{"gamma":0.5}}}"#,
            0.125,
        ),
        (r#"{"type":"warm_restarts","start":1.0,"end":0.0,"period":6}"#, 0.5),
        (
            r#"{"type":"warm_restarts","start":1.0,"end":0.0,"period":2,"start_mult":0.5,"shape":"linear"}"#,
            0.25,
        ),
        (r#"{"type":"one_cycle","max":1.0,"steps":4,"div_factor":2.0,"final_div_factor":2.0}"#, 0.25),
        (r#"{"type":"one_cycle_momentum","base":0.5,"max":1.0,"steps":4}"#, 1.0),
        (r#"{"type":"warmup","steps":6,"start":0.0,"schedule":{"type":"constant","rate":1.0}}"#, 0.5),
    ] {
        let schedule: Schedule = serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        approx::assert_relative_eq!(schedule.lr(3), rate, max_relative = 1e-15);
    }
}

#[test]
fn the_example_of_the_format_loads() {
    let text = r#"{"type":"warmup","steps":500,"start":0.0,
        "schedule":{"type":"cosine_decay","start":1e-3,"end":1e-5,"steps":9500}}"#;
    let expected: Schedule = CosineDecay::new(1e-3, 1e-5, 9_500).unwrap().warmup(500, 0.0).unwrap().into();
    assert_eq!(serde_json::from_str::<Schedule>(text).unwrap(), expected);
    let toml = "type = 'warmup'\nsteps = 500\nstart = 0\n[schedule]\ntype = 'cosine_decay'\nstart = 1e-3\nend = 1e-5\nsteps = 9500";
    assert_eq!(toml::from_str::<Schedule>(toml).unwrap(), expected);
}

#[track_caller]
fn assert_fails<T: DeserializeOwned + core::fmt::Debug>(text: &str, expected: &str) {
    let error = serde_json::from_str::<T>(text).unwrap_err().to_string();
    assert!(error.starts_with(expected), "{text}\n    gives {error}\n    expected {expected}");
}

#[test]
fn errors_name_the_path_the_value_and_what_is_allowed() {
    let inside = |inner: &str| {
        format!(
            r#"{{"type":"warmup","steps":5,"start":0,"schedule":{{"type":"scaled","factor":2,"schedule":{inner}}}}}"#
        )
    };
    for (inner, expected) in [
        (
            r#"{"type":"step_decay","start":1,"gamma":1.5,"every":2}"#,
            "schedule.schedule.gamma: `gamma` is 1.5, but must be in 0..=1",
        ),
        (
            r#"{"type":"step_decay","start":-1,"gamma":0.5,"every":2}"#,
            "schedule.schedule.start: `start` is -1.0, but must be finite and >= 0",
        ),
        (
            r#"{"type":"step_decay","start":1,"gamma":0.5,"every":0}"#,
            "schedule.schedule.every: `every` is 0, but must be at least 1",
        ),
        (r#"{"type":"step_decay","start":1,"gamma":0.5}"#, "schedule.schedule.every: missing field"),
        (
            r#"{"type":"step_decay","start":1,"gama":0.5,"every":2}"#,
            "schedule.schedule.gama: unknown field, expected one of `start`, `gamma`, `every`",
        ),
        (
            r#"{"type":"step_decay","start":"1","gamma":0.5,"every":2}"#,
            "schedule.schedule.start: `start` is \"1\", but must be a number, without quotes",
        ),
        (
            r#"{"type":"step_decay","start":null,"gamma":0.5,"every":2}"#,
            "schedule.schedule.start: `start` is null, but must be a number",
        ),
        (
            r#"{"type":"step_decay","start":1,"gamma":0.5,"every":2.5}"#,
            "schedule.schedule.every: `every` is 2.5, but must be a whole number",
        ),
        (
            r#"{"type":"step_decay","start":1,"gamma":0.5,"every":-2}"#,
            "schedule.schedule.every: `every` is -2, but must be a whole number, at least 0",
        ),
        (
            r#"{"type":"step_decay","start":1,"start":1,"gamma":0.5,"every":2}"#,
            "schedule.schedule.start: given twice",
        ),
        (
            r#"{"type":"stepdecay"}"#,
            "schedule.schedule.type: unknown schedule `stepdecay`, expected one of `constant`",
        ),
        (r#"{"start":1}"#, "schedule.schedule.type: missing field"),
        (r#"{"type":7}"#, "schedule.schedule.type: `type` is 7, but must be text"),
        ("7", "schedule.schedule: `schedule` is 7, but must be a schedule: an object with a `type`"),
        (
            r#"{"type":"multi_step_decay","start":1,"gamma":0.5,"milestones":[3,"4"]}"#,
            "schedule.schedule.milestones[1]: `milestones[1]` is \"4\", but must be a whole number, without quotes",
        ),
        (
            r#"{"type":"multi_step_decay","start":1,"gamma":0.5,"milestones":[3,2]}"#,
            "schedule.schedule.milestones: `milestones` must be in ascending order, but has 2 after 3 (at index 1)",
        ),
        (
            r#"{"type":"interpolated","knots":[[0,1,2]]}"#,
            "schedule.schedule.knots[0]: invalid length 3, expected 2",
        ),
        (
            r#"{"type":"anneal","start":1,"end":0,"steps":3,"shape":{"polynomial":{"powr":2}}}"#,
            "schedule.schedule.shape.polynomial.powr: unknown field, expected one of `power`",
        ),
        (
            r#"{"type":"anneal","start":1,"end":0,"steps":3,"shape":"linar"}"#,
            "schedule.schedule.shape: unknown variant `linar`, expected one of",
        ),
        (
            r#"{"type":"anneal","start":1,"end":0,"steps":3,"shape":{"polynomial":{"power":0}}}"#,
            "schedule.schedule.shape.polynomial.power: `power` is 0.0, but must be finite and > 0",
        ),
        (
            r#"{"type":"product","schedules":[{"type":"constant","rate":1},{"type":"constant","rate":-1}]}"#,
            "schedule.schedule.schedules[1].rate: `rate` is -1.0",
        ),
        (
            r#"{"type":"then","first":{"type":"constant","rate":1},"at":1,"next":{"type":"constant"}}"#,
            "schedule.schedule.next.rate: missing field",
        ),
        (
            r#"{"type":"cyclic","base":2,"max":1,"up":1,"down":1}"#,
            "schedule.schedule.base: `base` is 2.0, but must be at most `max`, which is 1.0",
        ),
    ] {
        assert_fails::<Schedule>(&inside(inner), expected);
    }
}

#[test]
fn structs_and_static_compositions_are_checked_as_well() {
    assert_fails::<LinearDecay>(
        r#"{"start":-1,"end":0,"steps":3}"#,
        "`start` is -1.0, but must be finite and >= 0",
    );
    assert_fails::<LinearDecay>(
        r#"{"start":"a","end":0,"steps":3}"#,
        "`start` is \"a\", but must be a number, without quotes",
    );
    assert_fails::<LinearDecay>(r#"{"end":0,"steps":3}"#, "start: missing field");
    assert_fails::<Warmup<LinearDecay>>(
        r#"{"steps":2,"start":0,"schedule":{"start":1,"end":-7,"steps":3}}"#,
        "schedule.end: `end` is -7.0, but must be finite and >= 0",
    );
    assert_fails::<LrRangeFinder>(
        r#"{"min":0,"max":1,"steps":30}"#,
        "`min` is 0.0, but must be finite and > 0",
    );
}

#[test]
fn toml_can_write_what_json_cannot_and_it_is_refused() {
    for value in ["nan", "inf", "-inf"] {
        let error = toml::from_str::<Schedule>(&format!("type = 'constant'\nrate = {value}")).unwrap_err();
        let expected = "but must be finite and >= 0";
        assert!(error.to_string().contains("`rate` is ") && error.to_string().contains(expected), "{error}");
    }
}

fn nested(depth: usize) -> String {
    let open = r#"{"type":"delayed","steps":1,"schedule":"#;
    format!("{}{}{}", open.repeat(depth), r#"{"type":"interpolated","knots":[[0,1.0]]}"#, "}".repeat(depth))
}

#[test]
fn nesting_has_a_limit_and_what_is_written_can_be_read() {
    let deepest: Schedule = serde_json::from_str(&nested(Schedule::MAX_DEPTH)).unwrap();
    assert_eq!(deepest.depth(), Schedule::MAX_DEPTH);
    assert_eq!(serde_json::from_str::<Schedule>(&serde_json::to_string(&deepest).unwrap()).unwrap(), deepest);
    assert_eq!(toml::from_str::<Schedule>(&toml::to_string(&deepest).unwrap()).unwrap(), deepest);

    let error = Schedule::new(deepest.delayed(1)).unwrap_err().to_string();
    assert!(error.contains("nested more than 64 levels deep"), "{error}");
    for depth in [Schedule::MAX_DEPTH + 1, 100] {
        let error = serde_json::from_str::<Schedule>(&nested(depth)).unwrap_err().to_string();
        assert!(error.contains("nested more than 64 levels deep"), "{error}");
    }
    assert!(serde_json::from_str::<Schedule>(&nested(2_000_000)).is_err());

    // `product` and `sum` have a list in their data and count twice.
    let mut product: Schedule = serde_json::from_str(r#"{"type":"constant","rate":1.0}"#).unwrap();
    for _ in 0..32 {
        product = Schedule::new(product.clone().times(product_of_one())).unwrap();
    }
    let text = serde_json::to_string(&product).unwrap();
    assert_eq!(serde_json::from_str::<Schedule>(&text).unwrap(), product);
    assert!(Schedule::new(product.times(product_of_one())).is_err());
}

fn product_of_one() -> Schedule {
    serde_json::from_str(r#"{"type":"interpolated","knots":[[0,1.0]]}"#).unwrap()
}

fn round_trips<T: Serialize + DeserializeOwned + PartialEq + core::fmt::Debug>(value: &T) {
    let json = serde_json::to_string(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&json).unwrap(), value, "{json}");
    // TOML's integers end at i64::MAX; anything smaller round-trips.
    if let Ok(toml) = toml::to_string(value) {
        assert_eq!(&toml::from_str::<T>(&toml).unwrap(), value, "{toml}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Law 8: equal values, so equal fields, so the same bits; NaN cannot be inside.
    #[test]
    fn values_round_trip(schedule in any_schedule()) {
        round_trips(&schedule);
        let again: Schedule = serde_json::from_str(&serde_json::to_string(&schedule).unwrap()).unwrap();
        for step in [0, 1, 7, 1_000, usize::MAX] {
            prop_assert_eq!(again.lr(step).to_bits(), schedule.lr(step).to_bits());
        }
    }

    #[test]
    fn shapes_round_trip(shape in shape()) {
        #[derive(Debug, PartialEq, Serialize, serde::Deserialize)]
        struct Holder {
            shape: Shape,
        }
        round_trips(&Holder { shape });
    }

    /// Static compositions write the same data as the dynamic form, but for the `type`.
    #[test]
    fn static_compositions_round_trip(schedule in any_schedule(), steps in 0_usize..100) {
        let schedule = schedule.delayed(steps).then(steps, LinearDecay::new(1.0, 0.0, steps).unwrap());
        round_trips(&schedule);
    }
}

#[test]
fn what_is_beside_schedules_is_data_too() {
    let cursor = Cursor::new(Schedule::from(LinearDecay::new(1.0, 0.0, 4).unwrap()));
    let text = r#"{"step":3,"schedule":{"type":"linear_decay","start":1.0,"end":0.0,"steps":4}}"#;
    let mut moved = cursor;
    moved.seek(3);
    assert_eq!(serde_json::to_string(&moved).unwrap(), text);
    round_trips(&moved);
    assert_fails::<Cursor<Schedule>>(
        r#"{"step":3,"schedule":{"type":"constant","rate":-1}}"#,
        "schedule.rate: `rate` is -1.0",
    );

    let groups = ParamGroups::layerwise(LinearDecay::new(1.0, 0.0, 4).unwrap(), ["a", "b"], 0.5).unwrap();
    round_trips(&groups);
    let dynamic: ParamGroups<Schedule> =
        serde_json::from_str(r#"{"head":{"type":"constant","rate":0.5}}"#).unwrap();
    assert_eq!(dynamic.lr("head", 7), Some(0.5));
    assert_fails::<ParamGroups<Schedule>>(r#"{"head":{"type":"constant"}}"#, "head.rate: missing field");

    round_trips(&StepCount::new(100, 8).unwrap().with_processes(3).unwrap());
    assert_fails::<StepCount>(
        r#"{"samples":3,"batch_size":4,"drop_last":true}"#,
        "`samples` is 3, but must be at least `batch_size * processes`",
    );
}
