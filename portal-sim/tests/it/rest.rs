//! Calls: how they are written, authorized and refused.

use std::time::Duration;

use portal_sim::{PortalState, SecretIn, Sim, SimClock, Via};
use serde_json::json;

use crate::support::{TestSim, error, read};

#[tokio::test]
async fn a_call_can_be_written_in_every_way_of_the_documentation() {
    let test = TestSim::plain().await;
    let token = test.token(1);
    let rest = test.portal.rest_url();
    for url in ["crm.contact.get", "crm.contact.get.json", "/crm.contact.get/", "CRM.Contact.Get"] {
        let answer = test.post(&format!("{rest}{url}"), &json!({"auth": token, "id": 5})).await;
        assert_eq!(answer.1["result"]["ID"], "5", "{url}");
    }
    let query = format!("{rest}crm.contact.get?auth={token}&ID=5");
    assert_eq!(test.get(&query).await.1["result"]["ID"], "5");
    let form = [("access_token", token.as_str()), ("ID", "5")];
    assert_eq!(test.form(&format!("{rest}crm.contact.get"), &form).await.1["result"]["ID"], "5");
    let bearer = test.http.post(format!("{rest}crm.contact.get")).bearer_auth(&token).json(&json!({"id": 5}));
    assert_eq!(read(bearer.send().await.unwrap()).await.1["result"]["ID"], "5");
    let webhook = format!("{}crm.contact.get?ID=5", test.portal.webhook_url(1));
    assert_eq!(test.get(&webhook).await.1["result"]["ID"], "5");
    let places: Vec<_> = test.portal.calls().iter().map(|call| call.secret_in.unwrap()).collect();
    assert_eq!(places[4..], [SecretIn::Query, SecretIn::Body, SecretIn::Header, SecretIn::Path]);
}

#[tokio::test]
async fn the_token_is_taken_from_header_then_body_then_query() {
    let test = TestSim::plain().await;
    let rest = test.portal.rest_url();
    let url = format!("{rest}profile?auth={}", test.token(2));
    assert_eq!(test.post(&url, &json!({"auth": test.token(3)})).await.1["result"]["ID"], "3");
    let all = test.http.post(&url).bearer_auth(test.token(4)).json(&json!({"auth": test.token(3)}));
    assert_eq!(read(all.send().await.unwrap()).await.1["result"]["ID"], "4");
    let two = json!({"auth": test.token(2), "access_token": test.token(3)});
    assert_eq!(test.post(&format!("{rest}profile"), &two).await.1["result"]["ID"], "2");
}

#[tokio::test]
async fn malformed_json_answers_no_auth_found() {
    let test = TestSim::plain().await;
    let body = format!("{{\"auth\":\"{}\",}}", test.token(1));
    let request = test.http.post(format!("{}profile", test.portal.rest_url()));
    let request = request.header("Content-Type", "application/json").body(body);
    assert_eq!(error(&read(request.send().await.unwrap()).await), (401, "NO_AUTH_FOUND"));
}

#[tokio::test]
async fn expired_unknown_and_malformed_tokens_have_different_errors() {
    let clock = SimClock::manual(1_790_000_000.0);
    let test = TestSim::start(Sim::builder().clock(clock.clone()).no_bucket().installed(true)).await;
    let token = test.token(1);
    let url = format!("{}profile", test.portal.rest_url());
    let call = async |token: &str| test.post(&url, &json!({"auth": token})).await;
    clock.advance(Duration::from_secs(3599));
    assert_eq!(call(&token).await.0, 200);
    clock.advance(Duration::from_secs(1));
    assert_eq!(error(&call(&token).await), (401, "expired_token"));
    assert_eq!(error(&call(&"ab".repeat(35)).await), (401, "invalid_token"));
    assert_eq!(error(&call("x").await), (401, "NO_AUTH_FOUND"));
    let other = test.token(2);
    test.portal.expire(&other);
    assert_eq!(error(&call(&other).await), (401, "expired_token"));
    let revoked = test.token(2);
    test.portal.revoke_user(2);
    assert_eq!(error(&call(&revoked).await), (401, "invalid_token"));
}

#[tokio::test]
async fn a_token_of_one_portal_is_unknown_on_another() {
    let test = TestSim::start(Sim::builder().portals(2).no_bucket()).await;
    let url = format!("{}profile", test.sim.portal(1).rest_url());
    assert_eq!(error(&test.post(&url, &json!({"auth": test.token(1)})).await), (401, "invalid_token"));
    assert_ne!(test.sim.portal(0).member_id(), test.sim.portal(1).member_id());
    assert_ne!(test.sim.portal(0).contact(1), test.sim.portal(1).contact(1));
}

