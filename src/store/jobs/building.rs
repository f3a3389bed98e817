//! Stores the contacts of a large new job before the job appears. They are inserted in chunks, so other writes wait
//! only briefly. Until the last chunk is stored, the job belongs to the removal queue (`removal`): no user sees it
//! and no worker claims it. One statement then makes it a job of its portal. If the process dies before that, the
//! removal deletes the rows.

use std::time::Duration;

use sqlx::{Sqlite, Transaction};

use crate::domain::ids::ContactId;
use crate::domain::job::JobId;
use crate::store::item_rows::insert_items;
use crate::store::removal::{REMOVAL_QUEUE, create_queue_portal};
use crate::store::{Store, StoreError};

/// Contacts inserted in one transaction.
pub(super) const CHUNK: usize = 2_000;
/// How long the writer is free after each chunk.
const PAUSE: Duration = Duration::from_millis(5);
/// How long the removal spares an unfinished job after each chunk.
const SPARED_FOR: Duration = Duration::from_mins(1);

/// A job whose contacts are stored.
pub(super) struct Built {
    /// Its row.
    pub(super) job: JobId,
    /// Ended restores of the same job that have created none of these contacts. They have ended, so that does not
    /// change.
    pub(super) disjoint: Vec<i64>,
}

impl Store {
    /// Stores the contacts of a new job. The caller has to publish or abandon the job.
    pub(super) async fn build(&self, ids: &[ContactId]) -> Result<JobId, StoreError> {
        let id = self.begin_build().await?;
        match self.insert_build_items(id, ids).await {
            Ok(()) => Ok(id),
            Err(error) => {
                self.abandon(id).await;
                Err(error)
            }
        }
    }

    async fn begin_build(&self) -> Result<JobId, StoreError> {
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        create_queue_portal(&mut tx, self.now()).await?;
        // The user and the kind are placeholders. `insert_job` sets the real values.
        let id: i64 = sqlx::query_scalar(
            "INSERT INTO jobs (member_id, user_id, kind, state, is_draft, request_digest, include_open_deals, request_id,
                               created_at, updated_at, finished_at, built_until)
             VALUES ($1, 1, 'delete', 'cancelled', 0, x'', 0, '', $2, $2, $2, $3) RETURNING id",
        )
        .bind(REMOVAL_QUEUE)
        .bind(self.now())
        .bind(self.clock.now().plus(SPARED_FOR).0)
        .fetch_one(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(JobId(id))
    }

    async fn insert_build_items(&self, id: JobId, ids: &[ContactId]) -> Result<(), StoreError> {
        for part in ids.chunks(CHUNK) {
            let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
            self.extend_build(&mut tx, id).await?;
            insert_items(&mut tx, id, part).await?;
            tx.commit().await?;
            self.clock.sleep(PAUSE).await;
        }
        Ok(())
    }

    /// Extends the time for which the removal spares the job.
    ///
    /// # Errors
    /// When it took so long that the removal may have begun: [`StoreError::Slow`].
    pub(super) async fn extend_build(
        &self,
        tx: &mut Transaction<'_, Sqlite>,
        id: JobId,
    ) -> Result<(), StoreError> {
        let done = sqlx::query("UPDATE jobs SET built_until = $2 WHERE id = $1 AND built_until IS NOT NULL")
            .bind(id.0)
            .bind(self.clock.now().plus(SPARED_FOR).0)
            .execute(&mut **tx)
            .await?;
        if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Slow) }
    }

    /// Leaves the rows to the removal.
    pub(super) async fn abandon(&self, id: JobId) {
        let abandoned = sqlx::query("UPDATE jobs SET built_until = NULL WHERE id = $1 AND member_id = $2")
            .bind(id.0)
            .bind(REMOVAL_QUEUE)
            .execute(&self.writer)
            .await;
        if let Err(error) = abandoned {
            tracing::error!(%error, "the rows of a job that was not created are removed later");
        }
    }
}
