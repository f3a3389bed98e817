//! A draft whose set is looked at again: the filter is collected anew over what was frozen before. Contacts that match no
//! more are taken out before the page that would hold them is added, some in each transaction, so that none is long and a
//! stop in between loses nothing.

use super::transition::{self, StateChange, find_held};
use super::{Lease, filter_place};
use crate::domain::ids::ContactId;
use crate::domain::job::{Job, JobId, JobState, Transition};
use crate::store::items::{Interrupted, json_list};
use crate::store::{Store, StoreError};

/// Contacts deleted in one transaction.
const CHUNK: i64 = 2_000;

impl Store {
    /// Lets a draft be collected again from this filter. `set` is the fingerprint of what was frozen; the one that
    /// somebody has seen stays until they have seen another one. `None` when it is no
    /// draft (any more).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn recollect(&self, id: JobId, filter: &str, set: &str) -> Result<Option<Job>, StoreError> {
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let found = transition::find(&mut tx, id).await?;
        let Some(job) = found.filter(|job| !job.wants_cancel) else { return Ok(None) };
        let sealed = self.seal.seal(&filter_place(&job.principal.member_id), filter)?;
        sqlx::query(
            "UPDATE jobs SET filter = $2, looked_set = coalesce(looked_set, $3), cursor = 0, excepted = 0, impact = NULL,
                 frozen_at = coalesce(frozen_at, created_at)
             WHERE id = $1",
        )
        .bind(id.0)
        .bind(sealed)
        .bind(set)
        .execute(&mut *tx)
        .await?;
        let moved = self
            .apply_transition(
                &mut tx,
                &job,
                StateChange::plain(Transition::Recollect, JobState::Collecting),
                None,
            )
            .await?;
        if moved.is_some() {
            tx.commit().await?;
        }
        Ok(moved)
    }

    /// The fingerprint of the set that somebody could look at last, where the draft has been looked at again since.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_seen_set(&self, id: JobId) -> Result<Option<String>, StoreError> {
        let set: Option<Option<String>> = sqlx::query_scalar("SELECT looked_set FROM jobs WHERE id = $1")
            .bind(id.0)
            .fetch_optional(&self.reader)
            .await?;
        Ok(set.flatten())
    }

    /// Notes that the draft's set as it is now has been seen, or is the one that was seen before.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn save_seen_set(&self, job: &Job) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE jobs SET looked_set = NULL
             WHERE id = $1 AND state = 'draft' AND frozen_at IS $2 AND looked_set IS NOT NULL",
        )
        .bind(job.id.0)
        .bind(job.frozen_at.map(|at| at.0))
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Takes some contacts out of the set that come after the last one that was found before, and were not found now: up to
    /// `end`, or all. Answers how many contacts the set has, and whether that was all of them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn drop_missing(
        &self,
        lease: &Lease,
        found: &[ContactId],
        end: Option<ContactId>,
    ) -> Result<Result<(u32, bool), Interrupted>, StoreError> {
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let held = find_held(&mut tx, lease).await?.filter(|job| job.state == JobState::Collecting);
        let Some(job) = held else { return Ok(Err(Interrupted)) };
        let done = sqlx::query(
            "DELETE FROM job_items WHERE job_id = $1 AND contact_id IN
                 (SELECT contact_id FROM job_items WHERE job_id = $1 AND contact_id > $2 AND contact_id <= $3
                    AND contact_id NOT IN (SELECT value FROM json_each($4)) LIMIT $5)",
        )
        .bind(job.id.0)
        .bind(job.cursor.map_or(0, ContactId::get))
        .bind(end.map_or(u32::MAX, ContactId::get))
        .bind(json_list(found))
        .bind(CHUNK)
        .execute(&mut *tx)
        .await?;
        let dropped = i64::try_from(done.rows_affected()).unwrap_or(i64::MAX);
        let total: u32 =
            sqlx::query_scalar("UPDATE jobs SET total = total - $2 WHERE id = $1 RETURNING total")
                .bind(job.id.0)
                .bind(dropped)
                .fetch_one(&mut *tx)
                .await?;
        tx.commit().await?;
        Ok(Ok((total, dropped < CHUNK)))
    }
}
