//! Jobs and the history with a real portal: the result of a job, the next actions, and who did what.

use std::time::Duration;

use portal_sim::Sim;
use serde_json::json;

use super::accessibility::{is_accessible, rules};
use super::bulk::{reads_the_impact, waits_for_state};
use super::driver::{Browser, LAPTOP, PHONE};
use super::portal_page::{APP_FRAME, READY, focused, is_in_order, opens_the_app, visits};
use crate::jobs::add_contacts;
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn card_shows_the_result_of_a_job_and_the_next_actions() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(0).installed(true)).await;
    let portal = app.portal();
    let ids = add_contacts(&portal, 6);
    portal.add_deal(&ids[..2], true);
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &portal, 1).await;
    browser.clicks("select-page").await;
    browser.clicks("delete-selected").await;
    reads_the_impact(&browser).await;
    browser.clicks("confirm-delete").await;
    waits_for_state(&browser, 1, "done").await;
    let card = browser.text("job-row").await.replace('\u{a0}', " ");
    assert!(card.starts_with("4 of 6 contacts deleted, 2 kept"), "{card}");
    assert!(card.contains("No. 1") && card.contains("Verified: 4 contacts are gone"), "{card}");
    browser.clicks("job-items").await;
    browser.until("the contacts", async || browser.counts("[data-testid='job-item']").await == 6).await;
    let first = browser.runs("const row = document.querySelector('[data-testid=job-item]'); return [row.innerText, row.querySelector('a').getAttribute('href')]").await;
    let text = first[0].as_str().unwrap();
    assert!(text.contains("Fresh") && text.contains("Kept") && text.contains("Has an open deal."), "{first}");
    assert!(first[1].as_str().unwrap().ends_with(&format!("/crm/contact/details/{}/", ids[0])), "{first}");
    // Using the menu with keys only.
    browser.runs("document.querySelector('[data-testid=job-more]').focus()").await;
    browser.presses("\u{e015}").await;
    assert_eq!(focused(&browser).await, json!("job-spared"));
    browser.presses("\u{e013}").await;
    assert_eq!(focused(&browser).await, json!("job-record"), "ArrowUp goes from the first entry to the last");
    browser.presses("\u{e00c}").await;
    assert_eq!(focused(&browser).await, json!("job-more"));
    assert_eq!(browser.counts("[role='menu']:not([hidden])").await, 0);
    browser.clicks("job-more").await;
    browser.pictures("work-card").await;
    restores_from_the_card(&browser).await;
    history_shows_both_jobs(&browser).await;
    browser.ends().await;
}

/// The deleted contacts are restored, and the cards show it.
async fn restores_from_the_card(browser: &Browser) {
    browser.clicks("job-spared").await;
    browser.until("the kept ones", async || browser.text("confirm-dialog").await.contains('2')).await;
    browser.clicks("confirm-cancel").await;
    browser.clicks("job-restore").await;
    browser.sees("confirm-dialog").await;
    browser.clicks("confirm-delete").await;
    let restored =
        "return document.querySelector('[data-job-id=\"1\"] [data-testid=job-restored]').innerText";
    let is_back =
        async || browser.runs(restored).await.as_str().is_some_and(|shown| shown.contains("4 restored"));
    browser.until("the contact is restored", is_back).await;
    let cards = browser
        .runs("return [...document.querySelectorAll('[data-testid=job-row]')].map((card) => card.innerText)")
        .await;
    assert!(cards[0].as_str().unwrap().starts_with("4 contacts restored"), "{cards}");
    assert!(
        cards[0].as_str().unwrap().contains("No.\u{a0}2")
            && cards[0].as_str().unwrap().contains("restores job\u{a0}1"),
        "{cards}"
    );
    assert!(!cards[1].as_str().unwrap().contains("gone from your portal"), "the card is outdated: {cards}");
    assert!(cards[1].as_str().unwrap().contains("4 restored (Job\u{a0}2)"), "{cards}");
    browser.pictures("work-restored").await;
    is_in_order(browser).await;
}

