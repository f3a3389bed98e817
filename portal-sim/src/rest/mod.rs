//! The REST interface of a portal: everything around a method. The order is that of a real portal: rate limit, queue,
//! authorization, scope, running time, and then the method itself.

mod access;
mod answer;
mod batch;
mod command;
mod deletion_requests;
mod execution;
mod gateway;
mod reference;
mod request;
mod work;

use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};

use crate::portal::Portal;
use crate::wire::Request;

pub(crate) use answer::answer;

const CORS: [(&str, &str); 2] =
    [("access-control-allow-origin", "*"), ("access-control-allow-headers", "origin, content-type, accept")];

/// Adds the routes of the REST interface.
pub(crate) fn configure(cfg: &mut web::ServiceConfig) {
    cfg.route("/rest/{place:.*}", web::to(serve));
}

async fn serve(req: HttpRequest, body: web::Bytes, portal: Portal) -> HttpResponse {
    let mut response = if req.method() == "OPTIONS" {
        HttpResponse::Ok().finish()
    } else {
        answer(Request::over_http(&req, &body), portal).await.over_http(&req)
    };
    for (name, value) in CORS {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}
