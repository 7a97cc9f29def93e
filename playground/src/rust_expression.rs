//! Schedules as the Rust that builds them.

use std::collections::BTreeSet;

use lr_schedule::serial::{Data, Value};
use lr_schedule::{CyclicMode, OneCycle, OneCycleMomentum, Schedule, Shape};

/// Options whose method cannot fail.
const INFALLIBLE: [&str; 3] = ["staircase", "cycles", "inverted"];

/// The expression that builds `schedule`, such as `CosineDecay::new(0.1, 0.0, 900)?.warmup(100, 0.0)?`.
#[must_use]
pub fn rust_expression(schedule: &Schedule) -> String {
    Writer::default().expression(schedule)
}

/// The expression as a statement, below the imports it needs.
#[must_use]
pub fn rust_snippet(schedule: &Schedule) -> String {
    let mut writer = Writer::default();
    let expression = writer.expression(schedule);
    let names: Vec<_> = writer.imports.into_iter().collect();
    let imports = match names.as_slice() {
        [name] => name.clone(),
        names => format!("{{{}}}", names.join(", ")),
    };
    format!("use lr_schedule::{imports};\n\nlet schedule = {expression};\n")
}

/// Remembers the names that the expression uses.
#[derive(Default)]
struct Writer {
    imports: BTreeSet<String>,
}

impl Writer {
    fn expression(&mut self, schedule: &Schedule) -> String {
        match schedule {
            Schedule::Warmup(s) if s.shape() == Shape::Linear => {
                self.method(s.schedule(), "warmup", &[count(s.steps()), float(s.start())], "?")
            }
            Schedule::Warmup(s) => {
                let shape = self.shape(s.shape());
                self.method(s.schedule(), "warmup_with", &[count(s.steps()), float(s.start()), shape], "?")
            }
            Schedule::Cooldown(s) => {
                let shape = self.shape(s.shape());
                let arguments = [count(s.at()), count(s.steps()), float(s.end()), shape];
                self.method(s.schedule(), "cooldown", &arguments, "?")
            }
            Schedule::Scaled(s) => self.method(s.schedule(), "scaled", &[float(s.factor())], "?"),
            Schedule::Clamped(s) => {
                self.method(s.schedule(), "clamped", &[float(s.min()), float(s.max())], "?")
            }
            Schedule::Delayed(s) => self.method(s.schedule(), "delayed", &[count(s.steps())], ""),
            Schedule::Skip(s) => self.method(s.schedule(), "skip", &[count(s.steps())], ""),
            Schedule::Repeated(s) => self.method(s.schedule(), "repeated", &[count(s.period())], "?"),
            Schedule::PerEpoch(s) => {
                self.method(s.schedule(), "per_epoch", &[count(s.steps_per_epoch())], "?")
            }
            Schedule::Stretched(s) => {
                self.method(s.schedule(), "stretched", &[count(s.from()), count(s.to())], "?")
            }
            Schedule::Then(s) => {
                let next = self.expression(s.next());
                self.method(s.first(), "then", &[count(s.at()), next], "")
            }
            Schedule::Product(s) => self.pair(s.schedules(), "times"),
            Schedule::Sum(s) => self.pair(s.schedules(), "plus"),
            leaf => self.leaf(leaf),
        }
    }

    /// A schedule with no other inside: its constructor, and a `with_` method for each option that differs from its default.
    fn leaf(&mut self, schedule: &Schedule) -> String {
        if let Schedule::OneCycleMomentum(momentum) = schedule {
            return self.one_cycle_momentum(momentum);
        }
        let Value::Map(fields) = schedule.to_value() else { return String::new() };
        let (mut arguments, mut options) = (vec![], String::new());
        for (name, value) in fields.iter().filter(|(name, _)| name != "type") {
            let others = fields.iter().filter(|(other, _)| other != name).cloned().collect();
            match Schedule::from_value(Value::Map(others)) {
                Err(_) => arguments.push(self.value(name, value)), // it must be given
                Ok(default) if default == *schedule => {}
                Ok(_) => {
                    let mark = if INFALLIBLE.contains(&name.as_ref()) { "" } else { "?" };
                    let value = self.value(name, value);
                    options.extend([".with_", name.as_ref(), "(", &value, ")", mark]);
                }
            }
        }
        let name: String =
            schedule.kind().split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect();
        let text = format!("{name}::new({})?{options}", arguments.join(", "));
        self.imports.insert(name);
        text
    }

