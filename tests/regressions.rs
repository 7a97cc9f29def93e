//! Faults of other libraries, one test for each. The numbers are issues and pull requests.

use std::collections::HashMap;

use lr_schedule::{
    Anneal, Constant, CosineDecay, Cyclic, CyclicMode, ExponentialDecay, InverseSqrtDecay, InverseTimeDecay,
    LinearDecay, MultiStepDecay, OneCycle, PolynomialDecay, Schedule, Scheduler, Shape, StepDecay,
    WarmRestarts, presets,
};

fn curve(schedule: &impl Scheduler, steps: core::ops::Range<usize>) -> Vec<u64> {
    schedule.rates(steps).map(|(_, rate)| rate.to_bits()).collect()
}

/// transformers#34053: the rates after a resume were shifted against an uninterrupted run.
#[test]
fn resume_equals_uninterrupted() {
    let schedule = presets::warmup_cosine(1e-3, 1e-5, 7, 40).unwrap();
    let uninterrupted = curve(&schedule, 0..60);
    for split in 0..60 {
        let before = curve(&schedule, 0..split);
        let after = curve(&schedule.clone(), split..60);
        assert_eq!([before, after].concat(), uninterrupted);
    }
}

/// composer#1077, litgpt#1393 and five more: a warmup as long as the run divided by zero.
#[test]
fn warmup_equals_total() {
    for total in 0..=8 {
        for schedule in [
            Schedule::from(presets::warmup_linear(0.5, 0.25, total, total).unwrap()),
            presets::warmup_cosine(0.5, 0.25, total, total).unwrap().into(),
            presets::slanted_triangular(0.5, 2.0, total, total).unwrap().into(),
        ] {
            let climbing: Vec<f64> = schedule.rates(0..total).map(|(_, rate)| rate).collect();
            assert!(
                climbing.windows(2).all(|pair| pair[0] < pair[1]) && climbing.iter().all(|rate| *rate < 0.5)
            );
            if let [.., before, last] = climbing[..] {
                approx::assert_relative_eq!(last + (last - before), 0.5, max_relative = 1e-15);
            }
            assert_eq!([total, total + 1].map(|step| schedule.lr(step)), [0.25; 2], "{schedule}");
        }
    }
}

/// hpc#27 and DeepSpeed#771: no warmup gave NaN, or divided by the logarithm of zero.
#[test]
fn warmup_zero() {
    for total in 0..=8 {
        let bare = CosineDecay::new(0.5, 0.25, total).unwrap();
        let schedule = presets::warmup_cosine(0.5, 0.25, 0, total).unwrap();
        assert_eq!(curve(&schedule, 0..20), curve(&bare, 0..20));
    }
    assert_eq!(presets::warmup_inverse_sqrt(0.5, 0).unwrap().lr(0), 0.5);
}

/// pytorch#185872: a first phase of no steps gave wrong rates for the whole run.
#[test]
fn sequence_zero_length_first_phase() {
    let main = CosineDecay::new(0.5, 0.0, 20).unwrap();
    let schedule = Anneal::new(0.0, 0.5, 0, Shape::Linear).unwrap().then(0, main);
    assert_eq!(curve(&schedule, 0..40), curve(&main, 0..40));
}

/// pytorch#196243: wrapping a composite schedule in a sequence of one advanced it by a step.
#[test]
fn singleton_sequence_is_identity() {
    let composite = presets::warmup_cosine(0.5, 0.0, 5, 20).unwrap();
    let wrapped = composite.then(usize::MAX, Constant::new(9.0).unwrap());
    assert_eq!(curve(&wrapped, 0..40), curve(&composite, 0..40));
    let wrapped = wrapped.delayed(0).per_epoch(1).unwrap();
    assert_eq!(curve(&wrapped, 0..40), curve(&composite, 0..40));
}

/// pytorch#20086 gave a rate of 2.25 from a base of 1; UniRL#223 rose again past the end.
#[test]
fn cosine_never_exceeds_base_and_never_rebounds() {
    let cosine = CosineDecay::new(1.0, 0.1, 10).unwrap();
    let rates: Vec<f64> = cosine.rates(0..60).map(|(_, rate)| rate).collect();
    assert!(rates.windows(2).all(|pair| pair[1] <= pair[0]), "{rates:?}");
    assert!(rates.iter().all(|rate| (0.1..=1.0).contains(rate)));
    assert!(rates[10..].iter().all(|&rate| rate == 0.1));
}

/// pytorch#193682: a zero-length linear schedule stayed at a third of the rate forever.
#[test]
fn linear_total_zero_is_end() {
    let schedule = Anneal::new(0.1, 0.3, 0, Shape::Linear).unwrap();
    assert_eq!([0, 1, usize::MAX].map(|step| schedule.lr(step)), [0.3; 3]);
}

