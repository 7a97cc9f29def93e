//! Weights for the average of checkpoints that replaces a cooldown.

use alloc::vec::Vec;

use crate::{Error, Shape, math, param};

/// The weights of checkpoints, oldest first, whose average replaces a cooldown along `shape`.
///
/// Train at a constant rate, save checkpoints at equal intervals over the steps that the cooldown would have taken, and
/// average their parameters with these weights:
///
/// ```text
/// k = checkpoints - 1
/// h_i = height of the cooldown (1 to 0) halfway between checkpoints i-1 and i, at progress (i - 1/2) / k
///
/// c_0 = 1 - h_1,   c_j = h_j - h_{j+1},   c_k = h_k
/// average = sum of c_j parameters_j = parameters_0 + sum of h_i (parameters_i - parameters_{i-1})
/// ```
///
/// The second form shows that the updates between two checkpoints count as if they had been made at the rate of the
/// cooldown. This is exact if the gradients are the same on both paths, and close over the short distance that a
/// cooldown covers. For [`Shape::Linear`] all weights are `1 / k`, except the first and the last, which are half of
/// that.
///
/// Every weight is a multiple of 2^-52 and `>= 0`, and their sum is exactly 1 in any order.
///
/// Tian et al. (2025, [arXiv 2507.17634](https://arxiv.org/abs/2507.17634)), "WSM".
/// [`guide::changing_the_schedule`](crate::guide::changing_the_schedule) has measurements.
///
/// # Errors
///
/// If `checkpoints` is 0 or too large for the memory, a parameter of `shape` is out of range, or `shape` is geometric
/// or harmonic and so cannot reach 0.
///
/// # Example
///
/// ```
/// use lr_schedule::{Shape, transfer};
///
/// let weights = transfer::merge_weights(Shape::Linear, 5)?;
/// assert_eq!(weights, [0.125, 0.25, 0.25, 0.25, 0.125]);
///
/// let saved = [[1.0, 0.0], [2.0, 0.5], [1.0, 0.5], [2.0, 0.5], [1.0, 0.0]]; // five models of two parameters
/// let merged = [0, 1].map(|i| saved.iter().zip(&weights).map(|(model, weight)| model[i] * weight).sum::<f64>());
/// assert_eq!(merged, [1.5, 0.375]);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
pub fn merge_weights(shape: Shape, checkpoints: usize) -> Result<Vec<f64>, Error> {
    let intervals = param::at_least_one("checkpoints", checkpoints)?.get().saturating_sub(1);
    let shape = shape.check(("start", 1.0), ("end", 0.0))?;
    let mut weights = Vec::new();
    let too_many =
        |_| Error::InvalidCount { name: "checkpoints", value: checkpoints, allowed: "few enough for memory" };
    weights.try_reserve_exact(checkpoints).map_err(too_many)?;
    let mut height = 1.0;
    for interval in 0..checkpoints {
        let next = if interval < intervals {
            let progress = (math::float(interval) + 0.5) / math::float(intervals);
            rounded(shape.interpolate(1.0, 0.0, progress)).min(height)
        } else {
            0.0
        };
        weights.push(height - next);
        height = next;
    }
    Ok(weights)
}

/// The nearest multiple of 2^-52 to a height from 0 to 1. Differences and sums of those up to 1 are exact.
fn rounded(height: f64) -> f64 {
    (height + 1.0) - 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follow_the_height_of_the_cooldown() {
        assert_eq!(merge_weights(Shape::Cosine, 1).unwrap(), [1.0]);
        assert_eq!(merge_weights(Shape::Cosine, 2).unwrap(), [0.5, 0.5]);
        // Heights sqrt(1/4) and sqrt(3/4) below 1.
        let weights = merge_weights(Shape::OneMinusPower { power: 0.5 }, 3).unwrap();
        let root = 0.866_025_403_784_438_6;
        assert_eq!(weights, [0.5, root - 0.5, 1.0 - root]);
    }

    #[test]
    fn the_sum_is_exactly_1_in_any_order_and_nothing_is_negative() {
        let shapes = [
            Shape::Linear,
            Shape::Cosine,
            Shape::REX,
            Shape::SinePower { power: 0.3 },
            Shape::Logarithmic { ratio: 1e9 },
            Shape::Rex { constant: 1e-9 },
            Shape::Polynomial { power: 7.3 },
            Shape::OneMinusPower { power: 0.5 },
            Shape::Exponential { ratio: 0.1 },
            Shape::Exponential { ratio: 1e200 },
            Shape::Tanh { lower: -6.0, upper: 3.0 },
            Shape::PolynomialK { k: 0.3, power: 1e-3 },
        ];
        for shape in shapes {
            for checkpoints in [1, 2, 3, 7, 8, 100, 9_999] {
                let weights = merge_weights(shape, checkpoints).unwrap();
                assert_eq!(weights.len(), checkpoints);
                assert!(weights.iter().all(|weight| *weight >= 0.0), "{shape:?}: {weights:?}");
                assert_eq!(weights.iter().sum::<f64>(), 1.0, "{shape:?}");
                assert_eq!(weights.iter().rev().sum::<f64>(), 1.0, "{shape:?}");
                let (even, odd): (Vec<_>, Vec<_>) = weights.iter().enumerate().partition(|(i, _)| i % 2 == 0);
                assert_eq!(
                    even.iter().chain(&odd).map(|(_, weight)| **weight).sum::<f64>(),
                    1.0,
                    "{shape:?}"
                );
            }
        }
    }

    #[test]
    fn what_has_no_weights_is_an_error() {
        let message = |error: Result<Vec<f64>, Error>| error.unwrap_err().to_string();
        assert_eq!(message(merge_weights(Shape::Linear, 0)), "`checkpoints` is 0, but must be at least 1");
        assert!(message(merge_weights(Shape::Linear, usize::MAX)).ends_with("must be few enough for memory"));
        assert!(message(merge_weights(Shape::Harmonic, 3)).starts_with("`end` is 0.0"));
        assert!(merge_weights(Shape::Polynomial { power: -1.0 }, 3).is_err());
    }
}
