//! The range finder: what went wrong elsewhere, one test per fault, and laws over made-up curves.

#![expect(clippy::disallowed_methods, reason = "made-up curves need no reproducible bits")]

use std::panic::{AssertUnwindSafe, catch_unwind};

use approx::assert_relative_eq;
use lr_schedule::LrRangeFinder;
use lr_schedule::finder::{Confidence, Report, Spacing, StopReason, SuggestError};
use proptest::prelude::*;

fn finder(steps: usize) -> LrRangeFinder {
    LrRangeFinder::new(1e-7, 100.0, steps).unwrap()
}

/// A loss that starts at 1, falls to 0.1 around a rate of 1e-2 and explodes above 1, with noise.
fn typical(noise: f64, seed: u64) -> impl FnMut(f64) -> f64 {
    let mut random = fastrand::Rng::with_seed(seed);
    move |lr: f64| {
        let learnt = 0.1 + 0.9 / (1.0 + (lr / 3e-3).powi(2));
        let exploded = if lr > 1.0 { (lr - 1.0) * 5.0 } else { 0.0 };
        // The sum of twelve uniform numbers is nearly normal.
        let normal: f64 = (0..12).map(|_| random.f64()).sum::<f64>() - 6.0;
        learnt + exploded + noise * normal
    }
}

#[track_caller]
fn assert_in_band(report: &Report) -> f64 {
    let suggestion = report.suggest().unwrap();
    let (low, high) = suggestion.band();
    let (lr, divergence) = (suggestion.lr(), suggestion.divergence());
    assert!(low <= lr && lr <= high, "{suggestion}");
    assert!(divergence / 100.0 <= low && high <= divergence / 10.0, "{suggestion}");
    let points = report.points();
    assert!(points[0].lr <= lr && lr <= points[points.len() - 1].lr, "{suggestion}");
    lr
}

/// lightning#14167: the average started at 0, so that a constant loss seemed to rise.
#[test]
fn finder_constant_loss_smoothing_flat() {
    for loss in [2.5, -3.0, 0.0, 1e-300] {
        let report = finder(100).run(|_| loss);
        assert!(
            report
                .points()
                .iter()
                .all(|point| point.smoothed == loss || (point.smoothed - loss).abs() < 1e-15 * loss.abs())
        );
        assert_eq!(report.stop_reason(), StopReason::Completed);
        assert_eq!(report.suggest(), Err(SuggestError::NoDivergence));
    }
}

/// lightning#1850: a tail of NaN made the minimum pick an absurd rate.
#[test]
fn finder_nan_tail_ignored() {
    let losses = [0.90, 0.89, 0.87, 0.86, 0.85, 0.84, f64::NAN];
    let mut next = losses.iter();
    let report = LrRangeFinder::new(1e-6, 1.0, 7).unwrap().run(|_| *next.next().unwrap());
    assert_eq!(report.points().len(), 6);
    let StopReason::NonFinite { lr } = report.stop_reason() else { panic!("{:?}", report.stop_reason()) };
    assert_eq!(lr, 1.0);
    assert!(report.points().iter().all(|point| point.smoothed.is_finite()));
    assert_in_band(&report);
}

/// fastai#962: a rule of "four times the best" stopped at once on negative losses.
#[test]
fn finder_negative_loss_completes() {
    let mut loss = typical(0.01, 1);
    let report = finder(100).with_stop_factor(None).unwrap().run(|lr| loss(lr) - 50.0);
    assert_eq!((report.stop_reason(), report.points().len()), (StopReason::Completed, 100));
    let mut loss = typical(0.01, 1);
    let shifted = assert_in_band(&report);
    let report = finder(100).with_stop_factor(None).unwrap().run(&mut loss);
    assert_relative_eq!(shifted, assert_in_band(&report), max_relative = 1e-12);
}

/// lightning#21141: the gradient against the rate itself is useless on a noisy curve.
#[test]
fn finder_noisy_quadratic() {
    // Gradient descent on x^2/2 with noisy gradients: it diverges above a rate of 2.
    for seed in 0..20 {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut x = 3.0_f64;
        let report = finder(100).run(|lr| {
            let loss = x * x / 2.0 + 0.3 * random.f64();
            x -= lr * (x + 0.5 * (random.f64() - 0.5));
            loss
        });
        let lr = assert_in_band(&report);
        assert!((1e-3..2.0).contains(&lr), "{lr}");
    }
}

/// pytorch-lr-finder#88: two points were an index error.
#[test]
fn finder_two_points_is_error_not_panic() {
    for points in 2..6 {
        let report = finder(points).run(|lr| lr);
        assert_eq!(report.suggest(), Err(SuggestError::TooFewPoints { points }));
        assert_eq!(report.divergence(), Err(SuggestError::TooFewPoints { points }));
    }
    let none = finder(9).run(|_| f64::NAN);
    assert_eq!(none.suggest().unwrap_err().to_string(), "0 points are too few for a suggestion");
}

