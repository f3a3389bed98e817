//! Reads requests for new jobs. An unknown or malformed field refuses the whole request.

use actix_web::http::header::HeaderMap;
use serde_json::{Map, Value};

use crate::domain::ids::ContactId;
use crate::domain::job::{MAX_CONTACTS, Outcome};
use crate::flows::jobs::{ContactSet, FilterSet, JobRequest, Repeat};
use crate::web::error::{InvalidRequest, ProblemKind};

const LONGEST_KEY: usize = 128;
const PARAMETERS: ProblemKind = ProblemKind::InvalidRequest(InvalidRequest::Parameters);
const SET: ProblemKind = ProblemKind::InvalidRequest(InvalidRequest::Set);

/// The client's idempotency key.
pub(super) fn read_key(headers: &HeaderMap) -> Result<Option<String>, ProblemKind> {
    let Some(value) = headers.get("Idempotency-Key") else { return Ok(None) };
    let key = value.to_str().ok().filter(|key| (1..=LONGEST_KEY).contains(&key.len()));
    key.map(|key| Some(key.to_owned())).ok_or(PARAMETERS)
}

/// Reads the body.
pub(super) fn read(body: &[u8], idempotency_key: Option<String>) -> Result<JobRequest, ProblemKind> {
    let mut fields: Map<String, Value> = serde_json::from_slice(body).map_err(|_unreadable| PARAMETERS)?;
    let ids = fields.remove("contact_ids").filter(|value| !value.is_null());
    let filter = fields.remove("filter").filter(|value| !value.is_null());
    let is_draft = flag(&mut fields, "draft")?;
    let include_open_deals = flag(&mut fields, "include_open_deals")?;
    let keeps_snapshot = choice(&mut fields, "snapshot")?;
    let expected_total = total(&mut fields, "expected_total")?;
    let confirm_total = total(&mut fields, "confirm_total")?;
    let except = fields.remove("except").filter(|value| !value.is_null());
    if !fields.is_empty() {
        return Err(PARAMETERS);
    }
    let set = match (ids, filter, except) {
        (Some(ids), None, None) => ContactSet::Ids(read_set(ids)?),
        (None, Some(Value::Object(object)), except) => {
            let except = except.map_or(Ok(Vec::new()), read_ids)?;
            ContactSet::Filter(FilterSet::read(object, except).ok_or(PARAMETERS)?)
        }
        _ => return Err(SET),
    };
    Ok(JobRequest {
        set,
        expected_total,
        confirm_total,
        is_draft,
        include_open_deals,
        keeps_snapshot,
        saved_filter: None,
        idempotency_key,
    })
}

/// The contacts to restore. An empty body means all.
pub(super) fn read_named(body: &[u8]) -> Result<Option<Vec<ContactId>>, ProblemKind> {
    if body.is_empty() {
        return Ok(None);
    }
    let mut fields: Map<String, Value> = serde_json::from_slice(body).map_err(|_unreadable| PARAMETERS)?;
    let ids = fields.remove("contact_ids").filter(|value| !value.is_null());
    if fields.is_empty() { ids.map(read_set).transpose() } else { Err(PARAMETERS) }
}

/// The outcomes to try again.
pub(super) fn read_repeat(body: &[u8]) -> Result<Repeat, ProblemKind> {
    let mut fields: Map<String, Value> = serde_json::from_slice(body).map_err(|_unreadable| PARAMETERS)?;
    let outcomes = fields.remove("outcomes");
    let include_open_deals = flag(&mut fields, "include_open_deals")?;
    let Some(Value::Array(listed)) = outcomes.filter(|_| fields.is_empty()) else { return Err(PARAMETERS) };
    let listed = listed.iter().map(|word| word.as_str().and_then(Outcome::parse));
    let outcomes: Option<Vec<Outcome>> = listed.collect();
    let repeat = outcomes.and_then(|outcomes| Repeat::new(&outcomes, include_open_deals));
    repeat.ok_or(ProblemKind::InvalidRequest(InvalidRequest::Outcomes))
}

/// The contacts of a job: at least one, and at most as many as a job may have.
fn read_set(value: Value) -> Result<Vec<ContactId>, ProblemKind> {
    let ids = read_ids(value)?;
    if ids.is_empty() { Err(SET) } else { Ok(ids) }
}

/// The ids without duplicates, in ascending order.
fn read_ids(value: Value) -> Result<Vec<ContactId>, ProblemKind> {
    let Value::Array(listed) = value else { return Err(PARAMETERS) };
    let mut ids = Vec::with_capacity(listed.len());
    for value in listed {
        let id = match &value {
            Value::Number(_) => number(&value).and_then(ContactId::new),
            Value::String(text) => ContactId::parse(text),
            _ => None,
        };
        ids.push(id.ok_or(ProblemKind::InvalidContactId)?);
    }
    ids.sort_unstable();
    ids.dedup();
    if ids.len() > MAX_CONTACTS { Err(SET) } else { Ok(ids) }
}

fn flag(fields: &mut Map<String, Value>, name: &str) -> Result<bool, ProblemKind> {
    Ok(choice(fields, name)?.unwrap_or(false))
}

fn choice(fields: &mut Map<String, Value>, name: &str) -> Result<Option<bool>, ProblemKind> {
    match fields.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Bool(chosen)) => Ok(Some(chosen)),
        Some(_) => Err(PARAMETERS),
    }
}

fn total(fields: &mut Map<String, Value>, name: &str) -> Result<Option<u32>, ProblemKind> {
    match fields.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => number(&value).map(Some).ok_or(PARAMETERS),
    }
}

fn number(value: &Value) -> Option<u32> {
    value.as_u64().and_then(|number| u32::try_from(number).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn reads(value: &Value) -> Result<JobRequest, ProblemKind> {
        read(value.to_string().as_bytes(), None)
    }

    #[test]
    fn duplicate_ids_are_removed() {
        let request = reads(&json!({"contact_ids": [5, "3", 5], "draft": true})).unwrap();
        let ContactSet::Ids(ids) = request.set else { panic!("no ids") };
        assert_eq!(ids.iter().map(|id| id.get()).collect::<Vec<_>>(), [3, 5]);
        assert!(request.is_draft && !request.include_open_deals);
    }

    #[test]
    fn unknown_or_malformed_fields_are_refused() {
        for (odd, kind) in [
            (json!({"contact_ids": [[1]]}), ProblemKind::InvalidContactId),
            (json!({"contact_ids": [0]}), ProblemKind::InvalidContactId),
            (json!({"contact_ids": [1.5]}), ProblemKind::InvalidContactId),
            (json!({"contact_ids": ["1 "]}), ProblemKind::InvalidContactId),
            (json!({"contact_ids": []}), SET),
            (json!({}), SET),
            (json!({"contact_ids": [1], "filter": {"search": "x"}}), SET),
            (json!({"filter": {"serach": "x"}}), PARAMETERS),
            (json!({"contact_ids": [1], "drfat": true}), PARAMETERS),
            (json!({"contact_ids": [1], "draft": "yes"}), PARAMETERS),
            (json!({"contact_ids": [1], "expected_total": -1}), PARAMETERS),
            (json!({"contact_ids": [1], "confirm_total": "1"}), PARAMETERS),
            (json!({"contact_ids": [1], "except": [2]}), SET),
            (json!({"filter": {"search": "x"}, "except": 7}), PARAMETERS),
            (json!({"filter": {"search": "x"}, "except": ["x"]}), ProblemKind::InvalidContactId),
        ] {
            assert_eq!(reads(&odd).unwrap_err(), kind, "{odd}");
        }
    }
}
