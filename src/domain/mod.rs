//! The words of the product: ids, secrets, portals, contacts, sessions, time.
//! Nothing here does I/O or knows another module.

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
