//! Numbers computed by other libraries, against our expressions for their schedulers.
//!
//! `LR_GOLDEN=table.json cargo test --test parity -- --nocapture` runs another table in the format of
//! `tests/data/golden.json` through the same mappings, and prints a line for every case.

#![expect(
    clippy::disallowed_methods,
    reason = "what we compare with is not made of the crate's own arithmetic"
)]
#![expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "steps are few")]

mod differences;
mod ignite;
mod keras;
mod optax;
mod params;
mod parts;
mod timm;
mod torch;
mod transformers;

use std::collections::BTreeMap;
use std::fs;

use lr_schedule::{Schedule, Scheduler};
use serde_json::{Map, Value};

use differences::{DIFFERENCES, Difference};
use params::{FromJson, Params, Result, read};
use parts::Mapping;

/// The values computed by a library.
struct Case {
    source: String,
    scheduler: String,
    params: Map<String, Value>,
    tolerance: f64,
    steps: Vec<usize>,
    lr: Vec<f64>,
    momentum: Option<Vec<f64>>,
}

impl Case {
    fn read(value: &Value) -> Result<Self> {
        let case = Self {
            source: field(value, "source")?,
            scheduler: field(value, "scheduler")?,
            params: field(value, "params")?,
            tolerance: field(value, "tolerance")?,
            steps: field(value, "steps")?,
            lr: field(value, "lr")?,
            momentum: value.get("momentum").filter(|momentum| !momentum.is_null()).map(read).transpose()?,
        };
        let lengths = [case.lr.len(), case.momentum.as_ref().map_or(case.steps.len(), Vec::len)];
        if case.steps.is_empty() || lengths != [case.steps.len(); 2] {
            return Err("there is not one value for each step".into());
        }
        Ok(case)
    }

    fn differences(&self) -> impl Iterator<Item = &'static Difference> {
        DIFFERENCES
            .iter()
            .filter(|known| known.source == self.source && known.schedulers.contains(&&*self.scheduler))
    }

    /// Compares every value; returns the differences found, each with the number of values it explains.
    fn check(&self) -> Result<Vec<(&'static str, usize)>> {
        let p = Params::new(&self.params, *self.steps.last().unwrap_or(&0));
        let ours = rate(&self.source, &self.scheduler, &p)?;
        p.check_all_asked()?;
        let mut explained = self.compare(&p, &ours, &self.lr, |known| Some(known.holds))?;
        if let Some(momentum) = &self.momentum {
            let ours = torch::momentum(&self.scheduler, &p)?;
            let found = self.compare(&p, &ours, momentum, |known| known.momentum);
            explained.extend(found.map_err(|error| format!("momentum: {error}"))?);
        }
        Ok(explained)
    }

    fn compare(
        &self,
        p: &Params<'_>,
        ours: &Schedule,
        theirs: &[f64],
        holds: impl Fn(&Difference) -> Option<fn(&Params<'_>, usize) -> Result<f64>>,
    ) -> Result<Vec<(&'static str, usize)>> {
        let allowed = self.tolerance * theirs.iter().copied().fold(0.0, f64::max);
        let agree = |a: f64, b: f64| (a - b).abs() <= allowed;
        let mut explained = BTreeMap::new();
        for (&step, &theirs) in self.steps.iter().zip(theirs) {
            let rate = ours.lr(step);
            let mut known = None;
            for difference in self.differences() {
                if (difference.covers)(p, step)? {
                    known = holds(difference).map(|holds| (difference.reason, holds));
                }
            }
            match known {
                None if agree(rate, theirs) => {}
                None => return Err(format!("step {step}: {rate:e} is not {theirs:e}").into()),
                Some((reason, holds)) => {
                    let promised = holds(p, step)?;
                    if !agree(rate, promised) {
                        return Err(format!("step {step}: {rate:e} is not {promised:e}, as {reason}").into());
                    }
                    if !agree(rate, theirs) {
                        *explained.entry(reason).or_insert(0) += 1;
                    }
                }
            }
        }
        Ok(explained.into_iter().collect())
    }
}

fn field<T: FromJson>(value: &Value, name: &str) -> Result<T> {
    let value = value.get(name).ok_or_else(|| format!("`{name}` is missing"))?;
    read(value).map_err(|error| format!("`{name}`: {error}").into())
}

/// Our expression for a scheduler of a library.
fn rate(source: &str, scheduler: &str, p: &Params<'_>) -> Mapping {
    match source {
        "torch" => torch::rate(scheduler, p),
        "optax" => optax::rate(scheduler, p),
        "keras" => keras::rate(scheduler, p),
        "transformers" => transformers::rate(scheduler, p),
        "timm" => timm::rate(scheduler, p),
        "ignite" => ignite::rate(scheduler, p),
        _ => Err(format!("unknown library `{source}`").into()),
    }
}

#[derive(Default)]
struct Tally {
    agree: usize,
    differ: usize,
    fail: usize,
    values: usize,
}

#[test]
fn every_scheduler_of_every_library_has_an_expression_here() {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/golden.json");
    let path = std::env::var("LR_GOLDEN").unwrap_or_else(|_| default.to_owned());
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let table: Vec<Value> = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));

    let mut tallies = BTreeMap::<String, Tally>::new();
    let mut failures = Vec::new();
    for (number, value) in table.iter().enumerate() {
        let case = Case::read(value).unwrap_or_else(|error| panic!("{path}: case {number}: {error}"));
        let verdict = case.check();
        let tally = tallies.entry(case.source.clone()).or_default();
        tally.values += case.lr.len() + case.momentum.as_ref().map_or(0, Vec::len);
        let name = format!("{number:>4} {} {}", case.source, case.scheduler);
        match verdict {
            Ok(found) if found.is_empty() => {
                tally.agree += 1;
                println!("{name}: agrees at {} steps", case.steps.len());
            }
            Ok(found) => {
                tally.differ += 1;
                for (reason, values) in found {
                    println!("{name}: differs on purpose in {values} values: theirs {reason}");
                }
            }
            Err(error) => {
                tally.fail += 1;
                let line = format!("{name}: {error} {}", Value::from(case.params));
                println!("{line}");
                failures.push(line);
            }
        }
    }
    println!("\n{path}: {} cases", table.len());
    for (source, Tally { agree, differ, fail, values }) in &tallies {
        println!(
            "{source:<13} {agree:>4} agree, {differ:>3} differ on purpose, {fail} fail ({values} values)"
        );
    }
    println!("through from_fn: none, as every mapping is a `Schedule`, which is data");
    assert!(failures.is_empty(), "{} cases fail:\n{}", failures.len(), failures.join("\n"));
    assert!(!table.is_empty(), "{path} has no cases");
}
