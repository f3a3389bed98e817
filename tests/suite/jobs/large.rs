//! Jobs with very many contacts. Nobody else's write waits for all of them: they are written down, and settled, some in each
//! transaction. Whoever looks meanwhile, or after the process died in between, sees all or nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use contact_eraser::app::open_store;
use contact_eraser::config::Config;
use contact_eraser::worker::{self, Worker};
use portal_sim::Sim;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::counts;
use super::files::file;
use crate::renewal::silence::{beside, on};
use crate::support::{Session, TestApp};

/// Most contacts that one transaction settles, and writes down.
const SETTLED: i64 = 500;
const WRITTEN: i64 = 2_000;
/// Contacts of a job.
const MANY: i64 = 9_000;

/// The service on a disk of which so many commits succeed.
async fn on_a_disk() -> (TestApp, Arc<AtomicI64>) {
    let left = Arc::new(AtomicI64::new(i64::MAX));
    let disk = Arc::clone(&left);
    let builder = Sim::builder().contacts(10).portals(1).installed(true);
    let succeeds = move || disk.fetch_sub(1, Ordering::SeqCst) > 0;
    (TestApp::on_a_disk(builder, 1.0, Arc::new(succeeds)).await, left)
}

fn ids() -> Vec<i64> {
    (1_000_001..=1_000_000 + MANY).collect()
}

async fn drafts(user: &Session<'_>) -> u64 {
    let made = user.makes(&json!({"contact_ids": ids(), "draft": true})).await;
    assert_eq!(made.status, 202, "{made:?}");
    made.json["id"].as_u64().unwrap()
}

/// Another process on the same database.
async fn process(app: &TestApp) -> Worker {
    let config = Config::read(&app.values, false).unwrap();
    let store = open_store(&config, Arc::clone(&app.clock) as _).await.unwrap();
    Worker::start(on(app, &config, store.clone()), store, CancellationToken::new())
}

/// How many contacts the portal's list of one outcome has.
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

/// All are told as cancelled: by the sums, the lists and the report.
async fn is_told(app: &TestApp, user: &Session<'_>, job: u64) {
    let told = user.job(job).await;
    assert_eq!(
        (&told["state"], counts(&told, &["total", "cancelled", "pending"])),
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
async fn a_cancelled_job_tells_the_end_of_all_its_contacts_at_once_and_settles_them_bit_by_bit() {
    let (app, left) = on_a_disk().await;
    let user = app.signs_in(&app.portal(), 1).await;
    let job = drafts(&user).await;
    app.runs("UPDATE jobs SET is_draft = 0, state = 'paused', expires_at = NULL, started_at = created_at")
        .await;
    // The disk breaks in the middle.
    loop {
        left.store(6, Ordering::SeqCst);
        if user.orders(job, "cancel").await.status == 200 {
            break;
        }
    }
    is_told(&app, &user, job).await;
    let open = app.rows(PENDING).await;
    assert!(open >= MANY - 6 * SETTLED, "{open} are open: too many at once");
    is_told(&app, &user, job).await;
    assert_eq!(user.orders(job, "resume").await.status, 409);
    assert_eq!(user.orders(job, "cancel").await.status, 200, "it is cancelled");

    app.stops().await;
    left.store(i64::MAX, Ordering::SeqCst);
    let process = process(&app).await;
    are_settled(&app).await;
    process.stop().await;
    assert_eq!(app.rows("job_items WHERE outcome = 'cancelled' AND settled_at IS NOT NULL").await, MANY);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_with_many_contacts_is_made_bit_by_bit_and_is_there_whole_or_not_at_all() {
    let (app, left) = on_a_disk().await;
    let user = app.signs_in(&app.portal(), 1).await;
    for commits in [0, 1, 2, 4] {
        left.store(commits, Ordering::SeqCst);
        let wish = json!({"contact_ids": ids(), "include_open_deals": true});
        let made = user.makes(&wish).await;
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
    assert_eq!(user.orders(job, "cancel").await.status, 200);
    app.clock.passes(Duration::from_mins(2));
    worker::round(&beside(&app, &[]).await).await;
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
