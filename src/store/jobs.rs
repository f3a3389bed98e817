//! Jobs: creating and finding them. The submodules claim them and change their state. Their contacts are in `items`.

mod all;
mod building;
mod claim;
mod control;
mod drafts;
mod extras;
mod recollect;
mod release;
mod row;
mod single;
pub(super) mod transition;

use sqlx::{Sqlite, SqliteConnection, Transaction};

use building::Built;

use super::removal::drop_queue_portal;
use super::{Store, StoreError, saved_filters, snapshots};
use crate::domain::clock::UnixTime;
use crate::domain::ids::{ContactId, MemberId};
use crate::domain::job::{Job, JobId, JobKind, JobState};
use crate::domain::saved_filter::DueFilter;
use crate::domain::token::Principal;
pub use claim::{Lease, Progress};
pub use control::{StartOutcome, StartTerms};
pub use extras::{JobExtras, RestoreOf};
pub use release::Release;
pub(super) use row::JobRow;
pub use single::NewSingle;

/// What a new job is created from.
#[derive(Debug)]
pub struct NewJob<'a> {
    /// The user that it belongs to.
    pub principal: &'a Principal,
    /// The generation of the installation that requests it. No other installation gets it.
    pub generation: i64,
    /// What it does.
    pub kind: JobKind,
    /// Whether a user has to confirm it.
    pub is_draft: bool,
    /// The client's own key for the request. The same key again creates no second job.
    pub idempotency_key: Option<&'a str>,
    /// A hash of the request, which shows that a key is used for another request.
    pub request_digest: [u8; 32],
    /// How many contacts the user saw, including exceptions.
    pub expected_total: Option<u32>,
    /// How many contacts the user confirmed, without exceptions.
    pub confirm_total: Option<u32>,
    /// Whether contacts with open deals are deleted too.
    pub include_open_deals: bool,
    /// Whether copies of deleted contacts are kept, if the settings keep any.
    pub keeps_snapshot: bool,
    /// The saved filter whose calendar prepares it. The same transaction sets when that filter is due next.
    pub saved_filter: Option<DueFilter>,
    /// The job whose deletions are undone.
    pub source_job: Option<JobId>,
    /// The request that creates it.
    pub request_id: &'a str,
    /// Most contacts that its user may delete in a day; `None` means no limit.
    pub day_limit: Option<u32>,
    /// When it ends if it is not confirmed.
    pub expires_at: Option<UnixTime>,
    /// Where the contacts come from.
    pub set: NewSet<'a>,
}

