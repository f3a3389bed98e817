//! Removed data is really gone: these tests search all tables, the write-ahead log and the files for earlier values.
//! They read the values from the tables, so that data of later versions is searched for too.

mod search;

use std::time::Duration;

use contact_eraser::worker;
use portal_sim::{Outage, Portal};
use reqwest::Method;
use serde_json::json;
use sqlx::SqlitePool;

use crate::events::installs;
use crate::renewal::silence::flows_of;
use crate::service::{free_address, program};
use crate::support::{Session, TestApp, settings};
use search::{Values, found, values};

const DAY: Duration = Duration::from_hours(24);

/// A portal that uses every feature: jobs of each kind, copies, an erasure record, saved filters, settings, searches
/// that are still collecting, single deletions, a connection under way.
async fn uses_everything<'a>(app: &'a TestApp, portal: &Portal) -> Session<'a> {
    installs(app, portal).await;
    app.posts_raw("/oauth/start", "", format!("portal={}", portal.domain())).await;
    let user = app.signs_in(portal, 1).await;
    app.signs_in(portal, 2).await.get("/api/contacts").await;
    user.saves_settings(&json!({"audit_days": 400, "who_may_delete": "chosen", "chosen_users": [1, 2]}))
        .await;
    user.deletes_contact(110).await;
    let ids = portal.contact_ids();
    let job = user.deletes(&ids[..20]).await;
    user.ends(job).await;
    let reference = json!({"reference": format!("REFERENCE-OF-{}", portal.member_id())});
    let recorded = user.sends(Method::POST, &format!("/api/jobs/{job}/erasure"), &reference).await;
    assert_eq!(recorded.status, 200, "{recorded:?}");
    let restore = user.commands(job, "restore").await.json["id"].as_u64().unwrap();
    user.ends(restore).await;
    let kept = user.deletes(&ids[20..50]).await;
    user.ends(kept).await;
    let filter = json!({"name": "Quirinalia", "filter": {"search": "Quirinalia"}, "schedule": {"every": "day", "hour": 5}});
    user.sends(Method::POST, "/api/filters", &filter).await;
    let filter = json!({"name": "Quirinalia", "filter": {"search": "Quirinalia"}});
    assert_eq!(user.sends(Method::POST, "/api/filters", &filter).await.status, 201);
    portal.set_outage(Some(Outage::Unavailable));
    let draft = json!({"filter": {"search": "Quirinalia"}, "draft": true});
    let paused = user.creates_job(&draft).await.json["id"].as_u64().unwrap();
    user.commands(paused, "pause").await;
    user.creates_job(&json!({"filter": {"search": "Quirina"}})).await;
    portal.set_outage(None);
    user.get("/api/requests").await;
    user
}

/// Values that only `gone` contains must not be in the tables, the log or the files.
async fn assert_gone(app: &TestApp, gone: &Values, why: &str) {
    let left = gone.both(&values(app).await);
    assert!(left.is_empty(), "{why}: still in {left:?}");
    let places = found(app, gone);
    assert!(places.is_empty(), "{why}: traces of {places:?}");
}

/// A portal that stays, and all values that only the leaving portal has.
async fn leaving(app: &TestApp) -> (Session<'_>, Values) {
    let (leaving, staying) = (app.sim.portal(0), app.sim.portal(1));
    uses_everything(app, &staying).await;
    let others = values(app).await;
    let user = uses_everything(app, &leaving).await;
    let gone = values(app).await.without(&others);
    for table in [
        "portals",
        "authorizations",
        "jobs",
        "snapshots",
        "audit",
        "requests",
        "saved_filters",
        "erasure_records",
    ] {
        assert!(gone.has(table), "nothing of the portal is in {table}");
    }
    assert!(!found(app, &gone).is_empty(), "the search does not work");
    (user, gone)
}

