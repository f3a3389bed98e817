//! The two HTTP clients: one for portals, whose addresses come from outside and are guarded, and one for the
//! configured authorization servers. Redirects are never followed: a 302 turns a POST into a GET, and its target is
//! unverified (b24restdocs settings/how-to-call-rest-api/change-domen.md). Answers are bounded in size and time.

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

/// Longest answer of a portal that is read: a batch of pages of contacts stays far below, and what JSON can blow up to
/// in memory stays bearable.
const MAX_PORTAL_ANSWER: usize = 2 * 1024 * 1024;
/// Longest answer about a token or a user.
const MAX_SMALL_ANSWER: usize = 64 * 1024;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long a call may take in all, by its purpose.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CallTimeout {
    /// Somebody looks at an empty page: opening the app.
    Opening,
    /// A read.
    Read,
    /// A write. Portals cut a request after 60 seconds; waiting less would lose answers that are still to come.
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

    /// Whether nothing is changed by asking, so that it may be asked twice.
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

/// On which connection a request goes out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Connection {
    /// One that was kept open, if there is any.
    Any,
    /// A new one: servers close what was kept open, and a request may meet that.
    Fresh,
}

/// Which portal addresses may be called, and whom to believe that it is them.
#[derive(Clone, Debug)]
pub struct PortalRules {
    /// Plain http.
    pub allow_http: bool,
    /// Loopback, private and other special addresses.
    pub allow_private: bool,
    /// Authorities that are trusted beside the usual ones, by authorization servers' certificates too.
    pub extra_roots: Option<ExtraRoots>,
}

/// An answer, whatever it holds.
#[derive(Debug)]
pub struct RawAnswer {
    /// HTTP status.
    pub status: StatusCode,
    /// The body, whole.
    pub body: Vec<u8>,
    /// Whether it is a redirect as a renamed portal gives it. Where it leads to is nobody's word: it is not kept.
    pub redirects_elsewhere: bool,
}

/// What carries requests where there is no network: a simulation in memory.
pub trait Wire: Send + Sync + std::fmt::Debug {
    /// Carries one request to whom it is addressed. The future may be dropped before it is done: whoever sent the
    /// request does not wait any longer.
    fn carry(&self, request: Request) -> Carried;
}

/// An answer under way.
pub type Carried = Pin<Box<dyn Future<Output = Result<RawAnswer, Transport>> + Send>>;

/// The clients, cheap to clone.
#[derive(Clone, Debug)]
pub struct Http {
    portals: Client,
    auth_servers: Client,
    /// The same, but each request on a connection of its own.
    fresh_portals: Client,
    fresh_auth_servers: Client,
    rules: PortalRules,
    runtime: Handle,
    wire: Option<(Arc<dyn Wire>, SharedClock)>,
}

impl Http {
    /// Builds both clients. Calls run on this runtime, whoever makes them: a web worker ends its own runtime when the
    /// service stops, and would take every pooled connection that it opened with it.
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

    /// The same, but requests go through `wire` instead of the network, and patience ends by this clock.
    #[must_use]
    pub fn over(self, wire: Arc<dyn Wire>, clock: SharedClock) -> Self {
        Self { wire: Some((wire, clock)), ..self }
    }

    /// A POST to a portal, refused when the rules forbid its address.
    pub(super) fn portal_post(&self, url: Url, connection: Connection) -> Result<RequestBuilder, Transport> {
        if let Some(obstacle) = self.obstacle(&url) {
            if obstacle == Obstacle::PrivateAddress {
                SecurityEvent::AddressRefused.record("a portal's address is a private one");
            }
            return Err(Transport::Forbidden(obstacle));
        }
        Ok(match connection {
            Connection::Any => self.portals.post(url),
            Connection::Fresh => self.fresh_portals.post(url),
        })
    }

    /// What the rules have against an address, before its name is resolved.
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

    /// Whether calls to a portal under this address would be made at all.
    #[must_use]
    pub fn permits(&self, url: &Url) -> bool {
        self.obstacle(url).is_none()
    }
}

impl Http {
    /// Sends a request and reads its whole answer. Dropped, it is given up.
    pub(super) async fn send(
        &self,
        request: RequestBuilder,
        patience: CallTimeout,
    ) -> Result<RawAnswer, Transport> {
        if let Some((wire, clock)) = &self.wire {
            let carried = wire.carry(request.build()?);
            let raw = within(clock, patience.limit(), carried).await.ok_or(Transport::Timeout)??;
            return if raw.body.len() > patience.longest_answer() {
                Err(Transport::TooLong)
            } else {
                Ok(raw)
            };
        }
        let call = AbortOnDropHandle::new(self.runtime.spawn(send(request, patience)));
        call.await.unwrap_or_else(|broken| Err(Transport::Cut(Box::new(broken))))
    }
}

async fn send(request: RequestBuilder, patience: CallTimeout) -> Result<RawAnswer, Transport> {
    let sent = request.timeout(patience.limit()).header("Accept", "application/json").send().await;
    let response = sent.map_err(|error| Transport::from(error).before_an_answer())?;
    let status = response.status();
    let redirects_elsewhere = redirects_elsewhere(&response);
    let body = read_bounded(response, patience.longest_answer()).await?;
    Ok(RawAnswer { status, body, redirects_elsewhere })
}

/// Whether a redirect may mean that the portal was renamed: to another origin, and not to a page where people sign in
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
