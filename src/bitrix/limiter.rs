//! The two limits of a portal: how many calls it takes (a leaky bucket for each portal and source address), and how
//! long its methods may run. All callers of this process share them. Calls of pages go first (b24restdocs
//! settings/performance/limits.md).

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use super::backoff::Backoff;
use super::bucket::Bucket;
use super::read_size::{ReadCost, ReadKind, ReadSizes};
use super::running_time::{RunningTime, RunningTimeMeter};
use crate::domain::clock::{SharedClock, UnixTime};
use crate::domain::portal::Endpoint;

/// Whether a page or a job waits for the answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Urgency {
    /// A user in front of a page.
    #[default]
    Page,
    /// A job.
    Job,
}

/// Room in the bucket that jobs leave free for pages. It is also a reserve for calls that arrive at the portal closer
/// together than they were sent.
const KEPT_FOR_PAGES: f64 = 2.0;
/// Room in the bucket that pages leave free too.
const KEPT_FOR_JITTER: f64 = 0.5;
/// How long a job waits before it tries again while a page waits.
const GIVE_WAY: Duration = Duration::from_millis(20);
/// Most portals whose limits are kept. Above this number, idle ones are removed.
const MAX_PORTALS: usize = 10_000;

/// What is known about a portal's limits.
#[derive(Clone, PartialEq, Debug)]
pub struct PortalLimits {
    /// Calls that the portal takes at once.
    pub burst: f64,
    /// Calls that jobs may make now without waiting.
    pub free: f64,
    /// Calls that it takes each second after that; fewer while others use the portal too.
    pub per_second: f64,
    /// Methods whose running time the portal counts now.
    pub running_time: Vec<RunningTimeLeft>,
}

/// The rest of a method's running time.
#[derive(Clone, PartialEq, Debug)]
pub struct RunningTimeLeft {
    /// The method.
    pub method: &'static str,
    /// Seconds until the limit that this app keeps.
    pub left: f64,
    /// That limit: seconds in ten minutes.
    pub ceiling: f64,
    /// When the method may be called again, if the portal has blocked it.
    pub blocked_until: Option<UnixTime>,
}

/// The limiters of all portals, cheap to clone.
#[derive(Clone, Debug)]
pub struct Limiter {
    portals: Arc<Mutex<HashMap<String, Arc<PortalLimiter>>>>,
    clock: SharedClock,
}

/// The limits of one portal.
#[derive(Debug)]
struct PortalLimiter {
    bucket: Mutex<Bucket>,
    meters: Mutex<HashMap<&'static str, RunningTimeMeter>>,
    backoff: Mutex<Backoff>,
    read_sizes: Mutex<ReadSizes>,
    jobs_in_flight: AtomicUsize,
    job_call_ended: Notify,
    pages_waiting: AtomicUsize,
    /// Fair queues: the next call holds the lock.
    page_turn: tokio::sync::Mutex<()>,
    job_turn: tokio::sync::Mutex<()>,
}

impl Limiter {
    /// A limiter that uses this clock.
    #[must_use]
    pub fn new(clock: SharedClock) -> Self {
        Self { portals: Arc::default(), clock }
    }

    /// How long the limiter's clock has been running.
    #[must_use]
    pub fn uptime(&self) -> Duration {
        self.clock.uptime()
    }

    /// Waits until the portal takes one more call, and counts it. After a refusal, jobs pause and then make one call at
    /// a time. A job's call that may not wait gets [`Deferred`] during the pause.
    ///
    /// # Errors
    /// [`Deferred`]: the call must not be sent now.
    pub async fn acquire(
        &self,
        endpoint: &Endpoint,
        urgency: Urgency,
        may_wait: bool,
    ) -> Result<CallPermit, Deferred> {
        let portal = self.portal(endpoint);
        match urgency {
            Urgency::Page => {
                let _waiting = WaitingPage::count(&portal.pages_waiting);
                let _turn = portal.page_turn.lock().await;
                let try_once = |now| lock(&portal.bucket).take_for_page(now, KEPT_FOR_JITTER);
                while let Err(wait) = try_once(self.clock.uptime()) {
                    self.clock.sleep(wait).await;
                }
                Ok(CallPermit(None))
            }
            Urgency::Job => {
                let _turn = portal.job_turn.lock().await;
                loop {
                    match portal.try_for_job(self.clock.uptime()) {
                        Ok(()) => break,
                        Err(Wait::Pause(_)) if !may_wait => return Err(Deferred),
                        Err(Wait::Pause(wait) | Wait::Bucket(wait)) => self.clock.sleep(wait).await,
                        Err(Wait::CallInFlight) => portal.job_call_ended.notified().await,
                    }
                }
                portal.jobs_in_flight.fetch_add(1, Ordering::SeqCst);
                Ok(CallPermit(Some(Arc::clone(&portal))))
            }
        }
    }

