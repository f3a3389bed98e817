//! The settings of portals: one row each, in the JSON of the API.

use sqlx::{AssertSqlSafe, FromRow};

use super::chunks::ChunkSizer;
use super::item_rows::COUNTS_AS_DELETED;
use super::living::is_living;
use super::{Store, StoreError, audit};
use crate::domain::audit::AuditEntry;
use crate::domain::ids::MemberId;
use crate::domain::installation::InstallationId;
use crate::domain::settings::{Settings, VersionedSettings};

#[derive(FromRow)]
struct SettingsRow {
    version: i64,
    body: String,
}

/// The result of saving settings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SaveOutcome {
    /// They are saved.
    Yes,
    /// A newer version is stored than the one that they were to replace.
    Stale,
    /// The portal has left in the meantime. It may have come back as another installation.
    PortalLeft,
}

const DAY_SECONDS: i64 = 24 * 3600;
/// Copies of a portal (`$1`) that are kept longer than `$2` seconds after the deletion.
const LONGER: &str = "FROM snapshots
    JOIN job_items ON job_items.job_id = snapshots.job_id AND job_items.contact_id = snapshots.contact_id
    WHERE snapshots.job_id IN (SELECT id FROM jobs WHERE member_id = $1)
      AND (outcome = 'deleted' OR outcome = 'failed' AND code = 'no_clear_answer')
      AND expires_at > settled_at + $2";

impl Store {
    /// The portal's settings; the defaults if none are saved.
    pub async fn find_settings(&self, member_id: &MemberId) -> Result<VersionedSettings, StoreError> {
        let row: Option<SettingsRow> =
            sqlx::query_as("SELECT version, body FROM settings WHERE member_id = $1")
                .bind(member_id.as_str())
                .fetch_optional(&self.reader)
                .await?;
        row.map_or_else(|| Ok(VersionedSettings::default()), |row| read(&row))
    }

    /// Replaces version `replaced` of the settings and adds the change to the audit.
    pub async fn save_settings(
        &self,
        installation: &InstallationId,
        replaced: i64,
        settings: &Settings,
        entry: &AuditEntry,
    ) -> Result<SaveOutcome, StoreError> {
        const UNWRITABLE: StoreError = StoreError::Corrupt("settings");
        let body = serde_json::to_string(settings).map_err(|_unwritable| UNWRITABLE)?;
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        if !is_living(&mut tx, installation).await? {
            return Ok(SaveOutcome::PortalLeft);
        }
        let done = sqlx::query(
            "INSERT INTO settings (member_id, version, body, updated_at) VALUES ($1, 1, $3, $4)
             ON CONFLICT (member_id) DO UPDATE SET
                 version = settings.version + 1, body = excluded.body, updated_at = excluded.updated_at
             WHERE settings.version = $2",
        )
        .bind(installation.member_id.as_str())
        .bind(replaced)
        .bind(&body)
        .bind(self.now())
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(SaveOutcome::Stale);
        }
        audit::insert(&mut tx, entry, self.now()).await?;
        tx.commit().await?;
        Ok(SaveOutcome::Yes)
    }

    /// How many copies of a portal's contacts are kept longer than `days` days after their deletion.
    pub async fn count_longer_copies(&self, member_id: &MemberId, days: u32) -> Result<i64, StoreError> {
        let sql = format!("SELECT count(*) {LONGER}");
        let count = sqlx::query_scalar(AssertSqlSafe(sql))
            .bind(member_id.as_str())
            .bind(i64::from(days) * DAY_SECONDS)
            .fetch_one(&self.reader)
            .await?;
        Ok(count)
    }

    /// Limits how long the copies of a portal's contacts are kept: `days` days after their deletion. It works in
    /// chunks, and writes nothing if no copy is kept longer. If this function fails, some copies may be limited
    /// already.
    pub async fn shorten_copies(&self, member_id: &MemberId, days: u32) -> Result<(), StoreError> {
        let sql = format!("SELECT DISTINCT snapshots.job_id {LONGER}");
        let jobs: Vec<i64> = sqlx::query_scalar(AssertSqlSafe(sql))
            .bind(member_id.as_str())
            .bind(i64::from(days) * DAY_SECONDS)
            .fetch_all(&self.reader)
            .await?;
        let mut chunks = ChunkSizer::new(&self.clock);
        for job in jobs {
            self.shorten_copies_of(job, days, &mut chunks).await?;
        }
        Ok(())
    }

    /// Reads each contact once, in ascending order, without the writer.
    async fn shorten_copies_of(
        &self,
        job: i64,
        days: u32,
        chunks: &mut ChunkSizer,
    ) -> Result<(), StoreError> {
        let seconds = i64::from(days) * DAY_SECONDS;
        let mut after = 0;
        loop {
            let most = chunks.begin();
            let sql = format!(
                "SELECT contact_id FROM job_items WHERE job_id = $1 AND {COUNTS_AS_DELETED} AND contact_id > $2
                 ORDER BY contact_id LIMIT $3"
            );
            let contacts: Vec<i64> = sqlx::query_scalar(AssertSqlSafe(sql))
                .bind(job)
                .bind(after)
                .bind(most)
                .fetch_all(&self.reader)
                .await?;
            let Some(last) = contacts.last() else { return Ok(()) };
            after = *last;
            sqlx::query(
                "UPDATE snapshots SET expires_at = job_items.settled_at + $3 FROM job_items
                 WHERE snapshots.job_id = $1 AND snapshots.contact_id IN (SELECT value FROM json_each($2))
                   AND job_items.job_id = snapshots.job_id AND job_items.contact_id = snapshots.contact_id
                   AND snapshots.expires_at > job_items.settled_at + $3",
            )
            .bind(job)
            .bind(serde_json::json!(contacts).to_string())
            .bind(seconds)
            .execute(&self.writer)
            .await?;
            if !chunks.end(u64::try_from(contacts.len()).unwrap_or(u64::MAX)).await {
                return Ok(());
            }
        }
    }
}

fn read(row: &SettingsRow) -> Result<VersionedSettings, StoreError> {
    const UNREADABLE: StoreError = StoreError::Corrupt("settings");
    let body = serde_json::from_str(&row.body).map_err(|_unreadable| UNREADABLE)?;
    let settings = Settings::default().changed(&body).map_err(|_unreadable| UNREADABLE)?;
    Ok(VersionedSettings { settings, version: row.version })
}
