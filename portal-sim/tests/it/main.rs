//! The simulator over HTTP, as clients use a real portal.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

mod additions;
mod batch;
mod changes_during_work;
mod concurrency;
mod contacts;
mod deletion;
mod events;
mod faults;
mod filters;
mod installation;
mod items;
mod limits;
mod oauth;
mod paging;
mod program;
mod rest;
mod support;
mod wrong_answers;
