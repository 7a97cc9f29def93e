//! In burn's own training: which updates count, what its checkpointer brings back, and a range test.

#[path = "../examples/wines/data.rs"]
mod data;
#[path = "../examples/wines/model.rs"]
mod model;
#[path = "../examples/wines/renderer.rs"]
mod renderer;
#[path = "../examples/wines/training.rs"]
mod training;

use std::fs;
use std::path::Path;

use burn::lr_scheduler::module_lr_scheduler::ModuleLrScheduler;
use burn::module::ParamGroup;
use burn::optim::{AdamWConfig, GradientsParams, SgdConfig};
use burn::tensor::Device;
use lr_schedule::{Constant, CosineDecay, LrRangeFinder, Scheduler, from_fn};
use lr_schedule_burn::BurnScheduler;

use data::{Batch, loader, wines};
use model::Mlp;

/// 1,599 wines in batches of 64: 24 full ones and one of 63.
const UPDATES_PER_EPOCH: usize = 25;

/// The rates that burn logged in an epoch. The last line is their mean.
fn rates(directory: &Path, epoch: usize) -> Vec<String> {
    let log = fs::read_to_string(directory.join(format!("train/epoch-{epoch}/Learning_Rate.log"))).unwrap();
    // A line is a rate and the number of values that it is the mean of.
    let rates = log.lines().filter(|line| !line.ends_with("final"));
    rates.map(|line| line.split(',').next().unwrap_or_default().to_owned()).collect()
}

fn batches(device: &Device) -> Vec<Batch> {
    loader(wines()).to_device(device).iter().collect::<Result<_, _>>().unwrap()
}

/// The step as a rate that is exact, so that the log of rates shows which steps there were.
#[expect(clippy::cast_precision_loss, reason = "steps are few")]
fn rate_of(step: usize) -> f64 {
    step as f64 / 65_536.0
}

#[test]
fn the_learner_takes_one_step_for_each_update_from_0_on() {
    let directory = tempfile::tempdir().unwrap();
    let device = Device::flex().autodiff();
    training::train(directory.path(), BurnScheduler::new(from_fn(rate_of)), None, 2, &device);
    for epoch in 0..2 {
        let first = epoch * UPDATES_PER_EPOCH;
        let by_hand: Vec<String> =
            (first..first + UPDATES_PER_EPOCH).map(|step| rate_of(step).to_string()).collect();
        assert_eq!(rates(directory.path(), epoch + 1), by_hand);
    }
}

#[test]
fn a_resumed_training_has_the_rates_and_weights_of_an_uninterrupted_one() {
    let directory = tempfile::tempdir().unwrap();
    let (whole, halves) = (directory.path().join("whole"), directory.path().join("halves"));
    let device = Device::flex().autodiff();
    let head = CosineDecay::new(5e-3, 0.0, 90).unwrap().warmup(10, 0.0).unwrap();
    let scheduler = || {
        ModuleLrScheduler::new(BurnScheduler::new(head.scaled(0.1).unwrap()))
            .with_group(ParamGroup::from_predicate("head"), BurnScheduler::new(head))
    };
    let uninterrupted = training::train(&whole, scheduler(), None, 4, &device);
    training::train(&halves, scheduler(), None, 2, &device);
    let resumed = training::train(&halves, scheduler(), Some(2), 4, &device);
    for epoch in 1..=4 {
        assert_eq!(rates(&whole, epoch).len(), UPDATES_PER_EPOCH);
        assert_eq!(rates(&whole, epoch), rates(&halves, epoch), "epoch {epoch}");
    }
    assert!(uninterrupted.bits() == resumed.bits());
}

/// A group at rate 0 keeps every bit of its weights, and the other learns.
#[test]
fn groups_train_at_their_own_rates() {
    let device = Device::flex().autodiff();
    let before = Mlp::new(3, &device);
    let mut scheduler = ModuleLrScheduler::new(BurnScheduler::new(Constant::new(0.0).unwrap()))
        .with_group(ParamGroup::from_predicate("head"), BurnScheduler::new(Constant::new(0.1).unwrap()));
    let mut optimizer = SgdConfig::new().init();
    let mut model = before.clone();
    for batch in batches(&device) {
        let gradients = GradientsParams::from_grads(model.classify(batch).loss.backward(), &model);
        model = optimizer.step(scheduler.step(), model, gradients);
    }
    let (before, after) = (before.bits(), model.bits());
    let body = 12 * 32; // 11 weights and a bias for each hidden unit
    assert!(before[..body] == after[..body]);
    assert!(before[body..] != after[body..]);
}

#[test]
fn a_range_test_leaves_the_module_as_it_was() {
    let device = Device::flex().autodiff();
    let model = Mlp::new(1, &device);
    let optimizer = AdamWConfig::new().init();
    let before = model.bits();
    let report = training::range_test(&LrRangeFinder::default(), &model, &optimizer, &batches(&device));
    assert!(model.bits() == before);
    assert_eq!(optimizer.to_record().into_bytes().unwrap(), AdamWConfig::new().init().into_bytes().unwrap());
    // AdamW on a network of this size trains well at 1e-3 to 1e-2, and not at all above 1.
    let lr = report.suggest().unwrap().lr();
    assert!((3e-4..3e-2).contains(&lr), "{lr}");
}
