//! Erasures that somebody has asked for: the record of what was done, and nothing kept behind it.

use std::time::Duration;

use serde_json::json;

use super::failure::Failure;
use super::jobs::JobError;
use super::{Flows, Viewer};
use crate::domain::audit::{AuditAction, AuditEntry};
use crate::domain::clock::UnixTime;
pub use crate::domain::erasure::{ErasureRecord, Reference};
use crate::domain::job::{Job, JobId, JobKind};
use crate::store::StoreError;

/// How long the answer waits for the log to be emptied.
const MAX_WAIT: Duration = Duration::from_secs(1);

/// All of a record but the contacts, which are read in pages.
#[derive(Clone, Debug)]
pub struct Erasure {
    /// The record.
    pub record: ErasureRecord,
    /// The job that it is about.
    pub job: Job,
    /// The fingerprint of its set, as the audit has it.
    pub set: String,
    /// How many of its contacts were created again since, or are about to be.
    pub restored: u32,
    /// What there is of the contacts still.
    pub copies: Copies,
}

/// What this app keeps of deleted contacts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Copies {
    /// Encrypted copies until this moment.
    Until(UnixTime),
    /// Nothing any more since this moment, by choice.
    Destroyed(UnixTime),
    /// Nothing: it was never kept, or its time is over.
    None,
}

impl Flows {
    /// Records a finished deletion under the number of a request; once more changes the number.
    ///
    /// # Errors
    /// [`JobError::NotReady`] while it is not finished, and for jobs that delete nothing.
    pub async fn record_erasure(
        &self,
        viewer: &Viewer,
        id: JobId,
        reference: Reference,
        request_id: &str,
    ) -> Result<Erasure, JobError> {
        let job = self.finished_deletion(viewer, id).await?;
        let recorded_by = viewer.principal.user_id;
        let record = ErasureRecord { reference, recorded_by, recorded_at: self.clock.now() };
        self.store.save_erasure_record(id, &record).await?;
        self.audit_job(viewer, AuditAction::RecordErasure, &job, request_id).await;
        self.erasure_of(job, record).await
    }

    /// The record of a job.
    ///
    /// # Errors
    /// [`JobError::NotReady`] when nobody has recorded it.
    pub async fn erasure(&self, viewer: &Viewer, id: JobId) -> Result<Erasure, JobError> {
        let job = self.finished_deletion(viewer, id).await?;
        let record = self.store.find_erasure_record(id).await?.ok_or(JobError::NotReady)?;
        self.erasure_of(job, record).await
    }

    /// Destroys the copies of what a job has deleted: for administrators, whose safety net it is. It goes on to its end and
    /// is written down even when the caller goes away.
    ///
    /// # Errors
    /// [`Failure::NotAdministrator`] for everybody else; [`JobError::NotReady`] while the job is not finished;
    /// [`JobError::Conflict`] while its contacts are being created again.
    pub async fn destroy_snapshots(
        &self,
        viewer: &Viewer,
        id: JobId,
        request_id: &str,
    ) -> Result<(), JobError> {
        self.finished_deletion(viewer, id).await?;
        self.require_administrator(viewer).await?;
        if self.store.is_being_restored(id).await? {
            return Err(JobError::Conflict);
        }
        let entry = viewer.entry(AuditAction::DestroySnapshot, "destroyed", request_id).of_job(id);
        let flows = self.clone();
        let task = self.background.spawn(async move { flows.destroy_and_note(id, entry).await });
        Ok(task.await.map_err(|broken| Failure::Broken(broken.to_string()))??)
    }

    async fn destroy_and_note(&self, id: JobId, entry: AuditEntry) -> Result<(), StoreError> {
        let copies = self.store.destroy_snapshots(id).await?;
        self.write_audit(entry.with(json!({"copies": copies}))).await;
        if copies > 0
            && let Err(error) = self.store.empty_wal_within(MAX_WAIT).await
        {
            tracing::warn!(%error, "the log still holds copies that were destroyed; it is emptied later");
        }
        Ok(())
    }

    /// Lets administrators say that no copies are kept of what a job deletes.
    pub(super) async fn may_keep_nothing(&self, viewer: &Viewer, keeps: Option<bool>) -> Result<(), Failure> {
        if keeps == Some(false) { self.require_administrator(viewer).await } else { Ok(()) }
    }

    async fn finished_deletion(&self, viewer: &Viewer, id: JobId) -> Result<Job, JobError> {
        let job = self.visible_job(viewer, id).await?;
        let is_over = job.kind == JobKind::Delete && job.state.is_final() && job.started_at.is_some();
        if is_over { Ok(job) } else { Err(JobError::NotReady) }
    }

    async fn erasure_of(&self, job: Job, record: ErasureRecord) -> Result<Erasure, JobError> {
        let copies = match (self.store.snapshots_until(job.id).await?, job.snapshot_destroyed_at) {
            (Some(until), _) => Copies::Until(until),
            (None, Some(at)) => Copies::Destroyed(at),
            (None, None) => Copies::None,
        };
        let set = self.store.fingerprint(job.id).await?;
        Ok(Erasure { set, restored: self.store.count_taken_up(job.id).await?, record, job, copies })
    }
}
