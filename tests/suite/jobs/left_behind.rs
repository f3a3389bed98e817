//! Data that must not remain after a job, a portal or a retention time has ended.

use std::time::Duration;

use portal_sim::{Moment, Rights, Sim};
use serde_json::json;
use tokio::sync::oneshot;

use super::{counts, start_app, start_app_with};
use crate::events::installs;
use crate::renewal::silence::flows_of;

const DAY: i64 = 24 * 3_600;

#[tokio::test(flavor = "multi_thread")]
async fn undeleted_contacts_leave_no_copies() {
    let app = start_app(60, 40.0).await;
    let portal = app.portal();
    portal.set_rights(3, Rights::All, Rights::None);
    let user = app.signs_in(&portal, 3).await;
    let job = user.ends(user.deletes(&portal.contact_ids()[..40]).await).await;
    assert_eq!(counts(&job, &["denied", "deleted"]), [40, 0], "{job}");
    assert_eq!(app.rows("snapshots").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_stored_for_a_portal_wiped_during_a_deletion() {
    let app = start_app_with(Sim::builder().contacts(120).delete_cost(Duration::from_secs(2)), 20.0).await;
    let portal = app.portal();
    installs(&app, &portal).await;
    let user = app.signs_in(&portal, 1).await;
    let ids = portal.contact_ids();
    let (sender, receiver) = oneshot::channel();
    portal.when(Moment::Call("crm.contact.delete".to_owned(), 3), move |_| {
        let _sent = sender.send(());
    });
    user.deletes(&ids[..60]).await;
    let wiped = async {
        receiver.await.unwrap();
        portal.uninstall(true);
        portal.events_settled().await;
    };
    // The answer comes after the portal was wiped.
    let (_, ()) = tokio::join!(user.deletes_contact(ids[100]), wiped);
    app.waits(Duration::from_mins(2)).await;
    assert!(!portal.deletions().is_empty());
    for table in ["audit", "jobs", "job_items", "snapshots", "requests", "single_deletions"] {
        assert_eq!(app.rows(table).await, 0, "{table}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn shorter_retention_applies_to_existing_copies() {
    let app = start_app(60, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    user.saves_settings(&json!({"snapshot_days": 60})).await;
    user.ends(user.deletes(&portal.contact_ids()[..20]).await).await;
    let latest = || app.number("SELECT max(expires_at) FROM snapshots");
    let before = latest().await;
    user.saves_settings(&json!({"snapshot_days": 7})).await;
    assert!((before - latest().await - 53 * DAY).abs() < 60);
    let audit = user.get("/api/audit").await.json;
    let line =
        audit["items"].as_array().unwrap().iter().find(|line| !line["detail"]["copies_shortened"].is_null());
    assert_eq!(line.unwrap()["detail"]["copies_shortened"], 20, "{audit}");
    user.saves_settings(&json!({"snapshot_days": 90})).await;
    assert!(
        (before - latest().await - 53 * DAY).abs() < 60,
        "a longer retention does not extend existing copies"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn missed_shortening_of_copies_is_done_later() {
    let app = start_app(160, 40.0).await;
    let user = app.signs_in(&app.portal(), 1).await;
    user.saves_settings(&json!({"snapshot_days": 60})).await;
    user.ends(user.deletes(&app.portal().contact_ids()[..150]).await).await;
    let latest = || app.number("SELECT max(expires_at) FROM snapshots");
    let before = latest().await;
    // The process died between saving the settings and shortening the copies.
    app.runs("UPDATE settings SET body = json_set(body, '$.snapshot_days', 7)").await;
    contact_eraser::worker::round(&flows_of(&app, &[]).await).await;
    assert!((before - latest().await - 53 * DAY).abs() < 60);
}
