//! Writes for an installation check, in the same statement or transaction, that it is still current. Its portal may
//! have left, and may have come back as another installation, since it was read.

use sqlx::SqliteConnection;

use super::{Store, StoreError};
use crate::domain::installation::InstallationId;

/// The condition in SQL, with the parameters for member id and generation.
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
    /// Whether the installation is still current.
    pub async fn is_living(&self, installation: &InstallationId) -> Result<bool, StoreError> {
        let mut reader = self.reader.acquire().await?;
        is_living(&mut reader, installation).await
    }
}

/// The same in a transaction.
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
