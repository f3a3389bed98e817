//! The headers that say what a page may do and who may show it in a frame.

use actix_web::HttpResponseBuilder;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY};

/// Who may show a page in a frame.
#[derive(Clone, Copy, Debug)]
pub(super) enum FramedBy<'a> {
    /// The verified portal alone.
    Portal(&'a str),
    /// Anybody: error pages, which hold no data and no action; a blank frame would help nobody.
    Anybody,
    /// Nobody: pages for browser tabs.
    Nobody,
}

/// Everything is forbidden but what the pages need: their own scripts, styles and API, and the portal's script.
/// Forms may go to ourselves alone: without that, browsers refuse to load a page again that came as an answer to a
/// form, which every page in the portal's frame is.
/// There is no `X-Frame-Options`: it cannot name a portal, and with it the frame stays empty
/// (b24restdocs local-integrations/site-does-not-allow-connection.md).
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

/// Pages for a browser tab: no script at all, in nobody's frame. `form_targets` says where their forms may lead, all
/// redirects included: Chromium checks every step of what a form began.
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
