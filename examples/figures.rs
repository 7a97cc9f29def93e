//! The figures of the README, each from real runs: a small network on 1,599 wines, with range tests and
//! trainings of this crate.
//!
//! `cargo run --release --example figures --features plot -- NAME` writes `NAME.svg`, one of `rates`, `sweeps`,
//! `range_test` and `schedules`, into `doc/figures`; without a name all four. `--to FOLDER` writes elsewhere.

#![expect(clippy::cast_precision_loss, reason = "steps here are few")]

mod wine;

use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use lr_schedule::finder::{Report, Spacing};
use lr_schedule::plot::{Chart, RangeTestChart};
use lr_schedule::{
    Constant, Cyclic, ExponentialDecay, LinearDecay, LrRangeFinder, Schedule, StepCount, StepDecay, from_fn,
};
use wine::{Training, Wines};

const NAMES: [&str; 4] = ["rates", "sweeps", "range_test", "schedules"];

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut folder = PathBuf::from("doc/figures");
    let mut names = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--to" => folder = PathBuf::from(arguments.next().ok_or("--to needs a folder")?),
            name if NAMES.contains(&name) => names.push(argument),
            name => {
                eprintln!("there is no figure {name}; there are {}", NAMES.join(", "));
                return Ok(ExitCode::from(2));
            }
        }
    }
    std::fs::create_dir_all(&folder)?;
    let wines = Wines::load();
    let initial = Training::new(1, 0.0);
    let report = LrRangeFinder::default().run_on(&initial, |training, lr| training.update(&wines, lr));
    for name in NAMES.into_iter().filter(|name| names.is_empty() || names.iter().any(|chosen| chosen == name))
    {
        let file = folder.join(format!("{name}.svg"));
        match name {
            "rates" => rates(&wines, &initial, &report, &file)?,
            "sweeps" => sweeps(&wines, &initial, &report, &file)?,
            "range_test" => RangeTestChart::of(&report).save(&file)?,
            _ => schedules(&wines, &initial, &report, &file)?,
        }
        println!("{}", file.display());
    }
    Ok(ExitCode::SUCCESS)
}

/// The loss while training at a low, the suggested, a high and a very high rate.
fn rates(wines: &Wines, initial: &Training, report: &Report, file: &Path) -> Result<(), Box<dyn Error>> {
    const UPDATES: usize = 600;
    let suggestion = report.suggest()?;
    let divergence = suggestion.divergence();
    let rates = [
        ("low", suggestion.lr() / 100.0),
        ("good", suggestion.lr()),
        ("high", divergence / 2.0),
        ("very high", divergence * 3.0),
    ];
    let mut curves = Vec::new();
    for (name, rate) in rates {
        let losses = initial.clone().train(wines, &Constant::new(rate)?, UPDATES);
        let means = from_fn(move |update| {
            let window = &losses[update.saturating_sub(20)..=update.min(losses.len() - 1)];
            window.iter().sum::<f64>() / window.len() as f64
        });
        // Two digits, without the exponent where it is short.
        let rate: f64 = format!("{rate:.1e}").parse()?;
        curves.push((format!("{name}: {rate}"), means));
    }
    let title = "the loss while training, mean of 20 updates, at four constant rates";
    let mut chart =
        Chart::new(title).steps(UPDATES - 1).y_label("loss").x_unit("update", 1).y_range(0.0, 4.0);
    for (name, losses) in &curves {
        chart = chart.curve(name, losses);
    }
    Ok(chart.size(720, 360).save(file)?)
}

/// The rates that two sweeps have used until the loss diverged.
fn sweeps(wines: &Wines, initial: &Training, report: &Report, file: &Path) -> Result<(), Box<dyn Error>> {
    let finder = LrRangeFinder::new(1e-7, 100.0, 300)?.with_spacing(Spacing::Linear);
    let linear = finder.run_on(initial, |training, lr| training.update(wines, lr));
    let used = |report: &Report| {
        let rates: Vec<f64> = report.points().iter().map(|point| point.lr).collect();
        from_fn(move |update| rates.get(update).copied().unwrap_or(f64::NAN))
    };
    let named = |name, report: &Report| format!("{name}: {} updates made", report.points().len());
    let (exponential, line) = (used(report), used(&linear));
    let chart = Chart::new("the rate during a range test from 1e-7 to 100 in 300 updates")
        .curve(named("exponential", report), &exponential)
        .curve(named("linear", &linear), &line)
        .x_unit("update", 1)
        .log();
    Ok(chart.steps(report.points().len()).size(720, 360).save(file)?)
}

/// Rates over epochs, and what training with them led to.
fn schedules(wines: &Wines, initial: &Training, report: &Report, file: &Path) -> Result<(), Box<dyn Error>> {
    const EPOCHS: usize = 30;
    let epoch = StepCount::new(1_599, 32)?.updates_per_epoch();
    let updates = EPOCHS * epoch;
    let peak = report.suggest()?.lr();
    let schedules: [(&str, Schedule); 4] = [
        ("step", StepDecay::new(peak, 0.5, 5 * epoch)?.into()),
        ("linear", LinearDecay::new(peak, 0.0, updates)?.into()),
        ("exponential", ExponentialDecay::new(peak, 0.9)?.with_every(epoch)?.into()),
        ("cyclic", Cyclic::new(peak / 10.0, peak, 3 * epoch, 3 * epoch)?.into()),
    ];
    let mut names = Vec::new();
    for (name, schedule) in &schedules {
        let mut training = initial.clone();
        training.train(wines, schedule, updates);
        names.push(format!("{name}: loss {:.3}", training.loss(wines)));
    }
    let mut chart = Chart::new(format!("four schedules over {EPOCHS} epochs, with the loss after training"));
    for (name, (_, schedule)) in names.iter().zip(&schedules) {
        chart = chart.curve(name, schedule);
    }
    let saved: io::Result<()> = chart.steps(updates).x_unit("epoch", epoch).size(720, 360).save(file);
    Ok(saved?)
}
