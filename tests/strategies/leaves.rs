//! Every schedule at random, and facts about it that follow from its parameters: never computed from its rates.

use lr_schedule::{
    Anneal, Constant, CosineDecay, Cyclic, CyclicMode, ExponentialDecay, Interpolated, InverseSqrtDecay,
    InverseTimeDecay, LinearDecay, MultiStepDecay, Noam, OneCycle, OneCycleMomentum, PiecewiseConstant,
    PolynomialDecay, Schedule, Scheduler, StepDecay, WarmRestarts,
};
use proptest::collection::vec;
use proptest::prelude::*;

use super::{count, factor, falling, fraction, length, ordered, positive, rate, shape, sorted};

fn cyclic() -> impl Strategy<Value = Cyclic> {
    let mode = prop_oneof![
        Just(CyclicMode::Triangular),
        Just(CyclicMode::Triangular2),
        fraction().prop_map(|gamma| CyclicMode::ExpRange { gamma }),
    ];
    (rate(), rate(), count(), length(), mode, shape(), any::<bool>()).prop_filter_map(
        "shape",
        |(a, b, up, down, mode, shape, inverted)| {
            let (base, max) = ordered(a, b);
            let cyclic = Cyclic::new(base, max, up, down).ok()?.with_mode(mode).ok()?;
            Some(cyclic.with_shape(shape).ok()?.with_inverted(inverted))
        },
    )
}

fn warm_restarts() -> impl Strategy<Value = WarmRestarts> {
    let period_mult = prop_oneof![
        Just(1.0),
        Just(2.0),
        Just(3.0),
        Just(1.5),
        Just(0.5),
        positive(),
        0.999..1.001,
        Just(1e308)
    ];
    let cycles = proptest::option::of(count());
    (rate(), rate(), length(), period_mult, factor(), cycles, shape()).prop_filter_map(
        "shape",
        |(start, end, period, period_mult, start_mult, cycles, shape)| {
            let restarts = WarmRestarts::new(start, end, period).ok()?.with_period_mult(period_mult).ok()?;
            let restarts = restarts.with_start_mult(start_mult).ok()?.with_shape(shape).ok()?;
            Some(cycles.map_or(restarts, |cycles| restarts.with_cycles(cycles)))
        },
    )
}

fn one_cycle() -> impl Strategy<Value = OneCycle> {
    (rate(), count(), 0.0..=0.5, positive(), positive(), any::<bool>(), shape()).prop_filter_map(
        "shape",
        |(max, steps, pct_start, div_factor, final_div_factor, three_phase, shape)| {
            let cycle = OneCycle::new(max, steps).ok()?.with_pct_start(pct_start).ok()?;
            let cycle =
                cycle.with_div_factor(div_factor).ok()?.with_final_div_factor(final_div_factor).ok()?;
            cycle.with_three_phase(three_phase).ok()?.with_shape(shape).ok()
        },
    )
}

fn one_cycle_momentum() -> impl Strategy<Value = OneCycleMomentum> {
    (one_cycle(), rate(), rate()).prop_filter_map("shape", |(cycle, a, b)| {
        let (base, max) = ordered(a, b);
        cycle.momentum(base, max).ok()
    })
}

/// Every schedule, one line each.
pub(crate) fn leaf() -> BoxedStrategy<Schedule> {
    prop_oneof![
        rate().prop_map(|r| Constant::new(r).unwrap().into()),
        (rate(), fraction(), length()).prop_map(|(s, g, n)| StepDecay::new(s, g, n).unwrap().into()),
        (rate(), fraction(), vec(count(), 0..5))
            .prop_map(|(s, g, m)| MultiStepDecay::new(s, g, sorted(m)).unwrap().into()),
        (falling(), count()).prop_map(|((s, e), n)| LinearDecay::new(s, e, n).unwrap().into()),
        (falling(), count()).prop_map(|((s, e), n)| CosineDecay::new(s, e, n).unwrap().into()),
        (falling(), count(), positive())
            .prop_map(|((s, e), n, p)| PolynomialDecay::new(s, e, n, p).unwrap().into()),
        (rate(), rate(), count(), shape())
            .prop_filter_map("shape", |(s, e, n, shape)| Some(Anneal::new(s, e, n, shape).ok()?.into())),
        (rate(), fraction(), length(), any::<bool>()).prop_map(|(s, g, n, staircase)| {
            ExponentialDecay::new(s, g).unwrap().with_every(n).unwrap().with_staircase(staircase).into()
        }),
        (rate(), factor(), length(), any::<bool>(), positive()).prop_map(|(s, g, n, staircase, power)| {
            let decay = InverseTimeDecay::new(s, g).unwrap().with_every(n).unwrap();
            decay.with_staircase(staircase).with_power(power).unwrap().into()
        }),
        (rate(), length()).prop_map(|(s, t)| InverseSqrtDecay::new(s, t).unwrap().into()),
        (rate(), length(), count()).prop_map(|(f, d, w)| Noam::new(f, d, w).unwrap().into()),
        vec((rate(), count()), 1..5).prop_map(|phases| {
            let (rates, boundaries): (Vec<_>, Vec<_>) = phases.into_iter().unzip();
            PiecewiseConstant::new(rates, sorted(boundaries)[1..].to_vec()).unwrap().into()
        }),
        (vec((rate(), count()), 1..5), shape()).prop_filter_map("shape", |(knots, shape)| {
            let (rates, steps): (Vec<_>, Vec<_>) = knots.into_iter().unzip();
            let knots: Vec<_> = sorted(steps).into_iter().zip(rates).collect();
            Some(Interpolated::new(knots).unwrap().with_shape(shape).ok()?.into())
        }),
        cyclic().prop_map(Into::into),
        warm_restarts().prop_map(Into::into),
        one_cycle().prop_map(Into::into),
        one_cycle_momentum().prop_map(Into::into),
    ]
    .boxed()
}

