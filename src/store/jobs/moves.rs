//! Jobs from one state to another, by people.

use sqlx::SqliteConnection;

use super::row::JobRow;
use crate::domain::job::{Job, JobId, JobKind, JobState, Reason};
use crate::domain::token::Principal;
use crate::store::{Store, StoreError};

/// On which terms a job begins or goes on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terms {
    /// Most contacts that its user may delete in a day, where that is limited.
    pub day_limit: Option<u32>,
    /// Whether copies of what it deletes are kept, where that is said now.
    pub keeps_snapshot: Option<bool>,
}

/// What became of a wish to let a job begin or go on.
#[derive(Debug)]
pub enum Moved {
    /// It waits for its turn.
    Yes(Box<Job>),
    /// It is in another state (by now).
    No,
    /// It is more than the user may delete in a day.
    DayFull,
}

impl Store {
    /// Lets a job of this user begin or go on, unless that would be more than they may delete in a day.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn let_go_on(
        &self,
        whose: &Principal,
        id: JobId,
        from: &[JobState],
        terms: Terms,
    ) -> Result<Moved, StoreError> {
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query("UPDATE jobs SET keeps_snapshot = coalesce($2, keeps_snapshot) WHERE id = $1")
            .bind(id.0)
            .bind(terms.keeps_snapshot)
            .execute(&mut *tx)
            .await?;
        let moved = self.move_within(&mut tx, id, from, JobState::Queued, None).await?;
        let Some(job) = moved else { return Ok(Moved::No) };
        if job.kind == JobKind::Delete && self.is_too_much(&mut tx, whose, terms.day_limit).await? {
            return Ok(Moved::DayFull);
        }
        tx.commit().await?;
        Ok(Moved::Yes(Box::new(job)))
    }

    /// Moves a job from one of some states to another; `None` when it is in none of them (any more).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn move_job(
        &self,
        id: JobId,
        from: &[JobState],
        to: JobState,
        reason: Option<Reason>,
    ) -> Result<Option<Job>, StoreError> {
        let mut writer = self.writer.acquire().await?;
        self.move_within(&mut writer, id, from, to, reason).await
    }

    async fn move_within(
        &self,
        writer: &mut SqliteConnection,
        id: JobId,
        from: &[JobState],
        to: JobState,
        reason: Option<Reason>,
    ) -> Result<Option<Job>, StoreError> {
        let from: Vec<&str> = from.iter().map(|state| state.as_str()).collect();
        let rows: Vec<JobRow> = sqlx::query_as(
            "UPDATE jobs SET reason = $3, resumes_at = NULL, setbacks = 0, denied_in_a_row = 0,
                 state = CASE WHEN $2 = 'queued' AND filter IS NOT NULL THEN 'collecting' ELSE $2 END,
                 started_at = CASE WHEN $2 = 'queued' AND filter IS NULL THEN coalesce(started_at, $5) ELSE started_at END,
                 is_draft = CASE WHEN $2 = 'queued' AND filter IS NULL THEN 0 ELSE is_draft END,
                 expires_at = CASE WHEN $2 = 'queued' THEN NULL ELSE expires_at END,
                 finished_at = CASE WHEN $2 IN ('done', 'cancelled', 'failed') THEN $5 END, updated_at = $5
             WHERE id = $1 AND wants_cancel = 0 AND state IN (SELECT value FROM json_each($4)) RETURNING *",
        )
        .bind(id.0)
        .bind(to.as_str())
        .bind(reason.map(Reason::as_str))
        .bind(serde_json::json!(from).to_string())
        .bind(self.now())
        .fetch_all(writer)
        .await?;
        rows.into_iter().next().map(JobRow::read).transpose()
    }
}
