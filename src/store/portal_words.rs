//! What portals answered for contacts that they refused. These texts may contain personal data, so they are sealed.

use super::seal::Seal;
use super::{Store, StoreError};
use crate::domain::ids::ContactId;
use crate::domain::job::JobId;
use crate::domain::portal_words::PortalWords;

/// Texts sealed again at once.
const AT_A_TIME: i64 = 100;

fn place(job: JobId, contact_id: ContactId) -> String {
    format!("job_items/portal_words/{job}/{contact_id}")
}

/// Opens a sealed text. The text explains an outcome and decides nothing, so one that does not open is left out.
pub(super) fn open(seal: &Seal, job: JobId, contact_id: ContactId, sealed: &[u8]) -> Option<PortalWords> {
    seal.open(&place(job, contact_id), sealed).ok().map(PortalWords::kept)
}

impl Store {
    pub(super) fn seal_words(
        &self,
        job: JobId,
        contact_id: ContactId,
        words: Option<&PortalWords>,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let sealed = words.map(|words| self.seal.seal(&place(job, contact_id), words.expose()));
        Ok(sealed.transpose()?)
    }

    /// Seals texts of older keys with the first key. Returns how many.
    pub(super) async fn rekey_portal_words(&self) -> Result<u64, StoreError> {
        let rows: Vec<(i64, u32, Vec<u8>)> = sqlx::query_as(
            "SELECT job_id, contact_id, portal_words FROM job_items WHERE portal_words IS NOT NULL
               AND (substr(portal_words, 1, 4) < $1 OR substr(portal_words, 1, 4) > $1) LIMIT $2",
        )
        .bind(self.seal.first_key())
        .bind(AT_A_TIME)
        .fetch_all(&self.writer)
        .await?;
        let mut tx = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let mut done = 0;
        for (job, contact, sealed) in rows {
            let id = ContactId::new(contact).ok_or(StoreError::Corrupt("job_items"))?;
            let place = place(JobId(job), id);
            sqlx::query(
                "UPDATE job_items SET portal_words = $1
                 WHERE job_id = $2 AND contact_id = $3 AND portal_words = $4",
            )
            .bind(self.seal.seal(&place, &self.seal.open(&place, &sealed)?)?)
            .bind(job)
            .bind(contact)
            .bind(sealed)
            .execute(&mut *tx)
            .await?;
            done += 1;
        }
        tx.commit().await?;
        Ok(done)
    }
}
