//! What an answer means for each contact of the call.

use std::collections::{HashMap, HashSet};

use super::checks::refused_as;
use super::{CallInFlight, Check, EraseRun, ReadyContact, refusable};
use crate::bitrix::contacts::bulk::{BatchPlan, BatchReply, DeleteReply, FoundContact};
use crate::bitrix::error::{RefusalKind, RestError};
use crate::domain::ids::ContactId;
use crate::domain::job::{ItemCode, Outcome, OutcomeUpdate, RefusedAs};
use crate::domain::portal_words::PortalWords;
use crate::flows::job_client::AccessError;
use crate::worker::WorkError;
use crate::worker::concurrency::CallSample;

/// Whether the next calls may halt at a refusal. If a read is refused and the call halts, the commands after it never
/// run.
fn may_halt_after(before: bool, plan: &BatchPlan, reply: &BatchReply) -> bool {
    let is_read = !plan.reads.is_empty() && reply.read.len() == plan.reads.len();
    if plan.halts && reply.is_read_refused { false } else { before || is_read }
}

impl EraseRun<'_> {
    /// Handles the answer to a call and saves its outcomes.
    pub(super) async fn handle_answer(&mut self, call: CallInFlight) -> Result<(), WorkError> {
        self.reads_in_flight -= call.plan.reads.len();
        self.refusable -= refusable(&call.plan);
        match call.result {
            Ok(reply) => {
                let now = self.context.clock.uptime();
                let sample = CallSample {
                    deletes: reply.replies.iter().filter(|(_, reply)| *reply == DeleteReply::Deleted).count(),
                    took: reply.took,
                    reading: self.seconds_of_lists(call.plan.reads.len() + call.plan.lookups.len()),
                    seconds_per_delete: reply.seconds_per_delete,
                };
                self.concurrency.record(&call.permit, sample, now);
                self.count_refusals(call.number, &reply);
                self.handle_reply(call.plan, call.checks, reply).await
            }
            Err(error) => {
                let may_have_run = matches!(&error, AccessError::Rest(error) if error.may_have_run());
                if let Some(sent_at) = call.sent_at.filter(|_| may_have_run) {
                    let took = call.ended_at.saturating_sub(sent_at);
                    self.longest_lost_call = self.longest_lost_call.max(took);
                    self.note_lost_call(&call.plan.deletes, sent_at, took).await?;
                }
                self.handle_error(call.plan, call.checks, &error).await
            }
        }
    }

    fn count_refusals(&mut self, call: u64, reply: &BatchReply) {
        let replies = reply.replies.iter().filter_map(|(_, reply)| match refused_as(*reply) {
            None => (*reply == DeleteReply::Deleted).then_some(false),
            Some(refused_as) => (refused_as == RefusedAs::Denied).then_some(true),
        });
        self.refusals.record_answer(call, replies);
    }

    async fn handle_reply(
        &mut self,
        plan: BatchPlan,
        checks: Vec<(ContactId, Check)>,
        reply: BatchReply,
    ) -> Result<(), WorkError> {
        let mut updates = Vec::new();
        let has_answer = reply.has_answer();
        self.has_answered |= has_answer;
        self.may_halt = may_halt_after(self.may_halt, &plan, &reply);
        let (checked, unchecked): (Vec<_>, Vec<_>) =
            checks.into_iter().partition(|(id, _)| reply.looked_up.contains(id));
        self.checks.extend(unchecked);
        self.apply_checks(checked, &reply.visible, &mut updates).await?;
        self.record_read(&reply.read);
        self.sort_contacts_read(&plan, &reply.read, reply.found, &mut updates).await?;
        let handled: HashSet<ContactId> = reply.read.iter().chain(&reply.unread).copied().collect();
        self.read_again(plan.reads.iter().copied().filter(|id| !handled.contains(id)).collect());
        self.record_delete_replies(reply.replies, &reply.portal_words, &mut updates);
        self.save_outcomes(&updates, has_answer).await?;
        if let Some(error) = reply.trouble {
            self.stop_because_of(&AccessError::Rest(error)).await;
        }
        if !reply.unread.is_empty() {
            let error = AccessError::Rest(RestError::Unreadable { status: 200 });
            self.handle_failed_reads(plan.read_options, reply.unread, &error).await?;
        }
        Ok(())
    }

    /// Records how the portal answered each deletion.
    fn record_delete_replies(
        &mut self,
        replies: Vec<(ContactId, DeleteReply)>,
        words: &HashMap<ContactId, PortalWords>,
        updates: &mut Vec<OutcomeUpdate>,
    ) {
        let may_be_proved = self.needs_canary();
        for (id, reply) in replies {
            self.to_ask_alone.remove(&id);
            match reply {
                DeleteReply::Deleted => {
                    updates.push(OutcomeUpdate::new(id, Outcome::Deleted));
                    if may_be_proved && self.canary.contains(&id) {
                        self.checks.push((id, Check::Canary));
                    }
                }
                DeleteReply::Refused(_) | DeleteReply::Echoed | DeleteReply::NotReached => {
                    self.canary.remove(&id);
                    if let Some(refused_as) = refused_as(reply) {
                        let words = words.get(&id).cloned();
                        updates.push(OutcomeUpdate::refused(id, refused_as).with_portal_words(words));
                        self.checks.push((id, Check::Refused(refused_as)));
                    }
                }
                DeleteReply::NotTried => {
                    self.canary.remove(&id);
                    updates.push(OutcomeUpdate::untried(id));
                    self.to_read_again.push_back(id);
                }
                DeleteReply::Unclear => {
                    self.canary.remove(&id);
                    self.unclear.push(id);
                }
            }
        }
    }

    /// Handles a call that failed as a whole. If it may have run, its contacts have to be looked up.
    async fn handle_error(
        &mut self,
        plan: BatchPlan,
        checks: Vec<(ContactId, Check)>,
        error: &AccessError,
    ) -> Result<(), WorkError> {
        self.checks.extend(checks);
        for id in &plan.deletes {
            self.canary.remove(id);
        }
        let may_have_run = matches!(error, AccessError::Rest(error) if error.may_have_run());
        if may_have_run && !plan.deletes.is_empty() {
            tracing::info!(job.id = %self.job.id, contacts = plan.deletes.len(), "an answer was lost");
            self.unclear.extend(&plan.deletes);
            self.read_alone_later(&plan.reads, error);
            self.concurrency.reduce(self.context.clock.uptime());
            return Ok(());
        }
        let untried: Vec<OutcomeUpdate> = plan.deletes.iter().map(|id| OutcomeUpdate::untried(*id)).collect();
        self.save_outcomes(&untried, false).await?;
        if plan.deletes.is_empty() && !plan.reads.is_empty() {
            return self.handle_failed_reads(plan.read_options, plan.reads, error).await;
        }
        self.read_again(plan.reads);
        self.stop_because_of(error).await;
        Ok(())
    }

    /// Stops the run because of an error, and learns the portal's limits from it.
    pub(super) async fn stop_because_of(&mut self, error: &AccessError) {
        if let AccessError::Rest(error) = error {
            match error.refusal() {
                Some(RefusalKind::OperationLimit) => {
                    if let Ok(endpoint) = self.client.endpoint().await {
                        let limiter = self.client.rest().limiter();
                        self.policy.operating_until =
                            limiter.record_exhausted(&endpoint, self.settings.method.name());
                    }
                }
                Some(RefusalKind::RateLimited) => {
                    self.policy.busy_until = self.client.rest().limiter().paused_until(&self.endpoint);
                    self.apply_rate_limit();
                }
                _ => {}
            }
        }
        let end = self.policy.for_access_error(error);
        self.stop_with(end);
    }

    /// Outcomes of contacts that cannot be seen. An earlier call of this job whose answer was lost deleted them, or
    /// they did not exist.
    pub(super) async fn classify_unseen(
        &self,
        unseen: &[ContactId],
    ) -> Result<Vec<OutcomeUpdate>, WorkError> {
        if unseen.is_empty() {
            return Ok(Vec::new());
        }
        let tries = self.context.store.find_tries(self.job.id, unseen).await?;
        let is_ours = |id: &ContactId| tries.contains_key(&id.get());
        let outcome = |id: &ContactId| if is_ours(id) { Outcome::Deleted } else { Outcome::Gone };
        Ok(unseen.iter().map(|id| OutcomeUpdate::new(*id, outcome(id))).collect())
    }

    /// Sorts contacts that were read: ready to delete, protected, or not there.
    async fn sort_contacts_read(
        &mut self,
        plan: &BatchPlan,
        read: &[ContactId],
        found: Vec<FoundContact>,
        updates: &mut Vec<OutcomeUpdate>,
    ) -> Result<(), WorkError> {
        let seen: HashSet<ContactId> = found.iter().map(|found| found.id).collect();
        let unseen: Vec<ContactId> = read.iter().copied().filter(|id| !seen.contains(id)).collect();
        updates.extend(self.classify_unseen(&unseen).await?);
        let read_at = self.context.clock.uptime();
        let keeps = self.keeps_open_deals();
        let asked_about_deals = plan.read_options.asks_about_deals;
        for found in found {
            let code = match found.has_open_deals {
                // If the call did not ask about deals and the settings need them now, the contact is read again
                // later.
                _ if !keeps || !asked_about_deals => None,
                Some(false) => None,
                Some(true) => Some(ItemCode::OpenDeals),
                None => Some(ItemCode::DealsUnknown),
            };
            if let Some(code) = code {
                updates.push(OutcomeUpdate::with_code(found.id, Outcome::Protected, code));
            } else {
                let body = plan.read_options.is_whole.then(|| found.body.to_string());
                let ready = ReadyContact { id: found.id, body, asked_about_deals, read_at };
                if self.to_ask_alone.contains(&ready.id) {
                    self.ready.push_front(ready);
                } else {
                    self.ready.push_back(ready);
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bitrix::contacts::bulk::ReadOptions;
    use crate::domain::settings::DeleteMethod;

    #[test]
    fn calls_halt_at_refusals_again_once_reads_are_answered() {
        let ids: Vec<ContactId> = (1..=2).filter_map(ContactId::new).collect();
        let plan = |reads: &[ContactId], halts| BatchPlan {
            lookups: Vec::new(),
            reads: reads.to_vec(),
            read_options: ReadOptions { is_whole: false, asks_about_deals: false },
            deletes: Vec::new(),
            method: DeleteMethod::Contact,
            halts,
        };
        let reply = |read: &[ContactId], is_read_refused| BatchReply {
            read: read.to_vec(),
            is_read_refused,
            ..BatchReply::default()
        };
        assert!(!may_halt_after(true, &plan(&ids, true), &reply(&[], true)));
        assert!(may_halt_after(true, &plan(&ids, true), &reply(&ids[..1], false)));
        assert!(!may_halt_after(false, &plan(&ids, false), &reply(&ids[..1], false)));
        assert!(!may_halt_after(false, &plan(&[], false), &reply(&[], false)));
        assert!(may_halt_after(false, &plan(&ids, false), &reply(&ids, false)));
    }
}
