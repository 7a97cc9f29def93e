//! The laws of `Schedule::rescaled` over random compositions.

#![expect(clippy::disallowed_methods, reason = "random numbers need no reproducible logarithm")]
#![expect(clippy::cast_precision_loss, reason = "steps here are few")]

mod strategies;

use lr_schedule::{
    Anneal, Constant, CosineDecay, Cyclic, CyclicMode, Error, ExponentialDecay, InverseTimeDecay,
    LinearDecay, MultiStepDecay, Noam, OneCycle, Schedule, Scheduler, Shape, StepDecay, WarmRestarts,
    presets,
};
use proptest::prelude::*;

use strategies::{any_schedule, leaf, length, places, rate};

/// Typical numbers of steps of a run.
fn run() -> impl Strategy<Value = usize> {
    prop_oneof![1_usize..20, 20_usize..2_000, 2_000_usize..1_000_000]
}

/// The kinds of all schedules in the tree, from its `Debug` form.
fn contains(schedule: &Schedule, names: &[&str]) -> bool {
    let text = format!("{schedule:?}");
    names.iter().any(|name| text.contains(name))
}

/// The longest length in the tree.
fn longest_length(schedule: &Schedule) -> u64 {
    let text = format!("{schedule:?}");
    let words = text.split(|letter: char| letter.is_whitespace() || ",()[]{}".contains(letter));
    words.filter_map(|word| word.parse().ok()).max().unwrap_or(0)
}

/// Whether there are restarts whose boundaries fall between steps, or whose second cycle may be longer than the largest
/// float and is cut off there.
fn has_inexact_cycles(schedule: &Schedule) -> bool {
    let text = format!("{schedule:?}");
    let factors = text.split("period_mult: ").skip(1).filter_map(|rest| rest.split(',').next());
    factors.map(|factor| factor.parse::<f64>().unwrap()).any(|factor| factor % 1.0 != 0.0 || factor > 1e280)
}

/// `step * to / from`, rounded half up.
fn rounded(step: usize, from: usize, to: usize) -> usize {
    let twice = 2 * step as u128 * to as u128 + from as u128;
    usize::try_from(twice / (2 * from as u128)).unwrap_or(usize::MAX)
}

