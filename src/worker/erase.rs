//! Deletes a frozen set. One call to the portal checks contacts whose deletion was refused, reads the next contacts,
//! and deletes contacts that were read before. Each contact is marked as asked in the database before the call goes
//! out, and gets exactly one outcome. After a lost answer no new call is sent until the contacts were looked up.

mod answers;
mod batch_plan;
mod checks;
mod eta;
mod failed_reads;
mod refusals;
mod unclear;
mod verify;

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
use crate::domain::job::{Job, JobState, Outcome, OutcomeUpdate, Reason, RefusedAs};
use crate::domain::portal::Endpoint;
use crate::domain::settings::Settings;
use crate::flows::job_client::{AccessError, JobClient};
use crate::store::jobs::{Lease, Progress};
use failed_reads::FailedReads;
use refusals::Refusals;

/// From this size on, a job deletes a few contacts first and checks that they are really gone.
const CANARY_FROM: u32 = 100;
/// How many contacts are deleted first.
const CANARY: usize = 10;
/// From this size on, the job asks for the portal's plan. A smaller job never reaches the rate limit of any plan.
const PLAN_FROM: u32 = 2_000;

/// A contact that was read and may be deleted.
#[derive(Clone, Debug)]
struct ReadyContact {
    id: ContactId,
    /// The data of the copy; `None` if no copy is kept.
    body: Option<String>,
    /// Whether the portal was asked about its open deals.
    asked_about_deals: bool,
    read_at: Duration,
}

/// Why a contact is checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Check {
    /// Its deletion was refused. The check shows whether it exists.
    Refused(RefusedAs),
    /// It is one of the first few. The check shows whether it is really gone.
    Canary,
}

/// A call in flight.
struct CallInFlight {
    plan: BatchPlan,
    checks: Vec<(ContactId, Check)>,
    permit: Permit,
    number: u64,
    /// When it was sent; `None` if it was not.
    sent_at: Option<Duration>,
    /// When it ended.
    ended_at: Duration,
    result: Result<BatchReply, AccessError>,
}

/// The work on one deletion job. It holds a few hundred contacts in memory, however many the job has.
struct EraseRun<'a> {
    context: &'a WorkerContext,
    lease: Lease,
    job: Job,
    client: JobClient,
    endpoint: Endpoint,
    concurrency: Arc<PortalConcurrency>,
    share: JobShare,
    settings: Settings,
    cursor: Option<ContactId>,
    all_read: bool,
    to_read_again: VecDeque<ContactId>,
    ready: VecDeque<ReadyContact>,
    reads_in_flight: usize,
    /// Contacts that the calls in flight may be refused.
    refusable: usize,
    /// Whether calls may halt at a refusal. They may not after a refused read, until all reads of a call are
    /// answered.
    may_halt: bool,
    refusals: Refusals,
    /// Contacts that are deleted in a call of their own.
    to_ask_alone: HashSet<ContactId>,
    /// Contacts whose read has failed. They are read in calls of their own.
    failed_reads: FailedReads,
    /// Whether the portal has answered since the run began.
    has_answered: bool,
    checks: Vec<(ContactId, Check)>,
    unclear: Vec<ContactId>,
    /// How long the longest call took whose answer was lost.
    longest_lost_call: Duration,
    /// Contacts of the first few whose check is not done yet.
    canary: HashSet<ContactId>,
    policy: FailurePolicy,
    rate: Rate,
    end: Option<WorkResult>,
}

/// How many contacts a call may be refused.
fn refusable(plan: &BatchPlan) -> usize {
    if plan.halts { plan.deletes.len().min(1) } else { plan.deletes.len() }
}

/// Works on the job until it ends, waits, pauses, or the service stops.
pub(super) async fn run(
    context: &WorkerContext,
    job: Job,
    stop: &CancellationToken,
) -> Result<WorkResult, WorkError> {
    let (lease, member_id) = (context.lease(job.id), job.principal.member_id.clone());
    let end = run_to_end(context, job, stop).await;
    cancelled::end_if_cancelled(end, context, &lease, &member_id, unclear::given_up).await
}

async fn run_to_end(
    context: &WorkerContext,
    job: Job,
    stop: &CancellationToken,
) -> Result<WorkResult, WorkError> {
    let mut work = match EraseRun::begin(context, job).await? {
        Ok(work) => work,
        Err(end) => return Ok(end),
    };
    work.recover().await?;
    if work.job.setbacks > 0 && !work.has_answered && work.end.is_none() {
        work.probe_portal().await;
    }
    if work.end.is_none() {
        work.learn_plan().await;
    }
    if work.end.is_none() && !work.job.wants_cancel {
        work.send_calls(stop).await?;
    }
    if let Some(end) = work.end {
        return work.cancelled_or(end).await;
    }
    if stop.is_cancelled() {
        return Ok(WorkResult::to(JobState::Queued));
    }
    work.verify(stop).await
}

/// A panic in a call's task is a fault of the job.
fn finished_call(call: Result<CallInFlight, JoinError>) -> CallInFlight {
    call.unwrap_or_else(|broken| std::panic::resume_unwind(broken.into_panic()))
}

