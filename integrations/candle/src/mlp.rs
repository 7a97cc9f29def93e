//! A network with one hidden layer.

use candle_core::{DType, Device, Result, Tensor};
use candle_nn::{Linear, Module, VarBuilder, VarMap, linear, loss};

use crate::wines::{CLASSES, FEATURES};

const HIDDEN: usize = 32;

/// Two layers, named `body` and `head`.
#[derive(Debug, Clone)]
pub struct Mlp {
    body: Linear,
    head: Linear,
}

impl Mlp {
    /// A network and its variables, initialized from `seed`: candle's own generator cannot be seeded on the CPU.
    ///
    /// # Errors
    /// If the variables cannot be created.
    #[expect(clippy::missing_panics_doc, reason = "a lock that nobody else has, names that were just made")]
    #[expect(clippy::cast_precision_loss, reason = "layers are small")]
    pub fn new(seed: u64) -> Result<(Self, VarMap)> {
        let mut vars = VarMap::new();
        let builder = VarBuilder::from_varmap(&vars, DType::F32, &Device::Cpu);
        let body = linear(FEATURES, HIDDEN, builder.pp("body"))?;
        let head = linear(HIDDEN, CLASSES, builder.pp("head"))?;
        let mut random = fastrand::Rng::with_seed(seed);
        for (layer, inputs) in [("body", FEATURES), ("head", HIDDEN)] {
            let bound = 1.0 / (inputs as f32).sqrt();
            for name in ["weight", "bias"] {
                let shape = vars.data().lock().unwrap()[&format!("{layer}.{name}")].shape().clone();
                let values = (0..shape.elem_count()).map(|_| bound * (2.0 * random.f32() - 1.0)).collect();
                vars.set_one(format!("{layer}.{name}"), Tensor::from_vec(values, shape, &Device::Cpu)?)?;
            }
        }
        Ok((Self { body, head }, vars))
    }

    /// The mean cross-entropy.
    ///
    /// # Errors
    ///
    /// If the shapes do not fit.
    pub fn loss(&self, features: &Tensor, classes: &Tensor) -> Result<Tensor> {
        let logits = self.head.forward(&self.body.forward(features)?.tanh()?)?;
        loss::cross_entropy(&logits, classes)
    }
}
