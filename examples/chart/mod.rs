//! Line charts as wide as the terminal: one or several curves on common axes, with a legend.
//!
//! [`draw`] prints a chart of rates against steps; [`Chart`] has the other labels, marks and scales.

#![allow(dead_code, reason = "each example uses some of this")]
#![expect(clippy::disallowed_methods, reason = "an axis label needs no reproducible bits")]
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a terminal has few columns, and coordinates are clamped to them"
)]

use std::fmt;
use std::io::{ErrorKind, Write};

use textplots::{Chart as Canvas, Plot, Shape};

/// The columns in front of the plot: a label and the axis.
const MARGIN: usize = 11;

/// The rows of the plot.
const ROWS: usize = 11;

/// A Braille character has two columns of four dots.
const DOTS: (usize, usize) = (2, 4);

/// Points of a curve, in ascending order of x.
pub(crate) type Points = Vec<(f64, f64)>;

/// Prints a chart of rates against steps.
pub(crate) fn draw(title: &str, curves: &[(&str, Points)]) {
    print(Chart::new(title, curves));
}

/// A chart of one or several curves.
pub(crate) struct Chart<'a> {
    title: &'a str,
    curves: &'a [(&'a str, Points)],
    labels: (&'a str, &'a str),
    marks: &'a [(f64, char)],
    highest: f64,
    log_x: bool,
    ascii: bool,
    columns: usize,
}

impl<'a> Chart<'a> {
    /// Rates against steps; if there are several curves, each has a letter in the legend.
    pub(crate) fn new(title: &'a str, curves: &'a [(&'a str, Points)]) -> Self {
        let labels = ("step", "rate");
        let columns = columns();
        Self {
            title,
            curves,
            labels,
            marks: &[],
            highest: f64::INFINITY,
            log_x: false,
            ascii: false,
            columns,
        }
    }

    /// Sets the labels of the two axes.
    pub(crate) fn labels(self, x: &'a str, y: &'a str) -> Self {
        Self { labels: (x, y), ..self }
    }

    /// Characters below the axis, each at its x.
    pub(crate) fn marks(self, marks: &'a [(f64, char)]) -> Self {
        Self { marks, ..self }
    }

    /// Limits the y axis to `highest`; higher values are drawn at the upper edge.
    pub(crate) fn clipped(self, highest: f64) -> Self {
        Self { highest, ..self }
    }

    /// Labels the x axis with the powers of ten of its values, which are logarithms to base 10.
    pub(crate) fn log_x(self) -> Self {
        Self { log_x: true, ..self }
    }

    /// Uses plain characters instead of Braille dots.
    pub(crate) fn ascii(self, ascii: bool) -> Self {
        Self { ascii, ..self }
    }

    /// Sets the width, at least 30; defaults to that of the terminal.
    pub(crate) fn columns(self, columns: usize) -> Self {
        Self { columns: columns.max(30), ..self }
    }

    /// The rows of the plot: all curves as dots.
    fn dots(&self, view: View) -> Vec<Vec<char>> {
        let segments: Vec<Vec<(f32, f32)>> = self
            .curves
            .iter()
            .flat_map(|(_, points)| points.split(|&(x, y)| !x.is_finite() || !y.is_finite()))
            .map(|segment| segment.iter().map(|&(x, y)| (view.x(x) as f32, view.y(y) as f32)).collect())
            .collect();
        // A line needs two points, so a single one is drawn as a point.
        let shapes: Vec<_> =
            segments.iter().flat_map(|segment| [Shape::Lines(segment), Shape::Points(segment)]).collect();
        // textplots draws from 0 to the width and height inclusive, so these are the last dots, not the number of dots.
        let (width, height) = (view.columns * DOTS.0 - 1, ROWS * DOTS.1 - 1);
        let mut canvas = Canvas::new_with_y_range(width as u32, height as u32, 0.0, 1.0, 0.0, 1.0);
        let canvas = shapes.iter().fold(&mut canvas, |canvas, shape| canvas.lineplot(shape));
        canvas.figures();
        let look = |dots| if self.ascii { plain(dots) } else { dots };
        canvas.frame().lines().map(|row| row.chars().map(look).collect()).collect()
    }

    /// Puts the letter of each curve on it, at columns that no other curve uses.
    fn name_curves(&self, view: View, rows: &mut [Vec<char>]) {
        let apart = view.columns / 4;
        for (i, (_, points)) in self.curves.iter().enumerate() {
            let first = apart / 2 + i * apart / self.curves.len();
            for column in (first..view.columns).step_by(apart) {
                let x = (column as f64 + 0.5) / view.columns as f64;
                if let Some(y) = interpolated(points, view, x) {
                    let row = ((1.0 - y) * ROWS as f64) as usize;
                    rows[row.min(ROWS - 1)][column] = letter(i);
                }
            }
        }
    }
}

impl fmt::Display for Chart<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let points = || self.curves.iter().flat_map(|(_, points)| points);
        let view = View {
            x: extent(points().map(|point| point.0)),
            y: extent(points().map(|point| point.1.min(self.highest))),
            columns: self.columns - MARGIN,
        };
        let mut rows = self.dots(view);
        let legend = self.curves.len() > 1;
        if legend {
            self.name_curves(view, &mut rows);
        }

        for line in wrapped(self.title, self.columns) {
            writeln!(f, "{line}")?;
        }
        for (i, (name, _)) in self.curves.iter().enumerate().filter(|_| legend) {
            writeln!(f, "{:MARGIN$}{} {name}", "", letter(i))?;
        }
        let label = MARGIN - 2;
        writeln!(f, "{:>label$}", self.labels.1)?;
        for (i, row) in rows.iter().enumerate() {
            let y = match i {
                0 => number(view.y.1),
                _ if i == ROWS / 2 => number(f64::midpoint(view.y.0, view.y.1)),
                _ if i == ROWS - 1 => number(view.y.0),
                _ => String::new(),
            };
            let axis = if self.ascii { '|' } else { '│' };
            let row: String = row.iter().collect();
            writeln!(f, "{}", format!("{y:>label$} {axis}{row}").trim_end())?;
        }
        if !self.marks.is_empty() {
            let mut marks = vec![' '; view.columns];
            for &(x, mark) in self.marks {
                marks[(view.x(x) * (view.columns - 1) as f64).round() as usize] = mark;
            }
            writeln!(f, "{:MARGIN$}{}", "", marks.iter().collect::<String>().trim_end())?;
        }
        let tick = |x: f64| if self.log_x { number(10_f64.powf(x)) } else { number(x) };
        let (first, last) = (tick(view.x.0), tick(view.x.1));
        let middle = view.columns.saturating_sub(first.len() + last.len());
        writeln!(f, "{:MARGIN$}{first}{:^middle$}{last}", "", self.labels.0)
    }
}

