//! Reads changed settings. All wrong fields are reported, not only the first.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use super::{DeleteMethod, MOST_CONTACTS_PER_JOB, OpenDeals, Settings, WhoMayDelete};
use crate::domain::ids::UserId;

const CONTACTS: RangeInclusive<u32> = 1..=MOST_CONTACTS_PER_JOB;
const SNAPSHOT_DAYS: RangeInclusive<u32> = 0..=90;
const AUDIT_DAYS: RangeInclusive<u32> = 1..=3650;
/// The Market demands at least three days (b24restdocs market/preparing-to-publish/common-requirements.md).
const REQUEST_LOG_DAYS: RangeInclusive<u32> = 3..=365;
const MOST_CHOSEN_USERS: usize = 1000;
/// An error names an unknown field up to this length.
const LONGEST_NAME: usize = 64;

/// A field with a value that is not allowed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldError {
    /// Its name in the API. Nested names have a dot.
    pub field: String,
    /// What is wrong with it.
    pub fault: FieldFault,
}

/// What is wrong with a field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FieldFault {
    /// There is no such setting.
    Unknown,
    /// It is not one of the allowed words.
    NoSuchChoice,
    /// It is not a whole number between these two, which are allowed too.
    NotBetween(u32, u32),
    /// It is neither true nor false.
    NotYesOrNo,
    /// It is not a group of settings.
    NotAGroup,
    /// It is not a list of user ids, or the list is too long.
    NotUsers,
    /// The portal does not offer it.
    NotOffered,
    /// Only chosen users may delete, but none is chosen.
    NobodyChosen,
}

type Read<T> = Result<T, FieldFault>;

impl Settings {
    /// These settings with the wanted changes. Settings that are not named stay.
    ///
    /// # Errors
    /// Returns every field that is unknown or has a value that is not allowed.
    pub fn changed(&self, wished: &Map<String, Value>) -> Result<Self, Vec<FieldError>> {
        let mut next = self.clone();
        let mut errors = Vec::new();
        for (name, value) in wished {
            match (name.as_str(), value) {
                ("widgets", Value::Object(widgets)) => next.change_widgets(widgets, &mut errors),
                _ => collect_error(next.change(name, value), name, &mut errors),
            }
        }
        let nobody = next.who_may_delete == WhoMayDelete::Chosen && next.chosen_users.is_empty();
        if nobody && errors.iter().all(|error| error.field != "chosen_users") {
            collect_error(Err(FieldFault::NobodyChosen), "chosen_users", &mut errors);
        }
        if errors.is_empty() { Ok(next) } else { Err(errors) }
    }

    fn change(&mut self, name: &str, value: &Value) -> Read<()> {
        match name {
            "who_may_delete" => self.who_may_delete = WhoMayDelete::read(value)?,
            "chosen_users" => self.chosen_users = users(value)?,
            "method" => self.method = DeleteMethod::read(value)?,
            "confirm_from" => self.confirm_from = number(value, &CONTACTS)?,
            "max_contacts_per_job" => self.max_contacts_per_job = number(value, &CONTACTS)?,
            "max_contacts_per_day" => {
                self.max_contacts_per_day =
                    if value.is_null() { None } else { Some(number(value, &CONTACTS)?) };
            }
            "open_deals" => self.open_deals = OpenDeals::read(value)?,
            "snapshot_days" => self.snapshot_days = number(value, &SNAPSHOT_DAYS)?,
            "audit_days" => self.audit_days = number(value, &AUDIT_DAYS)?,
            "request_log_days" => self.request_log_days = number(value, &REQUEST_LOG_DAYS)?,
            "widgets" => return Err(FieldFault::NotAGroup),
            _ => return Err(FieldFault::Unknown),
        }
        Ok(())
    }

    fn change_widgets(&mut self, wished: &Map<String, Value>, errors: &mut Vec<FieldError>) {
        for (name, value) in wished {
            let yes_or_no = value.as_bool().ok_or(FieldFault::NotYesOrNo);
            let changed = match name.as_str() {
                "contact_card" => yes_or_no.map(|shown| self.widgets.contact_card = shown),
                "contact_list" => yes_or_no.map(|shown| self.widgets.contact_list = shown),
                "contact_toolbar" => yes_or_no.map(|shown| self.widgets.contact_toolbar = shown),
                _ => Err(FieldFault::Unknown),
            };
            collect_error(changed, &format!("widgets.{name}"), errors);
        }
    }
}

