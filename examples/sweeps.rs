//! Range tests of an optimizer with momentum: exponential, linear, and the median of three sweeps. Draws the losses of
//! each and prints its suggestion.

#![expect(clippy::disallowed_methods, reason = "an axis needs no reproducible bits")]

mod chart;
mod wine;

use std::error::Error;

use chart::{Chart, number, print};
use clap::Parser;
use lr_schedule::LrRangeFinder;
use lr_schedule::finder::{Report, Spacing};
use wine::{Training, Wines};

/// Sweeps the rate exponentially, linearly, and three times for the median.
#[derive(Parser)]
#[command(after_help = "cargo run --release --example sweeps -- [OPTIONS]")]
struct Options {
    /// Draws without Unicode.
    #[arg(long)]
    ascii: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let Options { ascii } = Options::parse();
    let wines = Wines::load();
    let initial = Training::new(1, 0.9);
    let train = |training: &mut Training, lr: f64| training.update(&wines, lr);

    let exponential = LrRangeFinder::new(1e-5, 10.0, 200)?;
    let report = exponential.run_on(&initial, train);
    show("exponential: the same number of updates in every decade", &report, true, ascii);

    // A linear sweep is useful once the region is known; it ends a little above the divergence.
    let linear = LrRangeFinder::new(1e-3, 3.0, 200)?.with_spacing(Spacing::Linear);
    let report = linear.run_on(&initial, train);
    show("linear: nearly all updates in the highest decade", &report, false, ascii);

    let fresh = |seed: usize| Training::new(seed as u64, 0.9);
    let report = exponential.repeat(3, fresh, train)?;
    show("the median of three exponential sweeps with different weights and batches", &report, true, ascii);
    Ok(())
}

fn show(title: &str, report: &Report, log_x: bool, ascii: bool) {
    let x = |lr: f64| if log_x { lr.log10() } else { lr };
    let curve = report.points().iter().map(|point| (x(point.lr), point.smoothed)).collect();
    let suggestion = report.suggest();
    let marks: Vec<_> =
        suggestion.iter().flat_map(|s| [(x(s.divergence()), 'D'), (x(s.lr()), '^')]).collect();
    let curves = [("smoothed", curve)];
    let chart = Chart::new(title, &curves).labels("rate", "loss").marks(&marks).ascii(ascii);
    print(if log_x { chart.log_x() } else { chart });
    match suggestion {
        Ok(suggestion) => print(format_args!(
            "suggested {} with {} confidence, divergence at {}\n",
            number(suggestion.lr()),
            suggestion.confidence(),
            number(suggestion.divergence())
        )),
        Err(none) => print(format_args!("no suggestion: {none}\n")),
    }
}
