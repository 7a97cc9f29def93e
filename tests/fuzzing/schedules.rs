//! Random schedules: every kind with every option, numbers biased to edge cases.

use std::sync::LazyLock;

use arbitrary::{Result, Unstructured};
use lr_schedule::adaptors::Composition;
use lr_schedule::serial::{Data, Value};
use lr_schedule::{
    Anneal, Constant, CosineDecay, Cyclic, CyclicMode, ExponentialDecay, Interpolated, InverseSqrtDecay,
    InverseTimeDecay, LinearDecay, MultiStepDecay, Noam, OneCycle, PiecewiseConstant, PolynomialDecay,
    Schedule, Scheduler, Shape, StepDecay, WarmRestarts,
};

use super::catalogue::catalogue;

/// A rate: zero, the smallest, the largest, one, and usual ones.
pub(crate) fn rate(u: &mut Unstructured) -> Result<f64> {
    Ok(match u.int_in_range(0..=9)? {
        0 => 0.0,
        1 => *u.choose(&[5e-324, 1e-300, f64::MIN_POSITIVE])?,
        2 => *u.choose(&[1e300, 1e308, f64::MAX])?,
        3 => 1.0,
        _ => positive(u)?,
    })
}

/// From 1e-9 to 1e9, sometimes from 1e-300 to 1e308.
pub(crate) fn positive(u: &mut Unstructured) -> Result<f64> {
    let exponent = if u.ratio(1, 8)? { u.int_in_range(-300..=308)? } else { u.int_in_range(-9..=9)? };
    let digits: u16 = u.int_in_range(100..=179)?;
    Ok(format!("{digits}e{}", exponent - 2).parse().unwrap_or(1.0))
}

/// A factor of a kind that restarts and decays have: often near 1, sometimes any.
fn factor(u: &mut Unstructured) -> Result<f64> {
    Ok(match u.int_in_range(0..=7)? {
        0 => *u.choose(&[1.0, 2.0, 3.0, 1.0 - f64::EPSILON, 1.0 + f64::EPSILON, 1e308])?,
        1..=4 => 0.5 + f64::from(u.int_in_range(0_u16..=1_000)?) / 1e3,
        _ => positive(u)?,
    })
}

/// From 0 to 1, both included.
fn fraction(u: &mut Unstructured) -> Result<f64> {
    Ok(match u.int_in_range(0..=7)? {
        0 => *u.choose(&[0.0, 1.0, 5e-324, 1.0 - f64::EPSILON / 2.0])?,
        _ => f64::from(u.int_in_range(0_u32..=1_000_000)?) / 1e6,
    })
}

/// A number of steps: zero, a few, usual ones, those around the end of the exact floats, and up to `usize::MAX`.
pub(crate) fn count(u: &mut Unstructured) -> Result<usize> {
    Ok(match u.int_in_range(0..=9)? {
        0 => 0,
        1 | 2 => u.int_in_range(1..=4)?,
        3 => {
            let power = 1_usize.checked_shl(u.int_in_range(50..=54)?).unwrap_or(1 << 24);
            power - 2 + u.int_in_range(0..=4)?
        }
        4 => usize::MAX - u.int_in_range(0..=2)?,
        5 => u.arbitrary()?,
        _ => u.int_in_range(5..=2_000)?,
    })
}

fn length(u: &mut Unstructured) -> Result<usize> {
    Ok(count(u)?.max(1))
}

pub(crate) fn shape(u: &mut Unstructured) -> Result<Shape> {
    let (value, other) = (positive(u)?, positive(u)?);
    Ok(match u.int_in_range(0..=15)? {
        0 => Shape::Cosine,
        1 => Shape::Geometric,
        2 => Shape::Harmonic,
        3 => Shape::Polynomial { power: value },
        4 => Shape::OneMinusPower { power: value },
        5 => Shape::Exponential { ratio: value },
        6 => Shape::Logarithmic { ratio: value },
        7 => Shape::Rex { constant: value },
        8 => Shape::Tanh { lower: -value, upper: other },
        9 => Shape::CosinePower { power: value },
        10 => Shape::SinePower { power: value },
        11 => Shape::CosineK { k: value },
        12 => Shape::PolynomialK { k: value, power: other },
        13 => Shape::REX,
        _ => Shape::Linear,
    })
}

