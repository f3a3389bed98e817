//! Deleting a frozen set. One call to the portal looks for contacts whose deletion was refused, reads those that come
//! next, and deletes those that were read before: each is written down before it is asked for, and ends in exactly one
//! outcome. A lost answer stops everything until it is known what it did.

mod answers;
mod doubts;
mod eta;
mod orders;
mod proof;
mod refusals;
mod unclear;
mod unread;

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::task::JoinError;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use super::cancelled;
use super::concurrency::{JobShare, Permit, PortalConcurrency};
use super::context::WorkerContext;
use super::failure_policy::{FailurePolicy, pause};
use super::rate::Rate;
use super::{WorkError, WorkResult};
use crate::bitrix::contacts::bulk::{BatchPlan, BatchReply};
use crate::bitrix::portal_plan;
use crate::domain::ids::ContactId;
use crate::domain::job::{Job, JobState, Outcome, Reason, RefusedAs, Settled};
use crate::domain::portal::Endpoint;
use crate::domain::settings::Settings;
use crate::flows::job_client::{AccessError, JobClient};
use crate::store::jobs::{Lease, Progress};
use refusals::Refusals;
use unread::Unread;

/// From how many contacts on a few go first.
const CANARY_FROM: u32 = 100;
/// How many.
const CANARY: usize = 10;
/// From how many contacts on it pays to ask for the portal's plan: below, no plan's bucket is ever full.
const PLAN_FROM: u32 = 2_000;

/// A contact that was read and may be deleted.
#[derive(Clone, Debug)]
struct Ready {
    id: ContactId,
    /// What is kept of it; `None` where nothing is kept.
    body: Option<String>,
    /// Whether it was asked which deals it has.
    asked_about_deals: bool,
    read_at: Duration,
}

/// Why a contact is looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Doubt {
    /// Its deletion was refused: is it there at all?
    Refused(RefusedAs),
    /// It is one of the first few: is it really gone?
    Canary,
}

/// A call in flight.
struct Flight {
    plan: BatchPlan,
    doubts: Vec<(ContactId, Doubt)>,
    permit: Permit,
    number: u64,
    /// When it went out, if it did.
    departed: Option<Duration>,
    /// When it was over.
    landed: Duration,
    result: Result<BatchReply, AccessError>,
}

/// The work on one job, as far as it is in memory: a few hundred contacts, however many the job has.
struct Erasing<'a> {
    context: &'a WorkerContext,
    lease: Lease,
    job: Job,
    client: JobClient,
    endpoint: Endpoint,
    concurrency: Arc<PortalConcurrency>,
    share: JobShare,
    settings: Settings,
    cursor: Option<ContactId>,
    is_read_out: bool,
    again: VecDeque<ContactId>,
    ready: VecDeque<Ready>,
    reading: usize,
    /// Contacts that may be refused by the calls in flight.
    at_stake: usize,
    /// Whether calls may halt at a refusal: not where what they read is refused, until reads are answered again.
    may_halt: bool,
    refusals: Refusals,
    /// Contacts that are to be asked for in a call of their own.
    apart: HashSet<ContactId>,
    /// Contacts whose reading has failed: they are read apart.
    unread: Unread,
    /// Whether the portal has answered anything since the work began.
    has_answered: bool,
    doubts: Vec<(ContactId, Doubt)>,
    unclear: Vec<ContactId>,
    /// How long the longest call had been under way whose answer was lost.
    lost_after: Duration,
    /// Contacts of the first few whose proof is still out.
    canary: HashSet<ContactId>,
    policy: FailurePolicy,
    rate: Rate,
    end: Option<WorkResult>,
}

/// Contacts that a call may be refused.
fn at_stake(plan: &BatchPlan) -> usize {
    if plan.halts { plan.deletes.len().min(1) } else { plan.deletes.len() }
}

