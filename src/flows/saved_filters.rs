//! Filters that people save: everybody their own, administrators those that all see, and the drafts that the latter prepare
//! by a calendar. A draft deletes nothing: somebody looks at it and confirms. It is prepared as the user who saved the
//! filter, while that user may still do so.

use std::time::Duration;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::failure::Failure;
use super::jobs::{ContactSet, FilterSet, JobError, JobRequest};
use super::query::ContactQuery;
use super::request::{current_request, in_request};
use super::{Flows, Viewer};
use crate::domain::audit::{AuditAction, AuditEntry};
use crate::domain::job::Reason;
use crate::domain::portal::PortalStatus;
pub use crate::domain::saved_filter::{DueFilter, FilterBody, FilterId, SavedFilter};
pub use crate::domain::schedule::{Frequency, Schedule};
pub use crate::domain::zone::Zone;
use crate::store::StoreError;

/// Most shared filters of one portal.
const MOST: usize = 100;
/// Most filters that one person saves for themselves.
const MOST_OWN: usize = 50;
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

/// A request to save a filter.
#[derive(Clone, PartialEq, Debug)]
pub struct FilterRequest {
    /// What it says.
    pub body: FilterBody,
    /// Whether everybody in the portal is to see it.
    pub is_shared: bool,
    /// When it prepares a draft.
    pub schedule: Option<Schedule>,
}

/// The filters that a user may see.
#[derive(Clone, Debug)]
pub struct VisibleFilters {
    /// The portal's shared ones and their own.
    pub filters: Vec<SavedFilter>,
    /// Whether they see calendars too.
    pub is_administrator: bool,
}

