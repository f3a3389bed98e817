//! Keeps calls to portals out of this server's own network. The resolved address is checked when the connection is
//! made. So a name that resolves to another address the second time gains nothing.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::domain::security::SecurityEvent;

/// Which addresses this service may connect to.
#[derive(Clone, Copy, Debug)]
pub(super) struct AddressPolicy {
    /// Allow all addresses: for portals in a closed network, the demo and tests.
    pub(super) allow_private: bool,
}

impl AddressPolicy {
    fn permits(self, address: IpAddr) -> bool {
        self.allow_private || is_public(address)
    }

    /// Checks addresses that are written as numbers, because they never reach the resolver. Names pass, except those
    /// that always mean the local machine (RFC 6761, 6.3): a browser that is sent there resolves them itself.
    pub(super) fn permits_literal(self, url: &Url) -> bool {
        match url.host() {
            Some(url::Host::Ipv4(address)) => self.permits(address.into()),
            Some(url::Host::Ipv6(address)) => self.permits(address.into()),
            Some(url::Host::Domain(name)) => self.allow_private || !is_localhost(name),
            None => false,
        }
    }
}

/// Resolves names with the system's resolver and returns only the permitted addresses.
#[derive(Debug)]
pub(super) struct GuardedResolver {
    policy: AddressPolicy,
}

impl GuardedResolver {
    pub(super) fn new(policy: AddressPolicy) -> Self {
        Self { policy }
    }
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let policy = self.policy;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let permitted: Vec<SocketAddr> = found.filter(|address| policy.permits(address.ip())).collect();
            if permitted.is_empty() {
                SecurityEvent::AddressRefused.record("a portal's name resolves to private addresses only");
                return Err(io::Error::new(io::ErrorKind::PermissionDenied, "no permitted address").into());
            }
            Ok(Box::new(permitted.into_iter()) as Addrs)
        })
    }
}

fn is_localhost(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let last = name.rsplit('.').next().unwrap_or_default();
    last.eq_ignore_ascii_case("localhost")
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

/// Not public are: this network, loopback, private, carrier-grade NAT (RFC 6598), link-local, protocol assignments,
/// documentation, benchmarking (RFC 2544), multicast, reserved, broadcast.
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(a == 0
        || a >= 224
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (18..20).contains(&b))
        || address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_documentation())
}

/// Only global unicast (`2000::/3`) without Teredo (`2001::/32`) and documentation is public. For addresses that
/// contain an IPv4 address, the IPv4 address decides: IPv4-mapped, NAT64 (`64:ff9b::/96`), 6to4 (`2002::/16`).
fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    let embedded = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match segments {
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => embedded(high, low),
        [0x2001, 0 | 0xdb8, ..] => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_addresses_are_not_public() {
        let special = [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.0.3",
            "169.254.169.254",
            "172.16.0.1",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2002:7f00:1::",
            "2002:a00:1::1",
        ];
        for text in special {
            assert!(!is_public(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn ordinary_addresses_are_public() {
        for text in
            ["8.8.8.8", "100.128.0.1", "172.32.0.1", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"]
        {
            assert!(is_public(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn numeric_hosts_are_checked_before_connecting() {
        let closed = AddressPolicy { allow_private: false };
        let open = AddressPolicy { allow_private: true };
        let url = |text: &str| Url::parse(text).unwrap();
        for text in
            ["http://127.0.0.2:8080/rest/", "https://[::1]/", "https://2130706433/", "https://0x7f.1/"]
        {
            assert!(!closed.permits_literal(&url(text)), "{text}");
            assert!(open.permits_literal(&url(text)), "{text}");
        }
        assert!(closed.permits_literal(&url("https://acme.bitrix24.com/")));
        assert!(closed.permits_literal(&url("https://localhost.example.com/")));
        for text in
            ["https://localhost/", "https://LOCALHOST:8443/", "https://a.localhost/", "https://localhost./"]
        {
            assert!(!closed.permits_literal(&url(text)), "{text}");
            assert!(open.permits_literal(&url(text)), "{text}");
        }
    }

    #[tokio::test]
    async fn a_name_that_resolves_to_loopback_is_refused() {
        let name = || "localhost".parse::<Name>().unwrap();
        let closed = GuardedResolver::new(AddressPolicy { allow_private: false });
        assert!(closed.resolve(name()).await.is_err());
        let open = GuardedResolver::new(AddressPolicy { allow_private: true });
        assert!(open.resolve(name()).await.is_ok());
    }
}
