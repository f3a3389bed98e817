//! Adapts the `oauth2` crate to Bitrix24's token endpoint. Its answers have no `token_type`, scopes are separated by
//! commas, numbers may be strings, and refusals may have status 200.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use oauth2::basic::{BasicRevocationErrorResponse, BasicTokenIntrospectionResponse, BasicTokenType};
use oauth2::{
    AsyncHttpClient, Client, EndpointNotSet, EndpointSet, ErrorResponseType, HttpRequest, HttpResponse,
    Scope, StandardErrorResponse, StandardRevocableToken, TokenResponse,
};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::bitrix::error::Transport;
use crate::bitrix::http::{CallTimeout, Connection, Http};
use crate::bitrix::lenient;
use crate::domain::clock::UnixTime;
use crate::domain::ids::{MemberId, UserId};
use crate::domain::portal::{Endpoint, Scopes};
use crate::domain::secret::{AccessToken, RefreshToken};
use crate::domain::token::TokenPair;

/// A new token pair, with what the answer says about portal and user.
#[derive(Clone, Debug)]
pub struct Grant {
    /// The pair. The pair before it is used up.
    pub pair: TokenPair,
    /// The portal.
    pub member_id: MemberId,
    /// The user whose rights the tokens have. The first exchange may not name the user.
    pub user_id: Option<UserId>,
    /// The current address of the portal's REST.
    pub endpoint: Option<Endpoint>,
    /// Granted scopes.
    pub scope: Scopes,
    /// Licence status of the app on the portal.
    pub licence: String,
}

pub(super) type GrantClient = Client<
    StandardErrorResponse<ErrorCode>,
    GrantAnswer,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

/// The answer as the server sends it. Its `domain` is not read: it is the host of the authorization server, not of the
/// portal.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct GrantAnswer {
    access_token: oauth2::AccessToken,
    refresh_token: oauth2::RefreshToken,
    #[serde(default, deserialize_with = "seconds")]
    expires_in: Option<u64>,
    #[serde(default, deserialize_with = "seconds")]
    expires: Option<u64>,
    #[serde(default)]
    scope: String,
    member_id: String,
    #[serde(default)]
    client_endpoint: String,
    #[serde(default)]
    status: String,
    #[serde(default, deserialize_with = "seconds")]
    user_id: Option<u64>,
    #[serde(skip, default = "bearer")]
    token_type: BasicTokenType,
    #[serde(skip)]
    scopes: Vec<Scope>,
}

fn bearer() -> BasicTokenType {
    BasicTokenType::Bearer
}

fn seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    Ok(lenient::text(Some(&value)).and_then(|text| text.parse().ok()))
}

impl TokenResponse for GrantAnswer {
    type TokenType = BasicTokenType;

    fn access_token(&self) -> &oauth2::AccessToken {
        &self.access_token
    }

    fn token_type(&self) -> &BasicTokenType {
        &self.token_type
    }

    fn expires_in(&self) -> Option<Duration> {
        self.expires_in.map(Duration::from_secs)
    }

    fn refresh_token(&self) -> Option<&oauth2::RefreshToken> {
        Some(&self.refresh_token)
    }

    fn scopes(&self) -> Option<&Vec<Scope>> {
        Some(&self.scopes)
    }
}

impl GrantAnswer {
    /// Checks the fields. The lifetime may be missing: the token is then used until a call refuses it.
    pub(super) fn into_grant(self, now: UnixTime) -> Option<Grant> {
        let lifetime = self.expires_in.map(|left| now.plus(Duration::from_secs(left)));
        let fixed_time = self.expires.and_then(|at| i64::try_from(at).ok()).map(UnixTime);
        Some(Grant {
            pair: TokenPair {
                access: AccessToken::parse(self.access_token.secret())?,
                refresh: Some(RefreshToken::parse(self.refresh_token.secret())?),
                expires_at: lifetime.or(fixed_time),
            },
            member_id: MemberId::parse(&self.member_id)?,
            user_id: self.user_id.and_then(|id| u32::try_from(id).ok()).and_then(UserId::new),
            endpoint: Endpoint::parse(&self.client_endpoint),
            scope: Scopes::parse(&self.scope),
            licence: self.status,
        })
    }
}

/// An error code as sent. The documentation does not list all codes.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, Serialize)]
#[serde(transparent)]
pub(super) struct ErrorCode(String);

impl ErrorCode {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl ErrorResponseType for ErrorCode {}

/// Sends the requests of the `oauth2` crate through this app's HTTP client. They are already form POSTs.
pub(super) struct OAuthHttp<'a> {
    pub(super) http: &'a Http,
}

/// The exchange brought no readable answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum ExchangeError {
    #[error(transparent)]
    Transport(#[from] Transport),
    #[error("the server is busy or has an error")]
    Unavailable,
    #[error("the server does not know the portal")]
    NoSuchPortal,
    #[error("the address cannot be read")]
    Address,
}

impl<'c> AsyncHttpClient<'c> for OAuthHttp<'_> {
    type Error = ExchangeError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, ExchangeError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let (parts, form) = request.into_parts();
            let url = parts.uri.to_string().parse().map_err(|_invalid| ExchangeError::Address)?;
            let request = self.http.auth_server_post(url, Connection::Any).headers(parts.headers).body(form);
            let raw = self.http.send(request, CallTimeout::Opening).await?;
            let body = lenient::without_mark(&raw.body);
            let refused = serde_json::from_slice::<Refused>(body).is_ok();
            let mut status = raw.status;
            match (refused, status.as_u16()) {
                // The crate looks for refusals only behind an error status, but the server refuses an unknown client
                // with 200.
                (true, _) => status = reqwest::StatusCode::BAD_REQUEST,
                (false, 404) => return Err(ExchangeError::NoSuchPortal),
                (false, 500..) => return Err(ExchangeError::Unavailable),
                (false, _) => {}
            }
            // The content type is left out, so that an answer with a wrong one is still read.
            let mut response = HttpResponse::new(body.to_vec());
            *response.status_mut() = status;
            Ok(response)
        })
    }
}

#[derive(Deserialize)]
struct Refused {
    #[serde(rename = "error")]
    _code: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn grant(body: Value) -> Option<Grant> {
        serde_json::from_value::<GrantAnswer>(body).ok()?.into_grant(UnixTime(1000))
    }

    #[test]
    fn the_documented_answer_is_read() {
        let grant = grant(json!({"access_token": "a", "refresh_token": "b", "expires": 5000, "expires_in": "3600",
            "scope": "crm,placement", "domain": "oauth.example.com", "server_endpoint": "https://oauth.example.com/rest/",
            "client_endpoint": "https://acme.bitrix24.com/rest/", "member_id": "9f0c", "status": "F", "user_id": 7}))
        .unwrap();
        assert_eq!(grant.pair.expires_at, Some(UnixTime(4600)));
        assert_eq!(grant.user_id, UserId::new(7));
        assert!(grant.scope.contains("placement"));
    }

    #[test]
    fn a_missing_lifetime_or_user_is_accepted() {
        let grant = grant(json!({"access_token": "a", "refresh_token": "b", "member_id": "9f0c"})).unwrap();
        assert_eq!((grant.pair.expires_at, grant.user_id), (None, None));
    }

    #[test]
    fn a_pair_without_a_token_is_rejected() {
        assert!(grant(json!({"access_token": "a", "member_id": "9f0c"})).is_none());
        assert!(grant(json!({"access_token": "", "refresh_token": "b", "member_id": "9f0c"})).is_none());
    }
}
