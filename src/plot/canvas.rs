//! Shared by all charts: size, colours, text, header, axes and the final SVG.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "pixels: sizes are limited, and everything else is smaller"
)]

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use std::io;

use plotters::chart::ChartBuilder;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Rectangle, Text};
use plotters::prelude::SVGBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontTransform, IntoFont, RGBAColor, RGBColor, ShapeStyle, TextStyle};

use super::axis::Axis;
use super::simplify;
use crate::math;

/// Text and axes, unless the page defines a colour.
const INK: RGBColor = RGBColor(0x80, 0x80, 0x80);

/// Colours of lines: a contrast of at least 3 to white and to the dark pages of rustdoc and repository hosts.
pub(super) const COLOURS: [RGBColor; 8] = [
    RGBColor(0x2B, 0x8A, 0xE0),
    RGBColor(0xDD, 0x6F, 0x1A),
    RGBColor(0x23, 0xA0, 0x6A),
    RGBColor(0xE0, 0x55, 0x61),
    RGBColor(0xA6, 0x78, 0xD8),
    RGBColor(0x17, 0x99, 0xA8),
    RGBColor(0xD9, 0x62, 0x9F),
    RGBColor(0x92, 0x91, 0x10),
];

/// Units of the drawing per pixel: plotters draws in whole units, which would be too coarse for curves.
const PIXEL: i32 = 4;

const LEFT: i32 = 68 * PIXEL;
const RIGHT: i32 = 24 * PIXEL;
const BOTTOM: i32 = 42 * PIXEL;
const ROW: i32 = 18 * PIXEL;
const FONT: i32 = 12 * PIXEL;
const SWATCH: i32 = 24 * PIXEL;
const GAP: i32 = 6 * PIXEL;
/// The middle of the label of the y axis, which is turned upwards.
const Y_LABEL: i32 = 10 * PIXEL;

/// The result of a drawing operation. Drawing into a string does not fail.
pub(super) type DrawResult = Result<(), DrawingAreaErrorKind<io::Error>>;
type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// A chart without its curves.
pub(super) struct Frame<'a> {
    pub(super) size: (u32, u32),
    pub(super) title: &'a str,
    pub(super) legend: Vec<LegendEntry>,
    /// Named ranges of the x axis; every other one is shaded.
    pub(super) spans: Vec<Span>,
    pub(super) x: Scale<'a>,
    pub(super) y: Scale<'a>,
}

/// An axis with its label and the format of its tick labels.
pub(super) struct Scale<'a> {
    pub(super) axis: Axis,
    pub(super) label: &'a str,
    pub(super) number: &'a dyn Fn(f64) -> String,
}

/// An entry of the legend: the name and the style of a line or an area.
#[derive(Clone)]
pub(super) struct LegendEntry {
    pub(super) name: String,
    pub(super) colour: RGBAColor,
    /// The width of the line, in pixels; 0 for an area.
    pub(super) width: u32,
}

impl LegendEntry {
    fn stroke(&self) -> ShapeStyle {
        self.colour.stroke_width(self.width.saturating_mul(PIXEL.unsigned_abs()))
    }
}

/// A named range of the x axis.
pub(super) struct Span {
    pub(super) name: String,
    pub(super) from: f64,
    pub(super) to: f64,
}

