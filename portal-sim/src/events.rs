//! Events: form posts with brackets to the bound handlers, sent in the background, once and never again
//! (`b24restdocs api-reference/events/index.md`).

use std::sync::Mutex;
use std::time::Duration;

use tokio::sync::watch;

use crate::lock;
use crate::oauth::Owner;
use crate::php::{Php, PhpArray, php, write_query};
use crate::portal::{EventHandler, Portal};

/// A delivery that was tried.
#[derive(Debug, Clone)]
pub struct EventDelivery {
    /// When it was sent, in unix seconds.
    pub at: f64,
    /// The event.
    pub event: String,
    /// Where it was posted.
    pub handler: String,
    /// The body as it was posted.
    pub body: String,
    /// Status of the answer; none when there was no answer.
    pub status: Option<u16>,
}

/// What a portal posts, and what became of it.
#[derive(Debug)]
pub(crate) struct Outbox {
    deliveries: Mutex<Vec<EventDelivery>>,
    under_way: watch::Sender<usize>,
}

impl Default for Outbox {
    fn default() -> Self {
        Self { deliveries: Mutex::default(), under_way: watch::Sender::new(0) }
    }
}

impl Outbox {
    pub(crate) fn deliveries(&self) -> Vec<EventDelivery> {
        lock(&self.deliveries).clone()
    }

    pub(crate) async fn settled(&self) {
        let mut under_way = self.under_way.subscribe();
        let _ = under_way.wait_for(|count| *count == 0).await;
    }
}

/// How much of a grant an event carries.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tokens {
    Full,
    AccessOnly,
    None,
}

/// `ONAPPINSTALL`, with a full pair of the installer.
pub(crate) fn send_install(portal: &Portal, user_id: u64) {
    let data = php! { "VERSION" => "1", "ACTIVE" => "Y", "INSTALLED" => "Y", "LANGUAGE_ID" => "en" };
    send(portal, "ONAPPINSTALL", &data, Some(user_id), Tokens::Full);
}

/// `ONAPPUNINSTALL`, without any token.
pub(crate) fn send_uninstall(portal: &Portal, clean: bool) {
    let data = php! { "CLEAN" => i64::from(clean), "LANGUAGE_ID" => "en" };
    send(portal, "ONAPPUNINSTALL", &data, None, Tokens::None);
}

/// `ONCRMCONTACTADD`, `…UPDATE` or `…DELETE`.
pub(crate) fn send_contact(portal: &Portal, event: &str, contact_id: u64, user_id: u64) {
    let data = php! { "FIELDS" => php! { "ID" => contact_id } };
    send(portal, event, &data, Some(user_id), Tokens::AccessOnly);
}

fn send(portal: &Portal, event: &str, data: &Php, user_id: Option<u64>, tokens: Tokens) {
    let handlers: Vec<EventHandler> = {
        let held = lock(&portal.core.data);
        if !held.app.installed {
            return;
        }
        let bound = held.app.handlers.iter().filter(|bound| bound.event == event && !bound.offline);
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
    let now = portal.world.clock.now();
    let owner = Owner { client_id: portal.world.app().client_id, portal: portal.core.index, user_id };
    let mut grants = lock(&portal.world.grants);
    let access = if tokens == Tokens::Full {
        let pair = grants.mint(&owner, now);
        auth.set("refresh_token", pair.refresh_token);
        pair.access_token
    } else {
        grants.mint_access(&owner, now)
    };
    drop(grants);
    auth.set("access_token", access);
    auth.set("expires", portal.world.clock.unix() + 3600);
    auth.set("expires_in", 3600_i64);
    auth.set("scope", portal.scope());
    auth.set("user_id", user_id);
}

fn post(portal: Portal, handler: EventHandler, body: String) {
    portal.core.outbox.under_way.send_modify(|count| *count += 1);
    let at = portal.world.clock.now();
    let runtime = portal.world.runtime.clone();
    runtime.spawn(async move {
        let status = match portal.world.sink() {
            Some(sink) => sink.deliver(handler.handler.clone(), body.clone()).await,
            None => post_over_http(&portal, &handler, body.clone()).await,
        };
        let EventHandler { event, handler, .. } = handler;
        lock(&portal.core.outbox.deliveries).push(EventDelivery { at, event, handler, body, status });
        portal.core.outbox.under_way.send_modify(|count| *count -= 1);
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