/// In ascending order.
fn sorted<T: PartialOrd>(a: T, b: T) -> (T, T) {
    if b < a { (b, a) } else { (a, b) }
}

/// A list of up to five entries, or none.
fn list<T>(u: &mut Unstructured, entry: impl Fn(&mut Unstructured) -> Result<T>) -> Result<Vec<T>> {
    (0..u.int_in_range(0..=5)?).map(|_| entry(u)).collect()
}

fn steps(u: &mut Unstructured) -> Result<Vec<usize>> {
    let mut steps = list(u, count)?;
    steps.sort_unstable();
    Ok(steps)
}

/// The value with an option, or without if it is refused.
fn option<T: Clone>(value: T, with: impl Fn(T) -> std::result::Result<T, lr_schedule::Error>) -> T {
    with(value.clone()).unwrap_or(value)
}

/// With every option that is not refused.
fn one_cycle(
    u: &mut Unstructured,
    max: f64,
    steps: usize,
    shape: Shape,
) -> Result<std::result::Result<OneCycle, lr_schedule::Error>> {
    let (pct_start, three_phase) = (fraction(u)?, u.ratio(1, 3)?);
    let pct_start = if three_phase { pct_start / 2.0 } else { pct_start };
    let (div_factor, final_div_factor) = (positive(u)?, positive(u)?);
    Ok(OneCycle::new(max, steps).map(|cycle| {
        let cycle = option(cycle, |cycle| cycle.with_pct_start(pct_start));
        let cycle = option(cycle, |cycle| cycle.with_div_factor(div_factor));
        let cycle = option(cycle, |cycle| cycle.with_final_div_factor(final_div_factor));
        let cycle = option(cycle, |cycle| cycle.with_three_phase(three_phase));
        option(cycle, |cycle| cycle.with_shape(shape))
    }))
}

pub(crate) fn cyclic_mode(u: &mut Unstructured) -> Result<CyclicMode> {
    let gamma = fraction(u)?;
    Ok(*u.choose(&[CyclicMode::Triangular, CyclicMode::Triangular2, CyclicMode::ExpRange { gamma }])?)
}

/// A schedule without adaptors; `None` if its parameters are refused.
fn leaf(u: &mut Unstructured) -> Result<Option<Schedule>> {
    let (start, end, n) = (rate(u)?, rate(u)?, count(u)?);
    let ((low, high), every, shape) = (sorted(start, end), n.max(1), shape(u)?);
    let built = match u.int_in_range(0..=17)? {
        0 => Constant::new(start).map(Into::into),
        1 => StepDecay::new(start, fraction(u)?, every).map(Into::into),
        2 => MultiStepDecay::new(start, fraction(u)?, steps(u)?).map(Into::into),
        3 => LinearDecay::new(high, low, n).map(Into::into),
        4 => CosineDecay::new(high, low, n).map(Into::into),
        5 => PolynomialDecay::new(high, low, n, positive(u)?).map(Into::into),
        6 => Anneal::new(start, end, n, shape).map(Into::into),
        7 => {
            let (gamma, staircase) = (fraction(u)?, u.arbitrary()?);
            ExponentialDecay::new(start, gamma)
                .and_then(|s| Ok(s.with_every(every)?.with_staircase(staircase).into()))
        }
        8 => {
            let (power, staircase) = (positive(u)?, u.arbitrary()?);
            InverseTimeDecay::new(start, end)
                .and_then(|s| Ok(s.with_every(every)?.with_staircase(staircase).with_power(power)?.into()))
        }
        9 => InverseSqrtDecay::new(start, every).map(Into::into),
        10 => Noam::new(start, every, count(u)?).map(Into::into),
        11 => {
            let boundaries = steps(u)?;
            let rates = (0..=boundaries.len()).map(|_| rate(u)).collect::<Result<Vec<_>>>()?;
            PiecewiseConstant::new(rates, boundaries).map(Into::into)
        }
        12 => {
            let mut knots = list(u, |u| Ok((count(u)?, rate(u)?)))?;
            knots.push((n, start));
            knots.sort_unstable_by_key(|&(step, _)| step);
            Interpolated::new(knots).map(|s| option(s, |s| s.with_shape(shape)).into())
        }
        13 => {
            let (mode, inverted, down) = (cyclic_mode(u)?, u.arbitrary()?, length(u)?);
            Cyclic::new(low, high, n, down).and_then(|s| {
                Ok(option(s.with_mode(mode)?.with_inverted(inverted), |s| s.with_shape(shape)).into())
            })
        }
        14 => {
            let (period_mult, start_mult) = (factor(u)?, factor(u)?);
            let cycles = if u.ratio(1, 3)? { Some(count(u)?) } else { None };
            WarmRestarts::new(start, end, every).and_then(|s| {
                let s = s.with_period_mult(period_mult)?.with_start_mult(start_mult)?;
                let s = cycles.map_or(s, |cycles| s.with_cycles(cycles));
                Ok(option(s, |s| s.with_shape(shape)).into())
            })
        }
        15 => one_cycle(u, high, n, shape)?.map(Into::into),
        16 => one_cycle(u, 1.0, n, shape)?.and_then(|cycle| cycle.momentum(low, high)).map(Into::into),
        _ => return of_the_catalogue(u),
    };
    Ok(built.ok())
}

