//! Renewals of a pair. The row's lease lets one process at a time renew the pair. A try is saved before the refresh
//! token is sent. If a try has no result, the token may be spent.
//!
//! A new pair is stored if the row still has the refresh token that it was bought with, even if another process has
//! the lease by now: the new pair may be the only valid one. It is never stored in another installation.

use std::time::Duration;

use sqlx::FromRow;

use super::living::living;
use super::tokens::reason_word;
use super::{Store, StoreError};
use crate::domain::ids::{MemberId, UserId};
use crate::domain::secret::RefreshToken;
use crate::domain::token::{GoneReason, Principal, TokenPair};

/// How long after a failed keep-alive the next one is tried.
const KEEP_ALIVE_AGAIN: Duration = Duration::from_hours(24);

/// The right to renew a pair, and the token for it.
#[derive(Debug)]
pub struct Renewal {
    /// The refresh token that the renewal spends.
    pub refresh: Option<RefreshToken>,
    /// How many tries with this token have no result, including this one.
    pub tries: i64,
    owner: String,
    generation: i64,
    version: i64,
    refresh_version: i64,
}

#[derive(FromRow)]
struct BegunRow {
    refresh_token: Option<Vec<u8>>,
    refresh_version: i64,
    renewal_tries: i64,
}

impl Store {
    /// Takes the lease and saves the try in one statement. It is on disk when this function returns. Returns `None`
    /// if another process holds the lease, or the row has another version or is gone. A lease that ends too late does
    /// not count: a clock wrote it that has since been set back.
    pub async fn begin_renewal(
        &self,
        principal: &Principal,
        (generation, version): (i64, i64),
        owner: &str,
        lease: Duration,
    ) -> Result<Option<Renewal>, StoreError> {
        // All rows are fetched, although there is at most one, because the statement is committed only at its end.
        let rows: Vec<BegunRow> = sqlx::query_as(concat!(
            "UPDATE authorizations SET lease_owner = $1, lease_until = $2,
                                       renewal_begun_at = $3, renewal_tries = renewal_tries + 1
             WHERE member_id = $4 AND user_id = $5 AND version = $6 AND state = 'alive'
               AND (lease_until IS NULL OR lease_until <= $3 OR lease_until > $2)
               AND ",
            living!("$4", "$7"),
            " RETURNING refresh_token, refresh_version, renewal_tries"
        ))
        .bind(owner)
        .bind(self.clock.now().plus(lease).0)
        .bind(self.now())
        .bind(principal.member_id.as_str())
        .bind(principal.user_id.get())
        .bind(version)
        .bind(generation)
        .fetch_all(&self.writer)
        .await?;
        let begun = rows.into_iter().next().map(|row| {
            Ok(Renewal {
                refresh: self.open_refresh_token(principal, row.refresh_token)?,
                tries: row.renewal_tries,
                owner: owner.to_owned(),
                generation,
                version,
                refresh_version: row.refresh_version,
            })
        });
        begun.transpose()
    }

