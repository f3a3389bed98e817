//! Cancelled deletions whose user has no authorization any more, while a call has no answer: they end, and say of no
//! contact more than is known.

use std::time::Duration;

use portal_sim::{Fault, Moment, Nth, Portal, PortalState};

use super::{counts, quick};

/// The answer to the first ten deletions is lost, and nobody can look any more what became of them.
async fn ends(happens: fn(&Portal)) {
    let app = quick(120, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 2).await;
    let ids = portal.contact_ids();
    portal.faults().script("batch", Nth::Call(2), Fault::html_after_work(502));
    portal.when(Moment::Deletions(10), happens);
    let id = user.deletes(&ids[..30]).await;
    let paused = user.reaches(id, &["paused"]).await;
    assert_eq!(counts(&paused, &["deleted", "pending"]), [0, 30], "{paused}");
    assert_eq!(user.orders(id, "cancel").await.status, 200);
    let job = user.ends(id).await;
    assert_eq!(job["state"], "cancelled", "{job}");
    assert_eq!(counts(&job, &["failed", "cancelled", "deleted", "pending"]), [10, 20, 0, 0], "{job}");
    let outcomes = user.outcomes(id).await;
    let unknown =
        outcomes.iter().filter(|(_, outcome, code)| outcome == "failed" && code == "no_clear_answer");
    let unknown: Vec<u64> = unknown.map(|(contact, ..)| *contact).collect();
    assert_eq!(unknown, ids[..10], "{outcomes:?}");
    assert_eq!(user.orders(id, "resume").await.problem(), (409, "job_conflict"));
    assert_eq!(user.orders(id, "cancel").await.status, 200, "twice is once");
    assert_eq!(portal.contact_ids(), ids[10..], "nobody looked, so nobody says that they are gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_job_ends_when_its_user_was_dismissed() {
    ends(|portal| portal.dismiss(2)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_job_ends_when_its_user_cannot_be_renewed_any_more() {
    ends(|portal| portal.revoke_user(2)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_job_ends_when_the_portal_has_removed_the_app() {
    ends(|portal| portal.set_state(PortalState::AppRemoved)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_was_cancelled_before_its_user_went_ends_too() {
    let app = quick(120, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 2).await;
    let ids = portal.contact_ids();
    let (tell, told) = tokio::sync::oneshot::channel();
    portal.when(Moment::Call("crm.contact.delete".to_owned(), 1), move |_| {
        let _heard = tell.send(());
    });
    let slow = Fault::Delay(Duration::from_mins(5));
    portal.faults().script("crm.contact.delete", Nth::Next, slow);
    let id = user.deletes(&ids[..30]).await;
    told.await.unwrap();
    let cancelled = user.orders(id, "cancel").await;
    assert_eq!((cancelled.status, cancelled.json["reason"].as_str()), (200, Some("cancelling")));
    portal.dismiss(2);
    let job = user.ends(id).await;
    assert_eq!(counts(&job, &["failed", "cancelled", "pending"]), [10, 20, 0], "{job}");
}
