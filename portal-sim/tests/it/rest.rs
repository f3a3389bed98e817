//! Calls: how they are written, authorized and refused.

use std::time::Duration;

use portal_sim::{PortalState, SecretIn, Sim, SimClock, Via};
use serde_json::json;

use crate::rig::{Rig, error, read};

#[tokio::test]
async fn every_way_of_writing_a_call_is_understood() {
    let rig = Rig::plain().await;
    let token = rig.token(1);
    let rest = rig.portal.rest_url();
    for url in ["crm.contact.get", "crm.contact.get.json", "/crm.contact.get/", "CRM.Contact.Get"] {
        let answer = rig.post(&format!("{rest}{url}"), &json!({"auth": token, "id": 5})).await;
        assert_eq!(answer.1["result"]["ID"], "5", "{url}");
    }
    let query = format!("{rest}crm.contact.get?auth={token}&ID=5");
    assert_eq!(rig.get(&query).await.1["result"]["ID"], "5");
    let form = [("access_token", token.as_str()), ("ID", "5")];
    assert_eq!(rig.form(&format!("{rest}crm.contact.get"), &form).await.1["result"]["ID"], "5");
    let bearer = rig.http.post(format!("{rest}crm.contact.get")).bearer_auth(&token).json(&json!({"id": 5}));
    assert_eq!(read(bearer.send().await.unwrap()).await.1["result"]["ID"], "5");
    let webhook = format!("{}crm.contact.get?ID=5", rig.portal.webhook_url(1));
    assert_eq!(rig.get(&webhook).await.1["result"]["ID"], "5");
    let places: Vec<_> = rig.portal.calls().iter().map(|call| call.secret_in.unwrap()).collect();
    assert_eq!(places[4..], [SecretIn::Query, SecretIn::Body, SecretIn::Header, SecretIn::Path]);
}

#[tokio::test]
async fn the_body_beats_the_query_and_the_header_beats_both() {
    let rig = Rig::plain().await;
    let rest = rig.portal.rest_url();
    let url = format!("{rest}profile?auth={}", rig.token(2));
    assert_eq!(rig.post(&url, &json!({"auth": rig.token(3)})).await.1["result"]["ID"], "3");
    let all = rig.http.post(&url).bearer_auth(rig.token(4)).json(&json!({"auth": rig.token(3)}));
    assert_eq!(read(all.send().await.unwrap()).await.1["result"]["ID"], "4");
    let two = json!({"auth": rig.token(2), "access_token": rig.token(3)});
    assert_eq!(rig.post(&format!("{rest}profile"), &two).await.1["result"]["ID"], "2");
}

#[tokio::test]
async fn malformed_json_looks_like_no_authorization() {
    let rig = Rig::plain().await;
    let body = format!("{{\"auth\":\"{}\",}}", rig.token(1));
    let request = rig.http.post(format!("{}profile", rig.portal.rest_url()));
    let request = request.header("Content-Type", "application/json").body(body);
    assert_eq!(error(&read(request.send().await.unwrap()).await), (401, "NO_AUTH_FOUND"));
}

#[tokio::test]
async fn tokens_expire_and_unknown_ones_are_told_from_malformed_ones() {
    let clock = SimClock::manual(1_790_000_000.0);
    let rig = Rig::start(Sim::builder().clock(clock.clone()).no_bucket().installed(true)).await;
    let token = rig.token(1);
    let url = format!("{}profile", rig.portal.rest_url());
    let call = async |token: &str| rig.post(&url, &json!({"auth": token})).await;
    clock.advance(Duration::from_secs(3599));
    assert_eq!(call(&token).await.0, 200);
    clock.advance(Duration::from_secs(1));
    assert_eq!(error(&call(&token).await), (401, "expired_token"));
    assert_eq!(error(&call(&"ab".repeat(35)).await), (401, "invalid_token"));
    assert_eq!(error(&call("x").await), (401, "NO_AUTH_FOUND"));
    let other = rig.token(2);
    rig.portal.expire(&other);
    assert_eq!(error(&call(&other).await), (401, "expired_token"));
    let revoked = rig.token(2);
    rig.portal.revoke_user(2);
    assert_eq!(error(&call(&revoked).await), (401, "invalid_token"));
}

#[tokio::test]
async fn a_token_of_one_portal_is_unknown_on_another() {
    let rig = Rig::start(Sim::builder().portals(2).no_bucket()).await;
    let url = format!("{}profile", rig.sim.portal(1).rest_url());
    assert_eq!(error(&rig.post(&url, &json!({"auth": rig.token(1)})).await), (401, "invalid_token"));
    assert_ne!(rig.sim.portal(0).member_id(), rig.sim.portal(1).member_id());
    assert_ne!(rig.sim.portal(0).contact(1), rig.sim.portal(1).contact(1));
}

