//! Large portals that leave. Their removal delays no one, its remaining rows are invisible, it continues after a
//! restart, and it spares the data of a new installation.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use contact_eraser::config::Config;
use contact_eraser::flows::Flows;
use contact_eraser::store::Store;
use contact_eraser::store::seal::Seal;
use contact_eraser::worker;
use portal_sim::{Portal, Sim};
use reqwest::Method;
use serde_json::json;

use crate::events::installs;
use crate::renewal::silence::{flows_of, on};
use crate::support::{Session, TestApp};

/// The most rows that one transaction may remove.
const MOST: i64 = 500;
/// The rows of each kind that a large portal has.
const MANY: i64 = 4_000;

/// The service with two portals, on a disk where only a given number of commits succeed.
async fn with_limited_commits() -> (TestApp, Arc<AtomicI64>) {
    let left = Arc::new(AtomicI64::new(i64::MAX));
    let disk = Arc::clone(&left);
    let builder = Sim::builder().portals(2).contacts(60).installed(true);
    let succeeds = move || disk.fetch_sub(1, Ordering::SeqCst) > 0;
    (TestApp::with_commit_faults(builder, 1.0, Arc::new(succeeds)).await, left)
}

/// Another process on the same database and disk.
async fn flows_on_disk(app: &TestApp, left: &Arc<AtomicI64>) -> Flows {
    let (config, disk) = (Config::read(&app.values, false).unwrap(), Arc::clone(left));
    let seal = Seal::new(&config.encryption_key, &config.old_encryption_keys);
    let succeeds = Arc::new(move || disk.fetch_sub(1, Ordering::SeqCst) > 0);
    let opened = Store::open_unreliable(&config.database_url, seal, Arc::clone(&app.clock) as _, succeeds);
    on(app, &config, opened.await.unwrap())
}

/// Gives a portal a job with many contacts and copies, and many lines in audit and log. Returns the job.
async fn fills_portal(app: &TestApp, portal: &Portal) -> u64 {
    installs(app, portal).await;
    let user = app.signs_in(portal, 1).await;
    user.saves_settings(&json!({"audit_days": 400})).await;
    let job = user.deletes(&portal.contact_ids()[..3]).await;
    user.ends(job).await;
    user.get("/api/requests").await;
    app.runs(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
         INSERT INTO job_items (job_id, contact_id, outcome)
         SELECT job_id, 1000000 + i, outcome FROM n, (SELECT * FROM job_items LIMIT 1)",
    )
    .await;
    app.runs(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
         INSERT INTO snapshots (job_id, contact_id, body, expires_at)
         SELECT job_id, 1000000 + i, body, expires_at FROM n, (SELECT * FROM snapshots LIMIT 1)",
    )
    .await;
    app.runs(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
         INSERT INTO audit (member_id, user_id, action, outcome, request_id, created_at)
         SELECT member_id, 1, 'delete_contact', 'deleted', 'r', created_at FROM n, (SELECT * FROM audit LIMIT 1)",
    )
    .await;
    app.runs(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
         INSERT INTO requests (member_id, user_id, method, parameters, outcome, milliseconds, attempt, request_id, created_at)
         SELECT member_id, 1, 'batch', '', 'ok', i, 1, 'r', created_at FROM n, (SELECT * FROM requests LIMIT 1)",
    )
    .await;
    job
}

async fn leaves(portal: &Portal, clean: bool) {
    portal.uninstall(clean);
    portal.events_settled().await;
    assert_eq!(portal.event_deliveries().pop().expect("nothing was delivered").status, Some(200));
}

/// Rows that wait for their removal.
async fn rows_to_remove(app: &TestApp) -> i64 {
    let mut rows = 0;
    for table in ["job_items", "snapshots", "jobs", "removals"] {
        rows += app.rows(table).await;
    }
    rows
}

