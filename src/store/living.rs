//! What is written for an installation proves, in the same statement or transaction, that it lives: its portal may have
//! left, and come back as another one, since it was looked at.

use sqlx::SqliteConnection;

use super::{Store, StoreError};
use crate::domain::installation::InstallationId;

/// The condition, with the numbers of the parameters that name portal and generation.
macro_rules! living {
    ($member_id:literal, $generation:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM portals WHERE member_id = ",
            $member_id,
            " AND generation = ",
            $generation,
            " AND status <> 'removed')"
        )
    };
}
pub(super) use living;

impl Store {
    /// Whether the installation lives.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_living(&self, installation: &InstallationId) -> Result<bool, StoreError> {
        let mut reader = self.reader.acquire().await?;
        is_living(&mut reader, installation).await
    }
}

/// The same within a transaction.
pub(super) async fn is_living(
    connection: &mut SqliteConnection,
    installation: &InstallationId,
) -> Result<bool, StoreError> {
    let lives = sqlx::query_scalar(concat!("SELECT ", living!("$1", "$2")))
        .bind(installation.member_id.as_str())
        .bind(installation.generation)
        .fetch_one(connection)
        .await?;
    Ok(lives)
}
