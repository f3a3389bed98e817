//! What an answer means for each contact that was asked about.

use std::collections::{HashMap, HashSet};

use super::doubts::refused_as;
use super::{Doubt, Erasing, Flight, Ready, at_stake};
use crate::bitrix::contacts::bulk::{BatchPlan, BatchReply, DeleteReply, FoundContact};
use crate::bitrix::error::{RefusalKind, RestError};
use crate::domain::ids::ContactId;
use crate::domain::job::{ItemCode, Outcome, RefusedAs, Settled};
use crate::domain::portal_words::PortalWords;
use crate::flows::job_client::AccessError;
use crate::worker::WorkError;
use crate::worker::concurrency::CallSample;

/// Whether calls may halt at a refusal after this one. Where reads are refused nothing behind them would ever be run.
fn may_halt_after(before: bool, plan: &BatchPlan, reply: &BatchReply) -> bool {
    let is_read = !plan.reads.is_empty() && reply.read.len() == plan.reads.len();
    if plan.halts && reply.is_read_refused { false } else { before || is_read }
}

impl Erasing<'_> {
    /// Takes a call's answer in and writes down what it settles.
    pub(super) async fn take_in(&mut self, flight: Flight) -> Result<(), WorkError> {
        self.reading -= flight.plan.reads.len();
        self.at_stake -= at_stake(&flight.plan);
        match flight.result {
            Ok(reply) => {
                let now = self.context.clock.uptime();
                let sample = CallSample {
                    deletes: reply.replies.iter().filter(|(_, reply)| *reply == DeleteReply::Deleted).count(),
                    took: reply.took,
                    reading: self.seconds_of_lists(flight.plan.reads.len() + flight.plan.looks.len()),
                    seconds_per_delete: reply.seconds_per_delete,
                };
                self.concurrency.record(&flight.permit, sample, now);
                self.count_refusals(flight.number, &reply);
                self.take_report(flight.plan, flight.doubts, reply).await
            }
            Err(error) => {
                let may_have_run = matches!(&error, AccessError::Rest(error) if error.may_have_run());
                if let Some(departed) = flight.departed.filter(|_| may_have_run) {
                    let took = flight.landed.saturating_sub(departed);
                    self.lost_after = self.lost_after.max(took);
                    self.was_lost(&flight.plan.deletes, departed, took).await?;
                }
                self.take_error(flight.plan, flight.doubts, &error).await
            }
        }
    }

    fn count_refusals(&mut self, call: u64, reply: &BatchReply) {
        let replies = reply.replies.iter().filter_map(|(_, reply)| match refused_as(*reply) {
            None => (*reply == DeleteReply::Deleted).then_some(false),
            Some(refused_as) => (refused_as == RefusedAs::Denied).then_some(true),
        });
        self.refusals.hear(call, replies);
    }

    async fn take_report(
        &mut self,
        plan: BatchPlan,
        doubts: Vec<(ContactId, Doubt)>,
        reply: BatchReply,
    ) -> Result<(), WorkError> {
        let mut settled = Vec::new();
        let has_answer = reply.has_answer();
        self.has_answered |= has_answer;
        self.may_halt = may_halt_after(self.may_halt, &plan, &reply);
        let (looked, unlooked): (Vec<_>, Vec<_>) =
            doubts.into_iter().partition(|(id, _)| reply.looked.contains(id));
        self.doubts.extend(unlooked);
        self.settle_doubts(looked, &reply.visible, &mut settled).await?;
        self.were_read(&reply.read);
        self.sort_found(&plan, &reply.read, reply.found, &mut settled).await?;
        let handled: HashSet<ContactId> = reply.read.iter().chain(&reply.unread).copied().collect();
        self.read_again(plan.reads.iter().copied().filter(|id| !handled.contains(id)).collect());
        self.take_words(reply.replies, &reply.portal_words, &mut settled);
        self.settle(&settled, has_answer).await?;
        if let Some(error) = reply.trouble {
            self.heed(&AccessError::Rest(error)).await;
        }
        if !reply.unread.is_empty() {
            let error = AccessError::Rest(RestError::Unreadable { status: 200 });
            self.reads_failed(plan.reading, reply.unread, &error).await?;
        }
        Ok(())
    }

    /// What the portal said about each deletion.
    fn take_words(
        &mut self,
        replies: Vec<(ContactId, DeleteReply)>,
        said: &HashMap<ContactId, PortalWords>,
        settled: &mut Vec<Settled>,
    ) {
        let may_be_proved = self.needs_canary();
        for (id, reply) in replies {
            self.apart.remove(&id);
            match reply {
                DeleteReply::Deleted => {
                    settled.push(Settled::plain(id, Outcome::Deleted));
                    if may_be_proved && self.canary.contains(&id) {
                        self.doubts.push((id, Doubt::Canary));
                    }
                }
                DeleteReply::Refused(_) | DeleteReply::Echoed | DeleteReply::NotReached => {
                    self.canary.remove(&id);
                    if let Some(refused_as) = refused_as(reply) {
                        let said = said.get(&id).cloned();
                        settled.push(Settled::refused(id, refused_as).said(said));
                        self.doubts.push((id, Doubt::Refused(refused_as)));
                    }
                }
                DeleteReply::NotTried => {
                    self.canary.remove(&id);
                    settled.push(Settled::untried(id));
                    self.again.push_back(id);
                }
                DeleteReply::Unclear => {
                    self.canary.remove(&id);
                    self.unclear.push(id);
                }
            }
        }
    }

    /// The call as a whole did not succeed. What it asked for is done or not: if it may have run, only a look tells.
    async fn take_error(
        &mut self,
        plan: BatchPlan,
        doubts: Vec<(ContactId, Doubt)>,
        error: &AccessError,
    ) -> Result<(), WorkError> {
        self.doubts.extend(doubts);
        for id in &plan.deletes {
            self.canary.remove(id);
        }
        let may_have_run = matches!(error, AccessError::Rest(error) if error.may_have_run());
        if may_have_run && !plan.deletes.is_empty() {
            tracing::info!(job.id = %self.job.id, contacts = plan.deletes.len(), "an answer was lost");
            self.unclear.extend(&plan.deletes);
            self.read_apart(&plan.reads, error);
            self.concurrency.reduce(self.context.clock.uptime());
            return Ok(());
        }
        let untried: Vec<Settled> = plan.deletes.iter().map(|id| Settled::untried(*id)).collect();
        self.settle(&untried, false).await?;
        if plan.deletes.is_empty() && !plan.reads.is_empty() {
            return self.reads_failed(plan.reading, plan.reads, error).await;
        }
        self.read_again(plan.reads);
        self.heed(error).await;
        Ok(())
    }

    /// Comes to rest because of an error; the portal's limits are learned on the way.
    pub(super) async fn heed(&mut self, error: &AccessError) {
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
                    self.heed_refusals();
                }
                _ => {}
            }
        }
        let end = self.policy.for_access_error(error);
        self.stop_with(end);
    }

    /// Contacts that cannot be seen: deleted by an earlier call of this job whose answer was lost, or not there.
    pub(super) async fn gone_or_ours(&self, unseen: &[ContactId]) -> Result<Vec<Settled>, WorkError> {
        if unseen.is_empty() {
            return Ok(Vec::new());
        }
        let tries = self.context.store.find_tries(self.job.id, unseen).await?;
        let is_ours = |id: &ContactId| tries.contains_key(&id.get());
        let outcome = |id: &ContactId| if is_ours(id) { Outcome::Deleted } else { Outcome::Gone };
        Ok(unseen.iter().map(|id| Settled::plain(*id, outcome(id))).collect())
    }

    /// Contacts that were read: to be deleted, to be kept, or not there.
    async fn sort_found(
        &mut self,
        plan: &BatchPlan,
        read: &[ContactId],
        found: Vec<FoundContact>,
        settled: &mut Vec<Settled>,
    ) -> Result<(), WorkError> {
        let seen: HashSet<ContactId> = found.iter().map(|found| found.id).collect();
        let unseen: Vec<ContactId> = read.iter().copied().filter(|id| !seen.contains(id)).collect();
        settled.extend(self.gone_or_ours(&unseen).await?);
        let read_at = self.context.clock.uptime();
        let keeps = self.keeps_open_deals();
        let asked_about_deals = plan.reading.asks_about_deals;
        for found in found {
            let code = match found.has_open_deals {
                // What was not asked is not known: it is read again, as things are settled by then.
                _ if !keeps || !asked_about_deals => None,
                Some(false) => None,
                Some(true) => Some(ItemCode::OpenDeals),
                None => Some(ItemCode::DealsUnknown),
            };
            if let Some(code) = code {
                settled.push(Settled::because(found.id, Outcome::Protected, code));
            } else {
                let body = plan.reading.is_whole.then(|| found.body.to_string());
                let ready = Ready { id: found.id, body, asked_about_deals, read_at };
                if self.apart.contains(&ready.id) {
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
    fn calls_halt_again_once_reads_are_answered_again() {
        let ids: Vec<ContactId> = (1..=2).filter_map(ContactId::new).collect();
        let plan = |reads: &[ContactId], halts| BatchPlan {
            looks: Vec::new(),
            reads: reads.to_vec(),
            reading: ReadOptions { is_whole: false, asks_about_deals: false },
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
