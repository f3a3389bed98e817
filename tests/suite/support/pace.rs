//! Time for tests that are sped up. It runs only while every thread of this process waits, so that a slow or busy machine
//! makes such a test longer and changes nothing of what happens in it. Whoever sleeps wakes at exactly the moment that
//! was asked for.

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

/// How often the threads are looked at, in real time.
const LOOK: Duration = Duration::from_micros(500);
/// The most real time that one look lets pass: a process that was suspended has not waited.
const MOST: Duration = Duration::from_millis(2);

/// A clock that runs so many times as fast as the real one while all threads wait, and stands still otherwise.
#[derive(Debug)]
pub(crate) struct Pace {
    speed: f64,
    began: UnixTime,
    hands: Mutex<Hands>,
}

#[derive(Debug, Default)]
struct Hands {
    elapsed: Duration,
    next_id: u64,
    sleepers: BTreeMap<(Duration, u64), Waker>,
}

impl Pace {
    /// A clock of that speed, and the thread that moves it for as long as somebody has the clock.
    pub(crate) fn running(speed: f64) -> Arc<Self> {
        let pace = Arc::new(Self { speed, began: SystemClock.now(), hands: Mutex::default() });
        let weak = Arc::downgrade(&pace);
        thread::spawn(move || drive(&weak));
        pace
    }

    pub(crate) fn began(&self) -> UnixTime {
        self.began
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.hands().elapsed
    }

    /// Resolves when so much has elapsed.
    pub(crate) fn until(self: &Arc<Self>, at: Duration) -> Nap {
        Nap { pace: Arc::clone(self), at, id: None }
    }

    /// Lets real time pass, up to the next moment that somebody sleeps until.
    fn passes(&self, real: Duration) {
        let mut due = BTreeMap::new();
        {
            let mut hands = self.hands();
            let most = hands.elapsed + real.min(MOST).mul_f64(self.speed);
            let next = hands.sleepers.first_key_value().map_or(most, |(&(at, _), _)| at);
            let now = hands.elapsed.max(most.min(next));
            hands.elapsed = now;
            let later = hands.sleepers.split_off(&(now, u64::MAX));
            due.append(&mut std::mem::replace(&mut hands.sleepers, later));
        }
        for waker in due.into_values() {
            waker.wake();
        }
    }

    fn hands(&self) -> MutexGuard<'_, Hands> {
        self.hands.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A sleeper.
#[derive(Debug)]
pub(crate) struct Nap {
    pace: Arc<Pace>,
    at: Duration,
    id: Option<u64>,
}

impl Future for Nap {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let pace = Arc::clone(&self.pace);
        let mut hands = pace.hands();
        if hands.elapsed >= self.at {
            return Poll::Ready(());
        }
        let id = self.id.unwrap_or(hands.next_id);
        hands.next_id = hands.next_id.max(id + 1);
        hands.sleepers.insert((self.at, id), context.waker().clone());
        self.id = Some(id);
        Poll::Pending
    }
}

impl Drop for Nap {
    fn drop(&mut self) {
        if let Some(id) = self.id {
            self.pace.hands().sleepers.remove(&(self.at, id));
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
        // A microsecond more than asked for: what a float of this size can tell apart, so that the time has come.
        let left = Duration::try_from_secs_f64(at - self.0.began.0 as f64).unwrap_or_default();
        Box::pin(self.0.until(left + Duration::from_micros(1)))
    }
}

/// Moves the clock until nobody has it any more.
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

/// Whether another thread of this process runs, could run if it had a processor, or waits for a disk. `false` where no
/// such thing can be found out: time runs on there, as it does elsewhere.
fn others_work(this: Option<&PathBuf>) -> bool {
    let Ok(threads) = fs::read_dir("/proc/self/task") else { return false };
    let mut others = threads.flatten().filter(|thread| Some(&PathBuf::from(thread.file_name())) != this);
    others.any(|thread| {
        let stat = fs::read_to_string(thread.path().join("stat")).unwrap_or_default();
        // "pid (name) state …", where a name may have brackets of its own.
        stat.rsplit_once(')').is_some_and(|(_, rest)| rest.trim_start().starts_with(['R', 'D']))
    })
}
