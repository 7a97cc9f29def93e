//! Random schedules for the laws, biased to edge cases: numbers, shapes and adaptors here, schedules in `leaves`.

#![allow(dead_code, unused_imports, reason = "each test uses some of these")]

mod leaves;

use lr_schedule::adaptors::Composition;
use lr_schedule::{Schedule, Scheduler, Shape};
use proptest::prelude::*;

pub(crate) use leaves::{facts, leaf, places};

/// Zero, the smallest, the largest, and usual rates.
pub(crate) fn rate() -> BoxedStrategy<f64> {
    prop_oneof![
        1 => Just(0.0),
        1 => prop_oneof![Just(f64::MIN_POSITIVE), Just(1e-300), Just(5e-324)],
        6 => log_uniform(1e-9, 10.0),
        1 => Just(1.0),
        1 => prop_oneof![Just(f64::MAX), Just(1e300)],
    ]
    .boxed()
}

/// Lengths and boundaries of phases: 0, 1, a few, many, around the end of the exact floats, up to `usize::MAX`.
pub(crate) fn count() -> BoxedStrategy<usize> {
    prop_oneof![
        1 => Just(0),
        2 => 1_usize..4,
        6 => 4_usize..200,
        2 => 1_000_usize..10_000_000,
        1 => (50_u32..55, 0_usize..5).prop_map(|(k, d)| 1_usize.checked_shl(k).unwrap_or(1 << 24) - 2 + d),
        1 => prop_oneof![Just(usize::MAX - 1), Just(usize::MAX), Just(usize::MAX / 2_048)],
    ]
    .boxed()
}

/// A count of at least one.
pub(crate) fn length() -> BoxedStrategy<usize> {
    count().prop_map(|count| count.max(1)).boxed()
}

/// Steps near the beginning, anywhere, and at the very end.
pub(crate) fn step() -> BoxedStrategy<usize> {
    prop_oneof![count(), any::<usize>()].boxed()
}

/// Progress: mostly between 0 and 1, often next to one of them, sometimes far outside.
pub(crate) fn progress() -> BoxedStrategy<f64> {
    let next_to_an_end = prop_oneof![Just(1e-18), Just(5e-324), Just(1.0 - f64::EPSILON / 2.0), 0.0..1e-12];
    prop_oneof![4 => 0.0..1.0_f64, 3 => next_to_an_end, 1 => any::<f64>()].boxed()
}

fn log_uniform(low: f64, high: f64) -> impl Strategy<Value = f64> {
    (low.ln()..high.ln()).prop_map(f64::exp)
}

fn fraction() -> impl Strategy<Value = f64> {
    prop_oneof![1 => Just(0.0), 1 => Just(1.0), 2 => 0.9..1.0, 4 => 0.0..1.0]
}

fn factor() -> impl Strategy<Value = f64> {
    prop_oneof![1 => Just(0.0), 1 => Just(1.0), 4 => log_uniform(1e-3, 1e3), 1 => Just(1e300)]
}

fn positive() -> impl Strategy<Value = f64> {
    let extreme = prop_oneof![log_uniform(1e-300, 1e300), Just(1e308), Just(f64::MIN_POSITIVE)];
    prop_oneof![1 => Just(1.0), 1 => Just(2.0), 4 => log_uniform(1e-2, 1e2), 1 => extreme]
}

pub(crate) fn shape() -> BoxedStrategy<Shape> {
    prop_oneof![
        Just(Shape::Linear),
        Just(Shape::Cosine),
        positive().prop_map(|power| Shape::CosinePower { power }),
        positive().prop_map(|power| Shape::SinePower { power }),
        positive().prop_map(|power| Shape::Polynomial { power }),
        positive().prop_map(|power| Shape::OneMinusPower { power }),
        positive().prop_map(|k| Shape::CosineK { k }),
        (positive(), positive()).prop_map(|(k, power)| Shape::PolynomialK { k, power }),
        Just(Shape::Geometric),
        positive().prop_map(|ratio| Shape::Exponential { ratio }),
        Just(Shape::Harmonic),
        positive().prop_map(|ratio| Shape::Logarithmic { ratio }),
        positive().prop_map(|constant| Shape::Rex { constant }),
        (-9.0..0.0, 0.0..9.0).prop_map(|(lower, upper)| Shape::Tanh { lower, upper }),
    ]
    .boxed()
}

fn ordered(a: f64, b: f64) -> (f64, f64) {
    (a.min(b), a.max(b))
}

/// The initial and final rates of a decay.
fn falling() -> impl Strategy<Value = (f64, f64)> {
    prop_oneof![
        6 => (rate(), rate()).prop_map(|(a, b)| (a.max(b), a.min(b))),
        1 => rate().prop_map(|rate| (rate, rate)),
    ]
}

fn sorted(mut steps: Vec<usize>) -> Vec<usize> {
    steps.sort_unstable();
    steps
}

/// A composition as one type; strategies stay far below the limit of nesting.
fn nest(composition: impl Composition) -> Schedule {
    Schedule::new(composition).unwrap()
}

/// Any composition, one line per adaptor, up to six adaptors deep.
pub(crate) fn any_schedule() -> BoxedStrategy<Schedule> {
    leaf()
        .prop_recursive(6, 24, 2, |inner| {
            let one = || inner.clone();
            prop_oneof![
                (one(), count(), rate(), shape()).prop_filter_map("shape", |(s, n, r, shape)| Some(nest(
                    s.warmup_with(n, r, shape).ok()?
                ))),
                (one(), count(), count(), rate(), shape())
                    .prop_filter_map("shape", |(s, at, n, r, shape)| Some(nest(
                        s.cooldown(at, n, r, shape).ok()?
                    ))),
                (one(), factor()).prop_map(|(s, f)| nest(s.scaled(f).unwrap())),
                (one(), rate(), rate()).prop_map(|(s, a, b)| {
                    let (min, max) = ordered(a, b);
                    nest(s.clamped(min, max).unwrap())
                }),
                (one(), count()).prop_map(|(s, n)| nest(s.delayed(n))),
                (one(), count()).prop_map(|(s, n)| nest(s.skip(n))),
                (one(), length()).prop_map(|(s, n)| nest(s.repeated(n).unwrap())),
                (one(), length()).prop_map(|(s, n)| nest(s.per_epoch(n).unwrap())),
                (one(), length(), length()).prop_map(|(s, from, to)| nest(s.stretched(from, to).unwrap())),
                (one(), count(), one()).prop_map(|(s, at, next)| nest(s.then(at, next))),
                (one(), one()).prop_map(|(s, other)| nest(s.times(other))),
                (one(), one()).prop_map(|(s, other)| nest(s.plus(other))),
            ]
        })
        .boxed()
}