/// The ranges of the two axes, and the columns between them.
#[derive(Clone, Copy)]
struct View {
    x: (f64, f64),
    y: (f64, f64),
    columns: usize,
}

impl View {
    /// The position of a value on its axis, from 0 to 1.
    fn x(self, x: f64) -> f64 {
        ((x - self.x.0) / (self.x.1 - self.x.0)).clamp(0.0, 1.0)
    }

    fn y(self, y: f64) -> f64 {
        ((y - self.y.0) / (self.y.1 - self.y.0)).clamp(0.0, 1.0)
    }
}

/// The height of a curve at `x`, both from 0 to 1; `None` before its first point, after its last and in gaps.
fn interpolated(points: &[(f64, f64)], view: View, x: f64) -> Option<f64> {
    let after = points.partition_point(|point| view.x(point.0) < x);
    let (from, to) = (points.get(after.checked_sub(1)?)?, points.get(after)?);
    let share = (x - view.x(from.0)) / (view.x(to.0) - view.x(from.0));
    let y = view.y(from.1) + (view.y(to.1) - view.y(from.1)) * share;
    (from.1.is_finite() && to.1.is_finite()).then_some(y)
}

/// `a`, `b` and so on; `a` again after `z`.
fn letter(curve: usize) -> char {
    char::from(b'a' + (curve % 26) as u8)
}

/// The smallest and the largest value, widened if they are equal.
fn extent(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let finite = values.filter(|value| value.is_finite());
    let (low, high) =
        finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    match (low, high) {
        _ if low < high => (low, high),
        _ if low > high => (0.0, 1.0),
        _ if low == 0.0 => (0.0, 1.0),
        _ => (low - low.abs() / 2.0, low + low.abs() / 2.0),
    }
}

/// `0`, `250`, `0.05`, `1e-3`: at most seven characters for what charts show.
pub(crate) fn number(value: f64) -> String {
    let size = value.abs();
    if size < 1e-300 {
        "0".to_owned()
    } else if (0.01..1e5).contains(&size) {
        let digits = if size >= 100.0 { 0 } else { 3 };
        let text = format!("{value:.digits$}");
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
    } else {
        let text = format!("{value:.1e}");
        text.replace(".0e", "e")
    }
}

/// The number of columns of the terminal: `COLUMNS` if set, 80 if standard output is not a terminal.
fn columns() -> usize {
    let set = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let terminal = || terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| width.0.into());
    set.or_else(terminal).unwrap_or(80).clamp(30, 120)
}

/// A line broken at spaces.
fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("there is always a line");
        if !line.is_empty() && line.len() + 1 + word.len() > columns {
            lines.push(format!("  {word}"));
        } else {
            let space = if line.is_empty() { "" } else { " " };
            *line = format!("{line}{space}{word}");
        }
    }
    lines
}

/// The plain character that looks most like the eight dots.
fn plain(dots: char) -> char {
    let bits = u32::from(dots).wrapping_sub(0x2800);
    // Dots 1 and 4 are the upper row, 2, 5, 3, 6 the middle, 7 and 8 the lower one.
    match (bits & 0b1001 != 0, bits & 0b11_0110 != 0, bits & 0b1100_0000 != 0) {
        _ if bits > 0xFF || bits == 0 => ' ',
        (true, _, true) => '|',
        (true, _, _) => '\'',
        (_, true, false) => '-',
        _ => '.',
    }
}

/// Prints, and exits quietly if the reader has closed the pipe, as `| head` does.
pub(crate) fn print(text: impl fmt::Display) {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => std::process::exit(0),
        result => result.expect("standard output can be written to"),
    }
}
