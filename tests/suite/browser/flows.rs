//! The most common actions of users: install, find, delete from the list; on a desktop, on a phone, in dark colours.

use portal_sim::Sim;
use serde_json::json;

use super::driver::{Browser, DESKTOP, PHONE, Screen};
use super::portal_page::{
    APP_FRAME, READY, asks_to_delete, is_in_order, opens_the_app, row, searches_one, starts_the_app, types,
    visits,
};
use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn new_administrator_installs_finds_and_deletes_a_contact() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(120).installed(false)).await;
    let portal = app.portal();
    let id = portal.add_contact(&json!({"NAME": "Quirina", "LAST_NAME": "Zandt"}));
    portal.add_deal(&[id], true);
    let browser = Browser::start(DESKTOP).await;
    opens_the_app(&browser, &portal, 1).await;
    assert!(portal.is_installed(), "the installation was not finished");
    browser.pictures("app-list").await;
    searches_one(&browser, "Quirina", id).await;
    asks_to_delete(&browser, id).await;
    let dialog = browser.text("confirm-dialog").await;
    assert!(dialog.contains("Quirina Zandt") && dialog.contains('1'), "{dialog}");
    browser.pictures("app-dialog").await;
    assert_eq!(portal.delete_requests(id), 0, "no deletion before the confirmation");
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
async fn installer_finishes_without_a_click_and_only_once() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(100).installed(false)).await;
    let portal = app.portal();
    let browser = Browser::start(DESKTOP).await;
    opens_the_app(&browser, &portal, 1).await;
    let events: Vec<String> = portal.event_handlers().iter().map(|handler| handler.event.clone()).collect();
    assert_eq!((portal.is_installed(), events.len(), portal.placements().len()), (true, 3, 3));
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
    starts_the_app(&browser, &portal).await;
    browser.enters(APP_FRAME, "[data-testid='install-status'][data-state='failed']").await;
    assert!(!portal.is_installed());
    browser.pictures("install-failed").await;
    browser.clicks("install-retry").await;
    browser.enters(APP_FRAME, READY).await;
    assert!(portal.is_installed());
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn denied_deletion_is_reported_and_the_contact_stays() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let browser = Browser::start(DESKTOP).await;
    opens_the_app(&browser, &portal, 4).await;
    asks_to_delete(&browser, 7).await;
    browser.clicks("confirm-delete").await;
    browser.finds_css("[data-testid='notice'][data-kind='error']").await;
    browser.pictures("app-refused").await;
    assert!(portal.contact(7).is_some());
    assert_eq!(browser.counts(&row(7)).await, 1);
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn html_in_names_is_shown_as_text() {
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
    let browser = Browser::start(DESKTOP).await;
    for (screen, name) in [(DESKTOP, "hostile"), (PHONE, "hostile-phone")] {
        browser.turns_to(screen).await;
        opens_the_app(&browser, &portal, 1).await;
        types(&browser, "contact-search", "Hostile").await;
        browser.until("five rows", async || browser.counts("[data-testid='contact-row']").await == 5).await;
        asks_to_delete(&browser, long).await;
        browser.pictures(name).await;
        assert_eq!(browser.runs("return window.broken ?? null").await, json!(null));
        is_in_order(&browser).await;
        browser.clicks("confirm-cancel").await;
    }
    browser.ends().await;
    assert!(ids.iter().all(|id| portal.contact(*id).is_some()));
}

#[tokio::test(flavor = "multi_thread")]
async fn phone_and_dark_colours_show_everything() {
    let app = TestApp::start().await;
    let portal = app.portal();
    let dark = Screen { dark: true, ..DESKTOP };
    let browser = Browser::start(PHONE).await;
    for (screen, name) in [(PHONE, "app-phone"), (dark, "app-dark")] {
        browser.turns_to(screen).await;
        opens_the_app(&browser, &portal, 1).await;
        browser.finds_css(&row(1)).await;
        browser.pictures(name).await;
        is_in_order(&browser).await;
    }
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn frame_is_never_narrower_than_its_space_when_the_screen_turns() {
    let app = TestApp::start().await;
    let browser = Browser::start(DESKTOP).await;
    opens_the_app(&browser, &app.portal(), 1).await;
    browser.finds_css(&row(1)).await;
    let watch = "window.narrowest = innerWidth;
        addEventListener('resize', () => { window.narrowest = Math.min(window.narrowest, innerWidth) });";
    browser.runs(watch).await;
    browser.turns_to(PHONE).await;
    browser
        .until("the frame is as tall as its cards", async || {
            let tall = "document.querySelector('.app-frame').getBoundingClientRect().height > 3000";
            browser.runs_outside(tall).await == json!(true)
        })
        .await;
    browser.settles().await;
    let room = browser.runs_outside("document.querySelector('.app-frame').clientWidth").await;
    assert_eq!(browser.runs("return [narrowest, innerWidth]").await, json!([room, room]));
    browser.ends().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn first_page_is_small_and_loads_only_from_app_and_portal() {
    let app = TestApp::start().await;
    let browser = Browser::start(DESKTOP).await;
    opens_the_app(&browser, &app.portal(), 1).await;
    let loaded =
        "return performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'))
        .map((one) => [one.name, one.transferSize])";
    let loaded = browser.runs(loaded).await;
    let files: Vec<(String, u64)> = serde_json::from_value(loaded).unwrap();
    let (ours, others): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|(name, _)| name.starts_with(&app.url));
    let weight: u64 = ours.iter().map(|(_, size)| size).sum();
    assert!((1..120_000).contains(&weight), "{weight} bytes: {ours:?}");
    let library = format!("{}/api/v1/", app.sim.oauth_url());
    assert!(others.iter().all(|(name, _)| *name == library), "{others:?}");
    browser.ends().await;
}
