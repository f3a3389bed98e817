//! Portals and their addresses. An address in a request is only a claim. A stored portal has the [`Endpoint`] that the
//! authorization server named.

use std::fmt;

use serde::Serialize;
use url::Url;

use super::clock::UnixTime;
use super::feature::Feature;
use super::ids::{ContactId, MemberId};
use super::secret::ApplicationToken;

/// A host with an optional port, as in a portal's `DOMAIN`. It is in lower case, and default ports are left out.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(into = "String")]
pub struct PortalHost {
    host: String,
    port: Option<u16>,
}

impl PortalHost {
    /// Reads `name` or `name:port`. The name is a DNS name or an IPv4 address in ASCII. Schemes, paths, user names,
    /// control characters and similar-looking Unicode dots are refused.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (host, port) = match text.split_once(':') {
            Some((host, port)) => (host, Some(parse_port(port)?)),
            None => (text, None),
        };
        let labels_fit = host.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        });
        if host.len() > 253 || !labels_fit || looks_like_odd_ipv4(host) {
            return None;
        }
        Some(Self { host: host.to_ascii_lowercase(), port: port.filter(|p| !matches!(p, 80 | 443)) })
    }

    /// Whether the host is an IP address instead of a name.
    #[must_use]
    pub fn is_address(&self) -> bool {
        self.host.parse::<std::net::Ipv4Addr>().is_ok()
    }

    /// Whether the hosts are equal, and the ports too if both have one. The documentation does not say that the
    /// platform names an on-premise portal's port everywhere.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        let ports_agree = match (self.port, other.port) {
            (Some(mine), Some(theirs)) => mine == theirs,
            _ => true,
        };
        self.host == other.host && ports_agree
    }
}

/// Reads a port: only digits, without a sign or leading zero.
fn parse_port(text: &str) -> Option<u16> {
    let plain = !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

/// URL parsers read a name whose last label is a number as an IPv4 address, also in octal and hex (`0x7f.1`,
/// `2130706433`). Only the plain dotted form is clear, so all others are refused.
fn looks_like_odd_ipv4(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default();
    let numeric = last.bytes().all(|b| b.is_ascii_digit()) || last.to_ascii_lowercase().starts_with("0x");
    numeric && host.parse::<std::net::Ipv4Addr>().is_err()
}

impl fmt::Display for PortalHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.port {
            Some(port) => write!(f, "{}:{port}", self.host),
            None => f.write_str(&self.host),
        }
    }
}

impl From<PortalHost> for String {
    fn from(host: PortalHost) -> Self {
        host.to_string()
    }
}

/// The address of a portal's REST (`client_endpoint`). It always ends with a slash.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Endpoint(Url);

impl Endpoint {
    /// Reads an absolute http or https address without user name, query and fragment.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut url = Url::parse(text).ok().filter(is_plain_http)?;
        PortalHost::parse(&host_and_port(&url)?)?;
        if !url.path().ends_with('/') {
            let path = format!("{}/", url.path());
            url.set_path(&path);
        }
        Some(Self(url))
    }

    /// The address of one REST method.
    #[must_use]
    pub fn method(&self, name: &str) -> Url {
        let mut url = self.0.clone();
        url.set_path(&format!("{}{name}", self.0.path()));
        url
    }

    /// Host and port, as in a portal's `DOMAIN`.
    #[must_use]
    pub fn host(&self) -> PortalHost {
        let port = self.0.port().filter(|p| !matches!(p, 80 | 443));
        PortalHost { host: self.0.host_str().unwrap_or_default().to_owned(), port }
    }

    /// `scheme://host[:port]`, the origin that browsers compare.
    #[must_use]
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// Whether calls to it are encrypted.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// The page of a contact in the portal: b24restdocs sdk/bx24-js-sdk/additional-functions/bx24-open-path.md.
    #[must_use]
    pub fn contact_card(&self, id: ContactId) -> String {
        format!("{}/crm/contact/details/{id}/", self.origin())
    }

    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// The origin of an authorization server. The app's secret is sent there, so only configured servers are used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AuthServer(Url);

impl AuthServer {
    /// Reads an origin, or the form `https://HOST/rest/` in which portals name their authorization server.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut url = Url::parse(text).ok().filter(is_plain_http)?;
        url.set_path("/");
        Some(Self(url))
    }

    /// The token endpoint. It is not below `/rest/`, although the server names itself with that path.
    #[must_use]
    pub fn token_url(&self) -> Url {
        self.at("/oauth/token/")
    }

    /// The address that tells who owns a token.
    #[must_use]
    pub fn app_info_url(&self) -> Url {
        self.at("/rest/app.info")
    }

    /// `scheme://host[:port]`.
    #[must_use]
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// Whether a portal means this server when it names this host.
    #[must_use]
    pub fn has_host(&self, host: &PortalHost) -> bool {
        let own = host_and_port(&self.0).and_then(|text| PortalHost::parse(&text));
        own.is_some_and(|own| own.matches(host))
    }

    fn at(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        url.set_path(path);
        url
    }
}

fn is_plain_http(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none()
}

fn host_and_port(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

/// The status of the installation on a portal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PortalStatus {
    /// The installer page succeeded, but the portal has not shown the app yet.
    Pending,
    /// Installed and in use.
    Active,
    /// Uninstalled. The remaining data is kept for a new installation.
    Removed,
}

