//! One clock for everything in a run. It moves only when the runtime has nothing to do and no database works. Then it
//! jumps to the next time that a sleeper waits for.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use contact_eraser::domain::clock::{Clock, Sleep, UnixTime};
use portal_sim::Time;

/// The time at which every run begins: 2026-09-21, 00:00 UTC, a Monday.
const START: i64 = 1_789_948_800;

/// A clock that [`VirtualClock::jump`] moves.
#[derive(Debug, Default)]
pub(crate) struct VirtualClock(Mutex<ClockState>);

#[derive(Debug, Default)]
struct ClockState {
    now: Duration,
    next_id: u64,
    sleepers: BTreeMap<(Duration, u64), Waker>,
}

impl VirtualClock {
    pub(crate) fn new() -> Arc<Self> {
        Arc::default()
    }

    /// How long the run has lasted.
    pub(crate) fn elapsed(&self) -> Duration {
        self.state().now
    }

    /// Moves to the next time that a sleeper waits for, and wakes the sleepers of that time. Returns `false` if there
    /// are no sleepers.
    pub(crate) fn jump(&self) -> bool {
        let mut due = Vec::new();
        {
            let mut state = self.state();
            let Some((&(at, _), _)) = state.sleepers.first_key_value() else { return false };
            state.now = state.now.max(at);
            let later = state.sleepers.split_off(&(at, u64::MAX));
            due.extend(std::mem::replace(&mut state.sleepers, later));
        }
        for (_, waker) in due {
            waker.wake();
        }
        true
    }

    /// Moves the clock at once, as on a machine that was suspended. Sleepers whose time has passed wake now.
    pub(crate) fn skip(&self, span: Duration) {
        let mut due = Vec::new();
        {
            let mut state = self.state();
            state.now += span;
            let now = state.now;
            let later = state.sleepers.split_off(&(now, u64::MAX));
            due.extend(std::mem::replace(&mut state.sleepers, later));
        }
        for (_, waker) in due {
            waker.wake();
        }
    }

    /// Resolves at a time of the run.
    pub(crate) fn until(self: &Arc<Self>, at: Duration) -> TimerFuture {
        TimerFuture { clock: Arc::clone(self), at, id: None }
    }

    /// Resolves after this duration.
    pub(crate) fn sleep(self: &Arc<Self>, span: Duration) -> TimerFuture {
        self.until(self.elapsed() + span)
    }

    fn state(&self) -> std::sync::MutexGuard<'_, ClockState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A future that resolves at a time of the clock.
#[derive(Debug)]
pub(crate) struct TimerFuture {
    clock: Arc<VirtualClock>,
    at: Duration,
    id: Option<u64>,
}

impl Future for TimerFuture {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let clock = Arc::clone(&self.clock);
        let mut state = clock.state();
        if let Some(id) = self.id {
            state.sleepers.remove(&(self.at, id));
        }
        if state.now >= self.at {
            self.id = None;
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
            self.clock.state().sleepers.remove(&(self.at, id));
        }
    }
}

/// The simulator's view of the clock.
#[derive(Debug)]
pub(crate) struct PortalTime(pub(crate) Arc<VirtualClock>);

impl Time for PortalTime {
    #[expect(clippy::cast_precision_loss, reason = "seconds of this century")]
    fn now(&self) -> f64 {
        START as f64 + self.0.elapsed().as_secs_f64()
    }

    #[expect(clippy::cast_precision_loss, reason = "seconds of this century")]
    fn sleep_until(&self, at: f64) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        // Rounded up, so that the time has really come when the sleeper wakes.
        let nanos = ((at - START as f64).max(0.0) * 1e9).ceil();
        let at = Duration::from_secs_f64(nanos / 1e9) + Duration::from_nanos(500);
        Box::pin(self.0.until(at))
    }
}

/// One process's view of the clock. A killed process sleeps forever; a frozen one wakes when its freeze ends.
#[derive(Debug)]
pub(crate) struct ProcessClock {
    clock: Arc<VirtualClock>,
    life: Mutex<Life>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Life {
    Running,
    FrozenUntil(Duration),
    Dead,
}

impl ProcessClock {
    pub(crate) fn new(clock: &Arc<VirtualClock>) -> Arc<Self> {
        Arc::new(Self { clock: Arc::clone(clock), life: Mutex::new(Life::Running) })
    }

    pub(crate) fn dies(&self) {
        *self.life() = Life::Dead;
    }

    pub(crate) fn freezes_for(&self, span: Duration) {
        let mut life = self.life();
        if *life != Life::Dead {
            *life = Life::FrozenUntil(self.clock.elapsed() + span);
        }
    }

    /// Waits while the process is frozen, and forever if it was killed.
    pub(crate) async fn wait_while_frozen(self: Arc<Self>) {
        loop {
            let life = *self.life();
            match life {
                Life::Running => return,
                Life::Dead => std::future::pending().await,
                Life::FrozenUntil(at) if at <= self.clock.elapsed() => return,
                Life::FrozenUntil(at) => self.clock.until(at).await,
            }
        }
    }

    fn life(&self) -> std::sync::MutexGuard<'_, Life> {
        self.life.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The clock for the application. It shares the process's state, so that a sleeper can check whether the process was
/// killed or frozen.
#[derive(Clone, Debug)]
pub(crate) struct AppClock(pub(crate) Arc<ProcessClock>);

impl Clock for AppClock {
    fn now(&self) -> UnixTime {
        UnixTime(START).plus(self.0.clock.elapsed())
    }

    fn uptime(&self) -> Duration {
        self.0.clock.elapsed()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let process = Arc::clone(&self.0);
        let timer = process.clock.sleep(duration);
        Box::pin(async move {
            timer.await;
            process.wait_while_frozen().await;
        })
    }
}

/// A time of the run in seconds since 1970.
pub(crate) fn unix(elapsed: Duration) -> i64 {
    UnixTime(START).plus(elapsed).0
}
