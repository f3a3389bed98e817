//! Filters that administrators save, and the drafts that they prepare by a calendar. A draft deletes nothing: somebody
//! looks at it and confirms. It is prepared as the user who saved the filter, while that user may still do so.

use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::failure::Failure;
use super::jobs::{FilterSet, JobError, Set, Wish};
use super::query::ContactQuery;
use super::request::{current_request, in_request};
use super::{Flows, Viewer};
use crate::domain::audit::{AuditAction, AuditEntry};
use crate::domain::clock::UnixTime;
use crate::domain::job::Reason;
use crate::domain::portal::PortalStatus;
pub use crate::domain::saved_filter::{Due, FilterBody, FilterId, SavedFilter};
pub use crate::domain::schedule::{Every, Schedule};
use crate::store::StoreError;

/// Most filters of one portal.
const MOST: usize = 100;
/// Most days that a contact can have to be old.
pub const MOST_DAYS: u32 = 3650;
/// Prepared in one round.
const AT_ONCE: u32 = 20;
/// When a draft that could not be prepared is tried again.
const AGAIN: Duration = Duration::from_mins(10);

/// Why a filter is not saved.
#[derive(Debug, thiserror::Error)]
pub enum FilterError {
    /// There is no such filter.
    #[error("no such filter")]
    NotFound,
    /// It would mean everybody, or there are too many already.
    #[error("the filter cannot be saved")]
    BadFilter,
    /// Anything else.
    #[error(transparent)]
    Failure(#[from] Failure),
}

impl From<StoreError> for FilterError {
    fn from(error: StoreError) -> Self {
        Self::Failure(error.into())
    }
}

impl Flows {
    /// The portal's saved filters.
    ///
    /// # Errors
    /// [`Failure::NotAdministrator`] for everybody else.
    pub async fn list_filters(&self, viewer: &Viewer) -> Result<Vec<SavedFilter>, Failure> {
        if !self.is_administrator(viewer).await? {
            return Err(Failure::NotAdministrator);
        }
        Ok(self.store.list_filters(&viewer.principal.member_id).await?)
    }

    /// Saves a filter, a new one or in the place of an earlier one, as the viewer's own.
    ///
    /// # Errors
    /// See [`FilterError`].
    pub async fn save_filter(
        &self,
        viewer: &Viewer,
        id: Option<FilterId>,
        body: FilterBody,
        schedule: Option<Schedule>,
    ) -> Result<SavedFilter, FilterError> {
        self.require_administrator(viewer).await?;
        let member_id = &viewer.principal.member_id;
        let now = self.clock.now();
        let query = conditions_at(&body, now).and_then(|object| ContactQuery::read(&object));
        let is_full = id.is_none() && self.store.list_filters(member_id).await?.len() >= MOST;
        if is_full || query.is_none_or(|query| query.is_empty()) {
            return Err(FilterError::BadFilter);
        }
        let owner = (&viewer.principal, viewer.portal.generation);
        let saved = self.store.save_filter(id, owner, &body, schedule).await?;
        // A new one finds no place only when the portal has left meanwhile.
        let Some(id) = saved else { return Err(self.not_found(viewer, FilterError::NotFound).await) };
        self.note_filter(viewer.entry(AuditAction::SaveFilter, "saved", current_request()), id).await;
        let all = self.store.list_filters(member_id).await?;
        all.into_iter().find(|filter| filter.id == id).ok_or(FilterError::NotFound)
    }

    /// Forgets a filter. Drafts that it has prepared stay.
    ///
    /// # Errors
    /// See [`FilterError`].
    pub async fn delete_filter(&self, viewer: &Viewer, id: FilterId) -> Result<(), FilterError> {
        self.require_administrator(viewer).await?;
        if !self.store.delete_filter(&viewer.principal.member_id, id).await? {
            return Err(self.not_found(viewer, FilterError::NotFound).await);
        }
        self.note_filter(viewer.entry(AuditAction::DeleteFilter, "deleted", current_request()), id).await;
        Ok(())
    }

    /// The conditions of a filter as they are now; none, rather than fewer, where they cannot be told.
    #[must_use]
    pub fn conditions_now(&self, filter: &SavedFilter) -> Option<Map<String, Value>> {
        conditions_at(&filter.body, self.clock.now())
    }

