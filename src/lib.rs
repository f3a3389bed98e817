//! Contact Eraser: a Bitrix24 application that deletes CRM contacts as the signed-in user.
//!
//! `domain` holds the words, `bitrix` the portal's protocol, `store` the database, `flows` what the app does,
//! `worker` what it does unasked, `web` its HTTP face, `workbook` the tables that it hands out. `app` puts them together.

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
