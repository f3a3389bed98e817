//! Lost, broken, late or wrong answers. No contact is deleted twice, no other contact is deleted, and the counts are
//! true.

use std::time::Duration;

use portal_sim::{Fault, Moment, Nth, Outage, Portal, PortalState, Reshape};
use serde_json::{Value, json};

use super::{counts, start_app, start_app_with};
use crate::support::TestApp;
use portal_sim::Sim;

/// Deletes this many contacts while one call of the batches has this fault. In the end exactly these contacts are gone,
/// each after one execution.
async fn survives(fault: Fault, call: usize, count: usize) -> (TestApp, Value) {
    let app = start_app(count + 60, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 2).await;
    let all = portal.contact_ids();
    portal.faults().script("batch", Nth::Call(call), fault.clone());
    let job = user.ends(user.deletes(&all[..count]).await).await;
    assert_eq!(job["state"], "done", "{fault:?}: {job}");
    assert_eq!(portal.contact_ids(), all[count..], "{fault:?}: exactly the chosen contacts are deleted");
    assert_eq!(counts(&job, &["failed", "denied", "pending"]), [0, 0, 0], "{fault:?}: {job}");
    assert_eq!(job["deleted"].as_u64(), Some(count as u64), "{fault:?}: {job}");
    (app, job)
}

