//! Creates deleted contacts again, each once, as the user who asked for it. A contact is marked as asked in the
//! database before the call goes out, and the call gives it a mark. Its new id is saved before the mark is removed.
//! So after a lost answer or a crash the id is in the row, or the mark is on the portal, or the portal may still be
//! at work. No contact is created again before these are ruled out.

mod earlier_restores;
mod resolve;
mod unclear_deletions;
mod vanished;
mod verify;

use std::collections::VecDeque;

use serde_json::{Map, Value};
use tokio_util::sync::CancellationToken;

use super::call_size::WriteKind;
use super::cancelled;
use super::context::WorkerContext;
use super::failure_policy::{FailurePolicy, pause};
use super::rate::{self, Rate};
use super::{SEND_WITHIN, WorkError, WorkResult};
use crate::bitrix::contacts::creation::{self, CreateReply, NewContact};
use crate::bitrix::error::RefusalKind;
use crate::bitrix::rest::Caller;
use crate::domain::ids::ContactId;
use crate::domain::job::{Item, ItemCode, Job, JobId, JobState, MANY_DENIED, Outcome, OutcomeUpdate, Reason};
use crate::domain::portal::Endpoint;
use crate::flows::job_client::{AccessError, JobClient};
use crate::store::jobs::{Lease, Progress};

struct RestoreRun<'a> {
    context: &'a WorkerContext,
    lease: Lease,
    job: Job,
    source: JobId,
    client: JobClient,
    endpoint: Endpoint,
    policy: FailurePolicy,
    rate: Rate,
    /// Contacts that are created in a call of their own, to learn why the portal refuses them.
    to_ask_alone: VecDeque<ContactId>,
}

/// Works on the job until it ends, waits, pauses, or the service stops.
pub(super) async fn run(
    context: &WorkerContext,
    job: Job,
    stop: &CancellationToken,
) -> Result<WorkResult, WorkError> {
    let (lease, member_id) = (context.lease(job.id), job.principal.member_id.clone());
    let end = run_to_end(context, job, stop).await;
    cancelled::end_if_cancelled(end, context, &lease, &member_id, resolve::given_up).await
}

async fn run_to_end(
    context: &WorkerContext,
    job: Job,
    stop: &CancellationToken,
) -> Result<WorkResult, WorkError> {
    let Some(source) = job.source_job else { return Ok(WorkResult::to(JobState::Failed)) };
    let client = context.client(&job);
    let policy = FailurePolicy::for_job(&job, &context.clock);
    let endpoint = match client.endpoint().await {
        Ok(endpoint) => endpoint,
        Err(failure) => return Ok(policy.for_failure(&failure)),
    };
    let mut work = RestoreRun {
        lease: context.lease(job.id),
        client,
        endpoint,
        policy,
        rate: Rate::from(context.clock.uptime()),
        to_ask_alone: VecDeque::new(),
        source,
        job,
        context,
    };
    work.check_marks().await?;
    work.resolve_asked().await?;
    while !stop.is_cancelled() && !work.job.wants_cancel {
        let items = work.next_items().await?;
        if items.is_empty() {
            return work.verify(stop).await;
        }
        if let Err(failure) = work.client.may_restore().await {
            return Ok(work.policy.for_failure(&failure));
        }
        if !work.adopt_created(&items).await? && !work.skip_existing(&items).await? {
            work.create(&items).await?;
        }
        work.resolve_asked().await?;
        if work.job.denied_in_a_row >= MANY_DENIED && !work.job.wants_cancel {
            return Ok(pause(Reason::ManyDenied));
        }
    }
    if work.job.wants_cancel {
        work.find_left_marks().await?;
        return Ok(WorkResult::to(JobState::Cancelled));
    }
    Ok(WorkResult::to(JobState::Queued))
}

