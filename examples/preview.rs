//! Draws a schedule from a JSON or TOML file, or prints its rates with every digit.
//!
//! `cargo run --example preview --features serde -- FILE [--rescale FROM:TO] [--steps N] [--at 0,10,500] [--csv] [--ascii]`
//!
//! Without a file it draws those in `examples/schedules/`. A rate is printed in the shortest form that reads
//! back to the same bits.

#![expect(clippy::cast_precision_loss, reason = "steps here are few")]

mod chart;
mod load;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chart::{Chart, print};
use lr_schedule::{Schedule, Scheduler};

const USAGE: &str = "usage: preview [FILE] [--rescale FROM:TO] [--steps N] [--at 0,10,500] [--csv] [--ascii]
  FILE      a schedule as JSON (.json) or TOML (.toml); without one, those in examples/schedules/
  --rescale shows a file written for a run of FROM steps as it is over TO
  --steps   how many steps to show; without it, a tenth more than the schedule takes, or 1000
  --at      prints step,rate of these steps only
  --csv     prints step,rate of every step
  --ascii   draws without Unicode";

#[derive(Default)]
struct Options {
    files: Vec<PathBuf>,
    rescale: Option<(usize, usize)>,
    steps: Option<usize>,
    at: Option<Vec<usize>>,
    csv: bool,
    ascii: bool,
}

fn main() -> ExitCode {
    let options = match parse(std::env::args().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => {
            print(USAGE);
            return ExitCode::SUCCESS;
        }
        Err(problem) => {
            eprintln!("{problem}; --help shows what there is");
            return ExitCode::from(2);
        }
    };
    for file in &options.files {
        match load(file, &options) {
            Ok(schedule) => show(&schedule, &options),
            Err(problem) => {
                eprintln!("{problem}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}

/// The options, or nothing if help was asked for.
fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Option<Options>, String> {
    let mut options = Options::default();
    let number = |name: &str, text: &str| {
        text.trim().parse::<usize>().map_err(|_| format!("{name} takes whole numbers, not `{text}`"))
    };
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--help" | "-h" => return Ok(None),
            "--csv" => options.csv = true,
            "--ascii" => options.ascii = true,
            name @ ("--steps" | "--at" | "--rescale") => {
                let value = arguments.next().ok_or(format!("{name} needs a value"))?;
                if name == "--steps" {
                    options.steps = Some(number(name, &value)?);
                } else if name == "--rescale" {
                    let (from, to) =
                        value.split_once(':').ok_or(format!("{name} takes FROM:TO, not `{value}`"))?;
                    options.rescale = Some((number(name, from)?, number(name, to)?));
                } else {
                    let steps: Result<_, _> = value.split(',').map(|step| number(name, step)).collect();
                    options.at = Some(steps?);
                }
            }
            option if option.starts_with("--") => return Err(format!("there is no option {option}")),
            file => options.files.push(file.into()),
        }
    }
    if options.files.is_empty() {
        options.files = shipped().map_err(|error| format!("examples/schedules: {error}"))?;
    }
    Ok(Some(options))
}

/// A schedule from a file, over the steps that were asked for.
fn load(file: &Path, options: &Options) -> Result<Schedule, String> {
    let schedule = load::schedule(file)?;
    match options.rescale {
        Some((from, to)) => {
            schedule.rescaled(from, to).map_err(|error| format!("{}: {error}", file.display()))
        }
        None => Ok(schedule),
    }
}

/// The schedules that come with the crate.
fn shipped() -> std::io::Result<Vec<PathBuf>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/schedules");
    let mut files: Vec<_> =
        fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    files.sort();
    Ok(files)
}

fn show(schedule: &Schedule, options: &Options) {
    if let Some(steps) = &options.at {
        for &step in steps {
            print(format_args!("{step},{:?}", schedule.lr(step)));
        }
        return;
    }
    // Long enough to see the end, if there is one.
    let guess = || {
        schedule.settles_at().filter(|&step| step > 0).map_or(1_000, |step| step.saturating_add(step / 10))
    };
    let steps = options.steps.unwrap_or_else(guess);
    if options.csv {
        print("step,rate");
        for (step, rate) in schedule.rates(0..steps) {
            print(format_args!("{step},{rate:?}"));
        }
        return;
    }
    // A terminal shows a few hundred points at most, so that is how many are asked for.
    let points = steps.clamp(1, 1_000);
    let step = |i: usize| (i as u128 * steps as u128 / points as u128) as usize;
    let curve = (0..=points).map(step).map(|step| (step as f64, schedule.lr(step))).collect();
    print(Chart::of_rates(&format!("{schedule} (steps 0 to {steps})"), curve, options.ascii));
}
