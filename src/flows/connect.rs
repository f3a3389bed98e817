//! Connects a portal in a browser tab, with the full OAuth protocol, for a user who is not in the portal's frame
//! (b24restdocs settings/oauth/index.md). The returned code is an unverified claim. It is exchanged at an
//! authorization server of the configured list, and the pair is verified like the opening of a page.

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

/// The length of states and browser keys: 256 bits.
const RANDOM_BYTES: usize = 32;

/// What a browser needs to start connecting a portal. Nothing of it is stored before [`Flows::begin_connecting`].
#[derive(Debug)]
pub struct ConnectStart {
    /// The portal's page, with the state in its address.
    pub url: Url,
    /// The key that the browser has to bring back.
    pub browser: BrowserKey,
    portal: PortalHost,
    state: ConnectState,
}

/// Why a portal was not connected.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// This service may not call the portal.
    #[error("the portal may not be called")]
    Portal,
    /// The authorization server refuses this app's id or secret. It does not say whether the secret is wrong or the
    /// app is not installed on this portal.
    #[error("the authorization server refuses this app")]
    ClientRefused,
    /// The return belongs to no connection attempt of this browser.
    #[error("no such connection attempt: {0}")]
    Return(&'static str),
    /// The returned claim is false, or cannot be verified now.
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
    /// Checks whether a browser may be sent to this portal. Nothing is stored, and no call is sent.
    ///
    /// # Errors
    /// [`ConnectError::Portal`] when this service may not call the portal.
    pub async fn may_connect(&self, portal: &PortalHost) -> Result<(), ConnectError> {
        self.scheme(portal).await.map(drop)
    }

    /// Prepares the address that a browser goes to. A browser that already has a key keeps it, so that two tabs do
    /// not replace each other's key.
    ///
    /// # Errors
    /// [`ConnectError::Portal`] when this service may not call the portal.
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

    /// Stores what is needed to recognise the browser when it returns.
    pub async fn begin_connecting(&self, start: &ConnectStart) -> Result<(), ConnectError> {
        let attempt = ConnectAttempt::new(start.portal.clone(), &start.browser, self.clock.now());
        Ok(self.store.save_attempt(&start.state, &attempt).await?)
    }

    /// Connects the portal for the user of the returning browser. The state is used up in any case, so a stolen state
    /// is worthless afterwards.
    ///
    /// # Errors
    /// See [`ConnectError`]. Nothing is stored then, except if only the audit could not be written.
    pub async fn finish_connecting(
        &self,
        redirect: AuthorizeRedirect,
        browser: Option<BrowserKey>,
        request_id: String,
    ) -> Result<Opened, ConnectError> {
        let flows = self.clone();
        // The code is used up by the exchange, so the work must end even if the browser closes the connection.
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
            self.exchange_at_any_server(&redirect).await?
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
        let example = Endpoint::parse("http://portal.example/rest/");
        example.is_some_and(|endpoint| self.rest.permits(&endpoint))
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

    /// The scheme is https: cloud portals have nothing else, and a state must not be sent unencrypted. If http is
    /// allowed, there are two exceptions: a portal that an authorization server has named with http, and a portal
    /// that is called by its IP address, for which there is no certificate. No call is sent, because the host is not
    /// verified yet.
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
            SecurityEvent::AddressRefused
                .record("a browser asked to connect an address that may not be called");
            Err(ConnectError::Portal)
        }
    }

    /// Exchanges the code for a pair. If the portal names a server, only that server of the list is asked. Otherwise
    /// the first of the list is asked, and the next one only if nothing could be sent, because a code is used up by
    /// its first use.
    async fn exchange_at_any_server(
        &self,
        redirect: &AuthorizeRedirect,
    ) -> Result<(AuthServer, Grant), ConnectError> {
        let servers: Vec<_> = match &redirect.server {
            Some(named) => {
                self.oauth.servers().iter().filter(|server| server.has_host(named)).take(1).collect()
            }
            None => self.oauth.servers().iter().collect(),
        };
        let mut last = ConnectError::Return("the authorization server is not in the configured list");
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
            ConnectError::Return("the authorization server refuses the code")
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
