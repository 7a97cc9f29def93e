//! Interpolation from one rate to another: shapes, segments, piecewise curves and cycle boundaries.

pub(crate) mod cycles;
mod periods;
pub(crate) mod piecewise;
mod segment;
pub(crate) mod shape;

pub(crate) use periods::Periods;
pub(crate) use segment::Segment;
pub(crate) use shape::Constants;
pub use shape::Shape;
