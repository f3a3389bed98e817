//! What stays of a portal that uninstalls. If the portal asked to delete everything, nothing stays. Otherwise its row
//! stays without secrets, and also its settings and an audit without users. One short transaction hides all data.
//! Tables with many rows are then emptied in chunks (`queue`). SQLite overwrites deleted pages, and the write-ahead
//! log is emptied (`wal`).

mod queue;

use sqlx::{Sqlite, Transaction};

use super::living::is_living;
use super::{Store, StoreError};
use crate::domain::ids::MemberId;
use crate::domain::installation::InstallationId;
use crate::domain::portal::Portal;
use crate::domain::security::SecurityEvent;
pub(super) use queue::{REMOVAL_QUEUE, create_queue_portal, drop_queue_portal, enqueue_jobs};

/// How long the delivery of an event is remembered.
const WEEK_SECONDS: i64 = 7 * 24 * 3600;

/// What happens to a portal's audit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum AuditFate {
    /// It is deleted.
    Goes,
    /// It stays without its users.
    StaysWithoutUsers,
}

impl Store {
    /// Whether this delivery was handled before.
    pub async fn has_seen(&self, digest: &[u8; 32]) -> Result<bool, StoreError> {
        let seen: Option<i64> = sqlx::query_scalar("SELECT 1 FROM seen_events WHERE digest = $1")
            .bind(digest.as_slice())
            .fetch_optional(&self.reader)
            .await?;
        Ok(seen.is_some())
    }

