//! Portals that leave, and perhaps return, during a call. Results for one installation are not stored for the next one.

use std::sync::Arc;
use std::time::Duration;

use contact_eraser::domain::clock::Clock;
use portal_sim::{Fault, Gate, Nth, Portal, PortalState, Rights, Sim};
use reqwest::Method;
use serde_json::{Value, json};

use crate::events::{installs, posts, uninstallation};
use crate::support::{Answer, Page, TestApp};

/// Two portals. An administrator has installed the app on the first one.
async fn installed() -> Arc<TestApp> {
    let app = TestApp::with(Sim::builder().portals(2).contacts(120)).await;
    installs(&app, &app.portal()).await;
    Arc::new(app)
}

/// Holds the answer to the next call of a method.
fn held(portal: &Portal, method: &str) -> Gate {
    let gate = Gate::default();
    portal.faults().script(method, Nth::Next, Fault::Held(gate.clone()));
    gate
}

/// Holds the next answer of the authorization server.
fn held_at_server(app: &TestApp, method: &str) -> Gate {
    let gate = Gate::default();
    app.sim.oauth_faults().script(method, Nth::Next, Fault::Held(gate.clone()));
    gate
}

async fn reached(gate: &Gate) {
    tokio::time::timeout(Duration::from_secs(30), gate.is_reached()).await.expect("no answer was held");
}

async fn leaves(app: &TestApp, portal: &Portal, clean: bool) {
    // The event comes first: after the simulated portal has removed the app, it would not send it.
    let event = uninstallation(portal, app.clock.now().0, &portal.application_token(), clean);
    assert_eq!(posts(app, event).await, 200);
    portal.uninstall(clean);
    portal.events_settled().await;
    assert_eq!(app.rows("portals WHERE status <> 'removed'").await, 0);
}

/// The portal leaves and returns as another installation.
async fn comes_back(app: &TestApp, portal: &Portal, clean: bool) {
    leaves(app, portal, clean).await;
    installs(app, portal).await;
}

/// An API call that continues while the test goes on.
fn calls(
    app: &Arc<TestApp>,
    token: &str,
    (method, path): (Method, &str),
    body: Option<Value>,
) -> tokio::task::JoinHandle<Answer> {
    let (app, token, path) = (Arc::clone(app), token.to_owned(), path.to_owned());
    tokio::spawn(async move {
        let user = app.session(&token);
        match body {
            Some(body) => user.sends(method, &path, &body).await,
            None => user.call(method, &path).await,
        }
    })
}

/// The new installation is complete: one portal, and one user who can work.
async fn is_unharmed(app: &TestApp, why: &str) {
    assert_eq!(app.rows("portals WHERE status = 'active'").await, 1, "{why}");
    assert_eq!(app.rows("authorizations WHERE state = 'alive'").await, 1, "{why}");
    assert_eq!(app.signs_in(&app.portal(), 1).await.get("/api/contacts").await.status, 200, "{why}");
}

