//! An index of contacts by `ORIGINATOR_ID` and `ORIGIN_ID`. Clients that restore contacts look them up one by one.

use std::collections::{BTreeSet, HashMap};

use super::contact::Contact;
use super::filter::Condition;

const FIELDS: [&str; 2] = ["ORIGIN_ID", "ORIGINATOR_ID"];

/// The numbers of contacts by field and by value in lower case.
#[derive(Debug, Default)]
pub(super) struct OriginIndex {
    ids_by_value: [HashMap<String, BTreeSet<u64>>; 2],
}

impl OriginIndex {
    pub(super) fn add(&mut self, contact: &Contact) {
        for (name, ids_by_value) in FIELDS.into_iter().zip(&mut self.ids_by_value) {
            let value = contact.text(name);
            if !value.is_empty() {
                ids_by_value.entry(value.to_lowercase()).or_default().insert(contact.id);
            }
        }
    }

    pub(super) fn remove(&mut self, contact: &Contact) {
        for (name, ids_by_value) in FIELDS.into_iter().zip(&mut self.ids_by_value) {
            let value = contact.text(name).to_lowercase();
            if let Some(ids) = ids_by_value.get_mut(&value) {
                ids.remove(&contact.id);
            }
        }
    }

    /// Replaces the former values of a contact.
    pub(super) fn replace(&mut self, former: &Contact, new: &Contact) {
        self.remove(former);
        self.add(new);
    }

    /// The contacts with the values that one of the conditions asks for; `None` if no condition asks for values.
    pub(super) fn narrowed(&self, conditions: &[Condition]) -> Option<Vec<u64>> {
        let by_field = FIELDS.into_iter().zip(&self.ids_by_value).filter_map(|(name, ids_by_value)| {
            let texts = conditions.iter().find_map(|condition| condition.exact_texts(name))?;
            let found = texts.into_iter().filter_map(|text| ids_by_value.get(text)).flatten();
            Some(found.copied().collect::<Vec<u64>>())
        });
        by_field.min_by_key(Vec::len)
    }
}
