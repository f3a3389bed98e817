//! Parses single values: each function returns a typed value or a sentence that names the problem.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use ipnet::IpNet;
use url::{Host, Url};

use super::LogFormat;
use crate::bitrix::roots::ExtraRoots;
use crate::domain::portal::AuthServer;
use crate::domain::secret::ClientSecret;
use crate::store::seal::Key;

type Parsed<T> = Result<T, &'static str>;

/// Reads named values and collects their problems.
pub(super) struct Reader<'a> {
    values: &'a BTreeMap<String, String>,
    problems: Vec<String>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(values: &'a BTreeMap<String, String>) -> Self {
        Self { values, problems: Vec::new() }
    }

    pub(super) fn problems(self) -> Vec<String> {
        self.problems
    }

    /// A required value. For a secret, the example describes the value.
    pub(super) fn required<T>(
        &mut self,
        name: &str,
        example: &str,
        parse: fn(&str) -> Parsed<T>,
    ) -> Option<T> {
        match self.get(name) {
            Some(text) => self.check(name, example, parse(text)),
            None => self.check(name, example, Err("is not set")),
        }
    }

    /// A value with a default, which is also the example.
    pub(super) fn or<T>(&mut self, name: &str, default: &str, parse: fn(&str) -> Parsed<T>) -> Option<T> {
        let text = self.get(name).unwrap_or(default);
        self.check(name, default, parse(text))
    }

    /// An optional value. The outer `None` means that the value is wrong, the inner one that it is not set.
    #[expect(clippy::option_option, reason = "wrong and absent are different answers")]
    pub(super) fn optional<T>(
        &mut self,
        name: &str,
        example: &str,
        parse: fn(&str) -> Parsed<T>,
    ) -> Option<Option<T>> {
        match self.get(name) {
            Some(text) => self.check(name, example, parse(text)).map(Some),
            None => Some(None),
        }
    }

    fn get(&self, name: &str) -> Option<&'a str> {
        self.values.get(name).map(|text| text.trim()).filter(|text| !text.is_empty())
    }

    fn check<T>(&mut self, name: &str, example: &str, parsed: Parsed<T>) -> Option<T> {
        parsed
            .map_err(|problem| self.problems.push(format!("{name} {problem}; example: {name}={example}")))
            .ok()
    }
}

pub(super) fn client_id(text: &str) -> Parsed<String> {
    let plain = text.len() <= 200 && text.bytes().all(|b| b.is_ascii_graphic());
    if plain { Ok(text.to_owned()) } else { Err("is not a client id: printable ASCII without spaces") }
}

pub(super) fn client_secret(text: &str) -> Parsed<ClientSecret> {
    ClientSecret::parse(text).ok_or("is not a client secret: printable ASCII without spaces")
}

pub(super) fn keys(text: &str) -> Parsed<(Key, Vec<Key>)> {
    let keys: Option<Vec<Key>> =
        text.split(',').filter(|part| !part.trim().is_empty()).map(Key::parse).collect();
    let mut keys = keys.ok_or("holds something else than 32-byte keys in base64, separated by commas")?;
    if keys.is_empty() {
        return Err("holds no key");
    }
    let first = keys.remove(0);
    Ok((first, keys))
}

pub(super) fn public_url(text: &str) -> Parsed<String> {
    let url = encrypted_unless_loopback(text)?;
    if url.path() != "/" {
        return Err("has a path: give scheme, host and port only");
    }
    Ok(url.origin().ascii_serialization())
}

pub(super) fn socket(text: &str) -> Parsed<SocketAddr> {
    text.parse().map_err(|_wrong| "is not an address with a port")
}

pub(super) fn database_url(text: &str) -> Parsed<String> {
    if text.starts_with("sqlite:") { Ok(text.to_owned()) } else { Err("does not begin with sqlite:") }
}

/// Addresses and networks. A network of all addresses is refused: any sender could then choose the address that it is
/// counted under.
pub(super) fn networks(text: &str) -> Parsed<Vec<IpNet>> {
    let mut networks = Vec::new();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let address = || part.parse::<IpAddr>().map(IpNet::from);
        let network: IpNet = part
            .parse()
            .or_else(|_no_network| address())
            .map_err(|_neither| "holds something else than addresses and networks, separated by commas")?;
        if network.prefix_len() == 0 {
            return Err("names all addresses: then everybody could say whose request theirs is");
        }
        networks.push(network);
    }
    Ok(networks)
}

pub(super) fn oauth_servers(text: &str) -> Parsed<Vec<AuthServer>> {
    let mut servers = Vec::new();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        encrypted_unless_loopback(part)?;
        servers.push(AuthServer::parse(part).ok_or("holds something else than server addresses")?);
    }
    if servers.is_empty() { Err("names no server") } else { Ok(servers) }
}

/// The address of Bitrix24's script. Plain http is allowed for portals in a closed network.
pub(super) fn script_url(text: &str) -> Parsed<Url> {
    let url = Url::parse(text).map_err(|_wrong| "is not an absolute address")?;
    if matches!(url.scheme(), "http" | "https") { Ok(url) } else { Err("is not an http(s) address") }
}

/// Reads the certificates themselves, so that a wrong file is found at the start.
pub(super) fn extra_roots(path: &str) -> Parsed<ExtraRoots> {
    let pem = std::fs::read(path).map_err(|_unreadable| "names a file that cannot be read")?;
    ExtraRoots::parse(&pem).ok_or("names a file that holds no certificates in PEM")
}

pub(super) fn flag(text: &str) -> Parsed<bool> {
    match text {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err("is neither true nor false"),
    }
}

/// One line of text for people.
pub(super) fn line(text: &str) -> Parsed<String> {
    let fits = text.chars().count() <= 300 && !text.chars().any(char::is_control);
    if fits { Ok(text.to_owned()) } else { Err("is not one line of 300 characters at most") }
}

/// An address that needs no escaping in a `mailto:` link.
pub(super) fn email(text: &str) -> Parsed<String> {
    let is_plain = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'+'))
    };
    let fits = text.len() <= 254
        && text
            .split_once('@')
            .is_some_and(|(name, host)| is_plain(name) && is_plain(host) && host.contains('.'));
    if fits { Ok(text.to_owned()) } else { Err("is not a plain e-mail address") }
}

pub(super) fn market_url(text: &str) -> Parsed<String> {
    let url = Url::parse(text).map_err(|_wrong| "is not an absolute address")?;
    if url.scheme() == "https" { Ok(url.into()) } else { Err("is not an https address") }
}

pub(super) fn log_filter(text: &str) -> Parsed<String> {
    let parsed = tracing_subscriber::EnvFilter::try_new(text);
    parsed.map(|_filter| text.to_owned()).map_err(|_wrong| "is not a tracing filter")
}

pub(super) fn log_format(text: &str) -> Parsed<LogFormat> {
    match text {
        "pretty" => Ok(LogFormat::Pretty),
        "json" => Ok(LogFormat::Json),
        _ => Err("is neither pretty nor json"),
    }
}

fn encrypted_unless_loopback(text: &str) -> Parsed<Url> {
    let url = Url::parse(text).map_err(|_wrong| "is not an absolute address")?;
    let loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    match url.scheme() {
        "https" => Ok(url),
        "http" if loopback => Ok(url),
        "http" => Err("is not encrypted: only loopback addresses may be http"),
        _ => Err("is not an http(s) address"),
    }
}
