//! Pages for a browser tab: an address of the app opened outside a portal, and an unknown address.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::Web;
use super::context::Context;
use super::headers::{FramedBy, page_headers};
use super::pages::{self, public};
use super::public::tab_page;

/// `GET` on the pages of the frame: asks the user to open the app inside Bitrix24. Any site may frame it, because
/// portals open some pages without data.
pub(super) async fn outside(web: web::Data<Web>, context: Context) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    page_headers(&mut response, FramedBy::Anybody, None);
    response.body(pages::outside(context.language, web.assets.base(), &context.request_id))
}

/// An unknown address.
pub(super) async fn not_found(web: web::Data<Web>, context: Context) -> HttpResponse {
    tab_page(StatusCode::NOT_FOUND, "'none'", public::missing(&web.tab(&context)))
}
