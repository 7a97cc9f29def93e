//! Draws every schedule, adaptor and preset in the terminal: rate against step, with its description.

#![expect(clippy::cast_precision_loss, reason = "steps here are few")]

mod catalogue;
mod chart;

use std::error::Error;

use catalogue::{Entry, STEPS, catalogue};
use chart::{Chart, print};
use clap::{CommandFactory, Parser};
use lr_schedule::Scheduler;

/// Draws schedules, shapes, adaptors and presets as rate against step.
#[derive(Parser)]
#[command(after_help = "cargo run --release --example curves -- [OPTIONS] [NAMES]")]
struct Options {
    /// The names of the curves, such as `cosine_decay warmup`; defaults to all.
    names: Vec<String>,
    /// Prints the rates as `name,step,rate`, or `step,rate` for a single name.
    #[arg(long)]
    csv: bool,
    /// Draws without Unicode.
    #[arg(long)]
    ascii: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse();
    let entries = catalogue()?;
    for name in &options.names {
        if !entries.iter().any(|entry| entry.name == name) {
            let known: Vec<_> = entries.iter().map(|entry| entry.name).collect();
            let message = format!("no schedule is called {name}; there are {}", known.join(", "));
            Options::command().error(clap::error::ErrorKind::InvalidValue, message).exit();
        }
    }
    let chosen = |entry: &&Entry| options.names.is_empty() || options.names.iter().any(|n| n == entry.name);
    let one = options.names.len() == 1;
    if options.csv {
        print(if one { "step,rate" } else { "name,step,rate" });
    }
    for entry in entries.iter().filter(chosen) {
        if options.csv {
            for (step, rate) in entry.schedule.rates(0..STEPS + 1) {
                let name = if one { String::new() } else { format!("{},", entry.name) };
                print(format_args!("{name}{step},{rate:?}"));
            }
        } else {
            let title = format!("{}: {}", entry.name, entry.schedule);
            let curve = entry.schedule.rates(0..STEPS + 1).map(|(step, rate)| (step as f64, rate)).collect();
            print(Chart::new(&title, &[("", curve)]).ascii(options.ascii));
        }
    }
    Ok(())
}
