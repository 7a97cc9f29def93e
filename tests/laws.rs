//! The laws of every schedule and adaptor, over random compositions. A new schedule needs one line in `strategies`;
//! without it `the_strategies_make_every_schedule` fails.

#![expect(clippy::disallowed_methods, reason = "random numbers need no reproducible logarithm")]

mod strategies;

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use lr_schedule::{ExponentialDecay, InverseTimeDecay, Schedule, Scheduler, Shape, StepDecay, from_fn};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use strategies::{any_schedule, count, facts, leaf, places, progress, rate, shape, step};

/// The first steps, the last one, and those around every boundary of the schedule.
fn steps_of(schedule: &Schedule, random: &[usize]) -> Vec<usize> {
    let mut steps: Vec<usize> = (0..4).chain([usize::MAX - 1, usize::MAX]).collect();
    for &place in random.iter().chain(&places(schedule)) {
        steps.extend([place.saturating_sub(1), place, place.saturating_add(1)]);
    }
    steps
}

/// A wrapper that forwards only `lr`, so every other method is the trait's default.
struct OnlyLr<S>(S);

impl<S: Scheduler> Scheduler for OnlyLr<S> {
    fn lr(&self, step: usize) -> f64 {
        self.0.lr(step)
    }
}

#[track_caller]
fn assert_same_bits(a: impl Scheduler, b: impl Scheduler, steps: &[usize]) {
    for &step in steps {
        let (a, b) = (a.lr(step), b.lr(step));
        assert_eq!(a.to_bits(), b.to_bits(), "at step {step}: {a:?} and {b:?}");
    }
}

#[track_caller]
fn assert_fills_like_lr(schedule: impl Scheduler, start: usize) {
    let (mut filled, mut expected) = ([0.0; 70], [0.0; 70]);
    schedule.fill(start, &mut filled);
    OnlyLr(&schedule).fill(start, &mut expected);
    assert_eq!(filled.map(f64::to_bits), expected.map(f64::to_bits), "from step {start}: {filled:?}");
}

/// Any normal number above 0, on a logarithmic scale.
fn extreme() -> impl Strategy<Value = f64> {
    (-307.0..307.0_f64).prop_map(|exponent| 10_f64.powf(exponent))
}

/// Within 1e-12, or both subnormal.
fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12 * b || a.max(b) < 2.0 * f64::MIN_POSITIVE
}

