//! The drivers: loops over a sweep.

use alloc::vec::Vec;

use super::{LrRangeFinder, Report, SweepError, robust};
use crate::{Error, param};

/// # Running it
///
/// | the closure trains | infallible | fallible |
/// |---|---|---|
/// | the state that it captures | [`run`](Self::run) | [`try_run`](Self::try_run) |
/// | a clone of a state | [`run_on`](Self::run_on) | [`try_run_on`](Self::try_run_on) |
/// | a new state for each sweep | [`repeat`](Self::repeat) | [`try_repeat`](Self::try_repeat) |
/// | a state that is restored | any of these, with [`Restore`](super::Restore) | |
///
/// All of them loop over [`sweep`](Self::sweep), which serves loops that cannot be closures.
impl LrRangeFinder {
    /// Runs the sweep: the closure trains one update at a rate and returns its loss.
    pub fn run(&self, mut train: impl FnMut(f64) -> f64) -> Report {
        let mut sweep = self.sweep();
        while let Some(lr) = sweep.next_lr() {
            sweep.record(train(lr));
        }
        sweep.into_report()
    }

    /// Runs the sweep with a closure that can fail.
    ///
    /// # Errors
    ///
    /// The closure's error, together with the points so far. With `?` it converts into `anyhow::Error` and
    /// `Box<dyn Error>`, whatever the closure's error is.
    ///
    /// ```
    /// use lr_schedule::LrRangeFinder;
    ///
    /// let finder = LrRangeFinder::new(1e-3, 1.0, 100)?;
    /// let mut batches = [0.9, 0.8, 0.7].into_iter();
    /// let error = finder.try_run(|_lr| batches.next().ok_or("out of data")).unwrap_err();
    /// assert_eq!(error.report().points().len(), 3);
    /// assert_eq!(error.into_source(), "out of data");
    /// # Ok::<(), lr_schedule::Error>(())
    /// ```
    pub fn try_run<E>(&self, mut train: impl FnMut(f64) -> Result<f64, E>) -> Result<Report, SweepError<E>> {
        let mut sweep = self.sweep();
        while let Some(lr) = sweep.next_lr() {
            match train(lr) {
                Ok(loss) => sweep.record(loss),
                Err(source) => {
                    sweep.stop();
                    return Err(SweepError::new(source, sweep.into_report()));
                }
            }
        }
        Ok(sweep.into_report())
    }

    /// Runs the sweep on a clone of `state`, with everything that the closure changes: model, optimizer,
    /// position in the data.
    ///
    /// **The clone must not share storage with the original.** Clones of candle's `VarMap` and `Var`, of tch's
    /// `Tensor`, and of anything in an `Rc` or `Arc` do: the sweep would train the original until it diverges, and the
    /// suggestion would still look right. For these, call [`run`](Self::run) on a new state or use
    /// [`Restore`](super::Restore). burn's modules and optimizers are values, and can be cloned.
    ///
    /// ```
    /// use lr_schedule::LrRangeFinder;
    ///
    /// let model = vec![5.0_f64];
    /// let report = LrRangeFinder::new(1e-5, 100.0, 100)?.run_on(&model, |model, lr| {
    ///     let loss = model[0] * model[0];
    ///     model[0] -= lr * 2.0 * model[0];
    ///     loss
    /// });
    /// assert_eq!(model, [5.0]);
    /// assert!(report.suggest().is_ok());
    /// # Ok::<(), lr_schedule::Error>(())
    /// ```
    pub fn run_on<S: Clone>(&self, state: &S, mut train: impl FnMut(&mut S, f64) -> f64) -> Report {
        let mut state = state.clone();
        self.run(|lr| train(&mut state, lr))
    }

    /// [`run_on`](Self::run_on) with a closure that can fail. Here too the clone must not share storage with the
    /// original.
    ///
    /// # Errors
    ///
    /// The closure's error, together with the points so far.
    pub fn try_run_on<S: Clone, E>(
        &self,
        state: &S,
        mut train: impl FnMut(&mut S, f64) -> Result<f64, E>,
    ) -> Result<Report, SweepError<E>> {
        let mut state = state.clone();
        self.try_run(|lr| train(&mut state, lr))
    }

