//! Reads that fail because of their contents: too long answers, contacts that break the portal, answers without a
//! result. Other contacts go on, no contact is deleted without a copy, and the job does not repeat calls endlessly.

use std::time::Duration;

use portal_sim::{Fault, Nth, Outage, Portal, Reshape, Sim};
use serde_json::{Value, json};

use super::{add_contacts, counts, start_app, start_app_with};
use crate::support::{Session, TestApp};

/// Contacts whose comments have this many Cyrillic letters. Each takes six bytes in the portal's answers.
fn wordy(portal: &Portal, count: usize, letters: usize) -> Vec<u64> {
    let comments = "я".repeat(letters);
    (0..count).map(|_| portal.add_contact(&json!({"NAME": "Wordy", "COMMENTS": comments}))).collect()
}

async fn copies(user: &Session<'_>, id: u64) -> Vec<Value> {
    user.get(&format!("/api/jobs/{id}/snapshot.json")).await.json.as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_with_long_comments_are_kept_whole_and_deleted() {
    let app = start_app(0, 20.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = wordy(&portal, 60, 8_000);
    let id = user.deletes(&ids).await;
    let job = user.ends(id).await;
    assert_eq!(job["state"], "done", "{job}");
    assert_eq!(counts(&job, &["deleted", "failed"]), [60, 0], "{job}");
    let copies = copies(&user, id).await;
    assert_eq!(copies.len(), 60);
    for copy in copies {
        let text = copy.to_string();
        assert_eq!(text.matches('я').count(), 8_000, "the copy is complete");
    }
    assert!(portal.call_count("batch") < 30, "{} calls", portal.call_count("batch"));
}

#[tokio::test(flavor = "multi_thread")]
async fn too_long_contact_fails_and_all_others_are_deleted() {
    let app = start_app(0, 20.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let mut ids = add_contacts(&portal, 120);
    let giant = portal.add_contact(&json!({"NAME": "Giant", "COMMENTS": "x".repeat(3 * 1024 * 1024)}));
    ids.push(giant);
    ids.extend(add_contacts(&portal, 79));
    let id = user.deletes(&ids).await;
    let job = user.ends(id).await;
    assert_eq!(job["state"], "done", "{job}");
    assert_eq!(counts(&job, &["deleted", "failed"]), [199, 1], "{job}");
    let failed: Vec<_> = user.outcomes(id).await.into_iter().filter(|item| item.1 == "failed").collect();
    assert_eq!(failed, [(giant, "failed".to_owned(), "no_snapshot".to_owned())]);
    assert_eq!(portal.delete_requests(giant), 0, "no contact is deleted without a copy");
    let most = portal.contact_ids().iter().filter(|id| ids.contains(id)).count();
    assert_eq!(most, 1);
    let asked_twice = ids.iter().filter(|id| portal.delete_requests(**id) > 1).count();
    assert_eq!(asked_twice, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn unreadable_contacts_fail_and_all_others_are_deleted() {
    let app = start_app(150, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = portal.contact_ids();
    // One is the first of all, two are neighbours.
    let broken = [ids[0], ids[70], ids[71]];
    for id in broken {
        portal.set_unreadable(id, true);
    }
    let id = user.deletes(&ids[..150]).await;
    let job = user.ends(id).await;
    assert_eq!(counts(&job, &["deleted", "failed"]), [147, 3], "{job}");
    let failed: Vec<_> = user.outcomes(id).await.into_iter().filter(|item| item.1 == "failed").collect();
    assert_eq!(failed.iter().map(|item| item.0).collect::<Vec<_>>(), broken);
    assert!(failed.iter().all(|item| item.2 == "no_snapshot"), "{failed:?}");
    assert!(broken.iter().all(|id| portal.delete_requests(*id) == 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn job_with_only_an_unreadable_contact_ends() {
    let app = start_app(10, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let broken = portal.contact_ids()[3];
    portal.set_unreadable(broken, true);
    let id = user.deletes(&[broken]).await;
    let job = user.ends(id).await;
    assert_eq!((job["state"].as_str(), job["failed"].as_u64()), (Some("done"), Some(1)), "{job}");
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_reads_are_remembered_across_a_pause() {
    let app = start_app(100, 40.0).await;
    let portal = app.portal();
    let ids = portal.contact_ids();
    portal.set_unreadable(ids[20], true);
    let user = app.signs_in(&portal, 1).await;
    let id = user.deletes(&ids[..60]).await;
    for _ in 0..400 {
        if app.rows("job_items WHERE failed_reads > 2").await > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(app.rows("job_items WHERE failed_reads > 2").await > 0);
    user.commands(id, "pause").await;
    user.reaches(id, &["paused", "done"]).await;
    user.commands(id, "resume").await;
    assert_eq!(counts(&user.ends(id).await, &["deleted", "failed"]), [59, 1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn outage_fails_no_contact() {
    for outage in [Outage::Unavailable, Outage::Cut] {
        let app = start_app(120, 200.0).await;
        let portal = app.portal();
        let user = app.signs_in(&portal, 1).await;
        let ids = portal.contact_ids();
        portal.set_outage(Some(outage));
        let id = user.deletes(&ids[..110]).await;
        user.reaches(id, &["waiting"]).await;
        app.waits(Duration::from_mins(10)).await;
        let waiting = user.job(id).await;
        assert_eq!(counts(&waiting, &["failed", "pending"]), [0, 110], "{waiting}");
        portal.set_outage(None);
        user.commands(id, "resume").await;
        assert_eq!(counts(&user.ends(id).await, &["deleted", "failed"]), [110, 0], "{outage:?}");
    }
}

/// Runs a job for ten minutes while every answer of the portal has this fault; then the fault ends.
async fn endures(fault: Fault, reason: &str) -> (TestApp, u64) {
    let app = start_app(120, 200.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = portal.contact_ids();
    portal.faults().script("batch", Nth::Every, fault);
    let id = user.deletes(&ids[..60]).await;
    let waiting = user.reaches(id, &["waiting"]).await;
    assert_eq!(waiting["reason"], reason, "{waiting}");
    let before = portal.call_count("batch");
    app.waits(Duration::from_mins(10)).await;
    let calls = portal.call_count("batch") - before;
    assert!(calls <= 20, "{calls} calls in ten minutes");
    portal.faults().clear();
    user.commands(id, "resume").await;
    let job = user.ends(id).await;
    assert_eq!(counts(&job, &["deleted", "failed"]), [60, 0], "{job}");
    drop(user);
    (app, id)
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_without_a_result_cause_few_calls() {
    endures(Fault::Reshaped(Reshape::WithoutMap("result")), "not_the_api").await;
    endures(Fault::AnswerAfterWork { status: 200, body: "{\"time\":{}}".to_owned() }, "not_the_api").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn job_reports_answers_that_are_not_from_the_api() {
    let notice = "<br />\n<b>Notice</b>: Undefined index: x on line 7\n";
    endures(Fault::Reshaped(Reshape::After(notice.to_owned())), "not_the_api").await;
    endures(Fault::html_after_work(503), "portal_unavailable").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn batch_with_one_missing_result_causes_few_calls() {
    for _ in 0..2 {
        let app = start_app(120, 100.0).await;
        let portal = app.portal();
        let user = app.signs_in(&portal, 1).await;
        let ids = portal.contact_ids();
        // The first command of a batch is a read. Its result is not a list.
        let twisted = Fault::Reshaped(Reshape::FirstResult(Value::Null));
        for call in 2..6 {
            portal.faults().script("batch", Nth::Call(call), twisted.clone());
        }
        let id = user.deletes(&ids[..110]).await;
        let job = user.ends(id).await;
        assert_eq!(counts(&job, &["deleted", "failed"]), [110, 0], "{job}");
        assert!(portal.call_count("batch") < 60, "{} calls", portal.call_count("batch"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn thousands_of_contacts_are_verified_with_slow_lists() {
    // The portal cuts calls at 25 seconds. Fifty lists in one call would never be answered in time.
    let slow = Sim::builder().contacts(3_000).no_bucket().delete_cost(Duration::ZERO);
    let slow = slow.gateway_limit(Duration::from_secs(25));
    let app = start_app_with(slow.method_cost("crm.contact.list", Duration::from_millis(600)), 60.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let job = user.ends(user.deletes(&portal.contact_ids()).await).await;
    assert_eq!(job["state"], "done", "{job}");
    assert_eq!(counts(&job, &["deleted", "verified"]), [3_000, 3_000], "{job}");
    let unanswered = portal.calls_of("batch").iter().filter(|call| call.http_status == 504).count();
    assert_eq!(unanswered, 0, "the size of reads fits their duration");
}

#[tokio::test(flavor = "multi_thread")]
async fn verification_continues_with_very_slow_lists() {
    let app =
        start_app_with(Sim::builder().contacts(1_000).gateway_limit(Duration::from_secs(25)), 100.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = portal.contact_ids();
    portal.when(portal_sim::Moment::Deletions(800), |portal| {
        portal.set_method_cost("crm.contact.list", Duration::from_secs(10));
    });
    let job = user.ends(user.deletes(&ids[..800]).await).await;
    assert_eq!(job["state"], "done", "{job}");
    assert_eq!(counts(&job, &["deleted", "verified"]), [800, 800], "{job}");
}
