//! The figures of the README, from range tests and trainings of a small network on 1,599 wines.

#![expect(clippy::cast_precision_loss, reason = "steps here are few")]

mod wine;

use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Parser, ValueEnum};
use lr_schedule::finder::{Report, Spacing};
use lr_schedule::plot::{Chart, RangeTestChart};
use lr_schedule::{
    Constant, Cyclic, ExponentialDecay, LinearDecay, LrRangeFinder, Schedule, StepCount, StepDecay, from_fn,
};
use wine::{Training, Wines};

/// Writes the figures of the README as SVG.
#[derive(Parser)]
#[command(after_help = "cargo run --release --example figures --features plot -- [OPTIONS] [NAMES]")]
struct Options {
    /// The figures to draw; defaults to all.
    names: Vec<Figure>,
    /// The folder to write to.
    #[arg(long, default_value = "doc/figures")]
    to: PathBuf,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Figure {
    /// Loss while training at four constant rates.
    Rates,
    /// Rates of an exponential and of a linear sweep.
    Sweeps,
    /// The range test.
    RangeTest,
    /// Four schedules, with the loss after training.
    Schedules,
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse();
    std::fs::create_dir_all(&options.to)?;
    let wines = Wines::load();
    let initial = Training::new(1, 0.0);
    let report = LrRangeFinder::default().run_on(&initial, |training, lr| training.update(&wines, lr));
    for figure in Figure::value_variants() {
        if !options.names.is_empty() && !options.names.contains(figure) {
            continue;
        }
        let name = figure.to_possible_value().ok_or("a figure has no name")?;
        let file = options.to.join(format!("{}.svg", name.get_name()));
        match figure {
            Figure::Rates => rates(&wines, &initial, &report, &file)?,
            Figure::Sweeps => sweeps(&wines, &initial, &report, &file)?,
            Figure::RangeTest => RangeTestChart::of(&report).save(&file)?,
            Figure::Schedules => schedules(&wines, &initial, &report, &file)?,
        }
        println!("{}", file.display());
    }
    Ok(())
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
        // Two digits, without an exponent where that is short.
        let rate: f64 = format!("{rate:.1e}").parse()?;
        curves.push((format!("{name}: {rate}"), means));
    }
    let title = "training loss at four constant rates, mean of 20 updates";
    let mut chart =
        Chart::new(title).steps(UPDATES - 1).y_label("loss").x_unit("update", 1).y_range(0.0, 4.0);
    for (name, losses) in &curves {
        chart = chart.curve(name, losses);
    }
    Ok(chart.size(720, 360).save(file)?)
}

/// The rates of two sweeps, up to divergence.
fn sweeps(wines: &Wines, initial: &Training, report: &Report, file: &Path) -> Result<(), Box<dyn Error>> {
    let finder = LrRangeFinder::new(1e-7, 100.0, 300)?.with_spacing(Spacing::Linear);
    let linear = finder.run_on(initial, |training, lr| training.update(wines, lr));
    let used = |report: &Report| {
        let rates: Vec<f64> = report.points().iter().map(|point| point.lr).collect();
        from_fn(move |update| rates.get(update).copied().unwrap_or(f64::NAN))
    };
    let named = |name, report: &Report| format!("{name}: {} updates", report.points().len());
    let (exponential, line) = (used(report), used(&linear));
    let chart = Chart::new("the rate during a range test from 1e-7 to 100 in 300 updates")
        .curve(named("exponential", report), &exponential)
        .curve(named("linear", &linear), &line)
        .x_unit("update", 1)
        .log();
    Ok(chart.steps(report.points().len()).size(720, 360).save(file)?)
}

/// Rates over epochs, and the loss after training with them.
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