/// pytorch-lr-finder#11 and torchtuples#1: weights were left as the sweep had made them.
#[test]
fn finder_restores_on_error_and_early_stop() {
    let model = vec![5.0_f64, 3.0];
    let train = |model: &mut Vec<f64>, lr: f64| {
        for weight in &mut *model {
            *weight -= lr * 2.0 * *weight;
        }
        model.iter().map(|weight| weight * weight).sum()
    };
    assert_eq!(finder(50).run_on(&model, train).stop_reason(), StopReason::Diverged);
    assert_eq!(model, [5.0, 3.0]);
    let full = finder(50).with_stop_factor(None).unwrap().run_on(&model, train);
    assert_eq!(full.stop_reason(), StopReason::Completed);
    assert_eq!(model, [5.0, 3.0]);
    finder(50).run_on(&model, |model, _| {
        model[0] = f64::NAN;
        f64::NAN
    });
    assert_eq!(model, [5.0, 3.0]);
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        finder(50).run_on(&model, |model, _| {
            model.clear();
            panic!("out of memory")
        })
    }));
    assert!(panicked.is_err());
    assert_eq!(model, [5.0, 3.0]);
}

/// keras and fastai lose the curve when the training loop fails.
#[test]
fn finder_error_returns_the_points_so_far() {
    let mut losses = [0.9, 0.8].into_iter();
    let error = finder(50).try_run(|_| losses.next().ok_or("the data has run out")).unwrap_err();
    assert_eq!(error.to_string(), "the sweep stopped after 2 updates: the data has run out");
    assert_eq!(error.report().stop_reason(), StopReason::Stopped);
    assert_eq!(error.report().points()[1].loss, 0.8);
}

/// lightning#6471: 208929613 was suggested instead of about 3.
#[test]
fn finder_suggestion_inside_range() {
    type Curve = Box<dyn FnMut(f64) -> f64>;
    let curves: [(&str, Curve); 6] = [
        ("clean", Box::new(typical(0.0, 0))),
        ("noisy", Box::new(typical(0.1, 3))),
        ("spiky", {
            let (mut curve, mut step) = (typical(0.02, 4), 0);
            Box::new(move |lr| {
                step += 1;
                curve(lr) + if step % 17 == 0 { 3.0 } else { 0.0 }
            })
        }),
        ("flat, then diverging", Box::new(|lr| if lr < 1.0 { 1.0 } else { lr * 4.0 })),
        ("monotone up", Box::new(|lr: f64| 1.0 + lr)),
        (
            "down, then at once not finite",
            Box::new(|lr: f64| if lr < 1.0 { 1.0 / (1.0 + 1e3 * lr) } else { f64::INFINITY }),
        ),
    ];
    for (name, mut curve) in curves {
        let report = finder(100).run(&mut curve);
        let lr = assert_in_band(&report);
        // A loss without any noise that only rises diverges from where it begins to.
        let lowest = if name == "monotone up" { 1e-7 } else { 1e-5 };
        assert!((lowest..1.0).contains(&lr), "{name}: {lr}");
    }
}

/// A sweep that begins above the divergence says so, instead of suggesting its lowest rate.
#[test]
fn already_diverging_is_an_error_with_advice() {
    let mut x = 1.0_f64;
    let report = LrRangeFinder::new(10.0, 1000.0, 50).unwrap().run(|lr| {
        x *= 1.0 + lr;
        x
    });
    let error = report.suggest().unwrap_err();
    assert!(
        matches!(error, SuggestError::DivergesTooEarly { .. } | SuggestError::TooFewPoints { .. }),
        "{error:?}"
    );
}

/// A loss that only ever falls has no point of divergence.
#[test]
fn never_diverging_is_an_error_with_advice() {
    let report = finder(100).run(|lr: f64| 1.0 / (1.0 + lr));
    assert_eq!(
        report.suggest().unwrap_err().to_string(),
        "the loss does not diverge within the sweep; sweep to higher rates"
    );
}

/// Divergence to a plateau of a higher loss, as with normalised networks, is one too.
#[test]
fn a_higher_plateau_is_a_divergence() {
    let report = finder(100).run(|lr| {
        if lr < 1e-3 {
            2.3
        } else if lr < 0.3 {
            0.5
        } else {
            2.8
        }
    });
    let suggestion = report.suggest().unwrap();
    assert!((0.3..0.5).contains(&suggestion.divergence()), "{suggestion}");
    // A loss that comes back half-way and stays there does not hold what it had reached either.
    let report = finder(100).run(|lr| {
        if lr < 1e-3 {
            2.3
        } else if lr < 0.3 {
            0.5
        } else {
            2.0
        }
    });
    assert!((0.3..0.5).contains(&report.divergence().unwrap()));
}

