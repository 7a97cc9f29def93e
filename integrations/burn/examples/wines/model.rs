//! A network with one hidden layer.

use burn::module::{Module, Param};
use burn::nn::loss::CrossEntropyLossConfig;
use burn::nn::{Linear, LinearConfig};
use burn::tensor::{Device, Tensor, TensorData};
use burn::train::{ClassificationOutput, InferenceStep, TrainOutput, TrainStep};

use super::data::{Batch, CLASSES, FEATURES};

const HIDDEN: usize = 32;

/// Two layers, whose parameters have paths that begin with `body` and `head`.
#[derive(Module, Debug)]
pub struct Mlp {
    body: Linear,
    head: Linear,
}

impl Mlp {
    /// The same weights for the same seed. burn's generator is one for all threads of a device, so that its seed
    /// alone would not do for tests that run in parallel.
    pub fn new(seed: u64, device: &Device) -> Self {
        let mut random = fastrand::Rng::with_seed(seed);
        Self {
            body: layer(FEATURES, HIDDEN, &mut random, device),
            head: layer(HIDDEN, CLASSES, &mut random, device),
        }
    }

    /// The mean cross-entropy, with the logits.
    pub fn classify(&self, batch: Batch) -> ClassificationOutput {
        let logits = self.head.forward(self.body.forward(batch.features).tanh());
        let loss = CrossEntropyLossConfig::new().init(&logits.device());
        let loss = loss.forward(logits.clone(), batch.classes.clone());
        ClassificationOutput::new(loss, logits, batch.classes)
    }

    /// The bits of every weight.
    pub fn bits(&self) -> Vec<u32> {
        let mut all = Vec::new();
        for layer in [&self.body, &self.head] {
            all.extend(layer.weight.val().into_data().iter::<f32>().map(f32::to_bits));
            let bias = layer.bias.as_ref().map(|bias| bias.val().into_data());
            all.extend(bias.iter().flat_map(|bias| bias.iter::<f32>()).map(f32::to_bits));
        }
        all
    }
}

#[expect(clippy::cast_precision_loss, reason = "layers are small")]
fn layer(inputs: usize, outputs: usize, random: &mut fastrand::Rng, device: &Device) -> Linear {
    let bound = 1.0 / (inputs as f32).sqrt();
    let mut values = |len| (0..len).map(|_| bound * (2.0 * random.f32() - 1.0)).collect();
    let weight = TensorData::new::<f32, _>(values(inputs * outputs), [inputs, outputs]);
    let bias = TensorData::new::<f32, _>(values(outputs), [outputs]);
    let mut layer = LinearConfig::new(inputs, outputs).init(device);
    layer.weight = Param::from_tensor(Tensor::from_data(weight, device));
    layer.bias = Some(Param::from_tensor(Tensor::from_data(bias, device)));
    layer
}

impl TrainStep for Mlp {
    type Input = Batch;
    type Output = ClassificationOutput;

    fn step(&self, batch: Batch) -> TrainOutput<ClassificationOutput> {
        let output = self.classify(batch);
        TrainOutput::new(self, output.loss.backward(), output)
    }
}

impl InferenceStep for Mlp {
    type Input = Batch;
    type Output = ClassificationOutput;

    fn step(&self, batch: Batch) -> ClassificationOutput {
        self.classify(batch)
    }
}
