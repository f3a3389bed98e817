//! The leaky bucket of requests and the run time per method, as sections 8 of the protocol's notes have them
//! (`b24restdocs settings/performance/limits.md`, `yuliai/bitrix-modules rest/lib/engine/access/loadlimiter.php`).

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use crate::world::Bucket;

const BASKET_SECONDS: f64 = 60.0;
const BASKETS: i64 = 10;
/// Calls that are not longer than this do not count.
const FREE_SECONDS: f64 = 0.1;

/// A method's run time so far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Operating {
    pub(crate) seconds: f64,
    /// When the oldest basket drops out.
    pub(crate) reset_at: i64,
}

/// What one portal counts.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    level: f64,
    level_at: f64,
    /// By application or webhook, and method: seconds by minute.
    run_time: HashMap<(String, String), BTreeMap<i64, f64>>,
}

impl Limits {
    /// Whether one more request fits in the bucket.
    pub(crate) fn admit(&mut self, bucket: Option<Bucket>, now: f64) -> bool {
        let Some(bucket) = bucket else { return true };
        self.level = (self.level - (now - self.level_at) * bucket.drain_per_second).max(0.0);
        self.level_at = now;
        if self.level + 1.0 > bucket.size {
            return false;
        }
        self.level += 1.0;
        true
    }

    /// Adds a call's run time; short calls are free.
    pub(crate) fn spend(&mut self, key: &(String, String), spent: Duration, now: f64) {
        if spent.as_secs_f64() > FREE_SECONDS {
            *self.run_time.entry(key.clone()).or_default().entry(minute(now)).or_default() +=
                spent.as_secs_f64();
        }
    }

    /// The run time of the last ten minutes.
    pub(crate) fn operating(&mut self, key: &(String, String), now: f64) -> Operating {
        let current = minute(now);
        let first = match self.run_time.get_mut(key) {
            Some(baskets) => {
                baskets.retain(|minute, _| *minute > current - BASKETS);
                baskets.keys().next().copied()
            }
            None => None,
        };
        let seconds = self.run_time.get(key).map_or(0.0, |baskets| baskets.values().sum());
        Operating { seconds, reset_at: (first.unwrap_or(current) + BASKETS) * 60 }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "minutes since 1970 fit for ages")]
fn minute(now: f64) -> i64 {
    (now / BASKET_SECONDS).floor() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> (String, String) {
        ("app".to_owned(), "crm.contact.delete".to_owned())
    }

    #[test]
    fn the_bucket_takes_a_burst_and_then_what_drains() {
        let bucket = Some(Bucket { size: 3.0, drain_per_second: 2.0 });
        let mut limits = Limits::default();
        let admitted = (0..5).filter(|_| limits.admit(bucket, 1000.0)).count();
        assert_eq!(admitted, 3);
        assert!(limits.admit(bucket, 1000.5));
        assert!(!limits.admit(bucket, 1000.5));
        assert!(Limits::default().admit(None, 0.0));
    }

    #[test]
    fn run_time_leaves_by_the_minute() {
        let mut limits = Limits::default();
        limits.spend(&key(), Duration::from_secs(5), 0.0);
        limits.spend(&key(), Duration::from_secs(7), 70.0);
        assert_eq!(limits.operating(&key(), 80.0), Operating { seconds: 12.0, reset_at: 600 });
        assert_eq!(limits.operating(&key(), 600.0), Operating { seconds: 7.0, reset_at: 660 });
    }

    #[test]
    fn short_calls_are_free() {
        let mut limits = Limits::default();
        limits.spend(&key(), Duration::from_millis(100), 0.0);
        assert!(limits.operating(&key(), 1.0).seconds.abs() < 1e-9);
    }
}
