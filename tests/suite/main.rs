//! The service through its doors, against the portal simulator: HTTP, the command line, and a real browser.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod access;
mod audit;
mod banner;
mod browser;
mod connect;
mod contacts;
mod delete_command;
mod erase;
mod events;
mod guards;
mod hostile;
mod install;
mod jobs;
mod licence;
mod migrations;
mod moves;
mod odd_answers;
mod open;
mod pending;
mod permissions;
mod portal;
mod public;
mod reach;
mod removal;
mod renewal;
mod requests;
mod retention;
mod saved_filters;
mod service;
mod session;
mod settings;
mod storage;
mod support;
mod tls;
mod walk;
