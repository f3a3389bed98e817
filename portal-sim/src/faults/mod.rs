//! Failures that a test scripts: single calls that fail, answers that are wrong, portals that cannot be reached.

mod fault;
mod gate;
mod outage;
mod reshape;
mod script;

pub use fault::Fault;
pub use gate::Gate;
pub use outage::Outage;
pub use reshape::Reshape;
pub use script::{Faults, Nth};
