//! Drafts: each user keeps a few, and an ended draft keeps no contacts.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use contact_eraser::worker;
use portal_sim::Sim;
use reqwest::Method;
use serde_json::json;

use super::{counts, start_app};
use crate::renewal::silence::flows_of;
use crate::support::{Session, TestApp};

async fn drafts(user: &Session<'_>, ids: &[u64]) -> u64 {
    let made = user.creates_job(&json!({"contact_ids": ids, "draft": true})).await;
    assert_eq!(made.status, 202, "{made:?}");
    made.json["id"].as_u64().unwrap()
}

/// Waits until this many contacts of jobs are left.
pub(crate) async fn are_left(app: &TestApp, items: i64) {
    for _ in 0..1_500 {
        if app.rows("job_items").await == items {
            return;
        }
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
    panic!("{} are left", app.rows("job_items").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn new_drafts_replace_the_oldest_of_their_user() {
    let app = start_app(120, 1.0).await;
    let portal = app.portal();
    let (user, other) = (app.signs_in(&portal, 1).await, app.signs_in(&portal, 2).await);
    let ids = portal.contact_ids();
    let theirs = drafts(&other, &ids[..10]).await;
    let mut made = Vec::new();
    for number in 0..4 {
        made.push(drafts(&user, &ids[number * 10..(number + 1) * 10]).await);
    }
    // A draft that still collects counts from its creation.
    let filter = json!({"filter": {"created_from": "1970-01-01"}, "expected_total": 120, "draft": true});
    made.push(user.creates_job(&filter).await.json["id"].as_u64().unwrap());
    user.reaches(made[4], &["draft"]).await;
    for id in &made[..2] {
        let job = user.job(*id).await;
        let end = (job["state"].as_str(), job["reason"].as_str());
        assert_eq!(end, (Some("cancelled"), Some("draft_replaced")), "{job}");
        assert_eq!(counts(&job, &["total", "cancelled", "pending"]), [10, 10, 0]);
        assert_eq!(user.get(&format!("/api/jobs/{id}/items")).await.json["items"], json!([]));
        assert_eq!(user.starts(*id, 10).await.problem(), (409, "job_conflict"));
        assert_eq!(user.get(&format!("/api/jobs/{id}/impact")).await.problem(), (409, "job_conflict"));
        let ends = format!("audit WHERE job_id = {id} AND action = 'finish_job' AND outcome = 'cancelled'");
        assert_eq!(app.rows(&ends).await, 1);
    }
    assert_eq!(app.rows("jobs WHERE state = 'draft' AND user_id = 1").await, 3);
    assert_eq!(other.job(theirs).await["state"], "draft", "drafts are counted for each user");
    are_left(&app, 10 + 20 + 120).await;
    assert_eq!(user.starts(made[2], 10).await.status, 200);
    assert_eq!(user.ends(made[2]).await["state"], "done");
    assert_eq!(
        app.rows(&format!("job_items WHERE job_id = {}", made[2])).await,
        10,
        "a job keeps its contacts"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn prepared_drafts_and_manual_drafts_do_not_replace_each_other() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let admin = app.signs_in(&portal, 1).await;
    for nth in 0..5 {
        let name = format!("Old {nth}");
        let filter =
            json!({"name": name, "filter": {"created_from": "1970-01-01"}, "schedule": {"every": "day"}});
        assert_eq!(admin.sends(Method::POST, "/api/filters", &filter).await.status, 201);
    }
    app.clock.passes(Duration::from_hours(24));
    worker::round(&flows_of(&app, &[]).await).await;
    let admin = app.signs_in(&portal, 1).await;
    for _ in 0..4 {
        drafts(&admin, &portal.contact_ids()[..2]).await;
    }
    assert_eq!(app.rows("jobs WHERE saved_filter IS NOT NULL AND finished_at IS NULL").await, 5);
    assert_eq!(app.rows("jobs WHERE saved_filter IS NULL AND finished_at IS NULL").await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_of_an_ended_draft_are_removed_in_chunks() {
    let builder = Sim::builder().contacts(10).portals(1).installed(true);
    let commits = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&commits);
    let counts_commits = Arc::new(move || {
        counted.fetch_add(1, Ordering::SeqCst);
        true
    });
    let app = TestApp::with_commit_faults(builder, 1.0, counts_commits).await;
    let user = app.signs_in(&app.portal(), 1).await;
    let ids: Vec<u64> = (1..=100_000).collect();
    let cancelled = drafts(&user, &ids).await;
    let expired = drafts(&user, &ids[..50_000]).await;
    assert_eq!(app.rows("job_items").await, 150_000);
    let before = commits.load(Ordering::SeqCst);
    let reported = user.commands(cancelled, "cancel").await.json;
    assert_eq!(counts(&reported, &["total", "cancelled"]), [100_000, 100_000], "{reported}");
    app.clock.passes(Duration::from_mins(16));
    assert_eq!(user.ends(expired).await["reason"], "draft_expired");
    are_left(&app, 0).await;
    let portions = commits.load(Ordering::SeqCst) - before;
    assert!(portions >= 30, "the removal is split into chunks: {portions} transactions");
}

#[tokio::test(flavor = "multi_thread")]
async fn all_old_drafts_are_removed_in_one_round() {
    let app = TestApp::start().await;
    let user = app.signs_in(&app.portal(), 1).await;
    drafts(&user, &[50]).await;
    app.runs(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 700)
         INSERT INTO jobs (member_id, user_id, kind, state, reason, is_draft, request_digest, include_open_deals,
             total, cancelled, request_id, created_at, updated_at, finished_at)
         SELECT member_id, user_id, kind, 'cancelled', 'draft_expired', 1, request_digest, 0, 1, 1, request_id,
             created_at, created_at, created_at - 8 * 86400 FROM jobs, n",
    )
    .await;
    worker::round(&flows_of(&app, &[]).await).await;
    assert_eq!(app.rows("jobs").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn draft_that_cannot_be_ended_does_not_block_others() {
    let app = start_app(60, 1.0).await;
    let user = app.signs_in(&app.portal(), 1).await;
    let ids = app.portal().contact_ids();
    drafts(&user, &ids[..10]).await;
    let other = drafts(&user, &ids[10..20]).await;
    app.runs("UPDATE jobs SET user_id = 0 WHERE id = (SELECT min(id) FROM jobs)").await;
    app.clock.passes(Duration::from_mins(16));
    user.reaches(other, &["cancelled"]).await;
    are_left(&app, 10).await;
}
