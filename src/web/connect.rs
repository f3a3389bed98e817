//! Connecting a portal in a browser tab: sending the browser off, and what is said when it comes back. HEAD looks at
//! the address alone: it neither begins a connection nor uses one up.

use actix_web::http::header::{CACHE_CONTROL, COOKIE, LOCATION, REFERRER_POLICY, SET_COOKIE};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, web};

use super::Web;
use super::context::Context;
use super::frame::{failure_answer, obstacle_key};
use super::pages::ErrorView;
use super::pages::public as pages;
use super::public::tab_page;
use crate::domain::connect::LIFETIME;
use crate::domain::secret::BrowserKey;
use crate::flows::connect::ConnectError;
use crate::flows::failure::Failure;
use crate::flows::open::OpenError;
use crate::flows::{AuthorizeRedirect, Malformed, read_portal};
use crate::i18n;

/// By this the browser that comes back is known as the one that was sent. A cookie can do it here, since these pages
/// stand in a tab of their own and not in a portal's frame.
const COOKIE_NAME: &str = "ce_connect";
/// Only what `flows::connect` made itself is taken for a key: 32 bytes in base64.
const KEY_LENGTH: usize = 43;

/// `GET /oauth/start?portal=DOMAIN`: to the portal's own page, which asks whether the app may come in.
pub(super) async fn start(request: HttpRequest, web: web::Data<Web>, context: Context) -> HttpResponse {
    match depart(&request, &web).await {
        Ok(response) => response,
        Err(problem) => web.connect_error(&context, &problem),
    }
}

async fn depart(request: &HttpRequest, web: &Web) -> Result<HttpResponse, Problem> {
    let portal = read_portal(request.query_string()).map_err(Problem::Address)?;
    let departure = web.flows.departure(portal, browser_key(request)).await?;
    let mut response = HttpResponse::Found();
    response
        .insert_header((LOCATION, departure.url.as_str()))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((REFERRER_POLICY, "no-referrer"));
    if request.method() != Method::HEAD {
        web.flows.begin_connecting(&departure).await?;
        let secure = if web.flows.is_reached_over_https() { "; Secure" } else { "" };
        let (key, seconds) = (departure.browser.expose(), LIFETIME.as_secs());
        let cookie =
            format!("{COOKIE_NAME}={key}; Path=/oauth; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
        response.insert_header((SET_COOKIE, cookie));
    }
    Ok(response.finish())
}

/// `GET /oauth/callback`: where portals send the browser with a code. Without any parameter it is somebody who looks
/// whether the registered address answers (b24restdocs market/preparing-to-publish/faq.md), or who lost the way.
pub(super) async fn finish(request: HttpRequest, web: web::Data<Web>, context: Context) -> HttpResponse {
    if request.query_string().is_empty() {
        return HttpResponse::Found().insert_header((LOCATION, "/")).finish();
    }
    match arrive(&request, &web, &context).await {
        Ok(response) => response,
        Err(problem) => web.connect_error(&context, &problem),
    }
}

async fn arrive(request: &HttpRequest, web: &Web, context: &Context) -> Result<HttpResponse, Problem> {
    let redirect = AuthorizeRedirect::parse(request.query_string()).map_err(Problem::Malformed)?;
    if request.method() == Method::HEAD {
        return Ok(tab_page(StatusCode::OK, "'none'", String::new()));
    }
    let opened =
        web.flows.finish_connecting(redirect, browser_key(request), context.request_id.clone()).await?;
    tracing::info!(portal.member_id = %opened.portal.member_id, user.id = %opened.profile.id, "connected");
    let who = pages::Connected {
        user_name: &opened.profile.name.0,
        portal: &opened.portal.endpoint.host().to_string(),
        portal_origin: &opened.portal.endpoint.origin(),
    };
    Ok(tab_page(StatusCode::OK, "'none'", pages::connected(&web.tab(context), &who)))
}

/// The key that the browser sent. Two of them are none: somebody else has put one in.
fn browser_key(request: &HttpRequest) -> Option<BrowserKey> {
    let lines = request.headers().get_all(COOKIE).filter_map(|line| line.to_str().ok());
    let mut values = lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter_map(|(name, value)| (name == COOKIE_NAME).then_some(value));
    let only = values.next().filter(|_| values.next().is_none())?;
    let is_ours = only.len() == KEY_LENGTH
        && only.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    BrowserKey::parse(only).filter(|_| is_ours)
}

/// Why there is no connection, as the person sees it.
#[derive(Debug)]
enum Problem {
    Address(Malformed),
    Malformed(Malformed),
    Connect(ConnectError),
}

impl From<ConnectError> for Problem {
    fn from(error: ConnectError) -> Self {
        Self::Connect(error)
    }
}

impl Problem {
    /// Logged once, here: what the operator has to look at as an error, the rest in passing.
    fn log(&self) {
        match self {
            Self::Connect(ConnectError::Open(OpenError::Failure(
                failure @ (Failure::WrongCredentials | Failure::Store(_) | Failure::Broken(_)),
            ))) => tracing::error!(%failure, "no portal was connected"),
            Self::Connect(error @ ConnectError::Open(_)) => {
                tracing::warn!(%error, "no portal was connected");
            }
            Self::Connect(error) => tracing::info!(%error, "no portal was connected"),
            Self::Address(malformed) | Self::Malformed(malformed) => {
                tracing::info!(%malformed, "no portal was connected");
            }
        }
    }

    /// Status and the words' key.
    fn answer(&self) -> (StatusCode, &'static str) {
        match self {
            Self::Address(_) | Self::Connect(ConnectError::Portal) => {
                (StatusCode::BAD_REQUEST, "connect-error-portal")
            }
            Self::Malformed(_) | Self::Connect(ConnectError::Return(_)) => {
                (StatusCode::BAD_REQUEST, "connect-error-return")
            }
            Self::Connect(ConnectError::Open(OpenError::Unverified(_))) => {
                (StatusCode::BAD_REQUEST, "page-error-unverified")
            }
            Self::Connect(ConnectError::Open(OpenError::ForeignApp)) => {
                (StatusCode::FORBIDDEN, "page-error-foreign-app")
            }
            Self::Connect(ConnectError::Open(OpenError::Removed)) => (StatusCode::GONE, "page-error-removed"),
            Self::Connect(ConnectError::Open(OpenError::OutOfReach(obstacle))) => {
                (StatusCode::BAD_GATEWAY, obstacle_key(*obstacle))
            }
            Self::Connect(ConnectError::Open(OpenError::Failure(failure))) => {
                let (status, key, _) = failure_answer(failure);
                (status, key)
            }
        }
    }
}

impl Web {
    /// Never with a button that loads the page again: state and code in its address are used up.
    fn connect_error(&self, context: &Context, problem: &Problem) -> HttpResponse {
        problem.log();
        let (status, key) = problem.answer();
        let text = |part: &str| i18n::text(context.language, &format!("{key}-{part}"));
        let view = ErrorView { title: text("title"), detail: text("detail"), retry: false };
        tab_page(status, "'none'", pages::failed(&self.tab(context), &view))
    }
}
