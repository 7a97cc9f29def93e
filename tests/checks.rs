//! The values that every constructor and adaptor accepts and refuses: one line per argument.

use lr_schedule::{
    Anneal, Constant, CosineDecay, Cyclic, CyclicMode, Error, ExponentialDecay, Interpolated,
    InverseSqrtDecay, InverseTimeDecay, LinearDecay, LrRangeFinder, MultiStepDecay, Noam, OneCycle,
    OneCycleMomentum, ParamGroups, PiecewiseConstant, PolynomialDecay, ReduceOnPlateau, Scheduler, Shape,
    StepCount, StepDecay, WarmRestarts, plateau::Mode, presets, training::batch_size,
};

/// The allowed values of a real argument.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Allowed {
    /// Finite and `>= 0`.
    Rate,
    /// Finite and `> 0`.
    Positive,
    /// `0..=1`.
    Fraction,
    /// `0..1`.
    BelowOne,
    /// Finite and `>= 1`.
    AtLeastOne,
    /// Finite.
    Finite,
}

impl Allowed {
    fn accepts(self, value: f64) -> bool {
        value.is_finite()
            && match self {
                Self::Rate => value >= 0.0,
                Self::Positive => value > 0.0,
                Self::Fraction => (0.0..=1.0).contains(&value),
                Self::BelowOne => (0.0..1.0).contains(&value),
                Self::AtLeastOne => value >= 1.0,
                Self::Finite => true,
            }
    }
}

const VALUES: [f64; 9] = [f64::NAN, f64::NEG_INFINITY, f64::INFINITY, -1.0, -0.0, 0.0, 0.5, 1.5, f64::MAX];

/// Builds something from one argument; the result is dropped.
type Build<T> = fn(T) -> Result<(), Error>;

/// Drops the built value.
fn built<T>(result: Result<T, Error>) -> Result<(), Error> {
    result.map(drop)
}

fn flat() -> Constant {
    Constant::new(0.5).unwrap()
}

