//! Takes jobs that are due and works on them, each in a task of its own, until the service stops. A lease in the job's
//! row keeps two processes from working on the same one.

use std::time::Duration;

use serde_json::json;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::desk::Desk;
use super::{End, Stop, collect, erase, restore, setback};
use crate::domain::audit::{AuditAction, AuditEntry};
use crate::domain::clock::{UnixTime, within};
use crate::domain::job::{Job, JobKind, JobState, Reason};

/// How long a job is held by a process that gives no sign of life.
const LEASE: Duration = Duration::from_secs(4);
const HEARTBEAT: Duration = Duration::from_secs(1);
/// How often to look for jobs that are due.
const LOOK: Duration = Duration::from_millis(500);
/// How long a job rests that came upon a fault of this program or its database.
const AFTER_A_FAULT: Duration = Duration::from_secs(10);

/// Works until it is told to stop, then parks what is under way.
pub async fn run(desk: Desk, stop: CancellationToken) {
    let tasks = TaskTracker::new();
    let give_up = CancellationToken::new();
    let heartbeat = tokio::spawn(keep_leases(desk.clone()));
    while !stop.is_cancelled() {
        match desk.store.claim_job(&desk.owner, LEASE).await {
            Ok(Some(job)) => {
                tasks.spawn(attend(desk.clone(), job, stop.clone(), give_up.clone()));
                continue;
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "jobs were not looked for"),
        }
        expire_drafts(&desk).await;
        tokio::select! {
            () = stop.cancelled() => {}
            () = desk.woken() => {}
            () = desk.clock.sleep(LOOK) => {}
        }
    }
    tasks.close();
    if within(&desk.clock, desk.grace(), tasks.wait()).await.is_none() {
        give_up.cancel();
        tasks.wait().await;
    }
    heartbeat.abort();
}

async fn keep_leases(desk: Desk) {
    loop {
        desk.clock.sleep(HEARTBEAT).await;
        if let Err(error) = desk.store.extend_leases(&desk.owner, LEASE).await {
            tracing::error!(%error, "leases were not extended");
        }
    }
}

async fn expire_drafts(desk: &Desk) {
    let expired = match desk.store.find_expired_drafts().await {
        Ok(expired) => expired,
        Err(error) => return tracing::error!(%error, "drafts were not looked for"),
    };
    for id in expired {
        if let Err(error) = desk.store.cancel_job(id, Some(Reason::DraftExpired)).await {
            tracing::error!(%error, job.id = %id, "a draft was not ended");
        }
    }
}

/// Works on a job and gives it back. A fault inside does not take the job with it.
async fn attend(desk: Desk, job: Job, stop: CancellationToken, give_up: CancellationToken) {
    let lease = desk.lease(job.id);
    let (id, member_id) = (job.id, job.principal.member_id.clone());
    tracing::info!(job.id = %id, portal.member_id = %member_id, state = job.state.as_str(), "at work");
    let work = tokio::spawn(work(desk.clone(), job, stop.clone()));
    let abort = work.abort_handle();
    let ended = tokio::select! {
        ended = work => ended,
        () = give_up.cancelled() => {
            abort.abort();
            Ok(Ok(End::Interrupted))
        }
    };
    let fault = setback::waits(Reason::Internal, desk.clock.now().plus(AFTER_A_FAULT));
    let end = match ended {
        Ok(Ok(end) | Err(Stop::End(end))) => end,
        Ok(Err(Stop::Store(error))) => {
            tracing::error!(job.id = %id, %error, "a job came to a halt");
            fault
        }
        Err(broken) => {
            tracing::error!(job.id = %id, error = %broken, "a job broke off");
            fault
        }
    };
    match end {
        End::To { state, reason, at } => give_back(&desk, &lease, state, reason, at).await,
        End::Interrupted => give_back(&desk, &lease, JobState::Queued, None, None).await,
        End::Settled => {}
    }
}

async fn give_back(
    desk: &Desk,
    lease: &crate::store::jobs::Lease,
    state: JobState,
    reason: Option<Reason>,
    at: Option<UnixTime>,
) {
    if state == JobState::Failed
        && let Err(error) = desk.store.give_up_items(lease).await
    {
        tracing::error!(job.id = %lease.job, %error, "what is left of a job was not ended");
    }
    match desk.store.release_job(lease, state, reason, at).await {
        Ok(Some(job)) => {
            tracing::info!(job.id = %job.id, state = job.state.as_str(),
                reason = job.reason.map_or("", Reason::as_str), "at rest");
            if job.state.is_final() {
                note_end(desk, &job).await;
            }
        }
        Ok(None) => tracing::warn!(job.id = %lease.job, "somebody else has the job"),
        // The lease runs out, and whoever comes next finds out what was done.
        Err(error) => tracing::error!(job.id = %lease.job, %error, "a job was not given back"),
    }
}

/// The audit has the end of each job with its counts.
async fn note_end(desk: &Desk, job: &Job) {
    let counts = &job.counts;
    let set = match desk.store.fingerprint(job.id).await {
        Ok(set) => Some(set),
        Err(error) => {
            tracing::error!(job.id = %job.id, %error, "a set's fingerprint could not be read");
            None
        }
    };
    let detail = json!({"total": counts.total, "deleted": counts.deleted, "gone": counts.gone, "denied": counts.denied,
        "protected": counts.protected, "failed": counts.failed, "cancelled": counts.cancelled,
        "restored": counts.restored, "verified": job.verified,
        "set_sha256": set});
    let principal = job.principal.clone();
    let entry =
        AuditEntry::new(principal, AuditAction::FinishJob, job.state.as_str(), job.request_id.clone())
            .of_job(job.id)
            .with(detail);
    if let Err(error) = desk.store.insert_audit(&entry).await {
        tracing::error!(job.id = %job.id, %error, "the audit could not be written");
    }
}

async fn work(desk: Desk, job: Job, stop: CancellationToken) -> Result<End, Stop> {
    match (job.state, job.kind) {
        (JobState::Collecting, _) => collect::run(&desk, &job, &stop).await,
        (_, JobKind::Delete) => erase::run(&desk, job, &stop).await,
        (_, JobKind::Restore) => restore::run(&desk, job, &stop).await,
    }
}
