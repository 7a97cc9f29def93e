//! Common compositions by name.
//!
//! Each preset combines a few parts of the crate and returns the concrete type, so getters, adaptors and serde work on
//! it as on any other schedule. `steps` is the length of the whole run in updates, warmup included, as in Transformers
//! and optax; a length that does not fit into it is an error. Warmups are linear and start at 0;
//! [`guide::warmup`](crate::guide::warmup) shows how to replace one.

use crate::adaptors::{Cooldown, Then, Warmup};
use crate::{Anneal, Constant, CosineDecay, Error, InverseSqrtDecay, LinearDecay, Scheduler, Shape, param};

/// A linear ramp from 0 to `peak`.
fn ramp(peak: f64, warmup: usize) -> Result<Anneal, Error> {
    Anneal::new(0.0, peak, warmup, Shape::Linear)
}

/// Checks a peak and the rate that follows it.
fn peak_and_end(peak: (&'static str, f64), end: (&'static str, f64)) -> Result<(f64, f64), Error> {
    let (high, low) = (param::rate(peak.0, peak.1)?, param::rate(end.0, end.1)?);
    param::ordered((end.0, low), (peak.0, high))?;
    Ok((high, low))
}

/// The rest of a run after a phase that must fit into it.
fn rest(name: &'static str, length: usize, available: usize) -> Result<usize, Error> {
    available.checked_sub(length).ok_or(Error::DoesNotFit { name, value: length, available })
}

/// Linear warmup from 0 to `peak`, then linear decay to `end` at `steps`.
///
/// ```text
/// 0 -> peak, linear, over `warmup`;  peak -> end, linear, over `steps - warmup`
/// ```
///
#[cfg_attr(doc, doc = include_str!("../doc/curves/preset_warmup_linear.svg"))]
///
/// From `steps` on it stays at `end`. Equals Transformers
/// `linear(num_warmup_steps = warmup, num_training_steps = steps)` with `end` 0.
///
/// # Errors
///
/// If a rate is not finite and `>= 0`, `end` is above `peak`, or `warmup` does not fit into `steps`.
///
/// # Example
///
/// ```
/// use lr_schedule::{Scheduler, presets};
///
/// let schedule = presets::warmup_linear(0.1, 0.0, 10, 50)?;
/// assert_eq!(schedule.lr(0), 0.0);
/// assert_eq!(schedule.lr(10), 0.1);
/// assert_eq!(schedule.lr(30), 0.05);
/// assert_eq!(schedule.lr(50), 0.0);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
pub fn warmup_linear(
    peak: f64,
    end: f64,
    warmup: usize,
    steps: usize,
) -> Result<Then<Anneal, LinearDecay>, Error> {
    let (peak, end) = peak_and_end(("peak", peak), ("end", end))?;
    let decay = LinearDecay::new(peak, end, rest("warmup", warmup, steps)?)?;
    Ok(ramp(peak, warmup)?.then(warmup, decay))
}

/// Linear warmup from 0 to `peak`, then cosine decay to `end` at `steps`.
///
/// ```text
/// 0 -> peak, linear, over `warmup`;  peak -> end, cosine, over `steps - warmup`
/// ```
///
#[cfg_attr(doc, doc = include_str!("../doc/curves/preset_warmup_cosine.svg"))]
///
/// From `steps` on it stays at `end`. Equals optax
/// `warmup_cosine_decay_schedule(0, peak, warmup, decay_steps = steps, end)` and, up to `steps`,
/// Transformers `cosine_with_min_lr`; the latter rises again afterwards.
///
/// # Errors
///
/// If a rate is not finite and `>= 0`, `end` is above `peak`, or `warmup` does not fit into `steps`.
///
/// # Example
///
/// ```
/// use lr_schedule::{Scheduler, presets};
///
/// let schedule = presets::warmup_cosine(3e-4, 3e-5, 500, 10_000)?;
/// assert_eq!(schedule.lr(0), 0.0);
/// assert_eq!(schedule.lr(500), 3e-4);
/// assert_eq!(schedule.lr(10_000), 3e-5);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
pub fn warmup_cosine(
    peak: f64,
    end: f64,
    warmup: usize,
    steps: usize,
) -> Result<Then<Anneal, CosineDecay>, Error> {
    let (peak, end) = peak_and_end(("peak", peak), ("end", end))?;
    let decay = CosineDecay::new(peak, end, rest("warmup", warmup, steps)?)?;
    Ok(ramp(peak, warmup)?.then(warmup, decay))
}

