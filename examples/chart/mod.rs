//! Line charts for the terminal: readable axes, never wider than the screen.

#![allow(dead_code, reason = "each example uses some of this")]
#![expect(clippy::disallowed_methods, reason = "an axis label needs no reproducible bits")]
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a terminal has few columns, and they are clamped"
)]

use std::fmt;
use std::io::{ErrorKind, Write};

use textplots::{Chart as Canvas, Plot, Shape};

/// The columns in front of the plot: a label and the axis.
const LABEL: usize = 9;

/// A chart of one or more lines; several are marked a, b, c, .. where each is farthest from the others.
pub(crate) struct Chart<'a> {
    pub(crate) title: &'a str,
    pub(crate) x: &'a str,
    pub(crate) y: &'a str,
    pub(crate) lines: Vec<Vec<(f64, f64)>>,
    /// Letters below the axis, each at its x.
    pub(crate) marks: Vec<(f64, char)>,
    /// Whether x is a logarithm to base 10 and is to be labelled with its power.
    pub(crate) log_x: bool,
    /// Plain characters instead of Braille dots.
    pub(crate) ascii: bool,
}

impl<'a> Chart<'a> {
    /// A chart of rates against steps.
    pub(crate) fn of_rates(title: &'a str, curve: Vec<(f64, f64)>, ascii: bool) -> Self {
        Self { title, x: "step", y: "rate", lines: vec![curve], marks: Vec::new(), log_x: false, ascii }
    }
}

impl fmt::Display for Chart<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = width() - LABEL - 2;
        let points = || self.lines.iter().flatten();
        let (left, right) = range(points().map(|point| point.0));
        let (low, high) = range(points().map(|point| point.1));
        let scaled = |x: f64, from: f64, to: f64| ((x - from) / (to - from)) as f32;
        let lines: Vec<Vec<(f32, f32)>> = self
            .lines
            .iter()
            .map(|line| line.iter().map(|&(x, y)| (scaled(x, left, right), scaled(y, low, high))).collect())
            .collect();
        let shapes: Vec<Shape<'_>> = lines.iter().map(|line| Shape::Lines(line)).collect();
        let mut canvas = Canvas::new_with_y_range(columns as u32 * 2, 44, 0.0, 1.0, 0.0, 1.0);
        let canvas = shapes.iter().fold(&mut canvas, |canvas, shape| canvas.lineplot(shape));
        canvas.figures();

        for line in wrapped(self.title, columns + LABEL + 2) {
            writeln!(f, "{line}")?;
        }
        writeln!(f, "{:>LABEL$}", self.y)?;
        let frame = canvas.frame();
        let rows: Vec<&str> = frame.lines().take(11).collect();
        let letters = letters(&lines, columns, rows.len());
        for (i, row) in rows.iter().enumerate() {
            let label = match i {
                0 => number(high),
                _ if i + 1 == rows.len() => number(low),
                5 => number(f64::midpoint(low, high)),
                _ => String::new(),
            };
            let letter = |column: usize| letters.iter().find(|&&(c, r, _)| (c, r) == (column, i));
            let character = |(column, dots): (usize, char)| match letter(column) {
                Some(&(_, _, letter)) => letter,
                None if self.ascii => plain(dots),
                None => dots,
            };
            let row: String = row.chars().take(columns).enumerate().map(character).collect();
            let axis = if self.ascii { '|' } else { '│' };
            writeln!(f, "{}", format!("{label:>LABEL$} {axis}{row}").trim_end())?;
        }
        let tick = |x: f64| if self.log_x { number(10_f64.powf(x)) } else { number(x) };
        if !self.marks.is_empty() {
            let mut marks = vec![' '; columns];
            for &(x, mark) in &self.marks {
                let column = scaled(x, left, right).clamp(0.0, 1.0) * (columns - 1) as f32;
                marks[column.round() as usize] = mark;
            }
            writeln!(f, "{:LABEL$}  {}", "", marks.iter().collect::<String>().trim_end())?;
        }
        let (first, last) = (tick(left), tick(right));
        let middle = columns.saturating_sub(first.len() + last.len());
        writeln!(f, "{:LABEL$}  {first}{:^middle$}{last}", "", self.x)
    }
}

/// The column, row and letter of each of several lines, whose points are scaled to 0 to 1.
fn letters(lines: &[Vec<(f32, f32)>], columns: usize, rows: usize) -> Vec<(usize, usize, char)> {
    if lines.len() < 2 {
        return Vec::new();
    }
    let x = |column: usize| (column as f32 + 0.5) / columns as f32;
    let height = |line: &Vec<(f32, f32)>, column| {
        let next = line.partition_point(|point| point.0 < x(column)).min(line.len().saturating_sub(1));
        line.get(next).map_or(f32::NAN, |point| point.1)
    };
    let row = |y: f32| ((1.0 - y) * (rows - 1) as f32).round() as usize;
    let mut places: Vec<(usize, usize, char)> = Vec::new();
    for (i, (line, letter)) in lines.iter().zip('a'..='z').enumerate() {
        let apart = |column: usize| {
            let others = lines.iter().enumerate().filter(|&(j, _)| j != i);
            let distance = |(_, other)| (height(line, column) - height(other, column)).abs();
            others.map(distance).fold(f32::INFINITY, f32::min)
        };
        let taken = |column: usize| places.iter().any(|&(c, _, _)| c.abs_diff(column) < 2);
        let free = (1..columns.saturating_sub(1)).filter(|&column| !taken(column));
        if let Some(column) = free.max_by(|&a, &b| apart(a).total_cmp(&apart(b))) {
            places.push((column, row(height(line, column)), letter));
        }
    }
    places
}

/// The smallest and the largest value, apart even if all are equal.
fn range(values: impl Iterator<Item = f64>) -> (f64, f64) {
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

/// The width of the terminal as the shell says, at most 80 and at least 40 columns.
fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    columns.unwrap_or(80).clamp(40, 80)
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

/// Eight dots as one plain character of about the same look.
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

/// Prints, and ends quietly where the reader has gone, as in `| head`.
pub(crate) fn print(text: impl fmt::Display) {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => std::process::exit(0),
        result => result.expect("standard output can be written to"),
    }
}
