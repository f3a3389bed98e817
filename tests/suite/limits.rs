//! Rate limits: a flood of requests is refused at each limit, and normal use never is.

use std::time::Duration;

use futures_util::StreamExt;
use portal_sim::Sim;
use reqwest::Method;
use url::form_urlencoded::Serializer;

use crate::support::{Page, TestApp};

/// A cheap request, how many are accepted at once, and how many per second after that.
type LimitedRequest = (Method, &'static str, usize, usize);

const LIMITED_REQUESTS: [LimitedRequest; 8] = [
    (Method::GET, "/app", 3000, 30),
    (Method::POST, "/app", 3000, 30),
    (Method::GET, "/nothing", 3000, 30),
    (Method::POST, "/oauth/start", 300, 10),
    (Method::POST, "/api/session", 1500, 20),
    (Method::GET, "/api/settings", 3000, 30),
    (Method::POST, "/events", 5000, 100),
    (Method::GET, "/health/ready", 200, 20),
];

async fn asks(app: &TestApp, method: &Method, path: &str, from: &str) -> Page {
    let request = app.request(method.clone(), path).header("Accept-Language", "de");
    Page::read(request.header("X-Forwarded-For", from).send().await.unwrap()).await
}

/// Sends requests until one is refused. Returns the number of accepted requests and the refusal.
async fn floods(app: &TestApp, method: &Method, path: &str, from: &str) -> (usize, Page) {
    let mut let_in = 0;
    while let_in < 8000 {
        let page = asks(app, method, path, from).await;
        if page.status == 429 {
            return (let_in, page);
        }
        let_in += 1;
    }
    panic!("{method} {path}: no request is ever refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_limit_refuses_floods_in_its_format() {
    let app = TestApp::with_still_clock(&[]).await;
    for (method, path, at_once, per_second) in LIMITED_REQUESTS {
        app.clock.passes(Duration::from_mins(10));
        let (let_in, refused) = floods(&app, &method, path, "").await;
        assert_eq!(let_in, at_once, "{method} {path}");
        assert_eq!(refused.header("retry-after"), "1", "{method} {path}");
        assert_eq!(refused.header("cache-control"), "no-store", "{method} {path}");
        let id = refused.header("x-request-id");
        match path {
            "/api/session" | "/api/settings" => {
                let problem: serde_json::Value = serde_json::from_str(&refused.html).unwrap();
                assert_eq!(refused.header("content-type"), "application/problem+json");
                assert_eq!((&problem["code"], &problem["request_id"]), (&"rate_limited".into(), &id.into()));
                assert_eq!(problem["title"], "Zu viele Anfragen auf einmal");
            }
            "/events" | "/health/ready" => assert_eq!(refused.html, ""),
            _ => {
                assert!(refused.html.contains("Zu viele Anfragen") && refused.html.contains(id), "{path}");
                assert_eq!(refused.is_error_page(), path == "/app", "{path}: the page may be framed");
            }
        }
        app.clock.passes(Duration::from_secs(1));
        let (let_in, _) = floods(&app, &method, path, "").await;
        assert_eq!(let_in, per_second, "{method} {path}: after the wait");
    }
    assert_eq!(app.get("/").await.status, 200, "a flood at one limit does not affect others");
}

#[tokio::test(flavor = "multi_thread")]
async fn address_in_other_letters_has_the_same_limit() {
    let app = TestApp::with_still_clock(&[]).await;
    for (method, path, disguised) in [
        (Method::GET, "/health/ready", "/%68ealth/%72eady"),
        (Method::POST, "/oauth/start", "/%6Fauth/start"),
        (Method::POST, "/api/session", "/api/%73ession"),
        (Method::POST, "/app", "/%61pp"),
    ] {
        floods(&app, &method, path, "").await;
        let refused = asks(&app, &method, disguised, "").await;
        assert_eq!(refused.status, 429, "{disguised}");
        assert_eq!(refused.is_error_page(), path == "/app", "{disguised}: the page may be framed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_session_has_its_own_limit() {
    let app = TestApp::with_still_clock(&[]).await;
    let (eager, neighbour) = (app.signs_in(&app.portal(), 1).await, app.signs_in(&app.portal(), 2).await);
    let mut let_in = 0;
    let refused = loop {
        let answer = eager.call_once(Method::GET, "/api/jobs").await;
        if answer.status == 429 {
            break answer;
        }
        assert_eq!(answer.status, 200);
        let_in += 1;
    };
    assert_eq!(let_in, 300);
    assert_eq!(refused.problem(), (429, "rate_limited"));
    assert_eq!(refused.headers["retry-after"], "1");
    assert_eq!(neighbour.call_once(Method::GET, "/api/jobs").await.status, 200);
    assert_eq!(app.get("/app").await.status, 200);
    app.clock.passes(Duration::from_secs(1));
    assert_eq!(eager.call_once(Method::GET, "/api/jobs").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_users_behind_one_address_are_accepted() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(100).installed(true).no_bucket()).await;
    let portal = app.portal();
    let page = app.opens(&portal.frame_post(2)).await.html;
    let files: Vec<&str> = page.split('"').filter(|part| part.starts_with("/static/")).collect();
    assert!(files.len() > 10);
    // The usual method would add fifteen hundred secrets to look for in the log, which takes minutes.
    let form = |pairs: &[(String, String)]| Serializer::new(String::new()).extend_pairs(pairs).finish();
    let arrives = |number: usize| {
        let (app, portal, files) = (&app, &portal, &files);
        async move {
            let post = portal.frame_post(u64::try_from(number % 3).unwrap() + 1);
            let page = app.posts_raw("/app", &form(&post.query), form(&post.body)).await;
            assert_eq!(page.status, 200, "person {number}: {}", page.html);
            let session = app.session(page.boot()["session"].as_str().unwrap());
            // Static files have no limit, so the test requests one file per user only.
            let file =
                app.request(Method::GET, files[number % files.len()]).header("Accept-Encoding", "identity");
            assert_eq!(file.send().await.unwrap().status(), 200, "person {number}");
            for call in ["/api/settings", "/api/jobs"] {
                assert_eq!(session.call_once(Method::GET, call).await.status, 200, "person {number}");
            }
        }
    };
    futures_util::stream::iter(0..500).for_each_concurrent(100, arrives).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_requests_per_second_are_never_refused() {
    let app = TestApp::with_still_clock(&[]).await;
    let user = app.signs_in(&app.portal(), 2).await;
    for second in 0..60 {
        for _ in 0..10 {
            assert_eq!(user.call_once(Method::GET, "/api/jobs").await.status, 200, "second {second}");
            assert_eq!(app.get("/app").await.status, 200, "second {second}");
            assert_eq!(app.get("/oauth/start?portal=acme.bitrix24.com").await.status, 200, "second {second}");
        }
        app.clock.passes(Duration::from_secs(1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_trusted_proxies_name_the_sender() {
    let (method, path) = (Method::GET, "/health/ready");
    let alone = TestApp::with_still_clock(&[]).await;
    for number in 0..200 {
        asks(&alone, &method, path, &format!("198.51.100.{number}")).await;
    }
    let (let_in, _) = floods(&alone, &method, path, "203.0.113.7").await;
    assert_eq!(let_in, 0, "an untrusted header was used");

    let behind = TestApp::with_still_clock(&[("ERASER_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8")]).await;
    let (let_in, _) = floods(&behind, &method, path, "198.51.100.1").await;
    assert_eq!(let_in, 200);
    for same in ["1.1.1.1, 198.51.100.1", "8.8.8.8,198.51.100.1, 10.0.0.3", "nonsense, 198.51.100.1:80"] {
        let (let_in, _) = floods(&behind, &method, path, same).await;
        assert_eq!(let_in, 0, "{same}");
    }
    for other in ["198.51.100.2", "198.51.100.1, 198.51.100.3", "2001:db8::1"] {
        assert_eq!(asks(&behind, &method, path, other).await.status, 200, "{other}");
    }
    let (let_in, _) = floods(&behind, &method, path, "2001:db8:0:1::1").await;
    assert_eq!(let_in, 200);
    assert_eq!(asks(&behind, &method, path, "2001:db8:0:1:ffff::9").await.status, 429, "one network");
    assert_eq!(asks(&behind, &method, path, "2001:db8:0:2::1").await.status, 200, "another network");
}
