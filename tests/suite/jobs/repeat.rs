//! Repeating a job for the contacts that it left, and the names of jobs.

use std::time::Duration;

use portal_sim::Sim;
use reqwest::Method;
use serde_json::{Value, json};

use super::restore::restores;
use super::{add_contacts, counts, start_app, start_app_with};
use crate::support::{Answer, Session, TestApp};

async fn repeats(user: &Session<'_>, id: u64, body: &Value) -> Answer {
    user.sends(Method::POST, &format!("/api/jobs/{id}/repeat"), body).await
}

async fn repeats_with_key(app: &TestApp, user: &Session<'_>, id: u64, key: &str, body: &Value) -> Answer {
    let request = app.request(Method::POST, &format!("/api/jobs/{id}/repeat")).bearer_auth(&user.token);
    Answer::read(request.header("Idempotency-Key", key).json(body).send().await.unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn kept_contacts_become_a_draft_of_the_requesting_user() {
    let app = start_app(120, 20.0).await;
    let portal = app.portal();
    let (admin, user, other) =
        (app.signs_in(&portal, 1).await, app.signs_in(&portal, 2).await, app.signs_in(&portal, 3).await);
    let ids = add_contacts(&portal, 6);
    portal.add_deal(&ids[..2], true);
    let id = user.creates_job(&json!({"contact_ids": ids})).await.json["id"].as_u64().unwrap();
    assert_eq!(counts(&user.ends(id).await, &["deleted", "protected"]), [4, 2]);
    let again = json!({"outcomes": ["protected", "failed"]});
    assert_eq!(repeats(&other, id, &again).await.problem(), (404, "job_not_found"));
    for wrong in [json!(["deleted"]), json!(["gone", "failed"]), json!([]), json!(["hope"]), json!([1])] {
        let refused = repeats(&user, id, &json!({"outcomes": wrong})).await;
        assert_eq!(refused.problem(), (422, "invalid_request"), "{wrong}");
    }
    for odd in [json!({}), json!({"outcomes": "failed"}), json!({"outcomes": ["failed"], "now": true})] {
        assert_eq!(repeats(&user, id, &odd).await.problem(), (400, "invalid_request"), "{odd}");
    }
    let nothing = repeats(&user, id, &json!({"outcomes": ["failed", "denied"]})).await;
    assert_eq!(nothing.problem(), (409, "job_conflict"), "no contact is left to repeat");
    let made = repeats(&admin, id, &again).await;
    assert_eq!((made.status, made.json["state"].as_str()), (202, Some("draft")), "{made:?}");
    assert_eq!((made.json["created_by"].as_u64(), made.json["total"].as_u64()), (Some(1), Some(2)));
    let draft = made.json["id"].as_u64().unwrap();
    assert_eq!(admin.starts(draft, 2).await.status, 200);
    assert_eq!(counts(&admin.ends(draft).await, &["deleted", "protected"]), [0, 2], "the deal is still open");
    let again = json!({"outcomes": ["protected"], "include_open_deals": true});
    let first = repeats_with_key(&app, &user, id, "r-1", &again).await;
    let same = repeats_with_key(&app, &user, id, "r-1", &again).await;
    assert_eq!(first.json["id"], same.json["id"]);
    let draft = first.json["id"].as_u64().unwrap();
    assert_eq!(
        repeats(&user, draft, &again).await.problem(),
        (409, "job_conflict"),
        "a draft cannot be repeated"
    );
    user.starts(draft, 2).await;
    assert_eq!(user.ends(draft).await["deleted"], 2);
    assert!(ids.iter().all(|id| portal.contact(*id).is_none()));
    let restore = restores(&user, draft, &json!({})).await;
    user.ends(restore).await;
    assert_eq!(
        repeats(&user, restore, &again).await.problem(),
        (409, "job_conflict"),
        "the draft deletes nothing"
    );
    admin.saves_settings(&json!({"max_contacts_per_job": 1})).await;
    assert_eq!(repeats(&user, id, &again).await.problem(), (403, "not_permitted"));
}

#[tokio::test(flavor = "multi_thread")]
async fn open_contacts_of_a_paused_job_move_to_the_new_draft() {
    let app =
        start_app_with(Sim::builder().contacts(400).delete_cost(Duration::from_millis(200)), 10.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = portal.contact_ids();
    let id = user.deletes(&ids).await;
    let again = json!({"outcomes": ["pending"], "include_open_deals": true});
    while user.job(id).await["deleted"] == 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(repeats(&user, id, &again).await.problem(), (409, "job_not_ready"), "the job is running");
    let paused = user.commands(id, "pause").await.json;
    assert_eq!((paused["paused_by"].as_u64(), paused["paused_at"].is_string()), (Some(1), true));
    app.waits(Duration::from_secs(16)).await;
    let left = user.job(id).await["pending"].as_u64().unwrap();
    assert!(left > 0);
    let made = repeats_with_key(&app, &user, id, "r-1", &again).await;
    assert_eq!((made.status, made.json["total"].as_u64()), (202, Some(left)), "{made:?}");
    let old = user.ends(id).await;
    assert_eq!((old["state"].as_str(), old["cancelled"].as_u64()), (Some("cancelled"), Some(left)));
    assert!(old["paused_by"].is_null(), "{old}");
    assert_eq!(user.commands(id, "resume").await.problem(), (409, "job_conflict"));
    let same = repeats_with_key(&app, &user, id, "r-1", &again).await;
    assert_eq!(
        (same.status, &same.json["id"]),
        (202, &made.json["id"]),
        "a lost answer can be requested again"
    );
    let draft = made.json["id"].as_u64().unwrap();
    user.starts(draft, left).await;
    assert_eq!(user.ends(draft).await["deleted"].as_u64(), Some(left));
    assert!(ids.iter().all(|id| portal.delete_requests(*id) == 1), "no contact is in two jobs");
}

#[tokio::test(flavor = "multi_thread")]
async fn jobs_are_numbered_per_portal_and_drafts_have_no_number() {
    let app = TestApp::at_speed(Sim::builder().contacts(120).portals(2).installed(true), 20.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = portal.contact_ids();
    let elsewhere = app.signs_in(&app.sim.portal(1), 1).await;
    let theirs = elsewhere.deletes(&app.sim.portal(1).contact_ids()[..1]).await;
    for closed in 0..2 {
        let request_body = json!({"contact_ids": ids[..3], "draft": true});
        let draft = user.creates_job(&request_body).await.json;
        assert!(draft["number"].is_null(), "{closed}: {draft}");
        user.commands(draft["id"].as_u64().unwrap(), "cancel").await;
    }
    let first = user.deletes(&ids[..2]).await;
    let job = user.ends(first).await;
    assert_eq!((job["number"].as_u64(), job["restores"].as_array().unwrap().len()), (Some(1), 0), "{job}");
    let restore = restores(&user, first, &json!({})).await;
    let job = user.ends(restore).await;
    assert_eq!((job["number"].as_u64(), job["source_number"].as_u64()), (Some(2), Some(1)), "{job}");
    let job = user.job(first).await;
    let reported = json!([{"id": restore, "number": 2, "restored": 2, "is_over": true}]);
    assert_eq!((&job["restores"], job["restorable"].as_u64()), (&reported, Some(0)));
    let filter =
        json!({"filter": {"created_from": "1970-01-01"}, "expected_total": 120, "include_open_deals": true});
    let collected = user.creates_job(&filter).await.json["id"].as_u64().unwrap();
    assert_eq!(user.ends(collected).await["number"], 3);
    assert_eq!(elsewhere.job(theirs).await["number"], 1, "numbers are separate for each portal");
    let lines = user.get("/api/audit").await.json;
    let lines = lines["items"].as_array().unwrap();
    assert!(
        lines.iter().all(|line| line["action"] != "cancel_job"),
        "closing a dialog cancels no job: {lines:?}"
    );
    let end = lines.iter().find(|line| line["action"] == "finish_job" && line["job_id"] == first).unwrap();
    assert_eq!((end["job_number"].as_u64(), end["detail"]["deleted"].as_u64()), (Some(1), Some(2)));
    let by_number = user.get("/api/audit?number=1&action=finish_job").await.json;
    assert_eq!(by_number["items"].as_array().unwrap().len(), 1, "{by_number}");
    let of_job = user.get(&format!("/api/audit?job={first}")).await.json;
    assert!(of_job["items"].as_array().unwrap().iter().all(|line| line["job_id"] == first), "{of_job}");
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_of_a_job_have_names_while_copies_exist() {
    let app = start_app(120, 20.0).await;
    let portal = app.portal();
    let (admin, user) = (app.signs_in(&portal, 1).await, app.signs_in(&portal, 2).await);
    let gone = portal.add_contact(&json!({"NAME": "Zora", "LAST_NAME": "Quill", "ASSIGNED_BY_ID": 2}));
    let kept = portal.add_contact(&json!({"NAME": "Yves", "LAST_NAME": "Quill", "ASSIGNED_BY_ID": 2}));
    portal.add_deal(&[kept], false);
    let deal = portal.add_deal(&[kept], true);
    let id = user.creates_job(&json!({"contact_ids": [gone, kept]})).await.json["id"].as_u64().unwrap();
    user.ends(id).await;
    let names = async |user: &Session<'_>, job: u64, query: &str| -> Vec<Value> {
        let page = user.get(&format!("/api/jobs/{job}/items{query}")).await.json;
        page["items"].as_array().unwrap().iter().map(|item| item["name"].clone()).collect()
    };
    assert_eq!(names(&user, id, "?names=1").await, [json!("Zora Quill"), json!("Yves Quill")]);
    let page = user.get(&format!("/api/jobs/{id}/items?names=1&outcome=protected")).await.json;
    assert_eq!(page["items"][0]["deal_id"].as_u64(), Some(deal), "{page}");
    assert_eq!(names(&user, id, "").await, [Value::Null, Value::Null]);
    assert_eq!(user.get(&format!("/api/jobs/{id}/items?names=2")).await.problem(), (400, "invalid_request"));
    let restore = restores(&admin, id, &json!({})).await;
    admin.ends(restore).await;
    assert_eq!(names(&admin, restore, "?names=1").await, [json!("Zora Quill")]);
    app.clock.passes(Duration::from_hours(31 * 24));
    let admin = app.signs_in(&portal, 1).await;
    assert_eq!(names(&admin, id, "?names=1").await, [Value::Null, json!("Yves Quill")], "the copy is gone");
}