pub(super) fn asked_twice(portal: &Portal, ids: &[u64]) -> usize {
    ids.iter().filter(|id| portal.delete_requests(**id) > 1).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn executed_deletions_with_wrong_answers_are_not_repeated() {
    for fault in [
        Fault::html_after_work(502),
        Fault::html_after_work(504),
        Fault::EmptyBody,
        Fault::Truncated,
        Fault::CutAfter,
        Fault::Reshaped(Reshape::Text("Fatal error: Allowed memory size".to_owned())),
    ] {
        let (app, _) = survives(fault.clone(), 3, 90).await;
        let gone: Vec<u64> = app.portal().deletions().iter().map(|deletion| deletion.contact_id).collect();
        assert_eq!(asked_twice(&app.portal(), &gone), 0, "{fault:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unexecuted_deletions_are_repeated() {
    for fault in [
        Fault::Html(502),
        Fault::CutBefore,
        Fault::expired_token(),
        Fault::query_limit(),
        Fault::Http(500, String::new(), "text/html".to_owned()),
    ] {
        let (app, _) = survives(fault.clone(), 3, 90).await;
        let portal = app.portal();
        let runs = portal.deletions().iter().filter(|one| portal.delete_runs(one.contact_id) != 1).count();
        assert_eq!(runs, 0, "{fault:?}: each was executed once");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_answers_give_no_wrong_outcomes() {
    for shape in [
        Reshape::HalfOfTheOutcomes,
        Reshape::WithoutMap("result"),
        Reshape::WithoutMap("result_error"),
        Reshape::WithoutMap("result_time"),
        Reshape::SwappedKeys,
        Reshape::DuplicatedKeys(json!(true)),
        Reshape::UnknownKeys(vec!["c99".to_owned(), "0".to_owned()]),
        Reshape::Lists,
        Reshape::BothMaps(String::new()),
        Reshape::Put("/result/result".to_owned(), json!([])),
        Reshape::Doubled,
    ] {
        for call in [1, 3] {
            survives(Fault::Reshaped(shape.clone()), call, 70).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn repeated_old_answer_is_rejected() {
    for call in [2, 3, 4] {
        survives(Fault::PreviousAnswer, call, 120).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn batch_of_forty_seconds_is_sent_once() {
    let app = start_app_with(Sim::builder().contacts(120).delete_cost(Duration::from_millis(50)), 20.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = portal.contact_ids();
    portal.faults().script("batch", Nth::Call(3), Fault::Delay(Duration::from_secs(40)));
    let job = user.ends(user.deletes(&ids[..90]).await).await;
    assert_eq!(counts(&job, &["deleted", "failed"]), [90, 0]);
    assert_eq!(asked_twice(&portal, &ids), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn job_waits_for_work_behind_a_gateway_timeout() {
    // Each deletion is so slow that even the first ten take longer than the gateway waits.
    let app = start_app_with(Sim::builder().contacts(120).delete_cost(Duration::from_secs(8)), 60.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = portal.contact_ids();
    let job = user.ends(user.deletes(&ids[..30]).await).await;
    assert_eq!(counts(&job, &["deleted", "failed"]), [30, 0], "{job}");
    assert_eq!(asked_twice(&portal, &ids), 0);
    assert_eq!(portal.contact_ids(), ids[30..]);
}

#[tokio::test(flavor = "multi_thread")]
async fn false_success_is_detected() {
    let app = start_app(300, 20.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = portal.contact_ids();
    portal.faults().script("crm.contact.delete", Nth::Every, Fault::FalseSuccess);
    // A small job notices it in the verification at its end.
    let few = user.ends(user.deletes(&ids[..20]).await).await;
    assert_eq!((few["state"].as_str(), few["failed"].as_u64()), (Some("done"), Some(20)), "{few}");
    assert_eq!(few["verified"], 0);
    // In a large job, the first ten contacts are checked before the others are deleted.
    let id = user.deletes(&ids).await;
    let many = user.reaches(id, &["paused"]).await;
    assert_eq!(many["reason"], "not_deleting");
    assert_eq!(counts(&many, &["deleted", "pending"]), [0, 300]);
    let asked = ids.iter().filter(|id| portal.delete_requests(**id) > 0).count();
    assert!(asked <= 20 + 10, "{asked} were asked for");
    portal.faults().clear();
    assert_eq!(user.commands(id, "resume").await.status, 200);
    assert_eq!(user.ends(id).await["deleted"], 300);
}

#[tokio::test(flavor = "multi_thread")]
async fn refusal_by_a_portal_handler_fails_one_contact() {
    let app = start_app(120, 20.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = portal.contact_ids();
    let refusal = Fault::HandlerRefuses("Not while the moon is full".to_owned());
    portal.faults().script("crm.contact.delete", Nth::Call(4), refusal);
    let id = user.deletes(&ids[..30]).await;
    let job = user.ends(id).await;
    assert_eq!(counts(&job, &["deleted", "failed"]), [29, 1], "{job}");
    let failed = user.get(&format!("/api/jobs/{id}/items?outcome=failed")).await.json;
    assert_eq!(failed["items"][0]["code"], "refused");
    assert!(!failed["items"][0]["message"].as_str().unwrap().is_empty());
    assert_eq!(failed["items"][0]["portal_says"], "Not while the moon is full");
}

#[tokio::test(flavor = "multi_thread")]
async fn job_waits_for_a_portal_that_is_down() {
    for outage in [Outage::Unavailable, Outage::Cut] {
        let app = start_app(300, 40.0).await;
        let portal = app.portal();
        let user = app.signs_in(&portal, 1).await;
        let ids = portal.contact_ids();
        portal.when(Moment::Deletions(60), move |portal| portal.set_outage(Some(outage)));
        let id = user.deletes(&ids[..250]).await;
        let waiting = user.reaches(id, &["waiting"]).await;
        assert_eq!(waiting["reason"], "portal_unavailable");
        assert!(waiting["resumes_at"].is_string(), "{waiting}");
        portal.set_outage(None);
        assert_eq!(counts(&user.ends(id).await, &["deleted", "failed"]), [250, 0]);
        assert_eq!(portal.contact_ids(), ids[250..]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn portal_that_is_down_receives_fewer_and_fewer_calls() {
    let app = start_app(120, 400.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = portal.contact_ids();
    portal.set_outage(Some(Outage::Unavailable));
    let id = user.deletes(&ids[..50]).await;
    user.reaches(id, &["waiting"]).await;
    let before = portal.call_count("batch");
    app.waits(Duration::from_mins(20)).await;
    let tries = portal.call_count("batch") - before;
    assert!((1..=8).contains(&tries), "{tries} tries");
    portal.set_outage(None);
    assert_eq!(user.commands(id, "resume").await.status, 200, "resuming lets the job continue at once");
    assert_eq!(user.ends(id).await["deleted"], 50);
}

/// A reason why a job pauses, what causes it, and what lets the job continue.
async fn stops(reason: &str, happens: fn(&Portal), heals: fn(&Portal)) {
    let app = start_app(300, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 2).await;
    let ids = portal.contact_ids();
    portal.when(Moment::Deletions(40), happens);
    let id = user.deletes(&ids[..200]).await;
    let paused = user.reaches(id, &["paused"]).await;
    assert_eq!(paused["reason"], reason, "{paused}");
    assert!(paused["pending"].as_u64().unwrap() > 0);
    heals(&portal);
    let again = app.signs_in(&portal, 2).await;
    let done = again.ends(id).await;
    assert_eq!(
        counts(&done, &["deleted", "failed", "denied"]),
        [200, 0, 0],
        "{reason}: opening the app helps"
    );
    assert_eq!(portal.contact_ids(), ids[200..]);
}

#[tokio::test(flavor = "multi_thread")]
async fn paused_job_names_its_reason_and_continues_after_a_visit() {
    stops(
        "payment_required",
        |p| p.set_state(PortalState::PaymentRequired),
        |p| p.set_state(PortalState::Active),
    )
    .await;
    stops(
        "plan_restricted",
        |p| p.set_state(PortalState::PlanRestricted),
        |p| p.set_state(PortalState::Active),
    )
    .await;
    stops("app_access_denied", |p| p.set_app_access(2, false), |p| p.set_app_access(2, true)).await;
    stops("portal_unauthorized", |p| p.dismiss(2), |p| p.reinstate(2)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn job_paused_over_a_day_continues_only_when_resumed() {
    for (rest, goes_on) in [(23, true), (25, false)] {
        let app = start_app(300, 40.0).await;
        let portal = app.portal();
        let user = app.signs_in(&portal, 2).await;
        portal.when(Moment::Deletions(40), |portal| portal.set_app_access(2, false));
        let id = user.deletes(&portal.contact_ids()[..200]).await;
        let paused = user.reaches(id, &["paused"]).await;
        portal.set_app_access(2, true);
        app.clock.passes(Duration::from_hours(rest));
        let later = app.signs_in(&portal, 2).await;
        if !goes_on {
            app.waits(Duration::from_mins(2)).await;
            let still = later.job(id).await;
            assert_eq!(counts(&still, &["deleted", "pending"]), counts(&paused, &["deleted", "pending"]));
            assert_eq!(
                (still["state"].as_str(), still["reason"].as_str()),
                (Some("paused"), Some("app_access_denied"))
            );
            assert_eq!(later.commands(id, "resume").await.status, 200);
        }
        assert_eq!(counts(&later.ends(id).await, &["deleted", "failed"]), [200, 0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_on_a_portal_that_was_deleted_fails() {
    let app = start_app(300, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 2).await;
    let ids = portal.contact_ids();
    portal.when(Moment::Deletions(40), |portal| portal.set_state(PortalState::Deleted));
    let job = user.ends(user.deletes(&ids[..200]).await).await;
    assert_eq!((job["state"].as_str(), job["reason"].as_str()), (Some("failed"), Some("portal_deleted")));
    assert_eq!(job["pending"], 0, "no outcome is unknown at the end: {job}");
}

#[tokio::test(flavor = "multi_thread")]
async fn token_that_expires_during_a_job_is_renewed_once() {
    let app = start_app(300, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 2).await;
    let ids = portal.contact_ids();
    portal.when(Moment::Deletions(100), |portal| portal.expire_user(2));
    let before = app.sim.refreshes();
    let job = user.ends(user.deletes(&ids[..250]).await).await;
    assert_eq!(counts(&job, &["deleted", "failed"]), [250, 0]);
    assert_eq!(app.sim.refreshes() - before, 1);
    assert!(ids[..250].iter().all(|id| portal.delete_runs(*id) == 1), "refused calls were not executed");
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelled_job_counts_deletions_after_a_lost_answer() {
    let app = start_app(120, 60.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let (sender, receiver) = tokio::sync::oneshot::channel();
    portal.when(Moment::Call("crm.contact.delete".to_owned(), 1), move |_| {
        let _sent = sender.send(());
    });
    // The gateway gives up after 60 seconds; the first deletion takes five minutes.
    let slow = Fault::Delay(Duration::from_mins(5));
    portal.faults().script("crm.contact.delete", Nth::Next, slow);
    let id = user.deletes(&portal.contact_ids()[..3]).await;
    receiver.await.unwrap();
    assert_eq!(user.commands(id, "cancel").await.status, 200);
    let job = user.ends(id).await;
    assert_eq!(job["state"], "cancelled", "{job}");
    assert_eq!(counts(&job, &["deleted", "cancelled"]), [3, 0], "{job}");
    assert_eq!(portal.deletions().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn contact_deleted_late_by_a_lost_call_has_its_copy() {
    let app = start_app(120, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let victim = portal.contact_ids()[0];
    let lost = Fault::refusal(500, "INTERNAL_SERVER_ERROR", "");
    portal.faults().script("crm.contact.delete", Nth::Next, lost);
    portal.when(Moment::Call("crm.contact.delete".to_owned(), 1), move |portal| {
        // Two checks have found the contact. Before it is read again, the portal has deleted it.
        let reading = Moment::Call("crm.contact.list".to_owned(), 3);
        portal.when(reading, move |portal| assert!(portal.remove_contact(victim)));
    });
    let id = user.deletes(&[victim]).await;
    let job = user.ends(id).await;
    assert_eq!(counts(&job, &["deleted", "gone"]), [1, 0], "{job}");
    assert_eq!(portal.delete_requests(victim), 1, "it was not deleted again");
    let copies = user.get(&format!("/api/jobs/{id}/snapshot.json")).await.json;
    assert_eq!(copies.as_array().map(Vec::len), Some(1), "{copies}");
}
