//! The configuration: environment variables, then a `.env` file in the working directory. Everything is read once, and
//! all problems are reported together. No other module reads the environment.

mod value;

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;

use ipnet::IpNet;
use url::Url;

use crate::bitrix::roots::ExtraRoots;
use crate::domain::operator::Operator;
use crate::domain::portal::AuthServer;
use crate::domain::secret::ClientSecret;
use crate::store::seal::Key;
use value::Reader;

/// How log lines are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LogFormat {
    /// For people.
    Pretty,
    /// One JSON object per line.
    Json,
}

/// The whole configuration.
#[derive(Clone, Debug)]
pub struct Config {
    /// `ERASER_CLIENT_ID`: the app's id.
    pub client_id: String,
    /// `ERASER_CLIENT_SECRET`: the app's secret.
    pub client_secret: ClientSecret,
    /// `ERASER_ENCRYPTION_KEYS`, the first: it encrypts.
    pub encryption_key: Key,
    /// `ERASER_ENCRYPTION_KEYS`, the others: they still decrypt.
    pub old_encryption_keys: Vec<Key>,
    /// `ERASER_PUBLIC_URL` without a slash at its end (default `http://127.0.0.1:8080`).
    pub public_url: String,
    /// `ERASER_LISTEN` (default `127.0.0.1:8080`).
    pub listen: SocketAddr,
    /// `ERASER_DATABASE_URL` (default `sqlite://contact-eraser.db`).
    pub database_url: String,
    /// `ERASER_TRUSTED_PROXIES`: the proxies whose `X-Forwarded-For` counts for rate limits (default none).
    pub trusted_proxies: Vec<IpNet>,
    /// `ERASER_OAUTH_URLS`, default first (default `https://oauth.bitrix.info,https://oauth.bitrix24.tech`).
    pub oauth_servers: Vec<AuthServer>,
    /// `ERASER_BX24_JS_URL` (default `https://api.bitrix24.com/api/v1/`).
    pub bx24_js_url: Url,
    /// `ERASER_ALLOW_HTTP_PORTALS` (default `false`).
    pub allow_http_portals: bool,
    /// `ERASER_ALLOW_PRIVATE_PORTALS` (default `false`).
    pub allow_private_portals: bool,
    /// `ERASER_OPERATOR_NAME`, `ERASER_OPERATOR_ADDRESS`, `ERASER_SUPPORT_EMAIL`, `ERASER_SUPPORT_HOURS`,
    /// `ERASER_MARKET_URL`: what the public pages say about the operator (default nothing).
    pub operator: Operator,
    /// `ERASER_CA_FILE`: certificate authorities that are trusted in addition to the usual ones (default none).
    pub extra_roots: Option<ExtraRoots>,
    /// `ERASER_METRICS_LISTEN` (default off).
    pub metrics_listen: Option<SocketAddr>,
    /// `ERASER_LOG`: a tracing filter (default `info`).
    pub log: String,
    /// `ERASER_LOG_FORMAT` (default `pretty` on a terminal, else `json`).
    pub log_format: LogFormat,
    /// Unknown variables that begin with `ERASER_`; probably misspelt.
    pub unknown: Vec<String>,
}

/// Every variable that is read.
pub const VARIABLES: [&str; 21] = [
    "ERASER_CLIENT_ID",
    "ERASER_CLIENT_SECRET",
    "ERASER_ENCRYPTION_KEYS",
    "ERASER_PUBLIC_URL",
    "ERASER_LISTEN",
    "ERASER_DATABASE_URL",
    "ERASER_TRUSTED_PROXIES",
    "ERASER_OAUTH_URLS",
    "ERASER_BX24_JS_URL",
    "ERASER_ALLOW_HTTP_PORTALS",
    "ERASER_ALLOW_PRIVATE_PORTALS",
    "ERASER_OPERATOR_NAME",
    "ERASER_OPERATOR_ADDRESS",
    "ERASER_SUPPORT_EMAIL",
    "ERASER_SUPPORT_HOURS",
    "ERASER_MARKET_URL",
    "ERASER_CA_FILE",
    "ERASER_METRICS_LISTEN",
    "ERASER_LOG",
    "ERASER_LOG_FORMAT",
    "ERASER_WEBHOOK_URL",
];

