//! The HTTP clients: one for portals, whose addresses come from outside and are checked, and one for the configured
//! authorization servers. Each has a variant that opens a new connection for every request. Redirects are never
//! followed: a 302 turns a POST into a GET, and its target is unverified (b24restdocs
//! settings/how-to-call-rest-api/change-domen.md). Answers are limited in size and time.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::LOCATION;
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, Request, RequestBuilder, Response, StatusCode, Url};
use tokio::runtime::Handle;
use tokio_util::task::AbortOnDropHandle;

use super::error::Transport;
use super::guard::{AddressPolicy, GuardedResolver};
use super::roots::ExtraRoots;
use crate::domain::clock::{SharedClock, within};
use crate::domain::obstacle::Obstacle;
use crate::domain::security::SecurityEvent;

/// Longest answer of a portal that is read. A batch of pages of contacts is much shorter. The limit also bounds the
/// memory that the parsed JSON takes.
const MAX_PORTAL_ANSWER: usize = 2 * 1024 * 1024;
/// Longest answer about a token or a user.
const MAX_SMALL_ANSWER: usize = 64 * 1024;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a call may take in total, by its purpose.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CallTimeout {
    /// Opening the app, and calls to the authorization server. The user waits in front of an empty page.
    Opening,
    /// A read.
    Read,
    /// A write. Portals cut a request after 60 seconds. A shorter limit would lose answers that still come.
    Write,
}

impl CallTimeout {
    fn limit(self) -> Duration {
        match self {
            Self::Opening => Duration::from_secs(10),
            Self::Read => Duration::from_secs(25),
            Self::Write => Duration::from_secs(65),
        }
    }

    /// Whether the call changes nothing, so that it may be sent twice.
    pub(super) fn is_read(self) -> bool {
        matches!(self, Self::Opening | Self::Read)
    }

    fn longest_answer(self) -> usize {
        match self {
            Self::Opening => MAX_SMALL_ANSWER,
            Self::Read | Self::Write => MAX_PORTAL_ANSWER,
        }
    }
}

/// Which connection a request uses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Connection {
    /// An open connection from the pool, if there is one.
    Any,
    /// A new connection. A server may close a pooled one at the moment when a request is sent on it.
    Fresh,
}

/// Which portal addresses may be called, and which certificates are trusted.
#[derive(Clone, Debug)]
pub struct PortalRules {
    /// Plain http.
    pub allow_http: bool,
    /// Loopback, private and other special addresses.
    pub allow_private: bool,
    /// Additional certificate authorities, for portals and for authorization servers.
    pub extra_roots: Option<ExtraRoots>,
}

/// An answer before it is interpreted.
#[derive(Debug)]
pub struct RawAnswer {
    /// HTTP status.
    pub status: StatusCode,
    /// The whole body.
    pub body: Vec<u8>,
    /// Whether it is a redirect such as a renamed portal sends. The target is not kept, because it is not verified.
    pub redirects_elsewhere: bool,
}

/// Transports requests without a network: a simulation in memory.
pub trait Wire: Send + Sync + std::fmt::Debug {
    /// Delivers one request. The caller may drop the future before it is done when it no longer waits.
    fn carry(&self, request: Request) -> Carried;
}

/// The future of an answer.
pub type Carried = Pin<Box<dyn Future<Output = Result<RawAnswer, Transport>> + Send>>;

/// The clients, cheap to clone.
#[derive(Clone, Debug)]
pub struct Http {
    portals: Client,
    auth_servers: Client,
    /// The same clients without a pool: each request opens a connection of its own.
    fresh_portals: Client,
    fresh_auth_servers: Client,
    rules: PortalRules,
    runtime: Handle,
    wire: Option<(Arc<dyn Wire>, SharedClock)>,
}

impl Http {
    /// Builds the clients. All calls run on this runtime, not on the caller's. A web worker ends its own runtime when
    /// the service stops; connections that it had opened in the pool would end with it.
    ///
    /// # Errors
    /// When TLS cannot be set up on this machine.
    pub fn new(rules: PortalRules, runtime: Handle) -> Result<Self, Transport> {
        let roots = || rules.extra_roots.iter().flat_map(ExtraRoots::certificates);
        let builder = || {
            Client::builder()
                .tls_certs_merge(roots())
                .redirect(Policy::none())
                .connect_timeout(CONNECT_TIMEOUT)
                .user_agent(concat!("contact-eraser/", env!("CARGO_PKG_VERSION")))
        };
        let policy = AddressPolicy { allow_private: rules.allow_private };
        let to_portals = || builder().no_proxy().dns_resolver(Arc::new(GuardedResolver::new(policy)));
        let unpooled = |builder: ClientBuilder| builder.pool_max_idle_per_host(0);
        Ok(Self {
            runtime,
            portals: to_portals().build()?,
            auth_servers: builder().build()?,
            fresh_portals: unpooled(to_portals()).build()?,
            fresh_auth_servers: unpooled(builder()).build()?,
            rules,
            wire: None,
        })
    }

