//! The report of a job as a workbook, and the audit of reports with names.

use reqwest::Method;
use serde_json::{Value, json};

use super::{add_contacts, start_app};
use crate::support::book::{self, Kind};
use crate::support::{Session, TestApp};

async fn workbook(app: &TestApp, user: &Session<'_>, path: &str) -> Vec<u8> {
    let response = app.request(Method::GET, path).bearer_auth(&user.token).send().await.unwrap();
    assert_eq!(response.status(), 200, "{path}");
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("cache-control"), "no-store");
    assert_eq!(header("content-type"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    assert!(header("content-disposition").ends_with(".xlsx\""), "{}", header("content-disposition"));
    response.bytes().await.unwrap().to_vec()
}

async fn disclosures(admin: &Session<'_>) -> Vec<Value> {
    let answer = admin.get("/api/audit?action=download_report").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json["items"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn workbook_matches_the_csv_with_typed_cells() {
    let app = start_app(1_300, 20.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let names =
        ["=HYPERLINK(\"http://evil\")", "+1+1", "-2", "@SUM(A1)", "two\r\nlines", "<Zoë> & _x0041_", "0012"];
    let odd: Vec<u64> =
        names.iter().map(|name| portal.add_contact(&json!({"NAME": name, "LAST_NAME": "Q"}))).collect();
    let many = portal.contact_ids()[..700].to_vec();
    portal.remove_contact(many[600]);
    let all = [many, odd.clone()].concat();
    let request_body = json!({"contact_ids": all, "include_open_deals": true});
    let id = user.creates_job(&request_body).await.json["id"].as_u64().unwrap();
    let job = user.ends(id).await;
    let bytes = workbook(&app, &user, &format!("/api/jobs/{id}/report.xlsx")).await;
    let sheet = book::sheet(&bytes);
    let head: Vec<&str> = ["A1", "B1", "C1", "D1", "E1", "F1", "G1"].map(|at| sheet.text(at)).to_vec();
    assert_eq!(head, ["contact_id", "outcome", "code", "message", "new_id", "settled_at", "name"]);
    let ids: Vec<u64> = sheet.column("A").iter().map(|id| id.parse().unwrap()).collect();
    assert!(
        ids.is_sorted_by(|one, other| one < other) && ids.len() == 707,
        "each contact once: {}",
        ids.len()
    );
    for outcome in ["deleted", "gone"] {
        let count = sheet.column("B").iter().filter(|text| **text == outcome).count();
        assert_eq!(Some(count as u64), job[outcome].as_u64(), "{outcome}");
    }
    let texts = ["=HYPERLINK(\"http://evil\") Q", "+1+1 Q", "-2 Q", "@SUM(A1) Q", "two\nlines Q"];
    let texts = texts.iter().copied().chain(["<Zoë> & _x005F_x0041_ Q", "0012 Q"]);
    for (contact, name) in odd.iter().zip(texts) {
        let row = ids.iter().position(|id| id == contact).unwrap() + 2;
        assert_eq!(sheet.cells[&format!("G{row}")], (Kind::Text, name.to_owned()), "a text is unchanged");
        assert_eq!(sheet.cells[&format!("A{row}")].0, Kind::Number(0), "an id is a number");
        let (kind, days) = &sheet.cells[&format!("F{row}")];
        let days: f64 = days.parse().unwrap();
        // Style 3 is a date with time; days of this century count from 36526.
        assert!(*kind == Kind::Number(3) && days > 36_526.0, "a time is a date: {kind:?} {days}");
    }
    assert!(sheet.cells.values().all(|(kind, _)| *kind != Kind::Formula));
    assert!(
        sheet.xml.contains("state=\"frozen\"") && sheet.xml.contains("<col min=\"7\""),
        "a fixed heading and column widths"
    );
    // The service can read its own reports: their ids are a list.
    let list = app.request(Method::POST, "/api/id-lists").bearer_auth(&user.token).body(bytes);
    let list: Value = list.send().await.unwrap().json().await.unwrap();
    assert_eq!(list["ids"].as_array().map(Vec::len), Some(707), "{list:.400}");
}

#[tokio::test(flavor = "multi_thread")]
async fn history_is_available_as_a_workbook() {
    let app = start_app(120, 20.0).await;
    let admin = app.signs_in(&app.portal(), 1).await;
    admin.saves_settings(&json!({"snapshot_days": 7})).await;
    let sheet = book::sheet(&workbook(&app, &admin, "/api/audit.xlsx?action=save_settings").await);
    assert_eq!((sheet.rows, sheet.text("A1"), sheet.text("D2")), (2, "id", "save_settings"));
    assert_eq!(sheet.cells["B2"].0, Kind::Number(3));
    assert!(sheet.text("I2").contains("\"snapshot_days\":7"), "{}", sheet.text("I2"));
    assert_eq!(admin.get("/api/audit.xlsx?who=1").await.problem(), (400, "invalid_request"));
}

#[tokio::test(flavor = "multi_thread")]
async fn downloads_of_reports_with_names_are_audited() {
    let app = start_app(120, 20.0).await;
    let portal = app.portal();
    let (admin, user) = (app.signs_in(&portal, 1).await, app.signs_in(&portal, 2).await);
    let ids = add_contacts(&portal, 3);
    let id = user.deletes(&ids).await;
    user.ends(id).await;
    for (count, file) in [(1, "report.csv"), (2, "report.xlsx"), (3, "report.html")] {
        assert_eq!(user.get(&format!("/api/jobs/{id}/{file}")).await.status, 200, "{file}");
        let lines = disclosures(&admin).await;
        assert_eq!(lines.len(), count, "{file}: {lines:?}");
        let line = &lines[0];
        assert_eq!(
            (&line["user_id"], &line["job_id"], &line["detail"]["names"]),
            (&json!(2), &json!(id), &json!(3))
        );
    }
    let restored = user.call(Method::POST, &format!("/api/jobs/{id}/restore")).await;
    let restore = restored.json["id"].as_u64().unwrap();
    user.ends(restore).await;
    assert_eq!(user.get(&format!("/api/jobs/{restore}/report.csv")).await.status, 200);
    assert_eq!(
        disclosures(&admin).await[0]["detail"]["names"],
        3,
        "a restore names the contacts of its source"
    );
    // Without copies the report has no names, so no disclosure is recorded.
    assert_eq!(admin.call(Method::DELETE, &format!("/api/jobs/{id}/snapshot")).await.status, 200);
    assert_eq!(user.get(&format!("/api/jobs/{id}/report.xlsx")).await.status, 200);
    let other = app.signs_in(&portal, 3).await;
    assert_eq!(other.get(&format!("/api/jobs/{id}/report.xlsx")).await.problem(), (404, "job_not_found"));
    assert_eq!(disclosures(&admin).await.len(), 4);
}
