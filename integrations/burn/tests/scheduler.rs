//! Any schedule is a scheduler of burn, with the same rates, and its record brings it back to its step.

use burn::lr_scheduler::module_lr_scheduler::ModuleLrScheduler;
use burn::lr_scheduler::{LrScheduler, LrSchedulerRecord};
use burn::module::{ParamGroup, ParamId};
use lr_schedule::{Constant, Cursor, LinearDecay, Schedule, Scheduler, from_fn};
use lr_schedule_burn::BurnScheduler;

/// 0 to 0.5 in 2 steps, then 0.5 to 0 in 4. Every rate is exact.
fn schedule() -> Schedule {
    LinearDecay::new(0.5, 0.0, 4).unwrap().warmup(2, 0.0).unwrap().into()
}

const BY_HAND: [f64; 8] = [0.0, 0.25, 0.5, 0.375, 0.25, 0.125, 0.0, 0.0];

#[test]
fn the_first_step_has_the_rate_of_step_0() {
    let mut scheduler = BurnScheduler::new(schedule());
    assert_eq!(BY_HAND.map(|_| scheduler.step()), BY_HAND);
    assert_eq!(scheduler.cursor().step(), BY_HAND.len());
}

#[test]
fn schedules_of_every_kind_fit() {
    // Owned, shared, boxed, and a function. A reference would not outlive the learner.
    let shared: std::sync::Arc<dyn Scheduler + Send + Sync> = std::sync::Arc::new(schedule());
    let mut schedulers: Vec<Box<dyn LrScheduler>> = vec![
        Box::new(BurnScheduler::new(schedule())),
        Box::new(BurnScheduler::new(shared)),
        Box::new(BurnScheduler::new(LinearDecay::new(0.5, 0.0, 4).unwrap().warmup(2, 0.0).unwrap())),
        Box::new(BurnScheduler::new(from_fn(|step| BY_HAND[step]))),
    ];
    for by_hand in BY_HAND {
        for scheduler in &mut schedulers {
            assert_eq!(scheduler.step(), by_hand);
        }
    }
}

#[test]
fn a_record_brings_back_the_step_from_memory_and_from_a_file() {
    let directory = tempfile::tempdir().unwrap();
    for (step, next) in BY_HAND.into_iter().enumerate() {
        let mut scheduler = BurnScheduler::new(schedule());
        for _ in 0..step {
            scheduler.step();
        }
        let file = directory.path().join(format!("{step}.bpk"));
        scheduler.to_record().save(&file).unwrap();
        let bytes = scheduler.to_record().into_bytes().unwrap();
        for record in [LrSchedulerRecord::load(&file).unwrap(), LrSchedulerRecord::from_bytes(bytes).unwrap()]
        {
            let mut resumed = BurnScheduler::new(schedule());
            resumed.load_record(record);
            assert_eq!(resumed, scheduler);
            assert_eq!(resumed.step(), next);
        }
    }
}

#[test]
fn a_record_of_another_scheduler_changes_nothing() {
    let mut scheduler = BurnScheduler::new(schedule());
    scheduler.step();
    scheduler.load_record(0.1.to_record());
    scheduler.load_record(LrSchedulerRecord::new().with_scalar("current_iter", 5_u64));
    assert_eq!(scheduler.step(), BY_HAND[1]);
}

#[test]
fn a_cursor_continues_at_its_step() {
    let mut cursor = Cursor::new(schedule());
    cursor.seek(3);
    assert_eq!(BurnScheduler::from(cursor).step(), BY_HAND[3]);
}

#[test]
fn steps_do_not_end() {
    let mut cursor = Cursor::new(schedule());
    cursor.seek(usize::MAX);
    let mut scheduler = BurnScheduler::from(cursor);
    assert_eq!([scheduler.step(), scheduler.step()], [0.0; 2]);
    let mut resumed = BurnScheduler::new(schedule());
    resumed.load_record(scheduler.to_record());
    assert_eq!(resumed.cursor().step(), usize::MAX);
}

/// A clone, as burn makes one for each device, counts by itself.
#[test]
fn clones_count_by_themselves() {
    let mut scheduler: Box<dyn LrScheduler> = Box::new(BurnScheduler::new(schedule()));
    scheduler.step();
    let mut clone = scheduler.clone();
    assert_eq!([clone.step(), clone.step()], [BY_HAND[1], BY_HAND[2]]);
    assert_eq!(scheduler.step(), BY_HAND[1]);
}

#[test]
fn parameter_groups_have_rates_and_records_of_their_own() {
    let groups = || {
        ModuleLrScheduler::new(BurnScheduler::new(Constant::new(0.01).unwrap()))
            .with_group(ParamGroup::from_predicate("head"), BurnScheduler::new(schedule()))
    };
    let rates = |scheduler: &mut ModuleLrScheduler| {
        let rates = scheduler.step();
        let id = ParamId::new();
        (rates.lr_from_param(id, Some("body.weight")), rates.lr_from_param(id, Some("head.weight")))
    };
    let mut scheduler = groups();
    for by_hand in &BY_HAND[..3] {
        assert_eq!(rates(&mut scheduler), (0.01, *by_hand));
    }
    let mut resumed = groups().load_record(scheduler.to_record());
    for by_hand in &BY_HAND[3..] {
        assert_eq!(rates(&mut resumed), (0.01, *by_hand));
    }
}
