//! The two limits of a portal: the rate limit, a leaky bucket of requests, and the running time of each method in ten
//! minutes (`b24restdocs settings/performance/limits.md`, `yuliai/bitrix-modules
//! rest/lib/engine/access/loadlimiter.php`).

use std::collections::{BTreeMap, HashMap};

use super::settings::Bucket;

const SLOT_SECONDS: f64 = 60.0;
const SLOTS: i64 = 10;
/// Calls that are not longer than this do not count.
const FREE_SECONDS: f64 = 0.1;

/// The running time of a method in the last ten minutes: `operating` of an answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct RunningTime {
    pub(crate) seconds: f64,
    /// When the oldest minute stops counting: ten minutes after its first call.
    pub(crate) reset_at: i64,
}

/// To what running time is charged: the caller, which is an application or a webhook, and the method.
pub(crate) type Account = (String, String);

/// The running time of one minute.
#[derive(Debug, Clone, Copy)]
struct Slot {
    seconds: f64,
    first_call: f64,
}

/// The counters of one portal.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    level: f64,
    level_at: f64,
    /// Running time by account and minute.
    running_time: HashMap<Account, BTreeMap<i64, Slot>>,
}

impl Limits {
    /// Counts one more request if it fits in the bucket; says whether it does.
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

    /// Adds the running time that a finished request spent on a method to the minute of its first call.
    pub(crate) fn spend(&mut self, account: &Account, seconds: f64, first_call: f64) {
        if seconds <= FREE_SECONDS {
            return;
        }
        let minutes = self.running_time.entry(account.clone()).or_default();
        let slot = minutes.entry(minute(first_call)).or_insert(Slot { seconds: 0.0, first_call });
        slot.seconds += seconds;
    }

    /// The running time of the last ten minutes. Without any, `reset_at` is ten minutes after `fallback`.
    pub(crate) fn running_time(&mut self, account: &Account, now: f64, fallback: f64) -> RunningTime {
        let current = minute(now);
        let Some(minutes) = self.running_time.get_mut(account) else {
            return RunningTime { seconds: 0.0, reset_at: after_window(fallback) };
        };
        minutes.retain(|minute, _| *minute > current - SLOTS);
        let oldest = minutes.values().next().map_or(fallback, |slot| slot.first_call);
        RunningTime {
            seconds: minutes.values().map(|slot| slot.seconds).sum(),
            reset_at: after_window(oldest),
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "minutes since 1970 fit for ages")]
fn minute(now: f64) -> i64 {
    (now / SLOT_SECONDS).floor() as i64
}

#[expect(clippy::cast_possible_truncation, reason = "seconds since 1970 fit for ages")]
fn after_window(first_call: f64) -> i64 {
    first_call.floor() as i64 + SLOTS * 60
}

/// The running time that one request spends on each method. A portal notes each start, but only the ends of calls that
/// succeeded, and pairs both lists by position. After a failure it measures later calls of the method from earlier
/// starts (`registerStarting`, `registerEnding`, `getRestTime` in the source above).
#[derive(Debug)]
pub(crate) struct RunningTimeMeter {
    began_at: f64,
    methods: HashMap<String, Vec<(f64, Option<f64>)>>,
}

impl RunningTimeMeter {
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

    /// What counts while the request still runs: only calls that are long enough by themselves.
    pub(crate) fn so_far(&self, method: &str) -> f64 {
        self.spans(method).filter(|span| *span > FREE_SECONDS).sum()
    }

    /// What counts afterwards: for each method all calls together, and the time of its first call.
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
    fn the_bucket_admits_a_burst_and_then_as_many_as_drain() {
        let bucket = Some(Bucket { size: 3.0, drain_per_second: 2.0 });
        let mut limits = Limits::default();
        let admitted = (0..5).filter(|_| limits.admit(bucket, 1000.0)).count();
        assert_eq!(admitted, 3);
        assert!(limits.admit(bucket, 1000.5));
        assert!(!limits.admit(bucket, 1000.5));
        assert!(Limits::default().admit(None, 0.0));
    }

    #[test]
    fn running_time_expires_minute_by_minute() {
        let mut limits = Limits::default();
        limits.spend(&key(), 5.0, 10.0);
        limits.spend(&key(), 7.0, 70.0);
        limits.spend(&key(), 1.0, 75.0);
        assert_eq!(limits.running_time(&key(), 80.0, 80.0), RunningTime { seconds: 13.0, reset_at: 610 });
        assert_eq!(limits.running_time(&key(), 600.0, 600.0), RunningTime { seconds: 8.0, reset_at: 670 });
        assert_eq!(limits.running_time(&key(), 700.0, 700.0), RunningTime { seconds: 0.0, reset_at: 1300 });
    }

    #[test]
    fn short_calls_count_only_when_a_request_makes_many() {
        let mut limits = Limits::default();
        let mut meter = RunningTimeMeter::new(0.0);
        for call in 0..3_u32 {
            meter.start("m", f64::from(call) * 0.05);
            meter.succeed("m", f64::from(call + 1) * 0.05);
        }
        assert!(meter.so_far("m").abs() < 1e-9);
        for (_, seconds, first_call) in meter.totals() {
            limits.spend(&key(), seconds, first_call);
        }
        assert!((limits.running_time(&key(), 1.0, 1.0).seconds - 0.15).abs() < 1e-9);
        limits.spend(&key(), 0.1, 1.0);
        assert!((limits.running_time(&key(), 1.0, 1.0).seconds - 0.15).abs() < 1e-9);
    }

    #[test]
    fn after_a_failed_call_the_later_ones_are_measured_too_long() {
        let mut meter = RunningTimeMeter::new(0.0);
        for start in [0.0, 1.0, 2.0] {
            meter.start("m", start);
            if start > 0.0 {
                meter.succeed("m", start + 1.0);
            }
        }
        assert!((meter.so_far("m") - 4.0).abs() < 1e-9);
    }
}
