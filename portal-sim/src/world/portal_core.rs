//! Everything that belongs to one portal. What calls change has one lock: [`PortalData`].

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Mutex;

use super::data::PortalData;
use super::journal::Journal;
use super::limits::Limits;
use super::moments::PendingActions;
use super::outbox::Outbox;
use super::servers::PortalServer;
use super::settings::PortalSettings;
use super::workers::Workers;
use crate::faults::{Faults, Outage};

/// The state of one portal.
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
    pub(crate) settings: Mutex<PortalSettings>,
    pub(crate) workers: Workers,
    pub(crate) pending_actions: PendingActions,
    pub(crate) outage: Mutex<Option<Outage>>,
    /// The last successful answer of each method, for the fault that repeats it.
    pub(crate) last_answers: Mutex<HashMap<String, String>>,
    pub(crate) server: PortalServer,
}
