//! Faults found by fuzzing, each in its smallest form.

use lr_schedule::plateau::Mode;
use lr_schedule::{LrRangeFinder, OneCycle, ReduceOnPlateau, Scheduler, Shape, WarmRestarts};

/// The second cycle is longer than `f64::MAX`, so the rate at its first steps is that of its start.
#[test]
fn a_cycle_longer_than_floats_stays_at_its_start() {
    for shape in [Shape::Linear, Shape::Geometric, Shape::Harmonic, Shape::Cosine, Shape::REX] {
        let restarts = WarmRestarts::new(1.0, 0.25, 2).unwrap().with_period_mult(1e308).unwrap();
        assert_eq!(restarts.with_shape(shape).unwrap().lr(3), 1.0, "{shape:?}");
    }
}

#[test]
fn fill_is_lr_at_the_end_of_a_huge_one_cycle() {
    let cycle = OneCycle::new(1.0, 8_410_940_063_865_547).unwrap();
    let cycle = cycle.with_pct_start(0.362_964_072_159_779_77).unwrap().with_shape(Shape::Geometric).unwrap();
    let mut rates = [0.0; 6];
    cycle.fill(8_410_940_063_865_540, &mut rates);
    assert_eq!(rates[5], cycle.lr(8_410_940_063_865_545));
}

#[test]
fn the_mean_of_a_window_never_becomes_infinite() {
    let mut plateau = ReduceOnPlateau::new(Mode::Max, 0.5, 0).unwrap().with_window(3).unwrap();
    for _ in 0..3 {
        plateau.observe(f64::MAX);
    }
    assert!(plateau.best().is_some_and(f64::is_finite));
}

#[test]
fn a_peak_divided_out_of_range_is_refused() {
    assert!(OneCycle::new(1e300, 4).unwrap().with_div_factor(1e-300).is_err());
}

/// Ended restarts hold their end, however late the step.
#[test]
fn ended_restarts_hold_their_end() {
    let restarts = WarmRestarts::new(1.0, 0.25, 100).unwrap().with_period_mult(0.5).unwrap();
    assert_eq!([100_000, usize::MAX].map(|step| restarts.lr(step)), [0.25; 2]);
}

#[test]
fn a_sweep_of_equal_rates_is_refused() {
    assert!(LrRangeFinder::new(1.0 - f64::EPSILON / 2.0, 1.0, 3).is_err());
}

/// 1e-300 times 1e200 squared: only the power is out of range.
#[test]
fn a_product_in_range_of_a_power_out_of_range() {
    let rate = WarmRestarts::new(1e-300, 0.0, 1).unwrap().with_start_mult(1e200).unwrap().lr(2);
    assert!((rate / 1e100 - 1.0).abs() < 1e-13, "{rate:e}");
}

#[cfg(feature = "serde")]
mod data {
    use lr_schedule::finder::Report;
    use lr_schedule::{
        Constant, Cursor, Interpolated, LrRangeFinder, ParamGroups, ReduceOnPlateau, Schedule, Scheduler,
        StepCount, plateau::Mode,
    };

    fn reads(plateau: &ReduceOnPlateau) {
        let text = serde_json::to_string(plateau).unwrap();
        assert_eq!(&serde_json::from_str::<ReduceOnPlateau>(&text).unwrap(), plateau);
    }

    #[test]
    fn a_partial_window_of_huge_metrics_is_written_and_read_back() {
        let text = r#"{"mode":"max","gamma":0.5,"patience":1,"window":1000,"sum":1.7976931348623157e308,"collected":1}"#;
        let mut plateau: ReduceOnPlateau = serde_json::from_str(text).unwrap();
        plateau.observe(f64::MAX);
        let text = serde_json::to_string(&plateau).unwrap();
        assert_eq!(serde_json::from_str::<ReduceOnPlateau>(&text).unwrap(), plateau);
    }

    #[test]
    fn a_plateau_changed_under_way_is_read_back() {
        let new = || ReduceOnPlateau::new(Mode::Min, 0.5, 0).unwrap();
        let mut cooling = new().with_cooldown(5);
        cooling.observe(1.0);
        cooling.observe(1.0);
        reads(&cooling.with_cooldown(2));
        let mut window = new().with_window(4).unwrap();
        for _ in 0..3 {
            window.observe(1.0);
        }
        reads(&window.with_window(2).unwrap());
        let mut growth = new().with_growth(9, 2.0).unwrap();
        for metric in [4.0, 3.0, 2.0, 1.0] {
            growth.observe(metric);
        }
        reads(&growth.with_growth(2, 2.0).unwrap());
    }

    #[test]
    fn the_deepest_schedule_is_read_back_from_a_cursor_and_a_group() {
        let mut deepest: Schedule = Interpolated::new([(0, 1.0)]).unwrap().into();
        for _ in 0..Schedule::MAX_DEPTH {
            deepest = Schedule::new(deepest.delayed(1)).unwrap();
        }
        assert!(Schedule::new(deepest.clone().delayed(1)).is_err());
        let cursor = Cursor::new(deepest.clone());
        let text = serde_json::to_string(&cursor).unwrap();
        assert_eq!(serde_json::from_str::<Cursor<Schedule>>(&text).unwrap(), cursor);
        let group = format!(r#"{{"head":{}}}"#, serde_json::to_string(&deepest).unwrap());
        assert_eq!(
            serde_json::from_str::<ParamGroups<Schedule>>(&group).unwrap().get("head"),
            Some(&deepest)
        );
    }

    #[test]
    fn the_stop_of_a_report_is_checked() {
        for lr in ["nan", "inf", "0.05"] {
            let text = format!(
                "steps = 40\npoints = [{{ lr = 0.1, loss = 1.0, smoothed = 1.0 }}]\nstop = {{ non_finite = {{ lr = {lr} }} }}"
            );
            let read = toml::from_str::<Report>(&text);
            assert!(read.is_err(), "{lr}");
        }
    }

    #[test]
    fn a_sequence_is_not_an_object() {
        assert!(serde_json::from_str::<StepCount>("[100,8]").is_err());
        assert!(serde_json::from_str::<LrRangeFinder>("[0.1,1,30]").is_err());
        assert!(serde_json::from_str::<Cursor<Constant>>(r#"[3,{"rate":1}]"#).is_err());
    }
}
