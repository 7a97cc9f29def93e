//! Faults that fuzzing found in earlier versions, each in its smallest form. The names F1 to F13 are those of the report
//! on them.

use std::thread;

use lr_schedule::finder::{Method, Report};
use lr_schedule::plateau::Mode;
use lr_schedule::{
    Anneal, Constant, Cyclic, CyclicMode, ExponentialDecay, Interpolated, InverseTimeDecay, LinearDecay,
    LrRangeFinder, MultiStepDecay, OneCycle, PiecewiseConstant, ReduceOnPlateau, Schedule, Scheduler, Shape,
    StepCount, StepDecay, WarmRestarts, presets,
};

// F1: a rate was NaN where the length of a cycle was not a float.

/// The second cycle is longer than `f64::MAX`, so the rate at its first steps is that of its start.
#[test]
fn f1_a_cycle_longer_than_floats_stays_at_its_start() {
    for shape in [Shape::Linear, Shape::Geometric, Shape::Harmonic, Shape::Cosine, Shape::REX] {
        let restarts = WarmRestarts::new(1.0, 0.25, 2).unwrap().with_period_mult(1e308).unwrap();
        assert_eq!(restarts.with_shape(shape).unwrap().lr(3), 1.0, "{shape:?}");
    }
}

// F2: `fill` was not `lr` next to the end of phases of 2^52 steps and more.

#[test]
#[cfg(target_pointer_width = "64")]
fn f2_fill_is_lr_at_the_end_of_a_huge_one_cycle() {
    let cycle = OneCycle::new(1.0, 8_410_940_063_865_547).unwrap();
    let cycle = cycle.with_pct_start(0.362_964_072_159_779_77).unwrap().with_shape(Shape::Geometric).unwrap();
    let mut rates = [0.0; 6];
    cycle.fill(8_410_940_063_865_540, &mut rates);
    assert_eq!(rates[5], cycle.lr(8_410_940_063_865_545));
}

// F3: an infinity became the best metric.

#[test]
fn f3_the_mean_of_a_window_never_becomes_infinite() {
    let mut plateau = ReduceOnPlateau::new(Mode::Max, 0.5, 0).unwrap().with_window(3).unwrap();
    for _ in 0..3 {
        plateau.observe(f64::MAX);
    }
    assert!(plateau.best().is_some_and(f64::is_finite));
}

// F6: a suggestion was beyond every rate of the sweep. Data is below.

/// From 1e-6 to 1e-3 by half decades, and not finite at 1: a tenth of that, too, is beyond what was tried.
#[test]
fn f6_a_suggestion_stays_inside_of_the_sweep() {
    let rates = [1e-6, 3e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3];
    let losses = [1.0, 1.1, 0.9, 1.0, 0.9, 0.8, 0.4];
    let curve = rates.into_iter().zip(losses).chain([(1.0, f64::NAN)]);
    let found = Report::from_curve(curve, 9).unwrap().suggest().unwrap();
    assert_eq!((found.divergence(), found.band()), (1.0, (1e-3, 1e-3)));
    assert_eq!(found.lr(), 1e-3);
}

/// The rates rose by a factor of a million altogether, so the next one is not more than a million times the last.
#[test]
fn f6_a_rate_far_beyond_a_sweep_is_refused() {
    let rates = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6];
    let curve = |end| rates.map(|rate| (rate, 1.0)).into_iter().chain([(end, f64::NAN)]);
    assert!(Report::from_curve(curve(1e12), 9).is_ok());
    let error = Report::from_curve(curve(1.1e12), 9).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`lr` is 1100000000000.0, but must be at most the previous rate times the ratio of that to the first"
    );
    // Nothing is suggested from so few points, and nothing is known of the next rate.
    assert!(Report::from_curve([(0.1, 1.0), (0.2, 1.0), (50.0, f64::NAN)], 9).is_ok());
}

// F8: deep values in memory exhausted the stack. Adaptors are limited where they are put around a `Schedule`, and all
// that can be done with one of the largest depth fits into the smallest usual stack.

/// The stack of a thread: 512 kB, as of secondary threads on macOS; without optimization frames are larger.
const STACK: usize = if cfg!(debug_assertions) { 2 << 20 } else { 512 << 10 };

fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    thread::Builder::new().stack_size(STACK).spawn(work).unwrap().join().unwrap();
}

