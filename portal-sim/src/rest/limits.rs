//! The leaky bucket of requests and the run time per method, as sections 8 of the protocol's notes have them
//! (`b24restdocs settings/performance/limits.md`, `yuliai/bitrix-modules rest/lib/engine/access/loadlimiter.php`).

use std::collections::{BTreeMap, HashMap};

use crate::portal::Bucket;

const BASKET_SECONDS: f64 = 60.0;
const BASKETS: i64 = 10;
/// Calls that are not longer than this do not count.
const FREE_SECONDS: f64 = 0.1;

/// A method's run time so far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Operating {
    pub(crate) seconds: f64,
    /// Ten minutes after the first call of the oldest minute that counts.
    pub(crate) reset_at: i64,
}

/// The caller that run time is charged to, an application or a webhook, and the method.
pub(crate) type Account = (String, String);

/// One minute of an account.
#[derive(Debug, Clone, Copy)]
struct Basket {
    seconds: f64,
    first_call: f64,
}

/// What one portal counts.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    level: f64,
    level_at: f64,
    /// By minute.
    run_time: HashMap<Account, BTreeMap<i64, Basket>>,
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

    /// Adds what a request spent on a method, when the request is over, to the minute in which it began.
    pub(crate) fn spend(&mut self, account: &Account, seconds: f64, first_call: f64) {
        if seconds <= FREE_SECONDS {
            return;
        }
        let minutes = self.run_time.entry(account.clone()).or_default();
        let basket = minutes.entry(minute(first_call)).or_insert(Basket { seconds: 0.0, first_call });
        basket.seconds += seconds;
    }

    /// The run time of the last ten minutes; nothing spent is free again ten minutes after `fallback`.
    pub(crate) fn operating(&mut self, account: &Account, now: f64, fallback: f64) -> Operating {
        let current = minute(now);
        let Some(minutes) = self.run_time.get_mut(account) else {
            return Operating { seconds: 0.0, reset_at: after_window(fallback) };
        };
        minutes.retain(|minute, _| *minute > current - BASKETS);
        let oldest = minutes.values().next().map_or(fallback, |basket| basket.first_call);
        Operating {
            seconds: minutes.values().map(|basket| basket.seconds).sum(),
            reset_at: after_window(oldest),
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "minutes since 1970 fit for ages")]
fn minute(now: f64) -> i64 {
    (now / BASKET_SECONDS).floor() as i64
}

#[expect(clippy::cast_possible_truncation, reason = "seconds since 1970 fit for ages")]
fn after_window(first_call: f64) -> i64 {
    first_call.floor() as i64 + BASKETS * 60
}

/// What one request spends, method by method. A portal notes each start, but the end of a call only when it
/// succeeded, and pairs both lists by position: after a failure the later calls of the method are measured from
/// earlier starts (`registerStarting`, `registerEnding`, `getRestTime` in the source above).
#[derive(Debug)]
pub(crate) struct Meter {
    began_at: f64,
    methods: HashMap<String, Vec<(f64, Option<f64>)>>,
}

impl Meter {
    pub(crate) fn new(began_at: f64) -> Self {
        Self { began_at, methods: HashMap::new() }
    }

    pub(crate) fn began_at(&self) -> f64 {
        self.began_at
    }

    pub(crate) fn start(&mut self, method: &str, at: f64) {
        if !self.methods.contains_key(method) {
            self.methods.insert(method.to_owned(), Vec::new());
        }
        if let Some(calls) = self.methods.get_mut(method) {
            calls.push((at, None));
        }
    }

    pub(crate) fn succeed(&mut self, method: &str, at: f64) {
        let open =
            self.methods.get_mut(method).and_then(|calls| calls.iter_mut().find(|call| call.1.is_none()));
        if let Some(call) = open {
            call.1 = Some(at);
        }
    }

    /// What counts while the request still runs: each call that is long enough by itself.
    pub(crate) fn so_far(&self, method: &str) -> f64 {
        self.spans(method).filter(|span| *span > FREE_SECONDS).sum()
    }

    /// What counts afterwards: all calls together; with the time of the first.
    pub(crate) fn totals(&self) -> impl Iterator<Item = (&str, f64, f64)> {
        self.methods.iter().filter_map(|(method, calls)| {
            let first_call = calls.first()?.0;
            Some((method.as_str(), self.spans(method).sum(), first_call))
        })
    }

    fn spans(&self, method: &str) -> impl Iterator<Item = f64> {
        let calls = self.methods.get(method).map(Vec::as_slice).unwrap_or_default();
        calls.iter().filter_map(|(start, end)| Some((*end)? - start))
    }
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
        limits.spend(&key(), 5.0, 10.0);
        limits.spend(&key(), 7.0, 70.0);
        limits.spend(&key(), 1.0, 75.0);
        assert_eq!(limits.operating(&key(), 80.0, 80.0), Operating { seconds: 13.0, reset_at: 610 });
        assert_eq!(limits.operating(&key(), 600.0, 600.0), Operating { seconds: 8.0, reset_at: 670 });
        assert_eq!(limits.operating(&key(), 700.0, 700.0), Operating { seconds: 0.0, reset_at: 1300 });
    }

    #[test]
    fn short_calls_are_free_unless_a_request_makes_many() {
        let mut limits = Limits::default();
        let mut meter = Meter::new(0.0);
        for call in 0..3_u32 {
            meter.start("m", f64::from(call) * 0.05);
            meter.succeed("m", f64::from(call + 1) * 0.05);
        }
        assert!(meter.so_far("m").abs() < 1e-9);
        for (_, seconds, first_call) in meter.totals() {
            limits.spend(&key(), seconds, first_call);
        }
        assert!((limits.operating(&key(), 1.0, 1.0).seconds - 0.15).abs() < 1e-9);
        limits.spend(&key(), 0.1, 1.0);
        assert!((limits.operating(&key(), 1.0, 1.0).seconds - 0.15).abs() < 1e-9);
    }

    #[test]
    fn a_failed_call_makes_the_later_ones_look_longer() {
        let mut meter = Meter::new(0.0);
        for start in [0.0, 1.0, 2.0] {
            meter.start("m", start);
            if start > 0.0 {
                meter.succeed("m", start + 1.0);
            }
        }
        assert!((meter.so_far("m") - 4.0).abs() < 1e-9);
    }
}
