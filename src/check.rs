//! All checks of parameters: a value goes in, the value or an error that names it comes out.

use crate::{Error, Shape};

/// A finite rate `>= 0`. Negative zero becomes zero.
pub(crate) fn rate(name: &'static str, value: f64) -> Result<f64, Error> {
    real(name, value, value >= 0.0, "finite and >= 0")
}

/// A finite number above zero.
pub(crate) fn positive(name: &'static str, value: f64) -> Result<f64, Error> {
    real(name, value, value > 0.0, "finite and > 0")
}

/// A finite number of either sign.
pub(crate) fn finite(name: &'static str, value: f64) -> Result<f64, Error> {
    real(name, value, true, "finite")
}

/// A number from 0 to 1, both included.
pub(crate) fn fraction(name: &'static str, value: f64) -> Result<f64, Error> {
    real(name, value, (0.0..=1.0).contains(&value), "in 0..=1")
}

/// A number from 0 to below 1.
pub(crate) fn below_one(name: &'static str, value: f64) -> Result<f64, Error> {
    real(name, value, (0.0..1.0).contains(&value), "in 0..1")
}

/// A count of at least one.
pub(crate) fn at_least_one(name: &'static str, value: usize) -> Result<usize, Error> {
    if value >= 1 { Ok(value) } else { Err(Error::Count { name, value, allowed: "at least 1" }) }
}

/// Two numbers in order, equal ones included.
pub(crate) fn ordered(
    (name, value): (&'static str, f64),
    (limit_name, limit): (&'static str, f64),
) -> Result<(), Error> {
    if value <= limit { Ok(()) } else { Err(Error::Order { name, value, limit_name, limit }) }
}

/// Steps that never go down.
pub(crate) fn sorted(name: &'static str, steps: impl IntoIterator<Item = usize>) -> Result<(), Error> {
    let mut previous = 0;
    for (index, value) in steps.into_iter().enumerate() {
        if value < previous {
            return Err(Error::Unsorted { name, index, value, previous });
        }
        previous = value;
    }
    Ok(())
}

/// A shape with legal parameters that can travel between the two named rates.
pub(crate) fn shape(
    shape: Shape,
    start: (&'static str, f64),
    end: (&'static str, f64),
) -> Result<Shape, Error> {
    match shape {
        Shape::Linear | Shape::Cosine | Shape::Rex => {}
        Shape::CosinePower { power } | Shape::Polynomial { power } | Shape::OneMinusPower { power } => {
            positive("power", power)?;
        }
        Shape::CosineK { k } => {
            positive("k", k)?;
        }
        Shape::PolynomialK { k, power } => {
            positive("k", k)?;
            positive("power", power)?;
        }
        Shape::Exponential { ratio } => {
            positive("ratio", ratio)?;
        }
        Shape::Tanh { lower, upper } => {
            finite("lower", lower)?;
            finite("upper", upper)?;
            ordered(("lower", lower), ("upper", upper))?;
        }
        Shape::Geometric | Shape::Harmonic => {
            for (name, value) in [start, end] {
                // Whatever the schedule inside an adaptor returns, zero is what cannot be travelled to.
                if value <= 0.0 {
                    let allowed = "> 0 for a geometric or harmonic shape";
                    return Err(Error::Rate { name, value, allowed });
                }
            }
        }
    }
    Ok(shape)
}

fn real(name: &'static str, value: f64, in_range: bool, allowed: &'static str) -> Result<f64, Error> {
    if value.is_finite() && in_range {
        Ok(value + 0.0) // -0.0 + 0.0 is 0.0
    } else {
        Err(Error::Rate { name, value, allowed })
    }
}

/// The part of one-cycle that rises: twice it must fit where it comes back as fast.
pub(crate) fn pct_start(value: f64, three_phase: bool) -> Result<f64, Error> {
    let (limit, allowed) =
        if three_phase { (0.5, "in 0..=0.5 with three phases") } else { (1.0, "in 0..=1") };
    real("pct_start", value, (0.0..=limit).contains(&value), allowed)
}
