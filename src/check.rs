//! `contact-eraser check` finds problems before the first portal does. It changes nothing: it creates no file and runs
//! no migration.

use std::fmt;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::time::Duration;

use rustix::fs::{Access, AtFlags, CWD, accessat};
use rustix::io::Errno;
use tokio::runtime::Handle;

use crate::app;
use crate::bitrix::error::Transport;
use crate::bitrix::http::Http;
use crate::bitrix::oauth::{OAuth, OauthError, OauthRefusal};
use crate::config::Config;
use crate::domain::clock::{Clock, SystemClock};
use crate::domain::obstacle::Obstacle;
use crate::domain::operator::Operator;
use crate::domain::portal::AuthServer;
use crate::domain::secret::RefreshToken;
use crate::store::inspection::{self, Inspection};

/// One line of the report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Finding {
    /// No problem.
    Good(String),
    /// The service runs, but not for all users or not for long.
    Doubtful(String),
    /// The service cannot run.
    Fatal(String),
}

impl Finding {
    /// Whether the service cannot run.
    #[must_use]
    pub fn is_fatal(&self) -> bool {
        matches!(self, Self::Fatal(_))
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Good(text) => write!(f, "ok       {text}"),
            Self::Doubtful(text) => write!(f, "warning  {text}"),
            Self::Fatal(text) => write!(f, "error    {text}"),
        }
    }
}

/// Checks everything that the service needs. The configuration has already been read.
pub async fn run(config: &Config) -> Vec<Finding> {
    let mut findings =
        vec![Finding::Good(format!("configuration: portals reach this service at {}", config.public_url))];
    findings.extend(check_sockets(config));
    findings.extend(check_database(config).await);
    findings.extend(check_proxies(config));
    findings.extend(check_operator(&config.operator));
    if config.allow_http_portals || config.allow_private_portals {
        findings.push(Finding::Doubtful(
            "ERASER_ALLOW_HTTP_PORTALS or ERASER_ALLOW_PRIVATE_PORTALS is on: for closed networks, demos and tests only"
                .to_owned(),
        ));
    }
    let http = match Http::new(app::portal_rules(config), Handle::current()) {
        Ok(http) => http,
        Err(error) => {
            findings.push(Finding::Fatal(format!("TLS cannot be set up: {error}")));
            return findings;
        }
    };
    let oauth = app::open_oauth(config, &http);
    for (index, server) in oauth.servers().iter().enumerate() {
        findings.push(check_server(&oauth, server, index == 0).await);
    }
    findings
}

/// The first socket stays bound while the second is checked, so using one address for both is found.
fn check_sockets(config: &Config) -> Vec<Finding> {
    let (found, held) = check_socket("socket", config.listen, "/health/live");
    let mut findings = vec![found];
    if let Some(address) = config.metrics_listen {
        let is_ours = held.is_some() && address.port() == config.listen.port();
        findings.push(match check_socket("ERASER_METRICS_LISTEN", address, "/metrics").0 {
            Finding::Doubtful(_) | Finding::Fatal(_) if is_ours => Finding::Fatal(format!(
                "ERASER_METRICS_LISTEN: {address} and {} cannot both be bound",
                config.listen
            )),
            found => found,
        });
    }
    findings
}

/// A socket that is held by a running instance of this service is only a warning, because an operator may check a
/// running service. A holder that does not answer may be this service too. Any other holder is an error.
fn check_socket(what: &str, address: SocketAddr, path: &str) -> (Finding, Option<TcpListener>) {
    let error = match TcpListener::bind(address) {
        Ok(free) => return (Finding::Good(format!("{what}: {address} is free")), Some(free)),
        Err(error) => error,
    };
    let found = if error.kind() == ErrorKind::AddrInUse {
        match ask_holder(address, path) {
            SocketHolder::Service => Finding::Doubtful(format!(
                "{what}: {address} is taken by this service, which runs already; a second one cannot start"
            )),
            SocketHolder::Silent => Finding::Doubtful(format!(
                "{what}: {address} is taken, and what has it does not answer; if it is not this service, it cannot start"
            )),
            SocketHolder::Other => Finding::Fatal(format!("{what}: {address} is taken by something else")),
        }
    } else {
        Finding::Fatal(format!("{what}: {address} cannot be bound: {error}"))
    };
    (found, None)
}

/// The program that holds a socket.
enum SocketHolder {
    Service,
    /// It accepts connections and does not answer.
    Silent,
    Other,
}

/// How long the holder of a socket may take to answer.
const MAX_WAIT: Duration = Duration::from_secs(2);
/// The part of its answer that is read, in bytes.
const LONGEST: u64 = 64 * 1024;

fn ask_holder(address: SocketAddr, path: &str) -> SocketHolder {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    match answer_of(SocketAddr::new(ip, address.port()), path) {
        Ok(answer) => {
            let answer = String::from_utf8_lossy(&answer).to_ascii_lowercase();
            let is_service = answer.starts_with("http/1.1 200") && answer.contains("\r\nx-request-id:");
            if is_service { SocketHolder::Service } else { SocketHolder::Other }
        }
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
            SocketHolder::Silent
        }
        Err(_) => SocketHolder::Other,
    }
}

fn answer_of(address: SocketAddr, path: &str) -> io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect_timeout(&address, MAX_WAIT)?;
    stream.set_read_timeout(Some(MAX_WAIT))?;
    stream.set_write_timeout(Some(MAX_WAIT))?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    stream.take(LONGEST).read_to_end(&mut answer)?;
    Ok(answer)
}

