//! Compares schedules from JSON or TOML files: curves in one chart, the ratios between their best peaks, and their quality.
//!
#![expect(clippy::cast_precision_loss, reason = "steps here are few")]

mod chart;
mod load;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chart::{Chart, Points, print};
use clap::Parser;
use lr_schedule::{Constant, Error, Schedule, Scheduler, Shape, presets, transfer};

/// Compares schedules: their curves, the ratios between their best peaks, and their quality.
#[derive(Parser)]
#[command(
    after_help = "The chart shows each curve divided by its peak. The ratio from a to b is the factor from the best peak of a
to that of b. The quality is the worst-case loss at the best peak: smaller is better, linear decay has about 1.

cargo run --example compare --features serde -- [OPTIONS] [FILES]"
)]
struct Options {
    /// Schedules as JSON (.json) or TOML (.toml); defaults to four presets over 3,200 steps.
    files: Vec<PathBuf>,
    /// The length of the run; defaults to that of the longest schedule, or 1000.
    #[arg(long)]
    steps: Option<usize>,
    /// The best peak rate of the first schedule; also prints that of the others.
    #[arg(long)]
    peak: Option<f64>,
    /// Draws without Unicode.
    #[arg(long)]
    ascii: bool,
}

/// A schedule and its name in the tables.
type Named = (String, Schedule);

fn main() -> ExitCode {
    let options = Options::parse();
    match load(&options.files).and_then(|schedules| compare(&schedules, &options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
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
    // Checked first, as a schedule without a peak has neither a quality nor a ratio.
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

/// Draws every curve divided by its peak.
fn draw(schedules: &[Named], steps: usize, ascii: bool) {
    let points = steps.clamp(1, 1_000);
    let step = |i: usize| (i as u128 * steps as u128 / points as u128) as usize;
    let curve = |(name, schedule): &'_ Named| {
        let rates: Vec<_> = (0..=points).map(step).map(|step| (step as f64, schedule.lr(step))).collect();
        let peak = rates.iter().map(|&(_, rate)| rate).fold(f64::MIN_POSITIVE, f64::max);
        (name.clone(), rates.into_iter().map(|(step, rate)| (step, rate / peak)).collect())
    };
    let curves: Vec<(String, Points)> = schedules.iter().map(curve).collect();
    let curves: Vec<(&str, Points)> =
        curves.iter().map(|(name, points)| (name.as_str(), points.clone())).collect();
    let title = format!("{} schedules over {steps} steps, each divided by its peak", schedules.len());
    print(Chart::new(&title, &curves).labels("step", "of peak").ascii(ascii));
}