    /// The same clients, but requests go through `wire` instead of the network, and this clock measures the timeouts.
    #[must_use]
    pub fn over(self, wire: Arc<dyn Wire>, clock: SharedClock) -> Self {
        Self { wire: Some((wire, clock)), ..self }
    }

    /// A POST to a portal. It is refused when the rules forbid the address.
    pub(super) fn portal_post(&self, url: Url, connection: Connection) -> Result<RequestBuilder, Transport> {
        if let Some(obstacle) = self.obstacle(&url) {
            if obstacle == Obstacle::PrivateAddress {
                SecurityEvent::AddressRefused.record("a portal's address is private");
            }
            return Err(Transport::Forbidden(obstacle));
        }
        Ok(match connection {
            Connection::Any => self.portals.post(url),
            Connection::Fresh => self.fresh_portals.post(url),
        })
    }

    /// Why the rules forbid an address, before its name is resolved.
    fn obstacle(&self, url: &Url) -> Option<Obstacle> {
        let policy = AddressPolicy { allow_private: self.rules.allow_private };
        if url.scheme() != "https" && !self.rules.allow_http {
            Some(Obstacle::PlainHttp)
        } else if !policy.permits_literal(url) {
            Some(Obstacle::PrivateAddress)
        } else {
            None
        }
    }

    /// A POST to an authorization server of the configured list.
    pub(super) fn auth_server_post(&self, url: Url, connection: Connection) -> RequestBuilder {
        match connection {
            Connection::Any => self.auth_servers.post(url),
            Connection::Fresh => self.fresh_auth_servers.post(url),
        }
    }

    /// Whether the rules allow calls to this address.
    #[must_use]
    pub fn permits(&self, url: &Url) -> bool {
        self.obstacle(url).is_none()
    }
}

impl Http {
    /// Sends a request and reads its whole answer. Dropping the future cancels the call.
    pub(super) async fn send(
        &self,
        request: RequestBuilder,
        timeout: CallTimeout,
    ) -> Result<RawAnswer, Transport> {
        if let Some((wire, clock)) = &self.wire {
            let carried = wire.carry(request.build()?);
            let raw = within(clock, timeout.limit(), carried).await.ok_or(Transport::Timeout)??;
            return if raw.body.len() > timeout.longest_answer() { Err(Transport::TooLong) } else { Ok(raw) };
        }
        let call = AbortOnDropHandle::new(self.runtime.spawn(send(request, timeout)));
        call.await.unwrap_or_else(|broken| Err(Transport::Cut(Box::new(broken))))
    }
}

async fn send(request: RequestBuilder, timeout: CallTimeout) -> Result<RawAnswer, Transport> {
    let sent = request.timeout(timeout.limit()).header("Accept", "application/json").send().await;
    let response = sent.map_err(|error| Transport::from(error).before_an_answer())?;
    let status = response.status();
    let redirects_elsewhere = redirects_elsewhere(&response);
    let body = read_bounded(response, timeout.longest_answer()).await?;
    Ok(RawAnswer { status, body, redirects_elsewhere })
}

/// Whether a redirect may mean that the portal was renamed. It leads to another origin, and not to a sign-in page
/// (b24restdocs settings/how-to-call-rest-api/change-domen.md).
fn redirects_elsewhere(response: &Response) -> bool {
    let target = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
    let target = target.and_then(|text| response.url().join(text).ok());
    matches!(response.status().as_u16(), 301 | 302 | 307 | 308)
        && target.is_some_and(|target| target.origin() != response.url().origin() && !is_sign_in(&target))
}

fn is_sign_in(url: &Url) -> bool {
    let first = url.path().trim_start_matches('/').split('/').next().unwrap_or_default();
    ["auth", "oauth", "login"].iter().any(|page| first.eq_ignore_ascii_case(page))
}

async fn read_bounded(mut response: Response, longest: usize) -> Result<Vec<u8>, Transport> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > longest {
            return Err(Transport::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