/// One adaptor more, or an error.
type Adaptor = fn(Schedule) -> Result<Schedule, lr_schedule::Error>;

/// Every adaptor, with the least number of levels that it counts for.
const ADAPTORS: [(&str, usize, Adaptor); 14] = [
    ("warmup", 1, |s| Schedule::new(s.warmup(3, 0.5)?)),
    ("cooldown", 1, |s| Schedule::new(s.cooldown(100, 3, 0.5, Shape::Cosine)?)),
    ("scaled", 1, |s| Schedule::new(s.scaled(0.5)?)),
    ("clamped", 1, |s| Schedule::new(s.clamped(0.0, 1.0)?)),
    ("delayed", 1, |s| Schedule::new(s.delayed(1))),
    ("skip", 1, |s| Schedule::new(s.skip(1))),
    ("repeated", 1, |s| Schedule::new(s.repeated(50)?)),
    ("per_epoch", 1, |s| Schedule::new(s.per_epoch(1)?)),
    ("stretched", 1, |s| Schedule::new(s.stretched(2, 3)?)),
    ("then, first", 1, |s| Schedule::new(s.then(50, cycles()))),
    ("then, next", 1, |s| Schedule::new(cycles().then(1, s))),
    ("times", 2, |s| Schedule::new(s.times(cycles()))),
    ("plus", 2, |s| Schedule::new(s.plus(cycles()))),
    ("times, second", 2, |s| Schedule::new(cycles().times(s))),
];

fn cycles() -> Schedule {
    Cyclic::new(0.25, 1.0, 7, 5).unwrap().into()
}

/// As many adaptors as are allowed.
fn deepest(innermost: Schedule, adaptor: Adaptor) -> Schedule {
    let mut schedule = innermost;
    while let Ok(deeper) = adaptor(schedule.clone()) {
        schedule = deeper;
    }
    schedule
}

#[test]
fn f8_adaptors_are_limited_at_construction() {
    for (name, levels, adaptor) in ADAPTORS {
        let schedule = deepest(cycles(), adaptor);
        assert_eq!(schedule.depth(), Schedule::MAX_DEPTH, "{name}");
        assert_eq!(adaptor(cycles()).unwrap().depth(), levels, "{name}");
        let error = adaptor(schedule).unwrap_err();
        assert!(matches!(error, lr_schedule::Error::TooDeep { limit: Schedule::MAX_DEPTH, .. }), "{name}");
    }
}

#[test]
fn f8_the_deepest_schedules_need_little_stack() {
    for (name, _, adaptor) in ADAPTORS {
        on_a_small_stack(move || {
            let schedule = deepest(cycles(), adaptor);
            let copy = schedule.clone();
            assert_eq!(copy, schedule, "{name}");
            assert!(!schedule.to_string().is_empty() && !format!("{schedule:?}{schedule:#?}").is_empty());
            for step in [0, 1, 60, 10_000, usize::MAX] {
                let mut rates = [0.0; 300];
                schedule.fill(step, &mut rates);
                assert_eq!(rates[0].to_bits(), schedule.lr(step).to_bits(), "{name} at {step}");
                let phase = schedule.phase(step);
                assert!(phase.is_none_or(|phase| phase.steps.contains(&step)), "{name} at {step}");
            }
            assert!(schedule.settles_at().is_none_or(|step| step > 0), "{name}");
            let longer = schedule.rescaled(1, 2);
            assert!(longer.is_ok_and(|longer| longer.depth() == schedule.depth()), "{name}");
            #[cfg(feature = "serde")]
            {
                let text = serde_json::to_string(&schedule).unwrap();
                assert_eq!(serde_json::from_str::<Schedule>(&text).unwrap(), schedule, "{name}");
            }
            drop(copy);
        });
    }
}

// F9: a documented error did not happen.

#[test]
fn f9_a_peak_divided_out_of_range_is_refused() {
    assert!(OneCycle::new(1e300, 4).unwrap().with_div_factor(1e-300).is_err());
}

// F10: shrinking restarts that have ended were searched to the end of `usize`. What a rate costs then is a row of
// `benches/rates.rs`, as time is not asserted.

#[test]
fn f10_ended_restarts_hold_their_end() {
    let restarts = WarmRestarts::new(1.0, 0.25, 100).unwrap().with_period_mult(0.5).unwrap();
    assert_eq!([100_000, usize::MAX].map(|step| restarts.lr(step)), [0.25; 2]);
}

