//! The range finder: what went wrong elsewhere, one test per fault, and laws over made-up curves.

#![expect(clippy::disallowed_methods, reason = "made-up curves need no reproducible bits")]

use std::panic::{AssertUnwindSafe, catch_unwind};

use approx::assert_relative_eq;
use lr_schedule::LrRangeFinder;
use lr_schedule::finder::{
    Confidence, Method, Report, Restore, Spacing, StopReason, SuggestError, SweepError,
};
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
        assert_eq!(report.suggest(), Err(SuggestError::ConstantLoss));
    }
}

/// lightning#1850: a tail of NaN made the minimum pick an absurd rate.
#[test]
fn finder_nan_tail_ignored() {
    let losses = [0.90, 0.89, 0.87, 0.86, 0.85, 0.84, f64::NAN];
    let mut next = losses.iter();
    let report = LrRangeFinder::new(1e-6, 1.0, 7).unwrap().run(|_| *next.next().unwrap());
    assert_eq!(report.points().len(), 6);
    let StopReason::NonFinite { lr, .. } = report.stop_reason() else { panic!("{:?}", report.stop_reason()) };
    assert_eq!(lr, 1.0);
    assert!(report.points().iter().all(|point| point.smoothed.is_finite()));
    assert_in_band(&report);
}

/// fastai#962: a rule of "four times the best" stopped at once on negative losses.
#[test]
fn finder_negative_loss_completes() {
    let mut loss = typical(0.01, 1);
    let report = finder(100).without_early_stop().run(|lr| loss(lr) - 50.0);
    assert_eq!((report.stop_reason(), report.points().len()), (StopReason::Completed, 100));
    let mut loss = typical(0.01, 1);
    let shifted = assert_in_band(&report);
    let report = finder(100).without_early_stop().run(&mut loss);
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
        let message = format!("{points} points are too few for a suggestion; sweep with more steps");
        assert_eq!(report.suggest().unwrap_err().to_string(), message);
        assert_eq!(report.divergence().unwrap_err().to_string(), message);
    }
}

/// Messages agree with the reason of the stop, and say what to do.
#[test]
fn messages_say_what_to_do() {
    let message = |report: Report| report.suggest().unwrap_err().to_string();
    assert_eq!(
        message(finder(9).run(|_| f64::NAN)),
        "the first loss, at a rate of 1.000e-7, was not finite; check the model, the data and the loss before any update"
    );
    let mut step = 0;
    let mut curve = typical(0.01, 1);
    let broken = finder(100).run(|lr| {
        step += 1;
        if step == 8 { f64::NAN } else { curve(lr) }
    });
    assert_eq!(
        message(broken),
        "the loss was not finite at a rate of 4.329e-7, after 7 updates without a sign of divergence; check the \
         batch of that update, or sweep from lower rates"
    );
    assert_eq!(
        message(finder(100).run(|_| 0.7)),
        "no update changed the loss: is the rate applied, and is the loss that of the trained model?"
    );
    let negative = finder(100).run(|lr| -50.0 - lr);
    let error = negative.suggest_by(Method::Steepest).unwrap_err().to_string();
    assert_eq!(error, "the rule `steepest` needs losses above 0; `Report::suggest` does not");
    // Three wild losses at the beginning neither end the sweep nor hide the divergence.
    let (mut step, mut curve) = (0, typical(0.0, 1));
    let corrupted = finder(100).run(|lr| {
        step += 1;
        if (5..8).contains(&step) { 50.0 } else { curve(lr) }
    });
    assert_in_band(&corrupted);
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
    let full = finder(50).without_early_stop().run_on(&model, train);
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

/// A model whose clones share their weights comes back after success, an early stop, an error and a panic.
#[test]
fn a_shared_model_is_restored() {
    use std::cell::RefCell;
    use std::rc::Rc;

    #[derive(Clone)]
    struct Shared(Rc<RefCell<f64>>);
    let update = |model: &Shared, lr: f64| {
        let loss = model.0.borrow().powi(2);
        *model.0.borrow_mut() *= 1.0 - 2.0 * lr;
        loss
    };
    let mut model = Shared(Rc::new(RefCell::new(3.0)));
    let guard = |model: &mut Shared, train: &mut dyn FnMut(&Shared)| {
        let save = |model: &Shared| *model.0.borrow();
        let model = Restore::new(model, save, |model, saved| *model.0.borrow_mut() = saved);
        train(&model);
    };
    guard(&mut model, &mut |model| {
        assert_eq!(finder(50).run(|lr| update(model, lr)).stop_reason(), StopReason::Diverged);
    });
    assert_eq!(*model.0.borrow(), 3.0);
    guard(&mut model, &mut |model| {
        finder(50).without_early_stop().run(|lr| update(model, lr));
    });
    assert_eq!(*model.0.borrow(), 3.0);
    guard(&mut model, &mut |model| {
        let failing = |lr| if lr > 1.0 { Err("out of data") } else { Ok(update(model, lr)) };
        assert!(finder(50).try_run(failing).is_err());
    });
    assert_eq!(*model.0.borrow(), 3.0);
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        guard(&mut model, &mut |model| {
            update(model, 0.7);
            panic!("out of memory")
        });
    }));
    assert!(panicked.is_err());
    assert_eq!(*model.0.borrow(), 3.0);
    let restored = Restore::new(&mut model, |_| 5.0, |model, saved| model.0.replace(saved)).restore();
    assert_eq!((restored, *model.0.borrow()), (Some(3.0), 5.0));
}

