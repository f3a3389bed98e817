//! The loopback addresses, and which portal answers at each.

use std::net::Ipv4Addr;

/// What an address is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AddressRole {
    /// The portal with this number answers here.
    Portal(usize),
    /// The portal with this number answered here before it was renamed.
    RenamedPortal(usize),
}

/// The loopback address with this number: 127.0.0.1, 127.0.0.2 …
pub(crate) fn loopback(number: usize) -> Ipv4Addr {
    let last = u8::try_from(number % 250 + 1).unwrap_or(1);
    let third = u8::try_from(number / 250 % 250).unwrap_or(0);
    Ipv4Addr::new(127, 0, third, last)
}
