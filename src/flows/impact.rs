//! Counts what is linked to the contacts of a job's set. Every answer comes within a few seconds with what is counted
//! so far. The count is stored, and the next request continues it. Each request reads the contacts of the sample
//! again.

use std::time::Duration;

use serde::Serialize;

use super::access::AccessError;
use super::jobs::JobError;
use super::{Flows, Viewer};
use crate::bitrix::contacts;
use crate::bitrix::contacts::bindings::{self, RelatedContacts, RelatedKind};
use crate::bitrix::contacts::impact_count::{ContactWindow, ImpactCount};
use crate::bitrix::read_size::ReadKind;
use crate::domain::contact::Contact;
use crate::domain::ids::ContactId;
use crate::domain::job::{ItemCode, Job, JobId, JobState};
use crate::flows::failure::Failure;

/// How long one answer may take. One list may exceed it.
const ANSWERED_WITHIN: Duration = Duration::from_secs(8);
/// Most contacts that are counted for one answer: about ten calls to the portal.
const COUNTED: u32 = 5_000;
/// How many contacts the sample has.
const SHOWN: u32 = 50;

/// What is linked to the contacts of a set.
#[derive(Clone, Debug, Serialize)]
pub struct Impact {
    total: u32,
    sample: Vec<SampleContact>,
    with_open_deals: u32,
    with_deals: u32,
    with_company: u32,
    with_activities: u32,
    /// Contacts whose deals cannot be seen.
    unknown: u32,
    /// Contacts that do not exist, or that the viewer may not see.
    missing: u32,
    protected: u32,
    /// Contacts that are fully counted. The numbers are lower bounds until all contacts are counted.
    counted: u32,
    /// Whether all contacts are counted.
    exact: bool,
}

/// One contact of the sample, which shows the user whether the set is right.
#[derive(Clone, Debug, Serialize)]
pub(super) struct SampleContact {
    #[serde(flatten)]
    pub(super) contact: Contact,
    /// Why the contact is kept; `None` if it is not.
    kept: Option<&'static str>,
}

impl Flows {
    /// Counts what is linked to the contacts of the job's set. Another request continues the count.
    ///
    /// # Errors
    /// [`JobError::NotReady`] while the set is being collected; [`JobError::Conflict`] when the draft has ended.
    pub async fn job_impact(&self, viewer: &Viewer, id: JobId) -> Result<Impact, JobError> {
        let until = self.clock.uptime() + ANSWERED_WITHIN;
        let job = self.visible_job(viewer, id).await?;
        if job.state == JobState::Collecting {
            return Err(JobError::NotReady);
        }
        if job.is_ended_draft() {
            return Err(JobError::Conflict);
        }
        let shown = self.ids_after(job.id, None, SHOWN).await?;
        let impact_count = self.count(viewer, &job, until).await?;
        self.mark_set_seen(viewer, &job).await?;
        let settings = self.settings(viewer).await?.settings;
        let keeps = settings.keeps_open_deals(job.include_open_deals);
        let [with_open_deals, with_deals, with_company, with_activities] = impact_count.numbers();
        let keeps_some = keeps && with_open_deals + impact_count.unknown() > 0;
        let sample = self.sample(viewer, &shown, keeps_some).await?;
        Ok(Impact {
            total: job.counts.total,
            sample,
            with_open_deals,
            with_deals,
            with_company,
            with_activities,
            unknown: impact_count.unknown(),
            missing: impact_count.missing(),
            protected: if keeps { with_open_deals + impact_count.unknown() } else { 0 },
            counted: impact_count.counted(),
            exact: impact_count.is_done(),
        })
    }

    /// Continues the stored count until the time is over. An error loses nothing that was counted before.
    async fn count(&self, viewer: &Viewer, job: &Job, until: Duration) -> Result<ImpactCount, JobError> {
        let kept = self.store.find_impact(job.id).await?;
        let before: ImpactCount =
            kept.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        if before.is_done() {
            return Ok(before);
        }
        let mut ids = self.ids_after(job.id, before.counted_to(), COUNTED + 1).await?;
        let is_last = ids.len() <= COUNTED as usize;
        ids.truncate(COUNTED as usize);
        let window = ContactWindow { ids: &ids, is_last };
        let (impact_count, error) = self.count_window(viewer, before.clone(), window, until).await;
        if impact_count != before && is_stable(job.state) {
            let text =
                serde_json::to_string(&impact_count).map_err(|error| Failure::Broken(error.to_string()))?;
            self.store.save_impact(job, kept.as_deref(), &text).await?;
        }
        match error {
            // The next request asks for less, or the portal has recovered by then.
            Some(AccessError::Rest(error)) if error.may_be_too_large() => Ok(impact_count),
            Some(error) if impact_count == before => Err(Failure::from(error).into()),
            _ => Ok(impact_count),
        }
    }

    async fn count_window(
        &self,
        viewer: &Viewer,
        mut impact_count: ImpactCount,
        window: ContactWindow<'_>,
        until: Duration,
    ) -> (ImpactCount, Option<AccessError>) {
        let limiter = self.rest.limiter();
        let mut has_counted = false;
        while !impact_count.is_done() {
            let left = until.saturating_sub(self.clock.uptime()).as_secs_f64();
            let a_list = limiter.seconds_per_list(&viewer.portal.endpoint, ReadKind::Bindings).unwrap_or(0.0);
            if has_counted && left <= a_list {
                break;
            }
            let (rest, now) = (&self.rest, &impact_count);
            let call = |caller| async move { now.count_next(rest, &caller, window, left).await };
            match self.access.run(&viewer.portal, &viewer.principal, call).await {
                Ok(Some(counted)) => impact_count = counted,
                Ok(None) => break,
                Err(error) => return (impact_count, Some(error)),
            }
            has_counted = true;
        }
        (impact_count, None)
    }

    async fn ids_after(
        &self,
        job: JobId,
        after: Option<ContactId>,
        limit: u32,
    ) -> Result<Vec<ContactId>, JobError> {
        let items = self.store.find_items(job, &[], after, limit).await?;
        Ok(items.iter().map(|item| item.contact_id).collect())
    }

    pub(super) async fn sample(
        &self,
        viewer: &Viewer,
        shown: &[ContactId],
        keeps_some: bool,
    ) -> Result<Vec<SampleContact>, JobError> {
        let (portal, rest) = (&viewer.portal, &self.rest);
        let asked: &[ContactId] = if keeps_some { shown } else { &[] };
        let call = |caller| async move {
            let rows = contacts::read_rows(rest, &caller, shown).await?;
            let names = contacts::look_up_names(rest, &caller, &rows, &portal.scope).await?;
            let mut deals = RelatedContacts::default();
            bindings::ask_related(rest, &caller, RelatedKind::OpenDeals, asked, &mut deals).await?;
            Ok((rows, names, deals))
        };
        let read = self.access.run(portal, &viewer.principal, call).await.map_err(Failure::from)?;
        let (rows, names, deals) = read;
        let sample_contact = |row: contacts::ContactRow| {
            let contact = row.into_contact(&portal.endpoint, &names);
            let kept = if deals.with.contains(&contact.id) {
                Some(ItemCode::OpenDeals)
            } else {
                deals.unknown.contains(&contact.id).then_some(ItemCode::DealsUnknown)
            };
            SampleContact { contact, kept: kept.map(ItemCode::as_str) }
        };
        Ok(rows.into_iter().map(sample_contact).collect())
    }
}

/// Whether the count may be stored. While the job deletes contacts it would soon be wrong.
fn is_stable(state: JobState) -> bool {
    !matches!(state, JobState::Running | JobState::Verifying)
}
