//! Every schedule, shape, adaptor and preset once, with what it is for and the code that makes it.

#![allow(dead_code, reason = "not every user of this shows everything")]

use lr_schedule::{
    Anneal, Constant, CosineDecay, Cyclic, CyclicMode, Error, ExponentialDecay, Interpolated,
    InverseSqrtDecay, InverseTimeDecay, LinearDecay, MultiStepDecay, Noam, OneCycle, PiecewiseConstant,
    PolynomialDecay, Schedule, Scheduler, Shape, StepDecay, WarmRestarts, presets,
};

/// The steps worth drawing of each.
pub(crate) const STEPS: usize = 1_000;

/// One of the catalogue.
#[derive(Debug)]
pub(crate) struct Entry {
    /// `schedules`, `shapes`, `adaptors` or `presets`.
    pub(crate) group: &'static str,
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    /// The expression that `schedule` was made by.
    pub(crate) code: &'static str,
    pub(crate) schedule: Schedule,
}

/// Keeps the code as text beside what it makes.
macro_rules! entries {
    ($($group:ident { $($name:literal, $about:literal, $code:expr;)* })*) => {
        vec![$($(Entry {
            group: stringify!($group),
            name: $name,
            about: $about,
            code: stringify!($code),
            schedule: $code.into(),
        },)*)*]
    };
}