#[test]
fn a_linear_sweep_is_a_sweep() {
    let mut curve = typical(0.01, 5);
    let finder = LrRangeFinder::new(1e-3, 4.0, 300).unwrap().with_spacing(Spacing::Linear);
    let report = finder.run(&mut curve);
    let step = report.points()[1].lr - report.points()[0].lr;
    assert_relative_eq!(step, (4.0 - 1e-3) / 299.0, max_relative = 1e-12);
    assert_relative_eq!(report.points()[100].lr, 1e-3 + 100.0 * step, max_relative = 1e-12);
}

#[test]
fn confidence_falls_with_noise() {
    let confidence = |noise| {
        let mut curve = typical(noise, 6);
        finder(100).run(&mut curve).suggest().unwrap().confidence()
    };
    assert_eq!(confidence(0.01), Confidence::High);
    assert!(confidence(0.2) < Confidence::High);
}

/// A loss that falls in stairs, climbs in stairs, and is the same for many rates.
fn stairs(stairs: u32, noise: f64, seed: u64) -> impl FnMut(f64) -> f64 {
    let mut random = fastrand::Rng::with_seed(seed);
    move |lr: f64| {
        let stair = (lr.log10() * f64::from(stairs)).floor() / f64::from(stairs);
        (stair + 2.0).powi(2) / 4.0 + noise * random.f64() - 1.0
    }
}

fn losses() -> impl Strategy<Value = Vec<f64>> {
    let steps = 0_usize..400;
    let wild = prop_oneof![
        20 => -10.0..10.0,
        1 => any::<f64>(),
        1 => prop_oneof![Just(f64::MAX), Just(f64::MIN), Just(0.0), Just(5e-324)],
    ];
    let tame = (any::<u64>(), 0.0..1.0_f64, steps.clone()).prop_map(|(seed, noise, n)| {
        let finder = LrRangeFinder::new(1e-7, 100.0, 400).unwrap();
        let mut curve = typical(noise, seed);
        (0..n).map(|step| curve(finder.lr(step))).collect()
    });
    let stairs = (1_u32..9, 0.0..1.0_f64, any::<u64>(), steps.clone()).prop_map(|(count, noise, seed, n)| {
        let finder = LrRangeFinder::new(1e-7, 100.0, 400).unwrap();
        let mut curve = stairs(count, noise, seed);
        (0..n).map(|step| curve(finder.lr(step))).collect()
    });
    let spiky = (tame.clone(), 2_usize..40, -1e3..1e3_f64).prop_map(
        |(mut losses, every, height): (Vec<f64>, _, _)| {
            losses.iter_mut().step_by(every).for_each(|loss| *loss += height);
            losses
        },
    );
    let flat = (-1e3..1e3_f64, steps.clone()).prop_map(|(loss, n)| vec![loss; n]);
    prop_oneof![proptest::collection::vec(wild, steps), tame, stairs, spiky, flat]
}

fn replay(losses: &[f64], finder: LrRangeFinder) -> Report {
    let mut sweep = finder.sweep();
    for &loss in losses {
        sweep.record(loss);
    }
    sweep.into_report()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// A suggestion, when there is one, is finite, inside the sweep and inside the band.
    #[test]
    fn suggestions_are_in_band_and_range(losses in losses(), smoothing in 0.0..1.0_f64, factor in proptest::option::of(0.1..10.0_f64)) {
        let finder = finder(400).with_smoothing(smoothing).unwrap().with_stop_factor(factor).unwrap();
        let report = replay(&losses, finder);
        if let Ok(suggestion) = report.suggest() {
            let (lr, divergence) = (suggestion.lr(), suggestion.divergence());
            prop_assert!(divergence / 100.0 <= lr * (1.0 + 1e-15) && lr <= divergence / 10.0, "{}", suggestion);
            prop_assert!(finder.min() <= lr && lr <= finder.max());
            prop_assert!(!suggestion.to_string().is_empty());
        }
        for method in lr_schedule::finder::Method::EXTERNAL {
            if let Ok(rate) = report.suggest_by(method) {
                prop_assert!(rate > 0.0 && rate <= finder.max(), "{method:?} {rate}");
            }
        }
    }

    /// Losses that are shifted give the same suggestion, up to what rounding can do to a comparison: the same
    /// rate, or one of a neighbouring point.
    #[test]
    fn shifting_losses_changes_nothing(seed in any::<u64>(), noise in 0.01..0.3_f64, shift in -100.0..100.0_f64) {
        let finder = finder(100).with_stop_factor(None).unwrap();
        let mut curve = typical(noise, seed);
        let losses: Vec<f64> = (0..100).map(|step| curve(finder.lr(step))).collect();
        let shifted: Vec<f64> = losses.iter().map(|loss| loss + shift).collect();
        match (replay(&losses, finder).suggest(), replay(&shifted, finder).suggest()) {
            (Ok(a), Ok(b)) => prop_assert!((a.lr() / b.lr()).ln().abs() < 0.25, "{a}\n{b}"),
            (a, b) => prop_assert_eq!(a.is_ok(), b.is_ok()),
        }
    }

    /// The same losses times a power of two, which is exact, give the same suggestion.
    #[test]
    fn scaling_losses_changes_nothing(seed in any::<u64>(), noise in 0.0..0.5_f64, power in -40_i32..40) {
        let finder = finder(100).with_stop_factor(None).unwrap();
        let mut curve = typical(noise, seed);
        let losses: Vec<f64> = (0..100).map(|step| curve(finder.lr(step))).collect();
        let scaled: Vec<f64> = losses.iter().map(|loss| loss * 2_f64.powi(power)).collect();
        let suggested = |losses: &[f64]| replay(losses, finder).suggest().map(|suggestion| suggestion.lr());
        prop_assert_eq!(suggested(&losses), suggested(&scaled));
    }
}

