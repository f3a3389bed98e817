//! Which process works on which job. A lease is short, names one claim of one process, and is renewed while that claim is
//! attended; everything that a worker writes says under which lease, so that one which lost it can write nothing any more.

use std::time::Duration;

use super::row::JobRow;
use super::transition::{self, StateChange};
use crate::domain::clock::UnixTime;
use crate::domain::job::{Job, JobId, JobState, Transition};
use crate::store::items::Interrupted;
use crate::store::{Store, StoreError};

/// The right to work on a job.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Lease {
    /// The job.
    pub job: JobId,
    /// The claim that holds it: no two have the same name, not even of one process.
    pub owner: String,
}

/// What a worker reports besides outcomes; `None` leaves a column as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress {
    /// Contacts a second.
    pub rate: Option<f64>,
    /// Seconds to the end.
    pub eta_seconds: Option<u32>,
    /// Refusals for lack of rights since the last contact that was deleted or created.
    pub denied_in_a_row: Option<u32>,
    /// The first few are proved to be gone.
    pub is_canary_done: bool,
    /// The portal answers: earlier setbacks do not count any more.
    pub is_answering: bool,
}

impl Store {
    /// Claims the oldest job that is due and that no process works on, this one included: it names its active claims. One job of a user at a time.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn claim_job(
        &self,
        owner: &str,
        attended: &[Lease],
        lease: Duration,
    ) -> Result<Option<Job>, StoreError> {
        let here: Vec<i64> = attended.iter().map(|lease| lease.job.0).collect();
        let here = serde_json::json!(here).to_string();
        let is_due: Option<i64> =
            sqlx::query_scalar(DUE).bind(self.now()).bind(&here).fetch_optional(&self.reader).await?;
        if is_due.is_none() {
            return Ok(None);
        }
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let due: Option<i64> =
            sqlx::query_scalar(DUE).bind(self.now()).bind(&here).fetch_optional(&mut *tx).await?;
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

    /// Holds leases for longer.
    ///
    /// # Errors
    /// When the database does not answer.
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

    /// The set is frozen: what it was collected from is forgotten, and the job waits for its confirmation or its turn.
    ///
    /// # Errors
    /// When the database does not answer.
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

    /// Goes on to the reading back under the same lease. `None` when the lease is lost or a person moved the job.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn advance_job(&self, lease: &Lease) -> Result<Option<Job>, StoreError> {
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let held = transition::find_held(&mut tx, lease).await?;
        let Some(job) = held.filter(|job| !job.wants_cancel) else { return Ok(None) };
        let verifying = StateChange::plain(Transition::Verify, JobState::Verifying);
        let Some(job) = self.apply_transition(&mut tx, &job, verifying, None).await? else { return Ok(None) };
        tx.commit().await?;
        Ok(Some(job))
    }

    /// Takes a job back whose filter has found nobody, as if it had never been asked for.
    ///
    /// # Errors
    /// When the database does not answer.
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

/// A job that is due: its user has no other one at work (collecting is only reading, and so is what is left of a
/// single deletion), and nobody holds it: a lease that has
/// run out counts for nothing, whoever wrote it. A lease that ends later than any could was written by a clock that has
/// since been set back. `$2`: the active claims of this process.
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
