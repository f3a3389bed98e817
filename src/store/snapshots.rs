//! Copies of contacts as they were before a job deleted them. They are sealed and have an end date.

use sqlx::{AssertSqlSafe, Sqlite, Transaction};

use super::chunks::ChunkSizer;
use super::item_rows::{COUNTS_AS_DELETED, json_list};
use super::{Store, StoreError};
use crate::domain::clock::UnixTime;
use crate::domain::ids::ContactId;
use crate::domain::job::JobId;

/// A copy of a contact.
#[derive(Debug)]
pub struct Snapshot {
    /// The contact.
    pub contact_id: ContactId,
    /// Its fields as the portal returned them, as JSON.
    pub body: String,
}

pub(super) fn place(job: JobId, contact_id: ContactId) -> String {
    format!("snapshots/{job}/{contact_id}")
}

/// Items of a restore, named `theirs`, whose contacts are created or may be created. No other restore creates them.
pub(super) const IS_TAKEN_UP: &str =
    "(theirs.outcome IN ('restored', 'asked') OR theirs.outcome = 'pending' AND jobs.rest_as IS NULL)";

/// Whether a restore of `source` has created one of these contacts or may still create it.
pub(super) async fn are_taken_up(
    tx: &mut Transaction<'_, Sqlite>,
    source: JobId,
    ids: &[ContactId],
) -> Result<bool, StoreError> {
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM jobs JOIN job_items AS theirs ON theirs.job_id = jobs.id
         WHERE jobs.source_job = $1 AND theirs.contact_id IN (SELECT value FROM json_each($2)) AND {IS_TAKEN_UP})"
    );
    let query = sqlx::query_scalar(AssertSqlSafe(sql)).bind(source.0).bind(json_list(ids));
    Ok(query.fetch_one(&mut **tx).await?)
}

/// The same for all contacts of a job that is being built. The restores in `disjoint` are known to share no contact
/// with it.
pub(super) async fn is_taken_up(
    tx: &mut Transaction<'_, Sqlite>,
    source: JobId,
    built: JobId,
    disjoint: &[i64],
) -> Result<bool, StoreError> {
    let sql = format!(
        "SELECT EXISTS (SELECT 1 FROM jobs JOIN job_items AS theirs ON theirs.job_id = jobs.id
         JOIN job_items AS mine ON mine.job_id = $2 AND mine.contact_id = theirs.contact_id
         WHERE jobs.source_job = $1 AND jobs.id NOT IN (SELECT value FROM json_each($3)) AND {IS_TAKEN_UP})"
    );
    let query = sqlx::query_scalar(AssertSqlSafe(sql)).bind(source.0).bind(built.0);
    Ok(query.bind(serde_json::json!(disjoint).to_string()).fetch_one(&mut **tx).await?)
}

