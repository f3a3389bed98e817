//! A restore creates each contact once, even if answers are lost, and reports problems.

use std::time::Duration;

use portal_sim::{Fault, Moment, Nth, Outage};
use serde_json::json;

use super::restore::{deleted, ends_after_lost_answers, restores};
use super::{counts, start_app};

#[tokio::test(flavor = "multi_thread")]
async fn creations_after_a_gateway_timeout_happen_once() {
    let app = start_app(120, 60.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let (_, id) = deleted(&app, &user, 8).await;
    // The first call creates three. The gateway gives up after 60 seconds, but the portal works for 75.
    portal.set_method_cost("crm.contact.add", Duration::from_secs(25));
    let job = user.ends(restores(&user, id, &json!({})).await).await;
    assert_eq!(counts(&job, &["restored", "verified", "failed"]), [8, 8, 0], "{job}");
    assert_eq!((portal.additions().len(), portal.contact_count()), (8, 120));
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_creations_use_small_calls() {
    let app = start_app(120, 60.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let (_, id) = deleted(&app, &user, 20).await;
    portal.set_method_cost("crm.contact.add", Duration::from_secs(14));
    let job = user.ends(restores(&user, id, &json!({})).await).await;
    assert_eq!(counts(&job, &["restored", "verified", "failed"]), [20, 20, 0], "{job}");
    assert_eq!(portal.additions().len(), 20);
    let lost = portal.calls_of("batch").iter().filter(|call| call.http_status == 504).count();
    assert_eq!(lost, 0, "no call takes longer than the gateway waits");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_retry_while_the_portal_may_still_create_the_contact() {
    let app = start_app(120, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let (_, id) = deleted(&app, &user, 3).await;
    portal.faults().script("batch", Nth::Next, Fault::Html(502));
    let back = restores(&user, id, &json!({})).await;
    let waiting = user.reaches(back, &["waiting"]).await;
    assert_eq!(waiting["reason"], "answer_lost", "{waiting}");
    // Nine minutes of checks change nothing: the portal may still be executing the call.
    app.clock.passes(Duration::from_mins(9));
    app.waits(Duration::from_secs(12)).await;
    assert_eq!(portal.calls_of("crm.contact.add").len(), 0);
    let job = ends_after_lost_answers(&app, back).await;
    assert_eq!(counts(&job, &["restored", "verified"]), [3, 3], "{job}");
    assert_eq!(portal.additions().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn creation_with_always_lost_answers_fails_and_is_reported() {
    let app = start_app(120, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let (_, id) = deleted(&app, &user, 1).await;
    let lost = Fault::refusal(500, "INTERNAL_SERVER_ERROR", "");
    portal.faults().script("crm.contact.add", Nth::Every, lost);
    let job = ends_after_lost_answers(&app, restores(&user, id, &json!({})).await).await;
    assert_eq!(counts(&job, &["restored", "failed"]), [0, 1], "{job}");
    let user = app.signs_in(&portal, 1).await;
    let item = &user.get(&format!("/api/jobs/{}/items", job["id"])).await.json["items"][0];
    assert_eq!(item["code"], "no_clear_answer");
    assert_eq!(portal.calls_of("crm.contact.add").len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelled_restore_first_checks_what_was_created() {
    let app = start_app(120, 60.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let (_, id) = deleted(&app, &user, 6).await;
    portal.set_method_cost("crm.contact.add", Duration::from_secs(30));
    let back = restores(&user, id, &json!({})).await;
    user.reaches(back, &["waiting"]).await;
    assert_eq!(user.commands(back, "cancel").await.status, 200);
    let job = user.ends(back).await;
    assert_eq!(job["state"], "cancelled", "{job}");
    assert_eq!(counts(&job, &["restored", "cancelled"]), [3, 3], "{job}");
    assert_eq!(portal.additions().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn mark_that_cannot_be_removed_is_reported() {
    let app = start_app(120, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let (_, id) = deleted(&app, &user, 3).await;
    // The first refusal is temporary; those of the last contact are not.
    portal.faults().script("crm.contact.update", Nth::Call(1), Fault::access_denied());
    portal.faults().script("crm.contact.update", Nth::From(3), Fault::access_denied());
    let job = user.ends(restores(&user, id, &json!({})).await).await;
    assert_eq!(counts(&job, &["restored", "verified"]), [3, 3], "{job}");
    let reported = user.outcomes(job["id"].as_u64().unwrap()).await;
    let marked = |id: &u64| portal.contact(*id).unwrap()["ORIGINATOR_ID"] == "contact-eraser";
    let left = portal.contact_ids().iter().filter(|id| marked(id)).count();
    assert!(left > 0);
    assert_eq!(reported.iter().filter(|(_, _, code)| code == "mark_left").count(), left, "{reported:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn contact_created_twice_is_reported() {
    let app = start_app(120, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let (ids, id) = deleted(&app, &user, 2).await;
    let mark = format!("{id}-{}-{}", id + 1, ids[1]);
    portal.when(Moment::Additions(2), move |portal| {
        portal.add_contact(&json!({"NAME": "Twin", "ORIGINATOR_ID": "contact-eraser", "ORIGIN_ID": mark}));
    });
    let back = restores(&user, id, &json!({})).await;
    assert_eq!(back, id + 1);
    let job = user.ends(back).await;
    assert_eq!(counts(&job, &["restored", "verified"]), [2, 2], "{job}");
    let items = user.get(&format!("/api/jobs/{back}/items")).await.json;
    let twice = &items["items"][1];
    assert_eq!(twice["code"], "created_twice", "{items}");
    assert_eq!(portal.contact(twice["twin_id"].as_u64().unwrap()).unwrap()["NAME"], "Twin");
    assert!(items["items"][0]["code"].is_null());
}

#[tokio::test(flavor = "multi_thread")]
async fn late_creation_is_counted_and_its_mark_removed() {
    let app = start_app(120, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let (ids, id) = deleted(&app, &user, 2).await;
    // The portal refuses the first creation, but a retry in front of its server executes it later.
    let mark = format!("{id}-{}-{}", id + 1, ids[0]);
    portal.faults().script("crm.contact.add", Nth::Call(1), Fault::access_denied());
    portal.when(Moment::Additions(1), move |portal| {
        portal.add_contact(&json!({"NAME": "Late", "ORIGINATOR_ID": "contact-eraser", "ORIGIN_ID": mark}));
    });
    let job = user.ends(restores(&user, id, &json!({})).await).await;
    assert_eq!(counts(&job, &["restored", "failed", "verified"]), [2, 0, 2], "{job}");
    let late = |id: &u64| portal.contact(*id).unwrap()["NAME"] == "Late";
    let late = portal.contact_ids().into_iter().find(late).unwrap();
    assert_ne!(portal.contact(late).unwrap()["ORIGINATOR_ID"], "contact-eraser");
}

#[tokio::test(flavor = "multi_thread")]
async fn new_contact_deleted_before_the_check_is_not_created_again() {
    let app = start_app(120, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let (_, id) = deleted(&app, &user, 3).await;
    portal.when(Moment::Call("crm.contact.add".to_owned(), 3), |portal| {
        portal.set_outage(Some(Outage::Unavailable));
    });
    let back = restores(&user, id, &json!({})).await;
    user.reaches(back, &["waiting"]).await;
    assert_eq!(portal.additions().len(), 3);
    for addition in portal.additions() {
        portal.remove_contact(addition.contact_id);
    }
    portal.set_outage(None);
    let job = ends_after_lost_answers(&app, back).await;
    assert_eq!(counts(&job, &["restored", "failed"]), [0, 3], "{job}");
    assert_eq!(portal.additions().len(), 3, "a user has deleted the new contacts");
    let user = app.signs_in(&portal, 1).await;
    let job = ends_after_lost_answers(&app, restores(&user, id, &json!({})).await).await;
    assert_eq!(counts(&job, &["restored", "failed"]), [0, 3], "{job}");
    assert_eq!(portal.additions().len(), 3, "they stay deleted");
}
