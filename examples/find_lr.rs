//! A range test of a small network on real data: draws the loss against the rate, and then the losses of trainings from
//! the same initial weights at four rates: far too low, suggested, the peak of a linear decay, and diverging.

#![expect(clippy::disallowed_methods, reason = "an axis needs no reproducible bits")]
#![expect(clippy::cast_precision_loss, reason = "steps here are few")]

mod chart;
mod wine;

use std::error::Error;

use chart::{Chart, print};
use clap::Parser;
use indicatif::ProgressBar;
use lr_schedule::{Constant, LrRangeFinder, Schedule, presets};
use wine::{Training, Wines};

const UPDATES: usize = 600;

/// Runs a range test of a small network, and trains at its rates to compare.
#[derive(Parser)]
#[command(after_help = "cargo run --release --example find_lr -- [OPTIONS]")]
struct Options {
    /// Draws without Unicode.
    #[arg(long)]
    ascii: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let Options { ascii } = Options::parse();
    let wines = Wines::load();
    let initial = Training::new(1, 0.0);

    let finder = LrRangeFinder::default();
    let bar = ProgressBar::new(finder.steps() as u64).with_message("range test");
    let report = finder.run_on(&initial, |training, lr| {
        bar.inc(1);
        training.update(&wines, lr)
    });
    bar.finish_and_clear();
    let suggestion = report.suggest()?;

    let x = |rate: f64| rate.log10();
    let smoothed = report.points().iter().map(|point| (x(point.lr), point.smoothed)).collect();
    let (low, high) = suggestion.band();
    let title = "range test: smoothed loss against the rate; [ ] band, ^ suggestion, D divergence";
    let marks = [(x(low), '['), (x(high), ']'), (x(suggestion.divergence()), 'D'), (x(suggestion.lr()), '^')];
    let curves = [("smoothed", smoothed)];
    print(Chart::new(title, &curves).labels("rate (log)", "loss").log_x().marks(&marks).ascii(ascii));
    print(&suggestion);
    print(format_args!("the sweep       {} updates; {}\n", report.points().len(), report.stop_reason()));
    if suggestion.lr() < low || suggestion.lr() > high {
        return Err("the suggestion is outside its band".into());
    }

    let linear = |peak| presets::warmup_linear(peak, 0.0, UPDATES / 20, UPDATES);
    let peak = suggestion.peak_for(&linear(1.0)?, UPDATES)?;
    print(format_args!("peak            {peak:.3e} for linear decay to zero over {UPDATES} updates"));
    let constant = |rate| Constant::new(rate).map(Schedule::from);
    let runs = [
        ("far too low", suggestion.lr() / 1_000.0, constant(suggestion.lr() / 1_000.0)?),
        ("suggested", suggestion.lr(), constant(suggestion.lr())?),
        ("linear decay", peak, linear(peak)?.into()),
        ("diverging", suggestion.divergence() * 3.0, constant(suggestion.divergence() * 3.0)?),
    ];
    let (mut ends, mut names, mut curves) = (Vec::new(), Vec::new(), Vec::new());
    for (name, rate, schedule) in &runs {
        let mut training = initial.clone();
        let losses = training.train(&wines, schedule, UPDATES);
        let end = training.loss(&wines);
        names.push(format!("{name}: rate {}, loss {end:.4} after {UPDATES} updates", chart::number(*rate)));
        curves.push(averages(&losses));
        ends.push(end);
    }
    let curves: Vec<_> = names.iter().map(String::as_str).zip(curves).collect();
    let title = "the loss while training, mean of 20 updates each";
    print(Chart::new(title, &curves).labels("update", "loss").clipped(3.0).ascii(ascii));
    print(format_args!("loss over all wines at the beginning: {:.4}", initial.loss(&wines)));
    for ((name, rate, _), end) in runs.iter().zip(&ends) {
        print(format_args!("{name:12} rate {:>8}: {end:.4} at the end", chart::number(*rate)));
    }
    // A diverged loss may be NaN, which is not lower than anything either.
    if [ends[0], ends[3]].iter().any(|other| other - ends[1] < 0.1 || other - ends[2] < 0.1) {
        return Err("training at the suggested rates is not clearly better".into());
    }
    Ok(())
}

/// The means of twenty updates each; single losses are noisy.
fn averages(losses: &[f64]) -> Vec<(f64, f64)> {
    let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
    losses.chunks(20).enumerate().map(|(i, part)| ((i * 20) as f64, mean(part))).collect()
}
