//! The error of a peak rate that was converted to another schedule, on tuned runs: by keeping the peak, by keeping the
//! area under the curve, and by `peak_ratio`. The last line is `all same A area B ratio C`.
//!
//! `LR_PEAKS=FILE cargo test --all-features --test peaks -- --nocapture` replays another file of the same form.

#![expect(clippy::disallowed_methods, reason = "a statistic needs no reproducible logarithm")]
#![expect(clippy::cast_precision_loss, reason = "there are few pairs")]

use std::path::{Path, PathBuf};

use lr_schedule::{Schedule, Scheduler, transfer};

/// Schedules of peak 1 that were tuned on the same work over the same number of steps.
#[derive(serde::Deserialize)]
struct Group {
    #[serde(rename = "group")]
    name: String,
    steps: usize,
    members: Vec<Member>,
}

#[derive(serde::Deserialize)]
struct Member {
    name: String,
    schedule: Schedule,
    /// The best peak rate found.
    best: f64,
}

/// The sums of `|ln(predicted peak / best peak)|` over pairs, by method: same peak, equal area, ratio.
#[derive(Default)]
struct Errors {
    sums: [f64; 3],
    pairs: usize,
}

impl Errors {
    fn add(&mut self, other: &Self) {
        for (sum, added) in self.sums.iter_mut().zip(other.sums) {
            *sum += added;
        }
        self.pairs += other.pairs;
    }

    /// The geometric mean of the factors.
    fn factors(&self) -> [f64; 3] {
        self.sums.map(|sum| (sum / self.pairs as f64).exp())
    }
}

fn area(schedule: &Schedule, steps: usize) -> f64 {
    schedule.rates(0..steps).map(|(_, rate)| rate).sum()
}

fn errors(group: &Group) -> Errors {
    let mut errors = Errors::default();
    let areas: Vec<f64> = group.members.iter().map(|member| area(&member.schedule, group.steps)).collect();
    for (i, from) in group.members.iter().enumerate() {
        for (j, to) in group.members.iter().enumerate().filter(|&(j, _)| j != i) {
            let ratio = transfer::peak_ratio(&from.schedule, &to.schedule, group.steps)
                .unwrap_or_else(|error| panic!("{}, {} to {}: {error}", group.name, from.name, to.name));
            let factors = [1.0, areas[i] / areas[j], ratio];
            let off = factors.map(|factor| (from.best * factor / to.best).ln().abs());
            errors.add(&Errors { sums: off, pairs: 1 });
        }
    }
    errors
}

fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/peaks.json")
}

/// Reads one file and prints its factors. In the last line all pairs have the same weight.
fn replay(file: &Path) -> ([f64; 3], Vec<[f64; 3]>) {
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let groups: Vec<Group> =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let (mut all, mut each) = (Errors::default(), Vec::new());
    for group in &groups {
        let errors = errors(group);
        let [same, area, ratio] = errors.factors();
        println!("{}: same {same:.3} area {area:.3} ratio {ratio:.3} ({} pairs)", group.name, errors.pairs);
        all.add(&errors);
        each.push([same, area, ratio]);
    }
    let factors = all.factors();
    let [same, area, ratio] = factors;
    println!("all same {same:.3} area {area:.3} ratio {ratio:.3}");
    (factors, each)
}

/// Without the test harness, so that the line of all groups is the last one printed.
fn main() {
    let other = std::env::var_os("LR_PEAKS").map(PathBuf::from);
    let (all, each) = replay(other.as_deref().unwrap_or(&shipped()));
    assert!(all.iter().all(|factor| factor.is_finite()), "{all:?}");
    if other.is_some() {
        return; // other data need not agree with the table
    }
    // The table of the guide, to its last digit: three means over tuned runs, computed independently of this crate.
    let table = [
        ([1.323, 1.066, 1.079], each[0]),
        ([1.462, 1.241, 1.186], each[1]),
        ([1.963, 1.226, 1.199], each[2]),
        ([2.027, 1.375, 1.267], each[3]),
        ([2.012, 1.432, 1.321], each[4]),
        ([1.996, 1.418, 1.290], each[5]),
        ([1.890, 1.297, 1.167], each[6]),
        ([1.861, 1.402, 1.265], each[7]),
        ([1.896, 1.339, 1.241], all),
    ];
    for (expected, found) in table {
        for (expected, found) in expected.into_iter().zip(found) {
            assert!((found - expected).abs() <= 0.000_501, "{found} instead of {expected}");
        }
    }
}
