//! Rows of the guide's "coming from" page for which `parity` has no numbers, compared with the formulas in the sources
//! of those libraries and the numbers in their own tests. The formulas are written as in those libraries, with std's
//! functions. Rates are compared to within 1e-12 of the highest rate of the case; numbers quoted from a test to the
//! digits given there.

#![expect(clippy::many_single_char_names, clippy::type_complexity, reason = "the letters of the guide")]
#![expect(
    clippy::disallowed_methods,
    reason = "what we compare with is not made of the crate's own arithmetic"
)]
#![expect(clippy::cast_precision_loss, reason = "steps are few")]

use std::f64::consts::PI;

use lr_schedule::{
    Anneal, Constant, CosineDecay, Error, ExponentialDecay, Interpolated, InverseSqrtDecay, InverseTimeDecay,
    LinearDecay, PiecewiseConstant, Scheduler, Shape, StepDecay, WarmRestarts, presets,
};

type Result = std::result::Result<(), Error>;

const SQRT: Shape = Shape::OneMinusPower { power: 0.5 };

#[track_caller]
fn agree(ours: &impl Scheduler, steps: usize, theirs: impl Fn(f64) -> f64) {
    let expected: Vec<f64> = (0..steps).map(|step| theirs(step as f64)).collect();
    let highest = expected.iter().copied().fold(0.0, f64::max);
    for (step, expected) in expected.into_iter().enumerate() {
        let ours = ours.lr(step);
        assert!((ours - expected).abs() <= 1e-12 * highest, "step {step}: {ours} is not {expected}");
    }
}

#[track_caller]
fn quoted(ours: &impl Scheduler, numbers: &[(usize, f64)], tolerance: f64) {
    for &(step, expected) in numbers {
        let ours = ours.lr(step);
        assert!((ours - expected).abs() <= tolerance, "step {step}: {ours} is not {expected}");
    }
}

fn cosine(start: f64, end: f64, u: f64) -> f64 {
    start + (1.0 + (PI * (1.0 - u)).cos()) * (end - start) / 2.0
}

#[test]
fn torchtitan_warms_up_by_the_next_step_and_ends_one_step_above_the_floor() -> Result {
    let (b, m, n, w, d) = (0.1, 0.1, 50, 5, 20);
    let decays: [(Shape, fn(f64) -> f64); 3] = [
        (Shape::Linear, |u| 1.0 - u),
        (SQRT, |u| 1.0 - u.sqrt()),
        (Shape::Cosine, |u| 0.5 * (1.0 + (PI * u).cos())),
    ];
    for (shape, decay) in decays {
        let ours = presets::warmup_stable_decay(b, b * m, w - 1, d, n, shape)?;
        agree(&ours.skip(w - 1).warmup(w - 1, b / w as f64)?, n, |t| {
            let (w, d, n) = (w as f64, d as f64, n as f64);
            if t < w {
                return b * (t + 1.0) / w;
            }
            let progress = ((t - (n - d)) / d).max(0.0);
            b * (m + (1.0 - m) * decay(progress))
        });
    }
    quoted(&Constant::new(0.1)?.warmup(1, 0.1 / 2.0)?, &[(0, 0.05), (1, 0.1)], 0.0);
    Ok(())
}

#[test]
fn nanogpt_divides_by_the_warmup_and_one() -> Result {
    let (b, e, w, n) = (6e-4, 6e-5, 20, 200);
    let ours = presets::warmup_cosine(b, e, w, n)?.skip(w).warmup(w, b / (w + 1) as f64)?;
    agree(&ours, n + 50, |t| {
        let (w, n) = (w as f64, n as f64);
        if t < w {
            return b * (t + 1.0) / (w + 1.0);
        }
        if t > n { e } else { e + 0.5 * (1.0 + (PI * (t - w) / (n - w)).cos()) * (b - e) }
    });
    Ok(())
}

#[test]
fn fastai_has_its_peak_and_its_end_one_step_later_than_one_cycle() -> Result {
    let one_cycle = |n: usize, h: f64| {
        Interpolated::new([(0, h / 25.0), (n / 4, h), (n, h / 1e5)])?.with_shape(Shape::Cosine)
    };
    quoted(&one_cycle(4, 1.0)?, &[(0, 0.04), (1, 1.0), (2, 0.75), (3, 0.25)], 1e-5);
    let (h, n) = (0.3, 80);
    let combined = |pct: f64, start: f64, middle: f64, end: f64| {
        move |t: f64| {
            let position = t / n as f64;
            if position < pct {
                cosine(start, middle, position / pct)
            } else {
                cosine(middle, end, (position - pct) / (1.0 - pct))
            }
        }
    };
    agree(&one_cycle(n, h)?, n, combined(0.25, h / 25.0, h, h / 1e5));
    agree(&presets::flat_cosine(h, h / 1e5, 3 * n / 4, n)?, n, combined(0.75, h, h, h / 1e5));
    Ok(())
}

