//! The simulator, driven over HTTP like a real portal.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

mod adding;
mod batch;
mod contacts;
mod crowd;
mod deletion;
mod events;
mod faults;
mod filters;
mod items;
mod limits;
mod mishaps;
mod oauth;
mod paging;
mod program;
mod rest;
mod rig;
mod setup;
mod twisted;
