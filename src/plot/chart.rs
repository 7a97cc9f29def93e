//! Charts of schedules.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use std::io;
use std::path::Path;

use plotters::style::Color;

use super::axis::{Axis, count, number};
use super::canvas::{COLOURS, Frame, LegendEntry, Scale, Span};
use super::simplify;
use crate::{Scheduler, math};

/// The number of steps shown if no schedule settles.
const STEPS: usize = 1_000;

/// Phases are shaded only if there are at most this many.
const PHASES: usize = 12;

/// A chart of one or many schedules: the rate against the step.
///
/// By default it shows the steps from 0 to a tenth past the last step at which a schedule
/// [settles](Scheduler::settles_at), or 1,000 if one never does, and the rate axis starts at 0. If all schedules have
/// the same [phases](Scheduler::phase), these are named and shaded. If curves coincide, the later ones are thinner, so
/// that all are visible. Values that are not finite are omitted.
///
/// Every step is evaluated, so even a spike of one step is drawn. For more than four million steps, or a schedule with
/// more than 16,384 phases, 65,536 steps are sampled instead.
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

    /// A chart of one schedule, titled with its description.
    ///
    /// A trait object has no description; give the chart a title instead:
    ///
    /// ```
    /// use lr_schedule::plot::Chart;
    /// use lr_schedule::{CosineDecay, Scheduler};
    ///
    /// let schedule: Box<dyn Scheduler> = Box::new(CosineDecay::new(0.1, 0.0, 900)?);
    /// let svg = Chart::new("cosine").curve("", &schedule).svg()?;
    /// assert!(svg.contains("cosine"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(schedule: &'a (impl Scheduler + fmt::Display)) -> Self {
        Self::new(schedule.to_string()).curve("", schedule)
    }

    /// Adds a schedule. A chart of a single schedule with an empty name has no legend.
    pub fn curve(mut self, name: impl Into<String>, schedule: &'a dyn Scheduler) -> Self {
        self.curves.push((name.into(), schedule));
        self
    }

    /// Shows the steps from 0 to `steps`.
    pub fn steps(self, steps: usize) -> Self {
        Self { steps: Some(steps), ..self }
    }

    /// Makes the rate axis logarithmic, with at most twenty decades. Zero is drawn at its lower end.
    pub fn log(self) -> Self {
        Self { log: true, ..self }
    }

    /// Sets the range of the rate axis; values outside are drawn at the nearer edge.
    ///
    /// Ignored on a logarithmic axis, and unless `low < high` and both are finite.
    pub fn y_range(self, low: f64, high: f64) -> Self {
        Self { y_range: Some((low, high)), ..self }
    }

    /// Sets the label of the y axis, such as `momentum` or `loss`; defaults to `learning rate`.
    pub fn y_label(self, label: impl Into<String>) -> Self {
        Self { y_label: label.into(), ..self }
    }

    /// Sets the label of the x axis and its unit in steps, such as `("epoch", steps_per_epoch)`.
    pub fn x_unit(self, label: impl Into<String>, steps: usize) -> Self {
        Self { x_label: label.into(), unit: steps.max(1), ..self }
    }

    /// Sets the size in pixels, at least 240 by 160; defaults to 720 by 320.
    pub fn size(self, width: u32, height: u32) -> Self {
        Self { size: (width.clamp(240, 10_000), height.clamp(160, 10_000)), ..self }
    }

    /// Draws the chart and writes the SVG to a file.
    ///
    /// # Errors
    ///
    /// If the file cannot be written.
    pub fn save(&self, path: impl AsRef<Path>) -> io::Result<()> {
        std::fs::write(path, self.svg()?)
    }

    /// Draws the chart and returns the SVG.
    ///
    /// # Errors
    ///
    /// If drawing fails, which no known case does, as the output is a string.
    pub fn svg(&self) -> io::Result<String> {
        let last = self.last_step();
        let columns = usize::try_from(self.size.0).unwrap_or(usize::MAX);
        let curves: Vec<Vec<(f64, f64)>> =
            self.curves.iter().map(|(_, schedule)| simplify::sample(*schedule, last, columns)).collect();
        let values: Vec<f64> = curves.iter().flatten().map(|point| point.1).collect();
        let y = match self.y_range {
            _ if self.log => Axis::decades(&values),
            Some((low, high)) if low < high && low.is_finite() && high.is_finite() => Axis::linear(low, high),
            _ => Axis::around(&values),
        };
        let x = match self.unit {
            1 => Axis::counts(math::float(last)),
            unit => Axis::linear(0.0, math::float(last) / math::float(unit)),
        };
        let entries = self.legend(&curves);
        let frame = Frame {
            size: self.size,
            title: &self.title,
            legend: entries.iter().filter(|entry| !entry.name.is_empty()).cloned().collect(),
            spans: self.spans(last),
            x: Scale { axis: x, label: &self.x_label, number: &count },
            y: Scale { axis: y, label: &self.y_label, number: &number },
        };
        frame.draw(|plot| {
            for (entry, curve) in entries.iter().zip(&curves) {
                let points: Vec<_> = curve.iter().map(|&(step, rate)| (self.units(step), rate)).collect();
                plot.line(&points, entry)?;
            }
            Ok(())
        })
    }

    /// The last step to show.
    fn last_step(&self) -> usize {
        let with_end = |(_, schedule): &(String, &dyn Scheduler)| match schedule.settles_at() {
            Some(0) | None => STEPS,
            Some(step) => step.saturating_add(step.div_ceil(10)),
        };
        self.steps.unwrap_or_else(|| self.curves.iter().map(with_end).max().unwrap_or(STEPS))
    }

    /// The style of each curve: one that is covered by an equal curve is wider, so that both are visible.
    fn legend(&self, curves: &[Vec<(f64, f64)>]) -> Vec<LegendEntry> {
        let styled = self.curves.iter().zip(curves).enumerate();
        let entries = styled.zip(COLOURS.iter().cycle()).map(|((i, ((name, _), curve)), colour)| {
            let above = curves.iter().skip(i.saturating_add(1)).filter(|other| *other == curve).count();
            let width = u32::try_from(above).unwrap_or(0).saturating_mul(4).saturating_add(2);
            LegendEntry { name: name.clone(), colour: colour.mix(1.0), width: width.min(10) }
        });
        entries.collect()
    }

    /// The phases, if they are the same for all schedules and not too many.
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
