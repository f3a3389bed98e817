//! The contacts of jobs. They are read in pages, so memory does not grow with the size of a job. The outcomes of a
//! batch and the job's counters are saved in one transaction.

use std::collections::HashMap;

use sqlx::{FromRow, Sqlite, Transaction};

pub use super::item_rows::Interrupted;
use super::item_rows::{add_to_counter, drop_copies_among, insert_items, json_list};
use super::jobs::transition::find_held;
use super::jobs::{JobRow, Lease, Progress};
use super::portal_words as words;
use super::seal::Seal;
use super::{Store, StoreError, left_over};
use crate::domain::clock::UnixTime;
use crate::domain::ids::ContactId;
use crate::domain::job::{Item, ItemCode, Job, JobId, JobState, Outcome, OutcomeUpdate, RefusedAs};

#[derive(FromRow)]
struct ItemRow {
    contact_id: u32,
    outcome: String,
    code: Option<String>,
    new_id: Option<u32>,
    twin_id: Option<u32>,
    claimed_id: Option<u32>,
    asked_at: Option<i64>,
    settled_at: Option<i64>,
    refused_as: Option<String>,
    portal_words: Option<Vec<u8>>,
    rest_as: Option<String>,
    rest_at: Option<i64>,
}

/// The columns of an [`ItemRow`]. `$1` is the job.
const COLUMNS: &str =
    "contact_id, outcome, code, new_id, twin_id, claimed_id, asked_at, settled_at, refused_as, portal_words,
    (SELECT rest_as FROM jobs WHERE id = $1) AS rest_as, (SELECT rest_at FROM jobs WHERE id = $1) AS rest_at";

impl ItemRow {
    fn read(self, job: JobId, seal: &Seal) -> Result<Item, StoreError> {
        const UNREADABLE: StoreError = StoreError::Corrupt("job_items");
        let contact_id = ContactId::new(self.contact_id).ok_or(UNREADABLE)?;
        let written = Outcome::parse(&self.outcome).ok_or(UNREADABLE)?;
        let rest = self.rest_as.as_deref().and_then(Outcome::parse).filter(|_| written == Outcome::Pending);
        Ok(Item {
            contact_id,
            outcome: rest.unwrap_or(written),
            code: rest.map_or_else(|| self.code.as_deref().and_then(ItemCode::parse), left_over::code),
            new_id: self.new_id.and_then(ContactId::new),
            twin_id: self.twin_id.and_then(ContactId::new),
            was_confirmed: self.claimed_id.is_some(),
            asked_at: self.asked_at.map(UnixTime),
            settled_at: rest.map_or(self.settled_at, |_| self.rest_at).map(UnixTime),
            refused_as: self.refused_as.as_deref().and_then(RefusedAs::parse),
            portal_words: self.portal_words.and_then(|sealed| words::open(seal, job, contact_id, &sealed)),
        })
    }
}

/// The outcomes that a job counts. Each is also the name of a column.
const COUNTED: [&str; 7] = ["deleted", "gone", "denied", "protected", "failed", "cancelled", "restored"];

/// How many of the named contacts have each outcome, as the job counts them.
async fn count_outcomes(
    tx: &mut Transaction<'_, Sqlite>,
    job: JobId,
    ids: &[ContactId],
) -> Result<HashMap<String, i64>, StoreError> {
    let counts: Vec<(String, i64)> = sqlx::query_as(
        "SELECT CASE WHEN outcome = 'pending' THEN coalesce((SELECT rest_as FROM jobs WHERE id = $1), outcome)
                     ELSE outcome END AS counted, count(*) FROM job_items
         WHERE job_id = $1 AND contact_id IN (SELECT value FROM json_each($2)) GROUP BY counted",
    )
    .bind(job.0)
    .bind(json_list(ids))
    .fetch_all(&mut **tx)
    .await?;
    Ok(counts.into_iter().collect())
}

