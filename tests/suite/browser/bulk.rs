//! Deleting many contacts: select, read, type the number, watch; by mouse and by keyboard.

use portal_sim::{Portal, Sim};
use serde_json::{Value, json};

use super::driver::{Browser, DESKTOP, LAPTOP, PHONE, Screen};
use super::keyboard::{ENTER, ESCAPE, SPACE, TAB, shows_the_focus, tabs_to};
use super::portal_page::{
    DIALOG, chooses_option, focused, goes_up, is_in_order, is_laid_out, opens_the_app, row, types,
};
use crate::support::TestApp;

/// Replaces the API of jobs by a script in the page.
async fn replaces_the_jobs_api(browser: &Browser) {
    browser.runs(include_str!("jobs.js")).await;
}

/// The page's requests to the API of jobs with this method and a path with this ending.
pub(super) async fn asked(browser: &Browser, method: &str, ending: &str) -> Vec<Value> {
    let script = "const [method, ending] = arguments;
        return window.asked.filter((one) => one.method === method && one.path.endsWith(ending)).map((one) => one.body)";
    let found = browser.client.execute(script, vec![json!(method), json!(ending)]).await.unwrap();
    found.as_array().unwrap().clone()
}

pub(super) async fn opens(sim: portal_sim::SimBuilder) -> (TestApp, Portal, Browser) {
    opens_at(sim, LAPTOP).await
}

async fn opens_at(sim: portal_sim::SimBuilder, screen: Screen) -> (TestApp, Portal, Browser) {
    let app = TestApp::with(sim).await;
    let portal = app.portal();
    let browser = Browser::start(screen).await;
    opens_the_app(&browser, &portal, 1).await;
    replaces_the_jobs_api(&browser).await;
    (app, portal, browser)
}

pub(super) fn portal_of_many() -> portal_sim::SimBuilder {
    Sim::builder().portals(1).contacts(120).installed(true)
}

pub(super) async fn chooses(browser: &Browser, id: u64) {
    browser.clicks_css(&format!("{} [data-testid='contact-select']", row(id))).await;
}

/// Waits until the open dialog shows the impact and is in its place. Before that it is invisible, and the driver reads
/// visible text only.
pub(super) async fn reads_the_impact(browser: &Browser) {
    let ready = format!(
        "const facts = document.querySelector('{DIALOG} [data-part=facts]');
         return facts?.getAttribute('aria-busy') === 'false'
             && facts.checkVisibility({{ visibilityProperty: true, opacityProperty: true }})"
    );
    browser.until("the impact", async || browser.runs(&ready).await == json!(true)).await;
}

pub(super) async fn may_confirm(browser: &Browser) -> bool {
    browser.finds("confirm-delete").await.is_enabled().await.unwrap()
}

pub(super) async fn waits_for_state(browser: &Browser, job: u64, state: &str) {
    browser.finds_css(&format!("[data-testid='job-row'][data-job-id='{job}'][data-state='{state}']")).await;
}

