//! A schedule over another number of steps.

mod adaptors;
mod clock;
mod schedules;

use super::Schedule;
use crate::{Error, param};
use clock::Clock;

/// A schedule whose lengths can be converted.
pub(super) trait Rescale {
    /// The same curve with every length converted by `clock`.
    fn rescale(&self, clock: Clock) -> Result<Schedule, Error>;
}

impl Schedule {
    /// The same curve for a run of another length: multiplies every length by `to / from`.
    ///
    /// ```text
    /// boundary at step b    ->    boundary at step round(b * to / from)
    /// ```
    ///
    /// One file over 1,000 steps then serves every run: `schedule.rescaled(1_000, updates)?`. Rates do not change;
    /// warmups, decays and milestones keep their fractions of the run.
    ///
    /// - **Boundaries are rounded, not lengths**, half up and counted from the beginning of the run: if a warmup and a
    ///   decay add up to `from` steps, they add up to `to`. A phase that becomes shorter than a step may vanish; a
    ///   warmup before it then ends at the first rate of the next phase.
    /// - **Recurring periods** are not rounded, as the error would add up: `every`, `period`, `up`, `down` and
    ///   `steps_per_epoch` are multiplied if that gives whole numbers. If not, the recurring part is sampled from a
    ///   finer clock, exactly at `step * from / to`: a [`Stretched`](crate::adaptors::Stretched) from `from / gcd` to 1
    ///   around a schedule that is `to / gcd` times as long. Shrinking cycles of [`WarmRestarts`](crate::WarmRestarts)
    ///   end when they become shorter than a step, as always.
    /// - **Curves without boundaries** keep their values at `step * from / to`: exponential and inverse-time decays
    ///   adapt `gamma` where `every` is rounded, and so does [`CyclicMode::ExpRange`](crate::CyclicMode::ExpRange). The
    ///   `timescale` of an [`InverseSqrtDecay`](crate::InverseSqrtDecay) is rounded, to at least 1, and
    ///   [`Noam`](crate::Noam) keeps its peak rate.
    /// - [`OneCycle`](crate::OneCycle) reaches its final rate one step before the end at any length.
    /// - [`Stretched`](crate::adaptors::Stretched) multiplies its own ratio. Lengths inside `per_epoch` and `stretched`
    ///   do not count steps of the run, and stay as they are.
    ///
    /// A length beyond `usize::MAX` becomes `usize::MAX`. With `from == to` nothing changes.
    ///
    /// # Errors
    ///
    /// If `from` or `to` is 0, a geometric or harmonic transition loses the phase that kept it from a rate
    /// of 0, or adaptors for finer clocks make the result nest more than [`MAX_DEPTH`](Self::MAX_DEPTH) deep.
    ///
    /// # Example
    ///
    /// ```
    /// use lr_schedule::{Schedule, Scheduler, Shape, presets};
    ///
    /// // 5 % warmup, cooldown over the last 20 %.
    /// let plan: Schedule = presets::warmup_stable_decay(1e-3, 0.0, 50, 200, 1_000, Shape::Linear)?.into();
    /// let run = plan.rescaled(1_000, 12_345)?;
    /// assert_eq!(run.lr(617), 1e-3); // 617.25
    /// assert_eq!(run.lr(9_876), 1e-3);
    /// assert!(run.lr(9_877) < 1e-3);
    /// assert_eq!(run.settles_at(), Some(12_345));
    /// # Ok::<(), lr_schedule::Error>(())
    /// ```
    pub fn rescaled(&self, from: usize, to: usize) -> Result<Self, Error> {
        let (from, to) = (param::at_least_one("from", from)?, param::at_least_one("to", to)?);
        self.rescale(Clock::new(from.get(), to.get()))?.checked()
    }

    fn rescale(&self, clock: Clock) -> Result<Self, Error> {
        self.as_dyn().rescale(clock)
    }
}
