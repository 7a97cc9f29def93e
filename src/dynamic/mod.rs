//! `Schedule`, any schedule as one type: the list of all names, written once.

mod composition;
mod nested;
mod rescale;

#[cfg(feature = "serde")]
use alloc::string::String;
use core::fmt;

use crate::adaptors::{
    Clamped, Cooldown, Delayed, PerEpoch, Product, Repeated, Scaled, Skip, Stretched, Sum, Then, Warmup,
};
use crate::schedules::{
    Anneal, Constant, CosineDecay, Cyclic, ExponentialDecay, Interpolated, InverseSqrtDecay,
    InverseTimeDecay, LinearDecay, MultiStepDecay, Noam, OneCycle, OneCycleMomentum, PiecewiseConstant,
    PolynomialDecay, StepDecay, WarmRestarts,
};
#[cfg(feature = "serde")]
use crate::serial::{Data, Fields, PathError, Value};
use crate::{Error, Phase, Scheduler};

pub use composition::{Composition, Static};
pub use nested::Nested;

use crate::param::MAX_DEPTH;
use rescale::Rescale;

/// How a variant stores a schedule: a large one behind a pointer.
macro_rules! stored {
    ($Leaf:ident) => { $Leaf };
    ($Leaf:ident in $Nested:ident) => { $Nested<$Leaf> };
}