#[track_caller]
fn assert_close(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance * expected, "{found:?} instead of {expected:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, max_global_rejects: 100_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_length_changes_nothing(s in any_schedule(), n in length()) {
        prop_assert_eq!(s.rescaled(n, n).unwrap(), s);
    }

    /// A whole factor moves every step exactly, so the rates there have the same bits. The exceptions count from 1 or to
    /// `steps - 1`, which do not scale, or take a root of `gamma`.
    #[test]
    fn a_whole_factor_moves_every_rate(s in any_schedule(), factor in 1_usize..50, steps in prop::array::uniform8(0_usize..5_000)) {
        prop_assume!(!contains(&s, &["Noam", "OneCycle", "ExpRange"]) && !has_inexact_cycles(&s));
        // Lengths that do not fit are cut off, and floats are exact up to 2^53 only.
        prop_assume!(longest_length(&s) < 1 << 40);
        let rescaled = s.rescaled(7, 7 * factor).unwrap();
        for step in steps.into_iter().chain(places(&s)) {
            let (new, old) = (rescaled.lr(factor * step), s.lr(step));
            prop_assert_eq!(new.to_bits(), old.to_bits(), "{} {:?} {:?} {:?} {}", step, new, old, rescaled, s);
        }
    }

    /// The last boundary is that of the original, up to a rounded step for the schedule and for each adaptor.
    /// `Stretched` itself has rounded the end to a step of the original. In a shorter run phases may vanish, after
    /// which the rate may be constant from an earlier step on.
    #[test]
    fn the_end_scales(s in any_schedule(), from in run(), to in run()) {
        prop_assume!(!contains(&s, &["OneCycle", "Noam", "Stretched"]) && !has_inexact_cycles(&s) && longest_length(&s) < 1 << 40);
        // A part of the smallest rate underflows to 0, which is constant.
        prop_assume!(!contains(&s, &["5e-324"]));
        // Ends beyond the last step, on the finest possible clock, count as none.
        let longest = usize::MAX / from.max(to) / 64;
        prop_assume!(places(&s).iter().all(|&place| place < longest));
        let Ok(rescaled) = s.rescaled(from, to) else { return Ok(()) };
        let expected = s.settles_at().map(|step| rounded(step, from, to));
        match (rescaled.settles_at(), expected) {
            (Some(found), Some(expected)) => {
                prop_assert!(found <= expected + s.depth() + 1, "{} {} {:?}", found, expected, rescaled);
                prop_assert!(to < from || found + s.depth() + 1 >= expected, "{} {} {:?}", found, expected, rescaled);
            }
            (Some(_), None) if to < from => {}
            (found, expected) => prop_assert_eq!(found, expected, "{:?}", rescaled),
        }
    }

    /// Every schedule can be rescaled to a schedule, or is refused with an error.
    #[test]
    fn the_result_is_a_schedule(s in any_schedule(), from in length(), to in length(), steps in prop::array::uniform4(strategies::step())) {
        match s.rescaled(from, to) {
            Ok(rescaled) => for step in steps.into_iter().chain(places(&rescaled)) {
                let rate = rescaled.lr(step);
                prop_assert!(rate.is_finite() && rate >= 0.0, "{rate:?} at {step}");
            },
            Err(error) => prop_assert!(error.to_string().contains("geometric or harmonic"), "{error}"),
        }
    }

    /// A warmup, a constant phase and a cooldown keep adding up, and every boundary is the rounded one.
    #[test]
    fn phases_add_up(parts in prop::array::uniform3(1_usize..100_000), to in 1_usize..1_000_000, start in rate()) {
        let [warmup, stable, decay] = parts;
        let from = warmup + stable + decay;
        let plan = presets::warmup_stable_decay(1.0, 0.0, warmup, decay, from, Shape::Linear).unwrap();
        let plan = Schedule::from(plan.delayed(10).skip(10)).rescaled(from, to).unwrap();
        let boundary = |step| rounded(step, from, to);
        prop_assert_eq!(plan.settles_at(), Some(to));
        let at = boundary(warmup);
        prop_assert_eq!(plan.phase(0).map(|phase| *phase.steps.start()), Some(0));
        if at < boundary(warmup + stable) {
            prop_assert_eq!(plan.lr(at), 1.0);
            prop_assert_eq!(plan.phase(at).map(|phase| *phase.steps.start()), Some(at));
        }
        if boundary(warmup + stable) < to {
            prop_assert_eq!(plan.lr(boundary(warmup + stable)), 1.0);
            prop_assert!(plan.lr(to - 1) > 0.0);
        }
        prop_assert_eq!(plan.lr(to), 0.0);
        // The same for an inner decay, which counts its own steps.
        let plan = LinearDecay::new(1.0, 0.0, stable + decay).unwrap().warmup(warmup, start).unwrap();
        prop_assert_eq!(Schedule::from(plan).rescaled(from, to).unwrap().settles_at(), Some(to));
    }

    /// A rate that is constant between periods is exactly the original at `step * from / to`, however many periods there are.
    #[test]
    fn staircases_do_not_drift(
        every in 1_usize..500, from in 1_usize..3_000, to in 1_usize..3_000, step in 0_usize..1_000_000,
    ) {
        let step_decay = StepDecay::new(1.0, 0.5, every).unwrap();
        let exponential = ExponentialDecay::new(1.0, 0.9).unwrap().with_every(every).unwrap().with_staircase(true);
        let inverse = InverseTimeDecay::new(1.0, 0.1).unwrap().with_every(every).unwrap().with_staircase(true);
        let epochs = MultiStepDecay::new(1.0, 0.1, [30, 60]).unwrap().per_epoch(every).unwrap();
        for schedule in [step_decay.into(), exponential.into(), inverse.into(), Schedule::from(epochs)] {
            let rescaled = schedule.rescaled(from, to).unwrap();
            prop_assert_eq!(rescaled.lr(step), schedule.lr(step * from / to), "{:?}", rescaled);
        }
    }

    /// Curves without a boundary are those of the formula at `step * from / to`. `gamma^x` with an error of an ulp in `gamma` is off
    /// by `x` ulps, and there are up to 1e5 periods.
    #[test]
    fn endless_curves_keep_their_values(
        gamma in 0.99..1.0_f64, every in 1_usize..50, from in 1_usize..3_000, to in 1_usize..3_000, step in 0_usize..100_000,
    ) {
        let time = step as f64 * from as f64 / to as f64;
        let exponential = ExponentialDecay::new(1.0, gamma).unwrap().with_every(every).unwrap();
        let expected = gamma.powf(time / every as f64);
        let found = Schedule::from(exponential).rescaled(from, to).unwrap().lr(step);
        prop_assert!((found - expected).abs() <= 1e-10 * expected + 1e-300, "{found} {expected}");
        let inverse = InverseTimeDecay::new(1.0, gamma).unwrap().with_every(every).unwrap();
        let found = Schedule::from(inverse).rescaled(from, to).unwrap().lr(step);
        assert_close(found, 1.0 / (1.0 + gamma * time / every as f64), 1e-14);
    }

    /// One decay alone: both ends exact, and the curve in between that of the rounded length.
    #[test]
    fn leaves_keep_their_first_and_last_rate(s in leaf(), from in run(), to in run()) {
        prop_assume!(!contains(&s, &["OneCycle", "Noam"]));
        let rescaled = s.rescaled(from, to).unwrap();
        if s.settles_at().is_some_and(|step| (step as u64) < 1 << 40) {
            prop_assert_eq!(rescaled.lr(usize::MAX), s.lr(usize::MAX));
        }
        if places(&s).iter().all(|&place| rounded(place, from, to) > 0) {
            prop_assert_eq!(rescaled.lr(0), s.lr(0), "{:?}", rescaled);
        }
    }
}

