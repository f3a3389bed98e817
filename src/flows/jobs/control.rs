//! Controls of a job: start, pause, resume, cancel.

use super::{DRAFT_LIFETIME, FilterSet, JobError, JobView};
use crate::domain::audit::AuditAction;
use crate::domain::job::{Job, JobId, JobKind, JobState, Reason, Transition};
use crate::domain::saved_filter::FilterId;
use crate::flows::failure::Failure;
use crate::flows::{Flows, Viewer};
use crate::store::jobs::{StartOutcome, StartTerms};

/// The confirmation of a draft.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DraftConfirmation {
    /// How many contacts go.
    pub total: u32,
    /// Whether copies of them are kept, where that is said.
    pub keeps_snapshot: Option<bool>,
}

impl Flows {
    /// Starts a draft that was looked at.
    ///
    /// # Errors
    /// [`JobError::TotalChanged`] when the number that was typed is not its total.
    pub async fn start_job(
        &self,
        viewer: &Viewer,
        id: JobId,
        confirmed: DraftConfirmation,
        request_id: &str,
    ) -> Result<JobView, JobError> {
        let started = self.confirm(viewer, id, confirmed, request_id).await;
        self.audit_if_forbidden(viewer, AuditAction::StartJob, id, &started, request_id).await;
        started
    }

    async fn confirm(
        &self,
        viewer: &Viewer,
        id: JobId,
        confirmed: DraftConfirmation,
        request_id: &str,
    ) -> Result<JobView, JobError> {
        let DraftConfirmation { total, keeps_snapshot } = confirmed;
        let job = self.own_job(viewer, id).await?;
        let settings = self.settings(viewer).await?.settings;
        self.may_delete(viewer, &settings).await?;
        match job.state {
            JobState::Collecting => return Err(JobError::NotReady),
            // A start that is sent twice starts once.
            JobState::Queued | JobState::Running
                if job.counts.total == total && job.kind == JobKind::Delete =>
            {
                return self.view(job).await;
            }
            JobState::Draft => {}
            _ => return Err(JobError::Conflict),
        }
        if job.counts.total != total {
            return Err(JobError::TotalChanged);
        }
        if job.expires_at.is_some_and(|at| at <= self.clock.now()) {
            return Err(JobError::Conflict);
        }
        self.recollect(viewer, &job).await?;
        self.may_keep_nothing(viewer, keeps_snapshot).await?;
        let start_terms =
            StartTerms { day_limit: settings.max_contacts_per_day, keeps_snapshot, total: Some(total) };
        let started = self.start_or_resume(viewer, id, Transition::Start, start_terms).await?;
        self.audit_job(viewer, AuditAction::StartJob, &started.job, request_id).await;
        Ok(started)
    }

    /// A draft that was prepared long ago is looked at again before it is started: its filter is looked up anew. Another set
    /// is started only once its owner has been shown it.
    async fn recollect(&self, viewer: &Viewer, job: &Job) -> Result<(), JobError> {
        let Some(filter) = job.saved_filter else { return Ok(()) };
        let mut now = job.clone();
        let is_fresh = job.frozen_at.is_some_and(|at| self.clock.now() < at.plus(DRAFT_LIFETIME));
        if !is_fresh && let Some(set) = self.conditions_of(viewer, filter).await? {
            let before = self.store.fingerprint(job.id).await?;
            let again = self.store.recollect(job.id, &set.to_text(), &before).await?;
            self.job_due.notify_one();
            // Nobody matches any more.
            let again = self.wait_until_collected(again.ok_or(JobError::Conflict)?).await?;
            now = again.ok_or(JobError::TotalChanged)?;
            match (now.state, now.reason) {
                (JobState::Draft, _) => {}
                (JobState::Failed, Some(Reason::TooMany)) => return Err(JobError::TooMany),
                (JobState::Failed, Some(Reason::FilterIgnored)) => return Err(Failure::FilterIgnored.into()),
                (state, _) if state.is_final() => return Err(JobError::Conflict),
                _ => return Err(JobError::NotReady),
            }
        }
        let Some(seen) = self.store.find_seen_set(job.id).await? else { return Ok(()) };
        if self.store.fingerprint(job.id).await? != seen {
            return Err(JobError::TotalChanged);
        }
        Ok(self.store.save_seen_set(&now).await?)
    }

    /// What a saved filter looks for today; `None` when it is gone, and what it has prepared stands as it is.
    async fn conditions_of(&self, viewer: &Viewer, id: FilterId) -> Result<Option<FilterSet>, JobError> {
        let found = self.store.find_filter(&viewer.principal.member_id, id).await?;
        // One that has become somebody else's own is no business of the viewer's any more.
        let found = found.filter(|filter| filter.is_shared || filter.owner == viewer.principal);
        let Some(filter) = found else { return Ok(None) };
        let set = self.conditions_now(&filter).and_then(|object| FilterSet::read(object, Vec::new()));
        // Conditions that cannot be read are not taken for none.
        set.map(Some).ok_or(JobError::Conflict)
    }

