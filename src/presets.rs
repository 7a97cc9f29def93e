//! Compositions that people type most, by name.
//!
//! Each is a line or two of parts that exist, and returns the concrete type, so that getters, adaptors
//! and data work on it as on anything else. Where a preset takes `steps`, that is the length of the
//! whole run in updates, the warmup included, as in Transformers and optax.

use crate::adaptors::{Cooldown, Then, Warmup};
use crate::{Anneal, Constant, CosineDecay, Error, InverseSqrtDecay, LinearDecay, Scheduler, Shape, param};

/// What is left of `steps` for the second phase.
fn rest(name: &'static str, first: usize, steps: usize) -> Result<usize, Error> {
    let allowed = "at most `steps`, which includes it";
    steps.checked_sub(first).ok_or(Error::InvalidCount { name, value: first, allowed })
}

/// Warmup from 0 to `peak`, then a straight line to `end` at `steps`.
///
/// ```text
/// 0 -> peak, linear, over `warmup`;  peak -> end, linear, over `steps - warmup`
/// ```
///
/// A triangle with a short left side. From `steps` on it holds `end`. Equals Transformers
/// `linear(num_warmup_steps = warmup, num_training_steps = steps)` with `end` 0.
///
#[cfg_attr(doc, doc = include_str!("../doc/curves/preset_warmup_linear.svg"))]
///
/// # Errors
///
/// If a rate is not finite and `>= 0`, or `warmup` is above `steps`.
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
) -> Result<Then<LinearDecay, LinearDecay>, Error> {
    let decay = LinearDecay::new(peak, end, rest("warmup", warmup, steps)?)?;
    Ok(LinearDecay::new(0.0, peak, warmup)?.then(warmup, decay))
}

/// Warmup from 0 to `peak`, then half a cosine wave to `end` at `steps`.
///
/// ```text
/// 0 -> peak, linear, over `warmup`;  peak -> end, cosine, over `steps - warmup`
/// ```
///
/// A short ramp and a long soft slope. From `steps` on it holds `end`. Equals optax
/// `warmup_cosine_decay_schedule(0, peak, warmup, decay_steps = steps, end)` and, up to `steps`,
/// Transformers `cosine_with_min_lr`; the latter rises again afterwards.
///
#[cfg_attr(doc, doc = include_str!("../doc/curves/preset_warmup_cosine.svg"))]
///
/// # Errors
///
/// If a rate is not finite and `>= 0`, or `warmup` is above `steps`.
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
) -> Result<Then<LinearDecay, CosineDecay>, Error> {
    let decay = CosineDecay::new(peak, end, rest("warmup", warmup, steps)?)?;
    Ok(LinearDecay::new(0.0, peak, warmup)?.then(warmup, decay))
}

/// Warmup, a long constant phase, and a decay at the end: "WSD", or a trapezoid.
///
/// ```text
/// 0 -> peak, linear, over `warmup`;  peak over `stable`;  peak -> end along `shape` over `decay`
/// ```
///
/// A plateau with a ramp on each side. After the decay it holds `end`. If the length of the run is not
/// known, leave the end off: `Constant::new(peak)?.warmup(warmup, 0.0)?`, and branch a
/// [`cooldown`](Scheduler::cooldown) from wherever the run is.
///
/// Hu et al. (2024) for the schedule, Hägele et al. (2024) for `OneMinusPower { power: 0.5 }` ("1-sqrt")
/// as its shape. Equals Transformers `warmup_stable_decay` with `min_lr_ratio` 0 (which otherwise starts
/// the warmup at the floor too: `.warmup(warmup, end)`), and timm `WSDLRScheduler`.
///
#[cfg_attr(doc, doc = include_str!("../doc/curves/preset_warmup_stable_decay.svg"))]
///
/// # Errors
///
/// If a rate is not finite and `>= 0`, or `shape` cannot travel from `peak` to `end`.
///
/// # Example
///
/// ```
/// use lr_schedule::{Scheduler, Shape, presets};
///
/// let sqrt = Shape::OneMinusPower { power: 0.5 };
/// let schedule = presets::warmup_stable_decay(1e-3, 0.0, [100, 700, 200], sqrt)?;
/// assert_eq!(schedule.lr(100), 1e-3);
/// assert_eq!(schedule.lr(800), 1e-3);
/// assert_eq!(schedule.lr(850), 5e-4);
/// assert_eq!(schedule.lr(1_000), 0.0);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
pub fn warmup_stable_decay(
    peak: f64,
    end: f64,
    [warmup, stable, decay]: [usize; 3],
    shape: Shape,
) -> Result<Warmup<Cooldown<Constant>>, Error> {
    Constant::new(peak)?.cooldown(stable, decay, end, shape)?.warmup(warmup, 0.0)
}

