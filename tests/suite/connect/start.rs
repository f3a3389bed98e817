//! The first step of a connection: a page shows the portal's address, and a click sends the browser there.

use portal_sim::{Fault, Nth, Sim};
use reqwest::Method;
use url::Url;

use super::{all_but_the_return, is_refused, returns};
use crate::support::{Page, TestApp};

async fn clicks(app: &TestApp, portal: &str) -> Page {
    clicks_with(app, portal, &[]).await
}

async fn clicks_with(app: &TestApp, portal: &str, headers: &[(&str, &str)]) -> Page {
    let mut request = app.request(Method::POST, "/oauth/start").form(&[("portal", portal)]);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Page::read(request.send().await.unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn link_shows_the_portal_and_starts_nothing() {
    let app = TestApp::start().await;
    let domain = app.portal().domain();
    for method in [Method::GET, Method::HEAD] {
        let path = format!("/oauth/start?portal={domain}&LANG=de");
        let page = Page::read(app.request(method.clone(), &path).send().await.unwrap()).await;
        assert_eq!((page.status, page.header("set-cookie"), page.header("location")), (200, "", ""));
        assert_eq!(app.rows("oauth_states").await, 0);
        assert!(page.header("content-security-policy").contains("form-action 'self' https: http:;"));
        if method == Method::GET {
            assert!(page.html.contains("lang=\"de\"") && page.html.contains("method=\"post\""));
            assert!(page.html.contains(&format!("name=\"portal\" value=\"{domain}\"")), "{}", page.html);
            assert_eq!(page.html.matches("<form").count(), 1);
        }
    }
    for query in ["", "portal=a@b", "portal=localhost%20", "portal=https%3A%2F%2Facme.bitrix24.com"] {
        let page = app.get(&format!("/oauth/start?{query}")).await;
        is_refused(&app, &page, 400, query).await;
    }
    assert!(app.sim.oauth_calls().is_empty() && app.portal().calls().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn click_redirects_to_the_portal_with_get() {
    let app = TestApp::start().await;
    let page = clicks(&app, &app.portal().domain()).await;
    assert_eq!(page.status, 303);
    assert!(page.header("location").starts_with(&format!("{}/oauth/authorize/?", app.portal().origin())));
    assert!(page.header("set-cookie").starts_with("ce_connect="));
    assert_eq!(app.rows("oauth_states").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn pasted_address_is_reduced_to_its_host() {
    let app = TestApp::start().await;
    for (pasted, host) in [
        ("https://acme.bitrix24.com/", "acme.bitrix24.com"),
        ("HTTPS://Acme.Bitrix24.com/crm/contact/list/?a=b&c=https://evil.example#x", "acme.bitrix24.com"),
        ("  https://acme.bitrix24.com/company/personal/user/1/ ", "acme.bitrix24.com"),
        ("acme.bitrix24.com/crm/", "acme.bitrix24.com"),
        ("acme.bitrix24.com?x", "acme.bitrix24.com"),
        ("http://crm.example:8080/online/", "crm.example:8080"),
        ("https://crm.example:443/", "crm.example"),
    ] {
        let page = clicks(&app, pasted).await;
        assert_eq!(page.status, 303, "{pasted}: {}", page.html);
        let to: Url = page.header("location").parse().unwrap();
        let port = to.port().map(|port| format!(":{port}")).unwrap_or_default();
        assert_eq!(format!("{}{port}", to.host_str().unwrap()), host, "{pasted}");
        assert_eq!(to.path(), "/oauth/authorize/");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn misleading_addresses_are_refused() {
    let app = TestApp::start().await;
    let domain = app.portal().domain();
    for pasted in [
        String::new(),
        " ".to_owned(),
        "https://".to_owned(),
        "//acme.bitrix24.com/".to_owned(),
        format!("https://user@{domain}/"),
        format!("https://acme.bitrix24.com@{domain}/"),
        format!("https://acme.bitrix24.com\\@{domain}/"),
        format!("https:\\\\{domain}"),
        format!("https://https://{domain}"),
        format!("ftp://{domain}/"),
        "javascript:alert(1)".to_owned(),
        "https://acme。bitrix24。com/".to_owned(),
        "https://0x7f.1/".to_owned(),
        "https://[::1]/".to_owned(),
        "https://a.com\r\n/".to_owned(),
        format!("https://acme.bitrix24.com/{}", "x".repeat(5000)),
    ] {
        let page = clicks(&app, &pasted).await;
        is_refused(&app, &page, 400, &pasted).await;
        assert_eq!((page.header("location"), page.header("set-cookie")), ("", ""), "{pasted}");
    }
    for body in ["", "portal", "domain=a.com", "portal=a.com&portal=b.com"] {
        let page = app.posts_raw("/oauth/start", "portal=a.com", body.to_owned()).await;
        is_refused(&app, &page, 400, body).await;
    }
    assert_eq!(app.rows("oauth_states").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn own_machine_is_refused_unless_private_portals_are_allowed() {
    let names = ["localhost", "LOCALHOST", "localhost:8080", "crm.localhost", "https://a.b.localhost/x"];
    let closed = [("ERASER_ALLOW_PRIVATE_PORTALS", "false")];
    let app = TestApp::with_values(Sim::builder().portals(1), &closed).await;
    for name in names {
        is_refused(&app, &clicks(&app, name).await, 400, name).await;
    }
    is_refused(&app, &app.get("/oauth/start?portal=crm.localhost").await, 400, "a link").await;
    assert_eq!(app.rows("oauth_states").await, 0);
    assert_eq!(clicks(&app, "localhost.example.com").await.status, 303);
    let open = TestApp::with(Sim::builder().portals(1)).await;
    for name in names {
        assert_eq!(clicks(&open, name).await.status, 303, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn form_of_another_site_only_shows_the_confirmation() {
    let app = TestApp::start().await;
    let domain = app.portal().domain();
    for foreign in [
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Site", "same-site"),
        ("Origin", "https://evil.example"),
    ] {
        let page = clicks_with(&app, &domain, &[foreign]).await;
        assert_eq!((page.status, page.header("set-cookie")), (303, ""), "{foreign:?}");
        assert_eq!(page.header("location"), format!("/oauth/start?portal={domain}"), "{foreign:?}");
    }
    assert_eq!(app.rows("oauth_states").await, 0);
    // Our own pages send no referrer, so browsers send `Origin: null` with their forms.
    let own = app.url.clone();
    for own in [
        &[("Sec-Fetch-Site", "same-origin"), ("Origin", "null")][..],
        &[("Sec-Fetch-Site", "none")],
        &[("Origin", own.as_str())],
        &[("Origin", "null")],
    ] {
        let page = clicks_with(&app, &domain, own).await;
        assert!(page.header("location").contains("/oauth/authorize/"), "{own:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_client_names_both_possible_causes() {
    let app = TestApp::start().await;
    let (query, cookie) = all_but_the_return(&app, &app.portal(), 1).await;
    let refusal = Fault::refusal(400, "invalid_client", "Invalid client");
    app.sim.oauth_faults().script("oauth/token", Nth::Next, refusal);
    let page = returns(&app, &query, &cookie).await;
    is_refused(&app, &page, 403, "invalid_client").await;
    assert!(page.html.contains("isn’t installed") && page.html.contains("secret"), "{}", page.html);
    let log = crate::support::logged();
    assert!(log.contains("ERASER_CLIENT_SECRET") && log.contains("contact-eraser check"));
}
