//! A draft that was prepared long ago is collected again before it starts.

use std::time::Duration;

use contact_eraser::worker;
use portal_sim::{Fault, Nth, Portal};
use reqwest::Method;
use serde_json::json;

use crate::renewal::silence::flows_of;
use crate::saved_filters::{bare, first};
use crate::support::TestApp;

const CHANGED: (u16, &str) = (409, "total_changed");

/// A portal with a draft of these contacts, just prepared by a saved filter.
async fn prepared(count: usize) -> (TestApp, Portal, Vec<u64>, u64) {
    let app = TestApp::start().await;
    let portal = app.portal();
    let admin = app.signs_in(&portal, 1).await;
    let mut ids: Vec<u64> = (0..count).map(|_| bare(&app, &portal, 400)).collect();
    ids.sort_unstable();
    let filter = json!({"name": "Quirinalia", "filter": {"search": "Quirinalia"}, "older_than_days": 365,
        "schedule": {"every": "day", "hour": 6}});
    admin.sends(Method::POST, "/api/filters", &filter).await;
    app.clock.passes(Duration::from_hours(24));
    worker::round(&flows_of(&app, &[]).await).await;
    let admin = app.signs_in(&portal, 1).await;
    let id = first(&admin).await["last_job"].as_u64().unwrap();
    assert_eq!(admin.reaches(id, &["draft"]).await["total"], count);
    (app, portal, ids, id)
}

fn deleted(portal: &Portal) -> Vec<u64> {
    let mut ids: Vec<u64> = portal.deletions().iter().map(|deletion| deletion.contact_id).collect();
    ids.sort_unstable();
    ids
}