const CA_FILE_EXAMPLE: &str = "/etc/ssl/company-ca.pem";
const MARKET_EXAMPLE: &str = "https://www.bitrix24.com/apps/app/vendor.contact_eraser/";

/// All problems of the configuration, one per line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfigErrors(pub Vec<String>);

impl fmt::Display for ConfigErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for ConfigErrors {}

/// What the command `delete` reads from the environment. All of it is optional. It is never printed.
pub struct WebhookConfig {
    /// `ERASER_WEBHOOK_URL`: the webhook's address. Here the list of processes does not show it.
    pub url: Option<String>,
    /// `ERASER_CA_FILE`: certificate authorities that are trusted in addition to the usual ones.
    pub extra_roots: Option<ExtraRoots>,
}

impl WebhookConfig {
    /// Reads the process's environment and `.env`. The environment takes precedence.
    ///
    /// # Errors
    /// When `.env` or the file of certificate authorities cannot be read.
    pub fn from_environment() -> Result<Self, ConfigErrors> {
        let values = environment()?;
        let mut reader = Reader::new(&values);
        let url = reader.optional("ERASER_WEBHOOK_URL", "", |text| Ok(text.to_owned())).flatten();
        match reader.optional("ERASER_CA_FILE", CA_FILE_EXAMPLE, value::extra_roots) {
            Some(extra_roots) => Ok(Self { url, extra_roots }),
            None => Err(ConfigErrors(reader.problems())),
        }
    }
}

impl Config {
    /// Reads the process's environment and `.env`. The environment takes precedence.
    ///
    /// # Errors
    /// Lists every variable that is missing or wrong.
    pub fn from_environment(on_terminal: bool) -> Result<Self, ConfigErrors> {
        Self::read(&environment()?, on_terminal)
    }

    /// Reads the configuration from named values.
    ///
    /// # Errors
    /// Lists every variable that is missing or wrong.
    pub fn read(values: &BTreeMap<String, String>, on_terminal: bool) -> Result<Self, ConfigErrors> {
        let mut reader = Reader::new(values);
        let terminal_format = if on_terminal { "pretty" } else { "json" };
        let client_id =
            reader.required("ERASER_CLIENT_ID", "local.65f0a1b2c3d4e5.11112222", value::client_id);
        let client_secret = reader.required(
            "ERASER_CLIENT_SECRET",
            "the secret beside the id in the portal",
            value::client_secret,
        );
        let keys =
            reader.required("ERASER_ENCRYPTION_KEYS", "the output of `contact-eraser keygen`", value::keys);
        let public_url = reader.or("ERASER_PUBLIC_URL", "http://127.0.0.1:8080", value::public_url);
        let listen = reader.or("ERASER_LISTEN", "127.0.0.1:8080", value::socket);
        let database_url =
            reader.or("ERASER_DATABASE_URL", "sqlite://contact-eraser.db", value::database_url);
        let trusted_proxies =
            reader.optional("ERASER_TRUSTED_PROXIES", "127.0.0.1,10.0.0.0/8", value::networks);
        let known_servers = "https://oauth.bitrix.info,https://oauth.bitrix24.tech";
        let oauth_servers = reader.or("ERASER_OAUTH_URLS", known_servers, value::oauth_servers);
        let bx24_js_url =
            reader.or("ERASER_BX24_JS_URL", "https://api.bitrix24.com/api/v1/", value::script_url);
        let allow_http_portals = reader.or("ERASER_ALLOW_HTTP_PORTALS", "false", value::flag);
        let allow_private_portals = reader.or("ERASER_ALLOW_PRIVATE_PORTALS", "false", value::flag);
        let operator = read_operator(&mut reader);
        let extra_roots = reader.optional("ERASER_CA_FILE", CA_FILE_EXAMPLE, value::extra_roots);
        let metrics_listen = reader.optional("ERASER_METRICS_LISTEN", "127.0.0.1:9090", value::socket);
        let log = reader.or("ERASER_LOG", "info", value::log_filter);
        let log_format = reader.or("ERASER_LOG_FORMAT", terminal_format, value::log_format);
        let assembled = || {
            let (encryption_key, old_encryption_keys) = keys?;
            Some(Self {
                client_id: client_id?,
                client_secret: client_secret?,
                encryption_key,
                old_encryption_keys,
                public_url: public_url?,
                listen: listen?,
                database_url: database_url?,
                trusted_proxies: trusted_proxies?.unwrap_or_default(),
                oauth_servers: oauth_servers?,
                bx24_js_url: bx24_js_url?,
                allow_http_portals: allow_http_portals?,
                allow_private_portals: allow_private_portals?,
                operator: operator?,
                extra_roots: extra_roots?,
                metrics_listen: metrics_listen?,
                log: log?,
                log_format: log_format?,
                unknown: unknown_variables(values),
            })
        };
        assembled().ok_or_else(|| ConfigErrors(reader.problems()))
    }
}

