//! Restoring deleted contacts: with their old data, under new ids, once each.

use std::time::Duration;

use portal_sim::{Fault, Moment, Nth, Portal, Reshape, Rights};
use reqwest::Method;
use serde_json::{Value, json};

use super::{counts, start_app};
use crate::support::{Session, TestApp};

/// The fields of a contact that a restored one can have too.
fn essence(contact: &Value) -> Value {
    // For a portal, nothing and an empty text are the same.
    let of = |name: &str| contact[name].as_str().unwrap_or_default().to_owned();
    let values = |name: &str| -> Vec<Value> {
        contact[name]
            .as_array()
            .into_iter()
            .flatten()
            .map(|entry| json!([entry["VALUE"], entry["VALUE_TYPE"]]))
            .collect()
    };
    json!([
        of("NAME"),
        of("LAST_NAME"),
        of("COMPANY_ID"),
        of("ASSIGNED_BY_ID"),
        of("SOURCE_ID"),
        of("COMMENTS"),
        of("ORIGINATOR_ID"),
        of("ORIGIN_ID"),
        values("PHONE"),
        values("EMAIL")
    ])
}

pub(super) async fn restores(user: &Session<'_>, id: u64, body: &Value) -> u64 {
    let answer = user.sends(Method::POST, &format!("/api/jobs/{id}/restore"), body).await;
    assert_eq!(answer.status, 202, "{answer:?}");
    answer.json["id"].as_u64().unwrap()
}

/// Old and new ids of a restore job.
async fn map(user: &Session<'_>, id: u64) -> Vec<(u64, u64)> {
    let page = user.get(&format!("/api/jobs/{id}/items?outcome=restored")).await.json;
    let pair = |item: &Value| (item["contact_id"].as_u64().unwrap(), item["new_id"].as_u64().unwrap());
    page["items"].as_array().unwrap().iter().map(pair).collect()
}

pub(super) async fn deleted(app: &TestApp, user: &Session<'_>, count: usize) -> (Vec<u64>, u64) {
    let ids = app.portal().contact_ids()[..count].to_vec();
    let id = user.deletes(&ids).await;
    assert_eq!(user.ends(id).await["deleted"].as_u64(), Some(count as u64));
    (ids, id)
}

