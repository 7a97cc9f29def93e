//! The first difference of two schedules.

use core::ops::Range;

use crate::Scheduler;

/// The first step at which two schedules give different rates.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Difference {
    /// The step.
    pub step: usize,
    /// The rate of the first schedule there.
    pub left: f64,
    /// The rate of the second schedule there.
    pub right: f64,
}

impl core::fmt::Display for Difference {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Self { step, left, right } = self;
        write!(f, "the rates differ from step {step}: {left:?} and {right:?}")
    }
}

/// Finds the first of `steps` at which the rates of two schedules differ, even by one bit.
///
/// When a run resumes with a changed configuration, compare the schedule in the checkpoint with the requested one. A
/// difference before the step of the checkpoint means that past updates did not follow the new schedule; one after it
/// is the intended change.
///
/// O(n) in the number of steps, but stops once both schedules have [settled](Scheduler::settles_at).
///
/// # Example
///
/// ```
/// use lr_schedule::{CosineDecay, Scheduler, Shape, training::first_difference};
///
/// let saved = CosineDecay::new(0.1, 0.0, 1_000)?;
/// let asked = saved.cooldown(600, 100, 0.0, Shape::Linear)?;
/// assert_eq!(first_difference(&saved, &asked, 0..600), None);
/// assert_eq!(first_difference(&saved, &asked, 0..2_000).unwrap().step, 601);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
pub fn first_difference(
    left: &(impl Scheduler + ?Sized),
    right: &(impl Scheduler + ?Sized),
    steps: Range<usize>,
) -> Option<Difference> {
    // Once both have settled, one step stands for all.
    let settled = left.settles_at().zip(right.settles_at()).map(|(left, right)| left.max(right));
    let end = settled.map_or(steps.end, |settled| steps.end.min(settled.max(steps.start).saturating_add(1)));
    (steps.start..end)
        .map(|step| Difference { step, left: left.lr(step), right: right.lr(step) })
        .find(|pair| pair.left.to_bits() != pair.right.to_bits())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Constant, LinearDecay};

    #[test]
    fn finds_the_first_step_and_both_rates() {
        let left = LinearDecay::new(1.0, 0.0, 4).unwrap();
        let right = left.then(2, Constant::new(0.5).unwrap());
        let difference = Difference { step: 3, left: 0.25, right: 0.5 };
        assert_eq!(first_difference(&left, &right, 0..100), Some(difference));
        assert_eq!(first_difference(&left, &right, 0..3), None);
        assert_eq!(difference.to_string(), "the rates differ from step 3: 0.25 and 0.5");
    }

    #[test]
    fn a_range_without_end_takes_no_longer_than_the_schedules() {
        let line = LinearDecay::new(1.0, 0.0, 1_000).unwrap();
        assert_eq!(first_difference(&line, &line, 0..usize::MAX), None);
        assert_eq!(first_difference(&line, &line, 5_000..usize::MAX), None);
        let other = LinearDecay::new(1.0, 0.5, 1_000).unwrap();
        assert_eq!(first_difference(&line, &other, 5_000..usize::MAX).map(|found| found.step), Some(5_000));
    }
}
