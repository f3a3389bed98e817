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
    Money,
    /// A company or contact: `%` means `=` here.
    Link,
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

const fn own(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, read_only: false }
}

const fn fixed(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, read_only: true }
}

/// An entry whose fields can be asked by name.
pub(crate) trait Record {
    fn id(&self) -> u64;
    /// The raw value: numbers as numbers, dates as unix seconds, null when missing.
    fn value(&self, field: &str) -> Php;
    /// Numbers of the entries it is bound to by this column.
    fn bound(&self, _column: &str) -> &[u64] {
        &[]
    }
    /// Texts of a multiple field.
    fn texts(&self, _field: &str) -> Vec<&str> {
        Vec::new()
    }
}

/// A raw value as `crm.*.list` and `crm.*.get` print it.
pub(crate) fn printed(kind: Kind, value: &Php) -> Php {
    match (kind, value) {
        (_, Php::Null) => Php::Null,
        (Kind::Date, Php::Float(unix)) => iso(*unix).into(),
        (Kind::Money, Php::Float(amount)) => format!("{amount:.2}").into(),
        (Kind::Multi | Kind::NoColumn, other) => other.clone(),
        (_, other) => text(other).into(),
    }
}

/// Fields of contacts, in the order in which they are printed.
pub(crate) const CONTACT: &[Field] = &[
    fixed("ID", Kind::Number),
    own("POST", Kind::Text),
    own("COMMENTS", Kind::Text),
    own("HONORIFIC", Kind::Status),
    own("NAME", Kind::Text),
    own("SECOND_NAME", Kind::Text),
    own("LAST_NAME", Kind::Text),
    own("PHOTO", Kind::Text),
    own("LEAD_ID", Kind::Number),
    own("TYPE_ID", Kind::Status),
    own("SOURCE_ID", Kind::Status),
    own("SOURCE_DESCRIPTION", Kind::Text),
    own("COMPANY_ID", Kind::Link),
    own("BIRTHDATE", Kind::Text),
    own("EXPORT", Kind::Flag),
    fixed("HAS_PHONE", Kind::Flag),
    fixed("HAS_EMAIL", Kind::Flag),
    fixed("HAS_IMOL", Kind::Flag),
    fixed("DATE_CREATE", Kind::Date),
    fixed("DATE_MODIFY", Kind::Date),
    own("ASSIGNED_BY_ID", Kind::Number),
    fixed("CREATED_BY_ID", Kind::Number),
    fixed("MODIFY_BY_ID", Kind::Number),
    own("OPENED", Kind::Flag),
    own("ORIGINATOR_ID", Kind::Text),
    own("ORIGIN_ID", Kind::Text),
    own("ORIGIN_VERSION", Kind::Text),
    own("FACE_ID", Kind::Number),
    fixed("LAST_ACTIVITY_TIME", Kind::Date),
    fixed("LAST_ACTIVITY_BY", Kind::Number),
    own("ADDRESS", Kind::Text),
    own("ADDRESS_2", Kind::Text),
    own("ADDRESS_CITY", Kind::Text),
    own("ADDRESS_POSTAL_CODE", Kind::Text),
    own("ADDRESS_REGION", Kind::Text),
    own("ADDRESS_PROVINCE", Kind::Text),
    own("ADDRESS_COUNTRY", Kind::Text),
    own("UTM_SOURCE", Kind::Text),
    own("UTM_MEDIUM", Kind::Text),
    own("UTM_CAMPAIGN", Kind::Text),
    own("UF_CRM_1700000001", Kind::Text),
    own("COMPANY_IDS", Kind::NoColumn),
    fixed("FULL_NAME", Kind::Hidden),
    own("PHONE", Kind::Multi),
    own("EMAIL", Kind::Multi),
    own("WEB", Kind::Multi),
    own("IM", Kind::Multi),
    own("LINK", Kind::Multi),
];

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
