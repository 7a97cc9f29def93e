//! The trait, its adaptor methods, forwarding implementations, and schedulers from functions.

use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::sync::Arc;
use core::fmt;
use core::iter::FusedIterator;
use core::ops::Range;

use crate::adaptors::{
    Clamped, Cooldown, Delayed, PerEpoch, Product, Repeated, Scaled, Skip, Stretched, Sum, Then, Warmup,
};
use crate::curve::piecewise;
use crate::{Error, Phase, Shape};

/// A learning rate as a pure function of the step.
///
/// `step` is the 0-based index of an optimizer update; the rate is read before the update. A scheduler has no counter:
/// resuming a run, previewing a curve and evaluating it in several processes all just call `lr(step)`.
/// [`Schedule`](crate::Schedule) is a scheduler that can be saved and loaded.
///
/// The methods that take `self` wrap a scheduler in an adaptor, in the manner of [`Iterator`]. After `warmup`,
/// `delayed` and `then` a schedule starts at its own step 0; in `times` and `plus` both schedules use the outer step.
///
/// # Example
///
/// ```
/// use lr_schedule::{CosineDecay, Scheduler};
///
/// let schedule = CosineDecay::new(1e-3, 1e-5, 9_500)?.warmup(500, 0.0)?;
/// assert_eq!(schedule.lr(0), 0.0);
/// assert_eq!(schedule.lr(250), 5e-4);
/// assert_eq!(schedule.lr(500), 1e-3);
/// assert_eq!(schedule.lr(10_000), 1e-5);
/// assert_eq!(schedule.lr(usize::MAX), 1e-5);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
///
/// Only `lr` is required:
///
/// ```
/// use lr_schedule::Scheduler;
///
/// /// Half the rate on every odd step.
/// struct Zigzag(f64);
///
/// impl Scheduler for Zigzag {
///     fn lr(&self, step: usize) -> f64 {
///         if step % 2 == 0 { self.0 } else { self.0 / 2.0 }
///     }
/// }
///
/// assert_eq!(Zigzag(0.1).delayed(10).lr(11), 0.05);
/// ```
pub trait Scheduler {
    /// The rate for the update with this 0-based index.
    fn lr(&self, step: usize) -> f64;

    /// A step from which the rate stays constant; `None` if it never becomes constant or the step is unknown.
    ///
    /// It is computed from the parameters only, so the rate may already be constant before it, and a decay that
    /// underflows to 0 has none. For [`clamped`](Self::clamped) it is the inner schedule's step; for
    /// [`times`](Self::times) and [`plus`](Self::plus), the later of the two steps.
    fn settles_at(&self) -> Option<usize> {
        None
    }

    /// The phase that contains `step`, with its kind and range; `None` if the schedule defines no phases.
    ///
    /// [`times`](Self::times) and [`plus`](Self::plus) define none, as their two schedules may disagree.
    fn phase(&self, _step: usize) -> Option<Phase> {
        None
    }

    /// Writes the rates of the steps `start..start + rates.len()`, with the same bits as [`lr`](Self::lr).
    ///
    /// Steps beyond `usize::MAX` repeat the rate of that last step.
    fn fill(&self, start: usize, rates: &mut [f64]) {
        piecewise::step_by_step(start, rates, |step| self.lr(step));
    }

    /// Ramps linearly from `start` to the schedule's first rate over `steps`, then follows the schedule.
    ///
    /// # Errors
    ///
    /// If `start` is not finite and `>= 0`.
    fn warmup(self, steps: usize, start: f64) -> Result<Warmup<Self>, Error>
    where
        Self: Sized,
    {
        self.warmup_with(steps, start, Shape::Linear)
    }

    /// Ramps from `start` to the schedule's first rate over `steps` along `shape`, then follows the schedule.
    ///
    /// # Errors
    ///
    /// If `start` is not finite and `>= 0`, or `shape` cannot interpolate between the two rates.
    fn warmup_with(self, steps: usize, start: f64, shape: Shape) -> Result<Warmup<Self>, Error>
    where
        Self: Sized,
    {
        Warmup::new(steps, start, shape, self)
    }

