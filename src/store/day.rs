//! How much a user deletes in a day. A deletion counts from its beginning, so the limit holds before anything is
//! deleted. An unfinished job counts with all contacts that it has deleted or may still delete. A job that ended
//! within the day counts with the contacts that it has deleted.

use std::time::Duration;

use sqlx::SqliteConnection;

use super::chunks::ChunkSizer;
use super::{Store, StoreError};
use crate::domain::token::Principal;

/// How long a deletion counts.
const DAY: Duration = Duration::from_hours(24);

/// The result of beginning a single deletion.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BeginOutcome<T> {
    /// It has begun and counts. The value identifies it.
    Begun(T),
    /// The user would exceed the limit of the day.
    DayFull,
    /// The portal has left in the meantime. It may have come back as another installation.
    PortalLeft,
}

impl Store {
    /// Counts a single deletion before it is sent, unless the user would then exceed `most` deletions in a day.
    pub async fn begin_deletion(
        &self,
        (principal, generation): (&Principal, i64),
        most: Option<u32>,
    ) -> Result<BeginOutcome<i64>, StoreError> {
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let id: Option<i64> = sqlx::query_scalar(
            "INSERT INTO single_deletions (member_id, user_id, begun_at)
             SELECT member_id, $2, $3 FROM portals WHERE member_id = $1 AND status <> 'removed' AND generation = $4
             RETURNING id",
        )
        .bind(principal.member_id.as_str())
        .bind(principal.user_id.get())
        .bind(self.now())
        .bind(generation)
        .fetch_optional(&mut *tx)
        .await?;
        let Some(id) = id else { return Ok(BeginOutcome::PortalLeft) };
        if self.exceeds_day_limit(&mut tx, principal, most).await? {
            return Ok(BeginOutcome::DayFull);
        }
        tx.commit().await?;
        Ok(BeginOutcome::Begun(id))
    }

    /// Stops counting a single deletion that did not happen.
    pub async fn cancel_counted_deletion(&self, begun: i64) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM single_deletions WHERE id = $1").bind(begun).execute(&self.writer).await?;
        Ok(())
    }

    /// Whether the user has begun more than `most` deletions in a day. `None` means no limit.
    pub async fn is_day_limit_reached(
        &self,
        principal: &Principal,
        most: Option<u32>,
    ) -> Result<bool, StoreError> {
        let mut reader = self.reader.acquire().await?;
        self.exceeds_day_limit(&mut reader, principal, most).await
    }

    /// The same in a transaction that has just counted one more deletion.
    pub(super) async fn exceeds_day_limit(
        &self,
        connection: &mut SqliteConnection,
        principal: &Principal,
        most: Option<u32>,
    ) -> Result<bool, StoreError> {
        let Some(most) = most else { return Ok(false) };
        let begun: i64 = sqlx::query_scalar(
            "SELECT (SELECT count(*) FROM single_deletions WHERE member_id = $1 AND user_id = $2 AND begun_at > $3)
                  + (SELECT coalesce(sum(CASE
                         WHEN finished_at IS NOT NULL THEN deleted
                         WHEN state = 'collecting' THEN max(total, coalesce(confirm_total, expected_total, 0))
                         ELSE total - gone - denied - protected - failed - cancelled END), 0)
                     FROM jobs
                     WHERE member_id = $1 AND user_id = $2 AND kind = 'delete' AND is_draft = 0
                       AND (finished_at IS NULL OR finished_at > $3))",
        )
        .bind(principal.member_id.as_str())
        .bind(principal.user_id.get())
        .bind(self.clock.now().minus(DAY).0)
        .fetch_one(connection)
        .await?;
        Ok(begun > i64::from(most))
    }

    /// Deletes the counts of single deletions that are older than a day.
    pub async fn drop_counted_deletions(&self) -> Result<(), StoreError> {
        let (mut chunks, before) = (ChunkSizer::new(&self.clock), self.clock.now().minus(DAY).0);
        loop {
            let done = sqlx::query(
                "DELETE FROM single_deletions WHERE id IN
                     (SELECT id FROM single_deletions WHERE begun_at <= $1 LIMIT $2)",
            )
            .bind(before)
            .bind(chunks.begin())
            .execute(&self.writer)
            .await?;
            if !chunks.end(done.rows_affected()).await {
                return Ok(());
            }
        }
    }
}
