//! The log of calls to a portal contains every call with its result, and no personal data.

use std::collections::BTreeMap;

use portal_sim::{Fault, Nth};
use reqwest::Method;
use serde_json::{Value, json};

use crate::events::installs;
use crate::support::{Session, TestApp};

async fn lines(user: &Session<'_>, query: &str) -> Vec<Value> {
    let answer = user.get(&format!("/api/requests{query}")).await;
    assert_eq!(answer.status, 200, "{query}: {answer:?}");
    answer.json["items"].as_array().unwrap().clone()
}

fn refusal(status: u16, code: &str) -> Fault {
    Fault::Error { status, error: code.into(), description: "Quirina may not".into() }
}

#[tokio::test(flavor = "multi_thread")]
async fn log_has_every_call_and_counts_batch_commands() {
    let app = TestApp::start().await;
    let admin = app.signs_in(&app.portal(), 1).await;
    let user = app.signs_in(&app.portal(), 2).await;
    user.get("/api/contacts?search=Quirina&without=deals").await;
    user.get("/api/contacts/50").await;
    user.deletes_contact(50).await;
    let logged = lines(&admin, "").await;
    let mut by_method: BTreeMap<String, u64> = BTreeMap::new();
    for line in &logged {
        let counts = line["commands"].as_object().unwrap();
        for (method, count) in counts {
            *by_method.entry(method.clone()).or_default() += count.as_u64().unwrap();
        }
        if counts.is_empty() {
            *by_method.entry(line["method"].as_str().unwrap().to_owned()).or_default() += 1;
        }
    }
    let mut true_calls: BTreeMap<String, u64> = BTreeMap::new();
    for call in
        app.portal().calls().iter().filter(|call| !["app.info", "batch"].contains(&call.method.as_str()))
    {
        if !call.method.starts_with("oauth") {
            *true_calls.entry(call.method.clone()).or_default() += 1;
        }
    }
    assert_eq!(by_method, true_calls);
    let deletion = logged.iter().find(|line| line["method"] == "crm.contact.delete").unwrap();
    assert_eq!(deletion["user_id"], 2);
    assert_eq!(
        (&deletion["status"], &deletion["outcome"], &deletion["attempt"]),
        (&json!(200), &json!("ok"), &json!(1))
    );
    assert_eq!(deletion["parameters"], "ID");
    assert!(deletion["milliseconds"].is_u64() && deletion["time"].as_str().unwrap().ends_with('Z'));
    assert!(
        !app.signs_in(&app.sim.portal(1), 1)
            .await
            .get("/api/requests")
            .await
            .json
            .to_string()
            .contains("delete")
    );
    for path in ["/api/requests", "/api/requests.csv"] {
        assert_eq!(user.get(path).await.problem(), (403, "not_permitted"), "{path}");
    }
    assert_eq!(admin.get("/api/requests?method=batch").await.problem(), (400, "invalid_request"));
}

