//! The client of the authorization server. It asks who owns a token (`app.info`) and gets token pairs
//! (`/oauth/token/`). The app's secret is sent only to this server, in a form body and never in an address.

mod grant;

use oauth2::basic::BasicClient;
use oauth2::{AuthType, AuthUrl, ClientId, CsrfToken, RequestTokenError, StandardErrorResponse, TokenUrl};
use serde_json::Value;

use super::error::Transport;
use super::http::{CallTimeout, Connection, Http, RawAnswer};
use super::lenient;
use super::refusal::is_about_the_subscription;
use crate::domain::clock::UnixTime;
use crate::domain::ids::{MemberId, UserId};
use crate::domain::portal::{AuthServer, Endpoint, PortalHost, Scopes};
use crate::domain::secret::{AccessToken, AuthorizationCode, ClientSecret, ConnectState, RefreshToken};
pub use grant::Grant;
use grant::{ErrorCode, ExchangeError, GrantAnswer, GrantClient, OAuthHttp};

/// This app's identity at the authorization servers, and the trusted servers.
#[derive(Clone, Debug)]
pub struct OAuth {
    http: Http,
    client_id: String,
    client_secret: ClientSecret,
    servers: Vec<AuthServer>,
}

/// What the authorization server says about an access token.
#[derive(Clone, Debug)]
pub struct AppInfo {
    /// The app that the token was issued for. It may be another app.
    pub client_id: String,
    /// The portal's permanent key.
    pub member_id: MemberId,
    /// The address of the portal's REST.
    pub endpoint: Endpoint,
    /// The token's user.
    pub user_id: UserId,
    /// Granted scopes.
    pub scope: Scopes,
    /// Licence status of the app on the portal.
    pub licence: String,
    /// Whether the installation was finished, if the server says so.
    pub installed: Option<bool>,
    /// When the token expires, if the server gives a readable time.
    pub expires_at: Option<UnixTime>,
}

/// A failed call to the authorization server.
#[derive(Debug, thiserror::Error)]
pub enum OauthError {
    /// No answer.
    #[error("authorization server: {0}")]
    Transport(#[from] Transport),
    /// Not an answer of this API.
    #[error("authorization server: unreadable answer")]
    Unreadable,
    /// The server refused.
    #[error("authorization server: refused as {0:?}")]
    Refused(OauthRefusal),
}

impl OauthError {
    /// Whether the server may have executed the request. A refresh that may have been executed may have used up its
    /// refresh token.
    #[must_use]
    pub fn may_have_run(&self) -> bool {
        match self {
            Self::Transport(Transport::NotSent(_) | Transport::Forbidden(_)) => false,
            Self::Transport(_) | Self::Unreadable => true,
            Self::Refused(refusal) => *refusal == OauthRefusal::TryLater,
        }
    }

    /// Whether the authorization itself has ended, so that another try is useless.
    #[must_use]
    pub fn ends_the_grant(&self) -> bool {
        matches!(self, Self::Refused(OauthRefusal::GrantGone | OauthRefusal::UnknownToken))
    }
}

/// What a refusal of the authorization server means (b24restdocs settings/oauth/error-codes.md).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OauthRefusal {
    /// The server does not know the token, or it has expired.
    UnknownToken,
    /// The refresh token has expired, was used or was revoked. The user has to open the app again.
    GrantGone,
    /// This app's id or secret is wrong. The operator has to correct it.
    WrongClient,
    /// This app's secret is wrong, or the app is not installed on this portal. The server does not say which.
    ClientRefused,
    /// The same, but the server accepts this app for other portals. So the app is probably not installed on this
    /// portal. This is no proof.
    PerhapsRemoved,
    /// The app is no longer installed on the portal, or the portal no longer exists.
    AppRemoved,
    /// The subscription has ended.
    PaymentRequired,
    /// The server is busy or has an error. A later try may succeed.
    TryLater,
}

