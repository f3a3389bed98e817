//! The background work of the service. This module has the loops and their timing. `flows` does the work of a round.
//! The clock and the rows in the database decide what is due.

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

/// A call that changes something goes out within this time after it was stored, or not at all. So the stored time is
/// close to the time when the portal began.
const SEND_WITHIN: Duration = Duration::from_mins(1);
/// The pause between two rounds.
const ROUND_PAUSE: Duration = Duration::from_mins(10);

/// The result of work on a job.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum WorkResult {
    /// The job changes its state.
    MoveTo {
        /// The new state.
        state: JobState,
        /// The reason.
        reason: Option<Reason>,
        /// When the job continues by itself.
        at: Option<UnixTime>,
    },
    /// The run was aborted, a user has moved the job, or another process has it. The job returns to the queue only if
    /// this claim still holds it and no user has moved it.
    Interrupted,
    /// This program has a fault.
    Fault,
    /// The job already has its new state.
    AlreadyMoved,
}

impl WorkResult {
    /// A change to a state without a reason.
    pub(crate) fn to(state: JobState) -> Self {
        Self::MoveTo { state, reason: None, at: None }
    }
}

/// Stops the run in the middle of a step.
#[derive(Debug)]
pub(crate) enum WorkError {
    /// The run ends with this result.
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
    /// Starts the loops. They end when `stop` is cancelled.
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

    /// Ends the loops. Work of a round that must not break off runs in tasks of its own. Running jobs are released.
    pub async fn stop(self) {
        self.stop.cancel();
        for task in [self.rounds, self.jobs] {
            if let Err(broken) = task.await {
                tracing::error!(error = %broken, "the worker panicked");
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

/// Runs one round: everything that is due now.
pub async fn round(flows: &Flows) {
    if let Err(error) = flows.keep_alive().await {
        tracing::error!(%error, "unused pairs of tokens were not renewed");
    }
    if let Err(error) = flows.resolve_unfinished_installations().await {
        tracing::error!(%error, "unfinished installations were not resolved");
    }
    if let Err(error) = flows.check_unproven_removals().await {
        tracing::error!(%error, "unproven removals were not checked");
    }
    if let Err(error) = flows.prepare_drafts().await {
        tracing::error!(%error, "the drafts of saved filters were not prepared");
    }
    if let Err(error) = flows.delete_expired().await {
        tracing::error!(%error, "expired data was not deleted");
    }
}
