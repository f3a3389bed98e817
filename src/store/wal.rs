//! The write-ahead log: it keeps what was deleted and overwritten until it is copied into the database and cut to nothing.
//! That runs on a connection of its own which waits for nobody, so that nobody waits for it.

use std::time::Duration;

use super::{Store, StoreError};

/// How long to wait before the next try, at first; twice as long each time.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

impl Store {
    /// Copies the log into the database, as far as no reader needs it, and cuts it to nothing. `false` when somebody is in
    /// the way: a reader with an older view, or another process that writes.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn empty_wal(&self) -> Result<bool, StoreError> {
        // The long part first, in the mode that nobody notices.
        self.copy_wal().await?;
        // This process's writer stands aside for the moment that is left.
        let _aside = self.writer.acquire().await?;
        let cut = self.checkpoint("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        Ok(cut.is_some_and(|(is_busy, ..)| is_busy == 0))
    }

    /// The same, tried again and again for as long as that.
    ///
    /// # Errors
    /// When the database does not answer.
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

    /// Copies the log into the database as far as no reader needs it, and says how many pages are left in it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn copy_wal(&self) -> Result<i64, StoreError> {
        let copied = self.checkpoint("PRAGMA wal_checkpoint(PASSIVE)").await?;
        Ok(copied.map_or(0, |(_, pages, copied)| pages - copied))
    }

    /// Whether it was busy, pages in the log, pages that were copied. `None` when the database is locked.
    async fn checkpoint(&self, sql: &'static str) -> Result<Option<(i64, i64, i64)>, StoreError> {
        match sqlx::query_as(sql).fetch_one(&self.upkeep).await.map_err(StoreError::from) {
            Ok(done) => Ok(Some(done)),
            Err(error) if error.is_passing() => Ok(None),
            Err(error) => Err(error),
        }
    }
}
