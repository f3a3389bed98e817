//! The protocol of Bitrix24: its requests, its answers and its errors. This module knows no database and no pages.
//! Callers pass addresses and tokens and get typed answers or typed errors.

mod backoff;
pub mod batch;
mod bucket;
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
