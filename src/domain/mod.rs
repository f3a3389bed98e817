//! The types of the product: ids, secrets, portals, contacts, jobs, settings, time. This module knows no other module.
//! It calls no portal and no database.

pub mod audit;
pub mod clock;
pub mod connect;
pub mod contact;
pub mod csv;
pub mod erasure;
pub mod feature;
pub mod filter;
pub mod ids;
pub mod installation;
pub mod job;
pub mod language;
pub mod obstacle;
pub mod operator;
pub mod portal;
pub mod portal_words;
pub mod requests;
pub mod saved_filter;
pub mod schedule;
pub mod secret;
pub mod security;
pub mod settings;
pub mod sort;
pub mod token;
pub mod zone;
