//! Connects a portal from a browser tab: the confirmation page, the redirect to the portal, and the return from it. A
//! connection starts only after a click on our own page. HEAD requests change nothing.

use actix_web::http::header::{
    CACHE_CONTROL, COOKIE, HeaderValue, LOCATION, ORIGIN, REFERRER_POLICY, RETRY_AFTER, SET_COOKIE,
};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};

use super::Web;
use super::body;
use super::context::Context;
use super::frame::{failure_answer, obstacle_key};
use super::pages::ErrorView;
use super::pages::public as pages;
use super::public::tab_page;
use crate::domain::connect::LIFETIME;
use crate::domain::language::Language;
use crate::domain::secret::BrowserKey;
use crate::domain::security::SecurityEvent;
use crate::flows::connect::ConnectError;
use crate::flows::failure::Failure;
use crate::flows::open::OpenError;
use crate::flows::{AuthorizeRedirect, MAX_POST_BYTES, Malformed, read_pasted_portal, read_portal};
use crate::i18n;

/// This cookie recognizes the browser when it returns. A cookie works here, because these pages are in a tab of their
/// own and not in a portal's frame.
const COOKIE_NAME: &str = "ce_connect";
/// The length of a key that `flows::connect` has generated: 32 bytes in base64.
const KEY_LENGTH: usize = 43;

/// `GET /oauth/start?portal=DOMAIN`: shows the portal's address and asks for a click. Any site can link here, so this
/// request starts nothing.
pub(super) async fn ask(request: HttpRequest, web: web::Data<Web>, context: Context) -> HttpResponse {
    let page = async {
        let portal = read_portal(request.query_string()).map_err(ConnectProblem::Address)?;
        web.flows.may_connect(&portal).await?;
        let html = pages::start(&web.tab(&context), &portal.to_string());
        Ok(tab_page(StatusCode::OK, web.form_targets(), html))
    };
    page.await.unwrap_or_else(|problem: ConnectProblem| web.connect_error(&context, &problem))
}

/// `POST /oauth/start`: redirects to the portal's page that asks whether the user allows the app.
pub(super) async fn start(
    request: HttpRequest,
    body: web::Payload,
    web: web::Data<Web>,
    context: Context,
) -> HttpResponse {
    let response = redirect_to_portal(&request, body, &web, context.language).await;
    response.unwrap_or_else(|problem| web.connect_error(&context, &problem))
}

