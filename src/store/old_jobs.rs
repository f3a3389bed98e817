//! Jobs whose time is over. They enter the removal queue in chunks. Their contacts are removed in chunks too, because
//! one job can have a hundred thousand.

use std::time::Duration;

use super::chunks::ChunkSizer;
use super::removal::enqueue_jobs;
use super::{Store, StoreError};
use crate::domain::clock::UnixTime;
use crate::domain::ids::MemberId;
use crate::domain::job::JobId;

/// Drafts of all portals (`$1` is NULL) that ended before `$2` and were never confirmed.
const OLD_DRAFTS: &str = "SELECT id FROM jobs
    WHERE $1 IS NULL AND started_at IS NULL AND finished_at < $2 AND member_id <> ':removed' LIMIT $3";
/// A portal's jobs that ended before `$2` and have no copies left. A restore is included only if its source job is
/// gone.
const OLD_JOBS: &str = "SELECT id FROM jobs WHERE member_id = $1 AND finished_at < $2
    AND NOT EXISTS (SELECT 1 FROM snapshots WHERE job_id = jobs.id)
    AND NOT EXISTS (SELECT 1 FROM jobs AS source WHERE source.id = jobs.source_job) LIMIT $3";

/// How long the writer is free after each job that was ended.
const PAUSE: Duration = Duration::from_millis(5);
/// Tries in a row without a usable answer. They are at least ten minutes apart, so this means about a month.
const NO_ANSWERS: u32 = 4_000;
/// A portal's unfinished jobs that nobody resumes: drafts created before `$2`, paused jobs with a filter that were
/// not changed since `$2`, other paused jobs that were not changed since `$3`, and waiting jobs after `$4` tries
/// without an answer.
const ABANDONED: &str = "SELECT id, is_draft FROM jobs WHERE member_id = $1 AND finished_at IS NULL AND (
        is_draft AND state IN ('collecting', 'paused', 'waiting') AND created_at < $2
        OR state = 'paused' AND updated_at < CASE WHEN filter IS NOT NULL THEN $2 ELSE $3 END
        OR state = 'waiting' AND setbacks >= $4)
    LIMIT 1000";

impl Store {
    /// Ends a portal's jobs that nobody resumes. Returns how many. Drafts and jobs with a filter end after a shorter
    /// time than others, and the filter is deleted. The outcomes of their contacts stay. If one job cannot be ended,
    /// the others still end.
    pub async fn end_abandoned_jobs(
        &self,
        member_id: &MemberId,
        (drafts, others): (UnixTime, UnixTime),
    ) -> Result<u64, StoreError> {
        let jobs: Vec<(i64, bool)> = sqlx::query_as(ABANDONED)
            .bind(member_id.as_str())
            .bind(drafts.0)
            .bind(others.0)
            .bind(NO_ANSWERS)
            .fetch_all(&self.reader)
            .await?;
        let mut ended = 0;
        for (id, is_draft) in jobs {
            match self.end_abandoned(JobId(id), is_draft).await {
                Ok(job) => ended += u64::from(job.is_some()),
                Err(error) => tracing::error!(job.id = id, %error, "a job that nobody resumes was not ended"),
            }
            self.clock.sleep(PAUSE).await;
        }
        Ok(ended)
    }

    /// Removes drafts that ended before `before` and were never confirmed. Returns how many.
    pub async fn drop_drafts(&self, before: UnixTime) -> Result<u64, StoreError> {
        self.drop_found(OLD_DRAFTS, None, before).await
    }

    /// Removes the portal's jobs that ended before `before` and have no copies left. Returns how many. A restore
    /// stays as long as the job that it restores, so that no contact is created twice.
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
