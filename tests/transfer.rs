//! The laws of `transfer` over random schedules.

#![expect(
    clippy::disallowed_methods,
    reason = "random numbers and a tolerance need no reproducible logarithm"
)]

mod strategies;

use lr_schedule::{Constant, InverseSqrtDecay, Schedule, Scheduler, Shape, StepDecay, presets, transfer};
use proptest::prelude::*;

use strategies::any_schedule;

/// The number of steps of most runs: long enough for every phase of a composition, short enough for many cases.
fn steps() -> impl Strategy<Value = usize> {
    prop_oneof![1_usize..4, 4_usize..700, Just(2_000)]
}

fn has_peak(schedule: &Schedule, steps: usize) -> bool {
    schedule.rates(0..steps).any(|(_, rate)| rate > 0.0)
}

#[track_caller]
fn assert_close(found: f64, expected: f64, tolerance: f64) {
    assert!((found / expected - 1.0).abs() <= tolerance, "{found:?} instead of {expected:?}");
}

/// A common schedule with a peak of 1, over `steps`.
fn in_use() -> impl Strategy<Value = fn(usize) -> Schedule> {
    let all: [fn(usize) -> Schedule; 8] = [
        |n| Constant::new(1.0).unwrap().warmup(n / 20, 0.0).unwrap().into(),
        |n| presets::warmup_cosine(1.0, 0.0, n / 20, n).unwrap().into(),
        |n| presets::warmup_cosine(1.0, 0.1, n / 20, n).unwrap().into(),
        |n| presets::warmup_linear(1.0, 0.0, n / 20, n).unwrap().into(),
        |n| presets::warmup_stable_decay(1.0, 0.0, n / 20, n / 5, n, Shape::Linear).unwrap().into(),
        |n| {
            let sqrt = Shape::OneMinusPower { power: 0.5 };
            presets::warmup_stable_decay(1.0, 0.0, 0, n / 2, n, sqrt).unwrap().into()
        },
        |n| StepDecay::new(1.0, 0.1, n / 4).unwrap().into(),
        |n| InverseSqrtDecay::new(1.0, n / 20).unwrap().warmup(n / 20, 0.0).unwrap().into(),
    ];
    proptest::sample::select(all.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, max_global_rejects: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_schedule_has_a_ratio_of_1_to_itself(s in any_schedule(), steps in steps()) {
        match transfer::peak_ratio(&s, &s, steps) {
            Ok(ratio) => prop_assert_eq!(ratio, 1.0),
            Err(error) => prop_assert!(!has_peak(&s, steps), "{}", error),
        }
    }

    /// Every schedule has a finite ratio above 0, or no rate above 0.
    #[test]
    fn ratios_follow_the_chain_rule(
        s in any_schedule(), t in any_schedule(), u in any_schedule(), steps in steps(),
    ) {
        prop_assume!([&s, &t, &u].into_iter().all(|schedule| has_peak(schedule, steps)));
        let ratio = |from, to| transfer::peak_ratio(from, to, steps).unwrap();
        let (st, tu, su) = (ratio(&s, &t), ratio(&t, &u), ratio(&s, &u));
        prop_assert!([st, tu, su].iter().all(|ratio| ratio.is_finite() && *ratio > 0.0));
        // Three quotients, each rounded once.
        assert_close(st * tu, su, 4.0 * f64::EPSILON);
        assert_close(ratio(&t, &s) * st, 1.0, 4.0 * f64::EPSILON);
    }

    /// Scaling rounds each rate once, and a running sum of `n` terms that are not negative is within `n` roundings of half an
    /// ulp; a ratio is made of eight such sums and a root halves the error. Subnormal rates have fewer digits and are left out.
    #[test]
    fn scaling_changes_no_ratio(
        s in any_schedule(), t in any_schedule(), steps in steps(), factor in 1e-9..1e9_f64,
    ) {
        let scaled = Schedule::new(t.clone().scaled(factor).unwrap()).unwrap();
        let normal = |rate: f64| rate == 0.0 || (f64::MIN_POSITIVE..f64::MAX).contains(&rate);
        prop_assume!(has_peak(&s, steps) && has_peak(&t, steps));
        prop_assume!([&t, &scaled].into_iter().all(|s| s.rates(0..steps).all(|(_, rate)| normal(rate))));
        prop_assume!(t.rates(0..steps).all(|(step, rate)| (rate == 0.0) == (scaled.lr(step) == 0.0)));
        let tolerance = 2.0 * (f64::from(u32::try_from(steps).unwrap()) + 8.0) * f64::EPSILON;
        let expected = transfer::peak_ratio(&s, &t, steps).unwrap();
        assert_close(transfer::peak_ratio(&s, &scaled, steps).unwrap(), expected, tolerance);
        assert_close(transfer::peak_ratio(&scaled, &s, steps).unwrap(), 1.0 / expected, tolerance);
        let quality = transfer::quality(&t, steps).unwrap();
        assert_close(transfer::quality(&scaled, steps).unwrap(), quality, tolerance);
    }

    /// Over ten times the steps, a ratio changes by the harmonic numbers in the bound of a rate that does not fall to
    /// 0: for a constant rate against a linear decay by the root of (1 + H(10 n)) / (1 + H(n)), which is 1.17 for the
    /// shortest run here.
    #[test]
    fn drawing_out_both_changes_little(from in in_use(), to in in_use(), steps in 400_usize..2_000) {
        let short = transfer::peak_ratio(&from(steps), &to(steps), steps).unwrap();
        let long = transfer::peak_ratio(&from(10 * steps), &to(10 * steps), 10 * steps).unwrap();
        prop_assert!((long / short).ln().abs() <= 1.17_f64.ln(), "{short} {long}");
    }

    /// No curve is much better than linear decay, whose quality is the lowest of those in use.
    #[test]
    fn no_schedule_in_use_is_better_than_linear_decay(schedule in in_use(), steps in 400_usize..4_000) {
        let linear = presets::warmup_linear(1.0, 0.0, 0, steps).unwrap();
        let quality = transfer::quality(&schedule(steps), steps).unwrap();
        prop_assert!(quality >= transfer::quality(&linear, steps).unwrap());
    }
}
