//! Draws schedules from JSON or TOML files, prints their exact rates, or compares one with the rates that a training
//! run has logged. Rates are printed in the shortest form that reads back to the same bits.

#![expect(clippy::cast_precision_loss, reason = "steps here are few")]

mod against;
mod chart;
mod load;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use against::Verdict;
use chart::{Chart, print};
use clap::Parser;
use lr_schedule::{Schedule, Scheduler};

/// Draws schedules, prints their rates, or compares one with a log.
#[derive(Parser)]
#[command(after_help = "cargo run --example preview --features serde -- [OPTIONS] [FILES]

Exits with 0, with 1 if a log differs, and with 2 if something cannot be read.")]
struct Options {
    /// Schedules as JSON (.json) or TOML (.toml); defaults to those in examples/schedules/.
    files: Vec<PathBuf>,
    /// Converts every length from a run of FROM steps to one of TO steps.
    #[arg(long, value_name = "FROM:TO", value_parser = rescale)]
    rescale: Option<(usize, usize)>,
    /// The number of steps to show; defaults to a tenth more than the schedule has, or 1000.
    #[arg(long)]
    steps: Option<usize>,
    /// Prints step,rate of these steps only, such as 0,10,500.
    #[arg(long, value_delimiter = ',', value_name = "STEPS")]
    at: Vec<usize>,
    /// Prints step,rate of every step.
    #[arg(long)]
    csv: bool,
    /// Draws without Unicode.
    #[arg(long)]
    ascii: bool,
    /// Compares the schedule with logged rates: a CSV file of step,rate, with or without a header.
    #[arg(long, value_name = "LOG", requires = "files")]
    against: Option<PathBuf>,
    /// The relative difference up to which rates count as equal. A tenth of it is also allowed relative to the largest
    /// logged rate, as a schedule computed in f32 is less exact where its rates are small.
    #[arg(long, value_name = "PART", default_value_t = against::TOLERANCE, requires = "against")]
    tolerance: f64,
}

fn main() -> ExitCode {
    run(&Options::parse()).unwrap_or_else(|problem| {
        eprintln!("{problem}");
        ExitCode::from(2)
    })
}

fn run(options: &Options) -> Result<ExitCode, String> {
    let shipped = if options.files.is_empty() { shipped()? } else { Vec::new() };
    let mut code = ExitCode::SUCCESS;
    for file in options.files.iter().chain(&shipped) {
        let mut schedule = load::schedule(file)?;
        if let Some((from, to)) = options.rescale {
            let problem = |error| format!("{}: {error}", file.display());
            schedule = schedule.rescaled(from, to).map_err(problem)?;
        }
        if let Some(log) = &options.against {
            let verdict = against::compare(&schedule, &against::read(log)?, options.tolerance);
            print(format_args!("{}: {schedule}\n{verdict}", file.display()));
            if !matches!(verdict, Verdict::Same { .. }) {
                code = ExitCode::FAILURE;
            }
        } else {
            show(&schedule, options);
        }
    }
    Ok(code)
}

/// Two lengths, such as `1000:20000`.
fn rescale(text: &str) -> Result<(usize, usize), String> {
    let parsed = text.split_once(':').and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
    parsed.ok_or_else(|| "two numbers of steps are needed, such as 1000:20000".to_owned())
}

/// The schedules that come with the crate.
fn shipped() -> Result<Vec<PathBuf>, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/schedules");
    let files = fs::read_dir(&folder).and_then(|files| files.map(|file| Ok(file?.path())).collect());
    let mut files: Vec<_> = files.map_err(|error| format!("{}: {error}", folder.display()))?;
    files.sort();
    Ok(files)
}

fn show(schedule: &Schedule, options: &Options) {
    if !options.at.is_empty() {
        for &step in &options.at {
            print(format_args!("{step},{:?}", schedule.lr(step)));
        }
        return;
    }
    // Past the end, if there is one.
    let with_end = schedule.settles_at().filter(|&step| step > 0).map(|step| step.saturating_add(step / 10));
    let steps = options.steps.or(with_end).unwrap_or(1_000);
    if options.csv {
        print("step,rate");
        for (step, rate) in schedule.rates(0..steps) {
            print(format_args!("{step},{rate:?}"));
        }
        return;
    }
    // More points than a terminal has columns.
    let points = steps.clamp(1, 1_000);
    let step = |i: usize| (i as u128 * steps as u128 / points as u128) as usize;
    let curve = (0..=points).map(step).map(|step| (step as f64, schedule.lr(step))).collect();
    let title = format!("{schedule} (steps 0 to {steps})");
    print(Chart::new(&title, &[("", curve)]).ascii(options.ascii));
}
