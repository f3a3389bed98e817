//! The only place that changes the state of a job. It allows the transitions in the domain's table, and adds the end
//! of a job to the audit in the same transaction.

use sqlx::{Sqlite, SqliteConnection, Transaction};

use super::Lease;
use super::row::JobRow;
use crate::domain::audit::AuditEntry;
use crate::domain::clock::UnixTime;
use crate::domain::job::{Job, JobId, JobState, Reason, Transition};
use crate::store::removal::REMOVAL_QUEUE;
use crate::store::{Store, StoreError, audit};

/// A change of state.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) struct StateChange {
    pub(in crate::store) by: Transition,
    pub(in crate::store) to: JobState,
    pub(in crate::store) reason: Option<Reason>,
    pub(in crate::store) resumes_at: Option<UnixTime>,
}

impl StateChange {
    /// A change to a state, without a reason.
    pub(in crate::store) fn plain(by: Transition, to: JobState) -> Self {
        Self { by, to, reason: None, resumes_at: None }
    }
}

/// The job as the transaction sees it. Jobs in the removal queue are not found.
pub(super) async fn find(connection: &mut SqliteConnection, id: JobId) -> Result<Option<Job>, StoreError> {
    let row: Option<JobRow> = sqlx::query_as("SELECT * FROM jobs WHERE id = $1 AND member_id <> $2")
        .bind(id.0)
        .bind(REMOVAL_QUEUE)
        .fetch_optional(connection)
        .await?;
    row.map(JobRow::read).transpose()
}

/// The same, if the lease still holds the job.
pub(in crate::store) async fn find_held(
    connection: &mut SqliteConnection,
    lease: &Lease,
) -> Result<Option<Job>, StoreError> {
    let row: Option<JobRow> = sqlx::query_as("SELECT * FROM jobs WHERE id = $1 AND lease_owner = $2")
        .bind(lease.job.0)
        .bind(&lease.owner)
        .fetch_optional(connection)
        .await?;
    row.map(JobRow::read).transpose()
}

/// Gives a job its number when it is queued. A single deletion is never queued. It gets its number at its end,
/// because its job is deleted if the contact was not.
pub(super) async fn number(tx: &mut Transaction<'_, Sqlite>, job: Job) -> Result<Job, StoreError> {
    let is_counted = job.state == JobState::Queued || job.is_single && job.state.is_final();
    if job.number.is_some() || !is_counted {
        return Ok(job);
    }
    let sql =
        "UPDATE portals SET jobs_numbered = jobs_numbered + 1 WHERE member_id = $1 RETURNING jobs_numbered";
    let number: u32 =
        sqlx::query_scalar(sql).bind(job.principal.member_id.as_str()).fetch_one(&mut **tx).await?;
    sqlx::query("UPDATE jobs SET number = $2 WHERE id = $1")
        .bind(job.id.0)
        .bind(number)
        .execute(&mut **tx)
        .await?;
    Ok(Job { number: Some(number), ..job })
}

impl Store {
    /// Moves a job that the transaction has read. Returns `None` and changes nothing if the table does not allow the
    /// transition. `set` is the fingerprint that the audit gets when the job ends. Of a draft that ends, only the
    /// number of its contacts stays.
    ///
    /// The owner is notified when a job ends, when it pauses without a user's action, and when a calendar has
    /// prepared a draft. The owner is not notified when a user has cancelled the job or when a job with one contact
    /// ends.
    pub(super) async fn apply_transition(
        &self,
        tx: &mut Transaction<'_, Sqlite>,
        job: &Job,
        step: StateChange,
        set: Option<&str>,
    ) -> Result<Option<Job>, StoreError> {
        if !step.by.allows(job.state, step.to) {
            return Ok(None);
        }
        let rows: Vec<JobRow> = sqlx::query_as(
            "UPDATE jobs SET state = $2, reason = $3, resumes_at = $4, updated_at = $5,
                 paused_at = CASE WHEN $2 = 'paused' THEN $5 END, paused_by = NULL,
                 finished_at = CASE WHEN $6 THEN $5 END, filter = CASE WHEN $6 THEN NULL ELSE filter END,
                 sheds_items = $6 AND is_draft,
                 tells = CASE WHEN $2 = 'draft' THEN saved_filter IS NOT NULL AND looked_set IS NULL
                              WHEN $2 = 'paused' THEN NOT is_draft AND number IS NOT NULL AND coalesce($3, '') <> 'by_user'
                              WHEN $6 THEN NOT is_draft AND number IS NOT NULL AND total > 1 AND ($2 <> 'cancelled' OR $3 IS NOT NULL)
                              ELSE 0 END,
                 cancelled = CASE WHEN $6 AND is_draft AND $2 = 'cancelled' THEN total ELSE cancelled END,
                 failed = CASE WHEN $6 AND is_draft AND $2 = 'failed' THEN total ELSE failed END
             WHERE id = $1 RETURNING *",
        )
        .bind(job.id.0)
        .bind(step.to.as_str())
        .bind(step.reason.map(Reason::as_str))
        .bind(step.resumes_at.map(|at| at.0))
        .bind(self.now())
        .bind(step.to.is_final())
        .fetch_all(&mut **tx)
        .await?;
        let Some(row) = rows.into_iter().next() else { return Ok(None) };
        let moved = Some(number(tx, row.read()?).await?);
        if let Some(ended) = moved.as_ref().filter(|job| job.state.is_final()) {
            let entry = match Self::find_single(tx, ended).await? {
                Some((contact, outcome)) => AuditEntry::of_single(ended, contact, outcome),
                None => AuditEntry::of_end(ended, set),
            };
            audit::insert(tx, &entry, self.now()).await?;
        }
        Ok(moved)
    }

    /// The fingerprint of a job's set, if the set was confirmed. It takes long, so it is read before the transaction
    /// that ends the job. A confirmed set does not change.
    pub(super) async fn set_of(&self, id: JobId) -> Result<Option<String>, StoreError> {
        let was_confirmed: Option<bool> =
            sqlx::query_scalar("SELECT started_at IS NOT NULL FROM jobs WHERE id = $1")
                .bind(id.0)
                .fetch_optional(&self.reader)
                .await?;
        if was_confirmed == Some(true) { self.fingerprint(id).await.map(Some) } else { Ok(None) }
    }
}
