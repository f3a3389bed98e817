//! The public pages that a Market listing links to: the product, privacy, terms, help and support (b24restdocs
//! market/preparing-to-publish/common-requirements.md).

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::Web;
use super::context::Context;
use super::headers::tab_headers;
use super::pages::papers;
use super::pages::public::{self as pages, Tab};

/// `GET /`: the product, and the form that connects a portal.
pub(super) async fn home(web: web::Data<Web>, context: Context) -> HttpResponse {
    tab_page(StatusCode::OK, web.form_targets(), pages::home(&web.tab(&context)))
}

/// `GET /privacy`.
pub(super) async fn privacy(web: web::Data<Web>, context: Context) -> HttpResponse {
    tab_page(StatusCode::OK, "'none'", papers::privacy(&web.tab(&context)))
}

/// `GET /terms`.
pub(super) async fn terms(web: web::Data<Web>, context: Context) -> HttpResponse {
    tab_page(StatusCode::OK, "'none'", papers::terms(&web.tab(&context)))
}

/// `GET /support`.
pub(super) async fn support(web: web::Data<Web>, context: Context) -> HttpResponse {
    tab_page(StatusCode::OK, "'none'", papers::support(&web.tab(&context)))
}

/// `GET /help`.
pub(super) async fn help(web: web::Data<Web>, context: Context) -> HttpResponse {
    tab_page(StatusCode::OK, "'none'", papers::help(&web.tab(&context)))
}

impl Web {
    pub(super) fn tab<'a>(&'a self, context: &'a Context) -> Tab<'a> {
        Tab {
            language: context.language,
            asset_base: self.assets.base(),
            request_id: &context.request_id,
            operator: &self.operator,
        }
    }

    /// The form leads to our own address and from there to a portal. Portals may have any host.
    pub(super) fn form_targets(&self) -> &'static str {
        if self.flows.allows_http() { "'self' https: http:" } else { "'self' https:" }
    }
}

/// A page in a tab. Its forms may lead to these targets.
pub(super) fn tab_page(status: StatusCode, form_targets: &str, html: String) -> HttpResponse {
    let mut response = HttpResponse::build(status);
    tab_headers(&mut response, form_targets);
    response.body(html)
}
