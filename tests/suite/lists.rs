//! Lists of ids: the same examples for the command and the API.

mod book_examples;
pub(crate) mod books;
mod examples;
mod slow;

use examples::{Example, Right};
use futures_util::{StreamExt, stream};
use reqwest::Method;
use serde_json::{Value, json};

use crate::delete_command::Setup;
use crate::jobs::{add_contacts, start_app};
use crate::support::{Answer, Session, TestApp};

/// The difference between an example and the command's result. The command only reads from the portal.
async fn fault_of_command(setup: &Setup, at: usize, example: &Example) -> Option<String> {
    let (list, report) = (format!("list-{at}"), format!("report-{at}.csv"));
    std::fs::write(setup.folder.path().join(&list), &example.bytes).unwrap();
    let ran = setup.runs(1, &["--dry-run", "--file", &list, "--report", &report], "").await;
    let is_right = match &example.right {
        Right::Ids(ids) if ids.is_empty() => ran.code == 2 && ran.err.contains("there are no ids"),
        Right::Ids(ids) => {
            ran.code == 0 && {
                let found: Vec<u32> = setup
                    .file(&report)
                    .lines()
                    .skip(1)
                    .filter_map(|line| line.split(',').next()?.parse().ok())
                    .collect();
                found == *ids
            }
        }
        Right::Ask => ran.code == 2 && ran.err.contains("--column"),
        Right::Refuse(row, _) => {
            ran.code == 2
                && (ran.err.contains(&format!("line {row}: ")) || ran.err.contains(&format!("row {row}: ")))
        }
        Right::Unreadable(_) => ran.code == 2,
    };
    (!is_right)
        .then(|| format!("{}: {:?} was wanted, not {}: {}", example.name, example.right, ran.code, ran.err))
}

#[tokio::test(flavor = "multi_thread")]
async fn command_reads_every_example_correctly() {
    let setup = Setup::new(120).await;
    let examples = examples::all();
    let checks = examples.iter().enumerate().map(|(at, example)| fault_of_command(&setup, at, example));
    let faults: Vec<String> =
        stream::iter(checks).buffer_unordered(4).filter_map(async |fault| fault).collect().await;
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
    let calls = setup.portal_calls();
    assert!(calls.iter().all(|method| !method.contains("delete")));
}

/// The answer to a text or a file.
pub(crate) async fn reads(user: &Session<'_>, app: &TestApp, query: &str, body: Vec<u8>) -> Answer {
    let request = app.request(Method::POST, &format!("/api/id-lists{query}")).bearer_auth(&user.token);
    Answer::read(request.body(body).send().await.unwrap()).await
}

fn fault_of_answer(example: &Example, answer: &Answer) -> Option<String> {
    let Answer { status, json, .. } = answer;
    let is_right = match &example.right {
        Right::Ids(ids) => *status == 200 && json["ids"] == json!(ids) && json["problem_count"] == 0,
        Right::Ask => json["needs"] == "column" && json["ids"] == json!([]) && json["column"].is_null(),
        Right::Refuse(row, reason) => json["problems"].as_array().is_some_and(|problems| {
            let named = |fault: &Value| {
                let has_words = fault["text"].as_str().is_some_and(|text| !text.is_empty());
                fault["row"] == json!(row) && fault["reason"] == *reason && has_words
            };
            *status == 200 && problems.iter().any(named)
        }),
        Right::Unreadable(why) => {
            answer.problem() == (422, "unreadable_list")
                && json["reason"] == *why
                && json["request_id"].is_string()
        }
    };
    (!is_right).then(|| format!("{}: {:?} was wanted, not {status} {json}", example.name, example.right))
}

