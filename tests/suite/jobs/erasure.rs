//! Erasures on request: the record, and the destruction of copies.

use std::fmt::Write as _;

use portal_sim::Outage;
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::restore::ends_after_lost_answers;
use super::{add_contacts, start_app};
use crate::support::{Answer, Session, TestApp};

const SURNAME: &str = "Quirinalia";

async fn records(user: &Session<'_>, job: u64, reference: &str) -> Answer {
    user.sends(Method::POST, &format!("/api/jobs/{job}/erasure"), &json!({"reference": reference})).await
}

async fn destroys(user: &Session<'_>, job: u64) -> Answer {
    user.call(Method::DELETE, &format!("/api/jobs/{job}/snapshot")).await
}

async fn page(app: &TestApp, user: &Session<'_>, job: u64) -> String {
    let request = app.request(Method::GET, &format!("/api/jobs/{job}/erasure.html"));
    let answer = request.bearer_auth(&user.token).send().await.unwrap();
    assert!(answer.headers()["content-disposition"].to_str().unwrap().starts_with("attachment"));
    answer.text().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn erasure_record_has_a_number_and_no_names() {
    let app = start_app(100, 1.0).await;
    let portal = app.portal();
    let ids = [
        portal.add_contact(
            &json!({"NAME": "Eva", "LAST_NAME": SURNAME, "EMAIL": [{"VALUE": "eva@example.com"}]}),
        ),
        portal.add_contact(&json!({"NAME": "Ida", "PHONE": [{"VALUE": "+4930123456"}]})),
    ];
    let user = app.signs_in(&portal, 2).await;
    let draft =
        user.creates_job(&json!({"contact_ids": ids, "draft": true})).await.json["id"].as_u64().unwrap();
    assert_eq!(records(&user, draft, "GDPR-17").await.problem(), (409, "job_not_ready"));
    user.starts(draft, 2).await;
    user.ends(draft).await;
    let path = format!("/api/jobs/{draft}/erasure.json");
    assert_eq!(user.get(&path).await.problem(), (409, "job_not_ready"), "it is not recorded");
    for bad in ["", "Eva Quirinalia", "eva1@example.com", "+49 30 123456"] {
        assert_eq!(records(&user, draft, bad).await.problem(), (400, "invalid_request"), "{bad}");
    }
    assert_eq!(records(&user, draft, " GDPR-2026/17 ").await.status, 200);
    let record = user.get(&path).await.json;
    assert_eq!((&record["reference"], &record["deleted_by"]), (&json!("GDPR-2026/17"), &json!(2)));
    assert_eq!(
        (&record["deleted"], &record["verified_gone"], &record["restored"]),
        (&json!(2), &json!(2), &json!(0))
    );
    let finished = format!(
        "audit WHERE action = 'finish_job' AND detail LIKE '%{}%'",
        record["set_sha256"].as_str().unwrap()
    );
    assert_eq!(app.rows(&finished).await, 1, "the audit has the same fingerprint");
    let contacts = record["contacts"].as_array().unwrap();
    assert_eq!(contacts.iter().map(|contact| contact["id"].as_u64().unwrap()).collect::<Vec<_>>(), ids);
    assert!(contacts.iter().all(|contact| contact["outcome"] == "deleted" && contact["at"].is_string()));
    assert!(record["remains"]["recycle_bin"] == true && record["remains"]["snapshot_until"].is_string());
    let html = page(&app, &user, draft).await;
    for id in ids {
        assert!(html.contains(&format!("<td>{id}</td><td>deleted</td>")), "{html}");
    }
    assert!(html.contains("GDPR-2026/17") && html.contains("encrypted copies until"), "{html}");
    let mut digest = String::new();
    for byte in Sha256::digest(ids.map(|id| format!("{id}\n")).concat()) {
        write!(digest, "{byte:02x}").unwrap();
    }
    assert_eq!(record["set_sha256"], digest);
    for personal in [SURNAME, "Eva", "Ida", "eva@example.com", "4930123456"] {
        assert!(!html.contains(personal) && !record.to_string().contains(personal), "{personal}");
    }
    assert_eq!(user.job(draft).await["reference"], "GDPR-2026/17");
    let stranger = app.signs_in(&portal, 3).await;
    assert_eq!(stranger.get(&path).await.problem(), (404, "job_not_found"));
    assert_eq!(app.signs_in(&portal, 1).await.get(&path).await.status, 200, "administrators see all");
    assert_eq!(app.rows("audit WHERE action = 'record_erasure'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_administrators_destroy_copies() {
    let app = start_app(100, 1.0).await;
    let portal = app.portal();
    let (admin, user) = (app.signs_in(&portal, 1).await, app.signs_in(&portal, 2).await);
    let job = user.deletes(&add_contacts(&portal, 120)).await;
    assert_eq!(destroys(&admin, job).await.problem(), (409, "job_not_ready"), "the job may need its copies");
    let ended = user.ends(job).await;
    assert_eq!((ended["restorable"].as_u64(), app.rows("snapshots").await), (Some(120), 120));
    assert_eq!(destroys(&user, job).await.problem(), (403, "not_permitted"));
    let destroyed = destroys(&admin, job).await;
    assert_eq!((destroyed.status, &destroyed.json["restorable"]), (200, &json!(0)));
    assert_eq!(destroyed.json["snapshot_until"], Value::Null);
    assert_eq!(app.rows("snapshots").await, 0);
    assert_eq!(user.commands(job, "restore").await.problem(), (410, "snapshot_gone"));
    assert_eq!(destroys(&admin, job).await.status, 200, "the second request changes nothing");
    records(&admin, job, "17").await;
    assert!(page(&app, &admin, job).await.contains("The copies were destroyed at"));
    assert_eq!(app.rows("audit WHERE action = 'destroy_snapshot' AND detail = '{\"copies\":120}'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_under_restore_keep_their_copies() {
    let app = start_app(100, 1.0).await;
    let portal = app.portal();
    let admin = app.signs_in(&portal, 1).await;
    let job = admin.deletes(&add_contacts(&portal, 3)).await;
    admin.ends(job).await;
    portal.set_outage(Some(Outage::Unavailable));
    let restore = admin.commands(job, "restore").await.json["id"].as_u64().unwrap();
    assert_eq!(admin.job(job).await["restorable"], 0, "all of them are being restored");
    portal.set_outage(None);
    admin.commands(restore, "resume").await;
    // The outage may have hit the call that creates them.
    let restored = ends_after_lost_answers(&app, restore).await;
    assert_eq!(restored["restored"], 3);
    assert_eq!(destroys(&admin, job).await.status, 200);
    records(&admin, job, "18").await;
    let record = admin.get(&format!("/api/jobs/{job}/erasure.json")).await.json;
    assert_eq!(
        (&record["deleted"], &record["restored"]),
        (&json!(3), &json!(3)),
        "the record distinguishes both kinds"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_administrators_create_jobs_without_copies() {
    let app = start_app(100, 1.0).await;
    let portal = app.portal();
    let (admin, user) = (app.signs_in(&portal, 1).await, app.signs_in(&portal, 2).await);
    let ids = add_contacts(&portal, 6);
    let request_body = |ids: &[u64]| json!({"contact_ids": ids, "snapshot": false});
    assert_eq!(user.creates_job(&request_body(&ids)).await.problem(), (403, "not_permitted"));
    let job = admin.creates_job(&request_body(&ids[..3])).await.json["id"].as_u64().unwrap();
    let ended = admin.ends(job).await;
    assert_eq!((&ended["deleted"], &ended["keeps_snapshot"]), (&json!(3), &json!(false)));
    let draft = admin.creates_job(&json!({"contact_ids": &ids[3..], "draft": true})).await.json["id"]
        .as_u64()
        .unwrap();
    let confirmed = json!({"confirm_total": 3, "snapshot": false});
    let path = format!("/api/jobs/{draft}/start");
    assert_eq!(admin.sends(Method::POST, &path, &confirmed).await.status, 200);
    assert_eq!(admin.ends(draft).await["deleted"], 3);
    assert_eq!(app.rows("snapshots").await, 0);
    records(&admin, draft, "19").await;
    let record = admin.get(&format!("/api/jobs/{draft}/erasure.json")).await.json;
    assert_eq!(record["remains"]["snapshot_until"], Value::Null);
    assert!(page(&app, &admin, draft).await.contains("In this app: no copies."));
}

#[tokio::test(flavor = "multi_thread")]
async fn partly_destroyed_copies_are_reported() {
    let app = start_app(160, 40.0).await;
    let user = app.signs_in(&app.portal(), 1).await;
    let job = user.deletes(&app.portal().contact_ids()[..150]).await;
    user.ends(job).await;
    app.runs(
        "CREATE TRIGGER fails BEFORE DELETE ON snapshots WHEN (SELECT count(*) FROM snapshots) < 20
         BEGIN SELECT RAISE(ABORT, 'no'); END",
    )
    .await;
    assert_eq!(destroys(&user, job).await.status, 500);
    let left = app.rows("snapshots").await;
    assert!(left > 0 && left < 150, "{left}");
    assert_eq!(app.rows("jobs WHERE snapshot_destroyed_at IS NOT NULL").await, 1);
    app.runs("DROP TRIGGER fails").await;
    assert_eq!(destroys(&user, job).await.status, 200);
    assert_eq!(app.rows("snapshots").await, 0);
}
