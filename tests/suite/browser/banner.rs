//! The banner above the list is readable in every language, on desktop and phone, in light and dark colours.

use portal_sim::Sim;
use serde_json::json;

use super::accessibility::{is_accessible, rules};
use super::admin::{opens_the_settings, sets};
use super::driver::{Browser, LAPTOP, PHONE};
use super::languages::{LANGUAGES, reads_well};
use super::portal_page::{
    APP_FRAME, READY, goes_up, is_quiet, opens_the_app, row, speaks, starts_the_app, visits,
};
use crate::support::TestApp;

const DELETE: &str = "\u{e017}";

#[tokio::test(flavor = "multi_thread")]
async fn banner_above_the_list_names_missing_features() {
    // The portal grants neither widgets nor names.
    let app = TestApp::with(Sim::builder().portals(1).contacts(100).scope("crm").no_bucket()).await;
    let portal = app.portal();
    let browser = Browser::start(LAPTOP).await;
    visits(&browser, &portal, 1).await;
    starts_the_app(&browser, &portal).await;
    for (code, tag) in LANGUAGES {
        browser.leaves_the_frame().await;
        speaks(&browser, code).await;
        starts_the_app(&browser, &portal).await;
        browser.enters(APP_FRAME, READY).await;
        browser.finds_css(&row(1)).await;
        assert_eq!(browser.counts("[data-testid='banner'] li").await, 4, "{tag}");
        reads_well(&browser, tag, "banner").await;
    }
    is_quiet(&browser).await;
    // Why nothing can be deleted is more important than what is not connected.
    let admin = app.signs_in(&portal, 1).await;
    admin.saves_settings(&json!({"who_may_delete": "chosen", "chosen_users": [2]})).await;
    browser.leaves_the_frame().await;
    speaks(&browser, "en").await;
    starts_the_app(&browser, &portal).await;
    browser.enters(APP_FRAME, READY).await;
    assert!(browser.text("banner").await.contains("but not delete them"));
    if let Some(rules) = rules() {
        is_accessible(&browser, &rules, "the banner", LAPTOP).await;
    }
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn users_without_the_right_are_told_before_deleting() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(100).installed(true)).await;
    let portal = app.portal();
    let admin = app.signs_in(&portal, 1).await;
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &portal, 2).await;
    assert_eq!(browser.counts("[data-testid='banner']").await, 0, "everybody may delete");
    browser.leaves_the_frame().await;
    admin.saves_settings(&json!({"who_may_delete": "administrators"})).await;
    for (code, tag) in LANGUAGES {
        speaks(&browser, code).await;
        starts_the_app(&browser, &portal).await;
        browser.enters(APP_FRAME, READY).await;
        browser.finds_css(&row(1)).await;
        reads_well(&browser, tag, "barred").await;
        browser.leaves_the_frame().await;
    }
    speaks(&browser, "en").await;
    starts_the_app(&browser, &portal).await;
    browser.enters(APP_FRAME, READY).await;
    let shown = browser.text("banner").await;
    assert!(shown.contains("You can look at contacts here, but not delete them"), "{shown}");
    if let Some(rules) = rules() {
        is_accessible(&browser, &rules, "the banner for users without the right to delete", LAPTOP).await;
        is_accessible(&browser, &rules, "the same on a phone", PHONE).await;
        browser.turns_to(LAPTOP).await;
    }
    // The page offers no deletion, by mouse or by key, and the service refuses the request too.
    let offered = "return ['#ids-open', '#select-all', '#select-page', '[data-testid=contact-delete]', '[data-testid=contact-select]']
        .filter((css) => document.querySelector(css).checkVisibility({ visibilityProperty: true }))";
    assert_eq!(browser.runs(offered).await, json!([]));
    browser.runs(&format!("document.querySelector(\"{}\").focus()", row(1))).await;
    for key in ["x", DELETE] {
        browser.presses(key).await;
    }
    assert_eq!(browser.counts("dialog[open], [data-testid='contact-select']:checked").await, 0);
    assert_eq!(app.signs_in(&portal, 2).await.deletes_contact(1).await.problem(), (403, "not_permitted"));
    assert!(portal.contact(1).is_some());
    visits(&browser, &portal, 1).await;
    starts_the_app(&browser, &portal).await;
    browser.enters(APP_FRAME, READY).await;
    browser.finds_css(&row(1)).await;
    assert_eq!(browser.counts("[data-testid='banner']").await, 0, "an administrator may");
    // An administrator who is not among the chosen users can change that; then the page offers deletions again.
    admin.saves_settings(&json!({"who_may_delete": "chosen", "chosen_users": [2]})).await;
    starts_the_app(&browser, &portal).await;
    browser.enters(APP_FRAME, READY).await;
    browser.finds_css(&row(1)).await;
    assert_eq!(browser.runs(offered).await, json!([]));
    opens_the_settings(&browser).await;
    sets(&browser, "who_may_delete", "everyone").await;
    browser.clicks("settings-save").await;
    browser.finds_css("[data-testid='notice'][data-kind='success']").await;
    goes_up(&browser).await;
    browser.enters(APP_FRAME, READY).await;
    browser.clicks("tab-contacts").await;
    browser.until("all of them", async || browser.runs(offered).await.as_array().unwrap().len() == 5).await;
    assert_eq!(browser.counts("[data-testid='banner']").await, 0);
    browser.ends().await;
}
