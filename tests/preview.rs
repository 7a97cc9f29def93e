//! The files that `preview` reads: the shipped schedules load, broken files end in a one-line error, and logs are
//! compared with schedules.

#![cfg(feature = "serde")]

#[path = "../examples/against/mod.rs"]
mod against;
#[path = "../examples/load/mod.rs"]
mod load;

use std::fs;
use std::path::{Path, PathBuf};

use against::{TOLERANCE, Verdict};
use lr_schedule::{CosineDecay, OneCycle, Schedule, Scheduler, presets};
use serde_json::Value;

fn shipped() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/schedules");
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn every_shipped_schedule_loads() {
    assert!(shipped().len() >= 6);
    for file in shipped() {
        let schedule = load::schedule(&file).unwrap();
        assert!(schedule.lr(1_000) > 0.0, "{}", file.display());
        assert!(!schedule.to_string().contains('\n'));
    }
}

/// One file serves every run: a schedule that ends at the end of its run still does.
#[test]
fn every_shipped_schedule_can_be_rescaled() {
    for file in shipped() {
        let schedule = load::schedule(&file).unwrap();
        let steps = schedule.settles_at().unwrap_or(100_000);
        let rescaled = schedule.rescaled(steps, 12_345).unwrap();
        // One-cycle ends one step early on either clock, so that the ratio is off by a fraction of a step.
        assert!(rescaled.settles_at().is_none_or(|end| end.abs_diff(12_345) <= 1), "{rescaled}");
    }
}

/// The printed form reads back to the same bits.
#[test]
fn printed_rates_read_back() {
    for file in shipped() {
        let schedule = load::schedule(&file).unwrap();
        for (_, rate) in schedule.rates(0..5_000) {
            assert_eq!(format!("{rate:?}").parse::<f64>().unwrap().to_bits(), rate.to_bits());
        }
    }
}

