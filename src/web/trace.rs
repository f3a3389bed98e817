//! One id for each request: in the answer's header, in the page for support, in the log. Logged is the path without
//! its query, since queries can hold what nobody should read later.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};
use tracing::Instrument;

use crate::flows::in_request;

/// The request's id, to be quoted to support.
#[derive(Clone, Debug)]
pub(super) struct RequestId(pub(super) String);

static HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request its id, logs how it ended and puts the id and the common headers on the answer.
pub(super) async fn trace_request(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let id = uuid::Uuid::now_v7().simple().to_string();
    request.extensions_mut().insert(RequestId(id.clone()));
    let (method, path) = (request.method().clone(), request.path().to_owned());
    let span = tracing::info_span!("request", request.id = id);
    let started = tokio::time::Instant::now();
    let mut response = in_request(id.clone(), next.call(request)).instrument(span.clone()).await?;
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(HEADER.clone(), value);
    }
    headers.insert(HeaderName::from_static("x-content-type-options"), HeaderValue::from_static("nosniff"));
    let (status, ms) = (response.status().as_u16(), started.elapsed().as_millis());
    metrics::counter!("eraser_http_requests_total", "status" => status.to_string()).increment(1);
    metrics::histogram!("eraser_http_request_seconds").record(started.elapsed().as_secs_f64());
    span.in_scope(
        || tracing::info!(http.method = %method, http.path = path, http.status = status, ms, "answered"),
    );
    Ok(response)
}
