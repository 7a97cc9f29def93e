//! Schedules as data: the list of all names, written once.

#[cfg(feature = "serde")]
pub(crate) mod tree;

use alloc::boxed::Box;
use core::fmt;

use crate::adaptors::{
    Clamped, Cooldown, Delayed, PerEpoch, Product, Repeated, Scaled, Skip, Stretched, Sum, Then, Warmup,
};
use crate::schedules::{
    Anneal, Constant, CosineDecay, Cyclic, ExponentialDecay, Interpolated, InverseSqrtDecay,
    InverseTimeDecay, LinearDecay, MultiStepDecay, Noam, OneCycle, OneCycleMomentum, PiecewiseConstant,
    PolynomialDecay, StepDecay, WarmRestarts,
};
use crate::{Phase, Scheduler};

/// Builds the enum of all schedules from the list of their names.
macro_rules! schedules {
    (
        schedules { $($leaf_name:literal => $Leaf:ident,)* }
        adaptors { $($name:literal => $Adaptor:ident,)* }
        pairs { $($pair_name:literal => $Pair:ident,)* }
    ) => {
        /// Any schedule, as a value that can be stored, compared and sent as data.
        ///
        /// A `Schedule` is a [`Scheduler`] that is data: it holds one of the crate's own structs, and
        /// every struct and static composition turns into it with [`From`]. It gives the same bits as
        /// what it was made from. Its [`Display`](fmt::Display) says in one line what it does.
        ///
        /// As data it is an object whose `type` is the name of the schedule, beside its fields (feature
        /// `serde`). An error names the path to the field. Only self-describing formats such as JSON and
        /// TOML can hold it. With JSON, turn on `serde_json`'s feature `float_roundtrip`: without it
        /// one rate in six comes back with another last digit. `serde_json`'s feature
        /// `arbitrary_precision` does not work with it.
        ///
        /// # Example
        ///
        /// ```
        /// use lr_schedule::{CosineDecay, Schedule, Scheduler};
        ///
        /// let schedule: Schedule = CosineDecay::new(1e-3, 1e-5, 9_500)?.warmup(500, 0.0)?.into();
        /// assert_eq!(schedule.kind(), "warmup");
        /// assert_eq!(schedule.lr(500), 1e-3);
        /// assert_eq!(
        ///     schedule.to_string(),
        ///     "linear warmup 0 -> 1e-3 over 500 steps, then cosine 1e-3 -> 1e-5 over 9500 steps, then held"
        /// );
        /// # Ok::<(), lr_schedule::Error>(())
        /// ```
        #[derive(Debug, Clone, PartialEq)]
        #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(tag = "type"))]
        #[must_use = "a schedule does nothing until its rate is read"]
        #[non_exhaustive]
        pub enum Schedule {
            $(
                #[doc = concat!("`\"", $leaf_name, "\"`")]
                #[cfg_attr(feature = "schemars", schemars(rename = $leaf_name))]
                $Leaf($Leaf),
            )*
            $(
                #[doc = concat!("`\"", $name, "\"`")]
                #[cfg_attr(feature = "schemars", schemars(rename = $name))]
                $Adaptor(Box<$Adaptor<Schedule>>),
            )*
            $(
                #[doc = concat!("`\"", $pair_name, "\"`")]
                #[cfg_attr(feature = "schemars", schemars(rename = $pair_name))]
                $Pair(Box<$Pair<Schedule, Schedule>>),
            )*
        }

        impl Schedule {
            /// The names of all schedules and adaptors, as they stand in `type`.
            pub const KINDS: &'static [&'static str] =
                &[$($leaf_name,)* $($name,)* $($pair_name,)*];

            /// The name of this schedule, as it stands in `type`.
            #[must_use]
            pub const fn kind(&self) -> &'static str {
                match self {
                    $(Self::$Leaf(_) => $leaf_name,)*
                    $(Self::$Adaptor(_) => $name,)*
                    $(Self::$Pair(_) => $pair_name,)*
                }
            }

            fn as_part(&self) -> &dyn Part {
                match self {
                    $(Self::$Leaf(schedule) => schedule,)*
                    $(Self::$Adaptor(schedule) => &**schedule,)*
                    $(Self::$Pair(schedule) => &**schedule,)*
                }
            }

            /// How many adaptors are around the innermost schedule; `times` and `plus`, whose data has a
            /// list in it, count twice.
            #[must_use]
            pub fn depth(&self) -> usize {
                match self {
                    $(Self::$Leaf(_) => 0,)*
                    $(Self::$Adaptor(schedule) => schedule.schedule().depth().saturating_add(1),)*
                    Self::Then(pair) => pair.first().depth().max(pair.next().depth()).saturating_add(1),
                    Self::Product(pair) => deepest(pair.schedules()).saturating_add(2),
                    Self::Sum(pair) => deepest(pair.schedules()).saturating_add(2),
                }
            }
        }

        impl Scheduler for Schedule {
            fn lr(&self, step: usize) -> f64 {
                match self {
                    $(Self::$Leaf(schedule) => schedule.lr(step),)*
                    $(Self::$Adaptor(schedule) => schedule.lr(step),)*
                    $(Self::$Pair(schedule) => schedule.lr(step),)*
                }
            }

            fn settles_at(&self) -> Option<usize> {
                self.as_part().settles_at()
            }

            fn phase(&self, step: usize) -> Option<Phase> {
                self.as_part().phase(step)
            }

            fn fill(&self, start: usize, rates: &mut [f64]) {
                self.as_part().fill(start, rates);
            }
        }

        $(
            impl From<$Leaf> for Schedule {
                fn from(schedule: $Leaf) -> Self {
                    Self::$Leaf(schedule)
                }
            }
        )*
        $(
            impl<S: Into<Schedule>> From<$Adaptor<S>> for Schedule {
                fn from(schedule: $Adaptor<S>) -> Self {
                    Self::$Adaptor(Box::new(schedule.map_inner(Into::into)))
                }
            }
        )*
        $(
            impl<A: Into<Schedule>, B: Into<Schedule>> From<$Pair<A, B>> for Schedule {
                fn from(schedule: $Pair<A, B>) -> Self {
                    Self::$Pair(Box::new(schedule.map_inner(Into::into, Into::into)))
                }
            }
        )*

        #[cfg(feature = "serde")]
        mod with_serde {
            use serde::de::{Deserialize, Deserializer, Error as _};
            use serde::ser::{Error as _, Serialize, Serializer};

            use super::*;
            use crate::Error;
            use crate::dynamic::tree::{PathError, Node, Value, one_of};

            #[derive(serde::Serialize)]
            #[serde(tag = "type")]
            enum Tagged<'a> {
                $(#[serde(rename = $leaf_name)] $Leaf(&'a $Leaf),)*
                $(#[serde(rename = $name)] $Adaptor(&'a $Adaptor<Schedule>),)*
                $(#[serde(rename = $pair_name)] $Pair(&'a $Pair<Schedule, Schedule>),)*
            }

            impl Serialize for Schedule {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    self.check_depth().map_err(S::Error::custom)?;
                    match self {
                        $(Self::$Leaf(schedule) => Tagged::$Leaf(schedule),)*
                        $(Self::$Adaptor(schedule) => Tagged::$Adaptor(schedule),)*
                        $(Self::$Pair(schedule) => Tagged::$Pair(schedule),)*
                    }
                    .serialize(serializer)
                }
            }

            impl<'de> Deserialize<'de> for Schedule {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let value = Value::deserialize(deserializer)?;
                    let schedule = Self::from_value(value).map_err(D::Error::custom)?;
                    schedule.check_depth().map_err(D::Error::custom)?;
                    Ok(schedule)
                }
            }

            impl Schedule {
                fn from_value(mut value: Value) -> Result<Self, PathError> {
                    let kind = value.take_type()?;
                    let node = Node(value);
                    match kind.as_str() {
                        $($leaf_name => Deserialize::deserialize(node).map(Self::$Leaf),)*
                        $($name => Deserialize::deserialize(node).map(|inner| Self::$Adaptor(Box::new(inner))),)*
                        $($pair_name => Deserialize::deserialize(node).map(|inner| Self::$Pair(Box::new(inner))),)*
                        _ => Err(PathError::custom(format_args!(
                            "type: unknown schedule `{kind}`, expected {}", one_of(Self::KINDS)
                        ))),
                    }
                }

                /// What is nested too deeply could be written and not be read back.
                fn check_depth(&self) -> Result<(), Error> {
                    if self.depth() > Self::MAX_DEPTH {
                        return Err(Error::TooDeep { limit: Self::MAX_DEPTH });
                    }
                    Ok(())
                }
            }
        }
    };
}

