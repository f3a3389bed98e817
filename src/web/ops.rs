//! Endpoints for the operator: health checks and metrics.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, web};

use super::{RenderMetrics, Web};

/// `GET /health/live`: the process answers.
pub(super) async fn live() -> HttpResponse {
    HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).body("live\n")
}

/// `GET /health/ready`: the database answers and its schema is up to date.
pub(super) async fn ready(web: web::Data<Web>) -> HttpResponse {
    match web.flows.ready().await {
        Ok(()) => HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).body("ready\n"),
        Err(error) => {
            tracing::error!(%error, "not ready");
            HttpResponse::ServiceUnavailable().insert_header((CACHE_CONTROL, "no-store")).body("not ready\n")
        }
    }
}

/// `GET /metrics`: only on the operator's socket.
pub(super) async fn metrics(render: web::Data<RenderMetrics>) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(render())
}
