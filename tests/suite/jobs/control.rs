//! Draft, confirmation, pause and cancel: who may do what, and how the progress is reported.

use std::time::Duration;

use contact_eraser::domain::clock::Clock;
use portal_sim::Sim;
use reqwest::Method;
use serde_json::{Value, json};

use super::drafts::are_left;
use super::{add_contacts, assert_sums, counts, start_app, start_app_with};
use crate::support::{Answer, Session, TestApp};

async fn creates_job_with_key(app: &TestApp, user: &Session<'_>, key: &str, request_body: &Value) -> Answer {
    let request = app.request(Method::POST, "/api/jobs").bearer_auth(&user.token);
    Answer::read(request.header("Idempotency-Key", key).json(request_body).send().await.unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn draft_shows_its_impact_and_starts_with_the_right_number() {
    let app = start_app(120, 20.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = add_contacts(&portal, 6);
    let company = portal.add_company("Quirina Ltd");
    portal.change_contact(ids[0], &json!({"COMPANY_ID": company}));
    portal.add_deal(&[ids[0], ids[1]], true);
    portal.add_deal(&[ids[2]], false);
    portal.add_activity(ids[3]);
    portal.add_activity(ids[3]);
    let made = user.creates_job(&json!({"contact_ids": ids, "draft": true})).await;
    assert_eq!((made.status, made.json["state"].as_str()), (202, Some("draft")));
    assert!(made.json["expires_at"].is_string() && made.json["started_at"].is_null());
    let id = made.json["id"].as_u64().unwrap();
    let impact = user.get(&format!("/api/jobs/{id}/impact")).await.json;
    let names = ["total", "with_open_deals", "with_deals", "with_company", "with_activities", "protected"];
    assert_eq!(counts(&impact, &names), [6, 2, 3, 1, 1, 2], "{impact}");
    assert_eq!((impact["exact"].as_bool(), impact["sample"].as_array().unwrap().len()), (Some(true), 6));
    assert_eq!(impact["sample"][0]["company"], "Quirina Ltd");
    assert!(portal.calls().iter().all(|call| !call.method.contains("delete")), "no contact was deleted");
    assert_eq!(user.starts(id, 5).await.problem(), (409, "total_changed"));
    assert_eq!(user.job(id).await["state"], "draft");
    assert_eq!(user.starts(id, 6).await.status, 200);
    assert_eq!(counts(&user.ends(id).await, &["deleted", "protected"]), [4, 2]);
    assert_eq!(user.starts(id, 6).await.problem(), (409, "job_conflict"));
}

#[tokio::test(flavor = "multi_thread")]
async fn unconfirmed_draft_expires() {
    let app = start_app(120, 1.0).await;
    let user = app.signs_in(&app.portal(), 1).await;
    let request_body = json!({"contact_ids": app.portal().contact_ids()[..5], "draft": true});
    let id = user.creates_job(&request_body).await.json["id"].as_u64().unwrap();
    app.clock.passes(Duration::from_mins(14));
    assert_eq!(user.job(id).await["state"], "draft");
    app.clock.passes(Duration::from_mins(2));
    let job = user.ends(id).await;
    assert_eq!((job["state"].as_str(), job["reason"].as_str()), (Some("cancelled"), Some("draft_expired")));
    assert_eq!(user.starts(id, 5).await.problem(), (409, "job_conflict"));
    assert_eq!(app.portal().contact_ids().len(), 120);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_request_twice_makes_one_job() {
    let app = start_app(120, 20.0).await;
    let user = app.signs_in(&app.portal(), 1).await;
    let ids = app.portal().contact_ids();
    let request_body = json!({"contact_ids": ids[..3], "include_open_deals": true});
    let first = creates_job_with_key(&app, &user, "k-1", &request_body).await;
    let again = creates_job_with_key(&app, &user, "k-1", &request_body).await;
    assert_eq!((first.status, again.status), (202, 202));
    assert_eq!(first.json["id"], again.json["id"]);
    let other = json!({"contact_ids": ids[3..5]});
    assert_eq!(creates_job_with_key(&app, &user, "k-1", &other).await.problem(), (409, "job_conflict"));
    let somebody = app.signs_in(&app.portal(), 2).await;
    assert_ne!(
        creates_job_with_key(&app, &somebody, "k-1", &request_body).await.json["id"],
        first.json["id"]
    );
    user.ends(first.json["id"].as_u64().unwrap()).await;
    assert_eq!(
        creates_job_with_key(&app, &user, &"k".repeat(129), &request_body).await.problem(),
        (400, "invalid_request")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn invalid_job_requests_are_refused() {
    let app = start_app(120, 1.0).await;
    let user = app.signs_in(&app.portal(), 1).await;
    for (request_body, code) in [
        (json!({}), "invalid_request"),
        (json!({"contact_ids": []}), "invalid_request"),
        (json!({"contact_ids": [[1]]}), "invalid_contact_id"),
        (json!({"contact_ids": [0]}), "invalid_contact_id"),
        (json!({"contact_ids": [1], "filter": {"search": "x"}}), "invalid_request"),
        (json!({"filter": {}, "expected_total": 5}), "invalid_request"),
        (json!({"filter": {"nmae": "x"}, "expected_total": 5}), "invalid_request"),
        (json!({"contact_ids": [1], "force": true}), "invalid_request"),
    ] {
        assert_eq!(user.creates_job(&request_body).await.problem(), (400, code), "{request_body}");
    }
    let too_many: Vec<u32> = (1..=100_001).collect();
    assert_eq!(user.creates_job(&json!({"contact_ids": too_many})).await.problem(), (400, "invalid_request"));
    user.saves_settings(&json!({"max_contacts_per_job": 3})).await;
    assert_eq!(
        user.creates_job(&json!({"contact_ids": [1, 2, 3, 4]})).await.problem(),
        (403, "not_permitted")
    );
    assert_eq!(app.rows("jobs").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn hundred_thousand_contacts_become_a_job_quickly() {
    let app = start_app(100, 1.0).await;
    let user = app.signs_in(&app.portal(), 1).await;
    let ids: Vec<u32> = (1..=100_000).rev().collect();
    let made = user.creates_job(&json!({"contact_ids": ids, "draft": true})).await;
    assert_eq!((made.status, made.json["total"].as_u64()), (202, Some(100_000)));
    let id = made.json["id"].as_u64().unwrap();
    assert_eq!(user.commands(id, "cancel").await.json["cancelled"], 100_000);
    let page = user.get(&format!("/api/jobs/{id}/items?outcome=cancelled")).await.json;
    assert_eq!(page, json!({"items": [], "next": null}), "an ended draft keeps only its number of contacts");
    are_left(&app, 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn job_is_paused_resumed_and_cancelled() {
    let app = start_app_with(Sim::builder().contacts(400).delete_cost(Duration::from_millis(100)), 4.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = portal.contact_ids();
    let id = user.deletes(&ids).await;
    while user.job(id).await["deleted"] == 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let paused = user.commands(id, "pause").await;
    assert_eq!((paused.status, paused.json["reason"].as_str()), (200, Some("by_user")));
    // The calls in flight end; after that no outcome changes.
    app.waits(Duration::from_secs(16)).await;
    let still = user.job(id).await;
    assert_eq!(still["state"], "paused");
    let asked = portal.call_count("crm.contact.delete");
    app.waits(Duration::from_secs(4)).await;
    assert_eq!(portal.call_count("crm.contact.delete"), asked);
    assert_eq!(user.commands(id, "resume").await.status, 200);
    while user.job(id).await["deleted"] == still["deleted"] {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(user.commands(id, "cancel").await.status, 200);
    let job = user.ends(id).await;
    assert_eq!(job["state"], "cancelled", "{job}");
    assert_sums(&job);
    let gone = ids.len() - portal.contact_ids().len();
    assert_eq!(job["deleted"].as_u64(), Some(gone as u64), "deleted contacts are reported: {job}");
    assert_eq!(job["pending"], 0);
    assert_eq!(user.commands(id, "resume").await.problem(), (409, "job_conflict"));
    assert_eq!(user.commands(id, "cancel").await.status, 200, "the second request changes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn jobs_are_visible_to_their_user_and_administrators() {
    let app = start_app(120, 20.0).await;
    let portal = app.portal();
    let (admin, user, other) =
        (app.signs_in(&portal, 1).await, app.signs_in(&portal, 2).await, app.signs_in(&portal, 3).await);
    let request_body = json!({"contact_ids": portal.contact_ids()[..5], "draft": true});
    let id = user.creates_job(&request_body).await.json["id"].as_u64().unwrap();
    for path in ["", "/impact", "/items", "/events", "/report.csv", "/snapshot.json"] {
        let refused = other.get(&format!("/api/jobs/{id}{path}")).await;
        assert_eq!(refused.problem(), (404, "job_not_found"), "{path}");
    }
    for order in ["pause", "resume", "cancel"] {
        assert_eq!(other.commands(id, order).await.problem(), (404, "job_not_found"), "{order}");
    }
    assert_eq!(other.get("/api/jobs").await.json["items"], json!([]));
    assert_eq!(admin.get("/api/jobs").await.json["items"][0]["created_by"], 2);
    assert_eq!(
        admin.starts(id, 5).await.problem(),
        (403, "not_permitted"),
        "an administrator cannot start another user's job"
    );
    assert_eq!(admin.commands(id, "cancel").await.status, 200, "cancelling is always allowed");
    assert_eq!(user.get("/api/jobs/abc").await.problem(), (404, "job_not_found"));
    assert_eq!(user.get("/api/jobs/999").await.problem(), (404, "job_not_found"));
}

#[tokio::test(flavor = "multi_thread")]
async fn users_without_the_right_create_no_job_and_lost_rights_pause_it() {
    let app =
        start_app_with(Sim::builder().contacts(400).delete_cost(Duration::from_millis(100)), 10.0).await;
    let portal = app.portal();
    let (admin, user) = (app.signs_in(&portal, 1).await, app.signs_in(&portal, 2).await);
    let ids = portal.contact_ids();
    let id = user.deletes(&ids[..300]).await;
    while user.job(id).await["deleted"] == 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    admin.saves_settings(&json!({"who_may_delete": "administrators"})).await;
    let paused = user.reaches(id, &["paused"]).await;
    assert_eq!(paused["reason"], "not_permitted");
    assert_eq!(user.creates_job(&json!({"contact_ids": [1]})).await.problem(), (403, "not_permitted"));
    assert_eq!(user.commands(id, "resume").await.problem(), (403, "not_permitted"));
    admin.saves_settings(&json!({"who_may_delete": "everyone"})).await;
    user.commands(id, "resume").await;
    assert_eq!(counts(&user.ends(id).await, &["deleted", "failed"]), [300, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_stream_ends_with_done() {
    let app =
        start_app_with(Sim::builder().contacts(200).delete_cost(Duration::from_millis(200)), 10.0).await;
    let user = app.signs_in(&app.portal(), 1).await;
    let ids = app.portal().contact_ids();
    let id = user.deletes(&ids).await;
    let request = app.request(Method::GET, &format!("/api/jobs/{id}/events")).bearer_auth(&user.token);
    let response = request.header("Accept-Encoding", "gzip, br").send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    assert!(response.headers().get("content-encoding").is_none_or(|value| value == "identity"));
    let text = response.text().await.unwrap();
    let events: Vec<(&str, Value)> = text
        .split("\n\n")
        .filter(|event| !event.is_empty())
        .map(|event| {
            let (name, data) = event.split_once('\n').unwrap();
            let data = serde_json::from_str(data.strip_prefix("data: ").unwrap()).unwrap();
            (name.strip_prefix("event: ").unwrap(), data)
        })
        .collect();
    let (last, before) = events.split_last().unwrap();
    assert_eq!(
        (last.0, last.1["state"].as_str(), last.1["deleted"].as_u64()),
        ("done", Some("done"), Some(200))
    );
    assert!(before.len() >= 2 && before.iter().all(|(name, _)| *name == "progress"), "{}", before.len());
    let reported: Vec<u64> = events.iter().map(|(_, job)| job["deleted"].as_u64().unwrap()).collect();
    assert!(reported.is_sorted(), "{reported:?}");
    // A client that connects after the end receives the end.
    let after = app.request(Method::GET, &format!("/api/jobs/{id}/events")).bearer_auth(&user.token);
    let text = after.send().await.unwrap().text().await.unwrap();
    assert!(text.starts_with("event: done\n"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_is_sent_at_least_once_a_second() {
    let app = start_app_with(Sim::builder().contacts(200).delete_cost(Duration::from_secs(1)), 10.0).await;
    let user = app.signs_in(&app.portal(), 1).await;
    let id = user.deletes(&app.portal().contact_ids()[..60]).await;
    let request = app.request(Method::GET, &format!("/api/jobs/{id}/events")).bearer_auth(&user.token);
    let mut response = request.send().await.unwrap();
    let mut heard = vec![app.clock.uptime()];
    while response.chunk().await.unwrap().is_some() {
        heard.push(app.clock.uptime());
    }
    let longest = heard.windows(2).map(|pair| pair[1].saturating_sub(pair[0])).max().unwrap();
    assert!(heard.len() > 60 && longest <= Duration::from_secs(1), "{} events, {longest:?}", heard.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn audit_has_the_user_and_the_counts_of_a_job() {
    let app = start_app(120, 20.0).await;
    let portal = app.portal();
    let (admin, user) = (app.signs_in(&portal, 1).await, app.signs_in(&portal, 2).await);
    let ids = portal.contact_ids();
    let request_body = json!({"contact_ids": ids[..4], "draft": true, "include_open_deals": true});
    let id = user.creates_job(&request_body).await.json["id"].as_u64().unwrap();
    user.starts(id, 4).await;
    user.ends(id).await;
    assert_eq!(user.get(&format!("/api/jobs/{id}/snapshot.csv")).await.status, 200);
    let restored = user.call(Method::POST, &format!("/api/jobs/{id}/restore")).await;
    user.ends(restored.json["id"].as_u64().unwrap()).await;
    let lines = admin.get("/api/audit?user=2").await.json;
    let lines = lines["items"].as_array().unwrap();
    let of = |action: &str| lines.iter().filter(|line| line["action"] == action).collect::<Vec<_>>();
    for action in ["create_job", "start_job", "download_snapshot", "restore"] {
        assert_eq!(of(action).len(), 1, "{action}: {lines:?}");
    }
    let ends = of("finish_job");
    assert_eq!(ends.len(), 2);
    assert!(ends.iter().any(|line| line["detail"]["deleted"] == 4 && line["job_id"] == id), "{ends:?}");
    let about = admin.get(&format!("/api/audit?contact={}", ids[0])).await.json;
    assert!(!about["items"].as_array().unwrap().is_empty(), "the job is found by one of its contacts too");
}

#[tokio::test(flavor = "multi_thread")]
async fn uninstalling_during_a_job_stops_it_and_leaves_no_traces() {
    for clean in [false, true] {
        let app =
            start_app_with(Sim::builder().contacts(400).delete_cost(Duration::from_millis(100)), 4.0).await;
        let portal = app.portal();
        crate::events::installs(&app, &portal).await;
        let user = app.signs_in(&portal, 1).await;
        let id = user.deletes(&portal.contact_ids()).await;
        while user.job(id).await["deleted"] == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert!(app.rows("snapshots").await > 0);
        portal.uninstall(clean);
        portal.events_settled().await;
        for table in ["jobs", "job_items", "snapshots"] {
            assert_eq!(app.rows(table).await, 0, "{table}, clean: {clean}");
        }
        // The calls in flight may end, but no new call starts.
        app.waits(Duration::from_secs(12)).await;
        let asked = portal.call_count("crm.contact.delete");
        app.waits(Duration::from_secs(4)).await;
        assert_eq!(portal.call_count("crm.contact.delete"), asked);
        assert!(portal.contact_count() > 0);
        assert_eq!(app.rows("snapshots").await, 0, "no rows are left");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn page_of_jobs_needs_few_statements() {
    let app = start_app(120, 1.0).await;
    let user = app.signs_in(&app.portal(), 1).await;
    for id in app.portal().contact_ids().iter().take(40) {
        let made = user.creates_job(&json!({"contact_ids": [id], "draft": true})).await;
        assert_eq!(made.status, 202, "{made:?}");
    }
    let statements = || crate::support::logged().matches("sqlx::query").count();
    let quiet = statements();
    tokio::time::sleep(Duration::from_millis(500)).await;
    let meanwhile = statements() - quiet;
    let before = statements();
    let page = user.get("/api/jobs").await;
    let taken = statements() - before;
    assert!(page.json["items"].as_array().unwrap().len() >= 5, "{page:?}");
    assert!(taken > 0 && taken <= 10 + meanwhile, "{taken} statements, {meanwhile} in half a second of rest");
}
