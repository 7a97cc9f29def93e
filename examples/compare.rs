//! Compares schedules from JSON or TOML files: curves in one chart, the ratios between their best peaks, and their quality.
//!
//! `cargo run --example compare --features serde -- FILE FILE .. [--steps N] [--peak RATE] [--ascii]`
//!
//! Without files it compares four presets over 3,200 steps.

#![expect(clippy::cast_precision_loss, reason = "steps here are few")]

mod chart;
mod load;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chart::{Chart, print};
use lr_schedule::{Constant, Error, Schedule, Scheduler, Shape, presets, transfer};

const USAGE: &str = "usage: compare [FILE FILE ..] [--steps N] [--peak RATE] [--ascii]
  FILE      a schedule as JSON (.json) or TOML (.toml); without any, four presets over 3,200 steps
  --steps   the length of the run; without it, that of the longest schedule, or 1000
  --peak    the best peak rate of the first schedule; prints that of the others
  --ascii   draws without Unicode

The chart shows each curve divided by its peak. The ratio from a to b is the factor from the best peak of a
to that of b. The quality is the worst-case loss at the best peak: smaller is better, linear decay has about 1.";

#[derive(Default)]
struct Options {
    files: Vec<PathBuf>,
    steps: Option<usize>,
    peak: Option<f64>,
    ascii: bool,
}

/// A schedule and its name in the tables.
type Named = (String, Schedule);

fn main() -> ExitCode {
    let options = match parse(std::env::args().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => {
            print(USAGE);
            return ExitCode::SUCCESS;
        }
        Err(problem) => {
            eprintln!("{problem}; see --help");
            return ExitCode::from(2);
        }
    };
    match load(&options.files).and_then(|schedules| compare(&schedules, &options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

/// The options, or nothing if help was asked for.
fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Option<Options>, String> {
    let mut options = Options::default();
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--help" | "-h" => return Ok(None),
            "--ascii" => options.ascii = true,
            "--steps" => {
                let text = value()?;
                options.steps =
                    Some(text.parse().map_err(|_| format!("--steps takes a whole number, not `{text}`"))?);
            }
            "--peak" => {
                let text = value()?;
                options.peak =
                    Some(text.parse().map_err(|_| format!("--peak takes a number, not `{text}`"))?);
            }
            option if option.starts_with("--") => return Err(format!("there is no option {option}")),
            file => options.files.push(file.into()),
        }
    }
    Ok(Some(options))
}

fn load(files: &[PathBuf]) -> Result<Vec<Named>, String> {
    if files.is_empty() {
        return built_in().map_err(|error| error.to_string());
    }
    let name = |file: &Path| file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    files.iter().map(|file| Ok((name(file), load::schedule(file)?))).collect()
}

fn built_in() -> Result<Vec<Named>, Error> {
    let named = |name: &str, schedule: Schedule| (name.to_owned(), schedule);
    Ok(vec![
        named("cosine", presets::warmup_cosine(1.0, 0.0, 160, 3_200)?.into()),
        named("linear", presets::warmup_linear(1.0, 0.0, 160, 3_200)?.into()),
        named("WSD", presets::warmup_stable_decay(1.0, 0.0, 160, 640, 3_200, Shape::Linear)?.into()),
        named("constant", Constant::new(1.0)?.warmup(160, 0.0)?.into()),
    ])
}

fn compare(schedules: &[Named], options: &Options) -> Result<(), String> {
    let longest = schedules.iter().filter_map(|(_, schedule)| schedule.settles_at()).max();
    let steps = options.steps.unwrap_or_else(|| longest.filter(|&step| step > 0).unwrap_or(1_000));
    // First, as a schedule without a peak has neither a quality nor a ratio.
    let quality = |(name, schedule): &Named| {
        transfer::quality(schedule, steps).map_err(|error| format!("{name}: {error}"))
    };
    let qualities: Vec<f64> = schedules.iter().map(quality).collect::<Result<_, _>>()?;
    draw(schedules, steps, options.ascii);

    let width = schedules.iter().map(|(name, _)| name.len()).max().unwrap_or(0) + 2;
    let columns = ('a'..='z').take(schedules.len()).map(|letter| format!("to {letter}"));
    let peak = options.peak.map(|_| "best peak".to_owned());
    print(row("", width, columns.chain(["quality".to_owned()]).chain(peak)));
    let ratio = |from, to| transfer::peak_ratio(from, to, steps).map_err(|error| error.to_string());
    for ((letter, (name, from)), quality) in ('a'..='z').zip(schedules).zip(qualities) {
        let mut cells = Vec::new();
        for (_, to) in schedules {
            cells.push(format!("{:.2}", ratio(from, to)?));
        }
        cells.push(format!("{quality:.2}"));
        if let (Some(peak), Some((_, first))) = (options.peak, schedules.first()) {
            cells.push(format!("{:.2e}", peak * ratio(first, from)?));
        }
        print(row(&format!("{letter} {name}"), width, cells));
    }
    Ok(())
}

/// A line of the table.
fn row(label: &str, width: usize, cells: impl IntoIterator<Item = String>) -> String {
    let cells: Vec<String> = cells.into_iter().map(|cell| format!("{cell:>10}")).collect();
    format!("{label:width$}{}", cells.concat())
}

/// Every curve over its peak.
fn draw(schedules: &[Named], steps: usize, ascii: bool) {
    let points = steps.clamp(1, 1_000);
    let step = |i: usize| (i as u128 * steps as u128 / points as u128) as usize;
    let curve = |(_, schedule): &Named| {
        let rates: Vec<_> = (0..=points).map(step).map(|step| (step as f64, schedule.lr(step))).collect();
        let peak = rates.iter().map(|&(_, rate)| rate).fold(f64::MIN_POSITIVE, f64::max);
        rates.into_iter().map(|(step, rate)| (step, rate / peak)).collect()
    };
    let title = format!("{} schedules over {steps} steps, each divided by its peak", schedules.len());
    let chart = Chart { y: "of peak", ..Chart::of_rates(&title, Vec::new(), ascii) };
    print(Chart { lines: schedules.iter().map(curve).collect(), ..chart });
}
