//! Derives the concurrency limit and the size of a call from measured calls.

use std::time::Duration;

use super::CallSample;

/// Most calls in flight. Bitrix24 serves a portal with few processes, and users need some of them.
const MOST_CALLS: usize = 8;
/// How many times faster a higher limit has to be to stay.
const GAIN: f64 = 1.5;
/// If deletions are this many times slower than the fastest measured, the calls slow each other down.
const TOO_SLOW: f64 = 2.0;
/// How long the limit is not raised after it was lowered. The pause doubles each time, up to an hour.
const RAISE_PAUSE: Duration = Duration::from_mins(2);
const LONGEST_RAISE_PAUSE: Duration = Duration::from_hours(1);
/// Seconds of deleting in one call. Portals cut calls after 60; some deletions take many times the mean.
const CALL_SECONDS: f64 = 15.0;
/// Deletions in the first call, before anything was measured.
const FIRST: usize = 10;
/// Most deletions in a call.
const MOST: u8 = 50;

/// The measurements of one portal and the limits that follow from them.
#[derive(Clone, Debug)]
pub(super) struct Gauge {
    pub(super) limit: usize,
    /// The limit that was measured to be faster than a lower one.
    pub(super) proven: usize,
    pub(super) jobs: usize,
    pub(super) in_flight: usize,
    /// Contacts per second of each call that began at the present limit.
    rates: Vec<f64>,
    /// Contacts per second of all calls together, at the limit before this one.
    earlier: Option<f64>,
    pub(super) seconds: Option<f64>,
    /// Seconds of a call apart from its deletions and reads.
    pub(super) overhead: Option<f64>,
    best_seconds: Option<f64>,
    raise_pause: Duration,
    raise_after: Duration,
}

impl Default for Gauge {
    fn default() -> Self {
        Self {
            limit: 1,
            proven: 1,
            jobs: 0,
            in_flight: 0,
            rates: Vec::new(),
            earlier: None,
            seconds: None,
            overhead: None,
            best_seconds: None,
            raise_pause: RAISE_PAUSE,
            raise_after: Duration::ZERO,
        }
    }
}

impl Gauge {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 50")]
    pub(super) fn deletes_per_call(&self) -> usize {
        match self.seconds {
            None => FIRST,
            Some(seconds) => (CALL_SECONDS / seconds.max(0.01)).clamp(1.0, f64::from(MOST)) as usize,
        }
    }

    pub(super) fn record(&mut self, limit_then: usize, sample: CallSample, now: Duration) {
        if sample.deletes == 0 {
            return;
        }
        #[expect(clippy::cast_precision_loss, reason = "fifty at most")]
        let deletes = sample.deletes as f64;
        let took = sample.took.as_secs_f64().max(0.001);
        let seconds = sample.seconds_per_delete.unwrap_or(took / deletes);
        // A slower value counts at once, a faster one by half.
        self.seconds =
            Some(self.seconds.map_or(seconds, |known| (known.mul_add(0.5, seconds * 0.5)).max(seconds)));
        let overhead = deletes.mul_add(-seconds, took - sample.reading).max(0.0);
        if limit_then <= self.proven {
            self.overhead = Some(self.overhead.map_or(overhead, |known| f64::midpoint(known, overhead)));
        }
        self.best_seconds = Some(self.best_seconds.map_or(seconds, |best| best.min(seconds)));
        if limit_then != self.limit {
            return;
        }
        // The time of a small call is mostly network time, so it says little about deletions.
        if sample.deletes * 2 < self.deletes_per_call() {
            return;
        }
        if self.limit > 1 && self.best_seconds.is_some_and(|best| seconds > best.max(0.02) * TOO_SLOW) {
            self.lower((self.limit / 2).max(1), now);
            return;
        }
        self.rates.push(deletes / took);
        if self.rates.len() >= self.limit {
            self.evaluate(now);
        }
    }

    /// Compares the throughput at this limit with the one before. Called when enough calls have ended.
    fn evaluate(&mut self, now: Duration) {
        #[expect(clippy::cast_precision_loss, reason = "a handful")]
        let (count, limit) = (self.rates.len() as f64, self.limit as f64);
        let total = limit * self.rates.drain(..).sum::<f64>() / count;
        match self.earlier {
            Some(earlier) if total < earlier * GAIN => {
                self.lower((self.limit / 2).max(1), now);
            }
            _ => self.raise(total, now),
        }
    }

    fn raise(&mut self, total: f64, now: Duration) {
        self.proven = self.limit;
        if self.limit > 1 {
            self.raise_pause = RAISE_PAUSE;
        }
        if self.limit < MOST_CALLS && now >= self.raise_after {
            self.earlier = Some(total);
            self.limit *= 2;
        }
    }

