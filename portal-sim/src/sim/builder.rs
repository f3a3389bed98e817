//! Setting a simulator up and starting its servers in a thread of their own.

use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use super::handle::Sim;
use crate::clock::SimClock;
use crate::faults::Faults;
use crate::server::{serve_authorization, start_portal};
use crate::sync::lock;
use crate::world::{
    AddressRole, Grants, Journal, Pace, PortalSettings, RegisteredApp, Servers, SimSettings, World, loopback,
    new_portal,
};

/// How a simulator is set up. The methods name the defaults.
#[derive(Debug, Clone)]
pub struct SimBuilder {
    portals: usize,
    contacts: usize,
    clock: Option<SimClock>,
    installed: bool,
    port: u16,
    settings: SimSettings,
    portal_settings: PortalSettings,
}

impl Default for SimBuilder {
    fn default() -> Self {
        let settings = SimSettings { seed: 1, rotate_refresh: true, sparse_exchange: false };
        let portal_settings = PortalSettings::default();
        Self { portals: 1, contacts: 100, clock: None, installed: false, port: 0, settings, portal_settings }
    }
}

impl Sim {
    /// Sets a simulator up.
    #[must_use]
    pub fn builder() -> SimBuilder {
        SimBuilder::default()
    }
}

impl SimBuilder {
    /// How many portals there are; 1 by default.
    #[must_use]
    pub fn portals(mut self, count: usize) -> Self {
        self.portals = count;
        self
    }

    /// How many contacts each portal starts with; 100 by default.
    #[must_use]
    pub fn contacts(mut self, count: usize) -> Self {
        self.contacts = count;
        self
    }

    /// The clock; real time by default.
    #[must_use]
    pub fn clock(mut self, clock: SimClock) -> Self {
        self.clock = Some(clock);
        self
    }

    /// A clock that runs this many times as fast as real time.
    #[must_use]
    pub fn speed(self, speed: f64) -> Self {
        self.clock(SimClock::scaled(speed))
    }

    /// The rate limit of each portal: a bucket of this many requests that drains so many a second; 50 and 2 by default.
    #[must_use]
    pub fn bucket(mut self, size: u32, drain_per_second: f64) -> Self {
        self.portal_settings.set_bucket(size, drain_per_second);
        self
    }

    /// No rate limit, like on-premise portals.
    #[must_use]
    pub fn no_bucket(mut self) -> Self {
        self.portal_settings.bucket = None;
        self
    }

    /// How much running time a method has in ten minutes. By default there is no limit, and answers have no `operating`.
    #[must_use]
    pub fn operating_limit(mut self, limit: Option<Duration>) -> Self {
        self.portal_settings.operating_limit = limit;
        self
    }

    /// How long the deletion of a contact takes; no time by default.
    #[must_use]
    pub fn delete_cost(mut self, cost: Duration) -> Self {
        self.portal_settings.set_delete_cost(cost);
        self
    }

    /// How fast the portals work. Their desktops then show a switch for it.
    #[must_use]
    pub fn pace(mut self, pace: Pace) -> Self {
        self.portal_settings.set_pace(pace);
        self
    }

    /// How long a method takes; for `batch`, how long it takes before its first command.
    #[must_use]
    pub fn method_cost(mut self, method: &str, cost: Duration) -> Self {
        self.portal_settings.set_cost(method, cost);
        self
    }

    /// How many requests a portal executes at once; without limit by default. The others wait in a queue, and the
    /// gateway's limit includes that time.
    #[must_use]
    pub fn workers(mut self, max: usize) -> Self {
        self.portal_settings.workers = max.max(1);
        self
    }

    /// Requests are executed one after the other: [`SimBuilder::workers`] with 1.
    #[must_use]
    pub fn serialized(self) -> Self {
        self.workers(1)
    }

    /// By which part of its cost a call gets slower for each other request that is executed; 0 by default. With 0.5,
    /// two requests at once each take one and a half times as long.
    #[must_use]
    pub fn contention(mut self, part: f64) -> Self {
        self.portal_settings.contention = part;
        self
    }

    /// The Enterprise plan: its licence in `app.info`, and a bucket of 250 requests that drains 5 a second.
    #[must_use]
    pub fn enterprise(mut self) -> Self {
        self.portal_settings.set_enterprise();
        self
    }