#[tokio::test]
async fn the_portals_state_decides_the_error_of_every_call() {
    let test = TestSim::plain().await;
    let token = test.token(1);
    let url = format!("{}profile", test.portal.rest_url());
    let states = [
        (PortalState::Deleted, 403, "PORTAL_DELETED"),
        (PortalState::PaymentRequired, 401, "PAYMENT_REQUIRED"),
        (PortalState::AppRemoved, 401, "APPLICATION_NOT_FOUND"),
        (PortalState::Overloaded, 401, "OVERLOAD_LIMIT"),
    ];
    for (state, status, code) in states {
        test.portal.set_state(state);
        assert_eq!(error(&test.post(&url, &json!({"auth": token})).await), (status, code));
    }
    test.portal.set_state(PortalState::Active);
    test.portal.set_app_access(1, false);
    assert_eq!(error(&test.post(&url, &json!({"auth": token})).await), (401, "user_access_error"));
    test.portal.set_app_access(1, true);
    test.portal.dismiss(1);
    assert_eq!(error(&test.post(&url, &json!({"auth": token})).await), (401, "authorization_error"));
}

#[tokio::test]
async fn unknown_methods_wrong_webhooks_and_missing_scopes_are_refused() {
    let test = TestSim::start(Sim::builder().scope("placement").no_bucket()).await;
    assert_eq!(error(&test.call(1, "crm.nothing", json!({})).await), (404, "ERROR_METHOD_NOT_FOUND"));
    assert_eq!(error(&test.call(1, "crm.contact.list", json!({})).await), (401, "insufficient_scope"));
    assert_eq!(test.call(1, "user.admin", json!({})).await.1["result"], true);
    let wrong = format!("{}/rest/1/wrong/profile", test.portal.origin());
    assert_eq!(error(&test.get(&wrong).await), (401, "INVALID_CREDENTIALS"));
    let event = format!("{}event.get", test.portal.webhook_url(1));
    assert_eq!(error(&test.get(&event).await), (403, "WRONG_AUTH_TYPE"));
    let log = test.portal.calls();
    assert_eq!(log[3].source_path, "/rest/1/***/profile");
    assert_eq!((log[2].via, log[2].user_id), (Via::Token, Some(1)));
}

#[tokio::test]
async fn browsers_may_call_only_with_simple_headers() {
    let test = TestSim::plain().await;
    let url = format!("{}profile", test.portal.rest_url());
    let answer = test.http.request(reqwest::Method::OPTIONS, &url).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["access-control-allow-origin"], "*");
    assert_eq!(answer.headers()["access-control-allow-headers"], "origin, content-type, accept");
}

#[tokio::test]
async fn profile_and_users_have_the_types_of_a_real_portal() {
    let test = TestSim::plain().await;
    let (_, profile) = test.call(2, "profile", json!({})).await;
    assert_eq!(profile["result"]["ID"], "2");
    assert_eq!(profile["result"]["ADMIN"], false);
    assert!(profile["time"]["operating"].is_null());
    let (_, users) = test.call(2, "user.get", json!({"FILTER": {"ID": [1, 3]}})).await;
    assert_eq!(users["result"][1]["ID"], "3");
    assert_eq!(users["total"], 2);
    let (_, known) = test.call(2, "method.get", json!({"name": "crm.contact.delete"})).await;
    assert_eq!(known["result"], json!({"isExisting": true, "isAvailable": true}));
    assert_eq!(test.call(2, "scope", json!({})).await.1["result"], json!(["crm", "placement", "user_brief"]));
}

#[tokio::test]
async fn a_renamed_portal_redirects_from_its_old_address() {
    let test = TestSim::plain().await;
    let token = test.token(1);
    let old = test.portal.rest_url();
    let member_id = test.portal.member_id();
    let domain = test.portal.rename(None).unwrap();
    assert_eq!(domain, test.portal.domain());
    let moved = test.http.post(format!("{old}profile")).json(&json!({"auth": token})).send().await.unwrap();
    assert_eq!(moved.status(), 302);
    assert_eq!(moved.headers()["location"], format!("http://{domain}/rest/profile"));
    let answer = test.post(&format!("{}profile", test.portal.rest_url()), &json!({"auth": token})).await;
    assert_eq!(answer.1["result"]["ID"], "1");
    assert_eq!(test.portal.member_id(), member_id);
    let info = test.get(&format!("{}/rest/app.info?auth={token}", test.sim.oauth_url())).await;
    assert_eq!(info.1["result"]["install"]["domain"], domain);
}