    /// When the pause of jobs after a refusal ends; `None` when they may call.
    #[must_use]
    pub fn paused_until(&self, endpoint: &Endpoint) -> Option<UnixTime> {
        let pause = lock(&self.portal(endpoint).backoff).pause(self.clock.uptime());
        (pause > Duration::ZERO).then(|| self.clock.now().plus(pause))
    }

    /// How long jobs still make one call at a time after a refusal; zero when there is no such limit.
    #[must_use]
    pub fn single_call_period(&self, endpoint: &Endpoint) -> Duration {
        lock(&self.portal(endpoint).backoff).single_call_period(self.clock.uptime())
    }

    /// Records that the portal refused a call because its bucket is full.
    pub fn refused(&self, endpoint: &Endpoint) {
        let (portal, now) = (self.portal(endpoint), self.clock.uptime());
        lock(&portal.bucket).refused(now);
        lock(&portal.backoff).refused(now);
        metrics::counter!("eraser_rate_limited_total").increment(1);
    }

    /// About how many contacts the next read of this kind should cover.
    #[must_use]
    pub fn contacts_per_read(&self, endpoint: &Endpoint, kind: ReadKind) -> usize {
        lock(&self.portal(endpoint).read_sizes).of(kind).size()
    }

    /// How many contacts one call of a verification can cover, and how many seconds it takes; `None` before any list
    /// was read.
    #[must_use]
    pub fn verification_read(&self, endpoint: &Endpoint) -> Option<(f64, f64)> {
        lock(&self.portal(endpoint).read_sizes).for_verification()
    }

    /// The same as [`Limiter::contacts_per_read`] for a read that may take at most this many seconds.
    #[must_use]
    pub fn contacts_per_read_within(&self, endpoint: &Endpoint, kind: ReadKind, seconds: f64) -> usize {
        lock(&self.portal(endpoint).read_sizes).of(kind).size_within(seconds)
    }

    /// Seconds that one list of this kind takes, if known.
    #[must_use]
    pub fn seconds_per_list(&self, endpoint: &Endpoint, kind: ReadKind) -> Option<f64> {
        lock(&self.portal(endpoint).read_sizes).of(kind).seconds()
    }

    /// Records a read of this many contacts that was answered.
    pub fn record_read(&self, endpoint: &Endpoint, kind: ReadKind, contacts: usize, cost: ReadCost) {
        lock(&self.portal(endpoint).read_sizes).of(kind).record_read(contacts, cost);
    }

    /// Records a read of this many contacts that brought no readable answer.
    pub fn record_failed_read(&self, endpoint: &Endpoint, kind: ReadKind, contacts: usize) {
        lock(&self.portal(endpoint).read_sizes).of(kind).record_failed_read(contacts);
    }

    /// Records that the portal's plan takes more calls (Enterprise: 250, and 5 a second).
    pub fn learn_enterprise(&self, endpoint: &Endpoint) {
        lock(&self.portal(endpoint).bucket).widen(self.clock.uptime());
    }

    /// Whether calls of jobs have to wait for the bucket now.
    #[must_use]
    pub fn is_full(&self, endpoint: &Endpoint) -> bool {
        lock(&self.portal(endpoint).bucket).wait(self.clock.uptime(), KEPT_FOR_PAGES) > Duration::ZERO
    }

    /// Reserves this much of a method's running time for a call.
    ///
    /// # Errors
    /// The time when to try again, if the running time is used up.
    pub fn reserve(
        &self,
        endpoint: &Endpoint,
        method: &'static str,
        seconds: f64,
    ) -> Result<ReservedTime, UnixTime> {
        let portal = self.portal(endpoint);
        let reserved = lock(&portal.meters).entry(method).or_default().reserve(seconds, self.clock.now())?;
        Ok(ReservedTime { portal, method, seconds: reserved })
    }

    /// The rest of a method's running time in seconds; `None` when the portal does not count it.
    #[must_use]
    pub fn running_time_left(&self, endpoint: &Endpoint, method: &'static str) -> Option<f64> {
        lock(&self.portal(endpoint).meters).get_mut(method).and_then(|meter| meter.left(self.clock.now()))
    }

    /// Records a method's running time from the portal's answer.
    pub fn record_running_time(&self, endpoint: &Endpoint, method: &'static str, running_time: RunningTime) {
        let now = self.clock.now();
        lock(&self.portal(endpoint).meters).entry(method).or_default().record(running_time, now);
    }