/// Builds the enum of all schedules from the list of their names.
macro_rules! schedules {
    (
        schedules { $($leaf_name:literal => $Leaf:ident $(in $Nested:ident)?,)* }
        adaptors { $($name:literal => $Adaptor:ident,)* }
        pairs { $($pair_name:literal => $Pair:ident,)* }
    ) => {
        /// Any built-in schedule or composition: for struct fields, collections, configuration files and checkpoints.
        ///
        /// Each variant is one of the crate's structs. Every struct and composition of them converts with [`From`], a
        /// composition that contains a `Schedule` with [`Schedule::new`]. The rates keep their bits. Its
        /// [`Display`](fmt::Display) is a one-line description.
        ///
        /// # Saved and loaded
        ///
        /// With the feature `serde`, a schedule is an object with its name as `type`, and its fields. Errors name the path
        /// to the field. [`guide::config`](crate::guide::config) lists types, fields and formats, and how each format
        /// keeps the bits of a rate.
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
                $Leaf(stored!($Leaf $(in $Nested)?)),
            )*
            $(
                #[doc = concat!("`\"", $name, "\"`")]
                #[cfg_attr(feature = "schemars", schemars(rename = $name))]
                $Adaptor(Nested<$Adaptor<Schedule>>),
            )*
            $(
                #[doc = concat!("`\"", $pair_name, "\"`")]
                #[cfg_attr(feature = "schemars", schemars(rename = $pair_name))]
                $Pair(Nested<$Pair<Schedule, Schedule>>),
            )*
        }

        impl Schedule {
            /// The names of all schedules and adaptors, as used in `type`.
            pub const KINDS: &'static [&'static str] =
                &[$($leaf_name,)* $($name,)* $($pair_name,)*];

            /// The name of this schedule, as used in `type`.
            #[must_use]
            pub const fn kind(&self) -> &'static str {
                match self {
                    $(Self::$Leaf(_) => $leaf_name,)*
                    $(Self::$Adaptor(_) => $name,)*
                    $(Self::$Pair(_) => $pair_name,)*
                }
            }

            fn as_dyn(&self) -> &dyn DisplaySchedule {
                match self {
                    $(Self::$Leaf(schedule) => {
                        let schedule: &$Leaf = schedule;
                        schedule
                    })*
                    $(Self::$Adaptor(schedule) => &**schedule,)*
                    $(Self::$Pair(schedule) => &**schedule,)*
                }
            }

            /// The number of adaptors around the innermost schedule. `product` and `sum` count as two levels, because
            /// their serialized form contains a list.
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
                self.as_dyn().settles_at()
            }

            fn phase(&self, step: usize) -> Option<Phase> {
                self.as_dyn().phase(step)
            }

            fn fill(&self, start: usize, rates: &mut [f64]) {
                self.as_dyn().fill(start, rates);
            }
        }

        $(
            impl Static for $Leaf {}

            impl Composition for $Leaf {
                fn compose(self) -> Schedule {
                    Schedule::$Leaf(self.into())
                }
            }
        )*
        $(
            impl<S: Static> Static for $Adaptor<S> {}

            impl<S: Composition> Composition for $Adaptor<S> {
                fn compose(self) -> Schedule {
                    Schedule::$Adaptor(Nested::new(self.map_inner(Composition::compose)))
                }
            }
        )*
        $(
            impl<A: Static, B: Static> Static for $Pair<A, B> {}

            impl<A: Composition, B: Composition> Composition for $Pair<A, B> {
                fn compose(self) -> Schedule {
                    Schedule::$Pair(Nested::new(self.map_inner(Composition::compose, Composition::compose)))
                }
            }
        )*

        #[cfg(feature = "serde")]
        impl Data for Schedule {
            fn to_value(&self) -> Value {
                let fields = match self {
                    $(Self::$Leaf(schedule) => schedule.to_value(),)*
                    $(Self::$Adaptor(schedule) => schedule.to_value(),)*
                    $(Self::$Pair(schedule) => schedule.to_value(),)*
                };
                fields.with_type(self.kind())
            }

            fn from_value(value: Value) -> Result<Self, PathError> {
                let Value::Map(_) = value else {
                    return Err(PathError::unexpected(&value, "a schedule: an object with a `type`"));
                };
                let mut fields = Fields::any(value)?;
                let kind: String = fields.take("type")?;
                let fields = Value::Map(fields.into_entries());
                // A function each, so that the recursion has none of their variables on the stack.
                let read: fn(Value) -> Result<Self, PathError> = match kind.as_str() {
                    $($leaf_name => |fields| Ok(Self::$Leaf($Leaf::from_value(fields)?.into())),)*
                    $($name => |fields| Ok(Self::$Adaptor(Nested::new(Data::from_value(fields)?))),)*
                    $($pair_name => |fields| Ok(Self::$Pair(Nested::new(Data::from_value(fields)?))),)*
                    _ => return Err(PathError::unknown_kind(&kind, Self::KINDS)),
                };
                read(fields)?.checked().map_err(PathError::from)
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
        "warm_restarts" => WarmRestarts in Nested,
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
    /// The maximum nesting of adaptors, as measured by [`depth`](Self::depth).
    ///
    /// The limit keeps every schedule readable and writable in every format, and safe to evaluate, clone and drop on
    /// any stack. For a schedule with many phases use [`PiecewiseConstant`] or [`Interpolated`], whose lists have any
    /// length.
    pub const MAX_DEPTH: usize = MAX_DEPTH;

    /// Turns a composition that contains a `Schedule` into a `Schedule`.
    ///
    /// Compositions without one convert with [`From`], as the depth of their type is known.
    ///
    /// # Errors
    ///
    /// If adaptors are nested more than [`MAX_DEPTH`](Self::MAX_DEPTH) deep.
    ///
    /// # Example
    ///
    /// ```
    /// use lr_schedule::{CosineDecay, Schedule, Scheduler};
    ///
    /// let from_a_file: Schedule = CosineDecay::new(1e-3, 0.0, 10_000)?.into();
    /// let warmed_up = Schedule::new(from_a_file.warmup(500, 0.0)?)?;
    /// assert_eq!(warmed_up.depth(), 1);
    /// # Ok::<(), lr_schedule::Error>(())
    /// ```
    pub fn new(composition: impl Composition) -> Result<Self, Error> {
        composition.compose().checked()
    }

    fn checked(self) -> Result<Self, Error> {
        if self.depth() > MAX_DEPTH { Err(Error::TooDeep { limit: MAX_DEPTH }) } else { Ok(self) }
    }
}

crate::serial::serde_by_data!(Schedule);

impl<S: Static> From<S> for Schedule {
    fn from(schedule: S) -> Self {
        schedule.compose()
    }
}

fn deepest((first, second): &(Schedule, Schedule)) -> usize {
    first.depth().max(second.depth())
}

/// The object-safe view of a variant.
trait DisplaySchedule: Scheduler + fmt::Display + Rescale {}

impl<S: Scheduler + fmt::Display + Rescale> DisplaySchedule for S {}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schedule = self.as_dyn();
        write!(f, "{schedule}")?;
        // Adaptors describe what is inside them in the alternate form.
        if f.alternate() || schedule.settles_at().is_none_or(|step| step == 0) {
            return Ok(());
        }
        f.write_str(", then held")
    }
}
