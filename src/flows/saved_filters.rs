//! Saved filters. Every user saves filters of their own. Administrators also save shared ones, which may have a
//! calendar that prepares drafts. A draft deletes nothing until a user confirms it. It is prepared as the user who
//! saved the filter, while that user is an administrator.

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
/// Most own filters of one user.
const MOST_OWN: usize = 50;
/// Most days in a condition with a relative date.
pub const MOST_DAYS: u32 = 3650;
/// How many drafts one round prepares.
const AT_ONCE: u32 = 20;
/// The time until a draft that could not be prepared is tried again.
const AGAIN: Duration = Duration::from_mins(10);

/// Why a filter is not saved.
#[derive(Debug, thiserror::Error)]
pub enum FilterError {
    /// There is no such filter.
    #[error("no such filter")]
    NotFound,
    /// The filter has no conditions, has a calendar but is not shared, or there are too many filters.
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
    /// Its name and conditions.
    pub body: FilterBody,
    /// Whether all users of the portal see it.
    pub is_shared: bool,
    /// When it prepares a draft.
    pub schedule: Option<Schedule>,
}

/// The filters that a user may see.
#[derive(Clone, Debug)]
pub struct VisibleFilters {
    /// The portal's shared filters and the user's own.
    pub filters: Vec<SavedFilter>,
    /// Whether the user is an administrator, who also sees calendars.
    pub is_administrator: bool,
}

impl Flows {
    /// Lists the filters that the viewer may see.
    pub async fn list_filters(&self, viewer: &Viewer) -> Result<VisibleFilters, Failure> {
        let is_administrator = self.is_administrator(viewer).await?;
        let filters = self.store.list_filters(&viewer.principal).await?;
        Ok(VisibleFilters { filters, is_administrator })
    }

    /// Saves a new filter, or replaces an earlier one, as the viewer's own. Only administrators may save or replace a
    /// shared filter, or one with a calendar. A new filter that equals a saved one is not saved twice.
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
        // A new filter is not saved only if the portal has left meanwhile.
        let Some(id) = saved else { return Err(self.not_found(viewer, FilterError::NotFound).await) };
        self.audit_filter(viewer.entry(AuditAction::SaveFilter, "saved", current_request()), id).await;
        let found = self.store.find_filter(&viewer.principal.member_id, id).await?;
        found.ok_or(FilterError::NotFound)
    }

    /// Deletes a filter. Drafts that it has prepared stay.
    pub async fn delete_filter(&self, viewer: &Viewer, id: FilterId) -> Result<(), FilterError> {
        let filter = self.changeable_filter(viewer, id).await?;
        if !self.store.delete_filter(&viewer.principal, &filter).await? {
            return Err(self.not_found(viewer, FilterError::NotFound).await);
        }
        self.audit_filter(viewer.entry(AuditAction::DeleteFilter, "deleted", current_request()), id).await;
        Ok(())
    }

    /// A filter that the viewer may change: their own, or a shared one if they are an administrator. Own filters of
    /// other users count as missing.
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

    /// The present conditions of a filter. `None` if one of them cannot be computed; fewer conditions would match
    /// more contacts.
    #[must_use]
    pub fn conditions_now(&self, filter: &SavedFilter) -> Option<Map<String, Value>> {
        filter.body.conditions_at(self.clock.now())
    }

    /// Prepares the drafts that are due. If the portal does not answer, it is tried again. A filter whose last draft
    /// is still open prepares none, because it would contain the same contacts.
    pub async fn prepare_drafts(&self) -> Result<(), StoreError> {
        let now = self.clock.now();
        for filter in self.store.claim_due_filters(now.plus(AGAIN), AT_ONCE).await? {
            let Some(schedule) = &filter.schedule else { continue };
            let due =
                DueFilter { filter: filter.id, version: filter.version, next_at: schedule.next_after(now) };
            if filter.open_job.is_some() {
                self.store.postpone(due).await?;
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

    /// Pauses the filter if only a user can help. Otherwise it is tried again by itself.
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
            self.audit_filter(entry, filter.id).await;
        }
        Ok(())
    }

    /// Prepares one draft. There is none if no contact matches or the filter was changed meanwhile.
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

    async fn audit_filter(&self, entry: AuditEntry, id: FilterId) {
        self.write_audit(entry.with(json!({"filter": id.0}))).await;
    }
}

/// Whether a saved filter equals the requested one.
fn is_same(filter: &SavedFilter, viewer: &Viewer, request: &FilterRequest) -> bool {
    filter.owner == viewer.principal
        && filter.is_shared == request.is_shared
        && filter.body == request.body
        && filter.schedule == request.schedule
}

/// Why the filter pauses until a user acts; `None` if a later try may succeed.
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
