//! The transitions of jobs, the audit of their ends, and faults that repeat.

use std::time::Duration;

use contact_eraser::domain::job::{JobState, TRANSITIONS};
use portal_sim::{Moment, Outage, Sim};
use reqwest::Method;
use serde_json::{Value, json};

use super::{counts, start_app, start_app_with};
use crate::service::program;
use crate::support::TestApp;

/// From now on a trigger records every transition of a job.
async fn records_transitions(app: &TestApp) {
    app.runs("CREATE TABLE seen_moves (came TEXT, went TEXT)").await;
    app.runs(
        "CREATE TRIGGER seen AFTER UPDATE OF state ON jobs
         BEGIN INSERT INTO seen_moves VALUES (old.state, new.state); END",
    )
    .await;
}

/// The number of recorded transitions that are not in the table, and of those that are.
async fn seen(app: &TestApp) -> (i64, i64) {
    let pairs: Vec<String> = TRANSITIONS
        .iter()
        .flat_map(|(_, froms, tos)| froms.iter().flat_map(|from| tos.iter().map(move |to| (*from, *to))))
        .map(|(from, to): (JobState, JobState)| format!("('{}', '{}')", from.as_str(), to.as_str()))
        .collect();
    let known = format!("(came, went) IN (VALUES {})", pairs.join(", "));
    (
        app.rows(&format!("seen_moves WHERE NOT {known}")).await,
        app.rows(&format!("seen_moves WHERE {known}")).await,
    )
}

