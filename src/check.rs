//! `contact-eraser check`: what an operator wants to know before the first portal does.

use std::fmt;
use std::io::ErrorKind;
use std::net::TcpListener;
use std::sync::Arc;

use tokio::runtime::Handle;

use crate::app;
use crate::bitrix::error::Transport;
use crate::bitrix::http::Http;
use crate::bitrix::oauth::{OAuth, OauthError, OauthRefusal};
use crate::config::Config;
use crate::domain::clock::{Clock, SystemClock};
use crate::domain::obstacle::Obstacle;
use crate::domain::portal::AuthServer;
use crate::domain::secret::RefreshToken;

/// One line of the report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Finding {
    /// As it should be.
    Good(String),
    /// The service runs, but not for everybody or not for long.
    Doubtful(String),
    /// The service could not run.
    Fatal(String),
}

impl Finding {
    /// Whether the service could not run.
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

/// Looks at everything that the service needs. The configuration was read already.
pub async fn run(config: &Config) -> Vec<Finding> {
    let mut findings = vec![
        Finding::Good(format!("configuration: portals reach this service at {}", config.public_url)),
        check_socket(config),
        check_database(config).await,
    ];
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

/// A taken socket is what a look at a running service finds, so it is no fault by itself.
fn check_socket(config: &Config) -> Finding {
    let address = config.listen;
    match TcpListener::bind(address) {
        Ok(_free) => Finding::Good(format!("socket: {address} is free")),
        Err(error) if error.kind() == ErrorKind::AddrInUse => Finding::Doubtful(format!(
            "socket: {address} is taken; if not by this service itself, it cannot start"
        )),
        Err(error) => Finding::Fatal(format!("socket: {address} cannot be bound: {error}")),
    }
}

async fn check_database(config: &Config) -> Finding {
    match app::open_store(config, Arc::new(SystemClock)).await {
        Ok(store) => {
            store.close().await;
            Finding::Good(format!("database: {} opens and is up to date", config.database_url))
        }
        Err(error) => Finding::Fatal(format!("database: {} does not open: {error}", config.database_url)),
    }
}

/// A refresh token that nobody was given: a server that knows this app refuses the token, one that does not refuses
/// the app. Only the default server has to be there.
async fn check_server(oauth: &OAuth, server: &AuthServer, is_default: bool) -> Finding {
    let Some(nobody) = RefreshToken::parse("contact-eraser-check") else {
        return Finding::Fatal("authorization server: not asked".to_owned());
    };
    let origin = server.origin();
    let unless_default = |text| if is_default { Finding::Fatal(text) } else { Finding::Doubtful(text) };
    match oauth.refresh(server, &nobody, SystemClock.now()).await {
        Err(OauthError::Refused(OauthRefusal::WrongClient | OauthRefusal::ClientRefused)) => {
            unless_default(format!(
                "authorization server: {origin} does not accept ERASER_CLIENT_ID and ERASER_CLIENT_SECRET"
            ))
        }
        Ok(_) | Err(OauthError::Refused(OauthRefusal::GrantGone | OauthRefusal::UnknownToken)) => {
            Finding::Good(format!("authorization server: {origin} answers"))
        }
        Err(OauthError::Transport(error)) => {
            unless_default(format!("authorization server: {origin} cannot be reached: {}", why(&error)))
        }
        Err(OauthError::Unreadable) => unless_default(format!(
            "authorization server: what answers at {origin} is none (a proxy that wants a login?)"
        )),
        Err(error) => Finding::Doubtful(format!("authorization server: {origin} answers oddly: {error}")),
    }
}

/// In an operator's words.
fn why(error: &Transport) -> String {
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
