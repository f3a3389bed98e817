//! Erasure records, the early destruction of a job's copies, and how many of its contacts were restored.

use super::chunks::ChunkSizer;
use super::removal::REMOVAL_QUEUE;
use super::{Store, StoreError};
use crate::domain::clock::UnixTime;
use crate::domain::erasure::{ErasureRecord, Reference};
use crate::domain::ids::UserId;
use crate::domain::job::JobId;

impl Store {
    /// Saves a job's erasure record and replaces an earlier one. Does nothing if the job is in the removal queue.
    pub async fn save_erasure_record(&self, job: JobId, record: &ErasureRecord) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO erasure_records (job_id, reference, user_id, recorded_at)
             SELECT id, $2, $3, $4 FROM jobs WHERE id = $1 AND member_id <> $5
             ON CONFLICT (job_id) DO UPDATE SET
                 reference = excluded.reference, user_id = excluded.user_id, recorded_at = excluded.recorded_at",
        )
        .bind(job.0)
        .bind(record.reference.as_str())
        .bind(record.recorded_by.get())
        .bind(record.recorded_at.0)
        .bind(REMOVAL_QUEUE)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// A job's erasure record.
    pub async fn find_erasure_record(&self, job: JobId) -> Result<Option<ErasureRecord>, StoreError> {
        const UNREADABLE: StoreError = StoreError::Corrupt("erasure_records");
        let row: Option<(String, u32, i64)> =
            sqlx::query_as("SELECT reference, user_id, recorded_at FROM erasure_records WHERE job_id = $1")
                .bind(job.0)
                .fetch_optional(&self.reader)
                .await?;
        let Some((reference, user_id, recorded_at)) = row else { return Ok(None) };
        Ok(Some(ErasureRecord {
            reference: Reference::parse(&reference).ok_or(UNREADABLE)?,
            recorded_by: UserId::new(user_id).ok_or(UNREADABLE)?,
            recorded_at: UnixTime(recorded_at),
        }))
    }

    /// Destroys a job's copies. Returns how many. The first chunk also saves in the job's row when they were
    /// destroyed. The write-ahead log holds them until it is emptied ([`Store::empty_wal_within`]). If this function
    /// fails, some copies may be gone already.
    pub async fn destroy_snapshots(&self, job: JobId) -> Result<u64, StoreError> {
        let (mut chunks, mut destroyed) = (ChunkSizer::new(&self.clock), 0);
        loop {
            let most = chunks.begin();
            let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
            let done = sqlx::query(
                "DELETE FROM snapshots WHERE job_id = $1 AND contact_id IN
                     (SELECT contact_id FROM snapshots WHERE job_id = $1 LIMIT $2)",
            )
            .bind(job.0)
            .bind(most)
            .execute(&mut *tx)
            .await?;
            if destroyed == 0 && done.rows_affected() > 0 {
                sqlx::query("UPDATE jobs SET snapshot_destroyed_at = $2 WHERE id = $1")
                    .bind(job.0)
                    .bind(self.now())
                    .execute(&mut *tx)
                    .await?;
            }
            tx.commit().await?;
            destroyed += done.rows_affected();
            if !chunks.end(done.rows_affected()).await {
                return Ok(destroyed);
            }
        }
    }

    /// How many contacts of a job other jobs have created again or may still create.
    pub async fn count_taken_up(&self, source: JobId) -> Result<u32, StoreError> {
        let count: u32 = sqlx::query_scalar(
            "SELECT coalesce(sum(total - gone - denied - protected - failed - cancelled), 0)
             FROM jobs WHERE source_job = $1",
        )
        .bind(source.0)
        .fetch_one(&self.reader)
        .await?;
        Ok(count)
    }

    /// Whether an unfinished job restores contacts of this job.
    pub async fn is_being_restored(&self, source: JobId) -> Result<bool, StoreError> {
        let one: Option<i64> =
            sqlx::query_scalar("SELECT 1 FROM jobs WHERE source_job = $1 AND finished_at IS NULL LIMIT 1")
                .bind(source.0)
                .fetch_optional(&self.reader)
                .await?;
        Ok(one.is_some())
    }
}
