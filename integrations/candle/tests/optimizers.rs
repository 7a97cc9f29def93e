//! Each parameter group trains at the rate of its own schedule.

use candle_core::{DType, Device, Tensor};
use candle_nn::{Init, ParamsAdamW, VarMap};
use lr_schedule::{Constant, Cursor, LinearDecay, Schedule, Scheduler};
use lr_schedule_candle::optimizers::{Optimizers, Rates};

fn rates(schedules: impl IntoIterator<Item = (&'static str, Schedule)>) -> Rates {
    Cursor::new(schedules.into_iter().collect())
}

fn constant(lr: f64) -> Schedule {
    Constant::new(lr).unwrap().into()
}

/// Variables of one value, all 1.
fn ones(names: &[&str]) -> VarMap {
    let vars = VarMap::new();
    for name in names {
        vars.get(1, name, Init::Const(1.0), DType::F32, &Device::Cpu).unwrap();
    }
    vars
}

fn value(vars: &VarMap, name: &str) -> f32 {
    vars.data().lock().unwrap()[name].to_vec1::<f32>().unwrap()[0]
}

/// One update by the gradient of the sum, which is 1 for every variable.
fn update(vars: &VarMap, optimizers: &mut Optimizers) -> Vec<f64> {
    let values: Vec<Tensor> = vars.all_vars().iter().map(|var| var.as_tensor().clone()).collect();
    let sum = Tensor::stack(&values, 0).unwrap().sum_all().unwrap();
    optimizers.step(&sum.backward().unwrap()).unwrap()
}

#[test]
fn rates_are_those_of_the_schedules() {
    let vars = ones(&["body.weight", "head.weight"]);
    // By hand: 0.8 in 4 steps to 0, after a warmup of 2 steps from 0.
    let head = LinearDecay::new(0.8, 0.0, 4).unwrap().warmup(2, 0.0).unwrap();
    let schedules = [("head", head.into()), ("body", constant(0.25))];
    let mut optimizers = Optimizers::new(&vars, rates(schedules), &ParamsAdamW::default()).unwrap();
    let made: Vec<_> = (0..7).map(|_| update(&vars, &mut optimizers)).collect();
    let by_hand = [0.0, 0.4, 0.8, 0.6, 0.4, 0.2, 0.0];
    for (rates, by_hand) in made.iter().zip(by_hand) {
        assert_eq!(rates[0], 0.25);
        // The decay interpolates in two operations, each within half of the last place.
        assert!((rates[1] - by_hand).abs() <= f64::EPSILON, "{} instead of {by_hand}", rates[1]);
    }
    assert_eq!(optimizers.rates().step(), 7);
}

/// The first update of AdamW is `lr * sign(gradient)` without decay of weights.
#[test]
fn each_group_moves_by_its_own_rate() {
    let vars = ones(&["body.weight", "body.embed.weight", "head.weight"]);
    let schedules = [("body", constant(0.125)), ("body.embed", constant(0.0)), ("head", constant(0.5))];
    let params = ParamsAdamW { weight_decay: 0.0, ..ParamsAdamW::default() };
    let mut optimizers = Optimizers::new(&vars, rates(schedules), &params).unwrap();
    update(&vars, &mut optimizers);
    // In f32, and `eps` of 1e-8 in the divisor.
    assert!((value(&vars, "body.weight") - 0.875).abs() < 1e-6);
    assert!((value(&vars, "head.weight") - 0.5).abs() < 1e-6);
    assert_eq!(value(&vars, "body.embed.weight"), 1.0, "the group with the longest name, which is frozen");
}

#[test]
fn a_variable_without_a_group_is_an_error_and_so_is_a_group_without_variables() {
    let error = |vars: &[&str]| {
        let schedules = rates([("head", constant(0.1))]);
        Optimizers::new(&ones(vars), schedules, &ParamsAdamW::default()).unwrap_err().to_string()
    };
    assert_eq!(error(&["head.weight", "header.weight"]), "`header.weight` belongs to no parameter group");
    assert_eq!(error(&[]), "no variable belongs to the parameter group `head`");
}