// F11: a report that its own sweep made was not read back where two rates are equal.

#[test]
fn f11_a_sweep_of_equal_rates_is_refused() {
    assert!(LrRangeFinder::new(1.0 - f64::EPSILON / 2.0, 1.0, 3).is_err());
}

// F12: a product saturated where only the power of its factor is out of range.

/// 1e-300 times 1e200 squared.
#[test]
fn f12_a_product_in_range_of_a_power_out_of_range() {
    let rate = WarmRestarts::new(1e-300, 0.0, 1).unwrap().with_start_mult(1e200).unwrap().lr(2);
    assert!((rate / 1e100 - 1.0).abs() < 1e-13, "{rate:e}");
}

// F13: smaller things.

#[test]
fn f13_the_noise_of_huge_losses_is_finite() {
    // Alternating, then diverging: only the last eight losses are all above zero.
    let losses = (0..40).map(|i| if i % 2 == 0 || i > 32 { f64::MAX } else { -f64::MAX });
    let curve: Vec<_> = (1..).map(|i| f64::from(i) * 1e-3).zip(losses).chain([(0.05, f64::NAN)]).collect();
    let found = Report::from_curve(curve, 50).unwrap().suggest().unwrap();
    assert!(found.noise().is_finite() && found.noise() > 1e300, "{found:?}");
    assert!(found.fall().is_finite(), "{found:?}");
}

/// A tenth of the lowest rate that a curve can have is a rate.
#[test]
fn f13_a_tenth_of_the_lowest_rate_is_above_zero() {
    let curve = |lowest: f64| (0..9).map(move |i| (lowest * f64::from(1 << i), 1.0 + f64::from(i)));
    let error = Report::from_curve(curve(5e-324), 9).unwrap_err();
    assert_eq!(error.to_string(), "`lr` is 5e-324, but must be finite and at least 2.3e-308");
    let report = Report::from_curve(curve(f64::MIN_POSITIVE), 9).unwrap();
    let rate = report.suggest_by(Method::MinimumOverTen).unwrap();
    assert_eq!(rate, f64::MIN_POSITIVE / 10.0);
    assert!(rate > 0.0);
}

#[test]
fn f13_a_ratio_below_one_is_an_error_of_the_ratio() {
    let error = presets::slanted_triangular(1.0, 1e-320, 1, 4).unwrap_err().to_string();
    assert!(error.starts_with("`ratio` is 1e-320, but"), "{error}");
}

/// Of a long list the first three entries, a count and the last one are shown.
#[test]
fn f13_long_lists_are_described_in_a_short_line() {
    let steps: Vec<usize> = (1..=100_000).collect();
    let rates = vec![0.5; 100_001];
    let knots: Vec<(usize, f64)> = steps.iter().map(|&step| (step, 0.5)).collect();
    for (schedule, expected) in [
        (
            Schedule::from(MultiStepDecay::new(1.0, 0.5, steps.clone()).unwrap()),
            "1 times 0.5 at steps [1, 2, 3, (99996 more), 100000], then held",
        ),
        (
            PiecewiseConstant::new(rates, steps).unwrap().into(),
            "piecewise constant 0.5 until step 1, 0.5 until step 2, 0.5 until step 3, (99997 more), 0.5",
        ),
        (
            Interpolated::new(knots).unwrap().into(),
            "linear interpolation through 0.5 at step 1, 0.5 at step 2, 0.5 at step 3, (99996 more), \
             0.5 at step 100000",
        ),
    ] {
        assert_eq!(schedule.to_string(), expected);
    }
    let short = MultiStepDecay::new(1.0, 0.5, [1, 2, 3, 4, 5, 6, 7, 8]).unwrap();
    assert_eq!(short.to_string(), "1 times 0.5 at steps [1, 2, 3, 4, 5, 6, 7, 8]");
    assert_eq!(Constant::new(1.0).unwrap().to_string(), "constant 1");
}

// Found later, by the runs of `tests/fuzz.rs`; what concerns data is below.

