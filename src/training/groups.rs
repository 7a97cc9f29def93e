//! A schedule for each group of parameters.

#[cfg(feature = "serde")]
use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::string::String;

use crate::adaptors::Scaled;
#[cfg(feature = "serde")]
use crate::data::{Data, Fields, PathError, Value};
use crate::{Error, Scheduler, math, param};

/// A map from the name of a parameter group to its schedule.
///
/// All groups count the same steps. A group that is unfrozen at step `k` has rate 0 until then:
/// `Constant::new(0.0)?.then(k, schedule)`; with [`delayed`](Scheduler::delayed) it waits at its first rate.
///
/// As data it is an object from names to schedules (feature `serde`).
///
/// # Example
///
/// ```
/// use lr_schedule::{Constant, CosineDecay, ParamGroups, Schedule, Scheduler};
///
/// let head = CosineDecay::new(1e-3, 0.0, 1_000)?;
/// let backbone = Constant::new(0.0)?.then(200, head.scaled(0.1)?);
/// let groups: ParamGroups<Schedule> =
///     [("head", Schedule::from(head)), ("backbone", backbone.into())].into_iter().collect();
/// assert_eq!(groups.lr("head", 0), Some(1e-3));
/// assert_eq!(groups.lr("backbone", 0), Some(0.0));
/// assert_eq!(groups.lr("backbone", 200), Some(1e-4));
/// assert_eq!(groups.lr("neck", 0), None);
/// # Ok::<(), lr_schedule::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[must_use = "a schedule does nothing until its rate is read"]
pub struct ParamGroups<S>(BTreeMap<String, S>);

impl<S: Scheduler> ParamGroups<S> {
    /// The rate of a group at a step, or `None` if there is no such group.
    #[must_use]
    pub fn lr(&self, group: &str, step: usize) -> Option<f64> {
        self.0.get(group).map(|schedule| schedule.lr(step))
    }

    /// The rates of all groups at a step, in the order of their names.
    pub fn rates(&self, step: usize) -> impl Iterator<Item = (&str, f64)> {
        self.0.iter().map(move |(name, schedule)| (name.as_str(), schedule.lr(step)))
    }

    /// The schedule of a group.
    #[must_use]
    pub fn get(&self, group: &str) -> Option<&S> {
        self.0.get(group)
    }

    /// Sets the schedule of a group and gives back the one it had.
    pub fn insert(&mut self, group: impl Into<String>, schedule: S) -> Option<S> {
        self.0.insert(group.into(), schedule)
    }

    /// The names of the groups, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

impl<S: Scheduler + Clone> ParamGroups<Scaled<S>> {
    /// Layer-wise decay: the last layer has the schedule itself, each one before `gamma` times that of
    /// the next.
    ///
    /// ```text
    /// factor of layer i of n = gamma^(n - 1 - i)
    /// ```
    ///
    /// For fine-tuning, with a `gamma` of 0.65 to 0.95 (Clark et al., 2020; Bao et al., 2022).
    ///
    /// # Errors
    ///
    /// If `gamma` is not finite and `>= 0`, or so large that a factor leaves the range of `f64`.
    ///
    /// # Example
    ///
    /// ```
    /// use lr_schedule::{Constant, ParamGroups};
    ///
    /// let layers = ["embed", "block", "head"];
    /// let groups = ParamGroups::layerwise(Constant::new(0.1)?, layers, 0.5)?;
    /// assert_eq!(groups.lr("head", 0), Some(0.1));
    /// assert_eq!(groups.lr("block", 0), Some(0.05));
    /// assert_eq!(groups.lr("embed", 0), Some(0.025));
    /// # Ok::<(), lr_schedule::Error>(())
    /// ```
    pub fn layerwise<N: Into<String>>(
        schedule: S,
        layers: impl IntoIterator<Item = N, IntoIter: ExactSizeIterator>,
        gamma: f64,
    ) -> Result<Self, Error> {
        let gamma = param::rate("gamma", gamma)?;
        let layers = layers.into_iter();
        let after = (0..layers.len()).rev();
        layers
            .zip(after)
            .map(|(name, after)| {
                let factor = math::pow(gamma, math::float(after));
                Ok((name, schedule.clone().scaled(factor)?))
            })
            .collect()
    }
}

impl<N: Into<String>, S> FromIterator<(N, S)> for ParamGroups<S> {
    /// Of several schedules with one name, the last one counts.
    fn from_iter<I: IntoIterator<Item = (N, S)>>(groups: I) -> Self {
        Self(groups.into_iter().map(|(name, schedule)| (name.into(), schedule)).collect())
    }
}

#[cfg(feature = "serde")]
impl<S: Scheduler + Data> Data for ParamGroups<S> {
    fn to_value(&self) -> Value {
        Value::Map(self.0.iter().map(|(name, schedule)| (name.clone().into(), schedule.to_value())).collect())
    }

    fn from_value(value: Value) -> Result<Self, PathError> {
        let entry = |(name, value): (Cow<'static, str>, Value)| match S::from_value(value) {
            Ok(schedule) => Ok((name.into_owned(), schedule)),
            Err(error) => Err(error.in_field(name)),
        };
        Fields::any(value)?.into_entries().into_iter().map(entry).collect()
    }
}

#[cfg(feature = "serde")]
crate::data::serde_by_data!(ParamGroups<S>);

#[cfg(feature = "schemars")]
impl<S: schemars::JsonSchema> schemars::JsonSchema for ParamGroups<S> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "ParamGroups".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        BTreeMap::<String, S>::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Constant, LinearDecay};

    #[test]
    fn all_groups_count_the_same_steps() {
        let line = LinearDecay::new(1.0, 0.0, 4).unwrap();
        let mut groups: ParamGroups<_> =
            [("b", line), ("a", LinearDecay::new(2.0, 0.0, 4).unwrap())].into_iter().collect();
        assert!(groups.rates(1).eq([("a", 1.5), ("b", 0.75)]));
        assert_eq!(groups.insert("b", LinearDecay::new(4.0, 0.0, 4).unwrap()), Some(line));
        assert_eq!(groups.lr("b", 2), Some(2.0));
        assert!(groups.names().eq(["a", "b"]));
    }

    #[test]
    fn layerwise_factors_that_overflow_are_errors() {
        let result = ParamGroups::layerwise(Constant::new(1.0).unwrap(), ["a", "b", "c"], 1e200);
        assert_eq!(result.unwrap_err().to_string(), "`factor` is inf, but must be finite and >= 0");
    }
}
