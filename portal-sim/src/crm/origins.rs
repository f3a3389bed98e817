//! An index of contacts by `ORIGINATOR_ID` and `ORIGIN_ID`. Clients that restore contacts look them up one by one.

use std::collections::{BTreeSet, HashMap};

use super::contact::Contact;
use super::filter::Condition;

const FIELDS: [&str; 2] = ["ORIGIN_ID", "ORIGINATOR_ID"];

/// The numbers of contacts by field and by value in lower case.
#[derive(Debug, Default)]
pub(super) struct OriginIndex {
    held: [HashMap<String, BTreeSet<u64>>; 2],
}

impl OriginIndex {
    pub(super) fn add(&mut self, contact: &Contact) {
        for (name, held) in FIELDS.into_iter().zip(&mut self.held) {
            let value = contact.text(name);
            if !value.is_empty() {
                held.entry(value.to_lowercase()).or_default().insert(contact.id);
            }
        }
    }

    pub(super) fn remove(&mut self, contact: &Contact) {
        for (name, held) in FIELDS.into_iter().zip(&mut self.held) {
            let value = contact.text(name).to_lowercase();
            if let Some(ids) = held.get_mut(&value) {
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
        let by_field = FIELDS.into_iter().zip(&self.held).filter_map(|(name, held)| {
            let texts = conditions.iter().find_map(|condition| condition.exact_texts(name))?;
            let found = texts.into_iter().filter_map(|text| held.get(text)).flatten();
            Some(found.copied().collect::<Vec<u64>>())
        });
        by_field.min_by_key(Vec::len)
    }
}