/// Deletes the first page of the list and waits until the job ends.
async fn deletes_a_page(browser: &Browser) {
    browser.clicks("select-page").await;
    browser.clicks("delete-selected").await;
    reads_the_impact(browser).await;
    browser.clicks("confirm-delete").await;
    waits_for_state(browser, 1, "done").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn selected_contacts_are_deleted_and_the_jobs_page_shows_the_end() {
    let (_app, portal, browser) = opens(portal_of_many()).await;
    for id in [3, 5, 8] {
        chooses(&browser, id).await;
    }
    assert!(browser.text("selection-bar").await.contains("3 contacts selected"));
    chooses(&browser, 8).await;
    browser.clicks("delete-selected").await;
    browser.sees("confirm-dialog").await;
    assert_ne!(focused(&browser).await, json!("confirm-delete"));
    reads_the_impact(&browser).await;
    let dialog = browser.text("confirm-dialog").await;
    assert!(dialog.contains("Delete 2 contacts?") && dialog.contains("30 days"), "{dialog}");
    assert!(!browser.finds("confirm-input").await.is_displayed().await.unwrap(), "no number for two");
    assert!(asked(&browser, "POST", "/start").await.is_empty(), "no job may start before the confirmation");
    browser.clicks("confirm-delete").await;
    waits_for_state(&browser, 1, "done").await;
    let orders = asked(&browser, "POST", "/api/jobs").await;
    assert_eq!(orders, [json!({"contact_ids": [3, 5], "draft": true})]);
    assert_eq!(asked(&browser, "POST", "/start").await, [json!({"confirm_total": 2})]);
    assert!(browser.text("job-outcomes").await.contains("2 deleted"));
    browser.clicks("tab-contacts").await;
    browser.finds_css(&row(3)).await;
    assert_eq!(browser.counts("[data-testid='contact-select']:checked").await, 0, "the selection is empty");
    assert!(portal.deletions().is_empty());
    is_in_order(&browser).await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_matching_contacts_need_their_number_typed() {
    let (_app, _portal, browser) = opens(portal_of_many()).await;
    browser.clicks("select-all-matching").await;
    assert!(browser.text("selection-bar").await.contains("All 120 matching contacts selected"));
    assert_eq!(browser.counts("[data-testid='contact-select']:checked").await, 50);
    browser.runs("window.impact = { exact: false, counted: 50, protected: 1 }").await;
    browser.clicks("delete-selected").await;
    reads_the_impact(&browser).await;
    browser.sees("confirm-input").await;
    let dialog = browser.text("confirm-dialog").await;
    assert!(dialog.contains("Delete up to 120 contacts?"), "{dialog}");
    assert_eq!(browser.text("confirm-delete").await.trim(), "Delete", "no number while the set may shrink");
    for (typed, allowed) in [("12", false), ("0", true), ("0", false)] {
        types(&browser, "confirm-input", typed).await;
        assert_eq!(may_confirm(&browser).await, allowed, "{typed}");
    }
    browser.finds("confirm-input").await.clear().await.unwrap();
    types(&browser, "confirm-input", "120").await;
    browser.runs("window.impact = {}").await;
    let counted = async || browser.text("confirm-delete").await.trim() == "Delete 117 contacts";
    browser.until("all are counted", counted).await;
    assert!(may_confirm(&browser).await, "the requested number is still correct");
    browser.finds("confirm-input").await.clear().await.unwrap();
    types(&browser, "confirm-input", "117").await;
    assert!(may_confirm(&browser).await);
    browser.pictures("bulk-dialog").await;
    browser.runs("window.hold = true").await;
    browser.clicks("confirm-delete").await;
    waits_for_state(&browser, 1, "running").await;
    browser.pictures("bulk-running").await;
    browser.runs("window.hold = false").await;
    waits_for_state(&browser, 1, "done").await;
    let orders = asked(&browser, "POST", "/api/jobs").await;
    let everybody = json!({"created_from": "1970-01-01"});
    assert_eq!(orders, [json!({"filter": everybody, "expected_total": 120, "draft": true})]);
    browser.pictures("bulk-done").await;
    is_in_order(&browser).await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn conditions_narrow_the_list_and_the_matching_set() {
    let (_app, portal, browser) = opens(portal_of_many()).await;
    let bare = portal.add_contact(&json!({"NAME": "Quirina", "LAST_NAME": "Zandt", "SOURCE_ID": "WEB"}));
    browser.clicks("filter-no-phone").await;
    browser.clicks("filter-no-email").await;
    browser.clicks("filters-toggle").await;
    let offered = "[data-testid='filter-source'] option[value='WEB']";
    browser.until("the sources", async || browser.counts(offered).await == 1).await;
    chooses_option(&browser, "filter-source", "WEB").await;
    types(&browser, "contact-search", "Quirina").await;
    browser.until("one row", async || browser.counts("[data-testid='contact-row']").await == 1).await;
    browser.finds_css(&row(bare)).await;
    browser.clicks("select-all-matching").await;
    browser.clicks("delete-selected").await;
    reads_the_impact(&browser).await;
    browser.presses(ESCAPE).await;
    browser.until("the focus is back", async || focused(&browser).await == json!("delete-selected")).await;
    let filter = json!({"search": "Quirina", "without": ["phone", "email"], "source": "WEB"});
    let orders = asked(&browser, "POST", "/api/jobs").await;
    assert_eq!(orders, [json!({"filter": filter, "expected_total": 1, "draft": true})]);
    browser
        .until("the draft is cancelled", async || asked(&browser, "POST", "/cancel").await.len() == 1)
        .await;
    let kept = browser.runs("return location.hash").await;
    assert_eq!(kept, json!("#contacts/?search=Quirina&source=WEB&without=phone%2Cemail"));
    assert_eq!(browser.finds_css(".ce-chip--set").await.text().await.unwrap(), "Source: Website");
    browser.clicks_css(".ce-chip--set").await;
    browser.until("the chip is gone", async || browser.counts(".ce-chip--set").await == 0).await;
    browser
        .until("other conditions match other contacts", async || {
            browser.counts("[data-testid='contact-select']:checked").await == 0
        })
        .await;
    is_in_order(&browser).await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_matching_contact_is_excluded() {
    for screen in [LAPTOP, DESKTOP, PHONE] {
        excludes_one(screen).await;
    }
}

async fn excludes_one(screen: Screen) {
    let (_app, portal, browser) = opens_at(portal_of_many(), screen).await;
    let ids = portal.contact_ids();
    let says = async |words: &str| {
        browser.until(words, async || browser.text("selection-bar").await.contains(words)).await;
    };
    browser.clicks("select-all-matching").await;
    chooses(&browser, ids[4]).await;
    says("119 of 120 contacts selected").await;
    assert_eq!(browser.counts("[data-testid='contact-select']:checked").await, 49);
    let is_ticked =
        format!("return document.querySelector(\"{} [data-testid='contact-select']\").checked", row(ids[4]));
    assert_eq!(browser.runs(&is_ticked).await, json!(false), "an excluded contact is not selected");
    chooses(&browser, ids[5]).await;
    chooses(&browser, ids[5]).await;
    says("119 of 120 contacts selected").await;
    // The exception stays when the user changes the page.
    // At the end of the frame the bar covers the row.
    browser.runs("document.querySelector('#next').click()").await;
    browser.finds_css(&row(ids[95])).await;
    chooses(&browser, ids[95]).await;
    says("118 of 120 contacts selected").await;
    browser.runs("document.querySelector('#previous').click()").await;
    browser.finds_css(&row(ids[4])).await;
    assert_eq!(browser.runs(&is_ticked).await, json!(false));
    browser.pictures("all-but-two").await;
    browser.clicks("delete-selected").await;
    browser.sees("confirm-dialog").await;
    let orders = asked(&browser, "POST", "/api/jobs").await;
    let (except, everybody) = ([ids[4], ids[95]], json!({"created_from": "1970-01-01"}));
    assert_eq!(
        orders,
        [json!({"filter": everybody, "expected_total": 120, "except": except, "draft": true})]
    );
    // If the settings cannot be read, the dialog does not mention copies.
    browser.presses(ESCAPE).await;
    browser.until("the dialog is closed", async || browser.counts("dialog[open]").await == 0).await;
    browser.runs("window.unreadable = 'settings'").await;
    browser.clicks("delete-selected").await;
    reads_the_impact(&browser).await;
    let shown = browser.text("confirm-dialog").await;
    assert!(!shown.contains("No copy") && !shown.contains("encrypted copy"), "{shown}");
    types(&browser, "confirm-input", "118").await;
    assert!(!may_confirm(&browser).await && shown.contains("Type 117 to confirm"), "{shown}");
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_is_paused_resumed_and_cancelled() {
    let (_app, _portal, browser) = opens(portal_of_many()).await;
    browser.runs("window.hold = true").await;
    browser.clicks("select-page").await;
    browser.clicks("delete-selected").await;
    reads_the_impact(&browser).await;
    browser.clicks("confirm-delete").await;
    waits_for_state(&browser, 1, "running").await;
    browser.clicks("job-pause").await;
    waits_for_state(&browser, 1, "paused").await;
    assert!(browser.text("job-line").await.contains("Paused by you. Today, "));
    browser.clicks("job-resume").await;
    waits_for_state(&browser, 1, "running").await;
    browser.clicks("job-cancel").await;
    browser.sees("confirm-dialog").await;
    let dialog = browser.text("confirm-dialog").await;
    assert!(
        dialog.contains("Stop deleting?") && dialog.contains("Nothing has been deleted yet."),
        "{dialog}"
    );
    browser.clicks("confirm-delete").await;
    waits_for_state(&browser, 1, "cancelled").await;
    assert!(browser.text("job-outcomes").await.contains("50 cancelled"));
    is_in_order(&browser).await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_is_shown_without_a_stream() {
    let (_app, _portal, browser) = opens(portal_of_many()).await;
    browser.runs("window.breakStreams = true").await;
    deletes_a_page(&browser).await;
    assert!(browser.text("job-outcomes").await.contains("50 deleted"));
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deleted_contacts_are_downloaded_and_restored_after_a_warning() {
    let (_app, _portal, browser) = opens(portal_of_many()).await;
    deletes_a_page(&browser).await;
    browser.clicks("job-items").await;
    browser.finds("job-item").await;
    let saved = "window.saved = []; HTMLAnchorElement.prototype.click = function () { window.saved.push(this.download) }";
    browser.runs(saved).await;
    browser.clicks("job-report").await;
    browser.clicks("job-more").await;
    browser.clicks("job-snapshot").await;
    browser.clicks("job-more").await;
    browser.clicks("job-report-xlsx").await;
    browser.until("three files", async || browser.runs("return window.saved.length").await == json!(3)).await;
    let names = browser.runs("return window.saved").await;
    assert!(names[0].as_str().unwrap().ends_with("-1-report.csv"), "{names}");
    assert!(
        names.as_array().unwrap().iter().any(|name| name.as_str().unwrap().ends_with("-1-report.xlsx")),
        "{names}"
    );
    browser.clicks("job-restore").await;
    browser.sees("confirm-dialog").await;
    let dialog = browser.text("confirm-dialog").await;
    assert!(
        dialog.contains("Restore 50 contacts?")
            && dialog.contains("ID: each contact gets a new one")
            && dialog.contains("Created becomes today, and Created by becomes you"),
        "{dialog}"
    );
    browser.clicks("confirm-delete").await;
    waits_for_state(&browser, 2, "done").await;
    is_in_order(&browser).await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn choice_about_open_deals_creates_a_new_draft() {
    let (_app, _portal, browser) = opens(portal_of_many()).await;
    browser.clicks("select-page").await;
    browser.clicks("delete-selected").await;
    reads_the_impact(&browser).await;
    assert!(browser.text("confirm-dialog").await.contains("3 contacts with open deals will be kept."));
    browser.clicks("include-open-deals").await;
    browser.until("a second draft", async || asked(&browser, "POST", "/api/jobs").await.len() == 2).await;
    reads_the_impact(&browser).await;
    let orders = asked(&browser, "POST", "/api/jobs").await;
    assert_eq!(
        (&orders[0]["include_open_deals"], &orders[1]["include_open_deals"]),
        (&json!(null), &json!(true))
    );
    assert!(!browser.text("confirm-dialog").await.contains("will be kept"));
    browser.clicks("confirm-delete").await;
    waits_for_state(&browser, 2, "done").await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refusal_is_shown_inside_the_dialog() {
    let (_app, _portal, browser) = opens(portal_of_many()).await;
    browser.clicks("ids-open").await;
    types(&browser, "ids-text", "1 2 3 4 5 6 7 8 9 10 11 12 13").await;
    browser.until("the list has been read", async || may_confirm(&browser).await).await;
    browser.clicks("confirm-delete").await;
    browser.finds_css(&format!("{DIALOG} [data-testid='notice'][data-kind='error']:not([hidden])")).await;
    assert!(!may_confirm(&browser).await);
    is_laid_out(&browser).await;
    browser.presses(ESCAPE).await;
    browser.until("the focus is back", async || focused(&browser).await == json!("ids-open")).await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_contacts_are_deleted_by_keyboard() {
    let (_app, _portal, browser) = opens(portal_of_many()).await;
    tabs_to(&browser, "[data-testid='select-all-matching']").await;
    shows_the_focus(&browser).await;
    browser.presses(ENTER).await;
    browser.runs("document.querySelector('[data-testid=page-next]').focus()").await;
    tabs_to(&browser, "[data-testid='delete-selected']").await;
    browser.presses(ENTER).await;
    browser.sees("confirm-dialog").await;
    reads_the_impact(&browser).await;
    tabs_to(&browser, "[data-testid='confirm-input']").await;
    browser.presses("117").await;
    for _ in 0..12 {
        browser.presses(TAB).await;
        let inside = format!("return document.activeElement.closest('{DIALOG}') !== null");
        assert_eq!(browser.runs(&inside).await, json!(true), "the focus has left the dialog");
    }
    tabs_to(&browser, "[data-testid='confirm-delete']").await;
    browser.presses(ENTER).await;
    waits_for_state(&browser, 1, "done").await;
    assert_eq!(focused(&browser).await, json!("job-row"), "the job has the focus");
    browser.runs("document.querySelector('[data-testid=tab-jobs]').focus()").await;
    browser.presses("\u{e012}").await;
    browser.finds_css("[data-testid='tab-contacts'][aria-selected='true']").await;
    browser.finds_css(&row(1)).await;
    tabs_to(&browser, &format!("{} [data-testid='contact-select']", row(2))).await;
    browser.presses(SPACE).await;
    assert!(browser.text("selection-bar").await.contains("1 contact selected"));
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bar_stays_visible_in_a_frame_taller_than_the_window() {
    let (_app, _portal, browser) = opens(portal_of_many()).await;
    for screen in [LAPTOP, PHONE] {
        browser.turns_to(screen).await;
        goes_up(&browser).await;
        browser.settles().await;
        browser.runs("document.querySelector('[data-testid=select-page]').click()").await;
        for scroll in [0, 400, 900] {
            browser.runs_outside(&format!("scrollTo(0, {scroll})")).await;
            let seen = "const done = arguments[arguments.length - 1];
                new IntersectionObserver((entries, own) => { own.disconnect(); done(entries[0].intersectionRatio > 0.99) })
                    .observe(document.querySelector('[data-testid=delete-selected]'))";
            browser
                .until(&format!("the bar is in sight at {scroll}"), async || {
                    browser.runs_until_answered(seen, vec![]).await == json!(true)
                })
                .await;
        }
        browser.runs("document.querySelector('[data-testid=select-none]').click()").await;
    }
    browser.ends().await;
}
