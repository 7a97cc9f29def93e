//! Every schedule, shape, adaptor and preset once, with its description, the code that makes it, its JSON, and
//! facts that follow from its parameters.
//!
//! Examples, pictures, bits, formats and benches are made from this list. A new schedule is one entry here.

#![allow(dead_code, reason = "not every user of this shows everything")]

use std::ops::RangeInclusive;

use lr_schedule::{
    Anneal, Constant, CosineDecay, Cyclic, CyclicMode, Error, ExponentialDecay, Interpolated,
    InverseSqrtDecay, InverseTimeDecay, LinearDecay, MultiStepDecay, Noam, OneCycle, PiecewiseConstant,
    PolynomialDecay, Schedule, Scheduler, Shape, StepDecay, WarmRestarts, presets,
};

/// The steps that show all of each entry.
pub(crate) const STEPS: usize = 1_000;

/// An entry of the catalogue.
#[derive(Debug)]
pub(crate) struct Entry {
    /// `schedules`, `shapes`, `adaptors` or `presets`.
    pub(crate) group: &'static str,
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    /// The expression that made `schedule`.
    pub(crate) code: &'static str,
    pub(crate) schedule: Schedule,
    /// `schedule` as JSON, with every field: the names are the public contract.
    pub(crate) json: &'static str,
    /// `schedule` as one line of text.
    pub(crate) line: &'static str,
    /// Rates at some steps, worked out from the formulas without this crate.
    pub(crate) rates: Vec<(usize, f64)>,
    /// The range of all rates.
    pub(crate) bounds: RangeInclusive<f64>,
    /// The step from which the rate is constant, if there is one.
    pub(crate) settles_at: Option<usize>,
}

/// Keeps the code as text beside what it makes.
macro_rules! entries {
    ($($group:ident {
        $($name:literal, $about:literal, $code:expr, $json:literal, $line:literal, $rates:expr, $bounds:expr, $settles:expr;)*
    })*) => {
        vec![$($(Entry {
            group: stringify!($group),
            name: $name,
            about: $about,
            code: stringify!($code),
            schedule: $code.into(),
            json: $json,
            line: $line,
            rates: $rates.to_vec(),
            bounds: $bounds,
            settles_at: $settles,
        },)*)*]
    };
}

