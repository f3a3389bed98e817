//! The audit records who did what. Administrators can read it, no one can change it, and it contains no personal data.

use std::collections::BTreeSet;

use contact_eraser::domain::audit::AuditAction;
use portal_sim::{Fault, Nth, Outage, Portal};
use reqwest::Method;
use serde_json::{Value, json};

use crate::events::installs;
use crate::support::{Session, TestApp};

async fn lines(user: &Session<'_>, query: &str) -> Vec<Value> {
    let answer = user.get(&format!("/api/audit{query}")).await;
    assert_eq!(answer.status, 200, "{query}: {answer:?}");
    answer.json["items"].as_array().unwrap().clone()
}

async fn csv(app: &TestApp, user: &Session<'_>, query: &str) -> String {
    let request = app.request(Method::GET, &format!("/api/audit.csv{query}")).bearer_auth(&user.token);
    let response = request.send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/csv; charset=utf-8");
    assert!(response.headers()["content-disposition"].to_str().unwrap().contains("audit-"));
    String::from_utf8(response.bytes().await.unwrap().to_vec()).unwrap()
}

/// Runs a statement on the service's database, like a person with access to the file.
async fn tampers(app: &TestApp, sql: &str) -> Result<u64, String> {
    let pool = sqlx::SqlitePool::connect(&format!("sqlite://{}", app.database.display())).await.unwrap();
    let done = sqlx::query(sqlx::AssertSqlSafe(sql.to_owned())).execute(&pool).await;
    pool.close().await;
    done.map(|done| done.rows_affected()).map_err(|error| error.to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_see_who_did_what() {
    let app = TestApp::start().await;
    installs(&app, &app.portal()).await;
    let admin = app.signs_in(&app.portal(), 1).await;
    let user = app.signs_in(&app.portal(), 2).await;
    user.deletes_contact(50).await;
    admin.deletes_contact(51).await;
    admin.saves_settings(&json!({"snapshot_days": 7, "who_may_delete": "chosen", "chosen_users": [2]})).await;
    admin.deletes_contact(52).await;
    let all = lines(&admin, "").await;
    let reported: Vec<(&str, &str, u64)> = all
        .iter()
        .map(|line| {
            let text = |name: &str| line[name].as_str().unwrap();
            (text("action"), text("outcome"), line["user_id"].as_u64().unwrap())
        })
        .collect();
    assert_eq!(
        reported,
        [
            ("delete_contact", "not_permitted", 1),
            ("save_settings", "saved", 1),
            ("delete_contact", "deleted", 1),
            ("delete_contact", "deleted", 2),
            ("install", "installed", 1)
        ]
    );
    let change = &all[1]["detail"];
    assert_eq!(
        change["before"],
        json!({"snapshot_days": 30, "who_may_delete": "everyone", "chosen_users": []})
    );
    assert_eq!(change["after"], json!({"snapshot_days": 7, "who_may_delete": "chosen", "chosen_users": [2]}));
    assert!(all.iter().all(|line| !line["request_id"].as_str().unwrap().is_empty()));
    assert!(all[0]["created_at"].as_str().unwrap().ends_with('Z'));
    assert_eq!(lines(&admin, "?contact=50").await[0]["user_id"], 2);
    assert_eq!(lines(&admin, "?contact=999").await.len(), 0);
    assert_eq!(lines(&admin, "?user=1&action=delete_contact").await.len(), 2);
    assert_eq!(lines(&admin, "?to=2020-01-01").await.len(), 0);
    assert_eq!(lines(&admin, "?from=2020-01-01").await.len(), 5);
    assert_eq!(admin.get("/api/audit?who=1").await.problem(), (400, "invalid_request"));
    assert_eq!(user.get("/api/audit").await.problem(), (403, "not_permitted"));
    assert_eq!(user.get("/api/audit.csv").await.problem(), (403, "not_permitted"));
    let elsewhere = app.signs_in(&app.sim.portal(1), 1).await;
    assert_eq!(lines(&elsewhere, "").await.len(), 0, "only of their own portal");
}

#[tokio::test(flavor = "multi_thread")]
async fn search_finds_a_contact_deleted_by_a_job() {
    let app = TestApp::start().await;
    let admin = app.signs_in(&app.portal(), 1).await;
    let member_id = app.portal().member_id();
    for sql in [
        format!(
            "INSERT INTO jobs (id, member_id, user_id, kind, state, is_draft, request_digest, include_open_deals, \
             request_id, created_at, updated_at) VALUES (7, '{member_id}', 3, 'delete', 'done', 0, x'00', 0, 'r', 1, 1)"
        ),
        "INSERT INTO job_items (job_id, contact_id, outcome) VALUES (7, 60, 'deleted'), (7, 61, 'denied')"
            .to_owned(),
        format!(
            "INSERT INTO audit (member_id, user_id, action, job_id, outcome, request_id, created_at) \
             VALUES ('{member_id}', 3, 'finish_job', 7, 'done', 'r', 1)"
        ),
    ] {
        tampers(&app, &sql).await.unwrap();
    }
    for (contact, outcome) in [(60, "deleted"), (61, "denied")] {
        let found = lines(&admin, &format!("?contact={contact}")).await;
        assert_eq!((found.len(), &found[0]["user_id"]), (1, &json!(3)), "{contact}");
        assert_eq!(
            (found[0]["job_id"].as_u64(), found[0]["contact_outcome"].as_str()),
            (Some(7), Some(outcome))
        );
    }
    assert_eq!(lines(&admin, "?contact=62").await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn history_has_pages_and_downloads_completely() {
    let app = TestApp::start().await;
    let admin = app.signs_in(&app.portal(), 1).await;
    let member_id = app.portal().member_id();
    let many = format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1203) \
         INSERT INTO audit (member_id, user_id, action, contact_id, outcome, detail, request_id, created_at) \
         SELECT '{member_id}', 2, 'delete_contact', i, 'deleted', '{{\"note\":\"a,b\"}}', '=cmd|calc', 1 FROM n"
    );
    assert_eq!(tampers(&app, &many).await, Ok(1203));
    let (mut seen, mut next) = (Vec::new(), Value::Null);
    loop {
        let query = if next.is_null() { String::new() } else { format!("?after={next}") };
        let page = admin.get(&format!("/api/audit{query}")).await;
        seen.extend(
            page.json["items"].as_array().unwrap().iter().map(|line| line["contact_id"].as_u64().unwrap()),
        );
        next = page.json["next"].clone();
        if next.is_null() {
            break;
        }
    }
    assert_eq!(seen, (1..=1203).rev().collect::<Vec<_>>());
    let file = csv(&app, &admin, "").await;
    assert!(file.starts_with("\u{feff}id,created_at,user_id,action,outcome,contact_id,"));
    assert_eq!(file.lines().count(), 1204);
    assert!(file.contains("\"{\"\"note\"\":\"\"a,b\"\"}\""));
    assert!(!file.contains(",=cmd") && file.contains(",'=cmd|calc"), "no cell is a formula");
    assert_eq!(csv(&app, &admin, "?contact=5").await.lines().count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn audit_lines_cannot_be_changed_or_removed() {
    let app = TestApp::start().await;
    let admin = app.signs_in(&app.portal(), 1).await;
    admin.deletes_contact(50).await;
    for sql in [
        "DELETE FROM audit",
        "UPDATE audit SET outcome = 'gone'",
        "UPDATE audit SET user_id = 2",
        "UPDATE audit SET user_id = NULL",
        "UPDATE audit SET detail = NULL",
        "UPDATE audit SET detail = '{}'",
        "UPDATE audit SET job_id = 1",
    ] {
        let refused = tampers(&app, sql).await.unwrap_err();
        assert!(refused.contains("audit rows are never"), "{sql}: {refused}");
    }
    assert_eq!(app.rows("audit WHERE user_id = 1 AND outcome = 'deleted'").await, 1);
    assert_eq!(app.rows("audit_upkeep").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn uninstalling_removes_users_from_the_audit() {
    let app = TestApp::start().await;
    installs(&app, &app.portal()).await;
    let admin = app.signs_in(&app.portal(), 1).await;
    admin.saves_settings(&json!({"snapshot_days": 7, "who_may_delete": "chosen", "chosen_users": [2]})).await;
    app.portal().uninstall(false);
    app.portal().events_settled().await;
    assert_eq!(app.rows("audit WHERE user_id IS NOT NULL OR detail LIKE '%chosen_users%'").await, 0);
    assert_eq!(app.rows("audit WHERE detail LIKE '%snapshot_days%'").await, 1, "changed settings stay");
    assert_eq!(app.rows("audit_upkeep").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_of_the_portal_are_recorded() {
    let app = TestApp::start().await;
    let admin = app.signs_in(&app.portal(), 1).await;
    app.portal().set_app_access(3, false);
    assert_eq!(app.opens(&app.portal().frame_post(3)).await.status, 403);
    app.portal().set_installed(false);
    assert_eq!(app.posts("/install", &app.portal().frame_post(2)).await.status, 403);
    app.portal().set_installed(true);
    let opens = lines(&admin, "?action=open").await;
    let reported: Vec<_> =
        opens.iter().map(|line| (line["user_id"].as_u64(), line["outcome"].as_str())).collect();
    assert_eq!(reported, [(Some(2), Some("not_permitted")), (Some(3), Some("app_access_denied"))]);
    app.portal().faults().script("profile", Nth::Next, Fault::Html(502));
    app.opens(&app.portal().frame_post(4)).await;
    assert_eq!(lines(&admin, "?action=open").await.len(), 2, "an outage is not a refusal");
    let stranger = app.sim.portal(1);
    stranger.set_app_access(3, false);
    app.opens(&stranger.frame_post(3)).await;
    assert_eq!(app.rows(&format!("audit WHERE member_id = '{}'", stranger.member_id())).await, 0);
}

/// Every name, phone number and address of the simulator's people.
fn personal_words(portal: &Portal) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let mut take = |text: &str| {
        if text.chars().count() > 2 {
            words.insert(text.to_owned());
        }
    };
    for id in portal.contact_ids() {
        let contact = portal.contact(id).unwrap();
        for name in ["NAME", "LAST_NAME", "SECOND_NAME"] {
            contact[name].as_str().unwrap_or_default().split_whitespace().for_each(&mut take);
        }
        for channel in ["PHONE", "EMAIL"] {
            for entry in contact[channel].as_array().into_iter().flatten() {
                let value = entry["VALUE"].as_str().unwrap();
                take(value);
                take(&value.chars().filter(char::is_ascii_digit).collect::<String>());
            }
        }
    }
    for user in portal.users() {
        take(&user.name);
        take(&user.last_name);
    }
    words.retain(|word| word.parse::<u32>().is_err());
    words
}

#[tokio::test(flavor = "multi_thread")]
async fn every_action_is_recorded_without_personal_data() {
    let app = TestApp::start().await;
    let portal = app.portal();
    installs(&app, &portal).await;
    let words = personal_words(&portal);
    assert!(words.len() > 100, "{words:?}");
    let name = portal.contact(60).unwrap()["LAST_NAME"].as_str().unwrap().to_owned();
    let admin = app.signs_in(&portal, 1).await;
    let user = app.signs_in(&portal, 2).await;
    portal.set_app_access(3, false);
    app.opens(&portal.frame_post(3)).await;
    admin.deletes_contact(50).await;
    user.deletes_contact(999_999).await;
    let job = admin.deletes(&portal.contact_ids()[..3]).await;
    admin.ends(job).await;
    let whole = json!({"filter": {"search": name}, "draft": true});
    let draft = admin.creates_job(&whole).await.json["id"].as_u64().unwrap();
    admin.reaches(draft, &["draft"]).await;
    let total = admin.job(draft).await["total"].as_u64().unwrap();
    portal.set_outage(Some(Outage::Unavailable));
    admin.starts(draft, total).await;
    for order in ["pause", "resume", "cancel"] {
        admin.commands(draft, order).await;
    }
    portal.set_outage(None);
    admin.ends(draft).await;
    for file in ["snapshot.csv", "report.csv"] {
        admin.get(&format!("/api/jobs/{job}/{file}")).await;
    }
    let restore = admin.commands(job, "restore").await.json["id"].as_u64().unwrap();
    admin.ends(restore).await;
    let path = format!("/api/jobs/{job}/erasure");
    admin.sends(Method::POST, &path, &json!({"reference": "GDPR-17"})).await;
    admin.call(Method::DELETE, &format!("/api/jobs/{job}/snapshot")).await;
    admin.saves_settings(&json!({"who_may_delete": "chosen", "chosen_users": [1, 2]})).await;
    let filter = json!({"name": name, "filter": {"search": name}});
    let saved = admin.sends(Method::POST, "/api/filters", &filter).await.json["id"].to_string();
    admin.call(Method::DELETE, &format!("/api/filters/{saved}")).await;
    user.sends(Method::POST, "/api/portal/disconnect", &json!({"confirm": portal.domain()})).await;
    let file = csv(&app, &admin, "").await;
    // Connecting a portal, renaming it and pausing a filter have their own tests. Their lines contain only numbers.
    let elsewhere = [AuditAction::Connect, AuditAction::MovePortal, AuditAction::PauseFilter];
    for action in AuditAction::ALL.iter().filter(|action| !elsewhere.contains(action)) {
        assert!(file.contains(&format!(",{},", action.as_str())), "{action:?} is missing: {file}");
    }
    for word in words {
        assert!(!file.contains(&word), "{word} is in the audit");
    }
    assert!(
        !app.database_files()
            .iter()
            .any(|(_, bytes)| { bytes.windows(name.len()).any(|part| part == name.as_bytes()) }),
        "it is nowhere in plain text"
    );
}
