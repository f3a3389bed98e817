//! Obstacles in the browser: long idle time, a blocked script, blocked storage, outages of the authorization server.

use std::time::Duration;

use contact_eraser::domain::language::Language;
use contact_eraser::i18n::text;
use portal_sim::{Fault, Nth, Portal, Sim};
use serde_json::json;

use super::driver::{Browser, LAPTOP, PHONE};
use super::portal_page::{
    APP_FRAME, READY, asks_to_delete, is_in_order, is_laid_out, is_quiet, opens_the_app, opens_the_widget,
    row, searches_one, speaks, starts_the_app, types, visits,
};
use crate::support::TestApp;

/// Longer than any session lasts.
const LONG: Duration = Duration::from_hours(2);

async fn deletes(browser: &Browser, portal: &Portal, id: u64) {
    asks_to_delete(browser, id).await;
    browser.clicks("confirm-delete").await;
    browser.finds_css("[data-testid='notice'][data-kind='success']").await;
    assert!(portal.contact(id).is_none());
}

/// How often the page has renewed its session.
async fn renewals(browser: &Browser) -> u64 {
    let asked = "return performance.getEntriesByType('resource').filter((one) => one.name.endsWith('/api/session')).length";
    browser.runs(asked).await.as_u64().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn idle_page_renews_its_session_or_says_what_to_do() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let id = portal.add_contact(&json!({"NAME": "Quirina", "LAST_NAME": "Zandt"}));
    let browser = Browser::start(LAPTOP).await;
    visits(&browser, &portal, 4).await;
    speaks(&browser, "de").await;
    starts_the_app(&browser, &portal).await;
    browser.enters(APP_FRAME, READY).await;
    is_in_order(&browser).await;
    assert_eq!(renewals(&browser).await, 0);

    app.clock.passes(LONG);
    searches_one(&browser, "Quirina", id).await;
    assert_eq!(renewals(&browser).await, 1);
    let only_the_end_of_the_session = browser.console_errors().await;
    assert!(only_the_end_of_the_session.iter().all(|error| error.contains("401")));
    asks_to_delete(&browser, id).await;
    browser.clicks("confirm-delete").await;
    browser.finds_css("[data-testid='notice'][data-kind='error']").await;
    let refusal = text(Language::De, "problem-access-denied-title");
    assert!(browser.text("notice").await.contains(&refusal), "the new session has another language");

    portal.set_app_access(4, false);
    app.clock.passes(LONG);
    types(&browser, "contact-search", "x").await;
    let ended = text(Language::De, "problem-session-expired-title");
    browser
        .until("the page says that the session has ended", async || {
            browser.text("notice").await.contains(&ended)
        })
        .await;
    browser.pictures("session-ended").await;
    is_laid_out(&browser).await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn page_does_not_continue_as_another_user() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let browser = Browser::start(LAPTOP).await;
    opens_the_app(&browser, &portal, 4).await;
    browser.finds_css(&row(1)).await;
    // An administrator signs in to the portal in another tab. This page still shows what user 4 confirmed.
    browser.runs_outside("document.cookie = 'sim_user=1; path=/'").await;
    app.clock.passes(LONG);
    browser.clicks_css(&format!("{} [data-testid='contact-delete']", row(7))).await;
    let ended = text(Language::En, "problem-session-expired-title");
    browser.until("the page stops", async || browser.text("notice").await.contains(&ended)).await;
    assert_eq!(renewals(&browser).await, 1, "the portal was not called");
    assert_eq!((portal.delete_requests(7), portal.contact(7).is_some()), (0, true));
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_portals_script_only_the_installers_last_step_fails() {
    // No program listens there, like behind a firewall.
    let nowhere = [("ERASER_BX24_JS_URL", "http://127.0.0.1:9/api/v1/")];
    let sim = Sim::builder().portals(1).contacts(100).installed(false);
    let app = TestApp::with_values(sim, &nowhere).await;
    let portal = app.portal();
    let browser = Browser::start(LAPTOP).await;
    visits(&browser, &portal, 1).await;
    starts_the_app(&browser, &portal).await;
    browser.enters(APP_FRAME, "[data-testid='install-status'][data-state='failed']").await;
    let advice = browser.text("install-status").await;
    assert!(advice.contains(&text(Language::En, "js-install-blocked-hint")), "{advice}");
    browser.sees("install-retry").await;
    browser.pictures("install-blocked").await;
    is_laid_out(&browser).await;
    assert!(!portal.is_installed());

    portal.install_finished();
    opens_the_app(&browser, &portal, 1).await;
    deletes(&browser, &portal, 7).await;
    is_laid_out(&browser).await;
    opens_the_widget(&browser, &portal, 8).await;
    browser.clicks("contact-delete").await;
    browser.clicks("confirm-delete").await;
    browser
        .until("the widget shows what to do", async || {
            let hint = browser.finds_css("#closing-hint").await.text().await.unwrap_or_default();
            hint == text(Language::En, "js-close-yourself")
        })
        .await;
    browser.pictures("widget-blocked").await;
    let errors = browser.console_errors().await;
    assert!(errors.iter().all(|error| error.contains("http://127.0.0.1:9/")), "{errors:?}");
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn blocked_cookies_and_storage_change_nothing() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(100).installed(false)).await;
    let portal = app.portal();
    let nothing_kept = json!({
        "profile.block_third_party_cookies": true,
        "profile.cookie_controls_mode": 1,
        "profile.default_content_setting_values.cookies": 2,
    });
    let browser = Browser::start_with(PHONE, nothing_kept).await;
    starts_the_app(&browser, &portal).await;
    browser.enters(APP_FRAME, READY).await;
    let storage = "try { return String(localStorage.length) } catch (error) { return error.name }";
    assert_eq!(browser.runs(storage).await, json!("SecurityError"), "the browser blocks nothing");
    deletes(&browser, &portal, 7).await;
    is_in_order(&browser).await;
    opens_the_widget(&browser, &portal, 8).await;
    browser.clicks("contact-delete").await;
    browser.clicks("confirm-delete").await;
    browser.until("the contact is gone", async || portal.contact(8).is_none()).await;
    is_quiet(&browser).await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn error_page_opens_the_app_after_an_outage() {
    let app = TestApp::start().await;
    let portal = app.portal();
    app.sim.oauth_faults().script("app.info", Nth::Next, Fault::Html(502));
    let browser = Browser::start(LAPTOP).await;
    visits(&browser, &portal, 1).await;
    starts_the_app(&browser, &portal).await;
    browser.enters(APP_FRAME, "#reload").await;
    browser.pictures("error-page").await;
    is_laid_out(&browser).await;
    browser.turns_to(PHONE).await;
    browser.pictures("error-page-phone").await;
    is_laid_out(&browser).await;
    let errors = browser.console_errors().await;
    assert!(errors.iter().all(|error| error.contains("status of 50")), "{errors:?}");
    browser.clicks_css("#reload").await;
    browser.enters(APP_FRAME, READY).await;
    browser.finds_css(&row(1)).await;
    is_in_order(&browser).await;
    browser.ends().await;
}
