//! When was it asked whether the app is still on a portal, and about which portals nobody can prove that it is not.

use sqlx::FromRow;

use super::{Store, StoreError};
use crate::domain::clock::UnixTime;
use crate::domain::ids::MemberId;
use crate::domain::installation::InstallationId;

#[derive(FromRow)]
struct KeyRow {
    member_id: String,
}

impl Store {
    /// Takes the turn to ask because of an event if nobody did since `before`: `true` for one caller. A time that is not
    /// there yet was written by a clock that has since been set back.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn claim_event_check(
        &self,
        installation: &InstallationId,
        before: UnixTime,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE portals SET presence_asked_at = $3
             WHERE member_id = $1 AND generation = $2 AND status <> 'removed'
               AND (presence_asked_at <= $4 OR presence_asked_at > $3)",
        )
        .bind(installation.member_id.as_str())
        .bind(installation.generation)
        .bind(self.now())
        .bind(before.0)
        .execute(&self.writer)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Takes at most so many portals that nobody has looked after since `before` and whose uninstallation could not be
    /// proved: the secret of their events was never learned, or an authentic event is in doubt. Each is taken by one
    /// process, and not again before as much time has passed.
    ///
    /// # Errors
    /// When the database does not answer or a row cannot be read.
    pub async fn claim_unproven_portals(
        &self,
        before: UnixTime,
        limit: u32,
    ) -> Result<Vec<MemberId>, StoreError> {
        let taken: Vec<KeyRow> = sqlx::query_as(
            "UPDATE portals SET presence_looked_at = $1 WHERE member_id IN (
                 SELECT member_id FROM portals
                 WHERE status = 'active' AND (application_token IS NULL OR doubted = 1)
                   AND (max(presence_looked_at, installed_at) <= $2 OR presence_looked_at > $1)
                 ORDER BY presence_looked_at LIMIT $3)
             RETURNING member_id",
        )
        .bind(self.now())
        .bind(before.0)
        .bind(limit)
        .fetch_all(&self.writer)
        .await?;
        let read = |row: KeyRow| MemberId::parse(&row.member_id).ok_or(StoreError::Corrupt("portals"));
        taken.into_iter().map(read).collect()
    }

    /// Notes whether an authentic event says that the app has left and nobody could prove it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn set_removal_unproven(
        &self,
        installation: &InstallationId,
        doubted: bool,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE portals SET doubted = $3
             WHERE member_id = $1 AND generation = $2 AND status <> 'removed' AND doubted <> $3",
        )
        .bind(installation.member_id.as_str())
        .bind(installation.generation)
        .bind(doubted)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// When a pair of any user of the portal came in, was renewed or ended the last time.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn last_pair_at(&self, member_id: &MemberId) -> Result<Option<UnixTime>, StoreError> {
        let last: Option<i64> =
            sqlx::query_scalar("SELECT max(updated_at) FROM authorizations WHERE member_id = $1")
                .bind(member_id.as_str())
                .fetch_one(&self.reader)
                .await?;
        Ok(last.map(UnixTime))
    }
}
