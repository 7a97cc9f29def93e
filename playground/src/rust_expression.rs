//! Schedules as the Rust that builds them.

use std::collections::BTreeSet;

use lr_schedule::{CyclicMode, Schedule, Shape};

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
        [name] => (*name).to_owned(),
        names => format!("{{{}}}", names.join(", ")),
    };
    format!("use lr_schedule::{imports};\n\nlet schedule = {expression};\n")
}

/// Remembers the names that the expression uses.
#[derive(Default)]
struct Writer {
    imports: BTreeSet<&'static str>,
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

    /// A schedule with no other inside.
    fn leaf(&mut self, schedule: &Schedule) -> String {
        match schedule {
            Schedule::Constant(s) => self.constructor("Constant", &[float(s.rate())]),
            Schedule::StepDecay(s) => {
                self.constructor("StepDecay", &[float(s.start()), float(s.gamma()), count(s.every())])
            }
            Schedule::MultiStepDecay(s) => {
                let milestones = list(s.milestones(), |&step| count(step));
                self.constructor("MultiStepDecay", &[float(s.start()), float(s.gamma()), milestones])
            }
            Schedule::LinearDecay(s) => {
                self.constructor("LinearDecay", &[float(s.start()), float(s.end()), count(s.steps())])
            }
            Schedule::CosineDecay(s) => {
                self.constructor("CosineDecay", &[float(s.start()), float(s.end()), count(s.steps())])
            }
            Schedule::PolynomialDecay(s) => {
                let power = float(s.power());
                self.constructor(
                    "PolynomialDecay",
                    &[float(s.start()), float(s.end()), count(s.steps()), power],
                )
            }
            Schedule::Anneal(s) => {
                let shape = self.shape(s.shape());
                self.constructor("Anneal", &[float(s.start()), float(s.end()), count(s.steps()), shape])
            }
            Schedule::ExponentialDecay(s) => {
                let mut text = self.constructor("ExponentialDecay", &[float(s.start()), float(s.gamma())]);
                option(&mut text, "with_every", s.every() != 1, &count(s.every()), "?");
                option(&mut text, "with_staircase", s.staircase(), "true", "");
                text
            }
            Schedule::InverseTimeDecay(s) => {
                let mut text = self.constructor("InverseTimeDecay", &[float(s.start()), float(s.gamma())]);
                option(&mut text, "with_every", s.every() != 1, &count(s.every()), "?");
                option(&mut text, "with_staircase", s.staircase(), "true", "");
                option(&mut text, "with_power", s.power() != 1.0, &float(s.power()), "?");
                text
            }
            Schedule::InverseSqrtDecay(s) => {
                self.constructor("InverseSqrtDecay", &[float(s.start()), count(s.timescale())])
            }
            Schedule::Noam(s) => {
                self.constructor("Noam", &[float(s.factor()), count(s.model_size()), count(s.warmup_steps())])
            }
            Schedule::PiecewiseConstant(s) => {
                let boundaries = list(s.boundaries(), |&step| count(step));
                self.constructor("PiecewiseConstant", &[list(s.rates(), |&rate| float(rate)), boundaries])
            }
            Schedule::Interpolated(s) => {
                let knots = list(s.knots(), |&(step, rate)| format!("({}, {})", count(step), float(rate)));
                let mut text = self.constructor("Interpolated", &[knots]);
                self.shape_unless(Shape::Linear, s.shape(), &mut text);
                text
            }
            Schedule::Cyclic(s) => self.cyclic(s),
            Schedule::WarmRestarts(s) => {
                let mut text =
                    self.constructor("WarmRestarts", &[float(s.start()), float(s.end()), count(s.period())]);
                option(&mut text, "with_period_mult", s.period_mult() != 1.0, &float(s.period_mult()), "?");
                option(&mut text, "with_start_mult", s.start_mult() != 1.0, &float(s.start_mult()), "?");
                if let Some(cycles) = s.cycles() {
                    option(&mut text, "with_cycles", true, &count(cycles), "");
                }
                self.shape_unless(Shape::Cosine, s.shape(), &mut text);
                text
            }
            Schedule::OneCycle(s) => {
                let mut text = self.constructor("OneCycle", &[float(s.max()), count(s.steps())]);
                option(&mut text, "with_three_phase", s.three_phase(), "true", "?");
                option(&mut text, "with_pct_start", s.pct_start() != 0.3, &float(s.pct_start()), "?");
                option(&mut text, "with_div_factor", s.div_factor() != 25.0, &float(s.div_factor()), "?");
                option(
                    &mut text,
                    "with_final_div_factor",
                    s.final_div_factor() != 1e4,
                    &float(s.final_div_factor()),
                    "?",
                );
                self.shape_unless(Shape::Cosine, s.shape(), &mut text);
                text
            }
            Schedule::OneCycleMomentum(s) => {
                let mut text = self
                    .constructor("OneCycleMomentum", &[float(s.base()), float(s.max()), count(s.steps())]);
                option(&mut text, "with_three_phase", s.three_phase(), "true", "?");
                option(&mut text, "with_pct_start", s.pct_start() != 0.3, &float(s.pct_start()), "?");
                self.shape_unless(Shape::Cosine, s.shape(), &mut text);
                text
            }
            other => self.of_json(other),
        }
    }