#[test]
fn recurring_periods_that_do_not_come_out_whole_are_sampled() {
    let schedule = Schedule::from(WarmRestarts::new(1.0, 0.0, 3).unwrap().with_shape(Shape::Linear).unwrap());
    let rescaled = schedule.rescaled(2, 3).unwrap();
    assert_eq!(rescaled.kind(), "stretched");
    // Periods of 4.5 steps: progress 0, 2/9, 4/9, 6/9, 8/9, then half a step into the next.
    let expected = [1.0, 7.0 / 9.0, 5.0 / 9.0, 3.0 / 9.0, 1.0 / 9.0, 8.0 / 9.0];
    for (step, expected) in expected.into_iter().enumerate() {
        assert_close(rescaled.lr(step), expected, 1e-15);
    }
    assert_eq!(schedule.rescaled(2, 4).unwrap().kind(), "warm_restarts");

    let triangle = Schedule::from(LinearDecay::new(1.0, 0.0, 2).unwrap().repeated(2).unwrap());
    let rescaled = triangle.rescaled(4, 5).unwrap();
    // Periods of 2.5 steps.
    for (step, expected) in [1.0, 0.6, 0.2, 0.8, 0.4, 1.0].into_iter().enumerate() {
        assert_close(rescaled.lr(step), expected, 1e-15);
    }

    let cyclic =
        Cyclic::new(0.0, 1.0, 4, 4).unwrap().with_mode(CyclicMode::ExpRange { gamma: 0.81 }).unwrap();
    let rescaled = Schedule::from(cyclic).rescaled(1, 2).unwrap();
    assert_close(rescaled.lr(8), 0.81_f64.powi(4), 1e-14);
    assert_close(rescaled.lr(4), 0.5 * 0.81 * 0.81, 1e-14);
}

/// Every period of a repeated schedule is rounded alike, wherever it begins: 7 steps of 10 become 4 of 5.
#[test]
fn what_recurs_is_rounded_from_its_own_start() {
    let sawtooth = |steps, period| LinearDecay::new(1.0, 0.0, steps).unwrap().repeated(period).unwrap();
    let delayed = Schedule::from(sawtooth(7, 10).delayed(1));
    assert_eq!(delayed.rescaled(2, 1).unwrap(), sawtooth(4, 5).delayed(1).into());
}