/// Works on the job until it has ended or something stands in the way.
pub(super) async fn run(
    context: &WorkerContext,
    job: Job,
    stop: &CancellationToken,
) -> Result<WorkResult, WorkError> {
    let (lease, member_id) = (context.lease(job.id), job.principal.member_id.clone());
    let end = begin_and_go_on(context, job, stop).await;
    cancelled::end_if_cancelled(end, context, &lease, &member_id, unclear::given_up).await
}

async fn begin_and_go_on(
    context: &WorkerContext,
    job: Job,
    stop: &CancellationToken,
) -> Result<WorkResult, WorkError> {
    let mut work = match Erasing::begin(context, job).await? {
        Ok(work) => work,
        Err(end) => return Ok(end),
    };
    work.recover().await?;
    if work.job.setbacks > 0 && !work.has_answered && work.end.is_none() {
        work.knock().await;
    }
    if work.end.is_none() {
        work.learn_plan().await;
    }
    if work.end.is_none() && !work.job.wants_cancel {
        work.go_on(stop).await?;
    }
    if let Some(end) = work.end {
        return work.cancelled_or(end).await;
    }
    if stop.is_cancelled() {
        return Ok(WorkResult::to(JobState::Queued));
    }
    work.prove(stop).await
}

/// A fault inside a call is one of the whole job's.
fn landed(flight: Result<Flight, JoinError>) -> Flight {
    flight.unwrap_or_else(|broken| std::panic::resume_unwind(broken.into_panic()))
}

impl<'a> Erasing<'a> {
    async fn begin(context: &'a WorkerContext, job: Job) -> Result<Result<Self, WorkResult>, WorkError> {
        let client = context.client(&job);
        let policy = FailurePolicy::for_job(&job, &context.clock);
        let endpoint = match client.endpoint().await {
            Ok(endpoint) => endpoint,
            Err(failure) => return Ok(Err(policy.for_failure(&failure))),
        };
        let concurrency = context.concurrency.for_portal(&endpoint);
        Ok(Ok(Self {
            lease: context.lease(job.id),
            share: concurrency.register_job(),
            concurrency,
            client,
            endpoint,
            settings: Settings::default(),
            cursor: None,
            is_read_out: false,
            again: VecDeque::new(),
            ready: VecDeque::new(),
            reading: 0,
            at_stake: 0,
            may_halt: true,
            refusals: Refusals::from(job.denied_in_a_row),
            apart: HashSet::new(),
            unread: Unread::from(context.store.find_unread(job.id).await?),
            has_answered: false,
            doubts: Vec::new(),
            unclear: Vec::new(),
            lost_after: Duration::ZERO,
            canary: HashSet::new(),
            policy,
            rate: Rate::from(context.clock.uptime()),
            end: None,
            job,
            context,
        }))
    }

    /// A plan that takes more calls is made use of. Not knowing it only makes the work slower.
    async fn learn_plan(&self) {
        if self.job.counts.pending() < PLAN_FROM {
            return;
        }
        let rest = self.client.rest();
        let learned = self.client.call(|caller| async move { portal_plan::learn(rest, &caller).await }).await;
        if let Err(AccessError::Rest(error)) = learned {
            tracing::info!(job.id = %self.job.id, %error, "the portal's plan is not known");
        }
    }

    /// Sends calls and takes their answers in, until nothing is left or something stands in the way; then waits for
    /// what is in flight.
    async fn go_on(&mut self, stop: &CancellationToken) -> Result<(), WorkError> {
        let concurrency = Arc::clone(&self.concurrency);
        // Each in a task of its own: a call that nobody polls would keep its database connection from the others.
        let mut in_flight: FuturesUnordered<AbortOnDropHandle<Flight>> = FuturesUnordered::new();
        loop {
            let is_free = self.end.is_none() && self.unclear.is_empty() && !stop.is_cancelled();
            let wants_permit = is_free && self.has_work();
            self.heed_refusals();
            if !wants_permit && in_flight.is_empty() {
                if self.unclear.is_empty() {
                    return self.come_to_rest(stop).await;
                }
                self.clear_up().await?;
                if self.end.is_some() || stop.is_cancelled() {
                    return Ok(());
                }
                continue;
            }
            tokio::select! {
                biased;
                Some(flight) = in_flight.next(), if !in_flight.is_empty() => self.take_in(landed(flight)).await?,
                permit = concurrency.acquire(), if wants_permit => {
                    let is_alone = in_flight.is_empty();
                    if let Some(flight) = self.next_flight(permit, is_alone).await? {
                        in_flight.push(AbortOnDropHandle::new(tokio::spawn(flight)));
                    } else if !is_alone && self.end.is_none() && let Some(flight) = in_flight.next().await {
                        // Nothing can be begun before something has come back.
                        self.take_in(landed(flight)).await?;
                    }
                }
                () = stop.cancelled(), if !stop.is_cancelled() => {}
            }
        }
    }