#[tokio::test(flavor = "multi_thread")]
async fn uninstallation_proved_late_does_not_end_the_next_installation() {
    for clean in [true, false] {
        let app = installed().await;
        let portal = app.portal();
        let late = uninstallation(&portal, 1_700_000_000, &portal.application_token(), clean);
        portal.set_state(PortalState::AppRemoved);
        let gate = held_at_server(&app, "app.info");
        let post = tokio::spawn({
            let app = Arc::clone(&app);
            async move { posts(&app, late).await }
        });
        reached(&gate).await;
        portal.set_state(PortalState::Active);
        comes_back(&app, &portal, false).await;
        gate.open();
        assert_eq!(post.await.unwrap(), 200, "clean: {clean}");
        is_unharmed(&app, "the event").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn disconnecting_an_earlier_installation_keeps_the_next() {
    for method in ["profile", "event.unbind"] {
        let app = installed().await;
        let portal = app.portal();
        let user = app.signs_in(&portal, 1).await.token.clone();
        let method = if method == "profile" { method } else { "batch" };
        let gate = held(&portal, method);
        let confirm = json!({"confirm": portal.domain()});
        let call = calls(&app, &user, (Method::POST, "/api/portal/disconnect"), Some(confirm));
        reached(&gate).await;
        comes_back(&app, &portal, false).await;
        gate.open();
        assert_eq!(call.await.unwrap().problem(), (401, "session_expired"), "{method}");
        is_unharmed(&app, method).await;
        assert_eq!(app.rows("audit WHERE action = 'disconnect'").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn late_audit_and_log_lines_are_not_stored_for_the_next_installation() {
    for clean in [true, false] {
        let app = installed().await;
        let portal = app.portal();
        app.signs_in(&portal, 1).await.get("/api/requests").await;
        let user = app.signs_in(&portal, 1).await.token.clone();
        let gate = held(&portal, "crm.contact.delete");
        let call = calls(&app, &user, (Method::DELETE, "/api/contacts/50"), None);
        reached(&gate).await;
        comes_back(&app, &portal, clean).await;
        gate.open();
        assert!(call.await.unwrap().status < 500);
        let anew = app.signs_in(&portal, 1).await;
        anew.get("/api/requests").await;
        let of_old = "audit WHERE action = 'delete_contact'";
        assert_eq!(app.rows(of_old).await, 0, "clean: {clean}: a late line of the audit");
        assert_eq!(app.rows("requests WHERE method = 'crm.contact.delete'").await, 0, "clean: {clean}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn page_opened_before_uninstalling_stores_nothing() {
    for (clean, path) in [(true, "/app"), (false, "/app"), (true, "/install"), (false, "/install")] {
        let app = installed().await;
        let portal = app.portal();
        let gate = held(&portal, "profile");
        let (post, page) = (portal.frame_post(1), Arc::clone(&app));
        let opening = tokio::spawn(async move { page.posts(path, &post).await });
        reached(&gate).await;
        leaves(&app, &portal, clean).await;
        gate.open();
        let opened: Page = opening.await.unwrap();
        assert!(opened.is_error_page(), "{path}, clean: {clean}: {}", opened.status);
        assert_eq!(app.rows("portals WHERE status <> 'removed'").await, 0, "{path}, clean: {clean}");
        assert_eq!(app.rows("authorizations").await, 0, "{path}, clean: {clean}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn late_settings_are_not_saved_for_the_next_installation() {
    let filter = json!({"name": "Old", "filter": {"source": "WEB"}, "shared": true});
    let requests = [
        ("PUT", "/api/settings", Some(json!({"confirm_from": 7}))),
        ("PUT", "/api/filters/1", Some(filter)),
        ("DELETE", "/api/filters/1", None),
        ("POST", "/api/portal/repair", None),
    ];
    for (method, path, body) in requests {
        for returns in [false, true] {
            let app = installed().await;
            let portal = app.portal();
            let user = app.signs_in(&portal, 1).await;
            let filter = json!({"name": "Web", "filter": {"source": "WEB"}, "shared": true});
            assert_eq!(user.sends(Method::POST, "/api/filters", &filter).await.json["id"], 1);
            let gate = held(&portal, "profile");
            let call = calls(&app, &user.token, (method.parse().unwrap(), path), body.clone());
            reached(&gate).await;
            if returns {
                comes_back(&app, &portal, false).await;
            } else {
                leaves(&app, &portal, false).await;
            }
            gate.open();
            let why = format!("{method} {path}, comes back: {returns}");
            assert_eq!(call.await.unwrap().problem(), (401, "session_expired"), "{why}");
            assert_eq!(app.rows("settings WHERE body LIKE '%\"confirm_from\":7%'").await, 0, "{why}");
            assert_eq!(app.rows("saved_filters").await, 0, "{why}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn late_deletion_does_not_count_for_the_next_installation() {
    for returns in [false, true] {
        let app = installed().await;
        let portal = app.portal();
        let user = app.signs_in(&portal, 1).await.token.clone();
        let gate = held(&portal, "batch");
        let call = calls(&app, &user, (Method::DELETE, "/api/contacts/50"), None);
        reached(&gate).await;
        if returns {
            comes_back(&app, &portal, false).await;
        } else {
            leaves(&app, &portal, false).await;
        }
        gate.open();
        assert_eq!(call.await.unwrap().problem(), (401, "session_expired"), "comes back: {returns}");
        assert_eq!(app.rows("single_deletions").await, 0, "comes back: {returns}");
        assert_eq!(portal.delete_requests(50), 0, "comes back: {returns}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn renewal_of_an_earlier_installation_keeps_the_next_pair() {
    let refused = Fault::refusal(400, "invalid_grant", "Invalid grant");
    for refusal in [None, Some(refused)] {
        let app = installed().await;
        let portal = app.portal();
        let post = portal.frame_post(1);
        let user = app.opens(&post).await.boot()["session"].as_str().unwrap().to_owned();
        portal.expire(post.get("AUTH_ID").unwrap());
        app.runs("UPDATE authorizations SET version = 1, refresh_version = 1").await;
        let gate = held_at_server(&app, "oauth/token");
        let call = calls(&app, &user, (Method::GET, "/api/contacts"), None);
        reached(&gate).await;
        comes_back(&app, &portal, true).await;
        app.runs("UPDATE authorizations SET version = 1, refresh_version = 1").await;
        if let Some(refusal) = refusal.clone() {
            // The held answer brought a pair; the answer after it is refused.
            app.sim.oauth_faults().script("oauth/token", Nth::Every, refusal);
        }
        let before = pair(&app).await;
        gate.open();
        assert_eq!(call.await.unwrap().status, 401);
        app.sim.oauth_faults().clear();
        assert_eq!(pair(&app).await, before);
        is_unharmed(&app, "a renewal").await;
    }
}

async fn pair(app: &TestApp) -> (i64, i64) {
    let versions = "SELECT version * 1000 + refresh_version FROM authorizations";
    let refresh = "SELECT count(*) FROM authorizations WHERE spent_refresh IS NULL AND state = 'alive'";
    (app.number(versions).await, app.number(refresh).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn job_does_not_continue_with_tokens_of_the_next_installation() {
    let app = installed().await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let gate = held(&portal, "batch");
    let ids = portal.contact_ids()[..30].to_vec();
    user.deletes(&ids).await;
    reached(&gate).await;
    comes_back(&app, &portal, false).await;
    let left = portal.contact_ids();
    let before = portal.calls().len();
    gate.open();
    app.waits(Duration::from_secs(2)).await;
    assert_eq!(portal.contact_ids(), left, "deleted for an ended installation");
    let late: Vec<_> = portal.calls()[before..].iter().map(|call| call.method.clone()).collect();
    assert!(late.is_empty(), "{late:?}");
    app.signs_in(&portal, 1).await.get("/api/requests").await;
    assert_eq!(app.rows("requests WHERE method = 'batch' AND commands LIKE '%delete%'").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_for_a_removed_portals_job_report_an_ended_session() {
    for (method, what) in [("POST", "erasure"), ("POST", "pause"), ("GET", "items"), ("GET", "report.csv")] {
        let app = installed().await;
        let portal = app.portal();
        portal.set_rights(4, Rights::All, Rights::All);
        let owner = app.signs_in(&portal, 4).await;
        let job = owner.deletes(&[portal.contact_ids()[7]]).await;
        owner.ends(job).await;
        let admin = app.signs_in(&portal, 1).await.token.clone();
        let gate = held(&portal, "profile");
        let body = (method == "POST").then(|| json!({"reference": "GDPR-17"}));
        let path = format!("/api/jobs/{job}/{what}");
        let call = calls(&app, &admin, (method.parse().unwrap(), &path), body);
        reached(&gate).await;
        comes_back(&app, &portal, false).await;
        gate.open();
        assert_eq!(call.await.unwrap().problem(), (401, "session_expired"), "{path}");
        assert_eq!(app.rows("erasure_records").await, 0, "{path}");
        assert_eq!(app.rows("audit WHERE action = 'record_erasure'").await, 0, "{path}");
    }
}

/// The body of a session renewal for a user, with or without the portal's member id.
fn renewal(portal: &Portal, user: u64, is_named: bool) -> Value {
    let pair = portal.mint_pair(user);
    let mut body = json!({"domain": portal.domain(), "auth_id": pair.access_token,
        "refresh_id": pair.refresh_token, "auth_expires": "3600"});
    if is_named {
        body["member_id"] = json!(portal.member_id());
    }
    body
}

#[tokio::test(flavor = "multi_thread")]
async fn session_renewed_during_uninstalling_stores_nothing() {
    for (clean, is_named) in [(true, true), (true, false), (false, true), (false, false)] {
        for returns in [false, true] {
            let app = installed().await;
            let portal = app.portal();
            let gate = held(&portal, "profile");
            let body = renewal(&portal, 2, is_named);
            let call = calls(&app, "", (Method::POST, "/api/session"), Some(body));
            reached(&gate).await;
            if returns {
                comes_back(&app, &portal, clean).await;
            } else {
                leaves(&app, &portal, clean).await;
            }
            gate.open();
            let why = format!("clean: {clean}, named: {is_named}, comes back: {returns}");
            assert_eq!(call.await.unwrap().problem(), (401, "portal_unauthorized"), "{why}");
            assert_eq!(app.rows("authorizations").await, i64::from(returns), "{why}");
            assert_eq!(app.rows("portals WHERE status <> 'removed'").await, i64::from(returns), "{why}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn session_is_not_renewed_after_uninstalling() {
    for is_named in [true, false] {
        let app = TestApp::with(Sim::builder().portals(1).contacts(100).installed(true)).await;
        let portal = app.portal();
        assert_eq!(app.opens(&portal.frame_post(1)).await.status, 200);
        let event = uninstallation(&portal, app.clock.now().0, &portal.application_token(), false);
        assert_eq!(posts(&app, event).await, 200);
        let body = renewal(&portal, 2, is_named);
        let why = format!("named: {is_named}");
        let answer = app.session("").sends(Method::POST, "/api/session", &body).await;
        assert_eq!(answer.problem(), (401, "portal_unauthorized"), "{why}");
        assert_eq!(app.rows("portals WHERE status <> 'removed'").await, 0, "{why}");
        assert_eq!(app.rows("authorizations").await, 0, "{why}");
        let user = app.signs_in(&portal, 2).await;
        assert_eq!(user.sends(Method::POST, "/api/session", &body).await.status, 200, "{why}: after a page");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn own_job_of_a_removed_portal_cannot_continue() {
    for (what, body) in [("start", json!({"confirm_total": 3})), ("resume", json!({}))] {
        let app = installed().await;
        let portal = app.portal();
        let user = app.signs_in(&portal, 1).await;
        user.saves_settings(&json!({"who_may_delete": "administrators"})).await;
        let request_body = json!({"contact_ids": portal.contact_ids()[..3], "draft": true});
        let path = format!("/api/jobs/{}/{what}", user.creates_job(&request_body).await.json["id"]);
        app.clock.passes(Duration::from_mins(2));
        let gate = held(&portal, "profile");
        let call = calls(&app, &user.token, (Method::POST, &path), Some(body));
        reached(&gate).await;
        leaves(&app, &portal, false).await;
        gate.open();
        assert_eq!(call.await.unwrap().problem(), (401, "session_expired"), "{path}");
    }
}
