//! A contact and its fields.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::contact_schema::CONTACT;
use super::filter::read_date;
use super::multi::{self, Multis};
use super::schema::{FieldKind, Record, printed};
use crate::php::{Php, PhpArray, int, text};

/// A contact of the CRM.
#[derive(Debug, Clone)]
pub(crate) struct Contact {
    pub(crate) id: u64,
    /// A list without order: a contact has few texts, and a list needs less memory than a map.
    texts: Vec<(&'static str, Cow<'static, str>)>,
    lists: BTreeMap<&'static str, Vec<String>>,
    pub(crate) assigned_by: u64,
    pub(crate) created_by: u64,
    pub(crate) modified_by: u64,
    pub(crate) created_at: f64,
    pub(crate) modified_at: f64,
    pub(crate) last_activity_at: Option<f64>,
    /// The first is the main company.
    pub(crate) company_ids: Vec<u64>,
    pub(crate) multi: Multis,
    /// `crm.contact.list` and `.get` only know contacts of category 0.
    pub(crate) category: u64,
}

/// Which fields may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WriteMode {
    /// The writable fields.
    Ordinary,
    /// Also the users and times of creation and change, as imports may.
    Import,
    /// All stored fields: for tests.
    Unrestricted,
}

impl Contact {
    pub(crate) fn new(id: u64, user_id: u64, now: f64) -> Self {
        let texts = [("OPENED", "Y"), ("EXPORT", "Y"), ("TYPE_ID", "CLIENT")];
        Self {
            id,
            texts: texts.into_iter().map(|(name, value)| (name, Cow::Borrowed(value))).collect(),
            lists: BTreeMap::new(),
            assigned_by: user_id,
            created_by: user_id,
            modified_by: user_id,
            created_at: now,
            modified_at: now,
            last_activity_at: Some(now),
            company_ids: Vec::new(),
            multi: Multis::new(),
            category: 0,
        }
    }

    /// Writes fields in the form of REST. Unknown fields are ignored, and read-only fields unless the mode allows them.
    pub(crate) fn assign(&mut self, fields: &PhpArray, mode: WriteMode) {
        for (name, value) in fields.iter() {
            if mode != WriteMode::Ordinary {
                self.assign_read_only(name, value, mode);
            }
            let Some(field) = CONTACT.iter().find(|field| field.name == name && !field.read_only) else {
                continue;
            };
            match (field.name, field.kind) {
                ("ASSIGNED_BY_ID", _) => self.assign_responsible(value),
                ("COMPANY_ID", _) if fields.get("COMPANY_IDS").and_then(Php::as_array).is_some() => {}
                ("COMPANY_ID", _) => {
                    self.company_ids = Some(number(value)).filter(|id| *id > 0).into_iter().collect();
                }
                ("COMPANY_IDS", _) => self.assign_companies(value),
                (name, FieldKind::Multi) => multi::write(self.multi.entry(name).or_default(), name, value),
                (name, FieldKind::Many) => {
                    let given = value.as_array().map(|list| list.values().map(text).collect());
                    self.lists.insert(name, given.unwrap_or_else(|| vec![text(value)]));
                }
                (name, FieldKind::Day) => {
                    if let Some(day) = read_day(&text(value)) {
                        self.set(name, day);
                    }
                }
                (_, FieldKind::File) => {}
                (name, _) => self.set(name, text(value)),
            }
        }
    }

    /// User numbers begin with 1. Without a valid number the responsible user stays.
    fn assign_responsible(&mut self, value: &Php) {
        match number(value) {
            0 => {}
            user_id => self.assigned_by = user_id,
        }
    }

    fn assign_companies(&mut self, value: &Php) {
        let Some(list) = value.as_array() else { return };
        self.company_ids.clear();
        for id in list.values().map(number).filter(|id| *id > 0) {
            if !self.company_ids.contains(&id) {
                self.company_ids.push(id);
            }
        }
    }

    fn assign_read_only(&mut self, name: &str, value: &Php, mode: WriteMode) {
        match name {
            "CREATED_BY_ID" => self.created_by = number(value),
            "MODIFY_BY_ID" => self.modified_by = number(value),
            "DATE_CREATE" => self.created_at = read_date(&text(value)).unwrap_or(self.created_at),
            "DATE_MODIFY" => self.modified_at = read_date(&text(value)).unwrap_or(self.modified_at),
            "LAST_ACTIVITY_TIME" if mode == WriteMode::Unrestricted => {
                self.last_activity_at = read_date(&text(value));
            }
            "CATEGORY_ID" if mode == WriteMode::Unrestricted => self.category = number(value),
            _ => {}
        }
    }

