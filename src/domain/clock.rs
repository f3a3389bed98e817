//! Time as a parameter. Code that needs the current time gets a [`Clock`], so that tests can control it.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use jiff::Timestamp;

/// Seconds since 1970-01-01 UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct UnixTime(pub i64);

impl UnixTime {
    /// This time plus a duration (whole seconds).
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)))
    }

    /// This time minus a duration (whole seconds).
    #[must_use]
    pub fn minus(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)))
    }

    /// ISO 8601 in UTC, the form of times in the API.
    #[must_use]
    pub fn iso(self) -> String {
        Timestamp::from_second(self.0).unwrap_or(Timestamp::UNIX_EPOCH).to_string()
    }

    /// Seconds of a week.
    pub const WEEK: i64 = 604_800;

    /// The start of the week, on Monday in UTC. 1970 began on a Thursday.
    #[must_use]
    pub fn start_of_week(self) -> Self {
        const TO_A_MONDAY: i64 = 3 * 86_400;
        Self((self.0 + TO_A_MONDAY).div_euclid(Self::WEEK) * Self::WEEK - TO_A_MONDAY)
    }

    /// The time until `later`; zero when it has passed.
    #[must_use]
    pub fn until(self, later: Self) -> Duration {
        Duration::from_secs(u64::try_from(later.0.saturating_sub(self.0)).unwrap_or(0))
    }
}

/// The source of the current time.
pub trait Clock: Send + Sync + fmt::Debug {
    /// The current time.
    fn now(&self) -> UnixTime;

    /// How long this clock has been running. It never goes back, so it is used to measure durations.
    fn uptime(&self) -> Duration;

    /// Waits until this much time has passed on this clock.
    fn sleep(&self, duration: Duration) -> Sleep;
}

/// The future of a wait.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A shared clock.
pub type SharedClock = Arc<dyn Clock>;

/// Waits for `work`, but at most `limit` on this clock. `None`: it took longer and was dropped.
pub async fn within<T>(clock: &SharedClock, limit: Duration, work: impl Future<Output = T>) -> Option<T> {
    tokio::select! {
        biased;
        done = work => Some(done),
        () = clock.sleep(limit) => None,
    }
}

/// The machine's own clock.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock;

/// The time from which [`SystemClock::uptime`] counts.
static STARTED: LazyLock<Instant> = LazyLock::new(Instant::now);

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now(&self) -> UnixTime {
        let since_epoch =
            std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        UnixTime(i64::try_from(since_epoch.as_secs()).unwrap_or(i64::MAX))
    }

    fn uptime(&self) -> Duration {
        STARTED.elapsed()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_left_is_never_negative() {
        assert_eq!(UnixTime(10).until(UnixTime(5)), Duration::ZERO);
        assert_eq!(UnixTime(10).until(UnixTime(15)), Duration::from_secs(5));
        assert_eq!(UnixTime(i64::MAX).plus(Duration::from_secs(1)), UnixTime(i64::MAX));
    }
}
