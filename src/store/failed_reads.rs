//! Contacts of a job that could not be read, and how often that failed.

use super::jobs::Lease;
use super::{Store, StoreError};
use crate::domain::ids::ContactId;
use crate::domain::job::JobId;

impl Store {
    /// The open contacts of a job that could not be read, each with the number of failures.
    pub async fn find_failed_reads(&self, job: JobId) -> Result<Vec<(ContactId, u32)>, StoreError> {
        let rows: Vec<(u32, u32)> = sqlx::query_as(
            "SELECT contact_id, failed_reads FROM job_items
             WHERE job_id = $1 AND failed_reads > 0 AND outcome = 'pending' ORDER BY contact_id",
        )
        .bind(job.0)
        .fetch_all(&self.reader)
        .await?;
        let known = |(id, times)| ContactId::new(id).map(|id| (id, times));
        Ok(rows.into_iter().filter_map(known).collect())
    }

    /// Saves how often reading these contacts has failed. Does nothing if the lease is lost.
    pub async fn save_failed_reads(
        &self,
        lease: &Lease,
        ids: &[ContactId],
        times: u32,
    ) -> Result<(), StoreError> {
        let numbers: Vec<u32> = ids.iter().map(|id| id.get()).collect();
        sqlx::query(
            "UPDATE job_items SET failed_reads = $4
             WHERE job_id = $1 AND contact_id IN (SELECT value FROM json_each($3))
                   AND EXISTS (SELECT 1 FROM jobs WHERE id = $1 AND lease_owner = $2)",
        )
        .bind(lease.job.0)
        .bind(&lease.owner)
        .bind(serde_json::json!(numbers).to_string())
        .bind(times)
        .execute(&self.writer)
        .await?;
        Ok(())
    }
}