    /// Runs `times` sweeps, each on a new state, and reports the median loss at each rate.
    ///
    /// `make_state` is called with the number of the sweep, from 0, which can select other batches or weights. It must
    /// build a new state: a clone that shares storage would begin where the previous sweep ended. The curve ends where
    /// the median is not finite, because half of the sweeps have ended.
    ///
    /// # Errors
    ///
    /// If `times` is 0.
    ///
    /// ```
    /// use lr_schedule::LrRangeFinder;
    ///
    /// let finder = LrRangeFinder::new(1e-5, 100.0, 100)?;
    /// let report = finder.repeat(3, |seed| 4.0 + seed as f64, |x, lr| {
    ///     let loss = *x * *x;
    ///     *x -= lr * 2.0 * *x;
    ///     loss
    /// })?;
    /// assert_eq!(report.points()[0].loss, 25.0);
    /// assert!(report.suggest().is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn repeat<S>(
        &self,
        times: usize,
        mut make_state: impl FnMut(usize) -> S,
        mut train: impl FnMut(&mut S, f64) -> f64,
    ) -> Result<Report, Error> {
        let report = self.try_repeat(times, |sweep| Ok(make_state(sweep)), |state, lr| Ok(train(state, lr)));
        report.map_err(SweepError::into_source)
    }

    /// [`repeat`](Self::repeat) with closures that can fail.
    ///
    /// # Errors
    ///
    /// The closures' error, together with the points of the sweep that failed; and if `times` is 0.
    ///
    /// ```
    /// use lr_schedule::LrRangeFinder;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let files = ["2.0", "1.5", "3.0"];
    /// let make = |sweep: usize| Ok(files[sweep].parse()?);
    /// let train = |x: &mut f64, lr: f64| -> Result<f64, Box<dyn std::error::Error>> {
    ///     let loss = *x * *x;
    ///     *x -= lr * 2.0 * *x;
    ///     Ok(loss)
    /// };
    /// let report = LrRangeFinder::default().try_repeat(3, make, train)?;
    /// assert_eq!(report.points()[0].loss, 4.0);
    /// # Ok(())
    /// # }
    /// ```
    pub fn try_repeat<S, E: From<Error>>(
        &self,
        times: usize,
        mut make_state: impl FnMut(usize) -> Result<S, E>,
        mut train: impl FnMut(&mut S, f64) -> Result<f64, E>,
    ) -> Result<Report, SweepError<E>> {
        let unstarted = |source| SweepError::new(source, self.sweep().into_report());
        param::at_least_one("times", times).map_err(|error| unstarted(error.into()))?;
        let sweeps = (0..times).map(|sweep| {
            let mut state = make_state(sweep).map_err(unstarted)?;
            self.try_run(|lr| train(&mut state, lr))
        });
        Ok(self.median(&sweeps.collect::<Result<Vec<_>, _>>()?))
    }

    /// The median loss at each rate.
    fn median(&self, sweeps: &[Report]) -> Report {
        let mut median = self.without_early_stop().sweep();
        while median.next_lr().is_some() {
            let step = median.points().len();
            // In the median, a sweep that has ended counts as an infinite loss.
            let loss = |sweep: &Report| sweep.points().get(step).map_or(f64::INFINITY, |point| point.loss);
            median.record(robust::median(sweeps.iter().map(loss).collect()));
        }
        median.into_report()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finder::StopReason;

    #[test]
    fn repeated_sweeps_give_the_median_of_those_that_last() {
        let finder = LrRangeFinder::new(1e-3, 1.0, 4).unwrap();
        // Three sweeps: losses 1, 2 and 9; the second blows up at its second step, the third at its third.
        let curves = [[1.0, 1.0, 1.0, 1.0], [2.0, f64::NAN, 0.0, 0.0], [9.0, 9.0, f64::NAN, 0.0]];
        let next = |state: &mut core::array::IntoIter<f64, 4>, _| state.next().unwrap();
        let report = finder.repeat(3, |sweep| curves[sweep].into_iter(), next).unwrap();
        let losses: Vec<f64> = report.points().iter().map(|point| point.loss).collect();
        assert_eq!(losses, [2.0, 9.0]);
        assert_eq!(report.stop_reason(), StopReason::NonFinite { lr: finder.lr(2) });
        assert!(finder.repeat(0, |_| (), |(), _| 0.0).is_err());
    }
}
