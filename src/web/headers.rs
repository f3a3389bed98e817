//! The headers that restrict what a page may do and where it may be framed.

use actix_web::HttpResponseBuilder;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY};

/// Which site may show a page in a frame.
#[derive(Clone, Copy, Debug)]
pub(super) enum FramedBy<'a> {
    /// Only the verified portal.
    Portal(&'a str),
    /// Any site: error pages, which contain no data and no action. A blank frame would not help the user.
    Anybody,
    /// No site: pages for browser tabs.
    Nobody,
}

/// Allows only what the pages need: their own scripts, styles and API, and the portal's script.
///
/// Forms may go only to this service. They cannot be forbidden: each page in the portal's frame is the answer to a form,
/// and browsers could not reload it. There is no `X-Frame-Options`: it cannot name a portal, and with it the frame would
/// stay empty (b24restdocs local-integrations/site-does-not-allow-connection.md).
pub(super) fn page_headers(
    response: &mut HttpResponseBuilder,
    framed_by: FramedBy<'_>,
    script_origin: Option<&str>,
) {
    let ancestors = match framed_by {
        FramedBy::Portal(origin) => origin,
        FramedBy::Anybody => "*",
        FramedBy::Nobody => "'none'",
    };
    let scripts = script_origin.map(|origin| format!(" {origin}")).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; script-src 'self'{scripts}; style-src 'self'; img-src 'self' data:; font-src 'self'; \
         connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors {ancestors}"
    );
    insert(response, policy);
}

/// Headers for pages in a browser tab: no scripts and no frames. `form_targets` lists where forms may lead, including
/// all redirects, because Chromium checks each step.
pub(super) fn tab_headers(response: &mut HttpResponseBuilder, form_targets: &str) {
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action {form_targets}; \
         frame-ancestors 'none'"
    );
    insert(response, policy);
}

fn insert(response: &mut HttpResponseBuilder, policy: String) {
    response
        .insert_header((CONTENT_SECURITY_POLICY, policy))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((REFERRER_POLICY, "no-referrer"))
        .content_type("text/html; charset=utf-8");
}
