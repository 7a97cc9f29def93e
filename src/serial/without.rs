//! Without the feature `serde` no type is data.

macro_rules! data {
    ($($type:tt)*) => {};
}

pub(crate) use {data, data as serde_by_data, data as variants};
