//! Tokens: how they are issued, refreshed, checked and revoked.

use std::time::Duration;

use portal_sim::{PortalState, SecretIn, Sim, SimClock};
use serde_json::json;

use crate::support::{TestSim, error, read};

#[tokio::test]
async fn a_refresh_gives_a_new_pair_and_ends_the_old_refresh_token() {
    let test = TestSim::plain().await;
    let pair = test.portal.mint_pair(2);
    let fields = [("grant_type", "refresh_token"), ("refresh_token", pair.refresh_token.as_str())];
    let (status, body) = test.grant(&fields).await;
    assert_eq!(status, 200);
    assert_eq!(body["user_id"], 2);
    assert_eq!(body["expires_in"], 3600);
    assert_eq!(body["member_id"], test.portal.member_id());
    assert_eq!(body["client_endpoint"], test.portal.rest_url());
    assert_eq!(body["server_endpoint"], format!("{}/rest/", test.sim.oauth_url()));
    assert_eq!(format!("http://{}", body["domain"].as_str().unwrap()), test.sim.oauth_url());
    assert_eq!(body["scope"], "crm,placement,user_brief");
    assert!(body.get("token_type").is_none());
    assert_ne!(body["access_token"], pair.access_token);
    assert_eq!(error(&test.grant(&fields).await), (400, "invalid_grant"));
    assert_eq!(test.sim.refreshes(), 1);
}

#[tokio::test]
async fn the_token_endpoint_accepts_get_and_logs_where_the_secret_was() {
    let test = TestSim::plain().await;
    let pair = test.portal.mint_pair(1);
    let (id, secret) = (test.sim.client_id(), test.sim.client_secret());
    let url = format!(
        "{}/oauth/token?grant_type=refresh_token&client_id={id}&client_secret={secret}&refresh_token={}",
        test.sim.oauth_url(),
        pair.refresh_token
    );
    assert_eq!(test.get(&url).await.0, 200);
    let call = test.sim.oauth_calls().pop().unwrap();
    assert_eq!((call.secret_in, call.verb.as_str()), (Some(SecretIn::Query), "GET"));
    assert!(!call.params.to_string().contains(secret));
}

#[tokio::test]
async fn each_refusal_has_its_code_and_status() {
    let test = TestSim::plain().await;
    let url = format!("{}/oauth/token/", test.sim.oauth_url());
    let wrong_client = [("grant_type", "refresh_token"), ("client_id", "app.0"), ("client_secret", "x")];
    assert_eq!(error(&test.form(&url, &wrong_client).await), (200, "wrong_client"));
    let wrong_secret =
        [("grant_type", "refresh_token"), ("client_id", test.sim.client_id()), ("client_secret", "x")];
    assert_eq!(error(&test.form(&url, &wrong_secret).await), (400, "invalid_client"));
    assert_eq!(error(&test.grant(&[]).await), (400, "invalid_request"));
    assert_eq!(error(&test.grant(&[("grant_type", "refresh_token")]).await), (400, "invalid_request"));
    let unknown = [("grant_type", "refresh_token"), ("refresh_token", "abc")];
    assert_eq!(error(&test.grant(&unknown).await), (400, "invalid_grant"));
}

#[tokio::test]
async fn a_refresh_reports_the_state_of_portal_and_user() {
    let test = TestSim::plain().await;
    let refresh = |user_id| {
        let token = test.portal.mint_pair(user_id).refresh_token;
        async {
            let token = token;
            test.grant(&[("grant_type", "refresh_token"), ("refresh_token", &token)]).await
        }
    };
    test.portal.dismiss(3);
    assert_eq!(error(&refresh(3).await), (400, "invalid_grant"));
    test.portal.set_state(PortalState::PaymentRequired);
    assert_eq!(error(&refresh(1).await), (401, "PAYMENT_REQUIRED"));
    test.portal.set_state(PortalState::AppRemoved);
    assert_eq!(error(&refresh(1).await), (401, "NOT_INSTALLED"));
    test.portal.set_state(PortalState::Deleted);
    assert_eq!(refresh(1).await.0, 404);
    test.portal.set_state(PortalState::Active);
    let pair = test.portal.mint_pair(1);
    test.portal.uninstall(true);
    let fields = [("grant_type", "refresh_token"), ("refresh_token", pair.refresh_token.as_str())];
    assert_eq!(error(&test.grant(&fields).await), (401, "NOT_INSTALLED"));
}

