//! What all servers of one simulator share: the clock, the settings, the registered applications, the grants,
//! and which address belongs to whom.

use std::collections::HashMap;
use std::fmt::Write;
use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, OnceLock};

use actix_web::dev::{Server, ServerHandle};
use sha2::{Digest, Sha256};
use tokio::task::JoinHandle;

use crate::clock::SimClock;
use crate::faults::Faults;
use crate::journal::Journal;
use crate::lock;
use crate::memory::EventSink;
use crate::oauth::Grants;
use crate::portal::PortalCore;

/// How the simulator was set up.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) seed: u64,
    pub(crate) rotate_refresh: bool,
    pub(crate) sparse_exchange: bool,
}

/// An application as the vendor's area knows it.
#[derive(Debug, Clone)]
pub(crate) struct AppCard {
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) app_url: String,
    pub(crate) install_url: String,
    pub(crate) placement_url: String,
    pub(crate) redirect_url: String,
}

impl AppCard {
    /// An application with keys drawn from `seed` and no addresses yet.
    pub(crate) fn new(seed: &str) -> Self {
        let nowhere = "http://127.0.0.1:8080";
        Self {
            client_id: format!(
                "app.{}.{}",
                digest(&format!("{seed}/id"), 14),
                digest(&format!("{seed}/no"), 8)
            ),
            client_secret: digest(&format!("{seed}/secret"), 50),
            app_url: format!("{nowhere}/app"),
            install_url: format!("{nowhere}/install"),
            placement_url: format!("{nowhere}/placement"),
            redirect_url: format!("{nowhere}/oauth/callback"),
        }
    }
}

/// Hexadecimal digits that depend on the seed alone.
pub(crate) fn digest(seed: &str, digits: usize) -> String {
    let hash = Sha256::digest(format!("portal-sim/{seed}").as_bytes());
    let mut text = hex(&hash);
    text.truncate(digits);
    text
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Who answers at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Portal(usize),
    /// The address that a renamed portal left.
    MovedPortal(usize),
}

/// The shared state.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) clock: SimClock,
    pub(crate) settings: Settings,
    /// The registered applications; the first is the one under test.
    pub(crate) apps: Mutex<Vec<AppCard>>,
    pub(crate) grants: Mutex<Grants>,
    pub(crate) portals: Vec<Arc<PortalCore>>,
    pub(crate) oauth_address: SocketAddr,
    pub(crate) oauth_faults: Faults,
    pub(crate) oauth_journal: Journal,
    pub(crate) refreshes: AtomicUsize,
    pub(crate) roles: Mutex<HashMap<SocketAddr, Role>>,
    pub(crate) runtime: tokio::runtime::Handle,
    /// Handles of all servers, and the tasks that drive them.
    pub(crate) servers: Mutex<Vec<ServerHandle>>,
    pub(crate) running: Mutex<Vec<JoinHandle<std::io::Result<()>>>>,
    pub(crate) http: OnceLock<reqwest::Client>,
    /// Takes events instead of HTTP.
    pub(crate) event_sink: Mutex<Option<Arc<dyn EventSink>>>,
}

impl World {
    pub(crate) fn oauth_url(&self) -> String {
        format!("http://{}", self.oauth_address)
    }

    /// Drives a server until it is stopped.
    pub(crate) fn run(&self, server: Server) -> ServerHandle {
        let handle = server.handle();
        lock(&self.servers).push(handle.clone());
        lock(&self.running).push(self.runtime.spawn(server));
        handle
    }

    /// The application under test.
    pub(crate) fn app(&self) -> AppCard {
        lock(&self.apps)[0].clone()
    }

    pub(crate) fn find_app(&self, client_id: &str) -> Option<AppCard> {
        lock(&self.apps).iter().find(|app| app.client_id == client_id).cloned()
    }

    pub(crate) fn role(&self, address: SocketAddr) -> Option<Role> {
        lock(&self.roles).get(&address).copied()
    }

    /// Binds a free port on a loopback address no portal of this simulator had before.
    pub(crate) fn bind_new_address(&self) -> std::io::Result<TcpListener> {
        let taken = lock(&self.roles).len() + 1;
        TcpListener::bind((loopback(taken), 0))
    }
}

/// The loopback address with this number: 127.0.0.1, 127.0.0.2 …
pub(crate) fn loopback(number: usize) -> std::net::Ipv4Addr {
    let last = u8::try_from(number % 250 + 1).unwrap_or(1);
    let third = u8::try_from(number / 250 % 250).unwrap_or(0);
    std::net::Ipv4Addr::new(127, 0, third, last)
}
