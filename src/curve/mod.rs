//! Interpolation from one rate to another: shapes, segments, piecewise curves and cycle boundaries.

pub(crate) mod cycles;
pub(crate) mod piecewise;
mod segment;
pub(crate) mod shape;

pub(crate) use segment::Segment;
pub use shape::Shape;