/// Any schedule of the catalogue with other numbers, so that a new one is built here too.
fn of_the_catalogue(u: &mut Unstructured) -> Result<Option<Schedule>> {
    static SCHEDULES: LazyLock<Vec<Value>> = LazyLock::new(|| {
        let entries = catalogue().unwrap_or_default().into_iter();
        entries.filter(|entry| entry.group == "schedules").map(|entry| entry.schedule.to_value()).collect()
    });
    let mut value = u.choose(&SCHEDULES)?.clone();
    renumber(u, &mut value)?;
    Ok(Schedule::from_value(value).ok())
}

/// Replaces about half of all numbers.
fn renumber(u: &mut Unstructured, value: &mut Value) -> Result<()> {
    match value {
        Value::List(values) => values.iter_mut().try_for_each(|value| renumber(u, value))?,
        Value::Map(entries) => entries.iter_mut().try_for_each(|(_, value)| renumber(u, value))?,
        Value::Bool(value) => *value = u.arbitrary()?,
        Value::Float(value) if u.ratio(1, 2)? => {
            *value = if u.arbitrary()? { fraction(u)? } else { rate(u)? }
        }
        Value::Unsigned(value) if u.ratio(1, 2)? => *value = count(u)? as u64,
        _ => {}
    }
    Ok(())
}

fn nest(composition: impl Composition) -> Option<Schedule> {
    Schedule::new(composition).ok()
}

/// A composition of up to so many adaptors in each other; `None` if something in it is refused.
pub(crate) fn tree(u: &mut Unstructured, depth: usize) -> Result<Option<Schedule>> {
    if depth == 0 || u.ratio(1, 3)? {
        return leaf(u);
    }
    let Some(s) = tree(u, depth - 1)? else { return Ok(None) };
    let (n, a) = (count(u)?, rate(u)?);
    Ok(match u.int_in_range(0..=11)? {
        0 => {
            let shape = shape(u)?;
            s.clone().warmup_with(n, a, shape).or_else(|_| s.warmup(n, a)).ok().and_then(nest)
        }
        1 => {
            let (steps, shape) = (count(u)?, shape(u)?);
            let cooldown = |shape| s.clone().cooldown(n, steps, a, shape);
            cooldown(shape).or_else(|_| cooldown(Shape::Linear)).ok().and_then(nest)
        }
        2 => s.scaled(a).ok().and_then(nest),
        3 => {
            let (min, max) = sorted(a, rate(u)?);
            s.clamped(min, max).ok().and_then(nest)
        }
        4 => nest(s.delayed(n)),
        5 => nest(s.skip(n)),
        6 => s.repeated(n.max(1)).ok().and_then(nest),
        7 => s.per_epoch(n.max(1)).ok().and_then(nest),
        8 => s.stretched(n.max(1), length(u)?).ok().and_then(nest),
        9 => tree(u, depth - 1)?.and_then(|other| nest(s.then(n, other))),
        10 => tree(u, depth - 1)?.and_then(|other| nest(s.times(other))),
        _ => tree(u, depth - 1)?.and_then(|other| nest(s.plus(other))),
    })
}
