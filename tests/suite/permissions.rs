//! Who may make which call: every call of the API, made by every kind of user.

use std::collections::BTreeSet;

use portal_sim::Rights;
use reqwest::Method;
use serde_json::{Value, json};

use crate::jobs::add_contacts;
use crate::routes;
use crate::support::{Session, TestApp};

/// The statuses for: no session, a forged session, a dismissed user, an employee, an administrator, and the employee
/// who owns the job.
pub(crate) type Answers = [u16; 6];

/// All users who may work with the app.
const ALL: Answers = [401, 401, 401, 200, 200, 200];
/// Every user with a session, even a dismissed one: the answer contains no data of the portal.
const SESSIONS: Answers = [401, 401, 200, 200, 200, 200];
const ADMINISTRATORS: Answers = [401, 401, 401, 403, 200, 403];
/// The job's user and the administrators. For all other users the job does not exist.
const OWN: Answers = [401, 401, 401, 404, 200, 200];

/// Words in capitals stand for new items: a contact (CONTACT); the employee's draft (DRAFT) and finished job (JOB); the
/// administrator's saved filter (FILTER).
pub(crate) const CALLS: [(&str, &str, Answers); 45] = [
    ("GET", "/api/contacts", ALL),
    ("GET", "/api/contacts/CONTACT", ALL),
    ("DELETE", "/api/contacts/CONTACT", ALL),
    ("GET", "/api/settings", SESSIONS),
    ("PUT", "/api/settings", ADMINISTRATORS),
    // The ids are stored without asking the portal. For a dismissed user, every call that would delete them fails.
    ("POST", "/api/jobs", [401, 401, 202, 202, 202, 202]),
    // The answer contains only what was sent.
    ("POST", "/api/id-lists", SESSIONS),
    ("GET", "/api/jobs", SESSIONS),
    ("GET", "/api/jobs/JOB", OWN),
    ("GET", "/api/jobs/DRAFT/impact", OWN),
    // Only its owner may start or resume a job, because it works with the owner's token.
    ("POST", "/api/jobs/DRAFT/start", [401, 401, 401, 404, 403, 200]),
    ("POST", "/api/jobs/DRAFT/pause", [401, 401, 401, 404, 409, 409]),
    ("POST", "/api/jobs/DRAFT/resume", [401, 401, 401, 404, 403, 409]),
    ("POST", "/api/jobs/DRAFT/cancel", OWN),
    // A job's contacts can be restored once. The administrator comes first here.
    ("POST", "/api/jobs/JOB/restore", [401, 401, 401, 404, 202, 409]),
    // All contacts are deleted, so none is left to repeat.
    ("POST", "/api/jobs/JOB/repeat", [401, 401, 401, 404, 409, 409]),
    ("GET", "/api/jobs/JOB/events", OWN),
    ("GET", "/api/jobs/JOB/items", OWN),
    ("GET", "/api/jobs/JOB/report.csv", OWN),
    ("GET", "/api/jobs/JOB/report.xlsx", OWN),
    ("GET", "/api/jobs/JOB/report.html", OWN),
    ("GET", "/api/jobs/JOB/snapshot.json", OWN),
    ("GET", "/api/jobs/JOB/snapshot.csv", OWN),
    // Only administrators may destroy copies, because copies undo mistakes.
    ("DELETE", "/api/jobs/JOB/snapshot", [401, 401, 401, 404, 200, 403]),
    ("POST", "/api/jobs/JOB/erasure", OWN),
    // No erasure is recorded yet.
    ("GET", "/api/jobs/JOB/erasure.json", [401, 401, 401, 404, 409, 409]),
    ("GET", "/api/jobs/JOB/erasure.html", [401, 401, 401, 404, 409, 409]),
    ("GET", "/api/filters", ALL),
    // Everyone may save own filters; only administrators share them.
    ("POST", "/api/filters", [401, 401, 401, 403, 201, 403]),
    ("PUT", "/api/filters/FILTER", ADMINISTRATORS),
    ("DELETE", "/api/filters/FILTER", ADMINISTRATORS),
    ("GET", "/api/audit", ADMINISTRATORS),
    ("GET", "/api/audit.csv", ADMINISTRATORS),
    ("GET", "/api/audit.xlsx", ADMINISTRATORS),
    ("GET", "/api/audit/overview", ADMINISTRATORS),
    ("GET", "/api/requests", ADMINISTRATORS),
    ("GET", "/api/requests.csv", ADMINISTRATORS),
    ("GET", "/api/portal", ADMINISTRATORS),
    ("POST", "/api/portal/repair", ADMINISTRATORS),
    ("DELETE", "/api/portal/introduction", ADMINISTRATORS),
    // The typed domain is a wrong one.
    ("POST", "/api/portal/disconnect", [401, 401, 401, 403, 400, 403]),
    ("GET", "/api/users?ids=1", ALL),
    ("GET", "/api/sources", ALL),
    ("GET", "/api/nothing", [404; 6]),
    ("PATCH", "/api/settings", [405; 6]),
];

