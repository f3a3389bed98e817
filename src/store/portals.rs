//! Portals. Each `member_id` has one row, no matter how often the app is installed.

use sqlx::{FromRow, SqliteConnection};

use super::removal::REMOVAL_QUEUE;
use super::{Store, StoreError};
use crate::domain::clock::UnixTime;
use crate::domain::feature::Feature;
use crate::domain::ids::MemberId;
use crate::domain::installation::InstallationId;
use crate::domain::job::JobId;
use crate::domain::portal::{AuthServer, Endpoint, Portal, PortalStatus, Scopes};
use crate::domain::secret::ApplicationToken;

/// What a verified request says about a portal.
#[derive(Clone, Debug)]
pub struct PortalFacts {
    /// Its permanent key.
    pub member_id: MemberId,
    /// The address of its REST API.
    pub endpoint: Endpoint,
    /// The authorization server that vouched for it.
    pub auth_server: AuthServer,
    /// Licence status of the app.
    pub licence: String,
    /// Granted scopes.
    pub scope: Scopes,
    /// The application token, if the request contained it.
    pub application_token: Option<ApplicationToken>,
    /// Whether a payment is open.
    pub unpaid: bool,
}

#[derive(FromRow)]
struct PortalRow {
    endpoint: String,
    auth_server: String,
    status: String,
    licence: String,
    scope: String,
    generation: i64,
    installed_at: i64,
    application_token: Option<Vec<u8>>,
    unbound: String,
    unpaid_since: Option<i64>,
}

impl Store {
    /// The portal, if it is known.
    pub async fn find_portal(&self, member_id: &MemberId) -> Result<Option<Portal>, StoreError> {
        let row: Option<PortalRow> = sqlx::query_as(
            "SELECT endpoint, auth_server, status, licence, scope, generation, installed_at, application_token,
                    unbound, unpaid_since
             FROM portals WHERE member_id = $1",
        )
        .bind(member_id.as_str())
        .fetch_optional(&self.reader)
        .await?;
        row.map(|row| self.read_portal(member_id, row)).transpose()
    }

    /// The portal of a job, while the job's installation is current. A job is removed when its portal leaves.
    pub async fn find_portal_of(
        &self,
        job: JobId,
        member_id: &MemberId,
    ) -> Result<Option<Portal>, StoreError> {
        let row: Option<PortalRow> = sqlx::query_as(
            "SELECT endpoint, auth_server, status, licence, scope, generation, installed_at, application_token,
                    unbound, unpaid_since
             FROM portals WHERE member_id = $1 AND status <> 'removed'
               AND EXISTS (SELECT 1 FROM jobs WHERE id = $2 AND member_id = $1)",
        )
        .bind(member_id.as_str())
        .bind(job.0)
        .fetch_optional(&self.reader)
        .await?;
        row.map(|row| self.read_portal(member_id, row)).transpose()
    }

    /// The member ids of all portals.
    pub async fn list_portals(&self) -> Result<Vec<MemberId>, StoreError> {
        let keys: Vec<String> = sqlx::query_scalar("SELECT member_id FROM portals WHERE member_id <> $1")
            .bind(REMOVAL_QUEUE)
            .fetch_all(&self.reader)
            .await?;
        keys.iter().map(|key| read_key(key)).collect()
    }

    /// The portals that left before `moment` and did not come back.
    pub async fn list_portals_left_before(
        &self,
        moment: UnixTime,
    ) -> Result<Vec<InstallationId>, StoreError> {
        let left: Vec<(String, i64)> = sqlx::query_as(
            "SELECT member_id, generation FROM portals
             WHERE status = 'removed' AND updated_at < $1 AND member_id <> $2",
        )
        .bind(moment.0)
        .bind(REMOVAL_QUEUE)
        .fetch_all(&self.reader)
        .await?;
        let read =
            |(key, generation): (String, i64)| Ok(InstallationId { member_id: read_key(&key)?, generation });
        left.into_iter().map(read).collect()
    }

