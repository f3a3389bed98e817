//! Portals of one service are isolated from each other, and so are users of one portal. No answer shows or changes
//! foreign data, or tells whether it exists.

use portal_sim::{Portal, Rights, Sim};
use reqwest::Method;
use serde_json::json;

use crate::events::installs;
use crate::jobs::add_contacts;
use crate::permissions::{CALLS, address, body};
use crate::support::{Session, TestApp};

/// A number that no job and no filter has.
const NOWHERE: &str = "999999";

/// An answer without its request id.
#[derive(PartialEq, Debug)]
struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    text: String,
}

async fn asks(app: &TestApp, token: &str, method: &str, path: &str) -> Reply {
    let mut request = app.request(method.parse().unwrap(), path).bearer_auth(token);
    if let Some(body) = body(path, 5).filter(|_| ["POST", "PUT"].contains(&method)) {
        request = request.json(&body);
    }
    let answer = request.send().await.unwrap();
    let request_id = answer.headers()["x-request-id"].to_str().unwrap().to_owned();
    let status = answer.status().as_u16();
    let as_texts = |(name, value): (&reqwest::header::HeaderName, &reqwest::header::HeaderValue)| {
        (name.to_string(), value.to_str().unwrap_or_default().to_owned())
    };
    let headers =
        answer.headers().iter().filter(|(name, _)| !["date", "x-request-id"].contains(&name.as_str()));
    let mut headers: Vec<_> = headers.map(as_texts).collect();
    headers.sort();
    let text = answer.text().await.unwrap().replace(&request_id, "R");
    Reply { status, headers, text }
}

/// The service with two portals. The test gives data to the first one.
async fn two_portals() -> (TestApp, Portal, Portal) {
    let app = TestApp::with(Sim::builder().portals(2).contacts(120)).await;
    let (ours, theirs) = (app.sim.portal(0), app.sim.portal(1));
    for portal in [&ours, &theirs] {
        installs(&app, portal).await;
        for user in [2, 3, 4] {
            portal.set_rights(user, Rights::All, Rights::All);
        }
    }
    (app, ours, theirs)
}

/// The item as its owner and the administrators see it.
async fn state(owner: &Session<'_>, admin: &Session<'_>, path: &str) -> String {
    let parts: Vec<&str> = path.split('/').collect();
    if path.contains("/filters/") {
        return admin.get("/api/filters").await.json.to_string();
    }
    let job = format!("/api/jobs/{}", parts[3]);
    let items = owner.get(&format!("{job}/items")).await.json;
    let record = owner.get(&format!("{job}/erasure.json")).await.status;
    format!("{} {items} {record}", owner.get(&job).await.json)
}

#[tokio::test(flavor = "multi_thread")]
async fn foreign_items_are_neither_shown_nor_changed() {
    let (app, ours, theirs) = two_portals().await;
    let (owner, admin) = (app.signs_in(&ours, 4).await, app.signs_in(&ours, 1).await);
    let strangers = [
        ("another portal's administrator", app.signs_in(&theirs, 1).await),
        ("another portal's user with the owner's number", app.signs_in(&theirs, 4).await),
        ("a colleague", app.signs_in(&ours, 2).await),
    ];
    let mut walked = 0;
    for (method, path, _) in CALLS {
        if !["JOB", "DRAFT", "FILTER"].iter().any(|word| path.contains(word)) {
            continue;
        }
        let subject = add_contacts(&ours, 1)[0];
        let real = address(path, &owner, &admin, subject).await;
        let number = real.split('/').nth(3).unwrap().to_owned();
        let missing = real.replace(&format!("/{number}"), &format!("/{NOWHERE}"));
        let before = state(&owner, &admin, &real).await;
        for (who, stranger) in &strangers {
            let reply = asks(&app, &stranger.token, method, &real).await;
            let of_none = asks(&app, &stranger.token, method, &missing).await;
            assert!([403, 404].contains(&reply.status), "{method} {real} for {who}: {reply:?}");
            assert_eq!(reply, of_none, "{method} {real} for {who}");
        }
        assert_eq!(state(&owner, &admin, &real).await, before, "{method} {real}");
        walked += 1;
    }
    assert!(walked >= 18, "{walked} calls");
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_and_files_contain_only_the_own_portal() {
    let (app, ours, theirs) = two_portals().await;
    let (owner, admin) = (app.signs_in(&ours, 4).await, app.signs_in(&ours, 1).await);
    let job = owner.deletes(&[add_contacts(&ours, 1)[0]]).await;
    owner.ends(job).await;
    admin.saves_settings(&json!({"confirm_from": 4711})).await;
    let filter = json!({"name": "Quirinalia", "filter": {"source": "WEB"}});
    assert_eq!(admin.sends(Method::POST, "/api/filters", &filter).await.status, 201);
    let lines = admin.get("/api/requests").await.json;
    let request_id = lines["items"][0]["request_id"].as_str().unwrap().to_owned();
    let stranger = app.signs_in(&theirs, 1).await;
    let job_id = format!("\"job_id\":{job}");
    let ours_alone =
        [ours.member_id(), ours.domain(), "Quirinalia".into(), "4711".into(), request_id.clone(), job_id];
    let queries = [
        "/api/audit?contact=5".to_owned(),
        "/api/audit?user=4".to_owned(),
        "/api/audit?action=finish_job".to_owned(),
        format!("/api/requests?request_id={request_id}"),
    ];
    let lists = CALLS.iter().filter(|(method, path, _)| {
        *method == "GET"
            && !["CONTACT", "JOB", "DRAFT", "FILTER", "nothing"].iter().any(|word| path.contains(word))
    });
    for path in lists.map(|(_, path, _)| (*path).to_owned()).chain(queries) {
        let answer = app.request(Method::GET, &path).bearer_auth(&stranger.token).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        let text = answer.text().await.unwrap();
        for word in &ours_alone {
            assert!(!text.contains(word.as_str()), "{path} tells {word}: {text}");
        }
    }
    assert_eq!(stranger.get("/api/jobs").await.json["items"], json!([]));
    let colleague = app.signs_in(&ours, 2).await;
    assert_eq!(colleague.get("/api/jobs").await.json["items"], json!([]), "another person's jobs");
}

#[tokio::test(flavor = "multi_thread")]
async fn idempotency_keys_are_separate_per_portal() {
    let (app, ours, theirs) = two_portals().await;
    let request_body = json!({"contact_ids": [50], "draft": true});
    let mut jobs = Vec::new();
    for (portal, user) in [(&ours, 1), (&theirs, 1), (&ours, 4)] {
        let session = app.signs_in(portal, user).await;
        let request = app.request(Method::POST, "/api/jobs").bearer_auth(&session.token);
        let answer = request.header("Idempotency-Key", "the-same").json(&request_body).send().await.unwrap();
        assert_eq!(answer.status(), 202);
        jobs.push(answer.json::<serde_json::Value>().await.unwrap()["id"].as_u64().unwrap());
    }
    jobs.dedup();
    assert_eq!(jobs.len(), 3, "{jobs:?}");
}
