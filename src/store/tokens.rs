//! Token pairs, one for each user of a portal. A pair is replaced as a whole, in one statement, and a renewal only
//! replaces the pair that it was made from.

use sqlx::FromRow;

use super::{Store, StoreError};
use crate::domain::clock::UnixTime;
use crate::domain::ids::{MemberId, UserId};
use crate::domain::secret::{AccessToken, RefreshToken};
use crate::domain::token::{Authorization, AuthorizationState, Principal, TokenPair};

#[derive(FromRow)]
struct AuthorizationRow {
    access_token: Vec<u8>,
    refresh_token: Option<Vec<u8>>,
    expires_at: Option<i64>,
    state: String,
    version: i64,
}

struct SealedPair {
    access: Vec<u8>,
    refresh: Option<Vec<u8>>,
}

impl Store {
    /// The user's authorization, if there is one.
    ///
    /// # Errors
    /// When the database does not answer or the row cannot be read.
    pub async fn find_authorization(&self, whose: &Principal) -> Result<Option<Authorization>, StoreError> {
        let row: Option<AuthorizationRow> = sqlx::query_as(
            "SELECT access_token, refresh_token, expires_at, state, version
             FROM authorizations WHERE member_id = $1 AND user_id = $2",
        )
        .bind(whose.member_id.as_str())
        .bind(whose.user_id.get())
        .fetch_optional(&self.reader)
        .await?;
        row.map(|row| self.read_authorization(whose, row)).transpose()
    }

    /// The authorization of any user of the portal that can still be used, the freshest first.
    ///
    /// # Errors
    /// When the database does not answer or the row cannot be read.
    pub async fn find_any_authorization(
        &self,
        member_id: &MemberId,
    ) -> Result<Option<Authorization>, StoreError> {
        let user: Option<u32> = sqlx::query_scalar(
            "SELECT user_id FROM authorizations WHERE member_id = $1 AND state = 'alive'
             ORDER BY updated_at DESC, user_id LIMIT 1",
        )
        .bind(member_id.as_str())
        .fetch_optional(&self.reader)
        .await?;
        let Some(user_id) = user.and_then(UserId::new) else { return Ok(None) };
        self.find_authorization(&Principal { member_id: member_id.clone(), user_id }).await
    }

    /// Stores a pair that the portal just gave the user, whatever was there before. Without a refresh token the one
    /// in the row stays: it belongs to an older pair of the same user and still renews.
    ///
    /// # Errors
    /// When the database does not answer, or the portal is not known.
    pub async fn save_authorization(&self, whose: &Principal, pair: &TokenPair) -> Result<(), StoreError> {
        let sealed = self.seal_pair(whose, pair)?;
        sqlx::query(
            "INSERT INTO authorizations (member_id, user_id, access_token, refresh_token, expires_at, state, version,
                                         created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, 'alive', 1, $6, $6)
             ON CONFLICT (member_id, user_id) DO UPDATE SET
                 access_token = excluded.access_token,
                 refresh_token = coalesce(excluded.refresh_token, authorizations.refresh_token),
                 expires_at = excluded.expires_at, state = 'alive',
                 version = authorizations.version + 1, updated_at = excluded.updated_at",
        )
        .bind(whose.member_id.as_str())
        .bind(whose.user_id.get())
        .bind(sealed.access)
        .bind(sealed.refresh)
        .bind(pair.expires_at.map(|at| at.0))
        .bind(self.now())
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Replaces the pair if the row still has this version; `false` when somebody else was quicker.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn replace_pair_if(
        &self,
        whose: &Principal,
        version: i64,
        pair: &TokenPair,
    ) -> Result<bool, StoreError> {
        let sealed = self.seal_pair(whose, pair)?;
        let done = sqlx::query(
            "UPDATE authorizations SET access_token = $1, refresh_token = $2, expires_at = $3, state = 'alive',
                                       version = version + 1, updated_at = $4
             WHERE member_id = $5 AND user_id = $6 AND version = $7",
        )
        .bind(sealed.access)
        .bind(sealed.refresh)
        .bind(pair.expires_at.map(|at| at.0))
        .bind(self.now())
        .bind(whose.member_id.as_str())
        .bind(whose.user_id.get())
        .bind(version)
        .execute(&self.writer)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Marks the authorization as gone if the row still has this version: the user has to open the app again.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn mark_gone_if(&self, whose: &Principal, version: i64) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE authorizations SET state = 'gone', version = version + 1, updated_at = $1
             WHERE member_id = $2 AND user_id = $3 AND version = $4",
        )
        .bind(self.now())
        .bind(whose.member_id.as_str())
        .bind(whose.user_id.get())
        .bind(version)
        .execute(&self.writer)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    fn seal_pair(&self, whose: &Principal, pair: &TokenPair) -> Result<SealedPair, StoreError> {
        let refresh = pair.refresh.as_ref();
        Ok(SealedPair {
            access: self.seal.seal(&place(whose, "access_token"), pair.access.expose())?,
            refresh: refresh
                .map(|token| self.seal.seal(&place(whose, "refresh_token"), token.expose()))
                .transpose()?,
        })
    }

    fn read_authorization(
        &self,
        whose: &Principal,
        row: AuthorizationRow,
    ) -> Result<Authorization, StoreError> {
        const UNREADABLE: StoreError = StoreError::Corrupt("authorizations");
        let access = self.seal.open(&place(whose, "access_token"), &row.access_token)?;
        let refresh = row
            .refresh_token
            .map(|sealed| self.seal.open(&place(whose, "refresh_token"), &sealed))
            .transpose()?;
        Ok(Authorization {
            principal: whose.clone(),
            pair: TokenPair {
                access: AccessToken::parse(&access).ok_or(UNREADABLE)?,
                refresh: refresh.as_deref().and_then(RefreshToken::parse),
                expires_at: row.expires_at.map(UnixTime),
            },
            version: row.version,
            state: if row.state == "alive" { AuthorizationState::Alive } else { AuthorizationState::Gone },
        })
    }
}

pub(super) fn place(whose: &Principal, column: &str) -> String {
    format!("authorizations/{column}/{}/{}", whose.member_id, whose.user_id)
}
