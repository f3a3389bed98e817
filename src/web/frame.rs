//! The pages that a portal opens in its frame. Each request is verified before anything is shown or stored.

use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpRequest, HttpResponse, web};

use super::Web;
use super::body::{self, BodyError};
use super::context::Context;
use super::error::ProblemKind;
use super::headers::{FramedBy, page_headers};
use super::pages::{self, Banner, Boot, ErrorView, Frame, InstallOutcome};
use crate::domain::feature::Feature;
use crate::domain::ids::ContactId;
use crate::domain::obstacle::Obstacle;
use crate::flows::failure::Failure;
use crate::flows::install::{InstallError, Installation};
use crate::flows::open::{Claim, OpenError, Opened};
use crate::flows::{FramePost, MAX_POST_BYTES, Placement};
use crate::i18n;

/// `POST /app`: the app, from the portal's left menu.
pub(super) async fn open_app(
    request: HttpRequest,
    body: web::Payload,
    web: web::Data<Web>,
    context: Context,
) -> HttpResponse {
    match open(&request, body, &web).await {
        Ok((opened, _)) => {
            let page = web.show_app(&context, opened).await;
            page.unwrap_or_else(|error| web.error_page(&context, &error))
        }
        Err(error) => web.error_page(&context, &error),
    }
}

/// `POST /placement`: the app, from the menu above the contact list, or a widget for one contact. Any site can write a
/// link with the contact's id, so this request only shows the contact, to a user who may see it.
pub(super) async fn open_widget(
    request: HttpRequest,
    body: web::Payload,
    web: web::Data<Web>,
    context: Context,
) -> HttpResponse {
    let page = match open(&request, body, &web).await {
        Ok((opened, Placement::Contact(Some(id)))) => web.widget_page(&context, &opened, id),
        Ok((opened, Placement::List)) => web.show_app(&context, opened).await,
        Ok(_) => Err(PageError::NoContact),
        Err(error) => Err(error),
    };
    page.unwrap_or_else(|error| web.error_page(&context, &error))
}

/// `POST /install`: the portal's installer.
pub(super) async fn open_installer(
    request: HttpRequest,
    body: web::Payload,
    web: web::Data<Web>,
    context: Context,
) -> HttpResponse {
    install(&request, body, &web, &context).await.unwrap_or_else(|error| web.error_page(&context, &error))
}

async fn install(
    request: &HttpRequest,
    body: web::Payload,
    web: &Web,
    context: &Context,
) -> Result<HttpResponse, PageError> {
    let post = read_post(request, body).await?;
    let verified = web.flows.verify(Claim::from(post)).await?;
    match web.flows.install(verified, &context.request_id).await {
        Ok(installation) => web.install_page(context, &installation),
        Err(InstallError::NotAdministrator) => Err(PageError::NotAdministrator),
        Err(InstallError::Open(error)) => Err(error.into()),
        Err(InstallError::NoCrm(opened)) => {
            tracing::warn!(portal.member_id = %opened.portal.member_id, "the portal has no CRM");
            let reason = context.text("install-failed-crm");
            let outcome = InstallOutcome::Failed { reason, failed_steps: Vec::new() };
            web.installer_page(context, &opened, StatusCode::BAD_GATEWAY, &outcome)
        }
        Err(InstallError::Binding { failure, opened }) => {
            let reason = i18n::text(context.language, install_failure(&failure));
            let kind = ProblemKind::from(failure);
            kind.log();
            let all = [Feature::Events, Feature::ContactCard, Feature::ContactList, Feature::ListToolbar];
            let outcome = InstallOutcome::Failed { reason, failed_steps: feature_names(context, &all) };
            let status = StatusCode::from_u16(kind.status_and_code().0).unwrap_or(StatusCode::BAD_GATEWAY);
            web.installer_page(context, &opened, status, &outcome)
        }
    }
}