/// Every real argument: its name in messages, its allowed values, and how to pass it.
const REALS: &[(&str, Allowed, Build<f64>)] = &[
    ("rate", Allowed::Rate, |v| built(Constant::new(v))),
    ("start", Allowed::Rate, |v| built(StepDecay::new(v, 0.5, 1))),
    ("gamma", Allowed::Fraction, |v| built(StepDecay::new(1.0, v, 1))),
    ("start", Allowed::Rate, |v| built(MultiStepDecay::new(v, 0.5, [1]))),
    ("gamma", Allowed::Fraction, |v| built(MultiStepDecay::new(1.0, v, [1]))),
    ("start", Allowed::Rate, |v| built(LinearDecay::new(v, 0.0, 1))),
    ("end", Allowed::Rate, |v| built(LinearDecay::new(f64::MAX, v, 1))),
    ("start", Allowed::Rate, |v| built(CosineDecay::new(v, 0.0, 1))),
    ("end", Allowed::Rate, |v| built(CosineDecay::new(f64::MAX, v, 1))),
    ("start", Allowed::Rate, |v| built(PolynomialDecay::new(v, 0.0, 1, 1.0))),
    ("end", Allowed::Rate, |v| built(PolynomialDecay::new(f64::MAX, v, 1, 1.0))),
    ("power", Allowed::Positive, |v| built(PolynomialDecay::new(1.0, 0.0, 1, v))),
    ("start", Allowed::Rate, |v| built(Anneal::new(v, 0.0, 1, Shape::REX))),
    ("end", Allowed::Rate, |v| built(Anneal::new(1.0, v, 1, Shape::REX))),
    ("power", Allowed::Positive, |power| built(Anneal::new(1.0, 0.0, 1, Shape::CosinePower { power }))),
    ("power", Allowed::Positive, |power| built(Anneal::new(1.0, 0.0, 1, Shape::SinePower { power }))),
    ("power", Allowed::Positive, |power| built(Anneal::new(1.0, 0.0, 1, Shape::Polynomial { power }))),
    ("power", Allowed::Positive, |power| built(Anneal::new(1.0, 0.0, 1, Shape::OneMinusPower { power }))),
    ("k", Allowed::Positive, |k| built(Anneal::new(1.0, 0.0, 1, Shape::CosineK { k }))),
    ("k", Allowed::Positive, |k| built(Anneal::new(1.0, 0.0, 1, Shape::PolynomialK { k, power: 1.0 }))),
    ("power", Allowed::Positive, |power| {
        built(Anneal::new(1.0, 0.0, 1, Shape::PolynomialK { k: 1.0, power }))
    }),
    ("ratio", Allowed::Positive, |ratio| built(Anneal::new(1.0, 0.0, 1, Shape::Exponential { ratio }))),
    ("ratio", Allowed::Positive, |ratio| built(Anneal::new(1.0, 0.0, 1, Shape::Logarithmic { ratio }))),
    ("constant", Allowed::Positive, |constant| built(Anneal::new(1.0, 0.0, 1, Shape::Rex { constant }))),
    ("lower", Allowed::Finite, |lower| {
        built(Anneal::new(1.0, 0.0, 1, Shape::Tanh { lower, upper: f64::MAX }))
    }),
    ("upper", Allowed::Finite, |upper| {
        built(Anneal::new(1.0, 0.0, 1, Shape::Tanh { lower: -f64::MAX, upper }))
    }),
    ("start", Allowed::Positive, |v| built(Anneal::new(v, 1.0, 1, Shape::Geometric))),
    ("end", Allowed::Positive, |v| built(Anneal::new(1.0, v, 1, Shape::Harmonic))),
    ("start", Allowed::Rate, |v| built(ExponentialDecay::new(v, 0.5))),
    ("gamma", Allowed::Fraction, |v| built(ExponentialDecay::new(1.0, v))),
    ("start", Allowed::Rate, |v| built(InverseTimeDecay::new(v, 0.5))),
    ("gamma", Allowed::Rate, |v| built(InverseTimeDecay::new(1.0, v))),
    ("power", Allowed::Positive, |v| built(InverseTimeDecay::new(1.0, 0.5)?.with_power(v))),
    ("start", Allowed::Rate, |v| built(InverseSqrtDecay::new(v, 1))),
    ("factor", Allowed::Rate, |v| built(Noam::new(v, 1, 1))),
    ("rates[1]", Allowed::Rate, |v| built(PiecewiseConstant::new([1.0, v], [1]))),
    ("knots[1]", Allowed::Rate, |v| built(Interpolated::new([(0, 1.0), (1, v)]))),
    ("base", Allowed::Rate, |v| built(Cyclic::new(v, f64::MAX, 1, 1))),
    ("max", Allowed::Rate, |v| built(Cyclic::new(0.0, v, 1, 1))),
    ("gamma", Allowed::Fraction, |gamma| {
        built(Cyclic::new(0.0, 1.0, 1, 1)?.with_mode(CyclicMode::ExpRange { gamma }))
    }),
    ("base", Allowed::Rate, |v| built(Cyclic::new(0.0, 1.0, 1, 1)?.momentum(v, f64::MAX))),
    ("start", Allowed::Rate, |v| built(WarmRestarts::new(v, 0.0, 1))),
    ("end", Allowed::Rate, |v| built(WarmRestarts::new(1.0, v, 1))),
    ("period_mult", Allowed::Positive, |v| built(WarmRestarts::new(1.0, 0.0, 1)?.with_period_mult(v))),
    ("start_mult", Allowed::Rate, |v| built(WarmRestarts::new(1.0, 0.0, 1)?.with_start_mult(v))),
    ("max", Allowed::Rate, |v| built(OneCycle::new(v, 1))),
    ("pct_start", Allowed::Fraction, |v| built(OneCycle::new(1.0, 1)?.with_pct_start(v))),
    ("div_factor", Allowed::Positive, |v| built(OneCycle::new(0.0, 1)?.with_div_factor(v))),
    ("final_div_factor", Allowed::Positive, |v| built(OneCycle::new(0.0, 1)?.with_final_div_factor(v))),
    ("base", Allowed::Rate, |v| built(OneCycle::new(1.0, 1)?.momentum(v, f64::MAX))),
    ("max", Allowed::Rate, |v| built(OneCycleMomentum::new(0.0, v, 1))),
    ("pct_start", Allowed::Fraction, |v| built(OneCycleMomentum::new(0.0, 1.0, 1)?.with_pct_start(v))),
    ("start", Allowed::Rate, |v| built(flat().warmup(1, v))),
    ("end", Allowed::Rate, |v| built(flat().cooldown(1, 1, v, Shape::Linear))),
    ("factor", Allowed::Rate, |v| built(flat().scaled(v))),
    ("min", Allowed::Rate, |v| built(flat().clamped(v, f64::MAX))),
    ("max", Allowed::Rate, |v| built(flat().clamped(0.0, v))),
    ("peak", Allowed::Rate, |v| built(presets::warmup_linear(v, 0.0, 1, 9))),
    ("end", Allowed::Rate, |v| built(presets::warmup_linear(f64::MAX, v, 1, 9))),
    ("peak", Allowed::Rate, |v| built(presets::warmup_cosine(v, 0.0, 1, 9))),
    ("peak", Allowed::Rate, |v| built(presets::warmup_stable_decay(v, 0.0, 1, 1, 9, Shape::Linear))),
    ("peak", Allowed::Rate, |v| built(presets::warmup_inverse_sqrt(v, 9))),
    ("peak", Allowed::Rate, |v| built(presets::infinite(v, 0.0, 1, 9, Shape::Linear))),
    ("constant", Allowed::Rate, |v| built(presets::infinite(f64::MAX, v, 1, 9, Shape::Linear))),
    ("max", Allowed::Rate, |v| built(presets::slanted_triangular(v, 2.0, 1, 9))),
    ("rate", Allowed::Rate, |v| built(presets::flat_cosine(v, 0.0, 1, 9))),
    ("ratio", Allowed::AtLeastOne, |v| built(presets::slanted_triangular(0.1, v, 1, 9))),
    ("gamma", Allowed::Fraction, |v| built(ReduceOnPlateau::new(Mode::Min, v, 1))),
    ("floor", Allowed::Fraction, |v| built(ReduceOnPlateau::new(Mode::Min, 0.5, 1)?.with_floor(v))),
    ("rel", Allowed::Rate, |v| built(ReduceOnPlateau::new(Mode::Min, 0.5, 1)?.with_margin(v, 0.0))),
    ("abs", Allowed::Rate, |v| built(ReduceOnPlateau::new(Mode::Min, 0.5, 1)?.with_margin(0.0, v))),
    ("min_change", Allowed::Fraction, |v| built(ReduceOnPlateau::new(Mode::Min, 0.5, 1)?.with_min_change(v))),
    ("gamma", Allowed::Rate, |v| built(ParamGroups::layerwise(flat(), ["a"], v))),
    ("min", Allowed::Positive, |v| built(LrRangeFinder::new(v / 2.0, f64::MAX, 9))),
    ("max", Allowed::Positive, |v| built(LrRangeFinder::new(f64::MIN_POSITIVE, v, 9))),
    ("smoothing", Allowed::BelowOne, |v| built(LrRangeFinder::default().with_smoothing(v))),
    ("stop_factor", Allowed::Positive, |v| built(LrRangeFinder::default().with_stop_factor(v))),
];

