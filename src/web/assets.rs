//! Serves the embedded styles and scripts. Their address contains a hash of all files: browsers may cache them
//! forever, and modules find each other by relative paths.

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use actix_web::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, VARY,
};
use actix_web::{HttpRequest, HttpResponse, web};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use super::Web;

#[derive(RustEmbed)]
#[folder = "static/"]
struct Files;

/// The embedded files and their versioned address.
#[derive(Clone, Debug)]
pub(super) struct Assets {
    base: Arc<str>,
    /// Compressed scripts and styles. Each is compressed at its first request.
    packed: Arc<Mutex<HashMap<String, web::Bytes>>>,
}

/// The best compression.
const QUALITY: u32 = 11;
const WINDOW_BITS: u32 = 22;
const BUFFER_BYTES: usize = 4096;

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
        Self { base: format!("/static/{version:012x}").into(), packed: Arc::default() }
    }

    /// The base address of the files, without a slash at its end.
    pub(super) fn base(&self) -> &str {
        &self.base
    }
}

impl Assets {
    /// Returns the compressed file. It is compressed once, and better than the server would compress each answer.
    /// `None` if compression fails.
    fn packed(&self, name: &str, content: &[u8]) -> Option<web::Bytes> {
        let mut packed = self.packed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(ready) = packed.get(name) {
            return Some(ready.clone());
        }
        let mut compressed = Vec::new();
        let mut writer = brotli::CompressorWriter::new(&mut compressed, BUFFER_BYTES, QUALITY, WINDOW_BITS);
        writer.write_all(content).ok()?;
        drop(writer);
        let ready = web::Bytes::from(compressed);
        packed.insert(name.to_owned(), ready.clone());
        Some(ready)
    }
}

/// Whether the browser accepts brotli.
fn takes_brotli(headers: &HeaderMap) -> bool {
    let codings = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    codings.split(',').any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        name.trim().eq_ignore_ascii_case("br")
            && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

/// Serves a file. Under the address of another version the file is served but not cached, because the page may be
/// older than this program.
pub(super) async fn serve(
    request: HttpRequest,
    path: web::Path<(String, String)>,
    web: web::Data<Web>,
) -> HttpResponse {
    let (version, name) = path.into_inner();
    let Some(file) = Files::get(&name) else { return HttpResponse::NotFound().finish() };
    let is_current = web.assets.base().strip_prefix("/static/") == Some(version.as_str());
    let caching = if is_current { "public, max-age=31536000, immutable" } else { "no-cache" };
    let kind = content_type(&name);
    let mut response = HttpResponse::Ok();
    response.insert_header((CACHE_CONTROL, caching)).insert_header((CONTENT_TYPE, kind));
    let is_text = kind.starts_with("text/");
    let packed =
        if is_text && takes_brotli(request.headers()) { web.assets.packed(&name, &file.data) } else { None };
    match packed {
        Some(packed) => response
            .insert_header((CONTENT_ENCODING, "br"))
            .insert_header((VARY, "accept-encoding"))
            .body(packed),
        None => response.body(file.data.into_owned()),
    }
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

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn brotli_is_sent_only_to_browsers_that_accept_it() {
        let accepts = |codings: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(HeaderName::from_static("accept-encoding"), HeaderValue::from_static(codings));
            takes_brotli(&headers)
        };
        assert!(accepts("gzip, deflate, br, zstd") && accepts("br;q=0.5") && accepts("BR"));
        assert!(
            !accepts("gzip")
                && !accepts("br;q=0, gzip")
                && !accepts("brotli")
                && !takes_brotli(&HeaderMap::new())
        );
    }

    #[test]
    fn a_file_is_compressed_once_and_without_loss() {
        let assets = Assets::embedded();
        let content = "body { color: red } ".repeat(200);
        let packed = assets.packed("a.css", content.as_bytes()).unwrap();
        let mut out = Vec::new();
        brotli::BrotliDecompress(&mut packed.as_ref(), &mut out).unwrap();
        assert_eq!((out.as_slice(), packed.len() < 200), (content.as_bytes(), true));
        assert_eq!(assets.packed("a.css", b"").unwrap(), packed, "from memory");
    }
}