    /// After which time the gateway answers 504; 60 seconds by default.
    #[must_use]
    pub fn gateway_limit(mut self, limit: Duration) -> Self {
        self.portal_settings.gateway_limit = limit;
        self
    }

    /// Whether the application is installed on the portals; not by default.
    #[must_use]
    pub fn installed(mut self, installed: bool) -> Self {
        self.installed = installed;
        self
    }

    /// The application's scope; `crm,placement,user_brief` by default.
    #[must_use]
    pub fn scope(mut self, scope: &str) -> Self {
        scope.clone_into(&mut self.portal_settings.scope);
        self
    }

    /// Whether a refresh makes the old refresh token unusable; it does by default.
    #[must_use]
    pub fn rotate_refresh(mut self, rotate: bool) -> Self {
        self.settings.rotate_refresh = rotate;
        self
    }

    /// Whether the answer for a code lacks `expires` and `user_id`, as in one sample of the documentation.
    #[must_use]
    pub fn sparse_exchange(mut self, sparse: bool) -> Self {
        self.settings.sparse_exchange = sparse;
        self
    }

    /// The seed of the invented people and keys; 1 by default.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.settings.seed = seed;
        self
    }

    /// A fixed port for all addresses instead of free ones.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Binds the addresses and starts the servers.
    pub async fn start(self) -> std::io::Result<Sim> {
        let authorization = TcpListener::bind((loopback(0), self.port))?;
        let sockets = (1..=self.portals).map(|number| TcpListener::bind((loopback(number), self.port)));
        let sockets = sockets.collect::<std::io::Result<Vec<_>>>()?;
        let (ready, started) = tokio::sync::oneshot::channel();
        std::thread::Builder::new().name("portal-sim".to_owned()).spawn(move || {
            let _ = self.run(authorization, sockets, ready);
        })?;
        started.await.map_err(std::io::Error::other)
    }

    /// Runs the servers on this thread until they are stopped.
    fn run(
        self,
        authorization: TcpListener,
        sockets: Vec<TcpListener>,
        ready: tokio::sync::oneshot::Sender<Sim>,
    ) -> std::io::Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let addresses = sockets.iter().map(TcpListener::local_addr).collect::<std::io::Result<Vec<_>>>()?;
        let oauth = authorization.local_addr()?;
        let world = Arc::new(self.build_world(oauth, &addresses, runtime.handle().clone()));
        let _inside = runtime.enter();
        world.servers.start(serve_authorization(&world, authorization)?, &world.runtime);
        let sim = Sim::new(Arc::clone(&world));
        for (portal, socket) in sim.portals().iter().zip(sockets) {
            start_portal(portal, socket)?;
        }
        let _ = ready.send(sim);
        runtime.block_on(async {
            while let Some(server) = world.servers.next_running() {
                let _ = server.await;
            }
        });
        Ok(())
    }

    pub(super) fn portal_count(&self) -> usize {
        self.portals
    }

    pub(super) fn build_world(
        &self,
        oauth_address: SocketAddr,
        addresses: &[SocketAddr],
        runtime: tokio::runtime::Handle,
    ) -> World {
        let clock = self.clock.clone().unwrap_or_else(SimClock::real);
        let portal = |(index, address): (usize, &SocketAddr)| {
            let (seed, now) = (self.settings.seed, clock.now());
            let core = new_portal(seed, index, *address, self.contacts, now, &self.portal_settings);
            let mut data = lock(&core.data);
            data.app.present = true;
            data.app.installed = self.installed;
            drop(data);
            Arc::new(core)
        };
        let portals = addresses.iter().enumerate().map(portal).collect();
        let role = |(index, address): (usize, &SocketAddr)| (*address, AddressRole::Portal(index));
        World {
            clock,
            settings: self.settings.clone(),
            apps: Mutex::new(vec![RegisteredApp::new(&format!("app/{}", self.settings.seed))]),
            grants: Mutex::new(Grants::default()),
            portals,
            oauth_address,
            oauth_faults: Faults::default(),
            oauth_journal: Journal::default(),
            refreshes: AtomicUsize::new(0),
            roles: Mutex::new(addresses.iter().enumerate().map(role).collect()),
            runtime,
            servers: Servers::default(),
            http: OnceLock::new(),
            event_sink: Mutex::default(),
        }
    }
}
