//! The rows of a job's contacts: SQL that several parts of the store share.

use sqlx::{Sqlite, Transaction};

use super::StoreError;
use crate::domain::ids::ContactId;
use crate::domain::job::JobId;

/// The lease is lost, a user has paused or cancelled the job, or a contact is no longer open. Nothing was saved, and
/// no call may be sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Interrupted;

pub(super) async fn insert_items(
    tx: &mut Transaction<'_, Sqlite>,
    job: JobId,
    ids: &[ContactId],
) -> Result<u64, StoreError> {
    const AT_A_TIME: usize = 5_000;
    let mut added = 0;
    for part in ids.chunks(AT_A_TIME) {
        let done = sqlx::query(
            "INSERT OR IGNORE INTO job_items (job_id, contact_id, outcome)
             SELECT $1, value, 'pending' FROM json_each($2)",
        )
        .bind(job.0)
        .bind(json_list(part))
        .execute(&mut **tx)
        .await?;
        added += done.rows_affected();
    }
    Ok(added)
}

/// Items whose contacts were deleted or may have been: some deletions never had a clear answer.
pub(super) const COUNTS_AS_DELETED: &str =
    "(outcome = 'deleted' OR outcome = 'failed' AND code = 'no_clear_answer')";

/// Deletes the copies of contacts that were certainly not deleted. A contact that is asked for keeps its copy. So
/// does an open contact with an earlier try, because a call whose answer was lost may still delete it.
pub(super) async fn drop_copies_among(
    tx: &mut Transaction<'_, Sqlite>,
    job: JobId,
    ids: &[ContactId],
) -> Result<(), StoreError> {
    let sql = format!(
        "DELETE FROM snapshots WHERE job_id = $1 AND contact_id IN
             (SELECT contact_id FROM job_items WHERE job_id = $1
                AND contact_id IN (SELECT value FROM json_each($2))
                AND NOT (coalesce({COUNTS_AS_DELETED}, 0) OR outcome = 'asked' OR outcome = 'pending' AND tries > 0))"
    );
    sqlx::query(sqlx::AssertSqlSafe(sql)).bind(job.0).bind(json_list(ids)).execute(&mut **tx).await?;
    Ok(())
}

pub(super) async fn add_to_counter(
    tx: &mut Transaction<'_, Sqlite>,
    job: JobId,
    outcome: &'static str,
    change: i64,
) -> Result<(), StoreError> {
    let sql = format!("UPDATE jobs SET {outcome} = {outcome} + $2 WHERE id = $1");
    sqlx::query(sqlx::AssertSqlSafe(sql)).bind(job.0).bind(change).execute(&mut **tx).await?;
    Ok(())
}

pub(super) fn json_list(ids: &[ContactId]) -> String {
    let numbers: Vec<u32> = ids.iter().map(|id| id.get()).collect();
    serde_json::json!(numbers).to_string()
}