/// Ends and bounds of a schedule, and the step from which it is constant.
#[derive(Debug)]
pub(crate) struct Facts {
    /// The rate at step 0, where a parameter states it.
    pub start: Option<f64>,
    /// Rates that parameters state for other steps.
    pub exact: Vec<(usize, f64)>,
    pub low: f64,
    pub high: f64,
    pub settles: Option<usize>,
}

/// From `start` to `end` over `steps`.
fn transition(start: f64, end: f64, steps: usize) -> Facts {
    Facts {
        start: Some(if steps == 0 { end } else { start }),
        exact: vec![(steps, end), (steps.saturating_add(1), end), (usize::MAX, end)],
        low: start.min(end),
        high: start.max(end),
        settles: Some(if start == end { 0 } else { steps }),
    }
}

/// From `start` towards 0, without end unless it is constant.
fn endless(start: f64, constant: bool) -> Facts {
    let settles = (constant || start == 0.0).then_some(0);
    Facts { start: Some(start), exact: vec![], low: 0.0, high: start, settles }
}

fn restarts(s: &WarmRestarts) -> Facts {
    let no_cycle = s.cycles() == Some(0);
    let growing = s.start_mult() > 1.0 && s.start() > 0.0;
    let lowest_start = if s.start_mult() < 1.0 { 0.0 } else { s.start() };
    let exact = match (s.cycles(), s.period_mult() == 1.0) {
        (Some(cycles), true) => s.period().checked_mul(cycles).map(|step| (step, s.end())),
        _ => None,
    };
    let first_boundary = (s.cycles().is_none_or(|cycles| cycles > 1) && s.start_mult() == 1.0)
        .then_some((s.period(), s.start()))
        .filter(|_| s.period_mult() >= 1.0);
    Facts {
        start: Some(if no_cycle { s.end() } else { s.start() }),
        exact: exact.into_iter().chain(first_boundary).collect(),
        low: s.end().min(lowest_start),
        high: if growing { f64::MAX } else { s.start().max(s.end()) },
        // Stated for equal cycles only; `warm_restarts.rs` has tables for the others.
        settles: if s.period_mult() == 1.0 {
            s.cycles().and_then(|cycles| s.period().checked_mul(cycles))
        } else {
            s.settles_at()
        },
    }
}