impl Flows {
    /// The filters that the viewer sees.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn list_filters(&self, viewer: &Viewer) -> Result<VisibleFilters, Failure> {
        let is_administrator = self.is_administrator(viewer).await?;
        let filters = self.store.list_filters(&viewer.principal).await?;
        Ok(VisibleFilters { filters, is_administrator })
    }

    /// Saves a filter, a new one or in the place of an earlier one, as the viewer's own. What everybody sees, or has seen
    /// so far, is for administrators. A new one that is there already is not saved twice.
    ///
    /// # Errors
    /// See [`FilterError`].
    pub async fn save_filter(
        &self,
        viewer: &Viewer,
        id: Option<FilterId>,
        request: FilterRequest,
    ) -> Result<SavedFilter, FilterError> {
        let FilterRequest { body, is_shared, schedule } = &request;
        if *is_shared || schedule.is_some() {
            self.require_administrator(viewer).await?;
        }
        let replaced = match id {
            Some(id) => Some(self.changeable_filter(viewer, id).await?),
            None => None,
        };
        let query = body.conditions_at(self.clock.now()).and_then(|object| ContactQuery::read(&object));
        let is_hidden_calendar = schedule.is_some() && !is_shared;
        if is_hidden_calendar || query.is_none_or(|query| query.is_empty()) {
            return Err(FilterError::BadFilter);
        }
        if replaced.is_none() {
            let all = self.store.list_filters(&viewer.principal).await?;
            if let Some(same) = all.iter().find(|filter| is_same(filter, viewer, &request)) {
                return Ok(same.clone());
            }
            let most = if *is_shared { MOST } else { MOST_OWN };
            if all.iter().filter(|filter| filter.is_shared == *is_shared).count() >= most {
                return Err(FilterError::BadFilter);
            }
        }
        let owner = (&viewer.principal, viewer.portal.generation);
        let what = (body, *is_shared);
        let saved = self.store.save_filter(replaced.as_ref(), owner, what, schedule.as_ref()).await?;
        // A new one finds no place only when the portal has left meanwhile.
        let Some(id) = saved else { return Err(self.not_found(viewer, FilterError::NotFound).await) };
        self.note_filter(viewer.entry(AuditAction::SaveFilter, "saved", current_request()), id).await;
        let found = self.store.find_filter(&viewer.principal.member_id, id).await?;
        found.ok_or(FilterError::NotFound)
    }

    /// Forgets a filter. Drafts that it has prepared stay.
    ///
    /// # Errors
    /// See [`FilterError`].
    pub async fn delete_filter(&self, viewer: &Viewer, id: FilterId) -> Result<(), FilterError> {
        let filter = self.changeable_filter(viewer, id).await?;
        if !self.store.delete_filter(&viewer.principal, &filter).await? {
            return Err(self.not_found(viewer, FilterError::NotFound).await);
        }
        self.note_filter(viewer.entry(AuditAction::DeleteFilter, "deleted", current_request()), id).await;
        Ok(())
    }

    /// A filter that the viewer may change: their own, or a shared one as an administrator. Other people's own are not
    /// there for anybody else.
    async fn changeable_filter(&self, viewer: &Viewer, id: FilterId) -> Result<SavedFilter, FilterError> {
        let all = self.store.list_filters(&viewer.principal).await?;
        let found = all.into_iter().find(|filter| filter.id == id);
        if found.as_ref().is_none_or(|filter| filter.is_shared) {
            self.require_administrator(viewer).await?;
        }
        match found {
            Some(filter) => Ok(filter),
            None => Err(self.not_found(viewer, FilterError::NotFound).await),
        }
    }

    /// The conditions of a filter as they are now; none, rather than fewer, where they cannot be told.
    #[must_use]
    pub fn conditions_now(&self, filter: &SavedFilter) -> Option<Map<String, Value>> {
        filter.body.conditions_at(self.clock.now())
    }

    /// Prepares the drafts that are due. What the portal's silence prevents is tried again. A filter whose last draft has
    /// not ended prepares none: it would be about the same contacts.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn prepare_drafts(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        for filter in self.store.claim_due_filters(now.plus(AGAIN), AT_ONCE).await? {
            let Some(schedule) = &filter.schedule else { continue };
            let due =
                DueFilter { filter: filter.id, version: filter.version, next_at: schedule.next_after(now) };
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
    async fn not_prepared(
        &self,
        filter: &SavedFilter,
        due: DueFilter,
        error: &JobError,
    ) -> Result<(), StoreError> {
        let Some(reason) = why_paused(error) else {
            tracing::warn!(portal.member_id = %filter.owner.member_id, %error,
                "a draft could not be prepared; it is tried again");
            return Ok(());
        };
        if let Some(generation) = self.store.pause_filter(due, reason).await? {
            let (principal, action) = (filter.owner.clone(), AuditAction::PauseFilter);
            let entry =
                AuditEntry::new(principal, Some(generation), action, reason.as_str(), current_request());
            self.note_filter(entry, filter.id).await;
        }
        Ok(())
    }

    /// Prepares one draft; none where nobody is found, or somebody has changed the filter meanwhile.
    async fn prepare(&self, filter: &SavedFilter, due: DueFilter, request_id: &str) -> Result<(), JobError> {
        let portal = self.store.find_portal(&filter.owner.member_id).await?;
        let portal = portal.filter(|portal| portal.status == PortalStatus::Active);
        let portal = portal.ok_or(Failure::PortalUnauthorized)?;
        let viewer = Viewer { principal: filter.owner.clone(), portal };
        self.require_administrator(&viewer).await?;
        let conditions = self.conditions_now(filter);
        let set = conditions.and_then(|conditions| FilterSet::read(conditions, Vec::new()));
        let Some(set) = set else { return Err(JobError::BadSet) };
        let request = JobRequest {
            set: ContactSet::Filter(set),
            expected_total: None,
            confirm_total: None,
            is_draft: true,
            include_open_deals: false,
            keeps_snapshot: None,
            saved_filter: Some(due),
            idempotency_key: None,
        };
        match self.create_job(&viewer, request, request_id).await {
            Ok(_) | Err(JobError::NotFound | JobError::Conflict) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn note_filter(&self, entry: AuditEntry, id: FilterId) {
        self.write_audit(entry.with(json!({"filter": id.0}))).await;
    }
}

/// Whether a filter is what somebody wants to save anew.
fn is_same(filter: &SavedFilter, viewer: &Viewer, request: &FilterRequest) -> bool {
    filter.owner == viewer.principal
        && filter.is_shared == request.is_shared
        && filter.body == request.body
        && filter.schedule == request.schedule
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