/// Everything, in the order of the documentation.
#[rustfmt::skip]
#[expect(clippy::too_many_lines, reason = "a table")]
pub(crate) fn catalogue() -> Result<Vec<Entry>, Error> {
    Ok(entries! {
        schedules {
        "constant", "one rate for ever",
            Constant::new(0.1)?;
        "linear_decay", "a straight line to an end",
            LinearDecay::new(0.1, 0.0, 900)?;
        "cosine_decay", "half a cosine wave to an end",
            CosineDecay::new(0.1, 0.0, 900)?;
        "polynomial_decay", "a power of what is left of the way",
            PolynomialDecay::new(0.1, 0.0, 900, 2.0)?;
        "anneal", "any shape from one rate to another",
            Anneal::new(0.1, 0.0, 900, Shape::REX)?;
        "step_decay", "a factor every so many steps",
            StepDecay::new(0.1, 0.5, 300)?;
        "multi_step_decay", "a factor at each milestone",
            MultiStepDecay::new(0.1, 0.3, [500, 750])?;
        "piecewise_constant", "given rates between given steps",
            PiecewiseConstant::new([0.02, 0.1, 0.05, 0.01], [100, 500, 800])?;
        "exponential_decay", "a factor per step, without end",
            ExponentialDecay::new(0.1, 0.995)?;
        "inverse_time_decay", "one over the time, without end",
            InverseTimeDecay::new(0.1, 0.01)?;
        "inverse_sqrt_decay", "one over the root of the time, without end",
            InverseSqrtDecay::new(0.1, 50)?;
        "noam", "the Transformer paper's warmup and inverse square root",
            Noam::new(1.0, 512, 200)?;
        "interpolated", "through given points",
            Interpolated::new([(0, 0.0), (300, 0.1), (700, 0.06), (900, 0.0)])?;
        "cyclic", "up and down again and again",
            Cyclic::new(0.01, 0.1, 100, 150)?.with_mode(CyclicMode::Triangular2)?;
        "warm_restarts", "decays that begin anew",
            WarmRestarts::new(0.1, 0.0, 150)?.with_period_mult(1.5)?.with_start_mult(0.8)?;
        "one_cycle", "once up, once down and further down",
            OneCycle::new(0.1, 900)?;
        "one_cycle_momentum", "the momentum that goes with one cycle",
            OneCycle::new(0.1, 900)?.momentum(0.85, 0.95)?;
        }
        shapes {
        "linear", "a straight line",
            Anneal::new(0.1, 0.0, 900, Shape::Linear)?;
        "cosine", "half a cosine wave",
            Anneal::new(0.1, 0.0, 900, Shape::Cosine)?;
        "cosine_power", "half a cosine wave to a power",
            Anneal::new(0.1, 0.0, 900, Shape::CosinePower { power: 3.0 })?;
        "sine_power", "half a sine wave to a power; the quarter sine of a warmup",
            Anneal::new(0.0, 0.1, 900, Shape::SinePower { power: 0.5 })?;
        "polynomial", "a power of what is left",
            Anneal::new(0.1, 0.0, 900, Shape::Polynomial { power: 2.0 })?;
        "one_minus_power", "one minus a power of what is gone; 1-sqrt",
            Anneal::new(0.1, 0.0, 900, Shape::OneMinusPower { power: 0.5 })?;
        "cosine_k", "k-decay of a cosine",
            Anneal::new(0.1, 0.0, 900, Shape::CosineK { k: 2.0 })?;
        "polynomial_k", "k-decay of a polynomial",
            Anneal::new(0.1, 0.0, 900, Shape::PolynomialK { k: 3.0, power: 2.0 })?;
        "geometric", "equal factors in equal times",
            Anneal::new(0.1, 0.001, 900, Shape::Geometric)?;
        "exponential", "an exponential that arrives",
            Anneal::new(0.1, 0.0, 900, Shape::Exponential { ratio: 0.1 })?;
        "logarithmic", "a logarithm; DeepSpeed's warmup",
            Anneal::new(0.0, 0.1, 899, Shape::Logarithmic { ratio: 900.0 })?;
        "harmonic", "a straight line in one over the rate",
            Anneal::new(0.1, 0.001, 900, Shape::Harmonic)?;
        "rex", "slow first, fast later",
            Anneal::new(0.1, 0.0, 900, Shape::REX)?;
        "tanh", "a hyperbolic tangent",
            Anneal::new(0.1, 0.0, 900, Shape::Tanh { lower: -6.0, upper: 3.0 })?;
        }
        adaptors {
        "warmup", "a way up in front of a schedule",
            LinearDecay::new(0.1, 0.0, 700)?.warmup(200, 0.0)?;
        "then", "one schedule after another",
            Constant::new(0.05)?.then(300, CosineDecay::new(0.1, 0.0, 600)?);
        "cooldown", "from wherever the rate is to an end",
            Constant::new(0.1)?.cooldown(600, 300, 0.0, Shape::OneMinusPower { power: 0.5 })?;
        "scaled", "every rate by a factor",
            CosineDecay::new(0.1, 0.0, 900)?.scaled(0.5)?;
        "clamped", "every rate within bounds",
            CosineDecay::new(0.1, 0.0, 900)?.clamped(0.02, 0.08)?;
        "product", "the product of two",
            CosineDecay::new(0.1, 0.0, 900)?.times(StepDecay::new(1.0, 0.5, 300)?);
        "sum", "the sum of two",
            ExponentialDecay::new(0.08, 0.99)?.plus(Constant::new(0.02)?);
        "delayed", "the first rate held before it begins",
            LinearDecay::new(0.1, 0.0, 500)?.delayed(400);
        "skip", "begun in the middle",
            LinearDecay::new(0.1, 0.0, 900)?.skip(400);
        "repeated", "the first steps again and again",
            LinearDecay::new(0.1, 0.02, 250)?.repeated(250)?;
        "per_epoch", "counted in epochs",
            CosineDecay::new(0.1, 0.0, 9)?.per_epoch(100)?;
        "stretched", "over another length",
            StepDecay::new(0.1, 0.5, 100)?.stretched(1, 3)?;
        }
        presets {
        "warmup_linear", "warmup and a line, as BERT",
            presets::warmup_linear(0.1, 0.0, 100, 900)?;
        "warmup_cosine", "warmup and half a cosine, as most language models",
            presets::warmup_cosine(0.1, 0.01, 100, 900)?;
        "warmup_stable_decay", "warmup, constant, cooldown: WSD",
            presets::warmup_stable_decay(0.1, 0.0, 100, 200, 900, Shape::OneMinusPower { power: 0.5 })?;
        "warmup_inverse_sqrt", "warmup and one over the root of the time",
            presets::warmup_inverse_sqrt(0.1, 100)?;
        "slanted_triangular", "a short way up, a long one down: ULMFiT",
            presets::slanted_triangular(0.1, 32.0, 100, 900)?;
        "flat_cosine", "constant, then half a cosine",
            presets::flat_cosine(0.1, 0.0, 650, 900)?;
        "infinite", "down to a constant that lasts until a cooldown",
            presets::infinite(0.1, 0.03, 50, 450, Shape::Cosine)?.cooldown(750, 150, 0.001, Shape::Geometric)?;
        }
    })
}
