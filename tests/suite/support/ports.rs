//! Ports that stay free until a program of a test uses them.

use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicU16, Ordering};

/// Below the range that systems use for outgoing connections (from 32768), so that no connection of another test takes
/// the port before it is used.
const FIRST: u16 = 12_000;
const COUNT: u16 = 20_000;
/// The distance between the first ports that two processes with successive ids try.
const APART: u32 = 61;

static NEXT: AtomicU16 = AtomicU16::new(0);

/// A loopback address where no program listens. Each test is a process of its own and starts at a different port.
pub(crate) fn free_address() -> SocketAddr {
    let begin = std::process::id().wrapping_mul(APART) % u32::from(COUNT);
    for _ in 0..COUNT {
        let step = u32::from(NEXT.fetch_add(1, Ordering::Relaxed));
        let port = FIRST + u16::try_from((begin + step) % u32::from(COUNT)).unwrap();
        if let Ok(listener) = TcpListener::bind(("127.0.0.1", port)) {
            return listener.local_addr().unwrap();
        }
    }
    panic!("no port is free");
}
