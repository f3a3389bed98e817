//! What stands beside jobs in other tables: until when their copies are kept, what was restored, their erasure records.

use std::collections::HashMap;

use sqlx::FromRow;

use crate::domain::clock::UnixTime;
use crate::domain::erasure::Reference;
use crate::domain::job::JobId;
use crate::store::{Store, StoreError};

/// What is known of a job beside its row.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Beside {
    /// Until when its copies are kept; `None` when there are none (any more).
    pub snapshot_until: Option<UnixTime>,
    /// Of how many contacts that it may have deleted, without a clear answer, a copy is kept.
    pub unclear: u32,
    /// How many of its contacts others have created again, or are about to.
    pub taken_up: u32,
    /// The number of the request that it is recorded under.
    pub reference: Option<Reference>,
}

#[derive(FromRow)]
struct BesideRow {
    job_id: i64,
    snapshot_until: Option<i64>,
    unclear: u32,
    taken_up: u32,
    reference: Option<String>,
}

impl Store {
    /// What stands beside each of some jobs, in one statement however many they are.
    ///
    /// # Errors
    /// When the database does not answer or a row cannot be read.
    pub async fn find_beside(&self, jobs: &[JobId]) -> Result<HashMap<JobId, Beside>, StoreError> {
        let ids: Vec<i64> = jobs.iter().map(|job| job.0).collect();
        let rows: Vec<BesideRow> = sqlx::query_as(
            "SELECT wanted.value AS job_id,
                    (SELECT max(expires_at) FROM snapshots
                     WHERE job_id = wanted.value AND expires_at > $2) AS snapshot_until,
                    (SELECT count(*) FROM job_items JOIN snapshots USING (job_id, contact_id)
                     WHERE job_id = wanted.value AND outcome = 'failed' AND code = 'no_clear_answer'
                       AND expires_at > $2) AS unclear,
                    (SELECT coalesce(sum(total - gone - denied - protected - failed - cancelled), 0)
                     FROM jobs WHERE source_job = wanted.value) AS taken_up,
                    (SELECT reference FROM erasure_records WHERE job_id = wanted.value) AS reference
             FROM json_each($1) AS wanted",
        )
        .bind(serde_json::json!(ids).to_string())
        .bind(self.now())
        .fetch_all(&self.reader)
        .await?;
        let read = |row: BesideRow| {
            let reference =
                row.reference.map(|text| Reference::parse(&text).ok_or(UNREADABLE)).transpose()?;
            let snapshot_until = row.snapshot_until.map(UnixTime);
            let (unclear, taken_up) = (row.unclear, row.taken_up);
            Ok((JobId(row.job_id), Beside { snapshot_until, unclear, taken_up, reference }))
        };
        rows.into_iter().map(read).collect()
    }
}

const UNREADABLE: StoreError = StoreError::Corrupt("erasure_records");
