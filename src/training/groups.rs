//! A schedule for each parameter group.

#[cfg(feature = "serde")]
use alloc::borrow::Cow;
use alloc::collections::btree_map::{self, BTreeMap};
use alloc::string::String;

use crate::adaptors::Scaled;
#[cfg(feature = "serde")]
use crate::serial::{Data, Fields, PathError, Value};
use crate::{Error, Scheduler, math, param};

/// A schedule for each named parameter group, in the order of the names.
///
/// All groups count the same steps. A group that is unfrozen at step `k` takes `Constant::new(0.0)?.then(k, schedule)`,
/// which has rate 0 until then; [`delayed`](Scheduler::delayed) would use the first rate instead.
///
/// A [`Cursor`](crate::Cursor) of groups has one step counter for all of them. Groups are serialized as an object of
/// schedules by name (feature `serde`).
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

    /// The rates of all groups at a step.
    pub fn rates(&self, step: usize) -> impl Iterator<Item = (&str, f64)> {
        self.iter().map(move |(name, schedule)| (name, schedule.lr(step)))
    }
}

impl<S> ParamGroups<S> {
    /// The schedule of a group.
    #[must_use]
    pub fn get(&self, group: &str) -> Option<&S> {
        self.0.get(group)
    }

    /// Sets the schedule of a group and returns the one it replaces.
    pub fn insert(&mut self, group: impl Into<String>, schedule: S) -> Option<S> {
        self.0.insert(group.into(), schedule)
    }

    /// The number of groups.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no groups.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The names of the groups.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The names and schedules of the groups.
    pub fn iter(&self) -> Iter<'_, S> {
        Iter(self.0.iter())
    }
}

impl<S: Scheduler + Clone> ParamGroups<Scaled<S>> {
    /// Layer-wise decay: the last layer has the schedule itself, each earlier one `gamma` times that of the next.
    ///
    /// ```text
    /// factor of layer i of n = gamma^(n - 1 - i)
    /// ```
    ///
    /// For fine-tuning, with a `gamma` of 0.65 to 0.95 (Clark et al., 2020: 0.8 and 0.9; Bao et al., 2022: 0.65 to 0.9;
    /// Sun et al., 2019: 0.95).
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
                let allowed = "small enough that every factor is finite";
                param::real("gamma", gamma, factor.is_finite(), allowed)?;
                Ok((name, schedule.clone().scaled(factor)?))
            })
            .collect()
    }
}

/// The iterator over the groups of [`ParamGroups`].
#[derive(Debug, Clone)]
#[must_use = "iterators do nothing unless consumed"]
pub struct Iter<'a, S>(btree_map::Iter<'a, String, S>);

impl<'a, S> Iterator for Iter<'a, S> {
    type Item = (&'a str, &'a S);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(name, schedule)| (name.as_str(), schedule))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<S> ExactSizeIterator for Iter<'_, S> {}

impl<'a, S> IntoIterator for &'a ParamGroups<S> {
    type Item = (&'a str, &'a S);
    type IntoIter = Iter<'a, S>;

    fn into_iter(self) -> Iter<'a, S> {
        self.iter()
    }
}

impl<S> IntoIterator for ParamGroups<S> {
    type Item = (String, S);
    type IntoIter = btree_map::IntoIter<String, S>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<N: Into<String>, S> Extend<(N, S)> for ParamGroups<S> {
    fn extend<I: IntoIterator<Item = (N, S)>>(&mut self, groups: I) {
        self.0.extend(groups.into_iter().map(|(name, schedule)| (name.into(), schedule)));
    }
}

impl<N: Into<String>, S> FromIterator<(N, S)> for ParamGroups<S> {
    /// If a name occurs more than once, its last schedule is kept.
    fn from_iter<I: IntoIterator<Item = (N, S)>>(groups: I) -> Self {
        Self(groups.into_iter().map(|(name, schedule)| (name.into(), schedule)).collect())
    }
}

#[cfg(feature = "serde")]
impl<S: Data> Data for ParamGroups<S> {
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

crate::serial::serde_by_data!(ParamGroups<S>);

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
        assert_eq!((groups.get("c"), groups.get("b").map(LinearDecay::start)), (None, Some(4.0)));
        assert!(groups.names().eq(["a", "b"]));
        assert_eq!((groups.len(), groups.is_empty()), (2, false));
        groups.extend([("c", line)]);
        assert_eq!(groups.iter().len(), 3);
        let mut names = Vec::new();
        for (name, schedule) in &groups {
            names.push((name, schedule.start()));
        }
        assert_eq!(names, [("a", 2.0), ("b", 4.0), ("c", 1.0)]);
        assert_eq!(groups.into_iter().next_back(), Some(("c".into(), line)));
    }

    #[test]
    fn layerwise_factors_that_overflow_are_errors() {
        let result = ParamGroups::layerwise(Constant::new(1.0).unwrap(), ["a", "b", "c"], 1e200);
        assert_eq!(
            result.unwrap_err().to_string(),
            "`gamma` is 1e200, but must be small enough that every factor is finite"
        );
    }

    #[test]
    fn a_map_without_groups_is_empty() {
        let groups: ParamGroups<Constant> = core::iter::empty::<(String, _)>().collect();
        assert_eq!((groups.len(), groups.is_empty(), groups.lr("a", 0)), (0, true, None));
    }

    #[cfg(feature = "schemars")]
    #[test]
    fn the_schema_is_a_map_from_names() {
        let schema = schemars::schema_for!(ParamGroups<f64>).to_value();
        assert_eq!(schema["type"], "object");
        assert_eq!(schema["additionalProperties"]["type"], "number");
        let inside = schemars::schema_for!(Vec<ParamGroups<f64>>).to_value();
        assert_eq!(inside["items"]["additionalProperties"]["type"], "number");
    }
}
