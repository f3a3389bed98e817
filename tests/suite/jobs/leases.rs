//! Leases of jobs: who may write about a job, and what happens if no process can write.

use std::time::Duration;

use contact_eraser::domain::clock::{Clock, UnixTime};
use contact_eraser::domain::ids::ContactId;
use contact_eraser::domain::job::{Job, JobId, JobState, Outcome, OutcomeUpdate};
use contact_eraser::store::Store;
use contact_eraser::store::asked::NewSnapshot;
use contact_eraser::store::jobs::{Lease, Progress, Release};
use contact_eraser::store::seal::{Key, Seal};
use portal_sim::{Moment, Sim};
use serde_json::json;
use sqlx::{Connection, SqliteConnection};
use tokio::sync::oneshot;

use super::{counts, start_app, start_app_with};
use crate::support::TestApp;

const LEASE: Duration = Duration::from_secs(4);

/// The database of a stopped service, as another process opens it.
async fn store(app: &TestApp) -> Store {
    let seal = Seal::new(&Key::parse(&app.key).unwrap(), &[]);
    let clock = std::sync::Arc::clone(&app.clock) as std::sync::Arc<dyn Clock>;
    Store::open(&format!("sqlite://{}", app.database.display()), seal, clock).await.unwrap()
}

/// All stored data about jobs.
async fn stored_job_data(app: &TestApp) -> Vec<String> {
    let mut connection =
        SqliteConnection::connect(&format!("sqlite://{}", app.database.display())).await.unwrap();
    let mut all = Vec::new();
    for (table, columns) in [
        (
            "jobs",
            "id, state, reason, resumes_at, filter, cursor, total, deleted, gone, failed, cancelled, verified, verify_cursor, \
             setbacks, faults, lease_owner, lease_until, updated_at, finished_at",
        ),
        ("job_items", "job_id, contact_id, outcome, code, tries, failed_reads, asked_at, settled_at"),
        ("snapshots", "job_id, contact_id"),
        ("audit", "id, action, job_id"),
    ] {
        let sql = format!(
            "SELECT json_group_array(json_array({})) FROM {table}",
            columns.replace("filter", "hex(filter)")
        );
        all.push(sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&mut connection).await.unwrap());
    }
    all
}

/// Calls every write of a worker with this lease.
async fn tries_every_write(store: &Store, lease: &Lease, ids: &[ContactId]) {
    let snapshots = [NewSnapshot { contact_id: ids[0], body: "{}".to_owned() }];
    let settled = [OutcomeUpdate::new(ids[1], Outcome::Deleted), OutcomeUpdate::unclear(ids[2])];
    let later = UnixTime(i64::MAX / 2);
    assert!(store.save_asked(lease, ids, &snapshots, later).await.unwrap().is_err());
    store.save_failed_reads(lease, ids, 2).await.unwrap();
    store.restart_asked_time(lease, ids, later).await.unwrap();
    assert!(store.save_outcomes(lease, &settled, Progress::default()).await.unwrap().is_none());
    assert!(store.save_verified(lease, Some(ids[3]), 3).await.unwrap().is_err());
    assert!(
        store.collect_items(lease, &[ContactId::new(999_999).unwrap()], 0, ids[3]).await.unwrap().is_err()
    );
    assert!(store.freeze_job(lease, later).await.unwrap().is_err());
    assert!(store.forget_held_job(lease).await.unwrap().is_err());
    assert!(store.advance_job(lease).await.unwrap().is_none());
    store.extend_leases(std::slice::from_ref(lease), Duration::from_hours(1)).await.unwrap();
    for state in [JobState::Failed, JobState::Done, JobState::Cancelled, JobState::Queued] {
        let rest = Release::In { state, reason: None, resumes_at: None };
        assert!(store.release_job(lease, rest).await.unwrap().is_none(), "{state:?}");
    }
    assert!(store.release_job(lease, Release::Fault).await.unwrap().is_none());
}