/// The job at its end. If it waits until the portal can no longer be working on a lost call, this time passes first.
pub(super) async fn ends_after_lost_answers(app: &TestApp, id: u64) -> Value {
    loop {
        // That may take longer than a session lasts.
        let user = app.signs_in(&app.portal(), 1).await;
        let job = user.reaches(id, &["waiting", "done", "cancelled", "failed"]).await;
        if job["state"] != "waiting" {
            return job;
        }
        if job["reason"] == "answer_lost" {
            app.clock.passes(Duration::from_mins(10));
        }
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn deleted_contacts_are_restored_as_they_were() {
    let app = start_app(120, 20.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let first = portal.contact_ids()[0];
    portal
        .change_contact(first, &json!({"ORIGINATOR_ID": "shop", "ORIGIN_ID": "77", "COMMENTS": "a & b=[c]"}));
    let before: Vec<Value> =
        portal.contact_ids()[..45].iter().map(|id| essence(&portal.contact(*id).unwrap())).collect();
    let (ids, id) = deleted(&app, &user, 45).await;
    let back = restores(&user, id, &json!({})).await;
    let job = user.ends(back).await;
    assert_eq!((job["kind"].as_str(), job["state"].as_str()), (Some("restore"), Some("done")), "{job}");
    assert_eq!(counts(&job, &["total", "restored", "verified", "failed"]), [45, 45, 45, 0], "{job}");
    let pairs = map(&user, back).await;
    assert_eq!(pairs.iter().map(|(old, _)| *old).collect::<Vec<_>>(), ids);
    for ((_, new), was) in pairs.iter().zip(&before) {
        assert_eq!(essence(&portal.contact(*new).unwrap()), *was);
    }
    assert_eq!(portal.contact_count(), 120);
    assert!(portal.additions().iter().all(|addition| addition.user_id == 1));
    // The second time, no contact is left to restore.
    let again = user.sends(Method::POST, &format!("/api/jobs/{id}/restore"), &json!({})).await;
    assert_eq!(again.problem(), (409, "job_conflict"));
}

#[tokio::test(flavor = "multi_thread")]
async fn some_contacts_are_restored_first_and_the_others_later() {
    let app = start_app(120, 20.0).await;
    let user = app.signs_in(&app.portal(), 1).await;
    let (ids, id) = deleted(&app, &user, 10).await;
    let some = restores(&user, id, &json!({"contact_ids": ids[2..5]})).await;
    assert_eq!(counts(&user.ends(some).await, &["total", "restored"]), [3, 3]);
    let others = restores(&user, id, &json!({})).await;
    assert_eq!(counts(&user.ends(others).await, &["total", "restored"]), [7, 7]);
    assert_eq!(app.portal().contact_count(), 120);
    let stranger =
        user.sends(Method::POST, &format!("/api/jobs/{id}/restore"), &json!({"contact_ids": [999]})).await;
    assert_eq!(stranger.problem(), (404, "contact_not_found"));
    let other = app.signs_in(&app.portal(), 2).await;
    let foreign = other.sends(Method::POST, &format!("/api/jobs/{id}/restore"), &json!({})).await;
    assert_eq!(foreign.problem(), (404, "job_not_found"));
}

#[tokio::test(flavor = "multi_thread")]
async fn restore_creates_each_contact_once_under_faults() {
    for fault in [
        Fault::html_after_work(502),
        Fault::Html(502),
        Fault::CutAfter,
        Fault::CutBefore,
        Fault::EmptyBody,
        Fault::Reshaped(Reshape::HalfOfTheOutcomes),
        Fault::Reshaped(Reshape::WithoutMap("result")),
        Fault::expired_token(),
    ] {
        for call in [1, 2, 3] {
            let app = start_app(120, 40.0).await;
            let portal = app.portal();
            let user = app.signs_in(&portal, 1).await;
            let (_, id) = deleted(&app, &user, 30).await;
            portal.faults().script("batch", Nth::Call(call), fault.clone());
            let back = restores(&user, id, &json!({})).await;
            let job = ends_after_lost_answers(&app, back).await;
            assert_eq!(
                counts(&job, &["restored", "failed", "verified"]),
                [30, 0, 30],
                "{fault:?} {call}: {job}"
            );
            assert_eq!(portal.contact_count(), 120, "{fault:?} {call}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_right_to_create_is_reported() {
    let app = start_app(120, 20.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 2).await;
    let (_, id) = deleted(&app, &user, 5).await;
    portal.set_add_right(2, Rights::None);
    let job = user.ends(restores(&user, id, &json!({})).await).await;
    assert_eq!(counts(&job, &["restored", "failed"]), [0, 5]);
    let items = user.get(&format!("/api/jobs/{}/items", job["id"])).await.json;
    assert_eq!(items["items"][0]["code"], "create_denied");
    // With the right again, the contacts are restored.
    portal.set_add_right(2, Rights::All);
    assert_eq!(user.ends(restores(&user, id, &json!({})).await).await["restored"], 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_without_copies_cannot_be_restored() {
    let app = start_app(120, 1.0).await;
    let user = app.signs_in(&app.portal(), 1).await;
    let (_, id) = deleted(&app, &user, 5).await;
    assert!(user.job(id).await["snapshot_until"].is_string());
    app.clock.passes(Duration::from_hours(24 * 31));
    let later = app.signs_in(&app.portal(), 1).await;
    assert!(later.job(id).await["snapshot_until"].is_null());
    let refused = later.sends(Method::POST, &format!("/api/jobs/{id}/restore"), &json!({})).await;
    assert_eq!(refused.problem(), (410, "snapshot_gone"));
    assert_eq!(later.get(&format!("/api/jobs/{id}/snapshot.json")).await.problem(), (410, "snapshot_gone"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_is_paused_and_cancelled_like_any_job() {
    let app = start_app(200, 4.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let (_, id) = deleted(&app, &user, 100).await;
    portal.set_method_cost("crm.contact.add", Duration::from_millis(100));
    let back = restores(&user, id, &json!({})).await;
    while user.job(back).await["restored"] == 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(user.commands(back, "cancel").await.status, 200);
    let job = user.ends(back).await;
    assert_eq!(job["state"], "cancelled");
    let there = there(&portal, 100);
    assert_eq!(job["restored"].as_u64(), Some(there), "{job}");
    let rest = restores(&user, id, &json!({})).await;
    assert_eq!(user.ends(rest).await["restored"].as_u64(), Some(100 - there));
    assert_eq!(portal.contact_count(), 200);
}

fn there(portal: &Portal, before: u64) -> u64 {
    portal.contact_count() as u64 - before
}

#[tokio::test(flavor = "multi_thread")]
async fn restore_waits_for_a_failing_portal() {
    let app = start_app(200, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let (_, id) = deleted(&app, &user, 60).await;
    portal.when(Moment::Additions(25), |portal| portal.set_outage(Some(portal_sim::Outage::Cut)));
    let back = restores(&user, id, &json!({})).await;
    assert_eq!(user.reaches(back, &["waiting"]).await["reason"], "portal_unavailable");
    portal.set_outage(None);
    assert_eq!(counts(&user.ends(back).await, &["restored", "failed"]), [60, 0]);
    assert_eq!(portal.contact_count(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn simultaneous_restores_create_no_contact_twice() {
    for _ in 0..8 {
        let app = start_app(120, 20.0).await;
        let portal = app.portal();
        portal.set_admin(2, true);
        let (user, other) = (app.signs_in(&portal, 1).await, app.signs_in(&portal, 2).await);
        let (_, id) = deleted(&app, &user, 30).await;
        let path = format!("/api/jobs/{id}/restore");
        let body = json!({});
        let requests = [&user, &other, &user, &other].map(|who| who.sends(Method::POST, &path, &body));
        let answers = futures_util::future::join_all(requests).await;
        let made: Vec<&crate::support::Answer> =
            answers.iter().filter(|answer| answer.status == 202).collect();
        assert_eq!(made.len(), 1, "{answers:?}");
        assert!(answers.iter().all(|answer| [202, 409].contains(&answer.status)));
        user.ends(made[0].json["id"].as_u64().unwrap()).await;
        assert_eq!((portal.contact_count(), portal.additions().len()), (120, 30));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unready_portal_receives_fewer_and_fewer_creations() {
    let app = start_app(120, 400.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let (_, id) = deleted(&app, &user, 3).await;
    portal.faults().script("batch", Nth::Every, Fault::refusal(401, "CONNECTION_ERROR", ""));
    let back = restores(&user, id, &json!({})).await;
    user.reaches(back, &["waiting"]).await;
    let before = portal.call_count("batch");
    app.waits(Duration::from_mins(20)).await;
    let tries = portal.call_count("batch") - before;
    assert!((1..=8).contains(&tries), "{tries} tries");
    portal.faults().clear();
    assert_eq!(user.commands(back, "resume").await.status, 200);
    assert_eq!(user.ends(back).await["restored"], 3);
}
