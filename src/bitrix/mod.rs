//! The protocol of Bitrix24: its requests, its answers and its errors. This module knows no database and no pages.
//! Callers pass addresses and tokens and get typed answers or typed errors.

mod backoff;
pub mod batch;
mod bucket;
mod call;
pub mod contacts;
pub mod directory;
pub mod error;
mod guard;
pub mod http;
pub mod inbound;
mod lenient;
pub mod limiter;
pub mod notices;
pub mod oauth;
pub mod observer;
pub mod placement;
pub mod portal_plan;
pub mod read_size;
mod refusal;
pub mod rest;
pub mod roots;
pub mod running_time;
pub mod users;

/// Rows in one answer of a list, fixed by the portal.
pub const PAGE_SIZE: usize = 50;
