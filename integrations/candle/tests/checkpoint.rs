//! What a checkpoint brings back.

use std::fs;
use std::path::Path;

use candle_core::Tensor;
use candle_nn::{Optimizer, ParamsAdamW, SGD, VarMap};
use lr_schedule::adaptors::Warmup;
use lr_schedule::{CosineDecay, Cursor, Schedule, Scheduler};
use lr_schedule_candle::checkpoint;
use lr_schedule_candle::mlp::Mlp;
use lr_schedule_candle::optimizers::{Optimizers, Rates};
use lr_schedule_candle::wines::Wines;

const UPDATES: usize = 60;

fn schedule() -> Warmup<CosineDecay> {
    CosineDecay::new(0.3, 1e-3, UPDATES - 10).unwrap().warmup(10, 0.0).unwrap()
}

fn groups() -> Rates {
    let group = |(name, factor)| (name, schedule().scaled(factor).unwrap().into());
    Cursor::new([("body", 0.1), ("head", 1.0 / 3.0)].map(group).into_iter().collect())
}

fn bits(vars: &VarMap, name: &str) -> Vec<u32> {
    let values = |tensor: &Tensor| tensor.flatten_all().unwrap().to_vec1::<f32>().unwrap();
    values(&vars.data().lock().unwrap()[name]).into_iter().map(f32::to_bits).collect()
}

fn assert_same_weights(left: &VarMap, right: &VarMap) {
    for name in ["body.weight", "body.bias", "head.weight", "head.bias"] {
        assert!(bits(left, name) == bits(right, name), "{name}");
    }
}

fn rates(optimizers: &mut Optimizers, model: &Mlp, wines: &Wines, steps: std::ops::Range<usize>) -> Vec<u64> {
    let update = |step| {
        let (features, classes) = wines.batch(step).unwrap();
        let gradients = model.loss(&features, &classes).unwrap().backward().unwrap();
        optimizers.step(&gradients).unwrap()
    };
    steps.flat_map(update).map(f64::to_bits).collect()
}

/// With `AdamW`, whose moments cannot be saved: the weights at the checkpoint and all rates after it.
#[test]
fn weights_and_rates_of_two_groups() {
    let directory = tempfile::tempdir().unwrap();
    let wines = Wines::load().unwrap();
    let (model, vars) = Mlp::new(1).unwrap();
    let mut optimizers = Optimizers::new(&vars, groups(), &ParamsAdamW::default()).unwrap();
    rates(&mut optimizers, &model, &wines, 0..23);
    checkpoint::save(directory.path(), &vars, optimizers.rates()).unwrap();

    let (resumed_model, mut resumed_vars) = Mlp::new(2).unwrap();
    let loaded = checkpoint::load(directory.path(), &mut resumed_vars).unwrap();
    assert_eq!(&loaded, optimizers.rates());
    assert_same_weights(&vars, &resumed_vars);

    let mut resumed = Optimizers::new(&resumed_vars, loaded, &ParamsAdamW::default()).unwrap();
    assert_eq!(
        rates(&mut optimizers, &model, &wines, 23..UPDATES),
        rates(&mut resumed, &resumed_model, &wines, 23..UPDATES),
    );
}

/// With an optimizer that has no state, the whole training.
#[test]
fn every_weight_after_a_resume_of_sgd() {
    let directory = tempfile::tempdir().unwrap();
    let wines = Wines::load().unwrap();
    let train = |model: &Mlp, vars: &VarMap, cursor: &mut Cursor<Schedule>, until: usize| {
        let mut optimizer = SGD::new(vars.all_vars(), 0.0).unwrap();
        while cursor.step() < until {
            let (step, lr) = cursor.advance();
            let (features, classes) = wines.batch(step).unwrap();
            optimizer.set_learning_rate(lr);
            optimizer.backward_step(&model.loss(&features, &classes).unwrap()).unwrap();
        }
    };
    let (model, vars) = Mlp::new(1).unwrap();
    let mut cursor = Cursor::new(Schedule::from(schedule()));
    train(&model, &vars, &mut cursor, 31);
    vars.save(directory.path().join("weights")).unwrap();
    let text = serde_json::to_string(&cursor).unwrap();
    train(&model, &vars, &mut cursor, UPDATES);

    let (resumed_model, mut resumed_vars) = Mlp::new(2).unwrap();
    resumed_vars.load(directory.path().join("weights")).unwrap();
    let mut loaded: Cursor<Schedule> = serde_json::from_str(&text).unwrap();
    assert_eq!(loaded.step(), 31);
    train(&resumed_model, &resumed_vars, &mut loaded, UPDATES);
    assert_same_weights(&vars, &resumed_vars);
}

#[test]
fn a_schedule_that_is_not_valid_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let (_, mut vars) = Mlp::new(1).unwrap();
    checkpoint::save(directory.path(), &vars, &groups()).unwrap();
    let file = directory.path().join("schedules.json");
    let text = fs::read_to_string(&file).unwrap().replace("0.001", "-0.001");
    fs::write(&file, text).unwrap();
    let error = load_error(directory.path(), &mut vars);
    assert!(error.contains("schedules.json: "), "{error}");
    assert!(error.contains("`end` is -0.001"), "{error}");
}

#[test]
fn a_missing_file_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let (_, mut vars) = Mlp::new(1).unwrap();
    let error = load_error(directory.path(), &mut vars);
    assert!(error.contains("schedules.json"), "{error}");
}

/// The error with its causes.
fn load_error(directory: &Path, vars: &mut VarMap) -> String {
    format!("{:#}", checkpoint::load(directory, vars).unwrap_err())
}
