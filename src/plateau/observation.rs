//! What an evaluation means, and what it leads to.

/// Which metrics are better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename_all = "snake_case"))]
pub enum Mode {
    /// Lower ones, as of a loss.
    Min,
    /// Higher ones, as of an accuracy.
    Max,
}

#[cfg(feature = "serde")]
crate::data::names! { Mode { "min" => Min, "max" => Max } }

/// What to do with a metric that is not finite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(rename_all = "snake_case"))]
pub enum NonFinitePolicy {
    /// Count it as an evaluation without improvement.
    #[default]
    Count,
    /// Change nothing.
    Ignore,
}

#[cfg(feature = "serde")]
crate::data::names! { NonFinitePolicy { "count" => Count, "ignore" => Ignore } }

/// What an evaluation led to.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Observation {
    /// The metric is the new best.
    Improved,
    /// It is not, and that is tolerated so many times more.
    Waiting {
        /// How many more evaluations without improvement are tolerated.
        left: usize,
    },
    /// It is not, and evaluations after a reduction are quiet.
    CoolingDown {
        /// How many more evaluations are quiet.
        left: usize,
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
    /// Patience is used up, but the factor is as low as it gets.
    AtFloor,
    /// The window is not full yet.
    Collecting {
        /// How many more metrics it takes.
        left: usize,
    },
    /// The metric was not finite, and such ones are ignored.
    Ignored,
}
