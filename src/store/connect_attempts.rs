//! Attempts to connect that browser tabs have begun. The first use deletes the row, so a second use finds nothing.

use sqlx::FromRow;

use super::{Store, StoreError};
use crate::domain::clock::UnixTime;
use crate::domain::connect::ConnectAttempt;
use crate::domain::portal::PortalHost;
use crate::domain::secret::ConnectState;

/// Most attempts that are kept. Anybody can begin one, and the oldest was most likely given up.
const MOST: i64 = 10_000;

#[derive(FromRow)]
struct AttemptRow {
    browser_hash: Vec<u8>,
    portal: String,
    expires_at: i64,
}

impl Store {
    /// Saves an attempt under the hash of its state. Deletes expired attempts, and the oldest ones beyond the limit.
    pub async fn save_attempt(
        &self,
        state: &ConnectState,
        attempt: &ConnectAttempt,
    ) -> Result<(), StoreError> {
        let mut transaction = self.writer.begin().await?;
        sqlx::query(
            "DELETE FROM oauth_states
             WHERE expires_at <= $1 OR id <= (SELECT max(id) FROM oauth_states) - $2",
        )
        .bind(self.now())
        .bind(MOST - 1)
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "INSERT INTO oauth_states (state_hash, browser_hash, portal, expires_at) VALUES ($1, $2, $3, $4)",
        )
        .bind(state.fingerprint().as_slice())
        .bind(attempt.browser.as_slice())
        .bind(attempt.portal.to_string())
        .bind(attempt.expires_at.0)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Deletes expired attempts.
    pub async fn drop_attempts(&self) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM oauth_states WHERE expires_at <= $1")
            .bind(self.now())
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Finds an attempt and deletes it. It is found by a hash that the sender cannot choose, so the time of the
    /// search tells nothing about the stored states.
    pub async fn take_attempt(&self, state: &ConnectState) -> Result<Option<ConnectAttempt>, StoreError> {
        const UNREADABLE: StoreError = StoreError::Corrupt("oauth_states");
        let row: Option<AttemptRow> = sqlx::query_as(
            "DELETE FROM oauth_states WHERE state_hash = $1 RETURNING browser_hash, portal, expires_at",
        )
        .bind(state.fingerprint().as_slice())
        .fetch_optional(&self.writer)
        .await?;
        let read = |row: AttemptRow| {
            Ok(ConnectAttempt {
                portal: PortalHost::parse(&row.portal).ok_or(UNREADABLE)?,
                browser: row.browser_hash.try_into().map_err(|_length| UNREADABLE)?,
                expires_at: UnixTime(row.expires_at),
            })
        };
        row.map(read).transpose()
    }

    /// Whether a portal with this host and plain http is stored. Stored addresses come from the authorization server.
    pub async fn knows_over_http(&self, host: &PortalHost) -> Result<bool, StoreError> {
        // A host contains neither `%` nor `_`, the wildcards of LIKE.
        let found: Option<i64> = sqlx::query_scalar("SELECT 1 FROM portals WHERE endpoint LIKE $1 LIMIT 1")
            .bind(format!("http://{host}/%"))
            .fetch_optional(&self.reader)
            .await?;
        Ok(found.is_some())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::clock::{Clock, SystemClock};
    use crate::domain::ids::MemberId;
    use crate::domain::portal::{AuthServer, Endpoint, PortalStatus, Scopes};
    use crate::domain::secret::BrowserKey;
    use crate::store::portals::PortalFacts;
    use crate::store::seal::{Key, Seal};

    async fn store(folder: &tempfile::TempDir) -> Store {
        let key = Key::parse(&Key::generate().unwrap()).unwrap();
        let url = format!("sqlite://{}", folder.path().join("e.db").display());
        Store::open(&url, Seal::new(&key, &[]), Arc::new(SystemClock)).await.unwrap()
    }

    fn attempt(lifetime: i64) -> ConnectAttempt {
        let browser = BrowserKey::parse("browser").unwrap();
        let began = UnixTime(SystemClock.now().0 - 600 + lifetime);
        ConnectAttempt::new(PortalHost::parse("a.example").unwrap(), &browser, began)
    }

    fn state(number: i64) -> ConnectState {
        ConnectState::parse(&format!("state-{number}")).unwrap()
    }

    #[tokio::test]
    async fn expired_and_surplus_attempts_are_deleted() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder).await;
        let count = async || -> i64 {
            sqlx::query_scalar("SELECT count(*) FROM oauth_states").fetch_one(&store.reader).await.unwrap()
        };
        store.save_attempt(&state(1), &attempt(-1)).await.unwrap();
        store.save_attempt(&state(2), &attempt(60)).await.unwrap();
        assert_eq!(count().await, 1, "expired attempts are deleted");
        store.save_attempt(&state(3), &attempt(60)).await.unwrap();
        let raise_id =
            format!("UPDATE oauth_states SET id = id + {MOST} WHERE id = (SELECT max(id) FROM oauth_states)");
        sqlx::query(sqlx::AssertSqlSafe(raise_id)).execute(&store.writer).await.unwrap();
        store.save_attempt(&state(4), &attempt(60)).await.unwrap();
        assert!(store.take_attempt(&state(2)).await.unwrap().is_none(), "the oldest attempt is deleted");
        assert!(store.take_attempt(&state(3)).await.unwrap().is_some());
    }

    #[tokio::test]
    async fn a_portal_over_http_is_known_by_its_whole_host() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder).await;
        for (key, endpoint) in [("a", "http://crm.lan:8080/rest/"), ("b", "https://safe.lan/rest/")] {
            let facts = PortalFacts {
                member_id: MemberId::parse(key).unwrap(),
                endpoint: Endpoint::parse(endpoint).unwrap(),
                auth_server: AuthServer::parse("https://oauth.example/").unwrap(),
                licence: String::new(),
                scope: Scopes::default(),
                application_token: None,
                unpaid: false,
            };
            store.save_portal(&facts, PortalStatus::Active).await.unwrap();
        }
        for (host, known) in [
            ("crm.lan:8080", true),
            ("CRM.lan:8080", true),
            ("crm.lan", false),
            ("rm.lan:8080", false),
            ("safe.lan", false),
        ] {
            let host = PortalHost::parse(host).unwrap();
            assert_eq!(store.knows_over_http(&host).await.unwrap(), known, "{host}");
        }
    }

    #[tokio::test]
    async fn an_attempt_is_found_only_once() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder).await;
        store.save_attempt(&state(1), &attempt(60)).await.unwrap();
        let (one, two) = (state(1), state(1));
        let (first, second) = tokio::join!(store.take_attempt(&one), store.take_attempt(&two));
        assert_eq!([first, second].into_iter().filter(|found| found.as_ref().unwrap().is_some()).count(), 1);
    }
}
