//! Trains a network on 1,599 wines with burn: a range test, then warmup and cosine with a rate for each of two
//! parameter groups. The run is trained once in full, and once stopped half-way and resumed by burn's checkpointer in a
//! new process. It fails if burn's logs of their rates differ in a single byte.
//!
//! ```text
//! cargo run --example wines
//! ```

mod data;
mod model;
mod renderer;
mod training;

use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use burn::lr_scheduler::module_lr_scheduler::ModuleLrScheduler;
use burn::module::ParamGroup;
use burn::optim::AdamWConfig;
use burn::tensor::Device;
use lr_schedule::{CosineDecay, LrRangeFinder, Scheduler, StepCount};
use lr_schedule_burn::BurnScheduler;

use data::{BATCH, Batch, loader, wines};
use model::Mlp;

const EPOCHS: usize = 6;
const HALF: usize = EPOCHS / 2;

fn main() -> Result<(), Box<dyn Error>> {
    let device = Device::flex().autodiff();
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => train_stop_and_resume(&device),
        ["resume", directory, peak] => {
            training::train(Path::new(directory), scheduler(peak.parse()?)?, Some(HALF), EPOCHS, &device);
            Ok(())
        }
        _ => Err("usage: wines".into()),
    }
}

/// The head trains at warmup and cosine, everything else at a tenth of it.
fn scheduler(peak: f64) -> Result<ModuleLrScheduler, Box<dyn Error>> {
    let updates = StepCount::new(wines().len(), BATCH)?.updates(EPOCHS)?;
    let warmup = updates / 10;
    let head = CosineDecay::new(peak, 0.0, updates - warmup)?.warmup(warmup, 0.0)?;
    println!("head: {head}");
    Ok(ModuleLrScheduler::new(BurnScheduler::new(head.scaled(0.1)?))
        .with_group(ParamGroup::from_predicate("head"), BurnScheduler::new(head)))
}

fn train_stop_and_resume(device: &Device) -> Result<(), Box<dyn Error>> {
    let model = Mlp::new(1, device);
    let before = model.bits();
    let batches: Vec<Batch> = loader(wines()).to_device(device).iter().collect::<Result<_, _>>()?;
    let report =
        training::range_test(&LrRangeFinder::default(), &model, &AdamWConfig::new().init(), &batches);
    if model.bits() != before {
        return Err("the range test changed the model".into());
    }
    let suggestion = report.suggest()?;
    println!("range test: {suggestion}");
    let peak = suggestion.lr();

    let directory = env::temp_dir().join(format!("lr-schedule-burn-{}", std::process::id()));
    let (whole, halves) = (directory.join("whole"), directory.join("halves"));
    training::train(&whole, scheduler(peak)?, None, EPOCHS, device);
    training::train(&halves, scheduler(peak)?, None, HALF, device);
    let resumed =
        Command::new(env::current_exe()?).arg("resume").arg(&halves).arg(peak.to_string()).status()?;
    if !resumed.success() {
        return Err("the resumed run failed".into());
    }

    let mut updates = 0;
    for epoch in 1..=EPOCHS {
        let log = |run: &Path, name| fs::read_to_string(run.join(format!("train/epoch-{epoch}/{name}.log")));
        for name in ["Learning_Rate", "Loss"] {
            let (whole, halves) = (log(&whole, name)?, log(&halves, name)?);
            if whole != halves {
                return Err(format!("{name} of epoch {epoch} differs:\n{whole}\nresumed:\n{halves}").into());
            }
        }
        // The last line is the mean of the epoch.
        updates += log(&whole, "Learning_Rate")?.lines().filter(|line| !line.ends_with("final")).count();
    }
    fs::remove_dir_all(&directory)?;
    println!("{updates} updates: the rates and losses of both runs are the same, byte for byte");
    Ok(())
}
