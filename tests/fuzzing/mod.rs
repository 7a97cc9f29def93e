//! Random data and random compositions made from bytes, and what must hold of them.

use std::fmt::{Debug, Display};

use arbitrary::{Result, Unstructured};
use lr_schedule::adaptors::Composition;
use lr_schedule::finder::{Report, Sweep};
use lr_schedule::{
    Anneal, Constant, Cursor, Cyclic, InverseTimeDecay, LrRangeFinder, OneCycle, ParamGroups,
    PiecewiseConstant, ReduceOnPlateau, Schedule, Scheduler, Shape, StepCount, WarmRestarts,
};
use serde::{Serialize, de::DeserializeOwned};

/// Reads a made-up document as every type that is data.
pub(crate) fn data(bytes: &[u8]) {
    let mut u = Unstructured::new(bytes);
    let Ok(schedule) = document(&mut u, 4) else { return };
    if let Some(value) = read::<Schedule>(&schedule) {
        laws(&value, &[]);
    }
    let Ok(step) = number(&mut u) else { return };
    read::<Cursor<Schedule>>(&format!(r#"{{"step":{step},"schedule":{schedule}}}"#));
    read::<ParamGroups<Schedule>>(&format!(r#"{{"head":{schedule},"body":{schedule}}}"#));
    let Ok(text) = beside(&mut u) else { return };
    if let Some(mut plateau) = read::<ReduceOnPlateau>(&text) {
        for metric in [f64::MAX, 1.0, f64::NAN, 1.0, 1e308, -f64::MAX] {
            plateau.observe(metric);
            assert!(plateau.factor().is_finite() && plateau.best().is_none_or(f64::is_finite), "{text}");
            round_trips(&plateau);
        }
    }
    if let Some(steps) = read::<StepCount>(&text) {
        assert!(steps.updates_per_epoch() >= 1, "{text}");
    }
    read::<LrRangeFinder>(&text);
    read::<Sweep>(&text);
    if let Some(report) = read::<Report>(&text)
        && let Ok(found) = report.suggest()
    {
        assert!(found.lr().is_finite() && found.lr() > 0.0, "{text}");
    }
}

/// Builds a random composition through constructors.
pub(crate) fn trees(bytes: &[u8]) {
    let mut u = Unstructured::new(bytes);
    let Ok(Some(schedule)) = tree(&mut u, 5) else { return };
    let steps: Vec<usize> = (0..4).filter_map(|_| count(&mut u).ok()).collect();
    laws(&schedule, &steps);
    round_trips(&schedule);
}

fn read<T: Serialize + DeserializeOwned + PartialEq + Debug>(text: &str) -> Option<T> {
    let value = serde_json::from_str(text).ok()?;
    round_trips(&value);
    Some(value)
}

fn round_trips<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let text = serde_json::to_string(value).unwrap();
    let again: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(&again, value, "{text}");
}

fn laws<S: Scheduler + Display>(schedule: &S, random: &[usize]) {
    let _ = schedule.to_string();
    let settled = schedule.settles_at();
    let mut steps = vec![0, 1, 2, 3, usize::MAX - 1, usize::MAX];
    let powers = [4, 10, 31, 32, 52, 53, 63].into_iter().filter_map(|k| 1_usize.checked_shl(k));
    for place in powers.chain(random.iter().copied()).chain(settled) {
        steps.extend([place.saturating_sub(1), place, place.saturating_add(1)]);
    }
    for &step in &steps {
        let rate = schedule.lr(step);
        assert!(rate.is_finite() && rate >= 0.0, "{schedule} at {step}: {rate}");
        if settled.is_some_and(|settled| step >= settled) {
            assert_eq!(rate, schedule.lr(usize::MAX), "{schedule} at {step} has settled");
        }
        if let Some(phase) = schedule.phase(step) {
            assert!(phase.steps.contains(&step), "{schedule} at {step}: {phase:?}");
        }
        let mut window = [0.0; 6];
        let start = step.saturating_sub(3);
        schedule.fill(start, &mut window);
        for (offset, filled) in window.into_iter().enumerate() {
            let expected = schedule.lr(start.saturating_add(offset));
            assert_eq!(filled.to_bits(), expected.to_bits(), "{schedule}, fill at {start} + {offset}");
        }
    }
}

fn rate(u: &mut Unstructured) -> Result<f64> {
    Ok(match u.int_in_range(0..=9)? {
        0 => 0.0,
        1 => *u.choose(&[5e-324, 1e-300, f64::MIN_POSITIVE])?,
        2 => *u.choose(&[1e300, 1e308, f64::MAX])?,
        3 => 1.0,
        _ => positive(u)?,
    })
}

/// From 1e-9 to 1e9, sometimes to 1e308.
fn positive(u: &mut Unstructured) -> Result<f64> {
    let exponent = if u.ratio(1, 8)? { u.int_in_range(-300..=308)? } else { u.int_in_range(-9..=9)? };
    let digits: u16 = u.int_in_range(100..=179)?;
    Ok(format!("{digits}e{}", exponent - 2).parse().unwrap_or(1.0))
}

fn count(u: &mut Unstructured) -> Result<usize> {
    Ok(match u.int_in_range(0..=9)? {
        0 => 0,
        1 | 2 => u.int_in_range(1..=4)?,
        3 => {
            1_usize.checked_shl(u.int_in_range(50..=54)?).unwrap_or(9).wrapping_add(u.int_in_range(0..=4)?)
                - 2
        }
        4 => usize::MAX - u.int_in_range(0..=2)?,
        5 => u.arbitrary()?,
        _ => u.int_in_range(5..=2_000)?,
    })
}

fn shape(u: &mut Unstructured) -> Result<Shape> {
    let value = positive(u)?;
    Ok(match u.int_in_range(0..=11)? {
        0 => Shape::Cosine,
        1 => Shape::Geometric,
        2 => Shape::Harmonic,
        3 => Shape::Polynomial { power: value },
        4 => Shape::OneMinusPower { power: value },
        5 => Shape::Exponential { ratio: value },
        6 => Shape::Logarithmic { ratio: value },
        7 => Shape::Rex { constant: value },
        8 => Shape::Tanh { lower: -6.0, upper: 3.0 },
        9 => Shape::CosinePower { power: value },
        _ => Shape::Linear,
    })
}

fn leaf(u: &mut Unstructured) -> Result<Option<Schedule>> {
    let (a, b, n) = (rate(u)?, rate(u)?, count(u)?);
    Ok(match u.int_in_range(0..=6)? {
        0 => Constant::new(a).ok().map(Into::into),
        1 => Anneal::new(a, b, n, shape(u)?).ok().map(Into::into),
        2 => {
            let (period_mult, start_mult, shape) = (positive(u)?, positive(u)?, shape(u)?);
            WarmRestarts::new(a, b, n)
                .and_then(|s| s.with_period_mult(period_mult)?.with_start_mult(start_mult)?.with_shape(shape))
                .ok()
                .map(Into::into)
        }
        3 => {
            let (part, shape) = (f64::from(u.int_in_range(0_u32..=1_000_000)?) / 1e6, shape(u)?);
            OneCycle::new(a, n).and_then(|s| s.with_pct_start(part)?.with_shape(shape)).ok().map(Into::into)
        }
        4 => {
            let (down, shape) = (count(u)?, shape(u)?);
            Cyclic::new(a.min(b), a.max(b), n, down).and_then(|s| s.with_shape(shape)).ok().map(Into::into)
        }
        5 => {
            let power = positive(u)?;
            InverseTimeDecay::new(a, b).and_then(|s| s.with_every(n)?.with_power(power)).ok().map(Into::into)
        }
        _ => PiecewiseConstant::new([a, b], [n]).ok().map(Into::into),
    })
}

fn nest(composition: impl Composition) -> Option<Schedule> {
    Schedule::new(composition).ok()
}

fn tree(u: &mut Unstructured, depth: usize) -> Result<Option<Schedule>> {
    if depth == 0 || u.ratio(1, 3)? {
        return leaf(u);
    }
    let Some(s) = tree(u, depth - 1)? else { return Ok(None) };
    let (n, a) = (count(u)?, rate(u)?);
    Ok(match u.int_in_range(0..=11)? {
        0 => s.warmup_with(n, a, shape(u)?).ok().and_then(nest),
        1 => s.cooldown(n, count(u)?, a, shape(u)?).ok().and_then(nest),
        2 => s.scaled(a).ok().and_then(nest),
        3 => s.clamped(a, f64::MAX).ok().and_then(nest),
        4 => nest(s.delayed(n)),
        5 => nest(s.skip(n)),
        6 => s.repeated(n).ok().and_then(nest),
        7 => s.per_epoch(n).ok().and_then(nest),
        8 => s.stretched(n, count(u)?).ok().and_then(nest),
        9 => tree(u, depth - 1)?.and_then(|other| nest(s.then(n, other))),
        10 => tree(u, depth - 1)?.and_then(|other| nest(s.times(other))),
        _ => tree(u, depth - 1)?.and_then(|other| nest(s.plus(other))),
    })
}

/// A number as text: a rate, a count, or what is neither.
fn number(u: &mut Unstructured) -> Result<String> {
    Ok(match u.int_in_range(0..=15)? {
        0 => (*u.choose(&["-1", "1e400", "null", "\"1\"", "[]", "{}", "true", "0.5", "1e999", "-0.0"])?)
            .to_owned(),
        1..=5 => format!("{:e}", rate(u)?),
        _ => count(u)?.to_string(),
    })
}

const GOOD: &[&str] = &[
    r#"{"type":"constant","rate":#}"#,
    r#"{"type":"step_decay","start":#,"gamma":0.5,"every":#}"#,
    r#"{"type":"multi_step_decay","start":#,"gamma":0.5,"milestones":[#,#]}"#,
    r#"{"type":"linear_decay","start":#,"end":0,"steps":#}"#,
    r#"{"type":"anneal","start":#,"end":#,"steps":#,"shape":"geometric"}"#,
    r#"{"type":"anneal","start":#,"end":#,"steps":#,"shape":{"polynomial":{"power":#}}}"#,
    r#"{"type":"exponential_decay","start":#,"gamma":0.5,"every":#,"staircase":true}"#,
    r#"{"type":"inverse_time_decay","start":#,"gamma":#,"every":#,"power":#}"#,
    r#"{"type":"inverse_sqrt_decay","start":#,"timescale":#}"#,
    r#"{"type":"noam","factor":#,"model_size":#,"warmup_steps":#}"#,
    r#"{"type":"piecewise_constant","rates":[#,#],"boundaries":[#]}"#,
    r#"{"type":"interpolated","knots":[[0,#],[#,#]],"shape":"linear"}"#,
    r#"{"type":"cyclic","base":0,"max":#,"up":#,"down":#,"mode":"triangular2"}"#,
    r#"{"type":"warm_restarts","start":#,"end":#,"period":#,"period_mult":#,"start_mult":#,"shape":"linear"}"#,
    r#"{"type":"one_cycle","max":#,"steps":#,"pct_start":0.25,"div_factor":#,"final_div_factor":#}"#,
    r#"{"type":"one_cycle_momentum","base":0.5,"max":#,"steps":#}"#,
];

const AROUND: &[&str] = &[
    r#"{"type":"warmup","steps":#,"start":#,"schedule":@}"#,
    r#"{"type":"cooldown","at":#,"steps":#,"end":#,"schedule":@}"#,
    r#"{"type":"scaled","factor":#,"schedule":@}"#,
    r#"{"type":"clamped","min":0,"max":#,"schedule":@}"#,
    r#"{"type":"delayed","steps":#,"schedule":@}"#,
    r#"{"type":"skip","steps":#,"schedule":@}"#,
    r#"{"type":"repeated","period":#,"schedule":@}"#,
    r#"{"type":"per_epoch","steps_per_epoch":#,"schedule":@}"#,
    r#"{"type":"stretched","from":#,"to":#,"schedule":@}"#,
    r#"{"type":"then","first":@,"at":#,"next":@}"#,
    r#"{"type":"product","schedules":[@,@]}"#,
    r#"{"type":"sum","schedules":[@,@]}"#,
];

const BESIDE: &[&str] = &[
    r#"{"mode":"max","gamma":0.5,"patience":#,"cooldown":#,"window":#,"sum":#,"collected":1}"#,
    r#"{"mode":"min","gamma":0.5,"patience":#,"best":#,"bad":#,"factor":0.5}"#,
    r#"{"samples":#,"batch_size":#,"accumulation":#,"processes":#}"#,
    r#"{"min":1e-6,"max":#,"steps":#}"#,
    r#"{"finder":{"min":1e-6,"max":#,"steps":#},"losses":[#,#,#]}"#,
    r#"{"points":[{"lr":0.1,"loss":#,"smoothed":#},{"lr":0.2,"loss":#,"smoothed":#}],"steps":#,"stop":"completed"}"#,
    r#"{"points":[{"lr":0.1,"loss":#,"smoothed":1}],"steps":2,"stop":{"non_finite":{"lr":#}}}"#,
];

fn document(u: &mut Unstructured, depth: usize) -> Result<String> {
    let around = depth > 0 && u.ratio(1, 2)?;
    let template = *u.choose(if around { AROUND } else { GOOD })?;
    filled(u, template, depth)
}

fn beside(u: &mut Unstructured) -> Result<String> {
    let template = *u.choose(BESIDE)?;
    filled(u, template, 0)
}

/// A template with numbers for `#` and documents for `@`; one in sixteen is then spoilt at one byte.
fn filled(u: &mut Unstructured, template: &str, depth: usize) -> Result<String> {
    let mut text = String::new();
    for c in template.chars() {
        match c {
            '#' => text.push_str(&number(u)?),
            '@' => text.push_str(&document(u, depth.saturating_sub(1))?),
            _ => text.push(c),
        }
    }
    if u.ratio(1, 16)? && !text.is_empty() {
        let place = u.choose_index(text.len())?;
        let spoilt = *u.choose(&["", "0", "\"", "{", "]", ",", "e", "-"])?;
        text.replace_range(place..=place, spoilt);
    }
    Ok(text)
}
