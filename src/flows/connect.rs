//! Connecting in a browser tab: the whole OAuth protocol, for somebody who is not in the portal's frame
//! (b24restdocs settings/oauth/index.md). What comes back is a claim as any other: the code is traded at an
//! authorization server of the configured list, and the pair is verified as the opening of a page is.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use url::Url;

use super::Flows;
use super::failure::Failure;
use super::open::{Claim, OpenError, Opened};
use crate::bitrix::error::Transport;
use crate::bitrix::inbound::AuthorizeRedirect;
use crate::bitrix::oauth::{Grant, OauthError, OauthRefusal};
use crate::domain::audit::{AuditAction, AuditEntry};
use crate::domain::connect::ConnectAttempt;
use crate::domain::portal::{AuthServer, Endpoint, PortalHost};
use crate::domain::secret::{AuthorizationCode, BrowserKey, ConnectState};
use crate::domain::security::SecurityEvent;
use crate::domain::token::Principal;
use crate::store::StoreError;

/// States and browser keys: 256 bits each.
const RANDOM_BYTES: usize = 32;

/// What a browser needs to start connecting a portal. Nothing is kept of it before [`Flows::begin_connecting`].
#[derive(Debug)]
pub struct ConnectStart {
    /// The portal's page, with the state in its address.
    pub url: Url,
    /// What the browser has to bring back besides.
    pub browser: BrowserKey,
    portal: PortalHost,
    state: ConnectState,
}

