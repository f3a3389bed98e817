//! Jobs whose time is over. They are put in line of removal, some at a time; their contacts follow in chunks, since each
//! can have a hundred thousand.

use std::time::Duration;

use super::chunks::ChunkSizer;
use super::removal::enqueue_jobs;
use super::{Store, StoreError};
use crate::domain::clock::UnixTime;
use crate::domain::ids::MemberId;
use crate::domain::job::JobId;

/// Drafts, of any portal (`$1` is not asked for), that ended before `$2` without having been confirmed.
const OLD_DRAFTS: &str = "SELECT id FROM jobs
    WHERE $1 IS NULL AND started_at IS NULL AND finished_at < $2 AND member_id <> ':removed' LIMIT $3";
/// A portal's jobs that ended before `$2`, with nothing left to restore and nothing that hangs on them.
const OLD_JOBS: &str = "SELECT id FROM jobs WHERE member_id = $1 AND finished_at < $2
    AND NOT EXISTS (SELECT 1 FROM snapshots WHERE job_id = jobs.id)
    AND NOT EXISTS (SELECT 1 FROM jobs AS source WHERE source.id = jobs.source_job) LIMIT $3";

/// How long others have the writer to themselves after a job was ended.
const PAUSE: Duration = Duration::from_millis(5);
/// Times in a row that a portal gave no usable answer, ten minutes apart or more: about a month.
const NO_ANSWERS: u32 = 4_000;
/// A portal's jobs that rest and that nobody looks after: drafts since `$2`, others whose set is not collected since then,
/// all others since `$3`; and those of a portal that has given no answer for `$4` tries.
const LEFT_ALONE: &str = "SELECT id, is_draft FROM jobs WHERE member_id = $1 AND finished_at IS NULL AND (
        is_draft AND state IN ('collecting', 'paused', 'waiting') AND created_at < $2
        OR state = 'paused' AND updated_at < CASE WHEN filter IS NOT NULL THEN $2 ELSE $3 END
        OR state = 'waiting' AND setbacks >= $4)
    LIMIT 1000";

impl Store {
    /// Ends the portal's jobs that nobody looks after, and says how many: drafts and what is not collected, with what was
    /// searched for, after a shorter time than the others. What they have done stays known. One that cannot be ended does not
    /// keep the others from it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn end_jobs_left_alone(
        &self,
        member_id: &MemberId,
        (drafts, others): (UnixTime, UnixTime),
    ) -> Result<u64, StoreError> {
        let jobs: Vec<(i64, bool)> = sqlx::query_as(LEFT_ALONE)
            .bind(member_id.as_str())
            .bind(drafts.0)
            .bind(others.0)
            .bind(NO_ANSWERS)
            .fetch_all(&self.reader)
            .await?;
        let mut ended = 0;
        for (id, is_draft) in jobs {
            match self.end_left_alone(JobId(id), is_draft).await {
                Ok(job) => ended += u64::from(job.is_some()),
                Err(error) => tracing::error!(job.id = id, %error, "a job that was left alone was not ended"),
            }
            self.clock.sleep(PAUSE).await;
        }
        Ok(ended)
    }

    /// Forgets drafts that ended before that moment without having been confirmed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn drop_drafts(&self, before: UnixTime) -> Result<u64, StoreError> {
        self.drop_found(OLD_DRAFTS, None, before).await
    }

    /// Forgets the portal's jobs that ended before that moment and of whose contacts nothing is kept any more. A job that
    /// has created contacts again stays as long as the one that deleted them: it keeps them from being created twice.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn drop_jobs(&self, member_id: &MemberId, before: UnixTime) -> Result<u64, StoreError> {
        self.drop_found(OLD_JOBS, Some(member_id), before).await
    }

    async fn drop_found(
        &self,
        sql: &'static str,
        member_id: Option<&MemberId>,
        before: UnixTime,
    ) -> Result<u64, StoreError> {
        let (mut chunks, mut dropped) = (ChunkSizer::new(&self.clock), 0);
        loop {
            let most = chunks.begin();
            let jobs: Vec<i64> = sqlx::query_scalar(sql)
                .bind(member_id.map(MemberId::as_str))
                .bind(before.0)
                .bind(most)
                .fetch_all(&self.reader)
                .await?;
            if jobs.is_empty() {
                return Ok(dropped);
            }
            let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
            enqueue_jobs(&mut tx, &jobs, self.now()).await?;
            tx.commit().await?;
            let found = u64::try_from(jobs.len()).unwrap_or(u64::MAX);
            dropped += found;
            if !chunks.end(found).await {
                return Ok(dropped);
            }
        }
    }
}
