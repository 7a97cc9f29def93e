//! Plans that change during a run: past rates keep their bits, and later ones follow the new plan.

#![expect(clippy::disallowed_methods, reason = "random numbers need no reproducible logarithm")]

mod strategies;

use lr_schedule::{Schedule, Scheduler, Shape, training::first_difference};
use proptest::prelude::*;

use strategies::{any_schedule, rate};

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// An adaptor that takes effect at a step changes no rate before it.
    #[test]
    fn what_has_been_played_stays(s in any_schedule(), next in any_schedule(), at in 0_usize..300, n in 0_usize..300, end in rate()) {
        let again = (&s).skip(at.saturating_add(n)).warmup(n, end).unwrap();
        for changed in [
            s.clone().then(at, next).boxed(),
            s.clone().cooldown(at, n, end, Shape::Linear).unwrap().boxed(),
            (&s).then(at, again).boxed(),
        ] {
            prop_assert_eq!(first_difference(&s, &changed, 0..at), None);
        }
    }

    /// A warmup after a resume returns to the planned curve, at the planned step.
    #[test]
    fn a_second_warmup_returns_to_the_curve(s in any_schedule(), at in 0_usize..300, n in 0_usize..300, start in rate()) {
        let rest = (&s).skip(at + n).warmup(n, start).unwrap();
        let resumed = (&s).then(at, rest);
        for step in [at + n, at + n + 1, at + n + 1_000, usize::MAX] {
            prop_assert_eq!(resumed.lr(step).to_bits(), s.lr(step).to_bits(), "{}", step);
        }
    }

    /// A stretched schedule has the rates of the original at the same fractions of the run, and stretching it back restores
    /// them.
    #[test]
    fn stretching_keeps_the_curve(s in any_schedule(), from in 1_usize..500, times in 1_usize..20, k in 0_usize..500) {
        let longer = (&s).stretched(from, from * times).unwrap();
        prop_assert_eq!(longer.lr(k * times).to_bits(), s.lr(k).to_bits());
        let back = longer.stretched(from * times, from).unwrap();
        prop_assert_eq!(back.lr(k).to_bits(), s.lr(k).to_bits());
    }

    /// All rates before the first difference are equal, and there is none only if all are.
    #[test]
    fn the_first_difference_is_the_first(a in any_schedule(), b in any_schedule(), start in 0_usize..50, n in 0_usize..100) {
        let differs = |step: &usize| a.lr(*step).to_bits() != b.lr(*step).to_bits();
        let expected = (start..start + n).find(differs);
        prop_assert_eq!(first_difference(&a, &b, start..start + n).map(|found| found.step), expected);
    }

    #[test]
    fn a_schedule_does_not_differ_from_itself(s in any_schedule()) {
        let dynamic: Schedule = s.clone();
        prop_assert_eq!(first_difference(&s, &dynamic, 0..2_000), None);
    }
}