/// On 32 bits, where every step is an exact float, the steps of a phase that ends at the last one were counted beyond it.
#[test]
fn a_phase_to_the_last_step_is_filled() {
    let decay = LinearDecay::new(1.0, 0.0, usize::MAX).unwrap();
    let mut rates = [0.5; 6];
    decay.fill(usize::MAX - 3, &mut rates);
    assert_eq!(rates[3..], [0.0; 3]);
    let restarts = WarmRestarts::new(1.0, 0.0, usize::MAX).unwrap().with_shape(Shape::Linear).unwrap();
    restarts.fill(usize::MAX - 3, &mut rates);
    // The last step begins the second cycle.
    assert_eq!(rates[3..], [1.0; 3]);
}

// Found later, by comparison with 60 digits: F12 in other schedules, and its like.

#[track_caller]
fn assert_near(rate: f64, expected: f64) {
    assert!((rate / expected - 1.0).abs() < 1e-12, "{rate:e}, {expected:e}");
}

/// 1e300 is halved 1,100 times, although the 1,100th power of a half is no float.
#[test]
fn a_decay_from_a_huge_rate_outlasts_the_power_of_its_factor() {
    let half_to_the_550th = f64::from_bits((1_023 - 550) << 52);
    let halved = 1e300 * half_to_the_550th * half_to_the_550th;
    let step_decay = StepDecay::new(1e300, 0.5, 1).unwrap();
    let exponential = ExponentialDecay::new(1e300, 0.5).unwrap();
    let staircase = exponential.with_every(3).unwrap().with_staircase(true);
    let multi_step = MultiStepDecay::new(1e300, 0.5, (1..=1_100).collect::<Vec<_>>()).unwrap();
    for (schedule, step) in [
        (Schedule::from(step_decay), 1_100),
        (exponential.into(), 1_100),
        (exponential.with_every(2).unwrap().into(), 2_200),
        (staircase.into(), 3_301),
        (multi_step.into(), 1_100),
    ] {
        assert_eq!(schedule.lr(step), halved, "{schedule}");
        let mut rates = [0.0; 600];
        schedule.fill(step - 500, &mut rates);
        let expected: Vec<_> = (step - 500..step + 100).map(|step| schedule.lr(step)).collect();
        assert_eq!(rates.as_slice(), expected, "{schedule}");
    }
    // 1e300 times 1e-310, of which the power alone has 13 digits.
    assert_near(StepDecay::new(1e300, 0.1, 1).unwrap().lr(310), 1e-10);
}

#[test]
fn a_divisor_out_of_range_leaves_a_rate_in_range() {
    let decay = |gamma, power| InverseTimeDecay::new(1e300, gamma).unwrap().with_power(power).unwrap();
    for (schedule, step, expected) in [
        (decay(1e300, 1.0), 1_000_000_000, 1e-9), // 1e300 / 1e309
        (decay(1e308, 0.5), 1_000_000, 1e143),    // 1e300 / 1e314^0.5
        (decay(1e30, 12.0), 1, 1e-60),            // 1e300 / 1e360
        (decay(1e30, 20.0), 1, 1e-300),
    ] {
        assert_near(schedule.lr(step), expected);
        let mut rates = [0.0; 20];
        schedule.fill(step - 1, &mut rates);
        let expected: Vec<_> = (step - 1..step + 19).map(|step| schedule.lr(step)).collect();
        assert_eq!(rates.as_slice(), expected, "{schedule}");
    }
}

/// `(1 + 1e-18)^1e18` is e, although `1 + 1e-18` is rounded to 1.
#[test]
fn a_high_power_sees_what_its_base_loses() {
    let rate =
        |gamma, power, step| InverseTimeDecay::new(1.0, gamma).unwrap().with_power(power).unwrap().lr(step);
    assert_near(rate(1e-18, 1e18, 1), std::f64::consts::E.recip());
    assert_near(rate(1e-18, 1e18, 3), 0.049_787_068_367_863_944);
    // e^-99.9999995, as ln(1 + 1e-8) is 1e-8 - 0.5e-16.
    assert_near(rate(1e-9, 1e10, 10), 3.720_077_836_059_277e-44);
}

/// Adding a half and cutting it off rounds the float below a half up, and odd numbers from 2^52 on.
#[test]
fn updates_are_rounded_to_the_nearest() {
    let count = StepCount::new(1, 1).unwrap();
    assert_eq!(count.updates_for(0.499_999_999_999_999_94), Ok(0));
    assert_eq!(count.updates_for(0.5), Ok(1));
    #[cfg(target_pointer_width = "64")]
    assert_eq!(count.updates_for(4_503_599_627_370_497.0), Ok(4_503_599_627_370_497));
}

