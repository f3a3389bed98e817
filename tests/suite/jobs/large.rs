//! Jobs with very many contacts. They are stored and settled in chunks, so no other write waits for all of them.
//! Readers see all contacts or none, also if the process dies in between.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use contact_eraser::app::open_store;
use contact_eraser::config::Config;
use contact_eraser::worker::{self, Worker};
use portal_sim::{Moment, Outage, PortalState, Sim};
use reqwest::Method;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::files::file;
use super::{add_contacts, assert_sums, counts};
use crate::renewal::silence::{flows_of, on};
use crate::support::{Session, TestApp};

/// The most contacts that one transaction settles (`SETTLED`) or stores (`WRITTEN`).
const SETTLED: i64 = 500;
const WRITTEN: i64 = 2_000;
/// Contacts of a job.
const MANY: i64 = 9_000;

/// The service on a disk where only a given number of commits succeed.
async fn with_limited_commits() -> (TestApp, Arc<AtomicI64>) {
    let left = Arc::new(AtomicI64::new(i64::MAX));
    let disk = Arc::clone(&left);
    let builder = Sim::builder().contacts(10).portals(1).installed(true);
    let succeeds = move || disk.fetch_sub(1, Ordering::SeqCst) > 0;
    (TestApp::with_commit_faults(builder, 1.0, Arc::new(succeeds)).await, left)
}

fn ids() -> Vec<i64> {
    (1_000_001..=1_000_000 + MANY).collect()
}

async fn drafts(user: &Session<'_>) -> u64 {
    let made = user.creates_job(&json!({"contact_ids": ids(), "draft": true})).await;
    assert_eq!(made.status, 202, "{made:?}");
    made.json["id"].as_u64().unwrap()
}

/// Another process on the same database.
async fn process(app: &TestApp) -> Worker {
    let config = Config::read(&app.values, false).unwrap();
    let store = open_store(&config, Arc::clone(&app.clock) as _).await.unwrap();
    Worker::start(on(app, &config, store.clone()), store, CancellationToken::new())
}

/// The number of contacts in the job's list of one outcome.
async fn listed(user: &Session<'_>, job: u64, outcome: &str) -> i64 {
    let (mut count, mut after) = (0, String::new());
    loop {
        let page = user.get(&format!("/api/jobs/{job}/items?outcome={outcome}&after={after}")).await.json;
        for item in page["items"].as_array().unwrap() {
            assert_eq!(item["outcome"], outcome, "{item}");
            count += 1;
        }
        match page["next"].as_u64() {
            Some(next) => after = next.to_string(),
            None => return count,
        }
    }
}

/// The counts, the lists and the report show all contacts as cancelled.
async fn assert_all_cancelled(app: &TestApp, user: &Session<'_>, job: u64) {
    let shown = user.job(job).await;
    assert_eq!(
        (&shown["state"], counts(&shown, &["total", "cancelled", "pending"])),
        (&json!("cancelled"), {
            let many = MANY.unsigned_abs();
            vec![many, many, 0]
        })
    );
    assert_eq!(listed(user, job, "cancelled").await, MANY);
    assert_eq!(listed(user, job, "pending").await, 0);
    assert!(user.outcomes(job).await.iter().all(|(_, outcome, _)| outcome == "cancelled"));
    let report = file(app, user, job, "report.csv").await;
    assert!(!report.contains("pending") && report.contains("cancelled"), "{}", &report[..300]);
}

const PENDING: &str = "job_items WHERE outcome = 'pending'";

