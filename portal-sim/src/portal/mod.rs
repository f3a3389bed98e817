//! One portal: its people, its CRM, the application's installation, and the ground truth to ask afterwards.
//! [`Portal`] is the handle that tests and the servers share; the data behind it has one lock.

mod details;
mod frame;
mod identity;
mod install;
mod moments;
mod outage;
mod people;
mod seed;
mod truth;
mod tuning;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use actix_web::dev::{Server, ServerHandle};
use tokio::net::TcpSocket;

use crate::crm::Crm;
use crate::events::Outbox;
use crate::faults::Faults;
use crate::journal::Journal;
use crate::php::PhpArray;
use crate::rest::{Limits, Workers};
use crate::world::World;

pub use frame::FramePost;
pub use install::{EventHandler, Placement};
pub use moments::Moment;
pub use outage::Outage;
pub use people::{Rights, User};
pub use truth::{Addition, Deletion, Notice};

pub(crate) use moments::Incident;
use moments::Moments;
pub(crate) use seed::sow;
pub use tuning::Pace;
pub(crate) use tuning::{Bucket, Tuning};

/// A portal's condition, as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PortalState {
    /// All is well.
    Active,
    /// `PORTAL_DELETED`, and the authorization server knows it no longer (404).
    Deleted,
    /// `PAYMENT_REQUIRED`.
    PaymentRequired,
    /// `APPLICATION_NOT_FOUND`, and `NOT_INSTALLED` at the authorization server.
    AppRemoved,
    /// `OVERLOAD_LIMIT`: the application is blocked for overload.
    Overloaded,
    /// The plan has no REST any more: `ACCESS_DENIED` with 401.
    PlanRestricted,
}

/// What one portal is made of.
#[derive(Debug)]
pub(crate) struct PortalCore {
    pub(crate) index: usize,
    pub(crate) member_id: String,
    pub(crate) application_token: String,
    pub(crate) address: Mutex<SocketAddr>,
    pub(crate) data: Mutex<PortalData>,
    pub(crate) limits: Mutex<Limits>,
    pub(crate) faults: Faults,
    pub(crate) journal: Journal,
    pub(crate) outbox: Outbox,
    pub(crate) tuning: Mutex<Tuning>,
    pub(crate) workers: Workers,
    pub(crate) moments: Moments,
    pub(crate) outage: Mutex<Option<Outage>>,
    /// The last answer of each method, for the faults that repeat it.
    pub(crate) last_answers: Mutex<HashMap<String, String>>,
    server: Mutex<Option<ServerHandle>>,
    held_port: Mutex<Option<TcpSocket>>,
}

impl PortalCore {
    /// Drives the server of this portal.
    pub(crate) fn run(&self, world: &World, server: Server) {
        *crate::lock(&self.server) = Some(world.run(server));
    }
}

/// The part of a portal that calls change.
#[derive(Debug)]
pub(crate) struct PortalData {
    pub(crate) state: PortalState,
    pub(crate) users: BTreeMap<u64, User>,
    pub(crate) without_app_access: BTreeSet<u64>,
    pub(crate) webhooks: BTreeMap<u64, String>,
    pub(crate) crm: Crm,
    pub(crate) app: Installation,
    pub(crate) deletions: Vec<Deletion>,
    pub(crate) additions: Vec<Addition>,
    pub(crate) delete_requests: HashMap<u64, usize>,
    pub(crate) delete_runs: HashMap<u64, usize>,
    /// What users were told and have not had replaced, and how many messages there ever were.
    pub(crate) notices: Vec<Notice>,
    pub(crate) notices_sent: u64,
    /// Contacts on whose data the portal breaks.
    pub(crate) unreadable: BTreeSet<u64>,
    /// Fields of contacts by which lists are not narrowed.
    pub(crate) ignored: BTreeSet<String>,
}

/// The application on this portal.
#[derive(Debug, Default)]
pub(crate) struct Installation {
    /// It was added to the portal; tokens can be had.
    pub(crate) present: bool,
    /// The installer said that it is finished: events and widgets live.
    pub(crate) installed: bool,
    pub(crate) handlers: Vec<EventHandler>,
    pub(crate) placements: Vec<Placement>,
    pub(crate) options: PhpArray,
    pub(crate) user_options: BTreeMap<u64, PhpArray>,
    /// Who has had the application's first run behind them.
    pub(crate) started_by: BTreeSet<u64>,
    last_id: u64,
}

impl Installation {
    pub(crate) fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }
}

/// A handle on one portal, cheap to clone.
#[derive(Debug, Clone)]
pub struct Portal {
    pub(crate) world: Arc<World>,
    pub(crate) core: Arc<PortalCore>,
}

impl Portal {
    pub(crate) fn new(world: Arc<World>, index: usize) -> Self {
        let core = Arc::clone(&world.portals[index]);
        Self { world, core }
    }
}
