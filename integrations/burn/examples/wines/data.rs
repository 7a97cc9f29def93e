//! The quality of 1,599 red wines from eleven measurements (Cortez et al., 2009), as classes 3 to 8.

use std::sync::Arc;

use burn::data::dataloader::batcher::Batcher;
use burn::data::dataloader::{DataLoader, DataLoaderBuilder};
use burn::data::dataset::InMemDataset;
use burn::tensor::{Device, Int, Tensor, TensorData};

pub const FEATURES: usize = 11;
pub const CLASSES: usize = 6;
pub const BATCH: usize = 64;

/// Measurements with mean 0 and standard deviation 1 over all wines, and the class.
#[derive(Clone, Debug)]
pub struct Wine {
    features: [f32; FEATURES],
    class: i32,
}

/// The wines that `linfa-datasets` ships.
#[expect(clippy::cast_possible_truncation, reason = "f32 is the precision of the network")]
#[expect(clippy::cast_possible_wrap, reason = "grades are 3 to 8")]
#[expect(clippy::cast_precision_loss, reason = "there are 1,599 wines")]
pub fn wines() -> Vec<Wine> {
    let data = linfa_datasets::winequality();
    let mut wines: Vec<Wine> =
        data.targets().iter().map(|&grade| Wine { features: [0.0; _], class: grade as i32 - 3 }).collect();
    let len = wines.len() as f64;
    for (column, values) in data.records().columns().into_iter().enumerate() {
        let mean = values.sum() / len;
        let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / len;
        for (wine, value) in wines.iter_mut().zip(values) {
            wine.features[column] = ((value - mean) / variance.sqrt()) as f32;
        }
    }
    wines
}

/// A mini-batch.
#[derive(Clone, Debug)]
pub struct Batch {
    pub features: Tensor<2>,
    pub classes: Tensor<1, Int>,
}

#[derive(Clone, Debug)]
pub struct WineBatcher;

impl Batcher<Wine, Batch> for WineBatcher {
    fn batch(&self, wines: Vec<Wine>, device: &Device) -> Batch {
        let features: Vec<f32> = wines.iter().flat_map(|wine| wine.features).collect();
        let classes: Vec<i32> = wines.iter().map(|wine| wine.class).collect();
        let features = TensorData::new(features, [wines.len(), FEATURES]);
        let classes = TensorData::new(classes, [wines.len()]);
        Batch { features: Tensor::from_data(features, device), classes: Tensor::from_data(classes, device) }
    }
}

/// Loads the wines in a fixed order, so that a resumed epoch has the batches of an uninterrupted one.
pub fn loader(wines: Vec<Wine>) -> Arc<dyn DataLoader<Batch>> {
    DataLoaderBuilder::new(WineBatcher).batch_size(BATCH).build(InMemDataset::new(wines))
}
