//! Many requests at once: workers, the queue, and what a test can ask about concurrency.

use std::time::Duration;

use portal_sim::{Sim, SimBuilder, SimClock};
use serde_json::json;

use crate::support::{TestSim, until};

fn slow(clock: &SimClock) -> SimBuilder {
    Sim::builder().clock(clock.clone()).no_bucket().delete_cost(Duration::from_secs(10))
}

/// Starts this many deletions, of the contacts from 1, and waits until all have arrived.
async fn start_deletions(test: &TestSim, size: usize) -> Vec<tokio::task::JoinHandle<u16>> {
    let url = format!("{}crm.contact.delete", test.portal.rest_url());
    let mut calls = Vec::new();
    for id in 1..=size {
        let request = test.http.post(&url).json(&json!({"auth": test.token(1), "id": id}));
        calls.push(tokio::spawn(async move { request.send().await.unwrap().status().as_u16() }));
        until("it has arrived", || test.portal.call_count("*") == id).await;
    }
    calls
}

#[tokio::test]
async fn by_default_a_portal_executes_all_requests_at_once() {
    let clock = SimClock::manual(1_790_000_000.0);
    let test = TestSim::start(slow(&clock)).await;
    let calls = start_deletions(&test, 3).await;
    until("all are at work", || test.portal.at_work("*").now() == 3).await;
    clock.advance(Duration::from_secs(10));
    for call in calls {
        assert_eq!(call.await.unwrap(), 200);
    }
    until("all are answered", || test.portal.in_flight("crm.contact.delete").now() == 0).await;
    assert_eq!(test.portal.in_flight("crm.contact.delete").peak(), 3);
    assert_eq!(test.portal.in_flight("batch").peak(), 0);
}

#[tokio::test]
async fn a_serialized_portal_executes_one_request_after_the_other() {
    let clock = SimClock::manual(1_790_000_000.0);
    let test = TestSim::start(slow(&clock).serialized()).await;
    let calls = start_deletions(&test, 3).await;
    for done in 1..=3 {
        until("one is at work", || test.portal.at_work("*").now() == 1).await;
        clock.advance(Duration::from_secs(10));
        until("it is done", || test.portal.deletions().len() == done).await;
        until("the next is at work", || test.portal.at_work("*").history().len() >= (2 * done + 1).min(6))
            .await;
        until("it is answered", || test.portal.in_flight("*").now() == 3 - done).await;
    }
    for call in calls {
        assert_eq!(call.await.unwrap(), 200);
    }
    assert_eq!((test.portal.at_work("*").peak(), test.portal.in_flight("*").peak()), (1, 3));
    let order: Vec<u64> = test.portal.deletions().iter().map(|deletion| deletion.contact_id).collect();
    assert_eq!(order, [1, 2, 3]);
    let last = &test.portal.calls()[2];
    let after = |moment: Option<f64>| (moment.unwrap() - last.at).round();
    assert_eq!((after(last.began_at), after(last.done_at)), (20.0, 30.0));
    assert_eq!(last.answered_at, last.done_at);
    assert_eq!(test.portal.in_flight("*").peak_after(last.at + 15.0), 2);
}

#[tokio::test]
async fn the_number_of_workers_can_change_while_it_runs() {
    let clock = SimClock::manual(1_790_000_000.0);
    let test = TestSim::start(slow(&clock).workers(2)).await;
    let calls = start_deletions(&test, 5).await;
    until("two are at work", || test.portal.at_work("*").now() == 2).await;
    test.portal.set_workers(4);
    until("four are at work", || test.portal.at_work("*").now() == 4).await;
    until("all are answered", || {
        clock.advance(Duration::from_secs(1));
        test.portal.in_flight("*").now() == 0
    })
    .await;
    assert_eq!(test.portal.at_work("*").peak(), 4);
    for call in calls {
        assert_eq!(call.await.unwrap(), 200);
    }
}

#[tokio::test]
async fn the_gateway_answers_504_to_queued_requests_but_their_work_is_done() {
    let clock = SimClock::manual(1_790_000_000.0);
    let test = TestSim::start(slow(&clock).serialized().gateway_limit(Duration::from_secs(15))).await;
    let mut calls = start_deletions(&test, 3).await;
    until("one is at work", || test.portal.at_work("*").now() == 1).await;
    clock.advance(Duration::from_secs(10));
    assert_eq!(calls.remove(0).await.unwrap(), 200);
    until("the next is at work", || test.portal.at_work("*").history().len() == 3).await;
    clock.advance(Duration::from_secs(5));
    for call in calls {
        assert_eq!(call.await.unwrap(), 504);
    }
    assert_eq!((test.portal.in_flight("*").now(), test.portal.at_work("*").now()), (0, 1));
    until("all are gone", || {
        clock.advance(Duration::from_secs(5));
        test.portal.deletions().len() == 3
    })
    .await;
}

#[tokio::test]
async fn a_request_whose_client_hung_up_is_not_in_flight() {
    let clock = SimClock::manual(1_790_000_000.0);
    let test = TestSim::start(slow(&clock)).await;
    let call = start_deletions(&test, 1).await.remove(0);
    until("it is at work", || test.portal.at_work("*").now() == 1).await;
    call.abort();
    until("the caller is gone", || test.portal.in_flight("*").now() == 0).await;
    assert_eq!(test.portal.at_work("*").now(), 1);
}

#[tokio::test]
async fn with_contention_simultaneous_requests_get_slower() {
    let clock = SimClock::manual(1_790_000_000.0);
    let test = TestSim::start(slow(&clock).contention(0.5)).await;
    let calls = start_deletions(&test, 1).await;
    until("one is at work", || test.portal.at_work("*").now() == 1).await;
    let url = format!("{}crm.contact.delete", test.portal.rest_url());
    let request = test.http.post(&url).json(&json!({"auth": test.token(1), "id": 9}));
    let second = tokio::spawn(request.send());
    until("two are at work", || test.portal.at_work("*").now() == 2).await;
    clock.advance(Duration::from_secs(10));
    until("the first is done", || test.portal.deletions().len() == 1).await;
    clock.advance(Duration::from_secs(5));
    let body: serde_json::Value = second.await.unwrap().unwrap().json().await.unwrap();
    assert_eq!(body["time"]["duration"], 15);
    for call in calls {
        assert_eq!(call.await.unwrap(), 200);
    }
}
