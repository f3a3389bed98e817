//! The simulator without sockets: requests are handed over as values and answered on the caller's own runtime. With a
//! clock of the caller's this makes thousands of short runs a minute possible, each the same for the same seed as far as
//! the simulator is concerned.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

use crate::builder::SimBuilder;
use crate::lock;
use crate::portal::Portal;
use crate::sim::Sim;
use crate::transport::{Asked, Sent, redirect};
use crate::world::{Role, World, loopback};

/// The port of all addresses that exist in memory alone.
const PORT: u16 = 8000;

/// A request that is handed over.
#[derive(Debug, Clone)]
pub struct MemoryRequest {
    /// Host and port that it is sent to.
    pub authority: String,
    /// The path, beginning with a slash.
    pub path: String,
    /// The query without the question mark.
    pub query: String,
    /// `Content-Type` of the body.
    pub content_type: String,
    /// The body of a POST.
    pub body: Vec<u8>,
}

/// What comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MemoryAnswer {
    /// A response.
    Response {
        /// HTTP status.
        status: u16,
        /// The body, whole.
        body: Vec<u8>,
        /// Where a redirect leads to.
        location: Option<String>,
    },
    /// The connection was closed without an answer.
    Cut,
    /// Nobody listens at that address.
    Refused,
}

/// Takes an event's delivery: the handler's address and the form body. Answers the status, if there was an answer.
pub trait EventSink: Send + Sync + fmt::Debug {
    /// Delivers one event.
    fn deliver(&self, handler: String, body: String) -> Pin<Box<dyn Future<Output = Option<u16>> + Send>>;
}

impl SimBuilder {
    /// Builds a simulator that has no sockets: [`Sim::carry`] is its only door. Work runs on the present tokio
    /// runtime.
    #[must_use]
    pub fn in_memory(self) -> Sim {
        let address = |number| SocketAddr::from((loopback(number), PORT));
        let places: Vec<SocketAddr> = (1..=self.portal_count()).map(address).collect();
        let world = self.build_world(address(0), &places, tokio::runtime::Handle::current());
        Sim::of(Arc::new(world))
    }
}

impl Sim {
    /// Answers a request. Dropping the future is what hanging up is over a socket: the work goes on.
    pub async fn carry(&self, request: MemoryRequest) -> MemoryAnswer {
        let world = Arc::clone(&self.world);
        let asked = Asked {
            verb: "POST",
            path: &request.path,
            query: &request.query,
            content_type: &request.content_type,
            authorization: None,
            body: &request.body,
        };
        let Ok(address) = request.authority.parse::<SocketAddr>() else { return MemoryAnswer::Refused };
        let sent = if address == world.oauth_address {
            crate::oauth::answer(asked, &world).await
        } else {
            match world.role(address) {
                Some(Role::Portal(index)) => crate::rest::answer(asked, Portal::new(world, index)).await,
                Some(Role::MovedPortal(index)) => {
                    let origin = Portal::new(world, index).origin();
                    redirect(302, &format!("{origin}{}", request.path))
                }
                None => return MemoryAnswer::Refused,
            }
        };
        match sent {
            Sent::Response { status, body, location, .. } => {
                MemoryAnswer::Response { status, body: body.into_bytes(), location }
            }
            Sent::Odd { status, body, .. } => {
                MemoryAnswer::Response { status, body: body.into_bytes(), location: None }
            }
            Sent::Cut => MemoryAnswer::Cut,
        }
    }

    /// Delivers events through this sink instead of over HTTP.
    pub fn deliver_events_to(&self, sink: Arc<dyn EventSink>) {
        *lock(&self.world.event_sink) = Some(sink);
    }
}

impl Portal {
    /// [`Portal::rename`] for a simulator in memory: gives the new domain.
    #[must_use]
    pub fn rename_in_memory(&self) -> String {
        let mut roles = lock(&self.world.roles);
        let new = SocketAddr::from((loopback(roles.len() + 1), PORT));
        let old = std::mem::replace(&mut *lock(&self.core.address), new);
        roles.insert(new, Role::Portal(self.core.index));
        roles.insert(old, Role::MovedPortal(self.core.index));
        new.to_string()
    }
}

/// Which portal is at which address, at first.
pub(crate) fn first_roles(places: &[SocketAddr]) -> HashMap<SocketAddr, Role> {
    places.iter().enumerate().map(|(index, address)| (*address, Role::Portal(index))).collect()
}

impl World {
    /// Where events go when they are not posted.
    pub(crate) fn sink(&self) -> Option<Arc<dyn EventSink>> {
        lock(&self.event_sink).clone()
    }
}
