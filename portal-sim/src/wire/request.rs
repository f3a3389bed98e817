//! A request, over a socket or in memory.

use actix_web::HttpRequest;
use actix_web::http::header::HeaderValue;

/// A request as it came in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Request<'a> {
    /// `GET` or `POST`.
    pub(crate) verb: &'a str,
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    pub(crate) content_type: &'a str,
    /// The `Authorization` header.
    pub(crate) authorization: Option<&'a str>,
    pub(crate) body: &'a [u8],
}

impl<'a> Request<'a> {
    /// The request that came through a socket.
    pub(crate) fn over_http(req: &'a HttpRequest, body: &'a [u8]) -> Self {
        let header = |name| req.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        Self {
            verb: req.method().as_str(),
            path: req.path(),
            query: req.query_string(),
            content_type: header("Content-Type").unwrap_or_default(),
            authorization: header("Authorization"),
            body,
        }
    }
}
