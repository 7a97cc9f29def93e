//! The same optimizer with momentum, swept exponentially, linearly, and three times with the median taken:
//! what each sees, and what it suggests.
//!
//! `cargo run --release --example sweeps`; `-- --ascii` does without Unicode.

#![expect(clippy::disallowed_methods, reason = "an axis needs no reproducible bits")]

mod chart;
mod wine;

use std::error::Error;

use chart::{Chart, number, print};
use lr_schedule::LrRangeFinder;
use lr_schedule::finder::{Report, Spacing};
use wine::{Training, Wines};

fn main() -> Result<(), Box<dyn Error>> {
    let ascii = std::env::args().any(|argument| argument == "--ascii");
    let wines = Wines::load();
    let initial = Training::new(1, 0.9);
    let train = |training: &mut Training, lr: f64| training.update(&wines, lr);

    let exponential = LrRangeFinder::new(1e-5, 10.0, 200)?;
    let report = exponential.run_on(&initial, train);
    show("exponential: as many updates in every decade", &report, true, ascii);

    // Where the linear one is useful: once the region is known, up to a little above the divergence.
    let linear = LrRangeFinder::new(1e-3, 3.0, 200)?.with_spacing(Spacing::Linear);
    let report = linear.run_on(&initial, train);
    show("linear: nearly all updates in the highest decade", &report, false, ascii);

    let fresh = |seed: usize| Training::new(seed as u64, 0.9);
    let report = exponential.repeat(3, fresh, train)?;
    show("the median of three exponential sweeps from other weights and batches", &report, true, ascii);
    Ok(())
}

fn show(title: &str, report: &Report, log_x: bool, ascii: bool) {
    let x = |lr: f64| if log_x { lr.log10() } else { lr };
    let curve = report.points().iter().map(|point| (x(point.lr), point.smoothed)).collect();
    let suggestion = report.suggest();
    let marks = suggestion.iter().flat_map(|s| [(x(s.divergence()), 'D'), (x(s.lr()), '^')]).collect();
    print(Chart { title, x: "rate", y: "loss", lines: vec![curve], marks, log_x, ascii });
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