/// Linear warmup from 0 to `peak`, a constant phase, then a decay to `end` over the last `decay` of `steps` steps:
/// "WSD", or a trapezoid.
///
/// ```text
/// 0 -> peak, linear, over `warmup`
/// peak over `steps - warmup - decay`
/// peak -> end along `shape` over `decay`
/// ```
///
#[cfg_attr(doc, doc = include_str!("../doc/curves/preset_warmup_stable_decay.svg"))]
///
/// From `steps` on it stays at `end`. If the length of the run is not known, omit the decay,
/// `Constant::new(peak)?.warmup(warmup, 0.0)?`, and branch a [`cooldown`](Scheduler::cooldown) from any step.
///
/// Hu et al. (2024) for the schedule, Hägele et al. (2024) for `OneMinusPower { power: 0.5 }` ("1-sqrt")
/// as its shape. Equals Transformers `warmup_stable_decay` with `min_lr_ratio` 0 (which otherwise starts
/// the warmup at the floor too: `.warmup(warmup, end)`), and timm `WSDLRScheduler` (since 1.0.31) with
/// `stable_fn="constant"`.
///
/// # Errors
///
/// If a rate is not finite and `>= 0`, `end` is above `peak`, `warmup` and `decay` together do not fit into `steps`, or
/// `shape` cannot interpolate between `peak` and `end`.
///
/// # Example
///
/// ```
/// use lr_schedule::{Scheduler, Shape, presets};
///
/// let sqrt = Shape::OneMinusPower { power: 0.5 };
/// let schedule = presets::warmup_stable_decay(1e-3, 0.0, 100, 200, 1_000, sqrt)?;
/// assert_eq!(schedule.lr(100), 1e-3);
/// assert_eq!(schedule.lr(800), 1e-3);
/// assert_eq!(schedule.lr(850), 5e-4);
/// assert_eq!(schedule.lr(1_000), 0.0);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
pub fn warmup_stable_decay(
    peak: f64,
    end: f64,
    warmup: usize,
    decay: usize,
    steps: usize,
    shape: Shape,
) -> Result<Then<Anneal, Cooldown<Constant>>, Error> {
    let (peak, end) = peak_and_end(("peak", peak), ("end", end))?;
    let stable = rest("decay", decay, rest("warmup", warmup, steps)?)?;
    shape.check(("peak", peak), ("end", end))?;
    Ok(ramp(peak, warmup)?.then(warmup, Constant::new(peak)?.cooldown(stable, decay, end, shape)?))
}

/// Linear warmup from 0 to `peak`, then inverse square root decay without end.
///
/// ```text
/// 0 -> peak, linear, over `warmup`;  then peak * sqrt(warmup / step)
/// ```
///
#[cfg_attr(doc, doc = include_str!("../doc/curves/preset_warmup_inverse_sqrt.svg"))]
///
/// Equals fairseq `inverse_sqrt` and Transformers `inverse_sqrt(num_warmup_steps = warmup)`. Without a warmup the time
/// scale is 1 step.
///
/// # Errors
///
/// If `peak` is not finite and `>= 0`.
///
/// # Example
///
/// ```
/// use lr_schedule::{Scheduler, presets};
///
/// let schedule = presets::warmup_inverse_sqrt(0.1, 1_000)?;
/// assert_eq!(schedule.lr(1_000), 0.1);
/// assert_eq!(schedule.lr(4_000), 0.05);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
pub fn warmup_inverse_sqrt(peak: f64, warmup: usize) -> Result<Warmup<InverseSqrtDecay>, Error> {
    InverseSqrtDecay::new(param::rate("peak", peak)?, warmup.max(1))?.warmup(warmup, 0.0)
}

