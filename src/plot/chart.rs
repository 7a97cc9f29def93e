//! Schedules as a picture.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use std::io;
use std::path::Path;

use plotters::style::Color;

use super::axis::{Axis, count, number};
use super::canvas::{COLOURS, Frame, Key, Scale, Span};
use super::line;
use crate::{Scheduler, math};

/// The steps drawn of schedules that never arrive.
const STEPS: usize = 1_000;

/// More phases than these would be a pattern, not a help.
const PHASES: usize = 12;

/// A chart of one or many schedules: the rate against the step.
///
/// Unless said otherwise it shows the steps from 0 to a tenth past the last arrival, or 1,000 where a schedule
/// never arrives, with rates from zero on. Where all schedules have the same [phases](Scheduler::phase), they
/// are named and shaded. Every step is looked at, of more than four million an even choice; of schedules that
/// are drawn on top of each other, the later ones are thinner. What is not finite is left out.
///
/// # Example
///
/// ```
/// use lr_schedule::plot::Chart;
/// use lr_schedule::{CosineDecay, LinearDecay};
///
/// let (cosine, linear) = (CosineDecay::new(0.1, 1e-4, 900)?, LinearDecay::new(0.1, 1e-4, 900)?);
/// let svg = Chart::new("two decays").curve("cosine", &cosine).curve("linear", &linear).log().svg()?;
/// assert!(svg.contains("cosine"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
#[must_use = "a chart is drawn by `svg` or `save`"]
pub struct Chart<'a> {
    title: String,
    curves: Vec<(String, &'a dyn Scheduler)>,
    steps: Option<usize>,
    log: bool,
    y_range: Option<(f64, f64)>,
    x_label: String,
    unit: usize,
    y_label: String,
    size: (u32, u32),
}

impl<'a> Chart<'a> {
    /// A chart without curves.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            curves: Vec::new(),
            steps: None,
            log: false,
            y_range: None,
            x_label: "step".to_string(),
            unit: 1,
            y_label: "learning rate".to_string(),
            size: (720, 320),
        }
    }

    /// A chart of one schedule, with its own description as the title.
    pub fn of(schedule: &'a (impl Scheduler + fmt::Display)) -> Self {
        Self::new(schedule.to_string()).curve("", schedule)
    }

    /// Adds a schedule; a chart of one without a name has no legend.
    pub fn curve(mut self, name: impl Into<String>, schedule: &'a dyn Scheduler) -> Self {
        self.curves.push((name.into(), schedule));
        self
    }

    /// Shows the steps from 0 to `steps`.
    pub fn steps(self, steps: usize) -> Self {
        Self { steps: Some(steps), ..self }
    }

    /// Shows rates on a logarithmic axis, at most twenty decades of it. Zero is at its foot.
    pub fn log(self) -> Self {
        Self { log: true, ..self }
    }

    /// Shows the values from `low` to `high` alone; what is beyond runs along the edge.
    ///
    /// Ignored on a logarithmic axis, or if the two are not finite numbers in this order.
    pub fn y_range(self, low: f64, high: f64) -> Self {
        Self { y_range: Some((low, high)), ..self }
    }

    /// Says what the curves show instead of learning rates, as `momentum` or `loss`.
    pub fn y_label(self, label: impl Into<String>) -> Self {
        Self { y_label: label.into(), ..self }
    }

    /// Counts in units of so many steps, as `("epoch", steps_per_epoch)`.
    pub fn x_unit(self, label: impl Into<String>, steps: usize) -> Self {
        Self { x_label: label.into(), unit: steps.max(1), ..self }
    }

    /// The size in pixels, 720 by 320 unless said otherwise and at least 240 by 160.
    pub fn size(self, width: u32, height: u32) -> Self {
        Self { size: (width.clamp(240, 10_000), height.clamp(160, 10_000)), ..self }
    }

    /// Writes the SVG to a file.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    pub fn save(&self, path: impl AsRef<Path>) -> io::Result<()> {
        std::fs::write(path, self.svg()?)
    }

    /// The SVG.
    ///
    /// # Errors
    ///
    /// If the library that draws fails; nothing is known that makes it.
    pub fn svg(&self) -> io::Result<String> {
        let last = self.last_step();
        let columns = usize::try_from(self.size.0).unwrap_or(usize::MAX);
        let curves: Vec<Vec<(f64, f64)>> =
            self.curves.iter().map(|(_, schedule)| line::sample(*schedule, last, columns)).collect();
        let values: Vec<f64> = curves.iter().flatten().map(|point| point.1).collect();
        let y = match self.y_range {
            _ if self.log => Axis::decades(&values),
            Some((low, high)) if low < high && low.is_finite() && high.is_finite() => Axis::linear(low, high),
            _ => Axis::around(&values),
        };
        let x = match self.unit {
            1 => Axis::counts(math::float(last)),
            unit => Axis::linear(0.0, math::progress(last, unit)),
        };
        let keys = self.keys(&curves);
        let frame = Frame {
            size: self.size,
            title: &self.title,
            legend: keys.iter().filter(|key| !key.name.is_empty()).cloned().collect(),
            spans: self.spans(last),
            x: Scale { axis: x, label: &self.x_label, number: &count },
            y: Scale { axis: y, label: &self.y_label, number: &number },
        };
        frame.draw(|plot| {
            for (key, curve) in keys.iter().zip(&curves) {
                let points: Vec<_> = curve.iter().map(|&(step, rate)| (self.units(step), rate)).collect();
                plot.line(&points, key)?;
            }
            Ok(())
        })
    }

    /// The last step shown.
    fn last_step(&self) -> usize {
        let arrival = |(_, schedule): &(String, &dyn Scheduler)| match schedule.settles_at() {
            Some(0) | None => STEPS,
            Some(step) => step.saturating_add(step.div_ceil(10)),
        };
        self.steps.unwrap_or_else(|| self.curves.iter().map(arrival).max().unwrap_or(STEPS))
    }

    /// How each curve is drawn: one below another that looks the same is wider, so that it is seen.
    fn keys(&self, curves: &[Vec<(f64, f64)>]) -> Vec<Key> {
        let styled = self.curves.iter().zip(curves).enumerate();
        let keys = styled.zip(COLOURS.iter().cycle()).map(|((i, ((name, _), curve)), colour)| {
            let above = curves.iter().skip(i.saturating_add(1)).filter(|other| *other == curve).count();
            let width = u32::try_from(above).unwrap_or(0).saturating_mul(4).saturating_add(2);
            Key { name: name.clone(), colour: colour.mix(1.0), width: width.min(10), area: false }
        });
        keys.collect()
    }

    /// The phases that all schedules agree on, if there are some and not too many.
    fn spans(&self, last: usize) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut step = 0;
        while step < last && spans.len() <= PHASES {
            let mut phases = self.curves.iter().map(|(_, schedule)| schedule.phase(step));
            let Some(Some(phase)) = phases.next() else { return Vec::new() };
            if phases.any(|other| other.as_ref() != Some(&phase)) {
                return Vec::new();
            }
            let end = phase.end().unwrap_or(usize::MAX).min(last);
            let (from, to) = (self.units(math::float(step)), self.units(math::float(end)));
            spans.push(Span { name: phase.kind.to_string(), from, to });
            step = end;
        }
        if (2..=PHASES).contains(&spans.len()) { spans } else { Vec::new() }
    }

    fn units(&self, step: f64) -> f64 {
        step / math::float(self.unit)
    }
}

impl fmt::Debug for Chart<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.curves.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Chart").field("title", &self.title).field("curves", &names).finish_non_exhaustive()
    }
}
