//! Styles and scripts, inside the program. Their address holds a hash over all of them, so that browsers may keep
//! them for ever and modules find each other by relative paths.

use std::sync::Arc;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{HttpResponse, web};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use super::Web;

#[derive(RustEmbed)]
#[folder = "static/"]
struct Files;

/// The embedded files under their versioned address.
#[derive(Clone, Debug)]
pub(super) struct Assets {
    base: Arc<str>,
}

impl Assets {
    pub(super) fn embedded() -> Self {
        let mut names: Vec<_> = Files::iter().collect();
        names.sort_unstable();
        let mut hash = Sha256::new();
        for name in &names {
            hash.update(name.as_bytes());
            hash.update(Files::get(name).map(|file| file.metadata.sha256_hash()).unwrap_or_default());
        }
        let version =
            hash.finalize().iter().take(6).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
        Self { base: format!("/static/{version:012x}").into() }
    }

    /// The address below which the files are found, without a slash at its end.
    pub(super) fn base(&self) -> &str {
        &self.base
    }
}

/// Serves a file. Under another version's address the file is served too, but not kept: a page may be older than the
/// program that answers it.
pub(super) async fn serve(path: web::Path<(String, String)>, web: web::Data<Web>) -> HttpResponse {
    let (version, name) = path.into_inner();
    let Some(file) = Files::get(&name) else { return HttpResponse::NotFound().finish() };
    let is_current = web.assets.base().strip_prefix("/static/") == Some(version.as_str());
    let caching = if is_current { "public, max-age=31536000, immutable" } else { "no-cache" };
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, caching))
        .insert_header((CONTENT_TYPE, content_type(&name)))
        .body(file.data.into_owned())
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}
