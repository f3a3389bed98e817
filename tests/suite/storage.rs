//! A database that cannot be written for a while: the disk is full, or the file is locked. Requests fail and change
//! nothing, jobs wait, and everything continues afterwards.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use portal_sim::Sim;
use serde_json::json;

use crate::jobs::counts;
use crate::support::TestApp;

async fn app(contacts: usize, succeeds: contact_eraser::store::CommitFaults) -> TestApp {
    let builder = Sim::builder().contacts(contacts).no_bucket().installed(true);
    TestApp::with_commit_faults(builder, 40.0, succeeds).await
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_answer_503_and_change_nothing_while_writes_fail() {
    let works = Arc::new(AtomicBool::new(true));
    let disk = Arc::clone(&works);
    let app = app(60, Arc::new(move || disk.load(Ordering::SeqCst))).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = portal.contact_ids()[..20].to_vec();
    assert_eq!(app.get("/health/ready").await.status, 200);
    works.store(false, Ordering::SeqCst);
    for _ in 0..3 {
        let made = user.creates_job(&json!({"contact_ids": ids, "include_open_deals": true})).await;
        assert_eq!(made.problem(), (503, "internal"), "{made:?}");
        assert_eq!(made.headers["retry-after"], "5");
        let single = user.deletes_contact(ids[0]).await;
        assert_eq!(single.status, 503, "{single:?}");
        assert_eq!(app.get("/health/ready").await.status, 503);
    }
    assert_eq!(app.get("/health/live").await.status, 200);
    assert_eq!(portal.deletions().len(), 0);
    works.store(true, Ordering::SeqCst);
    assert_eq!(app.get("/health/ready").await.status, 200);
    let id = user.deletes(&ids).await;
    assert_eq!(counts(&user.ends(id).await, &["deleted", "verified"]), [20, 20]);
    assert_eq!(user.deletes_contact(portal.contact_ids()[0]).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn job_counts_are_true_whichever_write_fails() {
    for nth in 1..=25 {
        let left = Arc::new(AtomicI64::new(i64::MAX));
        let disk = Arc::clone(&left);
        let app = app(40, Arc::new(move || disk.fetch_sub(1, Ordering::SeqCst) != 0)).await;
        let portal = app.portal();
        let user = app.signs_in(&portal, 1).await;
        let ids = portal.contact_ids()[..25].to_vec();
        let id = user.deletes(&ids).await;
        left.store(nth, Ordering::SeqCst);
        let job = user.ends(id).await;
        assert_eq!(counts(&job, &["total", "deleted", "gone", "verified"]), [25, 25, 0, 25], "{nth}: {job}");
        assert!(ids.iter().all(|id| portal.delete_runs(*id) == 1), "{nth}: each contact once");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn job_continues_after_seconds_of_failed_writes() {
    let works = Arc::new(AtomicBool::new(true));
    let disk = Arc::clone(&works);
    let app = app(300, Arc::new(move || disk.load(Ordering::SeqCst))).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = portal.contact_ids()[..250].to_vec();
    portal.set_delete_cost(Duration::from_millis(200));
    let id = user.deletes(&ids).await;
    while portal.deletions().len() < 60 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    works.store(false, Ordering::SeqCst);
    app.waits(Duration::from_secs(40)).await;
    works.store(true, Ordering::SeqCst);
    let job = user.ends(id).await;
    assert_eq!(counts(&job, &["total", "deleted", "gone", "verified"]), [250, 250, 0, 250], "{job}");
    assert_eq!(portal.deletions().len(), 250);
}

#[tokio::test(flavor = "multi_thread")]
async fn locked_database_is_awaited_and_reported() {
    let sim = Sim::builder().contacts(30).installed(true).start().await.unwrap();
    let app = TestApp::with_sim(sim, &[]).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", app.database.display())).await.unwrap();
    let lock = pool.begin_with("BEGIN IMMEDIATE").await.unwrap();
    assert_eq!(app.get("/health/ready").await.status, 503);
    let made = user
        .creates_job(&json!({"contact_ids": portal.contact_ids()[..5], "include_open_deals": true}))
        .await;
    assert_eq!(made.status, 503, "{made:?}");
    lock.rollback().await.unwrap();
    pool.close().await;
    assert_eq!(app.get("/health/ready").await.status, 200);
    let id = user.deletes(&portal.contact_ids()[..5]).await;
    assert_eq!(user.ends(id).await["deleted"], 5);
}
