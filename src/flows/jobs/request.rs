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
    /// All that a filter finds, apart from exceptions.
    Filter(FilterSet),
}

/// A filter with exceptions.
#[derive(Clone, PartialEq, Debug)]
pub struct FilterSet {
    /// The conditions.
    pub query: ContactQuery,
    /// Contacts that stay whatever the conditions say, each once and by rising number.
    pub except: Vec<ContactId>,
    /// What the conditions were read from.
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

    /// As it is kept with the job until its contacts are collected.
    #[must_use]
    pub fn to_text(&self) -> String {
        json!({"conditions": self.object, "except": self.except}).to_string()
    }

    /// Reads what was kept. Jobs of earlier versions kept the conditions alone, among which none is called so.
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
    /// Which contacts.
    pub set: ContactSet,
    /// How many they saw, exceptions included.
    pub expected_total: Option<u32>,
    /// How many they confirmed, exceptions taken off.
    pub confirm_total: Option<u32>,
    /// Whether they want to see what it touches first.
    pub is_draft: bool,
    /// Whether contacts with open deals go too, where that may be chosen.
    pub include_open_deals: bool,
    /// Whether copies of the deleted contacts are kept, where that may be chosen.
    pub keeps_snapshot: Option<bool>,
    /// The saved filter by whose calendar it is prepared.
    pub saved_filter: Option<DueFilter>,
    /// The client's own name for this request.
    pub idempotency_key: Option<String>,
}

impl JobRequest {
    /// How many contacts it is about, as far as that is known. For a filter the number is a claim, which is held against
    /// what is collected.
    pub(super) fn count(&self) -> Option<usize> {
        match &self.set {
            ContactSet::Ids(ids) => Some(ids.len()),
            ContactSet::Filter(set) => {
                let expected = self.expected_total? as usize;
                Some(expected.saturating_sub(set.except.len()))
            }
        }
    }

    /// Whether it may begin without anybody having looked at a draft: the number of contacts has to be confirmed.
    ///
    /// # Errors
    /// [`JobError::NotConfirmed`] without a number, [`JobError::TotalChanged`] with another one.
    pub(super) fn check_confirmed(&self, confirm_from: u32) -> Result<(), JobError> {
        let is_wrong = match (&self.set, self.confirm_total) {
            (_, None) => false,
            (ContactSet::Ids(ids), Some(confirmed)) => ids.len() != confirmed as usize,
            // An exception that matches nobody takes nothing off: what is collected shows it.
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

    /// What makes two requests the same.
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