#[tokio::test(flavor = "multi_thread")]
async fn log_shows_the_calls_of_a_request_and_their_results() {
    let app = TestApp::start().await;
    let admin = app.signs_in(&app.portal(), 1).await;
    let faults = app.portal();
    faults.faults().script("crm.contact.delete", Nth::Next, refusal(400, "ERROR_CORE"));
    let id = admin.deletes_contact(50).await.headers["x-request-id"].to_str().unwrap().to_owned();
    let shown: Vec<(String, Value, Value)> = lines(&admin, &format!("?request_id={id}"))
        .await
        .iter()
        .map(|line| {
            (line["method"].as_str().unwrap().to_owned(), line["status"].clone(), line["error"].clone())
        })
        .collect();
    let look = ("crm.contact.list".to_owned(), json!(200), Value::Null);
    let deletion = ("crm.contact.delete".to_owned(), json!(400), json!("ERROR_CORE"));
    let read = ("batch".to_owned(), json!(200), Value::Null);
    assert_eq!(shown, [look, deletion, read], "the read before, the deletion, the check after");
    assert_eq!(lines(&admin, "?request_id=other").await.len(), 0);
    for (fault, outcome, status) in [
        (Fault::Html(502), "unreadable", json!(502)),
        (Fault::CutBefore, "unreachable", Value::Null),
        (refusal(429, "OPERATION_TIME_LIMIT"), "limited", json!(429)),
        (refusal(400, "Quirina Berg"), "refused", json!(400)),
    ] {
        faults.faults().script("batch", Nth::Next, fault);
        let id = admin.get("/api/contacts").await.headers["x-request-id"].to_str().unwrap().to_owned();
        // The first call is a read, which is retried once after a broken connection.
        let lines = lines(&admin, &format!("?request_id={id}")).await;
        let line = lines.last().unwrap();
        assert_eq!((&line["outcome"], &line["status"]), (&json!(outcome), &status));
        assert_ne!(line["error"], "Quirina Berg");
    }
    faults.faults().script("crm.item.list", Nth::Next, refusal(400, "ACCESS_DENIED"));
    let id = admin.get("/api/contacts/51").await.headers["x-request-id"].to_str().unwrap().to_owned();
    assert_eq!(
        lines(&admin, &format!("?request_id={id}")).await[1]["refused"],
        1,
        "the refused commands of the batch"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn repeated_calls_are_numbered() {
    let app = TestApp::start().await;
    let admin = app.signs_in(&app.portal(), 1).await;
    app.portal().faults().script("batch", Nth::Next, refusal(503, "QUERY_LIMIT_EXCEEDED"));
    let id = admin.get("/api/contacts").await.headers["x-request-id"].to_str().unwrap().to_owned();
    let shown: Vec<_> = lines(&admin, &format!("?request_id={id}"))
        .await
        .iter()
        .filter(|line| line["commands"]["crm.contact.list"].is_u64())
        .map(|line| (line["attempt"].as_u64().unwrap(), line["outcome"].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(shown, [(2, "ok".to_owned()), (1, "limited".to_owned())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn log_and_audit_have_no_personal_data_and_no_tokens() {
    let app = TestApp::start().await;
    let portal = app.portal();
    installs(&app, &portal).await;
    let admin = app.signs_in(&portal, 1).await;
    let contact = portal.contact(50).unwrap();
    let (name, phone) = (contact["LAST_NAME"].as_str().unwrap(), &contact["PHONE"][0]["VALUE"]);
    for search in [name, phone.as_str().unwrap_or("+1202555"), "somebody@example.org"] {
        let query: String = url::form_urlencoded::byte_serialize(search.as_bytes()).collect();
        assert_eq!(admin.get(&format!("/api/contacts?search={query}")).await.status, 200);
    }
    admin.get("/api/contacts/50").await;
    admin.deletes_contact(50).await;
    admin.saves_settings(&json!({"widgets": {"contact_card": false}})).await;
    let mut texts = String::new();
    for path in ["/api/requests.csv", "/api/audit.csv"] {
        let request = app.request(Method::GET, path).bearer_auth(&admin.token).send().await.unwrap();
        assert_eq!(request.status(), 200);
        texts.push_str(&request.text().await.unwrap());
    }
    assert!(texts.lines().count() > 10);
    let people = portal.users();
    let names = people.iter().flat_map(|user| [user.name.clone(), user.last_name.clone()]);
    let of_contacts =
        portal.contact_ids().into_iter().filter_map(|id| portal.contact(id)).flat_map(|contact| {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let fields = ["NAME", "LAST_NAME"].map(|field| text(&contact[field]));
            let lists = ["PHONE", "EMAIL"].map(|field| text(&contact[field][0]["VALUE"]));
            fields.into_iter().chain(lists)
        });
    for personal in names.chain(of_contacts).chain([name.to_owned()]).filter(|text| text.len() > 3) {
        assert!(!texts.contains(&personal), "{personal}");
    }
    for secret in [admin.token.as_str(), portal.frame_post(1).get("AUTH_ID").unwrap()] {
        assert!(!texts.contains(secret));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn log_is_removed_with_the_portal() {
    let app = TestApp::start().await;
    installs(&app, &app.portal()).await;
    let admin = app.signs_in(&app.portal(), 1).await;
    assert!(!lines(&admin, "").await.is_empty());
    let late = admin.get("/api/contacts");
    app.portal().uninstall(false);
    late.await;
    app.portal().events_settled().await;
    installs(&app, &app.sim.portal(1)).await;
    let other = app.signs_in(&app.sim.portal(1), 1).await;
    lines(&other, "").await;
    assert_eq!(app.rows(&format!("requests WHERE member_id = '{}'", app.portal().member_id())).await, 0);
}
