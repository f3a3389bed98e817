//! How the second API generation prints an item.

use super::names::{Name, names_of};
use crate::clock::iso;
use crate::crm::{Contact, FieldKind, Record, printed};
use crate::php::{Php, PhpArray, php};

/// An item with the selected fields, or with all fields. `id` is always printed.
pub(super) fn item(kind: u64, record: &impl Record, select: Option<&[String]>) -> Php {
    let is_selected = |name: &&Name| {
        name.camel == "id" || select.is_none_or(|select| select.iter().any(|selected| selected == name.camel))
    };
    let pairs = names_of(kind).iter().filter(is_selected).map(|name| {
        let value = record.value(name.column);
        let printed_value = match (name.kind, value) {
            (FieldKind::Date, Php::Float(unix)) => iso(unix).into(),
            (FieldKind::Number | FieldKind::Link, Php::Null) => 0_i64.into(),
            (FieldKind::Day | FieldKind::Many, value) => printed(name.kind, &value),
            (_, other) => other,
        };
        (name.camel.to_owned(), printed_value)
    });
    Php::Array(PhpArray::of(pairs.collect()))
}

/// `fm`: the phones, e-mail addresses and the like of a contact.
pub(super) fn multi_fields(contact: &Contact) -> Php {
    let all = contact.multi.iter().flat_map(|(kind, list)| list.iter().map(move |multi| (*kind, multi)));
    Php::list(all.map(|(kind, multi)| {
        php! {
            "id" => multi.id,
            "typeId" => kind,
            "valueType" => multi.value_type.as_str(),
            "value" => multi.value.as_str(),
        }
    }))
}