#[test]
fn broken_files_end_in_one_clear_line() {
    let folder = std::env::temp_dir().join(format!("lr-schedule-broken-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let deep = r#"{"type":"warmup","steps":1,"start":0,"schedule":"#.repeat(200_000);
    let deep_toml = format!("schedule = {}1", "{ schedule = ".repeat(200_000));
    let cases: &[(&str, &[u8], &str)] = &[
        ("empty.json", b"", "EOF while parsing"),
        ("not.json", b"linear decay, please", "expected value at line 1"),
        ("cut.json", b"{\"type\":\"constant\",", "EOF while parsing"),
        (
            "name.json",
            b"{\"type\":\"cosine\"}",
            "type: unknown schedule `cosine`, expected one of `constant`",
        ),
        ("missing.json", b"{\"type\":\"constant\"}", "rate: missing field"),
        ("typo.json", b"{\"type\":\"constant\",\"rat\":1}", "rat: unknown field, expected one of `rate`"),
        (
            "string.json",
            b"{\"type\":\"constant\",\"rate\":\"0.1\"}",
            "`rate` is \"0.1\", but must be a number, without quotes",
        ),
        (
            "negative.json",
            b"{\"type\":\"constant\",\"rate\":-0.1}",
            "`rate` is -0.1, but must be finite and >= 0",
        ),
        ("nan.json", b"{\"type\":\"constant\",\"rate\":NaN}", "expected value"),
        ("nan.toml", b"type = 'constant'\nrate = nan", "`rate` is NaN, but must be finite and >= 0"),
        (
            "period.toml",
            b"type = 'repeated'\nperiod = 0\nschedule = { type = 'constant', rate = 1 }",
            "`period` is 0, but must be at least 1",
        ),
        (
            "nested.toml",
            b"type = 'delayed'\nsteps = 1\n[schedule]\ntype = 'step_decay'\nstart = 1\ngamma = 7\nevery = 1",
            "schedule.gamma: `gamma` is 7.0, but must be in 0..=1",
        ),
        ("syntax.toml", b"type = 'constant'\nrate = = 1", "at line 2"),
        ("bytes.json", b"\xff\xfe", "UTF-8"),
        ("schedule.yaml", b"type: constant", "the name must end in .json or .toml"),
        ("deep.json", deep.as_bytes(), "nested more than 64 levels deep"),
        ("deep.toml", deep_toml.as_bytes(), "cannot recurse further"),
    ];
    for &(name, content, expected) in cases {
        let file = folder.join(name);
        fs::write(&file, content).unwrap();
        let problem = load::schedule(&file).unwrap_err();
        assert!(problem.contains(expected) && problem.contains(name), "{name}: {problem:.300}");
        assert!(!problem.contains('\n'), "{name}: {problem:.300}");
    }
    for (file, expected) in [(folder.join("none.json"), "No such file"), (folder.clone(), "")] {
        let problem = load::schedule(&file).unwrap_err();
        assert!(problem.contains(expected) && !problem.contains('\n'), "{problem}");
    }
    fs::remove_dir_all(&folder).unwrap();
}

/// A file of this text, read as a log.
fn read(name: &str, text: &str) -> Result<against::Log, String> {
    let file = std::env::temp_dir().join(format!("lr-schedule-{}-{name}.csv", std::process::id()));
    fs::write(&file, text).unwrap();
    let log = against::read(&file);
    fs::remove_file(&file).unwrap();
    log
}

/// The rates that a library computed, with its parameters.
fn golden(source: &str, scheduler: &str) -> Vec<(Value, against::Log)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/golden.json");
    let cases: Vec<Value> = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let cases = cases.into_iter().filter(|case| case["source"] == source && case["scheduler"] == scheduler);
    let rates = |case: &Value| -> against::Log {
        let steps: Vec<usize> = serde_json::from_value(case["steps"].clone()).unwrap();
        let rates: Vec<f64> = serde_json::from_value(case["lr"].clone()).unwrap();
        steps.into_iter().zip(rates).collect()
    };
    cases.map(|case| (case["params"].clone(), rates(&case))).collect()
}

/// Schedules by their rows in `guide/coming_from.md`, with the rates that the library logged for them.
fn ported() -> Vec<(&'static str, Schedule, against::Log)> {
    let mut ported: Vec<(_, Schedule, _)> = Vec::new();
    for (p, mut rates) in golden("torch", "CosineAnnealingLR") {
        let real = |name: &str| p[name].as_f64().unwrap();
        let (b, n, e) =
            (real("base_lr"), usize::try_from(p["T_max"].as_u64().unwrap()).unwrap(), real("eta_min"));
        if n >= 20 && b > e {
            rates.retain(|&(step, _)| step <= n); // theirs rises again after `n`
            ported.push(("CosineAnnealingLR", CosineDecay::new(b, e, n).unwrap().into(), rates));
        }
    }
    for (p, rates) in golden("torch", "OneCycleLR") {
        if p["three_phase"] == true || p["div_factor"] != 25.0 {
            continue;
        }
        let n = usize::try_from(p["total_steps"].as_u64().unwrap()).unwrap();
        let (h, start) = (p["max_lr"].as_f64().unwrap(), p["pct_start"].as_f64().unwrap());
        let schedule = OneCycle::new(h, n).unwrap().with_pct_start(start).unwrap();
        ported.push(("OneCycleLR", schedule.into(), rates));
    }
    for (p, rates) in golden("optax", "warmup_cosine_decay_schedule") {
        let count = |name: &str| usize::try_from(p[name].as_u64().unwrap()).unwrap();
        let real = |name: &str| p[name].as_f64().unwrap();
        if real("init_value") == 0.0 {
            let (warmup, steps) = (count("warmup_steps"), count("decay_steps"));
            let schedule =
                presets::warmup_cosine(real("peak_value"), real("end_value"), warmup, steps).unwrap();
            ported.push(("warmup_cosine_decay_schedule", schedule.into(), rates));
        }
    }
    assert!(ported.len() >= 5, "{}", ported.len());
    ported
}

fn csv(rows: impl IntoIterator<Item = (usize, f64)>) -> String {
    let lines: Vec<_> = rows.into_iter().map(|(step, rate)| format!("{step},{rate}")).collect();
    lines.join("\n")
}

/// In `f64` and in `f32`, as loggers write both.
#[test]
fn logs_of_other_libraries_match_their_rows_in_coming_from() {
    for (name, schedule, rates) in ported() {
        #[expect(clippy::cast_possible_truncation, reason = "a log in `f32`")]
        let single = rates.iter().map(|&(step, rate)| (step, f64::from(rate as f32)));
        for text in [csv(rates.clone()), csv(single)] {
            let log = read(name, &text).unwrap();
            let verdict = against::compare(&schedule, &log, TOLERANCE);
            assert_eq!(verdict, Verdict::Same { rows: rates.len() }, "{name}: {verdict}");
        }
    }
}

/// The rate logged after the scheduler's step instead of before it, or steps counted from 1.
#[test]
fn a_log_that_is_off_by_one_is_found_and_named() {
    for (name, schedule, rates) in ported() {
        // Neighbouring steps are logged at the beginning alone, if the run is long.
        let rates: Vec<_> = rates.windows(2).take_while(|pair| pair[1].0 == pair[0].0 + 1).collect();
        let late = csv(rates.iter().map(|pair| (pair[0].0, pair[1].1)));
        let early = csv(rates.iter().map(|pair| (pair[1].0, pair[0].1)));
        for (text, expected, words) in [(late, 1, "its step n is n + 1"), (early, -1, "its step n is n - 1")]
        {
            let verdict = against::compare(&schedule, &read(name, &text).unwrap(), TOLERANCE);
            let Verdict::Differs { step, shift, .. } = verdict else { panic!("{name}: {verdict}") };
            assert!(step <= 1, "{name}: {verdict}");
            assert_eq!(shift, Some(expected), "{name}: {verdict}");
            let text = verdict.to_string();
            assert!(text.contains("matches when shifted by one step") && text.contains(words), "{text}");
        }
    }
}

#[test]
fn the_first_difference_is_named_with_its_size() {
    let schedule = CosineDecay::new(1.0, 0.0, 100).unwrap();
    let mut rates: Vec<_> = schedule.rates(0..101).collect();
    rates[50].1 = 0.75;
    rates[70].1 = f64::NAN;
    let verdict = against::compare(&schedule, &rates, TOLERANCE);
    let Verdict::Differs { step, logged, expected, rows, differing, shift } = verdict else {
        panic!("{verdict}")
    };
    assert_eq!((step, logged, rows, differing, shift), (50, 0.75, 101, 2, None));
    approx::assert_relative_eq!(expected, 0.5, max_relative = 1e-15);
    let text = verdict.to_string();
    assert!(text.contains("at step 50") && text.contains("off by 2.500e-1, which is 5.000e-1 of"), "{text}");

    // A larger tolerance accepts it, a smaller one refuses what is one unit of f32 away.
    rates[70].1 = schedule.lr(70);
    assert_eq!(against::compare(&schedule, &rates, 0.5), Verdict::Same { rows: 101 });
    rates[50].1 = 0.5 + f64::from(f32::EPSILON);
    assert_eq!(against::compare(&schedule, &rates, TOLERANCE), Verdict::Same { rows: 101 });
    assert!(matches!(against::compare(&schedule, &rates, 1e-12), Verdict::Differs { step: 50, .. }));
}

#[test]
fn logs_may_have_a_header_and_other_columns() {
    let expected = Ok(vec![(0, 0.1), (7, 1e-3)]);
    for text in [
        "0,0.1\n7,1e-3\n",
        "step,lr\n0,0.1\n7,0.001\n",
        "# run 12\nstep, rate\n0, 0.1\n7, 0.001",
        "Loss,Learning_Rate,Step\n2.5,0.1,0\n2.25,0.001,7\n",
        "iteration,eta,loss\n0,0.1,2.5\n7,0.001,2.25\n",
    ] {
        assert_eq!(read("format", text), expected, "{text}");
    }
    for (text, problem) in [
        ("", "there are no rates"),
        ("step,lr\n", "there are no rates"),
        ("0,0.1\n1\n", "line 2: a row needs two columns, but has 1"),
        ("0,0.1\n1,fast\n", "line 2: `fast` is not a rate"),
        ("0,0.1\n1.5,0.1\n", "line 2: `1.5` is not a step"),
        ("step,lr\n-1,0.1\n", "line 2: `-1` is not a step"),
    ] {
        let message = read("broken", text).unwrap_err();
        assert!(message.contains(problem) && message.contains(".csv: "), "{text:?}: {message}");
    }
}
