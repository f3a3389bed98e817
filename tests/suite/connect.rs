//! Connecting a portal in a browser tab: the form, the portal's own page, and the return. A wrong return in any form is
//! refused.

mod start;
mod trouble;

use std::time::Duration;

use portal_sim::{Portal, Sim};
use reqwest::Method;
use url::Url;
use url::form_urlencoded::{Serializer, parse};

use crate::support::{Page, TestApp};

/// A browser that was sent to a portal.
struct Sent {
    to: Url,
    cookie: String,
}

impl Sent {
    fn state(&self) -> String {
        value(self.to.query().unwrap(), "state")
    }
}

fn value(query: &str, name: &str) -> String {
    parse(query.as_bytes()).find(|(found, _)| found == name).map(|(_, value)| value.into_owned()).unwrap()
}

/// The query with another value, or without the parameter.
fn with(query: &str, name: &str, other: Option<&str>) -> String {
    let mut changed = Serializer::new(String::new());
    for (found, value) in parse(query.as_bytes()) {
        match (found == name, other) {
            (true, None) => &mut changed,
            (true, Some(other)) => changed.append_pair(name, other),
            (false, _) => changed.append_pair(&found, &value),
        };
    }
    changed.finish()
}

fn cookie(page: &Page) -> String {
    page.header("set-cookie").split(';').next().unwrap().to_owned()
}

async fn starts(app: &TestApp, portal: &Portal) -> Sent {
    starts_with(app, portal, "").await
}

async fn starts_with(app: &TestApp, portal: &Portal, cookies: &str) -> Sent {
    let request = app.request(Method::POST, "/oauth/start").form(&[("portal", portal.domain())]);
    let page = Page::read(request.header("Cookie", cookies).send().await.unwrap()).await;
    assert_eq!(page.status, 303, "{}", page.html);
    let sent = Sent { to: page.header("location").parse().unwrap(), cookie: cookie(&page) };
    app.marks_as_secret(&sent.state());
    app.marks_as_secret(sent.cookie.split_once('=').unwrap().1);
    sent
}

/// The user of the portal allows the app. Returns the query with which the portal sends the browser back.
async fn allows(app: &TestApp, mut page: Url, user: u64) -> String {
    page.query_pairs_mut().append_pair("sim_user", &user.to_string());
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
    let answer = client.build().unwrap().get(page).send().await.unwrap();
    assert_eq!(answer.status(), 302, "the portal does not let the app in");
    let back: Url = answer.headers()["location"].to_str().unwrap().parse().unwrap();
    let query = back.query().unwrap().to_owned();
    app.marks_as_secret(&value(&query, "code"));
    query
}

async fn returns(app: &TestApp, query: &str, cookie: &str) -> Page {
    let request = app.request(Method::GET, &format!("/oauth/callback?{query}")).header("Cookie", cookie);
    Page::read(request.send().await.unwrap()).await
}

/// All steps before the return: the portal's query and the browser's cookie.
async fn all_but_the_return(app: &TestApp, portal: &Portal, user: u64) -> (String, String) {
    let sent = starts(app, portal).await;
    (allows(app, sent.to, user).await, sent.cookie)
}

async fn is_refused(app: &TestApp, page: &Page, status: u16, why: &str) {
    assert_eq!(page.status, status, "{why}: {}", page.html);
    assert!(page.html.contains("data-testid=\"connect-again\""), "{why}");
    assert!(page.html.contains(page.header("x-request-id")), "{why}");
    assert!(page.header("content-security-policy").ends_with("frame-ancestors 'none'"), "{why}");
    assert_eq!((app.rows("portals").await, app.rows("authorizations").await), (0, 0), "{why}");
}

fn exchanges(app: &TestApp) -> usize {
    app.sim.oauth_calls().iter().filter(|call| call.method == "oauth/token").count()
}

