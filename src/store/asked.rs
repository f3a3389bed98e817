//! Contacts of a job for which a call was sent or may have been sent. They are saved before the call goes out. If the
//! process is killed, the next worker knows which contacts to look up.

use std::collections::HashMap;

use super::item_rows::{Interrupted, json_list};
use super::jobs::Lease;
use super::{Store, StoreError};
use crate::domain::clock::UnixTime;
use crate::domain::ids::ContactId;
use crate::domain::job::{Item, ItemCode, JobId, Outcome};

/// A copy to keep: the contact as the portal returned it, as JSON.
#[derive(Debug)]
pub struct NewSnapshot {
    /// The contact.
    pub contact_id: ContactId,
    /// The contact's fields.
    pub body: String,
}

impl Store {
    /// Saves the contacts that a call will be sent for, and their copies, before the call goes out. If this function
    /// fails, nothing may be sent.
    pub async fn save_asked(
        &self,
        lease: &Lease,
        ids: &[ContactId],
        snapshots: &[NewSnapshot],
        expires_at: UnixTime,
    ) -> Result<Result<(), Interrupted>, StoreError> {
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let held = sqlx::query(
            "UPDATE jobs SET updated_at = $3
             WHERE id = $1 AND lease_owner = $2 AND wants_cancel = 0 AND state = 'running'",
        )
        .bind(lease.job.0)
        .bind(&lease.owner)
        .bind(self.now())
        .execute(&mut *tx)
        .await?;
        if held.rows_affected() == 0 {
            return Ok(Err(Interrupted));
        }
        for snapshot in snapshots {
            let place = super::snapshots::place(lease.job, snapshot.contact_id);
            sqlx::query(
                "INSERT INTO snapshots (job_id, contact_id, body, expires_at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT DO UPDATE SET body = excluded.body, expires_at = excluded.expires_at",
            )
            .bind(lease.job.0)
            .bind(snapshot.contact_id.get())
            .bind(self.seal.seal(&place, &snapshot.body)?)
            .bind(expires_at.0)
            .execute(&mut *tx)
            .await?;
        }
        let marked = sqlx::query(
            "UPDATE job_items SET outcome = 'asked', asked_at = $3
             WHERE job_id = $1 AND outcome = 'pending' AND contact_id IN (SELECT value FROM json_each($2))",
        )
        .bind(lease.job.0)
        .bind(json_list(ids))
        .bind(self.now())
        .execute(&mut *tx)
        .await?;
        if marked.rows_affected() != ids.len() as u64 {
            return Ok(Err(Interrupted));
        }
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// Sets the time from which a worker waits for late effects of a call. That is when the portal was last seen
    /// working on these contacts. For rows that are older than the column it is when the missing time was noticed.
    pub async fn restart_asked_time(
        &self,
        lease: &Lease,
        ids: &[ContactId],
        from: UnixTime,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE job_items SET asked_at = $3 WHERE job_id = $1 AND outcome = 'asked'
               AND contact_id IN (SELECT value FROM json_each($4))
               AND EXISTS (SELECT 1 FROM jobs WHERE id = $1 AND lease_owner = $2)",
        )
        .bind(lease.job.0)
        .bind(&lease.owner)
        .bind(from.0)
        .bind(json_list(ids))
        .execute(&self.writer)
        .await?;
        Ok(())
    }

    /// Saves until when the portal may be working on a call whose answer was cut off.
    pub async fn save_at_work_until(&self, lease: &Lease, until: UnixTime) -> Result<(), StoreError> {
        sqlx::query("UPDATE jobs SET at_work_until = $3 WHERE id = $1 AND lease_owner = $2")
            .bind(lease.job.0)
            .bind(&lease.owner)
            .bind(until.0)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Finds those of the named contacts whose creation by another restore of the same job has no clear answer. Each
    /// comes with that restore.
    pub async fn find_unclear_creations(
        &self,
        source: JobId,
        besides: JobId,
        ids: &[ContactId],
    ) -> Result<Vec<(JobId, Item)>, StoreError> {
        let jobs: Vec<i64> =
            sqlx::query_scalar("SELECT id FROM jobs WHERE source_job = $1 AND id <> $2 ORDER BY id")
                .bind(source.0)
                .bind(besides.0)
                .fetch_all(&self.reader)
                .await?;
        let mut found = Vec::new();
        for job in jobs.into_iter().map(JobId) {
            let items = self.find_named_items(job, ids).await?;
            let is_unclear = |item: &Item| item.code == Some(ItemCode::NoClearAnswer);
            found.extend(items.into_iter().filter(is_unclear).map(|item| (job, item)));
        }
        Ok(found)
    }

    /// Finds those of the named contacts whose deletion by this job has no clear answer.
    pub async fn find_unclear_deletions(
        &self,
        job: JobId,
        ids: &[ContactId],
    ) -> Result<Vec<Item>, StoreError> {
        let items = self.find_named_items(job, ids).await?;
        let is_unclear =
            |item: &Item| item.outcome == Outcome::Failed && item.code == Some(ItemCode::NoClearAnswer);
        Ok(items.into_iter().filter(is_unclear).collect())
    }

    /// Finds those of the named contacts that another job of the same portal has certainly deleted.
    pub async fn find_deleted_elsewhere(
        &self,
        job: JobId,
        ids: &[ContactId],
    ) -> Result<Vec<ContactId>, StoreError> {
        let found: Vec<u32> = sqlx::query_scalar(
            "SELECT item.contact_id FROM jobs JOIN job_items AS item ON item.job_id = jobs.id
             WHERE item.contact_id IN (SELECT value FROM json_each($2)) AND item.outcome = 'deleted'
               AND jobs.id <> $1 AND jobs.member_id = (SELECT member_id FROM jobs WHERE id = $1)",
        )
        .bind(job.0)
        .bind(json_list(ids))
        .fetch_all(&self.reader)
        .await?;
        Ok(found.into_iter().filter_map(ContactId::new).collect())
    }

    /// Counts the tries without a clear answer for each of the named contacts. Contacts without such a try are left
    /// out.
    pub async fn find_tries(&self, job: JobId, ids: &[ContactId]) -> Result<HashMap<u32, u32>, StoreError> {
        let tries: Vec<(u32, u32)> = sqlx::query_as(
            "SELECT contact_id, tries FROM job_items
             WHERE job_id = $1 AND tries > 0 AND contact_id IN (SELECT value FROM json_each($2))",
        )
        .bind(job.0)
        .bind(json_list(ids))
        .fetch_all(&self.reader)
        .await?;
        Ok(tries.into_iter().collect())
    }
}