impl OAuth {
    /// The first server of the list is the default one.
    #[must_use]
    pub fn new(http: Http, client_id: String, client_secret: ClientSecret, servers: Vec<AuthServer>) -> Self {
        Self { http, client_id, client_secret, servers }
    }

    /// The app's public id.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// The trusted servers, default first.
    #[must_use]
    pub fn servers(&self) -> &[AuthServer] {
        &self.servers
    }

    /// The servers to ask about a portal, in this order: its usual server, if it is trusted, then the others.
    pub fn candidates<'a>(&'a self, usual: Option<&'a AuthServer>) -> impl Iterator<Item = &'a AuthServer> {
        let usual = usual.filter(|server| self.servers.contains(server));
        usual.into_iter().chain(self.servers.iter().filter(move |server| Some(*server) != usual))
    }

    /// Asks who owns a token.
    ///
    /// # Errors
    /// [`OauthRefusal::UnknownToken`] when the server does not confirm the token.
    pub async fn app_info(&self, server: &AuthServer, token: &AccessToken) -> Result<AppInfo, OauthError> {
        let ask = |connection| {
            let request = self.http.auth_server_post(server.app_info_url(), connection);
            self.http.send(request.form(&[("auth", token.expose())]), CallTimeout::Opening)
        };
        let raw = match ask(Connection::Any).await {
            Err(Transport::Dropped(_)) => ask(Connection::Fresh).await?,
            answer => answer?,
        };
        read_app_info(&read_body(&raw, OauthRefusal::UnknownToken)?).ok_or(OauthError::Unreadable)
    }

    /// Exchanges a refresh token for a new pair at the portal's server. The next server is asked only when there was no
    /// connection. After any other error the token may be used up, and a refusal of another server would say nothing.
    ///
    /// # Errors
    /// The error of the last server that was asked, see [`OAuth::refresh`].
    pub async fn refresh_anywhere(
        &self,
        usual: &AuthServer,
        token: &RefreshToken,
        now: UnixTime,
    ) -> Result<Grant, OauthError> {
        let mut last = OauthError::Unreadable;
        for server in self.candidates(Some(usual)) {
            match self.refresh(server, token, now).await {
                Err(error @ OauthError::Transport(Transport::NotSent(_))) => last = error,
                answer => return answer,
            }
        }
        Err(last)
    }

    /// Exchanges a refresh token for a new pair. The refresh token is used up even when the answer is lost.
    ///
    /// # Errors
    /// Only the errors of [`OauthError::ends_the_grant`] mean that the authorization has ended.
    pub async fn refresh(
        &self,
        server: &AuthServer,
        token: &RefreshToken,
        now: UnixTime,
    ) -> Result<Grant, OauthError> {
        // A server that was removed from the list must not get the secret, even if it is stored for a portal.
        let server = if self.servers.contains(server) { server } else { self.default_server()? };
        let client = self.grant_client(server)?;
        let token = oauth2::RefreshToken::new(token.expose().to_owned());
        let exchange = OAuthHttp { http: &self.http };
        read_exchange(client.exchange_refresh_token(&token).request_async(&exchange).await, now)
    }

    /// Exchanges the code from a portal's authorization page for a token pair. The code is used up even when the answer
    /// is lost.
    ///
    /// # Errors
    /// [`OauthRefusal::GrantGone`] when the server does not accept the code from this app.
    pub async fn exchange_code(
        &self,
        server: &AuthServer,
        code: &AuthorizationCode,
        now: UnixTime,
    ) -> Result<Grant, OauthError> {
        let client = self.grant_client(server)?;
        let code = oauth2::AuthorizationCode::new(code.expose().to_owned());
        let exchange = OAuthHttp { http: &self.http };
        read_exchange(client.exchange_code(code).request_async(&exchange).await, now)
    }

