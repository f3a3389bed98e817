//! What the service does without being asked. The loops and their rhythm are here; what is done in a round stands in
//! `flows`, and whether it is due is decided by the clock and the rows.

mod active_claims;
mod call_size;
mod cancelled;
mod collect;
mod concurrency;
mod context;
mod drafts;
mod erase;
mod failure_policy;
mod forecast;
mod lost_answers;
mod rate;
mod release;
mod restore;
mod runner;

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::domain::clock::UnixTime;
use crate::domain::job::{JobState, Reason};
use crate::flows::Flows;
use crate::store::{Store, StoreError};
pub use context::{JobClients, WorkerContext};
pub use runner::run as run_jobs;

/// By when a call that changes something has to go out after it was written down. What waits for its turn any longer does not
/// go out, so that the time in the row is when the portal began, give or take this.
const SEND_WITHIN: Duration = Duration::from_mins(1);
/// How long to rest between two rounds.
const ROUND_PAUSE: Duration = Duration::from_mins(10);

/// The result of work on a job.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum WorkResult {
    /// The job goes to another state.
    MoveTo {
        /// Which.
        state: JobState,
        /// Why.
        reason: Option<Reason>,
        /// When it goes on by itself.
        at: Option<UnixTime>,
    },
    /// A person moved the job, or another process has it: nothing is changed.
    Interrupted,
    /// Something inside this program is broken.
    Fault,
    /// The job has its new state already.
    AlreadyMoved,
}

impl WorkResult {
    /// To a state without a reason.
    pub(crate) fn to(state: JobState) -> Self {
        Self::MoveTo { state, reason: None, at: None }
    }
}

/// Stops work on a job in the middle of a step.
#[derive(Debug)]
pub(crate) enum WorkError {
    /// The work ends with this result.
    Stopped(WorkResult),
    /// The database does not answer.
    Store(StoreError),
}

impl From<StoreError> for WorkError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// The running loops.
#[derive(Debug)]
pub struct Worker {
    stop: CancellationToken,
    rounds: JoinHandle<()>,
    jobs: JoinHandle<()>,
}

impl Worker {
    /// Starts the loops; they end when `stop` says so.
    #[must_use]
    pub fn start(flows: Flows, store: Store, stop: CancellationToken) -> Self {
        let stopped = stop.clone();
        let context = WorkerContext::new(store, JobClients::Users(Box::new(flows.clone())), flows.clock());
        let rounds = tokio::spawn(async move {
            tokio::select! {
                () = stopped.cancelled() => {}
                () = rounds(&flows) => {}
            }
        });
        let jobs = tokio::spawn(run_jobs(context, stop.clone()));
        Self { stop, rounds, jobs }
    }

    /// Ends the loops. What a round has begun and must not be torn apart runs in tasks of its own; jobs are parked.
    pub async fn stop(self) {
        self.stop.cancel();
        for task in [self.rounds, self.jobs] {
            if let Err(broken) = task.await {
                tracing::error!(error = %broken, "the worker broke off");
            }
        }
    }
}

async fn rounds(flows: &Flows) {
    loop {
        round(flows).await;
        flows.clock().sleep(ROUND_PAUSE).await;
    }
}

/// Does once what is due now.
pub async fn round(flows: &Flows) {
    if let Err(error) = flows.keep_alive().await {
        tracing::error!(%error, "silent pairs were not looked for");
    }
    if let Err(error) = flows.resolve_unfinished_installations().await {
        tracing::error!(%error, "half-finished installations were not looked for");
    }
    if let Err(error) = flows.check_unproven_removals().await {
        tracing::error!(%error, "portals in doubt were not looked for");
    }
    if let Err(error) = flows.prepare_drafts().await {
        tracing::error!(%error, "saved filters were not looked at");
    }
    if let Err(error) = flows.delete_expired().await {
        tracing::error!(%error, "what is over was not dropped");
    }
}