impl Store {
    /// Ended restores of a job that have created no contact of the job that is being built. They are read without the
    /// writer, because ended restores create nothing more.
    pub(super) async fn find_disjoint(&self, source: JobId, built: JobId) -> Result<Vec<i64>, StoreError> {
        let sql = format!(
            "SELECT id FROM jobs WHERE source_job = $1 AND finished_at IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM job_items AS theirs
                   JOIN job_items AS mine ON mine.job_id = $2 AND mine.contact_id = theirs.contact_id
                   WHERE theirs.job_id = jobs.id AND {IS_TAKEN_UP})"
        );
        let ids = sqlx::query_scalar(AssertSqlSafe(sql)).bind(source.0).bind(built.0);
        Ok(ids.fetch_all(&self.reader).await?)
    }

    /// Copies of contacts that the job has deleted or may have deleted, after an id, in ascending order.
    pub async fn find_snapshots(
        &self,
        job: JobId,
        after: Option<ContactId>,
        limit: u32,
    ) -> Result<Vec<Snapshot>, StoreError> {
        let sql = format!(
            "SELECT snapshots.contact_id, body FROM snapshots
             JOIN job_items ON job_items.job_id = snapshots.job_id
                           AND job_items.contact_id = snapshots.contact_id AND {COUNTS_AS_DELETED}
             WHERE snapshots.job_id = $1 AND snapshots.contact_id > $2 AND expires_at > $3
             ORDER BY snapshots.contact_id LIMIT $4"
        );
        let rows: Vec<(u32, Vec<u8>)> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(job.0)
            .bind(after.map_or(0, ContactId::get))
            .bind(self.now())
            .bind(limit)
            .fetch_all(&self.reader)
            .await?;
        rows.into_iter().map(|row| self.open_copy(job, row)).collect()
    }

    /// The copies of those named contacts that the job has deleted or may have deleted.
    pub async fn find_named_snapshots(
        &self,
        job: JobId,
        ids: &[ContactId],
    ) -> Result<Vec<Snapshot>, StoreError> {
        let sql = format!(
            "SELECT snapshots.contact_id, body FROM snapshots
             JOIN job_items ON job_items.job_id = snapshots.job_id
                           AND job_items.contact_id = snapshots.contact_id AND {COUNTS_AS_DELETED}
             WHERE snapshots.job_id = $1 AND expires_at > $2
               AND snapshots.contact_id IN (SELECT value FROM json_each($3))"
        );
        let rows: Vec<(u32, Vec<u8>)> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(job.0)
            .bind(self.now())
            .bind(json_list(ids))
            .fetch_all(&self.reader)
            .await?;
        rows.into_iter().map(|row| self.open_copy(job, row)).collect()
    }

    fn open_copy(&self, job: JobId, (id, body): (u32, Vec<u8>)) -> Result<Snapshot, StoreError> {
        let contact_id = ContactId::new(id).ok_or(StoreError::Corrupt("snapshots"))?;
        Ok(Snapshot { contact_id, body: self.seal.open(&place(job, contact_id), &body)? })
    }

    /// How many contacts of `job` have a copy. `holder` keeps the copies: it is the job itself or the job that it
    /// restores.
    pub async fn count_named_snapshots(&self, holder: JobId, job: JobId) -> Result<u32, StoreError> {
        let sql = format!(
            "SELECT count(*) FROM snapshots
             JOIN job_items ON job_items.job_id = snapshots.job_id
                           AND job_items.contact_id = snapshots.contact_id AND {COUNTS_AS_DELETED}
             WHERE snapshots.job_id = $1 AND expires_at > $2
               AND snapshots.contact_id IN (SELECT theirs.contact_id FROM job_items AS theirs WHERE theirs.job_id = $3)"
        );
        let count = sqlx::query_scalar(AssertSqlSafe(sql)).bind(holder.0).bind(self.now()).bind(job.0);
        Ok(count.fetch_one(&self.reader).await?)
    }

    /// The copy of one contact that the job has deleted or may have deleted.
    pub async fn find_snapshot(&self, job: JobId, id: ContactId) -> Result<Option<Snapshot>, StoreError> {
        let before = ContactId::new(id.get() - 1);
        let found = self.find_snapshots(job, before, 1).await?;
        Ok(found.into_iter().find(|snapshot| snapshot.contact_id == id))
    }

    /// The contacts that the job has deleted or may have deleted and that have a copy, in ascending order.
    pub async fn find_kept(&self, job: JobId) -> Result<Vec<ContactId>, StoreError> {
        let sql = format!(
            "SELECT snapshots.contact_id FROM snapshots
             JOIN job_items ON job_items.job_id = snapshots.job_id
                           AND job_items.contact_id = snapshots.contact_id AND {COUNTS_AS_DELETED}
             WHERE snapshots.job_id = $1 AND expires_at > $2 ORDER BY snapshots.contact_id"
        );
        let ids: Vec<u32> = sqlx::query_scalar(AssertSqlSafe(sql))
            .bind(job.0)
            .bind(self.now())
            .fetch_all(&self.reader)
            .await?;
        Ok(ids.into_iter().filter_map(ContactId::new).collect())
    }

    /// The contacts of this job that other jobs have created again or may still create, in ascending order.
    pub async fn find_taken_up(&self, source: JobId) -> Result<Vec<ContactId>, StoreError> {
        let sql = format!(
            "SELECT DISTINCT contact_id FROM job_items AS theirs JOIN jobs ON jobs.id = theirs.job_id
             WHERE jobs.source_job = $1 AND {IS_TAKEN_UP} ORDER BY contact_id"
        );
        let ids: Vec<u32> =
            sqlx::query_scalar(AssertSqlSafe(sql)).bind(source.0).fetch_all(&self.reader).await?;
        Ok(ids.into_iter().filter_map(ContactId::new).collect())
    }

    /// Until when a job's copies are kept; `None` if there are none.
    pub async fn snapshots_until(&self, job: JobId) -> Result<Option<UnixTime>, StoreError> {
        let until: Option<i64> =
            sqlx::query_scalar("SELECT max(expires_at) FROM snapshots WHERE job_id = $1 AND expires_at > $2")
                .bind(job.0)
                .bind(self.now())
                .fetch_one(&self.reader)
                .await?;
        Ok(until.map(UnixTime))
    }

    /// Destroys copies whose time is over. Returns how many.
    pub async fn purge_snapshots(&self) -> Result<u64, StoreError> {
        let (mut chunks, mut destroyed) = (ChunkSizer::new(&self.clock), 0);
        loop {
            let done = sqlx::query(
                "DELETE FROM snapshots WHERE (job_id, contact_id) IN
                     (SELECT job_id, contact_id FROM snapshots WHERE expires_at <= $1 LIMIT $2)",
            )
            .bind(self.now())
            .bind(chunks.begin())
            .execute(&self.writer)
            .await?;
            destroyed += done.rows_affected();
            if !chunks.end(done.rows_affected()).await {
                return Ok(destroyed);
            }
        }
    }
}