async fn are_settled(app: &TestApp) {
    for _ in 0..600 {
        if app.rows(PENDING).await == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{} are left", app.rows(PENDING).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelled_job_reports_all_contacts_at_once_and_settles_in_chunks() {
    let (app, left) = with_limited_commits().await;
    let user = app.signs_in(&app.portal(), 1).await;
    let job = drafts(&user).await;
    app.runs("UPDATE jobs SET is_draft = 0, state = 'paused', expires_at = NULL, started_at = created_at")
        .await;
    // The disk fails in the middle.
    loop {
        left.store(6, Ordering::SeqCst);
        if user.commands(job, "cancel").await.status == 200 {
            break;
        }
    }
    assert_all_cancelled(&app, &user, job).await;
    let open = app.rows(PENDING).await;
    assert!(open >= MANY - 6 * SETTLED, "{open} contacts are open: one transaction settled too many");
    assert_all_cancelled(&app, &user, job).await;
    assert_eq!(user.commands(job, "resume").await.status, 409);
    assert_eq!(user.commands(job, "cancel").await.status, 200, "the job is cancelled");

    app.stops().await;
    left.store(i64::MAX, Ordering::SeqCst);
    let process = process(&app).await;
    are_settled(&app).await;
    process.stop().await;
    assert_eq!(app.rows("job_items WHERE outcome = 'cancelled' AND settled_at IS NOT NULL").await, MANY);
}

#[tokio::test(flavor = "multi_thread")]
async fn large_job_is_stored_in_chunks_and_visible_only_when_complete() {
    let (app, left) = with_limited_commits().await;
    let user = app.signs_in(&app.portal(), 1).await;
    for commits in [0, 1, 2, 4] {
        left.store(commits, Ordering::SeqCst);
        let request_body = json!({"contact_ids": ids(), "include_open_deals": true});
        let made = user.creates_job(&request_body).await;
        assert_eq!(made.status, 503, "{commits} commits: {made:?}");
        let written = app.rows("job_items").await;
        assert!(written <= commits * WRITTEN, "{written} contacts with {commits} commits");
        left.store(i64::MAX, Ordering::SeqCst);
        assert_eq!(user.get("/api/jobs").await.json["items"], json!([]), "{commits} commits");
        assert_eq!(app.portal().deletions().len(), 0);
    }
    assert!(app.rows("job_items").await > 0);
    let before = left.load(Ordering::SeqCst);
    let job = drafts(&user).await;
    assert!(before - left.load(Ordering::SeqCst) >= MANY / WRITTEN);
    assert_eq!(listed(&user, job, "pending").await, MANY);
    assert_eq!(user.commands(job, "cancel").await.status, 200);
    app.clock.passes(Duration::from_mins(2));
    worker::round(&flows_of(&app, &[]).await).await;
    for table in ["job_items", "jobs WHERE member_id = ':removed'", "portals WHERE member_id = ':removed'"] {
        for _ in 0..600 {
            if app.rows(table).await == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(app.rows(table).await, 0, "{table}");
    }
    assert_eq!(app.rows("jobs").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_one_of_two_equal_large_restores_is_created() {
    let (app, _) = with_limited_commits().await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let source = user.deletes(&portal.contact_ids()[..3]).await;
    user.ends(source).await;
    for sql in [
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
         INSERT INTO job_items (job_id, contact_id, outcome)
         SELECT job_id, 1000000 + i, outcome FROM n, (SELECT * FROM job_items LIMIT 1)",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
         INSERT INTO snapshots (job_id, contact_id, body, expires_at)
         SELECT job_id, 1000000 + i, body, expires_at FROM n, (SELECT * FROM snapshots LIMIT 1)",
        "UPDATE jobs SET deleted = 5003, total = 5003",
    ] {
        app.runs(sql).await;
    }
    portal.set_outage(Some(Outage::Unavailable));
    let (path, rest) = (format!("/api/jobs/{source}/restore"), json!({}));
    let half: Vec<i64> = (1_000_001..=1_002_500).collect();
    let half = json!({"contact_ids": half});
    let first = user.sends(Method::POST, &path, &half).await;
    assert_eq!((first.status, &first.json["total"]), (202, &json!(2_500)), "{first:?}");
    assert_eq!(user.commands(first.json["id"].as_u64().unwrap(), "cancel").await.status, 200);
    let (one, two) =
        tokio::join!(user.sends(Method::POST, &path, &rest), user.sends(Method::POST, &path, &half));
    let mut made: Vec<u16> = [&one, &two].map(|made| made.status).into();
    made.sort_unstable();
    assert_eq!(made, [202, 409], "{one:?} {two:?}");
    assert_eq!(user.sends(Method::POST, &path, &half).await.status, 409);
    let twice = "SELECT count(*) FROM (SELECT contact_id FROM job_items JOIN jobs ON jobs.id = job_id
        WHERE source_job IS NOT NULL AND jobs.state <> 'cancelled' GROUP BY contact_id HAVING count(*) > 1)";
    assert_eq!(app.number(twice).await, 0);
}

/// The job's counts match its list, whether the rows are already settled or not.
async fn adds_up(user: &Session<'_>, job: u64) -> Value {
    let shown = user.job(job).await;
    let outcomes = user.outcomes(job).await;
    for outcome in ["deleted", "gone", "denied", "failed", "cancelled"] {
        let with_outcome = outcomes.iter().filter(|(_, one, _)| one == outcome).count();
        assert_eq!(counts(&shown, &[outcome]), [with_outcome as u64], "{outcome}: {shown}");
        assert_eq!(listed(user, job, outcome).await, i64::try_from(with_outcome).unwrap(), "{outcome}");
    }
    shown
}

#[tokio::test(flavor = "multi_thread")]
async fn counts_add_up_while_a_running_job_is_cancelled() {
    let (app, _) = with_limited_commits().await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    portal.set_delete_cost(Duration::from_millis(300));
    let mut all: Vec<u64> = add_contacts(&portal, 40);
    all.extend(1_000_001..=1_004_000);
    let job = user.deletes(&all).await;
    while portal.deletions().len() < 13 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let shown = user.commands(job, "cancel").await.json;
    assert_sums(&shown);
    let ended = user.ends(job).await;
    assert_eq!(
        (&ended["state"], ended["deleted"].as_u64()),
        (&json!("cancelled"), Some(portal.deletions().len() as u64))
    );
    adds_up(&user, job).await;
    are_settled(&app).await;
    assert_eq!(adds_up(&user, job).await, ended);
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_job_reports_all_its_contacts_as_failed() {
    let (app, _) = with_limited_commits().await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    portal.when(Moment::Call("batch".to_owned(), 1), |portal| portal.set_state(PortalState::Deleted));
    let made = user.creates_job(&json!({"contact_ids": ids(), "include_open_deals": true})).await;
    let job = made.json["id"].as_u64().unwrap();
    let ended = user.ends(job).await;
    assert_eq!((&ended["state"], &ended["reason"]), (&json!("failed"), &json!("portal_deleted")), "{ended}");
    assert_eq!(adds_up(&user, job).await["failed"], MANY);
    assert!(user.outcomes(job).await.iter().all(|(_, _, code)| code == "job_failed"));
    are_settled(&app).await;
    assert_eq!(app.rows("job_items WHERE outcome = 'failed' AND code = 'job_failed'").await, MANY);
}
