//! Time for tests that run faster than real time. It moves only while every thread of this process waits: a slow or
//! busy machine makes such a test longer but does not change what happens in it. A sleeper wakes at exactly the
//! requested time.

use std::collections::BTreeMap;
use std::fs;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

use contact_eraser::domain::clock::{Clock, SystemClock, UnixTime};
use portal_sim::Time;

/// The interval between two checks of the threads, in real time.
const LOOK: Duration = Duration::from_micros(500);
/// The most real time that counts for one check. A process that was suspended has not waited.
const MOST: Duration = Duration::from_millis(2);

/// A clock that runs `speed` times as fast as real time while all threads wait, and stands still otherwise.
#[derive(Debug)]
pub(crate) struct Pace {
    speed: f64,
    began: UnixTime,
    state: Mutex<ClockState>,
}

#[derive(Debug, Default)]
struct ClockState {
    elapsed: Duration,
    next_id: u64,
    sleepers: BTreeMap<(Duration, u64), Waker>,
}

impl Pace {
    /// A clock of this speed, with a thread that moves it as long as the clock is in use.
    pub(crate) fn running(speed: f64) -> Arc<Self> {
        let pace = Arc::new(Self { speed, began: SystemClock.now(), state: Mutex::default() });
        let weak = Arc::downgrade(&pace);
        thread::spawn(move || drive(&weak));
        pace
    }

    pub(crate) fn began(&self) -> UnixTime {
        self.began
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.state().elapsed
    }

    /// Resolves after this time of the clock.
    pub(crate) fn until(self: &Arc<Self>, at: Duration) -> TimerFuture {
        TimerFuture { pace: Arc::clone(self), at, id: None }
    }

    /// Adds real time, but only up to the next time that a sleeper waits for.
    fn passes(&self, real: Duration) {
        let mut due = BTreeMap::new();
        {
            let mut state = self.state();
            let most = state.elapsed + real.min(MOST).mul_f64(self.speed);
            let next = state.sleepers.first_key_value().map_or(most, |(&(at, _), _)| at);
            let now = state.elapsed.max(most.min(next));
            state.elapsed = now;
            let later = state.sleepers.split_off(&(now, u64::MAX));
            due.append(&mut std::mem::replace(&mut state.sleepers, later));
        }
        for waker in due.into_values() {
            waker.wake();
        }
    }

    fn state(&self) -> MutexGuard<'_, ClockState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A future that resolves at a time of the clock.
#[derive(Debug)]
pub(crate) struct TimerFuture {
    pace: Arc<Pace>,
    at: Duration,
    id: Option<u64>,
}

impl Future for TimerFuture {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let pace = Arc::clone(&self.pace);
        let mut state = pace.state();
        if state.elapsed >= self.at {
            return Poll::Ready(());
        }
        let id = self.id.unwrap_or(state.next_id);
        state.next_id = state.next_id.max(id + 1);
        state.sleepers.insert((self.at, id), context.waker().clone());
        self.id = Some(id);
        Poll::Pending
    }
}

impl Drop for TimerFuture {
    fn drop(&mut self) {
        if let Some(id) = self.id {
            self.pace.state().sleepers.remove(&(self.at, id));
        }
    }
}

/// The simulator's view of the clock.
#[derive(Debug)]
pub(crate) struct PortalTime(pub(crate) Arc<Pace>);

impl Time for PortalTime {
    #[expect(clippy::cast_precision_loss, reason = "seconds of this century")]
    fn now(&self) -> f64 {
        self.0.began.0 as f64 + self.0.elapsed().as_secs_f64()
    }

    #[expect(clippy::cast_precision_loss, reason = "seconds of this century")]
    fn sleep_until(&self, at: f64) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        // Adds a microsecond, because a float of this size cannot hold a smaller difference. Otherwise the sleeper
        // could wake too early.
        let left = Duration::try_from_secs_f64(at - self.0.began.0 as f64).unwrap_or_default();
        Box::pin(self.0.until(left + Duration::from_micros(1)))
    }
}

/// Moves the clock until it is no longer in use.
fn drive(pace: &Weak<Pace>) {
    let this = fs::read_link("/proc/thread-self").ok().and_then(|path| path.file_name().map(PathBuf::from));
    let mut seen = Instant::now();
    loop {
        thread::sleep(LOOK);
        let Some(pace) = pace.upgrade() else { return };
        let passed = seen.elapsed();
        seen = Instant::now();
        if !others_work(this.as_ref()) {
            pace.passes(passed);
        }
    }
}

/// Whether another thread of this process runs, is ready to run, or waits for a disk. Returns `false` on systems where
/// this is unknown; there the time always moves.
fn others_work(this: Option<&PathBuf>) -> bool {
    let Ok(threads) = fs::read_dir("/proc/self/task") else { return false };
    let mut others = threads.flatten().filter(|thread| Some(&PathBuf::from(thread.file_name())) != this);
    others.any(|thread| {
        let stat = fs::read_to_string(thread.path().join("stat")).unwrap_or_default();
        // "pid (name) state …". The name may contain brackets.
        stat.rsplit_once(')').is_some_and(|(_, rest)| rest.trim_start().starts_with(['R', 'D']))
    })
}
