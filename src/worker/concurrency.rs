//! How many calls of jobs a portal works on at the same time, and how many contacts one call deletes. Both follow
//! from measurements. The limit grows only while more calls get more done. Even if deletions are slow, a call stays
//! far shorter than a minute.

mod gauge;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use crate::domain::portal::Endpoint;
use gauge::Gauge;

/// The concurrency limits of all portals.
#[derive(Debug, Default)]
pub(super) struct ConcurrencyLimits(Mutex<HashMap<String, Arc<PortalConcurrency>>>);

impl ConcurrencyLimits {
    /// The concurrency of one portal.
    pub(super) fn for_portal(&self, endpoint: &Endpoint) -> Arc<PortalConcurrency> {
        const MOST_PORTALS: usize = 10_000;
        let mut portals = lock(&self.0);
        if portals.len() >= MOST_PORTALS {
            portals.retain(|_, portal| Arc::strong_count(portal) > 1);
        }
        Arc::clone(portals.entry(endpoint.host().to_string()).or_default())
    }
}

/// How many calls of jobs one portal works on at the same time.
#[derive(Debug, Default)]
pub(super) struct PortalConcurrency {
    shared: Arc<State>,
}

#[derive(Debug, Default)]
struct State {
    gauge: Mutex<Gauge>,
    /// A fair queue: the caller that gets the next permit holds the lock.
    queue: tokio::sync::Mutex<()>,
    freed: Notify,
}

/// The right to have one call in flight.
#[derive(Debug)]
pub(super) struct Permit {
    shared: Arc<State>,
    limit: usize,
}

impl Drop for Permit {
    fn drop(&mut self) {
        lock(&self.shared.gauge).in_flight -= 1;
        self.shared.freed.notify_one();
    }
}

/// Counts a job among those that share a portal, until it is dropped.
#[derive(Debug)]
pub(super) struct JobShare(Arc<State>);

impl JobShare {
    /// How many jobs share the portal, this one included.
    pub(super) fn jobs(&self) -> usize {
        lock(&self.0.gauge).jobs
    }
}

impl Drop for JobShare {
    fn drop(&mut self) {
        lock(&self.0.gauge).jobs -= 1;
    }
}

/// The measurements of one call.
#[derive(Clone, Copy, Debug)]
pub(super) struct CallSample {
    /// Contacts that it deleted.
    pub(super) deletes: usize,
    /// How long it took.
    pub(super) took: Duration,
    /// Seconds of it that reading took.
    pub(super) reading: f64,
    /// Seconds that one deletion ran, if the portal reports it.
    pub(super) seconds_per_delete: Option<f64>,
}

impl PortalConcurrency {
    /// Waits for a permit. Callers are served in the order in which they came.
    pub(super) async fn acquire(&self) -> Permit {
        let _queue = self.shared.queue.lock().await;
        loop {
            {
                let mut gauge = lock(&self.shared.gauge);
                if gauge.in_flight < gauge.limit {
                    gauge.in_flight += 1;
                    return Permit { shared: Arc::clone(&self.shared), limit: gauge.limit };
                }
            }
            self.shared.freed.notified().await;
        }
    }

    /// The most calls in flight.
    pub(super) fn limit(&self) -> usize {
        lock(&self.shared.gauge).limit
    }

    /// Counts a job that shares the portal, until the returned value is dropped.
    pub(super) fn register_job(&self) -> JobShare {
        lock(&self.shared.gauge).jobs += 1;
        JobShare(Arc::clone(&self.shared))
    }

    /// The limit that was measured to be faster than a lower one.
    pub(super) fn proven_limit(&self) -> usize {
        lock(&self.shared.gauge).proven
    }

    /// How many contacts the next call should delete.
    pub(super) fn deletes_per_call(&self) -> usize {
        lock(&self.shared.gauge).deletes_per_call()
    }

    /// Seconds that a deletion is expected to run.
    pub(super) fn seconds_per_delete(&self) -> f64 {
        lock(&self.shared.gauge).seconds.unwrap_or(0.0)
    }

    /// Seconds of one deletion, and the overhead of one call apart from deletions and reads. `None` before the first
    /// deletion.
    pub(super) fn measured_seconds(&self) -> Option<(f64, f64)> {
        let gauge = lock(&self.shared.gauge);
        gauge.seconds.zip(gauge.overhead)
    }

    /// Records a call that was answered. The limit may rise or fall.
    pub(super) fn record(&self, permit: &Permit, sample: CallSample, now: Duration) {
        lock(&self.shared.gauge).record(permit.limit, sample, now);
        self.shared.freed.notify_one();
    }

    /// Halves the limit, because the portal cannot keep up.
    pub(super) fn reduce(&self, now: Duration) {
        let mut gauge = lock(&self.shared.gauge);
        let limit = (gauge.limit / 2).max(1);
        gauge.lower(limit, now);
    }

    /// Allows one call at a time for `how_long`, because too many calls came in and the portal refused some.
    pub(super) fn allow_one_at_a_time(&self, how_long: Duration, now: Duration) {
        if how_long > Duration::ZERO {
            lock(&self.shared.gauge).allow_one_at_a_time(now + how_long);
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
    async fn a_lowered_limit_gives_no_permit_before_the_others_are_returned() {
        let portal = PortalConcurrency::default();
        lock(&portal.shared.gauge).limit = 3;
        let (first, second) = (portal.acquire().await, portal.acquire().await);
        portal.allow_one_at_a_time(Duration::from_mins(5), Duration::ZERO);
        let may_enter =
            async || tokio::time::timeout(Duration::from_millis(5), portal.acquire()).await.is_ok();
        assert!(!may_enter().await);
        drop(first);
        assert!(!may_enter().await);
        drop(second);
        assert!(may_enter().await);
    }
}
