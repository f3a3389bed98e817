//! Ports that stay free until a program of a test takes them.

use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicU16, Ordering};

/// Below what systems give to outgoing connections (from 32768 on): between its choice and its use no connection of another
/// test gets it.
const FIRST: u16 = 12_000;
const COUNT: u16 = 20_000;
/// Ports between those at which two processes in a row begin to look.
const APART: u32 = 61;

static NEXT: AtomicU16 = AtomicU16::new(0);

/// An address on the loopback interface that nobody listens at. Each test is a process of its own and begins elsewhere.
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
