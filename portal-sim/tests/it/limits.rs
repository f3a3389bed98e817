//! The bucket, the wall of run time, and the gateway.

use std::time::Duration;

use portal_sim::{Sim, SimClock};
use serde_json::json;

use crate::rig::{Rig, error, until};

#[tokio::test]
async fn the_bucket_counts_requests_and_drains_with_time() {
    let clock = SimClock::manual(1_790_000_000.0);
    let rig = Rig::start(Sim::builder().clock(clock.clone()).bucket(3, 2.0)).await;
    let mut seen = Vec::new();
    for _ in 0..4 {
        let cmd = json!({"cmd": ["profile", "profile", "profile"]});
        seen.push(rig.call(1, "batch", cmd).await.0);
    }
    assert_eq!(seen, [200, 200, 200, 503]);
    assert_eq!(error(&rig.call(1, "profile", json!({})).await), (503, "QUERY_LIMIT_EXCEEDED"));
    clock.advance(Duration::from_millis(500));
    assert_eq!(rig.call(1, "profile", json!({})).await.0, 200);
}

#[tokio::test]
async fn a_method_that_used_up_its_time_is_blocked_alone() {
    let clock = SimClock::scaled(10_000.0);
    let limit = Some(Duration::from_secs(25));
    let builder =
        Sim::builder().clock(clock).no_bucket().delete_cost(Duration::from_secs(10)).operating_limit(limit);
    let rig = Rig::start(builder).await;
    let cmd = json!({"a": "crm.contact.delete?ID=1", "b": "crm.contact.delete?ID=2", "c": "crm.contact.delete?ID=3", "d": "crm.contact.delete?ID=4"});
    let (_, body) = rig.call(1, "batch", json!({"cmd": cmd})).await;
    let result = &body["result"];
    assert_eq!(result["result"], json!({"a": true, "b": true, "c": true}));
    assert_eq!(result["result_time"]["c"]["operating"], 30);
    assert_eq!(result["result_error"]["d"]["error"], "OPERATION_TIME_LIMIT");
    assert_eq!(
        error(&rig.call(2, "crm.contact.delete", json!({"id": 5})).await),
        (429, "OPERATION_TIME_LIMIT")
    );
    let (status, body) = rig.call(1, "crm.contact.list", json!({})).await;
    assert_eq!((status, &body["time"]["operating"]), (200, &json!(0)));
    assert!(body["time"]["operating_reset_at"].is_i64());
}

#[tokio::test]
async fn the_gateway_gives_up_but_the_work_goes_on() {
    let builder = Sim::builder().speed(1000.0).no_bucket().delete_cost(Duration::from_mins(10));
    let rig = Rig::start(builder).await;
    let (status, body) = rig.call(1, "crm.contact.delete", json!({"id": 50})).await;
    assert_eq!(status, 504);
    assert!(body.as_str().unwrap().contains("504"));
    until("the contact goes", || rig.portal.contact(50).is_none()).await;
    assert_eq!(rig.portal.deletions().len(), 1);
}

#[tokio::test]
async fn a_client_that_hangs_up_does_not_stop_the_work() {
    let clock = SimClock::manual(1_790_000_000.0);
    let builder = Sim::builder().clock(clock.clone()).no_bucket().delete_cost(Duration::from_secs(5));
    let rig = Rig::start(builder).await;
    let token = rig.token(1);
    let url = format!("{}crm.contact.delete", rig.portal.rest_url());
    let request = rig.http.post(url).json(&json!({"auth": token, "id": 50}));
    let hung_up = request.timeout(Duration::from_millis(300)).send().await;
    assert!(hung_up.unwrap_err().is_timeout());
    assert!(rig.portal.contact(50).is_some());
    until("the call is at work", || rig.portal.calls().iter().any(|call| call.user_id == Some(1))).await;
    let gone_in_time = || {
        clock.advance(Duration::from_secs(6));
        rig.portal.contact(50).is_none()
    };
    until("the contact goes", gone_in_time).await;
}

#[tokio::test]
async fn a_batch_that_is_cut_goes_on_to_its_last_command() {
    let builder = Sim::builder().speed(1000.0).no_bucket().delete_cost(Duration::from_secs(10));
    let rig = Rig::start(builder).await;
    let cmd: Vec<String> = (1..=12).map(|id| format!("crm.contact.delete?ID={id}")).collect();
    let (status, _) = rig.call(1, "batch", json!({"cmd": cmd})).await;
    assert_eq!(status, 504);
    assert!(rig.portal.deletions().len() >= 6);
    until("all are gone", || rig.portal.deletions().len() == 12).await;
    assert_eq!(rig.portal.calls()[0].http_status, 504);
}