/// The facts of a leaf.
pub(crate) fn facts(schedule: &Schedule) -> Facts {
    match schedule {
        Schedule::Constant(s) => transition(s.rate(), s.rate(), 0),
        Schedule::StepDecay(s) => endless(s.start(), s.gamma() == 1.0),
        Schedule::ExponentialDecay(s) => endless(s.start(), s.gamma() == 1.0),
        Schedule::InverseTimeDecay(s) => endless(s.start(), s.gamma() == 0.0),
        Schedule::InverseSqrtDecay(s) => endless(s.start(), false),
        Schedule::Noam(s) => Facts { start: None, ..endless(s.factor(), false) },
        Schedule::MultiStepDecay(s) => Facts {
            start: s.milestones().first().is_none_or(|&first| first > 0).then_some(s.start()),
            settles: Some(match s.milestones().last() {
                Some(&last) if s.gamma() < 1.0 && s.start() > 0.0 => last,
                _ => 0,
            }),
            ..endless(s.start(), false)
        },
        Schedule::LinearDecay(s) => transition(s.start(), s.end(), s.steps()),
        Schedule::CosineDecay(s) => transition(s.start(), s.end(), s.steps()),
        Schedule::PolynomialDecay(s) => transition(s.start(), s.end(), s.steps()),
        Schedule::Anneal(s) => transition(s.start(), s.end(), s.steps()),
        Schedule::PiecewiseConstant(s) => Facts {
            start: None,
            exact: vec![(usize::MAX, *s.rates().last().unwrap())],
            low: s.rates().iter().copied().fold(f64::MAX, f64::min),
            high: s.rates().iter().copied().fold(0.0, f64::max),
            settles: Some(
                s.rates()
                    .iter()
                    .zip(s.boundaries())
                    .filter(|&(rate, _)| rate != s.rates().last().unwrap())
                    .map(|(_, &boundary)| boundary)
                    .next_back()
                    .unwrap_or(0),
            ),
        },
        Schedule::Interpolated(s) => {
            let knots = s.knots();
            // Of several knots at one step the last one counts.
            let last_at = |step| knots.iter().rfind(|&&(at, _)| at == step).copied();
            Facts {
                start: Some(last_at(0).unwrap_or(knots[0]).1),
                exact: knots.iter().filter_map(|&(step, _)| last_at(step)).collect(),
                low: knots.iter().map(|&(_, rate)| rate).fold(f64::MAX, f64::min),
                high: knots.iter().map(|&(_, rate)| rate).fold(0.0, f64::max),
                settles: Some(
                    knots
                        .windows(2)
                        .filter(|pair| pair[0].1 != knots[knots.len() - 1].1)
                        .map(|pair| pair[1].0)
                        .next_back()
                        .unwrap_or(0),
                ),
            }
        }
        Schedule::Cyclic(s) => {
            let (low, high) = if s.inverted() { (s.max(), s.base()) } else { (s.base(), s.max()) };
            let flat = s.mode() == CyclicMode::Triangular;
            let next = s.up().checked_add(s.down());
            Facts {
                start: Some(if s.up() == 0 { high } else { low }),
                exact: (flat && s.down() > 0)
                    .then_some((s.up(), high))
                    .into_iter()
                    .chain(next.filter(|_| s.up() > 0).map(|next| (next, low)))
                    .collect(),
                low: s.base(),
                high: s.max(),
                settles: (s.base() == s.max()).then_some(0),
            }
        }
        Schedule::WarmRestarts(s) => restarts(s),
        Schedule::OneCycle(s) => {
            let first = (s.max() / s.div_factor()).min(f64::MAX);
            let last = (first / s.final_div_factor()).min(f64::MAX);
            Facts {
                start: None,
                low: last.min(first).min(s.max()),
                high: last.max(first).max(s.max()),
                settles: Some(s.steps().saturating_sub(1)),
                ..transition(first, last, s.steps().saturating_sub(1))
            }
        }
        Schedule::OneCycleMomentum(s) => {
            let facts = transition(s.max(), s.max(), s.steps().saturating_sub(1));
            Facts { start: None, low: s.base(), settles: Some(s.steps().saturating_sub(1)), ..facts }
        }
        _ => unreachable!("{} is not a leaf, or has no facts yet", schedule.kind()),
    }
}

/// Steps at which something changes: tests look at their neighbours too.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a step nearby will do"
)]
pub(crate) fn places(schedule: &Schedule) -> Vec<usize> {
    let own = match schedule {
        Schedule::StepDecay(s) => vec![s.every()],
        Schedule::ExponentialDecay(s) => vec![s.every()],
        Schedule::InverseTimeDecay(s) => vec![s.every()],
        Schedule::MultiStepDecay(s) => s.milestones().to_vec(),
        Schedule::Noam(s) => vec![s.warmup_steps()],
        Schedule::PiecewiseConstant(s) => s.boundaries().to_vec(),
        Schedule::Interpolated(s) => s.knots().iter().map(|&(step, _)| step).collect(),
        Schedule::Cyclic(s) => vec![s.up(), s.up().saturating_add(s.down())],
        Schedule::WarmRestarts(s) => {
            let second_end = s.period() as f64 * (1.0 + s.period_mult());
            vec![s.period(), s.period().saturating_mul(3), second_end as usize]
        }
        Schedule::Warmup(s) => vec![s.steps()],
        Schedule::Cooldown(s) => vec![s.at(), s.at().saturating_add(s.steps())],
        Schedule::Delayed(s) => vec![s.steps()],
        Schedule::Repeated(s) => vec![s.period()],
        Schedule::PerEpoch(s) => vec![s.steps_per_epoch()],
        Schedule::Stretched(s) => vec![s.to()],
        Schedule::Then(s) => vec![s.at()],
        _ => vec![],
    };
    own.into_iter().chain(schedule.settles_at()).collect()
}