impl RestoreRun<'_> {
    /// How many contacts the next call creates: as many as the portal creates in a short call, and no more than may
    /// still be refused.
    fn contacts_per_call(&self) -> u32 {
        let most =
            u32::try_from(self.context.call_sizes.contacts_per_call(WriteKind::Create, &self.endpoint))
                .unwrap_or(1);
        most.min(MANY_DENIED.saturating_sub(self.job.denied_in_a_row)).max(1)
    }

    /// The contacts of the next call: one that needs a call of its own, or a few.
    async fn next_items(&mut self) -> Result<Vec<Item>, WorkError> {
        while let Some(id) = self.to_ask_alone.pop_front() {
            let before = ContactId::new(id.get() - 1);
            let found = self.context.store.find_items(self.job.id, &[Outcome::Pending], before, 1).await?;
            if found.first().is_some_and(|item| item.contact_id == id) {
                return Ok(found);
            }
        }
        Ok(self
            .context
            .store
            .find_items(self.job.id, &[Outcome::Pending], None, self.contacts_per_call())
            .await?)
    }

    /// Creates a few contacts. Contacts with a clear answer get their new ids; the others stay asked.
    async fn create(&mut self, items: &[Item]) -> Result<(), WorkError> {
        let new_contacts = self.contacts_to_create(items).await?;
        if new_contacts.is_empty() {
            return Ok(());
        }
        let ids: Vec<ContactId> = new_contacts.iter().map(|new_contact| new_contact.old_id).collect();
        let (now, latest) = (self.context.clock.now(), self.context.clock.uptime() + SEND_WITHIN);
        let write = || self.context.store.save_asked(&self.lease, &ids, &[], now);
        if self.context.write_with_retry(write).await?.is_err() {
            return Err(WorkError::Stopped(WorkResult::Interrupted));
        }
        let (rest, wanted) = (self.client.rest(), &new_contacts);
        let call =
            |caller: Caller| async move { creation::create(rest, &caller.send_before(latest), wanted).await };
        let (replies, took) = match self.client.call(call).await {
            Ok(answer) => answer,
            Err(AccessError::Rest(error)) if error.may_have_run() => {
                tracing::info!(job.id = %self.job.id, contacts = ids.len(), "an answer was lost");
                self.context.call_sizes.record_lost_answer(WriteKind::Create, &self.endpoint, ids.len());
                return Ok(());
            }
            Err(error) => {
                let untried: Vec<OutcomeUpdate> = ids.iter().map(|id| OutcomeUpdate::untried(*id)).collect();
                self.save_outcomes(&untried, false).await?;
                return Err(WorkError::Stopped(self.policy.for_access_error(&error)));
            }
        };
        let created = replies.iter().filter(|reply| matches!(reply, CreateReply::Created(_))).count();
        self.context.call_sizes.record(WriteKind::Create, &self.endpoint, created, took);
        self.handle_replies(&new_contacts, &replies).await
    }

    async fn handle_replies(
        &mut self,
        new_contacts: &[NewContact],
        replies: &[CreateReply],
    ) -> Result<(), WorkError> {
        let (mut updates, mut numbers, mut trouble) = (Vec::new(), Vec::new(), None);
        for (new_contact, reply) in new_contacts.iter().zip(replies) {
            let id = new_contact.old_id;
            match reply {
                CreateReply::Created(new_id) => {
                    // The id is saved before it is confirmed, because the contact exists even if the confirmation
                    // fails.
                    updates.push(claimed(id, *new_id));
                    numbers.push((new_contact, *new_id));
                }
                CreateReply::Refused(kind, words) => {
                    let is_own = *kind == RefusalKind::Other;
                    let code = if is_own { ItemCode::Refused } else { ItemCode::CreateDenied };
                    updates.push(
                        OutcomeUpdate::with_code(id, Outcome::Failed, code).with_portal_words(words.clone()),
                    );
                }
                CreateReply::Echoed => {
                    // Nothing was created. In a call of its own the refusal cannot be an echo of an earlier one.
                    self.to_ask_alone.push_back(id);
                    updates.push(OutcomeUpdate::untried(id));
                }
                CreateReply::NotTried(kind) => {
                    trouble = Some(*kind);
                    updates.push(OutcomeUpdate::untried(id));
                }
                CreateReply::Unclear => {}
            }
        }
        self.save_answers(&updates).await?;
        self.confirm_new_ids(&numbers).await?;
        match trouble {
            Some(kind) => Err(WorkError::Stopped(self.policy.for_refusal(kind))),
            None => Ok(()),
        }
    }

    /// Accepts a new id if its contact has the mark or cannot be seen. A wrong answer may contain another id, and the
    /// next step would change that contact. Contacts that are not accepted stay asked, and are searched by their
    /// marks.
    async fn confirm_new_ids(&mut self, numbers: &[(&NewContact, ContactId)]) -> Result<(), WorkError> {
        let ids: Vec<ContactId> = numbers.iter().map(|(_, new_id)| *new_id).collect();
        let seen = self.read_marks(&ids).await?;
        let is_created = |new_contact: &NewContact, new_id: &ContactId| {
            seen.get(new_id).is_none_or(|mark| mark.as_deref() == Some(new_contact.mark.as_str()))
        };
        let accepted = numbers.iter().filter(|(new_contact, new_id)| is_created(new_contact, new_id));
        let updates: Vec<OutcomeUpdate> = accepted
            .map(|(new_contact, new_id)| with_new_id(new_contact.old_id, *new_id, Outcome::Asked))
            .collect();
        self.save_answers(&updates).await
    }

    /// Reads the copies of these contacts. A contact without a copy fails.
    async fn contacts_to_create(&mut self, items: &[Item]) -> Result<Vec<NewContact>, WorkError> {
        let ids: Vec<ContactId> = items.iter().map(|item| item.contact_id).collect();
        let (mut new_contacts, mut updates) = (Vec::new(), Vec::new());
        for id in ids {
            match self.fields(id).await? {
                Some(fields) => new_contacts.push(NewContact { old_id: id, mark: self.mark(id), fields }),
                None => updates.push(OutcomeUpdate::with_code(id, Outcome::Failed, ItemCode::SnapshotGone)),
            }
        }
        if !updates.is_empty() {
            self.save_outcomes(&updates, false).await?;
        }
        Ok(new_contacts)
    }

    async fn fields(&self, id: ContactId) -> Result<Option<Map<String, Value>>, WorkError> {
        let snapshot = self.context.store.find_snapshot(self.source, id).await?;
        Ok(snapshot.and_then(|snapshot| serde_json::from_str(&snapshot.body).ok()))
    }

    /// The beginning of all marks of this job.
    fn marks(&self) -> String {
        format!("{}-{}-", self.source, self.job.id)
    }

    /// The mark of a contact. No other contact of any job has the same.
    fn mark(&self, id: ContactId) -> String {
        self.mark_of(self.job.id, id)
    }

    /// The mark that another restore of the same job gives a contact.
    fn mark_of(&self, restore: JobId, id: ContactId) -> String {
        format!("{}-{restore}-{id}", self.source)
    }

    /// Saves outcomes that the portal has just answered.
    async fn save_answers(&mut self, updates: &[OutcomeUpdate]) -> Result<(), WorkError> {
        self.save_outcomes(updates, true).await
    }

    /// Saves outcomes. Only an answer of the portal resets the pauses.
    async fn save_outcomes(
        &mut self,
        updates: &[OutcomeUpdate],
        is_answering: bool,
    ) -> Result<(), WorkError> {
        let is_open = |item: &&OutcomeUpdate| matches!(item.outcome, Outcome::Pending | Outcome::Asked);
        let ended = updates.len() - updates.iter().filter(is_open).count();
        let pending = self.job.counts.pending().saturating_sub(u32::try_from(ended).unwrap_or(u32::MAX));
        let rate = self.rate.count(ended, self.context.clock.uptime());
        let eta_seconds = rate.map(|rate| rate::seconds_left(pending, rate));
        let mut denied = self.job.denied_in_a_row;
        for item in updates {
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
            is_answering,
        };
        let write = || self.context.store.save_outcomes(&self.lease, updates, progress);
        let job = self.context.write_with_retry(write).await?;
        self.job = job.ok_or(WorkError::Stopped(WorkResult::Interrupted))?;
        if is_answering {
            self.policy.setbacks = 0;
        }
        Ok(())
    }
}

fn claimed(id: ContactId, new_id: ContactId) -> OutcomeUpdate {
    OutcomeUpdate { claimed_id: Some(new_id), ..OutcomeUpdate::new(id, Outcome::Asked) }
}

fn with_new_id(id: ContactId, new_id: ContactId, outcome: Outcome) -> OutcomeUpdate {
    OutcomeUpdate { new_id: Some(new_id), ..OutcomeUpdate::new(id, outcome) }
}
