//! What people do: install, find, delete, from the menu and from a widget.

use portal_sim::{Portal, Sim};
use serde_json::json;

use super::driver::{Browser, DESKTOP, PHONE, Screen};
use crate::support::TestApp;

const APP_FRAME: &str = "desktop-app-frame";
const SLIDER_FRAME: &str = "desktop-slider-frame";
const READY: &str = "body[data-testid='app-ready']";

/// Opens the portal's desktop as a user.
async fn visits(browser: &Browser, portal: &Portal, user: u64) {
    browser.goes_to(&format!("{}/", portal.origin())).await;
    browser.runs(&format!("document.cookie = 'sim_user={user}; path=/'")).await;
}

async fn opens_the_app(browser: &Browser, portal: &Portal, user: u64) {
    visits(browser, portal, user).await;
    browser.goes_to(&format!("{}/", portal.origin())).await;
    browser.clicks("desktop-menu-app").await;
    browser.enters(APP_FRAME, READY).await;
}

async fn types(browser: &Browser, test_id: &str, text: &str) {
    browser.finds(test_id).await.send_keys(text).await.unwrap();
}

fn row(id: u64) -> String {
    format!("[data-testid='contact-row'][data-contact-id='{id}']")
}

async fn finds_one(browser: &Browser, text: &str, id: u64) {
    types(browser, "contact-search", text).await;
    browser.until("one row", async || browser.counts("[data-testid='contact-row']").await == 1).await;
    browser.finds_css(&row(id)).await;
}