async fn is_removed(app: &TestApp) {
    for _ in 0..600 {
        if rows_to_remove(app).await == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{} rows are left", rows_to_remove(app).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn large_portal_is_removed_in_small_transactions() {
    for clean in [true, false] {
        let (app, left) = with_limited_commits().await;
        let portal = app.portal();
        fills_portal(&app, &portal).await;
        left.store(i64::MAX, Ordering::SeqCst);
        leaves(&portal, clean).await;
        is_removed(&app).await;
        let commits = i64::MAX - left.load(Ordering::SeqCst);
        assert!(commits >= 4 * MANY / MOST, "{commits} commits for {} rows", 4 * MANY);
        assert_eq!((app.rows("requests").await, app.rows("portals").await), (0, i64::from(!clean)));
        let (lines, named) = (app.rows("audit").await, app.rows("audit WHERE user_id IS NOT NULL").await);
        assert_eq!((lines >= MANY, named), (!clean, 0), "clean: {clean}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn expired_rows_are_removed_in_small_transactions() {
    let (app, left) = with_limited_commits().await;
    fills_portal(&app, &app.portal()).await;
    let flows = flows_on_disk(&app, &left).await;
    for (days, kinds) in [(31, 2), (370, 2)] {
        app.clock.passes(Duration::from_hours(24 * days));
        left.store(i64::MAX, Ordering::SeqCst);
        worker::round(&flows).await;
        let commits = i64::MAX - left.load(Ordering::SeqCst);
        assert!(commits >= kinds * MANY / MOST, "{commits} commits after {days} days");
    }
    is_removed(&app).await;
    assert!(app.rows("audit").await < 10);
    flows.close().await;
}

/// Everything that a user can find: jobs, lines of the audit, lines of the log of calls.
async fn finds(user: &Session<'_>) -> [usize; 3] {
    let mut found = [0; 3];
    for (found, path) in found.iter_mut().zip(["/api/jobs", "/api/audit", "/api/requests"]) {
        let answer = user.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        *found = answer.json["items"].as_array().unwrap().len();
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn interrupted_removal_is_invisible_and_spares_a_new_installation() {
    for (clean, commits) in [(true, 1), (true, 4), (true, 12), (false, 1), (false, 4), (false, 12)] {
        let (app, left) = with_limited_commits().await;
        let portal = app.portal();
        let old = fills_portal(&app, &portal).await;
        // The first commit marks the portal as removed. The disk fails during the commits that follow.
        left.store(commits, Ordering::SeqCst);
        leaves(&portal, clean).await;
        left.store(i64::MAX, Ordering::SeqCst);
        assert!(rows_to_remove(&app).await > 0, "clean: {clean}, {commits} commits");
        let known = app.rows("portals WHERE member_id <> ':removed' AND status <> 'removed'").await;
        assert_eq!(known, 0, "clean: {clean}, {commits} commits");

        installs(&app, &portal).await;
        let user = app.signs_in(&portal, 1).await;
        let [jobs, lines, calls] = finds(&user).await;
        assert_eq!(jobs, 0);
        assert!(
            lines <= 3 && calls < 20,
            "clean: {clean}: {lines} lines and {calls} calls of the old installation"
        );
        assert_eq!(user.get(&format!("/api/jobs/{old}")).await.status, 404);
        assert_eq!(user.get(&format!("/api/jobs/{old}/items")).await.status, 404);
        for (method, what) in
            [(Method::POST, "restore"), (Method::POST, "resume"), (Method::DELETE, "snapshot")]
        {
            let answer = user.call(method, &format!("/api/jobs/{old}/{what}")).await;
            assert_eq!(answer.status, 404, "{what}: {answer:?}");
        }
        assert_eq!(user.get("/api/settings").await.json["audit_days"] == 400, !clean);
        let job = user.deletes(&portal.contact_ids()[..5]).await;
        assert_eq!(user.ends(job).await["deleted"], 5);
        user.get("/api/requests").await;
        app.stops().await;
        let (lines, calls) = (
            app.number("SELECT max(audit_to) FROM removals").await,
            app.number("SELECT max(requests_to) FROM removals").await,
        );
        let newer = [format!("audit WHERE id > {lines}"), format!("requests WHERE id > {calls}")];
        let kept = [app.rows(&newer[0]).await, app.rows(&newer[1]).await];
        assert!(kept.iter().all(|rows| *rows > 1), "{kept:?}");

        let flows = flows_of(&app, &[]).await;
        worker::round(&flows).await;
        for _ in 0..600 {
            if app.rows("removals").await == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(app.rows("removals").await, 0);
        assert_eq!(app.rows("requests WHERE request_id = 'r'").await, 0);
        assert_eq!(app.rows("audit WHERE request_id = 'r' AND user_id IS NOT NULL").await, 0);
        assert_eq!(app.rows("audit WHERE request_id = 'r'").await > 0, !clean);
        assert_eq!([app.rows(&newer[0]).await, app.rows(&newer[1]).await], kept, "of the new installation");
        assert_eq!(app.rows("requests").await, kept[1]);
        assert_eq!(app.rows("audit").await > kept[0], !clean);
        let rows = (app.rows("jobs").await, app.rows("job_items").await, app.rows("snapshots").await);
        assert_eq!(rows, (1, 5, 5), "those of the new installation");
        assert_eq!(app.rows("portals WHERE status = 'active'").await, 1);
        flows.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn long_reader_does_not_block_writers() {
    let (app, _) = with_limited_commits().await;
    let (portal, other) = (app.sim.portal(0), app.sim.portal(1));
    fills_portal(&app, &portal).await;
    let staying = app.signs_in(&other, 1).await;
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", app.database.display())).await.unwrap();
    let mut reader = pool.begin().await.unwrap();
    let _view: i64 =
        sqlx::query_scalar("SELECT count(*) FROM portals").fetch_one(&mut *reader).await.unwrap();
    leaves(&portal, true).await;
    // If the write waited for the reader, it would never end.
    for days in 30..50 {
        let request_body = json!({"audit_days": days});
        tokio::time::timeout(Duration::from_secs(20), staying.saves_settings(&request_body))
            .await
            .expect("the write waited for the reader");
    }
    is_removed(&app).await;
    assert!(log_bytes(&app) > 0, "the reader needs it");
    reader.rollback().await.unwrap();
    pool.close().await;
    for _ in 0..600 {
        if log_bytes(&app) == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the log is never emptied");
}

fn log_bytes(app: &TestApp) -> usize {
    app.database_files().iter().filter(|(name, _)| name.ends_with("-wal")).map(|(_, bytes)| bytes.len()).sum()
}