#[test]
fn a_million_points_are_no_trouble() {
    let mut curve = typical(0.1, 8);
    let report = finder(1_000_000).run(&mut curve);
    assert_in_band(&report);
}

/// The rules of other tools against their own numbers, on every recorded curve. The tolerance is that of a
/// division by ten; the rest is picking a rate from a list.
#[cfg(feature = "serde")]
mod recorded {
    use std::collections::BTreeMap;

    use lr_schedule::finder::Method;
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    struct Record {
        problem: String,
        optimizer: String,
        curves: Vec<Curve>,
    }

    #[derive(Deserialize)]
    struct Curve {
        seed: u64,
        points: usize,
        lr: Vec<f64>,
        loss: Vec<Option<f64>>,
    }

    fn reports() -> impl Iterator<Item = (String, Report)> {
        let records: Vec<Record> = serde_json::from_str(include_str!("data/range-tests.json")).unwrap();
        records.into_iter().flat_map(|Record { problem, optimizer, curves }| {
            curves.into_iter().map(move |curve| {
                let key = format!("{problem}/{optimizer}/{}/{}", curve.seed, curve.points);
                // A curve that ends early ended because its loss blew up.
                let blown_up = (curve.loss.len() < curve.points).then_some((1e9, f64::NAN));
                let losses = curve.loss.into_iter().map(|loss| loss.unwrap_or(f64::NAN));
                let points = curve.lr.into_iter().zip(losses).chain(blown_up);
                (key, Report::from_curve(points, curve.points).unwrap())
            })
        })
    }

    #[test]
    fn rules_of_other_tools_give_their_own_numbers() {
        let expected: BTreeMap<String, BTreeMap<String, Option<f64>>> =
            serde_json::from_str(include_str!("data/range-rules.json")).unwrap();
        let mut compared = 0;
        for (key, report) in reports() {
            for method in Method::EXTERNAL {
                let (ours, theirs) = (report.suggest_by(method).ok(), expected[method.name()][&key]);
                match (ours, theirs) {
                    (Some(ours), Some(theirs)) => assert_relative_eq!(ours, theirs, max_relative = 1e-15),
                    _ => assert_eq!(ours, theirs, "{key} {}", method.name()),
                }
                compared += 1;
            }
        }
        assert_eq!(compared, 224 * 7);
    }

    #[test]
    fn every_recorded_curve_has_a_suggestion_in_the_band() {
        for (key, report) in reports() {
            let suggestion = report.suggest().unwrap_or_else(|error| panic!("{key}: {error}"));
            assert!(suggestion.divergence() / 100.0 <= suggestion.lr() * (1.0 + 1e-15), "{key}");
            assert!(suggestion.lr() <= suggestion.divergence() / 10.0, "{key}");
        }
    }

    #[test]
    fn reports_and_sweeps_round_trip() {
        let mut curve = typical(0.1, 9);
        let mut sweep = finder(60).sweep();
        for _ in 0..=60 {
            let text = serde_json::to_string(&sweep).unwrap();
            let again: lr_schedule::finder::Sweep = serde_json::from_str(&text).unwrap();
            assert_eq!(again, sweep);
            if let Some(lr) = sweep.next_lr() {
                sweep.record(curve(lr));
            }
        }
        let report = sweep.into_report();
        let text = serde_json::to_string(&report).unwrap();
        assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), report);
        let broken = text.replacen("\"lr\":", "\"lr\":-", 1);
        assert!(serde_json::from_str::<Report>(&broken).unwrap_err().to_string().contains("`lr` is -"));
    }
}
