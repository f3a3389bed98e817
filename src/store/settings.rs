//! The settings of portals: one row each, as the JSON that the API speaks.

use sqlx::FromRow;

use super::{Store, StoreError, audit};
use crate::domain::audit::AuditEntry;
use crate::domain::ids::MemberId;
use crate::domain::settings::{Settings, VersionedSettings};

#[derive(FromRow)]
struct SettingsRow {
    version: i64,
    body: String,
}

impl Store {
    /// The portal's settings; the defaults where nobody has saved any.
    ///
    /// # Errors
    /// When the database does not answer or the row cannot be read.
    pub async fn find_settings(&self, member_id: &MemberId) -> Result<VersionedSettings, StoreError> {
        let row: Option<SettingsRow> =
            sqlx::query_as("SELECT version, body FROM settings WHERE member_id = $1")
                .bind(member_id.as_str())
                .fetch_optional(&self.reader)
                .await?;
        row.map_or_else(|| Ok(VersionedSettings::default()), |row| read(&row))
    }

    /// Puts these settings in the place of that version and writes down who did; `false` when there is a newer one already.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn save_settings(
        &self,
        member_id: &MemberId,
        replaced: i64,
        settings: &Settings,
        entry: &AuditEntry,
    ) -> Result<bool, StoreError> {
        const UNWRITABLE: StoreError = StoreError::Corrupt("settings");
        let body = serde_json::to_string(settings).map_err(|_unwritable| UNWRITABLE)?;
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let done = sqlx::query(
            "INSERT INTO settings (member_id, version, body, updated_at) VALUES ($1, 1, $3, $4)
             ON CONFLICT (member_id) DO UPDATE SET
                 version = settings.version + 1, body = excluded.body, updated_at = excluded.updated_at
             WHERE settings.version = $2",
        )
        .bind(member_id.as_str())
        .bind(replaced)
        .bind(&body)
        .bind(self.now())
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        audit::insert(&mut tx, entry, self.now()).await?;
        tx.commit().await?;
        Ok(true)
    }
}

fn read(row: &SettingsRow) -> Result<VersionedSettings, StoreError> {
    const UNREADABLE: StoreError = StoreError::Corrupt("settings");
    let body = serde_json::from_str(&row.body).map_err(|_unreadable| UNREADABLE)?;
    let settings = Settings::default().changed(&body).map_err(|_unreadable| UNREADABLE)?;
    Ok(VersionedSettings { settings, version: row.version })
}
