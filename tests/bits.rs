//! The bits of rates: close to the exact values, and the same on every platform.

#[path = "../examples/catalogue/mod.rs"]
mod catalogue;

use std::fmt::Write;
use std::path::Path;

use catalogue::catalogue;
use lr_schedule::{CosineDecay, ExponentialDecay, Scheduler, Shape};

/// Against values computed by `doc/kernels.py` with 50 digits and rounded to doubles. The half-cosine promises 6e-16
/// of the value, powers of up to a million two units in the last place, which are at most 4.5e-16, and powers of any fraction
/// one such unit and 1.5e-18 for each unit of the exponent.
#[test]
fn kernels_are_within_their_errors() {
    let table = include_str!("data/kernels.csv");
    let mut worst = [0.0_f64; 3];
    for line in table.lines().skip(1) {
        let [kernel, a, b, exact] = line.split(',').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let exact: f64 = exact.parse().unwrap();
        let (i, value, allowed) = if kernel == "fraction_power" {
            let (base, power): (f64, f64) = (a.parse().unwrap(), b.parse().unwrap());
            (2, Shape::Polynomial { power }.interpolate(1.0, 0.0, 1.0 - base), 2.3e-16 + 1.5e-18 * power)
        } else {
            // Targets with a smaller `usize` have no such steps.
            let Ok(b) = usize::try_from(b.parse::<u64>().unwrap()) else { continue };
            if kernel == "half_cosine" {
                (0, CosineDecay::new(1.0, 0.0, b).unwrap().lr(a.parse().unwrap()), 6e-16)
            } else {
                (1, ExponentialDecay::new(1.0, a.parse().unwrap()).unwrap().lr(b), 4.5e-16)
            }
        };
        let error = (value / exact - 1.0).abs();
        worst[i] = worst[i].max(error);
        assert!(error <= allowed, "{line}: {value:?} is {error:e} away");
    }
    let [half_cosine, powers, of_fractions] = worst;
    println!(
        "largest relative errors: {half_cosine:.2e}, powers {powers:.2e}, of fractions {of_fractions:.2e}"
    );
}

/// Every shape between 1 and 0, rising and falling, against values computed by `doc/kernels.py` with 700 digits. What a shape
/// adds to the smaller rate is accurate to its last digits. Where `g` or `1 - g` is one minus a number near 1, the
/// error is that of the number near 1.
#[test]
fn shapes_are_within_their_errors() {
    let mut worst = std::collections::BTreeMap::new();
    for line in include_str!("data/shapes.csv").lines().skip(1) {
        let [name, parameter, u, g, one_minus_g] = line.split(',').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let [p, u, g, one_minus_g]: [f64; 4] = [parameter, u, g, one_minus_g].map(|x| x.parse().unwrap());
        let shape = match name {
            "cosine" => Shape::Cosine,
            "cosine_power" => Shape::CosinePower { power: p },
            "sine_power" => Shape::SinePower { power: p },
            "polynomial" => Shape::Polynomial { power: p },
            "one_minus_power" => Shape::OneMinusPower { power: p },
            "cosine_k" => Shape::CosineK { k: p },
            "polynomial_k" => Shape::PolynomialK { k: p, power: 3.0 },
            "exponential" => Shape::Exponential { ratio: p },
            "logarithmic" => Shape::Logarithmic { ratio: p },
            "rex" => Shape::Rex { constant: p },
            "tanh" => Shape::Tanh { lower: -p, upper: p },
            _ => panic!("{line}"),
        };
        for (direction, value, exact) in [
            ("falling", shape.interpolate(1.0, 0.0, u), g),
            ("rising", shape.interpolate(0.0, 1.0, u), one_minus_g),
        ] {
            let absolute = (value - exact).abs();
            let relative = if absolute == 0.0 { 0.0 } else { absolute / exact };
            let worst: &mut [f64; 2] = worst.entry((name, direction)).or_default();
            *worst = [worst[0].max(absolute), worst[1].max(relative)];
        }
    }
    for ((name, direction), [absolute, relative]) in worst {
        println!("{name:>16} {direction:>8} {absolute:.1e} {relative:.1e}");
        // The rounding of a half-cosine, 4.4e-16 at most, is multiplied by powers of up to 100.
        let allowed = if name.ends_with("e_power") { 4.5e-14 } else { 2.5e-16 };
        assert!(absolute <= allowed, "{name} {direction} is {absolute:e} away");
    }
}

/// Detects a change of any bit, on every target; other tests decide which values are right. After an intended change,
/// `UPDATE=1 cargo test --test bits` rewrites the table.
#[test]
fn no_bit_has_changed() {
    const STEPS: [usize; 10] = [0, 1, 57, 333, 450, 777, 899, 1_000, 123_456, 4_000_000_000];
    let mut table = String::from("name,step,bits,rate\n");
    for entry in catalogue().unwrap() {
        for step in STEPS {
            let rate = entry.schedule.lr(step);
            writeln!(table, "{}/{},{step},{:016x},{rate:?}", entry.group, entry.name, rate.to_bits())
                .unwrap();
        }
    }
    if std::env::var_os("UPDATE").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/bits.csv");
        std::fs::write(path, &table).unwrap();
        return;
    }
    let kept = include_str!("data/bits.csv");
    for (kept, now) in kept.lines().zip(table.lines()) {
        assert_eq!(now, kept);
    }
    assert_eq!(table.lines().count(), kept.lines().count());
}
