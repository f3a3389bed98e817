//! What all work on jobs shares.

use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;

use super::lanes::Lanes;
use super::pace::Paces;
use crate::domain::clock::SharedClock;
use crate::domain::job::{Job, JobId};
use crate::flows::Flows;
use crate::flows::errand::Errand;
use crate::store::Store;
use crate::store::jobs::Lease;

/// How long calls in flight may still take when a service stops; what has not come back then is looked up later.
const GRACE: Duration = Duration::from_secs(6);
/// The same where nobody looks anything up later: a call takes a minute at most, and a lost answer is looked up at once.
const LONG_GRACE: Duration = Duration::from_mins(3);

/// For whom jobs work.
#[derive(Clone, Debug)]
pub enum Errands {
    /// Users of installed apps.
    Users(Box<Flows>),
    /// Whoever made one webhook.
    One(Box<Errand>),
}

/// The database, the clock, and what has been measured about portals.
#[derive(Clone, Debug)]
pub struct Desk {
    pub(super) store: Store,
    pub(super) clock: SharedClock,
    pub(super) lanes: Arc<Lanes>,
    pub(super) paces: Arc<Paces>,
    /// This process among others on the same database.
    pub(super) owner: String,
    errands: Errands,
}

impl Desk {
    /// A desk with a name of its own.
    #[must_use]
    pub fn new(store: Store, errands: Errands, clock: SharedClock) -> Self {
        Self {
            store,
            clock,
            lanes: Arc::default(),
            paces: Arc::default(),
            owner: Uuid::now_v7().to_string(),
            errands,
        }
    }

    /// The errand that a job is.
    pub(super) fn errand(&self, job: &Job) -> Errand {
        match &self.errands {
            Errands::Users(flows) => flows.errand(&job.principal),
            Errands::One(errand) => errand.as_ref().clone(),
        }
    }

    /// This process's right to work on a job that it has claimed.
    pub(super) fn lease(&self, job: JobId) -> Lease {
        Lease { job, owner: self.owner.clone() }
    }

    /// How long calls in flight may still take once the work is to stop.
    pub(super) fn grace(&self) -> Duration {
        match &self.errands {
            Errands::Users(_) => GRACE,
            Errands::One(_) => LONG_GRACE,
        }
    }

    /// Resolves when somebody has started or made a job here.
    pub(super) async fn woken(&self) {
        match &self.errands {
            Errands::Users(flows) => flows.job_is_due().await,
            Errands::One(_) => std::future::pending().await,
        }
    }
}
