//! Renamed portals. Only the authorization server names the new address. Each rename is looked up once, nothing is
//! lost, and nothing is sent to a wrong address.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use futures_util::future::join_all;
use portal_sim::{Fault, Nth, Portal};
use serde_json::{Value, json};

use crate::renewal::{exchanges, one_portal};
use crate::support::TestApp;

fn asked(app: &TestApp) -> usize {
    app.sim.oauth_calls().iter().filter(|call| call.method == "app.info").count()
}

async fn lives_at(app: &TestApp, portal: &Portal) -> bool {
    app.rows(&format!("portals WHERE endpoint = '{}'", portal.rest_url())).await == 1
}

/// A server that is not a portal. It records what it receives.
fn listener() -> (String, Arc<Mutex<Vec<u8>>>) {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let (socket, ears) = (TcpListener::bind("127.0.0.1:0").unwrap(), Arc::clone(&heard));
    let origin = format!("http://{}", socket.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in socket.incoming() {
            let mut stream = stream.unwrap();
            let mut buffer = [0; 4096];
            let read = stream.read(&mut buffer).unwrap_or_default();
            ears.lock().unwrap().extend_from_slice(&buffer[..read.max(1)]);
            let _answered =
                stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 15\r\n\r\n{\"result\":true}");
        }
    });
    (origin, heard)
}

/// An answer of `app.info` with these values.
fn info(app: &TestApp, portal: &Portal, endpoint: &str, user_id: u64) -> Value {
    json!({"result": {"client_id": app.sim.client_id(), "scope": "crm", "user_id": user_id,
        "install": {"installed": true, "status": "F", "client_endpoint": endpoint, "member_id": portal.member_id()}}})
}

fn script_app_info(app: &TestApp, answer: &Value) {
    let fault = Fault::Http(200, answer.to_string(), "application/json".to_owned());
    app.sim.oauth_faults().script("app.info", Nth::Next, fault);
}