    /// The page of a portal that asks the user to allow this app. Its address contains the app's id and a state. The
    /// app's card in the portal sets the redirect address and the scopes (b24restdocs settings/oauth/index.md).
    #[must_use]
    pub fn authorize_url(&self, portal: &PortalHost, scheme: &str, state: &ConnectState) -> Option<url::Url> {
        let page = AuthUrl::new(format!("{scheme}://{portal}/oauth/authorize/")).ok()?;
        let client = BasicClient::new(ClientId::new(self.client_id.clone())).set_auth_uri(page);
        let (url, _state) = client.authorize_url(|| CsrfToken::new(state.expose().to_owned())).url();
        Some(url)
    }

    fn default_server(&self) -> Result<&AuthServer, OauthError> {
        self.servers.first().ok_or(OauthError::Refused(OauthRefusal::WrongClient))
    }

    fn grant_client(&self, server: &AuthServer) -> Result<GrantClient, OauthError> {
        let token_url = TokenUrl::new(server.token_url().into());
        let token_url = token_url.map_err(|_invalid| OauthError::Unreadable)?;
        Ok(oauth2::Client::new(ClientId::new(self.client_id.clone()))
            .set_client_secret(oauth2::ClientSecret::new(self.client_secret.expose().to_owned()))
            .set_auth_type(AuthType::RequestBody)
            .set_token_uri(token_url))
    }
}

type Exchanged = Result<GrantAnswer, RequestTokenError<ExchangeError, StandardErrorResponse<ErrorCode>>>;

fn read_exchange(answer: Exchanged, now: UnixTime) -> Result<Grant, OauthError> {
    match answer {
        Ok(answer) => answer.into_grant(now).ok_or(OauthError::Unreadable),
        Err(RequestTokenError::ServerResponse(refusal)) => {
            let text = refusal.error_description().map_or("", String::as_str);
            let code = refusal.error().as_str();
            Err(OauthError::Refused(classify(code, text, OauthRefusal::ClientRefused)))
        }
        Err(RequestTokenError::Request(ExchangeError::Transport(error))) => Err(error.into()),
        Err(RequestTokenError::Request(ExchangeError::Unavailable)) => {
            Err(OauthError::Refused(OauthRefusal::TryLater))
        }
        Err(RequestTokenError::Request(ExchangeError::NoSuchPortal)) => {
            Err(OauthError::Refused(OauthRefusal::AppRemoved))
        }
        // The other errors contain the raw answer, which may hold tokens. It is dropped here.
        Err(_) => Err(OauthError::Unreadable),
    }
}

/// What an error code means. `invalid_client` depends on the call: for `app.info` the token is unknown; for the token
/// endpoint the secret is wrong or the app is not installed.
fn classify(code: &str, description: &str, invalid_client: OauthRefusal) -> OauthRefusal {
    match code.to_ascii_lowercase().as_str() {
        "no_auth_found" | "invalid_token" | "expired_token" => OauthRefusal::UnknownToken,
        "invalid_client" => invalid_client,
        "wrong_client" | "invalid_request" | "insufficient_scope" | "invalid_scope" => {
            OauthRefusal::WrongClient
        }
        "invalid_grant" | "bad_verification_code" => OauthRefusal::GrantGone,
        "error_oauth" if is_about_the_subscription(description) => OauthRefusal::PaymentRequired,
        "not_installed" | "error_oauth" | "application_not_found" | "portal_deleted" => {
            OauthRefusal::AppRemoved
        }
        "payment_required" => OauthRefusal::PaymentRequired,
        _ => OauthRefusal::TryLater,
    }
}

/// The body is read before the status, because the server refuses an unknown client with status 200.
fn read_body(raw: &RawAnswer, invalid_client: OauthRefusal) -> Result<Value, OauthError> {
    let body: Option<Value> = lenient::json(&raw.body).filter(Value::is_object);
    if let Some(code) = body.as_ref().and_then(|body| body.get("error")) {
        let code = lenient::text(Some(code)).unwrap_or_default();
        let description = body.as_ref().and_then(|body| body.get("error_description")?.as_str());
        let refusal = classify(&code, description.unwrap_or_default(), invalid_client);
        return Err(OauthError::Refused(refusal));
    }
    match (raw.status.as_u16(), body) {
        (200..=299, Some(body)) => Ok(body),
        (404, None) => Err(OauthError::Refused(OauthRefusal::AppRemoved)),
        (500.., _) => Err(OauthError::Refused(OauthRefusal::TryLater)),
        _ => Err(OauthError::Unreadable),
    }
}

