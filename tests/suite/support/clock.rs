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
    behind: Behind,
}

/// The clock that it is based on.
#[derive(Debug)]
enum Behind {
    Real(Instant, UnixTime),
    Paced(Arc<Pace>),
    Still(UnixTime),
}

impl Clock for TestClock {
    fn now(&self) -> UnixTime {
        let began = match &self.behind {
            Behind::Real(_, began) | Behind::Still(began) => *began,
            Behind::Paced(pace) => pace.began(),
        };
        began.plus(self.uptime())
    }

    fn uptime(&self) -> Duration {
        let ahead = Duration::from_secs(u64::try_from(self.ahead.load(Ordering::SeqCst)).unwrap());
        let elapsed = match &self.behind {
            Behind::Real(started, _) => started.elapsed(),
            Behind::Paced(pace) => pace.elapsed(),
            Behind::Still(_) => Duration::ZERO,
        };
        elapsed + ahead
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        match &self.behind {
            Behind::Real(..) | Behind::Still(_) => Box::pin(tokio::time::sleep(duration)),
            Behind::Paced(pace) => Box::pin(pace.until(pace.elapsed() + duration)),
        }
    }
}

impl TestClock {
    /// A clock that follows real time.
    pub(crate) fn real() -> Self {
        Self { ahead: AtomicI64::new(0), behind: Behind::Real(Instant::now(), SystemClock.now()) }
    }

    /// A clock that moves only when a test moves it. Limits per time then do not depend on the machine's speed.
    pub(crate) fn still() -> Self {
        Self { ahead: AtomicI64::new(0), behind: Behind::Still(SystemClock.now()) }
    }

    /// A clock that follows this one.
    pub(crate) fn paced(pace: &Arc<Pace>) -> Self {
        Self { ahead: AtomicI64::new(0), behind: Behind::Paced(Arc::clone(pace)) }
    }

    pub(crate) fn passes(&self, time: Duration) {
        self.ahead.fetch_add(i64::try_from(time.as_secs()).unwrap(), Ordering::SeqCst);
    }
}