/// As F1: values of the formulas, computed with mpmath, where a power leaves the range of floats or its base is near 1.
#[test]
fn extreme_powers_have_their_values() {
    let near = |schedule: &dyn Scheduler, step: usize, exact: f64| {
        let rate = schedule.lr(step);
        assert!((rate / exact - 1.0).abs() < 1e-12, "{rate:e}, {exact:e}");
        let mut filled = [0.0];
        schedule.fill(step, &mut filled);
        assert_eq!(filled, [rate]);
    };
    let anneal = |start, end, steps, shape| Anneal::new(start, end, steps, shape).unwrap();
    let cyclic = Cyclic::new(0.0, 1e300, 1, 1).unwrap();
    near(&cyclic.with_mode(CyclicMode::Triangular2).unwrap(), 2201, 7.362_151_829_022_863e-32);
    near(&cyclic.with_mode(CyclicMode::ExpRange { gamma: 0.5 }).unwrap(), 1101, 3.681_075_914_511_431_5e-32);
    for (shape, exact) in [
        (Shape::OneMinusPower { power: 1e-10 }, 6.931_471_805_359_227e-11),
        (Shape::OneMinusPower { power: 1e-300 }, 6.931_471_805_599_453e-301),
        (Shape::PolynomialK { k: 1e-300, power: 1e-3 }, 0.501_003_575_689_076_8),
    ] {
        near(&anneal(1.0, 0.0, 2, shape), 1, exact);
    }
    let steep = Shape::CosinePower { power: 1e17 };
    near(&anneal(1.0, 0.0, 1_000_000_000, steep), 1, 0.781_343_730_547_444_2);
    #[cfg(target_pointer_width = "64")]
    near(&anneal(1.0, 0.0, usize::MAX, Shape::Polynomial { power: 1e20 }), 1, 0.004_422_673_672_786_184);
}

#[cfg(feature = "serde")]
mod data {
    use std::fmt::Debug;

    use lr_schedule::finder::{Method, Report, StopReason};
    use lr_schedule::plateau::{Mode, Observation};
    use lr_schedule::{
        Constant, Cursor, CyclicMode, Interpolated, LrRangeFinder, ParamGroups, ReduceOnPlateau, Schedule,
        Scheduler, Shape, StepCount,
    };
    use serde::{Serialize, de::DeserializeOwned};

    use super::{ADAPTORS, deepest};

