//! Prints what the tests in the browser compare the page with, computed by the crate outside of it: the bits of rates
//! of every catalogue entry for runs of 1,000 and 20,000 steps, and the suggestions for recorded range tests, as JSON.

use std::error::Error;

use lr_schedule::Scheduler;
use lr_schedule::finder::{Report, Suggestion};
use serde_json::{Value, json};

const CURVES: &str = include_str!("../../tests/data/range-tests.json");
const STEPS: [usize; 6] = [0, 1, 99, 500, 777, 1_000];

fn main() -> Result<(), Box<dyn Error>> {
    let bits = |rate: f64| format!("{:016x}", rate.to_bits());
    let entry = |(group, name, _, schedule): (&str, &str, &str, lr_schedule::Schedule)| {
        let rates: Vec<_> = STEPS.iter().map(|&step| json!([step, bits(schedule.lr(step))])).collect();
        let scaled = schedule.rescaled(1_000, 20_000).map(|schedule| bits(schedule.lr(12_345)));
        json!({ "scaled": scaled.ok(), "entry": format!("{group}/{name}"), "line": schedule.to_string(), "rates": rates })
    };
    let entries: Vec<_> = playground::catalogue().into_iter().map(entry).collect();
    let records: Vec<Value> = serde_json::from_str(CURVES)?;
    let sweeps: Vec<_> = records.iter().filter_map(|record| sweep(&record["curves"][0])).collect();
    println!("{}", json!({ "entries": entries, "sweeps": sweeps }));
    Ok(())
}

/// A recorded curve with the suggestion for it, or the reason why there is none.
fn sweep(curve: &Value) -> Option<Value> {
    let rates: Vec<f64> = curve["lr"].as_array()?.iter().filter_map(Value::as_f64).collect();
    let loss = |loss: &Value| loss.as_f64().unwrap_or(f64::NAN);
    let losses: Vec<f64> = curve["loss"].as_array()?.iter().map(loss).collect();
    let count = rates.len();
    let report = Report::from_curve(rates.into_iter().zip(losses), count).ok()?;
    let suggestion = report.suggest();
    Some(json!({
        "lr": curve["lr"],
        "loss": curve["loss"],
        "suggestion": suggestion.as_ref().ok().map(Suggestion::lr),
        "reason": suggestion.as_ref().err().map(ToString::to_string),
    }))
}
