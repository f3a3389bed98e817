//! Jobs as users see them: created, confirmed, paused, cancelled and shown. `worker` works on them.

mod control;
mod repeat;
mod request;

use std::time::Duration;

use serde_json::json;

use super::failure::Failure;
use super::{Flows, Viewer};
use crate::domain::audit::{AuditAction, AuditEntry};
use crate::domain::clock::UnixTime;
use crate::domain::erasure::Reference;
use crate::domain::ids::ContactId;
use crate::domain::job::{Item, Job, JobId, JobKind, JobState, MAX_CONTACTS, Outcome, Reason};
use crate::store::StoreError;
pub use crate::store::jobs::RestoreOf;
use crate::store::jobs::{CreateOutcome, JobExtras, NewJob, NewSet};
pub use control::DraftConfirmation;
pub use repeat::Repeat;
pub use request::{ContactSet, FilterSet, JobRequest};

/// How long a draft can be confirmed.
pub const DRAFT_LIFETIME: Duration = Duration::from_mins(15);
/// How long a draft can be confirmed that a calendar prepared.
pub const PREPARED_LIFETIME: Duration = Duration::from_hours(3 * 24);
/// How long the request for a filter's job waits until the set is collected. After that the job is shown while it
/// collects.
const COLLECTING_IS_AWAITED: Duration = Duration::from_secs(3);
const COLLECTING_IS_LOOKED_AT: Duration = Duration::from_millis(40);

/// Why a request about a job is refused.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// The job does not exist, or the user may not see it.
    #[error("no such job")]
    NotFound,
    /// The set is empty, too large for any job, or a filter without conditions.
    #[error("the set cannot be that of a job")]
    BadSet,
    /// More contacts than the settings allow in one job.
    #[error("more contacts than a job may have")]
    TooMany,
    /// The request needs a confirmed number of contacts.
    #[error("the number of contacts is not confirmed")]
    NotConfirmed,
    /// The number of contacts has changed.
    #[error("the total has changed")]
    TotalChanged,
    /// The job's state does not allow it, or the key was used for something else.
    #[error("the job's state does not allow it")]
    Conflict,
    /// The set is still being collected.
    #[error("the set is still being collected")]
    NotReady,
    /// There are no copies of the contacts any more.
    #[error("the snapshot is gone")]
    SnapshotGone,
    /// Anything else.
    #[error(transparent)]
    Failure(#[from] Failure),
}

impl JobError {
    /// Whether the settings forbid the request.
    fn is_forbidden_by_settings(&self) -> bool {
        matches!(self, Self::TooMany | Self::Failure(Failure::NotPermitted | Failure::DayLimit))
    }
}

impl From<StoreError> for JobError {
    fn from(error: StoreError) -> Self {
        Self::Failure(error.into())
    }
}

/// A job as it is shown.
#[derive(Clone, Debug)]
pub struct JobView {
    /// The job.
    pub job: Job,
    /// Until when its copies are kept; `None` if there are none.
    pub snapshot_until: Option<UnixTime>,
    /// How many of its contacts can still be restored.
    pub restorable: u32,
    /// The number of the request under which it is recorded.
    pub reference: Option<Reference>,
    /// The jobs that restore its contacts, or have restored them.
    pub restores: Vec<RestoreOf>,
    /// The number of the job whose contacts it restores.
    pub source_number: Option<u32>,
}

impl Flows {
    /// Creates a deletion job. A set of ids is frozen at once, a filter's set when it is collected.
    pub async fn create_job(
        &self,
        viewer: &Viewer,
        request: JobRequest,
        request_id: &str,
    ) -> Result<JobView, JobError> {
        let created = self.create_frozen(viewer, request, request_id).await;
        if let Err(error) = &created
            && error.is_forbidden_by_settings()
        {
            self.audit_refused_job(viewer, AuditAction::CreateJob, None, request_id).await;
        }
        created
    }

