//! Changes of a job's state that no worker makes: by users, by operators, and when a time is over.

use std::time::Duration;

use sqlx::{Sqlite, Transaction};

use super::row::JobRow;
use super::transition::{self, StateChange};
use crate::domain::ids::{ContactId, UserId};
use crate::domain::job::{Job, JobId, JobKind, JobState, LONGEST_REQUEST, Outcome, Reason, Transition};
use crate::domain::token::Principal;
use crate::store::{Store, StoreError, left_over};

/// The conditions for starting or resuming a job.
#[derive(Clone, Copy, Debug, Default)]
pub struct StartTerms {
    /// Most contacts that its user may delete in a day; `None` means no limit.
    pub day_limit: Option<u32>,
    /// How many contacts the user confirms with this start, if any.
    pub total: Option<u32>,
    /// Whether copies of deleted contacts are kept, if this start decides it.
    pub keeps_snapshot: Option<bool>,
}

/// The result of starting or resuming a job.
#[derive(Debug)]
pub enum StartOutcome {
    /// It waits for a worker.
    Started(Box<Job>),
    /// It is in another state.
    WrongState,
    /// Its set is not the one that was confirmed.
    SetChanged,
    /// The user would exceed the limit of the day.
    DayFull,
}

impl Store {
    /// Starts or resumes a job, unless its user (`principal`) would then exceed the limit of the day.
    pub async fn start_or_resume(
        &self,
        principal: &Principal,
        id: JobId,
        by: Transition,
        start_terms: StartTerms,
    ) -> Result<StartOutcome, StoreError> {
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let found = transition::find(&mut tx, id).await?;
        let Some(job) = found.filter(|job| !job.wants_cancel) else { return Ok(StartOutcome::WrongState) };
        if let Some(total) = start_terms.total
            && !self.is_confirmed_set(&mut tx, id, total).await?
        {
            return Ok(StartOutcome::SetChanged);
        }
        let to = if job.has_filter { JobState::Collecting } else { JobState::Queued };
        sqlx::query(
            "UPDATE jobs SET setbacks = 0, faults = 0, silent_since = NULL, denied_in_a_row = 0, expires_at = NULL,
                 started_at = CASE WHEN filter IS NULL THEN coalesce(started_at, $2) ELSE started_at END,
                 is_draft = CASE WHEN filter IS NULL THEN 0 ELSE is_draft END,
                 keeps_snapshot = coalesce($3, keeps_snapshot)
             WHERE id = $1",
        )
        .bind(id.0)
        .bind(self.now())
        .bind(start_terms.keeps_snapshot)
        .execute(&mut *tx)
        .await?;
        let moved = self.apply_transition(&mut tx, &job, StateChange::plain(by, to), None).await?;
        let Some(job) = moved else { return Ok(StartOutcome::WrongState) };
        if job.kind == JobKind::Delete
            && self.exceeds_day_limit(&mut tx, principal, start_terms.day_limit).await?
        {
            return Ok(StartOutcome::DayFull);
        }
        tx.commit().await?;
        Ok(StartOutcome::Started(Box::new(job)))
    }

    /// Whether a draft has this number of contacts and its owner could see this set.
    async fn is_confirmed_set(
        &self,
        tx: &mut Transaction<'_, Sqlite>,
        id: JobId,
        total: u32,
    ) -> Result<bool, StoreError> {
        let sql = "SELECT total = $2 AND looked_set IS NULL FROM jobs WHERE id = $1";
        Ok(sqlx::query_scalar(sql).bind(id.0).bind(total).fetch_one(&mut **tx).await?)
    }

