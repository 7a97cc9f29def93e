//! Trains a small network with warmup and cosine decay, stops half-way, writes a checkpoint and resumes in a
//! new process. Fails unless all rates and the final weights equal those of an uninterrupted run, bit for bit.

mod wine;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Parser;
use lr_schedule::{Cursor, ReduceOnPlateau, Schedule, plateau::Mode, presets, training::first_difference};
use wine::{Training, Wines};

const UPDATES: usize = 1_200;
const HALF: usize = UPDATES / 2;
/// The number of updates between evaluations on all wines.
const EVALUATE: usize = 50;

/// Trains, stops, resumes in a new process, and compares with an uninterrupted run.
#[derive(Parser)]
#[command(after_help = "cargo run --release --example training_loop --features serde")]
struct Options {
    /// Resumes from this checkpoint and overwrites it at the end, as the new process does.
    checkpoint: Option<PathBuf>,
}

/// Everything that a resumed run needs: the cursor holds schedule and step, the plateau rule its counters.
#[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct Checkpoint {
    cursor: Cursor<Schedule>,
    plateau: ReduceOnPlateau,
    training: Training,
    rates: Vec<f64>,
}

impl Checkpoint {
    fn new() -> Result<Self, Box<dyn Error>> {
        let schedule = presets::warmup_cosine(0.5, 0.005, 100, UPDATES)?;
        let plateau = ReduceOnPlateau::new(Mode::Min, 0.5, 1)?;
        let training = Training::new(7, 0.0);
        Ok(Self { cursor: Cursor::new(schedule.into()), plateau, training, rates: Vec::new() })
    }

    /// The training loop.
    fn run_to(&mut self, wines: &Wines, end: usize) {
        while self.cursor.step() < end {
            let lr = self.plateau.factor() * self.cursor.advance().1;
            self.training.update(wines, lr);
            self.rates.push(lr);
            if self.rates.len() % EVALUATE == 0 {
                self.plateau.observe(self.training.loss(wines));
            }
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse();
    let wines = Wines::load();
    if let Some(path) = &options.checkpoint {
        return resume(&wines, path);
    }

    let mut whole = Checkpoint::new()?;
    println!("{}", whole.cursor.schedule());
    whole.run_to(&wines, UPDATES);
    println!("uninterrupted: loss {:.6} after {} updates", whole.training.loss(&wines), whole.cursor.step());

    let mut first_half = Checkpoint::new()?;
    first_half.run_to(&wines, HALF);
    let path = std::env::temp_dir().join(format!("lr-schedule-checkpoint-{}.json", std::process::id()));
    fs::write(&path, serde_json::to_string(&first_half)?)?;
    println!("stopped at step {}; the checkpoint begins {:.95}..", HALF, serde_json::to_string(&first_half)?);

    let status = Command::new(std::env::current_exe()?).arg(&path).status()?;
    let resumed: Checkpoint = serde_json::from_str(&fs::read_to_string(&path)?)?;
    fs::remove_file(&path)?;
    if !status.success() {
        return Err("the resumed process failed".into());
    }
    println!(
        "resumed:       loss {:.6} after {} updates",
        resumed.training.loss(&wines),
        resumed.cursor.step()
    );

    if resumed != whole {
        return Err("the resumed run differs from the uninterrupted one".into());
    }
    println!(
        "bit-identical: {} rates, the plateau at factor {}, and all weights",
        resumed.rates.len(),
        resumed.plateau.factor()
    );
    Ok(())
}

/// Loads a checkpoint, trains to the end, and writes the checkpoint back.
fn resume(wines: &Wines, path: &Path) -> Result<(), Box<dyn Error>> {
    let mut checkpoint: Checkpoint = serde_json::from_str(&fs::read_to_string(path)?)?;
    // Detects a configuration that has changed since the checkpoint was written.
    let asked = Checkpoint::new()?.cursor;
    if let Some(difference) = first_difference(checkpoint.cursor.schedule(), asked.schedule(), 0..UPDATES) {
        return Err(format!("the checkpoint has another schedule: {difference}").into());
    }
    println!("resuming at step {} with rate {:e}", checkpoint.cursor.step(), checkpoint.cursor.lr());
    checkpoint.run_to(wines, UPDATES);
    fs::write(path, serde_json::to_string(&checkpoint)?)?;
    Ok(())
}