impl WhoMayDelete {
    fn read(value: &Value) -> Read<Self> {
        match value.as_str() {
            Some("everyone") => Ok(Self::Everyone),
            Some("administrators") => Ok(Self::Administrators),
            Some("chosen") => Ok(Self::Chosen),
            _ => Err(FieldFault::NoSuchChoice),
        }
    }
}

impl DeleteMethod {
    fn read(value: &Value) -> Read<Self> {
        match value.as_str() {
            Some("crm.contact.delete") => Ok(Self::Contact),
            Some("crm.item.delete") => Ok(Self::Item),
            _ => Err(FieldFault::NoSuchChoice),
        }
    }
}

impl OpenDeals {
    fn read(value: &Value) -> Read<Self> {
        match value.as_str() {
            Some("keep") => Ok(Self::Keep),
            Some("ask") => Ok(Self::Ask),
            Some("delete") => Ok(Self::Delete),
            _ => Err(FieldFault::NoSuchChoice),
        }
    }
}

fn collect_error(changed: Read<()>, field: &str, errors: &mut Vec<FieldError>) {
    if let Err(fault) = changed {
        errors.push(FieldError { field: field.chars().take(LONGEST_NAME).collect(), fault });
    }
}

fn number(value: &Value, range: &RangeInclusive<u32>) -> Read<u32> {
    let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
    let outside = FieldFault::NotBetween(*range.start(), *range.end());
    number.filter(|number| range.contains(number)).ok_or(outside)
}

fn users(value: &Value) -> Read<BTreeSet<UserId>> {
    let user = |id: &Value| UserId::new(u32::try_from(id.as_u64()?).ok()?);
    let listed = value.as_array().filter(|ids| ids.len() <= MOST_CHOSEN_USERS);
    let users = listed.and_then(|ids| ids.iter().map(user).collect::<Option<BTreeSet<_>>>());
    users.ok_or(FieldFault::NotUsers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn changed(wished: &Value) -> Result<Settings, Vec<FieldError>> {
        Settings::default().changed(wished.as_object().unwrap())
    }

    #[test]
    fn written_settings_read_back_unchanged() {
        let wished = json!({"who_may_delete": "chosen", "chosen_users": [7, 3, 7], "method": "crm.item.delete",
            "confirm_from": 1, "max_contacts_per_job": 100_000, "max_contacts_per_day": 50, "open_deals": "keep", "snapshot_days": 0,
            "widgets": {"contact_card": false}, "audit_days": 3650, "request_log_days": 3});
        let settings = changed(&wished).unwrap();
        let written = serde_json::to_value(&settings).unwrap();
        assert_eq!(written["chosen_users"], json!([3, 7]));
        assert_eq!(written["widgets"], json!({"contact_card": false, "contact_list": true}));
        assert_eq!(changed(&written).unwrap(), settings);
        let without = changed(&json!({"widgets": {"contact_toolbar": false}})).unwrap();
        let written = serde_json::to_value(&without).unwrap();
        assert_eq!(written["widgets"]["contact_toolbar"], json!(false));
        assert_eq!(changed(&written).unwrap(), without);
    }

    #[test]
    fn every_wrong_field_is_named() {
        let wished = json!({"who_may_delete": "me", "chosen_users": [0], "method": 1, "confirm_from": 0,
            "max_contacts_per_job": 100_001, "max_contacts_per_day": 0, "open_deals": null, "snapshot_days": 91, "audit_days": 1.5,
            "request_log_days": 2, "widgets": {"contact_card": 1, "menu": true}, "colour": "red"});
        let mut named: Vec<String> =
            changed(&wished).unwrap_err().into_iter().map(|error| error.field).collect();
        named.sort();
        assert_eq!(
            named,
            [
                "audit_days",
                "chosen_users",
                "colour",
                "confirm_from",
                "max_contacts_per_day",
                "max_contacts_per_job",
                "method",
                "open_deals",
                "request_log_days",
                "snapshot_days",
                "who_may_delete",
                "widgets.contact_card",
                "widgets.menu"
            ]
        );
    }

    #[test]
    fn at_least_one_user_must_be_chosen() {
        let nobody = changed(&json!({"who_may_delete": "chosen"})).unwrap_err();
        assert_eq!(
            nobody,
            [FieldError { field: "chosen_users".to_owned(), fault: FieldFault::NobodyChosen }]
        );
        assert!(changed(&json!({"who_may_delete": "chosen", "chosen_users": [1]})).is_ok());
    }
}
