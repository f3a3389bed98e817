//! Builds the service from its parts. The program and the tests both use [`App`].

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use actix_web::dev::{Server, ServerHandle};
use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;

use crate::bitrix::error::Transport;
use crate::bitrix::http::{Http, PortalRules};
use crate::bitrix::limiter::Limiter;
use crate::bitrix::oauth::OAuth;
use crate::bitrix::rest::RestClient;
use crate::config::Config;
use crate::domain::clock::SharedClock;
use crate::flows::Flows;
use crate::store::seal::Seal;
use crate::store::{Store, StoreError};
use crate::telemetry::Metrics;
use crate::web::{self, Limits, Sessions, Web};
use crate::worker::Worker;

/// A service that is bound to its socket.
pub struct App {
    address: SocketAddr,
    server: Server,
    stop_now: CancellationToken,
    park: CancellationToken,
    flows: Flows,
    store: Store,
}

/// Why the service does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The socket cannot be bound.
    #[error("ERASER_LISTEN: {address} cannot be bound: {source}")]
    Listen {
        /// The configured address.
        address: SocketAddr,
        /// The system's error.
        source: io::Error,
    },
    /// The socket for metrics cannot be bound.
    #[error("ERASER_METRICS_LISTEN: {address} cannot be bound: {source}")]
    ListenMetrics {
        /// The configured address.
        address: SocketAddr,
        /// The system's error.
        source: io::Error,
    },
    /// Metrics cannot be recorded.
    #[error("metrics: {0}")]
    Metrics(String),
    /// The database cannot be opened.
    #[error("the database (ERASER_DATABASE_URL): {0}")]
    Store(#[from] StoreError),
    /// TLS cannot be set up.
    #[error("TLS cannot be set up: {0}")]
    Tls(#[from] Transport),
}

impl App {
    /// Opens the database and binds the socket.
    ///
    /// # Errors
    /// See [`StartError`].
    pub async fn start(config: &Config, clock: SharedClock) -> Result<Self, StartError> {
        let store = open_store(config, Arc::clone(&clock)).await?;
        Self::with_store(config, clock, store)
    }

    /// Binds the socket of a service whose database is already open.
    ///
    /// # Errors
    /// See [`StartError`].
    pub fn with_store(config: &Config, clock: SharedClock, store: Store) -> Result<Self, StartError> {
        let runtime = Handle::current();
        let http = Http::new(portal_rules(config), runtime.clone())?;
        let oauth = open_oauth(config, &http);
        let flows = Flows::new(
            store.clone(),
            (RestClient::new(http, Limiter::new(Arc::clone(&clock))), oauth),
            Arc::clone(&clock),
            runtime,
            config.public_url.clone(),
        );
        let limits = Limits::new(config.trusted_proxies.clone(), &clock);
        let sessions = Sessions::new(
            &config.encryption_key.derive(SESSION_PURPOSE),
            &config.old_encryption_keys.iter().map(|key| key.derive(SESSION_PURPOSE)).collect::<Vec<_>>(),
            clock,
        );
        let state =
            Web::new(flows.clone(), sessions, config.bx24_js_url.clone(), limits, config.operator.clone());
        let listen = |source| StartError::Listen { address: config.listen, source };
        let listener = TcpListener::bind(config.listen).map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let server = web::serve(state, listener).map_err(listen)?;
        let (stop_now, park) = (CancellationToken::new(), flows.stopping().clone());
        Ok(Self { address, server, stop_now, park, flows, store })
    }

    /// The address that the service is bound to.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// A handle that stops this service.
    #[must_use]
    pub fn stopper(&self) -> Stopper {
        Stopper { server: self.server.handle(), now: self.stop_now.clone(), park: self.park.clone() }
    }

    /// Serves requests and runs the worker until the service is stopped. Then closes the database.
    ///
    /// # Errors
    /// When the server ends with an error.
    pub async fn run(self) -> io::Result<()> {
        let worker = Worker::start(self.flows.clone(), self.store, self.park.clone());
        let served = tokio::select! {
            served = self.server => served,
            () = self.stop_now.cancelled() => Ok(()),
        };
        worker.stop().await;
        self.flows.close().await;
        served
    }
}

/// A handle that stops a server.
#[derive(Clone)]
pub struct Stopper {
    server: ServerHandle,
    now: CancellationToken,
    /// Stops the jobs. They release their claims while requests still drain.
    park: CancellationToken,
}

impl Stopper {
    /// Refuses new connections. If `graceful`, requests in flight may end. Otherwise they are ended at once,
    /// also those that an earlier graceful stop waits for.
    pub async fn stop(&self, graceful: bool) {
        self.park.cancel();
        if !graceful {
            self.now.cancel();
        }
        self.server.stop(graceful).await;
    }
}

/// Records metrics and serves them if a socket is configured for them.
///
/// # Errors
/// When the socket cannot be bound, or when this process already serves metrics.
pub fn start_metrics(config: &Config) -> Result<Option<Stopper>, StartError> {
    let Some(address) = config.metrics_listen else { return Ok(None) };
    let listen = |source| StartError::ListenMetrics { address, source };
    let listener = TcpListener::bind(address).map_err(listen)?;
    let metrics = Metrics::start().map_err(|error| StartError::Metrics(error.to_string()))?;
    let upkeep = metrics.clone();
    tokio::spawn(async move { upkeep.keep_up().await });
    let server = web::serve_metrics(Arc::new(move || metrics.render()), listener).map_err(listen)?;
    let stopper =
        Stopper { server: server.handle(), now: CancellationToken::new(), park: CancellationToken::new() };
    tokio::spawn(server);
    Ok(Some(stopper))
}

const SESSION_PURPOSE: &str = "contact-eraser session";

/// Opens the configured database.
///
/// # Errors
/// See [`StoreError`].
pub async fn open_store(config: &Config, clock: SharedClock) -> Result<Store, StoreError> {
    Store::open(&config.database_url, seal(config), clock).await
}

/// The keys of the database: the first one seals, all of them open.
#[must_use]
pub fn seal(config: &Config) -> Seal {
    Seal::new(&config.encryption_key, &config.old_encryption_keys)
}

/// The rules for calls to portals: allowed addresses and trusted certificates.
#[must_use]
pub fn portal_rules(config: &Config) -> PortalRules {
    PortalRules {
        allow_http: config.allow_http_portals,
        allow_private: config.allow_private_portals,
        extra_roots: config.extra_roots.clone(),
    }
}

/// The client for the configured authorization servers.
#[must_use]
pub fn open_oauth(config: &Config, http: &Http) -> OAuth {
    OAuth::new(
        http.clone(),
        config.client_id.clone(),
        config.client_secret.clone(),
        config.oauth_servers.clone(),
    )
}
