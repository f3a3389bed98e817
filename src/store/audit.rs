//! The audit: who did what, when, and with which outcome. Contacts appear only as ids. Triggers in the database
//! refuse to change or delete rows. Only the upkeep in this module may do it: its transaction first names the portal
//! and the age of the rows.

use sqlx::{AssertSqlSafe, FromRow, SqliteConnection};

use super::chunks::ChunkSizer;
use super::item_rows::COUNTS_AS_DELETED;
use super::snapshots::IS_TAKEN_UP;
use super::{Store, StoreError};
use crate::domain::audit::{AuditAction, AuditEntry, AuditFilter, AuditLine};
use crate::domain::clock::UnixTime;
use crate::domain::ids::{ContactId, MemberId, UserId};
use crate::domain::job::JobId;

#[derive(FromRow)]
struct AuditRow {
    id: i64,
    user_id: Option<u32>,
    action: String,
    contact_id: Option<u32>,
    job_id: Option<i64>,
    job_number: Option<u32>,
    outcome: String,
    contact_outcome: Option<String>,
    is_restorable: bool,
    detail: Option<String>,
    request_id: String,
    created_at: i64,
}

impl Store {
    /// Adds an entry. Returns `false` if its installation is over.
    pub async fn insert_audit(&self, entry: &AuditEntry) -> Result<bool, StoreError> {
        let mut writer = self.writer.acquire().await?;
        insert(&mut writer, entry, self.now()).await
    }

    /// Deletes the portal's lines that are older than `before`. Returns how many.
    pub async fn shorten_audit(&self, member_id: &MemberId, before: UnixTime) -> Result<u64, StoreError> {
        let old: Option<i64> =
            sqlx::query_scalar("SELECT 1 FROM audit WHERE member_id = $1 AND created_at < $2 LIMIT 1")
                .bind(member_id.as_str())
                .bind(before.0)
                .fetch_optional(&self.reader)
                .await?;
        if old.is_none() {
            return Ok(0);
        }
        let (mut chunks, mut dropped) = (ChunkSizer::new(&self.clock), 0);
        loop {
            let most = chunks.begin();
            let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
            let done = shorten(&mut tx, member_id, before, most).await?;
            tx.commit().await?;
            dropped += done;
            if !chunks.end(done).await {
                return Ok(dropped);
            }
        }
    }

    /// The user who installed the app on the portal last.
    pub async fn find_installer(&self, member_id: &MemberId) -> Result<Option<UserId>, StoreError> {
        let user: Option<Option<u32>> = sqlx::query_scalar(
            "SELECT user_id FROM audit WHERE member_id = $1 AND action = $2 AND outcome = 'installed'
               AND id > (SELECT coalesce(max(audit_to), 0) FROM removals WHERE member_id = $1)
             ORDER BY id DESC LIMIT 1",
        )
        .bind(member_id.as_str())
        .bind(AuditAction::Install.as_str())
        .fetch_optional(&self.reader)
        .await?;
        Ok(user.flatten().and_then(UserId::new))
    }

    /// The newest matching lines that are older than line `after`, newest first. Lines in the removal queue are left
    /// out.
    pub async fn list_audit(
        &self,
        member_id: &MemberId,
        filter: &AuditFilter,
        after: Option<i64>,
        most: u32,
    ) -> Result<Vec<AuditLine>, StoreError> {
        let sql = format!(
            "SELECT id, user_id, action, contact_id, job_id, outcome, detail, request_id, created_at,
                    coalesce((SELECT number FROM jobs WHERE jobs.id = audit.job_id),
                             json_extract(detail, '$.number')) AS job_number,
                    (SELECT CASE WHEN item.outcome = 'pending'
                                 THEN coalesce((SELECT rest_as FROM jobs WHERE id = item.job_id), item.outcome)
                                 ELSE item.outcome END
                     FROM job_items item
                     WHERE item.job_id = audit.job_id AND item.contact_id = $7) AS contact_outcome,
                    action = $12 AND EXISTS (
                        SELECT 1 FROM snapshots
                        JOIN job_items ON job_items.job_id = snapshots.job_id
                                      AND job_items.contact_id = snapshots.contact_id AND {COUNTS_AS_DELETED}
                        WHERE snapshots.job_id = audit.job_id AND snapshots.contact_id = audit.contact_id
                          AND expires_at > $11)
                    AND NOT EXISTS (
                        SELECT 1 FROM jobs JOIN job_items AS theirs ON theirs.job_id = jobs.id
                        WHERE jobs.source_job = audit.job_id AND theirs.contact_id = audit.contact_id
                          AND {IS_TAKEN_UP}) AS is_restorable
             FROM audit
             WHERE member_id = $1 AND id > (SELECT coalesce(max(audit_to), 0) FROM removals WHERE member_id = $1)
               AND ($2 IS NULL OR id < $2) AND ($3 IS NULL OR user_id = $3) AND ($4 IS NULL OR action = $4)
               AND ($5 IS NULL OR created_at >= $5) AND ($6 IS NULL OR created_at < $6)
               AND ($7 IS NULL OR contact_id = $7 OR job_id IN (SELECT job_id FROM job_items WHERE contact_id = $7))
               AND ($9 IS NULL OR job_id = $9)
               AND ($10 IS NULL OR job_id = (SELECT id FROM jobs WHERE jobs.member_id = $1 AND number = $10)
                    OR json_extract(detail, '$.number') = $10)
             ORDER BY id DESC LIMIT $8",
        );
        let rows: Vec<AuditRow> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(member_id.as_str())
            .bind(after)
            .bind(filter.user.map(UserId::get))
            .bind(filter.action.map(AuditAction::as_str))
            .bind(filter.from.map(|moment| moment.0))
            .bind(filter.before.map(|moment| moment.0))
            .bind(filter.contact.map(ContactId::get))
            .bind(most)
            .bind(filter.job.map(|job| job.0))
            .bind(filter.number)
            .bind(self.now())
            .bind(AuditAction::DeleteContact.as_str())
            .fetch_all(&self.reader)
            .await?;
        rows.into_iter().map(read).collect()
    }
}

