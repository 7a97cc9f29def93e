//! How each adaptor converts its lengths, and the step at which its inner schedule begins.

use super::clock::{Clock, divided, gcd};
use super::{Rescale, Schedule};
use crate::adaptors::{
    Clamped, Cooldown, Delayed, PerEpoch, Product, Repeated, Scaled, Skip, Stretched, Sum, Then, Warmup,
};
use crate::dynamic::Composition;
use crate::{Error, Scheduler};

impl Rescale for Warmup<Schedule> {
    fn rescale(&self, clock: Clock) -> Result<Schedule, Error> {
        let inner = self.schedule().rescale(clock.later(self.steps()))?;
        Ok(inner.warmup_with(clock.length(self.steps()), self.start(), self.shape())?.compose())
    }
}

impl Rescale for Cooldown<Schedule> {
    fn rescale(&self, clock: Clock) -> Result<Schedule, Error> {
        let (at, steps) = (clock.length(self.at()), clock.length_from(self.at(), self.steps()));
        Ok(self.schedule().rescale(clock)?.cooldown(at, steps, self.end(), self.shape())?.compose())
    }
}

impl Rescale for Scaled<Schedule> {
    fn rescale(&self, clock: Clock) -> Result<Schedule, Error> {
        Ok(self.schedule().rescale(clock)?.scaled(self.factor())?.compose())
    }
}

impl Rescale for Clamped<Schedule> {
    fn rescale(&self, clock: Clock) -> Result<Schedule, Error> {
        Ok(self.schedule().rescale(clock)?.clamped(self.min(), self.max())?.compose())
    }
}

impl Rescale for Delayed<Schedule> {
    fn rescale(&self, clock: Clock) -> Result<Schedule, Error> {
        let inner = self.schedule().rescale(clock.later(self.steps()))?;
        Ok(inner.delayed(clock.length(self.steps())).compose())
    }
}

impl Rescale for Skip<Schedule> {
    fn rescale(&self, clock: Clock) -> Result<Schedule, Error> {
        let clock = clock.earlier(self.steps());
        Ok(self.schedule().rescale(clock)?.skip(clock.length(self.steps())).compose())
    }
}

impl Rescale for Repeated<Schedule> {
    fn rescale(&self, clock: Clock) -> Result<Schedule, Error> {
        if self.period() == 1 {
            return Ok(self.clone().compose()); // only the first rate is ever used
        }
        clock.recurring(&[self.period()], |clock| {
            Ok(self.schedule().rescale(clock)?.repeated(clock.period(self.period()))?.compose())
        })
    }
}

impl Rescale for PerEpoch<Schedule> {
    fn rescale(&self, clock: Clock) -> Result<Schedule, Error> {
        clock.recurring(&[self.steps_per_epoch()], |clock| {
            Ok(self.schedule().clone().per_epoch(clock.period(self.steps_per_epoch()))?.compose())
        })
    }
}

impl Rescale for Stretched<Schedule> {
    fn rescale(&self, clock: Clock) -> Result<Schedule, Error> {
        // Common factors cancel between the two ratios, not within one, so a ratio of 1 changes nothing.
        let (a, b) = (gcd(self.from(), clock.to), gcd(self.to(), clock.from));
        let product = |first, second| u128::saturating_mul(first as u128, second as u128);
        let mut from = product(divided(self.from(), a), divided(clock.from, b));
        let mut to = product(divided(self.to(), b), divided(clock.to, a));
        let most = usize::MAX as u128;
        while from > most || to > most {
            (from, to) = ((from / 2).max(1), (to / 2).max(1));
        }
        let narrow = |count| usize::try_from(count).unwrap_or(usize::MAX);
        Ok(self.schedule().clone().stretched(narrow(from), narrow(to))?.compose())
    }
}

impl Rescale for Then<Schedule, Schedule> {
    fn rescale(&self, clock: Clock) -> Result<Schedule, Error> {
        let next = self.next().rescale(clock.later(self.at()))?;
        Ok(self.first().rescale(clock)?.then(clock.length(self.at()), next).compose())
    }
}

impl Rescale for Product<Schedule, Schedule> {
    fn rescale(&self, clock: Clock) -> Result<Schedule, Error> {
        let (first, second) = self.schedules();
        Ok(first.rescale(clock)?.times(second.rescale(clock)?).compose())
    }
}

impl Rescale for Sum<Schedule, Schedule> {
    fn rescale(&self, clock: Clock) -> Result<Schedule, Error> {
        let (first, second) = self.schedules();
        Ok(first.rescale(clock)?.plus(second.rescale(clock)?).compose())
    }
}
