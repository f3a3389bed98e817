//! Portals: one living row for each `member_id`, however often it is installed.

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
    /// Where its REST lives.
    pub endpoint: Endpoint,
    /// Who vouched for it.
    pub auth_server: AuthServer,
    /// Licence status of the app.
    pub licence: String,
    /// Granted scopes.
    pub scope: Scopes,
    /// The events' secret, where the request brought it.
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
    ///
    /// # Errors
    /// When the database does not answer or the row cannot be read.
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

    /// The portal of a job while the installation lives that the job was made in: a job goes when its portal leaves.
    ///
    /// # Errors
    /// When the database does not answer or the row cannot be read.
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

    /// The keys of all portals.
    ///
    /// # Errors
    /// When the database does not answer or a row cannot be read.
    pub async fn list_portals(&self) -> Result<Vec<MemberId>, StoreError> {
        let keys: Vec<String> = sqlx::query_scalar("SELECT member_id FROM portals WHERE member_id <> $1")
            .bind(REMOVAL_QUEUE)
            .fetch_all(&self.reader)
            .await?;
        keys.iter().map(|key| read_key(key)).collect()
    }

    /// The portals that uninstalled before that moment and did not come back.
    ///
    /// # Errors
    /// When the database does not answer or a row cannot be read.
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

    /// Adds the portal or brings its row up to date; what the facts do not say stays. A portal that is active stays
    /// active; one that was removed begins a new generation, so sessions of the old installation never fit.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn save_portal(&self, facts: &PortalFacts, status: PortalStatus) -> Result<Portal, StoreError> {
        let mut writer = self.writer.acquire().await?;
        self.write_portal(&mut writer, facts, status).await
    }

    /// The same within a transaction.
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

    /// Keeps what an authorization server says about a portal that is installed and paid for.
    ///
    /// # Errors
    /// When the database does not answer.
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

    /// Notes that the portal, or the app on it, is not paid for; `false` when that is known.
    ///
    /// # Errors
    /// When the database does not answer.
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

    /// Takes at most so many installations that nobody has finished or touched since `before`. Each is taken by one
    /// process, and not again before as much time has passed.
    ///
    /// # Errors
    /// When the database does not answer or a row cannot be read.
    pub async fn claim_unfinished(&self, before: UnixTime, limit: u32) -> Result<Vec<MemberId>, StoreError> {
        let taken: Vec<String> = sqlx::query_scalar(
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
        taken.iter().map(|key| read_key(key)).collect()
    }

    /// An installation that was pending is finished.
    ///
    /// # Errors
    /// When the database does not answer.
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

    /// Takes the turn to bind the portal's handlers if nobody did since `before`: `true` for one caller.
    ///
    /// # Errors
    /// When the database does not answer.
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

    /// Keeps what came of binding, where it came to anything: what is `unbound` now. The next one is due a day after
    /// `at`. `false`: the portal has left since.
    ///
    /// # Errors
    /// When the database does not answer.
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
