//! Claims due jobs and works on each in a task of its own, until the service stops. The lease in the job's row keeps
//! other processes from the same job.

use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::active_claims::ActiveClaim;
use super::context::WorkerContext;
use super::{WorkError, WorkResult, collect, drafts, erase, release, restore};
use crate::domain::clock::within;
use crate::domain::job::{Job, JobKind, JobState, Reason};
use crate::store::StoreError;
use crate::store::jobs::Release;

/// How long a job stays claimed without a heartbeat.
const LEASE: Duration = Duration::from_secs(4);
const HEARTBEAT: Duration = Duration::from_secs(1);
/// How often to look for due jobs.
const LOOK: Duration = Duration::from_millis(500);
/// How long a job waits when the database did not answer for longer than writes are retried.
const AFTER_TROUBLE: Duration = Duration::from_secs(2);

/// Works until `stop` is cancelled, then releases the running jobs.
pub async fn run(context: WorkerContext, stop: CancellationToken) {
    let tasks = TaskTracker::new();
    let abort = CancellationToken::new();
    let heartbeat = tokio::spawn(keep_leases(context.clone()));
    while !stop.is_cancelled() {
        match claim(&context).await {
            Ok(Some((context, job, active_claim))) => {
                tasks.spawn(run_claimed_job(context, job, active_claim, stop.clone(), abort.clone()));
                continue;
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "no job could be claimed"),
        }
        context.notify_owners().await;
        if drafts::clean_up(&context).await {
            continue;
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = context.wait_for_due_job() => {}
            () = context.clock.sleep(LOOK) => {}
        }
    }
    tasks.close();
    if within(&context.clock, context.grace(), tasks.wait()).await.is_none() {
        abort.cancel();
        tasks.wait().await;
    }
    heartbeat.abort();
}

/// Claims a due job, with a context of its own.
async fn claim(context: &WorkerContext) -> Result<Option<(WorkerContext, Job, ActiveClaim)>, StoreError> {
    let context = context.for_new_claim();
    let job = context.store.claim_job(&context.owner, &context.active_claims.leases(), LEASE).await?;
    Ok(job.map(|job| {
        let active_claim = context.active_claims.begin(context.lease(job.id));
        (context, job, active_claim)
    }))
}

async fn keep_leases(context: WorkerContext) {
    loop {
        context.clock.sleep(HEARTBEAT).await;
        if let Err(error) = context.store.extend_leases(&context.active_claims.leases(), LEASE).await {
            tracing::error!(%error, "leases were not extended");
        }
    }
}

/// Works on a job and releases it, even after a panic.
async fn run_claimed_job(
    context: WorkerContext,
    job: Job,
    active_claim: ActiveClaim,
    stop: CancellationToken,
    abort: CancellationToken,
) {
    let (id, member_id) = (job.id, job.principal.member_id.clone());
    tracing::info!(job.id = %id, portal.member_id = %member_id, state = job.state.as_str(), "a job is claimed");
    let mut work = tokio::spawn(work_on(context.clone(), job, stop));
    let outcome = tokio::select! {
        outcome = &mut work => outcome,
        () = abort.cancelled() => {
            work.abort();
            // The task must have ended before another process claims the job.
            let _aborted = work.await;
            Ok(Ok(WorkResult::Interrupted))
        }
    };
    let end = match outcome {
        Ok(Ok(end) | Err(WorkError::Stopped(end))) => end,
        Ok(Err(WorkError::Store(error))) => {
            tracing::error!(job.id = %id, %error, "a database error stopped a job");
            if error.is_temporary() { wait_for_database(&context) } else { WorkResult::Fault }
        }
        Err(broken) => {
            tracing::error!(job.id = %id, error = %broken, "a job panicked");
            WorkResult::Fault
        }
    };
    let lease = active_claim.lease().clone();
    drop(active_claim);
    let rest = match end {
        WorkResult::MoveTo { state, reason, at } => Release::In { state, reason, resumes_at: at },
        WorkResult::Interrupted => Release::In { state: JobState::Queued, reason: None, resumes_at: None },
        WorkResult::Fault => Release::Fault,
        WorkResult::AlreadyMoved => return,
    };
    release::run(&context, &lease, rest, &abort).await;
}

/// The job waits. It has no fault when the database does not answer.
fn wait_for_database(context: &WorkerContext) -> WorkResult {
    let at = Some(context.clock.now().plus(AFTER_TROUBLE));
    WorkResult::MoveTo { state: JobState::Waiting, reason: Some(Reason::Internal), at }
}

async fn work_on(context: WorkerContext, job: Job, stop: CancellationToken) -> Result<WorkResult, WorkError> {
    match (job.state, job.kind) {
        (JobState::Collecting, _) => collect::run(&context, &job, &stop).await,
        (_, JobKind::Delete) => erase::run(&context, job, &stop).await,
        (_, JobKind::Restore) => restore::run(&context, job, &stop).await,
    }
}
