//! When the authorization server was asked whether the app is still on a portal, and which portals may have left
//! without proof.

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
    /// Claims the check that an event asks for, if none was claimed since `before`. Returns `true` to one caller. A
    /// time in the future does not count: a clock wrote it that has since been set back.
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

    /// Claims up to `limit` portals that were not checked since `before` and whose removal cannot be proved. Either
    /// their application token was never learned, or an authentic event reported a removal without proof. One process
    /// gets each portal. It is due again after the same period.
    pub async fn claim_unproven_portals(
        &self,
        before: UnixTime,
        limit: u32,
    ) -> Result<Vec<MemberId>, StoreError> {
        let claimed: Vec<KeyRow> = sqlx::query_as(
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
        claimed.into_iter().map(read).collect()
    }

    /// Saves whether an authentic event reported a removal without proof.
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

    /// When a pair of any user of the portal was last stored, renewed or ended.
    pub async fn last_pair_at(&self, member_id: &MemberId) -> Result<Option<UnixTime>, StoreError> {
        let last: Option<i64> =
            sqlx::query_scalar("SELECT max(updated_at) FROM authorizations WHERE member_id = $1")
                .bind(member_id.as_str())
                .fetch_one(&self.reader)
                .await?;
        Ok(last.map(UnixTime))
    }
}
