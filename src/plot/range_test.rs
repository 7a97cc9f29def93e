//! Charts of range tests.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use std::io;
use std::path::Path;

use plotters::style::{Color, RGBColor};

use super::axis::{Axis, extent, number};
use super::canvas::{COLOURS, Frame, LegendEntry, Scale};
use crate::finder::Report;

/// A chart of a range test: the loss against the rate, on a logarithmic rate axis.
///
/// It shows the raw and the smoothed losses, the rate at which training diverges, the band one to two decades below it,
/// and the suggestion, or, in the title, why there is none. Losses far above the initial ones are drawn at the upper
/// edge.
///
/// # Example
///
/// ```
/// use lr_schedule::LrRangeFinder;
/// use lr_schedule::plot::RangeTestChart;
///
/// let finder = LrRangeFinder::new(1e-6, 1e2, 200)?;
/// // Gradient descent on a parabola, which diverges above a rate of 1.
/// let report = finder.run_on(&1.0_f64, |x, lr| {
///     let loss = *x * *x;
///     *x -= lr * 2.0 * *x;
///     loss
/// });
/// let svg = RangeTestChart::of(&report).svg()?;
/// assert!(svg.contains("suggestion"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "a chart is drawn by `svg` or `save`"]
pub struct RangeTestChart<'a> {
    title: Option<String>,
    report: &'a Report,
    size: (u32, u32),
}

impl<'a> RangeTestChart<'a> {
    /// A chart of the report of a range test.
    pub const fn of(report: &'a Report) -> Self {
        Self { title: None, report, size: (720, 360) }
    }

    /// Sets the title; defaults to the suggestion and its confidence.
    pub fn title(self, title: impl Into<String>) -> Self {
        Self { title: Some(title.into()), ..self }
    }

    /// Sets the size in pixels, at least 240 by 160; defaults to 720 by 360.
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
        let points = self.report.points();
        let rates: Vec<f64> = points.iter().map(|point| point.lr).collect();
        let losses: Vec<(f64, f64)> = points.iter().map(|point| (point.lr, point.loss)).collect();
        let smoothed: Vec<(f64, f64)> = points.iter().map(|point| (point.lr, point.smoothed)).collect();
        let suggestion = self.report.suggest();
        let divergence = self.report.divergence().ok();

        let [blue, _, green, red, ..] = COLOURS;
        let raw = entry("loss", blue, 0.45, 1);
        let average = entry("smoothed", blue, 1.0, 2);
        let found = suggestion.as_ref().ok();
        let band = found.map(|found| (found.band(), entry("one to two decades below", green, 0.15, 0)));
        let at = |name, lr, colour| (lr, entry(&format!("{name} {}", number(lr)), colour, 1.0, 2));
        let chosen = found.map(|found| at("suggestion", found.lr(), green));
        let diverges = divergence.map(|lr| at("divergence", lr, red));

        let mut legend = Vec::from([raw.clone(), average.clone()]);
        legend.extend(band.iter().map(|(_, entry)| entry.clone()));
        legend.extend(chosen.iter().chain(&diverges).map(|(_, entry)| entry.clone()));
        let title = match (&self.title, &suggestion) {
            (Some(title), _) => title.clone(),
            (None, Ok(suggestion)) => format!(
                "range test: rate {}, confidence {}",
                number(suggestion.lr()),
                suggestion.confidence()
            ),
            (None, Err(reason)) => format!("range test without suggestion: {reason}"),
        };
        let frame = Frame {
            size: self.size,
            title: &title,
            legend,
            spans: Vec::new(),
            x: Scale { axis: Axis::decades(&rates), label: "learning rate", number: &number },
            y: Scale { axis: losses_axis(&losses, &smoothed), label: "loss", number: &number },
        };
        frame.draw(|plot| {
            if let Some(((low, high), entry)) = &band {
                plot.band(*low, *high, entry.colour)?;
            }
            plot.line(&losses, &raw)?;
            plot.line(&smoothed, &average)?;
            diverges.iter().chain(&chosen).try_for_each(|(lr, entry)| plot.vertical(*lr, entry))
        })
    }
}

/// A line of `width` pixels, or an area if that is 0.
fn entry(name: &str, colour: RGBColor, opacity: f64, width: u32) -> LegendEntry {
    LegendEntry { name: name.to_string(), colour: colour.mix(opacity), width }
}

/// From the lowest loss to somewhat above the initial ones, so that divergence does not flatten the rest of the curve.
fn losses_axis(losses: &[(f64, f64)], smoothed: &[(f64, f64)]) -> Axis {
    let loss = |point: &(f64, f64)| point.1;
    let (low, highest) = extent(losses.iter().chain(smoothed).map(loss));
    let (_, first) = extent(losses.iter().take(losses.len().div_ceil(5)).map(loss));
    if low > highest {
        return Axis::linear(0.0, 1.0);
    }
    let fall = (first / 2.0 - low / 2.0) * 2.0;
    let above = highest.min(low + 1.5 * fall.max(low.abs() / 10.0));
    if above > low { Axis::linear(low - (above - low) / 20.0, above) } else { Axis::around(&[low, highest]) }
}
