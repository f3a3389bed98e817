//! Jobs as people see them: made, confirmed, paused, cancelled, looked at. Who works on them is `worker`.

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
/// The same of one that was prepared while nobody looked.
pub const PREPARED_LIFETIME: Duration = Duration::from_hours(3 * 24);
/// How long somebody who asks for a filter's job waits for its set; after that the job is shown while it collects.
const COLLECTING_IS_AWAITED: Duration = Duration::from_secs(3);
const COLLECTING_IS_LOOKED_AT: Duration = Duration::from_millis(40);

/// Why something about a job is refused.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// There is no such job for this user.
    #[error("no such job")]
    NotFound,
    /// The set is empty, too large for any job, or a filter that means everybody.
    #[error("the set cannot be that of a job")]
    BadSet,
    /// More contacts than the settings allow in one job.
    #[error("more contacts than a job may have")]
    TooMany,
    /// Nobody has said how many contacts it is about.
    #[error("the number of contacts is not confirmed")]
    NotConfirmed,
    /// The number of contacts is another one.
    #[error("the total has changed")]
    TotalChanged,
    /// The job's state does not allow it, or the key was used for something else.
    #[error("the job's state does not allow it")]
    Conflict,
    /// The set is still being collected.
    #[error("the set is still being collected")]
    NotReady,
    /// What was kept of the contacts is gone.
    #[error("the snapshot is gone")]
    SnapshotGone,
    /// Anything else.
    #[error(transparent)]
    Failure(#[from] Failure),
}

impl JobError {
    /// Whether what administrators have settled forbids it.
    fn is_forbidden_by_settings(&self) -> bool {
        matches!(self, Self::TooMany | Self::Failure(Failure::NotPermitted | Failure::DayLimit))
    }
}

impl From<StoreError> for JobError {
    fn from(error: StoreError) -> Self {
        Self::Failure(error.into())
    }
}

/// A job and until when what it deleted is kept.
#[derive(Clone, Debug)]
pub struct JobView {
    /// The job.
    pub job: Job,
    /// Until when its snapshots are kept, if there are any.
    pub snapshot_until: Option<UnixTime>,
    /// How many of them can still be created again.
    pub restorable: u32,
    /// The number of the request that it is recorded under.
    pub reference: Option<Reference>,
    /// The jobs that create its contacts again, or have done so.
    pub restores: Vec<RestoreOf>,
    /// What people call the job whose deletions are undone.
    pub source_number: Option<u32>,
}

impl Flows {
    /// Makes a job whose set is frozen from now on.
    ///
    /// # Errors
    /// See [`JobError`].
    pub async fn create_job(
        &self,
        viewer: &Viewer,
        request: JobRequest,
        request_id: &str,
    ) -> Result<JobView, JobError> {
        let made = self.create_frozen(viewer, request, request_id).await;
        if let Err(error) = &made
            && error.is_forbidden_by_settings()
        {
            self.audit_refused_job(viewer, AuditAction::CreateJob, None, request_id).await;
        }
        made
    }

    async fn create_frozen(
        &self,
        viewer: &Viewer,
        request: JobRequest,
        request_id: &str,
    ) -> Result<JobView, JobError> {
        let settings = self.settings(viewer).await?.settings;
        self.may_delete(viewer, &settings).await?;
        self.may_keep_nothing(viewer, request.keeps_snapshot).await?;
        let request_digest = request.digest();
        // What cannot be known yet is counted when it is collected.
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

    /// Waits a moment for the set. One that is not what was asked for makes no job.
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

    /// The owner of a prepared draft has been shown its set.
    pub(super) async fn mark_set_seen(&self, viewer: &Viewer, job: &Job) -> Result<(), JobError> {
        if job.saved_filter.is_some() && job.state == JobState::Draft && job.principal == viewer.principal {
            self.store.save_seen_set(job).await?;
        }
        Ok(())
    }

    /// The job as soon as its set is collected, or as it is after a moment; `None` when it is gone.
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

    /// A job, if the viewer may see it: their own, or any of the portal for its administrators.
    ///
    /// # Errors
    /// [`JobError::NotFound`] for everybody else.
    pub async fn show_job(&self, viewer: &Viewer, id: JobId) -> Result<JobView, JobError> {
        let job = self.visible_job(viewer, id).await?;
        self.view(job).await
    }

    /// The newest jobs that the viewer may see, before an id.
    ///
    /// # Errors
    /// When the database or the portal does not answer.
    pub async fn list_jobs(
        &self,
        viewer: &Viewer,
        before: Option<JobId>,
        limit: u32,
    ) -> Result<Vec<JobView>, JobError> {
        let own = viewer.principal.user_id;
        // Somebody whose rights cannot be found out just now sees what is theirs.
        let owner = if self.is_administrator(viewer).await.unwrap_or(false) { None } else { Some(own) };
        let jobs = self.store.list_jobs(&viewer.principal.member_id, owner, before, limit).await?;
        let ids: Vec<JobId> = jobs.iter().map(|job| job.id).collect();
        let mut extras = self.store.find_job_extras(&ids).await?;
        Ok(jobs.into_iter().map(|job| view_of(extras.remove(&job.id).unwrap_or_default(), job)).collect())
    }

    /// What became of the contacts of a job, in pages.
    ///
    /// # Errors
    /// See [`JobError`].
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
            // They go some at a time: none is shown as what it was.
            return Ok(Vec::new());
        }
        self.mark_set_seen(viewer, &job).await?;
        let outcomes: &[Outcome] = match &outcome {
            // What is being asked for is pending to everybody outside.
            Some(Outcome::Pending) => &[Outcome::Pending, Outcome::Asked],
            Some(outcome) => std::slice::from_ref(outcome),
            None => &[],
        };
        Ok(self.store.find_items(id, outcomes, after, limit).await?)
    }

    /// Jobs that stopped because of something that this visit may have mended go on.
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
                tracing::info!(portal.member_id = %principal.member_id, user.id = %principal.user_id, jobs, "jobs go on");
                self.job_due.notify_one();
            }
            Err(error) => tracing::error!(%error, "paused jobs were not looked for"),
        }
    }

    /// Resolves when a job was made or moved here, so that nobody has to wait for the next look.
    pub async fn wait_for_due_job(&self) {
        self.job_due.notified().await;
    }

    /// Writes down who did what with a job.
    pub(super) async fn audit_job(&self, viewer: &Viewer, action: AuditAction, job: &Job, request_id: &str) {
        let entry = viewer
            .entry(action, job.state.as_str(), request_id)
            .of_job(job.id)
            .with(json!({"total": job.counts.total, "deleted": job.counts.deleted,
                "kind": job.kind.as_str(), "number": job.number, "source": job.source_job.map(|source| source.0),
                "saved_filter": job.saved_filter.map(|filter| filter.0)}));
        self.write_audit(entry).await;
    }

    /// Writes down that the settings refused something about a job.
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
        // The portal was asked, and may have left meanwhile: its jobs have gone with it.
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

/// A job as it is shown, with what stands beside it.
fn view_of(extras: JobExtras, job: Job) -> JobView {
    let is_deletion = job.kind == JobKind::Delete;
    let may_be_deleted = job.counts.deleted + extras.unclear;
    let snapshot_until = extras.snapshot_until.filter(|_| is_deletion && may_be_deleted > 0);
    let restorable = snapshot_until.map_or(0, |_| may_be_deleted.saturating_sub(extras.taken_up));
    let reference = extras.reference.filter(|_| is_deletion && job.state.is_final());
    let JobExtras { restores, source_number, .. } = extras;
    JobView { job, snapshot_until, restorable, reference, restores, source_number }
}
