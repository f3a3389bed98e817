//! The portal's protocol: what Bitrix24 sends and expects, and nothing about databases or pages.
//! Callers hand in addresses and tokens and get typed answers or typed errors back.

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
