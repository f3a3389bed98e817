//! Answers to batches that are not what was asked for, while the work behind them is done.

use std::time::Duration;

use portal_sim::{Fault, Nth, Reshape, Sim, SimClock};
use serde_json::{Value, json};

use crate::rig::{Rig, error, until};

/// Deletes these contacts in one batch, one command `c<id>` each.
async fn delete(rig: &Rig, ids: &[u64]) -> (u16, Value) {
    let cmd: serde_json::Map<_, _> =
        ids.iter().map(|id| (format!("c{id}"), json!(format!("crm.contact.delete?ID={id}")))).collect();
    rig.call(1, "batch", json!({"halt": 0, "cmd": cmd})).await
}

async fn twisted(reshape: Reshape) -> (Rig, Value) {
    let rig = Rig::plain().await;
    rig.portal.faults().script("batch", Nth::Next, Fault::Reshaped(reshape));
    let (status, body) = delete(&rig, &[1, 2, 9999, 4]).await;
    assert_eq!((status, rig.portal.deletions().len()), (200, 3));
    (rig, body)
}

#[tokio::test]
async fn half_of_the_outcomes_can_be_missing() {
    let (_, body) = twisted(Reshape::HalfOfTheOutcomes).await;
    assert_eq!(body["result"]["result"], json!({"c1": true, "c2": true}));
    assert_eq!(
        (&body["result"]["result_error"], body["result"]["result_time"].get("c4")),
        (&json!([]), None)
    );
}

#[tokio::test]
async fn outcomes_can_stand_under_other_keys_or_under_none() {
    let (_, body) = twisted(Reshape::SwappedKeys).await;
    assert_eq!(body["result"]["result"], json!({"c9999": true, "c4": true, "c2": true}));
    assert_eq!(body["result"]["result_error"]["c1"]["error"], "ERROR_CORE");
    let (_, body) = twisted(Reshape::Lists).await;
    assert_eq!(body["result"]["result"], json!([true, true, true]));
    let (_, body) = twisted(Reshape::UnknownKeys(vec!["c5".to_owned()])).await;
    assert_eq!(body["result"]["result"]["c5"], true);
}

#[tokio::test]
async fn shapes_can_be_wrong() {
    let (_, body) = twisted(Reshape::Put("/result/result".to_owned(), json!("x"))).await;
    assert_eq!(body["result"]["result"], "x");
    let (_, body) = twisted(Reshape::Put("/result/result_error".to_owned(), json!(true))).await;
    assert_eq!(body["result"]["result_error"], true);
    let (_, body) = twisted(Reshape::WithoutMap("result")).await;
    assert!(body["result"].get("result").is_none());
    let (_, body) = twisted(Reshape::Doubled).await;
    assert!(body.as_str().unwrap().contains("}{"));
    let (_, body) = twisted(Reshape::BothMaps("ACCESS_DENIED".to_owned())).await;
    assert_eq!(body["result"]["result_error"]["c1"]["error"], "ACCESS_DENIED");
}

#[tokio::test]
async fn an_answer_can_be_that_of_the_call_before() {
    let rig = Rig::plain().await;
    let (_, first) = delete(&rig, &[1, 2]).await;
    rig.portal.faults().script("batch", Nth::Next, Fault::PreviousAnswer);
    let (status, second) = delete(&rig, &[3, 4]).await;
    assert_eq!((status, &second), (200, &first));
    assert_eq!(rig.portal.deletions().len(), 4);
    let (_, third) = delete(&rig, &[5]).await;
    assert_eq!(third["result"]["result"], json!({"c5": true}));
}

#[tokio::test]
async fn an_answer_can_come_late_and_the_work_is_done_at_once() {
    let clock = SimClock::manual(1_790_000_000.0);
    let rig = Rig::start(Sim::builder().clock(clock.clone()).no_bucket()).await;
    rig.portal.faults().script("batch", Nth::Next, Fault::LateAnswer(Duration::from_secs(90)));
    let body = json!({"auth": rig.token(1), "cmd": {"a": "crm.contact.delete?ID=1"}});
    let request = rig.http.post(format!("{}batch", rig.portal.rest_url())).json(&body);
    let late = tokio::spawn(request.send());
    until("it is done", || rig.portal.deletions().len() == 1 && rig.portal.at_work("*").now() == 0).await;
    assert_eq!(rig.portal.in_flight("batch").now(), 1);
    until("it is answered", || {
        clock.advance(Duration::from_secs(30));
        late.is_finished()
    })
    .await;
    assert_eq!(late.await.unwrap().unwrap().status(), 200);
}

#[tokio::test]
async fn a_slow_batch_is_cut_by_the_gateway_and_done_afterwards() {
    let rig = Rig::start(Sim::builder().speed(1000.0).no_bucket()).await;
    rig.portal.faults().script("batch", Nth::Next, Fault::Delay(Duration::from_secs(80)));
    assert_eq!(delete(&rig, &[1, 2]).await.0, 504);
    until("both are gone", || rig.portal.deletions().len() == 2).await;
    let call = &rig.portal.calls()[0];
    assert!(call.done_at.unwrap() > call.answered_at.unwrap());
}

#[tokio::test]
async fn refusals_have_names() {
    let rig = Rig::plain().await;
    let faults = rig.portal.faults();
    faults.script("batch", Nth::Call(2), Fault::query_limit());
    faults.script("batch", Nth::Call(3), Fault::expired_token());
    faults.script("crm.contact.delete", Nth::Call(2), Fault::operation_time_limit());
    faults.script("crm.contact.delete", Nth::Call(3), Fault::access_denied());
    let (_, body) = delete(&rig, &[1, 2, 3, 4]).await;
    assert_eq!(body["result"]["result"], json!({"c1": true, "c4": true}));
    assert_eq!(body["result"]["result_error"]["c2"]["error"], "OPERATION_TIME_LIMIT");
    assert_eq!(body["result"]["result_error"]["c3"]["error_description"], "Access denied.");
    assert_eq!(error(&delete(&rig, &[5]).await), (503, "QUERY_LIMIT_EXCEEDED"));
    assert_eq!(error(&delete(&rig, &[5]).await), (401, "expired_token"));
    assert_eq!((rig.portal.delete_requests(5), rig.portal.delete_runs(5)), (2, 0));
    rig.portal.faults().script("batch", Nth::Next, Fault::html_after_work(502));
    assert_eq!(delete(&rig, &[5]).await.0, 502);
    delete(&rig, &[5]).await;
    assert_eq!((rig.portal.delete_requests(5), rig.portal.delete_runs(5)), (4, 2));
}
