//! The values that each function accepts and refuses, one line per argument. The parameters of schedules and adaptors are
//! checked by the same constructors in code and in data: `kinds.rs` has them.

use lr_schedule::{
    Anneal, Constant, CosineDecay, Cyclic, Error, Interpolated, LinearDecay, LrRangeFinder, OneCycle,
    ParamGroups, PiecewiseConstant, PolynomialDecay, ReduceOnPlateau, Scheduler, Shape, StepCount,
    plateau::Mode, presets, training::batch_size,
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

/// Each real argument: its name in messages, its allowed values, and how to pass it.
const REALS: &[(&str, Allowed, Build<f64>)] = &[
    ("base", Allowed::Rate, |v| built(Cyclic::new(0.0, 1.0, 1, 1)?.momentum(v, f64::MAX))),
    ("base", Allowed::Rate, |v| built(OneCycle::new(1.0, 1)?.momentum(v, f64::MAX))),
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

/// Each count that must be at least one.
const COUNTS: &[(&str, Build<usize>)] = &[
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
        (built(flat().clamped(2.0, 1.0)), "`min` is 2.0, but must be at most `max`, which is 1.0"),
        (
            built(Anneal::new(1.0, 0.0, 1, Shape::Tanh { lower: 2.0, upper: 1.0 })),
            "`lower` is 2.0, but must be at most `upper`, which is 1.0",
        ),
        (
            built(presets::warmup_cosine(0.1, 0.0, 10, 9)),
            "`warmup` is 10, but must be at most 9 to fit into `steps`",
        ),
        (
            built(presets::flat_cosine(0.1, 0.0, 10, 9)),
            "`flat` is 10, but must be at most 9 to fit into `steps`",
        ),
        (
            built(presets::slanted_triangular(0.1, 2.0, 10, 9)),
            "`rise` is 10, but must be at most 9 to fit into `steps`",
        ),
        (
            built(presets::warmup_stable_decay(0.1, 0.0, 500, 600, 1_000, Shape::Linear)),
            "`decay` is 600, but must be at most 500 to fit into `steps`",
        ),
        (
            built(presets::warmup_stable_decay(0.1, 0.0, 5, 0, 4, Shape::Linear)),
            "`warmup` is 5, but must be at most 4 to fit into `steps`",
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
        (built(Cyclic::new(0.0, 1.0, 0, 0)), "`up` is 0, but must be at least 1 if `down` is 0"),
        (built(Interpolated::new([])), "`knots` has 0 entries, but must have at least 1"),
    ] {
        assert_eq!(result.unwrap_err().to_string(), expected);
    }
}

#[test]
fn rates_follow_the_batch_size() {
    assert_eq!((batch_size::linear(256, 1_024), batch_size::linear(1_024, 256)), (Ok(4.0), Ok(0.25)));
    assert_eq!((batch_size::square_root(256, 1_024), batch_size::square_root(64, 16)), (Ok(2.0), Ok(0.5)));
}
