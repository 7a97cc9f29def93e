//! Replays recorded range tests through every rule: one JSON object of suggested rates on standard output,
//! and, where the file says what the true best rates are, the score table on standard error.
//!
//! Regret is 0 for the best constant rate and 1 for divergence, no training, or no suggestion. Below the rules stand
//! the default by its own confidence, by the number of steps, and on the median of several sweeps.

#![expect(clippy::cast_precision_loss, reason = "steps here are few")]
#![expect(clippy::disallowed_methods, reason = "a score needs no reproducible last bit")]

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;

use clap::Parser;
use lr_schedule::LrRangeFinder;
use lr_schedule::finder::{Method, Report, Suggestion};
use serde::Deserialize;

/// Replays recorded range tests through every rule.
#[derive(Parser)]
#[command(after_help = "cargo run --release --example replay --features serde -- [CURVES.json]")]
struct Options {
    /// Recorded range tests; those of the tests, or of the variable `LR_CURVES`, by default.
    curves: Option<String>,
}

#[derive(Deserialize)]
struct Record {
    problem: String,
    optimizer: String,
    initial_loss: Option<f64>,
    curves: Vec<Curve>,
    truth: Option<Truth>,
}

#[derive(Deserialize)]
struct Curve {
    seed: u64,
    points: usize,
    lr: Vec<f64>,
    loss: Vec<Option<f64>>,
}

/// Final losses at constant rates; `None` where training diverged.
#[derive(Deserialize)]
struct Truth {
    lr: Vec<f64>,
    loss: Vec<Option<f64>>,
}

/// The name in the output, and the rule.
const METHODS: [(&str, Method); 8] = [
    ("suggest", Method::Band),
    ("steepest", Method::Steepest),
    ("valley", Method::Valley),
    ("slide", Method::Slide),
    ("minimum_over_ten", Method::MinimumOverTen),
    ("lightning", Method::Lightning),
    ("lightning_log", Method::LightningLog),
    ("torch_lr_finder", Method::TorchLrFinder),
];

fn main() -> Result<(), Box<dyn Error>> {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/range-tests.json");
    let path = Options::parse().curves.or_else(|| std::env::var("LR_CURVES").ok());
    let path = path.as_deref().unwrap_or(default);
    let text = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let records: Vec<Record> = serde_json::from_str(&text).map_err(|error| format!("{path}: {error}"))?;

    let mut regrets: Vec<(String, Regret)> = Vec::new();
    let mut said: BTreeMap<&str, BTreeMap<String, Option<f64>>> = BTreeMap::new();
    for record in &records {
        for curve in &record.curves {
            let key = format!("{}/{}/{}/{}", record.problem, record.optimizer, curve.seed, curve.points);
            let report = curve.report()?;
            for (name, method) in METHODS {
                let rate = report.suggest_by(method).ok().filter(|rate| *rate > 0.0);
                said.entry(name).or_default().insert(key.clone(), rate);
                regrets.extend(record.regret(rate).map(|regret| (name.to_owned(), regret)));
            }
            let suggestion = report.suggest();
            let rate = suggestion.as_ref().ok().map(Suggestion::lr);
            let confidence =
                suggestion.map_or("none".to_owned(), |suggestion| suggestion.confidence().to_string());
            for group in [format!("confidence {confidence}"), format!("steps {}", curve.points)] {
                regrets.extend(record.regret(rate).map(|regret| (group, regret)));
            }
        }
        for (points, count) in [30, 100, 300].into_iter().flat_map(|points| [(points, 3), (points, 5)]) {
            for rate in record.medians(points, count)? {
                let group = format!("median of {count}, {points}");
                regrets.extend(record.regret(rate).map(|regret| (group, regret)));
            }
        }
    }
    println!("{}", serde_json::to_string(&said)?);
    print_table(&regrets);
    Ok(())
}

