//! The curves of the documentation are those that the crate draws now. After a change that is meant,
//! `UPDATE_CURVES=1 cargo test --features plot --test pictures` draws them anew.

#![cfg(feature = "plot")]

#[path = "../examples/catalogue/mod.rs"]
mod catalogue;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use catalogue::{Entry, STEPS, catalogue};
use lr_schedule::plot::Chart;
use lr_schedule::{CosineDecay, Schedule, from_fn};

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
    let update = std::env::var_os("UPDATE_CURVES").is_some();
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
    for kind in Schedule::KINDS {
        assert!(expected.contains(&format!("{kind}.svg")), "{kind} has no curve");
    }
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
fn what_is_not_finite_is_left_out() {
    let holes = from_fn(|step| if step % 3 == 0 { f64::NAN } else { f64::INFINITY });
    for chart in [Chart::new("").curve("", &holes), Chart::new("").curve("", &holes).log(), Chart::new("")] {
        let svg = chart.svg().unwrap();
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    }
}
