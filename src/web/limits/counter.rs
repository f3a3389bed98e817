//! Counts requests by key: a burst, then a rate per second. The state of an idle key is deleted.

use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError, RwLock};
use std::time::Duration;

use governor::clock::Clock as GovernorClock;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::domain::clock::SharedClock;

/// The largest number of keys. All counters together need some megabytes.
const MOST: usize = 20_000;
/// How often idle keys are deleted. Addresses are not kept longer than necessary.
const TIDY_EVERY: Duration = Duration::from_mins(1);

/// A rate limit.
#[derive(Clone, Copy, Debug)]
pub(super) struct RequestRate {
    /// How many requests an idle client may send at once.
    pub(super) at_once: u32,
    /// How many requests per second it may send after that.
    pub(super) per_second: u32,
}

/// The service's clock in the form that the limiter needs.
#[derive(Clone, Debug)]
struct Uptime(SharedClock);

impl GovernorClock for Uptime {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.uptime()
    }
}

type Limiter<K> = RateLimiter<K, HashMapStateStore<K>, Uptime, NoOpMiddleware<Duration>>;

/// Counts requests by key.
#[derive(Debug)]
pub(super) struct Counter<K: Hash + Eq + Clone> {
    quota: Quota,
    clock: Uptime,
    limiter: RwLock<Limiter<K>>,
    tidied: Mutex<Duration>,
}

impl<K: Hash + Eq + Clone> Counter<K> {
    pub(super) fn new(rate: RequestRate, clock: &SharedClock) -> Self {
        let positive = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_second(positive(rate.per_second)).allow_burst(positive(rate.at_once));
        let clock = Uptime(SharedClock::clone(clock));
        let limiter = RwLock::new(RateLimiter::hashmap_with_clock(quota, clock.clone()));
        let tidied = Mutex::new(clock.now());
        Self { quota, clock, limiter, tidied }
    }

    /// Counts one request. `Err` holds the time until the next one is admitted.
    pub(super) fn count(&self, key: &K) -> Result<(), Duration> {
        self.remove_idle();
        let limiter = self.limiter.read().unwrap_or_else(PoisonError::into_inner);
        limiter.check_key(key).map_err(|refused| refused.wait_time_from(self.clock.now()))
    }

    /// Deletes idle keys. If too many keys remain, all counters start again. A sender with so many addresses cannot be
    /// limited by counting them, and other clients must not be refused because of it.
    fn remove_idle(&self) {
        let now = self.clock.now();
        let is_full = self.len() >= MOST;
        {
            let mut tidied = self.tidied.lock().unwrap_or_else(PoisonError::into_inner);
            if !is_full && now.saturating_sub(*tidied) < TIDY_EVERY {
                return;
            }
            *tidied = now;
        }
        let mut limiter = self.limiter.write().unwrap_or_else(PoisonError::into_inner);
        limiter.retain_recent();
        if limiter.len() >= MOST / 2 {
            *limiter = RateLimiter::hashmap_with_clock(self.quota, self.clock.clone());
        }
        limiter.shrink_to_fit();
    }

    fn len(&self) -> usize {
        self.limiter.read().unwrap_or_else(PoisonError::into_inner).len()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;
    use crate::domain::clock::{Clock, Sleep, UnixTime};

    #[derive(Debug, Default)]
    struct TestClock(AtomicU64);

    impl Clock for TestClock {
        fn now(&self) -> UnixTime {
            UnixTime(0)
        }

        fn uptime(&self) -> Duration {
            Duration::from_millis(self.0.load(Ordering::SeqCst))
        }

        fn sleep(&self, _: Duration) -> Sleep {
            Box::pin(std::future::pending())
        }
    }

    fn counter(at_once: u32, per_second: u32) -> (Counter<u32>, Arc<TestClock>) {
        let test_clock = Arc::new(TestClock::default());
        let clock: SharedClock = Arc::clone(&test_clock) as SharedClock;
        (Counter::new(RequestRate { at_once, per_second }, &clock), test_clock)
    }

    #[test]
    fn a_burst_passes_and_then_a_rate_per_second() {
        let (counter, test_clock) = counter(30, 10);
        assert!((0..30).all(|_| counter.count(&1).is_ok()));
        let wait = counter.count(&1).unwrap_err();
        assert!(wait <= Duration::from_millis(100), "{wait:?}");
        assert!(counter.count(&2).is_ok(), "other keys are not limited");
        for _ in 0..50 {
            test_clock.0.fetch_add(100, Ordering::SeqCst);
            assert!(counter.count(&1).is_ok() && counter.count(&1).is_err());
        }
        test_clock.0.fetch_add(3000, Ordering::SeqCst);
        assert!((0..30).all(|_| counter.count(&1).is_ok()), "an idle key gets its full burst again");
    }

    #[test]
    fn idle_keys_are_dropped_and_their_number_is_bounded() {
        let (counter, test_clock) = counter(30, 10);
        for key in 0..1000 {
            counter.count(&key).unwrap();
        }
        assert_eq!(counter.len(), 1000);
        test_clock.0.fetch_add(61_000, Ordering::SeqCst);
        counter.count(&0).unwrap();
        assert_eq!(counter.len(), 1, "idle keys were kept");
        for key in 0..100_000 {
            assert!(counter.count(&key).is_ok(), "a new key was refused because of others");
            assert!(counter.len() <= MOST);
        }
    }
}