#[tokio::test(flavor = "multi_thread")]
async fn renamed_portal_is_found_stored_and_called_again() {
    let app = TestApp::with(one_portal()).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 2).await;
    portal.rename(None).unwrap();
    let before = asked(&app);
    assert_eq!(user.deletes_contact(50).await.status, 200);
    assert_eq!((portal.deletions().len(), portal.delete_requests(50)), (1, 1));
    assert_eq!((portal.deletions()[0].user_id, asked(&app) - before), (2, 1));
    assert!(portal.calls_of("crm.contact.delete").iter().all(|call| call.verb == "POST"));
    assert!(lives_at(&app, &portal).await);
    assert_eq!(app.rows("audit WHERE action = 'move_portal' AND user_id = 2").await, 1);
    assert_eq!(user.deletes_contact(51).await.status, 200);
    assert_eq!(asked(&app) - before, 1, "the new address is used from now on");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_callers_share_one_lookup_of_a_renamed_portal() {
    let app = TestApp::with(one_portal()).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    portal.rename(None).unwrap();
    let before = asked(&app);
    // The other callers come while the first one asks.
    app.sim.oauth_faults().script("app.info", Nth::Next, Fault::Delay(std::time::Duration::from_secs(1)));
    let answers = join_all((0..50).map(|_| user.get("/api/contacts/7"))).await;
    assert!(answers.iter().all(|answer| answer.status == 200));
    assert_eq!(asked(&app) - before, 1);
    assert_eq!(app.rows("audit WHERE action = 'move_portal'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn renewal_answer_updates_the_portals_address() {
    let app = TestApp::with(one_portal()).await;
    let portal = app.portal();
    let post = portal.frame_post(1);
    let page = app.opens(&post).await;
    let user = app.session(page.boot()["session"].as_str().unwrap());
    portal.rename(None).unwrap();
    portal.expire(post.get("AUTH_ID").unwrap());
    assert_eq!(user.deletes_contact(50).await.status, 200);
    assert_eq!((exchanges(&app.sim), portal.deletions().len()), (1, 1));
    assert!(lives_at(&app, &portal).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn licence_and_scopes_of_a_renewal_are_stored() {
    let app = TestApp::with(one_portal()).await;
    let portal = app.portal();
    let post = portal.frame_post(1);
    let page = app.opens(&post).await;
    let user = app.session(page.boot()["session"].as_str().unwrap());
    let own = portal.mint_pair(1);
    let answer = json!({"access_token": own.access_token, "refresh_token": own.refresh_token, "expires_in": 3600,
        "member_id": portal.member_id(), "client_endpoint": portal.rest_url(), "user_id": 1, "status": "T",
        "scope": "crm,placement"});
    let fault = Fault::Http(200, answer.to_string(), "application/json".to_owned());
    app.sim.oauth_faults().script("oauth/token", Nth::Next, fault);
    portal.expire(post.get("AUTH_ID").unwrap());
    assert_eq!(user.get("/api/contacts").await.status, 200);
    assert_eq!(app.rows("portals WHERE licence = 'T' AND scope = 'crm,placement'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn redirect_target_is_neither_used_nor_followed() {
    let app = TestApp::with(one_portal()).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let (elsewhere, heard) = listener();
    for status in [301, 302, 307, 308] {
        let before = asked(&app);
        let redirect = Fault::Redirect(status, format!("{elsewhere}/rest/crm.contact.delete"));
        portal.faults().script("crm.contact.delete", Nth::Next, redirect);
        assert_eq!(user.deletes_contact(50).await.problem(), (502, "portal_unavailable"), "{status}");
        assert_eq!(asked(&app) - before, 1, "{status}");
    }
    assert!(heard.lock().unwrap().is_empty(), "another server was called");
    assert!(portal.contact(50).is_some() && lives_at(&app, &portal).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_to_a_sign_in_page_is_no_rename() {
    let app = TestApp::with(one_portal()).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let before = asked(&app);
    let same = format!("{}/rest/", portal.origin());
    for (status, target) in [
        (302, "https://sso.example.com/auth/?back=x"),
        (302, "https://sso.example.com/login/"),
        (302, "/auth/"),
        (302, same.as_str()),
        (302, ""),
        (303, "https://new.example.com/rest/crm.contact.delete"),
    ] {
        portal.faults().script("crm.contact.delete", Nth::Next, Fault::Redirect(status, target.to_owned()));
        assert_eq!(user.deletes_contact(50).await.problem(), (502, "portal_unavailable"), "{target}");
    }
    assert_eq!(asked(&app), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn answer_about_another_user_changes_no_address() {
    let app = TestApp::start().await;
    let (mine, other) = (app.sim.portal(0), app.sim.portal(1));
    let user = app.signs_in(&mine, 1).await;
    let (elsewhere, heard) = listener();
    let before = other.calls().len();
    mine.rename(None).unwrap();
    for answer in [
        info(&app, &other, &other.rest_url(), 1),
        info(&app, &mine, &format!("{elsewhere}/rest/"), 2),
        info(&app, &mine, "file:///etc/passwd", 1),
    ] {
        script_app_info(&app, &answer);
        assert_eq!(user.deletes_contact(50).await.problem(), (502, "portal_unavailable"));
    }
    assert!(heard.lock().unwrap().is_empty() && other.calls().len() == before);
    assert_eq!(user.deletes_contact(50).await.status, 200, "a true answer repairs it");
}

#[tokio::test(flavor = "multi_thread")]
async fn redirect_loop_ends_after_one_lookup() {
    let app = TestApp::with(one_portal()).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let old = portal.rest_url();
    portal.rename(None).unwrap();
    let (before, calls) = (asked(&app), portal.calls().len());
    portal.faults().script("*", Nth::Every, Fault::Redirect(302, old.clone()));
    assert_eq!(user.deletes_contact(50).await.problem(), (502, "portal_unavailable"));
    assert_eq!((asked(&app) - before, portal.calls().len() - calls), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn outage_while_looking_for_a_portal_changes_nothing() {
    let app = TestApp::with(one_portal()).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let old = portal.rest_url();
    portal.rename(None).unwrap();
    app.sim.oauth_faults().script("app.info", Nth::Next, Fault::Html(502));
    assert_eq!(user.deletes_contact(50).await.problem(), (502, "portal_unavailable"));
    assert_eq!(app.rows(&format!("portals WHERE endpoint = '{old}'")).await, 1);
    assert_eq!(user.deletes_contact(50).await.status, 200);
}
