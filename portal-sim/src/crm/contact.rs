//! A contact, and what its fields hold.

use std::collections::BTreeMap;

use super::schema::{CONTACT, Kind, Record, printed};
use crate::php::{Php, PhpArray, int, php, text};

/// One phone, mail or the like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Multi {
    pub(crate) id: u64,
    pub(crate) value: String,
    pub(crate) value_type: String,
}

/// A contact of the CRM.
#[derive(Debug, Clone)]
pub(crate) struct Contact {
    pub(crate) id: u64,
    texts: BTreeMap<&'static str, String>,
    pub(crate) assigned_by: u64,
    pub(crate) created_by: u64,
    pub(crate) modified_by: u64,
    pub(crate) created_at: f64,
    pub(crate) modified_at: f64,
    /// The first is the primary one.
    pub(crate) company_ids: Vec<u64>,
    pub(crate) multi: BTreeMap<&'static str, Vec<Multi>>,
    /// Contacts of another category than 0 do not exist for `crm.contact.list` and `.get`.
    pub(crate) category: u64,
}

impl Contact {
    pub(crate) fn new(id: u64, user_id: u64, now: f64) -> Self {
        let texts = [("OPENED", "Y"), ("EXPORT", "Y"), ("TYPE_ID", "CLIENT")];
        Self {
            id,
            texts: texts.into_iter().map(|(name, value)| (name, value.to_owned())).collect(),
            assigned_by: user_id,
            created_by: user_id,
            modified_by: user_id,
            created_at: now,
            modified_at: now,
            company_ids: Vec::new(),
            multi: BTreeMap::new(),
            category: 0,
        }
    }

    /// Takes over fields in the REST form; unknown ones are ignored, read-only ones too unless `trusted`.
    pub(crate) fn assign(&mut self, fields: &PhpArray, trusted: bool) {
        for (name, value) in fields.iter() {
            if trusted {
                self.assign_fixed(name, value);
            }
            let Some(field) = CONTACT.iter().find(|field| field.name == name && !field.read_only) else {
                continue;
            };
            match (field.name, field.kind) {
                ("ASSIGNED_BY_ID", _) => self.assigned_by = number(value),
                ("COMPANY_ID", _) => {
                    self.company_ids = Some(number(value)).filter(|id| *id > 0).into_iter().collect();
                }
                ("COMPANY_IDS", _) => {
                    self.company_ids =
                        value.as_array().map(|ids| ids.values().map(number).collect()).unwrap_or_default();
                }
                (name, Kind::Multi) => {
                    self.multi.insert(name, multis(value));
                }
                (name, _) => {
                    self.texts.insert(name, text(value));
                }
            }
        }
    }

    fn assign_fixed(&mut self, name: &str, value: &Php) {
        match name {
            "CREATED_BY_ID" => self.created_by = number(value),
            "CATEGORY_ID" => self.category = number(value),
            "DATE_CREATE" => {
                if let Ok(stamp) = text(value).parse::<jiff::Timestamp>() {
                    self.created_at = stamp.as_duration().as_secs_f64();
                }
            }
            _ => {}
        }
    }

    /// All fields as `crm.contact.get` prints them: multiple ones are absent when empty.
    pub(crate) fn full(&self) -> Php {
        let shown = CONTACT.iter().filter(|field| !matches!(field.kind, Kind::Hidden | Kind::NoColumn));
        self.print(shown.map(|field| field.name))
    }

    /// The named fields, as far as they exist.
    pub(crate) fn print<'a>(&self, names: impl Iterator<Item = &'a str>) -> Php {
        let mut pairs = Vec::new();
        for name in names {
            let Some(field) = CONTACT.iter().find(|field| field.name == name) else { continue };
            let value = printed(field.kind, &self.value(name));
            if field.kind != Kind::Multi || value != Php::empty() {
                pairs.push((name.to_owned(), value));
            }
        }
        Php::Array(PhpArray::of(pairs))
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
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
            "DATE_MODIFY" | "LAST_ACTIVITY_TIME" => self.modified_at.into(),
            "COMPANY_ID" => self.company_ids.first().copied().into(),
            "COMPANY_IDS" => Php::list(self.company_ids.iter().copied()),
            "HAS_PHONE" => self.flag("PHONE"),
            "HAS_EMAIL" => self.flag("EMAIL"),
            "CATEGORY_ID" => self.category.into(),
            "HAS_IMOL" => "N".into(),
            "FULL_NAME" => self.full_name().into(),
            "PHONE" | "EMAIL" | "WEB" | "IM" | "LINK" => printed_multis(field, self.multi.get(field)),
            _ => self.texts.get(field).map(String::as_str).into(),
        }
    }

    fn bound(&self, column: &str) -> &[u64] {
        if column == "COMPANY_IDS" { &self.company_ids } else { &[] }
    }

    fn texts(&self, field: &str) -> Vec<&str> {
        self.multi.get(field).into_iter().flatten().map(|multi| multi.value.as_str()).collect()
    }
}

fn number(value: &Php) -> u64 {
    u64::try_from(int(value)).unwrap_or_default()
}

fn printed_multis(type_id: &str, all: Option<&Vec<Multi>>) -> Php {
    Php::list(all.into_iter().flatten().map(|multi| {
        php! {
            "ID" => multi.id.to_string(),
            "VALUE_TYPE" => multi.value_type.as_str(),
            "VALUE" => multi.value.as_str(),
            "TYPE_ID" => type_id,
        }
    }))
}

/// Reads `[{"VALUE": "+1…", "VALUE_TYPE": "WORK"}, …]`; entries without a value are left out.
fn multis(value: &Php) -> Vec<Multi> {
    let Some(list) = value.as_array() else { return Vec::new() };
    let entry = |item: &Php| {
        let value = item.get("VALUE").map(text).filter(|value| !value.is_empty())?;
        let value_type = item.get("VALUE_TYPE").map_or_else(|| "WORK".to_owned(), text);
        Some(Multi { id: 0, value, value_type })
    };
    list.values().filter_map(entry).collect()
}
