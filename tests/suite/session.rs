//! Sessions: who they belong to, when they end, how they are renewed.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, TestApp};

const CALLS: [(Method, &str); 3] =
    [(Method::GET, "/api/contacts"), (Method::GET, "/api/contacts/5"), (Method::DELETE, "/api/contacts/5")];

async fn renews(app: &TestApp, body: &Value) -> Answer {
    Answer::read(app.request(Method::POST, "/api/session").json(body).send().await.unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_session_every_call_is_refused() {
    let app = TestApp::start().await;
    let real = app.signs_in(&app.portal(), 1).await;
    let tampered = format!("{}x", real.token);
    // The same claims without a signature: {"alg":"none"}.
    let unsigned = format!("eyJhbGciOiJub25lIn0.{}.", real.token.split('.').nth(1).unwrap());
    for (method, path) in CALLS {
        let bare = Answer::read(app.request(method.clone(), path).send().await.unwrap()).await;
        assert_eq!(bare.problem(), (401, "session_missing"));
        for token in ["", "nonsense", "a.b.c", &tampered, &unsigned] {
            let answer = app.session(token).call(method.clone(), path).await;
            assert_eq!(answer.problem(), (401, "session_missing"), "{token}");
        }
    }
    assert_eq!(app.portal().delete_requests(5), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn session_of_another_service_is_refused() {
    let (here, there) = (TestApp::start().await, TestApp::start().await);
    let foreign = there.signs_in(&there.portal(), 1).await.token.clone();
    assert_eq!(here.session(&foreign).deletes_contact(5).await.problem(), (401, "session_missing"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_reaches_its_own_portal_only() {
    let app = TestApp::start().await;
    let (first, second) = (app.sim.portal(0), app.sim.portal(1));
    let user = app.signs_in(&first, 1).await;
    app.signs_in(&second, 1).await;
    assert_eq!(user.deletes_contact(5).await.status, 200);
    assert!(first.contact(5).is_none() && second.contact(5).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_within_the_hour() {
    let app = TestApp::start().await;
    let user = app.signs_in(&app.portal(), 1).await;
    app.clock.passes(Duration::from_hours(1));
    for (method, path) in CALLS {
        assert_eq!(user.call(method, path).await.problem(), (401, "session_expired"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fresh_token_of_the_portal_renews_it() {
    let app = TestApp::start().await;
    app.signs_in(&app.portal(), 2).await;
    let pair = app.portal().mint_pair(2);
    let body = json!({"domain": app.portal().domain(), "auth_id": pair.access_token, "refresh_id": pair.refresh_token,
        "auth_expires": "3600", "member_id": app.portal().member_id()});
    let answer = renews(&app, &body).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let user = app.session(answer.json["session"].as_str().unwrap());
    assert_eq!(user.deletes_contact(5).await.status, 200);
    assert_eq!(app.portal().deletions()[0].user_id, 2);
    let lean = json!({"domain": app.portal().domain(), "auth_id": app.portal().mint_pair(2).access_token});
    assert_eq!(renews(&app, &lean).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewal_is_checked_like_a_page() {
    let app = TestApp::start().await;
    let (mine, other) = (app.sim.portal(0), app.sim.portal(1));
    let token = mine.mint_pair(1).access_token;
    let foreign = app.sim.add_foreign_app().mint_pair(&mine, 1).access_token;
    for (body, problem) in [
        (json!({"domain": mine.domain(), "auth_id": "f".repeat(70)}), (401, "portal_unauthorized")),
        (json!({"domain": other.domain(), "auth_id": token}), (401, "portal_unauthorized")),
        (
            json!({"domain": mine.domain(), "auth_id": token, "member_id": other.member_id()}),
            (401, "portal_unauthorized"),
        ),
        (json!({"domain": mine.domain(), "auth_id": foreign}), (403, "app_access_denied")),
        (json!({"domain": "http://x", "auth_id": token}), (400, "invalid_request")),
        (json!({"domain": mine.domain()}), (400, "invalid_request")),
        (json!({"domain": mine.domain(), "auth_id": token, "admin": true}), (400, "invalid_request")),
        (json!([]), (400, "invalid_request")),
    ] {
        assert_eq!(renews(&app, &body).await.problem(), problem, "{body}");
    }
    let endless = json!({"domain": mine.domain(), "auth_id": "x".repeat(100_000)});
    assert_eq!(renews(&app, &endless).await.problem(), (413, "invalid_request"));
    assert_eq!(app.rows("portals").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn problems_use_the_language_of_the_page() {
    let app = TestApp::start().await;
    let page = app.opens(&app.portal().frame_post(1).lang("ru")).await;
    let user = app.session(page.boot()["session"].as_str().unwrap());
    let title = user.deletes_contact(999_999).await.json["title"].as_str().unwrap().to_owned();
    assert!(title.chars().any(|letter| ('а'..='я').contains(&letter)), "{title}");
}
