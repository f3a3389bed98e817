//! Takes jobs that are due and works on them, each in a task of its own, until the service stops. A lease in the job's
//! row keeps two processes from working on the same one.

use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::attendance::Attended;
use super::desk::Desk;
use super::{End, Stop, collect, drafts, erase, give_back, restore};
use crate::domain::clock::within;
use crate::domain::job::{Job, JobKind, JobState, Reason};
use crate::store::StoreError;
use crate::store::jobs::Rest;

/// How long a job is held by a process that gives no sign of life.
const LEASE: Duration = Duration::from_secs(4);
const HEARTBEAT: Duration = Duration::from_secs(1);
/// How often to look for jobs that are due.
const LOOK: Duration = Duration::from_millis(500);
/// How long a job rests when the database was in trouble for longer than its writes were tried.
const AFTER_TROUBLE: Duration = Duration::from_secs(2);

/// Works until it is told to stop, then parks what is under way.
pub async fn run(desk: Desk, stop: CancellationToken) {
    let tasks = TaskTracker::new();
    let give_up = CancellationToken::new();
    let heartbeat = tokio::spawn(keep_leases(desk.clone()));
    while !stop.is_cancelled() {
        match claim(&desk).await {
            Ok(Some((desk, job, attended))) => {
                tasks.spawn(attend(desk, job, attended, stop.clone(), give_up.clone()));
                continue;
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "jobs were not looked for"),
        }
        desk.tell_owners().await;
        if drafts::tidy(&desk).await {
            continue;
        }
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

/// Takes a job that is due, with a desk whose lease is that of this claim alone.
async fn claim(desk: &Desk) -> Result<Option<(Desk, Job, Attended)>, StoreError> {
    let desk = desk.of_a_claim();
    let job = desk.store.claim_job(&desk.owner, &desk.attendance.leases(), LEASE).await?;
    Ok(job.map(|job| {
        let attended = desk.attendance.begin(desk.lease(job.id));
        (desk, job, attended)
    }))
}

async fn keep_leases(desk: Desk) {
    loop {
        desk.clock.sleep(HEARTBEAT).await;
        if let Err(error) = desk.store.extend_leases(&desk.attendance.leases(), LEASE).await {
            tracing::error!(%error, "leases were not extended");
        }
    }
}

/// Works on a job and gives it back. A fault inside does not take the job with it.
async fn attend(
    desk: Desk,
    job: Job,
    attended: Attended,
    stop: CancellationToken,
    give_up: CancellationToken,
) {
    let (id, member_id) = (job.id, job.principal.member_id.clone());
    tracing::info!(job.id = %id, portal.member_id = %member_id, state = job.state.as_str(), "at work");
    let mut work = tokio::spawn(work(desk.clone(), job, stop));
    let ended = tokio::select! {
        ended = &mut work => ended,
        () = give_up.cancelled() => {
            work.abort();
            // Nothing of it may go on when somebody else takes the job.
            let _aborted = work.await;
            Ok(Ok(End::Interrupted))
        }
    };
    let end = match ended {
        Ok(Ok(end) | Err(Stop::End(end))) => end,
        Ok(Err(Stop::Store(error))) => {
            tracing::error!(job.id = %id, %error, "a job came to a halt");
            if error.is_passing() { trouble(&desk) } else { End::Fault }
        }
        Err(broken) => {
            tracing::error!(job.id = %id, error = %broken, "a job broke off");
            End::Fault
        }
    };
    let lease = attended.lease().clone();
    drop(attended);
    let rest = match end {
        End::To { state, reason, at } => Rest::In { state, reason, resumes_at: at },
        End::Interrupted => Rest::In { state: JobState::Queued, reason: None, resumes_at: None },
        End::Fault => Rest::Fault,
        End::Settled => return,
    };
    give_back::run(&desk, &lease, rest, &give_up).await;
}

/// The database does not take part: that is no fault of the job's.
fn trouble(desk: &Desk) -> End {
    let at = Some(desk.clock.now().plus(AFTER_TROUBLE));
    End::To { state: JobState::Waiting, reason: Some(Reason::Internal), at }
}

async fn work(desk: Desk, job: Job, stop: CancellationToken) -> Result<End, Stop> {
    match (job.state, job.kind) {
        (JobState::Collecting, _) => collect::run(&desk, &job, &stop).await,
        (_, JobKind::Delete) => erase::run(&desk, job, &stop).await,
        (_, JobKind::Restore) => restore::run(&desk, job, &stop).await,
    }
}