/// The operator's details; `None` when one of them is wrong.
fn read_operator(reader: &mut Reader<'_>) -> Option<Operator> {
    let name = reader.optional("ERASER_OPERATOR_NAME", "Example Ltd", value::line);
    let address = reader.optional("ERASER_OPERATOR_ADDRESS", "1 Example Street, 10115 Berlin", value::line);
    let email = reader.optional("ERASER_SUPPORT_EMAIL", "support@example.com", value::email);
    let hours = reader.optional("ERASER_SUPPORT_HOURS", "Mon-Fri 9:00-17:00 CET", value::line);
    let market_url = reader.optional("ERASER_MARKET_URL", MARKET_EXAMPLE, value::market_url);
    Some(Operator { name: name?, address: address?, email: email?, hours: hours?, market_url: market_url? })
}

fn unknown_variables(values: &BTreeMap<String, String>) -> Vec<String> {
    let is_unknown = |name: &&String| name.starts_with("ERASER_") && !VARIABLES.contains(&name.as_str());
    values.keys().filter(is_unknown).cloned().collect()
}

/// The values of `.env`, overridden by the process's environment.
fn environment() -> Result<BTreeMap<String, String>, ConfigErrors> {
    let mut values = read_env_file()?;
    values.extend(
        std::env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.to_string_lossy().into_owned()))
        }),
    );
    Ok(values)
}

