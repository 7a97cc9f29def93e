//! Trains a small network with warmup into cosine, stops half-way, writes a checkpoint, and goes on in a
//! new process. The rates and the final weights are bit for bit those of the run that was not
//! interrupted; if they are not, this fails.
//!
//! `cargo run --release --example training_loop --features serde`

mod wine;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

use lr_schedule::{Cursor, ReduceOnPlateau, Schedule, plateau::Mode, presets, training::first_difference};
use wine::{Training, Wines};

const UPDATES: usize = 1_200;
const HALF: usize = UPDATES / 2;
/// How many updates lie between two looks at the loss over all wines.
const EVALUATE: usize = 50;

/// Everything that goes on: the cursor is schedule and step, the plateau watches the loss.
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
    let wines = Wines::load();
    if let [path] = &std::env::args().skip(1).collect::<Vec<_>>()[..] {
        return resume(&wines, Path::new(path));
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

/// What a restarted process does: loads the checkpoint, goes on, and writes it back at the end.
fn resume(wines: &Wines, path: &Path) -> Result<(), Box<dyn Error>> {
    let mut checkpoint: Checkpoint = serde_json::from_str(&fs::read_to_string(path)?)?;
    // A configuration that has changed meanwhile would be found here.
    let asked = Checkpoint::new()?.cursor;
    if let Some(difference) = first_difference(checkpoint.cursor.schedule(), asked.schedule(), 0..UPDATES) {
        return Err(format!("the checkpoint has another schedule: {difference}").into());
    }
    println!("resuming at step {} with rate {:e}", checkpoint.cursor.step(), checkpoint.cursor.lr());
    checkpoint.run_to(wines, UPDATES);
    fs::write(path, serde_json::to_string(&checkpoint)?)?;
    Ok(())
}