/// A portal that has installed the app, as the authorization server described it.
#[derive(Clone, Debug)]
pub struct Portal {
    /// Its permanent key.
    pub member_id: MemberId,
    /// The address of its REST.
    pub endpoint: Endpoint,
    /// The authorization server that verifies its tokens.
    pub auth_server: AuthServer,
    /// The status of the installation.
    pub status: PortalStatus,
    /// The app's licence status on the portal (`L` local, `F` free, `D` demo, `T` trial, `P` paid, `S` subscription).
    pub licence: String,
    /// Granted scopes.
    pub scope: Scopes,
    /// The number of the installation. Sessions of an earlier one are not valid.
    pub generation: i64,
    /// When this installation began.
    pub installed_at: UnixTime,
    /// The application token, if a verified request contained it.
    pub application_token: Option<ApplicationToken>,
    /// What the portal refused to connect at the last try.
    pub unbound: Vec<Feature>,
    /// Since when a payment for the portal or the app is due.
    pub unpaid_since: Option<UnixTime>,
}

/// A set of granted scopes. The platform separates them by commas, some documentation by spaces. Both are read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Scopes(Vec<String>);

impl Scopes {
    /// Reads a list of scopes. Order and repetitions do not matter.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut names: Vec<String> =
            text.split([',', ' ']).filter(|name| !name.is_empty()).map(str::to_ascii_lowercase).collect();
        names.sort_unstable();
        names.dedup();
        Self(names)
    }

    /// Whether no scope is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the scopes allow reading the names of other users (b24restdocs api-reference/user/user-scope.md).
    #[must_use]
    pub fn can_read_names(&self) -> bool {
        ["user", "user_basic", "user_brief"].iter().any(|scope| self.contains(scope))
    }

    /// The granted scopes, sorted.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.0
    }

    /// Whether a scope was granted.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.0.iter().any(|granted| granted == name)
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_a_host_with_an_optional_port_and_nothing_else() {
        for (text, normal) in [
            ("acme.bitrix24.com", "acme.bitrix24.com"),
            ("ACME.Bitrix24.com:443", "acme.bitrix24.com"),
            ("crm.example.org:8443", "crm.example.org:8443"),
            ("127.0.0.2:40123", "127.0.0.2:40123"),
            ("xn--e1afmkfd.xn--p1ai", "xn--e1afmkfd.xn--p1ai"),
            ("intranet", "intranet"),
        ] {
            assert_eq!(PortalHost::parse(text).map(|h| h.to_string()).as_deref(), Some(normal));
        }
        for text in [
            "",
            ".",
            "a..b",
            "-a.com",
            "a-.com",
            "user@a.com",
            "a.com/x",
            "http://a.com",
            "a.com:",
            "a.com:0",
            "a.com:080",
            "a.com:70000",
            "a.com:+80",
            "a.com:80:80",
            "a\u{3002}com",
            "a com",
            "a.com\n",
            "a_b.com",
            "0x7f.1",
            "2130706433",
            "127.1",
            "0177.0.0.1",
            "[::1]",
            "a.com?x",
            "a.com#x",
            "a.com\\x",
            "%61.com",
            "1.2.3.4.5",
        ] {
            assert_eq!(PortalHost::parse(text), None, "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn an_accepted_host_reads_back_unchanged(text in "[a-zA-Z0-9.:@/%\\-]{0,24}|\\PC{0,24}") {
            if let Some(host) = PortalHost::parse(&text) {
                proptest::prop_assert_eq!(PortalHost::parse(&host.to_string()), Some(host.clone()));
                let url = Url::parse(&format!("https://{host}/"));
                proptest::prop_assert_eq!(url.ok().and_then(|url| url.host_str().map(str::to_owned)), Some(host.host));
            }
        }
    }

    #[test]
    fn ports_are_compared_only_when_both_sides_name_one() {
        let host = |text| PortalHost::parse(text).unwrap();
        assert!(host("a.com:8443").matches(&host("a.com")));
        assert!(!host("a.com:8443").matches(&host("a.com:9443")));
        assert!(!host("a.com").matches(&host("b.com")));
    }

    #[test]
    fn the_rest_path_of_an_authorization_server_is_not_part_of_its_token_address() {
        let server = AuthServer::parse("https://oauth.example.com/rest/").unwrap();
        assert_eq!(server.token_url().as_str(), "https://oauth.example.com/oauth/token/");
        assert_eq!(server.app_info_url().as_str(), "https://oauth.example.com/rest/app.info");
        assert_eq!(server.origin(), "https://oauth.example.com");
        let has_host = |text| server.has_host(&PortalHost::parse(text).unwrap());
        assert!(has_host("OAuth.example.com") && !has_host("example.com"));
    }

    #[test]
    fn endpoints_are_plain_addresses() {
        let endpoint = Endpoint::parse("https://acme.bitrix24.com/rest").unwrap();
        assert_eq!(endpoint.method("batch").as_str(), "https://acme.bitrix24.com/rest/batch");
        assert_eq!(endpoint.origin(), "https://acme.bitrix24.com");
        for text in
            ["ftp://a.com/", "https://u:p@a.com/rest/", "https://a.com/rest/?x=1", "//a.com/rest/", "rest/"]
        {
            assert!(Endpoint::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn scopes_are_read_with_commas_and_spaces() {
        let scopes = Scopes::parse("crm,placement user_brief,,crm");
        assert!(scopes.contains("crm") && scopes.contains("user_brief") && !scopes.contains("user"));
        assert_eq!(scopes.to_string(), "crm,placement,user_brief");
    }
}
