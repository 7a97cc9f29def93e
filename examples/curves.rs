//! Draws every schedule, adaptor and preset in the terminal: rate against step, with what it does in words.
//!
//! `cargo run --release --example curves`; `-- NAME` draws one, `-- --csv [NAME]` prints its numbers,
//! `--ascii` does without Unicode.

#![expect(clippy::cast_precision_loss, reason = "steps here are few")]

mod chart;

use std::error::Error;
use std::process::ExitCode;

use lr_schedule::{
    Anneal, Constant, CosineDecay, Cyclic, CyclicMode, ExponentialDecay, Interpolated, InverseSqrtDecay,
    InverseTimeDecay, LinearDecay, MultiStepDecay, Noam, OneCycle, PiecewiseConstant, PolynomialDecay,
    Schedule, Scheduler, Shape, StepDecay, WarmRestarts, presets,
};

const STEPS: usize = 1_000;

/// Every schedule with a name of its own, and some by what is special about them.
fn catalogue() -> Result<Vec<(&'static str, Schedule)>, lr_schedule::Error> {
    let cosine = CosineDecay::new(0.1, 0.0, STEPS)?;
    let sqrt = Shape::OneMinusPower { power: 0.5 };
    Ok(vec![
        ("constant", Constant::new(0.1)?.into()),
        ("step_decay", StepDecay::new(0.1, 0.5, 250)?.into()),
        ("multi_step_decay", MultiStepDecay::new(0.1, 0.3, [500, 750])?.into()),
        ("linear_decay", LinearDecay::new(0.1, 0.0, STEPS)?.into()),
        ("cosine_decay", cosine.into()),
        ("polynomial_decay", PolynomialDecay::new(0.1, 0.0, STEPS, 2.0)?.into()),
        ("anneal", Anneal::new(0.1, 0.0, STEPS, Shape::Rex)?.into()),
        ("exponential_decay", ExponentialDecay::new(0.1, 0.995)?.into()),
        ("inverse_time_decay", InverseTimeDecay::new(0.1, 0.01)?.into()),
        ("inverse_sqrt_decay", InverseSqrtDecay::new(0.1, 50)?.into()),
        ("noam", Noam::new(1.0, 512, 200)?.into()),
        ("piecewise_constant", PiecewiseConstant::new([0.02, 0.1, 0.05, 0.01], [100, 500, 800])?.into()),
        ("interpolated", Interpolated::new([(0, 0.0), (300, 0.1), (700, 0.06), (1_000, 0.0)])?.into()),
        ("cyclic", Cyclic::new(0.01, 0.1, 100, 150)?.with_mode(CyclicMode::Triangular2)?.into()),
        (
            "warm_restarts",
            WarmRestarts::new(0.1, 0.0, 150)?.with_period_mult(1.5)?.with_start_mult(0.8)?.into(),
        ),
        ("one_cycle", OneCycle::new(0.1, STEPS)?.into()),
        ("one_cycle_momentum", OneCycle::new(0.1, STEPS)?.momentum(0.85, 0.95)?.into()),
        ("warmup", LinearDecay::new(0.1, 0.0, 800)?.warmup(200, 0.0)?.into()),
        ("cooldown", Constant::new(0.1)?.cooldown(700, 300, 0.0, sqrt)?.into()),
        ("scaled", cosine.scaled(0.5)?.into()),
        ("clamped", cosine.clamped(0.02, 0.08)?.into()),
        ("delayed", LinearDecay::new(0.1, 0.0, 500)?.delayed(400).into()),
        ("advanced", LinearDecay::new(0.1, 0.0, STEPS)?.advanced(400).into()),
        ("repeated", LinearDecay::new(0.1, 0.02, 250)?.repeated(250)?.into()),
        ("per_epoch", CosineDecay::new(0.1, 0.0, 10)?.per_epoch(100)?.into()),
        ("stretched", StepDecay::new(0.1, 0.5, 100)?.stretched(1, 3)?.into()),
        ("then", Constant::new(0.05)?.then(300, CosineDecay::new(0.1, 0.0, 700)?).into()),
        ("times", cosine.times(StepDecay::new(1.0, 0.5, 300)?).into()),
        ("plus", ExponentialDecay::new(0.08, 0.99)?.plus(Constant::new(0.02)?).into()),
        ("presets::warmup_linear", presets::warmup_linear(0.1, 0.0, 100, STEPS)?.into()),
        ("presets::warmup_cosine", presets::warmup_cosine(0.1, 0.01, 100, STEPS)?.into()),
        (
            "presets::warmup_stable_decay",
            presets::warmup_stable_decay(0.1, 0.0, [100, 700, 200], sqrt)?.into(),
        ),
        ("presets::warmup_inverse_sqrt", presets::warmup_inverse_sqrt(0.1, 100)?.into()),
        ("presets::slanted_triangular", presets::slanted_triangular(0.1, 32.0, 100, STEPS)?.into()),
        ("presets::flat_cosine", presets::flat_cosine(0.1, 0.0, 750, STEPS)?.into()),
        (
            "presets::infinite",
            presets::infinite(0.1, 0.03, [50, 450], Shape::Cosine)?
                .cooldown(850, 150, 0.001, Shape::Geometric)?
                .into(),
        ),
    ])
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let (options, names): (Vec<_>, Vec<_>) = std::env::args().skip(1).partition(|arg| arg.starts_with("--"));
    let (csv, ascii) = (options.iter().any(|o| o == "--csv"), options.iter().any(|o| o == "--ascii"));
    if let Some(unknown) = options.iter().find(|option| !["--csv", "--ascii"].contains(&option.as_str())) {
        eprintln!("there is no option {unknown}; there are --csv and --ascii");
        return Ok(ExitCode::from(2));
    }
    let catalogue = catalogue()?;
    for kind in Schedule::KINDS {
        assert!(catalogue.iter().any(|(name, _)| name == kind), "{kind} is not drawn here yet");
    }
    for name in &names {
        if !catalogue.iter().any(|(known, _)| known == name) {
            let known: Vec<_> = catalogue.iter().map(|(name, _)| *name).collect();
            eprintln!("there is no {name}; there are {}", known.join(", "));
            return Ok(ExitCode::from(2));
        }
    }
    let chosen = catalogue.iter().filter(|(name, _)| names.is_empty() || names.iter().any(|n| n == name));
    if csv {
        let one = names.len() == 1;
        chart::print(if one { "step,rate" } else { "name,step,rate" });
        for (name, schedule) in chosen {
            for (step, rate) in schedule.rates(0..STEPS + 1) {
                let name = if one { String::new() } else { format!("{name},") };
                chart::print(format_args!("{name}{step},{rate:?}"));
            }
        }
        return Ok(ExitCode::SUCCESS);
    }
    for (name, schedule) in chosen {
        let title = format!("{name}: {schedule}");
        let curve = schedule.rates(0..STEPS + 1).map(|(step, rate)| (step as f64, rate)).collect();
        chart::print(chart::Chart::of_rates(&title, curve, ascii));
    }
    Ok(ExitCode::SUCCESS)
}
