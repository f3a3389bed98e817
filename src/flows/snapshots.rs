//! The copies of deleted contacts, for users who may see the job that deleted them.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::jobs::JobError;
use super::{Flows, Viewer};
use crate::domain::audit::AuditAction;
use crate::domain::ids::ContactId;
use crate::domain::job::JobId;
pub use crate::store::snapshots::Snapshot;

/// Copies that are read at a time.
const PORTION: u32 = 500;

impl Flows {
    /// Checks that there are copies of the job's contacts.
    ///
    /// # Errors
    /// [`JobError::SnapshotGone`] when there are none.
    pub async fn require_snapshots(&self, viewer: &Viewer, id: JobId) -> Result<(), JobError> {
        self.visible_job(viewer, id).await?;
        self.store.snapshots_until(id).await?.map(drop).ok_or(JobError::SnapshotGone)
    }

    /// Records in the audit that the viewer downloads the copies.
    ///
    /// # Errors
    /// As [`Flows::require_snapshots`].
    pub async fn begin_download(&self, viewer: &Viewer, id: JobId, request_id: &str) -> Result<(), JobError> {
        self.require_snapshots(viewer, id).await?;
        let job = self.visible_job(viewer, id).await?;
        self.audit_job(viewer, AuditAction::DownloadSnapshot, &job, request_id).await;
        Ok(())
    }

    /// Lists copies in pages, by rising id.
    pub async fn job_snapshots(
        &self,
        viewer: &Viewer,
        id: JobId,
        after: Option<ContactId>,
        limit: u32,
    ) -> Result<Vec<Snapshot>, JobError> {
        self.visible_job(viewer, id).await?;
        Ok(self.store.find_snapshots(id, after, limit).await?)
    }

    /// The names of all fields in the job's copies, the id first.
    ///
    /// # Errors
    /// [`JobError::SnapshotGone`] when there are no copies.
    pub async fn snapshot_columns(&self, viewer: &Viewer, id: JobId) -> Result<Vec<String>, JobError> {
        self.require_snapshots(viewer, id).await?;
        let (mut names, mut after) = (BTreeSet::new(), None);
        loop {
            let snapshots = self.store.find_snapshots(id, after, PORTION).await?;
            let Some(last) = snapshots.last() else { break };
            after = Some(last.contact_id);
            for snapshot in &snapshots {
                let fields: Map<String, Value> = serde_json::from_str(&snapshot.body).unwrap_or_default();
                names.extend(fields.into_iter().map(|(name, _)| name));
            }
        }
        names.remove("ID");
        Ok(std::iter::once("ID".to_owned()).chain(names).collect())
    }
}
