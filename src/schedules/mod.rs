//! One schedule per file, named like its JSON `type`.

// A new schedule takes eight places: its file and this one, the list in `dynamic/mod.rs` and its lengths in
// `dynamic/rescale/schedules.rs`, an entry of `examples/catalogue`, its strategy and facts in `tests/strategies/leaves.rs`,
// and the overviews of `lib.rs` and the README. `UPDATE=1 cargo test --all-features` writes its curve, schema, bits and the
// guide's tables.

mod anneal;
mod constant;
mod cosine_decay;
mod cyclic;
mod exponential_decay;
mod interpolated;
mod inverse_sqrt_decay;
mod inverse_time_decay;
mod linear_decay;
mod multi_step_decay;
mod noam;
mod one_cycle;
mod one_cycle_momentum;
mod piecewise_constant;
mod polynomial_decay;
mod step_decay;
mod transition;
mod warm_restarts;

pub use anneal::Anneal;
pub use constant::Constant;
pub use cosine_decay::CosineDecay;
pub use cyclic::{Cyclic, CyclicMode};
pub use exponential_decay::ExponentialDecay;
pub use interpolated::Interpolated;
pub use inverse_sqrt_decay::InverseSqrtDecay;
pub use inverse_time_decay::InverseTimeDecay;
pub use linear_decay::LinearDecay;
pub use multi_step_decay::MultiStepDecay;
pub use noam::Noam;
pub use one_cycle::OneCycle;
pub use one_cycle_momentum::OneCycleMomentum;
pub use piecewise_constant::PiecewiseConstant;
pub use polynomial_decay::PolynomialDecay;
pub use step_decay::StepDecay;
pub use warm_restarts::WarmRestarts;