/// Why a portal was not connected.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// This service does not call such a portal.
    #[error("the portal may not be called")]
    Portal,
    /// The authorization server does not take this app's name for the code. It does not say whether the secret is wrong
    /// or the app is not installed on this portal.
    #[error("the authorization server refuses this app")]
    ClientRefused,
    /// The return belongs to no connection that is under way here.
    #[error("no such connection under way: {0}")]
    Return(&'static str),
    /// What the browser brought is not true, or cannot be checked now.
    #[error(transparent)]
    Open(#[from] OpenError),
}

impl From<StoreError> for ConnectError {
    fn from(error: StoreError) -> Self {
        Self::Open(error.into())
    }
}

impl From<Failure> for ConnectError {
    fn from(failure: Failure) -> Self {
        Self::Open(failure.into())
    }
}

impl Flows {
    /// Whether a browser may be sent to this portal. Nothing is kept, and nobody is asked.
    ///
    /// # Errors
    /// [`ConnectError::Portal`] for an address that this service would not call afterwards.
    pub async fn may_connect(&self, portal: &PortalHost) -> Result<(), ConnectError> {
        self.scheme(portal).await.map(drop)
    }

    /// Where a browser goes to connect a portal. A browser that has a key already keeps it, so that two tabs do not
    /// take it from each other.
    ///
    /// # Errors
    /// [`ConnectError::Portal`] for an address that this service would not call afterwards.
    pub async fn prepare_connecting(
        &self,
        portal: PortalHost,
        browser: Option<BrowserKey>,
    ) -> Result<ConnectStart, ConnectError> {
        let scheme = self.scheme(&portal).await?;
        let state = ConnectState::parse(&random_text()?).ok_or(ConnectError::Portal)?;
        let url = self.oauth.authorize_url(&portal, scheme, &state).ok_or(ConnectError::Portal)?;
        let browser = match browser {
            Some(key) => key,
            None => BrowserKey::parse(&random_text()?).ok_or(ConnectError::Portal)?,
        };
        Ok(ConnectStart { url, browser, portal, state })
    }

    /// Keeps what is needed to recognise the browser when it comes back.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn begin_connecting(&self, start: &ConnectStart) -> Result<(), ConnectError> {
        let attempt = ConnectAttempt::new(start.portal.clone(), &start.browser, self.clock.now());
        Ok(self.store.save_attempt(&start.state, &attempt).await?)
    }

    /// Connects the portal for the user whom the returning browser speaks for. Whatever comes of it, the state is used
    /// up: one that was seen by somebody else is worth nothing afterwards.
    ///
    /// # Errors
    /// See [`ConnectError`]; nothing is stored then.
    pub async fn finish_connecting(
        &self,
        redirect: AuthorizeRedirect,
        browser: Option<BrowserKey>,
        request_id: String,
    ) -> Result<Opened, ConnectError> {
        let flows = self.clone();
        // A browser that hangs up must not take the pair with it: its code is spent.
        let task = self.background.spawn(async move {
            let opened = flows.finish(redirect, browser).await?;
            let principal =
                Principal { member_id: opened.portal.member_id.clone(), user_id: opened.profile.id };
            let generation = Some(opened.portal.generation);
            let entry = AuditEntry::new(principal, generation, AuditAction::Connect, "connected", request_id);
            flows.store.insert_audit(&entry).await?;
            Ok(opened)
        });
        task.await.map_err(|broken| Failure::Broken(broken.to_string()))?
    }

    async fn finish(
        &self,
        redirect: AuthorizeRedirect,
        browser: Option<BrowserKey>,
    ) -> Result<Opened, ConnectError> {
        let attempt = self.store.take_attempt(&redirect.state).await?;
        let attempt = attempt.ok_or(ConnectError::Return("the state is unknown or used"))?;
        if let Some(objection) = attempt.objection(&redirect.domain, browser.as_ref(), self.clock.now()) {
            return Err(ConnectError::Return(objection));
        }
        let (server, grant) = {
            let _permit = self.claim_limiter.acquire().await?;
            self.trade(&redirect).await?
        };
        if grant.member_id != redirect.member_id {
            return Err(OpenError::Unverified("the code belongs to another portal").into());
        }
        let now = self.clock.now();
        let lifetime = grant.pair.expires_at.map(|at| now.until(at).as_secs());
        let claim = Claim {
            domain: attempt.portal,
            member_id: Some(redirect.member_id),
            access_token: grant.pair.access,
            refresh_token: grant.pair.refresh,
            expires_in: lifetime.and_then(|seconds| u32::try_from(seconds).ok()),
            auth_server: Some(server),
            application_token: None,
            may_return: true,
        };
        Ok(self.open(claim).await?)
    }

    /// Whether portals over plain http may be connected at all.
    #[must_use]
    pub fn allows_http(&self) -> bool {
        let anybody = Endpoint::parse("http://portal.example/rest/");
        anybody.is_some_and(|endpoint| self.rest.permits(&endpoint))
    }

    /// The address under which browsers reach this service, without a slash at its end.
    #[must_use]
    pub fn public_url(&self) -> &str {
        &self.public_url
    }

    /// Whether browsers reach this service over https.
    #[must_use]
    pub fn is_reached_over_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// https, since cloud portals have nothing else and a state does not belong on an open line. Where http is allowed
    /// there are two exceptions: a portal that an authorization server has named with http, and one that is called by
    /// its address, which no certificate is made out to. Nobody is asked: the host is only somebody's word yet.
    async fn scheme(&self, portal: &PortalHost) -> Result<&'static str, ConnectError> {
        let permits = |scheme| {
            let endpoint = Endpoint::parse(&format!("{scheme}://{portal}/rest/"));
            endpoint.is_some_and(|endpoint| self.rest.permits(&endpoint))
        };
        if permits("http") && (portal.is_address() || self.store.knows_over_http(portal).await?) {
            Ok("http")
        } else if permits("https") {
            Ok("https")
        } else {
            SecurityEvent::AddressRefused.record("a browser was not sent to a private address");
            Err(ConnectError::Portal)
        }
    }

    /// The pair for the code: at the server that the portal names if it is one of ours, else at the first of the
    /// list, and at the next only where nothing could be sent, since a code is spent by its first use.
    async fn trade(&self, redirect: &AuthorizeRedirect) -> Result<(AuthServer, Grant), ConnectError> {
        let servers: Vec<_> = match &redirect.server {
            Some(named) => {
                self.oauth.servers().iter().filter(|server| server.has_host(named)).take(1).collect()
            }
            None => self.oauth.servers().iter().collect(),
        };
        let mut last = ConnectError::Return("the authorization server is not one of ours");
        for server in servers {
            match self.exchange(server, &redirect.code).await {
                Ok(grant) => return Ok((server.clone(), grant)),
                Err(error) => {
                    let was_not_sent = matches!(error, OauthError::Transport(Transport::NotSent(_)));
                    last = from_exchange_error(error);
                    if !was_not_sent {
                        break;
                    }
                }
            }
        }
        Err(last)
    }

    async fn exchange(&self, server: &AuthServer, code: &AuthorizationCode) -> Result<Grant, OauthError> {
        let answer = self.oauth.exchange_code(server, code, self.clock.now()).await;
        let outcome = if answer.is_ok() { "ok" } else { "failed" };
        metrics::counter!("eraser_code_exchanges_total", "outcome" => outcome).increment(1);
        answer
    }
}

fn from_exchange_error(error: OauthError) -> ConnectError {
    match error {
        OauthError::Refused(OauthRefusal::GrantGone | OauthRefusal::UnknownToken) => {
            ConnectError::Return("the authorization server does not take the code")
        }
        OauthError::Refused(OauthRefusal::AppRemoved) => OpenError::Removed.into(),
        OauthError::Refused(OauthRefusal::ClientRefused) => ConnectError::ClientRefused,
        other => Failure::from(other).into(),
    }
}

fn random_text() -> Result<String, Failure> {
    let mut bytes = [0; RANDOM_BYTES];
    getrandom::fill(&mut bytes).map_err(|error| Failure::Broken(error.to_string()))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}
