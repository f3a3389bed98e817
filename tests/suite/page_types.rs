//! Compares the page's types with the API. `static/js/shared/types.js` has each key of a real answer with its type, and
//! no other key.

mod typedefs;

use portal_sim::{Fault, Nth, Portal};
use reqwest::Method;
use serde_json::{Value, json};
use typedefs::Types;

use crate::events::installs;
use crate::jobs::add_contacts;
use crate::lists::reads;
use crate::support::{Answer, Session, TestApp};

/// Optional properties that are missing in the answers of this test. They need hundreds of contacts or a lost answer.
const NOT_PRODUCED: [&str; 2] = ["ContactPage.cut", "JobItem.twin_id"];

/// Compares the answers of one test with the types.
struct Check<'a> {
    app: &'a TestApp,
    portal: Portal,
    admin: Session<'a>,
    types: Types,
}

impl Check<'_> {
    /// Requests an address as an administrator and compares the answer with a type.
    async fn gets(&mut self, path: &str, name: &str) -> Value {
        let answer = self.admin.get(path).await;
        self.compares(&answer, name, path)
    }

    fn compares(&mut self, answer: &Answer, name: &str, path: &str) -> Value {
        assert!(answer.status < 300 || name == "ProblemAnswer", "{path}: {answer:?}");
        self.types.compare(name, &answer.json);
        answer.json.clone()
    }

    async fn sends(&mut self, method: Method, path: &str, body: &Value, name: &str) -> Value {
        let answer = self.admin.sends(method, path, body).await;
        self.compares(&answer, name, path)
    }

    async fn commands(&mut self, job: u64, order: &str) -> Value {
        let answer = self.admin.commands(job, order).await;
        self.compares(&answer, "Job", order)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn page_types_have_exactly_the_keys_of_the_answers() {
    let app = TestApp::start().await;
    let portal = app.portal();
    installs(&app, &portal).await;
    let admin = app.signs_in(&portal, 1).await;
    let mut check = Check { app: &app, portal, admin, types: Types::read() };
    compares_jobs(&mut check).await;
    compares_contacts(&mut check).await;
    compares_filters(&mut check).await;
    compares_settings(&mut check).await;
    compares_administration(&mut check).await;
    let faults = check.types.faults(&NOT_PRODUCED);
    assert!(faults.is_empty(), "\n\n{}\n", faults.join("\n"));
}

/// A job with a protected contact and a denied one, and the job that restores the others.
async fn compares_jobs(check: &mut Check<'_>) {
    let contacts = add_contacts(&check.portal, 4);
    check.portal.add_deal(&contacts[..1], true);
    let refusal = Fault::HandlerRefuses("Not today".to_owned());
    check.portal.faults().script("crm.contact.delete", Nth::Call(1), refusal);
    let request = json!({"contact_ids": contacts, "draft": true});
    let draft = check.sends(Method::POST, "/api/jobs", &request, "Job").await;
    let id = draft["id"].as_u64().unwrap();
    check.admin.reaches(id, &["draft"]).await;
    check.gets(&format!("/api/jobs/{id}/impact"), "Impact").await;
    let start = json!({"confirm_total": 4});
    check.sends(Method::POST, &format!("/api/jobs/{id}/start"), &start, "Job").await;
    let job = check.admin.ends(id).await;
    assert_eq!(
        (&job["deleted"], &job["protected"], &job["failed"]),
        (&json!(2), &json!(1), &json!(1)),
        "{job}"
    );
    check.gets(&format!("/api/jobs/{id}/items?names=1"), "JobItemPage").await;
    assert_eq!(check.admin.get(&format!("/api/jobs/{id}/report.csv")).await.status, 200);
    let restore = check.commands(id, "restore").await["id"].as_u64().unwrap();
    check.admin.ends(restore).await;
    check.gets(&format!("/api/jobs/{restore}/items"), "JobItemPage").await;
    check.gets(&format!("/api/jobs/{id}"), "Job").await;
    assert_eq!(check.admin.call(Method::DELETE, &format!("/api/jobs/{id}/snapshot")).await.status, 200);
    check.gets("/api/jobs", "JobPage").await;
}

async fn compares_contacts(check: &mut Check<'_>) {
    check.gets("/api/contacts", "ContactPage").await;
    check.gets("/api/contacts?order_by=-created&fields=deals,source", "ContactPage").await;
    check.gets("/api/contacts/50", "ContactDetail").await;
    let deleted = check.admin.deletes_contact(51).await;
    check.compares(&deleted, "DeleteAnswer", "DELETE /api/contacts/51");
    check.gets("/api/users?ids=1,2", "PersonPage").await;
    check.gets("/api/sources", "SourcePage").await;
    let list = reads(&check.admin, check.app, "", b"ID,Name\n5,Eva\nx,Ada\n".to_vec()).await;
    check.compares(&list, "IdList", "/api/id-lists");
    let empty = reads(&check.admin, check.app, "", Vec::new()).await;
    check.compares(&empty, "ProblemAnswer", "/api/id-lists");
}

async fn compares_filters(check: &mut Check<'_>) {
    let filter = json!({"search": "Eva", "created_from": "P3Y", "created_to": "P1D", "no_activity_since": "P1M",
        "created_by": 1, "assigned_by": 1, "without": ["phone"], "source": "WEB"});
    let schedule = json!({"every": "week", "day": 1, "hour": 6, "minute": 30});
    let shared = json!({"name": "Old", "filter": filter, "older_than_days": 30, "schedule": schedule});
    check.sends(Method::POST, "/api/filters", &shared, "SavedFilter").await;
    check.gets("/api/filters", "SavedFilterPage").await;
    let user = check.app.signs_in(&check.portal, 3).await;
    let answer = user.get("/api/filters").await;
    check.compares(&answer, "SavedFilterPage", "/api/filters of a user");
}

async fn compares_settings(check: &mut Check<'_>) {
    check.gets("/api/settings", "Settings").await;
    let changes = json!({"max_contacts_per_day": 500, "widgets": {"contact_toolbar": false}});
    check.sends(Method::PUT, "/api/settings", &changes, "Settings").await;
    let invalid = json!({"audit_days": 0});
    check.sends(Method::PUT, "/api/settings", &invalid, "ProblemAnswer").await;
    let request = check.app.request(Method::PUT, "/api/settings").bearer_auth(&check.admin.token);
    let request = request.header("If-Match", "\"0\"").json(&json!({"audit_days": 30}));
    let conflict = Answer::read(request.send().await.unwrap()).await;
    check.compares(&conflict, "ProblemAnswer", "/api/settings");
}

async fn compares_administration(check: &mut Check<'_>) {
    check.gets("/api/audit", "AuditPage").await;
    check.gets("/api/audit/overview?width=720", "Overview").await;
    check.gets("/api/requests", "LoggedCallPage").await;
    check.gets("/api/portal", "Installation").await;
    let post = check.portal.frame_post(1);
    let boot = check.app.opens(&post).await.boot();
    check.types.compare("Boot", &boot);
    let pair = check.portal.mint_pair(1);
    let body = json!({"domain": check.portal.domain(), "auth_id": pair.access_token,
        "member_id": check.portal.member_id()});
    let request = check.app.request(Method::POST, "/api/session").json(&body);
    let renewed = Answer::read(request.send().await.unwrap()).await;
    check.compares(&renewed, "SessionAnswer", "/api/session");
}
