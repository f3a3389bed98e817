//! Which process works on which job. A lease is short and names one claim of one process. The process extends it
//! while the claim is active. Every write of a worker names its lease, so a worker that has lost the lease can write
//! nothing.

use std::time::Duration;

use super::row::JobRow;
use super::transition::{self, StateChange};
use crate::domain::clock::UnixTime;
use crate::domain::job::{Job, JobId, JobState, Transition};
use crate::store::item_rows::Interrupted;
use crate::store::{Store, StoreError};

/// The right to work on a job.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Lease {
    /// The job.
    pub job: JobId,
    /// The name of the claim that holds it. Every claim has its own name, also in the same process.
    pub owner: String,
}

/// What a worker reports besides outcomes. `None` keeps the stored value.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress {
    /// Contacts per second.
    pub rate: Option<f64>,
    /// Seconds until the end, as estimated.
    pub eta_seconds: Option<u32>,
    /// Refusals for missing rights since the last contact that was deleted or created.
    pub denied_in_a_row: Option<u32>,
    /// Whether the first few contacts are proved to be gone.
    pub is_canary_done: bool,
    /// Whether the portal answers. Then earlier setbacks do not count any more.
    pub is_answering: bool,
}

impl Store {
    /// Claims a job that is due and that no process works on. `attended` are the active claims of this process. Jobs
    /// that collect their set come first, then the job whose last change is the oldest. A user has one running job at
    /// a time.
    pub async fn claim_job(
        &self,
        owner: &str,
        attended: &[Lease],
        lease: Duration,
    ) -> Result<Option<Job>, StoreError> {
        let active: Vec<i64> = attended.iter().map(|lease| lease.job.0).collect();
        let active = serde_json::json!(active).to_string();
        let is_due: Option<i64> =
            sqlx::query_scalar(DUE).bind(self.now()).bind(&active).fetch_optional(&self.reader).await?;
        if is_due.is_none() {
            return Ok(None);
        }
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let due: Option<i64> =
            sqlx::query_scalar(DUE).bind(self.now()).bind(&active).fetch_optional(&mut *tx).await?;
        let Some(id) = due else { return Ok(None) };
        let Some(job) = transition::find(&mut tx, JobId(id)).await? else { return Ok(None) };
        let to = match job.state {
            _ if job.has_filter => JobState::Collecting,
            JobState::Queued | JobState::Waiting => JobState::Running,
            state => state,
        };
        let reason = job.reason.filter(|_| job.wants_cancel);
        let claimed = StateChange { reason, ..StateChange::plain(Transition::Claim, to) };
        if self.apply_transition(&mut tx, &job, claimed, None).await?.is_none() {
            return Ok(None);
        }
        let rows: Vec<JobRow> =
            sqlx::query_as("UPDATE jobs SET lease_owner = $2, lease_until = $3 WHERE id = $1 RETURNING *")
                .bind(id)
                .bind(owner)
                .bind(self.clock.now().plus(lease).0)
                .fetch_all(&mut *tx)
                .await?;
        tx.commit().await?;
        rows.into_iter().next().map(JobRow::read).transpose()
    }

    /// Extends leases.
    pub async fn extend_leases(&self, leases: &[Lease], by: Duration) -> Result<(), StoreError> {
        if leases.is_empty() {
            return Ok(());
        }
        let owners: Vec<&str> = leases.iter().map(|lease| lease.owner.as_str()).collect();
        let jobs: Vec<i64> = leases.iter().map(|lease| lease.job.0).collect();
        sqlx::query(
            "UPDATE jobs SET lease_until = $3 WHERE id IN (SELECT value FROM json_each($1))
               AND lease_owner IN (SELECT value FROM json_each($2))",
        )
        .bind(serde_json::json!(jobs).to_string())
        .bind(serde_json::json!(owners).to_string())
        .bind(self.clock.now().plus(by).0)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Freezes the set and deletes the filter. The job then waits for its confirmation or its turn.
    pub async fn freeze_job(
        &self,
        lease: &Lease,
        draft_until: UnixTime,
    ) -> Result<Result<(), Interrupted>, StoreError> {
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let Some(job) = transition::find_held(&mut tx, lease).await? else { return Ok(Err(Interrupted)) };
        let to = if job.is_draft { JobState::Draft } else { JobState::Queued };
        if self
            .apply_transition(&mut tx, &job, StateChange::plain(Transition::Freeze, to), None)
            .await?
            .is_none()
        {
            return Ok(Err(Interrupted));
        }
        sqlx::query(
            "UPDATE jobs SET filter = NULL, lease_owner = NULL, lease_until = NULL, setbacks = 0, faults = 0,
                 silent_since = NULL,
                 expires_at = CASE WHEN is_draft THEN $2 END, frozen_at = $3
             WHERE id = $1",
        )
        .bind(lease.job.0)
        .bind(draft_until.0)
        .bind(self.now())
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// Starts the verification under the same lease. Returns `None` if the lease is lost, or the job was cancelled or
    /// moved.
    pub async fn advance_job(&self, lease: &Lease) -> Result<Option<Job>, StoreError> {
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let held = transition::find_held(&mut tx, lease).await?;
        let Some(job) = held.filter(|job| !job.wants_cancel) else { return Ok(None) };
        let verifying = StateChange::plain(Transition::Verify, JobState::Verifying);
        let Some(job) = self.apply_transition(&mut tx, &job, verifying, None).await? else { return Ok(None) };
        tx.commit().await?;
        Ok(Some(job))
    }

    /// Deletes a job whose filter has found no contact, as if it had never been requested.
    pub async fn forget_held_job(&self, lease: &Lease) -> Result<Result<(), Interrupted>, StoreError> {
        let done = sqlx::query(
            "DELETE FROM jobs WHERE id = $1 AND lease_owner = $2 AND state = 'collecting' AND total = 0",
        )
        .bind(lease.job.0)
        .bind(&lease.owner)
        .execute(&self.writer)
        .await?;
        Ok(if done.rows_affected() == 1 { Ok(()) } else { Err(Interrupted) })
    }
}

/// Jobs that are due. Their user has no other running job; collecting and the rest of a single deletion only read, so
/// they do not count. No process holds a valid lease: an expired lease does not count. A lease that ends too late
/// does not count either: a clock wrote it that has since been set back. `$2`: the active claims of this process.
const DUE: &str = "SELECT id FROM jobs AS mine
    WHERE finished_at IS NULL AND state IN ('collecting', 'queued', 'running', 'waiting', 'verifying')
      AND (state <> 'waiting' OR resumes_at IS NULL OR resumes_at <= $1)
      AND (lease_owner IS NULL OR lease_until <= $1 OR lease_until > $1 + 60)
      AND id NOT IN (SELECT value FROM json_each($2))
      AND (filter IS NOT NULL OR is_single OR NOT EXISTS (
          SELECT 1 FROM jobs AS other
          WHERE other.member_id = mine.member_id AND other.user_id = mine.user_id AND other.id <> mine.id
            AND other.filter IS NULL AND NOT other.is_single AND other.state IN ('running', 'verifying')
            AND (other.lease_until > $1 OR other.id IN (SELECT value FROM json_each($2)))))
    ORDER BY (state = 'collecting') DESC, updated_at, id LIMIT 1";
