//! Drafts: how many a user may have, and how ended drafts lose their contacts. A set can have a hundred thousand
//! contacts. They are deleted in chunks, so other writes wait only briefly.

use sqlx::{Sqlite, Transaction};

use super::row::JobRow;
use super::transition::StateChange;
use crate::domain::job::{JobId, JobState, Reason, Transition};
use crate::domain::token::Principal;
use crate::store::{Store, StoreError};

/// Most drafts of one user that wait for a confirmation. A further one replaces the oldest. Drafts of saved filters
/// do not count: each filter has one, and drafts from a page do not replace them.
const MOST_DRAFTS: i64 = 3;
/// Contacts deleted in one transaction.
const CHUNK: i64 = 2_000;
/// Drafts read at once.
const AT_ONCE: i64 = 100;

impl Store {
    /// Ends the user's oldest drafts to make room for one more.
    pub(super) async fn make_room(
        &self,
        tx: &mut Transaction<'_, Sqlite>,
        principal: &Principal,
    ) -> Result<(), StoreError> {
        let surplus: Vec<JobRow> = sqlx::query_as(
            "SELECT * FROM jobs
             WHERE member_id = $1 AND user_id = $2 AND is_draft = 1 AND finished_at IS NULL AND saved_filter IS NULL
             ORDER BY id DESC LIMIT -1 OFFSET $3",
        )
        .bind(principal.member_id.as_str())
        .bind(principal.user_id.get())
        .bind(MOST_DRAFTS - 1)
        .fetch_all(&mut **tx)
        .await?;
        let replaced = StateChange {
            reason: Some(Reason::DraftReplaced),
            ..StateChange::plain(Transition::Drop, JobState::Cancelled)
        };
        for row in surplus {
            self.apply_transition(tx, &row.read()?, replaced, None).await?;
        }
        Ok(())
    }

    /// Some of the drafts that were not confirmed in time.
    pub async fn find_expired_drafts(&self) -> Result<Vec<JobId>, StoreError> {
        let ids: Vec<i64> =
            sqlx::query_scalar("SELECT id FROM jobs WHERE state = 'draft' AND expires_at <= $1 LIMIT $2")
                .bind(self.now())
                .bind(AT_ONCE)
                .fetch_all(&self.reader)
                .await?;
        Ok(ids.into_iter().map(JobId).collect())
    }

    /// Deletes some contacts of an ended draft. Returns `false` if no ended draft has any.
    pub async fn delete_items_of_ended_drafts(&self) -> Result<bool, StoreError> {
        let ended: Option<i64> = sqlx::query_scalar("SELECT id FROM jobs WHERE sheds_items = 1 LIMIT 1")
            .fetch_optional(&self.reader)
            .await?;
        let Some(id) = ended else { return Ok(false) };
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        if !delete_items(&mut tx, JobId(id)).await? {
            sqlx::query("UPDATE jobs SET sheds_items = 0 WHERE id = $1").bind(id).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Deletes a failed job whose set could not be collected, as if it had never been requested.
    pub async fn forget_job(&self, id: JobId) -> Result<(), StoreError> {
        loop {
            let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
            let is_failed: bool =
                sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM jobs WHERE id = $1 AND state = 'failed')")
                    .bind(id.0)
                    .fetch_one(&mut *tx)
                    .await?;
            let has_more = is_failed && delete_items(&mut tx, id).await?;
            if is_failed && !has_more {
                sqlx::query("DELETE FROM jobs WHERE id = $1").bind(id.0).execute(&mut *tx).await?;
            }
            tx.commit().await?;
            if !has_more {
                return Ok(());
            }
        }
    }
}

/// Deletes some of a job's contacts. Returns `false` if none are left.
async fn delete_items(tx: &mut Transaction<'_, Sqlite>, job: JobId) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "DELETE FROM job_items WHERE job_id = $1
           AND contact_id IN (SELECT contact_id FROM job_items WHERE job_id = $1 LIMIT $2)",
    )
    .bind(job.0)
    .bind(CHUNK)
    .execute(&mut **tx)
    .await?;
    Ok(i64::try_from(done.rows_affected()).unwrap_or(i64::MAX) == CHUNK)
}