/// Where a job's contacts come from.
#[derive(Debug)]
pub enum NewSet<'a> {
    /// These contacts, without repetitions.
    Ids(&'a [ContactId]),
    /// These contacts of a paused job. The paused job ends, so it sends no more calls for them.
    TakenFrom(JobId, &'a [ContactId]),
    /// The contacts that this filter finds, without its exceptions. As JSON.
    Filter(&'a str),
}

/// The result of creating a job.
#[derive(Debug)]
pub enum CreateOutcome {
    /// A new job.
    New(Job),
    /// The key was used before for the same request. This is that request's job.
    Same(Job),
    /// The key was used before for another request.
    KeyTaken,
    /// Another job has created one of these contacts again or may still create it, or the job that they are taken
    /// from is not paused any more.
    TakenUp,
    /// The user would exceed the limit of the day.
    DayFull,
    /// The saved filter was changed or claimed since it was read.
    NotDue,
    /// The portal has left in the meantime. It may have come back as another installation.
    PortalLeft,
}

pub(super) fn filter_place(member_id: &MemberId) -> String {
    format!("jobs/filter/{member_id}")
}

/// The user's job that was created with the same key.
async fn earlier_by_key(
    connection: &mut SqliteConnection,
    new: &NewJob<'_>,
) -> Result<Option<JobRow>, StoreError> {
    let sql = "SELECT * FROM jobs WHERE member_id = $1 AND user_id = $2 AND idempotency_key = $3";
    let row = sqlx::query_as(sql)
        .bind(new.principal.member_id.as_str())
        .bind(new.principal.user_id.get())
        .bind(new.idempotency_key)
        .fetch_optional(connection)
        .await?;
    Ok(row)
}

/// The result if the key was used before.
async fn result_for_key(
    connection: &mut SqliteConnection,
    new: &NewJob<'_>,
) -> Result<Option<CreateOutcome>, StoreError> {
    let Some(earlier) = earlier_by_key(connection, new).await? else { return Ok(None) };
    let is_same = earlier.request_digest == new.request_digest;
    Ok(Some(if is_same { CreateOutcome::Same(earlier.read()?) } else { CreateOutcome::KeyTaken }))
}

/// The result if no new job is created. It is checked inside the transaction, so one of two simultaneous requests is
/// refused.
async fn find_obstacle(
    tx: &mut Transaction<'_, Sqlite>,
    new: &NewJob<'_>,
    ids: &[ContactId],
    built: Option<&Built>,
) -> Result<Option<CreateOutcome>, StoreError> {
    if let Some(earlier) = result_for_key(tx, new).await? {
        return Ok(Some(earlier));
    }
    if let Some(source) = new.source_job {
        let is_taken_up = match built {
            Some(built) => snapshots::is_taken_up(tx, source, built.job, &built.disjoint).await?,
            None => snapshots::are_taken_up(tx, source, ids).await?,
        };
        if is_taken_up {
            return Ok(Some(CreateOutcome::TakenUp));
        }
    }
    if let Some(due) = new.saved_filter
        && !saved_filters::set_next(tx, due).await?
    {
        return Ok(Some(CreateOutcome::NotDue));
    }
    Ok(None)
}

impl Store {
    /// Creates a job. The job appears with all of its contacts or not at all.
    pub async fn create_job(&self, new: &NewJob<'_>) -> Result<CreateOutcome, StoreError> {
        let (NewSet::Ids(ids) | NewSet::TakenFrom(_, ids)) = new.set else {
            return self.publish(new, &[], None).await;
        };
        if ids.len() <= building::CHUNK {
            return self.publish(new, ids, None).await;
        }
        let mut reader = self.reader.acquire().await?;
        if let Some(earlier) = result_for_key(&mut reader, new).await? {
            return Ok(earlier);
        }
        drop(reader);
        let job = self.build(ids).await?;
        let created = self.publish_built(new, ids, job).await;
        if !matches!(created, Ok(CreateOutcome::New(_))) {
            self.abandon(job).await;
        }
        created
    }

    async fn publish_built(
        &self,
        new: &NewJob<'_>,
        ids: &[ContactId],
        job: JobId,
    ) -> Result<CreateOutcome, StoreError> {
        let disjoint = match new.source_job {
            Some(source) => self.find_disjoint(source, job).await?,
            None => Vec::new(),
        };
        self.publish(new, ids, Some(&Built { job, disjoint })).await
    }

    /// Creates the job in one transaction. If it was built, its contacts are stored already; otherwise they are added
    /// here.
    async fn publish(
        &self,
        new: &NewJob<'_>,
        ids: &[ContactId],
        built: Option<&Built>,
    ) -> Result<CreateOutcome, StoreError> {
        let fingerprint = match new.set {
            NewSet::TakenFrom(source, _) => self.set_of(source).await?,
            _ => None,
        };
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        if let Some(instead) = find_obstacle(&mut tx, new, ids, built).await? {
            return Ok(instead);
        }
        if let NewSet::TakenFrom(source, _) = new.set
            && !self.end_paused(&mut tx, source, fingerprint.as_deref()).await?
        {
            return Ok(CreateOutcome::TakenUp);
        }
        if new.is_draft && new.saved_filter.is_none() {
            self.make_room(&mut tx, new.principal).await?;
        }
        if let Some(built) = built {
            self.extend_build(&mut tx, built.job).await?;
        }
        let Some(job) = self.insert_job(&mut tx, new, ids.len(), built.map(|built| built.job)).await? else {
            return Ok(CreateOutcome::PortalLeft);
        };
        match built {
            Some(_) => drop_queue_portal(&mut tx).await?,
            None => drop(super::item_rows::insert_items(&mut tx, job.id, ids).await?),
        }
        if new.kind == JobKind::Delete
            && self.exceeds_day_limit(&mut tx, new.principal, new.day_limit).await?
        {
            return Ok(CreateOutcome::DayFull);
        }
        tx.commit().await?;
        Ok(CreateOutcome::New(job))
    }

    /// Inserts the job's row, or completes the row that was built.
    async fn insert_job(
        &self,
        tx: &mut Transaction<'_, Sqlite>,
        new: &NewJob<'_>,
        total: usize,
        built: Option<JobId>,
    ) -> Result<Option<Job>, StoreError> {
        let now = self.now();
        let (filter, state) = match new.set {
            NewSet::Ids(_) | NewSet::TakenFrom(..) if new.is_draft => (None, JobState::Draft),
            NewSet::Ids(_) | NewSet::TakenFrom(..) => (None, JobState::Queued),
            NewSet::Filter(filter) => {
                let sealed = self.seal.seal(&filter_place(&new.principal.member_id), filter)?;
                (Some(sealed), JobState::Collecting)
            }
        };
        let rows: Vec<JobRow> = sqlx::query_as(
            "INSERT INTO jobs (member_id, user_id, kind, state, is_draft, idempotency_key, request_digest, filter,
                 expected_total, include_open_deals, source_job, total, request_id, expires_at, created_at,
                 started_at, updated_at, keeps_snapshot, saved_filter, confirm_total, id)
             SELECT member_id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $15, $17, $18, $20, $21
             FROM portals WHERE member_id = $1 AND status <> 'removed' AND generation = $19
             ON CONFLICT (id) DO UPDATE SET (member_id, user_id, kind, state, is_draft, idempotency_key, request_digest,
                 expected_total, include_open_deals, source_job, total, request_id, expires_at, created_at,
                 started_at, updated_at, keeps_snapshot, confirm_total, finished_at, built_until)
              = (excluded.member_id, excluded.user_id, excluded.kind, excluded.state, excluded.is_draft,
                 excluded.idempotency_key, excluded.request_digest, excluded.expected_total, excluded.include_open_deals,
                 excluded.source_job, excluded.total, excluded.request_id, excluded.expires_at, excluded.created_at,
                 excluded.started_at, excluded.updated_at, excluded.keeps_snapshot, excluded.confirm_total, NULL, NULL)
             RETURNING *",
        )
        .bind(new.principal.member_id.as_str())
        .bind(new.principal.user_id.get())
        .bind(new.kind.as_str())
        .bind(state.as_str())
        .bind(new.is_draft)
        .bind(new.idempotency_key)
        .bind(new.request_digest.as_slice())
        .bind(filter)
        .bind(new.expected_total)
        .bind(new.include_open_deals)
        .bind(new.source_job.map(|job| job.0))
        .bind(i64::try_from(total).unwrap_or(i64::MAX))
        .bind(new.request_id)
        .bind(new.expires_at.map(|at| at.0))
        .bind(now)
        .bind((!new.is_draft).then_some(now))
        .bind(new.keeps_snapshot)
        .bind(new.saved_filter.map(|due| due.filter.0))
        .bind(new.generation)
        .bind(new.confirm_total)
        .bind(built.map(|job| job.0))
        .fetch_all(&mut **tx)
        .await?;
        let Some(row) = rows.into_iter().next() else { return Ok(None) };
        Ok(Some(transition::number(tx, row.read()?).await?))
    }

    /// The job that the same request created before.
    pub async fn find_job_by_key(&self, new: &NewJob<'_>) -> Result<Option<Job>, StoreError> {
        let mut reader = self.reader.acquire().await?;
        let row = earlier_by_key(&mut reader, new).await?;
        let same = row.filter(|row| row.request_digest == new.request_digest);
        same.map(JobRow::read).transpose()
    }

    /// A job of the portal.
    pub async fn find_job(&self, member_id: &MemberId, id: JobId) -> Result<Option<Job>, StoreError> {
        let row: Option<JobRow> = sqlx::query_as("SELECT * FROM jobs WHERE member_id = $1 AND id = $2")
            .bind(member_id.as_str())
            .bind(id.0)
            .fetch_optional(&self.reader)
            .await?;
        row.map(JobRow::read).transpose()
    }

    /// The newest jobs of the portal before an id, of one user or of all.
    pub async fn list_jobs(
        &self,
        member_id: &MemberId,
        user_id: Option<crate::domain::ids::UserId>,
        before: Option<JobId>,
        limit: u32,
    ) -> Result<Vec<Job>, StoreError> {
        let rows: Vec<JobRow> = sqlx::query_as(
            "SELECT * FROM jobs WHERE member_id = $1 AND ($2 IS NULL OR user_id = $2) AND ($3 IS NULL OR id < $3)
             ORDER BY id DESC LIMIT $4",
        )
        .bind(member_id.as_str())
        .bind(user_id.map(crate::domain::ids::UserId::get))
        .bind(before.map(|id| id.0))
        .bind(limit)
        .fetch_all(&self.reader)
        .await?;
        rows.into_iter().map(JobRow::read).collect()
    }

    /// The filter and its exceptions that a job's set is collected with, as JSON.
    pub async fn find_job_filter(&self, job: &Job) -> Result<Option<String>, StoreError> {
        let sealed: Option<Vec<u8>> = sqlx::query_scalar("SELECT filter FROM jobs WHERE id = $1")
            .bind(job.id.0)
            .fetch_optional(&self.reader)
            .await?
            .flatten();
        let place = filter_place(&job.principal.member_id);
        Ok(sealed.map(|sealed| self.seal.open(&place, &sealed)).transpose()?)
    }

    /// The impact counted for the set, as JSON.
    pub async fn find_impact(&self, id: JobId) -> Result<Option<String>, StoreError> {
        let impact: Option<Option<String>> = sqlx::query_scalar("SELECT impact FROM jobs WHERE id = $1")
            .bind(id.0)
            .fetch_optional(&self.reader)
            .await?;
        Ok(impact.flatten())
    }

    /// Saves the impact, unless it is not `before` any more or the set has changed.
    pub async fn save_impact(&self, job: &Job, before: Option<&str>, impact: &str) -> Result<(), StoreError> {
        let sql = "UPDATE jobs SET impact = $3
             WHERE id = $1 AND impact IS $2 AND frozen_at IS $4 AND state <> 'collecting'";
        sqlx::query(sql)
            .bind(job.id.0)
            .bind(before)
            .bind(impact)
            .bind(job.frozen_at.map(|at| at.0))
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}
