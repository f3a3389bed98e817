//! Work on many rows in chunks. Each chunk is a short transaction, and the writer is free between two of them, so
//! other writes wait only briefly.

use std::time::Duration;

use crate::domain::clock::SharedClock;

/// Rows in the first chunk.
const FIRST: u32 = 100;
/// Fewest rows in a chunk. Each chunk has a fixed cost, so smaller chunks would cost too much per row even on a slow
/// disk.
const FEWEST: u32 = 50;
/// Most rows in a chunk.
const MOST: u32 = 500;
/// How long a chunk should take.
const AIM: Duration = Duration::from_millis(20);
/// How long the writer is free after each chunk.
const PAUSE: Duration = Duration::from_millis(5);

/// Chooses the size of a chunk by the time that the previous one took.
#[derive(Debug)]
pub struct ChunkSizer {
    clock: SharedClock,
    rows: u32,
    began: Duration,
}

impl ChunkSizer {
    /// A sizer before its first chunk.
    #[must_use]
    pub fn new(clock: &SharedClock) -> Self {
        Self { clock: SharedClock::clone(clock), rows: FIRST, began: Duration::ZERO }
    }

    /// Begins a chunk. Returns how many rows it may have.
    pub fn begin(&mut self) -> u32 {
        self.began = self.clock.uptime();
        self.rows
    }

    /// Ends a chunk of `done` rows and lets others write. Returns `false` if it was not full, so no rows are left.
    pub async fn end(&mut self, done: u64) -> bool {
        let was_full = done >= u64::from(self.rows);
        let took = self.clock.uptime().saturating_sub(self.began);
        self.rows = next_size(self.rows, took);
        if done > 0 {
            self.clock.sleep(PAUSE).await;
        }
        was_full
    }
}

/// Doubles the size if the chunk took less than [`AIM`]. Halves it if the chunk took more than twice that.
fn next_size(rows: u32, took: Duration) -> u32 {
    if took > AIM * 2 {
        (rows / 2).max(FEWEST)
    } else if took < AIM {
        (rows * 2).min(MOST)
    } else {
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chunk_size_follows_the_measured_time() {
        let sizes = |took: Duration| (0..12).fold(FIRST, |rows, _| next_size(rows, took));
        assert_eq!(sizes(Duration::ZERO), MOST);
        assert_eq!(sizes(AIM), FIRST);
        assert_eq!(sizes(Duration::from_secs(1)), FEWEST, "chunks have a smallest size");
        assert!(next_size(FEWEST, AIM * 9 / 10) > FEWEST, "small chunks grow again");
    }
}
