//! Replays recorded range tests through every rule and prints a table of regrets for each set, and the answers as JSON.
//! Without files and `LR_CURVES`, it uses the sets of the tests: clean curves, the same with corrupted losses, and
//! curves whose best rates are known for four schedules; `tests/data/noisy/make.py` makes a fourth set. Regret is 0 for
//! the best rate, and 1 for divergence, no training, or no suggestion. The JSON of the last set goes to standard
//! output, the tables to standard error.

mod recorded;

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;

use clap::Parser;
use recorded::{RULES, Record, answer, corrupted, rate, read, table};

/// Replays recorded range tests through every rule.
#[derive(Parser)]
#[command(
    after_help = "cargo run --release --example replay --features serde -- [--corrupted] [CURVES.json ..]"
)]
struct Options {
    /// Recorded range tests; defaults to the file in `LR_CURVES`, or else the clean, corrupted and scheduled curves of
    /// the tests.
    curves: Vec<String>,
    /// Corrupts the curves of the files first.
    #[arg(long)]
    corrupted: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse();
    let files = if options.curves.is_empty() {
        std::env::var("LR_CURVES").ok().into_iter().collect()
    } else {
        options.curves
    };
    let data = |name: &str| format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
    let mut sets: Vec<(String, Vec<Record>)> = Vec::new();
    if files.is_empty() {
        let clean = load(&data("range-tests.json"))?;
        sets.push(("corrupted".to_owned(), corrupted(&clean)));
        sets.push(("with schedules".to_owned(), load(&data("schedule-range-tests.json"))?));
        sets.push(("clean".to_owned(), clean));
    }
    for path in &files {
        let records = load(path)?;
        sets.push((path.clone(), if options.corrupted { corrupted(&records) } else { records }));
    }
    for (name, records) in &sets {
        let plans =
            records.first().map(|record| record.schedules.keys().map(String::as_str).collect::<Vec<_>>());
        for plan in plans.into_iter().flatten() {
            print(&format!("{name}: {plan}"), records, Some(plan))?;
        }
        print(name, records, None)?;
    }
    if let Some((_, records)) = sets.last() {
        println!("{}", serde_json::to_string(&answers(records)?)?);
    }
    Ok(())
}

fn load(path: &str) -> Result<Vec<Record>, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    Ok(read(&text).map_err(|error| format!("{path}: {error}"))?)
}

/// The table of a set, if it has the truth.
fn print(name: &str, records: &[Record], plan: Option<&str>) -> Result<(), Box<dyn Error>> {
    let rows = table(records, plan)?;
    if rows.is_empty() {
        return Ok(());
    }
    eprintln!("{name}");
    eprintln!("{:20} {:>7} {:>7} {:>9} {:>5}", "rule", "mean", "p90", "diverged", "none");
    for (rule, score) in rows {
        let diverged = format!("{}/{}", score.diverged, score.count);
        eprintln!("{rule:20} {:7.4} {:7.4} {diverged:>9} {:5}", score.mean, score.p90, score.missing);
    }
    eprintln!();
    Ok(())
}

/// Rates by rule and by curve.
type Answers = BTreeMap<String, BTreeMap<String, Option<f64>>>;

/// By rule, and for records with schedules `peak_constant`, `peak_linear`, ..: the answer for each curve.
fn answers(records: &[Record]) -> Result<Answers, Box<dyn Error>> {
    let mut answers = Answers::new();
    for record in records {
        for curve in &record.curves {
            let (key, report) = (record.key(curve), curve.report()?);
            let rules = RULES.iter().map(|rule| ((*rule).to_owned(), rate(rule, &report)));
            let plans = record.schedules.keys();
            let peaks = plans.map(|plan| (format!("peak_{plan}"), answer(record, &report, Some(plan))));
            for (name, rate) in rules.chain(peaks) {
                answers.entry(name).or_default().insert(key.clone(), rate);
            }
        }
    }
    Ok(answers)
}
