//! The fingerprint of a job's set. It allows comparing a list of ids with the audit long afterwards.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::{Store, StoreError};
use crate::domain::job::JobId;

/// Ids read at once.
const CHUNK: u32 = 10_000;

impl Store {
    /// The SHA-256, in hexadecimal, of a job's contact ids in ascending order, each followed by a line feed. Its time
    /// grows with the number of contacts; its memory does not.
    pub async fn fingerprint(&self, job: JobId) -> Result<String, StoreError> {
        let (mut hash, mut after) = (Sha256::new(), 0);
        loop {
            let ids: Vec<u32> = sqlx::query_scalar(
                "SELECT contact_id FROM job_items WHERE job_id = $1 AND contact_id > $2
                 ORDER BY contact_id LIMIT $3",
            )
            .bind(job.0)
            .bind(after)
            .bind(CHUNK)
            .fetch_all(&self.reader)
            .await?;
            let Some(last) = ids.last() else { break };
            after = *last;
            for id in ids {
                hash.update(format!("{id}\n"));
            }
        }
        let mut text = String::new();
        for byte in hash.finalize() {
            let _ = write!(text, "{byte:02x}");
        }
        Ok(text)
    }
}