#[test]
fn schedules_that_count_from_1_keep_their_peak() {
    let noam = Schedule::from(Noam::new(1.0, 512, 4_000).unwrap());
    let rescaled = noam.rescaled(100_000, 12_500).unwrap();
    assert_close(rescaled.lr(499), noam.lr(3_999), 1e-15);
    assert_close(rescaled.lr(12_499), noam.lr(99_999), 1e-15);
    let only_fall = Schedule::from(Noam::new(3.0, 4, 0).unwrap()).rescaled(1, 3).unwrap();
    assert_eq!([0, 9].map(|step| only_fall.lr(step)), [1.5, 0.75]); // Noam at step 3

    let cycle = Schedule::from(OneCycle::new(1.0, 1_000).unwrap()).rescaled(1_000, 250).unwrap();
    assert_eq!([cycle.lr(74), cycle.lr(249)], [1.0, 4e-6]);
    assert_eq!(cycle.settles_at(), Some(249));
}

#[test]
fn overlaid_warmups_stay_aligned() {
    // timm's form: the decay runs from step 0, and the warmup covers its beginning.
    let decay = CosineDecay::new(1.0, 0.0, 1_000).unwrap();
    let plan = Schedule::from(Anneal::new(0.0, 1.0, 333, Shape::Linear).unwrap().then(333, decay.skip(333)));
    let rescaled = plan.rescaled(1_000, 100).unwrap();
    let expected = CosineDecay::new(1.0, 0.0, 100).unwrap();
    for step in 33..=100 {
        assert_eq!(rescaled.lr(step), expected.lr(step));
    }
}

#[test]
fn what_cannot_be_rescaled_is_an_error() {
    let message = |error: Result<Schedule, Error>| error.unwrap_err().to_string();
    let plan = Schedule::from(LinearDecay::new(1.0, 0.0, 1).unwrap());
    assert_eq!(message(plan.rescaled(0, 1)), "`from` is 0, but must be at least 1");
    assert_eq!(message(plan.rescaled(1, 0)), "`to` is 0, but must be at least 1");
    let geometric = Schedule::new(plan.warmup_with(10, 0.1, Shape::Geometric).unwrap()).unwrap();
    let error = message(geometric.rescaled(100, 1));
    assert_eq!(
        error,
        "the first rate of `schedule` is 0.0, but must be > 0 for a geometric or harmonic shape"
    );
}

/// A ratio whose product is the largest count is kept as it is; only beyond it is it rounded.
#[test]
fn ratios_are_exact_up_to_the_largest_count() {
    let line = LinearDecay::new(1.0, 0.0, 10).unwrap();
    let stretched = |from| Schedule::from(line.stretched(from, 1).unwrap());
    assert_eq!(stretched(usize::MAX / 3).rescaled(3, 1).unwrap(), stretched(usize::MAX));
}

/// Beyond the largest count both sides of a ratio are halved until they fit.
#[test]
fn ratios_beyond_the_largest_count_are_rounded() {
    let line = LinearDecay::new(1.0, 0.0, 10).unwrap();
    let stretched = |from, to| Schedule::from(line.stretched(from, to).unwrap());
    assert_eq!(stretched(usize::MAX, 1).rescaled(2, 1).unwrap(), stretched(usize::MAX, 1));
    assert_eq!(stretched(1, usize::MAX).rescaled(1, 2).unwrap(), stretched(1, usize::MAX));
    // 3 MAX to 28 is halved twice, rounded down each time; MAX is one below a power of two.
    let quarters = 3 * (usize::MAX / 4 + 1) - 1;
    assert_eq!(stretched(usize::MAX, 8).rescaled(6, 7).unwrap(), stretched(quarters, 7));
    assert_eq!(stretched(8, usize::MAX).rescaled(7, 6).unwrap(), stretched(7, quarters));
}

/// What is repeated begins anew each time, so where the first repetition begins does not matter to its lengths: 4 steps
/// are 2 2/3.
#[test]
fn lengths_inside_a_repetition_do_not_depend_on_its_first_step() {
    let half = Constant::new(0.5).unwrap();
    let repeated = |steps, period| LinearDecay::new(1.0, 0.0, steps).unwrap().repeated(period).unwrap();
    let schedule = Schedule::from(half.then(1, repeated(4, 6)));
    assert_eq!(schedule.rescaled(3, 2).unwrap(), half.then(1, repeated(3, 4)).into());
}
