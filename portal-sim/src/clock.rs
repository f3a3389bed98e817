//! The simulator's time: real, faster, moved by hand, or kept by the caller.
//! Token lifetimes, rate limits, costs and the gateway all read this clock, so a test decides what time it is.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::watch;

/// A clock that the caller keeps.
pub trait Time: Send + Sync + fmt::Debug {
    /// Seconds since 1970.
    fn now(&self) -> f64;

    /// Resolves when the clock shows this time, in unix seconds.
    fn sleep_until(&self, at: f64) -> Pin<Box<dyn Future<Output = ()> + Send>>;
}

/// A clock that all servers of one simulator share.
#[derive(Debug, Clone)]
pub struct SimClock {
    kind: Arc<Kind>,
}

#[derive(Debug)]
enum Kind {
    Scaled { start_unix: f64, started: Instant, speed: f64 },
    Manual { now: watch::Sender<f64> },
    Outside(Arc<dyn Time>),
}

impl SimClock {
    /// The machine's own time.
    #[must_use]
    pub fn real() -> Self {
        Self::scaled(1.0)
    }

    /// Time that starts now and runs `speed` times as fast as real time.
    #[must_use]
    pub fn scaled(speed: f64) -> Self {
        let start_unix = jiff::Timestamp::now().as_duration().as_secs_f64();
        Self { kind: Arc::new(Kind::Scaled { start_unix, started: Instant::now(), speed }) }
    }

    /// Time that changes only when [`SimClock::advance`] moves it. Sleeping tasks wait for that too.
    #[must_use]
    pub fn manual(start_unix: f64) -> Self {
        Self { kind: Arc::new(Kind::Manual { now: watch::Sender::new(start_unix) }) }
    }

    /// Time that the caller keeps.
    #[must_use]
    pub fn outside(time: Arc<dyn Time>) -> Self {
        Self { kind: Arc::new(Kind::Outside(time)) }
    }

    /// Seconds since 1970.
    #[must_use]
    pub fn now(&self) -> f64 {
        match &*self.kind {
            Kind::Scaled { start_unix, started, speed } => {
                started.elapsed().as_secs_f64().mul_add(*speed, *start_unix)
            }
            Kind::Manual { now } => *now.borrow(),
            Kind::Outside(time) => time.now(),
        }
    }

    /// Moves a manual clock forward and wakes the tasks that slept until then. Other clocks are not changed.
    pub fn advance(&self, by: Duration) {
        if let Kind::Manual { now } = &*self.kind {
            now.send_modify(|now| *now += by.as_secs_f64());
        }
    }

    /// Sleeps for this long in this clock's time.
    pub async fn sleep(&self, span: Duration) {
        if !span.is_zero() {
            self.sleep_until(self.now() + span.as_secs_f64()).await;
        }
    }

    /// Sleeps until this clock shows this time, in unix seconds. Returns at once when the time has passed.
    pub async fn sleep_until(&self, at: f64) {
        match &*self.kind {
            Kind::Scaled { speed, .. } => {
                let left = Duration::try_from_secs_f64((at - self.now()) / *speed).unwrap_or_default();
                if !left.is_zero() {
                    tokio::time::sleep(left).await;
                }
            }
            Kind::Manual { now } => {
                let mut seen = now.subscribe();
                let _ = seen.wait_for(|now| *now >= at).await;
            }
            Kind::Outside(time) => time.sleep_until(at).await,
        }
    }

    /// Whole seconds since 1970.
    #[expect(clippy::cast_possible_truncation, reason = "unix seconds fit for ages")]
    pub(crate) fn unix(&self) -> i64 {
        self.now().floor() as i64
    }
}

/// A time as a portal in the zone +03:00 prints it.
pub(crate) fn iso(unix: f64) -> String {
    local(unix, 3).strftime("%Y-%m-%dT%H:%M:%S+03:00").to_string()
}

/// A time as the authorization server prints it.
pub(crate) fn iso_utc(unix: f64) -> String {
    local(unix, 0).strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string()
}

#[expect(clippy::cast_possible_truncation, reason = "unix seconds fit for ages")]
fn local(unix: f64, offset_hours: i8) -> jiff::civil::DateTime {
    let stamp = jiff::Timestamp::from_second(unix.floor() as i64).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    jiff::tz::offset(offset_hours).to_datetime(stamp)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_task_that_sleeps_on_a_manual_clock_wakes_when_time_is_moved() {
        let clock = SimClock::manual(1000.0);
        let sleeper = tokio::spawn({
            let clock = clock.clone();
            async move { clock.sleep(Duration::from_secs(5)).await }
        });
        tokio::task::yield_now().await;
        clock.advance(Duration::from_secs(4));
        assert!(!sleeper.is_finished());
        clock.advance(Duration::from_secs(1));
        sleeper.await.unwrap();
        assert!((clock.now() - 1005.0).abs() < 1e-6);
    }

    #[test]
    fn dates_are_printed_with_their_offset() {
        assert_eq!(iso(1_790_000_000.5), "2026-09-21T17:13:20+03:00");
        assert_eq!(iso_utc(1_790_000_000.0), "2026-09-21T14:13:20+00:00");
    }
}
