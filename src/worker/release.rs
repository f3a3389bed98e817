//! Releases a job. While the database does not answer, the release is retried until the process ends. Then the lease
//! runs out, and the next claim looks up what was done.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::context::WorkerContext;
use crate::domain::job::Reason;
use crate::store::jobs::{Lease, Release};

const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
/// How long the release is retried once the process has to end.
const LAST_TRY: Duration = Duration::from_secs(2);
/// Tries when the database answers but refuses the write.
const MOST_REFUSALS: u32 = 5;

/// Releases the job. If the process ends first, the lease runs out instead.
pub(super) async fn run(context: &WorkerContext, lease: &Lease, rest: Release, abort: &CancellationToken) {
    let too_late = async {
        abort.cancelled().await;
        context.clock.sleep(LAST_TRY).await;
    };
    tokio::select! {
        biased;
        () = retry_release(context, lease, rest) => {}
        () = too_late => tracing::error!(job.id = %lease.job, "a job was not released; its lease runs out"),
    }
}

async fn retry_release(context: &WorkerContext, lease: &Lease, rest: Release) {
    let (mut pause, mut refusals) = (FIRST_PAUSE, 0);
    loop {
        match context.store.release_job(lease, rest).await {
            Ok(Some(job)) => {
                return tracing::info!(job.id = %job.id, state = job.state.as_str(),
                    reason = job.reason.map_or("", Reason::as_str), faults = job.faults, "a job is released");
            }
            Ok(None) => return tracing::warn!(job.id = %lease.job, "another process has the job"),
            Err(error) => {
                tracing::error!(job.id = %lease.job, %error, "a job could not be released yet");
                refusals += u32::from(!error.is_temporary());
            }
        }
        if refusals >= MOST_REFUSALS {
            return;
        }
        context.clock.sleep(pause).await;
        pause = pause.saturating_mul(2).min(LONGEST_PAUSE);
    }
}
