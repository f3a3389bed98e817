//! The two brakes of a portal, shared by everything that calls it from here: how many calls it takes (a leaky bucket,
//! counted by portal and source address) and how long its methods may run. Whoever waits in front of a page goes
//! first (b24restdocs settings/performance/limits.md).

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use super::bucket::Bucket;
use super::operating::{Meter, Spending};
use super::portion::{Asking, Portions, Taken};
use super::strain::Strain;
use crate::domain::clock::{SharedClock, UnixTime};
use crate::domain::portal::Endpoint;

/// Who waits for the answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Urgency {
    /// A person in front of a page.
    #[default]
    Page,
    /// A job.
    Job,
}

/// Calls that jobs leave in the bucket for pages. It also makes up for calls that reach the portal closer together
/// than they were sent.
const KEPT_FOR_PAGES: f64 = 2.0;
/// What even pages leave.
const KEPT_FOR_JITTER: f64 = 0.5;
/// How long a job looks away while somebody at a page waits.
const GIVE_WAY: Duration = Duration::from_millis(20);
/// Portals that are remembered; idle ones are forgotten beyond.
const MAX_PORTALS: usize = 10_000;

/// What is known of a portal's limits.
#[derive(Clone, PartialEq, Debug)]
pub struct Known {
    /// Calls that it takes at once.
    pub burst: f64,
    /// Calls that jobs may make just now without waiting.
    pub free: f64,
    /// Calls a second that it takes from then on; fewer while others use the portal too.
    pub per_second: f64,
    /// Methods whose running time it counts just now.
    pub running_time: Vec<RunningTime>,
}

/// What is left of a method's running time.
#[derive(Clone, PartialEq, Debug)]
pub struct RunningTime {
    /// The method.
    pub method: &'static str,
    /// Seconds, before the limit that we keep to.
    pub left: f64,
    /// Seconds that there are in ten minutes.
    pub ceiling: f64,
    /// When the method goes on, where the portal has blocked it.
    pub blocked_until: Option<UnixTime>,
}

/// The brakes of all portals, cheap to clone.
#[derive(Clone, Debug)]
pub struct Limiter {
    portals: Arc<Mutex<HashMap<String, Arc<Brakes>>>>,
    clock: SharedClock,
}

/// The brakes of one portal.
#[derive(Debug)]
struct Brakes {
    bucket: Mutex<Bucket>,
    meters: Mutex<HashMap<&'static str, Meter>>,
    strain: Mutex<Strain>,
    portions: Mutex<Portions>,
    jobs_in_flight: AtomicUsize,
    job_landed: Notify,
    pages_waiting: AtomicUsize,
    /// Held by the page, or the job, whose turn it is; both queues are fair.
    page_turn: tokio::sync::Mutex<()>,
    job_turn: tokio::sync::Mutex<()>,
}

impl Limiter {
    /// Brakes that go by this clock.
    #[must_use]
    pub fn new(clock: SharedClock) -> Self {
        Self { portals: Arc::default(), clock }
    }

    /// How long the clock has been running that the brakes go by.
    #[must_use]
    pub fn uptime(&self) -> Duration {
        self.clock.uptime()
    }

    /// Waits until the portal takes one more call, and counts it. After a refusal jobs pause, and then make one call
    /// at a time; a job's call that may not wait is kept back while they pause.
    ///
    /// # Errors
    /// [`KeptBack`]: the call must not be sent now.
    pub async fn enter(
        &self,
        endpoint: &Endpoint,
        urgency: Urgency,
        may_wait: bool,
    ) -> Result<Pass, KeptBack> {
        let brakes = self.brakes(endpoint);
        match urgency {
            Urgency::Page => {
                let _waiting = Waiting::count(&brakes.pages_waiting);
                let _turn = brakes.page_turn.lock().await;
                let try_once = |now| lock(&brakes.bucket).take_for_page(now, KEPT_FOR_JITTER);
                while let Err(wait) = try_once(self.clock.uptime()) {
                    self.clock.sleep(wait).await;
                }
                Ok(Pass(None))
            }
            Urgency::Job => {
                let _turn = brakes.job_turn.lock().await;
                loop {
                    match brakes.try_for_job(self.clock.uptime()) {
                        Ok(()) => break,
                        Err(Wait::Pause(_)) if !may_wait => return Err(KeptBack),
                        Err(Wait::Pause(wait) | Wait::Bucket(wait)) => self.clock.sleep(wait).await,
                        Err(Wait::Landing) => brakes.job_landed.notified().await,
                    }
                }
                brakes.jobs_in_flight.fetch_add(1, Ordering::SeqCst);
                Ok(Pass(Some(Arc::clone(&brakes))))
            }
        }
    }

