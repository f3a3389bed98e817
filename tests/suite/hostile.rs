//! Forged requests get an error page and store nothing. The service calls only portals that the authorization server
//! has named.

use reqwest::Method;

use crate::support::TestApp;

async fn assert_refused(app: &TestApp, page: &crate::support::Page, why: &str) {
    assert!(page.is_error_page(), "{why}: {}", page.html);
    assert_eq!((app.rows("portals").await, app.rows("authorizations").await), (0, 0), "{why}");
}

#[tokio::test(flavor = "multi_thread")]
async fn forged_claims_are_refused() {
    let app = TestApp::start().await;
    let (mine, other) = (app.sim.portal(0), app.sim.portal(1));
    let post = || mine.frame_post(1);
    let forged = [
        ("an unknown token", post().set("AUTH_ID", &"f".repeat(70))),
        ("a malformed token", post().set("AUTH_ID", "x")),
        ("another portal's key", post().set("member_id", &other.member_id())),
        ("another portal's host", post().set("DOMAIN", &other.domain())),
        ("a host of the attacker", post().set("DOMAIN", "evil.example.com")),
        ("another authorization server", post().set("SERVER_ENDPOINT", "https://evil.example.com/rest/")),
        ("the portal as authorization server", post().set("SERVER_ENDPOINT", &mine.rest_url())),
    ];
    for (why, post) in forged {
        for path in ["/app", "/install", "/placement"] {
            let page = app.posts(path, &post).await;
            assert_eq!(page.status, 401, "{why}");
            assert_refused(&app, &page, why).await;
        }
    }
    assert!(other.calls().is_empty(), "the other portal was called");
    assert!(mine.calls().is_empty(), "a portal was called before it was verified");
}

#[tokio::test(flavor = "multi_thread")]
async fn token_of_another_app_is_refused() {
    let app = TestApp::start().await;
    let foreign = app.sim.add_foreign_app();
    let pair = foreign.mint_pair(&app.portal(), 1);
    let post = app.portal().frame_post(1).set("AUTH_ID", &pair.access_token);
    for path in ["/app", "/install"] {
        let page = app.posts(path, &post).await;
        assert_eq!(page.status, 403);
        assert_refused(&app, &page, "foreign app").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_forms_are_refused() {
    let app = TestApp::start().await;
    let post = app.portal().frame_post(1);
    for field in ["DOMAIN", "AUTH_ID", "REFRESH_ID", "member_id"] {
        let page = app.posts("/app", &post.clone().remove(field)).await;
        assert_eq!(page.status, 401, "{field} missing");
        assert_refused(&app, &page, field).await;
        let mut doubled = post.clone();
        doubled.body.push((field.to_owned(), "x".to_owned()));
        let page = app.posts("/app", &doubled).await;
        assert_eq!(page.status, 401, "{field} twice");
        let page = app.posts("/app", &post.clone().set(field, &"x".repeat(9000))).await;
        assert_eq!(page.status, 401, "{field} endless");
        assert_refused(&app, &page, field).await;
    }
    assert!(app.sim.oauth_calls().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn endless_body_is_not_read() {
    let app = TestApp::start().await;
    let page = app.posts_raw("/app", "DOMAIN=a.example.com", "x".repeat(200_000)).await;
    assert_eq!(page.status, 413);
    assert_refused(&app, &page, "long body").await;
    let page = app.posts_raw("/app", "", String::new()).await;
    assert_eq!(page.status, 401);
    let page = app.posts_raw("/app", "DOMAIN=%ff%fe&%00=%00", "\u{0}\u{0}".to_owned()).await;
    assert_eq!(page.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn invalid_contact_ids_never_reach_the_portal() {
    let app = TestApp::start().await;
    let user = app.signs_in(&app.portal(), 1).await;
    let before = app.portal().calls().len();
    for id in
        ["0", "-1", "abc", "1.5", "[1]", "12345678901234567890", "%31%20", "1%00", "01", "%5B1%5D", "1,2"]
    {
        for method in [Method::DELETE, Method::GET] {
            let answer = user.call(method, &format!("/api/contacts/{id}")).await;
            assert_eq!(answer.problem(), (400, "invalid_contact_id"), "{id}");
        }
    }
    assert_eq!(app.portal().calls().len(), before);
    assert_eq!(app.portal().contact_ids().len(), 120);
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_parameters_and_addresses_are_refused() {
    let app = TestApp::start().await;
    let user = app.signs_in(&app.portal(), 1).await;
    for query in
        ["?serach=x", "?after=0", "?after=1&after=2", "?without=hope", "?created_from=soon", "?limit=10"]
    {
        let answer = user.get(&format!("/api/contacts{query}")).await;
        assert_eq!(answer.problem(), (400, "invalid_request"), "{query}");
        assert_eq!(answer.headers["content-type"], "application/problem+json");
    }
    assert_eq!(user.get("/api/nothing").await.problem(), (404, "invalid_request"));
    for path in ["/api/contacts", "/api/contacts/5"] {
        assert_eq!(user.call(Method::PATCH, path).await.problem(), (405, "invalid_request"));
    }
    assert_eq!(user.get("/api/session").await.problem(), (405, "invalid_request"));
}

#[tokio::test(flavor = "multi_thread")]
async fn private_portals_are_not_called_unless_allowed() {
    let builder = portal_sim::Sim::builder().portals(1).contacts(100).installed(true);
    let app = TestApp::with_values(builder, &[("ERASER_ALLOW_PRIVATE_PORTALS", "false")]).await;
    let page = app.opens(&app.portal().frame_post(1)).await;
    assert_eq!(page.status, 502);
    assert_refused(&app, &page, "private").await;
    assert!(app.portal().calls().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn endless_answer_is_not_read() {
    use portal_sim::{Fault, Nth};
    let app = TestApp::start().await;
    let user = app.signs_in(&app.portal(), 1).await;
    let endless = |bytes: usize| {
        let body = serde_json::json!({"result": {"padding": "x".repeat(bytes)}}).to_string();
        Fault::Http(200, body, "application/json".to_owned())
    };
    app.portal().faults().script("batch", Nth::Next, endless(30 << 20));
    assert_eq!(user.deletes_contact(50).await.problem(), (502, "portal_unavailable"));
    assert!(app.portal().contact(50).is_some());
    app.portal().faults().script("profile", Nth::Next, endless(1 << 20));
    assert_eq!(app.opens(&app.portal().frame_post(1)).await.status, 502);
    app.sim.oauth_faults().script("app.info", Nth::Next, endless(1 << 20));
    assert_eq!(app.opens(&app.portal().frame_post(1)).await.status, 502);
    let log = crate::support::logged();
    assert!(log.matches("the answer is too long").count() >= 3, "refused for another reason");
}