impl Frame<'_> {
    /// The size of the plot area, in units of the drawing.
    pub(super) fn plot_size(&self) -> (i32, i32) {
        let (width, height) = self.outer();
        (width.saturating_sub(LEFT + RIGHT), height.saturating_sub(self.top() + BOTTOM).max(ROW))
    }

    /// Draws the frame and then the content of the plot area.
    pub(super) fn draw(&self, content: impl FnOnce(&Plot<'_, '_>) -> DrawResult) -> io::Result<String> {
        let mut svg = String::new();
        let (width, height) = self.outer();
        let area = SVGBackend::with_string(&mut svg, (width.unsigned_abs(), height.unsigned_abs()))
            .into_drawing_area();
        let plot = Plot { area: &area, frame: self, corner: (LEFT, self.top()), size: self.plot_size() };
        self.draw_header(&area)
            .and_then(|()| plot.spans())
            .and_then(|()| self.draw_axes(&area))
            .and_then(|()| content(&plot))
            .and_then(|()| area.present())
            .map_err(|error| io::Error::other(error.to_string()))?;
        drop(area);
        Ok(self.finish(&svg))
    }

    fn draw_axes(&self, area: &Area<'_>) -> DrawResult {
        ChartBuilder::on(area)
            .margin_top(self.top())
            .margin_right(RIGHT)
            .x_label_area_size(BOTTOM)
            .y_label_area_size(LEFT)
            .build_cartesian_2d(self.x.axis, self.y.axis)?
            .configure_mesh()
            .disable_x_mesh()
            .light_line_style(INK.mix(0.0))
            .bold_line_style(INK.mix(0.2).stroke_width(PIXEL.unsigned_abs()))
            .axis_style(INK.stroke_width(PIXEL.unsigned_abs()))
            .set_all_tick_mark_size(4 * PIXEL)
            .label_style(text())
            .axis_desc_style(text())
            .x_labels(7)
            .y_labels(6)
            .x_label_formatter(&|x| (self.x.number)(*x))
            .y_label_formatter(&|y| (self.y.number)(*y))
            .x_desc(self.x.label)
            .draw()?;
        // plotters would put the label on the edge of the picture, which cuts off its ascenders.
        let middle = (Y_LABEL, self.top() + self.plot_size().1 / 2);
        let style = anchored(HPos::Center).transform(FontTransform::Rotate270);
        area.draw_text(self.y.label, &style, middle)
    }

    /// The title and the legend, broken into rows.
    fn draw_header(&self, area: &Area<'_>) -> DrawResult {
        for (row, line) in (0..).zip(self.title_rows()) {
            let middle = (LEFT, row * ROW + ROW / 2 + PIXEL);
            area.draw(&Text::new(line, middle, anchored(HPos::Left)))?;
        }
        for (entry, (x, row)) in self.legend.iter().zip(self.legend_positions()) {
            let y = row * ROW + ROW / 2 + PIXEL;
            let name = Text::new(entry.name.as_str(), (x + SWATCH + GAP, y), anchored(HPos::Left));
            area.draw(&name)?;
            if entry.width == 0 {
                let corners = [(x, y - FONT / 2), (x + SWATCH, y + FONT / 2)];
                area.draw(&Rectangle::new(corners, entry.colour.filled()))?;
            } else {
                area.draw(&PathElement::new([(x, y), (x + SWATCH, y)], entry.stroke()))?;
            }
        }
        Ok(())
    }

    /// The upper edge of the plot area, below the header.
    fn top(&self) -> i32 {
        let last = self.legend_positions().last().map(|&(_, row)| row.saturating_add(1));
        let spans = if self.spans.is_empty() { 0 } else { ROW };
        last.unwrap_or(self.title_height()).saturating_mul(ROW).saturating_add(ROW / 2 + spans)
    }

    fn title_rows(&self) -> Vec<String> {
        let mut rows: Vec<String> = Vec::new();
        for word in self.title.split_whitespace() {
            match rows.last_mut() {
                Some(row) if LEFT + RIGHT + text_width(row) + text_width(word) < self.outer().0 => {
                    row.push(' ');
                    row.push_str(word);
                }
                _ => rows.push(word.to_string()),
            }
        }
        rows
    }

    /// The number of rows of the title.
    fn title_height(&self) -> i32 {
        i32::try_from(self.title_rows().len()).unwrap_or(0)
    }

    /// The x and the row of every entry of the legend.
    fn legend_positions(&self) -> Vec<(i32, i32)> {
        let (mut x, mut row) = (LEFT, self.title_height());
        let mut positions = Vec::new();
        for entry in &self.legend {
            let width = SWATCH + GAP + text_width(&entry.name) + 2 * GAP;
            if x > LEFT && x.saturating_add(width) > self.outer().0 {
                x = LEFT;
                row = row.saturating_add(1);
            }
            positions.push((x, row));
            x = x.saturating_add(width);
        }
        positions
    }

    /// The size in units of the drawing.
    fn outer(&self) -> (i32, i32) {
        let units = |pixels: u32| i32::try_from(pixels).unwrap_or(0).saturating_mul(PIXEL);
        (units(self.size.0), units(self.size.1))
    }

    /// Sets the size in pixels, an `aria-label` and the text colour of the page, and moves attributes that
    /// elements share to the root.
    fn finish(&self, svg: &str) -> String {
        let description = format!("{} against {}: {}", self.y.label, self.x.label, self.title);
        let description = description.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        let ((width, height), (all, high)) = (self.size, self.outer());
        let root = format!("<svg width=\"{all}\" height=\"{high}\" ");
        let new = format!(
            "<svg width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\"{description}\" \
             color=\"var(--main-color, #808080)\" fill=\"currentColor\" \
             font-family=\"sans-serif\" font-size=\"{FONT}\" "
        );
        svg.replace(" opacity=\"1\"", "")
            .replace(" fill=\"#808080\"", "")
            .replace("stroke=\"#808080\"", "stroke=\"currentColor\"")
            .replace(&format!(" font-family=\"sans-serif\" font-size=\"{FONT}\""), "")
            .replacen(&root, &new, 1)
    }
}

