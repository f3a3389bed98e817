//! Many requests at once: workers, queues, and what a test can ask about them.

use std::time::Duration;

use portal_sim::{Sim, SimBuilder, SimClock};
use serde_json::json;

use crate::rig::{Rig, until};

fn slow(clock: &SimClock) -> SimBuilder {
    Sim::builder().clock(clock.clone()).no_bucket().delete_cost(Duration::from_secs(10))
}

/// Starts so many deletions at once, the contacts from 1 on, and waits until all have arrived.
async fn crowd(rig: &Rig, size: usize) -> Vec<tokio::task::JoinHandle<u16>> {
    let url = format!("{}crm.contact.delete", rig.portal.rest_url());
    let mut calls = Vec::new();
    for id in 1..=size {
        let request = rig.http.post(&url).json(&json!({"auth": rig.token(1), "id": id}));
        calls.push(tokio::spawn(async move { request.send().await.unwrap().status().as_u16() }));
        until("it has arrived", || rig.portal.call_count("*") == id).await;
    }
    calls
}

#[tokio::test]
async fn a_portal_works_on_all_requests_at_once_unless_told_otherwise() {
    let clock = SimClock::manual(1_790_000_000.0);
    let rig = Rig::start(slow(&clock)).await;
    let calls = crowd(&rig, 3).await;
    until("all are at work", || rig.portal.at_work("*").now() == 3).await;
    clock.advance(Duration::from_secs(10));
    for call in calls {
        assert_eq!(call.await.unwrap(), 200);
    }
    until("all are answered", || rig.portal.in_flight("crm.contact.delete").now() == 0).await;
    assert_eq!(rig.portal.in_flight("crm.contact.delete").peak(), 3);
    assert_eq!(rig.portal.in_flight("batch").peak(), 0);
}

#[tokio::test]
async fn a_serialized_portal_takes_one_after_the_other() {
    let clock = SimClock::manual(1_790_000_000.0);
    let rig = Rig::start(slow(&clock).serialized()).await;
    let calls = crowd(&rig, 3).await;
    for done in 1..=3 {
        until("one is at work", || rig.portal.at_work("*").now() == 1).await;
        clock.advance(Duration::from_secs(10));
        until("it is done", || rig.portal.deletions().len() == done).await;
        until("the next is at work", || rig.portal.at_work("*").history().len() >= (2 * done + 1).min(6))
            .await;
        until("it is answered", || rig.portal.in_flight("*").now() == 3 - done).await;
    }
    for call in calls {
        assert_eq!(call.await.unwrap(), 200);
    }
    assert_eq!((rig.portal.at_work("*").peak(), rig.portal.in_flight("*").peak()), (1, 3));
    let order: Vec<u64> = rig.portal.deletions().iter().map(|deletion| deletion.contact_id).collect();
    assert_eq!(order, [1, 2, 3]);
    let last = &rig.portal.calls()[2];
    let after = |moment: Option<f64>| (moment.unwrap() - last.at).round();
    assert_eq!((after(last.began_at), after(last.done_at)), (20.0, 30.0));
    assert_eq!(last.answered_at, last.done_at);
    assert_eq!(rig.portal.in_flight("*").peak_after(last.at + 15.0), 2);
}

#[tokio::test]
async fn the_number_of_workers_can_change_while_it_runs() {
    let clock = SimClock::manual(1_790_000_000.0);
    let rig = Rig::start(slow(&clock).workers(2)).await;
    let calls = crowd(&rig, 5).await;
    until("two are at work", || rig.portal.at_work("*").now() == 2).await;
    rig.portal.set_workers(4);
    until("four are at work", || rig.portal.at_work("*").now() == 4).await;
    until("all are answered", || {
        clock.advance(Duration::from_secs(1));
        rig.portal.in_flight("*").now() == 0
    })
    .await;
    assert_eq!(rig.portal.at_work("*").peak(), 4);
    for call in calls {
        assert_eq!(call.await.unwrap(), 200);
    }
}

#[tokio::test]
async fn the_gateway_gives_up_on_who_waits_too_long_and_the_work_is_done_all_the_same() {
    let clock = SimClock::manual(1_790_000_000.0);
    let rig = Rig::start(slow(&clock).serialized().gateway_limit(Duration::from_secs(15))).await;
    let mut calls = crowd(&rig, 3).await;
    until("one is at work", || rig.portal.at_work("*").now() == 1).await;
    clock.advance(Duration::from_secs(10));
    assert_eq!(calls.remove(0).await.unwrap(), 200);
    until("the next is at work", || rig.portal.at_work("*").history().len() == 3).await;
    clock.advance(Duration::from_secs(5));
    for call in calls {
        assert_eq!(call.await.unwrap(), 504);
    }
    assert_eq!((rig.portal.in_flight("*").now(), rig.portal.at_work("*").now()), (0, 1));
    until("all are gone", || {
        clock.advance(Duration::from_secs(5));
        rig.portal.deletions().len() == 3
    })
    .await;
}

#[tokio::test]
async fn who_hangs_up_is_under_way_no_longer() {
    let clock = SimClock::manual(1_790_000_000.0);
    let rig = Rig::start(slow(&clock)).await;
    let call = crowd(&rig, 1).await.remove(0);
    until("it is at work", || rig.portal.at_work("*").now() == 1).await;
    call.abort();
    until("the caller is gone", || rig.portal.in_flight("*").now() == 0).await;
    assert_eq!(rig.portal.at_work("*").now(), 1);
}

#[tokio::test]
async fn a_crowd_slows_each_other_down_where_there_is_contention() {
    let clock = SimClock::manual(1_790_000_000.0);
    let rig = Rig::start(slow(&clock).contention(0.5)).await;
    let calls = crowd(&rig, 1).await;
    until("one is at work", || rig.portal.at_work("*").now() == 1).await;
    let url = format!("{}crm.contact.delete", rig.portal.rest_url());
    let request = rig.http.post(&url).json(&json!({"auth": rig.token(1), "id": 9}));
    let second = tokio::spawn(request.send());
    until("two are at work", || rig.portal.at_work("*").now() == 2).await;
    clock.advance(Duration::from_secs(10));
    until("the first is done", || rig.portal.deletions().len() == 1).await;
    clock.advance(Duration::from_secs(5));
    let body: serde_json::Value = second.await.unwrap().unwrap().json().await.unwrap();
    assert_eq!(body["time"]["duration"], 15);
    for call in calls {
        assert_eq!(call.await.unwrap(), 200);
    }
}
