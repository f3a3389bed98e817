//! Reads every route from the source, so that no route can be added without a check. Calls of the browser's API require
//! a valid session of this service and installation; the other routes are listed here.

use std::path::Path;
use std::time::Duration;

use reqwest::Method;

use crate::events::installs;
use crate::support::{Answer, TestApp};

/// Public addresses, and addresses that are protected by other means than a session.
const WITHOUT_SESSION: [&str; 15] = [
    "/",
    "/privacy",
    "/terms",
    "/support",
    "/help",
    "/oauth/start",
    "/oauth/callback",
    "/install",
    "/app",
    "/placement",
    "/events",
    "/static/{version}/{path:.*}",
    "/health/live",
    "/health/ready",
    "/metrics",
];
/// This call requires a token of the portal instead of a session.
const RENEWAL: &str = "/session";

/// The sources of `src/web` without white space, because the formatter may break a line anywhere.
fn sources() -> String {
    fn read(folder: &Path, text: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(&path, text);
            } else {
                text.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    let mut text = String::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web"), &mut text);
    text.retain(|character| !character.is_whitespace());
    text
}

/// For each occurrence of `start`: the text up to the quote, and the rest up to the next `start`.
fn behind<'a>(text: &'a str, start: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    text.split(start).skip(1).filter_map(|rest| rest.split_once('"'))
}

/// Methods and addresses of the API's calls.
pub(crate) fn calls() -> Vec<(Method, String)> {
    let text = sources();
    let mut calls = Vec::new();
    for (path, rest) in behind(&text, "call(\"") {
        let own = rest.split(".service(").next().unwrap();
        let methods: Vec<Method> = [
            (".route(get()", Method::GET),
            (".route(web::get()", Method::GET),
            (".route(web::post()", Method::POST),
            (".route(web::put()", Method::PUT),
            (".route(web::patch()", Method::PATCH),
            (".route(web::delete()", Method::DELETE),
        ]
        .into_iter()
        .filter(|(code, _)| own.contains(code))
        .map(|(_, method)| method)
        .collect();
        assert!(!methods.is_empty(), "{path}: no method was found");
        assert_eq!(methods.len(), own.matches(".route(").count(), "{path}: a method was not recognised");
        if path != RENEWAL {
            let parts = path.split('/').map(|part| if part.starts_with('{') { "5" } else { part });
            let address = format!("/api{}", parts.collect::<Vec<_>>().join("/"));
            calls.extend(methods.into_iter().map(|method| (method, address.clone())));
        }
    }
    calls
}

#[test]
fn every_route_outside_the_api_is_listed() {
    let text = sources();
    let found = behind(&text, "web::resource(\"").chain(behind(&text, "framed(\"")).map(|(path, _)| path);
    let unknown: Vec<&str> = found.filter(|path| !WITHOUT_SESSION.contains(path)).collect();
    assert!(unknown.is_empty(), "add these routes to the list, with their protection: {unknown:?}");
    assert_eq!(text.matches("web::scope(").count(), 1, "another scope than /api");
    assert!(text.contains("web::scope(\"/api\")") && calls().len() >= 5);
}

async fn assert_refused(app: &TestApp, token: &str, code: &str, why: &str) {
    for (method, path) in calls() {
        let answer = app.session(token).call(method.clone(), &path).await;
        assert_eq!(answer.problem(), (401, code), "{method} {path} with {why}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_requires_a_valid_session() {
    let (app, elsewhere) = (TestApp::start().await, TestApp::start().await);
    let portal = app.portal();
    installs(&app, &portal).await;
    let foreign = elsewhere.signs_in(&elsewhere.portal(), 1).await.token.clone();
    let own = app.signs_in(&portal, 1).await.token.clone();
    let before = portal.calls().len();

    for (method, path) in calls() {
        let bare = Answer::read(app.request(method.clone(), &path).send().await.unwrap()).await;
        assert_eq!(bare.problem(), (401, "session_missing"), "{method} {path} without a token");
    }
    let [head, claims, signature] = own.split('.').collect::<Vec<_>>().try_into().unwrap();
    let claims_of_other = foreign.split('.').nth(1).unwrap();
    let unsigned = format!("eyJhbGciOiJub25lIn0.{claims}.");
    for forged in [unsigned, format!("{head}.{claims_of_other}.{signature}"), format!("{own}x")] {
        assert_refused(&app, &forged, "session_missing", "a forged session").await;
    }
    assert_refused(&app, &foreign, "session_missing", "a session of another service").await;
    app.clock.passes(Duration::from_hours(1));
    assert_refused(&app, &own, "session_expired", "an expired session").await;
    assert_eq!(portal.calls().len(), before, "the portal was called for a request without a session");

    for clean in [false, true] {
        let living = app.signs_in(&portal, 1).await.token.clone();
        portal.uninstall(clean);
        portal.events_settled().await;
        let before = portal.calls().len();
        assert_refused(&app, &living, "session_expired", "a session of a removed installation").await;
        assert_eq!(portal.calls().len(), before);
        installs(&app, &portal).await;
        assert_refused(&app, &living, "session_expired", "a session of an earlier installation").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn valid_session_is_accepted_by_every_call() {
    let app = TestApp::start().await;
    let user = app.signs_in(&app.portal(), 1).await;
    for (method, path) in calls() {
        let answer = user.call(method.clone(), &path).await;
        let is_let_in = ![401, 405].contains(&answer.status) && answer.problem() != (404, "invalid_request");
        assert!(is_let_in, "{method} {path}: {answer:?}");
    }
}
