//! Seals all values again with the first key, so that an older key can leave the configuration. The service may run
//! meanwhile: a value is replaced only if it is still the one that was read. The old value is overwritten. The
//! write-ahead log is emptied afterwards (`wal`).

use super::jobs::filter_place;
use super::tokens::place;
use super::{Store, StoreError, saved_filters, snapshots};
use crate::domain::ids::{ContactId, MemberId, UserId};
use crate::domain::job::JobId;
use crate::domain::token::Principal;

const ROWS_AT_ONCE: i64 = 100;

/// Portal, user, access token, refresh token.
type SealedRow = (String, u32, Vec<u8>, Option<Vec<u8>>);

impl Store {
    /// Seals every value of an older key again. Calls `tell` after each chunk with the number of values done so far.
    pub async fn rekey(&self, mut tell: impl FnMut(u64)) -> Result<u64, StoreError> {
        let mut done = 0;
        loop {
            let chunk = self.rekey_portals().await?
                + self.rekey_authorizations().await?
                + self.rekey_filters().await?
                + self.rekey_saved_filters().await?
                + self.rekey_snapshots().await?
                + self.rekey_portal_words().await?;
            if chunk == 0 {
                return Ok(done);
            }
            done += chunk;
            tell(done);
        }
    }

    async fn rekey_portals(&self) -> Result<u64, StoreError> {
        let rows: Vec<(String, Vec<u8>)> = sqlx::query_as(
            "SELECT member_id, application_token FROM portals
             WHERE application_token IS NOT NULL AND substr(application_token, 1, 4) <> $1 LIMIT $2",
        )
        .bind(self.seal.first_key())
        .bind(ROWS_AT_ONCE)
        .fetch_all(&self.writer)
        .await?;
        let mut done = 0;
        for (member_id, sealed) in rows {
            let place = format!("portals/application_token/{member_id}");
            sqlx::query(
                "UPDATE portals SET application_token = $1 WHERE member_id = $2 AND application_token = $3",
            )
            .bind(self.seal.seal(&place, &self.seal.open(&place, &sealed)?)?)
            .bind(member_id)
            .bind(sealed)
            .execute(&self.writer)
            .await?;
            done += 1;
        }
        Ok(done)
    }

    async fn rekey_filters(&self) -> Result<u64, StoreError> {
        let rows: Vec<(i64, String, Vec<u8>)> = sqlx::query_as(
            "SELECT id, member_id, filter FROM jobs WHERE filter IS NOT NULL AND substr(filter, 1, 4) <> $1 LIMIT $2",
        )
        .bind(self.seal.first_key())
        .bind(ROWS_AT_ONCE)
        .fetch_all(&self.writer)
        .await?;
        let mut done = 0;
        for (id, member_id, sealed) in rows {
            let key = MemberId::parse(&member_id).ok_or(StoreError::Corrupt("jobs"))?;
            let place = filter_place(&key);
            sqlx::query("UPDATE jobs SET filter = $1 WHERE id = $2 AND filter = $3")
                .bind(self.seal.seal(&place, &self.seal.open(&place, &sealed)?)?)
                .bind(id)
                .bind(sealed)
                .execute(&self.writer)
                .await?;
            done += 1;
        }
        Ok(done)
    }

    async fn rekey_saved_filters(&self) -> Result<u64, StoreError> {
        let rows: Vec<(i64, String, Vec<u8>)> = sqlx::query_as(
            "SELECT id, member_id, body FROM saved_filters WHERE substr(body, 1, 4) <> $1 LIMIT $2",
        )
        .bind(self.seal.first_key())
        .bind(ROWS_AT_ONCE)
        .fetch_all(&self.writer)
        .await?;
        let mut done = 0;
        for (id, member_id, sealed) in rows {
            let place = saved_filters::place(&member_id);
            sqlx::query("UPDATE saved_filters SET body = $1 WHERE id = $2 AND body = $3")
                .bind(self.seal.seal(&place, &self.seal.open(&place, &sealed)?)?)
                .bind(id)
                .bind(sealed)
                .execute(&self.writer)
                .await?;
            done += 1;
        }
        Ok(done)
    }

    async fn rekey_snapshots(&self) -> Result<u64, StoreError> {
        let rows: Vec<(i64, u32, Vec<u8>)> = sqlx::query_as(
            "SELECT job_id, contact_id, body FROM snapshots WHERE substr(body, 1, 4) < $1 OR substr(body, 1, 4) > $1
             LIMIT $2",
        )
        .bind(self.seal.first_key())
        .bind(ROWS_AT_ONCE)
        .fetch_all(&self.writer)
        .await?;
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let mut done = 0;
        for (job_id, contact_id, sealed) in rows {
            let id = ContactId::new(contact_id).ok_or(StoreError::Corrupt("snapshots"))?;
            let place = snapshots::place(JobId(job_id), id);
            sqlx::query("UPDATE snapshots SET body = $1 WHERE job_id = $2 AND contact_id = $3 AND body = $4")
                .bind(self.seal.seal(&place, &self.seal.open(&place, &sealed)?)?)
                .bind(job_id)
                .bind(contact_id)
                .bind(sealed)
                .execute(&mut *tx)
                .await?;
            done += 1;
        }
        tx.commit().await?;
        Ok(done)
    }

    async fn rekey_authorizations(&self) -> Result<u64, StoreError> {
        let rows: Vec<SealedRow> = sqlx::query_as(
            "SELECT member_id, user_id, access_token, refresh_token FROM authorizations
             WHERE substr(access_token, 1, 4) <> $1
                OR (refresh_token IS NOT NULL AND substr(refresh_token, 1, 4) <> $1) LIMIT $2",
        )
        .bind(self.seal.first_key())
        .bind(ROWS_AT_ONCE)
        .fetch_all(&self.writer)
        .await?;
        let mut done = 0;
        for (member_id, user_id, access, refresh) in rows {
            let ids = MemberId::parse(&member_id).zip(UserId::new(user_id));
            let (key, user) = ids.ok_or(StoreError::Corrupt("authorizations"))?;
            let principal = Principal { member_id: key, user_id: user };
            let reseal = |column: &str, sealed: &[u8]| {
                let place = place(&principal, column);
                self.seal.seal(&place, &self.seal.open(&place, sealed)?)
            };
            let new_refresh = refresh.as_deref().map(|sealed| reseal("refresh_token", sealed)).transpose()?;
            sqlx::query(
                "UPDATE authorizations SET access_token = $1, refresh_token = $2
                 WHERE member_id = $3 AND user_id = $4 AND access_token = $5",
            )
            .bind(reseal("access_token", &access)?)
            .bind(new_refresh)
            .bind(member_id)
            .bind(user_id)
            .bind(access)
            .execute(&self.writer)
            .await?;
            done += 1;
        }
        Ok(done)
    }
}