    /// Adds the portal or updates its row. Without an application token in the facts, the stored one stays. An active
    /// portal stays active. A portal that was removed begins a new generation, so sessions of the old installation
    /// are refused.
    pub async fn save_portal(&self, facts: &PortalFacts, status: PortalStatus) -> Result<Portal, StoreError> {
        let mut writer = self.writer.acquire().await?;
        self.write_portal(&mut writer, facts, status).await
    }

    /// The same in a transaction.
    pub(super) async fn write_portal(
        &self,
        writer: &mut SqliteConnection,
        facts: &PortalFacts,
        status: PortalStatus,
    ) -> Result<Portal, StoreError> {
        let token = facts
            .application_token
            .as_ref()
            .map(|token| self.seal.seal(&token_place(&facts.member_id), token.expose()));
        let mut generation = [0; 6];
        getrandom::fill(&mut generation).map_err(|_none| super::seal::SealError::NoRandomness)?;
        let generation = generation.iter().fold(0_i64, |number, byte| (number << 8) | i64::from(*byte));
        let row: PortalRow = sqlx::query_as(
            "INSERT INTO portals (member_id, endpoint, auth_server, status, licence, scope, generation,
                                  application_token, unpaid_since, installed_at, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, CASE WHEN $10 THEN $9 END, $9, $9, $9)
             ON CONFLICT (member_id) DO UPDATE SET
                 endpoint = excluded.endpoint, auth_server = excluded.auth_server,
                 status = CASE WHEN portals.status = 'active' THEN 'active' ELSE excluded.status END,
                 generation = CASE WHEN portals.status = 'removed' THEN excluded.generation ELSE portals.generation END,
                 installed_at = CASE WHEN portals.status = 'removed' OR excluded.status = 'pending'
                                     THEN excluded.installed_at ELSE portals.installed_at END,
                 licence = excluded.licence, scope = excluded.scope,
                 unpaid_since = CASE WHEN $10 THEN coalesce(portals.unpaid_since, $9) END,
                 application_token = coalesce(excluded.application_token, portals.application_token), doubted = 0,
                 updated_at = excluded.updated_at
             RETURNING endpoint, auth_server, status, licence, scope, generation, installed_at, application_token,
                       unbound, unpaid_since",
        )
        .bind(facts.member_id.as_str())
        .bind(facts.endpoint.as_str())
        .bind(facts.auth_server.origin())
        .bind(status_text(status))
        .bind(&facts.licence)
        .bind(facts.scope.to_string())
        .bind(generation)
        .bind(token.transpose()?)
        .bind(self.now())
        .bind(facts.unpaid)
        .fetch_one(writer)
        .await?;
        self.read_portal(&facts.member_id, row)
    }

    /// Saves what an authorization server says about a portal that is installed and paid for.
    pub async fn update_portal(
        &self,
        installation: &InstallationId,
        endpoint: &Endpoint,
        licence: &str,
        scope: &Scopes,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE portals SET endpoint = $2, licence = $3, scope = $4, unpaid_since = NULL, updated_at = $5
             WHERE member_id = $1 AND generation = $6 AND status <> 'removed'",
        )
        .bind(installation.member_id.as_str())
        .bind(endpoint.as_str())
        .bind(licence)
        .bind(scope.to_string())
        .bind(self.now())
        .bind(installation.generation)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Saves that the portal or the app on it is not paid for. Returns `false` if that was known or the portal has
    /// left.
    pub async fn mark_unpaid(&self, installation: &InstallationId) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE portals SET unpaid_since = $2
             WHERE member_id = $1 AND generation = $3 AND status <> 'removed' AND unpaid_since IS NULL",
        )
        .bind(installation.member_id.as_str())
        .bind(self.now())
        .bind(installation.generation)
        .execute(&self.writer)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Claims up to `limit` unfinished installations that were not changed since `before`. One process gets each of
    /// them. It is due again after the same period.
    pub async fn claim_unfinished(&self, before: UnixTime, limit: u32) -> Result<Vec<MemberId>, StoreError> {
        let claimed: Vec<String> = sqlx::query_scalar(
            "UPDATE portals SET updated_at = $1 WHERE member_id IN (
                 SELECT member_id FROM portals WHERE status = 'pending' AND updated_at <= $2
                 ORDER BY updated_at LIMIT $3)
             RETURNING member_id",
        )
        .bind(self.now())
        .bind(before.0)
        .bind(limit)
        .fetch_all(&self.writer)
        .await?;
        claimed.iter().map(|key| read_key(key)).collect()
    }

    /// Marks a pending installation as finished.
    pub async fn activate_portal(&self, installation: &InstallationId) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE portals SET status = 'active', updated_at = $2
             WHERE member_id = $1 AND generation = $3 AND status = 'pending'",
        )
        .bind(installation.member_id.as_str())
        .bind(self.now())
        .bind(installation.generation)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Claims the binding of the portal's handlers if it was not claimed since `before`. Returns `true` to one
    /// caller.
    pub async fn claim_binding(
        &self,
        installation: &InstallationId,
        before: UnixTime,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE portals SET bound_at = $1
             WHERE member_id = $2 AND generation = $4 AND status <> 'removed' AND coalesce(bound_at, 0) < $3",
        )
        .bind(self.now())
        .bind(installation.member_id.as_str())
        .bind(before.0)
        .bind(installation.generation)
        .execute(&self.writer)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Saves the result of a binding: the features that are `unbound` now. `None` keeps the stored ones. The next
    /// binding is due a day after `at`. Returns `false` if the portal has left.
    pub async fn save_binding(
        &self,
        installation: &InstallationId,
        unbound: Option<&[Feature]>,
        at: UnixTime,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "UPDATE portals SET bound_at = $2, unbound = coalesce($3, unbound)
             WHERE member_id = $1 AND generation = $4 AND status <> 'removed'",
        )
        .bind(installation.member_id.as_str())
        .bind(at.0)
        .bind(unbound.map(Feature::join))
        .bind(installation.generation)
        .execute(&self.writer)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    fn read_portal(&self, member_id: &MemberId, row: PortalRow) -> Result<Portal, StoreError> {
        const UNREADABLE: StoreError = StoreError::Corrupt("portals");
        let token = row.application_token.map(|sealed| self.seal.open(&token_place(member_id), &sealed));
        Ok(Portal {
            member_id: member_id.clone(),
            endpoint: Endpoint::parse(&row.endpoint).ok_or(UNREADABLE)?,
            auth_server: AuthServer::parse(&row.auth_server).ok_or(UNREADABLE)?,
            status: match row.status.as_str() {
                "active" => PortalStatus::Active,
                "pending" => PortalStatus::Pending,
                "removed" => PortalStatus::Removed,
                _ => return Err(UNREADABLE),
            },
            licence: row.licence,
            scope: Scopes::parse(&row.scope),
            generation: row.generation,
            installed_at: UnixTime(row.installed_at),
            application_token: token.transpose()?.as_deref().and_then(ApplicationToken::parse),
            unbound: Feature::split(&row.unbound),
            unpaid_since: row.unpaid_since.map(UnixTime),
        })
    }
}

fn read_key(key: &str) -> Result<MemberId, StoreError> {
    MemberId::parse(key).ok_or(StoreError::Corrupt("portals"))
}

fn status_text(status: PortalStatus) -> &'static str {
    match status {
        PortalStatus::Pending => "pending",
        PortalStatus::Active => "active",
        PortalStatus::Removed => "removed",
    }
}

fn token_place(member_id: &MemberId) -> String {
    format!("portals/application_token/{member_id}")
}
