//! The handles of the running HTTP servers.

use std::sync::Mutex;

use actix_web::dev::{Server, ServerHandle};
use tokio::net::TcpSocket;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use crate::sync::lock;

type Running = JoinHandle<std::io::Result<()>>;

/// All servers of one simulator.
#[derive(Debug, Default)]
pub(crate) struct Servers {
    handles: Mutex<Vec<ServerHandle>>,
    running: Mutex<Vec<Running>>,
}

impl Servers {
    /// Runs a server on this runtime until it is stopped.
    pub(crate) fn start(&self, server: Server, runtime: &Handle) -> ServerHandle {
        let handle = server.handle();
        lock(&self.handles).push(handle.clone());
        lock(&self.running).push(runtime.spawn(server));
        handle
    }

    /// Tells all servers to stop and does not wait.
    pub(crate) fn stop_all(&self) {
        for server in lock(&self.handles).drain(..) {
            drop(server.stop(false));
        }
    }

    /// Takes one server that may still run, the one that was started last first.
    pub(crate) fn next_running(&self) -> Option<Running> {
        lock(&self.running).pop()
    }
}

/// The server of one portal.
#[derive(Debug, Default)]
pub(crate) struct PortalServer {
    pub(crate) handle: Mutex<Option<ServerHandle>>,
    /// Keeps the port for a portal that is down.
    pub(crate) reserved_port: Mutex<Option<TcpSocket>>,
}
