//! Removing what stands in line: portals that have left, jobs whose time is over. It goes in portions, and goes on after a
//! restart (`worker` looks in every round). Nobody sees any of it meanwhile.

use std::time::Duration;

use super::Flows;
use crate::domain::clock::within;
use crate::store::StoreError;
use crate::store::chunks::ChunkSizer;

/// How long whoever asked for a removal waits for its end: what is little has gone with the answer.
pub(super) const WAIT_FOR_ANSWER: Duration = Duration::from_secs(3);
/// The same where nobody waits for an answer.
pub(super) const WAIT_IN_ROUND: Duration = Duration::from_secs(20);
/// How long a try to empty the log goes on; the next one is made with the next round.
const WAIT_FOR_WAL: Duration = Duration::from_mins(5);
/// Pages of the log (of 4 KiB) that cannot be copied because somebody reads with an older view. Beyond them the removal goes
/// on slowly, so that the disk does not fill up: it rests after so many portions.
const MOST_PAGES: i64 = 32_000;
const LOOK: u32 = 20;
const SLOWLY: Duration = Duration::from_secs(20);

impl Flows {
    /// Removes what stands in line, and empties the log. Waits no longer than `patience`; it goes on by itself.
    pub(super) async fn run_removals(&self, patience: Duration) {
        let flows = self.clone();
        let task = self.background.spawn(async move {
            if let Err(error) = flows.remove().await {
                tracing::error!(%error, "what stands in line was not removed; the next round goes on with it");
            }
        });
        if within(&self.clock, patience, task).await.is_none() {
            tracing::info!("a removal goes on in the background");
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
            // One at a time: two would leave the writer to others only half as often.
            let _turn = self.removing.lock().await;
            let (mut chunks, mut done, mut number) = (ChunkSizer::new(&self.clock), 0, 0);
            loop {
                let removed = self.store.remove_some(chunks.begin()).await?;
                if removed == 0 {
                    break;
                }
                (done, number) = (done + removed, number + 1);
                chunks.end(removed).await;
                // Copied beside the writer, or the next one who writes would have to do it.
                let left = self.store.copy_wal().await?;
                let pause = if left > MOST_PAGES && number % LOOK == 0 { SLOWLY } else { Duration::ZERO };
                tokio::select! {
                    biased;
                    () = &mut stopped => return Ok(()),
                    () = self.clock.sleep(pause) => {}
                }
            }
            if done > 0 {
                tracing::info!(rows = done, portions = number, "what stood in line was removed");
            }
        }
        tokio::select! {
            biased;
            () = stopped => {}
            emptied = self.store.empty_wal_within(WAIT_FOR_WAL) => if !emptied? {
                tracing::warn!("the write-ahead log still holds what was removed: something reads the database");
            },
        }
        Ok(())
    }
}
