//! Deleting a single contact with a copy. One click gives the same guarantees as a job.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use portal_sim::{Fault, Moment, Nth, Sim};
use reqwest::Method;
use serde_json::{Value, json};

use crate::jobs::{add_contacts, counts, ends_hours_later, start_app, start_app_with};
use crate::service::{answers, program, terminate};
use crate::support::{Answer, Session, TestApp};

impl Session<'_> {
    async fn deletes_contact_with(&self, id: u64, choices: &str) -> Answer {
        self.call(Method::DELETE, &format!("/api/contacts/{id}?{choices}")).await
    }
}

fn job_of(answer: &Answer) -> u64 {
    assert_eq!((answer.status, &answer.json["outcome"]), (200, &json!("deleted")), "{answer:?}");
    answer.json["job_id"].as_u64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn single_deletion_can_be_restored_through_its_job() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 2).await;
    let before = portal.contact(50).unwrap();
    let calls = portal.calls().len();
    let id = job_of(&user.deletes_contact(50).await);
    let asked: Vec<String> = portal.calls()[calls..].iter().map(|call| call.method.clone()).collect();
    assert_eq!(
        asked,
        ["batch", "crm.contact.list", "crm.contact.delete"],
        "the read for the copy is also the check"
    );
    let job = user.job(id).await;
    assert_eq!(
        (&job["state"], &job["kind"], &job["single"]),
        (&json!("done"), &json!("delete"), &json!(true))
    );
    assert_eq!(counts(&job, &["total", "deleted", "restorable"]), [1, 1, 1], "{job}");
    assert_eq!(app.rows(&format!("audit WHERE job_id = {id}")).await, 1, "one audit line is enough");
    let line = format!(
        "audit WHERE job_id = {id} AND action = 'delete_contact' AND outcome = 'deleted' AND contact_id = 50 AND user_id = 2"
    );
    assert_eq!(app.rows(&line).await, 1);
    let restore = user.commands(id, "restore").await.json["id"].as_u64().unwrap();
    assert_eq!(user.ends(restore).await["restored"], 1);
    let items = user.get(&format!("/api/jobs/{restore}/items")).await.json;
    let back = portal.contact(items["items"][0]["new_id"].as_u64().unwrap()).unwrap();
    assert_eq!((&back["NAME"], &back["PHONE"][0]["VALUE"]), (&before["NAME"], &before["PHONE"][0]["VALUE"]));
    assert_eq!(
        user.commands(id, "restore").await.problem(),
        (409, "job_conflict"),
        "no contact is restored twice"
    );
    // Only the user and the administrators see the job.
    assert_eq!(app.signs_in(&portal, 3).await.get(&format!("/api/jobs/{id}")).await.status, 404);
    assert_eq!(app.signs_in(&portal, 1).await.job(id).await["total"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_copy_there_is_no_job() {
    let app = TestApp::start().await;
    let admin = app.signs_in(&app.portal(), 1).await;
    let answer = admin.deletes_contact_with(50, "snapshot=false").await;
    assert_eq!(answer.json, json!({"id": 50, "outcome": "deleted", "job_id": null}));
    let user = app.signs_in(&app.portal(), 2).await;
    assert_eq!(user.deletes_contact_with(51, "snapshot=false").await.problem(), (403, "not_permitted"));
    admin.saves_settings(&json!({"snapshot_days": 0})).await;
    assert_eq!(user.deletes_contact(51).await.json["job_id"], Value::Null);
    assert_eq!((app.rows("jobs").await, app.rows("snapshots").await), (0, 0));
    assert_eq!(user.deletes_contact_with(52, "copy=false").await.problem(), (400, "invalid_request"));
}

#[tokio::test(flavor = "multi_thread")]
async fn open_deals_are_reported_and_keep_the_contact_if_set() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = add_contacts(&portal, 4);
    portal.add_deal(&ids, true);
    portal.add_deal(&ids, false);
    let contact = user.get(&format!("/api/contacts/{}", ids[0])).await.json;
    assert_eq!((&contact["related"]["deals"], &contact["open_deals"]), (&json!(2), &json!(1)));
    let kept = (409, "contact_protected");
    assert_eq!(user.deletes_contact_with(ids[0], "include_open_deals=false").await.problem(), kept);
    job_of(&user.deletes_contact_with(ids[0], "include_open_deals=true").await);
    // A request that does not mention open deals does not ask to keep these contacts.
    job_of(&user.deletes_contact(ids[1]).await);
    user.saves_settings(&json!({"open_deals": "keep"})).await;
    assert_eq!(user.deletes_contact_with(ids[2], "include_open_deals=true").await.problem(), kept);
    user.saves_settings(&json!({"open_deals": "delete"})).await;
    job_of(&user.deletes_contact_with(ids[2], "include_open_deals=false").await);
    assert!(portal.contact(ids[3]).is_some() && portal.deletions().len() == 3);
    assert_eq!(app.rows("jobs").await, 3, "a refusal leaves no rows");
}

#[tokio::test(flavor = "multi_thread")]
async fn contact_is_not_deleted_if_no_copy_can_be_read() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let hidden = portal.add_contact(&json!({"NAME": "Eva", "ASSIGNED_BY_ID": "1"}));
    let user = app.signs_in(&portal, 3).await;
    for id in [hidden, 999_999] {
        assert_eq!(user.deletes_contact(id).await.problem(), (404, "contact_not_found"));
    }
    let admin = app.signs_in(&portal, 1).await;
    for (method, fault) in [
        ("batch", Fault::Html(502)),
        ("batch", Fault::Http(200, "{\"result\":null}".into(), "application/json".into())),
        ("crm.contact.list", Fault::refusal(500, "INTERNAL_SERVER_ERROR", "")),
    ] {
        portal.faults().script(method, Nth::Every, fault);
        assert_eq!(admin.deletes_contact(50).await.status, 502);
        portal.faults().clear();
    }
    assert!(portal.deletions().is_empty() && portal.call_count("crm.contact.delete") == 0);
    assert_eq!((app.rows("jobs").await, app.rows("snapshots").await), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_deletion_leaves_no_job_no_copy_and_no_count() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let admin = app.signs_in(&portal, 1).await;
    admin.saves_settings(&json!({"max_contacts_per_day": 2})).await;
    let reader = app.signs_in(&portal, 4).await;
    for _ in 0..3 {
        assert_eq!(reader.deletes_contact(50).await.problem(), (403, "access_denied"));
    }
    assert_eq!((app.rows("jobs").await, app.rows("snapshots").await, app.rows("job_items").await), (0, 0, 0));
    // Each deletion counts once, with or without a copy.
    job_of(&admin.deletes_contact(60).await);
    assert_eq!(admin.deletes_contact_with(61, "snapshot=false").await.status, 200);
    for choices in ["snapshot=false", "snapshot=true"] {
        assert_eq!(
            admin.deletes_contact_with(62, choices).await.problem(),
            (403, "not_permitted"),
            "{choices}"
        );
    }
    assert_eq!((portal.deletions().len(), app.rows("jobs").await), (2, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn lost_answer_is_checked_and_not_sent_again() {
    for is_done in [false, true] {
        let app = start_app(120, 200.0).await;
        let portal = app.portal();
        let user = app.signs_in(&portal, 1).await;
        portal.faults().script("crm.contact.delete", Nth::Every, Fault::Html(504));
        // If the check fails too, it is unknown whether the contact was deleted.
        portal.faults().script("crm.contact.list", Nth::Every, Fault::Html(502));
        assert_eq!(user.deletes_contact(50).await.problem(), (504, "portal_timeout"));
        let id = user.get("/api/jobs").await.json["items"][0]["id"].as_u64().unwrap();
        if is_done {
            portal.remove_contact(50);
        }
        portal.faults().clear();
        let job = ends_hours_later(&app, id).await;
        assert_eq!(portal.delete_requests(50), 1, "{is_done}");
        let expected = if is_done { [1, 0, 1] } else { [0, 1, 0] };
        assert_eq!(counts(&job, &["deleted", "cancelled", "restorable"]), expected, "{job}");
        assert_eq!(app.rows("snapshots").await, i64::from(is_done), "an existing contact needs no copy");
        let word = if is_done { "deleted" } else { "cancelled" };
        let line = format!("audit WHERE job_id = {id} AND contact_id = 50 AND outcome = '{word}'");
        assert_eq!(app.rows(&line).await, 1);
        assert_eq!(app.rows("audit WHERE contact_id = 50 AND outcome = 'unknown'").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_writes_never_lead_to_deletion_without_a_copy() {
    for nth in 0..6 {
        let left = Arc::new(AtomicI64::new(i64::MAX));
        let disk = Arc::clone(&left);
        let builder = Sim::builder().contacts(40).no_bucket().installed(true);
        let succeeds = Arc::new(move || disk.fetch_sub(1, Ordering::SeqCst) != 0);
        let app = TestApp::with_commit_faults(builder, 40.0, succeeds).await;
        let portal = app.portal();
        let user = app.signs_in(&portal, 1).await;
        left.store(nth, Ordering::SeqCst);
        let answer = user.deletes_contact(5).await;
        if portal.contact(5).is_some() {
            assert_eq!(answer.problem(), (503, "internal"), "{nth}: {answer:?}");
            assert_eq!(app.rows("snapshots").await, 0, "{nth}");
        } else {
            let job = user.ends(job_of(&answer)).await;
            assert_eq!(counts(&job, &["deleted", "restorable"]), [1, 1], "{nth}: {job}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn outcome_is_checked_after_a_kill_during_the_call() {
    let app = start_app_with(Sim::builder().contacts(120).no_bucket(), 1.0).await;
    let portal = app.portal();
    let token = app.signs_in(&portal, 1).await.token.clone();
    app.stops().await;
    let folder = app.database.parent().unwrap();
    let runs = || program(&app.values, folder).arg("serve").spawn().unwrap();
    let mut process = runs();
    assert!(answers(&format!("{}/health/ready", app.url)).await, "the service did not start");
    portal.set_delete_cost(Duration::from_millis(400));
    let (sender, receiver) = tokio::sync::oneshot::channel();
    portal.when(Moment::Deletions(1), move |_| {
        let _sent = sender.send(());
    });
    let request = app.request(Method::DELETE, "/api/contacts/50").bearer_auth(&token).send();
    let asked = tokio::spawn(request);
    receiver.await.unwrap();
    process.kill().await.unwrap();
    let _answer = asked.await.unwrap();
    app.runs("UPDATE jobs SET lease_until = 0 WHERE lease_until IS NOT NULL").await;
    let mut process = runs();
    assert!(answers(&format!("{}/health/ready", app.url)).await, "the service did not start again");
    let user = app.session(&token);
    let id = user.get("/api/jobs").await.json["items"][0]["id"].as_u64().unwrap();
    let job = user.ends(id).await;
    assert_eq!(counts(&job, &["deleted", "restorable"]), [1, 1], "{job}");
    assert_eq!((portal.delete_requests(50), portal.contact(50).is_some()), (1, false));
    terminate(&mut process).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn running_single_deletion_does_not_block_jobs() {
    let app = start_app(120, 4.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    portal.faults().script("crm.contact.delete", Nth::Next, Fault::Delay(Duration::from_secs(20)));
    let request = app.request(Method::DELETE, "/api/contacts/50").bearer_auth(&user.token).send();
    let asked = tokio::spawn(request);
    while app.rows("job_items WHERE outcome = 'asked'").await == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let id = user.deletes(&[60, 61]).await;
    assert_eq!(user.ends(id).await["deleted"], 2);
    assert_eq!(asked.await.unwrap().unwrap().status(), 200);
}