/// The plot area of a chart.
pub(super) struct Plot<'f, 'a> {
    area: &'f Area<'a>,
    frame: &'f Frame<'f>,
    corner: (i32, i32),
    size: (i32, i32),
}

impl Plot<'_, '_> {
    /// A line through points, without those that make no visible difference.
    pub(super) fn line(&self, points: &[(f64, f64)], entry: &LegendEntry) -> DrawResult {
        let positions: Vec<_> = points.iter().map(|&(x, y)| (self.x(x), self.y(y))).collect();
        let kept = simplify::simplified(&positions, 0.5);
        let pixels: Vec<_> = kept.into_iter().map(|(x, y)| (pixel(x), pixel(y))).collect();
        match pixels.as_slice() {
            [] => Ok(()),
            [point] => self.area.draw(&Circle::new(*point, 3 * PIXEL, entry.colour.filled())),
            _ => self.area.draw(&PathElement::new(pixels, entry.stroke())),
        }
    }

    /// A vertical line across the plot area.
    pub(super) fn vertical(&self, x: f64, entry: &LegendEntry) -> DrawResult {
        let x = pixel(self.x(x));
        let ends = [(x, self.corner.1), (x, self.corner.1 + self.size.1)].to_vec();
        self.area.draw(&PathElement::new(ends, entry.stroke()))
    }

    /// The area between two values of x.
    pub(super) fn band(&self, from: f64, to: f64, colour: RGBAColor) -> DrawResult {
        let (from, to) = (pixel(self.x(from)), pixel(self.x(to)));
        let corners = [(from, self.corner.1), (to, self.corner.1 + self.size.1)];
        self.area.draw(&Rectangle::new(corners, colour.filled()))
    }

    /// Shades every other span, and names those that are wide enough for their name.
    fn spans(&self) -> DrawResult {
        for (i, span) in self.frame.spans.iter().enumerate() {
            if i % 2 == 0 {
                self.band(span.from, span.to, INK.mix(0.12))?;
            }
            let (from, to) = (pixel(self.x(span.from)), pixel(self.x(span.to)));
            if text_width(&span.name) <= to - from {
                let middle = (from + (to - from) / 2, self.corner.1 - ROW / 2);
                self.area.draw(&Text::new(span.name.as_str(), middle, anchored(HPos::Center)))?;
            }
        }
        Ok(())
    }

    fn x(&self, value: f64) -> f64 {
        f64::from(self.corner.0) + self.frame.x.axis.position(value) * f64::from(self.size.0)
    }

    fn y(&self, value: f64) -> f64 {
        f64::from(self.corner.1) + (1.0 - self.frame.y.axis.position(value)) * f64::from(self.size.1)
    }
}

/// The style of all text; plotters divides the size by 1.24.
fn text() -> TextStyle<'static> {
    ("sans-serif", f64::from(FONT) * 1.24).into_font().color(&INK)
}

fn anchored(side: HPos) -> TextStyle<'static> {
    text().pos(Pos::new(side, VPos::Center))
}

/// An estimate of the width of a text.
fn text_width(text: &str) -> i32 {
    i32::try_from(text.chars().count()).unwrap_or(i32::MAX).saturating_mul(FONT) / 2 + FONT / 2
}

#[expect(clippy::cast_possible_truncation, reason = "positions are within the picture")]
fn pixel(position: f64) -> i32 {
    math::round(position) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The relative luminance of WCAG 2.
    #[expect(clippy::disallowed_methods, reason = "a colour needs no reproducible bits")]
    fn luminance(RGBColor(r, g, b): RGBColor) -> f64 {
        let [r, g, b] = [r, g, b].map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.039_28 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// Against white, and the dark pages of rustdoc and of repository hosts.
    #[test]
    fn colours_are_readable_on_light_and_dark_pages() {
        for page in [
            RGBColor(255, 255, 255),
            RGBColor(0x35, 0x35, 0x35),
            RGBColor(0x0F, 0x14, 0x19),
            RGBColor(0x0D, 0x11, 0x17),
        ] {
            for colour in COLOURS.into_iter().chain([INK]) {
                let (a, b) = (luminance(page) + 0.05, luminance(colour) + 0.05);
                let contrast = a.max(b) / a.min(b);
                assert!(contrast >= 3.0, "{colour:?} on {page:?}: {contrast}");
            }
        }
    }
}
