//! Trains a network on 1,599 wines with candle: a range test, then warmup and cosine with a rate for each of two
//! parameter groups. The run is trained once in full, and once in two halves, the second in a new process that has only
//! the checkpoint of the first. It fails if their rates differ by a single bit.
//!
//! ```text
//! cargo run --example wines
//! ```

use std::env;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use candle_core::backprop::GradStore;
use candle_nn::{AdamW, Optimizer, ParamsAdamW, VarMap};
use lr_schedule::{CosineDecay, Cursor, LrRangeFinder, Schedule, Scheduler};
use lr_schedule_candle::checkpoint;
use lr_schedule_candle::mlp::Mlp;
use lr_schedule_candle::optimizers::{Optimizers, Rates};
use lr_schedule_candle::snapshot::range_test;
use lr_schedule_candle::wines::Wines;

const UPDATES: usize = 400;
const HALF: usize = UPDATES / 2;

fn main() -> Result<()> {
    let wines = Wines::load()?;
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => train_stop_and_resume(&wines),
        ["resume", directory] => resume(&wines, Path::new(directory)),
        _ => anyhow::bail!("usage: wines"),
    }
}

fn train_stop_and_resume(wines: &Wines) -> Result<()> {
    let (model, vars) = Mlp::new(0)?;
    let peak = find_rate(&model, &vars, wines)?;

    // The whole run. The head trains at the suggested rate, the body at a tenth of it.
    let head = CosineDecay::new(peak, 0.0, UPDATES - 40)?.warmup(40, 0.0)?;
    let body = head.scaled(0.1)?;
    println!("head: {head}");
    println!("body: {body}");
    let groups = [("head", Schedule::from(head)), ("body", body.into())];
    let rates: Rates = Cursor::new(groups.into_iter().collect());
    let mut optimizers = Optimizers::new(&vars, rates.clone(), &ParamsAdamW::default())?;
    let whole = train(&model, &mut optimizers, wines, 0..UPDATES)?;
    println!("whole run: loss {:.4}", loss_of_all(&model, wines)?);

    // The same from the same weights, stopped half-way.
    let directory = env::temp_dir().join(format!("lr-schedule-candle-{}", std::process::id()));
    let (model, vars) = Mlp::new(0)?;
    let mut optimizers = Optimizers::new(&vars, rates, &ParamsAdamW::default())?;
    let first = train(&model, &mut optimizers, wines, 0..HALF)?;
    checkpoint::save(&directory, &vars, optimizers.rates())?;
    println!("stopped after {HALF} updates: loss {:.4}", loss_of_all(&model, wines)?);

    // The second half in a new process.
    let status = Command::new(env::current_exe()?).arg("resume").arg(&directory).status()?;
    ensure!(status.success(), "the resumed run failed");
    let second = fs::read_to_string(directory.join("rates.txt"))?;
    fs::remove_dir_all(&directory)?;

    for (step, (whole, resumed)) in whole.lines().zip(first.lines().chain(second.lines())).enumerate() {
        ensure!(
            whole == resumed,
            "step {step}: rates {whole} of the whole run, {resumed} of the resumed one"
        );
    }
    ensure!(first + &second == whole, "the runs have different lengths");
    println!("{UPDATES} updates of 2 groups: the rates of both runs are the same, bit for bit");
    Ok(())
}

/// The second half, from the checkpoint alone.
fn resume(wines: &Wines, directory: &Path) -> Result<()> {
    let (model, mut vars) = Mlp::new(1)?; // other weights, until the checkpoint is read
    let rates = checkpoint::load(directory, &mut vars)?;
    let step = rates.step();
    println!("resumed after {step} updates: loss {:.4}", loss_of_all(&model, wines)?);
    let mut optimizers = Optimizers::new(&vars, rates, &ParamsAdamW::default())?;
    let log = train(&model, &mut optimizers, wines, step..UPDATES)?;
    println!("resumed run: loss {:.4}", loss_of_all(&model, wines)?);
    Ok(fs::write(directory.join("rates.txt"), log)?)
}

/// Trains, and returns a line with the rates of each update, printed exactly: equal text means equal bits.
fn train(
    model: &Mlp,
    optimizers: &mut Optimizers,
    wines: &Wines,
    steps: std::ops::Range<usize>,
) -> Result<String> {
    let mut log = String::new();
    for step in steps {
        let (_, gradients) = loss_and_gradients(model, wines, step)?;
        writeln!(log, "{:?}", optimizers.step(&gradients)?)?;
    }
    Ok(log)
}

/// A range test of all weights, which are restored afterwards.
fn find_rate(model: &Mlp, vars: &VarMap, wines: &Wines) -> Result<f64> {
    let before = loss_of_all(model, wines)?;
    let mut optimizer = AdamW::new(vars.all_vars(), ParamsAdamW::default())?;
    let mut steps = 0..;
    let report = range_test(&LrRangeFinder::default(), vars, |lr| {
        let (loss, gradients) = loss_and_gradients(model, wines, steps.next().context("steps never end")?)?;
        optimizer.set_learning_rate(lr);
        optimizer.step(&gradients)?;
        anyhow::Ok(loss)
    })?;
    let suggestion = report.suggest()?;
    println!("range test: {suggestion}");
    ensure!(loss_of_all(model, wines)?.to_bits() == before.to_bits(), "the range test changed the model");
    Ok(suggestion.lr())
}

fn loss_and_gradients(model: &Mlp, wines: &Wines, step: usize) -> Result<(f64, GradStore)> {
    let (features, classes) = wines.batch(step)?;
    let loss = model.loss(&features, &classes)?;
    Ok((f64::from(loss.to_scalar::<f32>()?), loss.backward()?))
}

fn loss_of_all(model: &Mlp, wines: &Wines) -> Result<f32> {
    let (features, classes) = wines.all();
    Ok(model.loss(features, classes)?.to_scalar()?)
}