    /// Resumes the user's jobs that paused for one of these reasons, which opening the app may have removed. Jobs
    /// that have paused for longer than `rest` stay paused: the user would not expect that opening a page deletes
    /// contacts. Returns how many jobs resume.
    pub async fn resume_jobs_after_visit(
        &self,
        principal: &Principal,
        reasons: &[Reason],
        rest: Duration,
    ) -> Result<usize, StoreError> {
        let reasons: Vec<&str> = reasons.iter().map(|reason| reason.as_str()).collect();
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let rows: Vec<JobRow> = sqlx::query_as(
            "SELECT * FROM jobs WHERE member_id = $1 AND user_id = $2 AND state = 'paused' AND paused_at >= $3
                 AND wants_cancel = 0 AND reason IN (SELECT value FROM json_each($4))",
        )
        .bind(principal.member_id.as_str())
        .bind(principal.user_id.get())
        .bind(self.clock.now().minus(rest).0)
        .bind(serde_json::json!(reasons).to_string())
        .fetch_all(&mut *tx)
        .await?;
        let mut resumed = 0;
        for row in rows {
            let job = row.read()?;
            let to = match &job {
                job if job.has_filter => JobState::Collecting,
                job if job.is_draft => JobState::Draft,
                _ => JobState::Queued,
            };
            // The portal was not asked during the pause.
            sqlx::query("UPDATE jobs SET silent_since = NULL WHERE id = $1")
                .bind(job.id.0)
                .execute(&mut *tx)
                .await?;
            let moved =
                self.apply_transition(&mut tx, &job, StateChange::plain(Transition::Visit, to), None).await?;
            resumed += usize::from(moved.is_some());
        }
        tx.commit().await?;
        Ok(resumed)
    }

    /// Pauses a job until a user resumes it. Returns `None` if the job cannot be paused in its state.
    pub async fn pause_job(&self, id: JobId, by: UserId) -> Result<Option<Job>, StoreError> {
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let found = transition::find(&mut tx, id).await?;
        let Some(job) = found.filter(|job| !job.wants_cancel) else { return Ok(None) };
        let paused = StateChange {
            reason: Some(Reason::ByUser),
            ..StateChange::plain(Transition::Pause, JobState::Paused)
        };
        let Some(job) = self.apply_transition(&mut tx, &job, paused, None).await? else { return Ok(None) };
        sqlx::query("UPDATE jobs SET paused_by = $2 WHERE id = $1")
            .bind(id.0)
            .bind(by.get())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(Some(Job { paused_by: Some(by), ..job }))
    }

    /// Resumes a paused or waiting job, for an operator. Returns `None` if the job is in another state.
    pub async fn requeue_job(&self, id: JobId) -> Result<Option<Job>, StoreError> {
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let Some(job) = transition::find(&mut tx, id).await? else { return Ok(None) };
        let (to, reason) = match &job {
            job if job.wants_cancel => (JobState::Running, Some(Reason::Cancelling)),
            job if job.has_filter => (JobState::Collecting, None),
            _ => (JobState::Queued, None),
        };
        sqlx::query("UPDATE jobs SET setbacks = 0, faults = 0, silent_since = NULL WHERE id = $1")
            .bind(id.0)
            .execute(&mut *tx)
            .await?;
        let requeued = StateChange { reason, ..StateChange::plain(Transition::Requeue, to) };
        let moved = self.apply_transition(&mut tx, &job, requeued, None).await?;
        if moved.is_some() {
            tx.commit().await?;
        }
        Ok(moved)
    }

    /// Cancels a job: no new call is sent. While calls are in flight the job is only marked, and it ends after them.
    /// With a reason, only a draft ends, and it counts as unconfirmed.
    pub async fn cancel_job(&self, id: JobId, reason: Option<Reason>) -> Result<Option<Job>, StoreError> {
        self.end_job(id, if reason.is_some() { Transition::Drop } else { Transition::Cancel }, reason).await
    }

    /// Ends a job that was paused or waiting for too long. A draft ends as unconfirmed, any other job as cancelled.
    /// Returns `None` if the job has moved in the meantime.
    pub async fn end_abandoned(&self, id: JobId, is_draft: bool) -> Result<Option<Job>, StoreError> {
        let (by, reason) = if is_draft {
            (Transition::Drop, Reason::DraftExpired)
        } else {
            (Transition::Lapse, Reason::LeftAlone)
        };
        self.end_job(id, by, Some(reason)).await
    }

