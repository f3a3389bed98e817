//! What handlers need to know: the request's id, the language of the answer, and for the API the signed-in user.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, HeaderMap};
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use futures_util::future::LocalBoxFuture;
use url::form_urlencoded;

use super::Web;
use super::error::{Problem, ProblemKind};
use super::trace::RequestId;
use crate::domain::language::Language;
use crate::domain::security::SecurityEvent;
use crate::flows::Viewer;
use crate::i18n;

/// The request's id and language.
#[derive(Clone, Debug)]
pub(super) struct Context {
    pub(super) request_id: String,
    pub(super) language: Language,
}

impl Context {
    /// Uses the language of the portal's parameter `LANG`, otherwise the browser's language.
    pub(super) fn from_http(request: &HttpRequest) -> Self {
        let request_id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
        let lang = form_urlencoded::parse(request.query_string().as_bytes()).find(|(name, _)| name == "LANG");
        let language = if let Some((_, code)) = lang {
            Language::from_bitrix(&code)
        } else {
            let header = request.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
            Language::from_accept_language(header.unwrap_or_default())
        };
        Self { request_id, language }
    }

    /// A text in this language.
    pub(super) fn text(&self, key: &str) -> String {
        i18n::text(self.language, key)
    }

    /// An error answer of the API.
    pub(super) fn problem(&self, kind: impl Into<ProblemKind>) -> Problem {
        Problem::new(kind.into(), self)
    }
}

impl FromRequest for Context {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::from_http(request)))
    }
}

/// The session token of the request.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok())?.strip_prefix("Bearer ")
}

/// The user of a valid session whose portal is still installed. A handler with this parameter runs only for such a
/// user.
#[derive(Clone, Debug)]
pub(super) struct SignedIn {
    pub(super) viewer: Viewer,
    pub(super) context: Context,
}

impl FromRequest for SignedIn {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let mut context = Context::from_http(request);
        let web = request.app_data::<web::Data<Web>>().cloned();
        let token = bearer(request.headers()).map(str::to_owned);
        Box::pin(async move {
            let (Some(web), Some(token)) = (web, token) else {
                return Err(context.problem(ProblemKind::SessionMissing));
            };
            let session = web.sessions.read(&token).map_err(|invalid| {
                if invalid == ProblemKind::SessionMissing {
                    SecurityEvent::SessionRefused.record("a session token is invalid");
                }
                context.problem(invalid)
            })?;
            let member_id = session.member_id.clone();
            context.language = session.language;
            let viewer = web.flows.viewer(session.member_id, session.user_id, session.generation).await;
            match viewer {
                Ok(Some(viewer)) => Ok(Self { viewer, context }),
                Ok(None) => {
                    SecurityEvent::SessionRefused
                        .record_for(&member_id, "a session of an installation that has ended");
                    Err(context.problem(ProblemKind::SessionExpired))
                }
                Err(error) => Err(context.problem(crate::flows::failure::Failure::from(error))),
            }
        })
    }
}