fn read_app_info(body: &Value) -> Option<AppInfo> {
    let result = body.get("result")?;
    let install = result.get("install")?;
    let text = |value: &Value, name| lenient::text(value.get(name));
    Some(AppInfo {
        client_id: text(result, "client_id")?,
        member_id: MemberId::parse(install.get("member_id")?.as_str()?)?,
        endpoint: Endpoint::parse(install.get("client_endpoint")?.as_str()?)?,
        user_id: lenient::number(result.get("user_id")).and_then(UserId::new)?,
        scope: Scopes::parse(&text(result, "scope").or_else(|| text(install, "scope")).unwrap_or_default()),
        licence: text(install, "status").unwrap_or_default(),
        installed: install.get("installed").map(|value| lenient::flag(Some(value))),
        expires_at: result.get("expires").and_then(read_moment),
    })
}

/// Reads ISO 8601 and Unix seconds, because the platform uses both.
fn read_moment(value: &Value) -> Option<UnixTime> {
    match value {
        Value::Number(number) => number.as_i64().map(UnixTime),
        Value::String(text) => match text.parse::<jiff::Timestamp>() {
            Ok(moment) => Some(UnixTime(moment.as_second())),
            Err(_) => text.parse().ok().map(UnixTime),
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::StatusCode;
    use serde_json::json;

    fn answer(status: u16, body: &str) -> RawAnswer {
        let status = StatusCode::from_u16(status).unwrap();
        RawAnswer { status, body: body.as_bytes().to_vec(), redirects_elsewhere: false }
    }

    #[test]
    fn incomplete_app_info_is_rejected() {
        let mut body = json!({"result": {"client_id": "app.1", "scope": "crm,placement", "expires": "2026-11-02T11:00:00+00:00",
            "install": {"installed": true, "status": "F", "client_endpoint": "https://acme.bitrix24.com/rest/", "member_id": "9f0c"},
            "user_id": "7"}});
        let info = read_app_info(&body).unwrap();
        assert_eq!(info.user_id, UserId::new(7).unwrap());
        assert_eq!(info.expires_at, Some(UnixTime(1_793_617_200)));
        body["result"]["install"]["client_endpoint"] = json!("javascript:alert(1)");
        assert!(read_app_info(&body).is_none());
    }

    #[test]
    fn a_refusal_is_recognized_with_any_status() {
        let refusal = |status, body| match read_body(&answer(status, body), OauthRefusal::UnknownToken) {
            Err(OauthError::Refused(refusal)) => Some(refusal),
            _ => None,
        };
        assert_eq!(refusal(200, r#"{"error":"wrong_client"}"#), Some(OauthRefusal::WrongClient));
        assert_eq!(refusal(400, r#"{"error":"invalid_client"}"#), Some(OauthRefusal::UnknownToken));
        assert_eq!(refusal(401, r#"{"error":"NOT_INSTALLED"}"#), Some(OauthRefusal::AppRemoved));
        let ended = r#"{"error":"ERROR_OAUTH","error_description":"Subscription has been ended"}"#;
        assert_eq!(refusal(401, ended), Some(OauthRefusal::PaymentRequired));
        assert_eq!(refusal(401, r#"{"error":"ERROR_OAUTH"}"#), Some(OauthRefusal::AppRemoved));
        assert_eq!(refusal(502, "<html>"), Some(OauthRefusal::TryLater));
        assert_eq!(refusal(200, "<html>"), None);
    }
}
