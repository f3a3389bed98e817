//! Jobs whose time is over. Their contacts go with them, some jobs at a time: each can have a hundred thousand.

use super::{Store, StoreError};
use crate::domain::clock::UnixTime;
use crate::domain::ids::MemberId;

impl Store {
    /// Forgets the portal's jobs that ended before that moment and of whose contacts nothing is kept any more. A job that
    /// has created contacts again stays as long as the one that deleted them: it keeps them from being created twice.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn drop_jobs(&self, member_id: &MemberId, before: UnixTime) -> Result<u64, StoreError> {
        let done = sqlx::query(
            "DELETE FROM jobs WHERE id IN
                 (SELECT id FROM jobs WHERE member_id = $1 AND finished_at < $2
                  AND NOT EXISTS (SELECT 1 FROM snapshots WHERE job_id = jobs.id)
                  AND NOT EXISTS (SELECT 1 FROM jobs AS source WHERE source.id = jobs.source_job) LIMIT 20)",
        )
        .bind(member_id.as_str())
        .bind(before.0)
        .execute(&self.writer)
        .await?;
        Ok(done.rows_affected())
    }
}
