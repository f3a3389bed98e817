//! Contact Eraser: a Bitrix24 application that deletes CRM contacts as the signed-in user.
//!
//! `domain` holds the types and rules, `bitrix` the portal's protocol, `store` the database, and `flows` the use
//! cases. `worker` does the background work, `web` is the HTTP interface, `lists` reads lists of contact ids, and
//! `workbook` writes workbooks. `app` connects them.

pub mod app;
pub mod bitrix;
pub mod check;
pub mod cli;
pub mod config;
pub mod domain;
pub mod flows;
pub mod i18n;
pub mod lists;
pub mod shutdown;
pub mod store;
pub mod telemetry;
pub mod web;
pub mod workbook;
pub mod worker;
