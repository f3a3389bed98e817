//! Tokens: how they are had, renewed, checked and lost.

use std::time::Duration;

use portal_sim::{PortalState, SecretIn, Sim, SimClock};
use serde_json::json;

use crate::rig::{Rig, error, read};

#[tokio::test]
async fn a_refresh_gives_a_new_pair_and_ends_the_old_refresh_token() {
    let rig = Rig::plain().await;
    let pair = rig.portal.mint_pair(2);
    let fields = [("grant_type", "refresh_token"), ("refresh_token", pair.refresh_token.as_str())];
    let (status, body) = rig.grant(&fields).await;
    assert_eq!(status, 200);
    assert_eq!(body["user_id"], 2);
    assert_eq!(body["expires_in"], 3600);
    assert_eq!(body["member_id"], rig.portal.member_id());
    assert_eq!(body["client_endpoint"], rig.portal.rest_url());
    assert_eq!(body["server_endpoint"], format!("{}/rest/", rig.sim.oauth_url()));
    assert_eq!(format!("http://{}", body["domain"].as_str().unwrap()), rig.sim.oauth_url());
    assert_eq!(body["scope"], "crm,placement,user_brief");
    assert!(body.get("token_type").is_none());
    assert_ne!(body["access_token"], pair.access_token);
    assert_eq!(error(&rig.grant(&fields).await), (400, "invalid_grant"));
    assert_eq!(rig.sim.refreshes(), 1);
}

#[tokio::test]
async fn the_token_endpoint_takes_get_and_tells_where_the_secret_stood() {
    let rig = Rig::plain().await;
    let pair = rig.portal.mint_pair(1);
    let (id, secret) = (rig.sim.client_id(), rig.sim.client_secret());
    let url = format!(
        "{}/oauth/token?grant_type=refresh_token&client_id={id}&client_secret={secret}&refresh_token={}",
        rig.sim.oauth_url(),
        pair.refresh_token
    );
    assert_eq!(rig.get(&url).await.0, 200);
    let call = rig.sim.oauth_calls().pop().unwrap();
    assert_eq!((call.secret_in, call.verb.as_str()), (Some(SecretIn::Query), "GET"));
    assert!(!call.params.to_string().contains(secret));
}

#[tokio::test]
async fn each_refusal_has_its_code_and_status() {
    let rig = Rig::plain().await;
    let url = format!("{}/oauth/token/", rig.sim.oauth_url());
    let wrong_client = [("grant_type", "refresh_token"), ("client_id", "app.0"), ("client_secret", "x")];
    assert_eq!(error(&rig.form(&url, &wrong_client).await), (200, "wrong_client"));
    let wrong_secret =
        [("grant_type", "refresh_token"), ("client_id", rig.sim.client_id()), ("client_secret", "x")];
    assert_eq!(error(&rig.form(&url, &wrong_secret).await), (400, "invalid_client"));
    assert_eq!(error(&rig.grant(&[]).await), (400, "invalid_request"));
    assert_eq!(error(&rig.grant(&[("grant_type", "refresh_token")]).await), (400, "invalid_request"));
    let unknown = [("grant_type", "refresh_token"), ("refresh_token", "abc")];
    assert_eq!(error(&rig.grant(&unknown).await), (400, "invalid_grant"));
}

#[tokio::test]
async fn a_refresh_says_what_became_of_portal_and_user() {
    let rig = Rig::plain().await;
    let refresh = |user_id| {
        let token = rig.portal.mint_pair(user_id).refresh_token;
        async {
            let token = token;
            rig.grant(&[("grant_type", "refresh_token"), ("refresh_token", &token)]).await
        }
    };
    rig.portal.dismiss(3);
    assert_eq!(error(&refresh(3).await), (400, "invalid_grant"));
    rig.portal.set_state(PortalState::PaymentRequired);
    assert_eq!(error(&refresh(1).await), (401, "PAYMENT_REQUIRED"));
    rig.portal.set_state(PortalState::AppRemoved);
    assert_eq!(error(&refresh(1).await), (401, "NOT_INSTALLED"));
    rig.portal.set_state(PortalState::Deleted);
    assert_eq!(refresh(1).await.0, 404);
    rig.portal.set_state(PortalState::Active);
    let pair = rig.portal.mint_pair(1);
    rig.portal.uninstall(true);
    let fields = [("grant_type", "refresh_token"), ("refresh_token", pair.refresh_token.as_str())];
    assert_eq!(error(&rig.grant(&fields).await), (401, "NOT_INSTALLED"));
}

