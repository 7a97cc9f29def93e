//! What the page has open, and the answers to its requests.

use lr_schedule::{Schedule, Scheduler};
use serde::Serialize;
use serde_json::{Value, json};

use crate::curve::{curve, float, phase_name, phases};
use crate::log::{self, Log};
use crate::request::{Request, SLOTS};
use crate::source::{self, Problem};
use crate::{catalogue, comparison, rust_expression, rust_snippet, sweep, transfer};

/// The open schedules and the log beside them.
#[derive(Debug, Default)]
pub struct Page {
    slots: [Option<Schedule>; SLOTS],
    log: Log,
}

/// An answer: an object with either the result or `error`, and numbers where the request asks for them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer {
    /// JSON.
    pub text: String,
    /// Points of a curve.
    pub numbers: Vec<f64>,
}

type Numbers = Vec<f64>;

impl Page {
    /// Answers a request in JSON.
    pub fn answer_json(&mut self, request: &str) -> Answer {
        match serde_json::from_str(request) {
            Ok(request) => self.answer(request),
            Err(error) => Answer { text: failure(&error.to_string()).to_string(), numbers: Vec::new() },
        }
    }

    /// Answers a request.
    pub fn answer(&mut self, request: Request) -> Answer {
        let mut numbers = Vec::new();
        let value = self.value(request, &mut numbers).unwrap_or_else(|error| error);
        Answer { text: value.to_string(), numbers }
    }

    fn value(&mut self, request: Request, numbers: &mut Numbers) -> Result<Value, Value> {
        match request {
            Request::Catalogue => {
                let entry = |(group, name, about, _)| json!({ "group": group, "name": name, "about": about });
                Ok(json!({ "entries": crate::catalogue().into_iter().map(entry).collect::<Vec<_>>() }))
            }
            Request::Entry { group, name, steps, format } => {
                let entry =
                    crate::catalogue().into_iter().find(|entry| (entry.0, entry.1) == (&group, &name));
                let (_, _, _, schedule) = entry.ok_or_else(|| failure("there is no such entry"))?;
                let schedule =
                    transfer::rescaled(&schedule, catalogue::STEPS, steps).map_err(|e| failure(&e))?;
                written(&schedule, format)
            }
            Request::Convert { text, from, to } => {
                written(&source::read(&text, from).map_err(|problem| misread(&problem))?, to)
            }
            Request::Rescale { text, format, from, to } => {
                let schedule = source::read(&text, format).map_err(|problem| misread(&problem))?;
                written(&transfer::rescaled(&schedule, from, to).map_err(|error| failure(&error))?, format)
            }
            Request::Open { slot, text, format } => {
                let place = self.slots.get_mut(slot).ok_or_else(no_slot)?;
                *place = None;
                let schedule = source::read(&text, format).map_err(|problem| misread(&problem))?;
                let answer = opened(&schedule);
                *place = Some(schedule);
                Ok(answer)
            }
            Request::Close { slot } => {
                *self.slots.get_mut(slot).ok_or_else(no_slot)? = None;
                Ok(json!({}))
            }
            Request::Curve { slot, steps, columns } => {
                let (points, extent) = curve(self.slot(slot)?, steps, columns);
                *numbers = points;
                Ok(json!(extent))
            }
            Request::Phases { slot, steps } => Ok(json!({ "phases": phases(self.slot(slot)?, steps) })),
            Request::At { step } => {
                let at = |schedule: &Schedule| {
                    let phase = schedule.phase(step).as_ref().map(phase_name);
                    json!({ "rate": schedule.lr(step), "phase": phase })
                };
                Ok(json!({ "rates": self.slots.each_ref().map(|slot| slot.as_ref().map(at)) }))
            }
            Request::Compare { steps } => Ok(json!(comparison::compare(&self.slots, steps))),
            Request::Log { text } => {
                self.log = Log::default();
                self.log = log::read(&text).map_err(|error| failure(&error))?;
                *numbers = self.log.rows.iter().flat_map(|&(step, rate)| [float(step), rate]).collect();
                Ok(json!({ "rates": self.log.rows.len(), "skipped": self.log.skipped }))
            }
            Request::Departures => {
                let departure = |slot: &Option<Schedule>| Some(log::departure(slot.as_ref()?, &self.log));
                Ok(json!({ "departures": self.slots.each_ref().map(departure) }))
            }
            Request::Sweep { text, smoothing, steps } => {
                let read = sweep::read(&text, smoothing, &self.slots, steps);
                let (finding, report) = read.map_err(|error| failure(&error))?;
                let points = report.points().iter();
                *numbers = points.flat_map(|point| [point.lr, point.loss, point.smoothed]).collect();
                Ok(json!(finding))
            }
        }
    }

    fn slot(&self, slot: usize) -> Result<&Schedule, Value> {
        self.slots.get(slot).and_then(Option::as_ref).ok_or_else(no_slot)
    }
}

/// What the page shows of a schedule besides its curve.
#[derive(Serialize)]
struct Opened {
    kind: &'static str,
    line: String,
    settles_at: Option<usize>,
    json: Option<String>,
    toml: Option<String>,
    rust: String,
    snippet: String,
}

fn opened(schedule: &Schedule) -> Value {
    json!(Opened {
        kind: schedule.kind(),
        line: schedule.to_string(),
        settles_at: schedule.settles_at(),
        json: source::write(schedule, crate::Format::Json).ok(),
        toml: source::write(schedule, crate::Format::Toml).ok(),
        rust: rust_expression(schedule),
        snippet: rust_snippet(schedule),
    })
}

fn written(schedule: &Schedule, format: crate::Format) -> Result<Value, Value> {
    source::write(schedule, format).map(|text| json!({ "text": text })).map_err(|error| failure(&error))
}

fn failure(message: &str) -> Value {
    json!({ "error": { "message": message } })
}

fn misread(problem: &Problem) -> Value {
    json!({ "error": problem })
}

fn no_slot() -> Value {
    failure("there is no schedule in this slot")
}