/// All entries, in the order of the documentation. Each has its name and description, code, JSON, line of text, rates,
/// bounds, and the step at which it settles.
#[rustfmt::skip]
#[expect(clippy::too_many_lines, clippy::unreadable_literal, reason = "a table")]
pub(crate) fn catalogue() -> Result<Vec<Entry>, Error> {
    Ok(entries! {
        schedules {
        "constant", "the same rate at every step",
            Constant::new(0.1)?,
            r#"{"type":"constant","rate":0.1}"#,
            "constant 0.1",
            [(0, 0.1), (1000, 0.1)], 0.1..=0.1, Some(0);
        "linear_decay", "a straight line to an end",
            LinearDecay::new(0.1, 0.0, 900)?,
            r#"{"type":"linear_decay","start":0.1,"end":0.0,"steps":900}"#,
            "linear 0.1 -> 0 over 900 steps, then held",
            [(0, 0.1), (225, 0.075), (900, 0.0)], 0.0..=0.1, Some(900);
        "cosine_decay", "half a cosine wave to an end",
            CosineDecay::new(0.1, 0.0, 900)?,
            r#"{"type":"cosine_decay","start":0.1,"end":0.0,"steps":900}"#,
            "cosine 0.1 -> 0 over 900 steps, then held",
            [(0, 0.1), (300, 0.075), (450, 0.05), (900, 0.0)], 0.0..=0.1, Some(900);
        "polynomial_decay", "a power of the remaining fraction",
            PolynomialDecay::new(0.1, 0.0, 900, 2.0)?,
            r#"{"type":"polynomial_decay","start":0.1,"end":0.0,"steps":900,"power":2.0}"#,
            "polynomial (power 2) 0.1 -> 0 over 900 steps, then held",
            [(0, 0.1), (450, 0.025), (900, 0.0)], 0.0..=0.1, Some(900);
        "anneal", "any shape between two rates",
            Anneal::new(0.1, 0.0, 900, Shape::REX)?,
            r#"{"type":"anneal","start":0.1,"end":0.0,"steps":900,"shape":"rex"}"#,
            "REX 0.1 -> 0 over 900 steps, then held",
            [(0, 0.1), (450, 0.06666666666666667), (900, 0.0)], 0.0..=0.1, Some(900);
        "step_decay", "a factor every n steps",
            StepDecay::new(0.1, 0.5, 300)?,
            r#"{"type":"step_decay","start":0.1,"gamma":0.5,"every":300}"#,
            "0.1 times 0.5 every 300 steps",
            [(0, 0.1), (299, 0.1), (300, 0.05), (900, 0.0125)], 0.0..=0.1, None;
        "multi_step_decay", "a factor at each milestone",
            MultiStepDecay::new(0.1, 0.3, [500, 750])?,
            r#"{"type":"multi_step_decay","start":0.1,"gamma":0.3,"milestones":[500,750]}"#,
            "0.1 times 0.3 at steps [500, 750], then held",
            [(499, 0.1), (500, 0.03), (750, 0.009)], 0.0..=0.1, Some(750);
        "piecewise_constant", "given rates between given steps",
            PiecewiseConstant::new([0.02, 0.1, 0.05, 0.01], [100, 500, 800])?,
            r#"{"type":"piecewise_constant","rates":[0.02,0.1,0.05,0.01],"boundaries":[100,500,800]}"#,
            "piecewise constant 0.02 until step 100, 0.1 until step 500, 0.05 until step 800, 0.01, then held",
            [(0, 0.02), (100, 0.1), (500, 0.05), (800, 0.01)], 0.01..=0.1, Some(800);
        "exponential_decay", "a factor per step, without end",
            ExponentialDecay::new(0.1, 0.995)?,
            r#"{"type":"exponential_decay","start":0.1,"gamma":0.995,"every":1,"staircase":false}"#,
            "exponential from 0.1, times 0.995 every step",
            [(0, 0.1), (100, 0.06057704364907282)], 0.0..=0.1, None;
        "inverse_time_decay", "one over the step, without end",
            InverseTimeDecay::new(0.1, 0.01)?,
            r#"{"type":"inverse_time_decay","start":0.1,"gamma":0.01,"every":1,"staircase":false,"power":1.0}"#,
            "inverse time from 0.1, divisor + 0.01 every step",
            [(0, 0.1), (100, 0.05), (900, 0.01)], 0.0..=0.1, None;
        "inverse_sqrt_decay", "one over the square root of the step, without end",
            InverseSqrtDecay::new(0.1, 50)?,
            r#"{"type":"inverse_sqrt_decay","start":0.1,"timescale":50}"#,
            "inverse square root from 0.1, time scale 50 steps",
            [(0, 0.1), (150, 0.05), (750, 0.025)], 0.0..=0.1, None;
        "noam", "the Transformer paper's warmup and inverse square root",
            Noam::new(1.0, 512, 200)?,
            r#"{"type":"noam","factor":1.0,"model_size":512,"warmup_steps":200}"#,
            "Noam, factor 1, model size 512, 200 warmup steps",
            [(199, 0.003125), (799, 0.0015625)], 0.0..=0.00313, None;
        "interpolated", "through given points",
            Interpolated::new([(0, 0.0), (300, 0.1), (700, 0.06), (900, 0.0)])?,
            r#"{"type":"interpolated","knots":[[0,0.0],[300,0.1],[700,0.06],[900,0.0]],"shape":"linear"}"#,
            "linear interpolation through 0 at step 0, 0.1 at step 300, 0.06 at step 700, 0 at step 900, then held",
            [(0, 0.0), (150, 0.05), (300, 0.1), (500, 0.08), (700, 0.06), (800, 0.03), (900, 0.0)], 0.0..=0.1, Some(900);
        "cyclic", "periodic rise and fall",
            Cyclic::new(0.01, 0.1, 100, 150)?.with_mode(CyclicMode::Triangular2)?,
            r#"{"type":"cyclic","base":0.01,"max":0.1,"up":100,"down":150,"mode":"triangular2","shape":"linear","inverted":false}"#,
            "linear cycles 0.01 -> 0.1 in 100 steps and back in 150, each half as high",
            [(0, 0.01), (50, 0.055), (100, 0.1), (175, 0.055), (250, 0.01), (350, 0.055)], 0.01..=0.1, None;
        "warm_restarts", "a decay that restarts",
            WarmRestarts::new(0.1, 0.0, 150)?.with_period_mult(1.5)?.with_start_mult(0.8)?,
            r#"{"type":"warm_restarts","start":0.1,"end":0.0,"period":150,"period_mult":1.5,"start_mult":0.8,"shape":"cosine"}"#,
            "cosine 0.1 -> 0 with restarts every 150 steps, each 1.5 times as long, each 0.8 times as high",
            [(0, 0.1), (75, 0.05), (150, 0.08), (375, 0.064), (713, 0.051199876769190085)], 0.0..=0.1, None;
        "one_cycle", "one rise, one fall, and a final decay",
            OneCycle::new(0.1, 900)?,
            r#"{"type":"one_cycle","max":0.1,"steps":900,"pct_start":0.3,"div_factor":25.0,"final_div_factor":10000.0,"three_phase":false,"shape":"cosine"}"#,
            "cosine one-cycle 4e-3 -> 0.1 -> 4e-7 over 900 steps, 30 % of them rising, then held",
            [(0, 0.004), (269, 0.1), (584, 0.0500002), (899, 4e-7)], 4e-7..=0.1, Some(899);
        "one_cycle_momentum", "the momentum of one cycle",
            OneCycle::new(0.1, 900)?.momentum(0.85, 0.95)?,
            r#"{"type":"one_cycle_momentum","base":0.85,"max":0.95,"steps":900,"pct_start":0.3,"three_phase":false,"shape":"cosine"}"#,
            "cosine one-cycle momentum 0.95 -> 0.85 -> 0.95 over 900 steps, 30 % of them falling, then held",
            [(0, 0.95), (269, 0.85), (584, 0.9), (899, 0.95)], 0.85..=0.95, Some(899);
        }
        shapes {
        "linear", "a straight line",
            Anneal::new(0.1, 0.0, 900, Shape::Linear)?,
            r#"{"type":"anneal","start":0.1,"end":0.0,"steps":900,"shape":"linear"}"#,
            "linear 0.1 -> 0 over 900 steps, then held",
            [(225, 0.075)], 0.0..=0.1, Some(900);
        "cosine", "half a cosine wave",
            Anneal::new(0.1, 0.0, 900, Shape::Cosine)?,
            r#"{"type":"anneal","start":0.1,"end":0.0,"steps":900,"shape":"cosine"}"#,
            "cosine 0.1 -> 0 over 900 steps, then held",
            [(300, 0.075)], 0.0..=0.1, Some(900);
        "cosine_power", "a power of half a cosine wave",
            Anneal::new(0.1, 0.0, 900, Shape::CosinePower { power: 3.0 })?,
            r#"{"type":"anneal","start":0.1,"end":0.0,"steps":900,"shape":{"cosine_power":{"power":3.0}}}"#,
            "cosine^3 0.1 -> 0 over 900 steps, then held",
            [(300, 0.0421875), (450, 0.0125)], 0.0..=0.1, Some(900);
        "sine_power", "a power of half a sine wave; the quarter sine of a warmup",
            Anneal::new(0.0, 0.1, 900, Shape::SinePower { power: 0.5 })?,
            r#"{"type":"anneal","start":0.0,"end":0.1,"steps":900,"shape":{"sine_power":{"power":0.5}}}"#,
            "sine^0.5 0 -> 0.1 over 900 steps, then held",
            [(300, 0.05), (900, 0.1)], 0.0..=0.1, Some(900);
        "polynomial", "a power of the remaining fraction",
            Anneal::new(0.1, 0.0, 900, Shape::Polynomial { power: 2.0 })?,
            r#"{"type":"anneal","start":0.1,"end":0.0,"steps":900,"shape":{"polynomial":{"power":2.0}}}"#,
            "polynomial (power 2) 0.1 -> 0 over 900 steps, then held",
            [(450, 0.025)], 0.0..=0.1, Some(900);
        "one_minus_power", "one minus a power of the elapsed fraction; 1-sqrt",
            Anneal::new(0.1, 0.0, 900, Shape::OneMinusPower { power: 0.5 })?,
            r#"{"type":"anneal","start":0.1,"end":0.0,"steps":900,"shape":{"one_minus_power":{"power":0.5}}}"#,
            "1-u^0.5 0.1 -> 0 over 900 steps, then held",
            [(225, 0.05)], 0.0..=0.1, Some(900);
        "cosine_k", "k-decay of a cosine",
            Anneal::new(0.1, 0.0, 900, Shape::CosineK { k: 2.0 })?,
            r#"{"type":"anneal","start":0.1,"end":0.0,"steps":900,"shape":{"cosine_k":{"k":2.0}}}"#,
            "cosine (u^2) 0.1 -> 0 over 900 steps, then held",
            [(450, 0.08535533905932738)], 0.0..=0.1, Some(900);
        "polynomial_k", "k-decay of a polynomial",
            Anneal::new(0.1, 0.0, 900, Shape::PolynomialK { k: 3.0, power: 2.0 })?,
            r#"{"type":"anneal","start":0.1,"end":0.0,"steps":900,"shape":{"polynomial_k":{"k":3.0,"power":2.0}}}"#,
            "(1-u^3)^2 0.1 -> 0 over 900 steps, then held",
            [(450, 0.0765625)], 0.0..=0.1, Some(900);
        "geometric", "equal factors over equal times",
            Anneal::new(0.1, 0.001, 900, Shape::Geometric)?,
            r#"{"type":"anneal","start":0.1,"end":0.001,"steps":900,"shape":"geometric"}"#,
            "geometric 0.1 -> 1e-3 over 900 steps, then held",
            [(450, 0.01), (900, 0.001)], 0.001..=0.1, Some(900);
        "exponential", "an exponential rescaled to reach its end",
            Anneal::new(0.1, 0.0, 900, Shape::Exponential { ratio: 0.1 })?,
            r#"{"type":"anneal","start":0.1,"end":0.0,"steps":900,"shape":{"exponential":{"ratio":0.1}}}"#,
            "exponential (ratio 0.1) 0.1 -> 0 over 900 steps, then held",
            [(450, 0.024025307335204214)], 0.0..=0.1, Some(900);
        "logarithmic", "a logarithm; DeepSpeed's warmup",
            Anneal::new(0.0, 0.1, 899, Shape::Logarithmic { ratio: 900.0 })?,
            r#"{"type":"anneal","start":0.0,"end":0.1,"steps":899,"shape":{"logarithmic":{"ratio":900.0}}}"#,
            "logarithmic (ratio 900) 0 -> 0.1 over 899 steps, then held",
            [(0, 0.0), (29, 0.05), (899, 0.1)], 0.0..=0.1, Some(899);
        "harmonic", "a straight line of one over the rate",
            Anneal::new(0.1, 0.001, 900, Shape::Harmonic)?,
            r#"{"type":"anneal","start":0.1,"end":0.001,"steps":900,"shape":"harmonic"}"#,
            "harmonic 0.1 -> 1e-3 over 900 steps, then held",
            [(450, 0.0019801980198019802), (900, 0.001)], 0.001..=0.1, Some(900);
        "rex", "slow at first, fast at the end",
            Anneal::new(0.1, 0.0, 900, Shape::REX)?,
            r#"{"type":"anneal","start":0.1,"end":0.0,"steps":900,"shape":"rex"}"#,
            "REX 0.1 -> 0 over 900 steps, then held",
            [(450, 0.06666666666666667)], 0.0..=0.1, Some(900);
        "tanh", "a hyperbolic tangent",
            Anneal::new(0.1, 0.0, 900, Shape::Tanh { lower: -6.0, upper: 3.0 })?,
            r#"{"type":"anneal","start":0.1,"end":0.0,"steps":900,"shape":{"tanh":{"lower":-6.0,"upper":3.0}}}"#,
            "tanh (-6 to 3) 0.1 -> 0 over 900 steps, then held",
            [(600, 0.05)], 0.0..=0.1, Some(900);
        }
        adaptors {
        "warmup", "a ramp in front of a schedule",
            LinearDecay::new(0.1, 0.0, 700)?.warmup(200, 0.0)?,
            r#"{"type":"warmup","steps":200,"start":0.0,"shape":"linear","schedule":{"type":"linear_decay","start":0.1,"end":0.0,"steps":700}}"#,
            "linear warmup 0 -> 0.1 over 200 steps, then linear 0.1 -> 0 over 700 steps, then held",
            [(0, 0.0), (100, 0.05), (200, 0.1), (550, 0.05), (900, 0.0)], 0.0..=0.1, Some(900);
        "then", "one schedule after another",
            Constant::new(0.05)?.then(300, CosineDecay::new(0.1, 0.0, 600)?),
            r#"{"type":"then","first":{"type":"constant","rate":0.05},"at":300,"next":{"type":"cosine_decay","start":0.1,"end":0.0,"steps":600}}"#,
            "constant 0.05 until step 300, then cosine 0.1 -> 0 over 600 steps, then held",
            [(299, 0.05), (300, 0.1), (600, 0.05), (900, 0.0)], 0.0..=0.1, Some(900);
        "cooldown", "from the current rate to an end",
            Constant::new(0.1)?.cooldown(600, 300, 0.0, Shape::OneMinusPower { power: 0.5 })?,
            r#"{"type":"cooldown","at":600,"steps":300,"end":0.0,"shape":{"one_minus_power":{"power":0.5}},"schedule":{"type":"constant","rate":0.1}}"#,
            "constant 0.1 until step 600, then 1-u^0.5 0.1 -> 0 over 300 steps, then held",
            [(600, 0.1), (675, 0.05), (900, 0.0)], 0.0..=0.1, Some(900);
        "scaled", "every rate times a factor",
            CosineDecay::new(0.1, 0.0, 900)?.scaled(0.5)?,
            r#"{"type":"scaled","factor":0.5,"schedule":{"type":"cosine_decay","start":0.1,"end":0.0,"steps":900}}"#,
            "0.5 times (cosine 0.1 -> 0 over 900 steps), then held",
            [(0, 0.05), (450, 0.025), (900, 0.0)], 0.0..=0.05, Some(900);
        "clamped", "every rate within bounds",
            CosineDecay::new(0.1, 0.0, 900)?.clamped(0.02, 0.08)?,
            r#"{"type":"clamped","min":0.02,"max":0.08,"schedule":{"type":"cosine_decay","start":0.1,"end":0.0,"steps":900}}"#,
            "cosine 0.1 -> 0 over 900 steps, kept within 0.02..=0.08, then held",
            [(0, 0.08), (450, 0.05), (900, 0.02)], 0.02..=0.08, Some(900);
        "product", "the product of two",
            CosineDecay::new(0.1, 0.0, 900)?.times(StepDecay::new(1.0, 0.5, 300)?),
            r#"{"type":"product","schedules":[{"type":"cosine_decay","start":0.1,"end":0.0,"steps":900},{"type":"step_decay","start":1.0,"gamma":0.5,"every":300}]}"#,
            "(cosine 0.1 -> 0 over 900 steps) times (1 times 0.5 every 300 steps)",
            [(0, 0.1), (300, 0.0375), (450, 0.025)], 0.0..=0.1, None;
        "sum", "the sum of two",
            ExponentialDecay::new(0.08, 0.99)?.plus(Constant::new(0.02)?),
            r#"{"type":"sum","schedules":[{"type":"exponential_decay","start":0.08,"gamma":0.99,"every":1,"staircase":false},{"type":"constant","rate":0.02}]}"#,
            "(exponential from 0.08, times 0.99 every step) plus (constant 0.02)",
            [(0, 0.1), (100, 0.04928258730185836)], 0.02..=0.1, None;
        "delayed", "the first rate held before the start",
            LinearDecay::new(0.1, 0.0, 500)?.delayed(400),
            r#"{"type":"delayed","steps":400,"schedule":{"type":"linear_decay","start":0.1,"end":0.0,"steps":500}}"#,
            "0.1 for 400 steps, then linear 0.1 -> 0 over 500 steps, then held",
            [(400, 0.1), (650, 0.05), (900, 0.0)], 0.0..=0.1, Some(900);
        "skip", "without its first steps",
            LinearDecay::new(0.1, 0.0, 900)?.skip(400),
            r#"{"type":"skip","steps":400,"schedule":{"type":"linear_decay","start":0.1,"end":0.0,"steps":900}}"#,
            "(linear 0.1 -> 0 over 900 steps) without its first 400 steps, then held",
            [(0, 0.05555555555555555), (50, 0.05), (500, 0.0)], 0.0..=0.0556, Some(500);
        "repeated", "the first steps, periodically",
            LinearDecay::new(0.1, 0.02, 250)?.repeated(250)?,
            r#"{"type":"repeated","period":250,"schedule":{"type":"linear_decay","start":0.1,"end":0.02,"steps":250}}"#,
            "(linear 0.1 -> 0.02 over 250 steps), repeated every 250 steps",
            [(0, 0.1), (125, 0.06), (249, 0.02032), (250, 0.1)], 0.02..=0.1, None;
        "per_epoch", "steps counted in epochs",
            CosineDecay::new(0.1, 0.0, 9)?.per_epoch(100)?,
            r#"{"type":"per_epoch","steps_per_epoch":100,"schedule":{"type":"cosine_decay","start":0.1,"end":0.0,"steps":9}}"#,
            "(cosine 0.1 -> 0 over 9 steps), in epochs of 100 steps, then held",
            [(99, 0.1), (300, 0.075), (900, 0.0)], 0.0..=0.1, Some(900);
        "stretched", "over another length",
            StepDecay::new(0.1, 0.5, 100)?.stretched(1, 3)?,
            r#"{"type":"stretched","from":1,"to":3,"schedule":{"type":"step_decay","start":0.1,"gamma":0.5,"every":100}}"#,
            "(0.1 times 0.5 every 100 steps), its 1 step stretched to 3",
            [(299, 0.1), (300, 0.05), (600, 0.025)], 0.0..=0.1, None;
        }
        presets {
        "warmup_linear", "warmup and linear decay, as BERT",
            presets::warmup_linear(0.1, 0.0, 100, 900)?,
            r#"{"type":"then","first":{"type":"anneal","start":0.0,"end":0.1,"steps":100,"shape":"linear"},"at":100,"next":{"type":"linear_decay","start":0.1,"end":0.0,"steps":800}}"#,
            "linear 0 -> 0.1 over 100 steps until step 100, then linear 0.1 -> 0 over 800 steps, then held",
            [(50, 0.05), (100, 0.1), (500, 0.05), (900, 0.0)], 0.0..=0.1, Some(900);
        "warmup_cosine", "warmup and cosine decay, as most language models",
            presets::warmup_cosine(0.1, 0.01, 100, 900)?,
            r#"{"type":"then","first":{"type":"anneal","start":0.0,"end":0.1,"steps":100,"shape":"linear"},"at":100,"next":{"type":"cosine_decay","start":0.1,"end":0.01,"steps":800}}"#,
            "linear 0 -> 0.1 over 100 steps until step 100, then cosine 0.1 -> 0.01 over 800 steps, then held",
            [(50, 0.05), (100, 0.1), (500, 0.055), (900, 0.01)], 0.0..=0.1, Some(900);
        "warmup_stable_decay", "warmup, constant rate, cooldown: WSD",
            presets::warmup_stable_decay(0.1, 0.0, 100, 200, 900, Shape::OneMinusPower { power: 0.5 })?,
            r#"{"type":"then","first":{"type":"anneal","start":0.0,"end":0.1,"steps":100,"shape":"linear"},"at":100,"next":{"type":"cooldown","at":600,"steps":200,"end":0.0,"shape":{"one_minus_power":{"power":0.5}},"schedule":{"type":"constant","rate":0.1}}}"#,
            "linear 0 -> 0.1 over 100 steps until step 100, then constant 0.1 until step 600, then 1-u^0.5 0.1 -> 0 over 200 steps, then held",
            [(50, 0.05), (100, 0.1), (700, 0.1), (750, 0.05), (900, 0.0)], 0.0..=0.1, Some(900);
        "warmup_inverse_sqrt", "warmup and one over the square root of the step",
            presets::warmup_inverse_sqrt(0.1, 100)?,
            r#"{"type":"warmup","steps":100,"start":0.0,"shape":"linear","schedule":{"type":"inverse_sqrt_decay","start":0.1,"timescale":100}}"#,
            "linear warmup 0 -> 0.1 over 100 steps, then inverse square root from 0.1, time scale 100 steps",
            [(50, 0.05), (100, 0.1), (400, 0.05)], 0.0..=0.1, None;
        "slanted_triangular", "a short rise and a long fall: ULMFiT",
            presets::slanted_triangular(0.1, 32.0, 100, 900)?,
            r#"{"type":"then","first":{"type":"anneal","start":0.003125,"end":0.1,"steps":100,"shape":"linear"},"at":100,"next":{"type":"linear_decay","start":0.1,"end":0.003125,"steps":800}}"#,
            "linear 3.125e-3 -> 0.1 over 100 steps until step 100, then linear 0.1 -> 3.125e-3 over 800 steps, then held",
            [(0, 0.003125), (100, 0.1), (500, 0.0515625), (900, 0.003125)], 0.003125..=0.1, Some(900);
        "flat_cosine", "constant rate, then cosine decay",
            presets::flat_cosine(0.1, 0.0, 650, 900)?,
            r#"{"type":"cooldown","at":650,"steps":250,"end":0.0,"shape":"cosine","schedule":{"type":"constant","rate":0.1}}"#,
            "constant 0.1 until step 650, then cosine 0.1 -> 0 over 250 steps, then held",
            [(650, 0.1), (775, 0.05), (900, 0.0)], 0.0..=0.1, Some(900);
        "infinite", "decay to a constant rate, until a cooldown",
            presets::infinite(0.1, 0.03, 50, 450, Shape::Cosine)?.cooldown(750, 150, 0.001, Shape::Geometric)?,
            r#"{"type":"cooldown","at":750,"steps":150,"end":0.001,"shape":"geometric","schedule":{"type":"then","first":{"type":"anneal","start":0.0,"end":0.1,"steps":50,"shape":"linear"},"at":50,"next":{"type":"anneal","start":0.1,"end":0.03,"steps":450,"shape":"cosine"}}}"#,
            "linear 0 -> 0.1 over 50 steps until step 50, then cosine 0.1 -> 0.03 over 450 steps until step 750, then geometric 0.03 -> 1e-3 over 150 steps, then held",
            [(25, 0.05), (50, 0.1), (275, 0.065), (500, 0.03), (825, 0.005477225575051661), (900, 0.001)], 0.0..=0.1, Some(900);
        }
    })
}
