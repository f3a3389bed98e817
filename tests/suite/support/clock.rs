//! The clock of a service under test.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use contact_eraser::domain::clock::{Clock, Sleep, SystemClock, UnixTime};

use super::pace::Pace;

/// A clock that a test can move ahead. It is based on the real clock, a faster clock, or a still one.
#[derive(Debug)]
pub(crate) struct TestClock {
    ahead: AtomicI64,
    source: Source,
}

/// The clock that it is based on.
#[derive(Debug)]
enum Source {
    Real(Instant, UnixTime),
    Paced(Arc<Pace>),
    Still(UnixTime),
}

impl Clock for TestClock {
    fn now(&self) -> UnixTime {
        let began = match &self.source {
            Source::Real(_, began) | Source::Still(began) => *began,
            Source::Paced(pace) => pace.began(),
        };
        began.plus(self.uptime())
    }

    fn uptime(&self) -> Duration {
        let ahead = Duration::from_secs(u64::try_from(self.ahead.load(Ordering::SeqCst)).unwrap());
        let elapsed = match &self.source {
            Source::Real(started, _) => started.elapsed(),
            Source::Paced(pace) => pace.elapsed(),
            Source::Still(_) => Duration::ZERO,
        };
        elapsed + ahead
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        match &self.source {
            Source::Real(..) | Source::Still(_) => Box::pin(tokio::time::sleep(duration)),
            Source::Paced(pace) => Box::pin(pace.until(pace.elapsed() + duration)),
        }
    }
}

impl TestClock {
    /// A clock that follows real time.
    pub(crate) fn real() -> Self {
        Self { ahead: AtomicI64::new(0), source: Source::Real(Instant::now(), SystemClock.now()) }
    }

    /// A clock that moves only when a test moves it. Limits per time then do not depend on the machine's speed.
    pub(crate) fn still() -> Self {
        Self { ahead: AtomicI64::new(0), source: Source::Still(SystemClock.now()) }
    }

    /// A clock that follows this one.
    pub(crate) fn paced(pace: &Arc<Pace>) -> Self {
        Self { ahead: AtomicI64::new(0), source: Source::Paced(Arc::clone(pace)) }
    }

    pub(crate) fn passes(&self, time: Duration) {
        self.ahead.fetch_add(i64::try_from(time.as_secs()).unwrap(), Ordering::SeqCst);
    }
}
