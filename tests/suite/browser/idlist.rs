//! Lists of ids that users enter: the page shows what it understood before the next step.

use std::io::Write as _;

use serde_json::json;

use super::bulk::{asked, may_confirm, opens, portal_of_many, reads_the_impact};
use super::driver::Browser;
use super::keyboard::{SPACE, tabs_to};
use super::portal_page::{is_in_order, is_laid_out, types};
use crate::lists::books;

/// Chooses a file with this ending.
async fn chooses_file(browser: &Browser, ending: &str, bytes: &[u8]) -> tempfile::NamedTempFile {
    let mut file = tempfile::Builder::new().suffix(ending).tempfile().unwrap();
    file.write_all(bytes).unwrap();
    browser.finds("ids-file").await.send_keys(&file.path().display().to_string()).await.unwrap();
    file
}

async fn shows_text(browser: &Browser, words: &str) {
    browser.until(words, async || browser.text("ids-summary").await.contains(words)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn faulty_rows_are_shown_and_skipped_only_with_consent() {
    let (_app, _portal, browser) = opens(portal_of_many()).await;
    browser.clicks("ids-open").await;
    browser.sees("confirm-dialog").await;
    assert!(!may_confirm(&browser).await);
    let table = "\u{feff}Name;ID\nAnna;7\n\"Eva\";9\nEva;9\nBert;x7\n;\nZoe;12 345\n";
    let _file = chooses_file(&browser, ".csv", table.as_bytes()).await;
    shows_text(&browser, "2 contact IDs recognized.").await;
    let summary = browser.text("ids-summary").await;
    assert!(summary.contains("column “ID”") && summary.contains("1 repeated entry"), "{summary}");
    let dialog = browser.text("confirm-dialog").await;
    assert!(dialog.contains("2 rows have no contact ID"), "{dialog}");
    let problems = browser.text("ids-problems").await;
    assert!(problems.contains("Row 5: x7 – ") && problems.contains("Row 7: 12 345 – "), "{problems}");
    assert!(!may_confirm(&browser).await, "rows are not skipped without consent");
    browser.pictures("ids-faults").await;
    browser.clicks("ids-leave-out").await;
    assert!(may_confirm(&browser).await);
    browser.clicks("ids-leave-out").await;
    assert!(!may_confirm(&browser).await);
    browser.clicks("ids-leave-out").await;
    browser.clicks("confirm-delete").await;
    reads_the_impact(&browser).await;
    let orders = asked(&browser, "POST", "/api/jobs").await;
    assert_eq!(orders, [json!({"contact_ids": [7, 9], "draft": true})]);
    is_in_order(&browser).await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unclear_column_is_asked_for() {
    let (_app, _portal, browser) = opens(portal_of_many()).await;
    browser.clicks("ids-open").await;
    types(&browser, "ids-text", "No,Contact\n1,1001\n2,1002").await;
    browser.sees("ids-columns").await;
    let columns = browser.text("ids-columns").await;
    assert!(columns.contains("Contact") && columns.contains("1002"), "{columns}");
    assert!(!may_confirm(&browser).await, "the first column is no default");
    is_laid_out(&browser).await;
    browser.pictures("ids-columns").await;
    tabs_to(&browser, "[data-testid='ids-columns'] input").await;
    browser.clicks_css("[data-testid='ids-columns'] input[value='2']").await;
    shows_text(&browser, "2 contact IDs recognized. They are taken from the column “Contact”.").await;
    assert!(may_confirm(&browser).await);
    // The user can choose another column afterwards.
    browser.clicks("ids-change").await;
    browser.clicks_css("[data-testid='ids-columns'] input[value='1']").await;
    shows_text(&browser, "column “No”").await;
    browser.clicks("ids-change").await;
    browser.clicks_css("[data-testid='ids-columns'] input[value='2']").await;
    shows_text(&browser, "column “Contact”").await;
    browser.clicks("confirm-delete").await;
    reads_the_impact(&browser).await;
    let orders = asked(&browser, "POST", "/api/jobs").await;
    assert_eq!(orders, [json!({"contact_ids": [1001, 1002], "draft": true})]);
    is_in_order(&browser).await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn column_is_chosen_by_keyboard() {
    let (_app, _portal, browser) = opens(portal_of_many()).await;
    browser.clicks("ids-open").await;
    types(&browser, "ids-text", "1001;7\n1002;7\n1003;9").await;
    browser.sees("ids-columns").await;
    assert!(
        browser.text("ids-columns").await.contains("Column 2"),
        "columns without a heading have a number"
    );
    tabs_to(&browser, "[data-testid='ids-columns'] input").await;
    browser.presses(SPACE).await;
    shows_text(&browser, "3 contact IDs recognized.").await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mostly_faulty_list_gives_no_ids() {
    let (_app, _portal, browser) = opens(portal_of_many()).await;
    browser.clicks("ids-open").await;
    types(&browser, "ids-text", "1\nAnna\nEva\nBert").await;
    shows_text(&browser, "No IDs are taken").await;
    assert!(!may_confirm(&browser).await);
    assert!(!browser.finds("ids-leave-out").await.is_displayed().await.unwrap(), "the list cannot be used");
    // The text begins with a line break, so the first id is not joined with the last name.
    types(&browser, "ids-text", "\n5\n6\n7\n8\n9").await;
    browser
        .until("the list can be used", async || {
            browser.finds("ids-leave-out").await.is_displayed().await.unwrap()
        })
        .await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn workbooks_are_read_and_other_files_are_refused_by_name() {
    let (_app, _portal, browser) = opens(portal_of_many()).await;
    browser.clicks("ids-open").await;
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Name</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>ID</t></is></c></row>\
        <row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>Eva</t></is></c><c r=\"B2\"><v>1001</v></c></row>";
    let _book = chooses_file(&browser, ".xlsx", &books::xlsx(&[("People", rows)])).await;
    shows_text(&browser, "1 contact ID recognized. They are taken from the column “ID”.").await;
    assert!(may_confirm(&browser).await);
    let _paper = chooses_file(&browser, ".pdf", b"%PDF-1.7\n1 0 obj\n").await;
    shows_text(&browser, "This is a PDF document.").await;
    assert!(!may_confirm(&browser).await, "the earlier list is replaced");
    browser.pictures("ids-pdf").await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_a_hundred_thousand_ids_is_read() {
    let (_app, _portal, browser) = opens(portal_of_many()).await;
    browser.clicks("ids-open").await;
    let ids: Vec<String> = (1..=100_000).map(|id: u32| id.to_string()).collect();
    let _file = chooses_file(&browser, ".txt", ids.join("\r\n").as_bytes()).await;
    shows_text(&browser, "100,000 contact IDs").await;
    assert!(may_confirm(&browser).await);
    let _more = chooses_file(&browser, ".txt", format!("{}\r\n100001", ids.join("\r\n")).as_bytes()).await;
    shows_text(&browser, "At most 100,000").await;
    assert!(!may_confirm(&browser).await);
    browser.ends().await;
}
