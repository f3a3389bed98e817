//! Contacts that a restore creates after a lost answer, and that this service deletes for another user before the
//! restore has found them. They are not created again.

use portal_sim::{Fault, Nth, Portal, Rights};
use serde_json::{Value, json};

use super::restore::{ends_after_lost_answers, restores};
use super::{counts, start_app};
use crate::support::{Session, TestApp};

/// A portal whose user 2 sees and deletes only their own contacts.
async fn with_an_employee() -> TestApp {
    let app = start_app(120, 40.0).await;
    app.portal().set_rights(2, Rights::Own, Rights::Own);
    app
}

/// Deletes one contact without keeping a copy.
async fn erases_for_good(user: &Session<'_>, id: u64) {
    let erased = user.sends_job_request(&json!({"contact_ids": [id], "snapshot": false})).await.json["id"]
        .as_u64()
        .unwrap();
    assert_eq!(counts(&user.ends(erased).await, &["deleted"]), [1]);
}

/// A deletion of three contacts by user 2, and its restore. The restore's call was lost before the portal executed it.
async fn waiting_restore(app: &TestApp, user: &Session<'_>) -> (Vec<u64>, u64, u64) {
    let portal = app.portal();
    let ids: Vec<u64> =
        portal.contact_ids().into_iter().filter(|id| is_of(&portal, *id, "2")).take(3).collect();
    let source = user.deletes(&ids).await;
    assert_eq!(counts(&user.ends(source).await, &["deleted"]), [3]);
    portal.faults().script("batch", Nth::Next, Fault::Html(502));
    let back = restores(user, source, &json!({})).await;
    user.reaches(back, &["waiting"]).await;
    (ids, source, back)
}

fn is_of(portal: &Portal, id: u64, user: &str) -> bool {
    portal.contact(id).is_some_and(|contact| contact["ASSIGNED_BY_ID"] == user)
}

/// A contact that the portal creates after the lost answer. The restoring user cannot see it.
fn created_late(portal: &Portal, mark: &str) -> u64 {
    let contact = json!({"NAME": "Late", "ORIGINATOR_ID": "contact-eraser", "ORIGIN_ID": mark});
    let id = portal.add_contact(&contact);
    assert!(is_of(portal, id, "1"));
    id
}

async fn items(user: &Session<'_>, job: u64) -> Vec<Value> {
    let page = user.get(&format!("/api/jobs/{job}/items")).await.json;
    page["items"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn contact_deleted_by_another_job_with_a_copy_counts_as_created() {
    let app = with_an_employee().await;
    let portal = app.portal();
    let (user, other) = (app.signs_in(&portal, 2).await, app.signs_in(&portal, 1).await);
    let (ids, source, back) = waiting_restore(&app, &user).await;
    let created = created_late(&portal, &format!("{source}-{back}-{}", ids[0]));
    assert_eq!(counts(&other.ends(other.deletes(&[created]).await).await, &["deleted"]), [1]);
    let job = ends_after_lost_answers(&app, back).await;
    assert_eq!(counts(&job, &["restored", "failed", "verified"]), [3, 0, 2], "{job}");
    let items = items(&app.signs_in(&portal, 2).await, back).await;
    assert_eq!(items[0]["new_id"].as_u64(), Some(created), "{items:?}");
    assert_eq!(items[0]["code"], "not_found_after", "{items:?}");
    assert_eq!(portal.additions().len(), 2, "the other two contacts, once each");
}

#[tokio::test(flavor = "multi_thread")]
async fn contact_deleted_by_another_job_without_a_copy_stays_unclear() {
    let app = with_an_employee().await;
    let portal = app.portal();
    let (user, other) = (app.signs_in(&portal, 2).await, app.signs_in(&portal, 1).await);
    let (ids, source, back) = waiting_restore(&app, &user).await;
    let created = created_late(&portal, &format!("{source}-{back}-{}", ids[0]));
    erases_for_good(&other, created).await;
    let job = ends_after_lost_answers(&app, back).await;
    assert_eq!(counts(&job, &["restored", "failed"]), [0, 3], "{job}");
    let user = app.signs_in(&portal, 2).await;
    assert!(items(&user, back).await.iter().all(|item| item["code"] == "no_clear_answer"));
    // Asking again changes nothing.
    let again = ends_after_lost_answers(&app, restores(&user, source, &json!({})).await).await;
    assert_eq!(counts(&again, &["restored", "failed"]), [0, 3], "{again}");
    assert_eq!(portal.additions().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn deletions_of_older_contacts_do_not_affect_a_restore() {
    let app = with_an_employee().await;
    let portal = app.portal();
    let (user, other) = (app.signs_in(&portal, 2).await, app.signs_in(&portal, 1).await);
    let first = portal.contact_ids()[0];
    assert!(!is_of(&portal, first, "2"));
    let (_, _, back) = waiting_restore(&app, &user).await;
    erases_for_good(&other, first).await;
    let job = ends_after_lost_answers(&app, back).await;
    assert_eq!(counts(&job, &["restored", "failed", "verified"]), [3, 0, 3], "{job}");
    assert_eq!(portal.additions().len(), 3);
}
