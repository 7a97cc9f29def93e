//! A small model on real data: a network with one hidden layer learns the quality of 1,599 red wines, classes 3 to 8,
//! from eleven measurements (Cortez et al., 2009).

#![allow(dead_code, reason = "each example uses some of this")]
#![expect(clippy::disallowed_methods, reason = "a network needs no reproducible bits across platforms")]
#![expect(clippy::cast_precision_loss, reason = "counts here are small")]

use lr_schedule::Scheduler;
use ndarray::{Array1, Array2, ArrayView2, Axis, Slice};

const HIDDEN: usize = 32;
const CLASSES: usize = 6;
const BATCH: usize = 32;

/// Measurements with mean 0 and deviation 1, and the class of each wine.
pub(crate) struct Wines {
    features: Array2<f64>,
    classes: Vec<usize>,
}

impl Wines {
    pub(crate) fn load() -> Self {
        let data = linfa_datasets::winequality();
        let mean = data.records().mean_axis(Axis(0)).expect("there are wines");
        let deviation = data.records().std_axis(Axis(0), 0.0);
        let features = (data.records() - &mean) / &deviation;
        Self { features, classes: data.targets().iter().map(|quality| quality - 3).collect() }
    }
}

/// The state of training: weights, optimizer state, and position in the data.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct Training {
    weights: [Array; 2],
    velocity: [Array; 2],
    momentum: f64,
    /// The state of the random generator that selects the batches.
    random: u64,
}

/// A matrix as data; the last row of weights is the bias.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct Array {
    columns: usize,
    values: Vec<f64>,
}

impl Array {
    fn view(&self) -> ArrayView2<'_, f64> {
        ArrayView2::from_shape((self.values.len() / self.columns, self.columns), &self.values)
            .expect("the columns divide the values")
    }
}

impl Training {
    /// Fresh random weights, the same for the same seed.
    pub(crate) fn new(seed: u64, momentum: f64) -> Self {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut layer = |inputs: usize, outputs: usize| {
            let scale = (3.0 / inputs as f64).sqrt();
            let values = (0..(inputs + 1) * outputs).map(|_| scale * (2.0 * random.f64() - 1.0)).collect();
            Array { columns: outputs, values }
        };
        let weights = [layer(11, HIDDEN), layer(HIDDEN, CLASSES)];
        let velocity = weights.clone().map(|layer| Array { values: vec![0.0; layer.values.len()], ..layer });
        Self { weights, velocity, momentum, random: random.get_seed() }
    }

    /// One update at the rate `lr` on the next random batch. Returns the loss before it.
    pub(crate) fn update(&mut self, wines: &Wines, lr: f64) -> f64 {
        let mut random = fastrand::Rng::with_seed(self.random);
        let batch: Vec<usize> = (0..BATCH).map(|_| random.usize(..wines.classes.len())).collect();
        self.random = random.get_seed();
        let (loss, gradients) = self.loss_and_gradients(wines, &batch);
        let layers = self.weights.iter_mut().zip(&mut self.velocity).zip(gradients);
        for ((weights, velocity), gradient) in layers {
            let values = weights.values.iter_mut().zip(&mut velocity.values).zip(gradient);
            for ((weight, velocity), gradient) in values {
                *velocity = self.momentum * *velocity + gradient;
                *weight -= lr * *velocity;
            }
        }
        loss
    }

    /// The loss over all wines.
    pub(crate) fn loss(&self, wines: &Wines) -> f64 {
        let all: Vec<usize> = (0..wines.classes.len()).collect();
        self.loss_and_gradients(wines, &all).0
    }

    /// The losses of `updates` updates whose rates come from a schedule.
    pub(crate) fn train(&mut self, wines: &Wines, schedule: &impl Scheduler, updates: usize) -> Vec<f64> {
        schedule.rates(0..updates).map(|(_, lr)| self.update(wines, lr)).collect()
    }

    /// Mean cross-entropy, and its gradient by each layer's weights.
    fn loss_and_gradients(&self, wines: &Wines, batch: &[usize]) -> (f64, [Array1<f64>; 2]) {
        let [first, second] = &self.weights;
        let input = with_ones(wines.features.select(Axis(0), batch));
        let hidden = with_ones(input.dot(&first.view()).mapv(f64::tanh));
        let mut probabilities = hidden.dot(&second.view());
        let mut loss = 0.0;
        for (mut row, &wine) in probabilities.rows_mut().into_iter().zip(batch) {
            let highest = row.fold(f64::NEG_INFINITY, |highest, &value| highest.max(value));
            row.mapv_inplace(|value| (value - highest).exp());
            row /= row.sum();
            let class = wines.classes[wine];
            loss -= row[class].ln() / batch.len() as f64;
            // From here on the row is the gradient by the logits.
            row[class] -= 1.0;
            row /= batch.len() as f64;
        }
        let by_second = hidden.t().dot(&probabilities);
        let mut by_hidden = probabilities.dot(&second.view().t());
        by_hidden.zip_mut_with(&hidden, |gradient, &value| *gradient *= 1.0 - value * value);
        let by_first = input.t().dot(&by_hidden);
        let by_first = by_first.slice_axis(Axis(1), Slice::from(..HIDDEN)).to_owned();
        (loss, [by_first, by_second].map(|gradient| gradient.iter().copied().collect()))
    }
}

/// The rows with a 1 at the end, for the bias.
fn with_ones(mut rows: Array2<f64>) -> Array2<f64> {
    let ones = Array1::ones(rows.nrows());
    rows.push_column(ones.view()).expect("as many ones as rows");
    rows
}
