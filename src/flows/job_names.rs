//! The names of a job's contacts. Names of deleted contacts come from their copies, all others from the portal.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::failure::Failure;
use super::jobs::JobError;
use super::{Flows, Viewer};
use crate::bitrix::contacts::{ContactRow, bindings};
use crate::domain::audit::AuditAction;
use crate::domain::contact::Personal;
use crate::domain::ids::ContactId;
use crate::domain::job::{Item, ItemCode, Job, JobId, Outcome};
use crate::store::snapshots::Snapshot;

/// Contacts that the portal returns on one page.
const ASKED_FOR: usize = 50;

impl Flows {
    /// The names of deleted contacts, if the viewer may see their copies. Empty when there are no copies.
    ///
    /// # Errors
    /// [`JobError::NotFound`] when the viewer may not see the job.
    pub async fn snapshot_names(
        &self,
        viewer: &Viewer,
        id: JobId,
        items: &[Item],
    ) -> Result<HashMap<ContactId, Personal>, JobError> {
        let job = self.visible_job(viewer, id).await?;
        let Some(holder) = self.job_with_copies(viewer, &job).await? else { return Ok(HashMap::new()) };
        let ids: Vec<ContactId> = items.iter().map(|item| item.contact_id).collect();
        let copies = self.store.find_named_snapshots(holder, &ids).await?;
        Ok(copies.iter().filter_map(name_in).collect())
    }

    /// The job that keeps the copies of a job's contacts, if the viewer may see it. The contacts of a restore were
    /// deleted by another job, perhaps of another user.
    async fn job_with_copies(&self, viewer: &Viewer, job: &Job) -> Result<Option<JobId>, JobError> {
        let Some(source) = job.source_job.filter(|source| *source != job.id) else { return Ok(Some(job.id)) };
        match self.visible_job(viewer, source).await {
            Ok(source) => Ok(Some(source.id)),
            Err(JobError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Begins a report of a job. If the report contains names, the audit records the download.
    ///
    /// # Errors
    /// [`JobError::NotFound`] when the viewer may not see the job.
    pub async fn begin_report(
        &self,
        viewer: &Viewer,
        id: JobId,
        request_id: &str,
    ) -> Result<JobReport, JobError> {
        let job = self.visible_job(viewer, id).await?;
        let names = match self.job_with_copies(viewer, &job).await? {
            Some(holder) => self.store.count_named_snapshots(holder, id).await?,
            None => 0,
        };
        if names > 0 {
            let detail = json!({"names": names, "kind": job.kind.as_str(), "number": job.number});
            let entry = viewer.entry(AuditAction::DownloadReport, job.state.as_str(), request_id);
            self.write_audit(entry.of_job(id).with(detail)).await;
        }
        Ok(JobReport { job, is_named: names > 0 })
    }

    /// A page of a report: contacts by rising id, with their names if the report contains names.
    pub async fn report_items(
        &self,
        viewer: &Viewer,
        report: &JobReport,
        after: Option<ContactId>,
        limit: u32,
    ) -> Result<(Vec<Item>, HashMap<ContactId, Personal>), JobError> {
        let id = report.job.id;
        let items = self.job_items(viewer, id, None, after, limit).await?;
        let names =
            if report.is_named { self.snapshot_names(viewer, id, &items).await? } else { HashMap::new() };
        Ok((items, names))
    }

    /// Details of some contacts of a job: their names as far as they are known, and one open deal of each contact
    /// that was kept because of it. Without an answer of the portal, only names from copies are known.
    ///
    /// # Errors
    /// As [`Flows::snapshot_names`].
    pub async fn item_extras(
        &self,
        viewer: &Viewer,
        id: JobId,
        items: &[Item],
    ) -> Result<ItemExtras, JobError> {
        let mut names = self.snapshot_names(viewer, id, items).await?;
        let is_there =
            |item: &&Item| !matches!(item.outcome, Outcome::Deleted | Outcome::Gone | Outcome::Restored);
        let left: Vec<&Item> = items.iter().filter(is_there).take(ASKED_FOR).collect();
        if left.is_empty() {
            return Ok(ItemExtras { names, deals: HashMap::new() });
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
        Ok(ItemExtras { names, deals: self.open_deals_of(viewer, &kept).await })
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

/// A report that was begun.
#[derive(Clone, Debug)]
pub struct JobReport {
    /// The job of the report.
    pub job: Job,
    /// Whether the report contains names. A report that began without names gets none later, because the audit has no
    /// line about them.
    is_named: bool,
}

/// Details of some contacts of a job beside their outcomes.
#[derive(Clone, Debug, Default)]
pub struct ItemExtras {
    /// The names.
    pub names: HashMap<ContactId, Personal>,
    /// One open deal of each contact that has one.
    pub deals: HashMap<ContactId, u32>,
}

fn name_in(copy: &Snapshot) -> Option<(ContactId, Personal)> {
    let body: Value = serde_json::from_str(&copy.body).ok()?;
    let name = ContactRow::parse(&body)?.name().clone();
    (!name.0.is_empty()).then_some((copy.contact_id, name))
}