#[test]
fn the_strategies_make_every_schedule() {
    let mut runner = TestRunner::deterministic();
    let (strategy, mut seen) = (any_schedule(), BTreeSet::new());
    for _ in 0..20_000 {
        seen.insert(strategy.new_tree(&mut runner).unwrap().current().kind());
    }
    let missing: Vec<_> = Schedule::KINDS.iter().filter(|kind| !seen.contains(*kind)).collect();
    assert!(missing.is_empty(), "no strategy makes {missing:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Law 1.
    #[test]
    fn rates_are_finite_and_not_negative_at_every_step(s in any_schedule(), random in [step(), step()]) {
        for step in steps_of(&s, &random) {
            let rate = s.lr(step);
            prop_assert!(rate.is_finite() && rate >= 0.0 && !rate.is_sign_negative(), "{rate:?} at {step}");
        }
    }

    /// Law 2, against ends and bounds computed from the parameters alone.
    #[test]
    fn ends_are_exact_and_bounds_are_kept(s in leaf(), random in [step(), step(), step()]) {
        let facts = facts(&s);
        if let Some(start) = facts.start {
            prop_assert_eq!(s.lr(0).to_bits(), start.to_bits());
        }
        for (step, rate) in facts.exact {
            prop_assert_eq!(s.lr(step).to_bits(), rate.to_bits(), "at {}", step);
        }
        for step in steps_of(&s, &random) {
            let rate = s.lr(step);
            prop_assert!(facts.low <= rate && rate <= facts.high, "{rate:?} at {step}");
        }
    }

    /// Law 3.
    #[test]
    fn the_last_rate_holds(s in any_schedule(), random in [step(), step(), step()]) {
        if let Some(settled) = s.settles_at() {
            for step in steps_of(&s, &random) {
                prop_assert_eq!(s.lr(step.max(settled)).to_bits(), s.lr(settled).to_bits(), "{} {}", step, settled);
            }
        }
    }

    /// Law 3: a schedule that ends at a known step reports it.
    #[test]
    fn what_ends_says_where(s in leaf()) {
        prop_assert_eq!(s.settles_at(), facts(&s).settles, "{:?}", s);
    }

    /// Law 4.
    #[test]
    fn zero_length_phases_are_never_chosen(s in any_schedule(), r in rate(), shape in shape(), at in step(), random in step()) {
        let steps = steps_of(&s, &[random]);
        if let Ok(warm) = s.clone().warmup_with(0, r, shape) {
            assert_same_bits(warm, &s, &steps);
        }
        assert_same_bits(s.clone().delayed(0), &s, &steps);
        assert_same_bits(from_fn(|_| 7.0).then(0, &s), &s, &steps);
        if let Ok(fallen) = s.clone().cooldown(at, 0, r, shape) {
            prop_assert_eq!(fallen.lr(at).to_bits(), r.to_bits());
        }
    }

    /// Law 5.
    #[test]
    fn a_schedule_inside_counts_its_own_steps(
        s in any_schedule(), t in any_schedule(), at in count(), r in rate(), k in step(), n in 1_usize..1_000,
    ) {
        let same = |a: f64, b: f64| a.to_bits() == b.to_bits();
        if let Some(step) = at.checked_add(k) {
            prop_assert!(same(s.clone().then(at, &t).lr(step), t.lr(k)));
            prop_assert!(same(s.clone().warmup(at, r).unwrap().lr(step), s.lr(k)));
            prop_assert!(same(s.clone().delayed(at).lr(step), s.lr(k)));
        }
        if k < at {
            prop_assert!(same(s.clone().then(at, &t).lr(k), s.lr(k)));
            prop_assert!(same(s.clone().cooldown(at, n, r, Shape::Linear).unwrap().lr(k), s.lr(k)));
            prop_assert!(same(s.clone().delayed(at).lr(k), s.lr(0)));
        }
        prop_assert!(same(s.clone().cooldown(at, n, r, Shape::Linear).unwrap().lr(at), s.lr(at)));
        prop_assert!(same(s.clone().warmup(n, r).unwrap().lr(0), r));
        prop_assert!(same((&s).per_epoch(n).unwrap().lr(k), s.lr(k / n)));
        prop_assert!(same((&s).stretched(1, n).unwrap().lr(k), s.lr(k / n)));
        prop_assert!(same((&s).skip(n).lr(k), s.lr(k.saturating_add(n))));
        prop_assert!(same((&s).repeated(n).unwrap().lr(k), s.lr(k % n)));
    }

    /// Law 6.
    #[test]
    fn the_algebra_holds(
        a in any_schedule(), b in any_schedule(), c in any_schedule(), m in count(), n in count(), random in step(),
    ) {
        let steps = steps_of(&a, &[random, m, n]);
        assert_same_bits((&a).then(0, &b), &b, &steps);
        assert_same_bits((&a).scaled(1.0).unwrap(), &a, &steps);
        assert_same_bits((&a).clamped(0.0, f64::MAX).unwrap(), &a, &steps);
        assert_same_bits((&a).stretched(m.max(1), m.max(1)).unwrap(), &a, &steps);
        assert_same_bits((&a).per_epoch(1).unwrap(), &a, &steps);
        assert_same_bits((&a).skip(0), &a, &steps);
        assert_same_bits((&a).times(&b), (&b).times(&a), &steps);
        assert_same_bits((&a).plus(&b), (&b).plus(&a), &steps);
        if let Some(end) = m.checked_add(n) {
            assert_same_bits((&a).then(m, &b).then(end, &c), (&a).then(m, (&b).then(n, &c)), &steps);
        }
    }

    /// Law 6: static, boxed and dynamic forms give the same bits.
    #[test]
    fn static_boxed_and_dynamic_forms_agree(s in any_schedule(), t in leaf(), n in count(), r in rate(), random in step()) {
        let composed = s.clone().warmup(n, r).unwrap().plus(t.clone()).delayed(n).then(n, t.clone());
        let boxed = s.clone().boxed().warmup(n, r).unwrap().plus(t.clone().boxed()).delayed(n).then(n, &t).boxed();
        let dynamic = Schedule::new(composed.clone()).unwrap();
        let steps = steps_of(&s, &[random, n]);
        assert_same_bits(&composed, &dynamic, &steps);
        assert_same_bits(&boxed, &dynamic, &steps);
        prop_assert_eq!(composed.settles_at(), dynamic.settles_at());
    }

    /// Law 7, through every pointer to a schedule.
    #[test]
    fn fill_equals_lr(s in any_schedule(), random in step()) {
        for start in steps_of(&s, &[random]) {
            assert_fills_like_lr(&s, start);
        }
        assert_fills_like_lr(Box::new(s.clone()), random);
        assert_fills_like_lr(Rc::new(s.clone()), random);
        assert_fills_like_lr(Arc::new(s.clone()), random);
        assert_fills_like_lr((&s).boxed(), random);
        let expected = s.settles_at();
        prop_assert_eq!(Rc::new(s.clone()).settles_at(), expected);
        prop_assert_eq!(Arc::new(s.clone()).settles_at(), expected);
        prop_assert_eq!((&s).boxed().settles_at(), expected);
    }

    /// A phase contains the given step, is the same for all its steps, and ends where another begins.
    #[test]
    fn phases_tile_the_steps(s in any_schedule(), random in [step(), step()]) {
        for step in steps_of(&s, &random) {
            let Some(phase) = s.phase(step) else { continue };
            prop_assert!(phase.steps.contains(&step), "{phase:?} at {step}");
            let (start, last) = (*phase.steps.start(), *phase.steps.end());
            prop_assert_eq!(s.phase(start), Some(phase.clone()));
            prop_assert_eq!(s.phase(last), Some(phase.clone()));
            for beyond in [start.checked_sub(1), last.checked_add(1)].into_iter().flatten() {
                prop_assert_ne!(s.phase(beyond), Some(phase.clone()));
                prop_assert!(s.phase(beyond).is_none_or(|other| !other.steps.contains(&step)));
            }
            prop_assert_eq!(Rc::new(s.clone()).phase(step), Some(phase.clone()));
            prop_assert_eq!(Arc::new(s.clone()).phase(step), Some(phase.clone()));
            prop_assert_eq!((&s).boxed().phase(step), Some(phase));
        }
    }

    /// `rates` yields the rates of `lr`, from both ends.
    #[test]
    fn rates_pairs_steps_with_rates(s in any_schedule(), start in step(), n in 0_usize..20) {
        let range = start..start.saturating_add(n);
        let rates: Vec<_> = s.rates(range.clone()).collect();
        prop_assert_eq!(s.rates(range.clone()).len(), rates.len());
        prop_assert!(rates.iter().map(|&(step, _)| step).eq(range.clone()));
        prop_assert!(rates.iter().all(|&(step, rate)| rate.to_bits() == s.lr(step).to_bits()));
        prop_assert!(s.rates(range).rev().eq(rates.into_iter().rev()));
    }

    /// `interpolate` keeps ends and bounds for any two rates and any progress, which it does not check.
    #[test]
    fn interpolation_keeps_ends_and_bounds(shape in shape(), a in rate(), b in rate(), u in progress()) {
        prop_assert_eq!(shape.interpolate(a, b, 0.0).to_bits(), a.to_bits());
        prop_assert_eq!(shape.interpolate(a, b, 1.0).to_bits(), b.to_bits());
        let rate = shape.interpolate(a, b, u);
        prop_assert!(a.min(b) <= rate && rate <= a.max(b), "{rate:?}");
    }

    /// A decay by a factor continues like one that begins at its rate, wherever that is in the range of floats.
    #[test]
    fn decays_by_a_factor_continue_from_any_rate(
        start in extreme(),
        gamma in 0.01..1.0_f64,
        (a, b) in (0_usize..2_000, 0_usize..2_000),
    ) {
        let whole = StepDecay::new(start, gamma, 1).unwrap().lr(a + b);
        let middle = StepDecay::new(start, gamma, 1).unwrap().lr(a);
        prop_assert!(is_near(StepDecay::new(middle, gamma, 1).unwrap().lr(b), whole), "{start:e}, {whole:e}");
        prop_assert_eq!(ExponentialDecay::new(start, gamma).unwrap().lr(a + b).to_bits(), whole.to_bits());
    }

    /// With twice the power the rate falls by the square, wherever that is in the range of floats.
    #[test]
    fn powers_of_an_inverse_time_decay_multiply(
        start in extreme(),
        gamma in extreme(),
        power in extreme(),
        step in step(),
    ) {
        let decay = |power| InverseTimeDecay::new(start, gamma).unwrap().with_power(power).unwrap().lr(step);
        let (single, double) = (decay(power), decay(2.0 * power));
        let square = single / start * single;
        prop_assume!((single / start).is_normal());
        prop_assert!(is_near(square, double), "{single:e}, {square:e}, {double:e}");
    }

    /// Adaptors never panic, whatever a function returns.
    #[test]
    fn adaptors_never_panic_on_a_function(value in any::<f64>(), n in count(), r in rate(), shape in shape(), k in step()) {
        let wild = from_fn(|_| value);
        let _ = wild.warmup_with(n, r, shape).map(|s| s.lr(k));
        let _ = wild.cooldown(n, n, r, shape).map(|s| s.lr(k));
        let _ = wild.clamped(0.0, r).unwrap().lr(k);
        let _ = wild.scaled(r).unwrap().times(wild).plus(wild).delayed(n).then(n, wild).lr(k);
    }
}