    /// Writes and reads JSON and TOML.
    #[track_caller]
    fn round_trips<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
        let text = serde_json::to_string(value).unwrap();
        assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), value);
        let text = toml::to_string(value).unwrap();
        assert_eq!(&toml::from_str::<T>(&text).unwrap(), value);
    }

    // F3, and its like: the sum of a partial window overflowed.

    #[test]
    fn f3_a_partial_window_of_huge_metrics_is_written_and_read_back() {
        let text = r#"{"mode":"max","gamma":0.5,"patience":1,"window":1000,"sum":1.7976931348623157e308,"collected":1}"#;
        let mut plateau: ReduceOnPlateau = serde_json::from_str(text).unwrap();
        plateau.observe(f64::MAX);
        round_trips(&plateau);
    }

    // F4: a plateau whose settings change under way was written and not read back.

    #[test]
    fn f4_a_plateau_changed_under_way_is_read_back() {
        let new = || ReduceOnPlateau::new(Mode::Min, 0.5, 0).unwrap();
        let mut cooling = new().with_cooldown(5);
        cooling.observe(1.0);
        cooling.observe(1.0);
        round_trips(&cooling.with_cooldown(2));
        let mut window = new().with_window(4).unwrap();
        for _ in 0..3 {
            window.observe(1.0);
        }
        round_trips(&window.with_window(2).unwrap());
        let mut growth = new().with_growth(9, 2.0).unwrap();
        for metric in [4.0, 3.0, 2.0, 1.0] {
            growth.observe(metric);
        }
        round_trips(&growth.with_growth(2, 2.0).unwrap());
    }

    // F5: the deepest schedule was not read back from inside anything.

    #[test]
    fn f5_the_deepest_schedule_is_read_back_from_inside_anything() {
        // A leaf with a list of lists has the most levels of its own.
        let innermost = || Schedule::from(Interpolated::new([(0, 1.0), (9, 0.5)]).unwrap());
        for (_, _, adaptor) in ADAPTORS {
            let s = deepest(innermost(), adaptor);
            round_trips(&s);
            round_trips(&Cursor::new(s.clone()));
            round_trips(&[("head", s.clone()), ("body", s.clone())].into_iter().collect::<ParamGroups<_>>());
            // Static compositions of it.
            round_trips(&s.clone().warmup(3, 0.0).unwrap());
            round_trips(&s.clone().then(3, innermost()));
            round_trips(&innermost().then(3, s.clone()));
            round_trips(&s.clone().times(Constant::new(0.5).unwrap()));
            round_trips(&Constant::new(0.5).unwrap().plus(s.clone()));
            round_trips(&Cursor::new(s.clone().scaled(0.5).unwrap().delayed(1)));
            round_trips(&[("head", s.clone().skip(1))].into_iter().collect::<ParamGroups<_>>());
        }
    }

    // F6: a report was not checked on the way in.

    /// The report of a sweep to a rate of 0.028 that ended at `lr`.
    fn report(lr: &str) -> Result<Report, toml::de::Error> {
        let point = |i| {
            format!(
                "[[points]]
lr = {}
loss = 1.0
smoothed = 1.0
",
                f64::from(i) * 7e-4
            )
        };
        let points: Vec<String> = (1..=40).map(point).collect();
        toml::from_str(&format!("steps = 60\n{}\n[stop.non_finite]\nlr = {lr}\n", points.concat()))
    }

    #[test]
    fn f6_the_stop_of_a_report_is_checked() {
        assert!(report("0.05").is_ok());
        for (lr, words) in [
            ("nan", "`lr` is NaN, but must be finite"),
            ("inf", "`lr` is inf, but must be finite"),
            ("1e-7", "`lr` is 1e-7, but must be above the previous rate"),
            (
                "1e300",
                "`lr` is 1e300, but must be at most the previous rate times the ratio of that to the first",
            ),
        ] {
            let error = report(lr).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        }
    }

    // F7: every level of nesting copied all that is inside of it.

    /// The bytes allocated for reading a schedule with so many milestones, inside of so many adaptors.
    fn bytes_to_read(milestones: usize, adaptors: usize) -> u64 {
        let list = vec!["7"; milestones].join(",");
        let mut text =
            format!(r#"{{"type":"multi_step_decay","start":1,"gamma":0.5,"milestones":[{list}]}}"#);
        for _ in 0..adaptors {
            text = format!(r#"{{"type":"delayed","steps":1,"schedule":{text}}}"#);
        }
        let mut read = None;
        let counted = allocation_counter::measure(|| read = serde_json::from_str::<Schedule>(&text).ok());
        assert_eq!(read.unwrap().depth(), adaptors);
        counted.bytes_total
    }

    /// Copies need memory, so allocations are counted, not time: each adaptor takes some of its own, whatever is inside.
    #[test]
    fn f7_reading_takes_work_in_proportion_to_the_text() {
        const EACH: u64 = 2_000;
        let flat = [10_000, 20_000].map(|milestones| bytes_to_read(milestones, 0));
        assert!(flat[0] > 10_000 * 8 && flat[1] <= 2 * flat[0] + EACH, "{flat:?}");
        for adaptors in [1, 32, Schedule::MAX_DEPTH] {
            let nested = bytes_to_read(10_000, adaptors);
            let most = flat[0] + EACH * adaptors as u64;
            assert!(nested <= most, "{adaptors}: {nested}, {}", flat[0]);
        }
    }

    // F13: a list was taken for an object.

    #[test]
    fn f13_a_list_is_not_an_object() {
        assert!(serde_json::from_str::<StepCount>("[100,8]").is_err());
        assert!(serde_json::from_str::<LrRangeFinder>("[0.1,1,30]").is_err());
        assert!(serde_json::from_str::<Cursor<Constant>>(r#"[3,{"rate":1}]"#).is_err());
        for shape in [r#"{"polynomial":[2.0]}"#, r#"{"linear":null}"#] {
            assert!(serde_json::from_str::<Shape>(shape).is_err(), "{shape}");
        }
    }

    // Found later, by the runs of `tests/fuzz.rs`.

    /// A missing `stop_factor` means the default, so that none at all must be written: as `false`, as TOML has no null.
    #[test]
    fn a_finder_without_early_stop_is_read_back() {
        let finder = LrRangeFinder::new(1e-6, 1.0, 30).unwrap().without_early_stop();
        round_trips(&finder);
        let text = serde_json::to_string(&finder).unwrap();
        assert!(text.contains(r#""stop_factor":false"#), "{text}");
        let error = serde_json::from_str::<LrRangeFinder>(&text.replace("false", "true")).unwrap_err();
        assert_eq!(error.to_string(), "`stop_factor` is true, but must be a number, or false");
    }

    /// Shapes, modes and reasons are checked where they are read, not only by the schedule that they are for.
    #[test]
    fn parameters_of_names_are_checked() {
        for parameters in ["power = nan", "power = 0", "power = inf"] {
            assert!(toml::from_str::<Shape>(&format!("[sine_power]\n{parameters}")).is_err(), "{parameters}");
        }
        assert!(toml::from_str::<Shape>("[tanh]\nlower = 1.0\nupper = 0.5").is_err());
        assert!(toml::from_str::<CyclicMode>("[exp_range]\ngamma = 1.5").is_err());
        assert!(toml::from_str::<StopReason>("[non_finite]\nlr = nan").is_err());
        let error = serde_json::from_str::<Shape>(r#"{"polynomial":{"power":-1}}"#).unwrap_err();
        assert_eq!(error.to_string(), "polynomial.power: `power` is -1.0, but must be finite and > 0");
    }

    /// A name that `serde_json` has for numbers of any length.
    #[test]
    fn a_group_of_any_name_is_read_back() {
        let constant = Constant::new(0.5).unwrap();
        let names =
            ["", "type", "a.b", "1", "null", "$serde_json::private::Number", "$__toml_private_datetime"];
        for name in names {
            round_trips(&[(name, Schedule::from(constant))].into_iter().collect::<ParamGroups<_>>());
            round_trips(&[(name, constant), ("other", constant)].into_iter().collect::<ParamGroups<_>>());
        }
    }

    /// As F13: a message is no longer than a few lines, however long a name in the data is.
    #[test]
    fn names_in_messages_are_short() {
        let name = "ö".repeat(100_000);
        for text in [
            format!(r#"{{"type":"{name}"}}"#),
            format!(r#"{{"type":"constant","{name}":1}}"#),
            format!(r#"{{"type":"anneal","start":1,"end":0,"steps":9,"shape":"{name}"}}"#),
        ] {
            let message = serde_json::from_str::<Schedule>(&text).unwrap_err().to_string();
            assert!(message.len() < 1_000 && message.contains("öö.."), "{}", message.len());
        }
        let long = "model.layers.0.self_attn.q_proj.lora_A.weight";
        let groups = serde_json::from_str::<ParamGroups<Constant>>(&format!(r#"{{"{long}":{{"rate":-1}}}}"#));
        let expected = format!("{long}.rate: `rate` is -1.0, but must be finite and >= 0");
        assert_eq!(groups.unwrap_err().to_string(), expected);
    }

    /// As F13, in the types that are results: nothing but what is written is read.
    #[test]
    fn results_are_checked_as_all_data_is() {
        for text in [
            r#"{"waiting":[1]}"#,
            r#"{"waiting":{"remaining":1,"other":2}}"#,
            r#"{"waiting":{"remaining":1.5}}"#,
            r#"{"improved":null}"#,
            r#"{"reduced":{"from":1.0}}"#,
            r#""waiting""#,
        ] {
            assert!(serde_json::from_str::<Observation>(text).is_err(), "{text}");
        }
        assert!(serde_json::from_str::<Method>(r#"{"band":null}"#).is_err());
        for observation in [
            Observation::Improved,
            Observation::Waiting { remaining: 1 },
            Observation::CoolingDown { remaining: usize::MAX },
            Observation::Reduced { from: 1.0, to: 0.5 },
            Observation::Grown { from: 0.5, to: 1.0 },
            Observation::AtFloor,
            Observation::Collecting { remaining: 3 },
            Observation::Ignored,
        ] {
            let text = serde_json::to_string(&observation).unwrap();
            assert_eq!(serde_json::from_str::<Observation>(&text).unwrap(), observation);
        }
        assert_eq!(
            serde_json::to_string(&Observation::Waiting { remaining: 1 }).unwrap(),
            r#"{"waiting":{"remaining":1}}"#
        );
    }
}
