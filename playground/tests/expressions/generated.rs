// Written by `UPDATE_EXPRESSIONS=1 cargo test --test expressions`.

#![deny(unused_imports)]

type Made = Result<lr_schedule::Schedule, lr_schedule::Error>;

#[rustfmt::skip]
fn made_0() -> Made {
    use lr_schedule::Constant;
    let schedule = Constant::new(0.1)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_1() -> Made {
    use lr_schedule::LinearDecay;
    let schedule = LinearDecay::new(0.1, 0.0, 900)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_2() -> Made {
    use lr_schedule::CosineDecay;
    let schedule = CosineDecay::new(0.1, 0.0, 900)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_3() -> Made {
    use lr_schedule::PolynomialDecay;
    let schedule = PolynomialDecay::new(0.1, 0.0, 900, 2.0)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_4() -> Made {
    use lr_schedule::{Anneal, Shape};
    let schedule = Anneal::new(0.1, 0.0, 900, Shape::Rex { constant: 0.5 })?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_5() -> Made {
    use lr_schedule::StepDecay;
    let schedule = StepDecay::new(0.1, 0.5, 300)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_6() -> Made {
    use lr_schedule::MultiStepDecay;
    let schedule = MultiStepDecay::new(0.1, 0.3, [500, 750])?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_7() -> Made {
    use lr_schedule::PiecewiseConstant;
    let schedule = PiecewiseConstant::new([0.02, 0.1, 0.05, 0.01], [100, 500, 800])?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_8() -> Made {
    use lr_schedule::ExponentialDecay;
    let schedule = ExponentialDecay::new(0.1, 0.995)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_9() -> Made {
    use lr_schedule::InverseTimeDecay;
    let schedule = InverseTimeDecay::new(0.1, 0.01)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_10() -> Made {
    use lr_schedule::InverseSqrtDecay;
    let schedule = InverseSqrtDecay::new(0.1, 50)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_11() -> Made {
    use lr_schedule::Noam;
    let schedule = Noam::new(1.0, 512, 200)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_12() -> Made {
    use lr_schedule::Interpolated;
    let schedule = Interpolated::new([(0, 0.0), (300, 0.1), (700, 0.06), (900, 0.0)])?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_13() -> Made {
    use lr_schedule::{Cyclic, CyclicMode};
    let schedule = Cyclic::new(0.01, 0.1, 100, 150)?.with_mode(CyclicMode::Triangular2)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_14() -> Made {
    use lr_schedule::WarmRestarts;
    let schedule = WarmRestarts::new(0.1, 0.0, 150)?.with_period_mult(1.5)?.with_start_mult(0.8)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_15() -> Made {
    use lr_schedule::OneCycle;
    let schedule = OneCycle::new(0.1, 900)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_16() -> Made {
    use lr_schedule::OneCycle;
    let schedule = OneCycle::new(1.0, 900)?.momentum(0.85, 0.95)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_17() -> Made {
    use lr_schedule::{Anneal, Shape};
    let schedule = Anneal::new(0.1, 0.0, 900, Shape::Linear)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_18() -> Made {
    use lr_schedule::{Anneal, Shape};
    let schedule = Anneal::new(0.1, 0.0, 900, Shape::Cosine)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_19() -> Made {
    use lr_schedule::{Anneal, Shape};
    let schedule = Anneal::new(0.1, 0.0, 900, Shape::CosinePower { power: 3.0 })?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_20() -> Made {
    use lr_schedule::{Anneal, Shape};
    let schedule = Anneal::new(0.0, 0.1, 900, Shape::SinePower { power: 0.5 })?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_21() -> Made {
    use lr_schedule::{Anneal, Shape};
    let schedule = Anneal::new(0.1, 0.0, 900, Shape::Polynomial { power: 2.0 })?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_22() -> Made {
    use lr_schedule::{Anneal, Shape};
    let schedule = Anneal::new(0.1, 0.0, 900, Shape::OneMinusPower { power: 0.5 })?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_23() -> Made {
    use lr_schedule::{Anneal, Shape};
    let schedule = Anneal::new(0.1, 0.0, 900, Shape::CosineK { k: 2.0 })?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_24() -> Made {
    use lr_schedule::{Anneal, Shape};
    let schedule = Anneal::new(0.1, 0.0, 900, Shape::PolynomialK { k: 3.0, power: 2.0 })?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_25() -> Made {
    use lr_schedule::{Anneal, Shape};
    let schedule = Anneal::new(0.1, 0.001, 900, Shape::Geometric)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_26() -> Made {
    use lr_schedule::{Anneal, Shape};
    let schedule = Anneal::new(0.1, 0.0, 900, Shape::Exponential { ratio: 0.1 })?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_27() -> Made {
    use lr_schedule::{Anneal, Shape};
    let schedule = Anneal::new(0.0, 0.1, 899, Shape::Logarithmic { ratio: 900.0 })?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_28() -> Made {
    use lr_schedule::{Anneal, Shape};
    let schedule = Anneal::new(0.1, 0.001, 900, Shape::Harmonic)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_29() -> Made {
    use lr_schedule::{Anneal, Shape};
    let schedule = Anneal::new(0.1, 0.0, 900, Shape::Rex { constant: 0.5 })?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_30() -> Made {
    use lr_schedule::{Anneal, Shape};
    let schedule = Anneal::new(0.1, 0.0, 900, Shape::Tanh { lower: -6.0, upper: 3.0 })?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_31() -> Made {
    use lr_schedule::{LinearDecay, Scheduler};
    let schedule = LinearDecay::new(0.1, 0.0, 700)?.warmup(200, 0.0)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_32() -> Made {
    use lr_schedule::{Constant, CosineDecay, Scheduler};
    let schedule = Constant::new(0.05)?.then(300, CosineDecay::new(0.1, 0.0, 600)?);
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_33() -> Made {
    use lr_schedule::{Constant, Scheduler, Shape};
    let schedule = Constant::new(0.1)?.cooldown(600, 300, 0.0, Shape::OneMinusPower { power: 0.5 })?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_34() -> Made {
    use lr_schedule::{CosineDecay, Scheduler};
    let schedule = CosineDecay::new(0.1, 0.0, 900)?.scaled(0.5)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_35() -> Made {
    use lr_schedule::{CosineDecay, Scheduler};
    let schedule = CosineDecay::new(0.1, 0.0, 900)?.clamped(0.02, 0.08)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_36() -> Made {
    use lr_schedule::{CosineDecay, Scheduler, StepDecay};
    let schedule = CosineDecay::new(0.1, 0.0, 900)?.times(StepDecay::new(1.0, 0.5, 300)?);
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_37() -> Made {
    use lr_schedule::{Constant, ExponentialDecay, Scheduler};
    let schedule = ExponentialDecay::new(0.08, 0.99)?.plus(Constant::new(0.02)?);
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_38() -> Made {
    use lr_schedule::{LinearDecay, Scheduler};
    let schedule = LinearDecay::new(0.1, 0.0, 500)?.delayed(400);
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_39() -> Made {
    use lr_schedule::{LinearDecay, Scheduler};
    let schedule = LinearDecay::new(0.1, 0.0, 900)?.skip(400);
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_40() -> Made {
    use lr_schedule::{LinearDecay, Scheduler};
    let schedule = LinearDecay::new(0.1, 0.02, 250)?.repeated(250)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_41() -> Made {
    use lr_schedule::{CosineDecay, Scheduler};
    let schedule = CosineDecay::new(0.1, 0.0, 9)?.per_epoch(100)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_42() -> Made {
    use lr_schedule::{Scheduler, StepDecay};
    let schedule = StepDecay::new(0.1, 0.5, 100)?.stretched(1, 3)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_43() -> Made {
    use lr_schedule::{Anneal, LinearDecay, Scheduler, Shape};
    let schedule = Anneal::new(0.0, 0.1, 100, Shape::Linear)?.then(100, LinearDecay::new(0.1, 0.0, 800)?);
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_44() -> Made {
    use lr_schedule::{Anneal, CosineDecay, Scheduler, Shape};
    let schedule = Anneal::new(0.0, 0.1, 100, Shape::Linear)?.then(100, CosineDecay::new(0.1, 0.01, 800)?);
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_45() -> Made {
    use lr_schedule::{Anneal, Constant, Scheduler, Shape};
    let schedule = Anneal::new(0.0, 0.1, 100, Shape::Linear)?.then(100, Constant::new(0.1)?.cooldown(600, 200, 0.0, Shape::OneMinusPower { power: 0.5 })?);
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_46() -> Made {
    use lr_schedule::{InverseSqrtDecay, Scheduler};
    let schedule = InverseSqrtDecay::new(0.1, 100)?.warmup(100, 0.0)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_47() -> Made {
    use lr_schedule::{Anneal, LinearDecay, Scheduler, Shape};
    let schedule = Anneal::new(0.003125, 0.1, 100, Shape::Linear)?.then(100, LinearDecay::new(0.1, 0.003125, 800)?);
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_48() -> Made {
    use lr_schedule::{Constant, Scheduler, Shape};
    let schedule = Constant::new(0.1)?.cooldown(650, 250, 0.0, Shape::Cosine)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_49() -> Made {
    use lr_schedule::{Anneal, Scheduler, Shape};
    let schedule = Anneal::new(0.0, 0.1, 50, Shape::Linear)?.then(50, Anneal::new(0.1, 0.03, 450, Shape::Cosine)?).cooldown(750, 150, 0.001, Shape::Geometric)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_50() -> Made {
    use lr_schedule::ExponentialDecay;
    let schedule = ExponentialDecay::new(0.1, 0.5)?.with_every(20_000)?.with_staircase(true);
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_51() -> Made {
    use lr_schedule::InverseTimeDecay;
    let schedule = InverseTimeDecay::new(0.1, 0.5)?.with_every(7)?.with_staircase(true).with_power(0.75)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_52() -> Made {
    use lr_schedule::{Interpolated, Shape};
    let schedule = Interpolated::new([(0, 1e-300), (70_000, 1e22)])?.with_shape(Shape::Geometric)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_53() -> Made {
    use lr_schedule::{Cyclic, CyclicMode};
    let schedule = Cyclic::new(1e-5, 0.1, 3, 4)?.with_mode(CyclicMode::ExpRange { gamma: 0.9999 })?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_54() -> Made {
    use lr_schedule::{Cyclic, Shape};
    let schedule = Cyclic::new(1e-5, 0.1, 3, 4)?.with_shape(Shape::Tanh { lower: -6.0, upper: 3.0 })?.with_inverted(true);
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_55() -> Made {
    use lr_schedule::{Shape, WarmRestarts};
    let schedule = WarmRestarts::new(0.1, 0.0001, 10)?.with_cycles(3).with_shape(Shape::Harmonic)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_56() -> Made {
    use lr_schedule::OneCycle;
    let schedule = OneCycle::new(0.1, 900)?.with_pct_start(0.45)?.with_three_phase(true)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_57() -> Made {
    use lr_schedule::{OneCycle, Shape};
    let schedule = OneCycle::new(0.1, 900)?.with_div_factor(10.0)?.with_final_div_factor(1000.0)?.with_shape(Shape::Geometric)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_58() -> Made {
    use lr_schedule::OneCycle;
    let schedule = OneCycle::new(1.0, 900)?.with_pct_start(0.2)?.with_three_phase(true)?.momentum(0.8, 0.9)?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_59() -> Made {
    use lr_schedule::{CosineDecay, Scheduler, Shape};
    let schedule = CosineDecay::new(0.1, 0.0, 900)?.warmup_with(100, 0.001, Shape::Cosine)?.delayed(16_777_215);
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_60() -> Made {
    use lr_schedule::{Anneal, Shape};
    let schedule = Anneal::new(2.2250738585072014e-308, 1.7976931348623157e308, 9, Shape::Polynomial { power: 0.3333333333333333 })?;
    Ok(schedule.into())
}

#[rustfmt::skip]
fn made_61() -> Made {
    use lr_schedule::{Constant, Scheduler};
    let schedule = Constant::new(0.1)?.then(5, Constant::new(0.2)?.then(6, Constant::new(0.3)?));
    Ok(schedule.into())
}

#[rustfmt::skip]
pub(super) const MADE: &[fn() -> Made] = &[made_0, made_1, made_2, made_3, made_4, made_5, made_6, made_7, made_8, made_9, made_10, made_11, made_12, made_13, made_14, made_15, made_16, made_17, made_18, made_19, made_20, made_21, made_22, made_23, made_24, made_25, made_26, made_27, made_28, made_29, made_30, made_31, made_32, made_33, made_34, made_35, made_36, made_37, made_38, made_39, made_40, made_41, made_42, made_43, made_44, made_45, made_46, made_47, made_48, made_49, made_50, made_51, made_52, made_53, made_54, made_55, made_56, made_57, made_58, made_59, made_60, made_61];