/// The key of the text for a binding call that failed as a whole.
fn install_failure(failure: &Failure) -> &'static str {
    match failure {
        Failure::PortalTimeout => "install-failed-timeout",
        Failure::PortalBusy { .. } => "install-failed-busy",
        Failure::ScopeMissing => "install-failed-scope",
        Failure::PlanRestricted | Failure::PaymentRequired => "install-failed-plan",
        Failure::AccessDenied
        | Failure::AppAccessDenied
        | Failure::ReadDenied
        | Failure::NotPermitted
        | Failure::DayLimit
        | Failure::NotAdministrator => "install-failed-rights",
        Failure::Store(_) | Failure::Broken(_) | Failure::WrongCredentials => "install-failed-storage",
        Failure::PortalUnauthorized
        | Failure::SessionOver
        | Failure::ContactNotFound
        | Failure::HasOpenDeal
        | Failure::DealsUnknown
        | Failure::NotConfirmed
        | Failure::PortalUnavailable(_)
        | Failure::NotTheApi(_)
        | Failure::FilterIgnored
        | Failure::AnswerTooLong
        | Failure::PortalDeleted => "install-failed-portal",
    }
}

async fn open(
    request: &HttpRequest,
    body: web::Payload,
    web: &Web,
) -> Result<(Opened, Placement), PageError> {
    let post = read_post(request, body).await?;
    let placement = post.placement.clone();
    let opened = web.flows.open(Claim::from(post)).await?;
    Ok((opened, placement))
}

async fn read_post(request: &HttpRequest, body: web::Payload) -> Result<FramePost, PageError> {
    let body = body::read(body, MAX_POST_BYTES).await.map_err(|error| match error {
        BodyError::BrokeOff => PageError::Malformed,
        BodyError::TooLong => PageError::TooLarge,
    })?;
    FramePost::parse(request.query_string(), &body).map_err(|malformed| {
        tracing::info!(%malformed, "a malformed form of a portal");
        PageError::Malformed
    })
}

/// Why a page was not opened.
#[derive(Debug)]
enum PageError {
    Malformed,
    TooLarge,
    NotAdministrator,
    NoContact,
    Open(OpenError),
    Problem(ProblemKind),
}

impl From<OpenError> for PageError {
    fn from(error: OpenError) -> Self {
        Self::Open(error)
    }
}

impl From<ProblemKind> for PageError {
    fn from(kind: ProblemKind) -> Self {
        Self::Problem(kind)
    }
}

impl PageError {
    /// Logs the error: those that the operator must look at as errors, the others as warnings or information.
    fn log(&self) {
        match self {
            Self::Open(OpenError::Failure(
                failure @ (Failure::WrongCredentials | Failure::Store(_) | Failure::Broken(_)),
            )) => {
                tracing::error!(%failure, "the page could not be opened");
            }
            Self::Open(error) => tracing::warn!(%error, "the page was not opened"),
            Self::Problem(kind) => kind.log(),
            Self::Malformed | Self::TooLarge | Self::NotAdministrator | Self::NoContact => {
                tracing::info!(reason = ?self, "the page was not opened");
            }
        }
    }

    /// The status, the key of the texts, and whether a retry can help.
    fn answer(&self) -> (StatusCode, &'static str, bool) {
        match self {
            Self::Malformed => (StatusCode::UNAUTHORIZED, "page-error-malformed", true),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "page-error-too-large", false),
            Self::NotAdministrator => (StatusCode::FORBIDDEN, "page-error-not-administrator", false),
            Self::NoContact => (StatusCode::BAD_REQUEST, "page-error-placement", false),
            Self::Open(OpenError::Unverified(_)) => (StatusCode::UNAUTHORIZED, "page-error-unverified", true),
            Self::Open(OpenError::ForeignApp) => (StatusCode::FORBIDDEN, "page-error-foreign-app", false),
            Self::Open(OpenError::Removed) => (StatusCode::GONE, "page-error-removed", true),
            Self::Open(OpenError::OutOfReach(obstacle)) => {
                (StatusCode::BAD_GATEWAY, obstacle_key(*obstacle), true)
            }
            Self::Open(OpenError::Failure(failure)) => failure_answer(failure),
            Self::Problem(_) => (StatusCode::INTERNAL_SERVER_ERROR, "page-error-internal", true),
        }
    }
}

