//! Phases of every schedule and adaptor, and the steps from which they are constant, worked out by hand. That phases
//! tile the steps and that rates stay where they settle are laws of their own.

use lr_schedule::{
    Anneal, Constant, CosineDecay, Cyclic, ExponentialDecay, Interpolated, InverseSqrtDecay,
    InverseTimeDecay, LinearDecay, MultiStepDecay, Noam, OneCycle, PhaseKind, PiecewiseConstant, Schedule,
    Scheduler, Shape, StepDecay, WarmRestarts, from_fn,
};

use PhaseKind::{Cooldown, Cycle, Decay, Delay, Fall, Held, Return, Rise, Warmup};

/// The phases from step 0 on, each with the step after its last; the last one has no end.
#[track_caller]
fn assert_phases(schedule: impl Into<Schedule>, expected: &[(PhaseKind, usize)]) {
    let schedule = schedule.into();
    let mut start = 0;
    for &(kind, end) in expected {
        let last = if end == usize::MAX { end } else { end - 1 };
        for step in [start, last] {
            let phase = schedule.phase(step).unwrap_or_else(|| panic!("{schedule}: none at {step}"));
            assert_eq!((phase.kind, phase.steps), (kind, start..=last), "{schedule} at {step}");
        }
        start = end;
    }
    assert_eq!(start, usize::MAX);
}

const ALL: usize = usize::MAX;

fn decay() -> LinearDecay {
    LinearDecay::new(1.0, 0.0, 10).unwrap()
}

#[test]
fn of_schedules() {
    assert_phases(Constant::new(0.5).unwrap(), &[(PhaseKind::Constant, ALL)]);
    assert_phases(decay(), &[(Decay, 10), (Held, ALL)]);
    assert_phases(CosineDecay::new(1.0, 0.5, 1).unwrap(), &[(Decay, 1), (Held, ALL)]);
    assert_phases(Anneal::new(0.0, 1.0, 7, Shape::Linear).unwrap(), &[(Warmup, 7), (Held, ALL)]);
    assert_phases(Anneal::new(1.0, 1.0, 7, Shape::Linear).unwrap(), &[(Decay, 7), (Held, ALL)]);
    assert_phases(Noam::new(1.0, 4, 4).unwrap(), &[(Warmup, 4), (Decay, ALL)]);
    // The rise takes 0.3 * 11 - 1 = 2.3 steps and the return as many; a segment starts at the next whole step.
    let cycle = OneCycle::new(1.0, 11).unwrap();
    let three = cycle.with_three_phase(true).unwrap();
    assert_phases(cycle, &[(Rise, 3), (Decay, 10), (Held, ALL)]);
    assert_phases(three, &[(Rise, 3), (Return, 5), (Decay, 10), (Held, ALL)]);
    assert_phases(cycle.momentum(0.5, 0.9).unwrap(), &[(Fall, 3), (Rise, 10), (Held, ALL)]);
    assert_phases(three.momentum(0.5, 0.9).unwrap(), &[(Fall, 3), (Return, 5), (Rise, 10), (Held, ALL)]);
    let restarts = WarmRestarts::new(1.0, 0.0, 10).unwrap().with_period_mult(2.0).unwrap();
    assert_phases(restarts.with_cycles(2), &[(Cycle, 10), (Cycle, 30), (Held, ALL)]);
    let none: Schedule = ExponentialDecay::new(1.0, 0.5).unwrap().into();
    assert_eq!(none.phase(5), None);
}

#[test]
fn of_cycles_without_end() {
    let cyclic = Cyclic::new(0.1, 1.0, 2, 3).unwrap();
    for (step, steps) in [(0, 0..=4), (4, 0..=4), (5, 5..=9), (9, 5..=9), (1_000_003, 1_000_000..=1_000_004)]
    {
        let phase = cyclic.phase(step).unwrap();
        assert_eq!((phase.kind, phase.steps), (Cycle, steps), "at {step}");
    }
}

#[test]
fn of_adaptors() {
    assert_phases(decay().warmup(4, 0.0).unwrap(), &[(Warmup, 4), (Decay, 14), (Held, ALL)]);
    assert_phases(decay().delayed(4), &[(Delay, 4), (Decay, 14), (Held, ALL)]);
    assert_phases(decay().skip(4), &[(Decay, 6), (Held, ALL)]);
    assert_phases(decay().scaled(2.0).unwrap(), &[(Decay, 10), (Held, ALL)]);
    assert_phases(decay().clamped(0.1, 0.9).unwrap(), &[(Decay, 10), (Held, ALL)]);
    assert_phases(decay().per_epoch(3).unwrap(), &[(Decay, 30), (Held, ALL)]);
    // Step 10 of the line is at 10 * 2 / 3, rounded up.
    assert_phases(decay().stretched(3, 2).unwrap(), &[(Decay, 7), (Held, ALL)]);
    assert_phases(decay().then(8, decay()), &[(Decay, 8), (Decay, 18), (Held, ALL)]);
    assert_phases(decay().then(12, decay()), &[(Decay, 10), (Held, 12), (Decay, 22), (Held, ALL)]);
    let cooldown = |at| decay().cooldown(at, 5, 0.0, Shape::Linear).unwrap();
    assert_phases(cooldown(7), &[(Decay, 7), (Cooldown, 12), (Held, ALL)]);
    assert_phases(cooldown(12), &[(Decay, 10), (Held, 12), (Cooldown, 17), (Held, ALL)]);
    let repeated = decay().repeated(8).unwrap();
    for (step, steps) in [(7, 0..=7), (8, 8..=15), (20, 16..=23)] {
        let phase = repeated.phase(step).unwrap();
        assert_eq!((phase.kind, phase.steps), (Decay, steps), "at {step}");
    }
}

