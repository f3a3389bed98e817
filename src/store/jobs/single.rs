//! Jobs with one contact. The request that deletes the contact works on the job itself, under a lease like a worker.
//! The job counts as cancelled from its beginning. A worker that finds it later only looks up what happened to the
//! contact, and sends no deletion.

use std::time::Duration;

use sqlx::SqliteConnection;

use super::Lease;
use super::row::JobRow;
use super::transition::{StateChange, find_held};
use crate::domain::clock::UnixTime;
use crate::domain::ids::ContactId;
use crate::domain::job::{Job, JobId, JobState, Outcome, OutcomeUpdate, Transition};
use crate::domain::token::Principal;
use crate::store::day::BeginOutcome;
use crate::store::{Store, StoreError, snapshots};

/// A deletion of one contact that is not sent yet.
#[derive(Clone, Copy, Debug)]
pub struct NewSingle<'a> {
    /// The user who deletes.
    pub principal: &'a Principal,
    /// The generation of the user's installation.
    pub generation: i64,
    /// The contact.
    pub contact_id: ContactId,
    /// Its fields, as JSON.
    pub body: &'a str,
    /// Until when the copy is kept.
    pub expires_at: UnixTime,
    /// Whether the contact is deleted even if it has an open deal.
    pub include_open_deals: bool,
    /// The request that deletes it.
    pub request_id: &'a str,
    /// Most contacts that the user may delete in a day; `None` means no limit.
    pub day_limit: Option<u32>,
}

impl Store {
    /// Saves the deletion and the contact's copy before the call is sent, unless the user would then exceed the limit
    /// of the day. If this function fails, nothing may be sent.
    pub async fn begin_single(
        &self,
        new: &NewSingle<'_>,
        owner: &str,
        lease: Duration,
    ) -> Result<BeginOutcome<Lease>, StoreError> {
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let id: Option<i64> = sqlx::query_scalar(
            "INSERT INTO jobs (member_id, user_id, kind, state, is_draft, is_single, wants_cancel, request_digest,
                 include_open_deals, total, request_id, created_at, started_at, updated_at, lease_owner, lease_until)
             SELECT member_id, $2, 'delete', 'running', 0, 1, 1, x'', $3, 1, $4, $5, $5, $5, $6, $7
             FROM portals WHERE member_id = $1 AND status <> 'removed' AND generation = $8 RETURNING id",
        )
        .bind(new.principal.member_id.as_str())
        .bind(new.principal.user_id.get())
        .bind(new.include_open_deals)
        .bind(new.request_id)
        .bind(self.now())
        .bind(owner)
        .bind(self.clock.now().plus(lease).0)
        .bind(new.generation)
        .fetch_optional(&mut *tx)
        .await?;
        let Some(job) = id.map(JobId) else { return Ok(BeginOutcome::PortalLeft) };
        sqlx::query(
            "INSERT INTO job_items (job_id, contact_id, outcome, asked_at) VALUES ($1, $2, 'asked', $3)",
        )
        .bind(job.0)
        .bind(new.contact_id.get())
        .bind(self.now())
        .execute(&mut *tx)
        .await?;
        sqlx::query("INSERT INTO snapshots (job_id, contact_id, body, expires_at) VALUES ($1, $2, $3, $4)")
            .bind(job.0)
            .bind(new.contact_id.get())
            .bind(self.seal.seal(&snapshots::place(job, new.contact_id), new.body)?)
            .bind(new.expires_at.0)
            .execute(&mut *tx)
            .await?;
        if self.exceeds_day_limit(&mut tx, new.principal, new.day_limit).await? {
            return Ok(BeginOutcome::DayFull);
        }
        tx.commit().await?;
        Ok(BeginOutcome::Begun(Lease { job, owner: owner.to_owned() }))
    }

    /// Ends the job as done, because the portal has deleted the contact. Returns `false` if another process has the
    /// job. If this function fails, a worker looks up what happened.
    pub async fn finish_single(&self, lease: &Lease, contact_id: ContactId) -> Result<bool, StoreError> {
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        if find_held(&mut tx, lease).await?.is_none_or(|job| job.state != JobState::Running) {
            return Ok(false);
        }
        let deleted = OutcomeUpdate::new(contact_id, Outcome::Deleted);
        self.save_outcome(&mut tx, lease.job, &deleted).await?;
        let rows: Vec<JobRow> = sqlx::query_as(
            "UPDATE jobs SET deleted = 1, wants_cancel = 0, lease_owner = NULL, lease_until = NULL
             WHERE id = $1 RETURNING *",
        )
        .bind(lease.job.0)
        .fetch_all(&mut *tx)
        .await?;
        let Some(job) = rows.into_iter().next().map(JobRow::read).transpose()? else { return Ok(false) };
        let verifying = StateChange::plain(Transition::Verify, JobState::Verifying);
        let Some(job) = self.apply_transition(&mut tx, &job, verifying, None).await? else {
            return Ok(false);
        };
        let done = StateChange::plain(Transition::Finish, JobState::Done);
        if self.apply_transition(&mut tx, &job, done, None).await?.is_none() {
            return Ok(false);
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Deletes the job and its copy, because nothing was deleted. If this function fails, a worker looks up what
    /// happened.
    pub async fn forget_single(&self, lease: &Lease) -> Result<(), StoreError> {
        sqlx::query(
            "DELETE FROM jobs WHERE id = $1 AND lease_owner = $2 AND is_single AND state = 'running'",
        )
        .bind(lease.job.0)
        .bind(&lease.owner)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Gives the lease back, so that a worker looks up what happened to the contact. If this function fails, the
    /// lease expires by itself.
    pub async fn leave_single_to_worker(&self, lease: &Lease) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE jobs SET lease_owner = NULL, lease_until = NULL WHERE id = $1 AND lease_owner = $2",
        )
        .bind(lease.job.0)
        .bind(&lease.owner)
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// The contact of a single deletion and its outcome, for the audit.
    pub(super) async fn find_single(
        connection: &mut SqliteConnection,
        job: &Job,
    ) -> Result<Option<(ContactId, &'static str)>, StoreError> {
        if !job.is_single {
            return Ok(None);
        }
        let row: Option<(u32, String, Option<String>)> =
            sqlx::query_as("SELECT contact_id, outcome, code FROM job_items WHERE job_id = $1")
                .bind(job.id.0)
                .fetch_optional(connection)
                .await?;
        let Some((id, outcome, code)) = row else { return Ok(None) };
        let outcome = match code {
            // The lookup was not possible.
            Some(_) => "unknown",
            None => Outcome::parse(&outcome).map_or("unknown", Outcome::as_str),
        };
        Ok(ContactId::new(id).map(|id| (id, outcome)))
    }
}