/// The key of the texts for what keeps this service from the portal.
pub(super) fn obstacle_key(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::PrivateAddress => "page-error-private-address",
        Obstacle::PlainHttp => "page-error-plain-http",
        Obstacle::UnknownName => "page-error-unknown-name",
        Obstacle::NoConnection => "page-error-no-connection",
        Obstacle::Untrusted => "page-error-untrusted",
        Obstacle::NoSuchMethod => "page-error-no-such-method",
    }
}

/// The status, the key of the texts, and whether a retry can help.
pub(super) fn failure_answer(failure: &Failure) -> (StatusCode, &'static str, bool) {
    match failure {
        Failure::PortalTimeout => (StatusCode::GATEWAY_TIMEOUT, "page-error-timeout", true),
        Failure::PaymentRequired => (StatusCode::PAYMENT_REQUIRED, "page-error-payment", true),
        Failure::PortalDeleted => (StatusCode::GONE, "page-error-removed", false),
        Failure::PortalUnauthorized
        | Failure::SessionOver
        | Failure::ContactNotFound
        | Failure::HasOpenDeal
        | Failure::DealsUnknown
        | Failure::NotConfirmed => (StatusCode::UNAUTHORIZED, "page-error-unverified", true),
        Failure::AppAccessDenied
        | Failure::AccessDenied
        | Failure::ReadDenied
        | Failure::NotPermitted
        | Failure::DayLimit
        | Failure::NotAdministrator => (StatusCode::FORBIDDEN, "problem-app-access-denied", false),
        Failure::ScopeMissing => (StatusCode::FORBIDDEN, "problem-scope-missing", false),
        Failure::PlanRestricted => (StatusCode::FORBIDDEN, "problem-plan-restricted", false),
        Failure::PortalBusy { .. } => (StatusCode::SERVICE_UNAVAILABLE, "problem-portal-busy", true),
        Failure::PortalUnavailable(_) => (StatusCode::BAD_GATEWAY, "page-error-portal-down", true),
        Failure::NotTheApi(_) | Failure::FilterIgnored | Failure::AnswerTooLong => {
            (StatusCode::BAD_GATEWAY, "page-error-not-the-api", true)
        }
        Failure::WrongCredentials | Failure::Store(_) | Failure::Broken(_) => {
            (StatusCode::INTERNAL_SERVER_ERROR, "page-error-internal", true)
        }
    }
}

impl Web {
    async fn show_app(&self, context: &Context, mut opened: Opened) -> Result<HttpResponse, PageError> {
        self.flows.repair(&mut opened).await;
        self.flows.save_language(&opened.portal, opened.profile.id, context.language).await;
        let introduce = self.flows.is_introduction_due(&opened).await;
        let barred = self.flows.is_barred(&opened).await;
        let banner = banner(context, &opened, barred);
        let boot = Boot { introduce, barred, ..self.boot(context, &opened, None)? };
        let html = pages::app(&self.frame(context), &boot, banner.as_ref());
        Ok(self.framed_page(StatusCode::OK, &opened.portal.endpoint.origin(), html))
    }

    fn widget_page(
        &self,
        context: &Context,
        opened: &Opened,
        id: ContactId,
    ) -> Result<HttpResponse, PageError> {
        let html = pages::placement(&self.frame(context), &self.boot(context, opened, Some(id))?);
        Ok(self.framed_page(StatusCode::OK, &opened.portal.endpoint.origin(), html))
    }

    fn install_page(
        &self,
        context: &Context,
        installation: &Installation,
    ) -> Result<HttpResponse, PageError> {
        let (status, outcome) = if installation.failed.is_empty() {
            let skipped = feature_names(context, &installation.not_offered);
            (StatusCode::OK, InstallOutcome::Ready { skipped })
        } else {
            let reason = i18n::text(context.language, "install-failed-steps");
            let failed_steps = feature_names(context, &installation.failed);
            (StatusCode::BAD_GATEWAY, InstallOutcome::Failed { reason, failed_steps })
        };
        self.installer_page(context, &installation.opened, status, &outcome)
    }