    async fn create_frozen(
        &self,
        viewer: &Viewer,
        request: JobRequest,
        request_id: &str,
    ) -> Result<JobView, JobError> {
        let settings = self.settings(viewer).await?.settings;
        self.may_delete(viewer, &settings).await?;
        self.check_snapshot_choice(viewer, request.keeps_snapshot).await?;
        let request_digest = request.digest();
        // The number of a filter's contacts may be unknown. It is checked when the set is collected.
        let count = request.count().unwrap_or(1);
        let kept;
        let (set, expires_at) = match &request.set {
            ContactSet::Ids(ids) => {
                let until = request.is_draft.then(|| self.clock.now().plus(DRAFT_LIFETIME));
                (NewSet::Ids(ids), until)
            }
            ContactSet::Filter(set) if set.query.is_empty() => return Err(JobError::BadSet),
            ContactSet::Filter(set) => {
                kept = set.to_text();
                (NewSet::Filter(&kept), None)
            }
        };
        if count == 0 || count > MAX_CONTACTS {
            return Err(JobError::BadSet);
        }
        if count > settings.max_contacts_per_job as usize {
            return Err(JobError::TooMany);
        }
        request.check_confirmed(settings.confirm_from)?;
        let new = NewJob {
            principal: &viewer.principal,
            generation: viewer.portal.generation,
            kind: JobKind::Delete,
            is_draft: request.is_draft,
            idempotency_key: request.idempotency_key.as_deref(),
            request_digest,
            expected_total: request.expected_total,
            confirm_total: request.confirm_total,
            include_open_deals: request.include_open_deals,
            keeps_snapshot: request.keeps_snapshot.unwrap_or(true),
            saved_filter: request.saved_filter,
            source_job: None,
            request_id,
            day_limit: settings.max_contacts_per_day,
            expires_at,
            set,
        };
        let job = match self.store.create_job(&new).await? {
            CreateOutcome::New(job) => job,
            CreateOutcome::Same(job) => return self.view(job).await,
            CreateOutcome::DayFull => return Err(Failure::DayLimit.into()),
            CreateOutcome::PortalLeft => return Err(Failure::SessionOver.into()),
            CreateOutcome::KeyTaken | CreateOutcome::TakenUp | CreateOutcome::NotDue => {
                return Err(JobError::Conflict);
            }
        };
        self.job_due.notify_one();
        self.audit_job(viewer, AuditAction::CreateJob, &job, request_id).await;
        if job.state == JobState::Collecting { self.wait_for_set(job).await } else { self.view(job).await }
    }

    /// Waits a few seconds for the set. If the set is refused, the job is deleted.
    async fn wait_for_set(&self, job: Job) -> Result<JobView, JobError> {
        let id = job.id;
        let now = self.wait_until_collected(job).await?.ok_or(JobError::NotFound)?;
        let refusal = match (now.state, now.reason) {
            (JobState::Failed, Some(Reason::TotalChanged)) => JobError::TotalChanged,
            (JobState::Failed, Some(Reason::TooMany)) => JobError::TooMany,
            (JobState::Failed, Some(Reason::DayLimit)) => Failure::DayLimit.into(),
            _ => return self.view(now).await,
        };
        self.store.forget_job(id).await?;
        Err(refusal)
    }

    /// Records that the owner of a prepared draft has seen its set.
    pub(super) async fn mark_set_seen(&self, viewer: &Viewer, job: &Job) -> Result<(), JobError> {
        if job.saved_filter.is_some() && job.state == JobState::Draft && job.principal == viewer.principal {
            self.store.save_seen_set(job).await?;
        }
        Ok(())
    }

    /// The job when its set is collected, or as it is after the wait; `None` when it was deleted.
    async fn wait_until_collected(&self, job: Job) -> Result<Option<Job>, JobError> {
        let until = self.clock.uptime() + COLLECTING_IS_AWAITED;
        loop {
            self.clock.sleep(COLLECTING_IS_LOOKED_AT).await;
            let now = self.store.find_job(&job.principal.member_id, job.id).await?;
            let is_collecting = now.as_ref().is_some_and(|job| job.state == JobState::Collecting);
            if !is_collecting || self.clock.uptime() >= until {
                return Ok(now);
            }
        }
    }

    /// Shows a job. Users see their own jobs; administrators see all jobs of the portal.
    ///
    /// # Errors
    /// [`JobError::NotFound`] when the viewer may not see the job.
    pub async fn show_job(&self, viewer: &Viewer, id: JobId) -> Result<JobView, JobError> {
        let job = self.visible_job(viewer, id).await?;
        self.view(job).await
    }

    /// Lists the newest jobs that the viewer may see, before an id.
    pub async fn list_jobs(
        &self,
        viewer: &Viewer,
        before: Option<JobId>,
        limit: u32,
    ) -> Result<Vec<JobView>, JobError> {
        let own = viewer.principal.user_id;
        // If the portal does not say whether the viewer is an administrator, the viewer sees only their own jobs.
        let owner = if self.is_administrator(viewer).await.unwrap_or(false) { None } else { Some(own) };
        let jobs = self.store.list_jobs(&viewer.principal.member_id, owner, before, limit).await?;
        let ids: Vec<JobId> = jobs.iter().map(|job| job.id).collect();
        let mut extras = self.store.find_job_extras(&ids).await?;
        Ok(jobs.into_iter().map(|job| view_of(extras.remove(&job.id).unwrap_or_default(), job)).collect())
    }

