//! The authorization page of a portal, for applications that open it in a browser.
//! A refusal is a page of the portal. The application is not told (`b24restdocs settings/oauth/index.md`).

use std::fmt::Write;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use url::form_urlencoded::Serializer;

use super::request::Params;
use crate::portal::Portal;
use crate::sync::lock;
use crate::wire::{Request, before_work, html_page};
use crate::world::{Owner, RegisteredApp};

/// The cookie or parameter with the signed-in user of a portal.
const SIGNED_IN: &str = "sim_user";

pub(super) async fn answer(req: HttpRequest, portal: Portal) -> HttpResponse {
    let request = Request::over_http(&req, &[]);
    let params = Params::read(request, false);
    let arrival = params.arrival(portal.now(), request, "oauth/authorize", "client_secret");
    let fault = portal.world.oauth_faults.take("oauth/authorize", false);
    let entry = portal.world.oauth_journal.open(arrival);
    if let Some((status, response)) = before_work(fault.as_ref()).await {
        portal.world.oauth_journal.close(entry, status, None);
        return response.over_http(&req);
    }
    let response = decide(&portal, &req, &params.text("client_id"), &params.text("state"));
    portal.world.oauth_journal.close(entry, response.status().as_u16(), None);
    response
}

/// Redirects to the application with a code, asks the user to sign in, or refuses.
fn decide(portal: &Portal, req: &HttpRequest, client_id: &str, state: &str) -> HttpResponse {
    let Some(app) = portal.world.find_app(client_id) else {
        return html_page(403, "<h1>Application not found</h1>");
    };
    if !portal.is_installed() {
        return html_page(403, "<h1>Application not installed</h1>");
    }
    let Some(user_id) = signed_in(req) else {
        return ask_to_sign_in(portal, client_id, state);
    };
    let allowed = portal.find_user(user_id).is_some_and(|user| user.active) && portal.may_use_app(user_id);
    if !allowed {
        return html_page(403, "<h1>You have no access to this application</h1>");
    }
    let owner = Owner { client_id: client_id.to_owned(), portal: portal.core.index, user_id };
    let code = lock(&portal.world.grants).mint_code(&owner, portal.now());
    let target = redirect_target(portal, &app, &code, state);
    HttpResponse::Found().insert_header((header::LOCATION, target)).finish()
}

/// The signed-in user.
fn signed_in(req: &HttpRequest) -> Option<u64> {
    let named = Params::read(Request::over_http(req, &[]), false).text(SIGNED_IN);
    if !named.is_empty() {
        return named.parse().ok();
    }
    let cookies = req.headers().get(header::COOKIE)?.to_str().ok()?;
    let found = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
    found.filter(|(name, _)| *name == SIGNED_IN).find_map(|(_, value)| value.parse().ok())
}

fn ask_to_sign_in(portal: &Portal, client_id: &str, state: &str) -> HttpResponse {
    let mut body = "<h1>Sign in</h1><ul>".to_owned();
    for user in portal.users().into_iter().filter(|user| user.active) {
        let mut query = Serializer::new(String::new());
        query.append_pair("client_id", client_id).append_pair("state", state);
        query.append_pair(SIGNED_IN, &user.id.to_string());
        let query = query.finish().replace('&', "&amp;");
        let _ = write!(body, "<li><a href=\"?{query}\">{} {}</a></li>", user.name, user.last_name);
    }
    html_page(200, &(body + "</ul>"))
}

fn redirect_target(portal: &Portal, app: &RegisteredApp, code: &str, state: &str) -> String {
    let mut query = Serializer::new(String::new());
    query
        .append_pair("code", code)
        .append_pair("state", state)
        .append_pair("domain", &portal.domain())
        .append_pair("member_id", &portal.member_id())
        .append_pair("scope", &portal.scope())
        .append_pair("server_domain", &portal.world.oauth_address.to_string());
    let joint = if app.redirect_url.contains('?') { '&' } else { '?' };
    format!("{}{joint}{}", app.redirect_url, query.finish())
}