    /// Nothing is in flight and nothing can be begun.
    async fn come_to_rest(&mut self, stop: &CancellationToken) -> Result<(), WorkError> {
        if self.refusals.are_many() {
            self.stop_with(pause(Reason::ManyDenied));
        }
        if stop.is_cancelled() { Ok(()) } else { self.clear_doubts().await }
    }

    /// A portal that has refused calls because too many came in, whoever made them, gets one of jobs at a time.
    fn heed_refusals(&self) {
        let how_long = self.client.rest().limiter().single_call_period(&self.endpoint);
        self.concurrency.allow_one_at_a_time(how_long, self.context.clock.uptime());
    }

    /// Whether the first few are still to be proved.
    fn needs_canary(&self) -> bool {
        self.job.counts.total > CANARY_FROM && !self.job.is_canary_done
    }

    /// Whether contacts with open deals are kept, as things are settled now.
    fn keeps_open_deals(&self) -> bool {
        self.settings.keeps_open_deals(self.job.include_open_deals)
    }

    /// Whether copies of the contacts are kept, as things are settled now.
    fn keeps_snapshot(&self) -> bool {
        self.settings.snapshot_days > 0 && self.job.keeps_snapshot
    }

    /// Writes outcomes down, with the numbers that they change.
    async fn settle(&mut self, settled: &[Settled], is_answering: bool) -> Result<(), WorkError> {
        if settled.is_empty() && !is_answering {
            return Ok(());
        }
        let is_open = |item: &&Settled| matches!(item.outcome, Outcome::Pending | Outcome::Asked);
        let ended = settled.len() - settled.iter().filter(is_open).count();
        let pending = self.job.counts.pending().saturating_sub(u32::try_from(ended).unwrap_or(u32::MAX));
        let rate = self.rate.count(ended, self.context.clock.uptime());
        let eta_seconds = self.eta(pending);
        let progress = Progress {
            rate,
            eta_seconds,
            denied_in_a_row: Some(self.refusals.count()),
            is_canary_done: self.job.is_canary_done,
            is_answering,
        };
        if is_answering {
            self.policy.setbacks = 0;
        }
        let write = || self.context.store.settle_items(&self.lease, settled, progress);
        match self.context.write_with_retry(write).await? {
            Some(job) => {
                self.job = job;
                Ok(())
            }
            None => Err(WorkError::Stopped(WorkResult::Interrupted)),
        }
    }

    /// Notes where the work comes to rest; the first reason counts.
    fn stop_with(&mut self, end: WorkResult) {
        self.end.get_or_insert(end);
    }

    /// A job that somebody cancelled ends as cancelled as soon as nothing of it is in flight.
    async fn cancelled_or(self, end: WorkResult) -> Result<WorkResult, WorkError> {
        let job = self.context.store.find_job(&self.job.principal.member_id, self.job.id).await?;
        if !job.is_some_and(|job| job.wants_cancel) {
            return Ok(end);
        }
        let asked = self.context.store.find_items(self.job.id, &[Outcome::Asked], None, 1).await?;
        // What is still in flight is found out first: the setback says when that is tried again.
        Ok(if asked.is_empty() { WorkResult::to(JobState::Cancelled) } else { end })
    }
}
