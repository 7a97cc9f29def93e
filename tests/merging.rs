//! An average with `merge_weights` ends where a cooldown ends, on a small problem trained in three variants from the
//! same state.

#![expect(clippy::cast_precision_loss, reason = "there are few dimensions and seeds")]

use lr_schedule::{Constant, Scheduler, Shape, transfer};

const DIMENSIONS: usize = 20;
const STEPS: usize = 3_200;
/// The last fifth, as the cooldown of WSD; a checkpoint every 80 updates.
const COOLDOWN: usize = 640;
const CHECKPOINTS: usize = 9;

type Weights = [f64; DIMENSIONS];

/// Linear regression on a stream of samples with noise in their targets, which keeps a constant rate from converging.
struct Problem {
    truth: Weights,
    random: fastrand::Rng,
}

impl Problem {
    /// The scales of the features decrease, so some directions learn slowly.
    fn scale(i: usize) -> f64 {
        1.0 / (1.0 + i as f64 / 4.0)
    }

    fn new(seed: u64) -> Self {
        let mut random = fastrand::Rng::with_seed(seed);
        Self { truth: std::array::from_fn(|_| random.f64() * 4.0 - 2.0), random }
    }

    /// One update by the gradient of the squared error of a sample.
    fn update(&mut self, weights: &mut Weights, lr: f64) {
        let features: Weights = std::array::from_fn(|i| (self.random.f64() * 2.0 - 1.0) * Self::scale(i));
        let dot = |weights: &Weights| features.iter().zip(weights).map(|(x, w)| x * w).sum::<f64>();
        let error = dot(weights) - dot(&self.truth) - (self.random.f64() * 4.0 - 2.0);
        for (weight, x) in weights.iter_mut().zip(features) {
            *weight -= lr * error * x;
        }
    }

    /// The expected squared error above the best possible one: a feature has the variance `scale^2 / 3`.
    fn excess(&self, weights: &Weights) -> f64 {
        let distance = weights.iter().zip(self.truth).enumerate();
        let scaled = distance.map(|(i, (w, truth))| Self::scale(i) * (w - truth));
        scaled.map(|distance| distance * distance / 3.0).sum()
    }
}

/// The excess losses at the end of a constant rate, of the merged checkpoints and of a cooldown, on the same samples.
fn train(seed: u64, shape: Shape) -> [f64; 3] {
    let constant = Constant::new(0.1).unwrap();
    let cooldown = constant.cooldown(STEPS - COOLDOWN, COOLDOWN, 0.0, shape).unwrap();
    let mut saved = Vec::new();
    let mut problem = Problem::new(seed);
    let mut weights = [0.0; DIMENSIONS];
    for step in 0..=STEPS {
        if step >= STEPS - COOLDOWN && (step - (STEPS - COOLDOWN)) % (COOLDOWN / (CHECKPOINTS - 1)) == 0 {
            saved.push(weights);
        }
        if step < STEPS {
            problem.update(&mut weights, constant.lr(step));
        }
    }
    let merge = transfer::merge_weights(shape, saved.len()).unwrap();
    let merged: Weights =
        std::array::from_fn(|i| saved.iter().zip(&merge).map(|(weights, c)| c * weights[i]).sum());

    let mut cooled_problem = Problem::new(seed);
    let mut cooled = [0.0; DIMENSIONS];
    for step in 0..STEPS {
        cooled_problem.update(&mut cooled, cooldown.lr(step));
    }
    assert_eq!(saved.len(), CHECKPOINTS);
    [weights, merged, cooled].map(|weights| problem.excess(&weights))
}

/// Over 40 seeds the constant rate ends at more than twice the excess loss of the cooldown, and the merged checkpoints
/// end within a fifth of that distance from the cooldown. The two differ, as an average of few checkpoints is not an
/// integral and gradients depend on the path. Single runs scatter more, hence the means.
#[test]
fn merged_checkpoints_end_where_a_cooldown_ends() {
    for shape in [Shape::Linear, Shape::Cosine, Shape::OneMinusPower { power: 0.5 }] {
        let runs: Vec<[f64; 3]> = (0..40).map(|seed| train(seed, shape)).collect();
        let mean = |i: usize| runs.iter().map(|run| run[i]).sum::<f64>() / runs.len() as f64;
        let [constant, merged, cooled] = [mean(0), mean(1), mean(2)];
        println!("{shape}: constant {constant:.4}, merged {merged:.4}, cooldown {cooled:.4}");
        assert!(constant > 2.0 * cooled, "{shape}: {constant} {cooled}");
        assert!((merged - cooled).abs() < 0.2 * (constant - cooled), "{shape}: {constant} {merged} {cooled}");
    }
}
