//! Sending events to the bound handlers: form posts in the background. A portal sends each event once and never again
//! (`b24restdocs api-reference/events/index.md`).

use std::time::Duration;

use super::handle::Portal;
use crate::php::{Php, PhpArray, php, write_query};
use crate::sync::lock;
use crate::world::{ACCESS_SECONDS, EventDelivery, EventHandler, Owner};

/// Which tokens an event carries.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tokens {
    Pair,
    AccessOnly,
    None,
}

/// Sends `ONAPPINSTALL` with a pair of tokens of the installing user.
pub(super) fn send_install(portal: &Portal, user_id: u64) {
    let data = php! { "VERSION" => "1", "ACTIVE" => "Y", "INSTALLED" => "Y", "LANGUAGE_ID" => "en" };
    send(portal, "ONAPPINSTALL", &data, Some(user_id), Tokens::Pair);
}

/// Sends `ONAPPUNINSTALL` without tokens.
pub(super) fn send_uninstall(portal: &Portal, clean: bool) {
    let data = php! { "CLEAN" => i64::from(clean), "LANGUAGE_ID" => "en" };
    send(portal, "ONAPPUNINSTALL", &data, None, Tokens::None);
}

impl Portal {
    /// Sends `ONCRMCONTACTADD`, `ONCRMCONTACTUPDATE` or `ONCRMCONTACTDELETE` with an access token of the acting user.
    pub(crate) fn send_contact_event(&self, event: &str, contact_id: u64, user_id: u64) {
        let data = php! { "FIELDS" => php! { "ID" => contact_id } };
        send(self, event, &data, Some(user_id), Tokens::AccessOnly);
    }
}

fn send(portal: &Portal, event: &str, data: &Php, user_id: Option<u64>, tokens: Tokens) {
    let handlers: Vec<EventHandler> = {
        let data = portal.data();
        if !data.app.installed {
            return;
        }
        let bound = data.app.handlers.iter().filter(|bound| bound.event == event && !bound.offline);
        bound.cloned().collect()
    };
    for handler in handlers {
        let acting = if handler.auth_type > 0 { Some(handler.auth_type) } else { user_id };
        let body = write_query(&payload(portal, &handler, data, acting, tokens));
        post(portal.clone(), handler, body);
    }
}

fn payload(
    portal: &Portal,
    handler: &EventHandler,
    data: &Php,
    user_id: Option<u64>,
    tokens: Tokens,
) -> PhpArray {
    let mut auth = PhpArray::default();
    if let (Some(user_id), true) = (user_id, tokens != Tokens::None) {
        add_tokens(portal, &mut auth, user_id, tokens);
    }
    auth.set("domain", portal.domain());
    auth.set("server_endpoint", format!("{}/rest/", portal.world.oauth_url()));
    auth.set("status", "F");
    auth.set("client_endpoint", portal.rest_url());
    auth.set("member_id", portal.member_id());
    auth.set("application_token", portal.application_token());
    PhpArray::of(vec![
        ("event".into(), handler.event.as_str().into()),
        ("event_handler_id".into(), handler.id.into()),
        ("data".into(), data.clone()),
        ("ts".into(), portal.world.clock.unix().into()),
        ("auth".into(), auth.into()),
    ])
}

fn add_tokens(portal: &Portal, auth: &mut PhpArray, user_id: u64, tokens: Tokens) {
    let now = portal.now();
    let owner = Owner { client_id: portal.world.app().client_id, portal: portal.core.index, user_id };
    let mut grants = lock(&portal.world.grants);
    let access = if tokens == Tokens::Pair {
        let pair = grants.mint(&owner, now);
        auth.set("refresh_token", pair.refresh_token);
        pair.access_token
    } else {
        grants.mint_access(&owner, now)
    };
    drop(grants);
    auth.set("access_token", access);
    auth.set("expires", portal.world.clock.unix() + ACCESS_SECONDS);
    auth.set("expires_in", ACCESS_SECONDS);
    auth.set("scope", portal.scope());
    auth.set("user_id", user_id);
}

fn post(portal: Portal, handler: EventHandler, body: String) {
    portal.core.outbox.start();
    let at = portal.now();
    let runtime = portal.world.runtime.clone();
    runtime.spawn(async move {
        let status = match portal.world.event_sink() {
            Some(sink) => sink.deliver(handler.handler.clone(), body.clone()).await,
            None => post_over_http(&portal, &handler, body.clone()).await,
        };
        let EventHandler { event, handler, .. } = handler;
        portal.core.outbox.finish(EventDelivery { at, event, handler, body, status });
    });
}

async fn post_over_http(portal: &Portal, handler: &EventHandler, body: String) -> Option<u16> {
    let client = portal.world.http.get_or_init(client);
    let request =
        client.post(&handler.handler).header("Content-Type", "application/x-www-form-urlencoded").body(body);
    request.send().await.ok().map(|answer| answer.status().as_u16())
}

fn client() -> reqwest::Client {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .timeout(Duration::from_secs(10))
        .build()
        .unwrap_or_default()
}
