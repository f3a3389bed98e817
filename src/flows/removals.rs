//! Deletes the rows in the removal queue: portals that have left, and expired jobs. The rows are deleted in chunks.
//! After a restart the next round of `worker` continues. Nobody can see these rows meanwhile.

use std::time::Duration;

use super::Flows;
use crate::domain::clock::within;
use crate::store::StoreError;
use crate::store::chunks::ChunkSizer;

/// How long a request waits for the removal that it caused. A small removal ends within this time.
pub(super) const WAIT_FOR_ANSWER: Duration = Duration::from_secs(3);
/// The same for a round of the worker, where no request waits.
pub(super) const WAIT_IN_ROUND: Duration = Duration::from_secs(20);
/// How long one try to empty the write-ahead log lasts. The next round tries again.
const WAIT_FOR_WAL: Duration = Duration::from_mins(5);
/// Pages of the write-ahead log (4 KiB each) that cannot be copied because a reader still uses them. Beyond this
/// number the removal pauses after every few chunks, so that the log does not fill the disk.
const MOST_PAGES: i64 = 32_000;
const LOOK: u32 = 20;
const SLOWLY: Duration = Duration::from_secs(20);

impl Flows {
    /// Deletes the rows in the queue and empties the write-ahead log. Waits for `patience` at most; then the work
    /// continues in the background.
    pub(super) async fn run_removals(&self, patience: Duration) {
        let flows = self.clone();
        let task = self.background.spawn(async move {
            if let Err(error) = flows.remove().await {
                tracing::error!(%error, "the removal queue could not be processed; the next round continues");
            }
        });
        if within(&self.clock, patience, task).await.is_none() {
            tracing::info!("a removal continues in the background");
        }
    }

    async fn remove(&self) -> Result<(), StoreError> {
        let stopped = async {
            tokio::select! {
                () = self.stopping.cancelled() => {}
                () = self.background.is_stopping() => {}
            }
        };
        tokio::pin!(stopped);
        {
            // Only one removal runs at a time. Two would leave less time for other writes.
            let _turn = self.removing.lock().await;
            let (mut chunks, mut done, mut number) = (ChunkSizer::new(&self.clock), 0, 0);
            loop {
                let removed = self.store.remove_some(chunks.begin()).await?;
                if removed == 0 {
                    break;
                }
                (done, number) = (done + removed, number + 1);
                chunks.end(removed).await;
                // The log is copied here, because otherwise the next writer would have to do it.
                let left = self.store.copy_wal().await?;
                let pause = if left > MOST_PAGES && number % LOOK == 0 { SLOWLY } else { Duration::ZERO };
                tokio::select! {
                    biased;
                    () = &mut stopped => return Ok(()),
                    () = self.clock.sleep(pause) => {}
                }
            }
            if done > 0 {
                tracing::info!(rows = done, portions = number, "the removal queue was processed");
            }
        }
        tokio::select! {
            biased;
            () = stopped => {}
            emptied = self.store.empty_wal_within(WAIT_FOR_WAL) => if !emptied? {
                tracing::warn!("the write-ahead log still holds removed data, because a reader uses it");
            },
        }
        Ok(())
    }
}