/// One line for each group, in the order in which they first came up.
fn print_table(regrets: &[(String, Regret)]) {
    let mut groups: Vec<&str> = Vec::new();
    for (group, _) in regrets {
        if !groups.contains(&group.as_str()) {
            groups.push(group);
        }
    }
    if !groups.is_empty() {
        eprintln!("{:18} {:>7} {:>7} {:>7} {:>9} {:>5}", "rule", "mean", "median", "p90", "diverged", "none");
    }
    let is_rule = |group: &&str| METHODS.iter().any(|(name, _)| name == group);
    let (rules, mut others): (Vec<_>, Vec<_>) = groups.into_iter().partition(is_rule);
    others.sort_unstable();
    for group in rules.into_iter().chain(others) {
        let of_group: Vec<_> =
            regrets.iter().filter(|(name, _)| name == group).map(|(_, regret)| regret).collect();
        print_scores(group, &of_group);
    }
}

impl Curve {
    /// The recorded sweep. One that ends early ended because the loss blew up.
    fn report(&self) -> Result<Report, lr_schedule::Error> {
        let recorded = self.lr.iter().zip(&self.loss).map(|(&lr, loss)| (lr, loss.unwrap_or(f64::NAN)));
        let blown_up = (self.loss.len() < self.points).then(|| {
            let growth = match self.lr[..] {
                [.., before, last] => last / before,
                _ => 2.0,
            };
            (self.lr.last().copied().unwrap_or(1.0) * growth, f64::NAN)
        });
        Report::from_curve(recorded.chain(blown_up), self.points)
    }
}

struct Regret {
    value: f64,
    diverged: bool,
    missing: bool,
}

impl Record {
    /// What is suggested from the medians of so many sweeps of so many points each.
    fn medians(&self, points: usize, count: usize) -> Result<Vec<Option<f64>>, lr_schedule::Error> {
        let curves: Vec<_> = self.curves.iter().filter(|curve| curve.points == points).collect();
        let groups =
            curves.chunks_exact(count).filter(|group| group.iter().all(|curve| !curve.lr.is_empty()));
        groups
            .map(|group| {
                let lowest = group[0].lr[0];
                let finder = LrRangeFinder::new(lowest, lowest * 1e9, points)?.with_stop_factor(None)?;
                let losses = |sweep: usize| group[sweep].loss.iter();
                let report = finder.repeat(count, losses, |losses, _| {
                    losses.next().copied().flatten().unwrap_or(f64::NAN)
                })?;
                Ok(report.suggest().ok().map(|suggestion| suggestion.lr()))
            })
            .collect()
    }

    /// How much worse than the best rate this one is, if the file has the truth.
    fn regret(&self, rate: Option<f64>) -> Option<Regret> {
        let (truth, initial) = (self.truth.as_ref()?, self.initial_loss?);
        let Some(rate) = rate else { return Some(Regret { value: 1.0, diverged: false, missing: true }) };
        let best = truth.loss.iter().flatten().copied().fold(f64::INFINITY, f64::min);
        Some(match truth.loss_at(rate) {
            None => Regret { value: 1.0, diverged: true, missing: false },
            Some(loss) => {
                let value = ((loss - best) / (initial - best)).clamp(0.0, 1.0);
                Regret { value, diverged: false, missing: false }
            }
        })
    }
}

impl Truth {
    /// The final loss at a rate, interpolated in its logarithm; nothing where a neighbour diverged.
    fn loss_at(&self, rate: f64) -> Option<f64> {
        let x = rate.log10();
        let xs: Vec<f64> = self.lr.iter().map(|lr| lr.log10()).collect();
        let i = xs.iter().rposition(|&other| other <= x).unwrap_or(0);
        if x <= xs[0] || i + 1 == xs.len() {
            return self.loss[i];
        }
        let u = (x - xs[i]) / (xs[i + 1] - xs[i]);
        if u < 1e-9 {
            return self.loss[i];
        }
        Some(self.loss[i]? * (1.0 - u) + self.loss[i + 1]? * u)
    }
}

fn print_scores(name: &str, regrets: &[&Regret]) {
    let mut values: Vec<f64> = regrets.iter().map(|regret| regret.value).collect();
    values.sort_by(f64::total_cmp);
    let count = values.len();
    let mean = values.iter().sum::<f64>() / count as f64;
    let p90 = values[(count * 9 / 10).min(count - 1)];
    let diverged = regrets.iter().filter(|regret| regret.diverged).count();
    let missing = regrets.iter().filter(|regret| regret.missing).count();
    eprintln!("{name:18} {mean:7.4} {:7.4} {p90:7.4} {diverged:5}/{count:<3} {missing:5}", values[count / 2]);
}
