//! What all work on jobs shares: the database, the clock, the measurements of portals, and the clients that call
//! them.

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

/// How long calls in flight may take when the service stops. Calls that end later are looked up by the next claim.
const GRACE: Duration = Duration::from_secs(6);
/// The same for a webhook, where no later process looks anything up. A call takes a minute at most, and the contacts
/// of a lost answer are looked up at once.
const LONG_GRACE: Duration = Duration::from_mins(3);

/// How long a write is retried while the database does not answer.
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
    /// The lease owner of this claim, unique in the database.
    pub(super) owner: String,
    /// The unique name of this process, and the number of its next claim.
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

    /// Writes to the database and retries for a while if it does not answer. A disk that is full for some seconds
    /// must not lose a portal's answer.
    ///
    /// # Errors
    /// When the retries fail, or the database refuses the write.
    pub(super) async fn write_with_retry<T, F>(&self, write: impl Fn() -> F) -> Result<T, StoreError>
    where
        F: Future<Output = Result<T, StoreError>>,
    {
        let (until, mut pause) = (self.clock.uptime() + MAX_WAIT, FIRST_PAUSE);
        loop {
            match write().await {
                Err(error) if error.is_temporary() && self.clock.uptime() < until => {
                    tracing::warn!(%error, "a write to the database is retried");
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

    /// The lease of this claim on a job.
    pub(super) fn lease(&self, job: JobId) -> Lease {
        Lease { job, owner: self.owner.clone() }
    }

    /// How long calls in flight may take after the stop signal.
    pub(super) fn grace(&self) -> Duration {
        match &self.clients {
            JobClients::Users(_) => GRACE,
            JobClients::Webhook(_) => LONG_GRACE,
        }
    }

    /// Notifies the owners of jobs that have changed.
    pub(super) async fn notify_owners(&self) {
        if let JobClients::Users(flows) = &self.clients
            && let Err(error) = flows.notify_owners().await
        {
            tracing::error!(%error, "the owners of jobs were not notified");
        }
    }

    /// Resolves when this process has created or started a job.
    pub(super) async fn wait_for_due_job(&self) {
        match &self.clients {
            JobClients::Users(flows) => flows.wait_for_due_job().await,
            JobClients::Webhook(_) => std::future::pending().await,
        }
    }
}
