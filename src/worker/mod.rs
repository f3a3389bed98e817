//! What the service does without being asked. The loops and their rhythm are here; what is done in a round stands in
//! `flows`, and whether it is due is decided by the clock and the rows.

use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::flows::Flows;

/// How long to rest between two rounds.
const REST: Duration = Duration::from_mins(10);

/// The running loop.
#[derive(Debug)]
pub struct Worker {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Worker {
    /// Starts the loop.
    #[must_use]
    pub fn start(flows: Flows) -> Self {
        let (stop, mut stopped) = watch::channel(false);
        let task = tokio::spawn(async move {
            tokio::select! {
                _ = stopped.changed() => {}
                () = rounds(&flows) => {}
            }
        });
        Self { stop, task }
    }

    /// Ends the loop. What a round has begun and must not be torn apart runs in tasks of its own.
    pub async fn stop(self) {
        // A loop that has ended by itself does not listen.
        let _ended = self.stop.send(true);
        if let Err(broken) = self.task.await {
            tracing::error!(error = %broken, "the worker broke off");
        }
    }
}

async fn rounds(flows: &Flows) {
    loop {
        round(flows).await;
        tokio::time::sleep(REST).await;
    }
}

/// Does once what is due now.
pub async fn round(flows: &Flows) {
    if let Err(error) = flows.keep_alive().await {
        tracing::error!(%error, "silent pairs were not looked for");
    }
    if let Err(error) = flows.settle_pending().await {
        tracing::error!(%error, "half-finished installations were not looked for");
    }
}
