//! Files of a job: complete, readable, and harmless in a spreadsheet program.

use reqwest::Method;
use serde_json::{Value, json};

use super::{add_contacts, start_app};
use crate::support::{Session, TestApp};

pub(super) async fn file(app: &TestApp, user: &Session<'_>, id: u64, name: &str) -> String {
    let request = app.request(Method::GET, &format!("/api/jobs/{id}/{name}")).bearer_auth(&user.token);
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 200, "{name}");
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("cache-control"), "no-store");
    assert!(header("content-disposition").starts_with("attachment; filename=\"contact-eraser-"));
    assert!(header("content-type").starts_with(if name.ends_with("csv") {
        "text/csv; charset=utf-8"
    } else {
        "application/json"
    }));
    // `text()` would remove the byte order mark at the beginning.
    String::from_utf8(response.bytes().await.unwrap().to_vec()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn report_has_every_contact_once_with_its_outcome() {
    let app = start_app(1_300, 20.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let ids = portal.contact_ids()[..1_200].to_vec();
    portal.remove_contact(ids[600]);
    let kept = add_contacts(&portal, 1)[0];
    portal.add_deal(&[kept], true);
    let all = [ids.clone(), vec![kept]].concat();
    let request_body = json!({"contact_ids": all, "include_open_deals": false});
    let id = user.creates_job(&request_body).await.json["id"].as_u64().unwrap();
    let job = user.ends(id).await;
    let report = file(&app, &user, id, "report.csv").await;
    let text = report.strip_prefix('\u{feff}').expect("the byte order mark");
    let (head, lines) = text.split_once("\r\n").unwrap();
    assert_eq!(head, "contact_id,outcome,code,message,new_id,settled_at,name");
    let lines: Vec<Vec<&str>> = lines.lines().map(|line| line.splitn(4, ',').collect()).collect();
    let mut listed: Vec<u64> = lines.iter().map(|line| line[0].parse().unwrap()).collect();
    let sorted = listed.is_sorted();
    listed.dedup();
    assert!(sorted && listed.len() == 1_201, "more than one chunk, each contact once: {}", listed.len());
    for outcome in ["deleted", "gone", "protected"] {
        let count = lines.iter().filter(|line| line[1] == outcome).count();
        assert_eq!(Some(count as u64), job[outcome].as_u64(), "{outcome}");
    }
    let line = lines.iter().find(|line| line[0] == kept.to_string()).unwrap();
    assert_eq!((line[1], line[2]), ("protected", "open_deals"));
    assert!(!line[3].starts_with(','), "the reason in words");
    let named = portal.add_contact(&json!({"NAME": "=Zora", "LAST_NAME": "Quill"}));
    let id = user.deletes(&[named]).await;
    user.ends(id).await;
    let report = file(&app, &user, id, "report.csv").await;
    assert!(report.trim_end().ends_with(",'=Zora Quill"), "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_have_deleted_contacts_as_they_were() {
    let app = start_app(120, 20.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let names = [
        "=HYPERLINK(\"http://evil\")",
        "+1+1",
        "-2",
        "@SUM(A1)",
        "a \"quoted\", name",
        "two\r\nlines",
        "Zoë Ж",
    ];
    let ids = add_contacts(&portal, names.len());
    for (id, name) in ids.iter().zip(names) {
        portal.change_contact(
            *id,
            &json!({"NAME": name, "PHONE": [{"VALUE": "+1202555", "VALUE_TYPE": "WORK"}]}),
        );
    }
    let before: Vec<Value> = ids.iter().map(|id| portal.contact(*id).unwrap()).collect();
    let id = user.deletes(&ids).await;
    user.ends(id).await;
    let kept: Vec<Value> = serde_json::from_str(&file(&app, &user, id, "snapshot.json").await).unwrap();
    assert_eq!(kept.len(), names.len());
    for (kept, was) in kept.iter().zip(&before) {
        for field in ["ID", "NAME", "LAST_NAME", "ASSIGNED_BY_ID", "DATE_CREATE", "SOURCE_ID"] {
            assert_eq!(kept[field], was[field], "{field}");
        }
        assert_eq!(kept["PHONE"][0]["VALUE"], "+1202555");
    }
    let csv = file(&app, &user, id, "snapshot.csv").await;
    assert!(csv.starts_with("\u{feff}ID,"), "{}", &csv[..40]);
    for (name, cell) in [
        (names[0], "\"'=HYPERLINK(\"\"http://evil\"\")\""),
        (names[1], "'+1+1"),
        (names[2], "'-2"),
        (names[3], "'@SUM(A1)"),
        (names[4], "\"a \"\"quoted\"\", name\""),
        (names[5], "\"two\r\nlines\""),
        (names[6], "Zoë Ж"),
    ] {
        assert!(csv.contains(&format!(",{cell},")), "{name}: {csv}");
    }
    assert!(csv.contains(",'+1202555,"), "phones are text too");
    // One heading, a line for each contact, and one more for the name with a line break.
    assert_eq!(csv.lines().count(), 1 + names.len() + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn printed_report_has_local_times_and_escaped_names() {
    let app = start_app(120, 20.0).await;
    let portal = app.portal();
    let user = app.signs_in(&portal, 1).await;
    let id = portal.add_contact(&json!({"NAME": "<i>Zora</i>", "LAST_NAME": "Quill"}));
    let job = user.deletes(&[id]).await;
    user.ends(job).await;
    let path = format!("/api/jobs/{job}/report.html?offset=120&zone=Europe%2FKyiv");
    let request = app.request(Method::GET, &path).bearer_auth(&user.token);
    let page = request.send().await.unwrap().text().await.unwrap();
    assert!(page.contains("job 1</h1>") && page.contains("+02:00 Europe/Kyiv"), "{page}");
    assert!(page.contains(&format!("<td>{id}</td>")) && page.contains("&#60;i&#62;Zora"), "{page}");
    assert!(!page.contains("<i>") && page.trim_end().ends_with("</html>"), "{page}");
    for odd in ["offset=x", "offset=9999", "zone=%3Cb%3E&offset=0", "when=now"] {
        let refused = user.get(&format!("/api/jobs/{job}/report.html?{odd}")).await;
        assert_eq!(refused.problem(), (400, "invalid_request"), "{odd}");
    }
    let other = app.signs_in(&portal, 2).await;
    let refused = other.get(&format!("/api/jobs/{job}/report.html")).await;
    assert_eq!(refused.problem(), (404, "job_not_found"));
}
