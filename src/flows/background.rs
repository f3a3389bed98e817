//! Work that outlives the page that asked for it: it runs on the program's own runtime, not on a web worker's, and
//! the program waits for it before it closes the database.

use std::future::Future;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::request::{current_request, in_request};
use crate::domain::clock::{SharedClock, within};

/// How long work may still take to end by itself, and then to write down that it did not.
const GRACE: Duration = Duration::from_secs(1);

/// Starts and counts such work.
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

    /// Resolves when the program is about to end: what is not settled now stays open.
    pub(super) async fn is_stopping(&self) {
        self.stopping.cancelled().await;
    }

    /// Waits for the work to end; then asks it to stop, and waits once more.
    pub(super) async fn finish(&self) {
        self.tasks.close();
        if within(&self.clock, GRACE, self.tasks.wait()).await.is_some() {
            return;
        }
        self.stopping.cancel();
        if within(&self.clock, GRACE, self.tasks.wait()).await.is_none() {
            tracing::warn!(tasks = self.tasks.len(), "work was left undone");
        }
    }
}
