//! The queue of rows to remove, and their removal in chunks. The queue is in the database, so any process continues
//! it, also after a restart.

use sqlx::{Sqlite, Transaction};

use crate::domain::ids::MemberId;
use crate::store::{Store, StoreError, audit};

/// The portal that jobs in the removal queue belong to. No real portal can have this name, so no query of a portal
/// finds them.
pub(in crate::store) const REMOVAL_QUEUE: &str = ":removed";

/// Moves jobs to the removal queue, which hides them. Filters are deleted and leases end at once, so workers stop.
pub(in crate::store) async fn enqueue_jobs(
    tx: &mut Transaction<'_, Sqlite>,
    jobs: &[i64],
    now: i64,
) -> Result<(), StoreError> {
    if jobs.is_empty() {
        return Ok(());
    }
    create_queue_portal(tx, now).await?;
    sqlx::query(
        "UPDATE jobs SET member_id = $1, filter = NULL, impact = NULL, idempotency_key = NULL, lease_owner = NULL,
             lease_until = NULL, resumes_at = NULL, reason = NULL, updated_at = $2,
             state = CASE WHEN finished_at IS NULL THEN 'cancelled' ELSE state END,
             finished_at = coalesce(finished_at, $2)
         WHERE id IN (SELECT value FROM json_each($3))",
    )
    .bind(REMOVAL_QUEUE)
    .bind(now)
    .bind(serde_json::json!(jobs).to_string())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Creates the portal that jobs in the queue belong to.
pub(in crate::store) async fn create_queue_portal(
    tx: &mut Transaction<'_, Sqlite>,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO portals (member_id, endpoint, auth_server, status, licence, scope, generation, installed_at,
                              created_at, updated_at)
         VALUES ($1, '', '', 'removed', '', '', 0, $2, $2, $2) ON CONFLICT DO NOTHING",
    )
    .bind(REMOVAL_QUEUE)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Deletes that portal if no job is in the queue.
pub(in crate::store) async fn drop_queue_portal(tx: &mut Transaction<'_, Sqlite>) -> Result<(), StoreError> {
    sqlx::query(CLEAR).bind(REMOVAL_QUEUE).bind(1).execute(&mut **tx).await?;
    Ok(())
}

/// A portal's removal that is not complete.
#[derive(sqlx::FromRow)]
struct Removal {
    id: i64,
    member_id: String,
    requests_to: i64,
    audit_to: i64,
    keeps_audit: bool,
    audit_from: i64,
}

impl Store {
    /// Removes at most `rows` rows from the queue in one transaction. Returns how many; 0 means that nothing can be
    /// removed now.
    pub async fn remove_some(&self, rows: u32) -> Result<u64, StoreError> {
        let has_rows: bool = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM removals) OR EXISTS (SELECT 1 FROM portals WHERE member_id = $1)",
        )
        .bind(REMOVAL_QUEUE)
        .fetch_one(&self.reader)
        .await?;
        if !has_rows {
            return Ok(0);
        }
        let rows = u64::from(rows);
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        // A build whose time is over is no longer spared.
        sqlx::query("UPDATE jobs SET built_until = NULL WHERE built_until < $1")
            .bind(self.now())
            .execute(&mut *tx)
            .await?;
        // Jobs go first. At the end of a removal, kept lines of the audit are visible again. They must not lead to
        // contacts of removed jobs.
        let mut removed = remove_jobs(&mut tx, rows).await?;
        if removed < rows {
            let oldest: Option<Removal> = sqlx::query_as(
                "SELECT id, member_id, requests_to, audit_to, keeps_audit, audit_from FROM removals ORDER BY id LIMIT 1",
            )
            .fetch_optional(&mut *tx)
            .await?;
            if let Some(removal) = oldest {
                removed += remove_lines(&mut tx, &removal, rows - removed).await?;
            }
        }
        tx.commit().await?;
        Ok(removed)
    }
}

/// Runs a statement on rows of `$1`. The statement ends with the limit `$2`.
async fn run(
    tx: &mut Transaction<'_, Sqlite>,
    sql: &'static str,
    key: &str,
    most: u64,
) -> Result<u64, StoreError> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    Ok(sqlx::query(sql).bind(key).bind(most).execute(&mut **tx).await?.rows_affected())
}

/// Deletes the portal that jobs in the queue belong to, if there are no such jobs.
const CLEAR: &str = "DELETE FROM portals WHERE member_id = $1 AND $2 > 0
    AND NOT EXISTS (SELECT 1 FROM jobs WHERE member_id = $1)";

/// Removes jobs: first their copies, then their contacts, then the jobs. Otherwise deleting a job would delete all of
/// its rows in one transaction. Jobs that are being built are spared.
async fn remove_jobs(tx: &mut Transaction<'_, Sqlite>, most: u64) -> Result<u64, StoreError> {
    let mut removed = 0;
    for sql in [
        "DELETE FROM snapshots WHERE (job_id, contact_id) IN
             (SELECT snapshots.job_id, snapshots.contact_id FROM jobs CROSS JOIN snapshots
              WHERE jobs.member_id = $1 AND built_until IS NULL AND snapshots.job_id = jobs.id LIMIT $2)",
        "DELETE FROM job_items WHERE (job_id, contact_id) IN
             (SELECT job_items.job_id, job_items.contact_id FROM jobs CROSS JOIN job_items
              WHERE jobs.member_id = $1 AND built_until IS NULL AND job_items.job_id = jobs.id LIMIT $2)",
        "DELETE FROM jobs WHERE id IN (SELECT id FROM jobs WHERE member_id = $1 AND built_until IS NULL LIMIT $2)",
        CLEAR,
    ] {
        if removed < most {
            removed += run(tx, sql, REMOVAL_QUEUE, most - removed).await?;
        }
    }
    Ok(removed)
}

/// Removes a portal's log of calls and its audit. The removal ends with the last line.
async fn remove_lines(
    tx: &mut Transaction<'_, Sqlite>,
    removal: &Removal,
    most: u64,
) -> Result<u64, StoreError> {
    let limit = |removed: u64| i64::try_from(most - removed).unwrap_or(i64::MAX);
    let mut removed = sqlx::query(
        "DELETE FROM requests WHERE id IN
             (SELECT id FROM requests WHERE member_id = $1 AND id <= $2 ORDER BY id LIMIT $3)",
    )
    .bind(&removal.member_id)
    .bind(removal.requests_to)
    .bind(limit(0))
    .execute(&mut **tx)
    .await?
    .rows_affected();
    if removed < most {
        let key = MemberId::parse(&removal.member_id).ok_or(StoreError::Corrupt("removals"))?;
        removed += if removal.keeps_audit {
            let last =
                audit::forget_users(tx, &key, removal.audit_from, removal.audit_to, limit(removed)).await?;
            sqlx::query("UPDATE removals SET audit_from = max(audit_from, $2) WHERE id = $1")
                .bind(removal.id)
                .bind(last.number)
                .execute(&mut **tx)
                .await?;
            last.lines
        } else {
            audit::remove_lines(tx, &key, removal.audit_to, limit(removed)).await?
        };
    }
    if removed < most {
        removed += sqlx::query("DELETE FROM removals WHERE id = $1")
            .bind(removal.id)
            .execute(&mut **tx)
            .await?
            .rows_affected();
    }
    Ok(removed)
}
