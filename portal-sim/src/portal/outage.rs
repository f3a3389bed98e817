//! A portal that cannot be reached for a while.

use std::net::SocketAddr;

use tokio::net::TcpSocket;

use super::Portal;
use crate::lock;
use crate::server;

/// How a portal that accepts connections fails to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outage {
    /// 503 with the front end's HTML page.
    Unavailable,
    /// Each connection is closed without an answer.
    Cut,
    /// No answer ever.
    Silent,
}

impl Portal {
    /// Lets every request end like this, before any work; `None`: all is well again. Calls are logged all the same.
    pub fn set_outage(&self, outage: Option<Outage>) {
        *lock(&self.core.outage) = outage;
    }

    /// Takes the portal's server down: open connections are closed and new ones refused, so that no further request
    /// is executed; or brings it up again on the same port. Work that was begun goes on. A client that kept a
    /// connection open may first find that one closed, without an answer, before it is refused a new one.
    pub async fn set_down(&self, down: bool) -> std::io::Result<()> {
        let portal = self.clone();
        let change = async move { if down { portal.take_down().await } else { portal.bring_up() } };
        self.world.runtime.spawn(change).await.map_err(std::io::Error::other)?
    }

    async fn take_down(self) -> std::io::Result<()> {
        let server = lock(&self.core.server).take();
        if let Some(server) = server {
            server.stop(false).await;
            *lock(&self.core.held_port) = Some(hold(*lock(&self.core.address))?);
        }
        Ok(())
    }

    fn bring_up(self) -> std::io::Result<()> {
        let Some(held) = lock(&self.core.held_port).take() else { return Ok(()) };
        let socket = held.listen(1024)?.into_std()?;
        let server = server::serve_portals(&self.world, vec![socket])?;
        self.core.run(&self.world, server);
        Ok(())
    }

    pub(crate) fn outage(&self) -> Option<Outage> {
        *lock(&self.core.outage)
    }
}

/// Holds an address without listening: connections are refused, and nobody else gets the port.
fn hold(address: SocketAddr) -> std::io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}
