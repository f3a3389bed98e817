//! Wrong answers to batches whose work is done.

use std::time::Duration;

use portal_sim::{Fault, Nth, Reshape, Sim, SimClock};
use serde_json::{Value, json};

use crate::support::{TestSim, error, until};

/// Deletes these contacts in one batch, one command `c<id>` each.
async fn delete(test: &TestSim, ids: &[u64]) -> (u16, Value) {
    let cmd: serde_json::Map<_, _> =
        ids.iter().map(|id| (format!("c{id}"), json!(format!("crm.contact.delete?ID={id}")))).collect();
    test.call(1, "batch", json!({"halt": 0, "cmd": cmd})).await
}

async fn changed_answer(reshape: Reshape) -> (TestSim, Value) {
    let test = TestSim::plain().await;
    test.portal.faults().script("batch", Nth::Next, Fault::Reshaped(reshape));
    let (status, body) = delete(&test, &[1, 2, 9999, 4]).await;
    assert_eq!((status, test.portal.deletions().len()), (200, 3));
    (test, body)
}

#[tokio::test]
async fn half_of_the_outcomes_can_be_missing() {
    let (_, body) = changed_answer(Reshape::HalfOfTheOutcomes).await;
    assert_eq!(body["result"]["result"], json!({"c1": true, "c2": true}));
    assert_eq!(
        (&body["result"]["result_error"], body["result"]["result_time"].get("c4")),
        (&json!([]), None)
    );
}

#[tokio::test]
async fn outcomes_can_have_other_keys_or_none() {
    let (_, body) = changed_answer(Reshape::SwappedKeys).await;
    assert_eq!(body["result"]["result"], json!({"c9999": true, "c4": true, "c2": true}));
    assert_eq!(body["result"]["result_error"]["c1"]["error"], "ERROR_CORE");
    let (_, body) = changed_answer(Reshape::Lists).await;
    assert_eq!(body["result"]["result"], json!([true, true, true]));
    let (_, body) = changed_answer(Reshape::UnknownKeys(vec!["c5".to_owned()])).await;
    assert_eq!(body["result"]["result"]["c5"], true);
}

#[tokio::test]
async fn maps_can_have_the_wrong_type_or_be_missing() {
    let (_, body) = changed_answer(Reshape::Put("/result/result".to_owned(), json!("x"))).await;
    assert_eq!(body["result"]["result"], "x");
    let (_, body) = changed_answer(Reshape::Put("/result/result_error".to_owned(), json!(true))).await;
    assert_eq!(body["result"]["result_error"], true);
    let (_, body) = changed_answer(Reshape::WithoutMap("result")).await;
    assert!(body["result"].get("result").is_none());
    let (_, body) = changed_answer(Reshape::Doubled).await;
    assert!(body.as_str().unwrap().contains("}{"));
    let (_, body) = changed_answer(Reshape::BothMaps("ACCESS_DENIED".to_owned())).await;
    assert_eq!(body["result"]["result_error"]["c1"]["error"], "ACCESS_DENIED");
}

#[tokio::test]
async fn the_previous_answer_can_be_sent_again() {
    let test = TestSim::plain().await;
    let (_, first) = delete(&test, &[1, 2]).await;
    test.portal.faults().script("batch", Nth::Next, Fault::PreviousAnswer);
    let (status, second) = delete(&test, &[3, 4]).await;
    assert_eq!((status, &second), (200, &first));
    assert_eq!(test.portal.deletions().len(), 4);
    let (_, third) = delete(&test, &[5]).await;
    assert_eq!(third["result"]["result"], json!({"c5": true}));
}

#[tokio::test]
async fn an_answer_can_be_late_although_the_work_is_done_at_once() {
    let clock = SimClock::manual(1_790_000_000.0);
    let test = TestSim::start(Sim::builder().clock(clock.clone()).no_bucket()).await;
    test.portal.faults().script("batch", Nth::Next, Fault::LateAnswer(Duration::from_secs(90)));
    let body = json!({"auth": test.token(1), "cmd": {"a": "crm.contact.delete?ID=1"}});
    let request = test.http.post(format!("{}batch", test.portal.rest_url())).json(&body);
    let late = tokio::spawn(request.send());
    until("it is done", || test.portal.deletions().len() == 1 && test.portal.at_work("*").now() == 0).await;
    assert_eq!(test.portal.in_flight("batch").now(), 1);
    until("it is answered", || {
        clock.advance(Duration::from_secs(30));
        late.is_finished()
    })
    .await;
    assert_eq!(late.await.unwrap().unwrap().status(), 200);
}

#[tokio::test]
async fn a_slow_batch_gets_a_504_and_is_done_afterwards() {
    let test = TestSim::start(Sim::builder().speed(1000.0).no_bucket()).await;
    test.portal.faults().script("batch", Nth::Next, Fault::Delay(Duration::from_secs(80)));
    assert_eq!(delete(&test, &[1, 2]).await.0, 504);
    until("both are gone", || test.portal.deletions().len() == 2).await;
    let call = &test.portal.calls()[0];
    assert!(call.done_at.unwrap() > call.answered_at.unwrap());
}

#[tokio::test]
async fn common_refusals_can_be_scripted_by_name() {
    let test = TestSim::plain().await;
    let faults = test.portal.faults();
    faults.script("batch", Nth::Call(2), Fault::query_limit());
    faults.script("batch", Nth::Call(3), Fault::expired_token());
    faults.script("crm.contact.delete", Nth::Call(2), Fault::operation_time_limit());
    faults.script("crm.contact.delete", Nth::Call(3), Fault::access_denied());
    let (_, body) = delete(&test, &[1, 2, 3, 4]).await;
    assert_eq!(body["result"]["result"], json!({"c1": true, "c4": true}));
    assert_eq!(body["result"]["result_error"]["c2"]["error"], "OPERATION_TIME_LIMIT");
    assert_eq!(body["result"]["result_error"]["c3"]["error_description"], "Access denied.");
    assert_eq!(error(&delete(&test, &[5]).await), (503, "QUERY_LIMIT_EXCEEDED"));
    assert_eq!(error(&delete(&test, &[5]).await), (401, "expired_token"));
    assert_eq!((test.portal.delete_requests(5), test.portal.delete_runs(5)), (2, 0));
    test.portal.faults().script("batch", Nth::Next, Fault::html_after_work(502));
    assert_eq!(delete(&test, &[5]).await.0, 502);
    delete(&test, &[5]).await;
    assert_eq!((test.portal.delete_requests(5), test.portal.delete_runs(5)), (4, 2));
}