    async fn end_job(
        &self,
        id: JobId,
        by: Transition,
        reason: Option<Reason>,
    ) -> Result<Option<Job>, StoreError> {
        let set = self.set_of(id).await?;
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let Some(job) = transition::find(&mut tx, id).await? else { return Ok(None) };
        let moved = self.end(&mut tx, &job, (by, reason), set.as_deref()).await?;
        if moved.is_some() {
            tx.commit().await?;
        }
        Ok(moved)
    }

    /// Ends a paused job in favour of another job. Returns `false` if it is not paused any more.
    pub(super) async fn end_paused(
        &self,
        tx: &mut Transaction<'_, Sqlite>,
        id: JobId,
        set: Option<&str>,
    ) -> Result<bool, StoreError> {
        let found = transition::find(tx, id).await?;
        let Some(job) = found.filter(|job| job.state == JobState::Paused) else { return Ok(false) };
        Ok(self.end(tx, &job, (Transition::Cancel, None), set).await?.is_some())
    }

    async fn end(
        &self,
        tx: &mut Transaction<'_, Sqlite>,
        job: &Job,
        (by, reason): (Transition, Option<Reason>),
        set: Option<&str>,
    ) -> Result<Option<Job>, StoreError> {
        if !by.applies_to(job.state) || (by == Transition::Drop && !job.is_draft) {
            return Ok(None);
        }
        // No call was sent for a draft, and its contacts are deleted with it.
        let is_asked = !job.is_draft && self.cancel_items(tx, job).await?;
        sqlx::query("UPDATE jobs SET wants_cancel = 1 WHERE id = $1")
            .bind(job.id.0)
            .execute(&mut **tx)
            .await?;
        let (to, reason) = if is_asked {
            (JobState::Running, Some(Reason::Cancelling))
        } else {
            (JobState::Cancelled, reason)
        };
        self.apply_transition(tx, job, StateChange { reason, ..StateChange::plain(by, to) }, set).await
    }

    /// Contacts of a job with one of these outcomes, in ascending order. An open contact counts as asked while an
    /// earlier call may still be at work.
    pub async fn find_ids_of(&self, job: JobId, outcomes: &[Outcome]) -> Result<Vec<ContactId>, StoreError> {
        let words: Vec<&str> = outcomes.iter().map(|outcome| outcome.as_str()).collect();
        let ids: Vec<u32> = sqlx::query_scalar(
            "SELECT contact_id FROM job_items
             WHERE job_id = $1
               AND CASE WHEN outcome <> 'pending' THEN outcome
                        WHEN tries > 0 AND asked_at > $3 THEN 'asked'
                        ELSE coalesce((SELECT rest_as FROM jobs WHERE id = $1), outcome) END
                   IN (SELECT value FROM json_each($2))
             ORDER BY contact_id",
        )
        .bind(job.0)
        .bind(serde_json::json!(words).to_string())
        .bind(self.clock.now().minus(LONGEST_REQUEST).0)
        .fetch_all(&self.reader)
        .await?;
        Ok(ids.into_iter().filter_map(ContactId::new).collect())
    }

    /// Cancels the open contacts. Returns whether a call is, or may still be, at work.
    async fn cancel_items(&self, tx: &mut Transaction<'_, Sqlite>, job: &Job) -> Result<bool, StoreError> {
        // The portal may still be working on a call whose answer was lost. Such contacts are looked up before the job
        // ends.
        sqlx::query(
            "UPDATE job_items SET outcome = 'asked'
             WHERE job_id = $1 AND outcome = 'pending' AND tries > 0 AND asked_at > $2",
        )
        .bind(job.id.0)
        .bind(self.clock.now().minus(LONGEST_REQUEST).0)
        .execute(&mut **tx)
        .await?;
        let asked = left_over::set_left_over_outcome(tx, job, Outcome::Cancelled, self.now()).await?;
        Ok(asked > 0)
    }
}