    /// Switches to `next` at step `at`; `next` starts at its own step 0.
    fn then<N: Scheduler>(self, at: usize, next: N) -> Then<Self, N>
    where
        Self: Sized,
    {
        Then::new(self, at, next)
    }

    /// Follows the schedule until `at`, then goes from the rate there to `end` over `steps` along `shape`.
    ///
    /// # Errors
    ///
    /// If `end` is not finite and `>= 0`, or `shape` cannot interpolate between the two rates.
    fn cooldown(self, at: usize, steps: usize, end: f64, shape: Shape) -> Result<Cooldown<Self>, Error>
    where
        Self: Sized,
    {
        Cooldown::new(at, steps, end, shape, self)
    }

    /// Multiplies every rate by `factor`.
    ///
    /// # Errors
    ///
    /// If `factor` is not finite and `>= 0`.
    fn scaled(self, factor: f64) -> Result<Scaled<Self>, Error>
    where
        Self: Sized,
    {
        Scaled::new(factor, self)
    }

    /// Keeps every rate within `min..=max`.
    ///
    /// # Errors
    ///
    /// If a bound is not finite and `>= 0`, or `min` is above `max`.
    fn clamped(self, min: f64, max: f64) -> Result<Clamped<Self>, Error>
    where
        Self: Sized,
    {
        Clamped::new(min, max, self)
    }

    /// Multiplies the rates of two schedules.
    fn times<O: Scheduler>(self, other: O) -> Product<Self, O>
    where
        Self: Sized,
    {
        Product::new(self, other)
    }

    /// Adds the rates of two schedules.
    fn plus<O: Scheduler>(self, other: O) -> Sum<Self, O>
    where
        Self: Sized,
    {
        Sum::new(self, other)
    }

    /// Stays at the first rate for `steps`, then follows the schedule.
    fn delayed(self, steps: usize) -> Delayed<Self>
    where
        Self: Sized,
    {
        Delayed::new(steps, self)
    }

    /// Skips the first `steps` steps.
    fn skip(self, steps: usize) -> Skip<Self>
    where
        Self: Sized,
    {
        Skip::new(steps, self)
    }

    /// Repeats the first `period` steps without end.
    ///
    /// # Errors
    ///
    /// If `period` is 0.
    fn repeated(self, period: usize) -> Result<Repeated<Self>, Error>
    where
        Self: Sized,
    {
        Repeated::new(period, self)
    }

    /// Evaluates the schedule once per epoch of `steps_per_epoch` steps, with the epoch as its step.
    ///
    /// # Errors
    ///
    /// If `steps_per_epoch` is 0.
    fn per_epoch(self, steps_per_epoch: usize) -> Result<PerEpoch<Self>, Error>
    where
        Self: Sized,
    {
        PerEpoch::new(steps_per_epoch, self)
    }

    /// Stretches time so that the first `from` steps take `to` steps. Each rate is taken at a whole inner step and
    /// repeated in between; [`Schedule::rescaled`](crate::Schedule::rescaled) converts the lengths instead.
    ///
    /// # Errors
    ///
    /// If `from` or `to` is 0.
    fn stretched(self, from: usize, to: usize) -> Result<Stretched<Self>, Error>
    where
        Self: Sized,
    {
        Stretched::new(from, to, self)
    }

