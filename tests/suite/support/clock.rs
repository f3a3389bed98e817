//! The clock of a service under test.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use contact_eraser::domain::clock::{Clock, Sleep, SystemClock, UnixTime};

/// A clock that a test can move ahead of the real one, and that can run faster.
#[derive(Debug)]
pub(crate) struct TestClock {
    ahead: AtomicI64,
    speed: f64,
    started: (Instant, UnixTime),
}

impl Clock for TestClock {
    fn now(&self) -> UnixTime {
        self.started.1.plus(self.uptime())
    }

    fn uptime(&self) -> Duration {
        let ahead = Duration::from_secs(u64::try_from(self.ahead.load(Ordering::SeqCst)).unwrap());
        self.started.0.elapsed().mul_f64(self.speed) + ahead
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration.div_f64(self.speed)))
    }
}

impl TestClock {
    /// A clock that runs this many times as fast as the real one.
    pub(crate) fn running(speed: f64) -> Self {
        Self { ahead: AtomicI64::new(0), speed, started: (Instant::now(), SystemClock.now()) }
    }

    pub(crate) fn passes(&self, time: Duration) {
        self.ahead.fetch_add(i64::try_from(time.as_secs()).unwrap(), Ordering::SeqCst);
    }
}
