//! [`Sim`]: setting a simulator up, running it over HTTP or in memory, and stopping it.

mod builder;
mod description;
mod handle;
mod memory;

pub use builder::SimBuilder;
pub use handle::{ForeignApp, Sim};
pub use memory::{MemoryAnswer, MemoryRequest};
