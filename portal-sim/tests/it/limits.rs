//! The rate limit, the limit of running time, and the gateway.

use std::time::Duration;

use portal_sim::{Sim, SimClock};
use serde_json::json;

use crate::support::{TestSim, error, until};

#[tokio::test]
async fn the_bucket_counts_requests_and_drains_with_time() {
    let clock = SimClock::manual(1_790_000_000.0);
    let test = TestSim::start(Sim::builder().clock(clock.clone()).bucket(3, 2.0)).await;
    let mut seen = Vec::new();
    for _ in 0..4 {
        let cmd = json!({"cmd": ["profile", "profile", "profile"]});
        seen.push(test.call(1, "batch", cmd).await.0);
    }
    assert_eq!(seen, [200, 200, 200, 503]);
    assert_eq!(error(&test.call(1, "profile", json!({})).await), (503, "QUERY_LIMIT_EXCEEDED"));
    clock.advance(Duration::from_millis(500));
    assert_eq!(test.call(1, "profile", json!({})).await.0, 200);
}

#[tokio::test]
async fn a_method_without_running_time_is_blocked_and_others_are_not() {
    let clock = SimClock::scaled(100.0);
    let limit = Some(Duration::from_secs(25));
    let builder =
        Sim::builder().clock(clock).no_bucket().delete_cost(Duration::from_secs(10)).operating_limit(limit);
    let test = TestSim::start(builder).await;
    let cmd = json!({"a": "crm.contact.delete?ID=1", "b": "crm.contact.delete?ID=2", "c": "crm.contact.delete?ID=3", "d": "crm.contact.delete?ID=4"});
    let (_, body) = test.call(1, "batch", json!({"cmd": cmd})).await;
    let result = &body["result"];
    assert_eq!(result["result"], json!({"a": true, "b": true, "c": true}));
    assert_eq!(result["result_time"]["c"]["operating"], 30);
    assert_eq!(result["result_error"]["d"]["error"], "OPERATION_TIME_LIMIT");
    assert_eq!(
        error(&test.call(2, "crm.contact.delete", json!({"id": 5})).await),
        (429, "OPERATION_TIME_LIMIT")
    );
    let (status, body) = test.call(1, "crm.contact.list", json!({})).await;
    assert_eq!((status, &body["time"]["operating"]), (200, &json!(0)));
    assert!(result["result_time"].get("d").is_none());
    assert!(body["time"]["operating_reset_at"].is_i64());
}

#[tokio::test]
async fn after_a_504_of_the_gateway_the_work_goes_on() {
    let builder = Sim::builder().speed(1000.0).no_bucket().delete_cost(Duration::from_mins(10));
    let test = TestSim::start(builder).await;
    let (status, body) = test.call(1, "crm.contact.delete", json!({"id": 50})).await;
    assert_eq!(status, 504);
    assert!(body.as_str().unwrap().contains("504"));
    until("the contact goes", || test.portal.contact(50).is_none()).await;
    assert_eq!(test.portal.deletions().len(), 1);
}

#[tokio::test]
async fn a_client_that_hangs_up_does_not_stop_the_work() {
    let clock = SimClock::manual(1_790_000_000.0);
    let builder = Sim::builder().clock(clock.clone()).no_bucket().delete_cost(Duration::from_secs(5));
    let test = TestSim::start(builder).await;
    let token = test.token(1);
    let url = format!("{}crm.contact.delete", test.portal.rest_url());
    let request = test.http.post(url).json(&json!({"auth": token, "id": 50}));
    let hung_up = request.timeout(Duration::from_millis(300)).send().await;
    assert!(hung_up.unwrap_err().is_timeout());
    assert!(test.portal.contact(50).is_some());
    until("the call is at work", || test.portal.calls().iter().any(|call| call.user_id == Some(1))).await;
    let gone_in_time = || {
        clock.advance(Duration::from_secs(6));
        test.portal.contact(50).is_none()
    };
    until("the contact goes", gone_in_time).await;
}

#[tokio::test]
async fn after_a_504_a_batch_goes_on_to_its_last_command() {
    let builder = Sim::builder().speed(1000.0).no_bucket().delete_cost(Duration::from_secs(10));
    let test = TestSim::start(builder).await;
    let cmd: Vec<String> = (1..=12).map(|id| format!("crm.contact.delete?ID={id}")).collect();
    let (status, _) = test.call(1, "batch", json!({"cmd": cmd})).await;
    assert_eq!(status, 504);
    assert!(test.portal.deletions().len() >= 6);
    until("all are gone", || test.portal.deletions().len() == 12).await;
    assert_eq!(test.portal.calls()[0].http_status, 504);
}

#[tokio::test]
async fn each_command_reports_the_running_time_of_its_method() {
    let clock = SimClock::manual(1_790_000_000.0);
    let limit = Some(Duration::from_mins(7));
    let test = TestSim::start(Sim::builder().clock(clock).no_bucket().operating_limit(limit)).await;
    let cmd = json!({"a": "crm.contact.delete?ID=1", "b": "profile", "c": "crm.contact.delete?ID=9999"});
    let (_, body) = test.call(1, "batch", json!({"cmd": cmd})).await;
    let times = &body["result"]["result_time"];
    assert_eq!(
        (&times["a"]["operating"], &times["b"]["operating"], times.get("c")),
        (&json!(0), &json!(0), None)
    );
    assert_eq!(times["a"]["operating_reset_at"], 1_790_000_600);
    assert_eq!(
        (&body["time"]["operating"], &body["time"]["operating_reset_at"]),
        (&json!(0), &json!(1_790_000_600))
    );
}

