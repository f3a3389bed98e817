//! What all servers of one simulator share.

use std::collections::HashMap;
use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, OnceLock};

use super::addresses::{AddressRole, loopback};
use super::apps::RegisteredApp;
use super::grants::Grants;
use super::journal::Journal;
use super::outbox::EventSink;
use super::portal_core::PortalCore;
use super::servers::Servers;
use crate::clock::SimClock;
use crate::faults::Faults;
use crate::sync::lock;

/// The settings of the whole simulator; each portal also has settings of its own.
#[derive(Debug, Clone)]
pub(crate) struct SimSettings {
    pub(crate) seed: u64,
    pub(crate) rotate_refresh: bool,
    pub(crate) sparse_exchange: bool,
}

/// The state of a simulator.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) clock: SimClock,
    pub(crate) settings: SimSettings,
    /// The registered applications; the first is the one under test.
    pub(crate) apps: Mutex<Vec<RegisteredApp>>,
    pub(crate) grants: Mutex<Grants>,
    pub(crate) portals: Vec<Arc<PortalCore>>,
    pub(crate) oauth_address: SocketAddr,
    pub(crate) oauth_faults: Faults,
    pub(crate) oauth_journal: Journal,
    /// How many refreshes succeeded.
    pub(crate) refreshes: AtomicUsize,
    pub(crate) roles: Mutex<HashMap<SocketAddr, AddressRole>>,
    pub(crate) runtime: tokio::runtime::Handle,
    pub(crate) servers: Servers,
    /// Posts events; built when the first event is sent.
    pub(crate) http: OnceLock<reqwest::Client>,
    /// Takes events instead of HTTP.
    pub(crate) event_sink: Mutex<Option<Arc<dyn EventSink>>>,
}

impl World {
    pub(crate) fn oauth_url(&self) -> String {
        format!("http://{}", self.oauth_address)
    }

    /// The application under test.
    pub(crate) fn app(&self) -> RegisteredApp {
        lock(&self.apps)[0].clone()
    }

    pub(crate) fn find_app(&self, client_id: &str) -> Option<RegisteredApp> {
        lock(&self.apps).iter().find(|app| app.client_id == client_id).cloned()
    }

    pub(crate) fn role(&self, address: SocketAddr) -> Option<AddressRole> {
        lock(&self.roles).get(&address).copied()
    }

    /// Binds a free port on a loopback address that this simulator has not used before.
    pub(crate) fn bind_new_address(&self) -> std::io::Result<TcpListener> {
        TcpListener::bind((self.next_loopback(), 0))
    }

    /// A loopback address that this simulator has not used before.
    pub(crate) fn next_loopback(&self) -> std::net::Ipv4Addr {
        loopback(lock(&self.roles).len() + 1)
    }

    /// Moves a portal to a new address. Its old address redirects from now on.
    pub(crate) fn move_portal(&self, portal: &PortalCore, new: SocketAddr) {
        let old = std::mem::replace(&mut *lock(&portal.address), new);
        let mut roles = lock(&self.roles);
        roles.insert(new, AddressRole::Portal(portal.index));
        roles.insert(old, AddressRole::RenamedPortal(portal.index));
    }

    /// The sink that takes events instead of HTTP, if a test has set one.
    pub(crate) fn event_sink(&self) -> Option<Arc<dyn EventSink>> {
        lock(&self.event_sink).clone()
    }
}