/// Every count that must be at least one.
const COUNTS: &[(&str, Build<usize>)] = &[
    ("every", |n| built(StepDecay::new(1.0, 0.5, n))),
    ("every", |n| built(ExponentialDecay::new(1.0, 0.5)?.with_every(n))),
    ("every", |n| built(InverseTimeDecay::new(1.0, 0.5)?.with_every(n))),
    ("timescale", |n| built(InverseSqrtDecay::new(1.0, n))),
    ("model_size", |n| built(Noam::new(1.0, n, 1))),
    ("up", |n| built(Cyclic::new(0.0, 1.0, n, 0))),
    ("period", |n| built(WarmRestarts::new(1.0, 0.0, n))),
    ("period", |n| built(flat().repeated(n))),
    ("steps_per_epoch", |n| built(flat().per_epoch(n))),
    ("from", |n| built(flat().stretched(n, 1))),
    ("to", |n| built(flat().stretched(1, n))),
    ("samples", |n| built(StepCount::new(n, 1))),
    ("batch_size", |n| built(StepCount::new(1, n))),
    ("accumulation", |n| built(StepCount::new(1, 1)?.with_accumulation(n))),
    ("processes", |n| built(StepCount::new(1, 1)?.with_processes(n))),
    ("from", |n| built(batch_size::linear(n, 1))),
    ("to", |n| built(batch_size::square_root(1, n))),
    ("window", |n| built(ReduceOnPlateau::new(Mode::Min, 0.5, 1)?.with_window(n))),
    ("times", |n| built(LrRangeFinder::new(0.1, 1.0, 2)?.repeat(n.min(2), |_| (), |(), _| 1.0))),
];

#[test]
fn every_real_argument_is_checked_and_named() {
    for &(name, allowed, build) in REALS {
        for value in VALUES {
            match build(value) {
                Ok(()) => assert!(allowed.accepts(value), "`{name}` {allowed:?} took {value:?}"),
                Err(error) => {
                    assert!(!allowed.accepts(value), "`{name}` {allowed:?} refused {value:?}: {error}");
                    let message = error.to_string();
                    assert!(message.starts_with(&format!("`{name}` is ")), "{message}");
                    assert!(message.contains("but must be "), "{message}");
                    // A negative zero may have become a zero, and the sweep got half of it.
                    if name != "min" && value != 0.0 {
                        assert!(message.contains(&format!("{value:?}")), "{value:?}: {message}");
                    }
                }
            }
        }
    }
}

