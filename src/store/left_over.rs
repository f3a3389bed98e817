//! Contacts that are still open when their job ends or is cancelled. Their outcome is saved in the job's row and
//! counters at once. Their own rows can be a hundred thousand, so they follow in chunks, and other writes wait only
//! briefly. Until then, readers get the outcome from the job's row.

use sqlx::{Sqlite, Transaction};

use super::item_rows::{add_to_counter, drop_copies_among};
use super::removal::REMOVAL_QUEUE;
use super::{Store, StoreError};
use crate::domain::ids::ContactId;
use crate::domain::job::{ItemCode, Job, JobId, Outcome};

/// Contacts updated in one transaction.
const CHUNK: usize = 500;

/// The code of contacts that were left over with this outcome.
pub(super) fn code(outcome: Outcome) -> Option<ItemCode> {
    (outcome == Outcome::Failed).then_some(ItemCode::JobFailed)
}

/// Gives all open contacts of a job that the transaction has read one outcome: `Cancelled` or `Failed`. Returns how
/// many other contacts are asked for and have no clear answer yet.
pub(super) async fn set_left_over_outcome(
    tx: &mut Transaction<'_, Sqlite>,
    job: &Job,
    outcome: Outcome,
    now: i64,
) -> Result<i64, StoreError> {
    let asked: i64 =
        sqlx::query_scalar("SELECT count(*) FROM job_items WHERE job_id = $1 AND outcome = 'asked'")
            .bind(job.id.0)
            .fetch_one(&mut **tx)
            .await?;
    let open = i64::from(job.counts.pending()) - asked;
    if open > 0 {
        add_to_counter(tx, job.id, outcome.as_str(), open).await?;
        sqlx::query("UPDATE jobs SET rest_as = $2, rest_at = $3 WHERE id = $1")
            .bind(job.id.0)
            .bind(outcome.as_str())
            .bind(now)
            .execute(&mut **tx)
            .await?;
        close_some_items(tx, job.id).await?;
    }
    Ok(asked)
}

/// Ends all contacts of a job that cannot continue.
pub(super) async fn give_up(tx: &mut Transaction<'_, Sqlite>, job: &Job, now: i64) -> Result<(), StoreError> {
    set_left_over_outcome(tx, job, Outcome::Failed, now).await?;
    // Only contacts of calls in flight, so they are few.
    let asked: Vec<u32> = sqlx::query_scalar(
        "UPDATE job_items SET outcome = 'failed', code = $2, settled_at = $3
         WHERE job_id = $1 AND outcome = 'asked' RETURNING contact_id",
    )
    .bind(job.id.0)
    .bind(ItemCode::NoClearAnswer.as_str())
    .bind(now)
    .fetch_all(&mut **tx)
    .await?;
    add_to_counter(tx, job.id, "failed", i64::try_from(asked.len()).unwrap_or(i64::MAX)).await?;
    drop_copies_among(tx, job.id, &read(asked)).await
}

/// Saves the outcome of some contacts that a job has left over.
async fn close_some_items(tx: &mut Transaction<'_, Sqlite>, job: JobId) -> Result<(), StoreError> {
    let rest: Option<(String, i64)> =
        sqlx::query_as("SELECT rest_as, rest_at FROM jobs WHERE id = $1 AND rest_as IS NOT NULL")
            .bind(job.0)
            .fetch_optional(&mut **tx)
            .await?;
    let Some((outcome, at)) = rest else { return Ok(()) };
    let why = Outcome::parse(&outcome).and_then(code);
    let settled: Vec<u32> = sqlx::query_scalar(
        "UPDATE job_items SET outcome = $3, code = $4, settled_at = $5
         WHERE job_id = $1 AND contact_id IN
             (SELECT contact_id FROM job_items WHERE job_id = $1 AND outcome = 'pending' LIMIT $2)
         RETURNING contact_id",
    )
    .bind(job.0)
    .bind(i64::try_from(CHUNK).unwrap_or(i64::MAX))
    .bind(outcome)
    .bind(why.map(ItemCode::as_str))
    .bind(at)
    .fetch_all(&mut **tx)
    .await?;
    let is_all = settled.len() < CHUNK;
    drop_copies_among(tx, job, &read(settled)).await?;
    if is_all {
        sqlx::query("UPDATE jobs SET rest_as = NULL, rest_at = NULL WHERE id = $1")
            .bind(job.0)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

fn read(ids: Vec<u32>) -> Vec<ContactId> {
    ids.into_iter().filter_map(ContactId::new).collect()
}

impl Store {
    /// Saves the outcome of some contacts that a job has left over. Returns `false` if no job has any.
    pub async fn close_left_over_items(&self) -> Result<bool, StoreError> {
        let job: Option<i64> =
            sqlx::query_scalar("SELECT id FROM jobs WHERE rest_as IS NOT NULL AND member_id <> $1 LIMIT 1")
                .bind(REMOVAL_QUEUE)
                .fetch_optional(&self.reader)
                .await?;
        let Some(job) = job else { return Ok(false) };
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        close_some_items(&mut tx, JobId(job)).await?;
        tx.commit().await?;
        Ok(true)
    }
}