/// Warmup from 0 to `peak`, then the inverse square root of time.
///
/// ```text
/// 0 -> peak, linear, over `warmup`;  then peak * sqrt(warmup / step)
/// ```
///
/// A ramp and a long tail that has no end. Equals fairseq `inverse_sqrt` and Transformers
/// `inverse_sqrt(num_warmup_steps = warmup)`. Without a warmup the time scale is 1 step.
///
#[cfg_attr(doc, doc = include_str!("../doc/curves/preset_warmup_inverse_sqrt.svg"))]
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
    InverseSqrtDecay::new(peak, warmup.max(1))?.warmup(warmup, 0.0)
}

/// The slanted triangle of ULMFiT: a short rise and a long fall, for fine-tuning.
///
/// ```text
/// max / ratio -> max, linear, over `rise`;  max -> max / ratio, linear, over `steps - rise`
/// ```
///
/// From `steps` on it holds `max / ratio`. Howard and Ruder (2018), where `rise` is a tenth of the steps
/// and `ratio` is 32.
///
#[cfg_attr(doc, doc = include_str!("../doc/curves/preset_slanted_triangular.svg"))]
///
/// # Errors
///
/// If `max` is not finite and `>= 0`, `ratio` not finite and `> 0`, or `rise` is above `steps`.
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
) -> Result<Then<LinearDecay, LinearDecay>, Error> {
    let low = max / param::positive("ratio", ratio)?;
    let fall = LinearDecay::new(max, low, rest("rise", rise, steps)?)?;
    Ok(LinearDecay::new(low, max, rise)?.then(rise, fall))
}

/// A constant rate, then half a cosine wave to `end` at `steps`.
///
/// ```text
/// rate over `flat`;  rate -> end, cosine, over `steps - flat`
/// ```
///
/// A plateau with a soft slope. From `steps` on it holds `end`. fastai's `fit_flat_cos`, where `flat` is
/// three quarters of the steps.
///
#[cfg_attr(doc, doc = include_str!("../doc/curves/preset_flat_cosine.svg"))]
///
/// # Errors
///
/// If a rate is not finite and `>= 0`, or `flat` is above `steps`.
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
    Constant::new(rate)?.cooldown(flat, rest("flat", flat, steps)?, end, Shape::Cosine)
}

/// Warmup, a decay to a constant rate, and that rate for as long as the run goes on.
///
/// ```text
/// 0 -> peak, linear, over `warmup`;  peak -> constant along `shape` over `decay`;  then constant
/// ```
///
/// A hill with an endless plain. It never falls further by itself: finish with a
/// [`cooldown`](Scheduler::cooldown) from any step, for instance geometric, and go on later from the
/// plain as if that had not been.
///
/// The "infinite" schedule of Ibrahim et al. (2024) for continual training.
///
#[cfg_attr(doc, doc = include_str!("../doc/curves/preset_infinite.svg"))]
///
/// # Errors
///
/// If a rate is not finite and `>= 0`, or `shape` cannot travel from `peak` to `constant`.
///
/// # Example
///
/// ```
/// use lr_schedule::{Scheduler, Shape, presets};
///
/// let endless = presets::infinite(1e-3, 2e-4, [100, 900], Shape::Cosine)?;
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
    [warmup, decay]: [usize; 2],
    shape: Shape,
) -> Result<Warmup<Anneal>, Error> {
    Anneal::new(peak, constant, decay, shape)?.warmup(warmup, 0.0)
}
