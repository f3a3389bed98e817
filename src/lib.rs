//! Contact Eraser: a Bitrix24 application that deletes CRM contacts as the signed-in user.
//!
//! `domain` holds the words, `bitrix` the portal's protocol, `store` the database, `flows` what the app does,
//! `web` its HTTP face. `app` puts them together.

pub mod bitrix;
pub mod domain;
pub mod flows;
pub mod i18n;
pub mod store;