    /// Prepares the drafts that are due. What the portal's silence prevents is tried again. A filter whose last draft has
    /// not ended prepares none: it would be about the same contacts.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn prepare_drafts(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        for filter in self.store.claim_due_filters(now.plus(AGAIN), AT_ONCE).await? {
            let Some(schedule) = filter.schedule else { continue };
            let due = Due { filter: filter.id, version: filter.version, next_at: schedule.next_after(now) };
            if filter.open_job.is_some() {
                self.store.put_off(due).await?;
                continue;
            }
            let request_id = Uuid::now_v7().to_string();
            let prepared = in_request(request_id.clone(), self.prepare(&filter, due, &request_id)).await;
            if let Err(error) = prepared {
                self.not_prepared(&filter, due, &error).await?;
            }
        }
        Ok(())
    }

    /// Pauses the filter where only a person can help; else it is tried again by itself.
    async fn not_prepared(&self, filter: &SavedFilter, due: Due, error: &JobError) -> Result<(), StoreError> {
        let Some(reason) = why_paused(error) else {
            tracing::warn!(portal.member_id = %filter.owner.member_id, %error,
                "a draft could not be prepared; it is tried again");
            return Ok(());
        };
        if let Some(generation) = self.store.pause_filter(due, reason).await? {
            let (whose, action) = (filter.owner.clone(), AuditAction::PauseFilter);
            let entry = AuditEntry::new(whose, Some(generation), action, reason.as_str(), current_request());
            self.note_filter(entry, filter.id).await;
        }
        Ok(())
    }

    /// Prepares one draft; none where nobody is found, or somebody has changed the filter meanwhile.
    async fn prepare(&self, filter: &SavedFilter, due: Due, request_id: &str) -> Result<(), JobError> {
        let portal = self.store.find_portal(&filter.owner.member_id).await?;
        let portal = portal.filter(|portal| portal.status == PortalStatus::Active);
        let portal = portal.ok_or(Failure::PortalUnauthorized)?;
        let viewer = Viewer { principal: filter.owner.clone(), portal };
        self.require_administrator(&viewer).await?;
        let conditions = conditions_at(&filter.body, self.clock.now());
        let set = conditions.and_then(|conditions| FilterSet::read(conditions, Vec::new()));
        let Some(set) = set else { return Err(JobError::BadSet) };
        let wish = Wish {
            set: Set::Filter(set),
            expected_total: None,
            confirm_total: None,
            is_draft: true,
            include_open_deals: false,
            keeps_snapshot: None,
            saved_filter: Some(due),
            idempotency_key: None,
        };
        match self.create_job(&viewer, wish, request_id).await {
            Ok(_) | Err(JobError::NotFound | JobError::Conflict) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn note_filter(&self, entry: AuditEntry, id: FilterId) {
        self.note(entry.with(json!({"filter": id.0}))).await;
    }
}

/// The conditions at a moment: an age becomes a day, and the earlier end of both counts.
fn conditions_at(body: &FilterBody, now: UnixTime) -> Option<Map<String, Value>> {
    let mut conditions = body.conditions.clone();
    let Some(days) = body.older_than_days else { return Some(conditions) };
    let today = TimeZone::UTC.to_datetime(Timestamp::from_second(now.0).ok()?).date();
    let last = today.checked_sub(i64::from(days).days()).ok()?.to_string();
    let ends_before = |text: &str| {
        crate::domain::filter::parse_to(text)
            .zip(crate::domain::filter::parse_to(&last))
            .is_some_and(|(a, b)| a < b)
    };
    let is_narrower = conditions.get("created_to").and_then(Value::as_str).is_some_and(ends_before);
    if !is_narrower {
        conditions.insert("created_to".to_owned(), last.into());
    }
    Some(conditions)
}

/// Why nothing is prepared until a person acts; `None`: it may go better soon.
fn why_paused(error: &JobError) -> Option<Reason> {
    match error {
        JobError::TooMany => Some(Reason::TooMany),
        JobError::BadSet => Some(Reason::Internal),
        JobError::Failure(failure) => match failure {
            Failure::NotAdministrator => Some(Reason::NotAdministrator),
            Failure::NotPermitted => Some(Reason::NotPermitted),
            Failure::PortalUnauthorized => Some(Reason::PortalUnauthorized),
            Failure::AppAccessDenied => Some(Reason::AppAccessDenied),
            Failure::AccessDenied | Failure::ReadDenied => Some(Reason::AccessDenied),
            Failure::ScopeMissing => Some(Reason::ScopeMissing),
            Failure::PlanRestricted => Some(Reason::PlanRestricted),
            Failure::PaymentRequired => Some(Reason::PaymentRequired),
            Failure::PortalDeleted => Some(Reason::PortalDeleted),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_becomes_a_day_and_only_narrows() {
        let at = |conditions: Value, days| {
            let Value::Object(conditions) = conditions else { panic!() };
            let body = FilterBody { name: "x".to_owned(), conditions, older_than_days: days };
            Value::Object(conditions_at(&body, UnixTime(1_795_500_000)).unwrap())
        };
        assert_eq!(at(json!({"source": "WEB"}), None), json!({"source": "WEB"}));
        assert_eq!(at(json!({}), Some(365)), json!({"created_to": "2025-11-24"}));
        assert_eq!(at(json!({"created_to": "2020-01-01"}), Some(365)), json!({"created_to": "2020-01-01"}));
        assert_eq!(at(json!({"created_to": "2026-01-01"}), Some(365)), json!({"created_to": "2025-11-24"}));
    }
}
