//! Recorded range tests whose best rates are known, the rules that are compared on them, and their regret.

#![allow(dead_code, reason = "each user takes a part")]
#![allow(clippy::disallowed_methods, reason = "a score needs no reproducible last bit")]
#![allow(clippy::cast_precision_loss, reason = "steps here are few")]

pub(crate) mod rules;

use std::collections::BTreeMap;
use std::error::Error;

use lr_schedule::Schedule;
use lr_schedule::finder::{Method, Report, SuggestError};
use serde::Deserialize;

#[derive(Deserialize, Clone)]
pub(crate) struct Record {
    pub(crate) problem: String,
    pub(crate) optimizer: String,
    pub(crate) initial_loss: Option<f64>,
    pub(crate) curves: Vec<Curve>,
    /// Final losses at constant rates.
    pub(crate) truth: Option<Truth>,
    /// Peak rates, and final losses at each of them under several schedules.
    #[serde(default)]
    pub(crate) peaks: Vec<f64>,
    #[serde(default)]
    pub(crate) schedules: BTreeMap<String, Plan>,
}

#[derive(Deserialize, Clone)]
pub(crate) struct Curve {
    pub(crate) seed: u64,
    pub(crate) points: usize,
    pub(crate) lr: Vec<f64>,
    pub(crate) loss: Vec<Option<f64>>,
}

/// Final losses; `None` where training diverged.
#[derive(Deserialize, Clone)]
pub(crate) struct Truth {
    pub(crate) lr: Vec<f64>,
    pub(crate) loss: Vec<Option<f64>>,
}

/// A schedule with a peak of 1, and the final losses at each of the record's peaks.
#[derive(Deserialize, Clone)]
pub(crate) struct Plan {
    pub(crate) schedule: Schedule,
    pub(crate) steps: usize,
    pub(crate) loss: Vec<Option<f64>>,
}

/// The rules, by name.
pub(crate) const RULES: [&str; 8] = [
    "suggest",
    "minimum_over_ten",
    "valley",
    "steepest",
    "slide",
    "torch_lr_finder",
    "lightning_log",
    "lightning",
];

/// The rate of a rule.
pub(crate) fn rate(rule: &str, report: &Report) -> Option<f64> {
    let by = |method| match report.suggest_by(method) {
        Err(SuggestError::NegativeLoss { .. }) | Ok(0.0) => None,
        answer => answer.ok(),
    };
    match rule {
        "suggest" => by(Method::Band),
        "minimum_over_ten" => by(Method::MinimumOverTen),
        "valley" => by(Method::Valley),
        "steepest" => by(Method::Steepest),
        "slide" => by(Method::Slide),
        "torch_lr_finder" => rules::torch_lr_finder(report),
        "lightning_log" => rules::lightning(report, f64::log10),
        "lightning" => rules::lightning(report, |lr| lr),
        _ => None,
    }
}

pub(crate) fn read(text: &str) -> Result<Vec<Record>, serde_json::Error> {
    serde_json::from_str(text)
}

impl Record {
    pub(crate) fn key(&self, curve: &Curve) -> String {
        format!("{}/{}/{}/{}", self.problem, self.optimizer, curve.seed, curve.points)
    }

    /// The final losses at constant rates, or under one of the schedules.
    pub(crate) fn truth(&self, plan: Option<&str>) -> Option<Truth> {
        match plan {
            None => self.truth.clone(),
            Some(plan) => {
                Some(Truth { lr: self.peaks.clone(), loss: self.schedules.get(plan)?.loss.clone() })
            }
        }
    }
}