#[tokio::test(flavor = "multi_thread")]
async fn portal_is_connected_for_the_user_who_allowed_the_app() {
    let app = TestApp::start().await;
    let portal = app.portal();
    for user in [1, 2] {
        let (query, cookie) = all_but_the_return(&app, &portal, user).await;
        let page = returns(&app, &query, &cookie).await;
        assert_eq!(page.status, 200, "{}", page.html);
        let name = &portal.users()[usize::try_from(user).unwrap() - 1].last_name;
        assert!(page.html.contains(name.as_str()) && page.html.contains(&portal.domain()));
        assert!(page.html.contains(&format!("href=\"{}/\"", portal.origin())));
        for secret in ["code", "state"] {
            assert!(!page.html.contains(&value(&query, secret)), "{secret} is in the page");
        }
        let audited =
            format!("audit WHERE action = 'connect' AND user_id = {user} AND outcome = 'connected'");
        let with_request = format!("{audited} AND request_id = '{}'", page.header("x-request-id"));
        assert_eq!(app.rows(&with_request).await, 1);
        assert_eq!(page.header("referrer-policy"), "no-referrer");
        assert_eq!(page.header("cache-control"), "no-store");
    }
    assert_eq!((app.rows("portals").await, app.rows("authorizations").await), (1, 2));
    assert_eq!(app.rows("oauth_states").await, 0);
    let exchange = app.sim.oauth_calls().into_iter().find(|call| call.method == "oauth/token").unwrap();
    assert_eq!((exchange.verb.as_str(), exchange.secret_in), ("POST", Some(portal_sim::SecretIn::Body)));
    assert!(
        portal.calls().iter().all(|call| call.method != "oauth/token"),
        "the secret was sent to a portal"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn browser_takes_only_client_id_and_state_to_the_portal() {
    let app = TestApp::start().await;
    let page = app.posts_raw("/oauth/start", "", format!("portal={}", app.portal().domain())).await;
    let to: Url = page.header("location").parse().unwrap();
    assert!(to.as_str().starts_with(&format!("{}/oauth/authorize/?", app.portal().origin())), "{to}");
    assert_eq!(value(to.query().unwrap(), "client_id"), app.sim.client_id());
    assert_eq!(value(to.query().unwrap(), "state").len(), 43);
    assert!(!to.as_str().contains("redirect_uri") && !to.as_str().contains("scope"));
    let set = page.header("set-cookie");
    for part in ["; Path=/oauth", "; Max-Age=600", "; HttpOnly", "; SameSite=Lax"] {
        assert!(set.contains(part), "{set}");
    }
    assert!(!set.contains("Secure"), "this service is reached over http");
    assert!(!to.as_str().contains(cookie(&page).split_once('=').unwrap().1));
    assert!(app.sim.oauth_calls().is_empty() && app.portal().calls().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn with_https_the_cookie_is_secure_and_portals_use_https() {
    let values =
        [("ERASER_PUBLIC_URL", "https://eraser.example.com"), ("ERASER_ALLOW_HTTP_PORTALS", "false")];
    let app = TestApp::with_values(Sim::builder().portals(1), &values).await;
    for portal in ["acme.bitrix24.com".to_owned(), app.portal().domain()] {
        let page = app.posts_raw("/oauth/start", "", format!("portal={portal}")).await;
        assert!(page.header("set-cookie").ends_with("; Secure"));
        assert!(page.header("location").starts_with(&format!("https://{portal}/oauth/authorize/?")));
    }
    let policy = app.get("/").await.header("content-security-policy").to_owned();
    assert!(policy.contains("form-action 'self' https:;"), "{policy}");
}

#[tokio::test(flavor = "multi_thread")]
async fn invalid_hosts_are_refused() {
    let app = TestApp::start().await;
    let domain = app.portal().domain();
    let hostile = [
        String::new(),
        "portal=".to_owned(),
        "portal".to_owned(),
        "domain=a.com".to_owned(),
        format!("portal={domain}&portal={domain}"),
        format!("portal={domain}&portal=evil.com"),
        format!("portal=user@{domain}"),
        format!("portal=user:password@{domain}"),
        format!("portal=http://{domain}"),
        format!("portal=//{domain}"),
        format!("portal={domain}/"),
        format!("portal={domain}/x"),
        format!("portal={domain}%3Fx"),
        format!("portal={domain}%23x"),
        format!("portal={domain}%5Cx"),
        format!("portal={domain}%0d%0aSet-Cookie:x=1"),
        format!("portal={domain}%00"),
        format!("portal=%20{domain}"),
        "portal=a.com:".to_owned(),
        "portal=a.com:0".to_owned(),
        "portal=a.com:70000".to_owned(),
        "portal=a.com:80:80".to_owned(),
        "portal=acme%E3%80%82bitrix24%E3%80%82com".to_owned(),
        "portal=acme%EF%BC%8Ebitrix24.com".to_owned(),
        "portal=b%C3%BCro.example".to_owned(),
        "portal=%2561cme.com".to_owned(),
        "portal=%ff".to_owned(),
        "portal=2130706433".to_owned(),
        "portal=0x7f.1".to_owned(),
        "portal=0177.0.0.1".to_owned(),
        "portal=[::1]".to_owned(),
        "portal=javascript:alert(1)".to_owned(),
        format!("portal={}.com", "a".repeat(300)),
    ];
    for query in hostile {
        let page = app.get(&format!("/oauth/start?{query}")).await;
        is_refused(&app, &page, 400, &query).await;
        assert_eq!((page.header("location"), page.header("set-cookie")), ("", ""), "{query}");
    }
    assert_eq!(app.rows("oauth_states").await, 0);
    assert!(app.sim.oauth_calls().is_empty() && app.portal().calls().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn private_addresses_are_refused_unless_allowed() {
    let app =
        TestApp::with_values(Sim::builder().portals(1), &[("ERASER_ALLOW_PRIVATE_PORTALS", "false")]).await;
    for host in [app.portal().domain().as_str(), "127.0.0.1", "10.0.0.1:8080", "169.254.169.254"] {
        is_refused(&app, &app.get(&format!("/oauth/start?portal={host}")).await, 400, host).await;
    }
    assert_eq!(app.get("/oauth/start?portal=acme.bitrix24.com").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_state_is_used_up_by_its_first_return() {
    let app = TestApp::start().await;
    let (query, mine) = all_but_the_return(&app, &app.portal(), 1).await;
    let page = returns(&app, &query, "").await;
    is_refused(&app, &page, 400, "without the cookie").await;
    let page = returns(&app, &query, &mine).await;
    is_refused(&app, &page, 400, "after another browser has used it").await;
    let (query, mine) = all_but_the_return(&app, &app.portal(), 1).await;
    assert_eq!(returns(&app, &query, &mine).await.status, 200);
    assert_eq!(returns(&app, &query, &mine).await.status, 400, "a replay");
    let (fresh, mine) = all_but_the_return(&app, &app.portal(), 1).await;
    let old_code = with(&fresh, "code", Some(&value(&query, "code")));
    assert_eq!(returns(&app, &old_code, &mine).await.status, 400, "a used code with a new state");
    assert_eq!(app.rows("authorizations").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_browser_cannot_finish_a_connection() {
    let app = TestApp::start().await;
    let other = starts(&app, &app.portal()).await.cookie;
    let cookies = |mine: &str| {
        [
            ("no cookie", String::new()),
            ("another browser's", other.clone()),
            ("two of them", format!("{mine}; {other}")),
            ("a broken one", format!("{mine}x")),
            ("one of another name", mine.replace("ce_connect", "ce_other")),
        ]
    };
    for at in 0..5 {
        let (query, mine) = all_but_the_return(&app, &app.portal(), 1).await;
        let (why, cookie) = &cookies(&mine)[at];
        is_refused(&app, &returns(&app, &query, cookie).await, 400, why).await;
    }
    assert_eq!(exchanges(&app), 0, "a code of another browser was exchanged");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_connect_independently() {
    let app = TestApp::start().await;
    let (first, second) = (app.sim.portal(0), app.sim.portal(1));
    let one = starts(&app, &first).await;
    let two = starts_with(&app, &second, &one.cookie).await;
    assert_eq!(one.cookie, two.cookie);
    for sent in [two, one] {
        let query = allows(&app, sent.to, 1).await;
        assert_eq!(returns(&app, &query, &sent.cookie).await.status, 200);
    }
    assert_eq!(app.rows("portals").await, 2);
    let planted = starts_with(&app, &first, "ce_connect=planted").await;
    assert!(!planted.cookie.contains("planted"), "only keys of our own form are stored");
}

#[tokio::test(flavor = "multi_thread")]
async fn connection_keeps_its_language() {
    let app = TestApp::start().await;
    let form = format!("portal={}", app.portal().domain());
    let page = app.posts_raw("/oauth/start", "LANG=ru", form).await;
    let to = page.header("location").parse().unwrap();
    let query = allows(&app, to, 1).await;
    let connected = returns(&app, &query, &cookie(&page)).await;
    assert!(connected.status == 200 && connected.html.contains("lang=\"ru\""), "{}", connected.html);
    let refused = returns(&app, &query, &cookie(&page)).await;
    assert!(refused.status == 400 && refused.html.contains("lang=\"ru\""), "{}", refused.html);
}

#[tokio::test(flavor = "multi_thread")]
async fn connection_expires_after_ten_minutes() {
    let app = TestApp::start().await;
    let (query, cookie) = all_but_the_return(&app, &app.portal(), 1).await;
    app.clock.passes(Duration::from_mins(10));
    is_refused(&app, &returns(&app, &query, &cookie).await, 400, "expired").await;
    assert_eq!(exchanges(&app), 0);
    starts(&app, &app.portal()).await;
    app.clock.passes(Duration::from_mins(10));
    starts(&app, &app.portal()).await;
    assert_eq!(app.rows("oauth_states").await, 1, "expired attempts are removed by the next one");
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_return_values_are_refused() {
    let app = TestApp::start().await;
    let (mine, other) = (app.sim.portal(0), app.sim.portal(1));
    let (foreign_query, _) = all_but_the_return(&app, &other, 1).await;
    let foreign_code = value(&foreign_query, "code");
    let lies: [(&str, &str, Option<&str>); 12] = [
        ("no code", "code", None),
        ("an empty code", "code", Some("")),
        ("an unknown code", "code", Some("c0dec0dec0dec0dec0de")),
        ("a code of another portal", "code", Some(&foreign_code)),
        ("no state", "state", None),
        ("an unknown state", "state", Some("st4test4test4te")),
        ("no portal", "domain", None),
        ("another portal than was asked", "domain", Some(&other.domain())),
        ("an invalid host", "domain", Some("a@b")),
        ("no key", "member_id", None),
        ("another portal's key", "member_id", Some(&other.member_id())),
        ("another authorization server", "server_domain", Some("evil.example.com")),
    ];
    for (why, name, lie) in lies {
        let (query, cookie) = all_but_the_return(&app, &mine, 1).await;
        let doubled = format!("{query}&{name}={}", value(&query, name));
        is_refused(&app, &returns(&app, &doubled, &cookie).await, 400, &format!("{name} twice")).await;
        is_refused(&app, &returns(&app, &with(&query, name, lie), &cookie).await, 400, why).await;
    }
    assert!(
        mine.calls().is_empty() && other.calls().is_empty(),
        "a portal was called before it was verified"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn code_of_another_app_is_refused() {
    let app = TestApp::start().await;
    let foreign = app.sim.add_foreign_app();
    let sent = starts(&app, &app.portal()).await;
    let query = with(sent.to.query().unwrap(), "client_id", Some(foreign.client_id()));
    let mut theirs = sent.to.clone();
    theirs.set_query(Some(&query));
    let back = allows(&app, theirs, 1).await;
    is_refused(&app, &returns(&app, &back, &sent.cookie).await, 400, "another app's code").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn token_answer_without_times_and_user_is_accepted() {
    let app = TestApp::with(Sim::builder().portals(1).installed(true).sparse_exchange(true)).await;
    let (query, cookie) = all_but_the_return(&app, &app.portal(), 3).await;
    let query = with(&query, "server_domain", None);
    assert_eq!(returns(&app, &query, &cookie).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn head_requests_start_nothing() {
    let app = TestApp::start().await;
    let head = async |path: &str, cookie: &str| {
        let request = app.request(Method::HEAD, path).header("Cookie", cookie);
        Page::read(request.send().await.unwrap()).await
    };
    let path = format!("/oauth/start?portal={}", app.portal().domain());
    let page = head(&path, "").await;
    assert_eq!((page.status, page.header("set-cookie"), app.rows("oauth_states").await), (200, "", 0));
    assert_eq!(head("/oauth/start?portal=a@b", "").await.status, 400);
    let (query, cookie) = all_but_the_return(&app, &app.portal(), 1).await;
    let page = head(&format!("/oauth/callback?{query}"), &cookie).await;
    assert_eq!((page.status, app.rows("oauth_states").await, exchanges(&app)), (200, 1, 0));
    assert_eq!(returns(&app, &query, &cookie).await.status, 200);
    for method in [Method::HEAD, Method::GET] {
        let page = Page::read(app.request(method, "/oauth/callback").send().await.unwrap()).await;
        assert_eq!((page.status, page.header("location")), (302, "/"), "the registered address answers");
    }
}
