//! A schedule together with a step counter.

use crate::{ParamGroups, Scheduler};

/// A schedule together with a step counter.
///
/// [`advance`](Self::advance) returns the step and rate of the next update and adds 1 to the counter. If an update may
/// be skipped, as when mixed precision finds an overflow, read [`lr`](Self::lr) and advance only after the update. As
/// an iterator, a cursor yields the pairs that `advance` returns, without end.
///
/// Serialized as `{"step": 500, "schedule": {..}}` (feature `serde`), to be saved with the model.
///
/// # Example
///
/// ```
/// use lr_schedule::{Cursor, LinearDecay};
///
/// let mut cursor = Cursor::new(LinearDecay::new(1.0, 0.0, 4)?);
/// assert_eq!(cursor.advance(), (0, 1.0));
/// assert_eq!(cursor.advance(), (1, 0.75));
/// assert_eq!(cursor.lr(), 0.5); // reading does not advance
/// assert_eq!(cursor.step(), 2);
///
/// cursor.seek(3);
/// assert_eq!(cursor.advance(), (3, 0.25));
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use = "a cursor does nothing until it is advanced"]
pub struct Cursor<S> {
    step: usize,
    schedule: S,
}

impl<S> Cursor<S> {
    /// A cursor at step 0.
    pub const fn new(schedule: S) -> Self {
        Self { step: 0, schedule }
    }

    crate::param::getters! {
        /// The number of completed updates, so also the index of the next update.
        step: usize,
    }

    /// Moves to `step`, as after a resume.
    pub const fn seek(&mut self, step: usize) {
        self.step = step;
    }

    /// The schedule.
    pub const fn schedule(&self) -> &S {
        &self.schedule
    }
}

impl<S: Scheduler> Cursor<S> {
    /// The rate of the next update. Reading it does not advance the cursor.
    #[must_use]
    pub fn lr(&self) -> f64 {
        self.schedule.lr(self.step)
    }

    /// Returns the step and rate of the next update and adds 1 to the counter, which stops at `usize::MAX`.
    pub fn advance(&mut self) -> (usize, f64) {
        let update = (self.step, self.lr());
        self.step = self.step.saturating_add(1);
        update
    }
}

/// One step counter for all groups.
///
/// ```
/// use lr_schedule::{Constant, Cursor, LinearDecay, ParamGroups, Schedule};
///
/// let groups: ParamGroups<Schedule> =
///     [("body", LinearDecay::new(1.0, 0.0, 4)?.into()), ("head", Schedule::from(Constant::new(0.5)?))]
///         .into_iter()
///         .collect();
/// let mut cursor = Cursor::new(groups);
/// for (name, lr) in cursor.rates() {
///     // set the rate of the group `name` to `lr`
/// #   assert_eq!(lr, if name == "body" { 1.0 } else { 0.5 });
/// }
/// cursor.advance();
/// assert_eq!(cursor.step(), 1);
/// assert!(cursor.rates().eq([("body", 0.75), ("head", 0.5)]));
/// # Ok::<(), lr_schedule::Error>(())
/// ```
impl<S: Scheduler> Cursor<ParamGroups<S>> {
    /// The rates of all groups for the next update. Reading them does not advance the cursor.
    pub fn rates(&self) -> impl Iterator<Item = (&str, f64)> {
        self.schedule.rates(self.step)
    }

    /// Returns the step of the next update and adds 1 to the counter, which stops at `usize::MAX`.
    pub const fn advance(&mut self) -> usize {
        let step = self.step;
        self.step = step.saturating_add(1);
        step
    }
}

impl<S: Scheduler> Iterator for Cursor<S> {
    type Item = (usize, f64);

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.advance())
    }
}

crate::serial::data! {
    Cursor<S> { step: usize, schedule: S }
    => Ok(Self { step, schedule })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::LinearDecay;

    #[test]
    fn yields_the_rates_of_the_schedule() {
        let schedule = LinearDecay::new(1.0, 0.0, 4).unwrap();
        assert!(Cursor::new(schedule).take(9).eq(schedule.rates(0..9)));
    }

    #[test]
    fn stops_at_the_largest_step() {
        let mut cursor = Cursor::new(LinearDecay::new(1.0, 0.5, 4).unwrap());
        cursor.seek(usize::MAX);
        assert_eq!([cursor.next(), cursor.next()], [Some((usize::MAX, 0.5)); 2]);
    }

    #[test]
    fn groups_advance_together_and_return_the_step() {
        let line = LinearDecay::new(1.0, 0.0, 4).unwrap();
        let mut cursor =
            Cursor::new(["a", "b"].map(|name| (name, line)).into_iter().collect::<ParamGroups<_>>());
        assert_eq!([cursor.advance(), cursor.advance(), cursor.advance()], [0, 1, 2]);
        assert_eq!(cursor.step(), 3);
        assert!(cursor.rates().eq([("a", 0.25), ("b", 0.25)]));
    }
}
