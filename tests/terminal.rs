//! Terminal charts show every point, to the last row and column, and fit the width.

#![expect(clippy::cast_precision_loss, reason = "steps here are few")]

#[path = "../examples/catalogue/mod.rs"]
mod catalogue;
#[path = "../examples/chart/mod.rs"]
mod chart;

use catalogue::{STEPS, catalogue};
use chart::{Chart, Points};
use lr_schedule::{LinearDecay, Scheduler, StepDecay};

const COLUMNS: usize = 71;
/// The columns of the plot: all but 9, for a label, a space and the axis.
const PLOT: usize = 60;
const ROWS: usize = 11;

/// The rows of the plot, each as long as it is wide.
fn rows(chart: Chart<'_>) -> Vec<Vec<char>> {
    let text = chart.columns(COLUMNS).to_string();
    let rows = text.lines().filter_map(|line| line.split_once(['│', '|']));
    let rows: Vec<_> = rows.map(|(_, row)| format!("{row:PLOT$}").chars().collect::<Vec<_>>()).collect();
    assert!(rows.len() == ROWS && rows.iter().all(|row| row.len() == PLOT), "{text}");
    rows
}

fn points(schedule: &impl Scheduler, steps: usize) -> Points {
    schedule.rates(0..steps + 1).map(|(step, rate)| (step as f64, rate)).collect()
}

fn drawn(character: char) -> bool {
    !matches!(character, ' ' | '\u{2800}')
}

#[test]
fn a_straight_line_runs_from_corner_to_corner() {
    let curves = [("", points(&LinearDecay::new(0.1, 0.0, 900).unwrap(), 900))];
    for ascii in [false, true] {
        let rows = rows(Chart::new("", &curves).ascii(ascii));
        assert!(drawn(rows[0][0]) && drawn(rows[ROWS - 1][PLOT - 1]));
        // Every row has its share of the columns; a column may be in two rows.
        for row in &rows {
            let count = row.iter().filter(|&&c| drawn(c)).count();
            assert!((PLOT / ROWS..=PLOT / ROWS + 2).contains(&count), "{count}");
        }
    }
    // The outermost dots themselves: the left one of the highest four, the right one of the lowest four.
    let rows = rows(Chart::new("", &curves));
    let dots = |c: char| u32::from(c) - 0x2800;
    assert_eq!((dots(rows[0][0]) & 1, dots(rows[ROWS - 1][PLOT - 1]) & 0x80), (1, 0x80));
}

/// Three pieces of equal length, of which the last is on the lowest row and the first on the highest.
#[test]
fn the_first_and_the_last_constant_piece_are_drawn_in_full() {
    let curves = [("", points(&StepDecay::new(1.0, 0.5, 300).unwrap(), 899))];
    let rows = rows(Chart::new("", &curves));
    for row in [&rows[0], &rows[ROWS - 1]] {
        let count = row.iter().filter(|&&c| drawn(c)).count();
        assert!((PLOT / 3..=PLOT / 3 + 1).contains(&count), "{count}");
    }
}

/// A curve has a value at every step, so its chart has a dot in every column, and both of its extremes.
#[test]
fn nothing_of_the_catalogue_is_lost() {
    for entry in catalogue().unwrap() {
        let curves = [("", points(&entry.schedule, STEPS))];
        for ascii in [false, true] {
            let rows = rows(Chart::new(entry.name, &curves).ascii(ascii));
            for column in 0..PLOT {
                assert!(rows.iter().any(|row| drawn(row[column])), "{}: column {column}", entry.name);
            }
            let constant = curves[0].1.iter().all(|point| point.1 == curves[0].1[0].1);
            if !constant {
                assert!(rows[0].iter().any(|&c| drawn(c)), "{}: highest row", entry.name);
                assert!(rows[ROWS - 1].iter().any(|&c| drawn(c)), "{}: lowest row", entry.name);
            }
        }
    }
}

#[test]
fn several_curves_have_one_axis_and_a_legend() {
    let [high, low] = [1.0, 0.5].map(|start| points(&LinearDecay::new(start, 0.0, 100).unwrap(), 100));
    let curves = [("from one", high), ("from a half", low)];
    let text = Chart::new("two decays", &curves).columns(COLUMNS).to_string();
    assert!(text.starts_with("two decays\n           a from one\n           b from a half\n"), "{text}");
    let rows = rows(Chart::new("two decays", &curves));
    let letters = |letter: char| -> Vec<(usize, usize)> {
        let cells =
            rows.iter().enumerate().flat_map(|(y, row)| row.iter().enumerate().map(move |(x, c)| (x, y, *c)));
        cells.filter(|&(.., c)| c == letter).map(|(x, y, _)| (x, y)).collect()
    };
    let (of_high, of_low) = (letters('a'), letters('b'));
    assert!(of_high.len() >= 3 && of_low.len() >= 3, "{text}");
    // Each letter is on its line: in the row of the rate at the middle of its column.
    for (start, places) in [(1.0, of_high), (0.5, of_low)] {
        for (x, y) in places {
            let rate = start * (1.0 - (x as f64 + 0.5) / PLOT as f64);
            let row = (1.0 - rate) * ROWS as f64;
            assert!((row - y as f64 - 0.5).abs() <= 0.6, "{row} is not {y}");
        }
    }
    // The lower curve begins in the middle of the axis of both.
    assert!(drawn(rows[ROWS / 2][0]), "{text}");
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    let curve = points(&LinearDecay::new(0.123_456, 1e-7, 900).unwrap(), 900);
    let curves = [("one", curve.clone()), ("other", curve)];
    for columns in [30, 31, 40, 79, 80, 120] {
        let title = "a title of many words that must be broken into several lines on a narrow terminal";
        let text = Chart::new(title, &curves).marks(&[(0.0, '^'), (900.0, '^')]).columns(columns).to_string();
        for line in text.lines() {
            assert!(line.chars().count() <= columns, "{columns}: {line}");
        }
    }
}

#[test]
fn gaps_points_and_values_beyond_the_axis() {
    let gap = vec![(0.0, 1.0), (10.0, 1.0), (11.0, f64::NAN), (50.0, f64::NAN), (59.0, 0.0)];
    let curves = [("", gap)];
    let rows_of_gap = rows(Chart::new("", &curves));
    assert!(drawn(rows_of_gap[0][0]) && drawn(rows_of_gap[ROWS - 1][PLOT - 1]));
    assert!((15..PLOT - 1).all(|column| rows_of_gap.iter().all(|row| !drawn(row[column]))));

    let spike = [("", vec![(0.0, 0.0), (1.0, 100.0), (2.0, 100.0), (3.0, 0.0)])];
    let clipped = rows(Chart::new("", &spike).clipped(5.0));
    assert!(clipped[0].iter().filter(|&&c| drawn(c)).count() >= PLOT / 3);
    for nothing in [vec![], vec![(0.0, f64::NAN)]] {
        rows(Chart::new("", &[("", nothing)]));
    }
}