/// The values of `.env` in the working directory. The file may be missing.
fn read_env_file() -> Result<BTreeMap<String, String>, ConfigErrors> {
    // The library's own message quotes the line, which may contain a secret.
    let wrong = |error: dotenvy::Error| {
        let what = match error {
            dotenvy::Error::LineParse(line, _) => {
                let name = line.split('=').next().unwrap_or_default().trim();
                format!("the line of {name} cannot be read (an unclosed quote?)")
            }
            _ => "cannot be read".to_owned(),
        };
        ConfigErrors(vec![format!(".env: {what}; example of a line: ERASER_LOG=info")])
    };
    match dotenvy::from_path_iter(".env") {
        Ok(lines) => lines.collect::<Result<_, _>>().map_err(wrong),
        Err(error) if error.not_found() => Ok(BTreeMap::new()),
        Err(error) => Err(wrong(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn complete() -> BTreeMap<String, String> {
        let key = Key::generate().unwrap();
        values(&[
            ("ERASER_CLIENT_ID", "local.1"),
            ("ERASER_CLIENT_SECRET", "s"),
            ("ERASER_ENCRYPTION_KEYS", &key),
        ])
    }

    fn problems(name: &str, value: &str) -> Vec<String> {
        let mut values = complete();
        values.insert(name.to_owned(), value.to_owned());
        Config::read(&values, true).err().map(|errors| errors.0).unwrap_or_default()
    }

    #[test]
    fn all_missing_variables_are_reported_together_with_examples() {
        let ConfigErrors(lines) = Config::read(&BTreeMap::new(), false).unwrap_err();
        for name in ["ERASER_CLIENT_ID", "ERASER_CLIENT_SECRET", "ERASER_ENCRYPTION_KEYS"] {
            assert!(lines.iter().any(|line| line.contains(name) && line.contains("example")), "{name}");
        }
    }

    #[test]
    fn the_defaults_match_the_documentation() {
        let config = Config::read(&complete(), false).unwrap();
        assert_eq!(config.public_url, "http://127.0.0.1:8080");
        assert_eq!(config.oauth_servers.len(), 2);
        assert_eq!(config.log_format, LogFormat::Json);
        assert!(
            !config.allow_http_portals && !config.allow_private_portals && config.metrics_listen.is_none()
        );
        assert!(!format!("{config:?}").contains("\"s\""));
    }

    #[test]
    fn wrong_values_are_refused() {
        for (name, value) in [
            ("ERASER_PUBLIC_URL", "http://eraser.example.com"),
            ("ERASER_PUBLIC_URL", "https://eraser.example.com/path"),
            ("ERASER_PUBLIC_URL", "eraser.example.com"),
            ("ERASER_LISTEN", "8080"),
            ("ERASER_DATABASE_URL", "postgres://x"),
            ("ERASER_TRUSTED_PROXIES", "proxy.example.com"),
            ("ERASER_TRUSTED_PROXIES", "10.0.0.1, 10.0.0.0/33"),
            ("ERASER_TRUSTED_PROXIES", "10.0.0.1:8080"),
            ("ERASER_TRUSTED_PROXIES", "0.0.0.0/0"),
            ("ERASER_TRUSTED_PROXIES", "::/0"),
            ("ERASER_OAUTH_URLS", "http://oauth.example.com"),
            ("ERASER_OAUTH_URLS", ","),
            ("ERASER_BX24_JS_URL", "javascript:alert(1)"),
            ("ERASER_ALLOW_HTTP_PORTALS", "yes please"),
            ("ERASER_METRICS_LISTEN", "localhost"),
            ("ERASER_CA_FILE", "/nowhere/ca.pem"),
            ("ERASER_CA_FILE", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")),
            ("ERASER_CA_FILE", env!("CARGO_MANIFEST_DIR")),
            ("ERASER_SUPPORT_EMAIL", "support.example.com"),
            ("ERASER_SUPPORT_EMAIL", "support@example.com?cc=x"),
            ("ERASER_OPERATOR_NAME", "Example\nLtd"),
            ("ERASER_MARKET_URL", "http://www.bitrix24.com/apps/"),
            ("ERASER_MARKET_URL", "javascript:alert(1)"),
            ("ERASER_LOG", "info,=="),
            ("ERASER_LOG_FORMAT", "xml"),
            ("ERASER_ENCRYPTION_KEYS", "c2hvcnQ="),
            ("ERASER_CLIENT_ID", ""),
        ] {
            let found = problems(name, value);
            assert!(
                matches!(found.as_slice(), [line] if line.starts_with(name)),
                "{name}={value}: {found:?}"
            );
        }
    }

    #[test]
    fn good_values_are_accepted() {
        for (name, value) in [
            ("ERASER_PUBLIC_URL", "https://eraser.example.com/"),
            ("ERASER_PUBLIC_URL", "http://localhost:9000"),
            ("ERASER_TRUSTED_PROXIES", ""),
            ("ERASER_TRUSTED_PROXIES", "127.0.0.1, ::1,10.0.0.0/8,2001:db8::/32,"),
            ("ERASER_OAUTH_URLS", "http://127.0.0.1:4000"),
            ("ERASER_ALLOW_HTTP_PORTALS", "true"),
            ("ERASER_METRICS_LISTEN", ""),
            ("ERASER_CA_FILE", ""),
            ("ERASER_SUPPORT_EMAIL", "help+eraser@example.com"),
            ("ERASER_OPERATOR_NAME", "Müller & Söhne GmbH"),
            ("ERASER_MARKET_URL", "https://www.bitrix24.com/apps/app/vendor.contact_eraser/"),
            ("ERASER_LOG", "contact_eraser=debug,info"),
        ] {
            assert_eq!(problems(name, value), Vec::<String>::new(), "{name}={value}");
        }
    }

    #[test]
    fn misspelt_variables_are_reported() {
        let mut values = complete();
        values.insert("ERASER_LISTENN".to_owned(), "x".to_owned());
        assert_eq!(Config::read(&values, true).unwrap().unknown, ["ERASER_LISTENN"]);
    }
}
