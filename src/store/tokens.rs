//! Token pairs, one for each user of a portal. One statement stores a pair; without a refresh token it replaces only
//! the access token. Renewals are in `renewal`.

use sqlx::{FromRow, SqliteConnection};

use super::portals::PortalFacts;
use super::{Store, StoreError};
use crate::domain::clock::UnixTime;
use crate::domain::ids::{MemberId, UserId};
use crate::domain::portal::{Portal, PortalStatus};
use crate::domain::secret::{AccessToken, RefreshToken};
use crate::domain::token::{Authorization, AuthorizationState, GoneReason, Principal, TokenPair};

#[derive(FromRow)]
struct AuthorizationRow {
    access_token: Vec<u8>,
    refresh_token: Option<Vec<u8>>,
    expires_at: Option<i64>,
    state: String,
    gone_reason: Option<String>,
    version: i64,
    generation: i64,
}

pub(super) struct SealedPair {
    pub(super) access: Vec<u8>,
    pub(super) refresh: Option<Vec<u8>>,
}

impl Store {
    /// How many of the portal's authorizations are usable, and how many are not.
    pub async fn count_authorizations(&self, member_id: &MemberId) -> Result<(u32, u32), StoreError> {
        let counts = sqlx::query_as(
            "SELECT count(*) FILTER (WHERE state = 'alive'), count(*) FILTER (WHERE state <> 'alive')
             FROM authorizations WHERE member_id = $1",
        )
        .bind(member_id.as_str())
        .fetch_one(&self.reader)
        .await?;
        Ok(counts)
    }

    /// The user's authorization, if there is one.
    pub async fn find_authorization(
        &self,
        principal: &Principal,
    ) -> Result<Option<Authorization>, StoreError> {
        let row: Option<AuthorizationRow> = sqlx::query_as(
            "SELECT access_token, refresh_token, expires_at, state, gone_reason, version, generation
             FROM authorizations JOIN portals USING (member_id) WHERE member_id = $1 AND user_id = $2",
        )
        .bind(principal.member_id.as_str())
        .bind(principal.user_id.get())
        .fetch_optional(&self.reader)
        .await?;
        row.map(|row| self.read_authorization(principal, row)).transpose()
    }

    /// An authorization of any user of the portal: the newest usable one, otherwise the newest one.
    pub async fn find_any_authorization(
        &self,
        member_id: &MemberId,
    ) -> Result<Option<Authorization>, StoreError> {
        let user: Option<u32> = sqlx::query_scalar(
            "SELECT user_id FROM authorizations WHERE member_id = $1
             ORDER BY state = 'alive' DESC, updated_at DESC, user_id LIMIT 1",
        )
        .bind(member_id.as_str())
        .fetch_optional(&self.reader)
        .await?;
        let Some(user_id) = user.and_then(UserId::new) else { return Ok(None) };
        self.find_authorization(&Principal { member_id: member_id.clone(), user_id }).await
    }

    /// Adds the portal or updates its row, and stores the pair that it just gave the user. If the portal has left
    /// since it was `seen`, nothing is stored: a slow page must not bring back what was removed. If another request
    /// has begun the same installation meanwhile, the pair is stored.
    pub async fn save_opening(
        &self,
        seen: Option<&Portal>,
        (facts, status): (&PortalFacts, PortalStatus),
        (user_id, pair): (UserId, &TokenPair),
    ) -> Result<Option<Portal>, StoreError> {
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let now: Option<(i64, bool)> =
            sqlx::query_as("SELECT generation, status <> 'removed' FROM portals WHERE member_id = $1")
                .bind(facts.member_id.as_str())
                .fetch_optional(&mut *tx)
                .await?;
        let seen = seen.map(|seen| (seen.generation, seen.status != PortalStatus::Removed));
        let has_begun = |now: (i64, bool)| now.1 && !seen.is_some_and(|seen| seen.1);
        if now != seen && !now.is_some_and(has_begun) {
            return Ok(None);
        }
        let portal = self.write_portal(&mut tx, facts, status).await?;
        let principal = Principal { member_id: facts.member_id.clone(), user_id };
        self.write_authorization(&mut tx, &principal, pair).await?;
        tx.commit().await?;
        Ok(Some(portal))
    }

