//! The settings in sections, unsaved changes, and the first steps.

use portal_sim::Sim;
use serde_json::json;

use super::driver::{Browser, LAPTOP, PHONE};
use super::portal_page::{
    APP_FRAME, DIALOG, READY, focused, is_in_order, opens_the_app, starts_the_app, visits,
};
use crate::events::installs;
use crate::support::TestApp;

/// The bar with the buttons stays visible once a field has changed.
const UNSAVED: &str = ".ce-settings[data-bar] #settings-bar";

async fn is_unsaved(browser: &Browser) {
    browser.finds_css(UNSAVED).await;
    browser.sees("settings-bar").await;
}

async fn enters_days(browser: &Browser, days: &str) {
    let script = format!(
        "const field = document.querySelector('[name=snapshot_days]'); field.value = '{days}';
         field.dispatchEvent(new Event('input', {{ bubbles: true }}))"
    );
    browser.runs(&script).await;
    is_unsaved(browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unsaved_changes_survive_sections_and_are_never_lost_without_a_question() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &portal, 1).await;
    browser.clicks("tab-settings").await;
    browser.finds_css("#settings-form:not([aria-busy])").await;
    assert_eq!(browser.counts(UNSAVED).await, 0, "no field has changed yet");
    assert_eq!(browser.counts("#panel-settings [id^='section-'][hidden]").await, 0, "all sections are there");
    assert_eq!(browser.counts("[data-testid='settings-save']:disabled").await, 1);
    browser.sees("disconnect").await;
    browser.clicks("section-retention").await;
    browser.sees("settings-form").await;
    enters_days(&browser, "7").await;
    browser.pictures("settings-unsaved").await;
    // The names are at the top, where the portal's header does not cover them.
    browser.runs_outside("scrollTo(0, 0)").await;
    browser.clicks("section-disconnect").await;
    browser.sees("disconnect").await;
    is_unsaved(&browser).await;
    assert_eq!(browser.runs("return location.hash").await, json!("#settings/disconnect"));
    assert_eq!(browser.counts("[data-testid='section-disconnect'][aria-current]").await, 1);
    assert_eq!(browser.counts(".ce-sections [aria-current]").await, 1);

    browser.runs_outside("scrollTo(0, 0)").await;
    browser.clicks("tab-contacts").await;
    browser.sees("confirm-dialog").await;
    assert!(browser.text("confirm-dialog").await.contains("Copies of deleted contacts"));
    browser.pictures("settings-leave").await;
    browser.clicks("confirm-cancel").await;
    browser.until("closed", async || browser.counts(DIALOG).await == 0).await;
    is_unsaved(&browser).await;
    assert_eq!(focused(&browser).await, json!("tab-settings"));
    browser.runs_outside("scrollTo(0, 0)").await;
    browser.clicks("tab-contacts").await;
    browser.clicks("confirm-delete").await;
    browser.sees("contact-search").await;

    browser.clicks("tab-settings").await;
    browser.runs_outside("scrollTo(0, 0)").await;
    browser.clicks("section-retention").await;
    let days = browser.runs("return document.querySelector('[name=snapshot_days]').value").await;
    assert_eq!(days, json!("30"), "the change was discarded");
    enters_days(&browser, "9").await;
    browser.clicks("settings-save").await;
    browser.finds_css("[data-testid='notice'][data-kind='success']").await;
    browser.until("the bar disappears", async || browser.counts(UNSAVED).await == 0).await;
    browser.runs_outside("scrollTo(0, 0)").await;
    browser.clicks("tab-contacts").await;
    browser.sees("contact-search").await;
    let admin = app.signs_in(&portal, 1).await;
    assert_eq!(admin.get("/api/settings").await.json["snapshot_days"], 9);
    is_in_order(&browser).await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn first_steps_are_shown_once_and_work_by_keyboard() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(100)).await;
    let portal = app.portal();
    installs(&app, &portal).await;
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &portal, 1).await;
    browser.sees("guide").await;
    browser.pictures("guide-desk").await;
    browser.turns_to(PHONE).await;
    browser.pictures("guide-phone").await;
    browser.turns_to(LAPTOP).await;
    for name in ["help", "support", "privacy"] {
        let link = browser.finds(&format!("open-{name}")).await;
        let address = link.attr("href").await.unwrap().unwrap();
        assert_eq!(link.attr("rel").await.unwrap().as_deref(), Some("noopener"));
        assert_eq!((address.as_str(), app.get(&address).await.status), (&*format!("/{name}?LANG=en"), 200));
    }
    browser.runs("document.querySelector('[data-testid=guide-settings]').focus()").await;
    browser.presses("\u{e007}").await;
    browser.sees("settings-form").await;
    assert_eq!(browser.counts("[data-testid='guide']").await, 0);
    browser.until("the change is stored", async || app.rows("introductions WHERE due = 0").await == 1).await;
    visits(&browser, &portal, 1).await;
    starts_the_app(&browser, &portal).await;
    browser.enters(APP_FRAME, READY).await;
    assert_eq!(browser.counts("[data-testid='guide']").await, 0);
    is_in_order(&browser).await;
    browser.ends().await;
}
