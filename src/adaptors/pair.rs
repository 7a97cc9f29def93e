//! The fields of adaptors over two schedules as data.

/// `{"schedules": [first, second]}`.
#[derive(serde::Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct PairFields<A, B> {
    pub(super) schedules: (A, B),
}
