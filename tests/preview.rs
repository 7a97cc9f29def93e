//! What `preview` reads: the shipped schedules load, and broken files end in one line that says what is wrong.

#![cfg(feature = "serde")]

#[path = "../examples/load/mod.rs"]
mod load;

use std::fs;
use std::path::{Path, PathBuf};

use lr_schedule::Scheduler;

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

/// The shortest form that is printed reads back to the same bits.
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
    let cases: [(&str, &[u8], &str); 17] = [
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
    for (name, content, expected) in cases {
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
