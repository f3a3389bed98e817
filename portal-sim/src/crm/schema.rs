//! The fields of the CRM's entries: their names, kinds and how the first API generation prints them.
//! There every scalar is a string, dates carry the portal's offset, and what is missing is null.

use crate::clock::iso;
use crate::php::{Php, text};

/// How a field is compared and printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Number,
    Text,
    /// A value of a directory: `%` means `=` here.
    Status,
    /// `Y` or `N`.
    Flag,
    Date,
    /// A date without a time, kept as text.
    Day,
    Money,
    /// A company or contact: `%` means `=` here.
    Link,
    /// A custom field with several values, a list also when it is empty.
    Many,
    /// A file: read only here, null when there is none.
    File,
    /// Phones, mails and the like: listed when named, filtered by prefix.
    Multi,
    /// A known name without a column: conditions on it are dropped.
    NoColumn,
    /// A column to filter by that is never shown.
    Hidden,
}

/// One field.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) read_only: bool,
}

pub(super) const fn own(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, read_only: false }
}

pub(super) const fn fixed(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, read_only: true }
}

/// An entry whose fields can be asked by name.
pub(crate) trait Record {
    fn id(&self) -> u64;
    /// The raw value: numbers as numbers, dates as unix seconds, null when missing.
    fn value(&self, field: &str) -> Php;
    /// Texts of a multiple field.
    fn texts(&self, _field: &str) -> Vec<&str> {
        Vec::new()
    }
}

/// A raw value as `crm.*.list` and `crm.*.get` print it.
pub(crate) fn printed(kind: Kind, value: &Php) -> Php {
    match (kind, value) {
        (Kind::Many, Php::Null) => Php::empty(),
        (Kind::Many, Php::Array(_)) => value.clone(),
        (_, Php::Null) => Php::Null,
        (Kind::Day, Php::Str(day)) if !day.is_empty() => format!("{day}T03:00:00+03:00").into(),
        (Kind::Date, Php::Float(unix)) => iso(*unix).into(),
        (Kind::Money, Php::Float(amount)) => format!("{amount:.2}").into(),
        (Kind::Multi | Kind::NoColumn, other) => other.clone(),
        (_, other) => text(other).into(),
    }
}

/// Fields of deals.
pub(crate) const DEAL: &[Field] = &[
    fixed("ID", Kind::Number),
    own("TITLE", Kind::Text),
    own("TYPE_ID", Kind::Status),
    own("STAGE_ID", Kind::Status),
    own("CURRENCY_ID", Kind::Text),
    own("OPPORTUNITY", Kind::Money),
    own("COMPANY_ID", Kind::Link),
    own("CONTACT_ID", Kind::Link),
    own("OPENED", Kind::Flag),
    fixed("CLOSED", Kind::Flag),
    own("ASSIGNED_BY_ID", Kind::Number),
    fixed("CREATED_BY_ID", Kind::Number),
    fixed("DATE_CREATE", Kind::Date),
    fixed("DATE_MODIFY", Kind::Date),
    own("CATEGORY_ID", Kind::Number),
    fixed("STAGE_SEMANTIC_ID", Kind::Text),
    own("CONTACT_IDS", Kind::NoColumn),
];

/// Fields of companies.
pub(crate) const COMPANY: &[Field] = &[
    fixed("ID", Kind::Number),
    own("TITLE", Kind::Text),
    own("COMPANY_TYPE", Kind::Status),
    own("ASSIGNED_BY_ID", Kind::Number),
    own("OPENED", Kind::Flag),
];

/// Fields of activities.
pub(crate) const ACTIVITY: &[Field] = &[
    fixed("ID", Kind::Number),
    own("OWNER_ID", Kind::Number),
    own("OWNER_TYPE_ID", Kind::Number),
    own("TYPE_ID", Kind::Number),
    own("SUBJECT", Kind::Text),
    own("COMPLETED", Kind::Flag),
    own("RESPONSIBLE_ID", Kind::Number),
    fixed("CREATED", Kind::Date),
    fixed("DEADLINE", Kind::Date),
];