    fn installer_page(
        &self,
        context: &Context,
        opened: &Opened,
        status: StatusCode,
        outcome: &InstallOutcome,
    ) -> Result<HttpResponse, PageError> {
        let html = pages::install(&self.frame(context), Some(&self.boot(context, opened, None)?), outcome);
        Ok(self.framed_page(status, &opened.portal.endpoint.origin(), html))
    }

    fn frame<'a>(&'a self, context: &'a Context) -> Frame<'a> {
        Frame {
            language: context.language,
            asset_base: self.assets.base(),
            bx24_js_url: self.bx24_js_url.as_str(),
            request_id: &context.request_id,
        }
    }

    fn boot(
        &self,
        context: &Context,
        opened: &Opened,
        contact: Option<ContactId>,
    ) -> Result<Boot, PageError> {
        let session = self.sessions.issue(opened, context.language)?;
        let Opened { portal, profile } = opened;
        Ok(Boot {
            session: session.token,
            expires_at: session.expires_at.0,
            member_id: portal.member_id.to_string(),
            portal_domain: portal.endpoint.host().to_string(),
            portal_origin: portal.endpoint.origin(),
            user_id: profile.id.get().into(),
            user_name: profile.name.0.clone(),
            admin: profile.admin,
            introduce: false,
            barred: false,
            contact_id: contact.map(|id| id.get().into()),
        })
    }

    fn framed_page(&self, status: StatusCode, portal_origin: &str, html: String) -> HttpResponse {
        let mut response = HttpResponse::build(status);
        let script_origin = self.bx24_js_url.origin().ascii_serialization();
        page_headers(&mut response, FramedBy::Portal(portal_origin), Some(&script_origin));
        response.body(html)
    }

    fn error_page(&self, context: &Context, error: &PageError) -> HttpResponse {
        let (status, key, retry) = error.answer();
        error.log();
        let text = |part: &str| i18n::text(context.language, &format!("{key}-{part}"));
        let view = ErrorView { title: text("title"), detail: text("detail"), retry };
        let mut response = HttpResponse::build(status);
        page_headers(&mut response, FramedBy::Anybody, None);
        if let PageError::Open(OpenError::Failure(Failure::PortalBusy { retry_after })) = error {
            response.insert_header((RETRY_AFTER, retry_after.as_secs().max(1).to_string()));
        }
        response.body(pages::error(context.language, self.assets.base(), &context.request_id, &view))
    }
}

fn feature_names(context: &Context, features: &[Feature]) -> Vec<String> {
    features.iter().map(|feature| context.text(&format!("install-step-{}", feature.as_str()))).collect()
}

/// The notice at the top of the app page: the portal has not paid, the settings do not allow the user to delete, or
/// (for administrators) parts are not connected. The first of these reasons is shown: it explains what the page lacks.
fn banner(context: &Context, opened: &Opened, is_barred: bool) -> Option<Banner> {
    let about = |key: &'static str, kind, items| Banner {
        about: key,
        kind,
        title: context.text(&format!("banner-{key}-title")),
        text: context.text(&format!("banner-{key}-text")),
        items,
    };
    if opened.portal.unpaid_since.is_some() {
        let items = vec![context.text("banner-unpaid-works"), context.text("banner-unpaid-kept")];
        return Some(about("unpaid", "error", items));
    }
    if is_barred {
        return Some(about("barred", "info", Vec::new()));
    }
    let missing = if opened.profile.admin { opened.portal.missing_features() } else { Vec::new() };
    let item = |feature: &Feature| context.text(&format!("banner-missing-{}", feature.as_str()));
    let items: Vec<String> = missing.iter().map(item).collect();
    (!items.is_empty()).then(|| about("missing", "info", items))
}
