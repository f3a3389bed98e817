//! The request for a job: its contacts, and whether their number was confirmed.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::JobError;
use crate::domain::ids::ContactId;
use crate::domain::saved_filter::DueFilter;
use crate::flows::query::ContactQuery;

/// The contacts that a job is requested for.
#[derive(Clone, Debug)]
pub enum ContactSet {
    /// These contacts, each once.
    Ids(Vec<ContactId>),
    /// All contacts that a filter finds, apart from exceptions.
    Filter(FilterSet),
}

/// A filter with exceptions.
#[derive(Clone, PartialEq, Debug)]
pub struct FilterSet {
    /// The conditions.
    pub query: ContactQuery,
    /// Contacts that are kept even if they match; sorted, each once.
    pub except: Vec<ContactId>,
    /// The JSON object of the conditions.
    object: Map<String, Value>,
}

impl FilterSet {
    /// Reads the conditions; `None` when one of them is not understood.
    #[must_use]
    pub fn read(object: Map<String, Value>, mut except: Vec<ContactId>) -> Option<Self> {
        except.sort_unstable();
        except.dedup();
        Some(Self { query: ContactQuery::read(&object)?, except, object })
    }

    /// The text that is stored with the job until its contacts are collected.
    #[must_use]
    pub fn to_text(&self) -> String {
        json!({"conditions": self.object, "except": self.except}).to_string()
    }

    /// Reads the stored text. Jobs of earlier versions stored the conditions alone, and no condition is named
    /// "conditions".
    #[must_use]
    pub fn read_text(text: &str) -> Option<Self> {
        let mut kept: Map<String, Value> = serde_json::from_str(text).ok()?;
        let Some(conditions) = kept.remove("conditions") else { return Self::read(kept, Vec::new()) };
        let Value::Object(conditions) = conditions else { return None };
        let except = kept.get("except")?.as_array()?.iter();
        let id =
            |value: &Value| value.as_u64().and_then(|id| u32::try_from(id).ok()).and_then(ContactId::new);
        Self::read(conditions, except.map(id).collect::<Option<_>>()?)
    }
}

/// A request for a job.
#[derive(Clone, Debug)]
pub struct JobRequest {
    /// The contacts.
    pub set: ContactSet,
    /// How many contacts the user saw, with exceptions.
    pub expected_total: Option<u32>,
    /// How many contacts the user confirmed, without exceptions.
    pub confirm_total: Option<u32>,
    /// Whether the job is a draft that the user confirms later.
    pub is_draft: bool,
    /// Whether contacts with open deals are deleted too, if the settings let the user choose.
    pub include_open_deals: bool,
    /// Whether copies are kept. Only administrators may choose `false`.
    pub keeps_snapshot: Option<bool>,
    /// The saved filter whose calendar prepares the job.
    pub saved_filter: Option<DueFilter>,
    /// The client's key for this request.
    pub idempotency_key: Option<String>,
}

impl JobRequest {
    /// The number of contacts; `None` if it is unknown. For a filter it is only what the client says, and it is
    /// checked when the set is collected.
    pub(super) fn count(&self) -> Option<usize> {
        match &self.set {
            ContactSet::Ids(ids) => Some(ids.len()),
            ContactSet::Filter(set) => {
                let expected = self.expected_total? as usize;
                Some(expected.saturating_sub(set.except.len()))
            }
        }
    }

    /// Checks whether the number of contacts is confirmed, if the job needs it. Drafts are confirmed later.
    ///
    /// # Errors
    /// [`JobError::NotConfirmed`] without a number, [`JobError::TotalChanged`] with a wrong one.
    pub(super) fn check_confirmed(&self, confirm_from: u32) -> Result<(), JobError> {
        let is_wrong = match (&self.set, self.confirm_total) {
            (_, None) => false,
            (ContactSet::Ids(ids), Some(confirmed)) => ids.len() != confirmed as usize,
            // An exception that matches no contact does not reduce the number. The exact number is known only when
            // the set is collected.
            (ContactSet::Filter(set), Some(confirmed)) => self.expected_total.is_some_and(|expected| {
                let most = expected as usize;
                !(most.saturating_sub(set.except.len())..=most).contains(&(confirmed as usize))
            }),
        };
        if is_wrong {
            return Err(JobError::TotalChanged);
        }
        let Some(count) = self.count() else {
            return if self.is_draft { Ok(()) } else { Err(JobError::NotConfirmed) };
        };
        let needs = !self.is_draft && count >= confirm_from as usize;
        if needs && self.confirm_total.is_none() { Err(JobError::NotConfirmed) } else { Ok(()) }
    }

    /// Equal requests have equal digests.
    pub(super) fn digest(&self) -> [u8; 32] {
        let set = match &self.set {
            ContactSet::Ids(ids) => json!(ids),
            ContactSet::Filter(set) => json!([set.object, set.except]),
        };
        let whole = json!([
            set,
            self.expected_total,
            self.confirm_total,
            self.is_draft,
            self.include_open_deals,
            self.keeps_snapshot
        ]);
        Sha256::digest(whole.to_string()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(numbers: &[u32]) -> Vec<ContactId> {
        numbers.iter().filter_map(|number| ContactId::new(*number)).collect()
    }

    #[test]
    fn a_saved_filter_set_reads_back() {
        let Value::Object(object) = json!({"search": "Eva", "without": ["phone"]}) else { panic!() };
        let set = FilterSet::read(object, ids(&[9, 3, 9])).unwrap();
        assert_eq!(set.except, ids(&[3, 9]));
        assert_eq!(FilterSet::read_text(&set.to_text()), Some(set));
    }

    #[test]
    fn filter_sets_of_earlier_versions_are_read() {
        let set = FilterSet::read_text(r#"{"search":"Eva"}"#).unwrap();
        assert!(set.query.search.is_some() && set.except.is_empty());
    }

    #[test]
    fn unreadable_exceptions_reject_the_set() {
        for text in [
            r#"{"conditions":{"search":"Eva"}}"#,
            r#"{"conditions":{"search":"Eva"},"except":[0]}"#,
            r#"{"conditions":{"search":"Eva"},"except":7}"#,
            r#"{"conditions":[]}"#,
            r#"{"except":[1]}"#,
            "[]",
        ] {
            assert_eq!(FilterSet::read_text(text), None, "{text}");
        }
    }
}