schedules! {
    schedules {
        "constant" => Constant,
        "step_decay" => StepDecay,
        "multi_step_decay" => MultiStepDecay,
        "linear_decay" => LinearDecay,
        "cosine_decay" => CosineDecay,
        "polynomial_decay" => PolynomialDecay,
        "anneal" => Anneal,
        "exponential_decay" => ExponentialDecay,
        "inverse_time_decay" => InverseTimeDecay,
        "inverse_sqrt_decay" => InverseSqrtDecay,
        "noam" => Noam,
        "piecewise_constant" => PiecewiseConstant,
        "interpolated" => Interpolated,
        "cyclic" => Cyclic,
        "warm_restarts" => WarmRestarts,
        "one_cycle" => OneCycle,
        "one_cycle_momentum" => OneCycleMomentum,
    }
    adaptors {
        "warmup" => Warmup,
        "cooldown" => Cooldown,
        "scaled" => Scaled,
        "clamped" => Clamped,
        "delayed" => Delayed,
        "skip" => Skip,
        "repeated" => Repeated,
        "per_epoch" => PerEpoch,
        "stretched" => Stretched,
    }
    pairs {
        "then" => Then,
        "product" => Product,
        "sum" => Sum,
    }
}

impl Schedule {
    /// How deeply adaptors may be nested in data, measured by [`depth`](Self::depth).
    ///
    /// Reading and writing refuse more, so that what is written can be read back by any format. Values in
    /// memory are not limited. A long programme of phases is one
    /// [`PiecewiseConstant`](crate::PiecewiseConstant) or [`Interpolated`](crate::Interpolated).
    pub const MAX_DEPTH: usize = 64;
}

fn deepest((first, second): &(Schedule, Schedule)) -> usize {
    first.depth().max(second.depth())
}

/// What every variant holds.
trait Part: Scheduler + fmt::Display {}

impl<S: Scheduler + fmt::Display> Part for S {}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = self.as_part();
        write!(f, "{part}")?;
        // Adaptors describe what is inside them in the alternate form.
        if f.alternate() || part.settles_at().is_none_or(|step| step == 0) {
            return Ok(());
        }
        f.write_str(", then held")
    }
}