impl<'a> EraseRun<'a> {
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
            all_read: false,
            to_read_again: VecDeque::new(),
            ready: VecDeque::new(),
            reads_in_flight: 0,
            refusable: 0,
            may_halt: true,
            refusals: Refusals::resume(job.denied_in_a_row),
            to_ask_alone: HashSet::new(),
            failed_reads: FailedReads::from(context.store.find_failed_reads(job.id).await?),
            has_answered: false,
            checks: Vec::new(),
            unclear: Vec::new(),
            longest_lost_call: Duration::ZERO,
            canary: HashSet::new(),
            policy,
            rate: Rate::from(context.clock.uptime()),
            end: None,
            job,
            context,
        }))
    }

    /// Asks for the portal's plan, because some plans allow more calls. If it stays unknown, the job is only slower.
    async fn learn_plan(&self) {
        if self.job.counts.pending() < PLAN_FROM {
            return;
        }
        let rest = self.client.rest();
        let learned = self.client.call(|caller| async move { portal_plan::learn(rest, &caller).await }).await;
        if let Err(AccessError::Rest(error)) = learned {
            tracing::info!(job.id = %self.job.id, %error, "the portal's plan is unknown");
        }
    }

    /// Sends calls and handles their answers until nothing is left or the job has to stop. Then waits for the calls
    /// in flight.
    async fn send_calls(&mut self, stop: &CancellationToken) -> Result<(), WorkError> {
        let concurrency = Arc::clone(&self.concurrency);
        // Each call runs in a task of its own. If only this loop polled it, the call could keep a database connection
        // that the loop is waiting for.
        let mut in_flight: FuturesUnordered<AbortOnDropHandle<CallInFlight>> = FuturesUnordered::new();
        loop {
            let is_free = self.end.is_none() && self.unclear.is_empty() && !stop.is_cancelled();
            let wants_permit = is_free && self.has_work();
            self.apply_rate_limit();
            if !wants_permit && in_flight.is_empty() {
                if self.unclear.is_empty() {
                    return self.finish_checks(stop).await;
                }
                self.resolve_unclear().await?;
                if self.end.is_some() || stop.is_cancelled() {
                    return Ok(());
                }
                continue;
            }
            tokio::select! {
                biased;
                Some(call) = in_flight.next(), if !in_flight.is_empty() => self.handle_answer(finished_call(call)).await?,
                permit = concurrency.acquire(), if wants_permit => {
                    let is_alone = in_flight.is_empty();
                    if let Some(call) = self.next_call(permit, is_alone).await? {
                        in_flight.push(AbortOnDropHandle::new(tokio::spawn(call)));
                    } else if !is_alone && self.end.is_none() && let Some(call) = in_flight.next().await {
                        // No call can be planned before another one has ended.
                        self.handle_answer(finished_call(call)).await?;
                    }
                }
                () = stop.cancelled(), if !stop.is_cancelled() => {}
            }
        }
    }

    /// Runs the remaining checks when no call is in flight and none can be planned.
    async fn finish_checks(&mut self, stop: &CancellationToken) -> Result<(), WorkError> {
        if self.refusals.is_limit_reached() {
            self.stop_with(pause(Reason::ManyDenied));
        }
        if stop.is_cancelled() { Ok(()) } else { self.run_checks().await }
    }

    /// Lets jobs send one call at a time after the portal has refused calls because too many came in. Refused calls
    /// of pages count too.
    fn apply_rate_limit(&self) {
        let how_long = self.client.rest().limiter().single_call_period(&self.endpoint);
        self.concurrency.allow_one_at_a_time(how_long, self.context.clock.uptime());
    }

    /// Whether the check of the first few contacts is not done yet.
    fn needs_canary(&self) -> bool {
        self.job.counts.total > CANARY_FROM && !self.job.is_canary_done
    }

    /// Whether the present settings and the job keep contacts with open deals.
    fn keeps_open_deals(&self) -> bool {
        self.settings.keeps_open_deals(self.job.include_open_deals)
    }

    /// Whether the present settings and the job keep copies of the contacts.
    fn keeps_snapshot(&self) -> bool {
        self.settings.snapshot_days > 0 && self.job.keeps_snapshot
    }

    /// Saves outcomes and the progress of the job.
    async fn save_outcomes(
        &mut self,
        updates: &[OutcomeUpdate],
        is_answering: bool,
    ) -> Result<(), WorkError> {
        if updates.is_empty() && !is_answering {
            return Ok(());
        }
        let is_open = |item: &&OutcomeUpdate| matches!(item.outcome, Outcome::Pending | Outcome::Asked);
        let ended = updates.len() - updates.iter().filter(is_open).count();
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
        let write = || self.context.store.save_outcomes(&self.lease, updates, progress);
        match self.context.write_with_retry(write).await? {
            Some(job) => {
                self.job = job;
                Ok(())
            }
            None => Err(WorkError::Stopped(WorkResult::Interrupted)),
        }
    }

    /// Stores the result of the run. The first one counts.
    fn stop_with(&mut self, end: WorkResult) {
        self.end.get_or_insert(end);
    }

    /// A cancelled job ends as soon as none of its contacts is asked.
    async fn cancelled_or(self, end: WorkResult) -> Result<WorkResult, WorkError> {
        let job = self.context.store.find_job(&self.job.principal.member_id, self.job.id).await?;
        if !job.is_some_and(|job| job.wants_cancel) {
            return Ok(end);
        }
        let asked = self.context.store.find_items(self.job.id, &[Outcome::Asked], None, 1).await?;
        // Contacts that are asked have to be looked up first. The result says when that is tried again.
        Ok(if asked.is_empty() { WorkResult::to(JobState::Cancelled) } else { end })
    }
}
