//! Replays recorded range tests through every rule: one JSON object of suggested rates on standard output,
//! and, where the file says what the true best rates are, the score table on standard error.
//!
//! `cargo run --release --example replay --features serde -- CURVES.json`
//!
//! The path can also come from `LR_CURVES`; without any, the curves of the tests are replayed. Regret is 0
//! for the best constant rate and 1 for divergence, no training, or no suggestion.

#![expect(clippy::cast_precision_loss, reason = "steps here are few")]
#![expect(clippy::disallowed_methods, reason = "a score needs no reproducible last bit")]

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;

use lr_schedule::finder::{Method, Report};
use serde::Deserialize;

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
    let path = std::env::args().nth(1).or_else(|| std::env::var("LR_CURVES").ok());
    let path = path.as_deref().unwrap_or(default);
    let text = fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let records: Vec<Record> = serde_json::from_str(&text).map_err(|error| format!("{path}: {error}"))?;

    let mut said: BTreeMap<&str, BTreeMap<String, Option<f64>>> = BTreeMap::new();
    let mut regrets: BTreeMap<&str, Vec<Regret>> = BTreeMap::new();
    for record in &records {
        for curve in &record.curves {
            let key = format!("{}/{}/{}/{}", record.problem, record.optimizer, curve.seed, curve.points);
            let report = curve.report()?;
            for (name, method) in METHODS {
                let rate = report.suggest_by(method).ok().filter(|rate| *rate > 0.0);
                said.entry(name).or_default().insert(key.clone(), rate);
                if let Some(regret) = record.regret(rate) {
                    regrets.entry(name).or_default().push(regret);
                }
            }
        }
    }
    println!("{}", serde_json::to_string(&said)?);
    if !regrets.is_empty() {
        eprintln!("{:18} {:>7} {:>7} {:>7} {:>9} {:>5}", "rule", "mean", "median", "p90", "diverged", "none");
        for (name, _) in METHODS {
            print_scores(name, &regrets[name]);
        }
    }
    Ok(())
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

fn print_scores(name: &str, regrets: &[Regret]) {
    let mut values: Vec<f64> = regrets.iter().map(|regret| regret.value).collect();
    values.sort_by(f64::total_cmp);
    let count = values.len();
    let mean = values.iter().sum::<f64>() / count as f64;
    let p90 = values[(count * 9 / 10).min(count - 1)];
    let diverged = regrets.iter().filter(|regret| regret.diverged).count();
    let missing = regrets.iter().filter(|regret| regret.missing).count();
    eprintln!("{name:18} {mean:7.4} {:7.4} {p90:7.4} {diverged:5}/{count:<3} {missing:5}", values[count / 2]);
}
