//! The simulator without sockets. Requests are values, and the caller's runtime does the work. With a clock that the
//! caller keeps, a test can make thousands of short runs a minute, and the simulator does the same for the same seed.

use std::net::SocketAddr;
use std::sync::Arc;

use super::builder::SimBuilder;
use super::handle::Sim;
use crate::portal::Portal;
use crate::sync::lock;
use crate::wire::{Request, Response, redirect};
use crate::world::{AddressRole, EventSink, loopback};
use crate::{oauth, rest};

/// The port of all addresses of a simulator without sockets.
const PORT: u16 = 8000;

/// A request as a value.
#[derive(Debug, Clone)]
pub struct MemoryRequest {
    /// The host and port of the server.
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

/// An answer as a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MemoryAnswer {
    /// A response.
    Response {
        /// HTTP status.
        status: u16,
        /// The body.
        body: Vec<u8>,
        /// The target of a redirect.
        location: Option<String>,
    },
    /// The connection was closed without an answer.
    Cut,
    /// No server has this address.
    Refused,
}

impl SimBuilder {
    /// Builds a simulator without sockets. [`Sim::send`] is the only way to reach it. Its work runs on the current tokio
    /// runtime.
    #[must_use]
    pub fn in_memory(self) -> Sim {
        let address = |number| SocketAddr::from((loopback(number), PORT));
        let addresses: Vec<SocketAddr> = (1..=self.portal_count()).map(address).collect();
        let world = self.build_world(address(0), &addresses, tokio::runtime::Handle::current());
        Sim::new(Arc::new(world))
    }
}

impl Sim {
    /// Answers a request. Dropping the future is like hanging up: the work goes on.
    pub async fn send(&self, request: MemoryRequest) -> MemoryAnswer {
        let world = Arc::clone(&self.world);
        let http_request = Request {
            verb: "POST",
            path: &request.path,
            query: &request.query,
            content_type: &request.content_type,
            authorization: None,
            body: &request.body,
        };
        let Ok(address) = request.authority.parse::<SocketAddr>() else { return MemoryAnswer::Refused };
        let response = if address == world.oauth_address {
            oauth::answer(http_request, &world).await
        } else {
            match world.role(address) {
                Some(AddressRole::Portal(index)) => {
                    rest::answer(http_request, Portal::new(world, index)).await
                }
                Some(AddressRole::RenamedPortal(index)) => {
                    let origin = Portal::new(world, index).origin();
                    redirect(302, &format!("{origin}{}", request.path))
                }
                None => return MemoryAnswer::Refused,
            }
        };
        match response {
            Response::Sent { status, body, location, .. } => {
                MemoryAnswer::Response { status, body: body.into_bytes(), location }
            }
            Response::Scripted { status, body, .. } => {
                MemoryAnswer::Response { status, body: body.into_bytes(), location: None }
            }
            Response::Cut => MemoryAnswer::Cut,
        }
    }

    /// Delivers events through this sink instead of over HTTP.
    pub fn deliver_events_to(&self, sink: Arc<dyn EventSink>) {
        *lock(&self.world.event_sink) = Some(sink);
    }
}

impl Portal {
    /// [`Portal::rename`] for a simulator without sockets. Returns the new domain.
    #[must_use]
    pub fn rename_in_memory(&self) -> String {
        let new = SocketAddr::from((self.world.next_loopback(), PORT));
        self.world.move_portal(&self.core, new);
        new.to_string()
    }
}
