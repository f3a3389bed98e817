//! Cancelled jobs that still have calls without a clear answer. No user resumes a cancelled job. So it ends where
//! another job would pause, and it waits for its portal for one day at most.

use std::time::Duration;

use super::context::WorkerContext;
use super::{WorkError, WorkResult};
use crate::domain::ids::MemberId;
use crate::domain::job::{Item, JobState, Outcome, OutcomeUpdate, Reason};
use crate::store::jobs::{Lease, Progress};

/// How long a cancelled job waits for a portal that does not answer, counted from the last call without a clear
/// answer.
const MAX_WAIT: Duration = Duration::from_hours(24);
/// Contacts whose outcomes are saved at a time.
const AT_A_TIME: u32 = 50;

/// Returns `end`, unless a cancelled job would pause or wait. Then the job ends, or returns to the queue if its
/// contacts can still be looked up. `given_up` gives the outcome of a contact whose answer stays unclear.
pub(super) async fn end_if_cancelled(
    end: Result<WorkResult, WorkError>,
    context: &WorkerContext,
    lease: &Lease,
    member_id: &MemberId,
    given_up: fn(&Item) -> OutcomeUpdate,
) -> Result<WorkResult, WorkError> {
    let (Ok(WorkResult::MoveTo { state: state @ (JobState::Paused | JobState::Waiting), reason, .. })
    | Err(WorkError::Stopped(WorkResult::MoveTo {
        state: state @ (JobState::Paused | JobState::Waiting),
        reason,
        ..
    }))) = &end
    else {
        return end;
    };
    let job = context.store.find_job(member_id, lease.job).await?;
    if !job.is_some_and(|job| job.wants_cancel) {
        return end;
    }
    if *state == JobState::Waiting {
        return if has_waited_long_enough(context, lease).await? {
            give_up(context, lease, given_up).await
        } else {
            end
        };
    }
    if reason.is_some_and(allows_lookup) && !find_asked(context, lease).await?.is_empty() {
        return Ok(WorkResult::to(JobState::Queued));
    }
    give_up(context, lease, given_up).await
}

/// Whether contacts can be looked up although the job may not delete or restore now.
fn allows_lookup(reason: Reason) -> bool {
    matches!(reason, Reason::ManyDenied | Reason::NotDeleting | Reason::NotPermitted | Reason::DayLimit)
}

/// Whether all calls without a clear answer are older than [`MAX_WAIT`].
async fn has_waited_long_enough(context: &WorkerContext, lease: &Lease) -> Result<bool, WorkError> {
    let latest = context.clock.now().minus(MAX_WAIT);
    let is_old = |item: &Item| item.asked_at.is_none_or(|at| at < latest);
    Ok(find_asked(context, lease).await?.iter().all(is_old))
}

async fn find_asked(context: &WorkerContext, lease: &Lease) -> Result<Vec<Item>, WorkError> {
    Ok(context.store.find_items(lease.job, &[Outcome::Asked], None, AT_A_TIME).await?)
}

async fn give_up(
    context: &WorkerContext,
    lease: &Lease,
    given_up: fn(&Item) -> OutcomeUpdate,
) -> Result<WorkResult, WorkError> {
    loop {
        let asked = find_asked(context, lease).await?;
        if asked.is_empty() {
            return Ok(WorkResult::to(JobState::Cancelled));
        }
        let updates: Vec<OutcomeUpdate> = asked.iter().map(given_up).collect();
        let write = || context.store.save_outcomes(lease, &updates, Progress::default());
        if context.write_with_retry(write).await?.is_none() {
            return Ok(WorkResult::Interrupted);
        }
    }
}