    /// Records that a method's running time is used up. Returns when the method may be called again.
    #[must_use]
    pub fn record_exhausted(&self, endpoint: &Endpoint, method: &'static str) -> UnixTime {
        lock(&self.portal(endpoint).meters).entry(method).or_default().record_exhausted(self.clock.now())
    }

    /// What this process knows about the portal's limits.
    #[must_use]
    pub fn limits(&self, endpoint: &Endpoint) -> PortalLimits {
        let (portal, now) = (self.portal(endpoint), self.clock.now());
        let (burst, per_second, free) = {
            let mut bucket = lock(&portal.bucket);
            let (burst, per_second) = bucket.capacity();
            (burst, per_second, bucket.free(self.clock.uptime(), KEPT_FOR_PAGES))
        };
        let running = |(method, meter): (&&'static str, &mut RunningTimeMeter)| {
            let blocked_until = meter.blocked_until(now);
            let left = meter.left(now).or(blocked_until.map(|_| 0.0))?;
            Some(RunningTimeLeft { method, left, ceiling: meter.ceiling(), blocked_until })
        };
        let mut running_time: Vec<_> = lock(&portal.meters).iter_mut().filter_map(running).collect();
        running_time.sort_unstable_by_key(|time| time.method);
        PortalLimits { burst, free, per_second, running_time }
    }

    fn portal(&self, endpoint: &Endpoint) -> Arc<PortalLimiter> {
        let mut portals = lock(&self.portals);
        if portals.len() >= MAX_PORTALS {
            let now = self.clock.uptime();
            portals.retain(|_, portal| Arc::strong_count(portal) > 1 || !portal.is_idle(now));
        }
        Arc::clone(portals.entry(endpoint.host().to_string()).or_insert_with(|| {
            Arc::new(PortalLimiter {
                bucket: Mutex::new(Bucket::new(self.clock.uptime())),
                meters: Mutex::default(),
                backoff: Mutex::default(),
                read_sizes: Mutex::default(),
                jobs_in_flight: AtomicUsize::new(0),
                job_call_ended: Notify::new(),
                pages_waiting: AtomicUsize::new(0),
                page_turn: tokio::sync::Mutex::default(),
                job_turn: tokio::sync::Mutex::default(),
            })
        }))
    }
}

/// Why a job's call has to wait.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Wait {
    /// The portal refused a call.
    Pause(Duration),
    /// The bucket is full, or a page goes first.
    Bucket(Duration),
    /// One call at a time.
    CallInFlight,
}

impl PortalLimiter {
    fn try_for_job(&self, now: Duration) -> Result<(), Wait> {
        let backoff = lock(&self.backoff).clone();
        let pause = backoff.pause(now);
        if pause > Duration::ZERO {
            return Err(Wait::Pause(pause));
        }
        if backoff.single_call_period(now) > Duration::ZERO && self.jobs_in_flight.load(Ordering::SeqCst) > 0
        {
            return Err(Wait::CallInFlight);
        }
        if self.pages_waiting.load(Ordering::SeqCst) > 0 {
            return Err(Wait::Bucket(GIVE_WAY));
        }
        lock(&self.bucket).take(now, KEPT_FOR_PAGES).map_err(Wait::Bucket)
    }

    fn is_idle(&self, now: Duration) -> bool {
        lock(&self.bucket).is_idle(now) && lock(&self.backoff).single_call_period(now) == Duration::ZERO
    }
}

/// Jobs pause after a refusal of the portal. The call was not sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Deferred;

/// The right to make one call. Its holder keeps it until the answer has arrived.
#[derive(Debug)]
#[must_use]
pub struct CallPermit(Option<Arc<PortalLimiter>>);

impl Drop for CallPermit {
    fn drop(&mut self) {
        if let Some(portal) = &self.0 {
            portal.jobs_in_flight.fetch_sub(1, Ordering::SeqCst);
            portal.job_call_ended.notify_one();
        }
    }
}

/// Running time that is reserved for a call. It is released when the call is over, because the answer states the true
/// sum.
#[derive(Debug)]
pub struct ReservedTime {
    portal: Arc<PortalLimiter>,
    method: &'static str,
    seconds: f64,
}

impl Drop for ReservedTime {
    fn drop(&mut self) {
        if let Some(meter) = lock(&self.portal.meters).get_mut(self.method) {
            meter.give_back(self.seconds);
        }
    }
}

struct WaitingPage<'a>(&'a AtomicUsize);

impl<'a> WaitingPage<'a> {
    fn count(waiting: &'a AtomicUsize) -> Self {
        waiting.fetch_add(1, Ordering::SeqCst);
        Self(waiting)
    }
}

impl Drop for WaitingPage<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