    fn cyclic(&mut self, s: &lr_schedule::Cyclic) -> String {
        let mut text =
            self.constructor("Cyclic", &[float(s.base()), float(s.max()), count(s.up()), count(s.down())]);
        let mode = match s.mode() {
            CyclicMode::Triangular2 => "CyclicMode::Triangular2".to_owned(),
            CyclicMode::ExpRange { gamma } => format!("CyclicMode::ExpRange {{ gamma: {} }}", float(gamma)),
            _ => String::new(),
        };
        if !mode.is_empty() {
            self.imports.insert("CyclicMode");
            option(&mut text, "with_mode", true, &mode, "?");
        }
        self.shape_unless(Shape::Linear, s.shape(), &mut text);
        option(&mut text, "with_inverted", s.inverted(), "true", "");
        text
    }

    /// A constructor. All of them can fail.
    fn constructor(&mut self, name: &'static str, arguments: &[String]) -> String {
        self.imports.insert(name);
        format!("{name}::new({})?", arguments.join(", "))
    }

    /// A method of the trait on another schedule.
    fn method(&mut self, inner: &Schedule, name: &str, arguments: &[String], mark: &str) -> String {
        self.imports.insert("Scheduler");
        format!("{}.{name}({}){mark}", self.expression(inner), arguments.join(", "))
    }

    fn pair(&mut self, (first, second): &(Schedule, Schedule), name: &str) -> String {
        let second = self.expression(second);
        self.method(first, name, &[second], "")
    }

    fn shape_unless(&mut self, default: Shape, shape: Shape, text: &mut String) {
        if shape != default {
            let shape = self.shape(shape);
            option(text, "with_shape", true, &shape, "?");
        }
    }

    /// `Debug` of a shape is its Rust.
    fn shape(&mut self, shape: Shape) -> String {
        self.imports.insert("Shape");
        format!("Shape::{shape:?}")
    }

    /// What a later version of the crate adds is read from its JSON.
    fn of_json(&mut self, schedule: &Schedule) -> String {
        self.imports.insert("Schedule");
        let json = serde_json::to_string(schedule).unwrap_or_default();
        format!("serde_json::from_str::<Schedule>(r#\"{json}\"#)?")
    }
}

fn option(text: &mut String, name: &str, given: bool, value: &str, mark: &str) {
    if given {
        text.extend([".", name, "(", value, ")", mark]);
    }
}

/// `Debug` writes the shortest digits that read back to the same bits, with a point or an exponent.
fn float(value: f64) -> String {
    format!("{value:?}")
}

/// With underscores, as in Rust code.
fn count(value: usize) -> String {
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

fn list<T>(values: &[T], write: impl Fn(&T) -> String) -> String {
    let values: Vec<_> = values.iter().map(write).collect();
    format!("[{}]", values.join(", "))
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
        assert_eq!([0, 9_999, 10_000, 1_234_567].map(count), ["0", "9999", "10_000", "1_234_567"]);
    }
}