#[tokio::test]
async fn an_authorization_code_is_valid_for_thirty_seconds_and_one_use() {
    let clock = SimClock::manual(1_790_000_000.0);
    let test = TestSim::start(Sim::builder().clock(clock.clone()).no_bucket().installed(true)).await;
    test.sim.register_app("http://127.0.0.1:9");
    let code = async || {
        let id = test.sim.client_id();
        let url = format!("{}/oauth/authorize/?client_id={id}&state=s%26t&sim_user=2", test.portal.origin());
        let response = test.http.get(url).send().await.unwrap();
        assert_eq!(response.status(), 302);
        let target = url::Url::parse(response.headers()["location"].to_str().unwrap()).unwrap();
        assert_eq!(target.path(), "/oauth/callback");
        let given: std::collections::HashMap<String, String> = target.query_pairs().into_owned().collect();
        assert_eq!(given["state"], "s&t");
        assert_eq!(given["domain"], test.portal.domain());
        assert_eq!(given["member_id"], test.portal.member_id());
        given["code"].clone()
    };
    let exchange =
        async |code: &str| test.grant(&[("grant_type", "authorization_code"), ("code", code)]).await;
    let first = code().await;
    assert_eq!(exchange(&first).await.1["user_id"], 2);
    assert_eq!(error(&exchange(&first).await), (400, "invalid_grant"));
    let late = code().await;
    clock.advance(Duration::from_secs(31));
    assert_eq!(error(&exchange(&late).await), (400, "invalid_grant"));
}

#[tokio::test]
async fn a_refused_authorization_does_not_redirect_to_the_application() {
    let test = TestSim::start(Sim::builder().no_bucket()).await;
    let id = test.sim.client_id().to_owned();
    let ask = async |query: &str| {
        let url = format!("{}/oauth/authorize/?{query}", test.portal.origin());
        test.http.get(url).send().await.unwrap().status().as_u16()
    };
    assert_eq!(ask(&format!("client_id={id}&state=s&sim_user=1")).await, 403);
    test.portal.install_finished();
    assert_eq!(ask("client_id=app.0&state=s&sim_user=1").await, 403);
    assert_eq!(ask(&format!("client_id={id}&state=s")).await, 200);
    test.portal.dismiss(2);
    assert_eq!(ask(&format!("client_id={id}&state=s&sim_user=2")).await, 403);
}

#[tokio::test]
async fn app_info_of_the_authorization_server_reports_the_owner_of_a_token() {
    let test = TestSim::plain().await;
    let pair = test.portal.mint_pair(3);
    let url = format!("{}/rest/app.info", test.sim.oauth_url());
    let (status, body) = test.post(&url, &json!({"auth": pair.access_token})).await;
    assert_eq!(status, 200);
    let result = &body["result"];
    assert_eq!(result["client_id"], test.sim.client_id());
    assert_eq!(result["user_id"], 3);
    assert_eq!(result["install"]["member_id"], test.portal.member_id());
    assert_eq!(result["install"]["client_endpoint"], test.portal.rest_url());
    assert!(result["expires"].as_str().unwrap().ends_with("+00:00"));
    assert_eq!(test.get(&format!("{url}?auth={}", pair.access_token)).await.0, 200);
    assert_eq!(test.form(&url, &[("auth", &pair.access_token)]).await.0, 200);
    assert_eq!(error(&test.get(&format!("{url}?auth=nonsense")).await), (401, "NO_AUTH_FOUND"));
    assert_eq!(error(&test.get(&format!("{url}?auth={}", "ab".repeat(35))).await), (400, "invalid_client"));
}

#[tokio::test]
async fn a_token_of_another_application_is_valid_and_reports_that_application() {
    let test = TestSim::plain().await;
    let other = test.sim.add_foreign_app();
    let pair = other.mint_pair(&test.portal, 1);
    let url = format!("{}/rest/app.info?auth={}", test.sim.oauth_url(), pair.access_token);
    assert_eq!(test.get(&url).await.1["result"]["client_id"], other.client_id());
    let profile = format!("{}profile?auth={}", test.portal.rest_url(), pair.access_token);
    assert_eq!(test.get(&profile).await.1["result"]["ID"], "1");
    let fields = [("grant_type", "refresh_token"), ("refresh_token", pair.refresh_token.as_str())];
    assert_eq!(error(&test.grant(&fields).await), (400, "invalid_grant"));
}

#[tokio::test]
async fn a_client_secret_sent_to_a_portal_is_visible_in_its_log() {
    let test = TestSim::plain().await;
    let pair = test.portal.mint_pair(1);
    let fields = [
        ("grant_type", "refresh_token"),
        ("client_id", test.sim.client_id()),
        ("client_secret", test.sim.client_secret()),
        ("refresh_token", &pair.refresh_token),
    ];
    let url = format!("{}/oauth/token/", test.portal.origin());
    let answer = read(test.http.post(url).form(&fields).send().await.unwrap()).await;
    assert_eq!(answer.0, 200);
    assert_eq!(test.portal.calls_of("oauth/token")[0].secret_in, Some(SecretIn::Body));
}