impl Curve {
    /// The recorded sweep. A sweep that ends early ended because the loss diverged.
    pub(crate) fn report(&self) -> Result<Report, lr_schedule::Error> {
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

    /// The curve corrupted as by `tests/data/ragged.py`, but at other places: a loss doubled before the minimum (three
    /// variants), one 30 % up in the first third (two), three losses in a row multiplied by ten, and a cold start that
    /// decays from 40 times the loss.
    pub(crate) fn corrupted(&self) -> Vec<Self> {
        let mut random = self.seed.wrapping_mul(1_000_003).wrapping_add(self.points as u64);
        let finite = |i: &usize| self.loss[*i].is_some();
        let low = (0..self.loss.len())
            .filter(finite)
            .min_by(|&i, &j| self.loss[i].partial_cmp(&self.loss[j]).unwrap_or(std::cmp::Ordering::Equal))
            .unwrap_or(0);
        let mut place = |end: usize| {
            // SplitMix64
            random = random.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = random;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            3 + usize::try_from((z ^ (z >> 31)) % (end.max(4) - 3) as u64).unwrap_or(0)
        };
        let variant = |number: u64, factors: Vec<(usize, f64)>| {
            let mut curve = self.clone();
            curve.seed = self.seed * 100 + number;
            for (i, factor) in factors {
                if let Some(Some(loss)) = curve.loss.get_mut(i) {
                    *loss += loss.abs() * (factor - 1.0);
                }
            }
            curve
        };
        let mut variants: Vec<Self> = (1..=3).map(|k| variant(k, vec![(place(low), 2.0)])).collect();
        variants.extend((4..=5).map(|k| variant(k, vec![(place(self.loss.len() * 7 / 20), 1.3)])));
        let burst = place(low.saturating_sub(3));
        variants.push(variant(6, (burst..(burst + 3).min(low)).map(|i| (i, 10.0)).collect()));
        let cold = |i: usize| (i, 1.0 + 39.0 * 0.75_f64.powi(i32::try_from(i).unwrap_or(99)));
        variants.push(variant(7, (0..low.min(20)).map(cold).collect()));
        variants
    }
}

/// The same records, with every curve of at least 100 points corrupted in seven ways.
pub(crate) fn corrupted(records: &[Record]) -> Vec<Record> {
    let corrupt = |record: &Record| {
        let long = record.curves.iter().filter(|curve| curve.points >= 100);
        Record { curves: long.flat_map(Curve::corrupted).collect(), ..record.clone() }
    };
    records.iter().map(corrupt).collect()
}

/// The excess loss of a rate, relative to the best rate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Regret {
    pub(crate) value: f64,
    pub(crate) diverged: bool,
    pub(crate) missing: bool,
}

impl Truth {
    pub(crate) fn regret(&self, initial: f64, rate: Option<f64>) -> Regret {
        let Some(rate) = rate else { return Regret { value: 1.0, diverged: false, missing: true } };
        let best = self.loss.iter().flatten().copied().fold(f64::INFINITY, f64::min);
        match self.loss_at(rate) {
            None => Regret { value: 1.0, diverged: true, missing: false },
            Some(loss) => {
                let value = ((loss - best) / (initial - best)).clamp(0.0, 1.0);
                Regret { value, diverged: false, missing: false }
            }
        }
    }

    /// The final loss at a rate, interpolated in its logarithm; `None` if a neighbour diverged.
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

/// The mean of regrets, their 90th percentile, and how many diverged or are missing.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Score {
    pub(crate) count: usize,
    pub(crate) mean: f64,
    pub(crate) p90: f64,
    pub(crate) diverged: usize,
    pub(crate) missing: usize,
}

impl Score {
    pub(crate) fn of(regrets: &[Regret]) -> Self {
        let mut values: Vec<f64> = regrets.iter().map(|regret| regret.value).collect();
        values.sort_by(f64::total_cmp);
        let count = values.len();
        Self {
            count,
            mean: values.iter().sum::<f64>() / count.max(1) as f64,
            p90: values.get((count * 9 / 10).min(count.saturating_sub(1))).copied().unwrap_or(0.0),
            diverged: regrets.iter().filter(|regret| regret.diverged).count(),
            missing: regrets.iter().filter(|regret| regret.missing).count(),
        }
    }
}

/// A table of scores: a row for each rule, then the suggestion by its own confidence.
pub(crate) fn table(records: &[Record], plan: Option<&str>) -> Result<Vec<(String, Score)>, Box<dyn Error>> {
    let mut groups: Vec<(String, Vec<Regret>)> = Vec::new();
    let mut add = |group: &str, regret| match groups.iter_mut().find(|(name, _)| name == group) {
        Some((_, regrets)) => regrets.push(regret),
        None => groups.push((group.to_owned(), vec![regret])),
    };
    for rule in RULES {
        for record in records {
            let (Some(truth), Some(initial)) = (record.truth(plan), record.initial_loss) else { continue };
            for curve in &record.curves {
                let report = curve.report()?;
                let rate =
                    if rule == "suggest" { answer(record, &report, plan) } else { rate(rule, &report) };
                let regret = truth.regret(initial, rate);
                add(rule, regret);
                if rule == "suggest" {
                    let confidence =
                        report.suggest().map_or("none".to_owned(), |s| s.confidence().to_string());
                    add(&format!("  confidence {confidence}"), regret);
                    add(&format!("  {} steps", curve.points), regret);
                }
            }
        }
    }
    groups.sort_by_key(|(name, _)| name.starts_with(' ').then(|| name.clone()));
    Ok(groups.into_iter().map(|(name, regrets)| (name, Score::of(&regrets))).collect())
}

/// The suggestion, or its peak for a schedule.
pub(crate) fn answer(record: &Record, report: &Report, plan: Option<&str>) -> Option<f64> {
    let suggestion = report.suggest().ok()?;
    match plan {
        None => Some(suggestion.lr()),
        Some(plan) => {
            let plan = record.schedules.get(plan)?;
            suggestion.peak_for(&plan.schedule, plan.steps).ok()
        }
    }
}
