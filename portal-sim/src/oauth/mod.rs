//! The authorization server: its token endpoint and its `app.info`. A portal also has an authorization page and a token
//! endpoint of its own.

mod authorize;
mod info;
mod refusal;
mod request;
mod token;
mod with_faults;

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};

use crate::wire::{Request, Response, front_end_page};
use crate::world::World;

const TOKEN_PATHS: [&str; 2] = ["/oauth/token", "/oauth/token/"];
const INFO_PATHS: [&str; 3] = ["/rest/app.info", "/rest/app.info/", "/rest/app.info.json"];

/// Adds the routes of the authorization server.
pub(crate) fn configure(cfg: &mut web::ServiceConfig) {
    for path in TOKEN_PATHS.iter().chain(&INFO_PATHS) {
        cfg.route(path, web::to(serve));
    }
}

/// Adds the routes of a portal.
pub(crate) fn configure_portal(cfg: &mut web::ServiceConfig) {
    cfg.route("/oauth/token", web::to(token::answer_at_portal))
        .route("/oauth/token/", web::to(token::answer_at_portal))
        .route("/oauth/authorize", web::get().to(authorize::answer))
        .route("/oauth/authorize/", web::get().to(authorize::answer));
}

async fn serve(req: HttpRequest, body: web::Bytes, world: web::Data<World>) -> HttpResponse {
    answer(Request::over_http(&req, &body), &world.into_inner()).await.over_http(&req)
}

/// Answers a request to the authorization server, over a socket or in memory.
pub(crate) async fn answer(request: Request<'_>, world: &Arc<World>) -> Response {
    if TOKEN_PATHS.contains(&request.path) {
        token::answer(request, world).await
    } else if INFO_PATHS.contains(&request.path) {
        info::answer(request, world).await
    } else {
        front_end_page(404)
    }
}
