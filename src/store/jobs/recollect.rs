//! Collects the set of a draft again with its filter. Contacts that do not match any more are deleted before the next
//! page is added. Each transaction deletes only some of them, so it is short, and a stop in between loses nothing.

use super::transition::{self, StateChange, find_held};
use super::{Lease, filter_place};
use crate::domain::ids::ContactId;
use crate::domain::job::{Job, JobId, JobState, Transition};
use crate::store::item_rows::{Interrupted, json_list};
use crate::store::{Store, StoreError};

/// Contacts deleted in one transaction.
const CHUNK: i64 = 2_000;

impl Store {
    /// Starts collecting a draft again with this filter. `set` is the fingerprint of the frozen set. It is saved as
    /// the set that the user has seen, unless an earlier one is saved: then the user has not seen the frozen set.
    /// Returns `None` if the job is not a draft.
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

    /// The fingerprint of the set that the user saw last, if the draft was collected again since then.
    pub async fn find_seen_set(&self, id: JobId) -> Result<Option<String>, StoreError> {
        let set: Option<Option<String>> = sqlx::query_scalar("SELECT looked_set FROM jobs WHERE id = $1")
            .bind(id.0)
            .fetch_optional(&self.reader)
            .await?;
        Ok(set.flatten())
    }

    /// Saves that the user has seen the draft's current set, or that the set is the same as before.
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

    /// Deletes some contacts that were not found again. They follow the last contact of the previous page, up to
    /// `end` or to the end of the set. Returns the size of the set, and whether all such contacts are deleted.
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