    /// Lists the contacts of a job with their outcomes, in pages.
    pub async fn job_items(
        &self,
        viewer: &Viewer,
        id: JobId,
        outcome: Option<Outcome>,
        after: Option<ContactId>,
        limit: u32,
    ) -> Result<Vec<Item>, JobError> {
        let job = self.visible_job(viewer, id).await?;
        if job.is_ended_draft() {
            // The contacts of an ended draft are being deleted in steps, so none is shown.
            return Ok(Vec::new());
        }
        self.mark_set_seen(viewer, &job).await?;
        let outcomes: &[Outcome] = match &outcome {
            // A contact that is asked counts as pending for users.
            Some(Outcome::Pending) => &[Outcome::Pending, Outcome::Asked],
            Some(outcome) => std::slice::from_ref(outcome),
            None => &[],
        };
        Ok(self.store.find_items(id, outcomes, after, limit).await?)
    }

    /// Resumes jobs that stopped for a reason that this visit may have removed.
    pub(super) async fn resume_jobs_after_visit(&self, opened: &super::open::Opened) {
        let principal = crate::domain::token::Principal {
            member_id: opened.portal.member_id.clone(),
            user_id: opened.profile.id,
        };
        match self
            .store
            .resume_jobs_after_visit(&principal, Reason::ENDED_BY_VISIT, Reason::LONGEST_REST)
            .await
        {
            Ok(0) => {}
            Ok(jobs) => {
                tracing::info!(portal.member_id = %principal.member_id, user.id = %principal.user_id, jobs,
                    "jobs are resumed");
                self.job_due.notify_one();
            }
            Err(error) => tracing::error!(%error, "paused jobs could not be resumed"),
        }
    }

    /// Resolves when this process has created or moved a job, so that the worker starts at once.
    pub async fn wait_for_due_job(&self) {
        self.job_due.notified().await;
    }

    /// Records in the audit who did what with a job.
    pub(super) async fn audit_job(&self, viewer: &Viewer, action: AuditAction, job: &Job, request_id: &str) {
        let entry = viewer
            .entry(action, job.state.as_str(), request_id)
            .of_job(job.id)
            .with(json!({"total": job.counts.total, "deleted": job.counts.deleted,
                "kind": job.kind.as_str(), "number": job.number, "source": job.source_job.map(|source| source.0),
                "saved_filter": job.saved_filter.map(|filter| filter.0)}));
        self.write_audit(entry).await;
    }

    /// Records in the audit that the settings refused a request about a job.
    pub(super) async fn audit_refused_job(
        &self,
        viewer: &Viewer,
        action: AuditAction,
        id: Option<JobId>,
        request_id: &str,
    ) {
        let entry = viewer.entry(action, "not_permitted", request_id);
        self.write_audit(AuditEntry { job_id: id, ..entry }).await;
    }

    /// Lets the worker look for due jobs now.
    pub(super) fn wake_worker(&self) {
        self.job_due.notify_one();
    }

    pub(super) async fn visible_job(&self, viewer: &Viewer, id: JobId) -> Result<Job, JobError> {
        let member_id = &viewer.principal.member_id;
        let job = self.store.find_job(member_id, id).await?.ok_or(JobError::NotFound)?;
        if job.principal == viewer.principal {
            return Ok(job);
        }
        if !self.is_administrator(viewer).await? {
            return Err(JobError::NotFound);
        }
        // The portal may have left while it was asked. Its jobs are gone then.
        match self.store.find_job(member_id, id).await? {
            Some(job) => Ok(job),
            None => Err(self.not_found(viewer, JobError::NotFound).await),
        }
    }

    pub(super) async fn view(&self, job: Job) -> Result<JobView, JobError> {
        let extras = self.store.find_job_extras(&[job.id]).await?.remove(&job.id).unwrap_or_default();
        Ok(view_of(extras, job))
    }
}

/// Builds the view of a job from its row and its extras.
fn view_of(extras: JobExtras, job: Job) -> JobView {
    let is_deletion = job.kind == JobKind::Delete;
    let may_be_deleted = job.counts.deleted + extras.unclear;
    let snapshot_until = extras.snapshot_until.filter(|_| is_deletion && may_be_deleted > 0);
    let restorable = snapshot_until.map_or(0, |_| may_be_deleted.saturating_sub(extras.taken_up));
    let reference = extras.reference.filter(|_| is_deletion && job.state.is_final());
    let JobExtras { restores, source_number, .. } = extras;
    JobView { job, snapshot_until, restorable, reference, restores, source_number }
}
