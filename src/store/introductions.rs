//! The portals whose administrators still have to see the first steps. They are shown once, after the first
//! installation.

use super::{Store, StoreError};
use crate::domain::ids::MemberId;
use crate::domain::installation::InstallationId;

impl Store {
    /// Makes the first steps due. If the portal already has an entry, the entry stays as it is.
    pub async fn start_introduction(&self, installation: &InstallationId) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO introductions (member_id, due, updated_at)
             SELECT member_id, 1, $3 FROM portals WHERE member_id = $1 AND generation = $2
             ON CONFLICT DO NOTHING",
        )
        .bind(installation.member_id.as_str())
        .bind(installation.generation)
        .bind(self.now())
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Whether the first steps still have to be shown.
    pub async fn is_introduction_due(&self, member_id: &MemberId) -> Result<bool, StoreError> {
        let due = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM introductions WHERE member_id = $1 AND due = 1)",
        )
        .bind(member_id.as_str())
        .fetch_one(&self.reader)
        .await?;
        Ok(due)
    }

    /// Saves that the first steps were read, so they are not shown again.
    pub async fn end_introduction(&self, installation: &InstallationId) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE introductions SET due = 0, updated_at = $3
             WHERE member_id = $1 AND due = 1
               AND EXISTS (SELECT 1 FROM portals WHERE member_id = $1 AND generation = $2)",
        )
        .bind(installation.member_id.as_str())
        .bind(installation.generation)
        .bind(self.now())
        .execute(&self.writer)
        .await?;
        Ok(())
    }
}