/// `?` takes the error of a sweep into any error type, also one that is no `Error` itself.
#[test]
fn errors_of_sweeps_convert() {
    fn boxed() -> Result<Report, Box<dyn std::error::Error>> {
        let train = |_: &mut f64, _: f64| -> Result<f64, Box<dyn std::error::Error>> { Err("boxed")? };
        finder(50).try_run_on(&1.0, train)?;
        Ok(finder(50).try_repeat(2, |_| Ok(1.0), train)?)
    }
    fn any() -> anyhow::Result<Report> {
        let train =
            |_: &mut f64, _: f64| -> anyhow::Result<f64> { Err(anyhow::anyhow!("a cause").context("any")) };
        Ok(finder(50).try_repeat(2, |_| Ok(1.0), train)?)
    }
    fn own() -> Result<Report, std::fmt::Error> {
        finder(50).try_run(|_| Err(std::fmt::Error)).map_err(SweepError::into_source)
    }
    assert_eq!(boxed().unwrap_err().to_string(), "the sweep stopped after 0 updates: boxed");
    assert_eq!(format!("{:#}", any().unwrap_err()), "the sweep stopped after 0 updates: any: a cause");
    assert_eq!(own(), Err(std::fmt::Error));
    let none = finder(50).try_repeat(0, |_| Ok(1.0), |_, _| Ok::<f64, lr_schedule::Error>(1.0));
    assert_eq!(none.unwrap_err().into_source().to_string(), "`times` is 0, but must be at least 1");
}

/// Every sweep that is accepted has rates in strictly ascending order, and a report that can be read back.
#[test]
fn neighbouring_rates_differ() {
    let close = 1.0 - f64::EPSILON / 2.0;
    assert!(LrRangeFinder::new(close, 1.0, 3).is_err());
    assert!(LrRangeFinder::new(5e-324, 1.0, 3).is_err());
    assert!(LrRangeFinder::new(1e-7, 100.0, usize::MAX).is_err());
    let closest = LrRangeFinder::new(1.0 - 1e-12, 1.0, 60).unwrap();
    for finder in [closest, closest.with_spacing(Spacing::Linear)] {
        let report = finder.run(|lr| lr);
        assert!(report.points().windows(2).all(|pair| pair[0].lr < pair[1].lr));
    }
}

