//! What the contacts of a job are called: deleted ones by the copies that are kept, the others as the portal names them now.

use std::collections::HashMap;

use serde_json::Value;

use super::failure::Failure;
use super::jobs::JobError;
use super::{Flows, Viewer};
use crate::bitrix::contacts::{Row, bindings};
use crate::domain::contact::Personal;
use crate::domain::ids::ContactId;
use crate::domain::job::{Item, ItemCode, JobId, Outcome};
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

    /// What a person wants to see beside some contacts of a job: their names as far as they are known, and an open deal of
    /// each that was kept because of one. Without an answer of the portal only copies tell.
    ///
    /// # Errors
    /// As [`Flows::kept_names`].
    pub async fn beside_items(&self, viewer: &Viewer, id: JobId, items: &[Item]) -> Result<Beside, JobError> {
        let mut names = self.kept_names(viewer, id, items).await?;
        let is_there =
            |item: &&Item| !matches!(item.outcome, Outcome::Deleted | Outcome::Gone | Outcome::Restored);
        let left: Vec<&Item> = items.iter().filter(is_there).take(ASKED_FOR).collect();
        if left.is_empty() {
            return Ok(Beside { names, deals: HashMap::new() });
        }
        let unnamed: Vec<ContactId> = left.iter().map(|item| item.contact_id).collect();
        match self.sample(viewer, &unnamed, false).await {
            Ok(sampled) => {
                let contacts = sampled.into_iter().map(|sampled| sampled.contact);
                let called = contacts.filter(|contact| !contact.name.0.is_empty());
                names.extend(called.map(|contact| (contact.id, contact.name)));
            }
            Err(error) => tracing::info!(%error, "contacts of a job are shown without names"),
        }
        let has_deal = |item: &&&Item| item.code == Some(ItemCode::OpenDeals);
        let kept: Vec<ContactId> = left.iter().filter(has_deal).map(|item| item.contact_id).collect();
        Ok(Beside { names, deals: self.open_deals_of(viewer, &kept).await })
    }

    async fn open_deals_of(&self, viewer: &Viewer, kept: &[ContactId]) -> HashMap<ContactId, u32> {
        if kept.is_empty() {
            return HashMap::new();
        }
        let rest = &self.rest;
        let call = |caller| async move { bindings::find_open_deals(rest, &caller, kept).await };
        let found = self.access.run(&viewer.portal, &viewer.principal, call).await.map_err(Failure::from);
        found.unwrap_or_else(|failure| {
            tracing::info!(%failure, "contacts of a job are shown without their deals");
            HashMap::new()
        })
    }
}

/// What is known of some contacts of a job, beside what became of them.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// What they are called.
    pub names: HashMap<ContactId, Personal>,
    /// An open deal of each that has one.
    pub deals: HashMap<ContactId, u32>,
}

fn name_in(copy: &Snapshot) -> Option<(ContactId, Personal)> {
    let body: Value = serde_json::from_str(&copy.body).ok()?;
    let name = Row::parse(&body)?.name().clone();
    (!name.0.is_empty()).then_some((copy.contact_id, name))
}