#[tokio::test(flavor = "multi_thread")]
async fn clean_uninstallation_leaves_no_traces() {
    let app = TestApp::start().await;
    let (_, gone) = leaving(&app).await;
    let portal = app.portal();
    portal.uninstall(true);
    portal.events_settled().await;
    assert_gone(&app, &gone, "uninstalled").await;
    app.stops().await;
    assert_gone(&app, &gone, "uninstalled, and the service stopped").await;
    assert_eq!(app.rows("portals").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn disconnecting_leaves_no_traces() {
    let app = TestApp::start().await;
    let (user, gone) = leaving(&app).await;
    let confirm = json!({"confirm": app.portal().domain()});
    assert_eq!(user.sends(Method::POST, "/api/portal/disconnect", &confirm).await.status, 200);
    assert_gone(&app, &gone, "disconnected").await;
    assert_eq!(app.rows("portals").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn uninstallation_leaves_no_traces_of_users() {
    let app = TestApp::start().await;
    let (_, gone) = leaving(&app).await;
    app.portal().uninstall(false);
    app.portal().events_settled().await;
    // The portal's row, its settings and the actions stay, without any name.
    let gone = gone.outside(&["portals", "settings", "audit", "seen_events", "oauth_states"]);
    assert_gone(&app, &gone, "uninstalled").await;
    assert_eq!(app.rows("audit WHERE user_id IS NOT NULL").await, app.rows("audit WHERE user_id = 1").await);
    let member_id = app.portal().member_id();
    assert_eq!(app.rows(&format!("audit WHERE member_id = '{member_id}' AND user_id IS NOT NULL")).await, 0);
    assert_eq!(
        app.rows(&format!("audit WHERE member_id = '{member_id}' AND detail LIKE '%chosen_users\":[%'"))
            .await,
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn expired_data_leaves_no_traces() {
    let app = TestApp::start().await;
    let portal = app.portal();
    uses_everything(&app, &portal).await;
    let flows = flows_of(&app, &[]).await;
    let (before, newest) = (values(&app).await, app.number("SELECT max(id) FROM jobs").await);
    app.clock.passes(31 * DAY);
    worker::round(&flows).await;
    let over = ["snapshots", "requests.request_id", "oauth_states", "seen_events.digest"];
    assert_gone(&app, &before.inside(&over).without(&before.inside(&["audit", "jobs"])), "a month").await;
    for _ in 0..3 {
        app.clock.passes(401 * DAY);
        worker::round(&flows).await;
    }
    // The data of the portal and its users stays with it.
    let stays = before.inside(&["portals", "authorizations", "settings", "saved_filters"]);
    let over =
        before.inside(&["jobs", "job_items", "snapshots", "erasure_records", "audit", "requests.request_id"]);
    assert_gone(&app, &over.without(&stays), "years").await;
    for table in
        ["jobs WHERE id", "job_items WHERE job_id", "erasure_records WHERE job_id", "snapshots WHERE job_id"]
    {
        assert_eq!(app.rows(&format!("{table} <= {newest}")).await, 0, "{table}");
    }
}

/// The output of `rekey` with a new first key, and whether it succeeds.
async fn rekeys(app: &TestApp, new: &str) -> (bool, String) {
    let folder = tempfile::tempdir().unwrap();
    let listen = format!("http://{}", free_address());
    let mut values = settings(&app.sim, &listen, &app.database.display().to_string());
    values.insert("ERASER_ENCRYPTION_KEYS".to_owned(), format!("{new},{}", app.key));
    let output = program(&values, folder.path()).arg("rekey").output().await.unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn rekey_leaves_nothing_sealed_with_the_old_key() {
    let app = TestApp::start().await;
    uses_everything(&app, &app.portal()).await;
    app.stops().await;
    // An open reader, at first with an old snapshot, prevents SQLite from removing the write-ahead log.
    let pool = SqlitePool::connect(&format!("sqlite://{}", app.database.display())).await.unwrap();
    let sealed = values(&app).await.sealed();
    for table in ["portals", "authorizations", "jobs", "snapshots", "saved_filters"] {
        assert!(sealed.has(table), "nothing is sealed in {table}");
    }
    let mut reader = pool.begin().await.unwrap();
    let _view: i64 =
        sqlx::query_scalar("SELECT count(*) FROM portals").fetch_one(&mut *reader).await.unwrap();
    let new = contact_eraser::store::seal::Key::generate().unwrap();
    let (succeeds, text) = rekeys(&app, &new).await;
    assert!(!succeeds && text.contains("something reads the database") && !text.contains("done:"), "{text}");
    assert!(!found(&app, &sealed).is_empty(), "the reader still needs the log");
    reader.rollback().await.unwrap();
    let (succeeds, text) = rekeys(&app, &new).await;
    assert!(succeeds && text.contains("done: 0 rows"), "{text}");
    assert_gone(&app, &sealed, "after rekey").await;
    pool.close().await;
}
