//! Portals and authorization servers that cannot be reached. The page and `check` explain why in plain words.

use portal_sim::{Fault, FramePost, Nth, Sim};
use serde_json::json;

use crate::service::{free_address, program};
use crate::support::{Page, TestApp, settings};

async fn closed(values: &[(&str, &str)]) -> TestApp {
    TestApp::with_values(Sim::builder().portals(1).contacts(100).installed(true), values).await
}

/// A post of a portal whose address differs from the authorization server's record.
pub(crate) fn post_from(app: &TestApp, scheme: &str, domain: &str) -> FramePost {
    let answer = json!({"result": {"client_id": app.sim.client_id(), "scope": "crm", "user_id": 1, "install": {
        "installed": true, "status": "F", "client_endpoint": format!("{scheme}://{domain}/rest/"),
        "member_id": app.portal().member_id()}}});
    let fault = Fault::Http(200, answer.to_string(), "application/json".to_owned());
    app.sim.oauth_faults().script("app.info", Nth::Next, fault);
    app.portal().frame_post(1).set("DOMAIN", domain)
}

/// The page contains these words and a retry, and nothing is stored.
pub(crate) async fn assert_explained(app: &TestApp, page: &Page, words: &str) {
    assert_eq!(page.status, 502, "{}", page.html);
    assert!(page.is_error_page() && page.html.contains(words), "{words}: {}", page.html);
    assert!(page.html.contains("id=\"reload\""), "{words}");
    assert_eq!(app.rows("portals").await, 0, "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn forbidden_addresses_are_explained() {
    for (variable, words) in [
        ("ERASER_ALLOW_PRIVATE_PORTALS", "private networks"),
        ("ERASER_ALLOW_HTTP_PORTALS", "doesn’t use https"),
    ] {
        let app = closed(&[(variable, "false")]).await;
        for path in ["/install", "/app", "/placement"] {
            let page = app.posts(path, &app.portal().frame_post(1)).await;
            assert_explained(&app, &page, words).await;
        }
        assert!(app.portal().calls().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn name_in_a_private_network_is_explained() {
    let app = closed(&[("ERASER_ALLOW_PRIVATE_PORTALS", "false")]).await;
    let page = app.posts("/install", &post_from(&app, "https", "localhost")).await;
    assert_explained(&app, &page, "private networks").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn network_errors_are_explained() {
    let app = closed(&[]).await;
    for (domain, words) in [
        (free_address(), "can’t connect to your portal"),
        ("nobody.invalid".to_owned(), "can’t find your portal’s address"),
    ] {
        let page = app.posts("/install", &post_from(&app, "http", &domain)).await;
        assert_explained(&app, &page, words).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_portal_modules_are_explained() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(100)).await;
    let portal = app.portal();
    let missing =
        || Fault::Error { status: 404, error: "ERROR_METHOD_NOT_FOUND".into(), description: String::new() };
    portal.faults().script("profile", Nth::Next, missing());
    let page = app.posts("/install", &portal.frame_post(1)).await;
    assert_explained(&app, &page, "REST module").await;
    portal.faults().script("crm.contact.list", Nth::Next, missing());
    let page = app.posts("/install", &portal.frame_post(1)).await;
    assert!(page.status == 502 && page.html.contains("data-state=\"failed\""), "{}", page.html);
    assert!(page.html.contains("no CRM") && page.html.contains("install-retry"), "{}", page.html);
    assert_eq!(app.posts("/install", &portal.frame_post(1)).await.status, 200, "the module is active again");
}

#[tokio::test(flavor = "multi_thread")]
async fn check_explains_each_unreachable_authorization_server() {
    let sim = Sim::builder().portals(1).contacts(100).start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("eraser.db").display().to_string();
    let mut values = settings(&sim, "http://127.0.0.1:8080", &database);
    let (there, closed) = (sim.oauth_url(), format!("http://{}", free_address()));
    let unknown = "https://nobody.invalid";
    values.insert("ERASER_OAUTH_URLS".to_owned(), format!("{there},{closed},{unknown}"));
    let output = program(&values, folder.path()).arg("check").output().await.unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let line = |server: &str| text.lines().find(|line| line.contains(server)).unwrap_or_default();
    assert!(line(&there).starts_with("ok "), "{text}");
    assert!(line(&closed).starts_with("warning ") && line(&closed).contains("no connection"), "{text}");
    assert!(line(unknown).starts_with("warning ") && line(unknown).contains("name is not known"), "{text}");
    assert!(output.status.success(), "the default server is listed: {text}");
}
