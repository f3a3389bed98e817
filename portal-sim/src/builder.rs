//! Setting a simulator up, and starting its servers on a thread of their own.

use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use crate::clock::SimClock;
use crate::faults::Faults;
use crate::journal::Journal;
use crate::lock;
use crate::memory::first_roles;
use crate::oauth::Grants;
use crate::portal::{Pace, Tuning, sow};
use crate::server;
use crate::sim::Sim;
use crate::world::{AppCard, Settings, World, loopback};

/// What a simulator is made of; see the methods for the defaults.
#[derive(Debug, Clone)]
pub struct SimBuilder {
    portals: usize,
    contacts: usize,
    clock: Option<SimClock>,
    installed: bool,
    port: u16,
    settings: Settings,
    tuning: Tuning,
}

impl Default for SimBuilder {
    fn default() -> Self {
        let settings = Settings { seed: 1, rotate_refresh: true, sparse_exchange: false };
        let tuning = Tuning::default();
        Self { portals: 1, contacts: 100, clock: None, installed: false, port: 0, settings, tuning }
    }
}

impl SimBuilder {
    /// How many portals; 1 by default.
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

    /// Time that runs this many times as fast.
    #[must_use]
    pub fn speed(self, speed: f64) -> Self {
        self.clock(SimClock::scaled(speed))
    }

    /// The leaky bucket of each portal; 50 and 2 per second by default.
    #[must_use]
    pub fn bucket(mut self, size: u32, drain_per_second: f64) -> Self {
        self.tuning.set_bucket(size, drain_per_second);
        self
    }

    /// No limit of requests, as on-premise portals have none.
    #[must_use]
    pub fn no_bucket(mut self) -> Self {
        self.tuning.bucket = None;
        self
    }

    /// How much run time a method has in ten minutes; none by default, then `operating` is not told either.
    #[must_use]
    pub fn operating_limit(mut self, limit: Option<Duration>) -> Self {
        self.tuning.operating_limit = limit;
        self
    }

    /// How long the deletion of a contact takes; no time by default.
    #[must_use]
    pub fn delete_cost(mut self, cost: Duration) -> Self {
        self.tuning.set_delete_cost(cost);
        self
    }

    /// How fast the portals work, with a switch on their desktops.
    #[must_use]
    pub fn pace(mut self, pace: Pace) -> Self {
        self.tuning.set_pace(pace);
        self
    }

    /// How long a method takes; `batch` costs this before its first command.
    #[must_use]
    pub fn method_cost(mut self, method: &str, cost: Duration) -> Self {
        self.tuning.set_cost(method, cost);
        self
    }

    /// How many requests a portal works on at once; without limit by default. The rest queue up, and the gateway's
    /// patience counts the queue too.
    #[must_use]
    pub fn workers(mut self, most: usize) -> Self {
        self.tuning.workers = most.max(1);
        self
    }

    /// One request after the other: [`SimBuilder::workers`] with 1.
    #[must_use]
    pub fn serialized(self) -> Self {
        self.workers(1)
    }

    /// By which part of its cost a call gets slower for each other request at work (0.5: two at once take one and a
    /// half times as long each); 0 by default.
    #[must_use]
    pub fn contention(mut self, part: f64) -> Self {
        self.tuning.contention = part;
        self
    }

    /// The Enterprise plan: its licence in `app.info`, and a bucket of 250 that drains 5 a second.
    #[must_use]
    pub fn enterprise(mut self) -> Self {
        self.tuning.set_enterprise();
        self
    }

    /// When the gateway loses patience; 60 seconds by default.
    #[must_use]
    pub fn gateway_limit(mut self, limit: Duration) -> Self {
        self.tuning.gateway_limit = limit;
        self
    }

    /// Whether the application is installed on the portals already; not by default.
    #[must_use]
    pub fn installed(mut self, installed: bool) -> Self {
        self.installed = installed;
        self
    }

    /// The application's scope; `crm,placement,user_brief` by default.
    #[must_use]
    pub fn scope(mut self, scope: &str) -> Self {
        scope.clone_into(&mut self.tuning.scope);
        self
    }

    /// Whether a refresh ends the old refresh token; it does by default.
    #[must_use]
    pub fn rotate_refresh(mut self, rotate: bool) -> Self {
        self.settings.rotate_refresh = rotate;
        self
    }

    /// Whether the answer to a code lacks `expires` and `user_id`, as one sample of the documentation does.
    #[must_use]
    pub fn sparse_exchange(mut self, sparse: bool) -> Self {
        self.settings.sparse_exchange = sparse;
        self
    }

    /// What the invented people and keys are drawn from; 1 by default.
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
        let places = (1..=self.portals).map(|number| TcpListener::bind((loopback(number), self.port)));
        let sockets = places.collect::<std::io::Result<Vec<_>>>()?;
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
        let places = sockets.iter().map(TcpListener::local_addr).collect::<std::io::Result<Vec<_>>>()?;
        let oauth = authorization.local_addr()?;
        let world = Arc::new(self.build_world(oauth, &places, runtime.handle().clone()));
        let _inside = runtime.enter();
        world.run(server::serve_authorization(&world, authorization)?);
        for (portal, socket) in world.portals.iter().zip(sockets) {
            portal.run(&world, server::serve_portals(&world, vec![socket])?);
        }
        let running = Arc::clone(&world);
        let _ = ready.send(Sim::of(world));
        runtime.block_on(async {
            while let Some(server) = next_running(&running) {
                let _ = server.await;
            }
        });
        Ok(())
    }

    pub(crate) fn portal_count(&self) -> usize {
        self.portals
    }

    pub(crate) fn build_world(
        &self,
        oauth_address: SocketAddr,
        places: &[SocketAddr],
        runtime: tokio::runtime::Handle,
    ) -> World {
        let clock = self.clock.clone().unwrap_or_else(SimClock::real);
        let mut portals = Vec::new();
        for (index, address) in places.iter().enumerate() {
            let core = sow(self.settings.seed, index, *address, self.contacts, clock.now(), &self.tuning);
            let mut data = lock(&core.data);
            data.app.present = true;
            data.app.installed = self.installed;
            drop(data);
            portals.push(core);
        }
        let portals = portals.into_iter().map(Arc::new).collect();
        World {
            clock,
            settings: self.settings.clone(),
            apps: Mutex::new(vec![AppCard::new(&format!("app/{}", self.settings.seed))]),
            grants: Mutex::new(Grants::default()),
            portals,
            oauth_address,
            oauth_faults: Faults::default(),
            oauth_journal: Journal::default(),
            refreshes: AtomicUsize::new(0),
            roles: Mutex::new(first_roles(places)),
            runtime,
            servers: Mutex::default(),
            running: Mutex::default(),
            http: OnceLock::new(),
            event_sink: Mutex::default(),
        }
    }
}

/// A server that may still run; the first one started is waited for last.
fn next_running(world: &World) -> Option<tokio::task::JoinHandle<std::io::Result<()>>> {
    lock(&world.running).pop()
}