    /// Extends the lease if it is still held.
    pub async fn extend_lease(
        &self,
        principal: &Principal,
        renewal: &Renewal,
        lease: Duration,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE authorizations SET lease_until = $1
             WHERE member_id = $2 AND user_id = $3 AND lease_owner = $4",
        )
        .bind(self.clock.now().plus(lease).0)
        .bind(principal.member_id.as_str())
        .bind(principal.user_id.get())
        .bind(&renewal.owner)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Stores the new pair and ends the renewal. Returns `false` if the row has a newer refresh token or the
    /// installation is over.
    pub async fn finish_renewal(
        &self,
        principal: &Principal,
        renewal: &Renewal,
        pair: &TokenPair,
    ) -> Result<bool, StoreError> {
        let sealed = self.seal_pair(principal, pair)?;
        let done = sqlx::query(concat!(
            "UPDATE authorizations SET access_token = $1, refresh_token = $2, expires_at = $3,
                 state = 'alive', gone_reason = NULL, version = version + 1, refresh_version = version + 1,
                 lease_owner = NULL, lease_until = NULL, renewal_begun_at = NULL, renewal_tries = 0,
                 keep_alive_at = $4, updated_at = $5, spent_refresh = $9
             WHERE member_id = $6 AND user_id = $7 AND refresh_version = $8 AND ",
            living!("$6", "$10")
        ))
        .bind(sealed.access)
        .bind(sealed.refresh)
        .bind(pair.expires_at.map(|at| at.0))
        .bind(principal.keep_alive_at(self.clock.now()).0)
        .bind(self.now())
        .bind(principal.member_id.as_str())
        .bind(principal.user_id.get())
        .bind(renewal.refresh_version)
        .bind(renewal.refresh.as_ref().map(|spent| spent.fingerprint().to_vec()))
        .bind(renewal.generation)
        .execute(&self.writer)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Gives the lease back without a new pair. A try that cannot have spent the token does not count any more. Any
    /// other try stays in the row. The tokens stay in both cases.
    pub async fn give_up_renewal(
        &self,
        principal: &Principal,
        renewal: &Renewal,
        may_be_spent: bool,
    ) -> Result<(), StoreError> {
        let sql = if may_be_spent {
            "UPDATE authorizations SET lease_owner = NULL, lease_until = NULL
             WHERE member_id = $1 AND user_id = $2 AND lease_owner = $3"
        } else {
            "UPDATE authorizations SET lease_owner = NULL, lease_until = NULL, renewal_tries = renewal_tries - 1,
                 renewal_begun_at = CASE WHEN renewal_tries > 1 THEN renewal_begun_at END
             WHERE member_id = $1 AND user_id = $2 AND lease_owner = $3"
        };
        sqlx::query(sql)
            .bind(principal.member_id.as_str())
            .bind(principal.user_id.get())
            .bind(&renewal.owner)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Marks the authorization as gone, so the user has to open the app again. Returns `false` if the row has changed
    /// since the renewal began, or the installation is over. A stored token is newer than the refusal, even an access
    /// token alone.
    pub async fn end_authorization(
        &self,
        principal: &Principal,
        renewal: &Renewal,
        reason: GoneReason,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(concat!(
            "UPDATE authorizations SET state = 'gone', gone_reason = $1, version = version + 1,
                 lease_owner = NULL, lease_until = NULL, updated_at = $2
             WHERE member_id = $3 AND user_id = $4 AND version = $5 AND ",
            living!("$3", "$6")
        ))
        .bind(reason_word(reason))
        .bind(self.now())
        .bind(principal.member_id.as_str())
        .bind(principal.user_id.get())
        .bind(renewal.version)
        .bind(renewal.generation)
        .execute(&self.writer)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Claims up to `limit` pairs that were not used for too long, the oldest first. One process gets each pair. It
    /// is due again after a day at the earliest.
    pub async fn claim_silent(&self, limit: u32) -> Result<Vec<Principal>, StoreError> {
        let rows: Vec<(String, u32)> = sqlx::query_as(
            "UPDATE authorizations SET keep_alive_at = $1
             WHERE (member_id, user_id) IN (
                 SELECT member_id, user_id FROM authorizations
                 WHERE keep_alive_at <= $2 AND state = 'alive' AND refresh_token IS NOT NULL
                 ORDER BY keep_alive_at LIMIT $3)
             RETURNING member_id, user_id",
        )
        .bind(self.clock.now().plus(KEEP_ALIVE_AGAIN).0)
        .bind(self.now())
        .bind(limit)
        .fetch_all(&self.writer)
        .await?;
        let read = |(member_id, user_id): (String, u32)| {
            Some(Principal { member_id: MemberId::parse(&member_id)?, user_id: UserId::new(user_id)? })
        };
        rows.into_iter().map(|row| read(row).ok_or(StoreError::Corrupt("authorizations"))).collect()
    }
}
