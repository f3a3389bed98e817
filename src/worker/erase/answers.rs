//! What an answer means for each contact that was asked about.

use std::collections::{HashMap, HashSet};

use super::doubts::refused_as;
use super::{Doubt, Erasing, Flight, Ready, at_stake};
use crate::bitrix::contacts::bulk::{Found, Order, Report, Word};
use crate::bitrix::error::{RefusalKind, RestError};
use crate::domain::ids::ContactId;
use crate::domain::job::{ItemCode, Outcome, RefusedAs, Settled};
use crate::domain::portal_words::PortalWords;
use crate::flows::job_client::AccessError;
use crate::worker::WorkError;
use crate::worker::concurrency::CallSample;

/// Whether calls may halt at a refusal after this one. Where reads are refused nothing behind them would ever be run.
fn may_halt_after(before: bool, order: &Order, report: &Report) -> bool {
    let is_read = !order.reads.is_empty() && report.read.len() == order.reads.len();
    if order.halts && report.is_read_refused { false } else { before || is_read }
}

impl Erasing<'_> {
    /// Takes a call's answer in and writes down what it settles.
    pub(super) async fn take_in(&mut self, flight: Flight) -> Result<(), WorkError> {
        self.reading -= flight.order.reads.len();
        self.at_stake -= at_stake(&flight.order);
        match flight.result {
            Ok(report) => {
                let now = self.context.clock.uptime();
                let sample = CallSample {
                    deletes: report.words.iter().filter(|(_, word)| *word == Word::Deleted).count(),
                    took: report.took,
                    reading: self.seconds_of_lists(flight.order.reads.len() + flight.order.looks.len()),
                    seconds_per_delete: report.seconds_per_delete,
                };
                self.concurrency.record(&flight.permit, sample, now);
                self.count_refusals(flight.number, &report);
                self.take_report(flight.order, flight.doubts, report).await
            }
            Err(error) => {
                let may_have_run = matches!(&error, AccessError::Rest(error) if error.may_have_run());
                if let Some(departed) = flight.departed.filter(|_| may_have_run) {
                    let took = flight.landed.saturating_sub(departed);
                    self.lost_after = self.lost_after.max(took);
                    self.was_lost(&flight.order.deletes, departed, took).await?;
                }
                self.take_error(flight.order, flight.doubts, &error).await
            }
        }
    }

    fn count_refusals(&mut self, call: u64, report: &Report) {
        let words = report.words.iter().filter_map(|(_, word)| match refused_as(*word) {
            None => (*word == Word::Deleted).then_some(false),
            Some(refused_as) => (refused_as == RefusedAs::Denied).then_some(true),
        });
        self.refusals.hear(call, words);
    }

    async fn take_report(
        &mut self,
        order: Order,
        doubts: Vec<(ContactId, Doubt)>,
        report: Report,
    ) -> Result<(), WorkError> {
        let mut settled = Vec::new();
        let says_something = report.says_something();
        self.has_answered |= says_something;
        self.may_halt = may_halt_after(self.may_halt, &order, &report);
        let (looked, unlooked): (Vec<_>, Vec<_>) =
            doubts.into_iter().partition(|(id, _)| report.looked.contains(id));
        self.doubts.extend(unlooked);
        self.settle_doubts(looked, &report.visible, &mut settled).await?;
        self.were_read(&report.read);
        self.sort_found(&order, &report.read, report.found, &mut settled).await?;
        let handled: HashSet<ContactId> = report.read.iter().chain(&report.unread).copied().collect();
        self.read_again(order.reads.iter().copied().filter(|id| !handled.contains(id)).collect());
        self.take_words(report.words, &report.said, &mut settled);
        self.settle(&settled, says_something).await?;
        if let Some(error) = report.trouble {
            self.heed(&AccessError::Rest(error)).await;
        }
        if !report.unread.is_empty() {
            let error = AccessError::Rest(RestError::Unreadable { status: 200 });
            self.reads_failed(order.reading, report.unread, &error).await?;
        }
        Ok(())
    }

    /// What the portal said about each deletion.
    fn take_words(
        &mut self,
        words: Vec<(ContactId, Word)>,
        said: &HashMap<ContactId, PortalWords>,
        settled: &mut Vec<Settled>,
    ) {
        let may_be_proved = self.needs_canary();
        for (id, word) in words {
            self.apart.remove(&id);
            match word {
                Word::Deleted => {
                    settled.push(Settled::plain(id, Outcome::Deleted));
                    if may_be_proved && self.canary.contains(&id) {
                        self.doubts.push((id, Doubt::Canary));
                    }
                }
                Word::Refused(_) | Word::Echoed | Word::NotReached => {
                    self.canary.remove(&id);
                    if let Some(refused_as) = refused_as(word) {
                        let said = said.get(&id).cloned();
                        settled.push(Settled::refused(id, refused_as).said(said));
                        self.doubts.push((id, Doubt::Refused(refused_as)));
                    }
                }
                Word::NotTried => {
                    self.canary.remove(&id);
                    settled.push(Settled::untried(id));
                    self.again.push_back(id);
                }
                Word::Unclear => {
                    self.canary.remove(&id);
                    self.unclear.push(id);
                }
            }
        }
    }

    /// The call as a whole did not succeed. What it asked for is done or not: if it may have run, only a look tells.
    async fn take_error(
        &mut self,
        order: Order,
        doubts: Vec<(ContactId, Doubt)>,
        error: &AccessError,
    ) -> Result<(), WorkError> {
        self.doubts.extend(doubts);
        for id in &order.deletes {
            self.canary.remove(id);
        }
        let may_have_run = matches!(error, AccessError::Rest(error) if error.may_have_run());
        if may_have_run && !order.deletes.is_empty() {
            tracing::info!(job.id = %self.job.id, contacts = order.deletes.len(), "an answer was lost");
            self.unclear.extend(&order.deletes);
            self.read_apart(&order.reads, error);
            self.concurrency.reduce(self.context.clock.uptime());
            return Ok(());
        }
        let untried: Vec<Settled> = order.deletes.iter().map(|id| Settled::untried(*id)).collect();
        self.settle(&untried, false).await?;
        if order.deletes.is_empty() && !order.reads.is_empty() {
            return self.reads_failed(order.reading, order.reads, error).await;
        }
        self.read_again(order.reads);
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
                            limiter.exhausted(&endpoint, self.settings.method.name());
                    }
                }
                Some(RefusalKind::RateLimited) => {
                    self.policy.busy_until = self.client.rest().limiter().rests_until(&self.endpoint);
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
        order: &Order,
        read: &[ContactId],
        found: Vec<Found>,
        settled: &mut Vec<Settled>,
    ) -> Result<(), WorkError> {
        let seen: HashSet<ContactId> = found.iter().map(|found| found.id).collect();
        let unseen: Vec<ContactId> = read.iter().copied().filter(|id| !seen.contains(id)).collect();
        settled.extend(self.gone_or_ours(&unseen).await?);
        let read_at = self.context.clock.uptime();
        let keeps = self.keeps_open_deals();
        let asked_about_deals = order.reading.asks_about_deals;
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
                let body = order.reading.is_whole.then(|| found.body.to_string());
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
    use crate::bitrix::contacts::bulk::Reading;
    use crate::domain::settings::DeleteMethod;

    #[test]
    fn calls_halt_again_once_reads_are_answered_again() {
        let ids: Vec<ContactId> = (1..=2).filter_map(ContactId::new).collect();
        let order = |reads: &[ContactId], halts| Order {
            looks: Vec::new(),
            reads: reads.to_vec(),
            reading: Reading { is_whole: false, asks_about_deals: false },
            deletes: Vec::new(),
            method: DeleteMethod::Contact,
            halts,
        };
        let report = |read: &[ContactId], is_read_refused| Report {
            read: read.to_vec(),
            is_read_refused,
            ..Report::default()
        };
        assert!(!may_halt_after(true, &order(&ids, true), &report(&[], true)));
        assert!(may_halt_after(true, &order(&ids, true), &report(&ids[..1], false)));
        assert!(!may_halt_after(false, &order(&ids, false), &report(&ids[..1], false)));
        assert!(!may_halt_after(false, &order(&[], false), &report(&[], false)));
        assert!(may_halt_after(false, &order(&ids, false), &report(&ids, false)));
    }
}
