//! Conditions and views: conditions are chosen by name and removed as chips; views are in a menu of the user's own.

use portal_sim::{Fault, Nth, Sim};
use serde_json::json;

use super::accessibility::{is_accessible, rules};
use super::driver::{Browser, LAPTOP, PHONE};
use super::keyboard::{ENTER, ESCAPE};
use super::languages::LANGUAGES;
use super::portal_page::{
    APP_FRAME, READY, chooses_option, focused, goes_up, is_in_order, is_laid_out, is_quiet, opens_the_app,
    reads_no_key, speaks, starts_the_app, types, visits,
};
use crate::support::TestApp;

const ROWS: &str = "[data-testid='contact-row']";
const DELETE_KEY: &str = "\u{e017}";
const DOWN: &str = "\u{e015}";

async fn chips(browser: &Browser) -> Vec<String> {
    let shown =
        "return [...document.querySelectorAll('.ce-chip--set')].map((chip) => chip.textContent.trim())";
    serde_json::from_value(browser.runs(shown).await).unwrap()
}

async fn lists(browser: &Browser, count: usize) {
    browser.until(&format!("{count} rows"), async || browser.counts(ROWS).await == count).await;
}

async fn hash(browser: &Browser) -> String {
    browser.runs("return decodeURIComponent(location.hash)").await.as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn conditions_are_chosen_by_name_and_removed_one_by_one() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(100).installed(true)).await;
    let portal = app.portal();
    let wanted = json!({"NAME": "Quirina", "SOURCE_ID": "PARTNER", "ASSIGNED_BY_ID": "2",
        "LAST_ACTIVITY_TIME": "2019-01-01T00:00:00+00:00"});
    for _ in 0..3 {
        portal.add_contact(&wanted);
    }
    let busy = portal.add_contact(&wanted);
    portal.add_deal(&[busy], true);
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &portal, 1).await;
    browser.clicks("filters-toggle").await;
    types(&browser, "filter-responsible", "boris").await;
    browser
        .until("Boris", async || browser.counts("#filter-responsible-list [role=option]").await == 1)
        .await;
    browser.presses(DOWN).await;
    browser.presses(ENTER).await;
    browser.until("the source", async || browser.counts("option[value='PARTNER']").await == 1).await;
    chooses_option(&browser, "filter-source", "PARTNER").await;
    browser.clicks("preset-idle").await;
    lists(&browser, 4).await;
    browser.clicks("preset-no-open-deals").await;
    lists(&browser, 3).await;
    let words = ["Responsible: Boris Lebedev", "No activity for 12 months", "Source: Existing client"];
    assert_eq!(chips(&browser).await, words);
    assert_eq!(browser.text("filters-toggle").await.replace('\n', " "), "Filter 4");
    browser.pictures("conditions").await;
    // A condition with its own field opens while others are set, and stays open until it is filled in.
    chooses_option(&browser, "filter-created", "days").await;
    browser.sees("filter-days").await;
    assert_eq!(chips(&browser).await, words);
    chooses_option(&browser, "filter-created", "").await;
    assert_eq!(
        hash(&browser).await,
        "#contacts/?assigned_by=2&no_activity_since=P12M&source=PARTNER&without=open_deals"
    );
    is_in_order(&browser).await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn conditions_with_an_unknown_code_keep_working() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(100).installed(true)).await;
    let portal = app.portal();
    let admin = app.signs_in(&portal, 1).await;
    let view = json!({"name": "Gone", "filter": {"assigned_by": 99, "source": "UC_GONE"}, "shared": true});
    assert_eq!(admin.sends(reqwest::Method::POST, "/api/filters", &view).await.status, 201);
    let denied = Fault::Error { status: 403, error: "ACCESS_DENIED".to_owned(), description: String::new() };
    portal.faults().script("crm.status.list", Nth::Every, denied);
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &portal, 1).await;
    browser.clicks("views-toggle").await;
    browser.clicks("view-use").await;
    let gone = ["Responsible: Not found in the portal (ID 99)", "Source: UC_GONE"];
    browser.until("the words", async || chips(&browser).await == gone).await;
    browser.clicks("filters-toggle").await;
    browser
        .until("the failure", async || {
            browser.finds_css("#filter-source-note").await.text().await.unwrap().contains("couldn’t be read")
        })
        .await;
    browser.pictures("conditions-gone").await;
    browser.runs("document.querySelector('[data-condition=source]').focus()").await;
    browser.presses(DELETE_KEY).await;
    browser.until("the chip is removed", async || chips(&browser).await == gone[..1]).await;
    let on = "return document.activeElement.dataset.condition";
    assert_eq!(browser.runs(on).await, json!("assigned_by"));
    browser.clicks("filters-clear").await;
    lists(&browser, 50).await;
    assert_eq!((chips(&browser).await.len(), focused(&browser).await), (0, json!("filters-toggle")));
    assert_eq!(hash(&browser).await, "#contacts");
    is_laid_out(&browser).await;
    browser.ends().await;
}

