//! How many calls of jobs a portal works on at the same time, and how much is asked for in one. Both follow what is
//! measured: one more call in flight as long as that really gets more done, and no call longer than a few seconds of
//! the portal's own time, however slow its deletions are.

mod gauge;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use crate::domain::portal::Endpoint;
use gauge::Gauge;

/// The lanes of all portals.
#[derive(Debug, Default)]
pub(super) struct Lanes(Mutex<HashMap<String, Arc<Lane>>>);

impl Lanes {
    /// The lane of a portal.
    pub(super) fn of(&self, endpoint: &Endpoint) -> Arc<Lane> {
        const MOST_LANES: usize = 10_000;
        let mut lanes = lock(&self.0);
        if lanes.len() >= MOST_LANES {
            lanes.retain(|_, lane| Arc::strong_count(lane) > 1);
        }
        Arc::clone(lanes.entry(endpoint.host().to_string()).or_default())
    }
}

/// One portal's lane.
#[derive(Debug, Default)]
pub(super) struct Lane {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    gauge: Mutex<Gauge>,
    /// Held by whoever is the next to get a slot; the queue is fair.
    turn: tokio::sync::Mutex<()>,
    freed: Notify,
}

/// The right to have one call in flight.
#[derive(Debug)]
pub(super) struct Slot {
    shared: Arc<Shared>,
    width: usize,
}

impl Drop for Slot {
    fn drop(&mut self) {
        lock(&self.shared.gauge).in_flight -= 1;
        self.shared.freed.notify_one();
    }
}

/// A job's share of a lane.
#[derive(Debug)]
pub(super) struct Share(Arc<Shared>);

impl Share {
    /// How many jobs share the lane, this one included.
    pub(super) fn jobs(&self) -> usize {
        lock(&self.0.gauge).jobs
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        lock(&self.0.gauge).jobs -= 1;
    }
}

/// What one call has shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sample {
    /// Contacts that it was to delete.
    pub(super) deletes: usize,
    /// How long it took.
    pub(super) took: Duration,
    /// Seconds of that which went into reading.
    pub(super) reading: f64,
    /// Seconds that a deletion ran, where the portal says so.
    pub(super) seconds_per_delete: Option<f64>,
}

impl Lane {
    /// Waits for a free slot; who came first is served first.
    pub(super) async fn enter(&self) -> Slot {
        let _turn = self.shared.turn.lock().await;
        loop {
            {
                let mut gauge = lock(&self.shared.gauge);
                if gauge.in_flight < gauge.width {
                    gauge.in_flight += 1;
                    return Slot { shared: Arc::clone(&self.shared), width: gauge.width };
                }
            }
            self.shared.freed.notified().await;
        }
    }

    /// Calls in flight, at most.
    pub(super) fn width(&self) -> usize {
        lock(&self.shared.gauge).width
    }

    /// Counts a job that shares the lane, until it lets go.
    pub(super) fn join(&self) -> Share {
        lock(&self.shared.gauge).jobs += 1;
        Share(Arc::clone(&self.shared))
    }

    /// Calls in flight that are known to get more done than fewer would.
    pub(super) fn proven_width(&self) -> usize {
        lock(&self.shared.gauge).proven
    }

    /// How many contacts the next call should delete.
    pub(super) fn chunk(&self) -> usize {
        lock(&self.shared.gauge).chunk()
    }

    /// Seconds that a deletion is expected to run.
    pub(super) fn seconds_per_delete(&self) -> f64 {
        lock(&self.shared.gauge).seconds.unwrap_or(0.0)
    }

    /// Seconds of a deletion, and of a call beside its deletions and reads; `None` before anything was deleted.
    pub(super) fn measured(&self) -> Option<(f64, f64)> {
        let gauge = lock(&self.shared.gauge);
        gauge.seconds.zip(gauge.beside)
    }

    /// Learns from a call that was answered; the lane may become wider or narrower.
    pub(super) fn learn(&self, slot: &Slot, sample: Sample, now: Duration) {
        lock(&self.shared.gauge).learn(slot.width, sample, now);
        self.shared.freed.notify_one();
    }

    /// The portal does not take what it is given.
    pub(super) fn narrow(&self, now: Duration) {
        let mut gauge = lock(&self.shared.gauge);
        let width = (gauge.width / 2).max(1);
        gauge.step_back(width, now);
    }

    /// The portal has refused calls because too many came in: one at a time for as long as this.
    pub(super) fn go_single_file(&self, how_long: Duration, now: Duration) {
        if how_long > Duration::ZERO {
            lock(&self.shared.gauge).go_single_file(now + how_long);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_narrow_lane_lets_nobody_in_before_the_others_are_out() {
        let lane = Lane::default();
        lock(&lane.shared.gauge).width = 3;
        let (first, second) = (lane.enter().await, lane.enter().await);
        lane.go_single_file(Duration::from_mins(5), Duration::ZERO);
        let may_enter = async || tokio::time::timeout(Duration::from_millis(5), lane.enter()).await.is_ok();
        assert!(!may_enter().await);
        drop(first);
        assert!(!may_enter().await);
        drop(second);
        assert!(may_enter().await);
    }
}
