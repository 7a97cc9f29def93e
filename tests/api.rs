//! Compile-time guarantees of the types.

use std::rc::Rc;
use std::sync::Arc;

use lr_schedule::finder::{Point, Report, SuggestError, Suggestion, Sweep, SweepError};
use lr_schedule::{
    Constant, CosineDecay, Cursor, Error, LinearDecay, LrRangeFinder, ParamGroups, ReduceOnPlateau, Schedule,
    Scheduler, Shape, StepCount, adaptors::Warmup, from_fn,
};

fn is_plain_data<T: Send + Sync + Clone + core::fmt::Debug + PartialEq + 'static>() {}

fn is_an_error<T: core::error::Error + Send + Sync + 'static>() {}

#[test]
fn values_can_be_sent_shared_copied_printed_and_compared() {
    is_plain_data::<Schedule>();
    is_plain_data::<Warmup<CosineDecay>>();
    is_plain_data::<Shape>();
    is_plain_data::<Cursor<Schedule>>();
    is_plain_data::<ParamGroups<Schedule>>();
    is_plain_data::<ReduceOnPlateau>();
    is_plain_data::<StepCount>();
    is_plain_data::<LrRangeFinder>();
    is_plain_data::<Sweep>();
    is_plain_data::<Report>();
    is_plain_data::<Point>();
    is_plain_data::<Suggestion>();
    is_an_error::<Error>();
    is_an_error::<SuggestError>();
    is_an_error::<SweepError<std::io::Error>>();
}

/// Pointers to schedules are schedules, and can be composed again.
#[test]
fn every_way_of_holding_a_schedule_composes() {
    let line = LinearDecay::new(1.0, 0.0, 4).unwrap();
    let boxed: Box<dyn Scheduler + Send + Sync> = line.boxed();
    let held: Vec<Box<dyn Scheduler>> = vec![
        Box::new(boxed.warmup(4, 0.0).unwrap()),
        Box::new(Rc::new(line).warmup(4, 0.0).unwrap()),
        Box::new(Arc::new(line).warmup(4, 0.0).unwrap()),
        Box::new((&line).warmup(4, 0.0).unwrap()),
        Box::new(from_fn(move |step| line.lr(step)).warmup(4, 0.0).unwrap()),
        Box::new(Schedule::from(line).warmup(4, 0.0).unwrap()),
    ];
    for schedule in &held {
        assert_eq!([0, 2, 4, 6, 8].map(|step| schedule.lr(step)), [0.0, 0.5, 1.0, 0.5, 0.0]);
    }
    let one_type: [Box<dyn Scheduler + Send + Sync>; 2] = [line.boxed(), Constant::new(0.5).unwrap().boxed()];
    assert_eq!(one_type.map(|schedule| schedule.lr(2)), [0.5, 0.5]);
}