async fn redirect_to_portal(
    request: &HttpRequest,
    body: web::Payload,
    web: &Web,
    language: Language,
) -> Result<HttpResponse, ConnectProblem> {
    let lang = language.bitrix_code();
    let form = body::read(body, MAX_POST_BYTES).await.map_err(|_unread| ConnectProblem::Unread)?;
    let portal = read_pasted_portal(&form).map_err(ConnectProblem::Address)?;
    if is_foreign(request, web.flows.public_url()) {
        SecurityEvent::ForeignForm.record("a form on another site got only the confirmation page");
        web.flows.may_connect(&portal).await?;
        return Ok(see_other(&format!("/oauth/start?portal={portal}")).finish());
    }
    let start = web.flows.prepare_connecting(portal, browser_key(request)).await?;
    web.flows.begin_connecting(&start).await?;
    let secure = if web.flows.is_reached_over_https() { "; Secure" } else { "" };
    let (key, seconds) = (start.browser.expose(), LIFETIME.as_secs());
    let cookie =
        format!("{COOKIE_NAME}={lang}.{key}; Path=/oauth; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    Ok(see_other(start.url.as_str()).insert_header((SET_COOKIE, cookie)).finish())
}

fn see_other(target: &str) -> HttpResponseBuilder {
    let mut response = HttpResponse::SeeOther();
    response
        .insert_header((LOCATION, target))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((REFERRER_POLICY, "no-referrer"));
    response
}

/// Whether the browser reports that the form was on another site. Our pages send no referrer, so their origin is
/// `null`. Older browsers do not report it.
fn is_foreign(request: &HttpRequest, own: &str) -> bool {
    let header = |name: &str| request.headers().get(name).map(HeaderValue::as_bytes);
    match header("sec-fetch-site") {
        Some(site) => !matches!(site, b"same-origin" | b"none"),
        None => header(ORIGIN.as_str()).is_some_and(|origin| origin != b"null" && origin != own.as_bytes()),
    }
}

/// `GET /oauth/callback`: the portal sends the browser here with a code. A request without parameters is redirected to
/// the home page: moderators only check whether the address answers (b24restdocs market/preparing-to-publish/faq.md).
pub(super) async fn finish(request: HttpRequest, web: web::Data<Web>, mut context: Context) -> HttpResponse {
    context.language = language(&request).unwrap_or(context.language);
    if request.query_string().is_empty() {
        return HttpResponse::Found().insert_header((LOCATION, "/")).finish();
    }
    match complete(&request, &web, &context).await {
        Ok(response) => response,
        Err(problem) => web.connect_error(&context, &problem),
    }
}

async fn complete(
    request: &HttpRequest,
    web: &Web,
    context: &Context,
) -> Result<HttpResponse, ConnectProblem> {
    let redirect = AuthorizeRedirect::parse(request.query_string()).map_err(ConnectProblem::Malformed)?;
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

/// The value of our cookie. If there are two, neither is trusted, because another site may have set one.
fn cookie(request: &HttpRequest) -> Option<&str> {
    let lines = request.headers().get_all(COOKIE).filter_map(|line| line.to_str().ok());
    let mut values = lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter_map(|(name, value)| (name == COOKIE_NAME).then_some(value));
    values.next().filter(|_| values.next().is_none())
}

/// The browser's key: the part of the cookie after the dot.
fn browser_key(request: &HttpRequest) -> Option<BrowserKey> {
    let cookie = cookie(request)?;
    let key = cookie.split_once('.').map_or(cookie, |(_, key)| key);
    let is_ours = key.len() == KEY_LENGTH
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    BrowserKey::parse(key).filter(|_| is_ours)
}

/// The language in which the user started. Portals do not send it back.
fn language(request: &HttpRequest) -> Option<Language> {
    let (code, _) = cookie(request)?.split_once('.')?;
    Some(Language::from_bitrix(code))
}

/// Why no portal was connected.
#[derive(Debug)]
enum ConnectProblem {
    Address(Malformed),
    /// The form was incomplete or too long.
    Unread,
    Malformed(Malformed),
    Connect(ConnectError),
}

impl From<ConnectError> for ConnectProblem {
    fn from(error: ConnectError) -> Self {
        Self::Connect(error)
    }
}

impl ConnectProblem {
    /// Logs the problem: those that the operator must look at as errors, the others as warnings or information.
    fn log(&self) {
        match self {
            Self::Connect(ConnectError::Open(OpenError::Failure(
                failure @ (Failure::WrongCredentials | Failure::Store(_) | Failure::Broken(_)),
            ))) => tracing::error!(%failure, "no portal was connected"),
            Self::Connect(error @ ConnectError::Open(_)) => {
                tracing::warn!(%error, "no portal was connected");
            }
            Self::Connect(ConnectError::ClientRefused) => tracing::error!(
                "no portal was connected: the authorization server refuses this app. Either ERASER_CLIENT_SECRET is wrong \
                 (run `contact-eraser check`), or the app is not installed on that portal"
            ),
            Self::Connect(error @ ConnectError::Return(_)) => {
                tracing::info!(%error, "no portal was connected");
                SecurityEvent::VerificationFailed
                    .record("a return belongs to no connection that was started here");
            }
            Self::Unread => tracing::info!("a form was incomplete or too long"),
            Self::Connect(error) => tracing::info!(%error, "no portal was connected"),
            Self::Address(malformed) | Self::Malformed(malformed) => {
                tracing::info!(%malformed, "no portal was connected");
            }
        }
    }

    /// The status, and the key of the texts.
    fn answer(&self) -> (StatusCode, &'static str) {
        match self {
            Self::Connect(ConnectError::ClientRefused) => (StatusCode::FORBIDDEN, "connect-error-client"),
            Self::Address(_) | Self::Unread | Self::Connect(ConnectError::Portal) => {
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
    /// The error page never offers to reload: the state and code in its address are already used.
    fn connect_error(&self, context: &Context, problem: &ConnectProblem) -> HttpResponse {
        problem.log();
        let (status, key) = problem.answer();
        let text = |part: &str| i18n::text(context.language, &format!("{key}-{part}"));
        let view = ErrorView { title: text("title"), detail: text("detail"), retry: false };
        let mut response = tab_page(status, "'none'", pages::failed(&self.tab(context), &view));
        if let ConnectProblem::Connect(ConnectError::Open(OpenError::Failure(Failure::PortalBusy {
            retry_after,
        }))) = problem
        {
            let seconds = HeaderValue::from(retry_after.as_secs().max(1));
            response.headers_mut().insert(RETRY_AFTER, seconds);
        }
        response
    }
}
