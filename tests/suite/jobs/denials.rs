//! Rights that are lost during a job: how many contacts are refused before the job pauses, and their outcomes.

use std::time::Duration;

use portal_sim::{Fault, Moment, Nth, Portal, Rights, Sim};

use serde_json::json;

use super::{counts, start_app, start_app_with};
use crate::support::TestApp;

/// Contacts that the portal was asked to delete and that still exist.
fn refused(portal: &Portal) -> Vec<u64> {
    portal.contact_ids().into_iter().filter(|id| portal.delete_runs(*id) > 0).collect()
}

/// User 3 loses the right to delete after this many deletions. Returns how many contacts were refused when the job
/// paused.
async fn loses_the_right_after(deletions: usize, app: &TestApp) -> usize {
    let portal = app.portal();
    portal.set_rights(3, Rights::All, Rights::All);
    let user = app.signs_in(&portal, 3).await;
    let ids = portal.contact_ids();
    portal.when(Moment::Deletions(deletions), |portal| portal.set_rights(3, Rights::All, Rights::None));
    let id = user.deletes(&ids).await;
    let paused = user.reaches(id, &["paused"]).await;
    assert_eq!(paused["reason"], "many_denied", "{paused}");
    let refused = refused(&portal);
    assert_eq!(counts(&paused, &["deleted", "failed", "gone"]), [deletions as u64, 0, 0], "{paused}");
    assert_eq!(
        paused["denied"].as_u64(),
        Some(refused.len() as u64),
        "each refused contact is denied: {paused}"
    );
    portal.set_rights(3, Rights::All, Rights::All);
    assert_eq!(user.commands(id, "resume").await.status, 200);
    let job = user.ends(id).await;
    assert_eq!(job["denied"], paused["denied"], "{job}");
    assert_eq!(job["deleted"].as_u64(), Some((ids.len() - refused.len()) as u64), "{job}");
    assert!(refused.iter().all(|id| portal.delete_runs(*id) == 1), "no contact was refused again");
    assert_eq!(portal.contact_ids(), refused);
    refused.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn job_pauses_after_fifty_refusals() {
    // The deletions are so slow that fewer than fifty are in flight at any concurrency.
    let cost = Duration::from_millis(2_500);
    let app = start_app_with(Sim::builder().contacts(300).no_bucket().delete_cost(cost), 100.0).await;
    assert_eq!(loses_the_right_after(77, &app).await, 50);
}

#[tokio::test(flavor = "multi_thread")]
async fn about_fifty_are_refused_at_any_concurrency() {
    let cost = Duration::from_millis(100);
    let app = start_app_with(Sim::builder().contacts(2_000).no_bucket().delete_cost(cost), 10.0).await;
    let count = loses_the_right_after(1_200, &app).await;
    let peak = app.portal().in_flight("batch").peak();
    assert!(peak >= 4, "{peak} in flight");
    // Calls that run at the same time stop at their first refusal.
    assert!((50..=50 + peak).contains(&count), "{count} were refused, {peak} calls in flight");
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_contacts_are_not_deleted_again_after_an_outage() {
    let app = start_app(120, 40.0).await;
    let portal = app.portal();
    portal.set_rights(3, Rights::All, Rights::None);
    let user = app.signs_in(&portal, 3).await;
    let ids = portal.contact_ids();
    // The next call after the refusals, which would check the contacts.
    portal.faults().script("batch", Nth::Call(3), Fault::Html(502));
    let id = user.deletes(&ids[..30]).await;
    user.reaches(id, &["waiting", "paused", "done"]).await;
    let job = user.ends(id).await;
    assert_eq!(counts(&job, &["denied", "failed", "pending"]), [30, 0, 0], "{job}");
    assert!(ids.iter().all(|id| portal.delete_runs(*id) <= 1), "no contact was refused twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelled_job_reports_refused_contacts_as_denied() {
    let app = start_app(120, 40.0).await;
    let portal = app.portal();
    portal.set_rights(3, Rights::All, Rights::None);
    let user = app.signs_in(&portal, 3).await;
    let ids = portal.contact_ids();
    portal.when(Moment::Call("crm.contact.delete".to_owned(), 10), |portal| portal.set_app_access(3, false));
    let id = user.deletes(&ids[..30]).await;
    let paused = user.reaches(id, &["paused"]).await;
    assert_eq!(paused["reason"], "app_access_denied", "{paused}");
    assert_eq!(user.commands(id, "cancel").await.status, 200);
    let job = user.ends(id).await;
    assert_eq!(counts(&job, &["denied", "failed", "cancelled"]), [10, 0, 20], "{job}");
}

#[tokio::test(flavor = "multi_thread")]
async fn scattered_refusals_do_not_pause_a_job() {
    let cost = Duration::from_millis(100);
    let app = start_app_with(Sim::builder().contacts(1_500).no_bucket().delete_cost(cost), 10.0).await;
    let portal = app.portal();
    portal.set_rights(3, Rights::All, Rights::Own);
    let ids = portal.contact_ids();
    let is_foreign = |at: usize| at % 30 == 7;
    for (at, id) in ids.iter().enumerate() {
        portal.change_contact(*id, &json!({"ASSIGNED_BY_ID": if is_foreign(at) { 1 } else { 3 }}));
    }
    let user = app.signs_in(&portal, 3).await;
    let id = user.deletes(&ids).await;
    let job = user.ends(id).await;
    let failed = user.outcomes(id).await.into_iter().filter(|(_, outcome, _)| outcome == "failed");
    assert_eq!(failed.collect::<Vec<_>>(), [], "{job}");
    assert_eq!(counts(&job, &["denied", "deleted", "gone"]), [50, 1_450, 0], "{job}");
    assert!(portal.in_flight("batch").peak() >= 2);
    assert!(ids.iter().all(|id| portal.delete_runs(*id) == 1), "each was tried once");
}

#[tokio::test(flavor = "multi_thread")]
async fn untried_invisible_contacts_are_gone_not_deleted() {
    let cost = Duration::from_millis(100);
    let app = start_app_with(Sim::builder().contacts(2_000).no_bucket().delete_cost(cost), 10.0).await;
    let portal = app.portal();
    portal.set_rights(3, Rights::All, Rights::All);
    let user = app.signs_in(&portal, 3).await;
    let ids = portal.contact_ids();
    for id in &ids {
        portal.change_contact(*id, &json!({"ASSIGNED_BY_ID": 1}));
    }
    portal.when(Moment::Deletions(1_200), |portal| portal.set_rights(3, Rights::Own, Rights::None));
    let job = user.ends(user.deletes(&ids).await).await;
    assert!(portal.in_flight("batch").peak() >= 4);
    assert_eq!(counts(&job, &["deleted", "gone", "failed"]), [1_200, 800, 0], "{job}");
}
