//! Scripted faults.

use std::time::Duration;

use portal_sim::{Fault, Nth, Sim, SimClock};
use serde_json::json;

use crate::support::{TestSim, error, until};

fn refusal(status: u16, code: &str) -> Fault {
    Fault::Error { status, error: code.to_owned(), description: String::new() }
}

#[tokio::test]
async fn answers_can_be_replaced_before_and_after_the_work() {
    let test = TestSim::plain().await;
    let faults = test.portal.faults();
    let delete = async |id: u64| test.call(1, "crm.contact.delete", json!({"id": id})).await;
    faults.script("crm.contact.delete", Nth::Next, Fault::Html(502));
    let answer = delete(1).await;
    assert_eq!(answer.0, 502);
    assert!(answer.1.as_str().unwrap().starts_with("<html>"));
    assert!(test.portal.contact(1).is_some());
    faults.script("crm.contact.delete", Nth::Next, Fault::AnswerAfterWork { status: 500, body: "{}".into() });
    assert_eq!(delete(1).await, (500, json!({})));
    assert!(test.portal.contact(1).is_none());
    faults.script("crm.contact.delete", Nth::Next, Fault::EmptyBody);
    assert_eq!(delete(2).await, (200, json!("")));
    assert!(test.portal.contact(2).is_none());
    faults.script("crm.contact.delete", Nth::Next, Fault::Truncated);
    let half = delete(3).await;
    assert!(half.1.as_str().unwrap().starts_with("{\"result\":true"));
    faults.script("crm.contact.delete", Nth::Next, Fault::FalseSuccess);
    assert_eq!(delete(4).await.1["result"], true);
    assert!(test.portal.contact(4).is_some());
    faults.script("crm.contact.delete", Nth::Next, Fault::HandlerRefuses("Not today".into()));
    let refused = delete(4).await;
    assert_eq!(
        (error(&refused), &refused.1["error_description"]),
        ((400, "ERROR_CORE"), &json!("Not today"))
    );
    assert!(test.portal.contact(4).is_some());
    assert_eq!(test.portal.delete_requests(4), 2);
}

#[tokio::test]
async fn connections_can_be_cut_before_and_after_the_work() {
    let test = TestSim::plain().await;
    let url = format!("{}crm.contact.delete", test.portal.rest_url());
    let send =
        async |id: u64| test.http.post(&url).json(&json!({"auth": test.token(1), "id": id})).send().await;
    test.portal.faults().script("crm.contact.delete", Nth::Next, Fault::CutBefore);
    assert!(send(1).await.is_err());
    assert!(test.portal.contact(1).is_some());
    test.portal.faults().script("crm.contact.delete", Nth::Next, Fault::CutAfter);
    assert!(send(1).await.is_err());
    assert!(test.portal.contact(1).is_none());
    assert_eq!(test.portal.delete_requests(1), 2);
    assert_eq!(test.portal.calls().iter().map(|call| call.http_status).collect::<Vec<_>>(), [0, 0]);
    assert_eq!(send(2).await.unwrap().status(), 200);
}

#[tokio::test]
async fn faults_hit_the_calls_with_their_numbers_until_they_are_cleared() {
    let test = TestSim::plain().await;
    let faults = test.portal.faults();
    faults.script("profile", Nth::From(2), refusal(401, "expired_token"));
    faults.script("scope", Nth::Call(2), refusal(503, "OVERLOAD_LIMIT"));
    let status = async |method: &str| test.call(1, method, json!({})).await.0;
    assert_eq!([status("profile").await, status("profile").await, status("profile").await], [200, 401, 401]);
    assert_eq!([status("scope").await, status("scope").await, status("scope").await], [200, 503, 200]);
    faults.clear();
    assert_eq!(status("profile").await, 200);
}

#[tokio::test]
async fn faults_can_hit_single_commands_or_the_whole_batch() {
    let test = TestSim::plain().await;
    let faults = test.portal.faults();
    faults.script("crm.contact.delete", Nth::Call(2), Fault::FalseSuccess);
    faults.script("crm.contact.delete", Nth::Call(3), refusal(429, "OPERATION_TIME_LIMIT"));
    let cmd = json!({"cmd": {"a": "crm.contact.delete?ID=1", "b": "crm.contact.delete?ID=2", "c": "crm.contact.delete?ID=3"}});
    let (_, body) = test.call(1, "batch", cmd.clone()).await;
    assert_eq!(body["result"]["result"], json!({"a": true, "b": true}));
    assert_eq!(body["result"]["result_error"]["c"]["error"], "OPERATION_TIME_LIMIT");
    assert_eq!(test.portal.deletions().len(), 1);
    faults.script("batch", Nth::Next, Fault::AnswerAfterWork { status: 502, body: "<html>".into() });
    assert_eq!(test.call(1, "batch", cmd.clone()).await.0, 502);
    assert_eq!(test.portal.deletions().len(), 3);
    faults.script("batch", Nth::Next, refusal(503, "QUERY_LIMIT_EXCEEDED"));
    assert_eq!(error(&test.call(1, "batch", cmd).await), (503, "QUERY_LIMIT_EXCEEDED"));
}

#[tokio::test]
async fn calls_can_be_slow_or_never_answer() {
    let clock = SimClock::manual(1_790_000_000.0);
    let test = TestSim::start(Sim::builder().clock(clock.clone()).no_bucket()).await;
    test.portal.faults().script("profile", Nth::Next, Fault::Delay(Duration::from_secs(3)));
    let url = format!("{}profile", test.portal.rest_url());
    let request = test.http.post(&url).json(&json!({"auth": test.token(1)}));
    let slow = tokio::spawn(request.send());
    until("the call is there", || test.portal.calls().iter().any(|call| call.user_id == Some(1))).await;
    while !slow.is_finished() {
        clock.advance(Duration::from_secs(1));
        tokio::task::yield_now().await;
    }
    assert_eq!(slow.await.unwrap().unwrap().status(), 200);
    test.portal.faults().script("profile", Nth::Next, Fault::Hang);
    let request =
        test.http.post(&url).timeout(Duration::from_millis(200)).json(&json!({"auth": test.token(1)}));
    assert!(request.send().await.unwrap_err().is_timeout());
}

#[tokio::test]
async fn faults_can_hit_the_authorization_server() {
    let test = TestSim::plain().await;
    let pair = test.portal.mint_pair(1);
    let fields = [("grant_type", "refresh_token"), ("refresh_token", pair.refresh_token.as_str())];
    test.sim.oauth_faults().script("oauth/token", Nth::Next, Fault::Html(503));
    assert_eq!(test.grant(&fields).await.0, 503);
    test.sim.oauth_faults().script(
        "oauth/token",
        Nth::Next,
        Fault::AnswerAfterWork { status: 504, body: String::new() },
    );
    assert_eq!(test.grant(&fields).await.0, 504);
    assert_eq!(error(&test.grant(&fields).await), (400, "invalid_grant"));
    test.sim.oauth_faults().script(
        "app.info",
        Nth::Next,
        Fault::Http(200, "not json".into(), "text/plain".into()),
    );
    let info = format!("{}/rest/app.info?auth={}", test.sim.oauth_url(), pair.access_token);
    assert_eq!(test.get(&info).await, (200, json!("not json")));
    assert_eq!(test.sim.oauth_calls().len(), 4);
}