pub(crate) fn body(path: &str, contact: u64) -> Option<Value> {
    let path = path.trim_start_matches("/api/").split('/').collect::<Vec<_>>();
    Some(match path[..] {
        ["settings"] => json!({"confirm_from": 50}),
        ["id-lists"] => json!(contact),
        ["jobs"] => json!({"contact_ids": [contact], "draft": true}),
        ["jobs", _, "start"] => json!({"confirm_total": 1}),
        ["jobs", _, "repeat"] => json!({"outcomes": ["failed"]}),
        ["jobs", _, "erasure"] => json!({"reference": "GDPR-17"}),
        ["filters", ..] => json!({"name": "Web", "filter": {"source": "WEB"}, "shared": true}),
        ["portal", "disconnect"] => json!({"confirm": "another.example"}),
        _ => return None,
    })
}

/// Creates the items that the address names.
pub(crate) async fn address(path: &str, owner: &Session<'_>, admin: &Session<'_>, contact: u64) -> String {
    let number = |answer: Value| answer["id"].to_string();
    if path.contains("JOB") {
        let job = owner.deletes(&[contact]).await;
        assert_eq!(owner.ends(job).await["deleted"], 1);
        path.replace("JOB", &job.to_string())
    } else if path.contains("DRAFT") {
        let draft = owner.creates_job(&json!({"contact_ids": [contact], "draft": true})).await.json;
        path.replace("DRAFT", &number(draft))
    } else if path.contains("FILTER") {
        let filter = json!({"name": "Web", "filter": {"source": "WEB"}, "shared": true});
        path.replace("FILTER", &number(admin.sends(Method::POST, "/api/filters", &filter).await.json))
    } else {
        path.to_owned()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_allows_exactly_the_right_users() {
    let app = TestApp::start().await;
    let portal = app.portal();
    portal.set_rights(4, Rights::All, Rights::All);
    portal.set_rights(2, Rights::All, Rights::All);
    let dismissed = app.signs_in(&portal, 3).await;
    portal.dismiss(3);
    let owner = app.signs_in(&portal, 4).await;
    let admin = app.signs_in(&portal, 1).await;
    let employee = app.signs_in(&portal, 2).await;
    let forged = "forged".to_owned();
    let visitors = [&String::new(), &forged, &dismissed.token, &employee.token, &admin.token, &owner.token];
    for (method, path, statuses) in CALLS {
        let subject = add_contacts(&portal, 1)[0];
        let path = address(path, &owner, &admin, subject).await;
        for (token, status) in visitors.iter().zip(statuses) {
            let contact = add_contacts(&portal, 1)[0];
            let path = path.replace("CONTACT", &contact.to_string());
            let mut request = app.request(method.parse().unwrap(), &path);
            if !token.is_empty() {
                request = request.bearer_auth(token);
            }
            let body = if ["POST", "PUT"].contains(&method) { body(&path, contact) } else { None };
            if let Some(body) = body {
                request = request.json(&body);
            }
            let answer = request.send().await.unwrap();
            assert_eq!(answer.status().as_u16(), status, "{method} {path} as visitor {token:.8}");
            if status >= 400 && method == "DELETE" {
                assert_eq!(portal.delete_requests(contact), 0, "the portal receives no call");
            }
        }
    }
}

#[test]
fn table_contains_every_call() {
    let shape = |method: &str, path: &str| {
        let path = path.trim_start_matches("/api").split('?').next().unwrap().to_owned();
        let words = ["CONTACT", "JOB", "DRAFT", "FILTER"];
        format!("{method} {}", words.iter().fold(path, |path, word| path.replace(word, "5")))
    };
    let known: BTreeSet<String> = CALLS.iter().map(|(method, path, _)| shape(method, path)).collect();
    for (method, path) in routes::calls() {
        let call = shape(method.as_str(), &path);
        // This address requires a token of the portal instead of a session.
        assert!(known.contains(&call) || call == "POST /session", "{call} is not in the table");
    }
}
