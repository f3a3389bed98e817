//! Filters that administrators save, and the drafts that they prepare by a schedule.

use std::time::Duration;

use contact_eraser::worker;
use portal_sim::{Fault, Moment, Nth, Outage, Portal, Rights};
use reqwest::Method;
use serde_json::{Value, json};

use crate::renewal::silence::flows_of;
use crate::support::{Answer, Session, TestApp};

const PATH: &str = "/api/filters";
const DAY: Duration = Duration::from_hours(24);

fn old_contacts() -> Value {
    json!({"name": "Old", "filter": {"created_from": "1970-01-01"}, "older_than_days": 1,
        "schedule": {"every": "day", "hour": 6}})
}

async fn saves(user: &Session<'_>, filter: &Value) -> Answer {
    user.sends(Method::POST, PATH, filter).await
}

pub(crate) async fn first(user: &Session<'_>) -> Value {
    user.get(PATH).await.json["items"][0].clone()
}

/// A contact without phone and e-mail, created this many days ago.
pub(crate) fn bare(app: &TestApp, portal: &Portal, days: i64) -> u64 {
    let now = contact_eraser::domain::clock::Clock::now(app.clock.as_ref()).0;
    let created = jiff::Timestamp::from_second(now - days * 86_400).unwrap().to_string();
    portal.add_contact(&json!({"NAME": "Quirinalia", "DATE_CREATE": created}))
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_are_saved_changed_and_deleted_by_administrators() {
    let app = TestApp::start().await;
    let (admin, user) = (app.signs_in(&app.portal(), 1).await, app.signs_in(&app.portal(), 3).await);
    let saved = saves(&admin, &old_contacts()).await;
    assert_eq!((saved.status, &saved.json["name"]), (201, &json!("Old")));
    assert!(saved.json["next_at"].as_str().unwrap().ends_with("T06:00:00Z"), "{saved:?}");
    assert!(saved.json["query"]["created_to"].is_string(), "its age as a date");
    let path = format!("{PATH}/{}", saved.json["id"]);
    let shared = json!({"name": "Web", "filter": {"source": "WEB"}, "shared": true});
    for answer in [
        saves(&user, &old_contacts()).await,
        saves(&user, &shared).await,
        user.sends(Method::PUT, &path, &shared).await,
        user.call(Method::DELETE, &path).await,
    ] {
        assert_eq!(answer.problem(), (403, "not_permitted"));
    }
    let seen = first(&user).await;
    assert_eq!(
        (&seen["name"], &seen["schedule"], &seen["next_at"]),
        (&json!("Old"), &Value::Null, &Value::Null)
    );
    for bad in [json!({"name": "All", "filter": {}}), json!({"name": "x", "filter": {"serach": "y"}})] {
        assert_eq!(saves(&admin, &bad).await.problem(), (400, "invalid_request"), "{bad}");
    }
    let changed = admin.sends(Method::PUT, &path, &shared).await;
    assert_eq!(
        (changed.status, &changed.json["schedule"], &changed.json["next_at"]),
        (200, &Value::Null, &Value::Null)
    );
    let elsewhere = app.signs_in(&app.sim.portal(1), 1).await;
    assert_eq!(elsewhere.get(PATH).await.json["items"], json!([]), "filters are separate for each portal");
    assert_eq!(elsewhere.call(Method::DELETE, &path).await.status, 404);
    assert_eq!(admin.call(Method::DELETE, &path).await.status, 200);
    assert_eq!(admin.call(Method::DELETE, &path).await.status, 404);
    assert_eq!(app.rows("audit WHERE action IN ('save_filter', 'delete_filter')").await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn due_draft_is_prepared_and_deletes_nothing() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let admin = app.signs_in(&portal, 1).await;
    let mut old = vec![bare(&app, &portal, 400), bare(&app, &portal, 900)];
    let young = bare(&app, &portal, 100);
    saves(
        &admin,
        &json!({"name": "Quirinalia", "filter": {"search": "Quirinalia"}, "older_than_days": 365,
        "schedule": {"every": "day", "hour": 6}}),
    )
    .await;
    let flows = flows_of(&app, &[]).await;
    worker::round(&flows).await;
    assert_eq!(app.rows("jobs").await, 0, "the filter is not due");
    app.clock.passes(DAY);
    worker::round(&flows).await;
    let admin = app.signs_in(&portal, 1).await;
    let filter = first(&admin).await;
    let job = admin.reaches(filter["last_job"].as_u64().unwrap(), &["draft"]).await;
    assert_eq!((&job["total"], &job["saved_filter"]), (&json!(2), &filter["id"]));
    worker::round(&flows).await;
    assert_eq!(
        (app.rows("jobs").await, portal.deletions().len()),
        (1, 0),
        "one draft, and no contact is deleted"
    );
    app.clock.passes(Duration::from_hours(6));
    let admin = app.signs_in(&portal, 1).await;
    let id = job["id"].as_u64().unwrap();
    assert_eq!(admin.job(id).await["state"], "draft", "a prepared draft does not expire soon");
    assert_eq!(admin.starts(id, 2).await.status, 200);
    admin.ends(id).await;
    let mut gone: Vec<u64> = portal.deletions().iter().map(|deletion| deletion.contact_id).collect();
    gone.sort_unstable();
    old.sort_unstable();
    assert_eq!(gone, old);
    assert!(portal.contact(young).is_some());
    bare(&app, &portal, 500);
    app.clock.passes(DAY);
    worker::round(&flows).await;
    assert_eq!(app.rows("jobs").await, 2, "the next day's draft");
    assert!(
        app.database_files().iter().all(|(_, bytes)| !bytes.windows(10).any(|part| part == b"Quirinalia"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn filter_without_matches_prepares_no_draft() {
    let app = TestApp::start().await;
    let admin = app.signs_in(&app.portal(), 1).await;
    let nobody = json!({"name": "Nobody", "filter": {"search": "Quirinalia"}, "schedule": {"every": "day"}});
    saves(&admin, &nobody).await;
    app.clock.passes(DAY);
    worker::round(&flows_of(&app, &[]).await).await;
    assert_eq!(app.rows("jobs").await, 0);
    let admin = app.signs_in(&app.portal(), 1).await;
    let filter = first(&admin).await;
    assert_eq!((&filter["paused"], &filter["last_job"]), (&Value::Null, &Value::Null));
    assert!(filter["next_at"].is_string(), "due again tomorrow");
}

#[tokio::test(flavor = "multi_thread")]
async fn filter_of_a_user_without_rights_prepares_nothing() {
    for (loses, reason) in [
        ((|portal: &Portal| portal.set_admin(2, false)) as fn(&Portal), "not_administrator"),
        (|portal: &Portal| portal.dismiss(2), "portal_unauthorized"),
    ] {
        let app = TestApp::start().await;
        let portal = app.portal();
        portal.set_admin(2, true);
        portal.set_rights(2, Rights::All, Rights::All);
        let owner = app.signs_in(&portal, 2).await;
        assert_eq!(saves(&owner, &old_contacts()).await.status, 201);
        let flows = flows_of(&app, &[]).await;
        loses(&portal);
        app.clock.passes(DAY);
        worker::round(&flows).await;
        let admin = app.signs_in(&portal, 1).await;
        let filter = first(&admin).await;
        assert_eq!((&filter["paused"], &filter["next_at"]), (&json!(reason), &Value::Null));
        assert_eq!(app.rows("jobs").await, 0);
        assert_eq!(
            app.rows(&format!("audit WHERE action = 'pause_filter' AND outcome = '{reason}'")).await,
            1
        );
        let path = format!("{PATH}/{}", filter["id"]);
        let taken_over = admin.sends(Method::PUT, &path, &old_contacts()).await;
        assert_eq!((&taken_over.json["paused"], &taken_over.json["owner"]), (&Value::Null, &json!(1)));
        app.clock.passes(DAY);
        worker::round(&flows).await;
        assert_eq!(app.rows("jobs").await, 1, "it continues as the new owner");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn filter_retries_after_an_outage_and_is_removed_with_its_portal() {
    let app = TestApp::start().await;
    let portal = app.portal();
    crate::events::installs(&app, &portal).await;
    let admin = app.signs_in(&portal, 1).await;
    saves(&admin, &old_contacts()).await;
    let flows = flows_of(&app, &[]).await;
    app.clock.passes(DAY);
    app.signs_in(&portal, 1).await;
    portal.set_outage(Some(Outage::Cut));
    worker::round(&flows).await;
    portal.set_outage(None);
    assert_eq!(app.rows("jobs").await, 0);
    app.clock.passes(Duration::from_mins(11));
    worker::round(&flows).await;
    assert_eq!(app.rows("jobs").await, 1);
    portal.uninstall(false);
    portal.events_settled().await;
    assert_eq!(app.rows("saved_filters").await, 0);
}

/// Whether the only filter is due in about this many days.
async fn is_due_in(app: &TestApp, days: i64) -> bool {
    let now = contact_eraser::domain::clock::Clock::now(app.clock.as_ref()).0;
    let due = app.number("SELECT next_at FROM saved_filters").await;
    (due - now - days * 86_400).abs() <= 86_400
}

#[tokio::test(flavor = "multi_thread")]
async fn filter_prepares_no_second_draft_while_one_is_open() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let admin = app.signs_in(&portal, 1).await;
    saves(&admin, &old_contacts()).await;
    let flows = flows_of(&app, &[]).await;
    for _ in 0..2 {
        app.clock.passes(DAY);
        worker::round(&flows).await;
        assert_eq!(app.rows("jobs").await, 1);
        assert!(is_due_in(&app, 1).await);
    }
    let admin = app.signs_in(&portal, 1).await;
    let filter = first(&admin).await;
    assert_eq!((&filter["last_job"], &filter["open_job"]), (&json!(1), &json!(1)), "{filter}");
    admin.commands(1, "cancel").await;
    assert_eq!(first(&admin).await["open_job"], Value::Null);
    app.clock.passes(DAY);
    worker::round(&flows).await;
    assert_eq!(app.rows("jobs").await, 2);
    assert_eq!(app.rows("jobs WHERE finished_at IS NULL").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn change_of_a_filter_during_preparation_is_kept() {
    // The change comes before the draft is created, and then while its contacts are collected.
    for method in ["profile", "crm.contact.list"] {
        let app = TestApp::start().await;
        let portal = app.portal();
        let admin = app.signs_in(&portal, 1).await;
        saves(&admin, &old_contacts()).await;
        let flows = flows_of(&app, &[]).await;
        app.clock.passes(DAY);
        let admin = app.signs_in(&portal, 1).await;
        let (sender, receiver) = tokio::sync::oneshot::channel();
        portal.faults().script(method, Nth::Next, Fault::Delay(Duration::from_secs(2)));
        portal.when(Moment::Call(method.to_owned(), 1), move |_| {
            let _sent = sender.send(());
        });
        let round = tokio::spawn(async move { worker::round(&flows).await });
        receiver.await.unwrap();
        let monthly = json!({"name": "Old", "filter": {"created_from": "1970-01-01"}, "older_than_days": 1,
            "schedule": {"every": "month", "day": 28, "hour": 6}});
        let path = format!("{PATH}/{}", first(&admin).await["id"]);
        let changed = admin.sends(Method::PUT, &path, &monthly).await;
        assert_eq!(changed.status, 200, "{changed:?}");
        round.await.unwrap();
        let now = first(&admin).await;
        for field in ["next_at", "schedule", "paused"] {
            assert_eq!(now[field], changed.json[field], "{method}: {field}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn stop_after_creating_a_draft_does_not_prepare_it_again() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let admin = app.signs_in(&portal, 1).await;
    saves(&admin, &old_contacts()).await;
    let flows = flows_of(&app, &[]).await;
    app.clock.passes(DAY);
    let admin = app.signs_in(&portal, 1).await;
    let (sender, receiver) = tokio::sync::oneshot::channel();
    portal.faults().script("crm.contact.list", Nth::Next, Fault::Delay(Duration::from_secs(2)));
    portal.when(Moment::Call("crm.contact.list".to_owned(), 1), move |_| {
        let _sent = sender.send(());
    });
    let stopped = flows.clone();
    let round = tokio::spawn(async move { worker::round(&stopped).await });
    receiver.await.unwrap();
    round.abort();
    assert!(round.await.is_err());
    assert!(is_due_in(&app, 1).await, "the next due time is stored already");
    // The next draft is due on the next day, even if this draft is gone.
    let job = admin.reaches(1, &["draft"]).await;
    admin.commands(job["id"].as_u64().unwrap(), "cancel").await;
    app.clock.passes(Duration::from_mins(11));
    worker::round(&flows).await;
    assert_eq!(app.rows("jobs").await, 1);
}
