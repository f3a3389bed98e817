//! Work on many rows in chunks: each is a transaction of its own, so small that nobody who wants to write waits for long,
//! and between two of them the writer is free.

use std::time::Duration;

use crate::domain::clock::SharedClock;

/// Rows in the first portion.
const FIRST: u32 = 100;
/// Fewer are never taken, however slow the disk is: what a portion costs besides its rows would be paid for each of them.
const FEWEST: u32 = 50;
/// More are never taken at once.
const MOST: u32 = 500;
/// What a portion should take.
const AIM: Duration = Duration::from_millis(20);
/// How long others have the writer to themselves.
const PAUSE: Duration = Duration::from_millis(5);

/// Sizes chunks by what the one before took.
#[derive(Debug)]
pub struct ChunkSizer {
    clock: SharedClock,
    rows: u32,
    began: Duration,
}

impl ChunkSizer {
    /// Before the first one.
    #[must_use]
    pub fn new(clock: &SharedClock) -> Self {
        Self { clock: SharedClock::clone(clock), rows: FIRST, began: Duration::ZERO }
    }

    /// Begins a portion, and says how many rows it may have.
    pub fn begin(&mut self) -> u32 {
        self.began = self.clock.uptime();
        self.rows
    }

    /// Ends a portion of so many rows and lets others write. `false`: it was not full, so nothing more is there.
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

/// Half or twice as many, as far as the time they took wants it: more as soon as they take less than they may.
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
        assert_eq!(sizes(Duration::from_secs(1)), FEWEST, "a slow disk makes them small, not endless");
        assert!(next_size(FEWEST, AIM * 9 / 10) > FEWEST, "they grow again");
    }
}
