//! One schedule after another.

use core::fmt;

use crate::{Phase, Scheduler, curve::piecewise};

/// Follows one schedule until step `at`, then another from its own step 0.
///
/// ```text
/// lr(step) = first.lr(step)        for step < at
///          = next.lr(step - at)    from `at` on
/// ```
///
#[cfg_attr(doc, doc = include_str!("../../doc/curves/then.svg"))]
///
/// With `at == 0` the first schedule is never used. The rate may jump at `at`, as `next` starts at its own first rate; to
/// continue from the current rate, use [`cooldown`](Scheduler::cooldown).
///
/// Equals PyTorch `SequentialLR([first, next], milestones = [at])` and optax `join_schedules([first, next], [at])`.
/// Chaining is associative: `a.then(m, b).then(m + n, c)` equals `a.then(m, b.then(n, c))`.
///
/// # Example
///
/// ```
/// use lr_schedule::{Constant, LinearDecay, Scheduler};
///
/// let schedule = Constant::new(0.1)?.then(100, LinearDecay::new(0.1, 0.0, 50)?);
/// assert_eq!(schedule.lr(99), 0.1);
/// assert_eq!(schedule.lr(125), 0.05);
/// assert_eq!(schedule.lr(150), 0.0);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct Then<A, B> {
    first: A,
    at: usize,
    next: B,
}

impl<A, B> Then<A, B> {
    pub(crate) const fn new(first: A, at: usize, next: B) -> Self {
        Self { first, at, next }
    }

    /// The schedule before step `at`.
    pub const fn first(&self) -> &A {
        &self.first
    }

    crate::param::getters! {
        /// The first step of `next`.
        at: usize,
    }

    /// The schedule from step `at` on.
    pub const fn next(&self) -> &B {
        &self.next
    }

    pub(crate) fn map_inner<T>(self, first: impl Fn(A) -> T, next: impl Fn(B) -> T) -> Then<T, T> {
        Then { first: first(self.first), at: self.at, next: next(self.next) }
    }
}

impl<A: Scheduler, B: Scheduler> Scheduler for Then<A, B> {
    #[inline]
    fn lr(&self, step: usize) -> f64 {
        match step.checked_sub(self.at) {
            Some(step) => self.next.lr(step),
            None => self.first.lr(step),
        }
    }

    fn settles_at(&self) -> Option<usize> {
        self.next.settles_at()?.checked_add(self.at)
    }

    fn phase(&self, step: usize) -> Option<Phase> {
        match step.checked_sub(self.at) {
            Some(step) => Some(self.next.phase(step)?.later(self.at)),
            None => Some(self.first.phase(step)?.until(self.at)),
        }
    }

    fn fill(&self, start: usize, rates: &mut [f64]) {
        let first = |step, rates: &mut [f64]| self.first.fill(step, rates);
        piecewise::in_two(start, rates, self.at, first, |step, rates| self.next.fill(step, rates));
    }
}

impl<A: fmt::Display, B: fmt::Display> fmt::Display for Then<A, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#} until step {}, then {:#}", self.first, self.at, self.next)
    }
}

crate::serial::data! {
    Then<A: Scheduler, B: Scheduler> { first: A, at: usize, next: B }
    => Ok(Self::new(first, at, next))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Constant, LinearDecay};

    #[test]
    fn the_next_schedule_begins_at_its_own_step_0() {
        let schedule = Constant::new(0.5).unwrap().then(2, LinearDecay::new(1.0, 0.0, 2).unwrap());
        assert_eq!([0, 1, 2, 3, 4, 5].map(|step| schedule.lr(step)), [0.5, 0.5, 1.0, 0.5, 0.0, 0.0]);
        assert_eq!(schedule.settles_at(), Some(4));
    }

    #[test]
    fn the_last_step_of_all_can_be_the_boundary() {
        let schedule = Constant::new(0.5).unwrap().then(usize::MAX, Constant::new(1.0).unwrap());
        assert_eq!([usize::MAX - 1, usize::MAX].map(|step| schedule.lr(step)), [0.5, 1.0]);
    }
}
