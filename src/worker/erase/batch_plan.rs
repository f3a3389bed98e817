//! Plans the next call: which contacts it looks up, reads and deletes.

use std::collections::VecDeque;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::{CANARY, CallInFlight, EraseRun, refusable};
use crate::bitrix::PAGE_SIZE;
use crate::bitrix::batch::MAX_COMMANDS;
use crate::bitrix::contacts::bulk::{self, BatchPlan, ReadOptions};
use crate::bitrix::limiter::ReservedTime;
use crate::bitrix::read_size::ReadKind;
use crate::bitrix::rest::{Caller, SentAt};
use crate::domain::clock::SharedClock;
use crate::domain::ids::ContactId;
use crate::domain::job::{Outcome, Reason};
use crate::store::asked::NewSnapshot;
use crate::worker::concurrency::Permit;
use crate::worker::failure_policy::wait_until;
use crate::worker::{SEND_WITHIN, WorkError, WorkResult};

/// A contact that was read longer ago than this is read again before it is deleted.
const FRESH: Duration = Duration::from_secs(30);
/// Most pages of fifty contacts that one call reads. Whole contacts make long answers.
pub(super) const MOST_PAGES: usize = 3;
/// If the contacts that are ready to delete have more bytes than this, no more are read.
const MOST_BYTES_READY: usize = 8 * 1024 * 1024;
/// Most contacts that one call looks up beside its other work.
const MOST_LOOKUPS: usize = 4 * PAGE_SIZE;