#[tokio::test]
async fn browser_authorization_gives_a_code_for_thirty_seconds_and_one_use() {
    let clock = SimClock::manual(1_790_000_000.0);
    let rig = Rig::start(Sim::builder().clock(clock.clone()).no_bucket().installed(true)).await;
    rig.sim.register_app("http://127.0.0.1:9");
    let code = async || {
        let id = rig.sim.client_id();
        let url = format!("{}/oauth/authorize/?client_id={id}&state=s%26t&sim_user=2", rig.portal.origin());
        let response = rig.http.get(url).send().await.unwrap();
        assert_eq!(response.status(), 302);
        let target = url::Url::parse(response.headers()["location"].to_str().unwrap()).unwrap();
        assert_eq!(target.path(), "/oauth/callback");
        let given: std::collections::HashMap<String, String> = target.query_pairs().into_owned().collect();
        assert_eq!(given["state"], "s&t");
        assert_eq!(given["domain"], rig.portal.domain());
        assert_eq!(given["member_id"], rig.portal.member_id());
        given["code"].clone()
    };
    let exchange =
        async |code: &str| rig.grant(&[("grant_type", "authorization_code"), ("code", code)]).await;
    let first = code().await;
    assert_eq!(exchange(&first).await.1["user_id"], 2);
    assert_eq!(error(&exchange(&first).await), (400, "invalid_grant"));
    let late = code().await;
    clock.advance(Duration::from_secs(31));
    assert_eq!(error(&exchange(&late).await), (400, "invalid_grant"));
}

#[tokio::test]
async fn refused_authorization_stays_on_the_portal() {
    let rig = Rig::start(Sim::builder().no_bucket()).await;
    let id = rig.sim.client_id().to_owned();
    let ask = async |query: &str| {
        let url = format!("{}/oauth/authorize/?{query}", rig.portal.origin());
        rig.http.get(url).send().await.unwrap().status().as_u16()
    };
    assert_eq!(ask(&format!("client_id={id}&state=s&sim_user=1")).await, 403);
    rig.portal.install_finished();
    assert_eq!(ask("client_id=app.0&state=s&sim_user=1").await, 403);
    assert_eq!(ask(&format!("client_id={id}&state=s")).await, 200);
    rig.portal.dismiss(2);
    assert_eq!(ask(&format!("client_id={id}&state=s&sim_user=2")).await, 403);
}

#[tokio::test]
async fn app_info_of_the_authorization_server_tells_whose_token_it_is() {
    let rig = Rig::plain().await;
    let pair = rig.portal.mint_pair(3);
    let url = format!("{}/rest/app.info", rig.sim.oauth_url());
    let (status, body) = rig.post(&url, &json!({"auth": pair.access_token})).await;
    assert_eq!(status, 200);
    let result = &body["result"];
    assert_eq!(result["client_id"], rig.sim.client_id());
    assert_eq!(result["user_id"], 3);
    assert_eq!(result["install"]["member_id"], rig.portal.member_id());
    assert_eq!(result["install"]["client_endpoint"], rig.portal.rest_url());
    assert!(result["expires"].as_str().unwrap().ends_with("+00:00"));
    assert_eq!(rig.get(&format!("{url}?auth={}", pair.access_token)).await.0, 200);
    assert_eq!(rig.form(&url, &[("auth", &pair.access_token)]).await.0, 200);
    assert_eq!(error(&rig.get(&format!("{url}?auth=nonsense")).await), (401, "NO_AUTH_FOUND"));
    assert_eq!(error(&rig.get(&format!("{url}?auth={}", "ab".repeat(35))).await), (400, "invalid_client"));
}

#[tokio::test]
async fn another_applications_token_is_valid_but_carries_its_own_name() {
    let rig = Rig::plain().await;
    let other = rig.sim.add_foreign_app();
    let pair = other.mint_pair(&rig.portal, 1);
    let url = format!("{}/rest/app.info?auth={}", rig.sim.oauth_url(), pair.access_token);
    assert_eq!(rig.get(&url).await.1["result"]["client_id"], other.client_id());
    let profile = format!("{}profile?auth={}", rig.portal.rest_url(), pair.access_token);
    assert_eq!(rig.get(&profile).await.1["result"]["ID"], "1");
    let fields = [("grant_type", "refresh_token"), ("refresh_token", pair.refresh_token.as_str())];
    assert_eq!(error(&rig.grant(&fields).await), (400, "invalid_grant"));
}

#[tokio::test]
async fn a_secret_sent_to_a_portal_shows_in_its_log() {
    let rig = Rig::plain().await;
    let pair = rig.portal.mint_pair(1);
    let fields = [
        ("grant_type", "refresh_token"),
        ("client_id", rig.sim.client_id()),
        ("client_secret", rig.sim.client_secret()),
        ("refresh_token", &pair.refresh_token),
    ];
    let url = format!("{}/oauth/token/", rig.portal.origin());
    let answer = read(rig.http.post(url).form(&fields).send().await.unwrap()).await;
    assert_eq!(answer.0, 200);
    assert_eq!(rig.portal.calls_of("oauth/token")[0].secret_in, Some(SecretIn::Body));
}