    /// Stores a pair that the portal just gave the user. An authorization that was gone becomes usable.
    ///
    /// Without a refresh token, the stored one stays with its lease and its tries: it belongs to the same user and
    /// still renews. A new refresh token clears the lease and the tries of the old one.
    ///
    /// If the refresh token of the pair was spent for the stored pair, the stored pair is newer and stays: the user
    /// has loaded an old page again.
    async fn write_authorization(
        &self,
        writer: &mut SqliteConnection,
        principal: &Principal,
        pair: &TokenPair,
    ) -> Result<(), StoreError> {
        let sealed = self.seal_pair(principal, pair)?;
        sqlx::query(
            "INSERT INTO authorizations AS old
                 (member_id, user_id, access_token, refresh_token, expires_at, state, version,
                  refresh_version, keep_alive_at, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, 'alive', 1, 1, $7, $6, $6)
             ON CONFLICT (member_id, user_id) DO UPDATE SET
                 access_token = excluded.access_token, expires_at = excluded.expires_at,
                 state = 'alive', gone_reason = NULL, version = old.version + 1, updated_at = excluded.updated_at,
                 refresh_token = coalesce(excluded.refresh_token, old.refresh_token),
                 refresh_version = CASE WHEN $4 IS NULL THEN old.refresh_version ELSE old.version + 1 END,
                 keep_alive_at = CASE WHEN $4 IS NULL THEN old.keep_alive_at ELSE excluded.keep_alive_at END,
                 lease_owner = CASE WHEN $4 IS NULL THEN old.lease_owner END,
                 lease_until = CASE WHEN $4 IS NULL THEN old.lease_until END,
                 renewal_begun_at = CASE WHEN $4 IS NULL THEN old.renewal_begun_at END,
                 renewal_tries = CASE WHEN $4 IS NULL THEN old.renewal_tries ELSE 0 END
             WHERE old.state <> 'alive' OR $8 IS NULL OR old.spent_refresh IS NOT $8",
        )
        .bind(principal.member_id.as_str())
        .bind(principal.user_id.get())
        .bind(sealed.access)
        .bind(sealed.refresh)
        .bind(pair.expires_at.map(|at| at.0))
        .bind(self.now())
        .bind(principal.keep_alive_at(self.clock.now()).0)
        .bind(pair.refresh.as_ref().map(|token| token.fingerprint().to_vec()))
        .execute(writer)
        .await?;
        Ok(())
    }

    pub(super) fn seal_pair(
        &self,
        principal: &Principal,
        pair: &TokenPair,
    ) -> Result<SealedPair, StoreError> {
        let refresh = pair.refresh.as_ref();
        Ok(SealedPair {
            access: self.seal.seal(&place(principal, "access_token"), pair.access.expose())?,
            refresh: refresh
                .map(|token| self.seal.seal(&place(principal, "refresh_token"), token.expose()))
                .transpose()?,
        })
    }

    fn read_authorization(
        &self,
        principal: &Principal,
        row: AuthorizationRow,
    ) -> Result<Authorization, StoreError> {
        const UNREADABLE: StoreError = StoreError::Corrupt("authorizations");
        let access = self.seal.open(&place(principal, "access_token"), &row.access_token)?;
        let refresh = self.open_refresh_token(principal, row.refresh_token)?;
        Ok(Authorization {
            principal: principal.clone(),
            pair: TokenPair {
                access: AccessToken::parse(&access).ok_or(UNREADABLE)?,
                refresh,
                expires_at: row.expires_at.map(UnixTime),
            },
            version: row.version,
            generation: row.generation,
            state: match row.state.as_str() {
                "alive" => AuthorizationState::Alive,
                _ => AuthorizationState::Gone(read_reason(row.gone_reason.as_deref())),
            },
        })
    }

    pub(super) fn open_refresh_token(
        &self,
        principal: &Principal,
        sealed: Option<Vec<u8>>,
    ) -> Result<Option<RefreshToken>, StoreError> {
        let opened =
            sealed.map(|sealed| self.seal.open(&place(principal, "refresh_token"), &sealed)).transpose()?;
        Ok(opened.as_deref().and_then(RefreshToken::parse))
    }
}

const REASONS: [(GoneReason, &str); 4] = [
    (GoneReason::Refused, "refused"),
    (GoneReason::LostRenewal, "lost_renewal"),
    (GoneReason::ForeignPair, "foreign_pair"),
    (GoneReason::NoRefreshToken, "no_refresh_token"),
];

/// Rows from before reasons were stored have none.
fn read_reason(word: Option<&str>) -> GoneReason {
    REASONS.iter().find(|(_, known)| word == Some(known)).map_or(GoneReason::Refused, |(reason, _)| *reason)
}

pub(super) fn reason_word(reason: GoneReason) -> &'static str {
    REASONS.iter().find(|(known, _)| *known == reason).map_or("refused", |(_, word)| word)
}

pub(super) fn place(principal: &Principal, column: &str) -> String {
    format!("authorizations/{column}/{}/{}", principal.member_id, principal.user_id)
}