    /// Iterates over the steps of a range and their rates.
    ///
    /// To call it on a `&dyn Scheduler`, borrow once more, as below; a `Box<dyn Scheduler>` needs no extra borrow.
    ///
    /// ```
    /// use lr_schedule::{LinearDecay, Scheduler};
    ///
    /// let schedule = LinearDecay::new(1.0, 0.0, 4)?;
    /// let curve: Vec<_> = schedule.rates(3..6).collect();
    /// assert_eq!(curve, [(3, 0.25), (4, 0.0), (5, 0.0)]);
    ///
    /// let any: &dyn Scheduler = &schedule;
    /// assert!((&any).rates(3..6).eq(curve));
    /// # Ok::<(), lr_schedule::Error>(())
    /// ```
    fn rates(&self, steps: Range<usize>) -> Rates<'_, Self>
    where
        Self: Sized,
    {
        Rates { schedule: self, steps }
    }

    /// Boxes the schedule, so schedules of different types can share a variable or collection.
    fn boxed<'a>(self) -> Box<dyn Scheduler + Send + Sync + 'a>
    where
        Self: Sized + Send + Sync + 'a,
    {
        Box::new(self)
    }
}

/// Implements `Scheduler` by forwarding every method that can be overridden: one that is left out would fall back to
/// its default.
macro_rules! forward {
    ([$($generics:tt)*] $Type:ty, $self:ident => $inner:expr) => {
        impl<$($generics)*> $crate::Scheduler for $Type {
            #[inline]
            fn lr(&$self, step: usize) -> f64 {
                $inner.lr(step)
            }

            fn settles_at(&$self) -> Option<usize> {
                $inner.settles_at()
            }

            fn phase(&$self, step: usize) -> Option<$crate::Phase> {
                $inner.phase(step)
            }

            fn fill(&$self, start: usize, rates: &mut [f64]) {
                $inner.fill(start, rates);
            }
        }
    };
}

pub(crate) use forward;

forward!([S: Scheduler + ?Sized] &S, self => (**self));
forward!([S: Scheduler + ?Sized] Box<S>, self => (**self));
forward!([S: Scheduler + ?Sized] Rc<S>, self => (**self));
forward!([S: Scheduler + ?Sized] Arc<S>, self => (**self));

/// Turns a function of the step into a scheduler.
///
/// Its rates are not checked, and it cannot become a [`Schedule`](crate::Schedule). Adaptors propagate invalid rates
/// and never panic.
///
/// ```
/// use lr_schedule::{Scheduler, from_fn};
///
/// let schedule = from_fn(|step| if step < 10 { 0.1 } else { 0.01 }).warmup(5, 0.0)?;
/// assert_eq!(schedule.lr(5), 0.1);
/// assert_eq!(schedule.lr(15), 0.01);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
pub fn from_fn<F: Fn(usize) -> f64>(rate: F) -> FromFn<F> {
    FromFn { rate }
}

/// The scheduler made by [`from_fn`].
#[derive(Clone, Copy)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct FromFn<F> {
    rate: F,
}

impl<F: Fn(usize) -> f64> Scheduler for FromFn<F> {
    fn lr(&self, step: usize) -> f64 {
        (self.rate)(step)
    }
}

impl<F> fmt::Debug for FromFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FromFn").finish_non_exhaustive()
    }
}

/// An iterator over steps and their rates, made by [`Scheduler::rates`].
#[derive(Debug, Clone)]
#[must_use = "iterators do nothing unless consumed"]
pub struct Rates<'a, S> {
    schedule: &'a S,
    steps: Range<usize>,
}

impl<S: Scheduler> Iterator for Rates<'_, S> {
    type Item = (usize, f64);

    fn next(&mut self) -> Option<Self::Item> {
        self.nth(0)
    }

    fn nth(&mut self, n: usize) -> Option<Self::Item> {
        self.steps.nth(n).map(|step| (step, self.schedule.lr(step)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.steps.size_hint()
    }
}

impl<S: Scheduler> DoubleEndedIterator for Rates<'_, S> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.steps.next_back().map(|step| (step, self.schedule.lr(step)))
    }
}

impl<S: Scheduler> ExactSizeIterator for Rates<'_, S> {}

impl<S: Scheduler> FusedIterator for Rates<'_, S> {}
