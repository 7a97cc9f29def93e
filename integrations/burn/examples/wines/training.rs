//! A training with burn's `SupervisedTraining`, and a range test before it.

use std::path::Path;

use burn::lr_scheduler::module_lr_scheduler::ModuleLrScheduler;
use burn::optim::{AdamWConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::Device;
use burn::train::checkpoint::KeepLastNCheckpoints;
use burn::train::metric::{LearningRateMetric, LossMetric};
use burn::train::{Learner, SupervisedTraining};
use lr_schedule::LrRangeFinder;
use lr_schedule::finder::Report;

use super::data::{Batch, loader, wines};
use super::model::Mlp;
use super::renderer::Epochs;

/// A range test of the model. burn's modules and optimizers are values, so clones are trained and the originals
/// stay as they are.
pub fn range_test(
    finder: &LrRangeFinder,
    model: &Mlp,
    optimizer: &ModuleOptimizer,
    batches: &[Batch],
) -> Report {
    let (mut model, mut optimizer) = (model.clone(), optimizer.clone());
    let mut batches = batches.iter().cycle();
    finder.run(|lr| {
        let batch = batches.next().expect("there are batches");
        let loss = model.classify(batch.clone()).loss;
        let gradients = GradientsParams::from_grads(loss.backward(), &model);
        model = optimizer.step(lr, model.clone(), gradients);
        f64::from(loss.into_scalar::<f32>())
    })
}

/// Trains up to the end of epoch `epochs`, from the start or from the checkpoint of an earlier epoch, and returns
/// the model. Checkpoints and logs are in the directory.
pub fn train(
    directory: &Path,
    scheduler: impl Into<ModuleLrScheduler>,
    resume_after: Option<usize>,
    epochs: usize,
    device: &Device,
) -> Mlp {
    let mut training = SupervisedTraining::new(directory, loader(wines()), loader(wines()))
        .metric_train_numeric(LossMetric::new())
        .metric_valid_numeric(LossMetric::new())
        .metric_train_numeric(LearningRateMetric::new())
        .with_default_checkpointers()
        .with_checkpointing_strategy(KeepLastNCheckpoints::new(1))
        .with_application_logger(None)
        .renderer(Box::new(Epochs))
        .num_epochs(epochs);
    if let Some(epoch) = resume_after {
        training = training.checkpoint(epoch);
    }
    let learner = Learner::new(Mlp::new(1, device), AdamWConfig::new().init(), scheduler);
    training.launch(learner).model
}