#[tokio::test(flavor = "multi_thread")]
async fn api_reads_every_example_correctly() {
    let app = TestApp::start().await;
    let user = app.signs_in(&app.portal(), 1).await;
    let mut faults = Vec::new();
    for example in examples::all() {
        let answer = reads(&user, &app, "", example.bytes.clone()).await;
        assert_eq!(answer.headers["cache-control"], "no-store");
        faults.extend(fault_of_answer(&example, &answer));
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn table_returns_its_columns_and_is_read_by_the_chosen_one() {
    let app = TestApp::start().await;
    let user = app.signs_in(&app.portal(), 1).await;
    let table = b"No,Contact\n1,1001\n2,1002\n2,1002\n".to_vec();
    let asked = reads(&user, &app, "", table.clone()).await.json;
    assert_eq!(
        asked,
        json!({"kind": "table", "column": null, "needs": "column", "ids": [], "repeated": 0,
            "problems": [], "problem_count": 0,
            "columns": [{"index": 1, "name": "No", "sample": ["1", "2", "2"]},
                {"index": 2, "name": "Contact", "sample": ["1001", "1002", "1002"]}]})
    );
    for column in ["2", "Contact", "contact"] {
        let read = reads(&user, &app, &format!("?column={column}"), table.clone()).await.json;
        assert_eq!((&read["column"], &read["needs"]), (&json!(2), &Value::Null));
        assert_eq!((&read["ids"], &read["repeated"]), (&json!([1001, 1002]), &json!(1)));
    }
    for query in ["?column=3", "?column=Name", "?row=1", "?column=1&column=2"] {
        assert_eq!(
            reads(&user, &app, query, table.clone()).await.problem(),
            (400, "invalid_request"),
            "{query}"
        );
    }
    let sheets = include_bytes!("../lists/two-sheets.xlsx").to_vec();
    let asked = reads(&user, &app, "", sheets.clone()).await.json;
    let names: Vec<&str> =
        asked["columns"].as_array().unwrap().iter().filter_map(|c| c["name"].as_str()).collect();
    assert_eq!(names, ["Old · ID", "New · ID"]);
    let read = reads(&user, &app, &format!("?column={}", asked["columns"][1]["index"]), sheets).await.json;
    assert_eq!(read["ids"], json!([1002]));
}

#[tokio::test(flavor = "multi_thread")]
async fn mostly_faulty_lists_give_no_ids_and_all_problems_are_counted() {
    let app = TestApp::start().await;
    let user = app.signs_in(&app.portal(), 1).await;
    let few = reads(&user, &app, "", b"1001\n1002\nsix\n".to_vec()).await.json;
    assert_eq!((&few["ids"], &few["problem_count"]), (&json!([1001, 1002]), &json!(1)));
    let many = "1001\n".to_owned() + &"x\n".repeat(12_000);
    let many = reads(&user, &app, "", many.into_bytes()).await.json;
    assert_eq!((&many["ids"], &many["problem_count"]), (&json!([]), &json!(12_000)));
    assert_eq!(many["problems"].as_array().unwrap().len(), 10_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_megabytes_are_read_and_more_are_refused() {
    let app = TestApp::start().await;
    let user = app.signs_in(&app.portal(), 1).await;
    let text = "x".repeat(585);
    let lines = (1..=100_000).map(|id| format!("{id};{text}\n"));
    let table: String = std::iter::once("ID;Text\n".to_owned()).chain(lines).collect();
    assert!(table.len() > 59_000_000 && table.len() < 60_000_000);
    let read = reads(&user, &app, "", table.into_bytes()).await;
    assert_eq!(read.json["ids"].as_array().map(Vec::len), Some(100_000), "{}", read.status);
    let longer = reads(&user, &app, "", vec![b'1'; 64 * 1024 * 1024]).await;
    assert_eq!(longer.problem(), (413, "invalid_request"));
    let next = reads(&user, &app, "", b"1001".to_vec()).await;
    assert_eq!(next.json["ids"], json!([1001]), "the upload slot was released");
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_use_the_languages_separator_and_can_be_read_as_lists() {
    let app = start_app(120, 20.0).await;
    let portal = app.portal();
    let ids = portal.contact_ids()[..3].to_vec();
    for (language, separator) in [("en", ','), ("de", ';'), ("ru", ';')] {
        let page = app.opens(&portal.frame_post(1).lang(language)).await;
        let user = app.session(page.boot()["session"].as_str().unwrap());
        let gone = add_contacts(&portal, 3);
        let job = user.deletes(&gone).await;
        user.ends(job).await;
        for (file, heading) in [("report.csv", "contact_id"), ("snapshot.csv", "ID")] {
            let request =
                app.request(Method::GET, &format!("/api/jobs/{job}/{file}")).bearer_auth(&user.token);
            let bytes = request.send().await.unwrap().bytes().await.unwrap().to_vec();
            let text = String::from_utf8(bytes.clone()).unwrap();
            assert!(text.lines().next().unwrap().contains(separator), "{language}: {text}");
            let read = reads(&user, &app, "", bytes).await.json;
            assert_eq!((&read["ids"], &read["needs"]), (&json!(gone), &Value::Null), "{file}: {read}");
            let column = read["columns"].as_array().unwrap().iter().find(|c| c["index"] == read["column"]);
            assert_eq!(column.unwrap()["name"], heading);
        }
    }
    assert!(ids.iter().all(|id| portal.contact_ids().contains(id)));
}