/// Behind an untrusted proxy all users share one address and thus one rate limit. The service does not speak https
/// itself, so a public https address means that there is a proxy.
fn check_proxies(config: &Config) -> Option<Finding> {
    let is_behind_one = config.public_url.starts_with("https://");
    (is_behind_one && config.trusted_proxies.is_empty()).then(|| {
        Finding::Doubtful(
            "ERASER_TRUSTED_PROXIES is not set: everybody behind the proxy counts as one address for rate limits"
                .to_owned(),
        )
    })
}

/// The Market's moderators and data protection law require the operator's name and contact.
fn check_operator(operator: &Operator) -> Option<Finding> {
    let variables = [
        ("ERASER_OPERATOR_NAME", &operator.name),
        ("ERASER_OPERATOR_ADDRESS", &operator.address),
        ("ERASER_SUPPORT_EMAIL", &operator.email),
        ("ERASER_SUPPORT_HOURS", &operator.hours),
    ];
    let unset: Vec<&str> =
        variables.iter().filter(|(_, value)| value.is_none()).map(|(name, _)| *name).collect();
    (!unset.is_empty()).then(|| {
        Finding::Doubtful(format!(
            "public pages: {} not set: /privacy, /terms and /support do not say who runs this service and how to reach them",
            unset.join(", ")
        ))
    })
}

async fn check_database(config: &Config) -> Vec<Finding> {
    let url = &config.database_url;
    let found = match inspection::inspect(url, &app::seal(config)).await {
        Ok(found) => found,
        Err(error) => return vec![Finding::Fatal(format!("database: {url} does not open: {error}"))],
    };
    match found {
        Inspection::InMemory => {
            vec![Finding::Doubtful(format!("database: {url} is in memory: it ends with the service"))]
        }
        Inspection::Missing { folder } => vec![match unwritable(&folder) {
            None => Finding::Good(format!("database: {url} is not there yet; `serve` and `migrate` make it")),
            Some(why) => {
                Finding::Fatal(format!("database: {url} cannot be made: {} {why}", folder.display()))
            }
        }],
        Inspection::Found { due, file, has_unread_log } => {
            if let Some(why) = unwritable_beside(&file) {
                return vec![Finding::Fatal(format!("database: {url} cannot be written: {why}"))];
            }
            let mut findings = vec![if due == 0 {
                Finding::Good(format!("database: {url} opens and is up to date"))
            } else {
                Finding::Doubtful(format!(
                    "database: {url} opens; {due} of its migrations are due: `migrate` runs them, and `serve` at its start"
                ))
            }];
            if has_unread_log {
                findings.push(Finding::Doubtful(
                    "database: a write-ahead log without its index lies beside it: what is in it was not looked at"
                        .to_owned(),
                ));
            }
            findings
        }
    }
}

/// Why this process cannot write the database. SQLite also writes the write-ahead log and its index. It creates and
/// deletes them in the database's folder (<https://www.sqlite.org/wal.html>).
fn unwritable_beside(file: &Path) -> Option<String> {
    if let Some(why) = unwritable(file) {
        return Some(format!("the file {why}"));
    }
    for ending in ["-wal", "-shm"] {
        let mut path = file.as_os_str().to_owned();
        path.push(ending);
        let path = Path::new(&path);
        if path.exists()
            && let Some(why) = unwritable(path)
        {
            return Some(format!("its write-ahead log ({ending}) {why}"));
        }
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let why = unwritable(folder.unwrap_or(Path::new(".")))?;
    Some(format!("the folder of its write-ahead log {why}"))
}

/// Why this process cannot write to a path. The system is asked; nothing is written.
fn unwritable(path: &Path) -> Option<String> {
    let mode = Access::WRITE_OK | Access::READ_OK;
    match accessat(CWD, path, mode, AtFlags::EACCESS) {
        Ok(()) => None,
        Err(Errno::NOENT) => Some("is not there".to_owned()),
        Err(error) => Some(format!("is not writable ({error})")),
    }
}

/// Asks with an invented refresh token. A server that knows this app refuses the token; one that does not know it
/// refuses the app. Only the default server is required.
async fn check_server(oauth: &OAuth, server: &AuthServer, is_default: bool) -> Finding {
    let Some(unknown_token) = RefreshToken::parse("contact-eraser-check") else {
        return Finding::Fatal("authorization server: not asked".to_owned());
    };
    let origin = server.origin();
    let unless_default = |text| if is_default { Finding::Fatal(text) } else { Finding::Doubtful(text) };
    match oauth.refresh(server, &unknown_token, SystemClock.now()).await {
        Err(OauthError::Refused(OauthRefusal::WrongClient | OauthRefusal::ClientRefused)) => {
            unless_default(format!(
                "authorization server: {origin} does not accept ERASER_CLIENT_ID and ERASER_CLIENT_SECRET"
            ))
        }
        Ok(_) | Err(OauthError::Refused(OauthRefusal::GrantGone | OauthRefusal::UnknownToken)) => {
            Finding::Good(format!("authorization server: {origin} answers"))
        }
        Err(OauthError::Transport(error)) => unless_default(format!(
            "authorization server: {origin} cannot be reached: {}",
            describe_failure(&error)
        )),
        Err(OauthError::Unreadable) => unless_default(format!(
            "authorization server: what answers at {origin} is none (a proxy that wants a login?)"
        )),
        Err(error) => Finding::Doubtful(format!("authorization server: {origin} answers oddly: {error}")),
    }
}

/// The error in words for an operator.
fn describe_failure(error: &Transport) -> String {
    match error.obstacle() {
        Some(Obstacle::UnknownName) => "its name is not known here (is DNS in order?)".to_owned(),
        Some(Obstacle::NoConnection) => {
            "it takes no connection (a firewall, or it is switched off)".to_owned()
        }
        Some(Obstacle::Untrusted) => {
            "its certificate is not trusted (ERASER_CA_FILE takes an authority of your own)".to_owned()
        }
        _ => error.to_string(),
    }
}