impl Store {
    /// Adds collected contacts to the set. Saves how many of the found contacts were excepted, and how far the
    /// collecting has come. Returns the size of the set.
    pub async fn collect_items(
        &self,
        lease: &Lease,
        ids: &[ContactId],
        excepted: u32,
        cursor: ContactId,
    ) -> Result<Result<u32, Interrupted>, StoreError> {
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let held = find_held(&mut tx, lease).await?;
        if held.is_none_or(|job| job.state != JobState::Collecting) {
            return Ok(Err(Interrupted));
        }
        let added = insert_items(&mut tx, lease.job, ids).await?;
        let total: u32 = sqlx::query_scalar(
            "UPDATE jobs SET total = total + $2, cursor = $3, updated_at = $4, faults = 0, excepted = excepted + $5
             WHERE id = $1 RETURNING total",
        )
        .bind(lease.job.0)
        .bind(i64::try_from(added).unwrap_or(i64::MAX))
        .bind(cursor.get())
        .bind(self.now())
        .bind(excepted)
        .fetch_one(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(Ok(total))
    }

    /// Contacts with one of these outcomes (an empty list means all) after an id, in ascending order.
    pub async fn find_items(
        &self,
        job: JobId,
        outcomes: &[Outcome],
        after: Option<ContactId>,
        limit: u32,
    ) -> Result<Vec<Item>, StoreError> {
        let mut found = Vec::new();
        for outcome in outcomes {
            found.extend(self.find_items_of(job, Some(*outcome), after, limit).await?);
        }
        if outcomes.is_empty() {
            return self.find_items_of(job, None, after, limit).await;
        }
        found.sort_unstable_by_key(|item| item.contact_id);
        found.truncate(limit as usize);
        Ok(found)
    }

    /// The named contacts of a job, in ascending order.
    pub(super) async fn find_named_items(
        &self,
        job: JobId,
        ids: &[ContactId],
    ) -> Result<Vec<Item>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM job_items
             WHERE job_id = $1 AND contact_id IN (SELECT value FROM json_each($2)) ORDER BY contact_id"
        );
        let rows: Vec<ItemRow> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(job.0)
            .bind(json_list(ids))
            .fetch_all(&self.reader)
            .await?;
        rows.into_iter().map(|row| row.read(job, &self.seal)).collect()
    }

    async fn find_items_of(
        &self,
        job: JobId,
        outcome: Option<Outcome>,
        after: Option<ContactId>,
        limit: u32,
    ) -> Result<Vec<Item>, StoreError> {
        // Two statements, so that the one for an outcome can use its index. A contact that a job has left over counts
        // with the outcome in the job's row, even if its own row does not have it yet.
        let sql = match outcome {
            Some(_) => format!(
                "SELECT * FROM (SELECT {COLUMNS} FROM job_items
                     WHERE job_id = $1 AND contact_id > $2 AND outcome = $4
                       AND ($4 <> 'pending' OR (SELECT rest_as FROM jobs WHERE id = $1) IS NULL)
                     ORDER BY contact_id LIMIT $3)
                 UNION ALL SELECT * FROM (SELECT {COLUMNS} FROM job_items
                     WHERE job_id = $1 AND contact_id > $2 AND outcome = 'pending'
                       AND $4 = (SELECT rest_as FROM jobs WHERE id = $1)
                     ORDER BY contact_id LIMIT $3)
                 ORDER BY contact_id LIMIT $3"
            ),
            None => format!(
                "SELECT {COLUMNS} FROM job_items
                 WHERE job_id = $1 AND contact_id > $2 AND $4 IS NULL ORDER BY contact_id LIMIT $3"
            ),
        };
        let rows: Vec<ItemRow> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(job.0)
            .bind(after.map_or(0, ContactId::get))
            .bind(limit)
            .bind(outcome.map(Outcome::as_str))
            .fetch_all(&self.reader)
            .await?;
        rows.into_iter().map(|row| row.read(job, &self.seal)).collect()
    }

    /// Saves outcomes. If a contact had an outcome before, the counters of both outcomes are changed, so it counts
    /// once. In a cancelled job a contact cannot be open again: it becomes cancelled. Returns `None` if the lease is
    /// lost or the job has ended.
    pub async fn save_outcomes(
        &self,
        lease: &Lease,
        updates: &[OutcomeUpdate],
        progress: Progress,
    ) -> Result<Option<Job>, StoreError> {
        let ids: Vec<ContactId> = updates.iter().map(|item| item.contact_id).collect();
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let held = find_held(&mut tx, lease).await?;
        if held.is_none_or(|job| job.state.is_final()) {
            return Ok(None);
        }
        let before = count_outcomes(&mut tx, lease.job, &ids).await?;
        for item in updates {
            self.save_outcome(&mut tx, lease.job, item).await?;
        }
        drop_copies_among(&mut tx, lease.job, &ids).await?;
        let after = count_outcomes(&mut tx, lease.job, &ids).await?;
        let mut has_progress = false;
        for outcome in COUNTED {
            let change = after.get(outcome).unwrap_or(&0) - before.get(outcome).unwrap_or(&0);
            if change != 0 {
                has_progress = true;
                add_to_counter(&mut tx, lease.job, outcome, change).await?;
            }
        }
        let rows: Vec<JobRow> = sqlx::query_as(
            "UPDATE jobs SET rate = coalesce($3, rate), eta_seconds = coalesce($4, eta_seconds),
                 denied_in_a_row = coalesce($5, denied_in_a_row), is_canary_done = max(is_canary_done, $6),
                 setbacks = CASE WHEN $7 THEN 0 ELSE setbacks END,
                 silent_since = CASE WHEN $7 THEN NULL ELSE silent_since END, updated_at = $8,
                 faults = CASE WHEN $9 THEN 0 ELSE faults END
             WHERE id = $1 AND lease_owner = $2 RETURNING *",
        )
        .bind(lease.job.0)
        .bind(&lease.owner)
        .bind(progress.rate)
        .bind(progress.eta_seconds)
        .bind(progress.denied_in_a_row)
        .bind(progress.is_canary_done)
        .bind(progress.is_answering)
        .bind(self.now())
        .bind(has_progress)
        .fetch_all(&mut *tx)
        .await?;
        let Some(row) = rows.into_iter().next() else { return Ok(None) };
        tx.commit().await?;
        row.read().map(Some)
    }

    pub(super) async fn save_outcome(
        &self,
        tx: &mut Transaction<'_, Sqlite>,
        job: JobId,
        item: &OutcomeUpdate,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE job_items SET code = $4, new_id = coalesce($5, new_id), settled_at = $6,
                 tries = tries + $7, twin_id = coalesce($8, twin_id), claimed_id = coalesce($11, claimed_id),
                 refused_as = $9,
                 portal_words = CASE WHEN $3 IN ('asked', 'denied', 'failed') THEN coalesce($10, portal_words) END,
                 outcome = CASE WHEN $3 = 'pending' AND (SELECT wants_cancel FROM jobs WHERE id = $1)
                                THEN 'cancelled' ELSE $3 END
             WHERE job_id = $1 AND contact_id = $2",
        )
        .bind(job.0)
        .bind(item.contact_id.get())
        .bind(item.outcome.as_str())
        .bind(item.code.map(ItemCode::as_str))
        .bind(item.new_id.map(ContactId::get))
        .bind(self.now())
        .bind(item.was_unclear)
        .bind(item.twin_id.map(ContactId::get))
        .bind(item.refused_as.filter(|_| item.outcome == Outcome::Asked).map(RefusedAs::as_str))
        .bind(self.seal_words(job, item.contact_id, item.portal_words.as_ref())?)
        .bind(item.claimed_id.map(ContactId::get))
        .execute(&mut **tx)
        .await?;
        Ok(())
    }

    /// Saves how far the verification has come and how many contacts it has verified.
    pub async fn save_verified(
        &self,
        lease: &Lease,
        cursor: Option<ContactId>,
        verified: u32,
    ) -> Result<Result<(), Interrupted>, StoreError> {
        let done = sqlx::query(
            "UPDATE jobs SET verify_cursor = $3, verified = $4, updated_at = $5, setbacks = 0, faults = 0,
                 silent_since = NULL
             WHERE id = $1 AND lease_owner = $2 AND state = 'verifying'",
        )
        .bind(lease.job.0)
        .bind(&lease.owner)
        .bind(cursor.map_or(0, ContactId::get))
        .bind(verified)
        .bind(self.now())
        .execute(&self.writer)
        .await?;
        Ok(if done.rows_affected() == 1 { Ok(()) } else { Err(Interrupted) })
    }
}
