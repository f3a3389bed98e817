//! Deletions that were asked for while a restore was at work. A contact that the restore has created may be among them, though
//! nobody has seen it: it was created behind a lost answer and deleted before anybody looked.

use super::{Store, StoreError};
use crate::domain::audit::AuditAction;
use crate::domain::ids::ContactId;
use crate::domain::job::JobId;

/// A deletion of a contact that is newer than all that a restore brings back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LaterDeletion {
    /// The contact.
    pub contact_id: ContactId,
    /// The job that has deleted it, or may have; a single deletion has none.
    pub job: Option<JobId>,
}

impl Store {
    /// Up to `limit` deletions in the restore's portal that were asked for since the restore was made, of contacts with
    /// higher ids than those it brings back: portals count upwards, so what it has created is among them, if anywhere.
    /// Takes time by the number of such contacts.
    ///
    /// # Errors
    /// When the database does not answer or a row cannot be read.
    pub async fn find_later_deletions(
        &self,
        restore: JobId,
        limit: u32,
    ) -> Result<Vec<LaterDeletion>, StoreError> {
        let rows: Vec<(u32, Option<i64>)> = sqlx::query_as(
            "WITH restore AS (
                 SELECT member_id, created_at,
                        (SELECT max(contact_id) FROM job_items WHERE job_id = $1) AS highest
                 FROM jobs WHERE id = $1)
             SELECT item.contact_id, jobs.id FROM restore
             JOIN jobs ON jobs.member_id = restore.member_id AND jobs.kind = 'delete'
                      AND coalesce(jobs.finished_at, restore.created_at) >= restore.created_at
             JOIN job_items AS item ON item.job_id = jobs.id AND item.contact_id > restore.highest
             WHERE item.asked_at >= restore.created_at AND item.outcome NOT IN ('denied', 'protected', 'cancelled')
             UNION ALL
             SELECT audit.contact_id, NULL FROM restore
             JOIN audit ON audit.member_id = restore.member_id AND audit.contact_id > restore.highest
             WHERE audit.action = $2 AND audit.job_id IS NULL AND audit.created_at >= restore.created_at
               AND audit.outcome IN ('deleted', 'unknown')
             LIMIT $3",
        )
        .bind(restore.0)
        .bind(AuditAction::DeleteContact.as_str())
        .bind(limit)
        .fetch_all(&self.reader)
        .await?;
        let read = |(id, job): (u32, Option<i64>)| {
            let contact_id = ContactId::new(id).ok_or(StoreError::Corrupt("job_items"))?;
            Ok(LaterDeletion { contact_id, job: job.map(JobId) })
        };
        rows.into_iter().map(read).collect()
    }
}
