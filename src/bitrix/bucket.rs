//! This app's model of a portal's leaky bucket. Each call adds one, and the bucket drains at a constant rate. The
//! portal refuses a call that would overflow it.

use std::time::Duration;

/// All plans except Enterprise (b24restdocs settings/performance/limits.md).
const SIZE: f64 = 50.0;
const DRAIN: f64 = 2.0;
/// Enterprise.
const WIDE_SIZE: f64 = 250.0;
const WIDE_DRAIN: f64 = 5.0;
/// A refusal shows that others use the bucket too. The assumed drain rate is then halved, but it never gets below this
/// part of the full rate. After `CALM` without a refusal it is doubled again.
const SLOWEST: f64 = 1.0 / 8.0;
const CALM: Duration = Duration::from_secs(20);
/// After a refusal, pages wait for the bucket too, for this long. Before any refusal they do not wait, because some
/// on-premise portals have no bucket.
const LIMIT_KNOWN_FOR: Duration = Duration::from_mins(10);

/// The bucket.
#[derive(Clone, Debug)]
pub(super) struct Bucket {
    size: f64,
    drain: f64,
    /// The part of the drain rate that other callers leave to this app.
    share: f64,
    level: f64,
    at: Duration,
    refused_at: Option<Duration>,
    limit_known_at: Option<Duration>,
}

impl Bucket {
    /// An empty bucket.
    pub(super) fn new(now: Duration) -> Self {
        Self {
            size: SIZE,
            drain: DRAIN,
            share: 1.0,
            level: 0.0,
            at: now,
            refused_at: None,
            limit_known_at: None,
        }
    }

    /// How many calls it takes at once, and how many each second after that, without the part of other callers.
    pub(super) fn capacity(&self) -> (f64, f64) {
        (self.size, self.drain * self.share)
    }

    /// How many calls fit now when `kept_free` places stay free.
    pub(super) fn free(&mut self, now: Duration, kept_free: f64) -> f64 {
        self.drain_to(now);
        (self.size - kept_free - self.level).max(0.0)
    }

    /// Counts a call if `kept_free` places stay free. Otherwise returns how long to wait before trying again.
    pub(super) fn take(&mut self, now: Duration, kept_free: f64) -> Result<(), Duration> {
        let wait = self.wait(now, kept_free);
        if wait > Duration::ZERO {
            return Err(wait);
        }
        self.level += 1.0;
        Ok(())
    }

    /// Counts a call of a page. It waits only if the portal has refused a call lately.
    pub(super) fn take_for_page(&mut self, now: Duration, kept_free: f64) -> Result<(), Duration> {
        if self.limit_known_at.is_some_and(|at| now.saturating_sub(at) <= LIMIT_KNOWN_FOR) {
            return self.take(now, kept_free);
        }
        self.drain_to(now);
        self.level += 1.0;
        Ok(())
    }

    /// How long to wait until one more call fits.
    pub(super) fn wait(&mut self, now: Duration, kept_free: f64) -> Duration {
        /// A shorter wait is not worth a timer.
        const LEAST: Duration = Duration::from_millis(1);
        self.drain_to(now);
        let excess = self.level + 1.0 - (self.size - kept_free);
        if excess <= 1e-9 {
            return Duration::ZERO;
        }
        Duration::from_secs_f64(excess / (self.drain * self.share)).max(LEAST)
    }

    /// The portal refused a call. Its bucket is full, even if fewer calls were counted here.
    pub(super) fn refused(&mut self, now: Duration) {
        self.drain_to(now);
        // Calls that were sent together are refused together and count as one refusal.
        let is_first = self.refused_at.is_none_or(|at| now.saturating_sub(at) > Duration::from_secs(1));
        let is_own_burst = self.level > self.size - 1.0;
        if is_first && !is_own_burst {
            self.share = (self.share / 2.0).max(SLOWEST);
        }
        self.level = self.size;
        self.refused_at = Some(now);
        self.limit_known_at = Some(now);
    }

