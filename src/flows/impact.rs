//! What a job's set touches, found out without changing anything: exactly for sets of up to a few thousand contacts, and
//! for the first few thousand of a larger one. It is counted once and remembered; the contacts shown are read anew.

use serde::{Deserialize, Serialize};

use super::jobs::JobError;
use super::{Flows, Viewer};
use crate::bitrix::contacts::bindings::{self, Bound, Known};
use crate::bitrix::contacts::{self, bulk};
use crate::bitrix::error::RestError;
use crate::bitrix::rest::Caller;
use crate::domain::contact::Contact;
use crate::domain::ids::ContactId;
use crate::domain::job::{Job, JobId, JobState};
use crate::flows::failure::Failure;

/// Most contacts that are counted exactly: about ten calls to the portal.
const COUNTED: u32 = 5_000;
/// Contacts that are shown.
const SHOWN: usize = 50;

/// What is said about a set.
#[derive(Clone, Debug, Serialize)]
pub struct Impact {
    total: u32,
    sample: Vec<Contact>,
    #[serde(flatten)]
    numbers: Numbers,
    protected: u32,
    exact: bool,
}

/// What was counted.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Numbers {
    with_open_deals: u32,
    with_deals: u32,
    with_company: u32,
    with_activities: u32,
    /// Contacts whose deals cannot be seen.
    unknown: u32,
}

impl Flows {
    /// What the job's set touches.
    ///
    /// # Errors
    /// [`JobError::NotReady`] while the set is being collected; [`JobError::Conflict`] of a draft that has ended.
    pub async fn job_impact(&self, viewer: &Viewer, id: JobId) -> Result<Impact, JobError> {
        let job = self.visible_job(viewer, id).await?;
        if job.state == JobState::Collecting {
            return Err(JobError::NotReady);
        }
        if job.is_ended_draft() {
            return Err(JobError::Conflict);
        }
        let items = self.store.find_items(job.id, &[], None, COUNTED).await?;
        let ids: Vec<ContactId> = items.iter().map(|item| item.contact_id).collect();
        let numbers = self.numbers(viewer, &job, &ids).await?;
        let sample = self.sample(viewer, &ids).await?;
        let settings = self.settings(viewer).await?.settings;
        let keeps = settings.keeps_open_deals(job.include_open_deals);
        Ok(Impact {
            total: job.counts.total,
            sample,
            numbers,
            protected: if keeps { numbers.with_open_deals + numbers.unknown } else { 0 },
            exact: job.counts.total <= COUNTED,
        })
    }

    async fn numbers(&self, viewer: &Viewer, job: &Job, ids: &[ContactId]) -> Result<Numbers, JobError> {
        let kept = self.store.find_impact(job.id).await?;
        if let Some(numbers) = kept.and_then(|text| serde_json::from_str(&text).ok()) {
            return Ok(numbers);
        }
        let call = |caller| async move { count(&self.rest, &caller, ids).await };
        let counted = self.access.run(&viewer.portal, &viewer.principal, call).await;
        let numbers = counted.map_err(Failure::from)?;
        if job.state == JobState::Draft {
            let text = serde_json::to_string(&numbers).map_err(|error| Failure::Broken(error.to_string()))?;
            self.store.save_impact(job.id, &text).await?;
        }
        Ok(numbers)
    }

    async fn sample(&self, viewer: &Viewer, ids: &[ContactId]) -> Result<Vec<Contact>, JobError> {
        let (portal, rest, shown) = (&viewer.portal, &self.rest, &ids[..ids.len().min(SHOWN)]);
        let call = |caller| async move {
            let rows = contacts::read_rows(rest, &caller, shown).await?;
            let names = contacts::look_up_names(rest, &caller, &rows, &portal.scope).await?;
            Ok((rows, names))
        };
        let (rows, names) = self.access.run(portal, &viewer.principal, call).await.map_err(Failure::from)?;
        Ok(rows.into_iter().map(|row| row.into_contact(&portal.endpoint, &names)).collect())
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a few thousand")]
async fn count(
    rest: &crate::bitrix::rest::Rest,
    caller: &Caller,
    ids: &[ContactId],
) -> Result<Numbers, RestError> {
    let (mut deals, mut open, mut activities) = (Known::default(), Known::default(), Known::default());
    bindings::ask(rest, caller, Bound::Deals, ids, &mut deals).await?;
    // An open deal is a deal: whoever has none has no open one.
    let with_deals: Vec<ContactId> = ids.iter().copied().filter(|id| deals.with.contains(id)).collect();
    bindings::ask(rest, caller, Bound::OpenDeals, &with_deals, &mut open).await?;
    bindings::ask(rest, caller, Bound::Activities, ids, &mut activities).await?;
    let mut with_company = 0;
    for part in ids.chunks(bulk::MOST_LOOKS) {
        with_company += contacts::count_with_company(rest, caller, part).await?;
    }
    Ok(Numbers {
        with_open_deals: open.with.len() as u32,
        with_deals: deals.with.len() as u32,
        with_company,
        with_activities: activities.with.len() as u32,
        unknown: deals.unknown.union(&open.unknown).count() as u32,
    })
}