/// The time of calls that are too short to count is counted once their request is over, when together they are
/// long enough.
#[tokio::test]
async fn many_short_calls_of_a_batch_count_when_the_batch_is_finished() {
    let builder = Sim::builder().speed(1000.0).no_bucket().delete_cost(Duration::from_millis(50));
    let test = TestSim::start(builder.operating_limit(Some(Duration::from_mins(7)))).await;
    let cmd: Vec<String> = (1..=40).map(|id| format!("crm.contact.delete?ID={id}")).collect();
    let (_, body) = test.call(1, "batch", json!({"cmd": cmd})).await;
    assert_eq!(body["result"]["result_time"][39]["operating"], 0);
    let (_, body) = test.call(1, "batch", json!({"cmd": {"a": "crm.contact.delete?ID=41"}})).await;
    let operating = body["result"]["result_time"]["a"]["operating"].as_f64().unwrap();
    assert!((operating - 2.0).abs() < 1e-6, "{operating}");
}

#[tokio::test]
async fn after_ten_minutes_a_blocked_method_works_again() {
    let clock = SimClock::manual(1_790_000_000.0);
    let limit = Some(Duration::from_secs(20));
    let test = TestSim::start(Sim::builder().clock(clock.clone()).no_bucket().operating_limit(limit)).await;
    test.portal.faults().script(
        "profile",
        portal_sim::Nth::Next,
        portal_sim::Fault::Delay(Duration::from_secs(30)),
    );
    let url = format!("{}profile", test.portal.rest_url());
    let long = tokio::spawn(test.http.post(&url).json(&json!({"auth": test.token(1)})).send());
    until("it is at work", || test.portal.at_work("*").now() == 1).await;
    clock.advance(Duration::from_secs(30));
    let body: serde_json::Value = long.await.unwrap().unwrap().json().await.unwrap();
    assert_eq!(
        (&body["time"]["operating"], &body["time"]["operating_reset_at"]),
        (&json!(30), &json!(1_790_000_600))
    );
    let profile = async || test.call(1, "profile", json!({})).await;
    assert_eq!(error(&profile().await), (429, "OPERATION_TIME_LIMIT"));
    assert_eq!(test.call(1, "scope", json!({})).await.0, 200);
    clock.advance(Duration::from_secs(570));
    assert_eq!(profile().await.0, 200);
    test.portal.set_operating_limit(None);
    assert!(profile().await.1["time"].get("operating").is_none());
}

#[tokio::test]
async fn a_portals_settings_can_be_changed_while_it_runs() {
    let clock = SimClock::manual(1_790_000_000.0);
    let test = TestSim::start(Sim::builder().portals(2).clock(clock).bucket(1, 1.0)).await;
    let statuses = async || {
        let mut seen = Vec::new();
        for _ in 0..3 {
            seen.push(test.call(1, "profile", json!({})).await.0);
        }
        seen
    };
    assert_eq!(statuses().await, [200, 503, 503]);
    test.portal.set_bucket(3, 1.0);
    assert_eq!(statuses().await, [200, 200, 503]);
    test.portal.set_enterprise();
    assert_eq!(statuses().await, [200, 200, 200]);
    let (_, info) = test.call(1, "app.info", json!({})).await;
    let told = ["LICENSE", "LICENSE_TYPE", "LICENSE_FAMILY"].map(|name| info["result"][name].clone());
    assert_eq!(told, ["de_ent1000", "ent1000", "ent"]);
    let other = test.sim.portal(1);
    let body = json!({"auth": other.mint_pair(1).access_token});
    let (_, info) = test.post(&format!("{}app.info", other.rest_url()), &body).await;
    assert_eq!(
        (&info["result"]["LICENSE"], info["result"].get("LICENSE_FAMILY")),
        (&json!("de_selfhosted"), None)
    );
    test.portal.set_scope("placement");
    assert_eq!(error(&test.call(1, "crm.contact.list", json!({})).await), (401, "insufficient_scope"));
}

/// Costs, the gateway, the bucket and the window all follow a clock that runs faster.
#[tokio::test]
async fn all_limits_follow_a_fast_clock() {
    let clock = SimClock::scaled(100.0);
    let builder =
        Sim::builder().clock(clock.clone()).bucket(2, 2.0).operating_limit(Some(Duration::from_mins(7)));
    let test = TestSim::start(builder.delete_cost(Duration::from_millis(400))).await;
    let cmd: Vec<String> = (1..=48).map(|id| format!("crm.contact.delete?ID={id}")).collect();
    let (status, body) = test.call(1, "batch", json!({"cmd": cmd})).await;
    assert_eq!(status, 200);
    assert!((body["time"]["duration"].as_f64().unwrap() - 19.2).abs() < 1e-6);
    let call = &test.portal.calls()[0];
    assert!(call.done_at.unwrap() - call.at >= 19.2 - 1e-3);
    let operating = body["result"]["result_time"][47]["operating"].as_f64().unwrap();
    assert!((operating - 19.2).abs() < 1e-6, "{operating}");
    until("the bucket has drained", || clock.now() - call.at > 25.0).await;
    assert_eq!(test.call(1, "profile", json!({})).await.0, 200);
}
