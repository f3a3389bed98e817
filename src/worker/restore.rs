//! Creating deleted contacts again, as the user who asks for it, once each. A contact is written down before it is asked
//! for and carries a mark; its new number is written down before the mark is taken off. So a lost answer, or a process
//! that was killed, leaves nothing unknown: the number is in the row, or the mark is on the portal, or it was not created.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};
use tokio_util::sync::CancellationToken;

use super::desk::Desk;
use super::rate::Rate;
use super::setback::{Setbacks, pauses};
use super::{End, Stop};
use crate::bitrix::contacts::bulk;
use crate::bitrix::contacts::creation::{self, Creation, Draft};
use crate::bitrix::error::{RefusalKind, RestError};
use crate::domain::ids::ContactId;
use crate::domain::job::{Item, ItemCode, Job, JobId, JobState, Outcome, Reason, Settled};
use crate::flows::errand::{AccessError, Errand};
use crate::store::jobs::{Lease, Progress};

/// Contacts created in one call: creating takes the portal longer than deleting.
const PORTION: u32 = 20;
/// Contacts looked for, or freed of their marks, in one call.
const LOOKS: usize = 50;
/// How long to look away between two looks after a lost answer.
const PAUSE: Duration = Duration::from_secs(5);
/// Looks that tell the same before a contact counts as not created.
const SAME_LOOKS: u32 = 2;
/// Refusals in a row after which the job stops.
const MANY_DENIED: u32 = 50;

struct Restoring<'a> {
    desk: &'a Desk,
    lease: Lease,
    job: Job,
    source: JobId,
    errand: Errand,
    setbacks: Setbacks,
    rate: Rate,
}

/// Works on the job until it has ended or something stands in the way.
pub(super) async fn run(desk: &Desk, job: Job, stop: &CancellationToken) -> Result<End, Stop> {
    let Some(source) = job.source_job else { return Ok(End::to(JobState::Failed)) };
    let clock = Arc::clone(&desk.clock);
    let operating_until = clock.now().plus(Duration::from_mins(1));
    let mut work = Restoring {
        lease: desk.lease(job.id),
        errand: desk.errand(&job),
        setbacks: Setbacks { before: job.setbacks, operating_until, clock },
        rate: Rate::from(desk.clock.uptime()),
        source,
        job,
        desk,
    };
    work.clear_up().await?;
    if work.job.wants_cancel {
        return Ok(End::to(JobState::Cancelled));
    }
    while !stop.is_cancelled() {
        let items = desk.store.find_items(work.job.id, &[Outcome::Pending], None, PORTION).await?;
        if items.is_empty() {
            return work.prove().await;
        }
        if let Err(failure) = work.errand.may_restore().await {
            return Ok(work.setbacks.of_failure(&failure));
        }
        work.create(&items).await?;
        work.clear_up().await?;
        if work.job.wants_cancel {
            return Ok(End::to(JobState::Cancelled));
        }
        if work.job.denied_in_a_row >= MANY_DENIED {
            return Ok(pauses(Reason::ManyDenied));
        }
    }
    Ok(End::to(JobState::Queued))
}

