//! The CRM: contacts and the entries linked to them, and the lists of the first API generation.

mod contact;
mod contact_schema;
mod filter;
mod linked;
mod list;
mod multi;
mod origins;
mod schema;
mod store;

pub(crate) use contact::{Contact, WriteMode};
pub(crate) use contact_schema::{CHOICES, CONTACT, CUSTOM_CHOICE, CUSTOM_SWITCH, CUSTOM_TEXT};
pub(crate) use filter::{Condition, Operator, read_date, split_key};
pub(crate) use linked::{Activity, Company, Deal};
pub(crate) use list::{ListRequest, PAGE_SIZE, Start, page_of};
pub(crate) use multi::Multi;
pub(crate) use schema::{
    ACTIVITY, COMPANY, CONTACT_TYPE, DEAL, DEAL_TYPE, Field, FieldKind, Record, printed,
};
pub(crate) use store::Crm;