fn renames(portal: &Portal, id: u64) {
    portal.change_contact(id, &json!({"NAME": "Somebody else"}));
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_that_no_longer_match_are_removed_and_the_new_number_is_required() {
    let (app, portal, ids, id) = prepared(120).await;
    for spared in [ids[0], ids[50], ids[119]] {
        renames(&portal, spared);
    }
    app.clock.passes(Duration::from_mins(50));
    let admin = app.signs_in(&portal, 1).await;
    assert_eq!(admin.starts(id, 120).await.problem(), CHANGED);
    let draft = admin.job(id).await;
    assert_eq!((draft["state"].as_str(), draft["total"].as_u64()), (Some("draft"), Some(117)), "{draft}");
    assert_eq!(admin.starts(id, 120).await.problem(), CHANGED, "the old number starts nothing");
    assert_eq!(admin.starts(id, 117).await.problem(), CHANGED, "the user has not read the new contacts");
    assert_eq!(admin.get(&format!("/api/jobs/{id}/items")).await.status, 200);
    assert_eq!(admin.starts(id, 117).await.status, 200);
    admin.ends(id).await;
    let left: Vec<u64> = ids.iter().copied().filter(|id| ![ids[0], ids[50], ids[119]].contains(id)).collect();
    assert_eq!(deleted(&portal), left);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_contacts_with_the_same_total_are_reported() {
    let (app, portal, ids, id) = prepared(3).await;
    renames(&portal, ids[1]);
    let newcomer = bare(&app, &portal, 500);
    app.clock.passes(Duration::from_mins(50));
    let admin = app.signs_in(&portal, 1).await;
    assert_eq!(admin.starts(id, 3).await.problem(), CHANGED);
    assert_eq!(admin.starts(id, 3).await.problem(), CHANGED, "the user has not read the contacts yet");
    assert!(portal.deletions().is_empty());
    assert_eq!(admin.get(&format!("/api/jobs/{id}/impact")).await.status, 200);
    assert_eq!(admin.starts(id, 3).await.status, 200, "the user has read the contacts and confirms again");
    admin.ends(id).await;
    assert_eq!(deleted(&portal), [ids[0], ids[2], newcomer]);
}

#[tokio::test(flavor = "multi_thread")]
async fn unchanged_draft_starts_at_once() {
    let (app, portal, ids, id) = prepared(3).await;
    app.clock.passes(Duration::from_mins(50));
    let admin = app.signs_in(&portal, 1).await;
    assert_eq!(admin.starts(id, 3).await.status, 200);
    admin.ends(id).await;
    assert_eq!(deleted(&portal), ids);
    assert_eq!(app.rows("jobs WHERE filter IS NOT NULL OR looked_set IS NOT NULL").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn recent_draft_is_not_collected_again() {
    let (app, portal, ids, id) = prepared(3).await;
    let admin = app.signs_in(&portal, 1).await;
    let newcomer = bare(&app, &portal, 500);
    assert_eq!(admin.starts(id, 3).await.status, 200);
    admin.ends(id).await;
    assert_eq!(deleted(&portal), ids);
    assert!(portal.contact(newcomer).is_some(), "the set is unchanged");
}

#[tokio::test(flavor = "multi_thread")]
async fn draft_without_matching_contacts_is_removed() {
    let (app, portal, ids, id) = prepared(2).await;
    for id in ids {
        renames(&portal, id);
    }
    app.clock.passes(Duration::from_mins(50));
    let admin = app.signs_in(&portal, 1).await;
    assert_eq!(admin.starts(id, 2).await.problem(), CHANGED);
    assert_eq!(admin.get(&format!("/api/jobs/{id}")).await.problem(), (404, "job_not_found"));
    assert!(portal.deletions().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn draft_of_a_deleted_filter_stays_unchanged() {
    let (app, portal, ids, id) = prepared(2).await;
    let admin = app.signs_in(&portal, 1).await;
    let path = format!("/api/filters/{}", first(&admin).await["id"]);
    assert_eq!(admin.call(Method::DELETE, &path).await.status, 200);
    app.clock.passes(Duration::from_mins(50));
    let admin = app.signs_in(&portal, 1).await;
    assert_eq!(admin.starts(id, 2).await.status, 200);
    admin.ends(id).await;
    assert_eq!(deleted(&portal), ids);
}

#[tokio::test(flavor = "multi_thread")]
async fn interrupted_recollection_is_reported_when_it_is_complete() {
    let (app, portal, ids, id) = prepared(120).await;
    renames(&portal, ids[7]);
    bare(&app, &portal, 500);
    app.clock.passes(Duration::from_mins(50));
    let admin = app.signs_in(&portal, 1).await;
    portal.faults().script("crm.contact.list", Nth::Call(2), Fault::refusal(503, "OVERLOAD_LIMIT", "x"));
    assert_eq!(admin.starts(id, 120).await.problem(), (409, "job_not_ready"));
    assert_eq!(admin.job(id).await["state"], "waiting");
    app.clock.passes(Duration::from_mins(31));
    let admin = app.signs_in(&portal, 1).await;
    let draft = admin.reaches(id, &["draft"]).await;
    assert_eq!(draft["total"], 120, "one contact no longer matches, one is new");
    assert_eq!(admin.starts(id, 120).await.problem(), CHANGED);
    // A later visitor who has not read the new draft has not seen the new contact either.
    app.clock.passes(Duration::from_mins(40));
    let admin = app.signs_in(&portal, 1).await;
    assert_eq!(admin.starts(id, 120).await.problem(), CHANGED);
    assert!(portal.deletions().is_empty());
    assert_eq!(admin.get(&format!("/api/jobs/{id}/impact")).await.status, 200);
    assert_eq!(admin.starts(id, 120).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn draft_of_an_earlier_version_is_collected_again() {
    let (app, portal, ids, id) = prepared(3).await;
    app.runs("UPDATE jobs SET frozen_at = NULL").await;
    renames(&portal, ids[1]);
    let admin = app.signs_in(&portal, 1).await;
    assert_eq!(admin.starts(id, 3).await.problem(), CHANGED);
    assert_eq!(admin.job(id).await["total"], 2, "contacts that no longer match are removed");
    assert!(portal.deletions().is_empty());
}