    /// Until when jobs make no call because the portal refused one; `None` when they may.
    #[must_use]
    pub fn rests_until(&self, endpoint: &Endpoint) -> Option<UnixTime> {
        let pause = lock(&self.brakes(endpoint).strain).pause(self.clock.uptime());
        (pause > Duration::ZERO).then(|| self.clock.now().plus(pause))
    }

    /// How long jobs make one call at a time because the portal refused one; zero when they need not.
    #[must_use]
    pub fn single_file(&self, endpoint: &Endpoint) -> Duration {
        lock(&self.brakes(endpoint).strain).single_file(self.clock.uptime())
    }

    /// The portal said that its bucket is full.
    pub fn refused(&self, endpoint: &Endpoint) {
        let (brakes, now) = (self.brakes(endpoint), self.clock.uptime());
        lock(&brakes.bucket).refused(now);
        lock(&brakes.strain).refused(now);
        metrics::counter!("eraser_rate_limited_total").increment(1);
    }

    /// About how many contacts the next read of this kind should ask.
    #[must_use]
    pub fn portion(&self, endpoint: &Endpoint, asking: Asking) -> usize {
        lock(&self.brakes(endpoint).portions).of(asking).size()
    }

    /// How many contacts one call of a proof comes to ask about, and the seconds that it takes; `None` before any list was
    /// answered.
    #[must_use]
    pub fn proof(&self, endpoint: &Endpoint) -> Option<(f64, f64)> {
        lock(&self.brakes(endpoint).portions).of_proof()
    }

    /// The same for a read that is to take no longer than so many seconds.
    #[must_use]
    pub fn portion_within(&self, endpoint: &Endpoint, asking: Asking, seconds: f64) -> usize {
        lock(&self.brakes(endpoint).portions).of(asking).size_within(seconds)
    }

    /// Seconds that one list of this kind takes, as far as is known.
    #[must_use]
    pub fn seconds_of_a_list(&self, endpoint: &Endpoint, asking: Asking) -> Option<f64> {
        lock(&self.brakes(endpoint).portions).of(asking).seconds()
    }

    /// A read about so many contacts was answered.
    pub fn took(&self, endpoint: &Endpoint, asking: Asking, contacts: usize, taken: Taken) {
        lock(&self.brakes(endpoint).portions).of(asking).took(contacts, taken);
    }

    /// A read about so many contacts brought no answer that could be read.
    pub fn was_too_much(&self, endpoint: &Endpoint, asking: Asking, contacts: usize) {
        lock(&self.brakes(endpoint).portions).of(asking).was_too_much(contacts);
    }

    /// The portal's plan takes more calls (Enterprise: 250, and 5 a second).
    pub fn learn_enterprise(&self, endpoint: &Endpoint) {
        lock(&self.brakes(endpoint).bucket).widen(self.clock.uptime());
    }

    /// Whether calls have to wait for the bucket just now.
    #[must_use]
    pub fn is_full(&self, endpoint: &Endpoint) -> bool {
        lock(&self.brakes(endpoint).bucket).wait(self.clock.uptime(), KEPT_FOR_PAGES) > Duration::ZERO
    }

    /// Sets this much of a method's running time aside for a call.
    ///
    /// # Errors
    /// When to come back, if the time is used up.
    pub fn spend(
        &self,
        endpoint: &Endpoint,
        method: &'static str,
        seconds: f64,
    ) -> Result<Reserved, UnixTime> {
        let brakes = self.brakes(endpoint);
        let reserved = lock(&brakes.meters).entry(method).or_default().reserve(seconds, self.clock.now())?;
        Ok(Reserved { brakes, method, seconds: reserved })
    }

    /// How much of a method's running time is left, in seconds; `None` where the portal does not count it.
    #[must_use]
    pub fn left(&self, endpoint: &Endpoint, method: &'static str) -> Option<f64> {
        lock(&self.brakes(endpoint).meters).get_mut(method).and_then(|meter| meter.left(self.clock.now()))
    }

