//! Erasure records: a finished job is recorded under the number of a request, and its copies can be destroyed.

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

/// How long the answer waits until the write-ahead log is emptied.
const MAX_WAIT: Duration = Duration::from_secs(1);

/// A record without its contacts, which are read in pages.
#[derive(Clone, Debug)]
pub struct Erasure {
    /// The record.
    pub record: ErasureRecord,
    /// The recorded job.
    pub job: Job,
    /// The fingerprint of its set, as the audit contains it.
    pub set: String,
    /// How many of its contacts were restored since, or are being restored.
    pub restored: u32,
    /// Which copies of the contacts exist.
    pub copies: Copies,
}

/// The copies of deleted contacts that this app keeps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Copies {
    /// Encrypted copies are kept until this time.
    Until(UnixTime),
    /// An administrator destroyed the copies at this time.
    Destroyed(UnixTime),
    /// There are no copies: none were kept, or they have expired.
    None,
}

impl Flows {
    /// Records a finished deletion under the number of a request. Recording it again replaces the number.
    ///
    /// # Errors
    /// [`JobError::NotReady`] when the job is not finished or is no deletion.
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
    /// [`JobError::NotReady`] when the job is not finished, is no deletion, or is not recorded.
    pub async fn erasure(&self, viewer: &Viewer, id: JobId) -> Result<Erasure, JobError> {
        let job = self.finished_deletion(viewer, id).await?;
        let record = self.store.find_erasure_record(id).await?.ok_or(JobError::NotReady)?;
        self.erasure_of(job, record).await
    }

    /// Destroys the copies of the contacts that a job deleted. Only administrators may do so, because the contacts
    /// cannot be restored afterwards. The work ends and is recorded even if the caller goes away.
    ///
    /// # Errors
    /// [`Failure::NotAdministrator`] when the viewer is no administrator; [`JobError::NotReady`] while the job is not
    /// finished; [`JobError::Conflict`] while its contacts are being restored.
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
            tracing::warn!(%error, "the write-ahead log still holds destroyed copies; it is emptied later");
        }
        Ok(())
    }

    /// Lets only administrators choose that a job keeps no copies.
    pub(super) async fn check_snapshot_choice(
        &self,
        viewer: &Viewer,
        keeps: Option<bool>,
    ) -> Result<(), Failure> {
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
