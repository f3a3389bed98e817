//! The service through its HTTP doors, against the portal simulator.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod access;
mod contacts;
mod erase;
mod hostile;
mod install;
mod open;
mod service;
mod session;
mod support;
