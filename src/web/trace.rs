//! Gives each request an id, which is in the answer's header, on the pages and in the log. The log contains the path
//! without the query, because queries may contain secrets.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};
use tracing::Instrument;

use crate::flows::in_request;

/// The id of the request, which users can tell support.
#[derive(Clone, Debug)]
pub(super) struct RequestId(pub(super) String);

static HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Sets the request's id, logs the result, and adds the id and the common headers to the answer.
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