#[test]
fn fastai_anneals_along_the_same_shapes() -> Result {
    let (s, e, n, p) = (2.0, 0.01, 40, 0.5);
    let part = |t: f64| t / n as f64;
    agree(&Anneal::new(s, e, n, Shape::Linear)?, n, |t| s + part(t) * (e - s));
    agree(&Anneal::new(s, e, n, Shape::Cosine)?, n, |t| cosine(s, e, part(t)));
    agree(&Anneal::new(s, e, n, Shape::Geometric)?, n, |t| s * (e / s).powf(part(t)));
    let poly = Shape::OneMinusPower { power: p };
    agree(&Anneal::new(s, e, n, poly)?, n, |t| s + (e - s) * part(t).powf(p));
    let restarts = WarmRestarts::new(s, 0.0, 10)?.with_period_mult(2.0)?.with_cycles(2);
    agree(
        &restarts,
        30,
        |t| if t < 10.0 { cosine(s, 0.0, t / 10.0) } else { cosine(s, 0.0, (t - 10.0) / 20.0) },
    );
    Ok(())
}

#[test]
fn timm_multiplies_its_stable_function_by_the_decay() -> Result {
    let (b, i, w, t_initial, decay_t, timescale) = (0.1, 0.01, 10, 100, 20, 2);
    let wsd = |min: f64, stable: fn(f64) -> f64, decay: fn(f64) -> f64| {
        move |t: f64| {
            let warmup = w as f64;
            if t < warmup {
                return i + t * (b - i) / warmup;
            }
            let stable = (b * stable((t - warmup) / timescale as f64)).max(min);
            let progress = (t - warmup - (t_initial - decay_t) as f64) / decay_t as f64;
            if progress <= 0.0 { stable } else { min + (stable - min) * decay(progress.min(1.0)) }
        }
    };
    let exp = |u: f64| (0.1_f64.powf(u) - 0.1) / 0.9;
    let decays: [(Shape, fn(f64) -> f64); 3] =
        [(SQRT, |u| 1.0 - u.sqrt()), (Shape::Linear, |u| 1.0 - u), (Shape::Exponential { ratio: 0.1 }, exp)];
    for (shape, decay) in decays {
        let constant = presets::warmup_stable_decay(b, 1e-3, 0, decay_t, t_initial, shape)?.warmup(w, i)?;
        agree(&constant, 150, wsd(1e-3, |_| 1.0, decay));
        let factor = presets::warmup_stable_decay(1.0, 0.0, 0, decay_t, t_initial, shape)?;
        let falling = InverseSqrtDecay::new(b, timescale)?.times(factor).warmup(w, i)?;
        agree(&falling, 150, wsd(0.0, |u| (1.0 + u).powf(-0.5), decay));
    }
    let decay = InverseSqrtDecay::new(0.1, 2)?;
    let factor = presets::warmup_stable_decay(1.0, 0.0, 0, 20, 100, Shape::Linear)?;
    quoted(&decay.times(factor), &[(90, 0.007_372)], 5e-7);
    quoted(&decay.cooldown(80, 20, 0.0, Shape::Linear)?, &[(90, 0.007_809)], 5e-7); // the other cooldown
    Ok(())
}

#[test]
fn big_vision_multiplies_warmup_decay_and_cooldown() -> Result {
    let (b, w, t, d, n) = (1e-3, 10, 30, 20, 100);
    let factor = presets::warmup_stable_decay(1.0, 0.0, 0, d, n, Shape::Linear)?;
    agree(&InverseSqrtDecay::new(b, t)?.warmup(w, 0.0)?.times(factor), n + 1, |step| {
        let (w, t, d, n) = (w as f64, t as f64, d as f64, n as f64);
        let decay = if w <= step { (1.0 + (step - w) / t).sqrt().recip() } else { 1.0 };
        b * decay * (step / w).min(1.0) * ((n - step) / d).min(1.0)
    });
    Ok(())
}