async fn ends_in_audit(app: &TestApp, id: u64) -> i64 {
    app.rows(&format!("audit WHERE action = 'finish_job' AND job_id = {id}")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_transition_is_in_the_table_and_every_end_is_audited_once() {
    let app = start_app_with(Sim::builder().contacts(400).delete_cost(Duration::from_millis(50)), 20.0).await;
    records_transitions(&app).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = portal.contact_ids();
    let mut over = Vec::new();
    // Done, after a pause.
    portal.set_outage(Some(Outage::Unavailable));
    let waits = user.deletes(&ids[..40]).await;
    user.reaches(waits, &["waiting"]).await;
    // Cancelled while it waits behind another job, while paused, and as a draft; ended as an expired draft.
    let queued = user.deletes(&ids[40..50]).await;
    assert_eq!(user.commands(queued, "cancel").await.json["state"], "cancelled");
    let paused = user.deletes(&ids[50..60]).await;
    user.commands(paused, "pause").await;
    assert_eq!(user.commands(paused, "cancel").await.json["state"], "cancelled");
    let draft = user.creates_job(&json!({"contact_ids": ids[60..70], "draft": true})).await.json["id"]
        .as_u64()
        .unwrap();
    assert_eq!(user.commands(draft, "cancel").await.json["state"], "cancelled");
    let expired = user.creates_job(&json!({"contact_ids": ids[70..80], "draft": true})).await.json["id"]
        .as_u64()
        .unwrap();
    app.runs("UPDATE jobs SET expires_at = 1 WHERE state = 'draft'").await;
    user.reaches(expired, &["cancelled"]).await;
    portal.set_outage(None);
    user.commands(waits, "pause").await;
    user.commands(waits, "resume").await;
    user.ends(waits).await;
    // Cancelled while running; failed with its portal.
    let middle = user.deletes(&ids[80..300]).await;
    while user.job(middle).await["deleted"] == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    user.commands(middle, "cancel").await;
    user.ends(middle).await;
    let filtered =
        user.creates_job(&json!({"filter": {"search": "nobody of this name"}, "draft": true})).await;
    portal.when(Moment::Deletions(60), |portal| portal.set_state(portal_sim::PortalState::Deleted));
    let failed = user.deletes(&ids[300..]).await;
    let ended = user.ends(failed).await;
    assert_eq!(ended["state"], "failed", "{ended}, {filtered:?}");
    over.extend([waits, queued, paused, draft, expired, middle, failed]);
    for id in over {
        assert_eq!(ends_in_audit(&app, id).await, 1, "job {id}");
    }
    let (unknown, known) = seen(&app).await;
    assert_eq!(unknown, 0);
    assert!(known > 15, "{known}");
    let sums = "jobs JOIN audit ON audit.job_id = jobs.id AND action = 'finish_job' AND outcome = state
        AND detail ->> 'deleted' = deleted AND detail ->> 'cancelled' = cancelled AND detail ->> 'failed' = failed";
    assert_eq!(app.rows(sums).await, 7, "the audit has the final counts");
}

async fn runs_command(app: &TestApp, arguments: &[&str]) -> (bool, String) {
    let folder = app.database.parent().unwrap();
    let output = program(&app.values, folder).arg("jobs").args(arguments).output().await.unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    (output.status.success(), String::from_utf8(output.stdout).unwrap() + &errors)
}

#[tokio::test(flavor = "multi_thread")]
async fn repeated_fault_pauses_the_job_until_an_operator_requeues_it() {
    let app = start_app(120, 40.0).await;
    let portal = app.portal();
    let (admin, user) = (app.signs_in(&portal, 1).await, app.signs_in(&portal, 2).await);
    let deleted = user.deletes(&portal.contact_ids()[..20]).await;
    user.ends(deleted).await;
    // Copies that cannot be decrypted.
    app.runs("CREATE TABLE kept AS SELECT * FROM snapshots").await;
    app.runs("UPDATE snapshots SET body = substr(body, 1, 40)").await;
    let made = user.call(Method::POST, &format!("/api/jobs/{deleted}/restore")).await;
    let id = made.json["id"].as_u64().unwrap();
    let waiting = user.reaches(id, &["waiting", "paused"]).await;
    assert_eq!(waiting["reason"], "internal", "{waiting}");
    user.reaches(id, &["paused"]).await;
    let seen = admin.job(id).await;
    assert_eq!((seen["reason"].as_str(), seen["resumes_at"].is_null()), (Some("internal"), true), "{seen}");
    let (_, text) = runs_command(&app, &["--json"]).await;
    let jobs: Vec<Value> = serde_json::from_str(&text).unwrap();
    let listed = jobs.iter().find(|job| job["id"] == id).unwrap();
    assert_eq!((listed["state"].as_str(), listed["reason"].as_str()), (Some("paused"), Some("internal")));
    assert_eq!((listed["faults"].as_u64(), listed["user_id"].as_u64()), (Some(5), Some(2)), "{listed}");
    assert_eq!(jobs.len(), 2, "{text}");
    app.runs(
        "UPDATE snapshots SET body = (SELECT body FROM kept WHERE kept.contact_id = snapshots.contact_id)",
    )
    .await;
    let (_, table) = runs_command(&app, &["--unfinished"]).await;
    assert!(table.contains("internal") && table.lines().count() == 2, "{table}");
    assert!(!runs_command(&app, &["--requeue", &deleted.to_string()]).await.0, "the job has ended");
    assert!(runs_command(&app, &["--requeue", &id.to_string()]).await.0);
    assert_eq!(counts(&user.ends(id).await, &["restored", "failed"]), [20, 0]);
    assert_eq!(app.rows(&format!("jobs WHERE id = {id} AND faults = 0")).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn resume_continues_a_job_paused_by_faults() {
    let app = start_app(120, 40.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 2).await;
    let deleted = user.deletes(&portal.contact_ids()[..20]).await;
    user.ends(deleted).await;
    app.runs("CREATE TABLE kept AS SELECT * FROM snapshots").await;
    app.runs("UPDATE snapshots SET body = substr(body, 1, 40)").await;
    let made = user.call(Method::POST, &format!("/api/jobs/{deleted}/restore")).await;
    let id = made.json["id"].as_u64().unwrap();
    user.reaches(id, &["paused"]).await;
    app.runs(
        "UPDATE snapshots SET body = (SELECT body FROM kept WHERE kept.contact_id = snapshots.contact_id)",
    )
    .await;
    assert_eq!(user.commands(id, "resume").await.status, 200);
    assert_eq!(counts(&user.ends(id).await, &["restored", "failed"]), [20, 0]);
}
