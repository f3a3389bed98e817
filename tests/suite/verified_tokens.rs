//! Tokens that were verified within the last minutes: which calls they save, and what they must never allow.

use std::time::Duration;

use portal_sim::{Fault, FramePost, Nth, Portal};
use reqwest::Method;
use serde_json::json;

use crate::events::installs;
use crate::support::{Answer, Page, TestApp};

/// The number of calls to the authorization server and to the portal so far.
fn calls(app: &TestApp, portal: &Portal) -> (usize, usize) {
    (app.sim.oauth_calls().len(), portal.calls().len())
}

async fn renews(app: &TestApp, portal: &Portal, post: &FramePost) -> Answer {
    let body = json!({"domain": portal.domain(), "auth_id": post.get("AUTH_ID"), "refresh_id": post.get("REFRESH_ID"),
        "auth_expires": "3600", "member_id": portal.member_id()});
    Answer::read(app.request(Method::POST, "/api/session").json(&body).send().await.unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn opening_the_same_page_again_makes_no_calls() {
    let app = TestApp::start().await;
    let portal = app.portal();
    for user in [1, 2] {
        let post = portal.frame_post(user);
        assert_eq!(app.opens(&post).await.status, 200);
        let before = calls(&app, &portal);
        let stored = app.number("SELECT sum(version) FROM authorizations").await;
        let again = app.opens(&post).await;
        assert_eq!((again.status, &again.boot()["user_id"]), (200, &json!(user)));
        let widget = post.clone().placement("CRM_CONTACT_DETAIL_TOOLBAR", r#"{"ID":"5"}"#);
        assert_eq!(app.posts("/placement", &widget).await.status, 200);
        assert_eq!(app.posts("/app", &post.clone().old_style()).await.status, 200);
        assert_eq!(renews(&app, &portal, &post).await.status, 200);
        assert_eq!(calls(&app, &portal), before, "a call was made");
        assert_eq!(
            app.number("SELECT sum(version) FROM authorizations").await,
            stored,
            "a pair was replaced"
        );

        app.clock.passes(Duration::from_mins(5));
        assert_eq!(app.opens(&post).await.status, 200);
        let after = calls(&app, &portal);
        assert!(after.0 > before.0 && after.1 > before.1, "no call was made after five minutes");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tabs_opened_together_share_one_verification() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let slow = || Fault::Delay(Duration::from_millis(300));
    app.sim.oauth_faults().script("app.info", Nth::Every, slow());
    let post = portal.frame_post(2);
    let pages = futures_util::future::join_all((0..20).map(|_| app.opens(&post))).await;
    assert!(pages.iter().all(|page| page.status == 200 && page.boot()["user_id"] == json!(2)));
    assert_eq!(calls(&app, &portal), (1, 1));

    // All waiting callers share a failure. Later callers ask again.
    app.sim.oauth_faults().clear();
    app.sim.oauth_faults().script("app.info", Nth::Next, Fault::Html(502));
    let post = portal.frame_post(3);
    let pages = futures_util::future::join_all((0..20).map(|_| app.opens(&post))).await;
    assert!(pages.iter().any(|page| page.status == 502));
    assert_eq!(app.opens(&post).await.status, 200);
    let forged = portal.frame_post(3).set("AUTH_ID", "nobodys-token");
    for _ in 0..2 {
        let before = app.sim.oauth_calls().len();
        assert_eq!(app.opens(&forged).await.status, 401);
        assert!(app.sim.oauth_calls().len() > before, "a refusal was cached");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn verified_tokens_end_with_their_installation() {
    let app = TestApp::start().await;
    let portal = app.portal();
    for clean in [true, false] {
        installs(&app, &portal).await;
        let post = portal.frame_post(2);
        assert_eq!(app.opens(&post).await.status, 200);
        portal.uninstall(clean);
        portal.events_settled().await;
        let before = app.sim.oauth_calls().len();
        let page = app.posts("/app", &post).await;
        assert!(page.is_error_page(), "clean={clean}: {}", page.html);
        assert!(app.sim.oauth_calls().len() > before, "clean={clean}: the server was not asked");
        assert_eq!(app.rows("authorizations").await, 0);
        installs(&app, &portal).await;
        let before = app.sim.oauth_calls().len();
        app.posts("/app", &post).await;
        assert!(
            app.sim.oauth_calls().len() > before,
            "clean={clean}: a token of the old installation was accepted"
        );
    }
    // Disconnecting ends it too.
    let post = portal.frame_post(1);
    let page = app.opens(&post).await;
    let admin = app.session(page.boot()["session"].as_str().unwrap());
    let request_body = json!({"confirm": portal.domain()});
    assert_eq!(admin.sends(Method::POST, "/api/portal/disconnect", &request_body).await.status, 200);
    let before = app.sim.oauth_calls().len();
    app.opens(&post).await;
    assert!(app.sim.oauth_calls().len() > before, "the server was not asked after disconnecting");
}

#[tokio::test(flavor = "multi_thread")]
async fn ended_authorization_is_verified_again() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let post = portal.frame_post(2);
    assert_eq!(app.opens(&post).await.status, 200);
    app.runs("DELETE FROM authorizations").await;
    let before = app.sim.oauth_calls().len();
    assert_eq!(app.opens(&post).await.status, 200);
    assert_eq!((app.sim.oauth_calls().len(), app.rows("authorizations").await), (before + 1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn former_administrator_is_refused_at_once() {
    let app = TestApp::start().await;
    let portal = app.portal();
    installs(&app, &portal).await;
    let post = portal.frame_post(1);
    assert_eq!(app.opens(&post).await.status, 200);
    portal.set_admin(1, false);
    let page = app.opens(&post).await;
    assert_eq!((page.status, &page.boot()["admin"]), (200, &json!(true)), "the verified page is reused");

    let user = app.session(page.boot()["session"].as_str().unwrap());
    for path in ["/api/audit", "/api/requests", "/api/portal"] {
        assert_eq!(user.get(path).await.problem(), (403, "not_permitted"), "{path}");
    }
    let request_body = user.sends(Method::PUT, "/api/settings", &json!({"confirm_from": 5})).await;
    assert_eq!(request_body.problem(), (403, "not_permitted"));
    assert_eq!(app.posts("/install", &post).await.status, 403);
    let asked = app.sim.oauth_calls().len();
    app.opens(&post.clone().set("APPLICATION_TOKEN", "a-token-of-an-employee")).await;
    assert!(app.sim.oauth_calls().len() > asked, "a new application token was accepted without asking");
    portal.uninstall(true);
    portal.events_settled().await;
    assert_eq!(app.rows("portals").await, 0, "the portal's own application token counts");
}

#[tokio::test(flavor = "multi_thread")]
async fn other_claims_with_the_same_token_are_verified() {
    let app = TestApp::start().await;
    let (mine, other) = (app.sim.portal(0), app.sim.portal(1));
    let post = mine.frame_post(2);
    assert_eq!(app.opens(&post).await.status, 200);
    for (field, lie) in [
        ("DOMAIN", other.domain()),
        ("member_id", other.member_id()),
        ("SERVER_ENDPOINT", "https://evil.example/rest/".to_owned()),
    ] {
        assert_eq!(app.opens(&post.clone().set(field, &lie)).await.status, 401, "{field}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn reloading_an_older_page_keeps_the_newer_pair() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let (older, newer) = (portal.frame_post(2), portal.frame_post(2));
    for post in [&older, &newer] {
        assert_eq!(app.opens(post).await.status, 200);
    }
    let stored = app.number("SELECT version FROM authorizations").await;
    assert_eq!(app.opens(&older).await.status, 200);
    assert_eq!(app.number("SELECT version FROM authorizations").await, stored);
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_claims_at_once_are_refused_with_503() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let form = |post: &FramePost| {
        let fields = post.query.iter().chain(&post.body);
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
    };
    app.sim.oauth_faults().script("app.info", Nth::Every, Fault::Hang);
    let knock = || {
        let request = app.request(Method::POST, "/app").body(form(&portal.frame_post(2)));
        tokio::spawn(request.header("Content-Type", "application/x-www-form-urlencoded").send())
    };
    let crowd: Vec<_> = (0..100).map(|_| knock()).collect();
    while app.sim.oauth_calls().len() < 100 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let late = Page::read(knock().await.unwrap().unwrap()).await;
    assert_eq!((late.status, late.header("retry-after")), (503, "5"), "{}", late.html);
    assert!(late.is_error_page());
    assert_eq!(app.sim.oauth_calls().len(), 100, "too many questions at a time");
    for knocked in crowd {
        assert_eq!(knocked.await.unwrap().unwrap().status(), 504);
    }
    app.sim.oauth_faults().clear();
    assert_eq!(app.opens(&portal.frame_post(2)).await.status, 200);
}
