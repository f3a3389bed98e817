//! The jobs of all portals, for operators of the service.

use sqlx::FromRow;

use super::row::JobRow;
use crate::domain::job::{Job, JobId};
use crate::domain::portal::Endpoint;
use crate::store::removal::REMOVAL_QUEUE;
use crate::store::{Store, StoreError};

#[derive(FromRow)]
struct JobLine {
    #[sqlx(flatten)]
    job: JobRow,
    endpoint: String,
}

impl Store {
    /// The newest jobs before an id, each with the host of its portal.
    pub async fn list_all_jobs(
        &self,
        before: Option<JobId>,
        limit: u32,
    ) -> Result<Vec<(Job, String)>, StoreError> {
        let lines: Vec<JobLine> = sqlx::query_as(
            "SELECT jobs.*, portals.endpoint FROM jobs JOIN portals USING (member_id)
             WHERE ($1 IS NULL OR jobs.id < $1) AND member_id <> $3 ORDER BY jobs.id DESC LIMIT $2",
        )
        .bind(before.map(|id| id.0))
        .bind(limit)
        .bind(REMOVAL_QUEUE)
        .fetch_all(&self.reader)
        .await?;
        let host = |endpoint: &str| Endpoint::parse(endpoint).map(|endpoint| endpoint.host().to_string());
        lines
            .into_iter()
            .map(|line| Ok((line.job.read()?, host(&line.endpoint).unwrap_or_default())))
            .collect()
    }
}
