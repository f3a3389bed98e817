//! Which process works on which job. A lease is short and renewed while the process lives; everything that a worker
//! writes says under which lease, so that one which lost it can write nothing any more.

use std::time::Duration;

use super::row::JobRow;
use crate::domain::clock::UnixTime;
use crate::domain::job::{Job, JobId, JobState, Reason};
use crate::store::{Store, StoreError};

/// The right to work on a job.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lease {
    /// The job.
    pub job: JobId,
    /// The process that holds it.
    pub owner: String,
}

/// What a worker reports besides outcomes; `None` leaves a column as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress {
    /// Contacts a second.
    pub rate: Option<f64>,
    /// Seconds to the end.
    pub eta_seconds: Option<u32>,
    /// Refusals since the last contact that was not refused.
    pub denied_in_a_row: Option<u32>,
    /// The first few are proved to be gone.
    pub is_canary_done: bool,
    /// The portal answers: earlier setbacks do not count any more.
    pub is_answering: bool,
}

impl Store {
    /// Takes the oldest job that is due and that no living process works on. One job of a user at a time.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn claim_job(&self, owner: &str, lease: Duration) -> Result<Option<Job>, StoreError> {
        let is_due: Option<i64> =
            sqlx::query_scalar(DUE).bind(self.now()).bind(owner).fetch_optional(&self.reader).await?;
        if is_due.is_none() {
            return Ok(None);
        }
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let due: Option<i64> =
            sqlx::query_scalar(DUE).bind(self.now()).bind(owner).fetch_optional(&mut *tx).await?;
        let Some(id) = due else { return Ok(None) };
        let rows: Vec<JobRow> = sqlx::query_as(
            "UPDATE jobs SET lease_owner = $2, lease_until = $3, updated_at = $4,
                 state = CASE WHEN filter IS NOT NULL THEN 'collecting'
                              WHEN state IN ('queued', 'waiting') THEN 'running' ELSE state END,
                 reason = CASE WHEN wants_cancel THEN reason END, resumes_at = NULL
             WHERE id = $1 RETURNING *",
        )
        .bind(id)
        .bind(owner)
        .bind(self.clock.now().plus(lease).0)
        .bind(self.now())
        .fetch_all(&mut *tx)
        .await?;
        tx.commit().await?;
        rows.into_iter().next().map(JobRow::read).transpose()
    }

    /// Holds all leases of a process for longer.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn extend_leases(&self, owner: &str, lease: Duration) -> Result<(), StoreError> {
        sqlx::query("UPDATE jobs SET lease_until = $2 WHERE lease_owner = $1")
            .bind(owner)
            .bind(self.clock.now().plus(lease).0)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Gives a job back in a state; unless a person has moved it meanwhile, who is obeyed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn release_job(
        &self,
        lease: &Lease,
        to: JobState,
        reason: Option<Reason>,
        resumes_at: Option<UnixTime>,
    ) -> Result<Option<Job>, StoreError> {
        let rows: Vec<JobRow> = sqlx::query_as(
            "UPDATE jobs SET lease_owner = NULL, lease_until = NULL, updated_at = $6,
                 state = CASE WHEN state IN ('running', 'verifying', 'collecting') THEN $3 ELSE state END,
                 reason = CASE WHEN state IN ('running', 'verifying', 'collecting') THEN $4 ELSE reason END,
                 resumes_at = CASE WHEN state IN ('running', 'verifying', 'collecting') THEN $5 END,
                 setbacks = setbacks + $7,
                 finished_at = CASE WHEN $3 IN ('done', 'cancelled', 'failed')
                                         AND state IN ('running', 'verifying', 'collecting')
                                    THEN $6 ELSE finished_at END,
                 eta_seconds = CASE WHEN $3 = 'running' THEN eta_seconds END
             WHERE id = $1 AND lease_owner = $2 RETURNING *",
        )
        .bind(lease.job.0)
        .bind(&lease.owner)
        .bind(to.as_str())
        .bind(reason.map(Reason::as_str))
        .bind(resumes_at.map(|at| at.0))
        .bind(self.now())
        .bind(reason.is_some_and(Reason::is_setback))
        .fetch_all(&self.writer)
        .await?;
        rows.into_iter().next().map(JobRow::read).transpose()
    }

    /// The set is frozen: what it was collected from is forgotten, and the job waits for its confirmation or its turn.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn freeze_job(&self, lease: &Lease, draft_until: UnixTime) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE jobs SET filter = NULL, lease_owner = NULL, lease_until = NULL, reason = NULL, updated_at = $3,
                 expires_at = CASE WHEN is_draft THEN $4 END, setbacks = 0,
                 state = CASE WHEN state <> 'collecting' THEN state WHEN is_draft THEN 'draft' ELSE 'queued' END
             WHERE id = $1 AND lease_owner = $2",
        )
        .bind(lease.job.0)
        .bind(&lease.owner)
        .bind(self.now())
        .bind(draft_until.0)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Goes on to another stage under the same lease. `None` when the lease is lost or a person moved the job.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn advance_job(&self, lease: &Lease, to: JobState) -> Result<Option<Job>, StoreError> {
        let rows: Vec<JobRow> = sqlx::query_as(
            "UPDATE jobs SET state = $3, updated_at = $4
             WHERE id = $1 AND lease_owner = $2 AND wants_cancel = 0 AND state IN ('running', 'verifying')
             RETURNING *",
        )
        .bind(lease.job.0)
        .bind(&lease.owner)
        .bind(to.as_str())
        .bind(self.now())
        .fetch_all(&self.writer)
        .await?;
        rows.into_iter().next().map(JobRow::read).transpose()
    }
}

/// A job that is due: its user has no other one at work (collecting is only reading), and no living process holds it;
/// what this process holds is at work here. A lease that ends later than any could was written by a clock that has since
/// been set back.
const DUE: &str = "SELECT id FROM jobs AS mine
    WHERE state IN ('collecting', 'queued', 'running', 'waiting', 'verifying')
      AND (state <> 'waiting' OR resumes_at IS NULL OR resumes_at <= $1)
      AND (lease_owner IS NULL OR (lease_owner <> $2 AND (lease_until <= $1 OR lease_until > $1 + 60)))
      AND (filter IS NOT NULL OR NOT EXISTS (
          SELECT 1 FROM jobs AS other
          WHERE other.member_id = mine.member_id AND other.user_id = mine.user_id AND other.id <> mine.id
            AND other.filter IS NULL AND other.state IN ('running', 'verifying')
            AND (other.lease_owner = $2 OR other.lease_until > $1)))
    ORDER BY (state = 'collecting') DESC, updated_at, id LIMIT 1";
