//! The jobs whose owners still have to be notified, and the language of each user.

use super::jobs::JobRow;
use super::removal::REMOVAL_QUEUE;
use super::{Store, StoreError};
use crate::domain::job::Job;
use crate::domain::language::Language;
use crate::domain::token::Principal;

/// Jobs read at once.
const AT_ONCE: u32 = 20;

impl Store {
    /// Some jobs whose owners have to be notified of the job's state.
    pub async fn find_jobs_to_notify(&self) -> Result<Vec<Job>, StoreError> {
        let rows: Vec<JobRow> =
            sqlx::query_as("SELECT * FROM jobs WHERE tells = 1 AND member_id <> $1 ORDER BY id LIMIT $2")
                .bind(REMOVAL_QUEUE)
                .bind(AT_ONCE)
                .fetch_all(&self.reader)
                .await?;
        rows.into_iter().map(JobRow::read).collect()
    }

    /// Claims the notification about the job's state. Returns `false` if another process has claimed it or the state
    /// has changed.
    pub async fn claim_notification(&self, job: &Job) -> Result<bool, StoreError> {
        let done = sqlx::query("UPDATE jobs SET tells = 0 WHERE id = $1 AND tells = 1 AND state = $2")
            .bind(job.id.0)
            .bind(job.state.as_str())
            .execute(&self.writer)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Saves the language of a user's pages.
    pub async fn save_language(&self, principal: &Principal, language: Language) -> Result<(), StoreError> {
        if self.find_language(principal).await? == Some(language) {
            return Ok(());
        }
        sqlx::query("UPDATE authorizations SET language = $3 WHERE member_id = $1 AND user_id = $2")
            .bind(principal.member_id.as_str())
            .bind(principal.user_id.get())
            .bind(language.tag())
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// The last language of a user's pages.
    pub async fn find_language(&self, principal: &Principal) -> Result<Option<Language>, StoreError> {
        let tag: Option<Option<String>> =
            sqlx::query_scalar("SELECT language FROM authorizations WHERE member_id = $1 AND user_id = $2")
                .bind(principal.member_id.as_str())
                .bind(principal.user_id.get())
                .fetch_optional(&self.reader)
                .await?;
        let of_tag = |tag: String| Language::ALL.into_iter().find(|language| language.tag() == tag);
        Ok(tag.flatten().and_then(of_tag))
    }
}
