//! What the contacts of a job are called: deleted ones by the copies that are kept, the others as the portal names them now.

use std::collections::HashMap;

use serde_json::Value;

use super::jobs::JobError;
use super::{Flows, Viewer};
use crate::bitrix::contacts::Row;
use crate::domain::contact::Personal;
use crate::domain::ids::ContactId;
use crate::domain::job::{Item, JobId, Outcome};
use crate::store::snapshots::Snapshot;

/// As many as the portal puts on one page.
const ASKED_FOR: usize = 50;

impl Flows {
    /// The names of deleted contacts, for whoever may see the copies of them; none once the copies are gone.
    ///
    /// # Errors
    /// [`JobError::NotFound`] when the viewer may not see the job.
    pub async fn kept_names(
        &self,
        viewer: &Viewer,
        id: JobId,
        items: &[Item],
    ) -> Result<HashMap<ContactId, Personal>, JobError> {
        let job = self.visible_job(viewer, id).await?;
        // What a restore creates again was deleted by another job, which may be somebody else's.
        let holder = job.source_job.unwrap_or(id);
        if holder != id {
            match self.visible_job(viewer, holder).await {
                Err(JobError::NotFound) => return Ok(HashMap::new()),
                found => drop(found?),
            }
        }
        let ids: Vec<ContactId> = items.iter().map(|item| item.contact_id).collect();
        let copies = self.store.find_named_snapshots(holder, &ids).await?;
        Ok(copies.iter().filter_map(name_in).collect())
    }

    /// The same, and the names of the first contacts that are still in the portal. Without an answer of the portal those have
    /// none.
    ///
    /// # Errors
    /// As [`Flows::kept_names`].
    pub async fn item_names(
        &self,
        viewer: &Viewer,
        id: JobId,
        items: &[Item],
    ) -> Result<HashMap<ContactId, Personal>, JobError> {
        let mut names = self.kept_names(viewer, id, items).await?;
        let is_there =
            |item: &&Item| !matches!(item.outcome, Outcome::Deleted | Outcome::Gone | Outcome::Restored);
        let left: Vec<ContactId> = items
            .iter()
            .filter(is_there)
            .map(|item| item.contact_id)
            .filter(|contact| !names.contains_key(contact))
            .take(ASKED_FOR)
            .collect();
        if left.is_empty() {
            return Ok(names);
        }
        match self.sample(viewer, &left, false).await {
            Ok(sampled) => {
                let contacts = sampled.into_iter().map(|sampled| sampled.contact);
                let called = contacts.filter(|contact| !contact.name.0.is_empty());
                names.extend(called.map(|contact| (contact.id, contact.name)));
            }
            Err(error) => tracing::info!(%error, "contacts of a job are shown without names"),
        }
        Ok(names)
    }
}

fn name_in(copy: &Snapshot) -> Option<(ContactId, Personal)> {
    let body: Value = serde_json::from_str(&copy.body).ok()?;
    let name = Row::parse(&body)?.name().clone();
    (!name.0.is_empty()).then_some((copy.contact_id, name))
}
