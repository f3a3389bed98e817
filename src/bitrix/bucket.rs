//! A portal's leaky bucket as seen from here: each call adds one, and it drains at a steady pace. A portal refuses the
//! call that would make it overflow.

use std::time::Duration;

/// Every plan but Enterprise (b24restdocs settings/performance/limits.md).
const SIZE: f64 = 50.0;
const DRAIN: f64 = 2.0;
/// Enterprise.
const WIDE_SIZE: f64 = 250.0;
const WIDE_DRAIN: f64 = 5.0;
/// After a refusal somebody else is filling the bucket too: the pace is halved, never below this part of the known one,
/// and doubled again after this long without a refusal.
const SLOWEST: f64 = 1.0 / 8.0;
const CALM: Duration = Duration::from_secs(20);
/// A portal that refused a call keeps even pages waiting for this long; until one does, it may as well be one of those
/// on-premise that have no bucket.
const PROOF_LASTS: Duration = Duration::from_mins(10);

/// The bucket.
#[derive(Clone, Debug)]
pub(super) struct Bucket {
    size: f64,
    drain: f64,
    /// Part of the drain that is left to us by others.
    share: f64,
    level: f64,
    at: Duration,
    refused_at: Option<Duration>,
    proved_at: Option<Duration>,
}

impl Bucket {
    /// An empty one.
    pub(super) fn new(now: Duration) -> Self {
        Self { size: SIZE, drain: DRAIN, share: 1.0, level: 0.0, at: now, refused_at: None, proved_at: None }
    }

    /// How many calls it takes at once, and how many a second from then on, others' share taken off.
    pub(super) fn capacity(&self) -> (f64, f64) {
        (self.size, self.drain * self.share)
    }

    /// How many calls fit just now, this far from the brim.
    pub(super) fn free(&mut self, now: Duration, kept: f64) -> f64 {
        self.drain_to(now);
        (self.size - kept - self.level).max(0.0)
    }

    /// Counts a call if the bucket stays this far from its brim; else says how long to wait before asking again.
    pub(super) fn take(&mut self, now: Duration, kept: f64) -> Result<(), Duration> {
        let wait = self.wait(now, kept);
        if wait > Duration::ZERO {
            return Err(wait);
        }
        self.level += 1.0;
        Ok(())
    }

    /// Counts a call for somebody at a page, for whom a limit that nobody has met yet is no reason to wait.
    pub(super) fn take_for_page(&mut self, now: Duration, kept: f64) -> Result<(), Duration> {
        if self.proved_at.is_some_and(|at| now.saturating_sub(at) <= PROOF_LASTS) {
            return self.take(now, kept);
        }
        self.drain_to(now);
        self.level += 1.0;
        Ok(())
    }

    /// How long until one more call fits.
    pub(super) fn wait(&mut self, now: Duration, kept: f64) -> Duration {
        /// Waiting for less is not worth a timer.
        const LEAST: Duration = Duration::from_millis(1);
        self.drain_to(now);
        let excess = self.level + 1.0 - (self.size - kept);
        if excess <= 1e-9 {
            return Duration::ZERO;
        }
        Duration::from_secs_f64(excess / (self.drain * self.share)).max(LEAST)
    }

    /// The portal refused a call: the bucket is full, whatever was counted here.
    pub(super) fn refused(&mut self, now: Duration) {
        self.drain_to(now);
        // Calls that were sent together are refused together: that is one piece of news.
        let is_news = self.refused_at.is_none_or(|at| now.saturating_sub(at) > Duration::from_secs(1));
        let is_own_doing = self.level > self.size - 1.0;
        if is_news && !is_own_doing {
            self.share = (self.share / 2.0).max(SLOWEST);
        }
        self.level = self.size;
        self.refused_at = Some(now);
        self.proved_at = Some(now);
    }

    /// The plan turned out to be the widest one.
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

    /// The portal's own bucket, as its documentation has it.
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
        fn no_sequence_of_calls_overflows_the_portals_bucket(
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
        assert!(bucket.share >= 1.0, "the burst was ours");
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