/// burn#2337: the first rate was never the initial one.
#[test]
fn first_value_is_start_for_all() {
    let schedules: Vec<Schedule> = vec![
        Constant::new(0.5).unwrap().into(),
        StepDecay::new(0.5, 0.1, 1).unwrap().into(),
        MultiStepDecay::new(0.5, 0.1, [1]).unwrap().into(),
        LinearDecay::new(0.5, 0.0, 1).unwrap().into(),
        CosineDecay::new(0.5, 0.0, 1).unwrap().into(),
        PolynomialDecay::new(0.5, 0.0, 1, 2.0).unwrap().into(),
        Anneal::new(0.5, 0.1, 1, Shape::Tanh { lower: -7.0, upper: 3.0 }).unwrap().into(),
        ExponentialDecay::new(0.5, 0.1).unwrap().into(),
        InverseTimeDecay::new(0.5, 9.0).unwrap().into(),
        InverseSqrtDecay::new(0.5, 1).unwrap().into(),
        Cyclic::new(0.5, 1.0, 1, 1).unwrap().with_mode(CyclicMode::Triangular2).unwrap().into(),
        WarmRestarts::new(0.5, 0.0, 1).unwrap().into(),
        OneCycle::new(1.0, 100).unwrap().with_div_factor(2.0).unwrap().into(),
        Constant::new(1.0).unwrap().warmup(9, 0.5).unwrap().into(),
    ];
    for schedule in schedules {
        assert_eq!(schedule.lr(0), 0.5, "{schedule}");
    }
}

/// burn#4610: a composed schedule was saved as another one and could not be loaded.
#[test]
#[cfg(feature = "serde")]
fn serde_roundtrip_nested_curve() {
    let schedule: Schedule = presets::warmup_cosine(1e-3, 1e-5, 10, 90)
        .unwrap()
        .times(StepDecay::new(1.0, 0.5, 30).unwrap())
        .then(100, Constant::new(1e-6).unwrap().plus(ExponentialDecay::new(1e-4, 0.9).unwrap()))
        .into();
    let again: Schedule = serde_json::from_str(&serde_json::to_string(&schedule).unwrap()).unwrap();
    assert_eq!(curve(&again, 0..200), curve(&schedule, 0..200));
}

/// pytorch#20405: schedules over a count of tokens, beyond what `f32` and `i32` can hold.
#[test]
#[cfg(target_pointer_width = "64")]
fn index_1e9_tokens() {
    const TOKENS: usize = 300_000_000_000;
    let schedule = LinearDecay::new(1.0, 0.0, TOKENS).unwrap();
    assert_eq!(schedule.lr(TOKENS / 4), 0.75);
    assert!(schedule.lr(1_000_000_001) < schedule.lr(1_000_000_000));
    assert_eq!(schedule.lr(TOKENS), 0.0);
    let cosine = CosineDecay::new(1.0, 0.0, TOKENS).unwrap();
    assert!(cosine.lr(TOKENS - 1) > 0.0);
    assert_eq!(cosine.lr(TOKENS), 0.0);
}

/// pytorch#88791: the counter of warm restarts was wrong after a jump over several cycles.
#[test]
fn restart_jump_many_cycles() {
    let schedule = WarmRestarts::new(1.0, 0.0, 10).unwrap().with_period_mult(2.0).unwrap();
    // Cycles of 10, 20, 40, .. begin at 10 * (2^i - 1). Iteration and random access agree.
    let walked: HashMap<usize, f64> = schedule.rates(0..5_000).collect();
    for cycle in 0..8 {
        let begin = 10 * ((1 << cycle) - 1);
        assert_eq!(schedule.lr(begin), 1.0);
        assert_eq!(walked[&begin], 1.0);
        let middle = begin + 5 * (1 << cycle);
        approx::assert_relative_eq!(schedule.lr(middle), 0.5, max_relative = 1e-15);
    }
    let far = 10 * ((1_usize << (usize::BITS - 5)) - 1);
    assert_eq!(schedule.lr(far), 1.0);
    assert!(schedule.lr(far - 1) < 1e-15);
}

/// Of these pairs `a + (b - a)` is above `b` after rounding, and a cosine this near its end is 1.
#[test]
fn no_rounded_difference_leads_above_the_higher_rate() {
    for (a, b) in [
        (0.021_939_252_788_371_888, 0.549_123_072_125_940_9),
        (0.037_075_931_904_459_29, 0.874_378_217_765_637_1),
    ] {
        assert!(a + (b - a) > b);
        for (rate, u) in
            [(Shape::Cosine.interpolate(a, b, 1.0 - 1e-9), 1.0), (Shape::Cosine.interpolate(b, a, 1e-9), 0.0)]
        {
            assert!(rate <= b && rate >= b * (1.0 - 1e-15), "{rate} {u}");
        }
    }
}

/// Geometric transitions between rates whose quotient is no normal float, with 60 digits: `a exp(u ln(b / a))`.
#[test]
fn geometric_transitions_between_extreme_rates() {
    for (a, b, u, expected) in [
        (3e300, 7e-300, 0.25, 3.707_792_751_067_341e150),
        (3e300, 7e-300, 0.5, 4.582_575_694_955_84),
        (5e-324, 3e300, 0.25, 4.361_328_569_347_536e-168),
        (1e308, 1e-320, 0.25, 9.999_972_167_840_513e150),
    ] {
        let rate = Shape::Geometric.interpolate(a, b, u);
        // The documented error of powers.
        assert!((rate / expected - 1.0).abs() < 1e-15, "{a:e} -> {b:e} at {u}: {rate:e}, not {expected:e}");
    }
}