#[test]
fn composer_agrees_where_the_stretched_step_is_whole() -> Result {
    let schedule = ExponentialDecay::new(1.0, 0.1)?;
    quoted(&schedule.stretched(2, 1)?, &[(1, 0.01), (2, 0.0001)], 1e-15);
    quoted(&schedule.stretched(4, 3)?, &[(1, 0.1), (3, 0.0001)], 1e-15); // theirs has 0.0464 at step 1
    Ok(())
}

#[test]
fn a_decay_that_optax_disables_is_a_constant() -> Result {
    assert_eq!(ExponentialDecay::new(1.0, 0.0)?.lr(1), 0.0); // theirs has 1
    assert_eq!(Constant::new(1.0)?.lr(1), 1.0);
    assert!(ExponentialDecay::new(1.0, 0.5)?.with_every(0).is_err());
    Ok(())
}

#[test]
fn a_factor_above_one_is_a_list_of_rates() -> Result {
    assert!(StepDecay::new(0.1, 2.0, 2).is_err());
    let growing = PiecewiseConstant::new([0.1, 0.2, 0.4], [2, 4])?;
    quoted(&growing, &[(0, 0.1), (1, 0.1), (2, 0.2), (3, 0.2), (4, 0.4), (5, 0.4)], 0.0);
    Ok(())
}

#[test]
fn fairseq_shrinks_both_ends_of_a_cycle() -> Result {
    let (b, e, t, shrink) = (0.05, 0.02, 80, 0.5);
    let ours = WarmRestarts::new(b, e, t)?.times(StepDecay::new(1.0, shrink, t)?);
    quoted(&ours, &[(120, 0.0175)], 1e-15);
    agree(&ours, 300, |step| {
        let cycle = (step / t as f64).floor();
        let (max, min) = (b * shrink.powf(cycle), e * shrink.powf(cycle));
        min + 0.5 * (max - min) * (1.0 + (PI * (step - cycle * t as f64) / t as f64).cos())
    });
    Ok(())
}

/// The iteration from which DeepSpeed computes the rate of update `step`; the first is a special case.
fn deepspeed(step: f64) -> f64 {
    (step - 1.0).max(0.0)
}

#[test]
fn deepspeed_sets_the_first_rate_apart() -> Result {
    let (b, i, w, n) = (0.1, 0.02, 10, 110);
    let ramp = |t: f64| i + (b - i) * t / w as f64;
    agree(&Constant::new(b)?.warmup(w, i)?.delayed(1), 50, |step| {
        let t = deepspeed(step);
        if t < w as f64 { ramp(t) } else { b }
    });
    let decay = presets::warmup_linear(b, i, w, n)?.skip(w).warmup(w, i)?.delayed(1);
    let remaining = |t: f64| ((n as f64 - t) / (n - w) as f64).max(0.0);
    agree(&decay, n + 10, |step| {
        let t = deepspeed(step);
        if t < w as f64 { ramp(t) } else { i + (b - i) * remaining(t) }
    });
    let log = Shape::Logarithmic { ratio: w as f64 };
    let logarithm = |t: f64| i + (b - i) * (t + 1.0).ln() / (w as f64).ln();
    agree(&Constant::new(b)?.warmup_with(w - 1, i, log)?.delayed(1), 50, |step| {
        let t = deepspeed(step);
        if t < w as f64 { logarithm(t) } else { b }
    });
    let decay = Anneal::new(i, b, w - 1, log)?.then(w, LinearDecay::new(b, i, n - w)?).delayed(1);
    agree(&decay, n + 10, |step| {
        let t = deepspeed(step);
        if t < w as f64 { logarithm(t) } else { i + (b - i) * remaining(t) }
    });
    Ok(())
}

#[test]
fn deepspeed_skips_the_first_step_of_its_cosine() -> Result {
    let (b, i, f, w, r) = (0.1, 0.0, 1e-2, 10, 100);
    let ramp = Anneal::new(b * i, b, w, Shape::Linear)?;
    agree(&ramp.then(w, CosineDecay::new(b, b * f, r)?.skip(1)).delayed(1), 150, |step| {
        let t = deepspeed(step);
        if t < w as f64 {
            return b * (i + (1.0 - i) * t / w as f64);
        }
        let progress = ((t - w as f64 + 1.0) / r as f64).min(1.0);
        b * (f + (1.0 - f) * (1.0 + (PI * progress).cos()) / 2.0)
    });
    Ok(())
}

