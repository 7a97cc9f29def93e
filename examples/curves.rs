//! Draws every schedule, adaptor and preset in the terminal: rate against step, with what it does in words.
//!
//! `cargo run --release --example curves`; `-- NAME` draws one, `-- --csv [NAME]` prints its numbers,
//! `--ascii` does without Unicode.

#![expect(clippy::cast_precision_loss, reason = "steps here are few")]

mod catalogue;
mod chart;

use std::error::Error;
use std::process::ExitCode;

use catalogue::{STEPS, catalogue};
use lr_schedule::{Schedule, Scheduler};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let (options, names): (Vec<_>, Vec<_>) = std::env::args().skip(1).partition(|arg| arg.starts_with("--"));
    let (csv, ascii) = (options.iter().any(|o| o == "--csv"), options.iter().any(|o| o == "--ascii"));
    if let Some(unknown) = options.iter().find(|option| !["--csv", "--ascii"].contains(&option.as_str())) {
        eprintln!("there is no option {unknown}; there are --csv and --ascii");
        return Ok(ExitCode::from(2));
    }
    let entries = catalogue()?;
    for kind in Schedule::KINDS {
        assert!(entries.iter().any(|entry| entry.name == *kind), "{kind} is not drawn here yet");
    }
    for name in &names {
        if !entries.iter().any(|entry| entry.name == name) {
            let known: Vec<_> = entries.iter().map(|entry| entry.name).collect();
            eprintln!("there is no {name}; there are {}", known.join(", "));
            return Ok(ExitCode::from(2));
        }
    }
    let chosen = entries.iter().filter(|entry| names.is_empty() || names.iter().any(|n| n == entry.name));
    if csv {
        let one = names.len() == 1;
        chart::print(if one { "step,rate" } else { "name,step,rate" });
        for entry in chosen {
            for (step, rate) in entry.schedule.rates(0..STEPS + 1) {
                let name = if one { String::new() } else { format!("{},", entry.name) };
                chart::print(format_args!("{name}{step},{rate:?}"));
            }
        }
        return Ok(ExitCode::SUCCESS);
    }
    for entry in chosen {
        let title = format!("{}: {}", entry.name, entry.schedule);
        let curve = entry.schedule.rates(0..STEPS + 1).map(|(step, rate)| (step as f64, rate)).collect();
        chart::print(chart::Chart::of_rates(&title, curve, ascii));
    }
    Ok(ExitCode::SUCCESS)
}