async fn claims(store: &Store, owner: &str, attended: &[Lease]) -> Option<Job> {
    store.claim_job(owner, attended, LEASE).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_claim_changes_nothing() {
    for as_collecting in [false, true] {
        let app = start_app(120, 1.0).await;
        let user = app.signs_in(&app.portal(), 1).await;
        let numbers = &app.portal().contact_ids()[..80];
        let made = user.creates_job(&json!({"contact_ids": numbers, "draft": true})).await;
        let id = JobId(made.json["id"].as_i64().unwrap());
        app.stops().await;
        let store = store(&app).await;
        app.runs(if as_collecting {
            "UPDATE jobs SET state = 'collecting', filter = x'00'"
        } else {
            "UPDATE jobs SET state = 'queued', is_draft = 0, started_at = created_at"
        })
        .await;
        let ids: Vec<ContactId> =
            numbers.iter().map(|id| ContactId::new(u32::try_from(*id).unwrap()).unwrap()).collect();
        assert!(claims(&store, "a/1", &[]).await.is_some());
        assert!(claims(&store, "b/1", &[]).await.is_none(), "the lease is in force");
        app.clock.passes(Duration::from_secs(10));
        let lost = Lease { job: id, owner: "a/1".to_owned() };
        assert!(
            claims(&store, "a/2", std::slice::from_ref(&lost)).await.is_none(),
            "this process works on the job"
        );
        // No process works on the job any more, so the same process may claim it like any other.
        assert!(claims(&store, "a/2", &[]).await.is_some());
        let before = stored_job_data(&app).await;
        tries_every_write(&store, &lost, &ids).await;
        assert_eq!(stored_job_data(&app).await, before);
        let held = Lease { job: id, owner: "a/2".to_owned() };
        let rest = Release::In { state: JobState::Failed, reason: None, resumes_at: None };
        let job = store.release_job(&held, rest).await.unwrap().unwrap();
        assert_eq!(
            (job.state, job.counts.failed),
            (JobState::Failed, 80),
            "the owner of the lease may write"
        );
        store.close().await;
    }
}

/// The database is locked during a job, for longer than a write waits. Another job of the same user waits behind it.
async fn locked_in_the_middle(speed: f64) {
    let sim = Sim::builder().contacts(320).no_bucket().delete_cost(Duration::from_millis(25).mul_f64(speed));
    let app = start_app_with(sim, speed).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = portal.contact_ids();
    let (sender, receiver) = oneshot::channel();
    portal.when(Moment::Deletions(60), move |_| {
        let _sent = sender.send(());
    });
    let first = user.deletes(&ids[..250]).await;
    let second = user.deletes(&ids[250..300]).await;
    receiver.await.unwrap();
    let url = format!("sqlite://{}", app.database.display());
    let mut lock = SqliteConnection::connect(&url).await.unwrap();
    sqlx::query("PRAGMA busy_timeout = 10000").execute(&mut lock).await.unwrap();
    sqlx::query("BEGIN EXCLUSIVE").execute(&mut lock).await.unwrap();
    // Longer than a write waits for the lock, so that the first tries fail.
    tokio::time::sleep(Duration::from_secs(13)).await;
    sqlx::query("COMMIT").execute(&mut lock).await.unwrap();
    let fresh = app.signs_in(&portal, 1).await;
    let job = fresh.ends(first).await;
    assert_eq!(counts(&job, &["deleted", "gone", "failed", "verified"]), [250, 0, 0, 250], "{job}");
    assert_eq!(job["state"], "done");
    let job = fresh.ends(second).await;
    assert_eq!(counts(&job, &["deleted", "gone", "failed"]), [50, 0, 0], "{job}");
    assert_eq!(portal.contact_ids(), ids[300..]);
    assert!(ids.iter().all(|id| portal.delete_runs(*id) <= 1), "no contact was deleted twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn outcomes_are_kept_while_the_database_is_locked() {
    locked_in_the_middle(1.0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unreleased_job_continues_when_the_database_is_free() {
    // The clock is so fast that the writes are given up before the lock ends.
    locked_in_the_middle(30.0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pause_and_resume_work_on_an_abandoned_job() {
    let app = start_app(120, 20.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = portal.contact_ids();
    let made =
        user.creates_job(&json!({"contact_ids": ids[..30], "draft": true, "include_open_deals": true})).await;
    let id = made.json["id"].as_u64().unwrap();
    // The state after a process that could not release its job: running, under a lease that is no longer extended.
    app.runs(
        "UPDATE jobs SET state = 'running', is_draft = 0, started_at = created_at, lease_owner = 'gone/1',
             lease_until = created_at + 55",
    )
    .await;
    assert_eq!(user.commands(id, "pause").await.json["state"], "paused");
    assert_eq!(user.commands(id, "resume").await.json["state"], "queued");
    let other = user.deletes(&ids[30..40]).await;
    assert_eq!(counts(&user.ends(id).await, &["deleted"]), [30]);
    assert_eq!(counts(&user.ends(other).await, &["deleted"]), [10]);
}
