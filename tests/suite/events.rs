//! Events about installing, uninstalling and reinstalling: in any order, repeated, and forged.

use std::time::Duration;

use portal_sim::{Fault, Moment, Nth, Portal, PortalState, Sim};
use reqwest::Method;
use serde_json::json;

use crate::support::TestApp;

pub(crate) async fn posts(app: &TestApp, body: String) -> u16 {
    let request =
        app.request(Method::POST, "/events").header("Content-Type", "application/x-www-form-urlencoded");
    request.body(body).send().await.unwrap().status().as_u16()
}

/// Installs the app as an administrator does, until the portal's event has arrived.
pub(crate) async fn installs(app: &TestApp, portal: &Portal) {
    portal.set_installed(false);
    assert_eq!(app.posts("/install", &portal.frame_post(1)).await.status, 200);
    portal.install_finished();
    portal.events_settled().await;
}

fn last_event(portal: &Portal) -> (String, Option<u16>) {
    let delivery = portal.event_deliveries().pop().expect("nothing was delivered");
    (delivery.body, delivery.status)
}

/// The machine's time; the services of these tests use the same clock.
fn now() -> i64 {
    i64::try_from(std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs()).unwrap()
}

/// An uninstallation event with this time.
pub(crate) fn uninstallation(portal: &Portal, at: i64, token: &str, clean: bool) -> String {
    format!(
        "event=ONAPPUNINSTALL&ts={at}&data[CLEAN]={}&auth[member_id]={}&auth[application_token]={token}",
        u8::from(clean),
        portal.member_id()
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn event_of_a_finished_installation_is_accepted() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(100)).await;
    let portal = app.portal();
    installs(&app, &portal).await;
    let (body, status) = last_event(&portal);
    assert_eq!((status, body.contains("ONAPPINSTALL")), (Some(200), true));
    assert_eq!(app.rows("portals WHERE status = 'active' AND application_token IS NOT NULL").await, 1);
    assert_eq!(posts(&app, body).await, 200, "a repeated delivery");
    assert_eq!((app.rows("portals").await, app.rows("seen_events").await), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn installation_event_alone_stores_the_portal() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let pair = portal.mint_pair(1);
    let body = format!(
        "event=ONAPPINSTALL&auth[member_id]={}&auth[access_token]={}&auth[refresh_token]={}&auth[expires_in]=3600\
         &auth[client_endpoint]={}&auth[application_token]={}",
        portal.member_id(),
        pair.access_token,
        pair.refresh_token,
        portal.rest_url(),
        portal.application_token()
    );
    assert_eq!(posts(&app, body).await, 200);
    assert_eq!(app.rows("portals WHERE status = 'active' AND application_token IS NOT NULL").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn clean_uninstallation_leaves_nothing() {
    let app = TestApp::start().await;
    let (leaving, staying) = (app.sim.portal(0), app.sim.portal(1));
    installs(&app, &leaving).await;
    let user = app.signs_in(&leaving, 2).await;
    assert_eq!(user.deletes_contact(50).await.status, 200);
    let other = app.signs_in(&staying, 1).await;
    leaving.uninstall(true);
    leaving.events_settled().await;
    assert_eq!(last_event(&leaving).1, Some(200));
    assert_eq!(user.deletes_contact(51).await.problem(), (401, "session_expired"), "sessions end at once");
    assert_eq!(other.deletes_contact(50).await.status, 200);
    for table in app.tables().await {
        let column = format!("SELECT count(*) FROM pragma_table_info('{table}') WHERE name = 'member_id'");
        if app.number(&column).await == 1 {
            let left = app.rows(&format!("{table} WHERE member_id = '{}'", leaving.member_id())).await;
            assert_eq!(left, 0, "{table}");
        }
    }
    let trace = leaving.member_id();
    for (name, bytes) in app.database_files() {
        let found = bytes.windows(trace.len()).any(|window| window == trace.as_bytes());
        assert!(!found, "a trace in {name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn uninstallation_without_clean_removes_users_and_allows_a_return() {
    let app = TestApp::start().await;
    let portal = app.portal();
    installs(&app, &portal).await;
    let user = app.signs_in(&portal, 2).await;
    user.deletes_contact(50).await;
    portal.uninstall(false);
    portal.events_settled().await;
    let (body, status) = last_event(&portal);
    assert_eq!(status, Some(200));
    assert_eq!(app.rows("authorizations").await, 0);
    assert_eq!(app.rows("portals WHERE status = 'removed' AND application_token IS NULL").await, 1);
    assert_eq!(app.rows("audit WHERE user_id IS NOT NULL").await, 0);
    assert_eq!(app.rows("audit WHERE contact_id = 50 AND outcome = 'deleted'").await, 1);
    assert_eq!(user.deletes_contact(51).await.problem(), (401, "session_expired"));
    assert_eq!(posts(&app, body).await, 200, "a repeated delivery");
    installs(&app, &portal).await;
    assert_eq!(
        user.deletes_contact(51).await.problem(),
        (401, "session_expired"),
        "the old session stays invalid"
    );
    assert_eq!(app.signs_in(&portal, 2).await.deletes_contact(51).await.status, 200);
    assert_eq!(app.rows("portals WHERE status = 'active'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_uninstallation_changes_nothing() {
    let app = TestApp::start().await;
    let portal = app.portal();
    installs(&app, &portal).await;
    let user = app.signs_in(&portal, 1).await;
    for token in ["", "wrong", &"f".repeat(32)] {
        assert_eq!(posts(&app, uninstallation(&portal, now(), token, true)).await, 403, "{token:?}");
    }
    let elsewhere = app.sim.portal(1);
    assert_eq!(posts(&app, uninstallation(&elsewhere, now(), &portal.application_token(), true)).await, 403);
    assert_eq!(user.deletes_contact(5).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_installation_stores_nothing() {
    let app = TestApp::start().await;
    let (portal, other) = (app.sim.portal(0), app.sim.portal(1));
    let pair = portal.mint_pair(1);
    let foreign = app.sim.add_foreign_app().mint_pair(&portal, 1);
    let body = |member: &str, token: &str, endpoint: &str| {
        format!(
            "event=ONAPPINSTALL&auth[member_id]={member}&auth[access_token]={token}&auth[client_endpoint]={endpoint}\
             &auth[application_token]=evil"
        )
    };
    let (member, endpoint) = (portal.member_id(), portal.rest_url());
    for (why, body) in [
        ("no such token", body(&member, &"f".repeat(70), &endpoint)),
        ("another portal's key", body(&other.member_id(), &pair.access_token, &endpoint)),
        ("another host", body(&member, &pair.access_token, "http://evil.example.com/rest/")),
        ("another app", body(&member, &foreign.access_token, &endpoint)),
        (
            "no token at all",
            format!("event=ONAPPINSTALL&auth[member_id]={member}&auth[application_token]=evil"),
        ),
    ] {
        assert_eq!(posts(&app, body).await, 403, "{why}");
    }
    assert_eq!(app.rows("portals").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn employee_cannot_replace_the_application_token() {
    let app = TestApp::start().await;
    let portal = app.portal();
    installs(&app, &portal).await;
    let forged = portal.frame_post(3).set("APPLICATION_TOKEN", "known-to-the-employee");
    assert_eq!(app.opens(&forged).await.status, 200);
    assert_eq!(posts(&app, uninstallation(&portal, now(), "known-to-the-employee", true)).await, 403);
    portal.uninstall(true);
    portal.events_settled().await;
    assert_eq!((last_event(&portal).1, app.rows("portals").await), (Some(200), 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn older_uninstallation_does_not_end_a_new_installation() {
    let app = TestApp::start().await;
    let portal = app.portal();
    installs(&app, &portal).await;
    let late = uninstallation(&portal, 1_700_000_000, &portal.application_token(), true);
    app.clock.passes(Duration::from_secs(5));
    assert_eq!(posts(&app, late).await, 200);
    assert_eq!(app.rows("portals").await, 1);
    assert_eq!(app.signs_in(&portal, 2).await.deletes_contact(5).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_application_token_the_authorization_server_is_asked() {
    let app = TestApp::start().await;
    let portal = app.portal();
    app.opens(&portal.frame_post(2).old_style()).await;
    assert_eq!(app.rows("portals WHERE application_token IS NULL").await, 1);
    let body = uninstallation(&portal, now(), "whatever", true);
    assert_eq!(posts(&app, body.clone()).await, 403, "the app is still there");
    let an_hour = Duration::from_hours(1);
    app.clock.passes(an_hour);
    app.sim.oauth_faults().script("app.info", Nth::Next, Fault::Html(502));
    assert_eq!(posts(&app, body.clone()).await, 503, "the authorization server could not be asked");
    assert_eq!(app.rows("portals").await, 1);
    app.clock.passes(an_hour);
    portal.set_state(PortalState::AppRemoved);
    assert_eq!(posts(&app, body).await, 200, "the server confirms it at the first question");
    assert_eq!(app.rows("portals").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn authentic_events_of_other_kinds_are_ignored() {
    let app = TestApp::start().await;
    let portal = app.portal();
    installs(&app, &portal).await;
    let body = |token: &str| {
        format!(
            "event=ONCRMCONTACTDELETE&data[FIELDS][ID]=5&auth[member_id]={}&auth[application_token]={token}",
            portal.member_id()
        )
    };
    assert_eq!(posts(&app, body(&portal.application_token())).await, 200);
    assert_eq!(posts(&app, body("wrong")).await, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_events_are_refused() {
    let app = TestApp::start().await;
    for body in [
        "",
        "event=ONAPPINSTALL",
        "auth[member_id]=a",
        "{\"event\":\"ONAPPINSTALL\"}",
        "event=X&auth[member_id]=%00",
    ] {
        assert_eq!(posts(&app, body.to_owned()).await, 400, "{body}");
    }
    assert_eq!(posts(&app, "a=b&".repeat(1000)).await, 400);
    assert_eq!(posts(&app, "x".repeat(70_000)).await, 413);
    assert_eq!(app.get("/events").await.status, 405);
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_client_does_not_prove_an_uninstallation() {
    let app = TestApp::start().await;
    let (portal, other) = (app.sim.portal(0), app.sim.portal(1));
    let post = portal.frame_post(2).old_style();
    app.opens(&post).await;
    portal.expire(post.get("AUTH_ID").unwrap());
    // The server renews another portal's pair, so the refusal seems to concern only this portal.
    let post = other.frame_post(2);
    let user = app.opens(&post).await.boot()["session"].as_str().unwrap().to_owned();
    other.expire(post.get("AUTH_ID").unwrap());
    assert_eq!(app.session(&user).get("/api/contacts").await.status, 200);
    assert_eq!(app.sim.refreshes(), 1);
    let refused = Fault::Error { status: 400, error: "invalid_client".into(), description: String::new() };
    app.sim.oauth_faults().script("oauth/token", Nth::Next, refused);
    assert_eq!(posts(&app, uninstallation(&portal, now(), "whatever", true)).await, 403);
    assert_eq!(app.rows("portals").await, 2);
    assert_eq!(app.rows("authorizations WHERE state = 'alive'").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn revoked_pair_does_not_prove_an_uninstallation() {
    let app = TestApp::start().await;
    let portal = app.portal();
    app.opens(&portal.frame_post(2).old_style()).await;
    portal.revoke_user(2);
    assert_eq!(posts(&app, uninstallation(&portal, now(), "whatever", true)).await, 403);
    assert_eq!(app.rows("portals").await, 1);
}

/// An installation event of the portal, with a token chosen by the test.
fn installation(portal: &Portal, event: &str, token: &str) -> String {
    let pair = portal.mint_pair(1);
    format!(
        "event={event}&auth[member_id]={}&auth[access_token]={}&auth[refresh_token]={}&auth[expires_in]=3600\
         &auth[client_endpoint]={}&auth[application_token]={token}",
        portal.member_id(),
        pair.access_token,
        pair.refresh_token,
        portal.rest_url(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn changed_application_token_is_learned_from_update_and_page() {
    let app = TestApp::start().await;
    let portal = app.portal();
    app.opens(&portal.frame_post(1)).await;
    let (second, third) = ("second".repeat(6), "third".repeat(6));
    let other = |token: &str| {
        format!("event=ONCRMDEALADD&auth[member_id]={}&auth[application_token]={token}", portal.member_id())
    };
    assert_eq!(posts(&app, other(&portal.application_token())).await, 200);
    assert_eq!(posts(&app, other(&second)).await, 403);
    assert_eq!(posts(&app, installation(&portal, "ONAPPUPDATE", &second)).await, 200);
    assert_eq!(
        (posts(&app, other(&second)).await, posts(&app, other(&portal.application_token())).await),
        (200, 403)
    );
    app.opens(&portal.frame_post(1).set("APPLICATION_TOKEN", &third)).await;
    assert_eq!((posts(&app, other(&third)).await, posts(&app, other(&second)).await), (200, 403));
    assert_eq!(posts(&app, uninstallation(&portal, now(), &second, true)).await, 403);
    assert_eq!(posts(&app, uninstallation(&portal, now(), &third, true)).await, 200);
    assert_eq!(app.rows("portals").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn installation_page_and_event_may_come_in_any_order_and_number() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(100)).await;
    let portal = app.portal();
    let event = installation(&portal, "ONAPPINSTALL", &portal.application_token());
    for _ in 0..2 {
        assert_eq!(posts(&app, event.clone()).await, 200);
        assert_eq!(app.posts("/install", &portal.frame_post(1)).await.status, 200);
        assert_eq!(
            posts(&app, installation(&portal, "ONAPPINSTALL", &portal.application_token())).await,
            200
        );
    }
    assert_eq!(app.rows("portals WHERE status = 'active'").await, 1);
    assert_eq!((app.rows("portals").await, app.rows("authorizations").await), (1, 1));
    assert_eq!(app.signs_in(&portal, 1).await.deletes_contact(50).await.status, 200);
}

/// The portal leaves when the portal itself is asked who the user is: after the session check, and before anything is
/// stored.
fn leaves_when_asked(app: &TestApp, portal: &Portal) {
    let request =
        app.request(Method::POST, "/events").header("Content-Type", "application/x-www-form-urlencoded");
    portal.when(Moment::Call("profile".to_owned(), 1), move |portal| {
        let body = uninstallation(portal, now(), &portal.application_token(), false);
        let leaves = move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            assert_eq!(runtime.block_on(request.body(body).send()).unwrap().status(), 200);
        };
        std::thread::spawn(leaves).join().unwrap();
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_created_for_a_portal_that_has_left() {
    let job = json!({"contact_ids": [50, 51], "include_open_deals": true, "snapshot": false});
    let filter = json!({"name": "Old", "filter": {"created_from": "1970-01-01"}, "older_than_days": 1, "shared": true});
    for (path, request_body) in [("/api/jobs", job), ("/api/filters", filter)] {
        let app = TestApp::start().await;
        let portal = app.portal();
        installs(&app, &portal).await;
        let user = app.signs_in(&portal, 1).await;
        leaves_when_asked(&app, &portal);
        let answer = user.sends(Method::POST, path, &request_body).await;
        assert_eq!(answer.problem(), (401, "session_expired"), "{path}");
        assert_eq!(app.rows("portals WHERE status = 'removed'").await, 1);
        assert_eq!((app.rows("jobs").await, app.rows("saved_filters").await), (0, 0), "{path}");
    }
}
