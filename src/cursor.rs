//! One counter that hands out steps with their rates.

use crate::Scheduler;
#[cfg(feature = "serde")]
use crate::data::Located;

/// A schedule and the number of updates made so far, for loops that want one thing to keep.
///
/// [`update`](Self::update) hands out the step and rate of the next update together; the counter moves when
/// that update is [`done`](Update::done), which uses it up, so it cannot move twice. An update that is
/// dropped instead was skipped, as when mixed precision finds an overflow: the next one has the same
/// step. As an iterator it counts every item as made.
///
/// It is data (feature `serde`): `{"step": 500, "schedule": {..}}`, so a checkpoint is this and the model.
/// The step is the number of updates *made*; the rate of the next one is [`lr`](Self::lr).
///
/// # Example
///
/// ```
/// use lr_schedule::{Cursor, LinearDecay};
///
/// let mut cursor = Cursor::new(LinearDecay::new(1.0, 0.0, 4)?);
/// while cursor.step() < 3 {
///     let update = cursor.update();
///     let trained = update.lr() > 0.0; // train with update.lr(), see whether it worked
///     if trained {
///         update.done();
///     }
/// }
/// assert_eq!(cursor.lr(), 0.25);
///
/// let rest: Vec<_> = cursor.by_ref().take(2).collect();
/// assert_eq!(rest, [(3, 0.25), (4, 0.0)]);
/// assert_eq!(cursor.step(), 5);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(from = "Located<CursorFields<S>>", bound(deserialize = "S: serde::Deserialize<'de>"))
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[must_use = "a cursor does nothing until it is asked for updates"]
pub struct Cursor<S> {
    step: usize,
    schedule: S,
}

impl<S: Scheduler> Cursor<S> {
    /// A cursor before the first update.
    pub const fn new(schedule: S) -> Self {
        Self { step: 0, schedule }
    }

    /// How many updates have been made, which is the step of the next one.
    #[must_use]
    pub const fn step(&self) -> usize {
        self.step
    }

    /// The rate of the next update. Asking does not move the counter.
    #[must_use]
    pub fn lr(&self) -> f64 {
        self.schedule.lr(self.step)
    }

    /// The next update, to be trained and then declared done.
    pub fn update(&mut self) -> Update<'_> {
        let lr = self.lr();
        Update { step: &mut self.step, lr }
    }

    /// Goes to where `step` updates have been made.
    pub const fn seek(&mut self, step: usize) {
        self.step = step;
    }

    /// The schedule.
    pub const fn schedule(&self) -> &S {
        &self.schedule
    }
}

impl<S: Scheduler> Iterator for Cursor<S> {
    type Item = (usize, f64);

    /// The next step and its rate. It never ends; after `usize::MAX` updates it stays there.
    fn next(&mut self) -> Option<Self::Item> {
        let update = self.update();
        let item = (update.step(), update.lr());
        update.done();
        Some(item)
    }
}

/// An update that has been handed out by [`Cursor::update`] and is not made yet.
#[derive(Debug)]
#[must_use = "an update counts only when it is done"]
pub struct Update<'a> {
    step: &'a mut usize,
    lr: f64,
}

impl Update<'_> {
    /// The step of this update.
    #[must_use]
    pub const fn step(&self) -> usize {
        *self.step
    }

    /// The rate of this update.
    #[must_use]
    pub const fn lr(&self) -> f64 {
        self.lr
    }

    /// Counts the update as made.
    pub const fn done(self) {
        *self.step = self.step.saturating_add(1);
    }
}

#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct CursorFields<S> {
    step: usize,
    schedule: S,
}

#[cfg(feature = "serde")]
impl<S> From<Located<CursorFields<S>>> for Cursor<S> {
    fn from(Located(fields): Located<CursorFields<S>>) -> Self {
        Self { step: fields.step, schedule: fields.schedule }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LinearDecay;

    #[test]
    fn hands_out_what_lr_gives_from_step_0_on() {
        let schedule = LinearDecay::new(1.0, 0.0, 4).unwrap();
        assert!(Cursor::new(schedule).take(9).eq(schedule.rates(0..9)));
    }

    #[test]
    fn a_dropped_update_was_skipped() {
        let mut cursor = Cursor::new(LinearDecay::new(1.0, 0.0, 4).unwrap());
        cursor.update().done();
        drop(cursor.update());
        assert_eq!((cursor.step(), cursor.lr()), (1, 0.75));
        cursor.seek(3);
        assert_eq!(cursor.next(), Some((3, 0.25)));
    }

    #[test]
    fn the_last_step_of_all_is_where_it_stays() {
        let mut cursor = Cursor::new(LinearDecay::new(1.0, 0.5, 4).unwrap());
        cursor.seek(usize::MAX);
        assert_eq!([cursor.next(), cursor.next()], [Some((usize::MAX, 0.5)); 2]);
    }
}
