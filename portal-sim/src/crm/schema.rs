//! The fields of CRM entries: their names, their kinds, and how the first API generation prints them.
//! It prints each scalar as a string, dates with the portal's offset, and a missing value as null.

use crate::clock::iso;
use crate::php::{Php, text};

/// The type numbers of the CRM.
pub(crate) const DEAL_TYPE: u64 = 2;
pub(crate) const CONTACT_TYPE: u64 = 3;

/// The kind of a field, which decides how it is compared and printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldKind {
    Number,
    Text,
    /// A value of a directory. The operator `%` means `=`.
    Status,
    /// `Y` or `N`.
    Flag,
    Date,
    /// A date without a time. It is kept as text.
    Day,
    Money,
    /// The number of a company or contact. The operator `%` means `=`.
    Link,
    /// A custom field with several values. It is a list even when it is empty.
    Many,
    /// A file. It is read-only in the simulator, and null when there is none.
    File,
    /// Phones, e-mail addresses and the like. They are listed only when named, and filtered by prefix.
    Multi,
    /// A known name without a column. Conditions on it are dropped.
    NoColumn,
    /// A column that is used only in filters and never printed.
    Hidden,
}

/// One field.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) kind: FieldKind,
    pub(crate) read_only: bool,
}

/// A field that callers may write.
pub(super) const fn writable(name: &'static str, kind: FieldKind) -> Field {
    Field { name, kind, read_only: false }
}

/// A field that callers may not write.
pub(super) const fn read_only(name: &'static str, kind: FieldKind) -> Field {
    Field { name, kind, read_only: true }
}

/// An entry whose fields are read by name.
pub(crate) trait Record {
    fn id(&self) -> u64;
    /// The raw value: numbers as numbers, dates as unix seconds, null if it is missing.
    fn value(&self, field: &str) -> Php;
    /// The texts of a field with several values.
    fn texts(&self, _field: &str) -> Vec<&str> {
        Vec::new()
    }
}

/// A raw value as `crm.*.list` and `crm.*.get` print it.
pub(crate) fn printed(kind: FieldKind, value: &Php) -> Php {
    match (kind, value) {
        (FieldKind::Many, Php::Null) => Php::empty(),
        (FieldKind::Many, Php::Array(_)) => value.clone(),
        (_, Php::Null) => Php::Null,
        (FieldKind::Day, Php::Str(day)) if !day.is_empty() => format!("{day}T03:00:00+03:00").into(),
        (FieldKind::Date, Php::Float(unix)) => iso(*unix).into(),
        (FieldKind::Money, Php::Float(amount)) => format!("{amount:.2}").into(),
        (FieldKind::Multi | FieldKind::NoColumn, other) => other.clone(),
        (_, other) => text(other).into(),
    }
}

/// Fields of deals.
pub(crate) const DEAL: &[Field] = &[
    read_only("ID", FieldKind::Number),
    writable("TITLE", FieldKind::Text),
    writable("TYPE_ID", FieldKind::Status),
    writable("STAGE_ID", FieldKind::Status),
    writable("CURRENCY_ID", FieldKind::Text),
    writable("OPPORTUNITY", FieldKind::Money),
    writable("COMPANY_ID", FieldKind::Link),
    writable("CONTACT_ID", FieldKind::Link),
    writable("OPENED", FieldKind::Flag),
    read_only("CLOSED", FieldKind::Flag),
    writable("ASSIGNED_BY_ID", FieldKind::Number),
    read_only("CREATED_BY_ID", FieldKind::Number),
    read_only("DATE_CREATE", FieldKind::Date),
    read_only("DATE_MODIFY", FieldKind::Date),
    writable("CATEGORY_ID", FieldKind::Number),
    read_only("STAGE_SEMANTIC_ID", FieldKind::Text),
    writable("CONTACT_IDS", FieldKind::NoColumn),
];

/// Fields of companies.
pub(crate) const COMPANY: &[Field] = &[
    read_only("ID", FieldKind::Number),
    writable("TITLE", FieldKind::Text),
    writable("COMPANY_TYPE", FieldKind::Status),
    writable("ASSIGNED_BY_ID", FieldKind::Number),
    writable("OPENED", FieldKind::Flag),
];

/// Fields of activities.
pub(crate) const ACTIVITY: &[Field] = &[
    read_only("ID", FieldKind::Number),
    writable("OWNER_ID", FieldKind::Number),
    writable("OWNER_TYPE_ID", FieldKind::Number),
    writable("TYPE_ID", FieldKind::Number),
    writable("SUBJECT", FieldKind::Text),
    writable("COMPLETED", FieldKind::Flag),
    writable("RESPONSIBLE_ID", FieldKind::Number),
    read_only("CREATED", FieldKind::Date),
    read_only("DEADLINE", FieldKind::Date),
];