    pub(super) fn lower(&mut self, limit: usize, now: Duration) {
        self.limit = limit;
        self.proven = limit;
        self.rates.clear();
        self.earlier = None;
        // Several calls that are lost together count as one event.
        if now >= self.raise_after {
            self.raise_after = now + self.raise_pause;
            self.raise_pause = (self.raise_pause * 2).min(LONGEST_RAISE_PAUSE);
        }
    }

    pub(super) fn allow_one_at_a_time(&mut self, until: Duration) {
        if self.limit > 1 {
            self.limit = 1;
            self.proven = 1;
            self.rates.clear();
            self.earlier = None;
        }
        self.raise_after = self.raise_after.max(until);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn calls_stay_short_and_few_for_any_measurements(
            samples in prop::collection::vec((0_usize..=50, 0.0_f64..200.0, prop::option::of(0.0_f64..100.0)), 1..60)
        ) {
            let mut gauge = Gauge::default();
            for (deletes, took, seconds_per_delete) in samples {
                let took = Duration::from_secs_f64(took);
                gauge.record(gauge.limit, CallSample { deletes, took, reading: 0.0, seconds_per_delete }, Duration::ZERO);
                prop_assert!((1..=usize::from(MOST)).contains(&gauge.deletes_per_call()));
                prop_assert!((1..=MOST_CALLS).contains(&gauge.limit));
                let expected = gauge.seconds.unwrap_or(0.0);
                #[expect(clippy::cast_precision_loss, reason = "fifty at most")]
                let call = expected * gauge.deletes_per_call() as f64;
                prop_assert!(call <= CALL_SECONDS.max(expected) + 1e-6);
            }
        }
    }

    /// Simulates a portal that works on `workers` calls at a time. Further calls wait.
    fn drive(gauge: &mut Gauge, workers: usize, calls: usize) -> usize {
        let mut most = 0;
        for _ in 0..calls {
            let limit = gauge.limit;
            most = most.max(limit);
            let queue = limit.div_ceil(workers);
            let took = Duration::from_millis(4800) * u32::try_from(queue).unwrap();
            let sample = CallSample { deletes: 48, took, reading: 0.0, seconds_per_delete: Some(0.1) };
            gauge.record(limit, sample, Duration::ZERO);
        }
        most
    }

    #[test]
    fn a_portal_that_works_in_parallel_gets_many_calls() {
        let mut gauge = Gauge::default();
        drive(&mut gauge, 8, 40);
        assert_eq!(gauge.limit, MOST_CALLS);
    }

    #[test]
    fn a_portal_that_works_serially_gets_one_call() {
        let mut gauge = Gauge::default();
        let most = drive(&mut gauge, 1, 40);
        assert_eq!((gauge.limit, most), (1, 2));
    }

    #[test]
    fn slow_deletions_make_small_calls() {
        let mut gauge = Gauge::default();
        assert_eq!(gauge.deletes_per_call(), FIRST);
        let slow = CallSample {
            deletes: 10,
            took: Duration::from_secs(20),
            reading: 0.0,
            seconds_per_delete: Some(2.0),
        };
        gauge.record(1, slow, Duration::ZERO);
        assert_eq!(gauge.deletes_per_call(), 7);
        let quick = CallSample {
            deletes: 7,
            took: Duration::from_millis(100),
            reading: 0.0,
            seconds_per_delete: Some(0.01),
        };
        for _ in 0..20 {
            gauge.record(1, quick, Duration::ZERO);
        }
        assert_eq!(gauge.deletes_per_call(), usize::from(MOST));
    }

    #[test]
    fn calls_go_one_at_a_time_until_the_period_ends() {
        let mut gauge = Gauge { limit: 8, ..Gauge::default() };
        gauge.allow_one_at_a_time(Duration::from_mins(5));
        let sample = CallSample {
            deletes: 48,
            took: Duration::from_millis(4800),
            reading: 0.0,
            seconds_per_delete: Some(0.1),
        };
        for second in 0..299 {
            gauge.record(1, sample, Duration::from_secs(second));
            assert_eq!(gauge.limit, 1, "after {second} s");
        }
        gauge.record(1, sample, Duration::from_mins(5));
        assert_eq!(gauge.limit, 2);
    }

    #[test]
    fn after_months_of_lost_answers_the_limit_is_raised_again_within_an_hour() {
        let mut gauge = Gauge::default();
        for day in 0..200 {
            gauge.lower(1, Duration::from_hours(24 * day));
        }
        assert!(
            gauge.raise_pause <= LONGEST_RAISE_PAUSE
                && gauge.raise_after <= Duration::from_hours(24 * 199) + LONGEST_RAISE_PAUSE
        );
    }

    #[test]
    fn slower_deletions_lower_the_limit() {
        let mut gauge = Gauge { limit: 4, best_seconds: Some(0.1), ..Gauge::default() };
        let slow = CallSample {
            deletes: 48,
            took: Duration::from_secs(15),
            reading: 0.0,
            seconds_per_delete: Some(0.3),
        };
        gauge.record(4, slow, Duration::ZERO);
        assert_eq!(gauge.limit, 2);
    }
}
