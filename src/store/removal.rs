//! What is left of a portal that uninstalls: nothing when it asked for that, else its row without any secret and an
//! audit without users. Deleted pages are overwritten, and the write-ahead log is emptied.

use super::{Store, StoreError, audit};
use crate::domain::clock::UnixTime;
use crate::domain::ids::MemberId;

/// How long a delivery is remembered.
const WEEK_SECONDS: i64 = 7 * 24 * 3600;
/// How often the write-ahead log is tried to be emptied while readers hold it.
const TRIES: u32 = 20;

impl Store {
    /// Whether this delivery was acted upon before.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn has_seen(&self, digest: &[u8; 32]) -> Result<bool, StoreError> {
        let seen: Option<i64> = sqlx::query_scalar("SELECT 1 FROM seen_events WHERE digest = $1")
            .bind(digest.as_slice())
            .fetch_optional(&self.reader)
            .await?;
        Ok(seen.is_some())
    }

    /// Forgets the deliveries of more than a week ago.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn drop_seen_events(&self) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM seen_events WHERE created_at < $1")
            .bind(self.now() - WEEK_SECONDS)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Remembers a delivery for a week. The portal has to be known.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn save_seen(&self, member_id: &MemberId, digest: &[u8; 32]) -> Result<(), StoreError> {
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query("DELETE FROM seen_events WHERE created_at < $1")
            .bind(self.now() - WEEK_SECONDS)
            .execute(&mut *tx)
            .await?;
        sqlx::query("INSERT INTO seen_events (digest, member_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
            .bind(digest.as_slice())
            .bind(member_id.as_str())
            .bind(self.now())
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Forgets the portal and everything about it. Its sessions end at once.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn wipe_portal(&self, member_id: &MemberId) -> Result<(), StoreError> {
        let key = member_id.as_str();
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        audit::shorten(&mut tx, member_id, UnixTime(i64::MAX)).await?;
        // Connections under way know a portal by its host alone.
        sqlx::query(
            "DELETE FROM oauth_states
                 WHERE (SELECT endpoint FROM portals WHERE member_id = $1) LIKE '%://' || portal || '/%'",
        )
        .bind(key)
        .execute(&mut *tx)
        .await?;
        sqlx::query("DELETE FROM portals WHERE member_id = $1").bind(key).execute(&mut *tx).await?;
        tx.commit().await?;
        self.empty_log().await
    }

    /// Forgets everything about the portal's users; what administrators decided stays for a new installation. Its
    /// sessions end at once. `digest` is that of the event that asked for it: it changes nothing again.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn retire_portal(
        &self,
        member_id: &MemberId,
        digest: Option<&[u8; 32]>,
    ) -> Result<(), StoreError> {
        let key = member_id.as_str();
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query("DELETE FROM jobs WHERE member_id = $1").bind(key).execute(&mut *tx).await?;
        audit::forget_users(&mut tx, member_id).await?;
        sqlx::query("DELETE FROM requests WHERE member_id = $1").bind(key).execute(&mut *tx).await?;
        sqlx::query("DELETE FROM saved_filters WHERE member_id = $1").bind(key).execute(&mut *tx).await?;
        sqlx::query("DELETE FROM single_deletions WHERE member_id = $1").bind(key).execute(&mut *tx).await?;
        sqlx::query("DELETE FROM authorizations WHERE member_id = $1").bind(key).execute(&mut *tx).await?;
        sqlx::query(
            "UPDATE portals SET status = 'removed', application_token = NULL, generation = generation + 1,
                                    updated_at = $2
                 WHERE member_id = $1",
        )
        .bind(key)
        .bind(self.now())
        .execute(&mut *tx)
        .await?;
        sqlx::query(
            "INSERT INTO seen_events (digest, member_id, created_at) SELECT $1, $2, $3 WHERE $1 IS NOT NULL
             ON CONFLICT DO NOTHING",
        )
        .bind(digest.map(<[u8; 32]>::as_slice))
        .bind(key)
        .bind(self.now())
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        self.empty_log().await
    }

    /// Copies the write-ahead log into the database and cuts it to nothing: it still holds the pages that were
    /// overwritten. A reader can be in the way for a moment; the log is emptied with a later removal at the latest.
    pub(super) async fn empty_log(&self) -> Result<(), StoreError> {
        for _ in 0..TRIES {
            let busy: i64 =
                sqlx::query_scalar("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&self.writer).await?;
            if busy == 0 {
                return Ok(());
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        tracing::warn!("the write-ahead log could not be emptied after a removal");
        Ok(())
    }
}