#[test]
fn every_count_is_checked_and_named() {
    for &(name, build) in COUNTS {
        let message = build(0).unwrap_err().to_string();
        assert!(message.starts_with(&format!("`{name}` is 0, but must be at least 1")), "{message}");
        for value in [1, 2, usize::MAX] {
            assert_eq!(build(value), Ok(()), "`{name}` refused {value}");
        }
    }
}

#[test]
fn negative_zero_is_zero() {
    assert!(Constant::new(-0.0).unwrap().lr(0).is_sign_positive());
    assert!(LinearDecay::new(1.0, -0.0, 1).unwrap().lr(9).is_sign_positive());
}

#[test]
fn decays_refuse_to_rise() {
    for result in [
        built(LinearDecay::new(0.1, 0.2, 9)),
        built(CosineDecay::new(0.1, 0.2, 9)),
        built(PolynomialDecay::new(0.1, 0.2, 9, 2.0)),
    ] {
        assert_eq!(
            result.unwrap_err().to_string(),
            "`end` is 0.2, but must be at most `start`, which is 0.1: a decay falls; use `Anneal` (type `anneal`) or \
             `warmup` for a rising transition"
        );
    }
}

#[test]
fn combinations_are_checked() {
    for (result, expected) in [
        (built(Cyclic::new(2.0, 1.0, 1, 1)), "`base` is 2.0, but must be at most `max`, which is 1.0"),
        (built(OneCycleMomentum::new(2.0, 1.0, 1)), "`base` is 2.0, but must be at most `max`, which is 1.0"),
        (built(flat().clamped(2.0, 1.0)), "`min` is 2.0, but must be at most `max`, which is 1.0"),
        (
            built(Anneal::new(1.0, 0.0, 1, Shape::Tanh { lower: 2.0, upper: 1.0 })),
            "`lower` is 2.0, but must be at most `upper`, which is 1.0",
        ),
        (
            built(presets::warmup_cosine(0.1, 0.0, 10, 9)),
            "`warmup` is 10, but must fit into `steps`, which has room for 9",
        ),
        (
            built(presets::flat_cosine(0.1, 0.0, 10, 9)),
            "`flat` is 10, but must fit into `steps`, which has room for 9",
        ),
        (
            built(presets::slanted_triangular(0.1, 2.0, 10, 9)),
            "`rise` is 10, but must fit into `steps`, which has room for 9",
        ),
        (
            built(presets::warmup_stable_decay(0.1, 0.0, 500, 600, 1_000, Shape::Linear)),
            "`decay` is 600, but must fit into `steps`, which has room for 500",
        ),
        (
            built(presets::warmup_stable_decay(0.1, 0.0, 5, 0, 4, Shape::Linear)),
            "`warmup` is 5, but must fit into `steps`, which has room for 4",
        ),
        (
            built(presets::warmup_stable_decay(0.1, 0.2, 1, 1, 4, Shape::Linear)),
            "`end` is 0.2, but must be at most `peak`, which is 0.1",
        ),
        (
            built(presets::warmup_linear(0.1, 0.2, 1, 4)),
            "`end` is 0.2, but must be at most `peak`, which is 0.1",
        ),
        (
            built(presets::infinite(0.1, 0.2, 1, 4, Shape::Linear)),
            "`constant` is 0.2, but must be at most `peak`, which is 0.1",
        ),
        (
            built(presets::flat_cosine(0.1, 0.2, 1, 4)),
            "`end` is 0.2, but must be at most `rate`, which is 0.1",
        ),
        (
            built(presets::infinite(0.1, 0.0, 1, 4, Shape::Geometric)),
            "`constant` is 0.0, but must be > 0 for a geometric or harmonic shape",
        ),
        (
            built(PiecewiseConstant::new([1.0, 2.0, 3.0], [5, 4])),
            "`boundaries` must be in ascending order, but has 4 after 5 (at index 1)",
        ),
        (
            built(Interpolated::new([(5, 1.0), (4, 1.0)])),
            "`knots` must be in ascending order, but has 4 after 5 (at index 1)",
        ),
        (built(Interpolated::new([])), "`knots` has 0 entries, but must have at least 1"),
    ] {
        assert_eq!(result.unwrap_err().to_string(), expected);
    }
}