/// The history's overview, its lines, and the link from a line to its job.
async fn history_shows_both_jobs(browser: &Browser) {
    browser.clicks("tab-history").await;
    browser.sees("overview").await;
    let lines = browser
        .runs(
            "return [...document.querySelectorAll('[data-testid=history-row]')].map((row) => row.innerText)",
        )
        .await;
    let lines: Vec<&str> = lines.as_array().unwrap().iter().filter_map(|line| line.as_str()).collect();
    assert!(
        lines
            .iter()
            .any(|line| line.contains("Restore finished") && line.contains("4 of 4 contacts restored")),
        "{lines:?}"
    );
    assert!(
        lines.iter().any(
            |line| line.contains("Deletion finished") && line.contains("4 of 6 contacts deleted, 2 kept")
        ),
        "{lines:?}"
    );
    assert!(lines.iter().all(|line| !line.contains("Queued")), "{lines:?}");
    browser.clicks("overview-numbers").await;
    let people = browser.text("overview-people").await;
    assert!(people.contains("4 4 2 0"), "{people}");
    browser.pictures("work-history").await;
    is_in_order(browser).await;
    browser.finds("history-job").await.send_keys("2").await.unwrap();
    browser.clicks("history-show").await;
    browser
        .until("one job's lines", async || {
            let text = browser.runs("return document.getElementById('history-rows').innerText").await;
            text.as_str().is_some_and(|text| text.contains("Job\u{a0}2") && !text.contains("Job\u{a0}1"))
        })
        .await;
    browser.clicks_css("#history-rows a[href^='#jobs/']").await;
    browser
        .until("the job", async || {
            browser.runs("return document.activeElement?.dataset.testid").await == json!("job-row")
        })
        .await;
    browser.turns_to(PHONE).await;
    browser.clicks("tab-history").await;
    browser.pictures("work-history-phone").await;
    is_in_order(browser).await;
    if let Some(rules) = rules() {
        is_accessible(browser, &rules, "the history with its overview on a phone", PHONE).await;
        browser.turns_to(LAPTOP).await;
        is_accessible(browser, &rules, "the history with its overview", LAPTOP).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn running_job_is_shown_on_tab_and_title_and_linked() {
    let slow = Sim::builder().portals(1).contacts(0).installed(true).delete_cost(Duration::from_millis(400));
    let app = TestApp::with(slow).await;
    let portal = app.portal();
    add_contacts(&portal, 30);
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &portal, 1).await;
    browser
        .until("a title", async || {
            browser
                .runs_outside("document.title")
                .await
                .as_str()
                .is_some_and(|title| title.contains("Contact Eraser"))
        })
        .await;
    browser.clicks("select-page").await;
    browser.clicks("delete-selected").await;
    reads_the_impact(&browser).await;
    browser.clicks("confirm-delete").await;
    let title = async || browser.runs_outside("document.title").await.as_str().unwrap_or_default().to_owned();
    browser.until("progress in the title", async || title().await.contains("% · Contact Eraser")).await;
    browser.sees("jobs-badge").await;
    browser.clicks("job-pause").await;
    waits_for_state(&browser, 1, "paused").await;
    assert!(browser.text("job-line").await.starts_with("Paused by you."));
    browser.until("the usual title", async || !title().await.contains('%')).await;
    browser.clicks("tab-contacts").await;
    assert!(browser.text("jobs-badge").await.contains('1'), "the job waits for this user");
    browser.leaves_the_frame().await;
    let id = app.signs_in(&portal, 1).await.get("/api/jobs").await.json["items"][0]["id"].as_u64().unwrap();
    visits(&browser, &portal, 1).await;
    browser.goes_to(&format!("{}/marketplace/app/1/?params%5Bjob%5D={id}", portal.origin())).await;
    browser.enters(APP_FRAME, READY).await;
    browser
        .until("the job", async || {
            browser.runs("return document.activeElement?.dataset.testid").await == json!("job-row")
        })
        .await;
    browser.clicks("job-items").await;
    let rows = async |outcome: &str| {
        browser.counts(&format!("[data-testid='job-item'][data-outcome='{outcome}']")).await
    };
    browser.until("the contacts that are left", async || rows("pending").await > 0).await;
    browser.clicks("job-resume").await;
    waits_for_state(&browser, 1, "done").await;
    browser.until("open rows are updated with the job", async || rows("deleted").await == 30).await;
    assert_eq!(rows("pending").await, 0);
    browser
        .until("no badge", async || browser.counts("[data-testid='jobs-badge']:not([hidden])").await == 0)
        .await;
    is_in_order(&browser).await;
    browser.ends().await;
}
