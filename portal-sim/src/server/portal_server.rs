//! The server of one portal: starting it, moving it to another address, taking it down.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use tokio::net::TcpSocket;

use super::http::serve_portal;
use crate::portal::Portal;
use crate::sync::lock;

/// Starts a server of this portal on a socket.
pub(crate) fn start_portal(portal: &Portal, socket: TcpListener) -> std::io::Result<()> {
    let server = serve_portal(&portal.world, socket)?;
    let handle = portal.world.servers.start(server, &portal.world.runtime);
    *lock(&portal.core.server.handle) = Some(handle);
    Ok(())
}

impl Portal {
    /// Moves the portal to another loopback address and returns its new domain. The address is new unless `host` names
    /// one. The old address answers 302 from now on.
    pub fn rename(&self, host: Option<Ipv4Addr>) -> std::io::Result<String> {
        let socket = match host {
            Some(host) => TcpListener::bind((host, 0))?,
            None => self.world.bind_new_address()?,
        };
        let new = socket.local_addr()?;
        start_portal(self, socket)?;
        self.world.move_portal(&self.core, new);
        Ok(new.to_string())
    }

    /// Takes the portal's server down, or brings it up again on the same port. While it is down, connections are refused
    /// and no further request is executed; work that has begun goes on. A client with an open connection may first find
    /// it closed without an answer.
    pub async fn set_down(&self, down: bool) -> std::io::Result<()> {
        let portal = self.clone();
        let change = async move { if down { take_down(&portal).await } else { bring_up(&portal) } };
        self.world.runtime.spawn(change).await.map_err(std::io::Error::other)?
    }
}

async fn take_down(portal: &Portal) -> std::io::Result<()> {
    let handle = lock(&portal.core.server.handle).take();
    if let Some(handle) = handle {
        handle.stop(false).await;
        let reserved = reserve(*lock(&portal.core.address))?;
        *lock(&portal.core.server.reserved_port) = Some(reserved);
    }
    Ok(())
}

fn bring_up(portal: &Portal) -> std::io::Result<()> {
    let Some(reserved) = lock(&portal.core.server.reserved_port).take() else { return Ok(()) };
    start_portal(portal, reserved.listen(1024)?.into_std()?)
}

/// Binds an address without listening: connections are refused, and no other program gets the port.
fn reserve(address: SocketAddr) -> std::io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}
