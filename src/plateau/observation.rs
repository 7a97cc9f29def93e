//! Modes, policies and results of an evaluation.

/// Whether lower or higher metrics are better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename_all = "snake_case"))]
pub enum Mode {
    /// Lower is better, as for a loss.
    Min,
    /// Higher is better, as for an accuracy.
    Max,
}

crate::serial::variants! { Mode, "`min` or `max`" { "min" => Min, "max" => Max } }

/// The treatment of metrics that are not finite.
///
/// ```
/// use lr_schedule::{ReduceOnPlateau, plateau::{Mode, NonFinitePolicy, Observation}};
///
/// let mut plateau = ReduceOnPlateau::new(Mode::Min, 0.5, 0)?.with_non_finite(NonFinitePolicy::Ignore);
/// assert_eq!(plateau.observe(f64::NAN), Observation::Ignored);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename_all = "snake_case"))]
pub enum NonFinitePolicy {
    /// Count it as an evaluation without improvement.
    #[default]
    Count,
    /// Change nothing.
    Ignore,
}

crate::serial::variants! { NonFinitePolicy, "`count` or `ignore`" { "count" => Count, "ignore" => Ignore } }

/// The result of an evaluation by [`ReduceOnPlateau::observe`](super::ReduceOnPlateau::observe).
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Observation {
    /// The metric is the new best.
    Improved,
    /// The metric is no improvement, and patience remains.
    Waiting {
        /// The number of further evaluations without improvement that are tolerated.
        remaining: usize,
    },
    /// The metric is no improvement, during the cooldown after a reduction.
    CoolingDown {
        /// The number of further evaluations of the cooldown.
        remaining: usize,
    },
    /// Patience is used up: the factor was reduced.
    Reduced {
        /// The factor before.
        from: f64,
        /// The factor now.
        to: f64,
    },
    /// There were enough improvements in a row: the factor was increased.
    Grown {
        /// The factor before.
        from: f64,
        /// The factor now.
        to: f64,
    },
    /// Patience is used up, but the factor is at its floor.
    AtFloor,
    /// The window is not full yet.
    Collecting {
        /// The number of metrics that are missing.
        remaining: usize,
    },
    /// The metric is not finite and was ignored.
    Ignored,
}

crate::serial::variants! {
    Observation, "the name of a result, or an object with one name" {
        "improved" => Improved,
        "waiting" => Waiting { remaining },
        "cooling_down" => CoolingDown { remaining },
        "reduced" => Reduced { from, to },
        "grown" => Grown { from, to },
        "at_floor" => AtFloor,
        "collecting" => Collecting { remaining },
        "ignored" => Ignored,
    }
}