/// What never changes settles at once, whatever keeps it from changing; what never stops changing does not.
#[test]
fn settling_follows_from_the_parameters() {
    let settles = |expected: Option<usize>, schedules: Vec<Schedule>| {
        for schedule in schedules {
            assert_eq!(schedule.settles_at(), expected, "{schedule}");
        }
    };
    let decay = || StepDecay::new(1.0, 0.5, 3).unwrap();
    let restarts = |start, end| WarmRestarts::new(start, end, 10).unwrap();
    settles(
        Some(0),
        vec![
            Constant::new(0.5).unwrap().into(),
            LinearDecay::new(0.5, 0.5, 9).unwrap().into(),
            StepDecay::new(0.0, 0.5, 3).unwrap().into(),
            StepDecay::new(1.0, 1.0, 3).unwrap().into(),
            ExponentialDecay::new(0.0, 0.5).unwrap().into(),
            ExponentialDecay::new(1.0, 1.0).unwrap().into(),
            InverseTimeDecay::new(0.0, 0.5).unwrap().into(),
            InverseTimeDecay::new(0.5, 0.0).unwrap().into(),
            InverseSqrtDecay::new(0.0, 9).unwrap().into(),
            MultiStepDecay::new(0.5, 1.0, [4]).unwrap().into(),
            MultiStepDecay::new(0.0, 0.5, [4]).unwrap().into(),
            MultiStepDecay::new(0.5, 0.5, []).unwrap().into(),
            PiecewiseConstant::new([0.5, 0.5], [4]).unwrap().into(),
            Interpolated::new([(4, 0.5)]).unwrap().into(),
            Noam::new(0.0, 4, 4).unwrap().into(),
            Cyclic::new(0.5, 0.5, 2, 3).unwrap().into(),
            decay().scaled(0.0).unwrap().into(),
            decay().clamped(0.5, 0.5).unwrap().into(),
            decay().repeated(1).unwrap().into(),
            Constant::new(0.5).unwrap().repeated(3).unwrap().into(),
            Constant::new(0.5).unwrap().delayed(7).into(),
        ],
    );
    settles(
        None,
        vec![
            decay().into(),
            ExponentialDecay::new(1.0, 0.5).unwrap().into(),
            InverseTimeDecay::new(0.5, 0.5).unwrap().into(),
            InverseSqrtDecay::new(0.5, 9).unwrap().into(),
            Noam::new(1.0, 4, 4).unwrap().into(),
            Cyclic::new(0.1, 0.5, 2, 3).unwrap().into(),
            restarts(1.0, 0.0).into(),
            LinearDecay::new(1.0, 0.0, 9).unwrap().repeated(5).unwrap().into(),
            LinearDecay::new(1.0, 0.0, 9).unwrap().plus(decay()).into(),
        ],
    );
    settles(
        Some(20),
        vec![
            LinearDecay::new(1.0, 0.5, 20).unwrap().into(),
            OneCycle::new(1.0, 21).unwrap().into(),
            MultiStepDecay::new(0.5, 0.5, [4, 20]).unwrap().into(),
            PiecewiseConstant::new([0.5, 0.1, 0.2, 0.2], [4, 20, 30]).unwrap().into(),
            Interpolated::new([(4, 0.5), (20, 0.1), (30, 0.1)]).unwrap().into(),
            restarts(1.0, 0.0).with_cycles(2).into(),
            LinearDecay::new(1.0, 0.5, 20).unwrap().scaled(2.0).unwrap().into(),
            LinearDecay::new(1.0, 0.5, 20).unwrap().clamped(0.1, 0.9).unwrap().into(),
            LinearDecay::new(1.0, 0.5, 20).unwrap().times(LinearDecay::new(1.0, 0.5, 7).unwrap()).into(),
            LinearDecay::new(1.0, 0.5, 7).unwrap().plus(LinearDecay::new(1.0, 0.5, 20).unwrap()).into(),
            LinearDecay::new(1.0, 0.5, 4).unwrap().per_epoch(5).unwrap().into(),
            LinearDecay::new(1.0, 0.5, 13).unwrap().stretched(2, 3).unwrap().into(), // 19.5, rounded up
            LinearDecay::new(1.0, 0.5, 15).unwrap().delayed(5).into(),
            LinearDecay::new(1.0, 0.5, 25).unwrap().skip(5).into(),
            LinearDecay::new(1.0, 0.5, 15).unwrap().warmup(5, 0.0).unwrap().into(),
            decay().cooldown(15, 5, 0.0, Shape::Linear).unwrap().into(),
            decay().then(15, LinearDecay::new(1.0, 0.5, 5).unwrap()).into(),
        ],
    );
    assert_eq!(from_fn(|_| 0.5).settles_at(), None);
}