/// Curves of every nasty kind never panic and never leave the band; the proptests below shrink what this finds.
#[test]
fn many_random_curves() {
    let cases = if cfg!(debug_assertions) { 2_000 } else { 100_000 };
    let mut random = fastrand::Rng::with_seed(11);
    for case in 0..cases {
        let points = random.usize(6..200);
        let finder = LrRangeFinder::new(1e-6, 100.0, points).unwrap();
        let mut curve = typical(random.f64().powi(4) * 3.0, case);
        let (scale, shift) = (10_f64.powi(random.i32(-300..300)), random.f64() * 10.0 - 5.0);
        let finder = if random.bool() { finder.without_early_stop() } else { finder };
        let report = finder.run(|lr| match random.u32(..200) {
            0 => f64::MAX * (random.f64() - 0.5),
            1 => 0.0,
            2 => curve(lr) * 1e6,
            3 if random.u32(..10) == 0 => f64::NAN,
            _ => (curve(lr) + shift) * scale,
        });
        if let Ok(suggestion) = report.suggest() {
            assert_in_band(&report);
            assert!(suggestion.noise().is_finite() && suggestion.fall().is_finite(), "{suggestion}");
        }
    }
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
        "the loss does not diverge within the sweep; sweep to higher rates, or without early stop"
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

/// A loss that falls and climbs piecewise, and is the same for many rates.
fn staircase(pieces: u32, noise: f64, seed: u64) -> impl FnMut(f64) -> f64 {
    let mut random = fastrand::Rng::with_seed(seed);
    move |lr: f64| {
        let piece = (lr.log10() * f64::from(pieces)).floor() / f64::from(pieces);
        (piece + 2.0).powi(2) / 4.0 + noise * random.f64() - 1.0
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
    let staircases =
        (1_u32..9, 0.0..1.0_f64, any::<u64>(), steps.clone()).prop_map(|(count, noise, seed, n)| {
            let finder = LrRangeFinder::new(1e-7, 100.0, 400).unwrap();
            let mut curve = staircase(count, noise, seed);
            (0..n).map(|step| curve(finder.lr(step))).collect()
        });
    let spiky = (tame.clone(), 2_usize..40, -1e3..1e3_f64).prop_map(
        |(mut losses, every, height): (Vec<f64>, _, _)| {
            losses.iter_mut().step_by(every).for_each(|loss| *loss += height);
            losses
        },
    );
    let flat = (-1e3..1e3_f64, steps.clone()).prop_map(|(loss, n)| vec![loss; n]);
    prop_oneof![proptest::collection::vec(wild, steps), tame, staircases, spiky, flat]
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
        let finder = finder(400).with_smoothing(smoothing).unwrap();
        let finder = factor.map_or(finder.without_early_stop(), |factor| finder.with_stop_factor(factor).unwrap());
        let report = replay(&losses, finder);
        if let Ok(suggestion) = report.suggest() {
            let (lr, divergence) = (suggestion.lr(), suggestion.divergence());
            prop_assert!(divergence / 100.0 <= lr * (1.0 + 1e-15) && lr <= divergence / 10.0, "{}", suggestion);
            prop_assert!(finder.min() <= lr && lr <= finder.max());
            prop_assert!(!suggestion.to_string().is_empty());
        }
        for method in Method::EXTERNAL {
            if let Ok(rate) = report.suggest_by(method) {
                prop_assert!(rate > 0.0 && rate <= finder.max(), "{method:?} {rate}");
            }
        }
    }

    /// Losses that are shifted give the same suggestion, up to what rounding can do to a comparison: the same
    /// rate, or one of a neighbouring point.
    #[test]
    fn shifting_losses_changes_nothing(seed in any::<u64>(), noise in 0.01..0.3_f64, shift in -100.0..100.0_f64) {
        let finder = finder(100).without_early_stop();
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
        let finder = finder(100).without_early_stop();
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
#[path = "../examples/recorded/mod.rs"]
mod recorded;

#[cfg(feature = "serde")]
mod on_records {
    use std::collections::BTreeMap;

    use super::recorded::{Curve, RULES, Record, Score, answer, corrupted, rate, read, table};
    use super::*;

    fn clean() -> Vec<Record> {
        read(include_str!("data/range-tests.json")).unwrap()
    }

    fn reports() -> impl Iterator<Item = (String, Report)> {
        clean().into_iter().flat_map(|record| {
            let report = |curve: &Curve| (record.key(curve), curve.report().unwrap());
            record.curves.iter().map(report).collect::<Vec<_>>()
        })
    }

    #[test]
    fn rules_of_other_tools_give_their_own_numbers() {
        let expected: BTreeMap<String, BTreeMap<String, Option<f64>>> =
            serde_json::from_str(include_str!("data/range-rules.json")).unwrap();
        let mut compared = 0;
        for (key, report) in reports() {
            for rule in RULES.into_iter().filter(|rule| *rule != "suggest") {
                match (rate(rule, &report), expected[rule][&key]) {
                    (Some(ours), Some(theirs)) => assert_relative_eq!(ours, theirs, max_relative = 1e-15),
                    (ours, theirs) => assert_eq!(ours, theirs, "{key} {rule}"),
                }
                compared += 1;
            }
        }
        assert_eq!(compared, 224 * 7);
    }

    /// What the rule says of a curve: the suggestion, or the kind of the error.
    fn assert_answer(report: &Report, expected: &serde_json::Value, name: &str) {
        let suggestion = match report.suggest() {
            Ok(suggestion) => suggestion,
            Err(error) => {
                let kind = match error {
                    SuggestError::TooFewPoints { .. } => "too_few",
                    SuggestError::NonFinite { .. } => "non_finite",
                    SuggestError::ConstantLoss => "constant",
                    SuggestError::NoDivergence => "no_divergence",
                    SuggestError::DivergesTooEarly { .. } => "too_early",
                    other => panic!("{name}: {other}"),
                };
                return assert_eq!(kind, expected, "{name}");
            }
        };
        let Some((lr, divergence, noise, fall, confidence)) =
            serde_json::from_value::<Option<(f64, f64, f64, f64, String)>>(expected.clone()).unwrap_or(None)
        else {
            panic!("{name}: {expected}, but\n{suggestion}")
        };
        for (ours, theirs) in [
            (suggestion.lr(), lr),
            (suggestion.divergence(), divergence),
            (report.divergence().unwrap(), divergence),
            (suggestion.noise(), noise),
            (suggestion.fall(), fall),
        ] {
            // Some roundings of each value, in another order or another library's power and logarithm.
            assert_relative_eq!(ours, theirs, max_relative = 1e-12);
        }
        assert_eq!(suggestion.confidence().to_string(), confidence, "{name}");
    }

    /// The rule against a second implementation of it, in Python: `data/suggestions.py`.
    #[test]
    fn a_second_implementation_agrees() {
        #[derive(serde::Deserialize)]
        struct Made {
            losses: Vec<f64>,
            steps: usize,
            stop: String,
            answer: serde_json::Value,
        }
        #[derive(serde::Deserialize)]
        struct Answers {
            recorded: BTreeMap<String, serde_json::Value>,
            made: Vec<Made>,
        }
        let answers: Answers = serde_json::from_str(include_str!("data/suggestions.json")).unwrap();
        assert_eq!(answers.recorded.len(), 224);
        for (key, report) in reports() {
            assert_answer(&report, &answers.recorded[&key], &key);
        }
        assert_eq!(answers.made.len(), 500);
        for (i, case) in answers.made.iter().enumerate() {
            let lr = |i: usize| 1e-6 * 2_f64.powi(i32::try_from(i).unwrap());
            let points = case
                .losses
                .iter()
                .enumerate()
                .map(|(i, loss)| serde_json::json!({"lr": lr(i), "loss": loss, "smoothed": loss}));
            let stop = match case.stop.as_str() {
                "non_finite" => serde_json::json!({"non_finite": {"lr": lr(case.losses.len())}}),
                other => other.into(),
            };
            let points: Vec<_> = points.collect();
            let report = serde_json::json!({"points": points, "steps": case.steps, "stop": stop});
            assert_answer(&serde_json::from_value(report).unwrap(), &case.answer, &format!("made curve {i}"));
        }
    }

    fn score(rows: &[(String, Score)], rule: &str) -> Score {
        rows.iter().find(|(name, _)| name == rule).map_or_else(Score::default, |(_, score)| *score)
    }

    /// The targets of the rule: it is no good if it misses them.
    #[test]
    fn regret_is_low_on_clean_and_on_corrupted_curves() {
        let clean = clean();
        for (records, most) in [(corrupted(&clean), 0.03), (clean, 0.022)] {
            let rows = table(&records, None).unwrap();
            let own = score(&rows, "suggest");
            assert!(own.mean <= most && own.diverged == 0 && own.missing == 0, "{own:?}");
            let [low, medium, high] =
                ["low", "medium", "high"].map(|name| score(&rows, &format!("  confidence {name}")).mean);
            assert!(low > medium && medium > high, "{low} {medium} {high}");
        }
    }

    /// As the peak for four schedules, the answer is better than any other tool's rate.
    #[test]
    fn peaks_for_schedules_are_better_than_other_rates() {
        let records = read(include_str!("data/schedule-range-tests.json")).unwrap();
        for plan in ["constant", "linear", "cosine", "wsd"] {
            let rows = table(&records, Some(plan)).unwrap();
            let own = score(&rows, "suggest");
            assert_eq!((own.count, own.diverged, own.missing), (90, 0, 0), "{plan}");
            for rule in RULES.into_iter().filter(|rule| *rule != "suggest") {
                assert!(own.mean < score(&rows, rule).mean, "{plan} {rule}");
            }
            assert!(
                score(&rows, "  confidence low").mean > score(&rows, "  confidence medium").mean,
                "{plan}"
            );
        }
        let report = records[0].curves[0].report().unwrap();
        let (suggestion, peak) = (report.suggest().unwrap(), answer(&records[0], &report, Some("linear")));
        assert!(peak.unwrap() <= suggestion.divergence() / 2.0);
    }

    /// Any one loss before the minimum, multiplied by up to 100, moves the suggestion by less than half a decade or
    /// lowers the confidence, unless it was low already, and never lifts it above the band of the clean curve.
    #[test]
    fn no_single_loss_decides() {
        let mut random = fastrand::Rng::with_seed(7);
        for record in clean() {
            for curve in record.curves.iter().step_by(3) {
                let report = curve.report().unwrap();
                let points: Vec<(f64, f64)> =
                    report.points().iter().map(|point| (point.lr, point.loss)).collect();
                let before = report.suggest().unwrap();
                let low = (0..points.len()).min_by(|&i, &j| points[i].1.total_cmp(&points[j].1)).unwrap();
                let end = match report.stop_reason() {
                    StopReason::NonFinite { lr, .. } => Some((lr, f64::NAN)),
                    _ => None,
                };
                for _ in 0..8 {
                    let mut corrupted = points.clone();
                    let (place, factor) = (random.usize(..low.max(1)), 100_f64.powf(random.f64()));
                    corrupted[place].1 *= factor;
                    let report = Report::from_curve(corrupted.into_iter().chain(end), curve.points).unwrap();
                    let after = report.suggest().unwrap();
                    let moved = (after.lr() / before.lr()).log10().abs();
                    let key = record.key(curve);
                    assert!(
                        moved < 0.5
                            || after.confidence() < before.confidence()
                            || before.confidence() == Confidence::Low,
                        "{key}: loss {place} times {factor}\n{before}\n{after}"
                    );
                    assert!(
                        after.lr() <= before.band().1,
                        "{key}: loss {place} times {factor}\n{before}\n{after}"
                    );
                }
            }
        }
    }

    #[test]
    fn every_recorded_curve_has_a_suggestion_in_the_band() {
        for (key, report) in reports() {
            let suggestion = report.suggest().unwrap_or_else(|error| panic!("{key}: {error}"));
            assert!(suggestion.divergence() / 100.0 <= suggestion.lr() * (1.0 + 1e-15), "{key}");
            assert!(suggestion.lr() <= suggestion.divergence() / 10.0, "{key}");
        }
    }

    /// A reason that the points contradict is refused, in reports and in sweeps.
    #[test]
    fn contradictions_are_refused() {
        let mut curve = typical(0.1, 9);
        let report = serde_json::to_value(finder(60).without_early_stop().run(&mut curve)).unwrap();
        let with = |key: &str, value: serde_json::Value| {
            let mut changed = report.clone();
            changed[key] = value;
            serde_json::from_value::<Report>(changed).map_err(|error| error.to_string())
        };
        assert!(with("stop", "completed".into()).is_ok());
        for lr in [1e-7, 100.0, -1.0] {
            let error = with("stop", serde_json::json!({"non_finite": {"lr": lr}})).unwrap_err();
            assert!(error.contains("`lr` is"), "{error}");
        }
        assert!(with("stop", serde_json::json!({"non_finite": {"lr": 101.0}})).is_ok());
        assert!(with("stop", "stopped".into()).unwrap_err().contains("fewer than `steps`"));
        let mut stopped = report.clone();
        (stopped["steps"], stopped["stop"]) = (61.into(), "stopped".into());
        assert!(serde_json::from_value::<Report>(stopped).is_ok());
        let nothing = serde_json::json!({"points": [], "steps": 60, "stop": "diverged"});
        let error = serde_json::from_value::<Report>(nothing).unwrap_err().to_string();
        assert!(error.contains("at least one"), "{error}");
        assert!(with("steps", 61.into()).unwrap_err().contains("as many as `steps`"));
        assert!(with("points", serde_json::json!([])).is_err());

        let mut sweep = finder(60).sweep();
        (0..10).for_each(|_| sweep.record(1.0));
        let next = sweep.next_lr().unwrap();
        let sweep = serde_json::to_value(&sweep).unwrap();
        for (lr, agrees) in [(next, true), (2.0 * next, false)] {
            let mut changed = sweep.clone();
            changed["stop"] = serde_json::json!({"non_finite": {"lr": lr}});
            assert_eq!(serde_json::from_value::<lr_schedule::finder::Sweep>(changed).is_ok(), agrees);
        }
        for stop in ["completed", "diverged"] {
            let mut changed = sweep.clone();
            changed["stop"] = stop.into();
            let error =
                serde_json::from_value::<lr_schedule::finder::Sweep>(changed).unwrap_err().to_string();
            assert!(error.contains("an end that agrees with `stop`"), "{error}");
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