    /// Stops a job until it is resumed; what is in flight ends.
    ///
    /// # Errors
    /// [`JobError::Conflict`] when it is not under way.
    pub async fn pause_job(&self, viewer: &Viewer, id: JobId, request_id: &str) -> Result<JobView, JobError> {
        let job = self.visible_job(viewer, id).await?;
        if job.state == JobState::Paused {
            return self.view(job).await;
        }
        let paused = self.store.pause_job(id, viewer.principal.user_id).await?.ok_or(JobError::Conflict)?;
        self.job_due.notify_one();
        let paused = self.view(paused).await?;
        self.audit_job(viewer, AuditAction::PauseJob, &paused.job, request_id).await;
        Ok(paused)
    }

    /// Goes on with a paused job, or with a waiting one before its time. Only its own user can: their token works.
    ///
    /// # Errors
    /// [`JobError::Conflict`] when it neither pauses nor waits.
    pub async fn resume_job(
        &self,
        viewer: &Viewer,
        id: JobId,
        request_id: &str,
    ) -> Result<JobView, JobError> {
        let resumed = self.resume(viewer, id, request_id).await;
        self.audit_if_forbidden(viewer, AuditAction::ResumeJob, id, &resumed, request_id).await;
        resumed
    }

    async fn resume(&self, viewer: &Viewer, id: JobId, request_id: &str) -> Result<JobView, JobError> {
        let job = self.own_job(viewer, id).await?;
        let settings = self.settings(viewer).await?.settings;
        match job.kind {
            JobKind::Delete => self.may_delete(viewer, &settings).await?,
            JobKind::Restore => self.may_restore(viewer).await?,
        }
        match job.state {
            JobState::Queued | JobState::Running | JobState::Verifying => self.view(job).await,
            _ => {
                let start_terms = StartTerms {
                    day_limit: settings.max_contacts_per_day,
                    keeps_snapshot: None,
                    total: None,
                };
                let resumed = self.start_or_resume(viewer, id, Transition::Resume, start_terms).await?;
                self.audit_job(viewer, AuditAction::ResumeJob, &resumed.job, request_id).await;
                Ok(resumed)
            }
        }
    }

    /// Ends a job before its time. What is in flight ends and is counted.
    ///
    /// # Errors
    /// [`JobError::Conflict`] when it has ended otherwise.
    pub async fn cancel_job(
        &self,
        viewer: &Viewer,
        id: JobId,
        request_id: &str,
    ) -> Result<JobView, JobError> {
        let job = self.visible_job(viewer, id).await?;
        if job.state == JobState::Cancelled {
            return self.view(job).await;
        }
        let cancelled = self.store.cancel_job(id, None).await?.ok_or(JobError::Conflict)?;
        self.job_due.notify_one();
        // Closing the dialog of a draft that nobody has confirmed ends no job.
        if !cancelled.is_ended_draft() || cancelled.saved_filter.is_some() {
            self.audit_job(viewer, AuditAction::CancelJob, &cancelled, request_id).await;
        }
        self.view(cancelled).await
    }

    async fn audit_if_forbidden(
        &self,
        viewer: &Viewer,
        action: AuditAction,
        id: JobId,
        result: &Result<JobView, JobError>,
        request_id: &str,
    ) {
        if let Err(error) = result
            && error.is_forbidden_by_settings()
        {
            self.audit_refused_job(viewer, action, Some(id), request_id).await;
        }
    }

    async fn start_or_resume(
        &self,
        viewer: &Viewer,
        id: JobId,
        by: Transition,
        start_terms: StartTerms,
    ) -> Result<JobView, JobError> {
        match self.store.start_or_resume(&viewer.principal, id, by, start_terms).await? {
            StartOutcome::Started(job) => {
                self.job_due.notify_one();
                self.view(*job).await
            }
            StartOutcome::WrongState => Err(self.not_found(viewer, JobError::Conflict).await),
            StartOutcome::SetChanged => Err(JobError::TotalChanged),
            StartOutcome::DayFull => Err(Failure::DayLimit.into()),
        }
    }

    /// A job that goes on only as the user who made it.
    async fn own_job(&self, viewer: &Viewer, id: JobId) -> Result<Job, JobError> {
        let job = self.visible_job(viewer, id).await?;
        if job.principal == viewer.principal { Ok(job) } else { Err(Failure::NotPermitted.into()) }
    }
}
