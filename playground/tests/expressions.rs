//! The Rust that the page offers compiles and builds the same schedule.
//!
//! `expressions/generated.rs` holds what the page copies for each schedule below, imports included. The first test keeps
//! it current (`UPDATE_EXPRESSIONS=1 cargo test --test expressions` rewrites it), the second compares the schedules it builds. If it
//! no longer compiles, reduce it to an empty list `MADE` first.

use lr_schedule::{
    Anneal, Constant, CosineDecay, Cyclic, CyclicMode, Error, ExponentialDecay, Interpolated,
    InverseTimeDecay, OneCycle, Schedule, Scheduler, Shape, WarmRestarts,
};

#[path = "expressions/generated.rs"]
#[expect(clippy::unreadable_literal, reason = "digits as the page writes them")]
mod generated;

/// The catalogue, and options without an example in it.
fn schedules() -> Result<Vec<Schedule>, Error> {
    let mut schedules: Vec<Schedule> =
        playground::catalogue().into_iter().map(|(_, _, _, schedule)| schedule).collect();
    schedules.extend([
        ExponentialDecay::new(0.1, 0.5)?.with_every(20_000)?.with_staircase(true).into(),
        InverseTimeDecay::new(0.1, 0.5)?.with_every(7)?.with_staircase(true).with_power(0.75)?.into(),
        Interpolated::new([(0, 1e-300), (70_000, 1e22)])?.with_shape(Shape::Geometric)?.into(),
        Cyclic::new(1e-5, 0.1, 3, 4)?.with_mode(CyclicMode::ExpRange { gamma: 0.999_9 })?.into(),
        Cyclic::new(1e-5, 0.1, 3, 4)?
            .with_shape(Shape::Tanh { lower: -6.0, upper: 3.0 })?
            .with_inverted(true)
            .into(),
        WarmRestarts::new(0.1, 1e-4, 10)?.with_cycles(3).with_shape(Shape::Harmonic)?.into(),
        OneCycle::new(0.1, 900)?.with_three_phase(true)?.with_pct_start(0.45)?.into(),
        OneCycle::new(0.1, 900)?
            .with_div_factor(10.0)?
            .with_final_div_factor(1e3)?
            .with_shape(Shape::Geometric)?
            .into(),
        OneCycle::new(0.1, 900)?.with_three_phase(true)?.with_pct_start(0.2)?.momentum(0.8, 0.9)?.into(),
        CosineDecay::new(0.1, 0.0, 900)?
            .warmup_with(100, 1e-3, Shape::Cosine)?
            .delayed(usize::MAX >> 40)
            .into(),
        Anneal::new(f64::MIN_POSITIVE, f64::MAX, 9, Shape::Polynomial { power: 1.0 / 3.0 })?.into(),
        Constant::new(0.1)?.then(5, Constant::new(0.2)?.then(6, Constant::new(0.3)?)).into(),
    ]);
    Ok(schedules)
}

#[test]
fn the_generated_file_is_current() -> Result<(), Error> {
    let mut text = String::from(
        "// Written by `UPDATE_EXPRESSIONS=1 cargo test --test expressions`.\n\n#![deny(unused_imports)]\n\n\
         type Made = Result<lr_schedule::Schedule, lr_schedule::Error>;\n",
    );
    let schedules = schedules()?;
    for (i, schedule) in schedules.iter().enumerate() {
        let snippet = playground::rust_snippet(schedule).replace("\n\n", "\n").replace('\n', "\n    ");
        let function =
            ["fn made_", &i.to_string(), "() -> Made {\n    ", &snippet, "Ok(schedule.into())\n}\n"];
        text.extend(["\n#[rustfmt::skip]\n", &function.concat()]);
    }
    let names: Vec<_> = (0..schedules.len()).map(|i| format!("made_{i}")).collect();
    let list = names.join(", ");
    text.extend(["\n#[rustfmt::skip]\npub(super) const MADE: &[fn() -> Made] = &[", &list, "];\n"]);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/expressions/generated.rs");
    if std::env::var_os("UPDATE_EXPRESSIONS").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    assert!(std::fs::read_to_string(path).unwrap() == text, "{path} is out of date");
    Ok(())
}

#[test]
fn expressions_build_the_schedules_they_were_written_for() -> Result<(), Error> {
    let expected = schedules()?;
    assert_eq!(expected.len(), generated::MADE.len());
    for (expected, make) in expected.iter().zip(generated::MADE) {
        assert_eq!(expected, &make()?);
    }
    Ok(())
}

#[test]
fn every_kind_is_among_them() -> Result<(), Error> {
    let schedules = schedules()?;
    for kind in Schedule::KINDS {
        assert!(schedules.iter().any(|schedule| schedule.kind() == *kind), "{kind}");
    }
    Ok(())
}
