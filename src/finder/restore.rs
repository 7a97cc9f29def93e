//! A guard that restores a state.

use core::fmt;
use core::ops::{Deref, DerefMut};

/// A borrowed state that is restored at the end of the borrow: after a sweep, an early stop, an error or a panic.
///
/// For states that cannot be cloned, or whose clones share storage (see
/// [`LrRangeFinder::run_on`](super::LrRangeFinder::run_on)). It dereferences to the state, so it works with every
/// driver. `save` returns the argument of `restore`; include the optimizer and, to repeat the same batches, the
/// position in the data.
///
/// ```
/// use lr_schedule::LrRangeFinder;
/// use lr_schedule::finder::Restore;
///
/// let mut weights = vec![5.0_f64]; // stands for a model whose clones share their weights
/// let mut model = Restore::new(&mut weights, |weights| weights.clone(), |weights, saved| *weights = saved);
/// let report = LrRangeFinder::default().run(|lr| {
///     let loss = model[0] * model[0];
///     model[0] -= lr * 2.0 * model[0];
///     loss
/// });
/// drop(model);
/// assert_eq!(weights, [5.0]);
/// assert!(report.suggest().is_ok());
/// # Ok::<(), lr_schedule::Error>(())
/// ```
///
/// If saving can fail, save first and move the result in; if restoring can fail, end with [`restore`](Self::restore),
/// which returns the outcome:
///
/// ```
/// # use lr_schedule::finder::Restore;
/// # #[derive(Debug, PartialEq)] struct Model(f64);
/// # impl Model {
/// #     fn save(&self) -> Result<f64, String> { Ok(self.0) }
/// #     fn load(&mut self, saved: f64) -> Result<(), String> { self.0 = saved; Ok(()) }
/// # }
/// # let mut model = Model(1.0);
/// let saved = model.save()?;
/// let mut guarded = Restore::new(&mut model, |_| saved, |model, saved| model.load(saved));
/// guarded.0 = f64::NAN; // a sweep
/// if let Some(outcome) = guarded.restore() {
///     outcome?;
/// }
/// # assert_eq!(model, Model(1.0));
/// # Ok::<(), String>(())
/// ```
pub struct Restore<'a, S: ?Sized, T, R, F: FnOnce(&mut S, T) -> R> {
    state: &'a mut S,
    /// `None` once it has been used.
    saved: Option<(T, F)>,
}

impl<'a, S: ?Sized, T, R, F: FnOnce(&mut S, T) -> R> Restore<'a, S, T, R, F> {
    /// Saves the state, to be restored when this value is dropped.
    pub fn new(state: &'a mut S, save: impl FnOnce(&S) -> T, restore: F) -> Self {
        let saved = Some((save(state), restore));
        Self { state, saved }
    }

    /// Restores the state now and returns the outcome, which is always `Some`.
    pub fn restore(mut self) -> Option<R> {
        self.apply()
    }

    fn apply(&mut self) -> Option<R> {
        let (saved, restore) = self.saved.take()?;
        Some(restore(self.state, saved))
    }
}

impl<S: ?Sized, T, R, F: FnOnce(&mut S, T) -> R> Drop for Restore<'_, S, T, R, F> {
    fn drop(&mut self) {
        self.apply();
    }
}

impl<S: ?Sized, T, R, F: FnOnce(&mut S, T) -> R> Deref for Restore<'_, S, T, R, F> {
    type Target = S;

    fn deref(&self) -> &S {
        self.state
    }
}

impl<S: ?Sized, T, R, F: FnOnce(&mut S, T) -> R> DerefMut for Restore<'_, S, T, R, F> {
    fn deref_mut(&mut self) -> &mut S {
        self.state
    }
}

impl<S: ?Sized + fmt::Debug, T, R, F: FnOnce(&mut S, T) -> R> fmt::Debug for Restore<'_, S, T, R, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Restore").field("state", &self.state).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_shows_the_state() {
        let mut state = 3;
        let guarded = Restore::new(&mut state, |state| *state, |state, saved| *state = saved);
        assert_eq!(alloc::format!("{guarded:?}"), "Restore { state: 3, .. }");
    }
}
