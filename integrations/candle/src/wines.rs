//! The quality of 1,599 red wines from eleven measurements (Cortez et al., 2009), as classes 3 to 8.

use candle_core::{Device, Result, Tensor};

/// The measurements of each wine.
pub const FEATURES: usize = 11;
/// The grades 3 to 8.
pub const CLASSES: usize = 6;
/// The size of a mini-batch.
pub const BATCH: usize = 64;

/// Measurements with mean 0 and standard deviation 1, and the class of each wine.
#[derive(Debug, Clone)]
pub struct Wines {
    features: Tensor,
    classes: Tensor,
    len: usize,
}

impl Wines {
    /// The wines that `linfa-datasets` ships, on the CPU.
    ///
    /// # Errors
    /// If the tensors cannot be created.
    #[expect(clippy::cast_possible_truncation, reason = "f32 is the precision of the network")]
    #[expect(clippy::cast_precision_loss, reason = "there are 1,599 wines")]
    pub fn load() -> Result<Self> {
        let data = linfa_datasets::winequality();
        let len = data.targets().len();
        let mut features = vec![0.0_f32; len * FEATURES];
        for (column, values) in data.records().columns().into_iter().enumerate() {
            let mean = values.sum() / len as f64;
            let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / len as f64;
            for (row, value) in values.iter().enumerate() {
                features[row * FEATURES + column] = ((value - mean) / variance.sqrt()) as f32;
            }
        }
        let classes: Vec<u32> = data.targets().iter().map(|&grade| grade as u32 - 3).collect();
        let device = Device::Cpu;
        let features = Tensor::from_vec(features, (len, FEATURES), &device)?;
        Ok(Self { features, classes: Tensor::new(classes, &device)?, len })
    }

    /// The features and classes of mini-batch `step`, always the same for the same step.
    ///
    /// # Errors
    ///
    /// If the rows cannot be selected.
    #[expect(clippy::cast_possible_truncation, reason = "there are 1,599 wines")]
    pub fn batch(&self, step: usize) -> Result<(Tensor, Tensor)> {
        // 641 and 1,599 have no factor in common, so every wine is drawn once before the first comes again.
        let rows: Vec<u32> = (0..BATCH).map(|i| ((step * BATCH + i) * 641 % self.len) as u32).collect();
        let rows = Tensor::new(rows, &Device::Cpu)?;
        Ok((self.features.index_select(&rows, 0)?, self.classes.index_select(&rows, 0)?))
    }

    /// All features and classes.
    #[must_use]
    pub fn all(&self) -> (&Tensor, &Tensor) {
        (&self.features, &self.classes)
    }
}
