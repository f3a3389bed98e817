//! Deletions that were sent while a restore was running. They may include a contact that the restore has created and
//! does not know: the answer to its creation was lost, and it was deleted before the restore looked it up.

use super::{Store, StoreError};
use crate::domain::audit::AuditAction;
use crate::domain::ids::ContactId;
use crate::domain::job::JobId;

/// A deletion of a contact with a higher id than all contacts of a restore.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LaterDeletion {
    /// The contact.
    pub contact_id: ContactId,
    /// The job that has deleted it or may have deleted it; `None` for a single deletion without a job.
    pub job: Option<JobId>,
}

impl Store {
    /// Up to `limit` deletions in the restore's portal that were sent after the restore was created, of contacts with
    /// higher ids than the restore's contacts. Ids of a portal only grow, so a contact that the restore has created
    /// has such an id. The time grows with the number of such contacts.
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
