//! Starts, pauses, resumes and cancels jobs.

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
    /// How many contacts are deleted.
    pub total: u32,
    /// Whether copies are kept; `None` leaves the draft's choice.
    pub keeps_snapshot: Option<bool>,
}

impl Flows {
    /// Starts a draft that the user has seen.
    ///
    /// # Errors
    /// [`JobError::TotalChanged`] when the confirmed number is not the draft's number of contacts.
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
            // A request that is sent twice starts the job once.
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
        self.check_snapshot_choice(viewer, keeps_snapshot).await?;
        let start_terms =
            StartTerms { day_limit: settings.max_contacts_per_day, keeps_snapshot, total: Some(total) };
        let started = self.start_or_resume(viewer, id, Transition::Start, start_terms).await?;
        self.audit_job(viewer, AuditAction::StartJob, &started.job, request_id).await;
        Ok(started)
    }

    /// Collects the set of an old prepared draft again before it starts. If the set has changed, it starts only after
    /// its owner has seen it.
    async fn recollect(&self, viewer: &Viewer, job: &Job) -> Result<(), JobError> {
        let Some(filter) = job.saved_filter else { return Ok(()) };
        let mut now = job.clone();
        let is_fresh = job.frozen_at.is_some_and(|at| self.clock.now() < at.plus(DRAFT_LIFETIME));
        if !is_fresh && let Some(set) = self.conditions_of(viewer, filter).await? {
            let before = self.store.fingerprint(job.id).await?;
            let again = self.store.recollect(job.id, &set.to_text(), &before).await?;
            self.job_due.notify_one();
            // `None`: no contact matches any more.
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

    /// The present conditions of a saved filter. `None` when it was deleted; then the draft keeps its set.
    async fn conditions_of(&self, viewer: &Viewer, id: FilterId) -> Result<Option<FilterSet>, JobError> {
        let found = self.store.find_filter(&viewer.principal.member_id, id).await?;
        // If the filter is no longer shared, only its owner may use it.
        let found = found.filter(|filter| filter.is_shared || filter.owner == viewer.principal);
        let Some(filter) = found else { return Ok(None) };
        let set = self.conditions_now(&filter).and_then(|object| FilterSet::read(object, Vec::new()));
        // Unreadable conditions must not count as no conditions.
        set.map(Some).ok_or(JobError::Conflict)
    }

    /// Pauses a job until it is resumed. Calls in flight end first.
    ///
    /// # Errors
    /// [`JobError::Conflict`] when the job's state does not allow it.
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

    /// Resumes a paused job, or a waiting one before its time. Only the job's own user may do so, because the job
    /// uses that user's token.
    ///
    /// # Errors
    /// [`JobError::Conflict`] when the job's state does not allow it.
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

    /// Cancels a job. Calls in flight end first, and their outcomes count.
    ///
    /// # Errors
    /// [`JobError::Conflict`] when the job has already ended in another way.
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
        // A user who closes the dialog of an unconfirmed draft ends no job, so the audit has no line about it.
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

    /// The job, if the viewer is its user.
    async fn own_job(&self, viewer: &Viewer, id: JobId) -> Result<Job, JobError> {
        let job = self.visible_job(viewer, id).await?;
        if job.principal == viewer.principal { Ok(job) } else { Err(Failure::NotPermitted.into()) }
    }
}
