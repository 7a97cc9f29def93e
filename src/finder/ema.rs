//! Bias-corrected exponential moving averages.

/// An exponential moving average of losses.
///
/// ```text
/// m_n = smoothing * m_(n-1) + (1 - smoothing) * loss_n,    m_0 = 0
/// average = m_n / (1 - smoothing^n)
/// ```
///
/// The division corrects for the start at 0, so that a constant loss is flat from its first value on.
/// It is computed as a weighted mean of the average so far and the new loss, which keeps a constant
/// exactly constant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ema {
    smoothing: f64,
    /// `(1 - smoothing^n) / (1 - smoothing)`: the weights so far, in units of the newest.
    weight: f64,
    value: f64,
}

impl Ema {
    pub(super) const fn new(smoothing: f64) -> Self {
        Self { smoothing, weight: 0.0, value: 0.0 }
    }

    /// Adds a finite loss and returns the average.
    pub(super) fn add(&mut self, loss: f64) -> f64 {
        self.weight = self.smoothing * self.weight + 1.0;
        let share = 1.0 / self.weight;
        // The difference of two huge losses can overflow; their weighted parts cannot.
        self.value = if share == 1.0 { loss } else { self.value * (1.0 - share) + loss * share };
        self.value
    }
}

#[cfg(test)]
mod tests {
    use approx::assert_relative_eq;

    use super::*;

    #[test]
    fn corrects_for_the_start() {
        // m = 0.5, 1.25, 2.125 for losses 1, 2, 3; divided by 0.5, 0.75, 0.875
        let mut ema = Ema::new(0.5);
        for (loss, expected) in [(1.0, 1.0), (2.0, 5.0 / 3.0), (3.0, 17.0 / 7.0)] {
            assert_relative_eq!(ema.add(loss), expected, max_relative = 1e-15);
        }
    }

    #[test]
    fn no_smoothing_is_the_loss_itself() {
        let mut ema = Ema::new(0.0);
        assert_eq!([3.0, -1.0, 1e300].map(|loss| ema.add(loss)), [3.0, -1.0, 1e300]);
    }

    #[test]
    fn huge_losses_do_not_overflow() {
        let mut ema = Ema::new(0.9);
        assert!([f64::MAX, f64::MIN, f64::MAX, f64::MAX].into_iter().all(|loss| ema.add(loss).is_finite()));
    }
}
