//! A portal may repeat the reason of one refusal for later refusals of the same call. The job finds out each contact's
//! real reason with as few calls as possible.

use portal_sim::{Fault, Nth, Portal, Rights};
use serde_json::json;

use super::restore::restores;
use super::{counts, start_app};
use crate::support::TestApp;

const MOON: &str = "Not while the moon is full";

/// Contacts of user 3, who may delete only their own, or of user 1.
fn add_contacts_of(portal: &Portal, of_user: &[u32]) -> Vec<u64> {
    portal.set_rights(3, Rights::All, Rights::Own);
    let added =
        of_user.iter().map(|user| portal.add_contact(&json!({"NAME": "Fresh", "ASSIGNED_BY_ID": user})));
    added.collect()
}

async fn keeps_reasons_apart(method: &str, asked: [usize; 5]) {
    let app = start_app(60, 40.0).await;
    let portal = app.portal();
    let ids = add_contacts_of(&portal, &[3, 1, 1, 3, 1]);
    app.signs_in(&portal, 1).await.saves_settings(&json!({"method": method})).await;
    let user = app.signs_in(&portal, 3).await;
    portal.faults().script(method, Nth::Call(1), Fault::HandlerRefuses(MOON.to_owned()));
    let id = user.deletes(&ids).await;
    let job = user.ends(id).await;
    assert_eq!(counts(&job, &["deleted", "denied", "failed"]), [1, 3, 1], "{method}: {job}");
    let outcomes = user.outcomes(id).await;
    let reported: Vec<&str> = outcomes.iter().map(|(_, outcome, _)| outcome.as_str()).collect();
    assert_eq!(reported, ["failed", "denied", "denied", "deleted", "denied"], "{method}");
    assert_eq!(outcomes[0].2, "refused");
    let requests: Vec<usize> = ids.iter().map(|id| portal.delete_requests(*id)).collect();
    assert_eq!(requests, asked, "{method}");
}

#[tokio::test(flavor = "multi_thread")]
async fn denied_contact_is_recognized_after_another_refusal() {
    keeps_reasons_apart("crm.contact.delete", [1, 2, 2, 1, 1]).await;
    keeps_reasons_apart("crm.item.delete", [1, 2, 2, 1, 2]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_always_refused_for_one_reason_fail() {
    let app = start_app(60, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = portal.contact_ids()[..12].to_vec();
    portal.faults().script("crm.contact.delete", Nth::Every, Fault::HandlerRefuses(MOON.to_owned()));
    let job = user.ends(user.deletes(&ids).await).await;
    assert_eq!(counts(&job, &["failed", "denied", "deleted"]), [12, 0, 0], "{job}");
    assert!(ids.iter().all(|id| portal.delete_requests(*id) <= 2), "at most one retry alone");
    assert!(ids.iter().all(|id| portal.contact(*id).is_some()));
}

/// A user who has deleted contacts of these users, and may now create only their own.
async fn has_deleted(app: &TestApp, of_user: &[u32]) -> u64 {
    let portal = app.portal();
    let ids = add_contacts_of(&portal, of_user);
    portal.set_rights(3, Rights::All, Rights::All);
    portal.set_add_right(3, Rights::Own);
    let user = app.signs_in(&portal, 3).await;
    let id = user.deletes(&ids).await;
    assert_eq!(counts(&user.ends(id).await, &["deleted"]), [of_user.len() as u64]);
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn denied_creation_is_recognized_after_another_refusal() {
    let app = start_app(60, 40.0).await;
    let portal = app.portal();
    let source = has_deleted(&app, &[3, 1, 1, 3, 1]).await;
    let user = app.signs_in(&portal, 3).await;
    portal.faults().script("crm.contact.add", Nth::Call(1), Fault::HandlerRefuses(MOON.to_owned()));
    let id = restores(&user, source, &json!({})).await;
    let job = user.ends(id).await;
    assert_eq!(counts(&job, &["restored", "failed"]), [1, 4], "{job}");
    let codes: Vec<String> = user.outcomes(id).await.into_iter().map(|(_, _, code)| code).collect();
    assert_eq!(codes, ["refused", "create_denied", "create_denied", "", "create_denied"]);
    assert_eq!(portal.additions().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_creation_is_retried_once_alone() {
    let app = start_app(60, 40.0).await;
    let portal = app.portal();
    let source = has_deleted(&app, &[3; 7]).await;
    let user = app.signs_in(&portal, 3).await;
    portal.faults().script("crm.contact.add", Nth::Every, Fault::HandlerRefuses(MOON.to_owned()));
    let id = restores(&user, source, &json!({})).await;
    assert_eq!(counts(&user.ends(id).await, &["restored", "failed"]), [0, 7]);
    assert!(user.outcomes(id).await.iter().all(|(_, _, code)| code == "refused"));
    assert!(portal.calls_of("crm.contact.add").len() <= 14, "at most one retry alone");
    assert_eq!(portal.additions().len(), 0);
}