#[tokio::test]
async fn the_portals_condition_shows_in_every_call() {
    let rig = Rig::plain().await;
    let token = rig.token(1);
    let url = format!("{}profile", rig.portal.rest_url());
    let states = [
        (PortalState::Deleted, 403, "PORTAL_DELETED"),
        (PortalState::PaymentRequired, 401, "PAYMENT_REQUIRED"),
        (PortalState::AppRemoved, 401, "APPLICATION_NOT_FOUND"),
        (PortalState::Overloaded, 401, "OVERLOAD_LIMIT"),
    ];
    for (state, status, code) in states {
        rig.portal.set_state(state);
        assert_eq!(error(&rig.post(&url, &json!({"auth": token})).await), (status, code));
    }
    rig.portal.set_state(PortalState::Active);
    rig.portal.set_app_access(1, false);
    assert_eq!(error(&rig.post(&url, &json!({"auth": token})).await), (401, "user_access_error"));
    rig.portal.set_app_access(1, true);
    rig.portal.dismiss(1);
    assert_eq!(error(&rig.post(&url, &json!({"auth": token})).await), (401, "authorization_error"));
}

#[tokio::test]
async fn unknown_methods_wrong_webhooks_and_missing_scopes_are_refused() {
    let rig = Rig::start(Sim::builder().scope("placement").no_bucket()).await;
    assert_eq!(error(&rig.call(1, "crm.nothing", json!({})).await), (404, "ERROR_METHOD_NOT_FOUND"));
    assert_eq!(error(&rig.call(1, "crm.contact.list", json!({})).await), (401, "insufficient_scope"));
    assert_eq!(rig.call(1, "user.admin", json!({})).await.1["result"], true);
    let wrong = format!("{}/rest/1/wrong/profile", rig.portal.origin());
    assert_eq!(error(&rig.get(&wrong).await), (401, "INVALID_CREDENTIALS"));
    let event = format!("{}event.get", rig.portal.webhook_url(1));
    assert_eq!(error(&rig.get(&event).await), (403, "WRONG_AUTH_TYPE"));
    let log = rig.portal.calls();
    assert_eq!(log[3].source_path, "/rest/1/***/profile");
    assert_eq!((log[2].via, log[2].user_id), (Via::Token, Some(1)));
}

#[tokio::test]
async fn browsers_may_call_but_only_with_plain_headers() {
    let rig = Rig::plain().await;
    let url = format!("{}profile", rig.portal.rest_url());
    let answer = rig.http.request(reqwest::Method::OPTIONS, &url).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["access-control-allow-origin"], "*");
    assert_eq!(answer.headers()["access-control-allow-headers"], "origin, content-type, accept");
}

#[tokio::test]
async fn profile_and_users_are_told_in_the_portals_types() {
    let rig = Rig::plain().await;
    let (_, profile) = rig.call(2, "profile", json!({})).await;
    assert_eq!(profile["result"]["ID"], "2");
    assert_eq!(profile["result"]["ADMIN"], false);
    assert!(profile["time"]["operating"].is_null());
    let (_, users) = rig.call(2, "user.get", json!({"FILTER": {"ID": [1, 3]}})).await;
    assert_eq!(users["result"][1]["ID"], "3");
    assert_eq!(users["total"], 2);
    let (_, known) = rig.call(2, "method.get", json!({"name": "crm.contact.delete"})).await;
    assert_eq!(known["result"], json!({"isExisting": true, "isAvailable": true}));
    assert_eq!(rig.call(2, "scope", json!({})).await.1["result"], json!(["crm", "placement", "user_brief"]));
}

#[tokio::test]
async fn a_renamed_portal_redirects_from_its_old_address() {
    let rig = Rig::plain().await;
    let token = rig.token(1);
    let old = rig.portal.rest_url();
    let member_id = rig.portal.member_id();
    let domain = rig.portal.rename(None).unwrap();
    assert_eq!(domain, rig.portal.domain());
    let moved = rig.http.post(format!("{old}profile")).json(&json!({"auth": token})).send().await.unwrap();
    assert_eq!(moved.status(), 302);
    assert_eq!(moved.headers()["location"], format!("http://{domain}/rest/profile"));
    let answer = rig.post(&format!("{}profile", rig.portal.rest_url()), &json!({"auth": token})).await;
    assert_eq!(answer.1["result"]["ID"], "1");
    assert_eq!(rig.portal.member_id(), member_id);
    let info = rig.get(&format!("{}/rest/app.info?auth={token}", rig.sim.oauth_url())).await;
    assert_eq!(info.1["result"]["install"]["domain"], domain);
}
