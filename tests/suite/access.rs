//! Expired access tokens. A pair is renewed once for all callers and stored before use. Only a refusal of the
//! authorization server ends an authorization.

use futures_util::future::join_all;
use portal_sim::{Fault, Nth};

use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn expired_token_is_renewed_and_the_call_repeated() {
    let app = TestApp::start().await;
    let post = app.portal().frame_post(2);
    let page = app.opens(&post).await;
    let user = app.session(page.boot()["session"].as_str().unwrap());
    app.portal().expire(post.get("AUTH_ID").unwrap());
    assert_eq!(user.deletes_contact(50).await.status, 200);
    assert_eq!(user.deletes_contact(51).await.status, 200);
    assert_eq!(app.sim.refreshes(), 1);
    let users: Vec<u64> = app.portal().deletions().iter().map(|deletion| deletion.user_id).collect();
    assert_eq!(users, [2, 2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_callers_share_one_renewal() {
    let app =
        TestApp::with(portal_sim::Sim::builder().portals(1).contacts(100).installed(true).no_bucket()).await;
    let post = app.portal().frame_post(1);
    let page = app.opens(&post).await;
    let user = app.session(page.boot()["session"].as_str().unwrap());
    app.portal().expire(post.get("AUTH_ID").unwrap());
    let answers = join_all((0..200).map(|_| user.get("/api/contacts/7"))).await;
    assert!(answers.iter().all(|answer| answer.status == 200));
    assert_eq!(app.sim.refreshes(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn token_known_to_be_expired_is_not_sent() {
    let app = TestApp::start().await;
    let user = app.signs_in(&app.portal(), 1).await;
    app.clock.passes(std::time::Duration::from_secs(29 * 60 + 50));
    user.lists_ids("").await;
    assert_eq!(app.sim.refreshes(), 0, "no renewal is needed");
    let second = app.opens(&app.portal().frame_post(1)).await;
    app.clock.passes(std::time::Duration::from_secs(29 * 60 + 50));
    let user = app.session(second.boot()["session"].as_str().unwrap());
    user.lists_ids("").await;
    assert_eq!(app.sim.refreshes(), 1);
    assert!(app.portal().calls().iter().all(|call| call.error.as_deref() != Some("expired_token")));
}

#[tokio::test(flavor = "multi_thread")]
async fn outage_of_the_authorization_server_ends_no_authorization() {
    let app = TestApp::start().await;
    let post = app.portal().frame_post(1);
    let page = app.opens(&post).await;
    let user = app.session(page.boot()["session"].as_str().unwrap());
    app.portal().expire(post.get("AUTH_ID").unwrap());
    for fault in [Fault::Html(502), Fault::CutBefore, Fault::Html(200)] {
        app.sim.oauth_faults().script("oauth/token", Nth::Next, fault.clone());
        assert_eq!(user.get("/api/contacts").await.problem(), (502, "portal_unavailable"), "{fault:?}");
    }
    assert_eq!(user.get("/api/contacts").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn revoked_user_works_again_after_opening_the_app() {
    let app = TestApp::start().await;
    let user = app.signs_in(&app.portal(), 2).await;
    app.portal().revoke_user(2);
    assert_eq!(user.deletes_contact(50).await.problem(), (401, "portal_unauthorized"));
    let calls = app.sim.oauth_calls().len();
    assert_eq!(user.deletes_contact(50).await.problem(), (401, "portal_unauthorized"));
    assert_eq!(app.sim.oauth_calls().len(), calls, "an ended authorization is not renewed");
    let again = app.signs_in(&app.portal(), 2).await;
    assert_eq!(again.deletes_contact(50).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_are_sealed_in_the_database() {
    let app = TestApp::start().await;
    let post = app.portal().frame_post(1);
    app.opens(&post).await;
    let files: Vec<u8> = app.database_files().into_iter().flat_map(|(_, bytes)| bytes).collect();
    for field in ["AUTH_ID", "REFRESH_ID", "APPLICATION_TOKEN"] {
        let secret = post.get(field).unwrap().as_bytes();
        assert!(!files.windows(secret.len()).any(|window| window == secret), "{field}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn refresh_token_of_another_user_is_not_used() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let stolen = portal.mint_pair(1);
    for named in [true, false] {
        let post = portal.frame_post(3).set("REFRESH_ID", &portal.mint_pair(1).refresh_token);
        let page = app.opens(&post).await;
        let user = app.session(page.boot()["session"].as_str().unwrap());
        if !named {
            let answer = serde_json::json!({"access_token": stolen.access_token, "refresh_token": stolen.refresh_token,
                "expires_in": 3600, "member_id": portal.member_id(), "client_endpoint": portal.rest_url()});
            let unnamed = Fault::Http(200, answer.to_string(), "application/json".into());
            app.sim.oauth_faults().script("oauth/token", Nth::Next, unnamed);
        }
        portal.expire(post.get("AUTH_ID").unwrap());
        assert_eq!(user.deletes_contact(50).await.problem(), (401, "portal_unauthorized"), "named: {named}");
    }
    assert!(portal.deletions().is_empty() && portal.contact(50).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn renewal_answer_without_user_is_checked_by_its_token() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let post = portal.frame_post(2);
    let page = app.opens(&post).await;
    let own = portal.mint_pair(2);
    let answer = serde_json::json!({"access_token": own.access_token, "refresh_token": own.refresh_token,
        "expires_in": 3600, "member_id": portal.member_id(), "client_endpoint": portal.rest_url()});
    let unnamed = Fault::Http(200, answer.to_string(), "application/json".into());
    app.sim.oauth_faults().script("oauth/token", Nth::Next, unnamed);
    portal.expire(post.get("AUTH_ID").unwrap());
    let user = app.session(page.boot()["session"].as_str().unwrap());
    assert_eq!(user.deletes_contact(50).await.status, 200);
    assert_eq!(portal.deletions()[0].user_id, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn posting_a_page_again_does_not_restore_a_spent_pair() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let post = portal.frame_post(1);
    let page = app.opens(&post).await;
    let user = app.session(page.boot()["session"].as_str().unwrap());
    let mistaken = Fault::Error { status: 401, error: "expired_token".into(), description: String::new() };
    portal.faults().script("batch", Nth::Next, mistaken);
    assert_eq!(user.get("/api/contacts").await.status, 200);
    assert_eq!(app.sim.refreshes(), 1);
    assert_eq!(app.opens(&post).await.status, 200);
    portal.expire(post.get("AUTH_ID").unwrap());
    assert_eq!(user.get("/api/contacts").await.status, 200, "the renewed pair was replaced by the spent one");
}
