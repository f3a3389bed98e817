//! Cancelled deletions whose user has lost the authorization while a call has no answer. The jobs end, and unknown
//! outcomes are reported as unknown.

use std::time::Duration;

use portal_sim::{Fault, Moment, Nth, Portal, PortalState};
use serde_json::json;

use super::restore::{ends_after_lost_answers, restores};
use super::{counts, start_app};

/// The answer to the first ten deletions is lost, and no check of these contacts is possible any more.
async fn ends(happens: fn(&Portal)) {
    let app = start_app(120, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 2).await;
    let ids = portal.contact_ids();
    portal.faults().script("batch", Nth::Call(2), Fault::html_after_work(502));
    portal.when(Moment::Deletions(10), happens);
    let id = user.deletes(&ids[..30]).await;
    let paused = user.reaches(id, &["paused"]).await;
    assert_eq!(counts(&paused, &["deleted", "pending"]), [0, 30], "{paused}");
    assert_eq!(user.commands(id, "cancel").await.status, 200);
    let job = user.ends(id).await;
    assert_eq!(job["state"], "cancelled", "{job}");
    assert_eq!(counts(&job, &["failed", "cancelled", "deleted", "pending"]), [10, 20, 0, 0], "{job}");
    let outcomes = user.outcomes(id).await;
    let unknown =
        outcomes.iter().filter(|(_, outcome, code)| outcome == "failed" && code == "no_clear_answer");
    let unknown: Vec<u64> = unknown.map(|(contact, ..)| *contact).collect();
    assert_eq!(unknown, ids[..10], "{outcomes:?}");
    assert_eq!(user.commands(id, "resume").await.problem(), (409, "job_conflict"));
    assert_eq!(user.commands(id, "cancel").await.status, 200, "the second request changes nothing");
    assert_eq!(portal.contact_ids(), ids[10..], "without a check they are not reported as deleted");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_job_ends_when_its_user_was_dismissed() {
    ends(|portal| portal.dismiss(2)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelled_job_ends_when_its_users_token_cannot_be_renewed() {
    ends(|portal| portal.revoke_user(2)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_job_ends_when_the_portal_has_removed_the_app() {
    ends(|portal| portal.set_state(PortalState::AppRemoved)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn job_cancelled_before_its_user_was_dismissed_ends() {
    let app = start_app(120, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 2).await;
    let ids = portal.contact_ids();
    let (sender, receiver) = tokio::sync::oneshot::channel();
    portal.when(Moment::Call("crm.contact.delete".to_owned(), 1), move |_| {
        let _sent = sender.send(());
    });
    let slow = Fault::Delay(Duration::from_mins(5));
    portal.faults().script("crm.contact.delete", Nth::Next, slow);
    let id = user.deletes(&ids[..30]).await;
    receiver.await.unwrap();
    let cancelled = user.commands(id, "cancel").await;
    assert_eq!((cancelled.status, cancelled.json["reason"].as_str()), (200, Some("cancelling")));
    portal.dismiss(2);
    let job = user.ends(id).await;
    assert_eq!(counts(&job, &["failed", "cancelled", "pending"]), [10, 20, 0], "{job}");
}

#[tokio::test(flavor = "multi_thread")]
async fn unchecked_contacts_keep_their_copies_and_can_be_restored() {
    let app = start_app(120, 40.0).await;
    let portal = app.portal();
    let (user, other) = (app.signs_in(&portal, 2).await, app.signs_in(&portal, 1).await);
    let ids = portal.contact_ids();
    portal.faults().script("batch", Nth::Call(2), Fault::html_after_work(502));
    portal.when(Moment::Deletions(10), |portal| portal.dismiss(2));
    let id = user.deletes(&ids[..30]).await;
    other.reaches(id, &["paused"]).await;
    assert_eq!(other.commands(id, "cancel").await.status, 200);
    assert_eq!(counts(&other.ends(id).await, &["failed", "cancelled"]), [10, 20]);
    assert_eq!(other.job(id).await["restorable"], 10, "the page offers to restore them");
    let copies = other.get(&format!("/api/jobs/{id}/snapshot.json")).await.json;
    assert_eq!(copies.as_array().map(Vec::len), Some(10), "{copies}");
    let table = other.get(&format!("/api/jobs/{id}/snapshot.csv")).await;
    assert_eq!(table.status, 200, "{table:?}");
    assert_eq!(app.rows("snapshots").await, 10, "contacts that were never sent keep no copies");
    other.saves_settings(&json!({"snapshot_days": 7})).await;
    let longest =
        "SELECT max(expires_at - settled_at) FROM snapshots JOIN job_items USING (job_id, contact_id)";
    assert_eq!(app.number(longest).await, 7 * 24 * 3_600, "a shorter retention applies to them too");
    let job = other.ends(restores(&other, id, &json!({})).await).await;
    assert_eq!(counts(&job, &["restored", "verified", "failed"]), [10, 10, 0], "{job}");
    assert_eq!((portal.additions().len(), portal.contact_count()), (10, 120));
    assert_eq!(other.job(id).await["restorable"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn contact_that_still_exists_is_not_created_again() {
    let app = start_app(120, 40.0).await;
    let portal = app.portal();
    let (user, other) = (app.signs_in(&portal, 2).await, app.signs_in(&portal, 1).await);
    let ids = portal.contact_ids();
    let lost = Fault::refusal(500, "INTERNAL_SERVER_ERROR", "");
    portal.faults().script("crm.contact.delete", Nth::Every, lost);
    portal.when(Moment::Call("crm.contact.delete".to_owned(), 10), |portal| portal.dismiss(2));
    let id = user.deletes(&ids[..10]).await;
    other.reaches(id, &["paused"]).await;
    assert_eq!(other.commands(id, "cancel").await.status, 200);
    assert_eq!(counts(&other.ends(id).await, &["failed"]), [10]);
    assert!(portal.remove_contact(ids[0]), "the portal deleted this contact late");
    let back = restores(&other, id, &json!({})).await;
    let waiting = other.reaches(back, &["waiting", "done"]).await;
    assert_eq!(waiting["reason"], "answer_lost", "the portal may still execute the call: {waiting}");
    let job = ends_after_lost_answers(&app, back).await;
    assert_eq!(counts(&job, &["restored", "protected", "failed"]), [1, 9, 0], "{job}");
    let other = app.signs_in(&portal, 1).await;
    let reported = other.outcomes(back).await;
    assert_eq!(reported.iter().filter(|(_, _, code)| code == "not_deleted").count(), 9, "{reported:?}");
    assert_eq!((portal.additions().len(), portal.contact_count()), (1, 120));
}
