//! Work that continues when the page that asked for it is closed. It runs on the runtime of the program instead of a
//! web worker's. The program waits for it before it closes the database.

use std::future::Future;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::request::{current_request, in_request};
use crate::domain::clock::{SharedClock, within};

/// How long the work may take to end by itself, and then again after the stop signal.
const GRACE: Duration = Duration::from_secs(1);

/// Starts such work and waits for it.
#[derive(Clone, Debug)]
pub(super) struct Background {
    runtime: Handle,
    clock: SharedClock,
    tasks: TaskTracker,
    stopping: CancellationToken,
}

impl Background {
    pub(super) fn new(runtime: Handle, clock: SharedClock) -> Self {
        Self { runtime, clock, tasks: TaskTracker::new(), stopping: CancellationToken::new() }
    }

    pub(super) fn spawn<F>(&self, work: F) -> JoinHandle<F::Output>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        self.tasks.spawn_on(in_request(current_request(), work), &self.runtime)
    }

    /// Resolves when the program is about to end. Work that is not finished then stays open.
    pub(super) async fn is_stopping(&self) {
        self.stopping.cancelled().await;
    }

    /// Waits for the work to end, then tells it to stop and waits again.
    pub(super) async fn finish(&self) {
        self.tasks.close();
        if within(&self.clock, GRACE, self.tasks.wait()).await.is_some() {
            return;
        }
        self.stopping.cancel();
        if within(&self.clock, GRACE, self.tasks.wait()).await.is_none() {
            tracing::warn!(tasks = self.tasks.len(), "background work did not end in time");
        }
    }
}