/// Adds an entry in the caller's transaction, if there is one. Nothing is added for an installation that is over: its
/// removal covers only the lines that existed when it began, so a later line would stay.
pub(super) async fn insert(
    writer: &mut SqliteConnection,
    entry: &AuditEntry,
    now: i64,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO audit (member_id, user_id, action, contact_id, job_id, outcome, detail, request_id, created_at)
         SELECT member_id, $2, $3, $4, $5, $6, $7, $8, $9
         FROM portals WHERE member_id = $1 AND status <> 'removed' AND ($10 IS NULL OR generation = $10)",
    )
    .bind(entry.principal.member_id.as_str())
    .bind(entry.principal.user_id.get())
    .bind(entry.action.as_str())
    .bind(entry.contact_id.map(ContactId::get))
    .bind(entry.job_id.map(|job| job.0))
    .bind(entry.outcome)
    .bind(entry.detail.as_ref().map(ToString::to_string))
    .bind(&entry.request_id)
    .bind(now)
    .bind(entry.generation)
    .execute(writer)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Deletes some of the portal's lines that are older than `before`. Returns how many.
async fn shorten(
    writer: &mut SqliteConnection,
    member_id: &MemberId,
    before: UnixTime,
    most: u32,
) -> Result<u64, StoreError> {
    begin_upkeep(writer, member_id, before).await?;
    let done = sqlx::query(
        "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE member_id = $1 AND created_at < $2 LIMIT $3)",
    )
    .bind(member_id.as_str())
    .bind(before.0)
    .bind(most)
    .execute(&mut *writer)
    .await?;
    end_upkeep(writer, member_id).await?;
    Ok(done.rows_affected())
}

/// Deletes some of the portal's lines up to number `to`, the oldest first. Returns how many.
pub(super) async fn remove_lines(
    writer: &mut SqliteConnection,
    member_id: &MemberId,
    to: i64,
    most: i64,
) -> Result<u64, StoreError> {
    begin_upkeep(writer, member_id, UnixTime(i64::MAX)).await?;
    let done = sqlx::query(
        "DELETE FROM audit WHERE id IN
             (SELECT id FROM audit WHERE member_id = $1 AND id <= $2 ORDER BY id LIMIT $3)",
    )
    .bind(member_id.as_str())
    .bind(to)
    .bind(most)
    .execute(&mut *writer)
    .await?;
    end_upkeep(writer, member_id).await?;
    Ok(done.rows_affected())
}

/// How far [`forget_users`] has come.
pub(super) struct UpkeepProgress {
    /// How many lines were changed.
    pub(super) lines: u64,
    /// The number of the last one.
    pub(super) number: i64,
}

/// Removes the users from some of the portal's lines between two numbers: the users who acted, and the users that
/// settings name.
pub(super) async fn forget_users(
    writer: &mut SqliteConnection,
    member_id: &MemberId,
    after: i64,
    to: i64,
    most: i64,
) -> Result<UpkeepProgress, StoreError> {
    begin_upkeep(writer, member_id, UnixTime(i64::MAX)).await?;
    let changed: Vec<i64> = sqlx::query_scalar(
        "UPDATE audit SET user_id = NULL,
                detail = json_remove(detail, '$.before.chosen_users', '$.after.chosen_users')
         WHERE id IN (SELECT id FROM audit WHERE member_id = $1 AND id > $2 AND id <= $3 ORDER BY id LIMIT $4)
         RETURNING id",
    )
    .bind(member_id.as_str())
    .bind(after)
    .bind(to)
    .bind(most)
    .fetch_all(&mut *writer)
    .await?;
    end_upkeep(writer, member_id).await?;
    let lines = u64::try_from(changed.len()).unwrap_or(u64::MAX);
    Ok(UpkeepProgress { lines, number: changed.into_iter().max().unwrap_or(after) })
}

async fn begin_upkeep(
    writer: &mut SqliteConnection,
    member_id: &MemberId,
    before: UnixTime,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO audit_upkeep (member_id, before) VALUES ($1, $2)")
        .bind(member_id.as_str())
        .bind(before.0)
        .execute(writer)
        .await?;
    Ok(())
}

async fn end_upkeep(writer: &mut SqliteConnection, member_id: &MemberId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM audit_upkeep WHERE member_id = $1")
        .bind(member_id.as_str())
        .execute(writer)
        .await?;
    Ok(())
}

fn read(row: AuditRow) -> Result<AuditLine, StoreError> {
    const UNREADABLE: StoreError = StoreError::Corrupt("audit");
    let detail = row.detail.map(|detail| serde_json::from_str(&detail)).transpose();
    Ok(AuditLine {
        id: row.id,
        created_at: UnixTime(row.created_at),
        user_id: row.user_id.and_then(UserId::new),
        action: row.action,
        contact_id: row.contact_id.and_then(ContactId::new),
        job_id: row.job_id.map(JobId),
        job_number: row.job_number,
        outcome: row.outcome,
        contact_outcome: row.contact_outcome,
        is_restorable: row.is_restorable,
        detail: detail.map_err(|_unreadable| UNREADABLE)?,
        request_id: row.request_id,
    })
}
