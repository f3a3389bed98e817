//! The audit: who did what when with which outcome. Ids only; rows are added, never changed.

use super::{Store, StoreError};
use crate::domain::audit::AuditEntry;

impl Store {
    /// Adds an entry.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn insert_audit(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO audit (member_id, user_id, action, contact_id, outcome, request_id, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(entry.principal.member_id.as_str())
        .bind(entry.principal.user_id.get())
        .bind(entry.action.as_str())
        .bind(entry.contact_id.map(crate::domain::ids::ContactId::get))
        .bind(entry.outcome)
        .bind(&entry.request_id)
        .bind(self.now())
        .execute(&self.writer)
        .await?;
        Ok(())
    }
}