    /// Deletes the deliveries that are older than a week.
    pub async fn drop_seen_events(&self) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM seen_events WHERE created_at < $1")
            .bind(self.now() - WEEK_SECONDS)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Remembers a delivery for a week, if the portal is known.
    pub async fn save_seen(&self, member_id: &MemberId, digest: &[u8; 32]) -> Result<(), StoreError> {
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query("DELETE FROM seen_events WHERE created_at < $1")
            .bind(self.now() - WEEK_SECONDS)
            .execute(&mut *tx)
            .await?;
        sqlx::query(
            "INSERT INTO seen_events (digest, member_id, created_at)
             SELECT $1, member_id, $3 FROM portals WHERE member_id = $2 ON CONFLICT DO NOTHING",
        )
        .bind(digest.as_slice())
        .bind(member_id.as_str())
        .bind(self.now())
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    /// Deletes the portal and everything about it, if this installation is its last one. Its sessions end at once,
    /// and its data is hidden. Tables with many rows are emptied afterwards ([`Store::remove_some`]). Returns `false`
    /// and changes nothing if the portal has left or come back since it was read.
    pub async fn wipe_portal(&self, installation: &InstallationId) -> Result<bool, StoreError> {
        let key = installation.member_id.as_str();
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        // A portal that has left can be wiped too. It has a new generation since then.
        let is_last: bool = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM portals WHERE member_id = $1 AND generation = $2)",
        )
        .bind(key)
        .bind(installation.generation)
        .fetch_one(&mut *tx)
        .await?;
        if !is_last {
            return Ok(false);
        }
        self.enqueue(&mut tx, &installation.member_id, AuditFate::Goes).await?;
        // Attempts to connect name a portal only by its host.
        sqlx::query(
            "DELETE FROM oauth_states
                 WHERE (SELECT endpoint FROM portals WHERE member_id = $1) LIKE '%://' || portal || '/%'",
        )
        .bind(key)
        .execute(&mut *tx)
        .await?;
        sqlx::query("DELETE FROM portals WHERE member_id = $1").bind(key).execute(&mut *tx).await?;
        tx.commit().await?;
        SecurityEvent::PortalWiped
            .record_for(&installation.member_id, "a portal was wiped, its sessions have ended");
        Ok(true)
    }

    /// Deletes everything about the portal's users, if this installation is current. What administrators have decided
    /// stays for a new installation. Its sessions end at once. Tables with many rows are emptied afterwards. `digest`
    /// identifies the event that reported the removal, so that it changes nothing again. Returns `false` and changes
    /// nothing if the portal has left or come back since it was read.
    pub async fn retire_portal(
        &self,
        installation: &InstallationId,
        digest: Option<&[u8; 32]>,
    ) -> Result<bool, StoreError> {
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        if !is_living(&mut tx, installation).await? {
            return Ok(false);
        }
        self.retire(&mut tx, &installation.member_id, digest).await?;
        tx.commit().await?;
        SecurityEvent::PortalRetired
            .record_for(&installation.member_id, "a portal's users were forgotten, its sessions have ended");
        Ok(true)
    }

    /// The same for an unfinished installation that was neither finished nor begun again since it was read.
    pub async fn retire_unfinished(&self, seen: &Portal) -> Result<bool, StoreError> {
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let is_untouched: bool = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM portals
                 WHERE member_id = $1 AND generation = $2 AND status = 'pending' AND installed_at = $3)",
        )
        .bind(seen.member_id.as_str())
        .bind(seen.generation)
        .bind(seen.installed_at.0)
        .fetch_one(&mut *tx)
        .await?;
        if !is_untouched {
            return Ok(false);
        }
        self.retire(&mut tx, &seen.member_id, None).await?;
        tx.commit().await?;
        SecurityEvent::PortalRetired
            .record_for(&seen.member_id, "a portal's users were forgotten, its sessions have ended");
        Ok(true)
    }

    async fn retire(
        &self,
        tx: &mut Transaction<'_, Sqlite>,
        member_id: &MemberId,
        digest: Option<&[u8; 32]>,
    ) -> Result<(), StoreError> {
        let key = member_id.as_str();
        self.enqueue(tx, member_id, AuditFate::StaysWithoutUsers).await?;
        for sql in [
            "DELETE FROM saved_filters WHERE member_id = $1",
            "DELETE FROM single_deletions WHERE member_id = $1",
            "DELETE FROM authorizations WHERE member_id = $1",
        ] {
            sqlx::query(sql).bind(key).execute(&mut **tx).await?;
        }
        sqlx::query(
            "UPDATE portals SET status = 'removed', application_token = NULL, generation = generation + 1,
                                    updated_at = $2
                 WHERE member_id = $1",
        )
        .bind(key)
        .bind(self.now())
        .execute(&mut **tx)
        .await?;
        sqlx::query(
            "INSERT INTO seen_events (digest, member_id, created_at) SELECT $1, $2, $3 WHERE $1 IS NOT NULL
             ON CONFLICT DO NOTHING",
        )
        .bind(digest.map(<[u8; 32]>::as_slice))
        .bind(key)
        .bind(self.now())
        .execute(&mut **tx)
        .await?;
        Ok(())
    }

    /// Puts into the removal queue what can be many rows: jobs with their contacts and copies, the log of calls, the
    /// audit.
    async fn enqueue(
        &self,
        tx: &mut Transaction<'_, Sqlite>,
        member_id: &MemberId,
        audit: AuditFate,
    ) -> Result<(), StoreError> {
        let jobs: Vec<i64> = sqlx::query_scalar("SELECT id FROM jobs WHERE member_id = $1")
            .bind(member_id.as_str())
            .fetch_all(&mut **tx)
            .await?;
        enqueue_jobs(tx, &jobs, self.now()).await?;
        sqlx::query(
            "INSERT INTO removals (member_id, keeps_audit, requests_to, audit_to, created_at)
             VALUES ($1, $2, (SELECT coalesce(max(id), 0) FROM requests WHERE member_id = $1),
                     (SELECT coalesce(max(id), 0) FROM audit WHERE member_id = $1), $3)",
        )
        .bind(member_id.as_str())
        .bind(audit == AuditFate::StaysWithoutUsers)
        .bind(self.now())
        .execute(&mut **tx)
        .await?;
        Ok(())
    }
}