/// No error in the console, and no bar to scroll sideways.
async fn is_in_order(browser: &Browser) {
    let errors = browser.console_errors().await;
    assert!(errors.is_empty(), "{errors:?}");
    let too_wide = "return document.documentElement.scrollWidth > document.documentElement.clientWidth";
    assert_eq!(browser.runs(too_wide).await, json!(false), "the page is wider than its frame");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_installs_finds_a_contact_and_deletes_it() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(120).installed(false)).await;
    let portal = app.portal();
    let id = portal.add_contact(&json!({"NAME": "Quirina", "LAST_NAME": "Zandt"}));
    portal.add_deal(&[id], true);
    let browser = Browser::start(DESKTOP).await;
    opens_the_app(&browser, &portal, 1).await;
    assert!(portal.is_installed(), "the installation was not finished");
    browser.pictures("app-list").await;
    finds_one(&browser, "Quirina", id).await;
    browser.clicks_css(&format!("{} [data-testid='contact-delete']", row(id))).await;
    browser.sees("confirm-dialog").await;
    let dialog = browser.text("confirm-dialog").await;
    assert!(dialog.contains("Quirina Zandt") && dialog.contains('1'), "{dialog}");
    browser.pictures("app-dialog").await;
    assert_eq!(portal.delete_requests(id), 0, "nothing may happen before the confirmation");
    browser.clicks("confirm-delete").await;
    browser.finds_css("[data-testid='notice'][data-kind='success']").await;
    browser.until("the row is gone", async || browser.counts(&row(id)).await == 0).await;
    browser.pictures("app-notice").await;
    is_in_order(&browser).await;
    let deletions = portal.deletions();
    assert_eq!((deletions.len(), deletions[0].contact_id, deletions[0].user_id), (1, id, 1));
    assert_eq!(portal.contact_ids().len(), 120);
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_installer_finishes_by_itself_and_only_once() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(100).installed(false)).await;
    let portal = app.portal();
    let browser = Browser::start(DESKTOP).await;
    opens_the_app(&browser, &portal, 1).await;
    let events: Vec<String> = portal.event_handlers().iter().map(|handler| handler.event.clone()).collect();
    assert_eq!((portal.is_installed(), events.len(), portal.placements().len()), (true, 3, 2));
    is_in_order(&browser).await;
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_installation_is_not_finished_and_can_be_repeated() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(100).installed(false)).await;
    let portal = app.portal();
    portal.faults().script("batch", portal_sim::Nth::Next, portal_sim::Fault::Html(502));
    let browser = Browser::start(DESKTOP).await;
    visits(&browser, &portal, 1).await;
    browser.goes_to(&format!("{}/", portal.origin())).await;
    browser.clicks("desktop-menu-app").await;
    browser.enters(APP_FRAME, "[data-testid='install-status'][data-state='failed']").await;
    assert!(!portal.is_installed());
    browser.pictures("install-failed").await;
    browser.clicks("install-retry").await;
    browser.enters(APP_FRAME, READY).await;
    assert!(portal.is_installed());
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_card_of_a_contact_has_a_widget_that_deletes_it() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(100).installed(false)).await;
    let portal = app.portal();
    app.opens(&portal.frame_post(1)).await;
    portal.install_finished();
    let browser = Browser::start(DESKTOP).await;
    visits(&browser, &portal, 2).await;
    browser.goes_to(&format!("{}/crm/contact/details/42/", portal.origin())).await;
    browser.clicks("desktop-widget-button").await;
    browser.enters(SLIDER_FRAME, READY).await;
    browser.finds("placement-contact").await;
    browser.pictures("widget").await;
    assert_eq!(portal.delete_requests(42), 0);
    browser.clicks("contact-delete").await;
    browser.sees("confirm-dialog").await;
    browser.pictures("widget-dialog").await;
    browser.clicks("confirm-delete").await;
    browser.until("the contact is gone", async || portal.contact(42).is_none()).await;
    assert_eq!(portal.deletions()[0].user_id, 2);
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_delete_is_told_so_and_the_contact_stays() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let browser = Browser::start(DESKTOP).await;
    opens_the_app(&browser, &portal, 4).await;
    browser.clicks_css(&format!("{} [data-testid='contact-delete']", row(7))).await;
    browser.clicks("confirm-delete").await;
    browser.finds_css("[data-testid='notice'][data-kind='error']").await;
    browser.pictures("app-refused").await;
    assert!(portal.contact(7).is_some());
    assert_eq!(browser.counts(&row(7)).await, 1);
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn escape_and_cancel_delete_nothing_and_the_danger_is_never_focused_first() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let browser = Browser::start(DESKTOP).await;
    opens_the_app(&browser, &portal, 1).await;
    let focused = "return document.activeElement?.getAttribute('data-testid')";
    for way in ["escape", "cancel"] {
        browser.clicks_css(&format!("{} [data-testid='contact-delete']", row(7))).await;
        browser.sees("confirm-dialog").await;
        assert_ne!(browser.runs(focused).await, json!("confirm-delete"));
        if way == "escape" {
            browser.client.active_element().await.unwrap().send_keys("\u{e00c}").await.unwrap();
        } else {
            browser.clicks("confirm-cancel").await;
        }
        browser
            .until("the focus is back", async || browser.runs(focused).await == json!("contact-delete"))
            .await;
    }
    assert_eq!((portal.delete_requests(7), portal.contact(7).is_some()), (0, true));
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_names_are_only_names() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let names = [
        "<script>window.broken=1</script>",
        "\"'><img src=x onerror=window.broken=1>",
        "مرحبا\u{202e}abc",
        "👩‍👩‍👧 Zoë",
    ];
    let ids: Vec<u64> =
        names.iter().map(|name| portal.add_contact(&json!({"NAME": name, "LAST_NAME": "Hostile"}))).collect();
    let long = portal.add_contact(&json!({"NAME": "Longname".repeat(62), "LAST_NAME": "Hostile"}));
    for (screen, name) in [(DESKTOP, "hostile"), (PHONE, "hostile-phone")] {
        let browser = Browser::start(screen).await;
        opens_the_app(&browser, &portal, 1).await;
        types(&browser, "contact-search", "Hostile").await;
        browser.until("five rows", async || browser.counts("[data-testid='contact-row']").await == 5).await;
        browser.clicks_css(&format!("{} [data-testid='contact-delete']", row(long))).await;
        browser.sees("confirm-dialog").await;
        browser.pictures(name).await;
        assert_eq!(browser.runs("return window.broken ?? null").await, json!(null));
        is_in_order(&browser).await;
        browser.clicks("confirm-cancel").await;
        browser.ends().await;
    }
    assert!(ids.iter().all(|id| portal.contact(*id).is_some()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_and_a_dark_room_have_everything_too() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let dark = Screen { dark: true, ..DESKTOP };
    for (screen, name) in [(PHONE, "app-phone"), (dark, "app-dark")] {
        let browser = Browser::start(screen).await;
        opens_the_app(&browser, &portal, 1).await;
        browser.finds_css(&row(1)).await;
        browser.pictures(name).await;
        is_in_order(&browser).await;
        browser.ends().await;
    }
}
