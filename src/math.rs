//! The only door to transcendental functions, the same on every platform.
//!
//! The float methods of std differ between platforms and processors; `libm` is plain arithmetic and
//! gives the same bits wherever IEEE 754 doubles are.

pub(crate) use libm::{exp, expm1 as exp_m1, fma, log as ln, log1p as ln_1p, pow, sqrt, tanh};

/// `(1 + cos(pi u)) / 2` with `v = 1 - u` still to go, as `sin^2(pi/2 v)`: that keeps its digits where
/// it comes near zero.
pub(crate) fn half_cosine(v: f64) -> f64 {
    let sine = libm::sin(core::f64::consts::FRAC_PI_2 * v);
    sine * sine
}

/// A count as a float: exact below 2^53, rounded to nearest above.
#[expect(clippy::cast_precision_loss, reason = "above 2^53 steps the nearest float is meant")]
pub(crate) fn float(count: usize) -> f64 {
    count as f64
}

/// How far `step` is on a way of `steps`.
pub(crate) fn progress(step: usize, steps: usize) -> f64 {
    float(step) / float(steps)
}

/// How many whole periods of `every` have passed, or with fractions unless `staircase`.
///
/// `every` is at least 1 wherever this is called; 0 would count as 1.
pub(crate) fn periods(step: usize, every: usize, staircase: bool) -> f64 {
    let every = every.max(1);
    if staircase { float(step.checked_div(every).unwrap_or(0)) } else { progress(step, every) }
}

/// Keeps what overflowed inside the range of finite floats.
pub(crate) fn saturate(value: f64) -> f64 {
    if value > f64::MAX { f64::MAX } else { value }
}

/// Moves `value` between the two bounds, given in either order. Never panics, unlike `f64::clamp`.
pub(crate) fn between(a: f64, b: f64, value: f64) -> f64 {
    value.max(a.min(b)).min(a.max(b))
}

/// `start * factor^times`, saturating, and 0 for a start of 0 whatever the factor.
pub(crate) fn compound(start: f64, factor: f64, times: f64) -> f64 {
    if start == 0.0 { 0.0 } else { saturate(start * pow(factor, times)) }
}

/// A float rounded to the nearest count; below 0 it is 0.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates")]
pub(crate) fn rounded(value: f64) -> usize {
    (value + 0.5) as usize
}
