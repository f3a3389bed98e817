//! Creates restore jobs, which create deleted contacts again from their copies.

use serde_json::json;
use sha2::{Digest, Sha256};

use super::failure::Failure;
use super::jobs::{JobError, JobView};
use super::{Flows, Viewer};
use crate::domain::audit::AuditAction;
use crate::domain::ids::ContactId;
use crate::domain::job::{JobId, JobKind, JobState};
use crate::store::jobs::{CreateOutcome, NewJob, NewSet};

impl Flows {
    /// Creates a job that restores contacts that a job deleted, or may have deleted, as the viewer: all of them, or
    /// the `named` ones. Contacts that another job has restored already are left out.
    ///
    /// # Errors
    /// [`Failure::NotPermitted`] when the viewer may not restore; [`JobError::NotReady`] while the job still deletes,
    /// and for jobs that are no deletion; [`JobError::SnapshotGone`] when there are no copies; [`JobError::Conflict`]
    /// when all contacts are restored already; [`Failure::ContactNotFound`] when the job has not deleted one of the
    /// named contacts.
    pub async fn restore_job(
        &self,
        viewer: &Viewer,
        source: JobId,
        named: Option<Vec<ContactId>>,
        idempotency_key: Option<&str>,
        request_id: &str,
    ) -> Result<JobView, JobError> {
        let job = self.visible_job(viewer, source).await?;
        if let Err(failure) = self.may_restore(viewer).await {
            if matches!(failure, Failure::NotPermitted) {
                self.audit_refused_job(viewer, AuditAction::Restore, Some(source), request_id).await;
            }
            return Err(failure.into());
        }
        let is_at_rest = job.state.is_final() || job.state == JobState::Paused;
        if job.kind != JobKind::Delete || !is_at_rest {
            return Err(JobError::NotReady);
        }
        self.require_snapshots(viewer, source).await?;
        let digest: [u8; 32] = Sha256::digest(json!(["restore", source.0, named]).to_string()).into();
        let ids = self.contacts_to_restore(source, named).await?;
        let new = NewJob {
            principal: &viewer.principal,
            generation: viewer.portal.generation,
            kind: JobKind::Restore,
            is_draft: false,
            idempotency_key,
            request_digest: digest,
            expected_total: None,
            confirm_total: None,
            include_open_deals: false,
            keeps_snapshot: true,
            saved_filter: None,
            source_job: Some(source),
            request_id,
            day_limit: None,
            expires_at: None,
            set: NewSet::Ids(&ids),
        };
        if ids.is_empty() {
            // A repeated request gets its job. For any other request there is nothing left to restore.
            let earlier = self.store.find_job_by_key(&new).await?;
            return self.view(earlier.ok_or(JobError::Conflict)?).await;
        }
        match self.store.create_job(&new).await? {
            CreateOutcome::New(job) => {
                self.wake_worker();
                self.audit_job(viewer, AuditAction::Restore, &job, request_id).await;
                self.view(job).await
            }
            CreateOutcome::Same(job) => self.view(job).await,
            CreateOutcome::PortalLeft => Err(Failure::SessionOver.into()),
            CreateOutcome::KeyTaken
            | CreateOutcome::TakenUp
            | CreateOutcome::DayFull
            | CreateOutcome::NotDue => Err(JobError::Conflict),
        }
    }

    /// The contacts of a job that have a copy and that no other job has restored: all of them, or the `named` ones.
    async fn contacts_to_restore(
        &self,
        source: JobId,
        named: Option<Vec<ContactId>>,
    ) -> Result<Vec<ContactId>, JobError> {
        let kept = self.store.find_kept(source).await?;
        let wanted = match named {
            Some(named) if named.iter().any(|id| kept.binary_search(id).is_err()) => {
                return Err(Failure::ContactNotFound.into());
            }
            Some(named) => named,
            None => kept,
        };
        let restored = self.store.find_taken_up(source).await?;
        Ok(wanted.into_iter().filter(|id| restored.binary_search(id).is_err()).collect())
    }
}