    pub(crate) fn set(&mut self, name: &'static str, value: impl Into<Cow<'static, str>>) {
        match self.texts.iter_mut().find(|entry| entry.0 == name) {
            Some(entry) => entry.1 = value.into(),
            None => self.texts.push((name, value.into())),
        }
    }

    pub(crate) fn set_list(&mut self, name: &'static str, values: &[&str]) {
        self.lists.insert(name, values.iter().map(|value| (*value).to_owned()).collect());
    }

    /// All fields as `crm.contact.get` prints them. Phones and the like are absent when there are none.
    pub(crate) fn full(&self) -> Php {
        let shown =
            CONTACT.iter().filter(|field| !matches!(field.kind, FieldKind::Hidden | FieldKind::NoColumn));
        self.print(shown.map(|field| field.name))
    }

    /// The named fields. Unknown names are left out.
    pub(crate) fn print<'a>(&self, names: impl Iterator<Item = &'a str>) -> Php {
        let mut pairs = Vec::new();
        for name in names {
            let Some(field) = CONTACT.iter().find(|field| field.name == name) else { continue };
            let value = printed(field.kind, &self.value(name));
            if field.kind != FieldKind::Multi || value != Php::empty() {
                pairs.push((name.to_owned(), value));
            }
        }
        Php::Array(PhpArray::of(pairs))
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }

    fn find(&self, name: &str) -> Option<&str> {
        self.texts.iter().find(|entry| entry.0 == name).map(|entry| &*entry.1)
    }

    fn flag(&self, multi: &str) -> Php {
        if self.multi.get(multi).is_some_and(|all| !all.is_empty()) { "Y" } else { "N" }.into()
    }

    fn full_name(&self) -> String {
        format!("{} {}", self.text("NAME"), self.text("LAST_NAME")).trim().to_owned()
    }
}

impl Record for Contact {
    fn id(&self) -> u64 {
        self.id
    }

    fn value(&self, field: &str) -> Php {
        match field {
            "ID" => self.id.into(),
            "ASSIGNED_BY_ID" => self.assigned_by.into(),
            "CREATED_BY_ID" => self.created_by.into(),
            "MODIFY_BY_ID" | "LAST_ACTIVITY_BY" => self.modified_by.into(),
            "DATE_CREATE" => self.created_at.into(),
            "DATE_MODIFY" => self.modified_at.into(),
            "LAST_ACTIVITY_TIME" => self.last_activity_at.into(),
            "COMPANY_ID" => self.company_ids.first().copied().into(),
            "COMPANY_IDS" => Php::list(self.company_ids.iter().copied()),
            "HAS_PHONE" => self.flag("PHONE"),
            "HAS_EMAIL" => self.flag("EMAIL"),
            "CATEGORY_ID" => self.category.into(),
            "HAS_IMOL" => "N".into(),
            "FULL_NAME" => self.full_name().into(),
            "PHONE" | "EMAIL" | "WEB" | "IM" | "LINK" => multi::printed(field, self.multi.get(field)),
            _ => match self.lists.get(field) {
                Some(list) => Php::list(list.iter().map(String::as_str)),
                None => self.find(field).into(),
            },
        }
    }

    fn texts(&self, field: &str) -> Vec<&str> {
        self.multi.get(field).into_iter().flatten().map(|multi| multi.value.as_str()).collect()
    }
}

fn number(value: &Php) -> u64 {
    u64::try_from(int(value)).unwrap_or_default()
}

/// Reads a day as a portal does: ISO with or without a time, or in the format `31.12.1985`.
fn read_day(value: &str) -> Option<String> {
    if value.is_empty() {
        return Some(String::new());
    }
    let head: String = value.chars().take(10).collect();
    let parts: Vec<&str> = head.split('.').collect();
    let day = match parts[..] {
        [day, month, year] => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => head,
    };
    day.parse::<jiff::civil::Date>().ok().map(|day| day.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_all_formats_of_a_portal() {
        for written in ["1985-12-31", "1985-12-31T03:00:00+03:00", "31.12.1985"] {
            assert_eq!(read_day(written).as_deref(), Some("1985-12-31"), "{written}");
        }
        assert_eq!((read_day(""), read_day("soon")), (Some(String::new()), None));
    }
}
