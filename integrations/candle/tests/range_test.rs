//! A range test leaves the variables as they were, however it ends.

use std::collections::BTreeMap;

use anyhow::{Result, bail, ensure};
use candle_nn::{AdamW, Optimizer, ParamsAdamW, VarMap};
use lr_schedule::LrRangeFinder;
use lr_schedule_candle::mlp::Mlp;
use lr_schedule_candle::snapshot::{Snapshot, range_test};
use lr_schedule_candle::wines::Wines;

/// The bits of every value of every variable.
fn bits(vars: &VarMap) -> BTreeMap<String, Vec<u32>> {
    let values = |tensor: &candle_core::Tensor| tensor.flatten_all()?.to_vec1::<f32>();
    let vars = vars.data().lock().unwrap();
    vars.iter()
        .map(|(name, var)| (name.clone(), values(var).unwrap().into_iter().map(f32::to_bits).collect()))
        .collect()
}

/// A range test of a network on wines, with an error at update `fail_at`. Returns how it ended and how many
/// updates it made, after having checked that the variables changed on the way and are restored.
fn end_of(finder: &LrRangeFinder, fail_at: usize) -> (Result<String>, usize) {
    let wines = Wines::load().unwrap();
    let (model, vars) = Mlp::new(7).unwrap();
    let before = bits(&vars);
    let mut optimizer = AdamW::new(vars.all_vars(), ParamsAdamW::default()).unwrap();
    let mut updates = 0;
    let report = range_test(finder, &vars, |lr| {
        ensure!(updates == 0 || bits(&vars) != before, "no update changed the variables");
        if updates == fail_at {
            bail!("out of data");
        }
        let (features, classes) = wines.batch(updates)?;
        updates += 1;
        let loss = model.loss(&features, &classes)?;
        optimizer.set_learning_rate(lr);
        optimizer.backward_step(&loss)?;
        Ok(f64::from(loss.to_scalar::<f32>()?))
    });
    assert!(bits(&vars) == before, "the variables are not restored");
    (report.map(|report| format!("{:?}", report.stop_reason())), updates)
}

#[test]
fn after_its_last_rate() {
    let finder = LrRangeFinder::new(1e-5, 1e-2, 50).unwrap();
    let (end, updates) = end_of(&finder, usize::MAX);
    assert_eq!((end.unwrap().as_str(), updates), ("Completed", 50));
}

#[test]
fn after_divergence() {
    let (end, updates) = end_of(&LrRangeFinder::default(), usize::MAX);
    assert_eq!(end.unwrap(), "Diverged");
    assert!(updates < LrRangeFinder::default().steps());
}

#[test]
fn after_an_error() {
    let (end, updates) = end_of(&LrRangeFinder::default(), 20);
    assert_eq!((end.unwrap_err().to_string().as_str(), updates), ("out of data", 20));
}

#[test]
fn after_a_panic() {
    let (_, vars) = Mlp::new(7).unwrap();
    let before = bits(&vars);
    let test = || {
        range_test(&LrRangeFinder::default(), &vars, |_| -> candle_core::Result<f64> {
            for var in vars.all_vars() {
                var.set(&var.as_detached_tensor().affine(2.0, 1.0)?)?;
            }
            assert!(bits(&vars) == before, "the values have changed");
            Ok(1.0)
        })
    };
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(test)).is_err());
    assert!(bits(&vars) == before);
}

/// Why a snapshot, and not a clone.
#[test]
fn a_clone_of_the_map_and_of_the_model_shares_the_values() {
    let wines = Wines::load().unwrap();
    let (model, vars) = Mlp::new(7).unwrap();
    let before = bits(&vars);
    let snapshot = Snapshot::of(&vars).unwrap();
    let (model, clone) = (model.clone(), vars.clone());
    let (features, classes) = wines.batch(0).unwrap();
    let mut optimizer = AdamW::new_lr(clone.all_vars(), 0.1).unwrap();
    optimizer.backward_step(&model.loss(&features, &classes).unwrap()).unwrap();
    assert!(bits(&vars) != before, "training the clone trains the original");
    snapshot.restore().unwrap();
    assert!(bits(&vars) == before);
}