impl EraseRun<'_> {
    /// Whether there is anything for a call to do.
    pub(super) fn has_work(&self) -> bool {
        let may_delete = !self.ready.is_empty() && !self.awaits_canary() && self.deletes_allowed() > 0;
        let may_read = (!self.all_read || !self.to_read_again.is_empty()) && self.reads_wanted() > 0;
        let may_read_apart = self.failed_reads.is_waiting() && self.reads_wanted() > 0;
        may_delete || may_read || may_read_apart || !self.checks.is_empty()
    }

    fn awaits_canary(&self) -> bool {
        self.needs_canary() && !self.canary.is_empty()
    }

    /// How many more deletions may be in flight, so that refusals stay below the limit.
    fn deletes_allowed(&self) -> usize {
        self.refusals.allowed_beside(self.refusable)
    }

    /// How many more contacts should be read, so that every call is full.
    fn reads_wanted(&self) -> usize {
        let kept: usize = self.ready.iter().filter_map(|ready| ready.body.as_ref()).map(String::len).sum();
        if kept > MOST_BYTES_READY || self.refusals.is_limit_reached() {
            return 0;
        }
        let chunk = self.concurrency.deletes_per_call();
        (chunk * (self.concurrency.limit() + 1)).saturating_sub(self.ready.len() + self.reads_in_flight)
    }

    /// Plans the next call, saves the plan, and returns the future that sends it. `None`: nothing can be sent now, or
    /// the run ends.
    pub(super) async fn next_call(
        &mut self,
        permit: Permit,
        is_alone: bool,
    ) -> Result<Option<BoxFuture<'static, CallInFlight>>, WorkError> {
        match self.client.settings().await {
            Ok(settings) => self.settings = settings,
            Err(failure) => {
                let end = self.policy.for_failure(&failure);
                self.stop_with(end);
                return Ok(None);
            }
        }
        if let Some(until) = self.client.rest().limiter().paused_until(&self.endpoint) {
            self.stop_with(wait_until(Reason::PortalBusy, until));
            return Ok(None);
        }
        self.drop_stale();
        let Some((plan, reserved)) = self.next_plan(is_alone).await? else { return Ok(None) };
        if !self.save_plan(&plan).await? {
            return Ok(None);
        }
        let checks: Vec<_> = self.checks.drain(..plan.lookups.len()).collect();
        self.ready.drain(..plan.deletes.len());
        self.reads_in_flight += plan.reads.len();
        self.refusable += refusable(&plan);
        if self.needs_canary() {
            self.canary.extend(plan.deletes.iter().copied());
        }
        let (client, clock) = (self.client.clone(), SharedClock::clone(&self.context.clock));
        // A call that only reads may go out at any time.
        let latest = (!plan.deletes.is_empty()).then(|| clock.uptime() + SEND_WITHIN);
        let number = self.refusals.next_call_number();
        let send = async move {
            let (rest, asked, sent_at) = (client.rest(), &plan, SentAt::default());
            let recorder = &sent_at;
            let call = |caller: Caller| async move {
                let caller = Caller { latest, ..caller.recording_sent_at(recorder) };
                bulk::execute(rest, &caller, asked).await
            };
            let result = client.call(call).await;
            drop(reserved);
            let (sent_at, ended_at) = (sent_at.at(), clock.uptime());
            CallInFlight { plan, checks, permit, number, sent_at, ended_at, result }
        };
        Ok(Some(send.boxed()))
    }

    async fn next_plan(
        &mut self,
        is_alone: bool,
    ) -> Result<Option<(BatchPlan, Option<ReservedTime>)>, WorkError> {
        let limiter = self.client.rest().limiter();
        let (most_lookups, most_reads) = (
            limiter.contacts_per_read(&self.endpoint, ReadKind::Ids).min(MOST_LOOKUPS),
            limiter.contacts_per_read(&self.endpoint, ReadKind::Contacts),
        );
        let is_alone_next = self.ready.front().is_some_and(|ready| self.to_ask_alone.contains(&ready.id));
        if is_alone_next && !self.awaits_canary() && self.deletes_allowed() > 0 {
            return self.plan_for_one(is_alone).await;
        }
        let lookups: Vec<ContactId> = self.checks.iter().take(most_lookups).map(|(id, _)| *id).collect();
        let read_options =
            ReadOptions { is_whole: self.keeps_snapshot(), asks_about_deals: self.keeps_open_deals() };
        let room = MAX_COMMANDS - lookups.len().div_ceil(PAGE_SIZE);
        let pages = self.reads_wanted().div_ceil(PAGE_SIZE).min(MOST_PAGES);
        let reads = self.next_to_read((pages * PAGE_SIZE).min(most_reads)).await?;
        let most = self.concurrency.deletes_per_call().min(room - read_options.commands(reads.len()));
        let deletes = match (self.awaits_canary(), self.needs_canary()) {
            (true, _) => 0,
            (false, true) => most.min(CANARY),
            (false, false) => most,
        };
        let mut count = deletes.min(self.ready.len()).min(self.deletes_allowed());
        let mut reserved = None;
        if count > 0 {
            match self.reserve_running_time(count).await? {
                Ok((affordable, time)) => (count, reserved) = (affordable, Some(time)),
                Err(()) => count = 0,
            }
        }
        if self.end.is_some() {
            self.to_read_again.extend(reads);
            if !is_alone {
                // A call in flight may bring a better measurement of the running time.
                self.end = None;
            }
            return Ok(None);
        }
        if lookups.is_empty() && reads.is_empty() && count == 0 {
            let is_all = self.all_read && self.to_read_again.is_empty() && self.reads_wanted() > 0;
            return Ok(if is_all {
                self.plan_failed_reads(read_options).map(|plan| (plan, None))
            } else {
                None
            });
        }
        let deletes = self.ready.iter().take(count).map(|ready| ready.id).collect();
        // After refusals, `deletes_allowed` limits the contacts in flight. Before, a call halts at its first refusal.
        let halts = count > 0 && self.may_halt && self.refusals.count() == 0 && self.refusable > 0;
        let method = self.settings.method;
        Ok(Some((BatchPlan { lookups, reads, read_options, deletes, method, halts }, reserved)))
    }

    /// A call that deletes one contact and does nothing else, so that its answer is about that contact alone.
    async fn plan_for_one(
        &mut self,
        is_alone: bool,
    ) -> Result<Option<(BatchPlan, Option<ReservedTime>)>, WorkError> {
        let Ok((_, time)) = self.reserve_running_time(1).await? else {
            if !is_alone {
                self.end = None;
            }
            return Ok(None);
        };
        let read_options =
            ReadOptions { is_whole: self.keeps_snapshot(), asks_about_deals: self.keeps_open_deals() };
        let deletes = self.ready.iter().take(1).map(|ready| ready.id).collect();
        let (lookups, reads, method) = (Vec::new(), Vec::new(), self.settings.method);
        Ok(Some((BatchPlan { lookups, reads, read_options, deletes, method, halts: false }, Some(time))))
    }

    /// Reserves running time on the portal, for as many deletions as it lasts. `Err`: it is used up, and the run ends
    /// for now.
    async fn reserve_running_time(
        &mut self,
        count: usize,
    ) -> Result<Result<(usize, ReservedTime), ()>, WorkError> {
        let endpoint = match self.client.endpoint().await {
            Ok(endpoint) => endpoint,
            Err(failure) => {
                let end = self.policy.for_failure(&failure);
                self.stop_with(end);
                return Ok(Err(()));
            }
        };
        let (limiter, method) = (self.client.rest().limiter(), self.settings.method.name());
        let each = self.concurrency.seconds_per_delete();
        let affordable = match limiter.running_time_left(&endpoint, method) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "clamped to the count"
            )]
            #[expect(clippy::cast_precision_loss, reason = "fifty at most")]
            Some(left) if each > 0.0 => (left / each).clamp(1.0, count as f64) as usize,
            _ => count,
        };
        #[expect(clippy::cast_precision_loss, reason = "fifty at most")]
        let seconds = each * affordable as f64;
        Ok(match limiter.reserve(&endpoint, method, seconds) {
            Ok(time) => Ok((affordable, time)),
            Err(until) => {
                self.stop_with(wait_until(Reason::OperationLimit, until));
                Err(())
            }
        })
    }

    /// Marks the contacts as asked and saves their copies, before the call goes out.
    async fn save_plan(&mut self, plan: &BatchPlan) -> Result<bool, WorkError> {
        if plan.deletes.is_empty() {
            return Ok(true);
        }
        let keep = |ready: &super::ReadyContact| {
            ready.body.as_ref().map(|body| NewSnapshot { contact_id: ready.id, body: body.clone() })
        };
        let snapshots: Vec<NewSnapshot> =
            self.ready.iter().take(plan.deletes.len()).filter_map(keep).collect();
        let days = Duration::from_hours(24 * u64::from(self.settings.snapshot_days));
        let until = self.context.clock.now().plus(days);
        let write = || self.context.store.save_asked(&self.lease, &plan.deletes, &snapshots, until);
        let marked = self.context.write_with_retry(write).await?;
        if marked.is_err() {
            self.stop_with(WorkResult::Interrupted);
        }
        Ok(marked.is_ok())
    }

    /// The next contacts to read: first those to read again, then new ones.
    async fn next_to_read(&mut self, count: usize) -> Result<Vec<ContactId>, WorkError> {
        let mut ids: Vec<ContactId> =
            self.to_read_again.drain(..self.to_read_again.len().min(count)).collect();
        let wanted = count - ids.len();
        if wanted > 0 && !self.all_read {
            let limit = u32::try_from(wanted).unwrap_or(u32::MAX);
            let items =
                self.context.store.find_items(self.job.id, &[Outcome::Pending], self.cursor, limit).await?;
            self.all_read = items.len() < wanted;
            self.cursor = items.last().map_or(self.cursor, |item| Some(item.contact_id));
            let next = items.into_iter().map(|item| item.contact_id);
            ids.extend(next.filter(|id| !self.failed_reads.contains(*id)));
        }
        Ok(ids)
    }

    /// Drops contacts that were read too long ago, or without the copy or the deals that the settings need now. They
    /// are read again.
    fn drop_stale(&mut self) {
        let now = self.context.clock.uptime();
        let (is_kept, keeps_deals) = (self.keeps_snapshot(), self.keeps_open_deals());
        let is_fresh = |ready: &super::ReadyContact| {
            now.saturating_sub(ready.read_at) <= FRESH
                && (!is_kept || ready.body.is_some())
                && (!keeps_deals || ready.asked_about_deals)
        };
        if self.ready.iter().all(is_fresh) {
            return;
        }
        let (fresh, stale): (VecDeque<_>, VecDeque<_>) =
            std::mem::take(&mut self.ready).into_iter().partition(is_fresh);
        self.ready = fresh;
        self.to_read_again.extend(stale.into_iter().map(|ready| ready.id));
    }
}
