//! Finds the client's address: the peer's, or the one that a trusted proxy names.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use actix_web::http::header::{HeaderMap, HeaderName};
use ipnet::IpNet;

/// Each proxy appends the address of its own client.
const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");
/// A household or an office has a network of this many bits. Its machines can choose the remaining bits.
const V6_NETWORK: u32 = 64;

/// The address to count by. Read from right to left, the first address that is not trusted is the client. Addresses
/// further left were written by the client and are ignored.
pub(super) fn of_client(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(&address));
    let mut client = peer.to_canonical();
    let lines: Vec<&str> = headers.get_all(FORWARDED).map(|line| line.to_str().unwrap_or_default()).collect();
    for entry in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        if !is_trusted(client) {
            break;
        }
        // A trusted proxy wrote no address: the request counts as the proxy's own.
        let Some(address) = read(entry.trim()) else { break };
        client = address.to_canonical();
    }
    network_of(client)
}

/// An address as proxies write it: alone, in brackets, with a port.
fn read(text: &str) -> Option<IpAddr> {
    let bare = || text.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().ok();
    text.parse::<SocketAddr>().map(|with_port| with_port.ip()).ok().or_else(bare)
}

fn network_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << V6_NETWORK)).into(),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn client(peer: &str, forwarded: &[&str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(FORWARDED, HeaderValue::from_str(line).unwrap());
        }
        let trusted: Vec<IpNet> = trusted.iter().map(|network| network.parse().unwrap()).collect();
        of_client(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn headers_of_untrusted_peers_are_ignored() {
        assert_eq!(client("203.0.113.9", &["198.51.100.1"], &[]), "203.0.113.9");
        assert_eq!(client("203.0.113.9", &["198.51.100.1"], &["10.0.0.0/8"]), "203.0.113.9");
        assert_eq!(client("10.0.0.1", &[], &["10.0.0.0/8"]), "10.0.0.1");
    }

    #[test]
    fn the_rightmost_address_that_is_not_trusted_counts() {
        let trusted = ["10.0.0.0/8", "192.0.2.7/32", "2001:db8:1::/48"];
        for (forwarded, expected) in [
            (&["198.51.100.1"][..], "198.51.100.1"),
            (&["1.1.1.1, 198.51.100.1"], "198.51.100.1"),
            (&["1.1.1.1,198.51.100.1, 10.9.9.9"], "198.51.100.1"),
            (&["1.1.1.1", "198.51.100.1", "192.0.2.7"], "198.51.100.1"),
            (&["10.1.1.1, 10.2.2.2"], "10.1.1.1"),
            (&["198.51.100.1:4711"], "198.51.100.1"),
            (&["198.51.100.1, unknown"], "10.0.0.1"),
            (&["198.51.100.1, "], "10.0.0.1"),
            (&["198.51.100.1, nonsense, 10.2.2.2"], "10.2.2.2"),
            (&["::ffff:198.51.100.1"], "198.51.100.1"),
            (&["198.51.100.1, 2001:db8:1::5"], "198.51.100.1"),
            (&["[2001:db8:2::1]:443"], "2001:db8:2::"),
            (&["[2001:db8:2::1]"], "2001:db8:2::"),
        ] {
            assert_eq!(client("10.0.0.1", forwarded, &trusted), expected, "{forwarded:?}");
        }
        assert_eq!(client("::ffff:10.0.0.1", &["198.51.100.1"], &trusted), "198.51.100.1");
    }

    #[test]
    fn one_network_of_version_six_is_one_client() {
        let network = client("2001:db8:5:6:1::1", &[], &[]);
        assert_eq!(network, client("2001:db8:5:6:ffff::2", &[], &[]));
        assert_ne!(network, client("2001:db8:5:7:1::1", &[], &[]));
    }
}