#[test]
fn axolotl_has_a_tenth_where_the_paper_of_rex_has_a_half() -> Result {
    let (b, e, w, r) = (1e-4, 1e-6, 10, 90);
    let ours = Anneal::new(b, e, r, Shape::Rex { constant: 0.1 })?.warmup(w, 0.0)?;
    agree(&ours, 120, |t| {
        let (w, r) = (w as f64, r as f64);
        if t <= w {
            return b * t / w;
        }
        let z = ((r - (t - w)) / r).max(0.0);
        b * (e / b + (1.0 - e / b) * (z / (0.1 + 0.9 * z)))
    });
    Ok(())
}

#[test]
fn power_laws_have_any_exponent() -> Result {
    let (b, w, p) = (0.01, 20, 0.51);
    let caffe = InverseTimeDecay::new(b, 1e-4)?.with_power(0.75)?;
    agree(&caffe, 20_000, |t| b * (1.0 + 1e-4 * t).powf(-0.75));
    let law = InverseTimeDecay::new(b, 1.0)?.with_every(w)?.with_power(p)?.warmup(w, 0.0)?;
    agree(&law, 1_000, |t| if t < w as f64 { b * t / w as f64 } else { b * (t / w as f64).powf(-p) });
    Ok(())
}

#[test]
fn nerfstudio_ramps_up_along_a_quarter_of_a_sine_wave() -> Result {
    let (b, i, e, w, r) = (1e-2, 1e-8, 1e-4, 50, 400);
    let ramp = Shape::SinePower { power: 0.5 };
    let ours = Anneal::new(b, e, r, Shape::Geometric)?.warmup_with(w, i, ramp)?;
    agree(&ours, 500, |t| {
        if t < w as f64 {
            return i + (b - i) * (0.5 * PI * t / w as f64).sin();
        }
        let part = ((t - w as f64) / r as f64).clamp(0.0, 1.0);
        (b.ln() * (1.0 - part) + e.ln() * part).exp()
    });
    Ok(())
}

#[test]
fn ignite_counts_the_first_rate_of_what_follows_as_a_warmup_step() -> Result {
    let (s, i, d) = (0.1, 0.01, 6);
    let schedule = CosineDecay::new(s, 0.0, 40)?;
    agree(&schedule.warmup(d - 1, i)?, 60, |step| {
        let last = (d - 1) as f64;
        if step < last { i + (s - i) * step / last } else { cosine(s, 0.0, ((step - last) / 40.0).min(1.0)) }
    });
    let (end, other) = (0.05, Anneal::new(i, 0.05, d - 1, Shape::Linear)?.then(d, schedule));
    agree(&other, 60, |step| {
        let (last, at) = ((d - 1) as f64, d as f64);
        if step < at {
            i + (end - i) * (step / last).min(1.0)
        } else {
            cosine(s, 0.0, ((step - at) / 40.0).min(1.0))
        }
    });
    Ok(())
}

#[test]
fn swa_anneals_from_the_rate_there_is() -> Result {
    let (swa, at, d) = (0.02, 30, 10);
    let schedule = StepDecay::new(0.4, 0.5, 20)?;
    for shape in [Shape::Cosine, Shape::Linear] {
        agree(&schedule.cooldown(at, d, swa, shape)?, 60, |step| {
            let base = 0.4 * 0.5_f64.powf((step.min(at as f64) / 20.0).floor());
            let t = ((step - at as f64) / d as f64).clamp(0.0, 1.0);
            let alpha = if shape == Shape::Cosine { (1.0 - (PI * t).cos()) / 2.0 } else { t };
            swa * alpha + base * (1.0 - alpha)
        });
    }
    Ok(())
}

#[test]
fn burn_composes_by_product_sum_and_average() -> Result {
    let (first, second) = (Constant::new(0.5)?, CosineDecay::new(0.4, 0.1, 20)?);
    let rate = |t: f64| 0.1 + 0.5 * (0.4 - 0.1) * (1.0 + (PI * t.min(20.0) / 20.0).cos());
    agree(&first.times(second), 30, |t| 0.5 * rate(t));
    agree(&first.plus(second), 30, |t| 0.5 + rate(t));
    agree(&first.plus(second).scaled(0.5)?, 30, |t| f64::midpoint(0.5, rate(t)));
    Ok(())
}
