//! The REST methods. Each file can be read alone: a method gets a [`Context`] and its parameters, reads or changes the
//! portal, and returns a [`Reply`] or a [`RestError`]. It sees no HTTP request, no batch, no limit and no scripted fault.
//!
//! The README says how to add a method.
#![expect(clippy::unnecessary_wraps, reason = "all methods share one signature")]

mod bindings;
mod contact_fields;
mod contacts;
mod context;
mod creation;
mod deletion;
mod directories;
mod duplicates;
mod error;
mod events;
mod items;
mod linked;
mod notices;
mod options;
mod params;
mod placements;
mod system;
mod table;
mod users;

pub(crate) use context::{Caller, Context, Method, Outcome, Reply};
pub(crate) use deletion::{cost, deleted_contact};
pub(crate) use error::RestError;
pub(crate) use table::{METHODS, exists, find, success};
