//! What all work on jobs shares: the database, the clock, measurements of portals, and access to portals.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use uuid::Uuid;

use super::active_claims::ActiveClaims;
use super::call_size::CallSizes;
use super::concurrency::ConcurrencyLimits;
use crate::domain::clock::SharedClock;
use crate::domain::job::{Job, JobId};
use crate::flows::Flows;
use crate::flows::job_client::JobClient;
use crate::store::jobs::Lease;
use crate::store::{Store, StoreError};

/// How long calls in flight may still take when a service stops; what has not come back then is looked up later.
const GRACE: Duration = Duration::from_secs(6);
/// The same where nobody looks anything up later: a call takes a minute at most, and a lost answer is looked up at once.
const LONG_GRACE: Duration = Duration::from_mins(3);

/// How long a write is tried again while the database does not take part.
const MAX_WAIT: Duration = Duration::from_mins(2);
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// Creates the client of each job.
#[derive(Clone, Debug)]
pub enum JobClients {
    /// Users of installed apps.
    Users(Box<Flows>),
    /// The user of one inbound webhook.
    Webhook(Box<JobClient>),
}

/// The shared state of the worker.
#[derive(Clone, Debug)]
pub struct WorkerContext {
    pub(super) store: Store,
    pub(super) clock: SharedClock,
    pub(super) concurrency: Arc<ConcurrencyLimits>,
    pub(super) call_sizes: Arc<CallSizes>,
    /// The claims that this process works on.
    pub(super) active_claims: ActiveClaims,
    /// This claim among all others on the same database.
    pub(super) owner: String,
    /// This process among others on the same database, and how many claims it has tried.
    process: Arc<(String, AtomicU64)>,
    clients: JobClients,
}

impl WorkerContext {
    /// A context with an owner name of its own.
    #[must_use]
    pub fn new(store: Store, clients: JobClients, clock: SharedClock) -> Self {
        let name = Uuid::now_v7().to_string();
        Self {
            store,
            clock,
            concurrency: Arc::default(),
            call_sizes: Arc::default(),
            active_claims: ActiveClaims::default(),
            owner: name.clone(),
            process: Arc::new((name, AtomicU64::new(0))),
            clients,
        }
    }

    /// The same context with an owner name that no other claim has. Late writes of an earlier claim of the same job are
    /// refused.
    pub(super) fn for_new_claim(&self) -> Self {
        let number = self.process.1.fetch_add(1, Ordering::Relaxed);
        Self { owner: format!("{}/{number}", self.process.0), ..self.clone() }
    }

    /// Writes, and tries again for a while when the database does not take part: what a portal has answered must not be
    /// lost for a disk that was full for some seconds.
    ///
    /// # Errors
    /// When that did not help, or the database refuses the write itself.
    pub(super) async fn write_with_retry<T, F>(&self, write: impl Fn() -> F) -> Result<T, StoreError>
    where
        F: Future<Output = Result<T, StoreError>>,
    {
        let (until, mut pause) = (self.clock.uptime() + MAX_WAIT, FIRST_PAUSE);
        loop {
            match write().await {
                Err(error) if error.is_passing() && self.clock.uptime() < until => {
                    tracing::warn!(%error, "a write is tried again");
                    self.clock.sleep(pause).await;
                    pause = pause.saturating_mul(2).min(LONGEST_PAUSE);
                }
                done => return done,
            }
        }
    }

    /// The client that calls the portal for a job.
    pub(super) fn client(&self, job: &Job) -> JobClient {
        match &self.clients {
            JobClients::Users(flows) => flows.job_client(&job.principal, job.id),
            JobClients::Webhook(client) => client.as_ref().clone(),
        }
    }

    /// This process's right to work on a job that it has claimed.
    pub(super) fn lease(&self, job: JobId) -> Lease {
        Lease { job, owner: self.owner.clone() }
    }

    /// How long calls in flight may still take once the work is to stop.
    pub(super) fn grace(&self) -> Duration {
        match &self.clients {
            JobClients::Users(_) => GRACE,
            JobClients::Webhook(_) => LONG_GRACE,
        }
    }

    /// Tells the owners of jobs how these stand.
    pub(super) async fn notify_owners(&self) {
        if let JobClients::Users(flows) = &self.clients
            && let Err(error) = flows.notify_owners().await
        {
            tracing::error!(%error, "the owners of jobs were not told");
        }
    }

    /// Resolves when somebody has started or made a job here.
    pub(super) async fn wait_for_due_job(&self) {
        match &self.clients {
            JobClients::Users(flows) => flows.wait_for_due_job().await,
            JobClients::Webhook(_) => std::future::pending().await,
        }
    }
}
