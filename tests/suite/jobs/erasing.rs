//! The outcome of each contact in a deletion job.

use std::time::Duration;

use portal_sim::{Fault, Moment, Nth, Rights};
use reqwest::Method;
use serde_json::json;

use super::{add_contacts, counts, start_app};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn exactly_the_chosen_contacts_are_deleted_as_the_user() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 2).await;
    let all = portal.contact_ids();
    let chosen: Vec<u64> = all.iter().copied().step_by(3).collect();
    let id = user.deletes(&chosen).await;
    let job = user.ends(id).await;
    assert_eq!(job["state"], "done", "{job}");
    let total = chosen.len() as u64;
    assert_eq!(counts(&job, &["total", "deleted", "verified", "pending"]), [total, total, total, 0]);
    assert_eq!(job["created_by"], 2);
    let left: Vec<u64> = all.iter().copied().filter(|id| !chosen.contains(id)).collect();
    assert_eq!(portal.contact_ids(), left, "no other contact was deleted");
    assert!(portal.deletions().iter().all(|deletion| deletion.user_id == 2), "only with the user's token");
    assert!(chosen.iter().all(|id| portal.delete_requests(*id) == 1), "each contact once");
    assert!(user.outcomes(id).await.iter().all(|(_, outcome, _)| outcome == "deleted"));
    assert_eq!(app.rows("snapshots").await, i64::try_from(total).unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_contact_is_gone_and_the_others_are_deleted() {
    let app = start_app(600, 20.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let chosen: Vec<u64> = portal.contact_ids()[..500].to_vec();
    portal.remove_contact(chosen[123]);
    let job = user.ends(user.deletes(&chosen).await).await;
    assert_eq!(counts(&job, &["deleted", "gone", "failed", "denied", "verified"]), [499, 1, 0, 0, 500]);
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_with_open_deals_are_kept_unless_they_were_included() {
    let app = start_app(120, 20.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = add_contacts(&portal, 12);
    portal.add_deal(&[ids[1], ids[2]], true);
    portal.add_deal(&[ids[3]], false);
    let id = user.creates_job(&json!({"contact_ids": &ids[..6]})).await.json["id"].as_u64().unwrap();
    let job = user.ends(id).await;
    assert_eq!(counts(&job, &["deleted", "protected"]), [4, 2]);
    let kept: Vec<_> =
        user.outcomes(id).await.into_iter().filter(|(_, outcome, _)| outcome == "protected").collect();
    assert_eq!(kept.iter().map(|(id, ..)| *id).collect::<Vec<_>>(), [ids[1], ids[2]]);
    assert!(kept.iter().all(|(_, _, code)| code == "open_deals"));
    let all_the_same = user.deletes(&ids[1..3]).await;
    assert_eq!(counts(&user.ends(all_the_same).await, &["deleted", "protected"]), [2, 0]);
    // The setting that keeps them overrides the request.
    portal.add_deal(&[ids[10]], true);
    user.saves_settings(&json!({"open_deals": "keep"})).await;
    let not_now = user.deletes(&ids[10..11]).await;
    assert_eq!(counts(&user.ends(not_now).await, &["deleted", "protected"]), [0, 1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_deals_of_one_contact_do_not_hide_others() {
    let app = start_app(120, 20.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = add_contacts(&portal, 50);
    for _ in 0..60 {
        portal.add_deal(&[ids[0]], true);
    }
    portal.add_deal(&[ids[49]], true);
    let made = user.creates_job(&json!({"contact_ids": ids})).await;
    let job = user.ends(made.json["id"].as_u64().unwrap()).await;
    assert_eq!(counts(&job, &["deleted", "protected"]), [48, 2], "{job}");
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_contacts_are_denied_and_fifty_in_a_row_pause_the_job() {
    let app = start_app(200, 20.0).await;
    let portal = app.portal();
    portal.set_rights(3, Rights::All, Rights::None);
    let user = app.signs_in(&portal, 3).await;
    let ids = portal.contact_ids();
    let few = user.ends(user.deletes(&ids[..5]).await).await;
    assert_eq!((few["state"].as_str(), few["denied"].as_u64()), (Some("done"), Some(5)), "{few}");
    let id = user.deletes(&ids[..90]).await;
    let many = user.reaches(id, &["paused"]).await;
    assert_eq!(many["reason"], "many_denied");
    assert!(many["denied"].as_u64().unwrap() >= 50 && many["pending"].as_u64().unwrap() > 0, "{many}");
    assert_eq!(portal.contact_ids(), ids);
    // With the right again, the job continues and ends.
    portal.set_rights(3, Rights::All, Rights::All);
    assert_eq!(user.commands(id, "resume").await.status, 200);
    let resumed = user.ends(id).await;
    assert_eq!(resumed["denied"], many["denied"]);
    assert_eq!(resumed["deleted"], many["pending"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn both_methods_delete() {
    let app = start_app(120, 20.0).await;
    let user = app.signs_in(&app.portal(), 1).await;
    user.saves_settings(&json!({"method": "crm.item.delete", "snapshot_days": 0, "open_deals": "delete"}))
        .await;
    let ids = app.portal().contact_ids();
    let mut chosen = ids[..60].to_vec();
    chosen.push(999_999);
    let job = user.ends(user.deletes(&chosen).await).await;
    assert_eq!(counts(&job, &["deleted", "gone"]), [60, 1]);
    assert_eq!(app.portal().call_count("crm.contact.delete"), 0);
    assert_eq!(app.rows("snapshots").await, 0, "no copies are stored if none are wanted");
}

#[tokio::test(flavor = "multi_thread")]
async fn single_deletion_does_not_wait_for_a_job() {
    let app = start_app(800, 4.0).await;
    let user = app.signs_in(&app.portal(), 1).await;
    let ids = app.portal().contact_ids();
    app.portal().set_delete_cost(Duration::from_millis(50));
    let id = user.deletes(&ids[..700]).await;
    user.reaches(id, &["running"]).await;
    for one in &ids[750..755] {
        assert_eq!(user.call(Method::DELETE, &format!("/api/contacts/{one}")).await.status, 200);
    }
    assert_eq!(user.ends(id).await["deleted"], 700);
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_read_before_a_settings_change_are_read_again() {
    let app = start_app(120, 20.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = add_contacts(&portal, 3);
    portal.add_deal(&ids[..1], true);
    let request_body = json!({"contact_ids": ids, "draft": true, "include_open_deals": true});
    let id = user.creates_job(&request_body).await.json["id"].as_u64().unwrap();
    let (sender, receiver) = tokio::sync::oneshot::channel();
    portal.when(Moment::Call("crm.contact.list".to_owned(), 1), move |_| sender.send(()).unwrap());
    portal.faults().script("crm.contact.list", Nth::Next, Fault::Delay(Duration::from_secs(20)));
    assert_eq!(user.starts(id, 3).await.status, 200);
    receiver.await.unwrap();
    user.saves_settings(&json!({"open_deals": "keep"})).await;
    let job = user.ends(id).await;
    assert_eq!(counts(&job, &["deleted", "protected"]), [2, 1], "{job}");
    assert!(portal.contact(ids[0]).is_some());
}
