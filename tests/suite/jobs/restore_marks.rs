//! Marks of restored contacts: they identify the new contacts, they are removed, and leftover marks are reported.

use std::time::Duration;

use portal_sim::{Fault, Moment, Nth, Portal, Reshape};
use serde_json::{Value, json};

use super::restore::{deleted, ends_after_lost_answers, restores};
use super::{counts, ends_hours_later, start_app};

const OURS: &str = "contact-eraser";

fn marked(portal: &Portal) -> usize {
    let is_marked = |id: &u64| portal.contact(*id).unwrap()["ORIGINATOR_ID"] == OURS;
    portal.contact_ids().iter().filter(|id| is_marked(id)).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_of_a_mixed_up_answer_are_not_used() {
    let app = start_app(120, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let all = portal.contact_ids();
    for (at, id) in all[..3].iter().enumerate() {
        portal.change_contact(*id, &json!({"NAME": format!("N{at}"), "ORIGINATOR_ID": format!("shop{at}")}));
    }
    let (ids, id) = deleted(&app, &user, 3).await;
    portal.faults().script("batch", Nth::Next, Fault::Reshaped(Reshape::SwappedKeys));
    let back = restores(&user, id, &json!({})).await;
    let job = user.ends(back).await;
    assert_eq!(counts(&job, &["restored", "verified"]), [3, 3], "{job}");
    let items = user.get(&format!("/api/jobs/{back}/items")).await.json;
    for (at, item) in items["items"].as_array().unwrap().iter().enumerate() {
        assert_eq!(item["contact_id"].as_u64(), Some(ids[at]));
        let contact = portal.contact(item["new_id"].as_u64().unwrap()).unwrap();
        assert_eq!(
            (&contact["NAME"], &contact["ORIGINATOR_ID"]),
            (&json!(format!("N{at}")), &json!(format!("shop{at}")))
        );
    }
    assert_eq!(portal.additions().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn foreign_id_in_an_answer_changes_no_other_contact() {
    let app = start_app(120, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let (_, id) = deleted(&app, &user, 2).await;
    let stranger = portal.contact_ids()[50];
    portal.change_contact(stranger, &json!({"ORIGINATOR_ID": "shop", "ORIGIN_ID": "77"}));
    let lie = Reshape::FirstResult(json!(stranger));
    portal.faults().script("batch", Nth::Next, Fault::Reshaped(lie));
    let job = user.ends(restores(&user, id, &json!({})).await).await;
    assert_eq!(counts(&job, &["restored", "verified"]), [2, 2], "{job}");
    assert_eq!(portal.contact(stranger).unwrap()["ORIGIN_ID"], "77");
    assert_eq!((marked(&portal), portal.additions().len()), (0, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn marks_are_removed_on_a_slow_portal() {
    let app = start_app(120, 60.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let (_, id) = deleted(&app, &user, 8).await;
    portal.set_method_cost("crm.contact.update", Duration::from_secs(40));
    let job = user.ends(restores(&user, id, &json!({})).await).await;
    assert_eq!(
        (job["state"].as_str(), counts(&job, &["restored", "verified"])),
        (Some("done"), vec![8, 8]),
        "{job}"
    );
    assert_eq!((marked(&portal), portal.additions().len()), (0, 8));
    let codes = user.outcomes(job["id"].as_u64().unwrap()).await;
    assert!(codes.iter().all(|(_, _, code)| code.is_empty()), "{codes:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn marks_are_removed_even_if_every_answer_is_lost() {
    let app = start_app(120, 120.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let (_, id) = deleted(&app, &user, 1).await;
    portal.faults().script("crm.contact.update", Nth::Every, Fault::Delay(Duration::from_mins(5)));
    let job = ends_after_lost_answers(&app, restores(&user, id, &json!({})).await).await;
    assert_eq!(counts(&job, &["restored", "verified"]), [1, 1], "{job}");
    assert_eq!((marked(&portal), portal.additions().len()), (0, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn very_long_call_creates_each_contact_once() {
    let app = start_app(120, 120.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let (_, id) = deleted(&app, &user, 30).await;
    // By now the calls contain many contacts. Twenty creations of a minute each exceed every fixed time limit.
    portal.when(Moment::Additions(4), |portal| {
        portal.set_method_cost("crm.contact.add", Duration::from_mins(1));
    });
    let job = ends_hours_later(&app, restores(&user, id, &json!({})).await).await;
    assert_eq!(counts(&job, &["restored", "verified", "failed"]), [30, 30, 0], "{job}");
    assert_eq!((portal.additions().len(), portal.contact_count(), marked(&portal)), (30, 120, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelled_restore_reports_contacts_created_twice() {
    let app = start_app(120, 60.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let (ids, id) = deleted(&app, &user, 6).await;
    portal.set_method_cost("crm.contact.add", Duration::from_secs(30));
    let mark = format!("{id}-{}-{}", id + 1, ids[0]);
    portal.when(Moment::Additions(3), move |portal| {
        portal.add_contact(&json!({"NAME": "Twin", "ORIGINATOR_ID": OURS, "ORIGIN_ID": mark}));
    });
    let back = restores(&user, id, &json!({})).await;
    user.reaches(back, &["waiting"]).await;
    assert_eq!(user.commands(back, "cancel").await.status, 200);
    let job = user.ends(back).await;
    assert_eq!(job["state"], "cancelled", "{job}");
    let items = user.get(&format!("/api/jobs/{back}/items")).await.json;
    let first = &items["items"][0];
    assert_eq!(first["code"], "created_twice", "{items}");
    let twin = first["twin_id"].as_u64().unwrap();
    assert_eq!(portal.contact(twin).unwrap()["NAME"], "Twin");
    assert!(first["message"].as_str().unwrap().contains(&twin.to_string()), "{first}");
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelled_restore_ends_if_no_check_is_possible() {
    let app = start_app(120, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 2).await;
    let other = app.signs_in(&portal, 1).await;
    let (_, id) = deleted(&app, &user, 3).await;
    portal.faults().script("batch", Nth::Next, Fault::Html(502));
    let back = restores(&user, id, &json!({})).await;
    user.reaches(back, &["waiting"]).await;
    portal.set_app_access(2, false);
    assert_eq!(other.commands(back, "cancel").await.status, 200);
    let job = other.ends(back).await;
    assert_eq!(counts(&job, &["failed", "cancelled", "restored"]), [3, 0, 0], "{job}");
    let items: Value = other.get(&format!("/api/jobs/{back}/items")).await.json;
    assert_eq!(items["items"][0]["code"], "no_clear_answer", "{items}");
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_unchecked_by_an_earlier_restore_are_not_created_again() {
    let app = start_app(120, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 2).await;
    let other = app.signs_in(&portal, 1).await;
    let (_, id) = deleted(&app, &user, 3).await;
    portal.when(Moment::Additions(3), |portal| portal.set_app_access(2, false));
    portal.faults().script("batch", Nth::Next, Fault::html_after_work(502));
    let back = restores(&user, id, &json!({})).await;
    user.reaches(back, &["paused"]).await;
    assert_eq!(other.commands(back, "cancel").await.status, 200);
    assert_eq!(counts(&other.ends(back).await, &["failed"]), [3]);
    let job = other.ends(restores(&other, id, &json!({})).await).await;
    assert_eq!(counts(&job, &["restored", "verified"]), [3, 3], "{job}");
    assert_eq!((portal.additions().len(), portal.contact_count(), marked(&portal)), (3, 120, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn restore_waits_for_late_creations_of_an_earlier_one() {
    let app = start_app(120, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 2).await;
    let other = app.signs_in(&portal, 1).await;
    let (_, id) = deleted(&app, &user, 3).await;
    portal.faults().script("batch", Nth::Next, Fault::Html(502));
    let back = restores(&user, id, &json!({})).await;
    user.reaches(back, &["waiting"]).await;
    portal.set_app_access(2, false);
    assert_eq!(other.commands(back, "cancel").await.status, 200);
    other.ends(back).await;
    let again = restores(&other, id, &json!({})).await;
    assert_eq!(other.reaches(again, &["waiting"]).await["reason"], "answer_lost");
    assert_eq!(portal.additions().len(), 0);
    let job = ends_after_lost_answers(&app, again).await;
    assert_eq!(counts(&job, &["restored", "verified"]), [3, 3], "{job}");
    assert_eq!(portal.additions().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn mark_in_a_copy_is_not_restored() {
    let app = start_app(120, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let marked = portal.contact_ids()[0];
    portal.change_contact(marked, &json!({"ORIGINATOR_ID": "contact-eraser", "ORIGIN_ID": "7-8-9"}));
    let id = user.deletes(&[marked]).await;
    assert_eq!(counts(&user.ends(id).await, &["deleted"]), [1]);
    let job = user.ends(restores(&user, id, &json!({})).await).await;
    assert_eq!(counts(&job, &["restored", "verified"]), [1, 1], "{job}");
    let back = portal.contact(portal.additions()[0].contact_id).unwrap();
    assert_eq!(
        (back["ORIGINATOR_ID"].as_str().unwrap_or(""), back["ORIGIN_ID"].as_str().unwrap_or("")),
        ("", "")
    );
}