    /// What the portal said about a method's running time in its last answer.
    pub fn note(&self, endpoint: &Endpoint, method: &'static str, spending: Spending) {
        let now = self.clock.now();
        lock(&self.brakes(endpoint).meters).entry(method).or_default().note(spending, now);
    }

    /// The portal said that a method's running time is used up. Answers when it goes on.
    #[must_use]
    pub fn exhausted(&self, endpoint: &Endpoint, method: &'static str) -> UnixTime {
        lock(&self.brakes(endpoint).meters).entry(method).or_default().exhausted(self.clock.now())
    }

    /// What is known of the portal's limits since this process began.
    #[must_use]
    pub fn known(&self, endpoint: &Endpoint) -> Known {
        let (brakes, now) = (self.brakes(endpoint), self.clock.now());
        let (burst, per_second, free) = {
            let mut bucket = lock(&brakes.bucket);
            let (burst, per_second) = bucket.measure();
            (burst, per_second, bucket.free(self.clock.uptime(), KEPT_FOR_PAGES))
        };
        let running = |(method, meter): (&&'static str, &mut Meter)| {
            let blocked_until = meter.blocked_until(now);
            let left = meter.left(now).or(blocked_until.map(|_| 0.0))?;
            Some(RunningTime { method, left, ceiling: meter.ceiling(), blocked_until })
        };
        let mut running_time: Vec<_> = lock(&brakes.meters).iter_mut().filter_map(running).collect();
        running_time.sort_unstable_by_key(|time| time.method);
        Known { burst, free, per_second, running_time }
    }

    fn brakes(&self, endpoint: &Endpoint) -> Arc<Brakes> {
        let mut portals = lock(&self.portals);
        if portals.len() >= MAX_PORTALS {
            let now = self.clock.uptime();
            portals.retain(|_, brakes| Arc::strong_count(brakes) > 1 || !brakes.is_idle(now));
        }
        Arc::clone(portals.entry(endpoint.host().to_string()).or_insert_with(|| {
            Arc::new(Brakes {
                bucket: Mutex::new(Bucket::new(self.clock.uptime())),
                meters: Mutex::default(),
                strain: Mutex::default(),
                portions: Mutex::default(),
                jobs_in_flight: AtomicUsize::new(0),
                job_landed: Notify::new(),
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
    Landing,
}

impl Brakes {
    fn try_for_job(&self, now: Duration) -> Result<(), Wait> {
        let strain = lock(&self.strain).clone();
        let pause = strain.pause(now);
        if pause > Duration::ZERO {
            return Err(Wait::Pause(pause));
        }
        if strain.single_file(now) > Duration::ZERO && self.jobs_in_flight.load(Ordering::SeqCst) > 0 {
            return Err(Wait::Landing);
        }
        if self.pages_waiting.load(Ordering::SeqCst) > 0 {
            return Err(Wait::Bucket(GIVE_WAY));
        }
        lock(&self.bucket).take(now, KEPT_FOR_PAGES).map_err(Wait::Bucket)
    }

    fn is_idle(&self, now: Duration) -> bool {
        lock(&self.bucket).is_idle(now) && lock(&self.strain).single_file(now) == Duration::ZERO
    }
}

/// The portal refused a call a moment ago: this one was not sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KeptBack;

/// The right to make one call, held until its answer is there.
#[derive(Debug)]
#[must_use]
pub struct Pass(Option<Arc<Brakes>>);

impl Drop for Pass {
    fn drop(&mut self) {
        if let Some(brakes) = &self.0 {
            brakes.jobs_in_flight.fetch_sub(1, Ordering::SeqCst);
            brakes.job_landed.notify_one();
        }
    }
}

/// Running time set aside for a call; given back when the call is over and its answer has told the true sum.
#[derive(Debug)]
pub struct Reserved {
    brakes: Arc<Brakes>,
    method: &'static str,
    seconds: f64,
}

impl Drop for Reserved {
    fn drop(&mut self) {
        if let Some(meter) = lock(&self.brakes.meters).get_mut(self.method) {
            meter.give_back(self.seconds);
        }
    }
}

struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn count(waiting: &'a AtomicUsize) -> Self {
        waiting.fetch_add(1, Ordering::SeqCst);
        Self(waiting)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