/// The menu is loaded each time it opens, and the focus stays where it is.
async fn the_menu_keeps_the_focus(browser: &Browser) {
    let stays = "const done = arguments[arguments.length - 1], real = window.fetch;
        window.fetch = async (...given) => {
            window.fetch = real;
            document.querySelector('[data-testid=view-use]').focus();
            const answer = await real(...given);
            setTimeout(() => requestAnimationFrame(() => done(document.activeElement.dataset.testid)), 0);
            return answer;
        };
        document.querySelector('#views-toggle').click()";
    assert_eq!(browser.runs_until_answered(stays, vec![]).await, json!("view-use"));
    browser.presses(ESCAPE).await;
    assert_eq!(focused(browser).await, json!("views-toggle"));
}

#[tokio::test(flavor = "multi_thread")]
async fn users_keep_their_own_views() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(100).installed(true)).await;
    let portal = app.portal();
    let admin = app.signs_in(&portal, 1).await;
    let shared = json!({"name": "Bare", "filter": {"without": ["phone", "email"]}, "shared": true});
    assert_eq!(admin.sends(reqwest::Method::POST, "/api/filters", &shared).await.status, 201);
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &portal, 2).await;
    browser.clicks("filter-no-company").await;
    browser.clicks("filter-save").await;
    browser.sees("confirm-dialog").await;
    assert_eq!(
        browser.counts("[data-part='shared']:not([hidden])").await,
        0,
        "only administrators may share"
    );
    types(&browser, "filter-name", "Nobody's").await;
    browser.clicks("confirm-delete").await;
    browser.sees("notice").await;
    goes_up(&browser).await;
    assert_eq!(browser.text("views-toggle").await.trim(), "Nobody's", "the list uses the view");
    let listed = browser.counts(ROWS).await;
    browser.clicks("filters-clear").await;
    assert_eq!(browser.text("views-toggle").await.trim(), "Views");
    // By keyboard: down into the menu, and to the view.
    browser.runs("document.querySelector('[data-testid=views-toggle]').focus()").await;
    browser.presses(ENTER).await;
    browser.until("both", async || browser.counts("[data-testid='view-row']").await == 2).await;
    assert_eq!(browser.counts("[data-testid='view-change']:not([hidden])").await, 1, "only own views");
    browser.pictures("views").await;
    browser.presses(DOWN).await;
    browser.presses(ENTER).await;
    lists(&browser, listed).await;
    assert_eq!(focused(&browser).await, json!("views-toggle"));
    the_menu_keeps_the_focus(&browser).await;
    browser.clicks("views-toggle").await;
    browser.clicks_css("[data-testid='view-change']:not([hidden])").await;
    browser.sees("confirm-dialog").await;
    types(&browser, "filter-name", " any more").await;
    browser.clicks("confirm-delete").await;
    browser.until("its new name", async || browser.text("views-toggle").await.contains("any more")).await;
    goes_up(&browser).await;
    browser.clicks("views-toggle").await;
    browser.clicks_css("[data-testid='view-delete']:not([hidden])").await;
    browser.sees("confirm-dialog").await;
    browser.clicks("confirm-delete").await;
    browser.until("the view is gone", async || app.rows("saved_filters WHERE shared = 0").await == 0).await;
    browser.sees("notice").await;
    goes_up(&browser).await;
    browser.clicks("views-toggle").await;
    browser.until("the shared one", async || browser.counts("[data-testid='view-row']").await == 1).await;
    browser.presses(ESCAPE).await;
    assert_eq!(focused(&browser).await, json!("views-toggle"));
    is_in_order(&browser).await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn conditions_and_views_are_accessible_in_every_language() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(100).installed(true).no_bucket()).await;
    let portal = app.portal();
    let admin = app.signs_in(&portal, 1).await;
    let view = json!({"name": "Old", "filter": {"created_to": "P2Y"}, "zone": "Europe/Berlin",
        "schedule": {"every": "week", "day": 1, "hour": 6}});
    assert_eq!(admin.sends(reqwest::Method::POST, "/api/filters", &view).await.status, 201);
    let rules = rules();
    let browser = Browser::start(LAPTOP).await;
    visits(&browser, &portal, 1).await;
    for (code, tag) in LANGUAGES {
        browser.turns_to(LAPTOP).await;
        speaks(&browser, code).await;
        starts_the_app(&browser, &portal).await;
        browser.enters(APP_FRAME, READY).await;
        browser.clicks("filters-toggle").await;
        browser.clicks("preset-older-2").await;
        browser.clicks("preset-idle").await;
        chooses_option(&browser, "filter-created", "dates").await;
        browser.clicks("preset-today").await;
        browser.clicks("views-toggle").await;
        browser.finds("view-row").await;
        reads_no_key(&browser).await;
        is_laid_out(&browser).await;
        browser.pictures(&format!("views-{tag}")).await;
        if let Some(rules) = rules.as_ref().filter(|_| tag == "en") {
            is_accessible(&browser, rules, "conditions and views", LAPTOP).await;
            is_accessible(&browser, rules, "conditions and views on a phone", PHONE).await;
        }
        browser.turns_to(PHONE).await;
        browser.settles().await;
        is_laid_out(&browser).await;
        browser.pictures(&format!("views-phone-{tag}")).await;
        is_quiet(&browser).await;
        browser.leaves_the_frame().await;
    }
    browser.ends().await;
}
