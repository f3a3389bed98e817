//! The write-ahead log. It holds deleted and overwritten data until it is copied into the database and truncated.
//! That runs on a separate connection that waits for no lock, so it delays no other connection.

use std::time::Duration;

use super::{Store, StoreError};

/// How long to wait before the second try. Each further pause is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

impl Store {
    /// Copies the log into the database as far as no reader needs it, and truncates it. Returns `false` if a reader
    /// with an older view or a write of another process prevents that.
    pub async fn empty_wal(&self) -> Result<bool, StoreError> {
        // The long part comes first, in a mode that blocks no other connection.
        self.copy_wal().await?;
        // This process does not write during the short rest.
        let _writer = self.writer.acquire().await?;
        let cut = self.checkpoint("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        Ok(cut.is_some_and(|(is_busy, ..)| is_busy == 0))
    }

    /// The same, repeated until it succeeds or `patience` is over.
    pub async fn empty_wal_within(&self, patience: Duration) -> Result<bool, StoreError> {
        let (began, mut pause) = (self.clock.uptime(), FIRST_PAUSE);
        loop {
            if self.empty_wal().await? {
                return Ok(true);
            }
            if self.clock.uptime().saturating_sub(began) >= patience {
                return Ok(false);
            }
            self.clock.sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Copies the log into the database as far as no reader needs it. Returns how many pages are left.
    pub async fn copy_wal(&self) -> Result<i64, StoreError> {
        let copied = self.checkpoint("PRAGMA wal_checkpoint(PASSIVE)").await?;
        Ok(copied.map_or(0, |(_, pages, copied)| pages - copied))
    }

    /// Runs a checkpoint. Returns whether it was busy, the pages in the log and the copied pages; `None` if the
    /// database is locked.
    async fn checkpoint(&self, sql: &'static str) -> Result<Option<(i64, i64, i64)>, StoreError> {
        match sqlx::query_as(sql).fetch_one(&self.upkeep).await.map_err(StoreError::from) {
            Ok(done) => Ok(Some(done)),
            Err(error) if error.is_temporary() => Ok(None),
            Err(error) => Err(error),
        }
    }
}