    /// The momentum of a cycle with the same settings.
    fn one_cycle_momentum(&mut self, momentum: &OneCycleMomentum) -> String {
        let cycle = || {
            OneCycle::new(1.0, momentum.steps())?
                .with_pct_start(momentum.pct_start())?
                .with_three_phase(momentum.three_phase())?
                .with_shape(momentum.shape())
        };
        cycle().map_or_else(
            |error| error.to_string(),
            |cycle| {
                let cycle = self.leaf(&cycle.into());
                format!("{cycle}.momentum({}, {})?", float(momentum.base()), float(momentum.max()))
            },
        )
    }

    /// A value of the field `name`.
    fn value(&mut self, name: &str, value: &Value) -> String {
        match value {
            Value::Float(value) => float(*value),
            Value::Unsigned(value) => count(*value),
            Value::List(values) => {
                let texts: Vec<_> = values
                    .iter()
                    .map(|value| match value {
                        Value::List(pair) => {
                            let pair: Vec<_> = pair.iter().map(|value| self.value(name, value)).collect();
                            format!("({})", pair.join(", "))
                        }
                        value => self.value(name, value),
                    })
                    .collect();
                format!("[{}]", texts.join(", "))
            }
            value if name == "mode" => {
                self.imports.insert("CyclicMode".to_owned());
                CyclicMode::from_value(value.clone())
                    .map_or_else(|_| String::new(), |mode| format!("CyclicMode::{mode:?}"))
            }
            value if name == "shape" => {
                Shape::from_value(value.clone()).map_or_else(|_| String::new(), |shape| self.shape(shape))
            }
            other => other.to_string(),
        }
    }

    /// A method of the trait on another schedule.
    fn method(&mut self, inner: &Schedule, name: &str, arguments: &[String], mark: &str) -> String {
        self.imports.insert("Scheduler".to_owned());
        format!("{}.{name}({}){mark}", self.expression(inner), arguments.join(", "))
    }

    fn pair(&mut self, (first, second): &(Schedule, Schedule), name: &str) -> String {
        let second = self.expression(second);
        self.method(first, name, &[second], "")
    }

    /// `Debug` of a shape is its Rust.
    fn shape(&mut self, shape: Shape) -> String {
        self.imports.insert("Shape".to_owned());
        format!("Shape::{shape:?}")
    }
}

/// `Debug` writes the shortest digits that read back to the same bits, with a point or an exponent.
fn float(value: f64) -> String {
    format!("{value:?}")
}

/// With underscores, as in Rust code.
fn count<T: ToString + Copy>(value: T) -> String {
    let digits = value.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            text.push('_');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use lr_schedule::{CosineDecay, Scheduler};

    use super::*;

    #[test]
    fn reads_as_a_person_would_write_it() {
        let schedule = CosineDecay::new(1e-3, 1e-5, 9_500).unwrap().warmup(500, 0.0).unwrap().into();
        assert_eq!(
            rust_snippet(&schedule),
            "use lr_schedule::{CosineDecay, Scheduler};\n\n\
             let schedule = CosineDecay::new(0.001, 1e-5, 9500)?.warmup(500, 0.0)?;\n"
        );
    }

    #[test]
    fn counts_have_underscores() {
        assert_eq!([0, 9_999, 10_000, 1_234_567].map(count::<usize>), ["0", "9999", "10_000", "1_234_567"]);
    }
}
