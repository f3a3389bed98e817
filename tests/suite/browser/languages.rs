//! Every language on desktop and phone: the correct texts, all of them, with enough space.

use portal_sim::{Fault, Nth, Sim};
use serde_json::json;

use super::driver::{Browser, LAPTOP, PHONE};
use super::portal_page::{
    APP_FRAME, READY, asks_to_delete, is_laid_out, is_quiet, opens_the_widget, reads_no_key, row, speaks,
    starts_the_app, visits,
};
use crate::support::TestApp;

/// The portal's language codes and the languages of our pages.
pub(super) const LANGUAGES: [(&str, &str); 8] = [
    ("en", "en"),
    ("de", "de"),
    ("la", "es"),
    ("br", "pt-BR"),
    ("fr", "fr"),
    ("pl", "pl"),
    ("ru", "ru"),
    ("ua", "uk"),
];

/// Checks a page on both screens; `picture` is its name.
pub(super) async fn reads_well(browser: &Browser, tag: &str, picture: &str) {
    let lang = browser.runs("return document.documentElement.lang").await;
    assert_eq!(lang, json!(tag), "{picture}");
    reads_no_key(browser).await;
    for (screen, place) in [(PHONE, "phone"), (LAPTOP, "desk")] {
        browser.turns_to(screen).await;
        browser.settles().await;
        if (picture == "list") == (place == "desk") {
            browser.pictures(&format!("language-{tag}-{picture}")).await;
        }
        is_laid_out(browser).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_language_has_all_its_texts_and_space_for_them() {
    let app = TestApp::with(Sim::builder().portals(1).contacts(100).installed(false).no_bucket()).await;
    let portal = app.portal();
    let browser = Browser::start(LAPTOP).await;
    visits(&browser, &portal, 1).await;
    for (code, tag) in LANGUAGES {
        speaks(&browser, code).await;
        portal.set_installed(false);
        portal.faults().script("batch", Nth::Next, Fault::Html(502));
        starts_the_app(&browser, &portal).await;
        browser.enters(APP_FRAME, "[data-testid='install-status'][data-state='failed']").await;
        reads_well(&browser, tag, "install-failed").await;
        browser.clicks("install-retry").await;
        browser.enters(APP_FRAME, READY).await;
        browser.finds_css(&row(1)).await;
        reads_well(&browser, tag, "list").await;
        asks_to_delete(&browser, 3).await;
        reads_well(&browser, tag, "dialog").await;
        browser.clicks("confirm-cancel").await;
        is_quiet(&browser).await;
        opens_the_widget(&browser, &portal, 2).await;
        reads_well(&browser, tag, "widget").await;
        browser.leaves_the_frame().await;
    }
    assert!(portal.deletions().is_empty());
    browser.ends().await;
}
