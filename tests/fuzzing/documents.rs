//! Random data of every type: what the constructors make, written, and then changed in up to three places.

use arbitrary::{Result, Unstructured};
use lr_schedule::finder::{Report, Spacing};
use lr_schedule::plateau::{Mode, NonFinitePolicy};
use lr_schedule::serial::{Data, Value};
use lr_schedule::{Cursor, LrRangeFinder, ParamGroups, ReduceOnPlateau, Schedule, StepCount};

use super::schedules::{count, cyclic_mode, positive, rate, shape, tree};

/// Data of a type by its name, often changed; `None` if the constructors refuse what they are given.
pub(super) fn document(u: &mut Unstructured, name: &str) -> Result<Option<Value>> {
    let Some(mut value) = valid(u, name)? else { return Ok(None) };
    for _ in 0..*u.choose(&[0, 0, 1, 1, 1, 2, 2, 3])? {
        let mut place = u.choose_index(nodes(&value))?;
        change(u, &mut value, &mut place)?;
    }
    Ok(Some(value))
}

/// One text of eight with one byte replaced.
pub(super) fn spoilt(u: &mut Unstructured, mut text: String) -> Result<String> {
    if u.ratio(1, 8)? && !text.is_empty() && text.is_ascii() {
        let place = u.choose_index(text.len())?;
        text.replace_range(place..=place, u.choose(&["", "0", "\"", "{", "]", ",", "e", "-", "9999"])?);
    }
    Ok(text)
}

fn valid(u: &mut Unstructured, name: &str) -> Result<Option<Value>> {
    Ok(match name {
        "Schedule" => tree(u, 4)?.map(|schedule| schedule.to_value()),
        "Cursor" => {
            let step = count(u)?;
            tree(u, 3)?.map(|schedule| {
                let mut cursor = Cursor::new(schedule);
                cursor.seek(step);
                cursor.to_value()
            })
        }
        "ParamGroups" => {
            let mut groups: ParamGroups<Schedule> = ParamGroups::from_iter::<[(&str, Schedule); 0]>([]);
            for name in ["head", "body", ""].into_iter().take(u.int_in_range(0..=3)?) {
                if let Some(schedule) = tree(u, 2)? {
                    groups.insert(name, schedule);
                }
            }
            Some(groups.to_value())
        }
        "Shape" => Some(shape(u)?.to_value()),
        "CyclicMode" => Some(cyclic_mode(u)?.to_value()),
        "ReduceOnPlateau" => plateau(u)?.map(|plateau| plateau.to_value()),
        "StepCount" => {
            let (samples, batch_size, drop_last) = (count(u)?.max(1), count(u)?.max(1), u.ratio(1, 4)?);
            let (accumulation, processes) = (u.int_in_range(1..=9)?, u.int_in_range(1..=9)?);
            let steps = StepCount::new(samples, batch_size).and_then(|steps| {
                steps.with_accumulation(accumulation)?.with_processes(processes)?.with_drop_last(drop_last)
            });
            steps.ok().map(|steps| steps.to_value())
        }
        "LrRangeFinder" => finder(u)?.map(|finder| finder.to_value()),
        "Sweep" => {
            let Some(finder) = finder(u)? else { return Ok(None) };
            let mut sweep = finder.sweep();
            for loss in losses(u)? {
                sweep.record(loss);
            }
            if u.ratio(1, 4)? {
                sweep.stop();
            }
            Some(sweep.to_value())
        }
        _ => report(u)?.map(|report| report.to_value()),
    })
}

fn plateau(u: &mut Unstructured) -> Result<Option<ReduceOnPlateau>> {
    let mode = *u.choose(&[Mode::Min, Mode::Max])?;
    let (gamma, patience, cooldown) =
        (u.int_in_range(1..=9)?, u.int_in_range(0..=3)?, u.int_in_range(0..=3)?);
    let (floor, window) = (u.int_in_range(0..=5)?, u.int_in_range(1..=4)?);
    let policy = *u.choose(&[NonFinitePolicy::Count, NonFinitePolicy::Ignore])?;
    let growth = if u.ratio(1, 2)? { Some((u.int_in_range(0..=3)?, 1.0 + positive(u)?)) } else { None };
    let built = ReduceOnPlateau::new(mode, f64::from(gamma) / 10.0, patience).and_then(|plateau| {
        let plateau = plateau.with_cooldown(cooldown).with_floor(f64::from(floor) / 10.0)?;
        let plateau = plateau.with_window(window)?.with_non_finite(policy);
        growth.map_or(Ok(plateau), |(patience, ceiling)| plateau.with_growth(patience, ceiling))
    });
    let Ok(mut plateau) = built else { return Ok(None) };
    for _ in 0..u.int_in_range(0..=9)? {
        plateau.observe(number(u)?);
    }
    Ok(Some(plateau))
}

