//! The curves in the documentation are current. After an intended change,
//! `UPDATE=1 cargo test --features plot --test pictures` redraws them.

#![cfg(feature = "plot")]

#[path = "../examples/catalogue/mod.rs"]
mod catalogue;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use catalogue::{Entry, STEPS, catalogue};
use lr_schedule::finder::Report;
use lr_schedule::plot::{Chart, RangeTestChart};
use lr_schedule::{Anneal, Constant, CosineDecay, LinearDecay, Shape, from_fn};

fn file_name(entry: &Entry) -> String {
    match entry.group {
        "shapes" => format!("shape_{}.svg", entry.name),
        "presets" => format!("preset_{}.svg", entry.name),
        _ => format!("{}.svg", entry.name),
    }
}

fn drawn(entry: &Entry) -> String {
    let y = if entry.name == "one_cycle_momentum" { "momentum" } else { "learning rate" };
    Chart::new("").curve("", &entry.schedule).steps(STEPS).y_label(y).size(560, 200).svg().unwrap()
}

#[test]
fn the_curves_of_the_documentation_are_up_to_date() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("doc/curves");
    let update = std::env::var_os("UPDATE").is_some();
    let entries = catalogue().unwrap();
    for entry in &entries {
        let (path, svg) = (folder.join(file_name(entry)), drawn(entry));
        if update {
            fs::write(&path, &svg).unwrap();
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == svg, "{} is out of date; see the top of this file", path.display());
        assert!(svg.len() < 5_000, "{} has {} bytes", path.display(), svg.len());
        assert!(!svg.contains("\n\n"), "an empty line ends the picture in Markdown: {}", path.display());
    }
    let expected: BTreeSet<String> = entries.iter().map(file_name).collect();
    let present = fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    assert_eq!(present.collect::<BTreeSet<_>>(), expected);
}

#[test]
fn every_curve_is_shown_in_the_documentation() {
    fn text_of(path: &Path) -> String {
        if path.is_dir() {
            return fs::read_dir(path).unwrap().map(|entry| text_of(&entry.unwrap().path())).collect();
        }
        fs::read_to_string(path).unwrap()
    }
    let source = text_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    for entry in catalogue().unwrap() {
        let include = format!("/doc/curves/{}\"", file_name(&entry));
        assert_eq!(source.matches(&include).count(), 1, "{include}");
    }
}

#[test]
fn text_of_callers_cannot_break_the_picture() {
    let schedule = CosineDecay::new(0.1, 0.0, 10).unwrap();
    let svg = Chart::new("</text><script> & \" '").curve("<b>", &schedule).svg().unwrap();
    assert!(!svg.contains("<script") && !svg.contains("<b>"), "{svg}");
}

#[test]
fn values_that_are_not_finite_are_omitted() {
    let holes = from_fn(|step| if step % 3 == 0 { f64::NAN } else { f64::INFINITY });
    for chart in [Chart::new("").curve("", &holes), Chart::new("").curve("", &holes).log(), Chart::new("")] {
        let svg = chart.svg().unwrap();
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    }
}

/// The label of the y axis is turned and centred on its x; an ascender is about 0.5 em above the centre.
#[test]
fn the_label_of_the_y_axis_is_inside_of_the_picture() {
    let constant = Constant::new(0.1).unwrap();
    let report = Report::from_curve((1..=20).map(|i| (f64::from(i), 1.0)), 20).unwrap();
    for svg in [Chart::of(&constant).svg().unwrap(), RangeTestChart::of(&report).svg().unwrap()] {
        let turned: Vec<_> = svg.lines().filter(|line| line.contains("rotate(270")).collect();
        let [label] = turned[..] else { panic!("{svg}") };
        let value = |line: &str, name: &str| -> f64 {
            line.split_once(&format!(" {name}=\"")).unwrap().1.split('"').next().unwrap().parse().unwrap()
        };
        let em = value(svg.lines().next().unwrap(), "font-size");
        assert!(value(label, "x") >= 0.6 * em, "{label}");
        assert!(label.contains("dy=\"0.5ex\"") && label.contains("text-anchor=\"middle\""), "{label}");
    }
}

/// The points of the lines in a colour, as `(x, y)` in units of the drawing, and their width.
fn lines(svg: &str, colour: &str) -> Vec<(u32, Vec<(f64, f64)>)> {
    let value = |line: &str, name: &str| {
        line.split_once(&format!(" {name}=\"")).unwrap().1.split('"').next().unwrap().to_owned()
    };
    let lines = svg.lines().filter(|line| line.starts_with("<polyline") && line.contains(colour));
    let of_line = |line: &str| {
        let points = value(line, "points");
        let points = points.split_whitespace().map(|point| {
            let (x, y) = point.split_once(',').unwrap();
            (x.parse().unwrap(), y.parse().unwrap())
        });
        (value(line, "stroke-width").parse().unwrap(), points.collect())
    };
    lines.map(of_line).collect()
}

const BLUE: &str = "#2B8AE0";
const ORANGE: &str = "#DD6F1A";

#[test]
fn no_steps_are_a_point_and_a_constant_is_a_line() {
    let constant = Constant::new(0.1).unwrap();
    let svg = Chart::of(&constant).steps(0).svg().unwrap();
    assert!(svg.contains("<circle") && lines(&svg, BLUE).is_empty());
    let (_, line) = lines(&Chart::of(&constant).svg().unwrap(), BLUE).remove(0);
    assert_eq!(line.len(), 2);
    assert_eq!(line[0].1, line[1].1);
}

#[test]
fn a_million_steps_are_few_points_and_look_like_a_thousand() {
    let [long, short] = [1_000_000, 1_000].map(|steps| {
        let schedule = CosineDecay::new(0.1, 0.0, steps).unwrap();
        lines(&Chart::new("").curve("", &schedule).steps(steps).svg().unwrap(), BLUE).remove(0).1
    });
    assert!(long.len() < 200, "{}", long.len());
    assert_eq!((long.first(), long.last()), (short.first(), short.last()));
}

#[test]
fn twelve_decades_fit_and_a_geometric_decay_is_straight() {
    let schedule = Anneal::new(1.0, 1e-12, 1_000, Shape::Geometric).unwrap();
    let svg = Chart::new("").curve("", &schedule).steps(1_000).log().svg().unwrap();
    assert!(svg.contains("\n1e-12\n") && svg.contains("\n1\n"), "{svg}");
    assert_eq!(lines(&svg, BLUE)[0].1.len(), 2);
}

#[test]
fn of_two_identical_curves_both_are_seen() {
    let (one, other) = (CosineDecay::new(0.1, 0.0, 100).unwrap(), CosineDecay::new(0.1, 0.0, 100).unwrap());
    let line = LinearDecay::new(0.1, 0.0, 100).unwrap();
    let svg = Chart::new("").curve("one", &one).curve("other", &other).curve("line", &line).svg().unwrap();
    let widest = |colour| lines(&svg, colour).into_iter().map(|(width, _)| width).max().unwrap();
    assert!(widest(BLUE) > 2 * widest(ORANGE));
}
