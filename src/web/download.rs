//! Files as answers. They are sent while they are read, and caches must not store them.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::Bytes;
use futures_util::{Stream, StreamExt};

use crate::domain::portal::Portal;

/// The name of a file about a portal.
pub(super) fn file_name(what: &str, portal: &Portal, ending: &str) -> String {
    format!("{what}-{}.{ending}", portal.endpoint.host().to_string().replace(':', "-"))
}

/// Sends the parts as they arrive. An error cuts the answer off, so that the file does not look complete.
pub(super) fn send<B, E>(
    name: &str,
    content_type: &'static str,
    parts: impl Stream<Item = Result<B, E>> + 'static,
) -> HttpResponse
where
    B: Into<Bytes> + 'static,
    E: std::error::Error + 'static,
{
    let body = parts.inspect(|part| {
        if let Err(error) = part {
            tracing::error!(%error, "a download failed");
        }
    });
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, content_type))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .insert_header((CACHE_CONTROL, "no-store"))
        .streaming(body.map(|part| part.map(Into::into)))
}