fn finder(u: &mut Unstructured) -> Result<Option<LrRangeFinder>> {
    let (min, factor, steps) = (positive(u)?, 1.0 + positive(u)?, u.int_in_range(2..=60)?);
    let (linear, early_stop) = (u.ratio(1, 4)?, u.ratio(3, 4)?);
    let Ok(finder) = LrRangeFinder::new(min, min * factor, steps) else { return Ok(None) };
    let finder = if linear { finder.with_spacing(Spacing::Linear) } else { finder };
    Ok(Some(if early_stop { finder } else { finder.without_early_stop() }))
}

/// Losses that are flat, fall and climb, with some noise and some that are absurd.
fn losses(u: &mut Unstructured) -> Result<Vec<f64>> {
    let length = u.int_in_range(0..=60)?;
    let (falls, climbs) = (u.int_in_range(0..=length)?, u.int_in_range(0..=length)?);
    let (level, noise) = (positive(u)?, f64::from(u.int_in_range(0_u8..=20)?) / 200.0);
    let mut losses = Vec::new();
    for i in 0..length {
        let curve = if i >= climbs {
            9.0
        } else if i >= falls {
            0.3
        } else {
            1.0
        };
        let random = f64::from(u.arbitrary::<u8>()?) / 128.0 - 1.0;
        losses.push(if u.ratio(1, 64)? { number(u)? } else { level * (curve + noise * random) });
    }
    Ok(losses)
}

fn report(u: &mut Unstructured) -> Result<Option<Report>> {
    if u.ratio(1, 2)? {
        let Some(finder) = finder(u)? else { return Ok(None) };
        let mut losses = losses(u)?.into_iter();
        return Ok(Some(finder.run(|_| losses.next().unwrap_or(f64::NAN))));
    }
    let (mut lr, steps, mut curve) = (positive(u)?, u.int_in_range(0..=60)?, Vec::new());
    for loss in losses(u)? {
        curve.push((lr, loss));
        lr *= 1.0 + f64::from(u.int_in_range(1_u8..=40)?) / 10.0;
    }
    Ok(Report::from_curve(curve, steps).ok())
}

/// A metric or loss: any float.
fn number(u: &mut Unstructured) -> Result<f64> {
    Ok(match u.int_in_range(0..=9)? {
        0 => {
            *u.choose(&[f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, -f64::MAX, 0.0, -0.0, 5e-324])?
        }
        1 | 2 => -rate(u)?,
        _ => rate(u)?,
    })
}

fn nodes(value: &Value) -> usize {
    1 + match value {
        Value::List(values) => values.iter().map(nodes).sum(),
        Value::Map(entries) => entries.iter().map(|(_, value)| nodes(value)).sum(),
        _ => 0,
    }
}

/// Changes the node that `place` counts down to, and says whether it has been reached.
fn change(u: &mut Unstructured, value: &mut Value, place: &mut usize) -> Result<bool> {
    if *place == 0 {
        change_node(u, value)?;
        return Ok(true);
    }
    *place -= 1;
    let children: Vec<&mut Value> = match value {
        Value::List(values) => values.iter_mut().collect(),
        Value::Map(entries) => entries.iter_mut().map(|(_, value)| value).collect(),
        _ => Vec::new(),
    };
    for child in children {
        if change(u, child, place)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Numbers become other numbers, lists and objects lose or repeat an entry, names become other names; one in eight becomes
/// something else altogether.
fn change_node(u: &mut Unstructured, value: &mut Value) -> Result<()> {
    if u.ratio(1, 8)? {
        *value = match u.int_in_range(0..=5)? {
            0 => Value::Null,
            1 => Value::Bool(u.arbitrary()?),
            2 => Value::List(Vec::new()),
            3 => Value::Map(Vec::new()),
            4 => Value::Text("1".into()),
            _ => Value::Signed(-1),
        };
        return Ok(());
    }
    match value {
        Value::Null => *value = Value::Unsigned(1),
        Value::Bool(value) => *value = !*value,
        Value::Unsigned(_) | Value::Signed(_) | Value::Float(_) => {
            *value = match u.int_in_range(0..=3)? {
                0 => Value::Float(number(u)?),
                1 => Value::Float(f64::from(u.int_in_range(0_u16..=999)?)),
                2 => Value::Float(f64::from(u.int_in_range(0_u16..=1_000)?) / 1e3),
                _ => Value::Unsigned(count(u)? as u64),
            }
        }
        Value::Text(text) => {
            let names = ["linear", "cosine", "geometric", "rex", "completed", "stopped", "min", "max", "x"];
            let kind = u.ratio(1, 2)?;
            *text = (*u.choose(if kind { Schedule::KINDS } else { &names })?).into();
        }
        Value::List(values) => change_list(u, values)?,
        Value::Map(entries) => change_list(u, entries)?,
    }
    Ok(())
}

fn change_list<T: Clone>(u: &mut Unstructured, values: &mut Vec<T>) -> Result<()> {
    if values.is_empty() {
        return Ok(());
    }
    let (from, to) = (u.choose_index(values.len())?, u.choose_index(values.len())?);
    match u.int_in_range(0..=2)? {
        0 => drop(values.remove(from)),
        1 => values.insert(to, values[from].clone()),
        _ => values.swap(from, to),
    }
    Ok(())
}