impl Restoring<'_> {
    /// Asks for a few contacts. Those whose answer is clear have their new number afterwards; the others stay asked.
    async fn create(&mut self, items: &[Item]) -> Result<(), Stop> {
        let drafts = self.drafts(items).await?;
        if drafts.is_empty() {
            return Ok(());
        }
        let ids: Vec<ContactId> = drafts.iter().map(|draft| draft.old_id).collect();
        let now = self.desk.clock.now();
        if self.desk.store.mark_asked(&self.lease, &ids, &[], now).await?.is_err() {
            return Err(Stop::End(End::Interrupted));
        }
        let (rest, wanted) = (self.errand.rest(), &drafts);
        let call = |caller| async move { creation::create(rest, &caller, wanted).await };
        let words = match self.errand.call(call).await {
            Ok(words) => words,
            Err(AccessError::Rest(error)) if error.may_have_run() => return Ok(()),
            Err(error) => {
                let untried: Vec<Settled> = ids.iter().map(|id| Settled::untried(*id)).collect();
                self.settle(&untried).await?;
                return Err(Stop::End(self.setbacks.of(&error)));
            }
        };
        let mut settled = Vec::new();
        let mut trouble = None;
        for (id, word) in ids.into_iter().zip(words) {
            match word {
                Creation::Created(new_id) => settled.push(numbered(id, new_id, Outcome::Asked)),
                Creation::Refused(RefusalKind::Other) => {
                    settled.push(Settled::because(id, Outcome::Failed, ItemCode::Refused));
                }
                Creation::Refused(_) => {
                    settled.push(Settled::because(id, Outcome::Failed, ItemCode::CreateDenied));
                }
                Creation::NotTried(kind) => {
                    trouble = Some(kind);
                    settled.push(Settled::untried(id));
                }
                Creation::Unclear => {}
            }
        }
        self.settle(&settled).await?;
        match trouble {
            Some(kind) => Err(Stop::End(self.setbacks.of_kind(kind))),
            None => Ok(()),
        }
    }

    /// What is kept of these contacts. One of which nothing is kept any more ends here.
    async fn drafts(&mut self, items: &[Item]) -> Result<Vec<Draft>, Stop> {
        let ids: Vec<ContactId> = items.iter().map(|item| item.contact_id).collect();
        let (mut drafts, mut settled) = (Vec::new(), Vec::new());
        for id in ids {
            match self.fields(id).await? {
                Some(fields) => drafts.push(Draft { old_id: id, mark: self.mark(id), fields }),
                None => settled.push(Settled::because(id, Outcome::Failed, ItemCode::SnapshotGone)),
            }
        }
        self.settle(&settled).await?;
        Ok(drafts)
    }

    /// Settles everything that was asked for: by the number in the row, or by the mark on the portal.
    async fn clear_up(&mut self) -> Result<(), Stop> {
        let mut same_looks = 0;
        loop {
            let limit = u32::try_from(LOOKS).unwrap_or(u32::MAX);
            let asked = self.desk.store.find_items(self.job.id, &[Outcome::Asked], None, limit).await?;
            if asked.is_empty() {
                return Ok(());
            }
            let numbered_ones: Vec<(ContactId, ContactId)> =
                asked.iter().filter_map(|item| Some((item.contact_id, item.new_id?))).collect();
            if !numbered_ones.is_empty() {
                self.take_marks_off(&numbered_ones).await?;
                continue;
            }
            let marks: Vec<(ContactId, String)> =
                asked.iter().map(|item| (item.contact_id, self.mark(item.contact_id))).collect();
            let found = self.look(&marks).await?;
            let settled: Vec<Settled> =
                found.iter().map(|(old, new)| numbered(*old, *new, Outcome::Asked)).collect();
            self.settle(&settled).await?;
            same_looks = if found.is_empty() { same_looks + 1 } else { 0 };
            if same_looks >= SAME_LOOKS {
                let unclear: Vec<Settled> = marks.iter().map(|(id, _)| Settled::unclear(*id)).collect();
                self.settle(&unclear).await?;
            } else if found.len() < marks.len() {
                self.desk.clock.sleep(PAUSE).await;
            }
        }
    }

    async fn look(&self, marks: &[(ContactId, String)]) -> Result<HashMap<ContactId, ContactId>, Stop> {
        let rest = self.errand.rest();
        let call = |caller| async move { creation::find_by_marks(rest, &caller, marks).await };
        self.errand.call(call).await.map_err(|error| Stop::End(self.setbacks.of(&error)))
    }

    async fn take_marks_off(&mut self, created: &[(ContactId, ContactId)]) -> Result<(), Stop> {
        let mut freed = Vec::with_capacity(created.len());
        for (old_id, new_id) in created {
            freed.push((*new_id, self.fields(*old_id).await?.unwrap_or_default()));
        }
        let (rest, marked) = (self.errand.rest(), &freed);
        let call = |caller| async move { creation::unmark(rest, &caller, marked).await };
        match self.errand.call(call).await {
            Ok(()) => {}
            // Done or not: the same once more does no harm.
            Err(AccessError::Rest(error)) if error.may_have_run() => return self.try_later(&error),
            Err(error) => return Err(Stop::End(self.setbacks.of(&error))),
        }
        let settled: Vec<Settled> =
            created.iter().map(|(old, new)| numbered(*old, *new, Outcome::Restored)).collect();
        self.settle(&settled).await
    }

    fn try_later(&self, error: &RestError) -> Result<(), Stop> {
        Err(Stop::End(self.setbacks.of_rest(error)))
    }

    /// Reads the new contacts back.
    async fn prove(mut self) -> Result<End, Stop> {
        if self.desk.store.advance_job(&self.lease, JobState::Verifying).await?.is_none() {
            return Ok(End::Interrupted);
        }
        let limit = u32::try_from(bulk::MOST_LOOKS).unwrap_or(u32::MAX);
        let (mut cursor, mut verified) = (self.job.verify_cursor, self.job.verified);
        loop {
            let items = self.desk.store.find_items(self.job.id, &[Outcome::Restored], cursor, limit).await?;
            let Some(last) = items.last() else { return Ok(End::to(JobState::Done)) };
            cursor = Some(last.contact_id);
            let ids: Vec<ContactId> = items.iter().filter_map(|item| item.new_id).collect();
            let (rest, wanted) = (self.errand.rest(), &ids);
            let call = |caller| async move { bulk::look_for(rest, &caller, wanted).await };
            match self.errand.call(call).await {
                Ok(there) => verified += u32::try_from(there.len()).unwrap_or(0),
                Err(error) => return Ok(self.setbacks.of(&error)),
            }
            self.settle(&[]).await?;
            if self.desk.store.save_verified(&self.lease, cursor, verified).await?.is_err() {
                return Ok(End::Interrupted);
            }
        }
    }

    async fn fields(&self, id: ContactId) -> Result<Option<Map<String, Value>>, Stop> {
        let snapshot = self.desk.store.find_snapshot(self.source, id).await?;
        Ok(snapshot.and_then(|snapshot| serde_json::from_str(&snapshot.body).ok()))
    }

    /// No other contact of any job has the same.
    fn mark(&self, id: ContactId) -> String {
        format!("{}-{}-{id}", self.source, self.job.id)
    }

    async fn settle(&mut self, settled: &[Settled]) -> Result<(), Stop> {
        let is_open = |item: &&Settled| matches!(item.outcome, Outcome::Pending | Outcome::Asked);
        let ended = settled.len() - settled.iter().filter(is_open).count();
        let pending = self.job.counts.pending().saturating_sub(u32::try_from(ended).unwrap_or(u32::MAX));
        let (rate, eta_seconds) = self.rate.count(ended, pending, self.desk.clock.uptime());
        let mut denied = self.job.denied_in_a_row;
        for item in settled {
            match (item.outcome, item.code) {
                (_, Some(ItemCode::CreateDenied)) => denied += 1,
                (Outcome::Restored, _) => denied = 0,
                _ => {}
            }
        }
        let progress = Progress {
            rate,
            eta_seconds,
            denied_in_a_row: Some(denied),
            is_canary_done: false,
            is_answering: true,
        };
        let job = self.desk.store.settle_items(&self.lease, settled, progress).await?;
        self.job = job.ok_or(Stop::End(End::Interrupted))?;
        Ok(())
    }
}

fn numbered(id: ContactId, new_id: ContactId, outcome: Outcome) -> Settled {
    Settled { new_id: Some(new_id), ..Settled::plain(id, outcome) }
}