    /// The portal has the largest plan.
    pub(super) fn widen(&mut self, now: Duration) {
        self.drain_to(now);
        (self.size, self.drain) = (WIDE_SIZE, WIDE_DRAIN);
    }

    pub(super) fn is_idle(&mut self, now: Duration) -> bool {
        self.drain_to(now);
        self.level <= 0.0
    }

    fn drain_to(&mut self, now: Duration) {
        let passed = now.saturating_sub(self.at);
        self.level = (self.level - passed.as_secs_f64() * self.drain * self.share).max(0.0);
        self.at = self.at.max(now);
        if self.share < 1.0 && self.refused_at.is_some_and(|at| now.saturating_sub(at) > CALM) {
            self.share = (self.share * 2.0).min(1.0);
            self.refused_at = Some(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The portal's own bucket, as the documentation describes it.
    struct Portal {
        level: f64,
        at: f64,
    }

    impl Portal {
        fn takes(&mut self, now: f64) -> bool {
            self.level = (self.level - (now - self.at) * DRAIN).max(0.0);
            self.at = now;
            self.level += 1.0;
            self.level <= SIZE + 1e-6
        }
    }

    proptest! {
        #[test]
        fn no_sequence_of_calls_overflows_the_bucket_of_the_portal(
            gaps in prop::collection::vec(0u64..1500, 1..400),
            delays in prop::collection::vec(0u64..900, 400),
        ) {
            let mut ours = Bucket::new(Duration::ZERO);
            let mut now = Duration::ZERO;
            let mut arrivals = Vec::new();
            for (gap, delay) in gaps.iter().zip(&delays) {
                now += Duration::from_millis(*gap);
                while let Err(wait) = ours.take(now, 2.0) {
                    now += wait;
                }
                arrivals.push((now + Duration::from_millis(*delay)).as_secs_f64());
            }
            arrivals.sort_by(f64::total_cmp);
            let mut portal = Portal { level: 0.0, at: 0.0 };
            for at in arrivals {
                prop_assert!(portal.takes(at), "overflow at {at}");
            }
        }
    }

    #[test]
    fn a_burst_passes_and_then_calls_follow_the_drain_rate() {
        let mut bucket = Bucket::new(Duration::ZERO);
        let burst = (0..100).take_while(|_| bucket.take(Duration::ZERO, 2.0).is_ok()).count();
        assert_eq!(burst, 48);
        assert_eq!(bucket.take(Duration::ZERO, 2.0), Err(Duration::from_millis(500)));
        assert!(bucket.take(Duration::from_millis(500), 2.0).is_ok());
        assert!(bucket.take(Duration::from_millis(500), 0.5).is_ok(), "a page has its reserve");
    }

    #[test]
    fn pages_wait_only_after_the_portal_has_refused_a_call() {
        let mut bucket = Bucket::new(Duration::ZERO);
        assert!((0..200).all(|_| bucket.take_for_page(Duration::ZERO, 0.5).is_ok()));
        assert!(bucket.take(Duration::ZERO, 2.0).is_err(), "jobs wait for what pages took");
        bucket.refused(Duration::ZERO);
        assert!(bucket.take_for_page(Duration::ZERO, 0.5).is_err());
        assert!(bucket.share >= 1.0, "this app caused the refusal itself");
    }

    #[test]
    fn a_refusal_halves_the_rate_and_it_recovers_without_refusals() {
        let mut bucket = Bucket::new(Duration::ZERO);
        bucket.refused(Duration::ZERO);
        bucket.refused(Duration::ZERO);
        assert_eq!(bucket.take(Duration::ZERO, 2.0), Err(Duration::from_secs(3)));
        assert!(bucket.take(Duration::from_mins(1), 2.0).is_ok());
        assert!(bucket.share >= 1.0);
    }

    #[test]
    fn the_largest_plan_has_a_five_times_larger_bucket() {
        let mut bucket = Bucket::new(Duration::ZERO);
        bucket.widen(Duration::ZERO);
        assert_eq!((0..1000).take_while(|_| bucket.take(Duration::ZERO, 2.0).is_ok()).count(), 248);
    }
}
