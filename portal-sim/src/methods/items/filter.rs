//! The filter of `crm.item.list`: groups can be nested and have `logic`. Unknown names and wrong values are refused.

use super::super::error::RestError;
use super::names::names_of;
use crate::crm::{Condition, DEAL_TYPE, Field, FieldKind, Operator, Record, read_date, split_key};
use crate::php::{Php, PhpArray, text};

/// A condition or a group of conditions.
pub(super) enum Filter {
    All(Vec<Filter>),
    Any(Vec<Filter>),
    One(Condition),
}

impl Filter {
    pub(super) fn parse(kind: u64, filter: &PhpArray) -> Result<Self, RestError> {
        let mut parts = Vec::new();
        let mut any = false;
        for (key, value) in filter.iter() {
            if key.eq_ignore_ascii_case("logic") {
                any = text(value).eq_ignore_ascii_case("or");
            } else if key.parse::<i64>().is_ok() {
                parts.push(Self::parse(kind, value.as_array().unwrap_or(&PhpArray::default()))?);
            } else {
                parts.extend(Self::leaf(kind, key, value)?);
            }
        }
        Ok(if any { Self::Any(parts) } else { Self::All(parts) })
    }

    fn leaf(kind: u64, key: &str, value: &Php) -> Result<Option<Self>, RestError> {
        let (negated, operator, camel) = split_key(key);
        let name = names_of(kind).iter().find(|known| known.camel == camel).ok_or_else(|| refused(camel))?;
        if name.kind == FieldKind::NoColumn {
            return Err(unknown_field(kind, name.column));
        }
        if matches!(value, Php::Array(_)) && operator != Operator::Equal {
            return Err(refused(camel));
        }
        if !each(value).into_iter().all(|value| has_right_type(name.kind, value)) {
            return Err(refused(camel));
        }
        let field = Field { name: name.column, kind: name.kind, read_only: true };
        Ok(Condition::on(field, negated, operator, value).map(Self::One))
    }

    /// All matches have greater numbers than this one.
    pub(super) fn lower_bound(&self) -> u64 {
        match self {
            Self::All(parts) => parts.iter().map(Self::lower_bound).max().unwrap_or_default(),
            Self::One(condition) => condition.lower_bound().unwrap_or_default(),
            Self::Any(_) => 0,
        }
    }

    /// The numbers in ascending order, if the filter asks for certain numbers of entries.
    pub(super) fn exact_ids(&self) -> Option<Vec<u64>> {
        let mut ids = match self {
            Self::All(parts) => parts.iter().find_map(Self::exact_ids)?,
            Self::One(condition) => condition.exact_ids()?,
            Self::Any(_) => return None,
        };
        ids.sort_unstable();
        ids.dedup();
        Some(ids)
    }

    pub(super) fn matches(&self, record: &impl Record) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.matches(record)),
            Self::Any(parts) => parts.is_empty() || parts.iter().any(|part| part.matches(record)),
            Self::One(condition) => condition.matches(record),
        }
    }
}

fn each(value: &Php) -> Vec<&Php> {
    value.as_array().map_or_else(|| vec![value], |list| list.values().collect())
}

/// Whether the value has the right type for a field of this kind.
fn has_right_type(kind: FieldKind, value: &Php) -> bool {
    match kind {
        FieldKind::Number | FieldKind::Link => match value {
            Php::Int(_) => true,
            Php::Str(text) => text.is_empty() || text.parse::<i64>().is_ok(),
            _ => false,
        },
        FieldKind::Date | FieldKind::Day => matches!(value, Php::Str(text) if read_date(text).is_some()),
        _ => !matches!(value, Php::Array(_)),
    }
}

/// The error of the database layer for a name that passed the check but has no column.
pub(super) fn unknown_field(kind: u64, column: &str) -> RestError {
    let entity = if kind == DEAL_TYPE { "Deal" } else { "Contact" };
    RestError::new(
        400,
        "100",
        &format!("Unknown field definition `{column}` ({column}) for {entity} Entity."),
    )
}

fn refused(name: &str) -> RestError {
    let text = format!("Invalid filter: field '{name}' is not allowed in filter or its value is wrong");
    RestError::new(400, "INVALID_ARG_VALUE", &text)
}
