//! The phones, e-mail addresses and the like of a contact, and how writing changes them (`tryInternalizeMultiFields` in
//! `yuliai/bitrix-modules crm/classes/general/restservice.php`).

use std::collections::BTreeMap;

use crate::php::{Php, PhpArray, int, php, text};

/// One phone, e-mail address or the like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Multi {
    /// 0 until it is stored.
    pub(crate) id: u64,
    pub(crate) value: String,
    pub(crate) value_type: String,
}

impl Multi {
    pub(crate) fn new(value: &str, value_type: &str) -> Self {
        Self { id: 0, value: value.to_owned(), value_type: value_type.to_owned() }
    }
}

/// All of one contact, by kind: `PHONE`, `EMAIL`, `WEB`, `IM`, `LINK`.
pub(crate) type Multis = BTreeMap<&'static str, Vec<Multi>>;

/// Writes `[{"VALUE": "+1…", "VALUE_TYPE": "WORK"}, …]`. An entry with a known number changes that one, or removes it
/// if the entry is empty or has `DELETE`. Other entries are added unless they are empty.
pub(crate) fn write(current: &mut Vec<Multi>, kind: &str, entries: &Php) {
    for entry in entries.as_array().into_iter().flat_map(PhpArray::values) {
        let part = |name: &str| entry.get(name).map(text).unwrap_or_default().trim().to_owned();
        let id = entry.get("ID").map_or(0, int);
        let deleted = id > 0 && part("DELETE").eq_ignore_ascii_case("y");
        let value = if deleted { String::new() } else { part("VALUE") };
        let value_type = Some(part("VALUE_TYPE")).filter(|value_type| !value_type.is_empty());
        let value_type = value_type.unwrap_or_else(|| default_type(kind).to_owned());
        let known = current.iter().position(|multi| id > 0 && u64::try_from(id) == Ok(multi.id));
        match known {
            Some(at) if value.is_empty() => {
                current.remove(at);
            }
            Some(at) => (current[at].value, current[at].value_type) = (value, value_type),
            None if value.is_empty() => {}
            None => current.push(Multi { id: 0, value, value_type }),
        }
    }
}

fn default_type(kind: &str) -> &'static str {
    match kind {
        "IM" => "OTHER",
        "LINK" => "USER",
        _ => "WORK",
    }
}

/// The list as the first API generation prints it.
pub(crate) fn printed(kind: &str, all: Option<&Vec<Multi>>) -> Php {
    Php::list(all.into_iter().flatten().map(|multi| {
        php! {
            "ID" => multi.id.to_string(),
            "VALUE_TYPE" => multi.value_type.as_str(),
            "VALUE" => multi.value.as_str(),
            "TYPE_ID" => kind,
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: i64, value: &str) -> Php {
        php! { "ID" => id, "VALUE" => value }
    }

    #[test]
    fn entries_are_added_changed_and_removed() {
        let mut current =
            vec![Multi { id: 7, ..Multi::new("+1", "HOME") }, Multi { id: 8, ..Multi::new("+2", "WORK") }];
        write(
            &mut current,
            "PHONE",
            &Php::list([entry(7, ""), entry(8, "+22"), entry(0, " +3 "), entry(0, "")]),
        );
        assert_eq!(current, [Multi { id: 8, ..Multi::new("+22", "WORK") }, Multi::new("+3", "WORK")]);
        write(&mut current, "PHONE", &Php::list([php! { "ID" => "8", "VALUE" => "+22", "DELETE" => "y" }]));
        assert_eq!(current, [Multi::new("+3", "WORK")]);
        write(&mut current, "IM", &Php::from("+4"));
        assert_eq!(current.len(), 1);
    }
}