/// The slanted triangle of ULMFiT: a short linear rise to `max` and a long linear decay, for fine-tuning.
///
/// ```text
/// max / ratio -> max, linear, over `rise`;  max -> max / ratio, linear, over `steps - rise`
/// ```
///
#[cfg_attr(doc, doc = include_str!("../doc/curves/preset_slanted_triangular.svg"))]
///
/// From `steps` on it stays at `max / ratio`. Howard and Ruder (2018), where `rise` is a tenth of the steps
/// and `ratio` is 32.
///
/// # Errors
///
/// If `max` is not finite and `>= 0`, `ratio` not finite and `>= 1`, or `rise` does not fit into `steps`.
///
/// # Example
///
/// ```
/// use lr_schedule::{Scheduler, presets};
///
/// let schedule = presets::slanted_triangular(0.32, 32.0, 100, 1_000)?;
/// assert_eq!(schedule.lr(0), 0.01);
/// assert_eq!(schedule.lr(100), 0.32);
/// assert_eq!(schedule.lr(1_000), 0.01);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
pub fn slanted_triangular(
    max: f64,
    ratio: f64,
    rise: usize,
    steps: usize,
) -> Result<Then<Anneal, LinearDecay>, Error> {
    let max = param::rate("max", max)?;
    let min = max / param::real("ratio", ratio, ratio >= 1.0, "finite and >= 1")?;
    let decay = LinearDecay::new(max, min, rest("rise", rise, steps)?)?;
    Ok(Anneal::new(min, max, rise, Shape::Linear)?.then(rise, decay))
}

/// A constant `rate` for `flat` steps, then cosine decay to `end` at `steps`.
///
/// ```text
/// rate over `flat`;  rate -> end, cosine, over `steps - flat`
/// ```
///
#[cfg_attr(doc, doc = include_str!("../doc/curves/preset_flat_cosine.svg"))]
///
/// From `steps` on it stays at `end`. fastai's `fit_flat_cos`, where `flat` is three quarters of the steps.
///
/// # Errors
///
/// If a rate is not finite and `>= 0`, `end` is above `rate`, or `flat` does not fit into `steps`.
///
/// # Example
///
/// ```
/// use lr_schedule::{Scheduler, presets};
///
/// let schedule = presets::flat_cosine(0.1, 0.0, 75, 100)?;
/// assert_eq!(schedule.lr(75), 0.1);
/// assert_eq!(schedule.lr(100), 0.0);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
pub fn flat_cosine(rate: f64, end: f64, flat: usize, steps: usize) -> Result<Cooldown<Constant>, Error> {
    let (rate, end) = peak_and_end(("rate", rate), ("end", end))?;
    Constant::new(rate)?.cooldown(flat, rest("flat", flat, steps)?, end, Shape::Cosine)
}

/// Linear warmup from 0 to `peak`, a decay to `constant`, and that rate for as long as the run continues.
///
/// ```text
/// 0 -> peak, linear, over `warmup`;  peak -> constant along `shape` over `decay`;  then constant
/// ```
///
#[cfg_attr(doc, doc = include_str!("../doc/curves/preset_infinite.svg"))]
///
/// A peak followed by an unbounded constant phase. To finish a model, branch off a [`cooldown`](Scheduler::cooldown) at
/// any step, for instance a geometric one; training on new data then continues from the checkpoint before the cooldown.
///
/// The "infinite" schedule of Ibrahim et al. (2024) for continual training.
///
/// # Errors
///
/// If a rate is not finite and `>= 0`, `constant` is above `peak`, or `shape` cannot interpolate between the two.
///
/// # Example
///
/// ```
/// use lr_schedule::{Scheduler, Shape, presets};
///
/// let endless = presets::infinite(1e-3, 2e-4, 100, 900, Shape::Cosine)?;
/// assert_eq!(endless.lr(100), 1e-3);
/// assert_eq!(endless.lr(1_000), 2e-4);
/// assert_eq!(endless.lr(usize::MAX), 2e-4);
///
/// let finished = endless.cooldown(50_000, 5_000, 1e-5, Shape::Geometric)?;
/// assert_eq!(finished.lr(50_000), 2e-4);
/// assert_eq!(finished.lr(55_000), 1e-5);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
pub fn infinite(
    peak: f64,
    constant: f64,
    warmup: usize,
    decay: usize,
    shape: Shape,
) -> Result<Then<Anneal, Anneal>, Error> {
    let (peak, constant) = peak_and_end(("peak", peak), ("constant", constant))?;
    shape.check(("peak", peak), ("constant", constant))?;
    Ok(ramp(peak, warmup)?.then(warmup, Anneal::new(peak, constant, decay, shape)?))
}
