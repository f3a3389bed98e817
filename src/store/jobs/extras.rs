//! What other tables know about jobs: how long their copies are kept, what was restored, and their erasure records.

use std::collections::HashMap;

use sqlx::FromRow;

use crate::domain::clock::UnixTime;
use crate::domain::erasure::Reference;
use crate::domain::job::JobId;
use crate::store::removal::REMOVAL_QUEUE;
use crate::store::{Store, StoreError};

/// What is known about a job besides its row.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct JobExtras {
    /// Until when its copies are kept; `None` if there are none.
    pub snapshot_until: Option<UnixTime>,
    /// How many contacts without a clear answer have a copy. The job may have deleted them.
    pub unclear: u32,
    /// How many of its contacts other jobs have created again or may still create.
    pub taken_up: u32,
    /// The request number of its erasure record.
    pub reference: Option<Reference>,
    /// The jobs that restore its contacts, the oldest first.
    pub restores: Vec<RestoreOf>,
    /// The number that users see for the job that it restores.
    pub source_number: Option<u32>,
}

/// A job that restores the contacts of another job.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RestoreOf {
    /// Its id.
    pub id: JobId,
    /// The number that users see.
    pub number: Option<u32>,
    /// How many contacts it has created.
    pub restored: u32,
    /// Whether it has ended.
    pub is_over: bool,
}

#[derive(FromRow)]
struct ExtrasRow {
    job_id: i64,
    snapshot_until: Option<i64>,
    unclear: u32,
    taken_up: u32,
    reference: Option<String>,
    source_number: Option<u32>,
}

impl Store {
    /// The extras of any number of jobs, in two statements.
    pub async fn find_job_extras(&self, jobs: &[JobId]) -> Result<HashMap<JobId, JobExtras>, StoreError> {
        let ids: Vec<i64> = jobs.iter().map(|job| job.0).collect();
        let rows: Vec<ExtrasRow> = sqlx::query_as(
            "SELECT wanted.value AS job_id,
                    (SELECT max(expires_at) FROM snapshots
                     WHERE job_id = wanted.value AND expires_at > $2) AS snapshot_until,
                    (SELECT count(*) FROM job_items JOIN snapshots USING (job_id, contact_id)
                     WHERE job_id = wanted.value AND outcome = 'failed' AND code = 'no_clear_answer'
                       AND expires_at > $2) AS unclear,
                    (SELECT coalesce(sum(total - gone - denied - protected - failed - cancelled), 0)
                     FROM jobs WHERE source_job = wanted.value) AS taken_up,
                    (SELECT reference FROM erasure_records WHERE job_id = wanted.value) AS reference,
                    (SELECT source.number FROM jobs JOIN jobs AS source ON source.id = jobs.source_job
                     WHERE jobs.id = wanted.value) AS source_number
             FROM json_each($1) AS wanted",
        )
        .bind(serde_json::json!(ids).to_string())
        .bind(self.now())
        .fetch_all(&self.reader)
        .await?;
        let mut restores = self.find_restores(&ids).await?;
        let mut read = |row: ExtrasRow| {
            let reference =
                row.reference.map(|text| Reference::parse(&text).ok_or(UNREADABLE)).transpose()?;
            let snapshot_until = row.snapshot_until.map(UnixTime);
            let (unclear, taken_up) = (row.unclear, row.taken_up);
            let (restores, source_number) =
                (restores.remove(&row.job_id).unwrap_or_default(), row.source_number);
            let extras = JobExtras { snapshot_until, unclear, taken_up, reference, restores, source_number };
            Ok((JobId(row.job_id), extras))
        };
        rows.into_iter().map(&mut read).collect()
    }

    /// The restores of each job.
    async fn find_restores(&self, sources: &[i64]) -> Result<HashMap<i64, Vec<RestoreOf>>, StoreError> {
        let rows: Vec<(i64, i64, Option<u32>, u32, bool)> = sqlx::query_as(
            "SELECT source_job, id, number, restored, finished_at IS NOT NULL FROM jobs
             WHERE source_job IN (SELECT value FROM json_each($1)) AND member_id <> $2 ORDER BY id",
        )
        .bind(serde_json::json!(sources).to_string())
        .bind(REMOVAL_QUEUE)
        .fetch_all(&self.reader)
        .await?;
        let mut found: HashMap<i64, Vec<RestoreOf>> = HashMap::new();
        for (source, id, number, restored, is_over) in rows {
            let restore = RestoreOf { id: JobId(id), number, restored, is_over };
            found.entry(source).or_default().push(restore);
        }
        Ok(found)
    }
}

const UNREADABLE: StoreError = StoreError::Corrupt("erasure_records");
